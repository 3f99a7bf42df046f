//! RFC 7396: a patch leaves what it does not name, takes away what is `null`, and sets the rest.

use domain::{
    Claim,
    input::{ClaimInput, ContentPatch},
};
use testkit::{Scene, build, persona};

fn patched(claim: &Claim, json: &str) -> ClaimInput {
    let patch: ContentPatch = serde_json::from_str(json).unwrap();
    patch.applied_to(&claim.content, &claim.customer.tenant)
}

fn revenue_claim() -> Claim {
    Scene::begin("patched", &build::revenue_input(), persona::partner_a_admin()).claim
}

#[test]
fn a_patch_changes_what_it_names() {
    let claim = revenue_claim();
    let before = ClaimInput::of(&claim.content, &claim.customer.tenant);
    assert_eq!(patched(&claim, "{}"), before);
    for (json, change) in [
        (r#"{"name":"New"}"#, ClaimInput { name: Some("New".into()), ..before.clone() }),
        (r#"{"name":null}"#, ClaimInput { name: None, ..before.clone() }),
        (r#"{"locationId":"1"}"#, ClaimInput { location_id: Some("1".into()), ..before.clone() }),
        (r#"{"items":null}"#, ClaimInput { items: None, ..before.clone() }),
        (
            r#"{"optOutOfIncentives":true}"#,
            ClaimInput { opt_out_of_incentives: Some(true), ..before.clone() },
        ),
        (r#"{"customerContact":null}"#, ClaimInput { customer_contact: None, ..before.clone() }),
        (r#"{"revenue":null}"#, ClaimInput { revenue: None, ..before.clone() }),
    ] {
        assert_eq!(patched(&claim, json), change, "{json}");
    }
}

#[test]
fn a_patch_reaches_into_contacts_and_revenue() {
    let claim = revenue_claim();
    let before = ClaimInput::of(&claim.content, &claim.customer.tenant);
    let mut contact = before.clone();
    let person = contact.customer_contact.as_mut().unwrap();
    (person.title, person.email) = (None, Some("tom@fabrikam.example".into()));
    let json = r#"{"customerContact":{"title":null,"email":"tom@fabrikam.example"}}"#;
    assert_eq!(patched(&claim, json), contact);
    let mut revenue = before.clone();
    let names = revenue.revenue.as_mut().unwrap();
    (names.customer_name, names.isv_solution) = (Some("Fabrikam AG".into()), None);
    let json = r#"{"revenue":{"customerName":"Fabrikam AG","isvSolution":null}}"#;
    assert_eq!(patched(&claim, json), revenue);
    // Where there was nothing, what is named is all there is.
    let plain = Scene::draft().claim;
    let added = patched(&plain, json).revenue.unwrap();
    assert_eq!((added.customer_name.as_deref(), added.solution_seller_name), (Some("Fabrikam AG"), None));
}

#[test]
fn v_09_a_patch_names_only_members_that_there_are() {
    for json in [r#"{"status":"approved"}"#, r#"{"customerContact":{"phone":"1"}}"#] {
        assert!(serde_json::from_str::<ContentPatch>(json).is_err(), "{json}");
    }
    // V-44, V-54: those that are never open are named, to be refused by name, `null` or not.
    let patch: ContentPatch = serde_json::from_str(r#"{"name":"New","dealSize":null,"hours":8}"#).unwrap();
    assert_eq!(patch.touched(), ["/name", "/dealSize", "/hours"]);
    assert_eq!(patch.never_editable(), ["/dealSize", "/hours"]);
}
