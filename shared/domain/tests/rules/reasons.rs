//! P01: a return or a rejection gives reasons that are coded, in words, and bound to something of the claim.

use domain::{Actor, Code, Command, claim::Reason};
use testkit::{Scene, build, commands, persona};

fn refused(reasons: Vec<Reason>) -> Vec<(String, Code)> {
    build::faults(Scene::under_review().ask(&Actor::Staff(persona::reviewer()), Command::Return(reasons)))
}

#[test]
fn p01_a_reason_points_to_what_the_claim_has() {
    let scene = Scene::under_review();
    let document = scene.claim.documents[0].id.clone();
    for pointer in [
        "/items".to_owned(),
        "/items/workload:teams".into(),
        "/documents".into(),
        format!("/documents/{document}"),
        format!("/documents/{document}/activityDate"),
        "/proof".into(),
        "/proof/elements/identity".into(),
        "/elements/identity".into(),
        "/locationId".into(),
        "/customerContact".into(),
        "/partnerContact/email".into(),
    ] {
        let command = Command::Return(commands::reasons(&pointer));
        let asked = scene.clone().ask(&Actor::Staff(persona::reviewer()), command);
        assert!(asked.is_ok(), "{pointer}: {asked:?}");
    }
    for pointer in [
        "",
        "items",
        "/",
        "/name",
        "/items/workload:intune",
        "/items/workload:teams/decision",
        "/documents/doc_00000000000000000000000000",
        "/proof/elements",
        "/proof/elements/colour",
        "/elements",
        "/elements/colour",
        "/elements/identity/name",
        "/locationId/0",
        "/customerContact/phone",
        "/customerContact/email/domain",
    ] {
        let expected = [("/reasons/0/pointer".to_owned(), Code::PointerUnknown)];
        assert_eq!(refused(commands::reasons(pointer)), expected, "{pointer}");
    }
}

#[test]
fn p01_1_to_50_reasons() {
    let reasons = |count: usize| vec![commands::reasons("/items").remove(0); count];
    assert_eq!(refused(Vec::new()), [("/reasons".to_owned(), Code::ReasonRequired)]);
    assert_eq!(refused(reasons(51)), [("/reasons".to_owned(), Code::TooManyItems)]);
    for count in [1, 49, 50] {
        let scene = Scene::returned(reasons(count));
        assert_eq!(scene.claim.review.unwrap().reasons.len(), count);
    }
}
