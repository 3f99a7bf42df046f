//! Records of the stream, as Lambda gets them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use app::ports::{Claims, Mails};
use testkit::{Scene, conformance};

#[tokio::test]
async fn a_record_of_a_claim_has_the_claim_before_and_after() {
    let rig = support::rig().await;
    conformance::seed(&rig.table).await;
    let scene = Scene::active();
    conformance::replay(&rig.table, &scene).await;
    let images: Vec<_> =
        rig.records().iter().filter_map(|record| store::stream::claims(record).unwrap()).collect();
    assert_eq!(images.len(), 1 + scene.decisions.len());
    assert_eq!(images[0], (None, scene.created.claim.clone()));
    let mut before = scene.created.claim.clone();
    for ((old, new), decision) in images[1..].iter().zip(&scene.decisions) {
        assert_eq!((old.as_ref(), new), (Some(&before), &decision.claim));
        before = decision.claim.clone();
    }
    assert_eq!(rig.table.load(&scene.claim.id).await.unwrap(), Some(scene.claim));
}

#[tokio::test]
async fn a_record_of_anything_else_is_none_and_a_broken_one_is_a_fault() {
    let rig = support::rig().await;
    conformance::seed(&rig.table).await;
    let scene = Scene::submitted();
    conformance::replay(&rig.table, &scene).await;
    assert_eq!(rig.table.with_mails(&scene.claim.id).await.unwrap(), (Some(scene.claim.clone()), vec![]));
    let mut records = rig.records();
    let others = records.iter().filter(|record| store::stream::claims(record).unwrap().is_none()).count();
    // Locations, subscriptions, the customer and what leads to it; the frozen version; its holders.
    assert_eq!(others, 3 + 100 + 4 + 1 + 1);
    let last = records.iter_mut().rfind(|record| store::stream::claims(record).unwrap().is_some()).unwrap();
    let version = serde_json::json!({ "N": "99" });
    let mut broken = serde_json::to_value(&*last).unwrap();
    broken["dynamodb"]["NewImage"]["schema"] = version;
    let broken = serde_json::from_value(broken).unwrap();
    let fault = store::stream::claims(&broken).unwrap_err().to_string();
    assert_eq!(fault, "a row cannot be read: CLAIM of an unknown schema");
    // A removal owes nothing.
    let mut removed = serde_json::to_value(&*last).unwrap();
    removed["dynamodb"]["NewImage"] = serde_json::json!({});
    assert_eq!(store::stream::claims(&serde_json::from_value(removed).unwrap()).unwrap(), None);
}
