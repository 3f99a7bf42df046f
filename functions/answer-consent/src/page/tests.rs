use std::collections::BTreeSet;
use std::path::Path;

use domain::{Identifier, IdentifierType};
use jiff::tz::TimeZone;
use web::views::{
    Hours, IdentifierView, ReceiptClaimView, ReceiptClaims, ReceiptControllerView, ReceiptCustomerView,
    ReceiptDataView, ReceiptPartnerView, ReceiptPersonView,
};

use super::{receipt::WORDS, *};

fn moment(at: &str) -> Moment {
    Moment::new(at.parse().unwrap(), &TimeZone::get("Europe/Berlin").unwrap())
}

fn request(words: &str) -> RequestView {
    RequestView {
        number: "CLM-7K2M9QX4".to_owned(),
        partner: "Contoso Beratung GmbH".to_owned(),
        location: "Berlin (4821907)".to_owned(),
        person: words.to_owned(),
        programme: "Modern Work Partner Programme".to_owned(),
        vendor: "Northwind Ltd".to_owned(),
        engagement: "Modern work and security usage".to_owned(),
        customer: "Fabrikam AG".to_owned(),
        subject: Subject::Association {
            role: "Use or consume: drives adoption and use of a workload".to_owned(),
            tenant: "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10".to_owned(),
            items: vec!["Teams".to_owned(), "Exchange Online".to_owned()],
        },
    }
}

/// The same page of a request to agree.
fn opt_in(page: ConsentPage) -> ConsentPage {
    let identifier = Identifier { kind: IdentifierType::Domain, value: "fabrikam.example".to_owned() };
    let subject = Subject::Engagement { identifier, quarter_hours: None, sellers: false };
    let request =
        page.request.map(|request| RequestView { engagement: "Workshop".to_owned(), subject, ..request });
    ConsentPage { mode: Mode::OptIn, request, ..page }
}

/// An engagement of variable pay that the vendor's sellers join.
fn variable(mut page: ConsentPage) -> ConsentPage {
    let identifier = Identifier { kind: IdentifierType::Opportunity, value: "7-3K9QX2".to_owned() };
    if let Some(request) = &mut page.request {
        request.engagement = "Project by hours".to_owned();
        request.subject = Subject::Engagement { identifier, quarter_hours: Some(50), sellers: true };
    }
    page
}

fn page(state: PageState, words: &str) -> ConsentPage {
    ConsentPage {
        locale: Locale::En,
        path: "/c/c2FtcGxlLXRva2Vu".to_owned(),
        privacy_contact: "https://northwind.example/privacy".to_owned(),
        mode: Mode::Notice,
        state,
        told: None,
        request: Some(request(words)),
        record: None,
        receipt: false,
        forms: Vec::new(),
    }
}

fn asides() -> [FormView; 2] {
    [FormKind::Delegate, FormKind::Report].map(|kind| FormView::new(kind, "n1", &[]))
}

fn open(silence: Silence, words: &str, choices: &[Choice]) -> ConsentPage {
    let mut open = page(PageState::Open(silence), words);
    open.forms.push(FormView::new(FormKind::Decide, "n1", choices));
    open.forms.extend(asides());
    open
}

fn notice(words: &str) -> ConsentPage {
    let silence = Silence::NoObjectionAt(moment("2027-03-12T23:00:00Z"));
    open(silence, words, &[Choice::Accept, Choice::Object])
}

/// Waits for a yes.
fn asked(words: &str) -> ConsentPage {
    let silence = Silence::ExpiresAt(moment("2027-03-14T23:00:00Z"));
    opt_in(open(silence, words, &[Choice::Accept, Choice::Decline]))
}

fn recorded(state: PageState, words: &str) -> ConsentPage {
    let choice = if state == PageState::Objected {
        consent::Choice::Object
    } else if state == PageState::Declined {
        consent::Choice::Decline
    } else if state == PageState::Withdrawn {
        consent::Choice::Withdraw
    } else {
        consent::Choice::Accept
    };
    let mut decided = page(state, words);
    decided.record = Some(RecordView {
        choice,
        receipt_id: "rcp_01j9k2".to_owned(),
        at: moment("2027-03-05T08:12:00Z"),
        by: words.to_owned(),
    });
    decided.receipt = true;
    decided
}

fn refused(words: &str) -> ConsentPage {
    let mut refused = notice(words);
    refused.forms[0].errors = vec![
        FormError::NonceInvalid,
        FormError::DecisionMissing,
        FormError::ReasonInvalid,
        FormError::NameMissing,
        FormError::ConfirmationMissing,
    ];
    refused.forms[0].values.reason = Some(CustomerReason::NoData);
    refused.forms[0].values.reason_text = words.to_owned();
    refused.forms[0].values.name = words.to_owned();
    refused
}

fn refused_aside(words: &str) -> ConsentPage {
    let mut refused = notice(words);
    refused.forms[1].errors = vec![FormError::NameInvalid, FormError::EmailInvalid];
    refused.forms[1].values.email = words.to_owned();
    refused
}

/// Every state of a request to agree, named.
fn opt_in_pages(words: &str) -> Vec<(&'static str, ConsentPage)> {
    let mut highlighted = asked(words);
    highlighted.forms[0].highlighted = Some(Choice::Decline);
    let mut incomplete = asked(words);
    incomplete.forms[0].errors = vec![FormError::DecisionMissing, FormError::ConfirmationMissing];
    incomplete.forms[0].values.reason = Some(CustomerReason::NotWanted);
    incomplete.forms[0].values.name = words.to_owned();
    let mut reported = asked(words);
    reported.told = Some(Told::Reported);
    reported.forms.pop();
    let mut agreed = recorded(PageState::Accepted, words);
    agreed.forms.push(FormView::new(FormKind::Withdraw, "n1", &[]));
    let mut too_late = opt_in(recorded(PageState::Approved, words));
    too_late.told = Some(Told::NotRecorded);
    vec![
        ("opt_in_open", asked(words)),
        ("opt_in_open_variable", variable(asked(words))),
        ("opt_in_highlighted", highlighted),
        ("opt_in_refused", incomplete),
        ("opt_in_reported", reported),
        ("opt_in_accepted", opt_in(agreed)),
        ("opt_in_approved", opt_in(recorded(PageState::Approved, words))),
        ("opt_in_approved_too_late", too_late),
        ("opt_in_declined", opt_in(recorded(PageState::Declined, words))),
        ("opt_in_withdrawn", opt_in(recorded(PageState::Withdrawn, words))),
        ("opt_in_expired", opt_in(page(PageState::Expired, words))),
        ("opt_in_voided", opt_in(page(PageState::Voided, words))),
        ("opt_in_claim_over", opt_in(recorded(PageState::ClaimOver, words))),
    ]
}

/// Every state, named; `words` stands wherever somebody's own words do.
fn pages(words: &str) -> Vec<(&'static str, ConsentPage)> {
    let after = Silence::NoObjectionAfterDelivery { business_days: 5 };
    let mut highlighted = open(after.clone(), words, &[Choice::Accept, Choice::Object]);
    highlighted.forms[0].highlighted = Some(Choice::Object);
    let mut accepted = recorded(PageState::Accepted, words);
    accepted.forms.push(FormView::new(FormKind::Withdraw, "n1", &[]));
    let mut lapsed = page(PageState::Lapsed, words);
    lapsed.receipt = true;
    lapsed.forms.push(FormView::new(FormKind::Decide, "n1", &[Choice::Object]));
    let mut reported = notice(words);
    reported.told = Some(Told::Reported);
    reported.forms.pop();
    let mut delegated = notice(words);
    delegated.told = Some(Told::Delegated);
    delegated.forms.remove(1);
    let mut other_way = recorded(PageState::Objected, words);
    other_way.told = Some(Told::NotRecorded);
    let bare = |state| ConsentPage { request: None, ..page(state, words) };
    vec![
        ("open_undelivered", open(after, words, &[Choice::Accept, Choice::Object])),
        ("open_highlighted", highlighted),
        ("open", notice(words)),
        ("open_refused", refused(words)),
        ("open_refused_delegate", refused_aside(words)),
        ("open_reported", reported),
        ("open_delegated", delegated),
        ("accepted", accepted),
        ("objected", recorded(PageState::Objected, words)),
        ("objected_other_way", other_way),
        ("lapsed", lapsed),
        ("withdrawn", recorded(PageState::Withdrawn, words)),
        ("ended", page(PageState::Ended, words)),
        ("voided", page(PageState::Voided, words)),
        ("replaced", bare(PageState::Replaced)),
        ("claim_over", page(PageState::ClaimOver, words)),
        ("unknown", bare(PageState::Unknown)),
        ("unavailable", bare(PageState::Unavailable)),
    ]
}

fn receipt(decision: &'static str, status: Status, words: &str) -> ReceiptPage {
    let silent = decision == "no_objection";
    let claims = ReceiptClaims {
        schema_version: 1,
        jti: "rcp_01j9k2".to_owned(),
        iss: "https://assent.example".to_owned(),
        claim: ReceiptClaimView { id: "clm_01j9k2".to_owned(), number: "CLM-7K2M9QX4".to_owned(), round: 1 },
        programme: "Modern Work Partner Programme".to_owned(),
        controller: ReceiptControllerView {
            name: "Northwind Ltd".to_owned(),
            privacy_contact: "https://northwind.example/privacy".to_owned(),
        },
        partner: ReceiptPartnerView { name: words.to_owned(), location: "Berlin (4821907)".to_owned() },
        customer: ReceiptCustomerView {
            name: "Fabrikam AG".to_owned(),
            identifier: IdentifierView {
                kind: "tenant",
                value: "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10".to_owned(),
            },
            tenant_id: "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10".to_owned(),
        },
        items: vec!["workload:teams".to_owned()],
        hours: None,
        person: ReceiptPersonView { name: words.to_owned(), email: "erika@fabrikam.example".to_owned() },
        mode: "notice",
        basis: if silent { "notice_no_objection" } else { "explicit" },
        purposes: vec!["partner_of_record", "usage_insight", "partner_incentives"],
        data_categories: ReceiptDataView {
            seen: vec!["usage_counts", "sold_seats"],
            not_seen: vec!["content", "people", "other_products"],
        },
        recipients: vec![words.to_owned()],
        decision,
        decided_at: "2027-03-05T08:12:00Z".parse().unwrap(),
        method: if silent { "delivered_notice" } else { "link_and_typed_name" },
        typed_name: (!silent).then(|| words.to_owned()),
        language: "en",
        text_hash: (!silent).then(|| "0f".repeat(32)),
        valid_until: None,
        withdraw_link: "https://assent.example/c/c2FtcGxlLXRva2Vu".to_owned(),
        previous_receipt_id: (status == Status::Withdrawn).then(|| "rcp_00a1b2".to_owned()),
    };
    ReceiptPage {
        locale: Locale::En,
        path: "/c/c2FtcGxlLXRva2Vu/receipt".to_owned(),
        privacy_contact: "https://northwind.example/privacy".to_owned(),
        status,
        decided_at: moment("2027-03-05T08:12:00Z"),
        about: vec![words.to_owned()],
        claims,
        receipt: "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl".to_owned(),
    }
}

fn receipts(words: &str) -> Vec<(&'static str, ReceiptPage)> {
    let of = |decision, status| receipt(decision, status, words);
    let opted_in = |decision, status, basis| {
        let mut page = of(decision, status);
        page.about = vec!["Workshop".to_owned()];
        page.claims.mode = "opt_in";
        page.claims.basis = basis;
        page.claims.items = vec!["engagement:workshop".to_owned()];
        page.claims.customer.tenant_id = String::new();
        page.claims.customer.identifier = IdentifierView { kind: "parent_account", value: "4711".to_owned() };
        page.claims.purposes = vec!["engagement", "partner_incentives"];
        page.claims.data_categories =
            ReceiptDataView { seen: vec!["answer"], not_seen: vec!["usage", "content", "other_people"] };
        page
    };
    let by_hours = |mut page: ReceiptPage| {
        page.claims.hours = Some(Hours(50));
        page.claims.customer.identifier = IdentifierView { kind: "opportunity", value: words.to_owned() };
        page
    };
    vec![
        ("receipt_accept", of("accept", Status::Active)),
        ("receipt_opt_in_accept", opted_in("accept", Status::Active, "consent")),
        ("receipt_opt_in_over", by_hours(opted_in("accept", Status::Ended, "consent"))),
        ("receipt_opt_in_decline", opted_in("decline", Status::Withdrawn, "explicit")),
        ("receipt_opt_in_withdraw", opted_in("withdraw", Status::Withdrawn, "explicit")),
        ("receipt_object", of("object", Status::Withdrawn)),
        ("receipt_withdraw", of("withdraw", Status::Withdrawn)),
        ("receipt_no_objection", of("no_objection", Status::Active)),
    ]
}

fn all(words: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for locale in Locale::ALL {
        for (name, mut page) in pages(words).into_iter().chain(opt_in_pages(words)) {
            page.locale = locale;
            all.push((format!("{name}.{}", locale.tag()), render(&page).unwrap()));
        }
        for (name, mut page) in receipts(words) {
            page.locale = locale;
            all.push((format!("{name}.{}", locale.tag()), render_receipt(&page).unwrap()));
        }
    }
    all
}

#[test]
fn every_page_looks_as_reviewed() {
    for (name, html) in all("Erika Muster") {
        insta::assert_snapshot!(name, html.replace(CSS, "…"));
    }
}

#[test]
fn no_snapshot_is_stale() {
    let expected: BTreeSet<String> =
        all("x").iter().map(|(name, _)| format!("answer_consent__page__tests__{name}.snap")).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/snapshots");
    let found: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn domain_9_an_open_request_shows_all_it_must() {
    let html = render(&notice("Jana Kern")).unwrap();
    for needed in [
        "Contoso Beratung GmbH",
        "Berlin (4821907)",
        "Jana Kern",
        "Modern Work Partner Programme",
        "Northwind Ltd",
        "Modern work and security usage",
        "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10",
        "Exchange Online",
        "how many seats you have bought",
        "The partner will not see",
        "may pay the partner",
        "costs you nothing",
        "If you do nothing until Friday, 12 March 2027, end of day (24:00, Europe/Berlin)",
        "I am not the right person",
        "I do not know this partner",
        "https://northwind.example/privacy",
        "/c/c2FtcGxlLXRva2Vu?lang=de",
    ] {
        assert!(html.contains(needed), "{needed} is not shown");
    }
}

#[test]
fn domain_9_a_request_to_agree_shows_all_it_must() {
    let html = render(&asked("Jana Kern")).unwrap();
    for needed in [
        "Contoso Beratung GmbH asks you to agree to the engagement “Workshop”",
        "Berlin (4821907)",
        "Jana Kern",
        "Modern Work Partner Programme",
        "Northwind Ltd",
        "Fabrikam AG",
        "<dt>Your domain</dt><dd>fabrikam.example</dd>",
        "What was or will be done",
        "The partner will see",
        "may pay the partner",
        "costs you nothing",
        "If you do nothing until Sunday, 14 March 2027, end of day (24:00, Europe/Berlin), there is no agreement",
        "value=\"accept\"",
        "value=\"decline\"",
        "I am not the right person",
        "I do not know this partner",
        "https://northwind.example/privacy",
        "/c/c2FtcGxlLXRva2Vu?lang=de",
    ] {
        assert!(html.contains(needed), "{needed} is not shown");
    }
    for foreign in ["Products", "recorded as", "object", "how much these products"] {
        assert!(!html.split_once("</style>").unwrap().1.contains(foreign), "{foreign} is shown");
    }
    let german = render(&ConsentPage { locale: Locale::De, ..variable(asked("Jana Kern")) }).unwrap();
    for needed in
        ["12,5 Arbeitsstunden", "Nummer der Verkaufschance", "gilt das nicht als Zustimmung", "14. März 2027"]
    {
        assert!(german.contains(needed), "{needed} is not shown");
    }
}

/// K11, D8
#[test]
fn k11_what_is_approved_cannot_be_taken_back() {
    for (name, page) in opt_in_pages("Erika") {
        let html = render(&page).unwrap();
        assert_eq!(html.contains("/withdraw?lang="), name == "opt_in_accepted", "{name}");
    }
}

/// Every value that is signed stands on the page, or its words do.
#[test]
fn domain_9_a_receipt_shows_every_field_in_words() {
    for locale in Locale::ALL {
        for (name, mut page) in receipts("Erika Muster") {
            page.locale = locale;
            let html = render_receipt(&page).unwrap();
            let signed = serde_json::to_value(&page.claims).unwrap();
            for (field, text) in texts_in("", &signed) {
                let shown = match field.as_str() {
                    // The item by its name, the instant in words, the claim by its number.
                    "/items/0" | "/decidedAt" | "/claim/id" => continue,
                    _ => WORDS.iter().find(|(word, _)| *word == text).map_or(text, |(_, id)| {
                        let names = Names { partner: "Erika Muster", ..Names::default() };
                        names.text(locale, id)
                    }),
                };
                assert!(html.contains(&shown), "{name}: {field} is not shown: {shown}");
            }
            assert!(html.contains(&page.decided_at.event(locale)) && html.contains("CLM-7K2M9QX4"));
            assert!(html.contains(&page.receipt) && html.contains("/receipt?format=json"));
        }
    }
}

fn texts_in(at: &str, value: &serde_json::Value) -> Vec<(String, String)> {
    use serde_json::Value::{Array, Bool, Null, Number, Object, String};
    match value {
        String(text) => vec![(at.to_owned(), text.clone())],
        Array(all) => {
            all.iter().enumerate().flat_map(|(n, value)| texts_in(&format!("{at}/{n}"), value)).collect()
        }
        Object(all) => {
            all.iter().flat_map(|(name, value)| texts_in(&format!("{at}/{name}"), value)).collect()
        }
        Null | Bool(_) | Number(_) => Vec::new(),
    }
}

/// D14: what silence left behind is called "no objection", and in no language "consent".
#[test]
fn d_14_silence_is_never_called_consent() {
    for locale in Locale::ALL {
        let mut page = receipt("no_objection", Status::Active, "Erika Muster");
        page.locale = locale;
        let html = render_receipt(&page).unwrap().split_once("</style>").unwrap().1.to_lowercase();
        for word in ["consent", "zustimm", "zugestimmt", "einwillig", "genehmig"] {
            assert!(!html.contains(word), "{word}");
        }
        assert!(!serde_json::to_string(&page.claims).unwrap().contains("consent"));
    }
}

#[test]
fn domain_9_no_choice_is_made_for_the_customer() {
    for (name, html) in all("Erika") {
        assert!(!html.contains(" checked"), "{name}");
    }
    let mut chosen = notice("Erika");
    chosen.forms[0].values.decision = Some(Choice::Object);
    chosen.forms[0].values.confirmed = true;
    assert_eq!(render(&chosen).unwrap().matches(" checked").count(), 2, "kept after a 422");
}

#[test]
fn domain_9_nothing_is_loaded_and_no_script_runs() {
    for (name, html) in all("Erika") {
        for forbidden in ["<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "style=\"", " on"]
        {
            let body = html.split("</style>").nth(1).unwrap();
            let searched = if forbidden == " on" { "" } else { body };
            assert!(!searched.contains(forbidden), "{name} has {forbidden}");
        }
        assert!(html.contains("noindex"), "{name}");
    }
}

#[test]
fn domain_9_the_policy_allows_exactly_the_style_of_the_page() {
    let html = render(&notice("Erika")).unwrap();
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(content_security_policy().contains(&format!("style-src 'sha256-{hash}'")));
    assert!(content_security_policy().starts_with("default-src 'none'"));
}

#[test]
fn wcag_every_control_has_a_label_and_every_fault_a_target() {
    for (name, html) in all("Erika") {
        let ids: Vec<&str> =
            html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id twice");
        for attribute in [" href=\"#", " for=\"", " aria-labelledby=\""] {
            for rest in html.split(attribute).skip(1) {
                let target = rest.split('"').next().unwrap();
                assert!(unique.contains(target), "{name}: {target} does not exist");
            }
        }
        for rest in html.split(" aria-describedby=\"").skip(1) {
            for target in rest.split('"').next().unwrap().split(' ') {
                assert!(unique.contains(target), "{name}: {target} does not exist");
            }
        }
        for control in
            ["<select id=\"", "<textarea id=\"", "<input type=\"text\" id=\"", "<input type=\"email\" id=\""]
        {
            for rest in html.split(control).skip(1) {
                let id = rest.split('"').next().unwrap();
                assert!(html.contains(&format!("for=\"{id}\"")), "{name}: {id} has no label");
            }
        }
        assert_eq!(
            html.contains("<title>Error:") || html.contains("<title>Fehler:"),
            html.contains("role=\"alert\"")
        );
    }
}

#[test]
fn every_text_is_there_and_filled() {
    for (name, html) in all("Erika") {
        let body = html.split("</style>").nth(1).unwrap();
        for rest in ["{$", "{ $", "-title<", "-lead<", "-note<", ">label-", ">reason-", ">fault-", ">tag-"] {
            assert!(!body.contains(rest), "{name} has {rest}");
        }
    }
}

#[test]
fn promise_15_hostile_words_break_no_page() {
    for attack in [
        "\"><script>alert(1)</script>",
        "</textarea></style><img src=x onerror=alert(1)>",
        "' autofocus onfocus=alert(1) x='",
        "\u{202e}txt\u{202c}\r\n\u{0}",
        "{{ 7 }} { $partner } &lt;",
    ] {
        for ((name, hostile), (_, harmless)) in all(attack).iter().zip(all("Erika").iter()) {
            assert_eq!(hostile.matches('<').count(), harmless.matches('<').count(), "{name}: {attack}");
            assert_eq!(hostile.matches('"').count(), harmless.matches('"').count(), "{name}: {attack}");
        }
    }
}
