//! Contests on the table: what they cost (quality 1), and faults of the wire in the middle of them (quality 3).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use app::{
    App,
    ports::{Claims, Contests, Programme, Whose},
};
use domain::{
    Actor, ClaimId, Command, Contest, Envelope, OrgId, Precondition, consent::Choice, contest::SeatRole,
    input::ClaimInput,
};
use store::Table;
use support::{Fault, Rig, rig};
use testkit::{FixedClock, Scene, SeededEntropy, build, conformance, persona};

fn app(rig: &Rig) -> App<Table> {
    App::new(
        rig.table.clone(),
        Arc::new(build::CATALOGUE.clone()),
        Arc::new(FixedClock::at(build::monday())),
        Arc::new(SeededEntropy::new(3)),
    )
}

fn start() -> Envelope {
    Envelope {
        actor: Actor::Staff(persona::reviewer()),
        key: None,
        precondition: Precondition::Any,
        command: Command::StartReview { contests: Vec::new() },
    }
}

/// Official for this input under an organisation of its own.
async fn official(rig: &Rig, name: &str, input: ClaimInput) {
    let mut scene = Scene::begin(name, &input, persona::partner_a_admin());
    scene.created.claim.org = OrgId::new(name);
    (scene.claim, scene.partner.org) = (scene.created.claim.clone(), OrgId::new(name));
    let mut scene = scene.proven().submit().review().approve().answered(Choice::Accept);
    // The location belongs to partner A; it does not matter here.
    scene.decisions.iter_mut().for_each(|decision| decision.checks.clear());
    conformance::replay(&rig.table, &scene).await;
}

/// Handed in by partner A.
async fn challenger(rig: &Rig, input: ClaimInput) -> ClaimId {
    let scene = Scene::begin("challenger", &input, persona::partner_a_admin()).proven().submit();
    conformance::replay(&rig.table, &scene).await;
    scene.claim.id
}

/// `teams` is somebody's, and partner A claims it.
async fn rivals() -> (Rig, ClaimId) {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    official(&rig, "partner-x", build::claim_input_of(&["teams"])).await;
    let id = challenger(&rig, build::claim_input_of(&["teams"])).await;
    rig.wire.calls();
    (rig, id)
}

async fn contests(rig: &Rig) -> Vec<Contest> {
    rig.table.contests(&Whose::Programme, None, 100).await.unwrap().contests
}

async fn decide(rig: &Rig, contest: &Contest) -> Contest {
    let reason = Some("The newer proof is valid.");
    app(rig).decide_contest(&contest.id, &persona::review_lead(), Some("challenger"), reason).await.unwrap().0
}

#[tokio::test]
async fn t13_s6_a_contest_is_opened_and_decided_in_one_write_each() {
    let (rig, id) = rivals().await;
    app(&rig).start_review(&id, start()).await.unwrap();
    let opened = ["GetItem", "GetItem", "BatchGetItem", "TransactWriteItems"];
    assert_eq!(rig.wire.operations(), opened, "the claim, its customer, its rivals");
    let contest = contests(&rig).await.remove(0);
    rig.wire.calls();
    let decided = decide(&rig, &contest).await;
    assert_eq!(rig.wire.operations(), ["GetItem", "BatchGetItem", "TransactWriteItems"]);
    assert_eq!(decided.verdict.unwrap().winner, SeatRole::Challenger);
    let customer = rig.table.customer(&build::customer().id).await.unwrap().unwrap();
    assert_eq!(customer.holders.get(&format!("held/{}/workload:teams", build::TENANT)), Some(&id));
    rig.wire.calls();
    let (app, reviewer) = (app(&rig), persona::reviewer());
    assert!(app.state_in_contest(&contest.id, &reviewer, None, Some("Too late")).await.is_err());
    assert_eq!(rig.wire.operations(), ["GetItem", "BatchGetItem"]);
}

#[tokio::test]
async fn t7_a_review_without_rivals_is_two_reads_and_one_write() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let id = challenger(&rig, build::claim_input()).await;
    rig.wire.calls();
    app(&rig).start_review(&id, start()).await.unwrap();
    assert_eq!(rig.wire.operations(), ["GetItem", "GetItem", "PutItem"]);
}

#[tokio::test]
async fn t13_as_many_contests_as_one_review_opens_fit_into_one_transaction() {
    // The worst case: an incumbent of its own for every item.
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let count = 34;
    for number in 0..count {
        official(&rig, &format!("partner-{number}"), build::subscription_input(number)).await;
    }
    let id = challenger(&rig, build::subscriptions_input(count)).await;
    app(&rig).start_review(&id, start()).await.unwrap();
    let claim = rig.table.load(&id).await.unwrap().unwrap();
    assert_eq!(claim.seats.len(), 32);
    assert_eq!(contests(&rig).await.len(), 32);
}

#[tokio::test]
async fn f3_f6_f7_a_contest_whose_answers_are_lost_has_one_effect() {
    for fault in [
        Fault::AnswerLost,
        Fault::Cancelled(vec!["None", "TransactionConflict", "None", "None"]),
        Fault::Code("TransactionInProgressException"),
        Fault::Code("ThrottlingException"),
    ] {
        let (rig, id) = rivals().await;
        rig.wire.faults(std::slice::from_ref(&fault));
        let done = app(&rig).start_review(&id, start()).await.unwrap();
        assert_eq!(done.claim.seats.len(), 1, "{fault:?}");
        let open = contests(&rig).await;
        assert_eq!(open.len(), 1, "{fault:?}");
        rig.wire.faults(std::slice::from_ref(&fault));
        let decided = decide(&rig, &open[0]).await;
        assert_eq!(contests(&rig).await, [decided], "{fault:?}");
        let entries = rig.table.load(&id).await.unwrap().unwrap().history.entries;
        let actions: Vec<&str> = entries.iter().rev().take(2).map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["contest_decided", "contest_opened"], "{fault:?}");
    }
}

#[tokio::test]
async fn f3_when_every_answer_is_lost_the_next_request_sees_one_effect() {
    let (rig, id) = rivals().await;
    let lost = [Fault::AnswerLost, Fault::AnswerLost, Fault::AnswerLost];
    rig.wire.faults(&lost);
    let key = || Some(build::key("start", "body"));
    let keyed = || Envelope { key: key(), ..start() };
    assert!(app(&rig).start_review(&id, keyed()).await.is_err());
    assert!(app(&rig).start_review(&id, keyed()).await.unwrap().replayed);
    let open = contests(&rig).await;
    assert_eq!(open.len(), 1);
    rig.wire.faults(&lost);
    let lead = persona::review_lead();
    let app = app(&rig);
    let decide = || app.decide_contest(&open[0].id, &lead, Some("incumbent"), Some("As it was."));
    assert!(decide().await.is_err());
    assert!(decide().await.unwrap().1, "decided before");
    assert_eq!(contests(&rig).await[0].revision, 2);
}
