//! Imports: good rows are kept, bad ones carry every fault (api 6).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::{
    App,
    imports::{ImportKind, Row},
    ports::{DealWanted, Engagements, Programme},
};
use domain::{Code, Identifier, IdentifierType, OrgId, customer::Ineligible};
use serde_json::{Value, json};
use testkit::{FixedClock, MemoryStore, SeededEntropy, build, ready};

const TENANT: &str = "0b1f6c5e-1111-4111-8111-00000000000a";
const OTHER: &str = "0b1f6c5e-2222-4222-8222-00000000000b";

fn app() -> App<MemoryStore> {
    App::new(
        MemoryStore::default(),
        Arc::new(build::CATALOGUE.clone()),
        Arc::new(FixedClock::at(build::monday())),
        Arc::new(SeededEntropy::new(3)),
    )
}

fn import(
    app: &App<MemoryStore>,
    kind: ImportKind,
    rows: &[Value],
    dry_run: bool,
) -> Vec<Vec<(String, Code)>> {
    let rows: Vec<Row> = rows.iter().cloned().map(Ok).collect();
    let results = ready(app.import(kind, rows, dry_run)).unwrap();
    let fault = |fault: domain::Fault| (fault.pointer, fault.code);
    results.into_iter().map(|faults| faults.into_iter().map(fault).collect()).collect()
}

#[test]
fn bad_rows_do_not_take_good_ones_with_them() {
    let app = app();
    let rows = [
        json!({ "name": "Fabrikam", "country": "de", "domains": ["Fabrikam.Example"], "tenants": [TENANT] }),
        json!({ "name": "", "country": "Germany", "domains": ["-"], "tenants": ["x"], "parentAccount": "a" }),
        json!({ "name": "Adventure", "colour": "blue" }),
        json!({ "name": "Coho", "tenants": [OTHER] }),
    ];
    let results = import(&app, ImportKind::Customers, &rows, false);
    assert!(results[0].is_empty() && results[3].is_empty());
    assert_eq!(
        results[1],
        [
            ("/name", Code::RowInvalid),
            ("/country", Code::RowInvalid),
            ("/tenants/0", Code::IdentifierMalformed),
            ("/parentAccount", Code::IdentifierMalformed),
            ("/domains/0", Code::IdentifierMalformed),
        ]
        .map(|(pointer, code)| (pointer.to_owned(), code))
    );
    assert_eq!(results[2], [("/colour".to_owned(), Code::UnknownField)]);
    let customer = ready(app.store.customer_of_tenant(TENANT)).unwrap().unwrap();
    assert_eq!(
        (customer.country.as_deref(), customer.domains.as_slice()),
        (Some("DE"), &["fabrikam.example".to_owned()][..])
    );
    assert!(ready(app.store.customer_of_tenant(OTHER)).unwrap().is_some());
}

#[test]
fn a_dry_run_says_the_same_and_keeps_nothing() {
    let app = app();
    let rows = [json!({ "name": "Fabrikam", "tenants": [TENANT] }), json!({ "tenants": [TENANT] })];
    let rehearsed = import(&app, ImportKind::Customers, &rows, true);
    assert_eq!(ready(app.store.customer_of_tenant(TENANT)).unwrap(), None);
    assert_eq!(import(&app, ImportKind::Customers, &rows, false), rehearsed);
}

#[test]
fn the_same_tenant_is_an_update_and_a_foreign_one_is_refused() {
    let app = app();
    let row = |name: &str, tenants: &[&str]| json!({ "name": name, "tenants": tenants });
    import(&app, ImportKind::Customers, &[row("Fabrikam", &[TENANT]), row("Coho", &[OTHER])], false);
    import(&app, ImportKind::Customers, &[row("Fabrikam GmbH", &[TENANT])], false);
    assert_eq!(ready(app.store.customer_of_tenant(TENANT)).unwrap().unwrap().name, "Fabrikam GmbH");
    let results = import(&app, ImportKind::Customers, &[row("Fabrikam GmbH", &[TENANT, OTHER])], false);
    assert_eq!(results[0], [("/tenants/1".to_owned(), Code::IdentifierTaken)]);
}

#[test]
fn v_08_domains_are_kept_in_their_normal_form_and_may_be_shared() {
    let app = app();
    let row = |name: &str, domains: &[&str], parent: Option<&str>| json!({ "name": name, "domains": domains, "parentAccount": parent });
    let domains = ["Bücher.Example.", "WWW.Fabrikam.Example", "fabrikam.example"];
    let rows = [
        row("Fabrikam", &domains, Some(" 4711 ")),
        row("Coho", &["coho.example", "fabrikam.example"], Some("4711")),
        row("Wingtip", &["wingtip", "a_b.example", "10.0.0.1", "wingtip.example"], Some("47-11")),
    ];
    let results = import(&app, ImportKind::Customers, &rows, false);
    assert_eq!((&results[0], &results[1]), (&vec![], &vec![]), "a group shares its domain and its account");
    assert_eq!(
        results[2],
        ["/parentAccount", "/domains/0", "/domains/1", "/domains/2"]
            .map(|pointer| (pointer.to_owned(), Code::IdentifierMalformed))
    );
    let of = |domain: &str| {
        let identifier = Identifier::parse(IdentifierType::Domain, domain);
        let wanted = DealWanted { identifier, ..DealWanted::default() };
        ready(app.store.look_up_deal(&wanted)).unwrap().facts.customer
    };
    assert_eq!(of("mail.fabrikam.example"), None, "which of the two is meant?");
    let known = of("bücher.example").unwrap();
    assert_eq!(known.domains, ["xn--bcher-kva.example", "www.fabrikam.example", "fabrikam.example"]);
    assert_eq!(known.parent_account.as_deref(), Some("4711"));
    assert_eq!(of("coho.example").unwrap().name, "Coho");
    assert_eq!(of("wingtip.example"), None);
}

#[test]
fn opportunities_and_eligibility_name_every_fault() {
    let app = app();
    let pointers = |faults: &[(String, Code)]| -> Vec<String> {
        faults.iter().map(|(pointer, code)| format!("{pointer} {}", code.as_str())).collect()
    };
    let good = json!({ "opportunityId": "7-3K9QX2", "tenantId": TENANT, "closesOn": "2027-03-31",
        "value": { "amount": "250000.00", "currency": "USD" } });
    let mut open = good.clone();
    open.as_object_mut().unwrap().remove("closesOn");
    let bad = json!({ "opportunityId": "x", "tenantId": "y", "closesOn": "soon", "value": { "amount": "-1", "currency": "USD" } });
    let rows = [good, open, bad, json!({}), json!({ "stage": "won" })];
    let results = import(&app, ImportKind::Opportunities, &rows, false);
    assert!(results[0].is_empty() && results[1].is_empty());
    let missing =
        ["/opportunityId identifier_malformed", "/tenantId identifier_malformed", "/value row_invalid"];
    assert_eq!(pointers(&results[3]), missing);
    assert_eq!(pointers(&results[2]), [&missing[..], &["/closesOn row_invalid"]].concat());
    assert_eq!(pointers(&results[4]), ["/stage unknown_field"]);
    let identifier = Identifier::parse(IdentifierType::Opportunity, "7-3K9QX2");
    let wanted = DealWanted { identifier, ..DealWanted::default() };
    let kept = ready(app.store.look_up_deal(&wanted)).unwrap().facts.opportunity.unwrap();
    assert_eq!((kept.value.amount().as_str(), kept.closes_on), ("250000.00", None));

    let row = |kind: &str, value: &str, eligible: Value, reasons: &[&str]| {
        json!({ "engagementId": "workshop", "identifier": { "type": kind, "value": value },
            "eligible": eligible, "reasons": reasons })
    };
    let rows = [
        row("domain", "Fabrikam.Example.", json!(false), &["criteria_not_met", "country_not_in_scope"]),
        row("tenant", TENANT, json!(true), &[]),
        row("tenant", "x", json!("perhaps"), &["criteria_not_met", "mood"]),
        row("colour", "blue", json!(true), &["criteria_not_met"]),
        json!({}),
        json!({ "engagementId": "no-such-thing", "identifier": { "type": "parent_account", "value": "4711" }, "eligible": true }),
    ];
    let results = import(&app, ImportKind::Eligibility, &rows, false);
    assert!(results[0].is_empty() && results[1].is_empty());
    assert_eq!(
        pointers(&results[2]),
        ["/identifier/value identifier_malformed", "/eligible row_invalid", "/reasons/1 row_invalid"]
    );
    assert_eq!(pointers(&results[3]), ["/identifier/type row_invalid", "/reasons row_invalid"]);
    assert_eq!(
        pointers(&results[4]),
        ["/engagementId engagement_unknown", "/identifier/type row_invalid", "/eligible row_invalid"]
    );
    assert_eq!(pointers(&results[5]), ["/engagementId engagement_unknown"]);
    let about =
        |kind, value| (domain::EngagementId::new("workshop"), Identifier::parse(kind, value).unwrap());
    let keys = [about(IdentifierType::Domain, "fabrikam.example"), about(IdentifierType::Tenant, TENANT)];
    let kept = ready(app.store.eligibility(&keys)).unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].reasons, [Ineligible::CriteriaNotMet, Ineligible::CountryNotInScope]);
    assert!(!kept[0].eligible && kept[1].eligible);
}

#[test]
fn subscriptions_and_locations_name_every_fault() {
    let app = app();
    let good = json!({ "subscriptionId": OTHER, "tenantId": TENANT, "product": "sales", "channel": "csp",
        "state": "active", "startsAt": "2026-01-01", "endsAt": "2027-01-01T00:00:00Z" });
    let results =
        import(&app, ImportKind::Subscriptions, &[good, json!({ "product": "x", "endsAt": "soon" })], false);
    assert!(results[0].is_empty());
    let pointers: Vec<&str> = results[1].iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/subscriptionId", "/tenantId", "/product", "/channel", "/state", "/endsAt"]);
    let good = json!({ "locationId": "1", "org": "partner-a", "name": "Berlin", "country": "DE", "enrolment": "enrolled" });
    let results = import(&app, ImportKind::Locations, &[good, json!({ "engagements": ["nothing"] })], false);
    assert!(results[0].is_empty());
    let pointers: Vec<&str> = results[1].iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/locationId", "/org", "/name", "/country", "/enrolment", "/engagements/0"]);
    let kept = ready(app.store.locations(&OrgId::new("partner-a"))).unwrap();
    assert_eq!((kept.len(), kept[0].engagements.as_slice()), (1, &["*".to_owned()][..]));
}
