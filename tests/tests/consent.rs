//! The customer's link: what scanners do to it, what people do with it, and what becomes of it.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::{
    Product,
    claims::{claim_on, fresh_tenant, submission},
    customer::{complete, link_in},
    product::instant,
    staff::reason,
};

/// What nothing but a human decision may change: entity tag, status, consent and history.
async fn fingerprint(product: &Product, claim: &tests::Claim) -> (String, Value, Vec<Value>) {
    let seen = product.partner().looks_at(claim).await;
    (seen.etag, seen.view["consent"].clone(), product.partner().reads_the_history(claim).await)
}

/// Scenario 10, K4, V-61: whatever a scanner does with the link, nothing is decided.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_10_a_scanner_decides_nothing() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    let before = fingerprint(&product, &claim).await;

    for _ in 0..3 {
        customer.browses(&link).await.is(200);
        assert!(customer.heads(&link).await.is(200).body.is_empty());
        customer.browses(&format!("{link}?decision=object&confirmed=true&name=Scanner")).await.is(200);
        customer.browses(&format!("{link}?choice=accept")).await.is(200);
    }
    for action in ["decision", "withdraw"] {
        product.http.get(&format!("{link}/{action}")).await.refused(405, "method_not_allowed");
    }
    let page = customer.opens(&link).await;
    // Pressed at once, as a script presses: the form is younger than two seconds.
    let too_young = customer.decides(&page, "object").await.refused(422, "nonce_invalid");
    assert_eq!(too_young.faults(), ["/nonce nonce_invalid".to_owned()].into());
    product.wait("PT3S").await;

    let without = |member: &str| {
        let mut body = complete(&page, "object");
        body.as_object_mut().unwrap().remove(member);
        body
    };
    let with = |member: &str, value: Value| {
        let mut body = complete(&page, "object");
        body[member] = value;
        body
    };
    let incomplete = [
        (without("decision"), "/decision"),
        (with("decision", json!("maybe")), "/decision"),
        (with("decision", json!("decline")), "/decision"),
        (with("decision", json!("withdraw")), "/decision"),
        (without("name"), "/name"),
        (with("name", json!(" ")), "/name"),
        (with("name", json!("E")), "/name"),
        (without("confirmed"), "/confirmed"),
        (with("confirmed", json!(false)), "/confirmed"),
    ];
    for (body, pointer) in incomplete {
        let answer = customer.sends(&page, "decision", &body).await.refused(422, "decision_incomplete");
        assert_eq!(answer.faults(), [format!("{pointer} decision_incomplete")].into(), "{body}");
    }
    for nonce in [json!(""), json!("AAAA"), json!("not-base64!")] {
        let answer = customer.sends(&page, "decision", &with("nonce", nonce)).await;
        answer.refused(422, "nonce_invalid");
    }
    customer.sends(&page, "decision", &without("nonce")).await.is(422);
    let nothing = customer.sends(&page, "decision", &json!({})).await.is(422);
    for pointer in ["/decision", "/name", "/confirmed"] {
        assert!(nothing.faults().iter().any(|fault| fault.starts_with(pointer)), "{}", nothing.text());
    }
    // The same as a browser sends it: the page comes back with what is missing.
    let forms: [&[(&str, &str)]; 4] = [
        &[("nonce", page.nonce())],
        &[("nonce", page.nonce()), ("name", "Scanner"), ("confirmed", "true")],
        &[("nonce", page.nonce()), ("decision", "accept"), ("confirmed", "true"), ("name", "")],
        &[("nonce", page.nonce()), ("decision", "object"), ("name", "Scanner")],
    ];
    for fields in forms {
        let shown = customer.sends_the_form(&page, "decision", fields).await.is(422);
        assert!(shown.header("content-type").starts_with("text/html"));
        assert!(shown.text().contains("role=\"alert\""), "what is missing is told");
        assert!(!shown.text().contains("checked>") || fields.len() > 2, "no choice is made for anybody");
    }
    assert_eq!(fingerprint(&product, &claim).await, before);

    // And the human after all of that: once, with the same nonce.
    customer.decides(&page, "accept").await.is(200);
    assert_eq!(customer.opens(&link).await.state(), "accepted");
}

/// V-61: a form that has been open for more than two hours is asked for again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_61_a_form_is_good_for_two_hours() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    let old = customer.opens(&link).await;
    product.wait("PT1H55M").await;
    let fresh = customer.opens(&link).await;
    product.wait("PT6M").await;
    customer.decides(&old, "object").await.refused(422, "nonce_invalid");
    customer.decides(&fresh, "object").await.is(200);
}

/// V-61: unknown, malformed and foreign links look the same; a browser gets a page for each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_61_a_link_that_is_not_ours_leads_nowhere() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    let page = product.reads_the_page(&customer, &link).await;
    let token = link.trim_start_matches("/c/");
    let mut forged = token.to_owned();
    let last = if forged.pop() == Some('A') { 'E' } else { 'A' };
    forged.push(last);
    let long = "A".repeat(3_000);
    for token in
        ["x", "%00", "%F0%9F%92%A9", &token[..token.len() - 4], forged.as_str(), long.as_str(), "a%2Fb"]
    {
        let path = format!("/c/{token}");
        let json = product.http.get(&path).header("accept", "application/json").await;
        json.refused(404, "consent_not_found");
        let html = customer.browses(&path).await.is(404);
        assert!(html.header("content-type").starts_with("text/html"), "a browser never gets a bare error");
        let decision = product.http.post(&format!("{path}/decision"), &complete(&page, "object"));
        decision.header("accept", "application/json").await.refused(404, "consent_not_found");
    }
    // The nonce of one claim opens no other claim's form.
    product.partner().hands_in(&claim_on(&fresh_tenant(), &["intune"])).await;
    product.settles().await;
    let other = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    assert_ne!(other.path, page.path);
    let mut crossed = complete(&other, "object");
    crossed["nonce"] = json!(page.nonce());
    customer.sends(&other, "decision", &crossed).await.refused(422, "nonce_invalid");
}

/// Api 4: a repeat of the same decision is the same decision; the other one is refused; nothing is done twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_6_a_decision_is_made_once() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    let mut body = complete(&page, "object");
    body["reason"] = json!("We never met them.");
    let first = customer.sends(&page, "decision", &body).await.is(200).json();
    assert_eq!(first["state"], "objected");
    product.settles().await;
    let (after, mails) =
        (fingerprint(&product, &claim).await, product.mails_to(customer.address()).await.len());
    for _ in 0..2 {
        assert_eq!(customer.sends(&page, "decision", &body).await.is(200).json(), first);
        let form = [
            ("decision", "object"),
            ("name", "Erika Muster"),
            ("confirmed", "true"),
            ("nonce", page.nonce()),
        ];
        customer.sends_the_form(&page, "decision", &form).await.is(200);
        customer.decides(&page, "accept").await.refused(409, "consent_already_decided");
        customer.withdraws(&page).await.refused(409, "consent_already_decided");
    }
    product.settles().await;
    assert_eq!(fingerprint(&product, &claim).await, after);
    assert_eq!(product.mails_to(customer.address()).await.len(), mails, "one receipt");
    assert_eq!(product.partner().looks_at(&claim).await.status(), "rejected_final", "T14");
}

/// K5: an early yes closes the window: approved claims become official at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_5_accepting_early_closes_the_window() {
    let product = Product::start().await;
    let customer = product.customer();
    let approved = product.with_an_approved_claim(&["teams", "intune"]).await;
    assert_eq!(approved.associations(), ["pending", "pending"]);
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    let answer = customer.decides(&page, "accept").await.is(200).json();
    assert_eq!(answer["state"], "accepted");
    assert!(answer["receiptId"].as_str().is_some_and(|id| !id.is_empty()));
    let active = product.partner().looks_at(&approved).await;
    assert_eq!(active.associations(), ["active", "active"]);
    let clocks: Vec<_> =
        active.view["deadlines"].as_array().unwrap().iter().map(|d| d["clock"].clone()).collect();
    assert!(!clocks.contains(&json!("objection")), "{clocks:?}");
    product.settles().await;
    let mails = product.mails_to(customer.address()).await;
    assert_eq!(link_in(mails.last().unwrap()), page.path, "the receipt leads back to the same page");
}

/// K5: accepted before the review: official the moment it is approved. K11: as easy to take back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_11_an_agreement_can_be_withdrawn_at_any_time() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    let page = product.reads_the_page(&customer, &link).await;
    customer.withdraws(&page).await.is(422);
    customer.decides(&page, "accept").await.is(200);
    let active = product.reviewer().starts_and_approves(&claim).await;
    assert_eq!(active.associations(), ["active"]);

    product.wait("P40D").await;
    let page = product.reads_the_page(&customer, &link).await;
    assert_eq!(page.state(), "accepted");
    let incomplete = customer.sends(&page, "withdraw", &json!({ "nonce": page.nonce() })).await;
    assert_eq!(
        incomplete.refused(422, "decision_incomplete").faults(),
        ["/name decision_incomplete".to_owned(), "/confirmed decision_incomplete".to_owned()].into()
    );
    assert_eq!(customer.withdraws(&page).await.is(200).json()["state"], "withdrawn");
    assert_eq!(customer.withdraws(&page).await.is(200).json()["state"], "withdrawn", "a repeat");
    let ended = product.partner().looks_at(&claim).await;
    assert_eq!((ended.status(), ended.associations()), ("rejected_final", vec!["ended".to_owned()]));
    assert_eq!(product.customer().opens(&link).await.state(), "withdrawn");
}

/// Scenario 2, K3, I-10: after a bounce the window never closes until the customer was reached.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_2_after_a_bounce_nothing_is_official_until_the_customer_was_told() {
    let product = Product::start().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["customerContact"]["email"] = json!("bounce@fabrikam.example");
    let claim = partner.hands_in(&body).await;
    product.settles().await;
    let bounced = partner.looks_at(&claim).await;
    assert_eq!(bounced.view["consent"]["state"], "undeliverable");
    assert_eq!(bounced.view["warnings"], json!(["contact_unreachable"]));
    let told = product.mails_to("anna@contoso.example").await;
    assert!(!told.is_empty(), "the partner is told at once");
    let old = product.newest_link_to(&product.customer_at("bounce@fabrikam.example")).await;

    let approved = reviewer.starts_and_approves(&claim).await;
    product.wait("P100D").await;
    let waiting = partner.looks_at(&approved).await;
    assert_eq!((waiting.status(), waiting.associations()), ("approved", vec!["pending".to_owned()]));
    assert_eq!(waiting.view["waitingFor"], "partner");

    let contact =
        json!({ "name": "Max Muster", "title": "CIO", "email": "max@fabrikam.example", "locale": "en" });
    let put = partner.put(&claim.path("/consent/contact"), &contact).if_match(&waiting.etag).await.is(200);
    let again = tests::Claim::of(&put);
    assert_eq!(again.view["consent"]["round"], 2);
    product.settles().await;
    let delivered = partner.looks_at(&again).await;
    assert_eq!(delivered.view["consent"]["state"], "delivered");
    assert_eq!(delivered.associations(), ["pending"], "a window begins with the delivery, not before");
    product.wait_until(delivered.deadline("objection")).await;
    assert_eq!(partner.looks_at(&again).await.associations(), ["active"]);
    let max = product.customer_at("max@fabrikam.example");
    assert_eq!(max.opens(&product.newest_link_to(&max).await).await.state(), "lapsed");

    // The first link still tells what became of it, and decides nothing.
    let erstwhile = product.customer_at("bounce@fabrikam.example");
    let page = product.reads_the_page(&erstwhile, &old).await;
    assert_eq!((page.state(), page.reason()), ("voided", "replaced"));
    erstwhile.decides(&page, "object").await.refused(410, "consent_replaced");
    assert_eq!(partner.looks_at(&again).await.associations(), ["active"]);
}

/// K3: a complaint counts as not told: the window of the round does not lapse until it is sent again, by the
/// same link; a window that ended while nobody could be reached told nobody anything and runs anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_3_a_complaint_stops_the_window_until_it_is_sent_again() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let claim = product.with_an_approved_claim(&["teams"]).await;
    let window = claim.deadline("objection");
    let mails = product.mails_to(customer.address()).await;
    product.reports(&mails[0], "complain").await;
    product.settles().await;
    let seen = partner.looks_at(&claim).await;
    assert_eq!(seen.view["consent"]["state"], "undeliverable");
    assert_eq!(seen.etag, claim.etag, "delivery records do not change the ETag");
    product.wait_until(window + SignedDuration::from_hours(48)).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["pending"]);

    let link = product.newest_link_to(&customer).await;
    partner.post(&claim.path("/consent/reminders"), &json!({})).await.is(202);
    product.settles().await;
    assert_eq!(product.newest_link_to(&customer).await, link, "K9: the same link");
    let told = partner.looks_at(&claim).await;
    assert_eq!(
        (&told.view["consent"]["state"], &told.view["consent"]["round"]),
        (&json!("delivered"), &json!(1))
    );
    assert_eq!(told.associations(), ["pending"]);
    let anew = told.deadline("objection");
    assert!(anew > window);
    product.wait_until(anew).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["active"]);
}

/// K9, V-60: by hand at most once in 24 hours and five times in all; always the same link.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_9_a_notice_is_sent_again_at_most_five_times_and_once_a_day() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let (link, etag) = (product.newest_link_to(&customer).await, claim.etag.clone());
    let window = claim.deadline("objection");
    let remind = || partner.post(&claim.path("/consent/reminders"), &json!({}));

    let too_soon = remind().await.refused(429, "reminder_too_soon");
    let next = instant(&too_soon.json()["nextAllowedAt"]);
    assert_eq!(instant(&claim.view["consent"]["nextReminderAllowedAt"]), next);
    let seconds: i64 = too_soon.header("retry-after").parse().unwrap();
    assert!((24 * 3_600 - 120..=24 * 3_600).contains(&seconds), "{seconds}");
    // Three days are less than five business days, whatever day it is.
    for sent in 1..=3 {
        let seen = partner.looks_at(&claim).await;
        let next = instant(&seen.view["consent"]["nextReminderAllowedAt"]);
        product.wait_until(next - SignedDuration::from_secs(20)).await;
        remind().await.refused(429, "reminder_too_soon");
        product.wait_until(next).await;
        let record = remind().await.is(202).json();
        assert_eq!(record["remindersSent"], sent, "{record}");
        product.settles().await;
        assert_eq!(product.newest_link_to(&customer).await, link, "K9: the same link");
        let after = partner.looks_at(&claim).await;
        assert_eq!(after.etag, etag, "reminders do not change the ETag");
        assert_eq!(after.deadline("objection"), window, "the window is not restarted");
    }
    product.wait_until(window).await;
    // Nothing is sent to somebody who has nothing to decide in time any more.
    remind().await.refused(409, "invalid_state_transition");
    at_most_five_reminders(&product).await;
}

/// The limit of five, on a round that never arrives and therefore never lapses.
async fn at_most_five_reminders(product: &Product) {
    let partner = product.partner();
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["customerContact"]["email"] = json!("bounce@northwind.example");
    let claim = partner.hands_in(&body).await;
    let remind = || partner.post(&claim.path("/consent/reminders"), &json!({}));
    for sent in 1..=5 {
        product.wait("PT24H1M").await;
        assert_eq!(remind().await.is(202).json()["remindersSent"], sent);
    }
    product.wait("P3D").await;
    remind().await.refused(429, "reminder_limit_reached");
    let seen = partner.looks_at(&claim).await;
    assert_eq!(seen.view["consent"]["nextReminderAllowedAt"], Value::Null);
    assert_eq!(product.mails_to("bounce@northwind.example").await.len(), 6);
    let record = partner.get(&claim.path("/consent")).await.is(200).json();
    assert_eq!(record["deliveries"].as_array().unwrap().len(), 6, "{record}");
    // K8: a new contact is a new round, and does not begin the count again.
    let contact = json!({ "name": "Max Muster", "title": "CIO", "email": "max@northwind.example" });
    partner.put(&claim.path("/consent/contact"), &contact).if_match(&seen.etag).await.is(200);
    product.settles().await;
    product.wait("P2D").await;
    remind().await.refused(429, "reminder_limit_reached");
}

/// T23, K8: another contact is a new round; the claim's own contact stays; older links say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_8_another_contact_is_a_new_round() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let old = product.newest_link_to(&customer).await;
    let page = product.reads_the_page(&customer, &old).await;

    let path = claim.path("/consent/contact");
    let incomplete = partner.put(&path, &json!({ "name": "Max" })).if_match(&claim.etag).await;
    assert_eq!(
        incomplete.refused(422, "contact_incomplete").faults(),
        ["/title contact_incomplete".to_owned(), "/email contact_incomplete".to_owned()].into()
    );
    let own = json!({ "name": "Max", "title": "CIO", "email": "max@contoso.example" });
    partner.put(&path, &own).if_match(&claim.etag).await.refused(422, "contact_is_partner");
    let contact =
        json!({ "name": "Max Muster", "title": "CIO", "email": "max@fabrikam.example", "locale": "de" });
    partner.put(&path, &contact).await.refused(428, "precondition_required");
    let changed = tests::Claim::of(&partner.put(&path, &contact).if_match(&claim.etag).await.is(200));
    assert_ne!(changed.etag, claim.etag);
    assert_eq!(changed.view["customerContact"]["email"], "erika@fabrikam.example", "T23: stays frozen");
    assert_eq!((&changed.view["consent"]["round"], changed.status()), (&json!(2), "submitted"));

    customer.decides(&page, "object").await.refused(410, "consent_replaced");
    let over = customer.opens(&old).await;
    assert_eq!((over.state(), over.reason(), over.nonce()), ("voided", "replaced", ""));
    let shown = customer.browses(&format!("{old}?lang=en")).await.is(200).text();
    assert!(shown.contains("There is a newer request") && !shown.contains("<form"), "{shown}");
    product.settles().await;
    let max = product.customer_at("max@fabrikam.example");
    let new = product.newest_link_to(&max).await;
    assert_ne!(new, old);
    let german = max.browses(&new).await.is(200);
    assert!(german.text().contains("lang=\"de\""), "the contact reads German");
    let page = product.reads_the_page(&max, &new).await;
    assert_eq!(max.decides(&page, "accept").await.is(200).json()["state"], "accepted");
}

/// T6, K8: recalled, the old link says that the sender withdrew it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_6_a_recalled_claim_is_a_draft_again_and_its_link_is_dead() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    let page = product.reads_the_page(&customer, &link).await;
    partner.acts(&claim, "recall", &json!({})).await.refused(422, "reason_required");
    let draft = tests::Claim::of(
        &partner.acts(&claim, "recall", &json!({ "reason": "Wrong contact." })).await.is(200),
    );
    assert_eq!(draft.status(), "draft");
    assert!(draft.allows("edit") && draft.allows("submit") && !draft.allows("recall"));
    let over = customer.opens(&link).await;
    assert_eq!((over.state(), over.reason()), ("voided", "withdrawn_by_sender"));
    customer.decides(&page, "object").await.refused(410, "consent_withdrawn_by_sender");
    product.settles().await;
    let mails = product.mails_to(customer.address()).await;
    assert_eq!(mails.len(), 2, "notice and withdrawal: {mails:?}");

    // Handed in again it is a new round, and again at most one claim of this partner holds the key.
    let again = tests::Claim::of(&partner.acts(&draft, "submit", &submission()).await.is(200));
    assert_eq!(again.view["consent"]["round"], 2);
    product.settles().await;
    let newest = product.newest_link_to(&customer).await;
    assert_ne!(newest, link);
    assert_eq!(customer.opens(&link).await.reason(), "replaced");
    assert_eq!(customer.opens(&newest).await.state(), "delivered");
    let started = product.reviewer().starts_the_review(&again).await;
    let late =
        partner.acts(&partner.looks_at(&started).await, "recall", &json!({ "reason": "Too late." })).await;
    let problem = late.refused(409, "invalid_state_transition").json();
    assert_eq!(problem["currentStatus"], "under_review");
    assert!(
        problem["allowedActions"].as_array().is_some_and(|all| !all.contains(&json!("recall"))),
        "{problem}"
    );
}

/// Mails and pages in the customer's language; nothing of it can be chosen by the partner.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_german_customer_reads_german() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["customerContact"]["locale"] = json!("de");
    body["name"] = json!("<script>alert(1)</script>");
    partner.hands_in(&body).await;
    product.settles().await;
    let mails = product.mails_to(customer.address()).await;
    assert_eq!(mails.len(), 1);
    let (subject, text) = (mails[0]["subject"].as_str().unwrap(), mails[0]["text"].as_str().unwrap());
    assert!(text.contains("Guten Tag") && text.contains("widersprechen"), "{text}");
    assert!(!subject.contains("script") && subject.contains("CLM-"), "{subject}");
    let link = link_in(&mails[0]);
    let page = customer.browses(&link).await.is(200);
    assert!(page.text().contains("lang=\"de\""), "the page follows the contact's language");
    assert!(!page.text().contains("<script"), "no script, ours or anybody's");
    let english = customer.browses(&format!("{link}?lang=en")).await.is(200);
    assert!(english.text().contains("lang=\"en\"") && english.header("content-language") == "en");
    for (header, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.header(header), value, "{header}");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src 'unsafe"), "{policy}");
    assert!(page.header("set-cookie").is_empty());

    let form = product.reads_the_page(&customer, &link).await;
    let fields =
        [("decision", "object"), ("name", "Erika Muster"), ("confirmed", "true"), ("nonce", form.nonce())];
    let done = customer.sends_the_form(&form, "decision", &fields).await.is(200);
    assert!(done.header("content-type").starts_with("text/html"));
    product.settles().await;
    let receipt = product.mails_to(customer.address()).await.pop().unwrap();
    assert!(receipt["text"].as_str().unwrap().contains("Guten Tag"), "{receipt}");
}

/// What the page tells: who, what, until when. Not: deal size, payout, other partners.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_tells_what_is_asked() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let link = product.newest_link_to(&customer).await;
    let page = customer.opens(&link).await;
    assert_eq!(page.json["mode"], "notice");
    let shown = &page.json["claim"];
    let tenant = &claim.view["customer"]["tenantId"];
    assert_eq!(shown["identifier"], json!({ "type": "tenant", "value": tenant }));
    assert_eq!((&shown["hours"], &shown["fieldSellers"]), (&json!(null), &json!(false)));
    let data =
        json!({ "seen": ["usage_counts", "sold_seats"], "notSeen": ["content", "people", "other_products"] });
    assert_eq!(shown["dataCategories"], data);
    assert_eq!(instant(&page.json["deadline"]), claim.deadline("objection"));
    let shown = customer.browses(&link).await.is(200).text();
    for word in [
        claim.view["number"].as_str().unwrap(),
        "Berlin",
        "Teams",
        "Intune",
        "Anna Keller",
        "Northwind Cloud",
    ] {
        assert!(shown.contains(word), "{word} is missing");
    }
    assert!(!shown.contains("Fabrikam Teams"), "the friendly name is the partner's own");
    for state_free in [&link, &format!("{link}?decision=accept")] {
        let shown = customer.browses(state_free).await.is(200).text();
        assert!(!shown.contains(" checked"), "no choice is made for anybody");
    }
}

/// T14: the customer may object in every phase of the review; the review stops.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_14_an_objection_ends_the_claim_in_every_phase() {
    let product = Product::start().await;
    let (reviewer, partner) = (product.reviewer(), product.partner());
    for phase in ["submitted", "under_review", "action_required", "rejected"] {
        let address = format!("in-{}@fabrikam.example", phase.replace('_', "-"));
        let customer = product.customer_at(&address);
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        body["customerContact"]["email"] = json!(address);
        let mut claim = partner.hands_in(&body).await;
        product.settles().await;
        if phase != "submitted" {
            claim = reviewer.starts_the_review(&claim).await;
        }
        if phase == "action_required" {
            claim =
                reviewer.returns(&claim, &[reason("poe_item_not_covered", "/items/workload:teams")]).await;
        }
        if phase == "rejected" {
            claim = reviewer.rejects(&claim, "poe_item_not_covered", "/items/workload:teams").await;
        }
        assert_eq!(claim.status(), phase);
        let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
        customer.decides(&page, "object").await.is(200);
        let ended = reviewer.looks_at(&claim).await;
        assert_eq!(ended.status(), "rejected_final", "{phase}");
        assert_eq!(ended.view["rejection"]["code"], "customer_declined");
        reviewer.acts(&ended, "review/start", &json!({})).await.refused(409, "invalid_state_transition");
    }
}

/// K3: what the mail service itself refuses has not reached anybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_3_a_mail_that_is_refused_is_undeliverable() {
    let product = Product::start().await;
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["customerContact"]["email"] = json!("rejected@fabrikam.example");
    let claim = product.partner().hands_in(&body).await;
    product.settles().await;
    let seen = product.partner().looks_at(&claim).await;
    assert_eq!(seen.view["consent"]["state"], "undeliverable");
    assert_eq!(seen.view["warnings"], json!(["contact_unreachable"]));
    assert!(seen.allows("change_contact"), "{}", seen.view["allowedActions"]);
}
