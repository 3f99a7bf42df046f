//! Api 6: rows the vendor brings. A good row becomes what it says, a bad one names all of its faults.

use domain::{
    Code, CustomerId, Fault,
    customer::{Channel, Enrolment, Ineligible, PayeeProfile, SubscriptionState},
    import::{self, CustomerRow, EligibilityRow, LocationRow, OpportunityRow, SubscriptionRow},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;
use testkit::{build, build::at, persona};

/// The row with these members replaced; `null` leaves one out.
fn row<T: DeserializeOwned>(right: &Value, spoilt: Value) -> T {
    let mut row = right.clone();
    for (name, value) in spoilt.as_object().unwrap() {
        row[name] = value.clone();
    }
    serde_json::from_value(row).unwrap()
}

fn faults<T: Debug>(checked: Result<T, Vec<Fault>>) -> Vec<(String, Code)> {
    checked.unwrap_err().into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

fn fault(pointer: &str, code: Code) -> Vec<(String, Code)> {
    vec![(pointer.into(), code)]
}

fn customer(spoilt: Value) -> CustomerRow {
    let right = json!({
        "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example"], "tenants": [build::TENANT],
        "parentAccount": "4711", "publicSector": true, "managed": true,
    });
    row(&right, spoilt)
}

#[test]
fn a_customer_is_taken_as_the_vendor_knows_it() {
    let known = customer(json!({})).check(None).unwrap();
    assert_eq!((known.name.as_str(), known.country.as_deref()), ("Fabrikam GmbH", Some("DE")));
    assert_eq!(known.domains, ["fabrikam.example"]);
    assert_eq!(known.tenants, [build::TENANT]);
    assert_eq!(known.parent_account.as_deref(), Some("4711"));
    assert!(known.public_sector && known.managed && known.holders.is_empty());
    // V-08: identifiers in their normal form; a country and a parent account may be missing.
    let row = customer(json!({
        "country": " at ", "domains": ["Fabrikam.Example"], "tenants": [build::TENANT.to_uppercase()],
        "parentAccount": " ",
    }));
    let taken = row.check(None).unwrap();
    assert_eq!((taken.country.as_deref(), taken.parent_account), (Some("AT"), None));
    assert_eq!((taken.domains, taken.tenants), (known.domains, known.tenants));
    for none in [json!(null), json!(" ")] {
        assert_eq!(customer(json!({ "country": none })).check(None).unwrap().country, None);
    }
}

#[test]
fn the_same_row_is_the_same_customer() {
    let id = |spoilt, known: Option<&CustomerId>| customer(spoilt).check(known).unwrap().id;
    let known = CustomerId::derived(&["known"]);
    let given = CustomerId::derived(&["given"]);
    // By the id of the row, else by the customer known by one of its tenants.
    assert_eq!(id(json!({ "customerId": given.as_str() }), Some(&known)), given);
    assert_eq!(id(json!({}), Some(&known)), known);
    // Else by its first tenant, whatever it is called; else by its name and country.
    assert_eq!(id(json!({}), None), id(json!({ "name": "Another", "country": "AT" }), None));
    let named =
        |name: &str, country: Value| id(json!({ "name": name, "country": country, "tenants": [] }), None);
    assert_eq!(named("Fabrikam", json!("DE")), named(" Fabrikam ", json!("de")));
    assert_ne!(named("Fabrikam", json!("DE")), named("Fabrikam", json!("AT")));
    assert_ne!(named("Fabrikam", json!("DE")), named("Contoso", json!("DE")));
    // Tenants that may lead to a known customer are those that are well formed.
    let tenants: Vec<String> = customer(json!({ "tenants": ["x", build::TENANT] })).tenants().collect();
    assert_eq!(tenants, [build::TENANT]);
}

#[test]
fn a_customers_faults_are_named_together() {
    let row = customer(json!({
        "customerId": "cus_1", "name": " ", "country": "Germany", "domains": ["fabrikam.example", "https://x"],
        "tenants": [build::TENANT, "1"], "parentAccount": "P-1",
    }));
    let mut found = faults(row.check(None));
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/country".into(), Code::RowInvalid),
            ("/customerId".into(), Code::IdentifierMalformed),
            ("/domains/1".into(), Code::IdentifierMalformed),
            ("/name".into(), Code::RowInvalid),
            ("/parentAccount".into(), Code::IdentifierMalformed),
            ("/tenants/1".into(), Code::IdentifierMalformed),
        ]
    );
    // ISO 3166: two letters.
    for country in ["D", "DEU", "D1", "Ü"] {
        let checked = customer(json!({ "country": country })).check(None);
        assert_eq!(faults(checked), fault("/country", Code::RowInvalid), "{country}");
    }
}

fn subscription(spoilt: Value) -> SubscriptionRow {
    let right = json!({
        "subscriptionId": build::subscription_id(1), "tenantId": build::TENANT, "product": "sales",
        "channel": "web_direct", "state": "active",
    });
    row(&right, spoilt)
}

#[test]
fn a_subscription_begins_and_ends_at_an_instant_or_with_a_day() {
    let check = |spoilt| subscription(spoilt).check(&build::CATALOGUE);
    let known = check(json!({ "startsAt": "2026-03-01T10:00:00+01:00", "endsAt": "2027-03-01" })).unwrap();
    assert_eq!(known.starts_at, Some(at("2026-03-01T09:00:00Z")));
    assert_eq!(known.ends_at, Some(build::subscription_ends()));
    assert_eq!((known.product.as_str(), known.tenant_id.as_str()), ("sales", build::TENANT));
    assert_eq!((known.channel, known.state), (Channel::WebDirect, SubscriptionState::Active));
    for none in [json!(null), json!(" ")] {
        let endless = check(json!({ "startsAt": none, "endsAt": none })).unwrap();
        assert_eq!((endless.starts_at, endless.ends_at), (None, None));
    }
    for wrong in ["soon", "2027-02-29", "2027-03-01T25:00:00Z", "2027-03-01T15:00:00"] {
        assert_eq!(faults(check(json!({ "endsAt": wrong }))), fault("/endsAt", Code::RowInvalid), "{wrong}");
    }
    let found = faults(check(json!({
        "subscriptionId": "1", "tenantId": null, "product": "fax", "channel": null, "state": null,
        "startsAt": "soon",
    })));
    assert_eq!(
        found,
        [
            ("/subscriptionId".into(), Code::IdentifierMalformed),
            ("/tenantId".into(), Code::IdentifierMalformed),
            ("/product".into(), Code::ItemUnknown),
            ("/channel".into(), Code::RowInvalid),
            ("/state".into(), Code::RowInvalid),
            ("/startsAt".into(), Code::RowInvalid),
        ]
    );
}

fn location(spoilt: Value) -> LocationRow {
    let right = json!({
        "locationId": build::LOCATION, "org": "partner-a", "orgName": "Partner A GmbH", "name": "Berlin",
        "country": "DE", "enrolment": "enrolled", "engagements": ["workshop", "*"], "payeeProfile": "complete",
    });
    row(&right, spoilt)
}

#[test]
fn v_04_a_location_may_claim_engagements_of_the_catalogue_or_all() {
    let check = |spoilt| location(spoilt).check(&build::CATALOGUE);
    let known = check(json!({})).unwrap();
    assert_eq!(known.location_id.as_str(), build::LOCATION);
    assert_eq!((known.org.as_str(), known.org_name.as_deref()), ("partner-a", Some("Partner A GmbH")));
    assert_eq!((known.name.as_str(), known.country.as_str()), ("Berlin", "DE"));
    assert_eq!((known.enrolment, known.payee_profile), (Enrolment::Enrolled, PayeeProfile::Complete));
    assert_eq!(known.engagements, ["workshop", "*"]);
    assert_eq!(check(json!({ "engagements": null })).unwrap().engagements, ["*"], "all, if it does not say");
    assert!(check(json!({ "engagements": [] })).unwrap().engagements.is_empty(), "none, if it says so");
    let unknown = check(json!({ "engagements": ["workshop", "lunch"] }));
    assert_eq!(faults(unknown), fault("/engagements/1", Code::EngagementUnknown));
    let found = faults(check(json!({
        "locationId": "", "org": null, "name": " ", "country": null, "enrolment": null, "engagements": ["lunch"],
    })));
    let pointers: Vec<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/locationId", "/org", "/name", "/country", "/enrolment", "/engagements/0"]);
    assert_eq!(faults(check(json!({ "country": "Germany" }))), fault("/country", Code::RowInvalid));
}

#[test]
fn an_opportunity_has_a_value_and_may_have_a_day() {
    let right = json!({
        "opportunityId": build::OPPORTUNITY, "tenantId": build::TENANT,
        "value": { "amount": "250000.00", "currency": "USD" }, "closesOn": "2027-01-31",
    });
    let check = |spoilt| row::<OpportunityRow>(&right, spoilt).check();
    let known = check(json!({})).unwrap();
    assert_eq!(
        (known.opportunity_id.as_str(), known.tenant_id.as_str()),
        (build::OPPORTUNITY, build::TENANT)
    );
    assert_eq!(known.value, domain::Money::whole(250_000, "USD"));
    assert_eq!(known.closes_on, Some(jiff::civil::date(2027, 1, 31)));
    for none in [json!(null), json!(" ")] {
        assert_eq!(check(json!({ "closesOn": none })).unwrap().closes_on, None);
    }
    assert_eq!(faults(check(json!({ "closesOn": "soon" }))), fault("/closesOn", Code::RowInvalid));
    let found = faults(check(json!({ "opportunityId": "?", "tenantId": "1", "value": null })));
    assert_eq!(
        found,
        [
            ("/opportunityId".into(), Code::IdentifierMalformed),
            ("/tenantId".into(), Code::IdentifierMalformed),
            ("/value".into(), Code::RowInvalid),
        ]
    );
}

#[test]
fn v_46_who_is_eligible_has_no_reason_and_who_is_not_has_known_ones() {
    let right = json!({
        "engagementId": "workshop", "identifier": { "type": "tenant", "value": build::TENANT.to_uppercase() },
        "eligible": false, "reasons": ["criteria_not_met", "country_not_in_scope"],
    });
    let check = |spoilt| row::<EligibilityRow>(&right, spoilt).check(&build::CATALOGUE);
    let known = check(json!({})).unwrap();
    assert_eq!((known.engagement_id.as_str(), known.eligible), ("workshop", false));
    assert_eq!(known.identifier.value, build::TENANT);
    assert_eq!(known.reasons, [Ineligible::CriteriaNotMet, Ineligible::CountryNotInScope]);
    assert!(check(json!({ "reasons": [] })).unwrap().reasons.is_empty(), "no reason need be given");
    assert!(check(json!({ "eligible": true, "reasons": [] })).unwrap().eligible);
    for (spoilt, pointer, code) in [
        (json!({ "eligible": true }), "/reasons", Code::RowInvalid),
        (json!({ "reasons": ["criteria_not_met", "why"] }), "/reasons/1", Code::RowInvalid),
        (json!({ "eligible": "no" }), "/eligible", Code::RowInvalid),
        (json!({ "engagementId": "lunch" }), "/engagementId", Code::EngagementUnknown),
        (json!({ "identifier": { "type": "name", "value": "x" } }), "/identifier/type", Code::RowInvalid),
        (
            json!({ "identifier": { "type": "tenant", "value": "x" } }),
            "/identifier/value",
            Code::IdentifierMalformed,
        ),
    ] {
        assert_eq!(faults(check(spoilt)), fault(pointer, code), "{pointer}");
    }
}

/// Domain 5.1, api 3: what the vendor knows is the programme manager's to bring, drafts are a partner's.
#[test]
fn domain_5_1_who_imports_and_who_reads_what_became_of_it() {
    let admin = persona::partner_a_admin();
    for (name, caller) in persona::all() {
        assert_eq!(import::brings_data(&caller), name == "programme-manager", "{name}");
        let claims = ["partner-a-admin", "partner-a-user", "partner-b-admin"].contains(&name);
        assert_eq!(import::brings_claims(&caller), claims, "{name}");
        let own = ["partner-a-admin", "programme-manager"].contains(&name);
        assert_eq!(import::reads(&caller, &admin.org, &admin.sub), own, "{name}");
    }
    // Whoever acts for one location reads what they have brought themselves.
    let user = persona::partner_a_user();
    assert!(import::reads(&user, &user.org, &user.sub) && import::reads(&admin, &user.org, &user.sub));
    assert!(!import::reads(&persona::partner_b_admin(), &user.org, &user.sub));
    let namesake = domain::Caller { org: persona::partner_b_admin().org, ..user };
    assert!(!import::reads(&namesake, &admin.org, &namesake.sub), "a subject of another organisation");
}
