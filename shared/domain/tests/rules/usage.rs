//! Usage: its rows (api 6), and I-21: it is readable only while the association is active, and only that of
//! what is associated.

use domain::{
    Claim, Code, Fault, ItemKey, Refusal,
    claim::AssociationStatus,
    consent::Choice,
    import::UsageRow,
    usage::{Usage, readable, shows_accesses},
};
use serde_json::{Value, json};
use testkit::{Scene, build, persona};

fn checked(row: Value) -> Result<Usage, Vec<(String, Code)>> {
    let row: UsageRow = serde_json::from_value(row).unwrap();
    let named = |faults: Vec<Fault>| faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect();
    row.check(&build::CATALOGUE).map_err(named)
}

fn row(changes: Value) -> Value {
    let mut row = json!({ "tenantId": build::TENANT.to_uppercase(), "product": "teams", "month": "2026-10",
        "activeUsers": 120, "soldSeats": 200 });
    row.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    row
}

#[test]
fn v_08_a_row_of_usage_names_every_fault() {
    let usage = checked(row(json!({}))).unwrap();
    assert_eq!((usage.tenant_id.as_str(), usage.month.as_str()), (build::TENANT, "2026-10"));
    assert_eq!((usage.active_users, usage.sold_seats), (120, 200));
    assert!(checked(row(json!({ "product": "sales", "activeUsers": 0, "soldSeats": u32::MAX }))).is_ok());

    let fault = |pointer: &str, code| vec![(pointer.to_owned(), code)];
    for month in ["2026-13", "2026-00", "2026-1", "2026-10-01", "202610", "26-10", "October", "", "+2026-10"]
    {
        let expected = Err(fault("/month", Code::RowInvalid));
        assert_eq!(checked(row(json!({ "month": month }))), expected, "{month}");
    }
    for count in [json!(-1), json!(1.5), json!("120"), json!(4_294_967_296_u64), json!([1]), json!(null)] {
        for name in ["activeUsers", "soldSeats"] {
            let expected = Err(fault(&format!("/{name}"), Code::RowInvalid));
            assert_eq!(checked(row(json!({ name: count }))), expected, "{name} {count}");
        }
    }
    assert_eq!(checked(row(json!({ "product": "x" }))), Err(fault("/product", Code::ItemUnknown)));
    let everything = checked(json!({})).unwrap_err();
    assert_eq!(
        everything,
        [
            ("/tenantId", Code::IdentifierMalformed),
            ("/product", Code::RowInvalid),
            ("/month", Code::RowInvalid),
            ("/activeUsers", Code::RowInvalid),
            ("/soldSeats", Code::RowInvalid),
        ]
        .map(|(pointer, code)| (pointer.to_owned(), code))
    );
}

fn refused(claim: &Claim, key: &ItemKey) -> String {
    match readable(claim, key) {
        Err(Refusal::Invalid(faults)) => {
            let [Fault { pointer, code: Code::AssociationNotActive, params }] = faults.as_slice() else {
                panic!("{faults:?}")
            };
            assert_eq!(pointer, "/itemKey");
            params[0].1.clone()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn i_21_usage_is_readable_exactly_while_the_association_is_active() {
    let mut active = 0;
    for (name, scene) in Scene::every() {
        for item in &scene.claim.content.items {
            let status = item.association.as_ref().map(|association| association.status);
            match status {
                Some(AssociationStatus::Active) => {
                    assert!(readable(&scene.claim, &item.key).is_ok(), "{name}");
                    active += 1;
                }
                Some(AssociationStatus::Pending | AssociationStatus::Ended) | None => {
                    let expected = status.map_or("none", AssociationStatus::as_str);
                    assert_eq!(refused(&scene.claim, &item.key), expected, "{name}");
                }
            }
        }
    }
    assert!(active > 0);
}

#[test]
fn i_21_the_window_opens_usage_to_the_instant_and_an_objection_ends_it_at_once() {
    let pending = Scene::approved_pending();
    let key = &pending.claim.content.items[0].key;
    let ends = pending.window_ends();
    let second = jiff::SignedDuration::from_secs(1);
    assert_eq!(refused(&pending.read_at(ends.checked_sub(second).unwrap()).claim, key), "pending");
    assert_eq!(readable(&pending.read_at(ends).claim, key), Ok("teams"));
    let objected = Scene::active().answered(Choice::Object).claim;
    assert_eq!(refused(&objected, key), "ended");
}

#[test]
fn i_21_only_the_associated_product_can_be_read() {
    let active = Scene::active().claim;
    for item in &active.content.items {
        let ItemKey::Workload(id) = &item.key else { panic!("{:?}", item.key) };
        assert_eq!(readable(&active, &item.key), Ok(id.as_str()));
    }
    let foreign = ItemKey::Workload("power_bi".into());
    assert_eq!(readable(&active, &foreign), Err(Refusal::NotFound));
    // Of a subscription its product, never its id.
    let input = build::subscriptions_input(1);
    let mut scene = Scene::begin("usage", &input, persona::partner_a_admin()).proven().submit().deliver();
    scene = scene.review().approve();
    let active = scene.read_at(scene.window_ends()).claim;
    let item = &active.content.items[0];
    assert_eq!(readable(&active, &item.key).ok(), item.product.as_deref());
    assert_eq!(readable(&active, &ItemKey::Workload("sales".into())), Err(Refusal::NotFound));
}

#[test]
fn who_looked_is_shown_to_the_partner_and_to_those_who_answer_for_the_vendor() {
    for (name, caller) in persona::all() {
        let expected = !["reviewer", "field-seller"].contains(&name);
        assert_eq!(shows_accesses(&caller), expected, "{name}");
    }
}
