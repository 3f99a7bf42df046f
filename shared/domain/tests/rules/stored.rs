//! A claim is a row of the table: what is read is what was written, and nothing is written that is not there.

use domain::{Claim, allowed::Act, claim::ItemDecision, document::DocumentState};
use serde_json::{Value, json};
use testkit::Scene;

fn row(claim: &Claim) -> Value {
    serde_json::to_value(claim).unwrap()
}

#[test]
fn every_claim_is_read_as_it_was_written() {
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()) {
        let read: Claim = serde_json::from_value(row(&scene.claim)).unwrap();
        assert_eq!(read, scene.claim, "{name}");
    }
}

#[test]
fn what_has_not_happened_takes_no_room() {
    let claim = Scene::submitted().by_partner(Act::Recall).claim;
    let uploaded = Scene::draft().by_partner(Act::Upload).claim;
    for (written, absent) in [
        (&row(&claim)["consent"], "delegations"),
        (&row(&claim)["content"]["items"][0], "decision"),
        (&row(&claim)["content"]["items"][0], "association"),
        (&row(&uploaded)["documents"][0], "state"),
    ] {
        assert!(written.is_object() && written.get(absent).is_none(), "{absent}: {written}");
    }
    let approved = Scene::approved_pending().claim;
    assert_eq!(approved.content.items[0].decision, ItemDecision::Accepted);
    assert_eq!(row(&approved)["content"]["items"][0]["decision"], json!({ "decision": "accepted" }));
    assert_eq!(approved.documents[0].state, DocumentState::Clean);
    assert_eq!(row(&approved)["documents"][0]["state"], json!({ "is": "clean" }));
    // K10: how often somebody else was named is not forgotten, its limit would be none.
    assert_eq!(row(&Scene::delegated().claim)["consent"]["delegations"], 1);
}
