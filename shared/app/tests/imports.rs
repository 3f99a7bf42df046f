//! Imports: good rows are kept, bad ones carry every fault (api 6).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::{
    App,
    imports::{ImportKind, Row},
    ports::Programme,
};
use domain::{Code, OrgId};
use serde_json::{Value, json};
use testkit::{FixedClock, MemoryStore, SeededEntropy, build, ready};

const TENANT: &str = "0b1f6c5e-1111-4111-8111-00000000000a";
const OTHER: &str = "0b1f6c5e-2222-4222-8222-00000000000b";

fn app() -> App<MemoryStore> {
    App {
        store: MemoryStore::default(),
        catalogue: Arc::new(build::CATALOGUE.clone()),
        clock: Arc::new(FixedClock::at(build::monday())),
        entropy: Arc::new(SeededEntropy::new(3)),
    }
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
