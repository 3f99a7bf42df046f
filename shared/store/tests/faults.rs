//! Faults of the wire (quality 3): F1 throttle, F3 answer lost, F6 TransactionConflict, F7 TransactionInProgress,
//! F8 a condition that fails because of our own earlier write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use app::{
    App, Failure,
    ports::{
        Claims, Comment, Comments, CommitError, MailKey, MailRow, MailState, Mails, StoreError, Visibility,
    },
};
use domain::{Actor, Command, CommentId, Envelope, Precondition, Side, State, consent::Choice};
use store::Table;
use support::{Fault, Rig, rig};
use testkit::{FixedClock, Scene, SeededEntropy, build, commands, conformance, persona};

/// Another process each time: its marks are its own.
fn app(rig: &Rig) -> App<Table> {
    static SEED: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(2);
    App::new(
        rig.table.clone(),
        Arc::new(build::CATALOGUE.clone()),
        Arc::new(FixedClock::at(build::monday())),
        Arc::new(SeededEntropy::new(SEED.fetch_add(1, std::sync::atomic::Ordering::Relaxed))),
    )
}

fn envelope(actor: &Actor, command: Command) -> Envelope {
    Envelope { actor: actor.clone(), key: None, precondition: Precondition::Any, command }
}

async fn seeded() -> Rig {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    rig
}

/// As often as the SDK sends a request, and once more.
const ALL_LOST: [Fault; 3] = [Fault::AnswerLost, Fault::AnswerLost, Fault::AnswerLost];

#[tokio::test]
async fn f3_f8_a_lost_answer_of_one_row_is_found_again() {
    let rig = seeded().await;
    let app = app(&rig);
    rig.wire.faults(&[Fault::AnswerLost]);
    let created = app.create(&build::claim_input(), &persona::partner_a_admin(), None).await.unwrap();
    assert!(!created.replayed);
    assert_eq!(rig.table.load(&created.claim.id).await.unwrap(), Some(created.claim.clone()));

    rig.wire.faults(&[Fault::AnswerLost]);
    rig.wire.calls();
    let partner = Actor::Staff(persona::partner_a_admin());
    let edited =
        app.execute(&created.claim.id, envelope(&partner, commands::edit(&created.claim))).await.unwrap();
    assert_eq!(rig.wire.operations(), ["GetItem", "PutItem", "PutItem"]);
    assert_eq!(edited.claim.history.last_seq(), 2);
    assert_eq!(rig.table.load(&created.claim.id).await.unwrap(), Some(edited.claim));
}

#[tokio::test]
async fn f3_a_lost_answer_of_a_transaction_is_answered_again() {
    let rig = seeded().await;
    let app = app(&rig);
    let scene = Scene::ready();
    conformance::replay(&rig.table, &scene).await;
    rig.wire.faults(&[Fault::AnswerLost]);
    rig.wire.calls();
    let submit = Command::Submit(build::submission(&scene.claim));
    let done = app.execute(&scene.claim.id, envelope(&scene.partner(), submit)).await.unwrap();
    let calls = rig.wire.calls();
    assert_eq!(calls.len(), 3);
    let token = |call: &support::Call| call.body["ClientRequestToken"].clone();
    assert_eq!(token(&calls[1]), token(&calls[2]), "the same attempt");
    assert!(token(&calls[1]).as_str().unwrap().starts_with(done.claim.marks.last().unwrap()));
    assert_eq!(rig.table.load(&scene.claim.id).await.unwrap(), Some(done.claim));
}

#[tokio::test]
async fn f3_when_every_answer_is_lost_the_next_request_sees_one_effect() {
    let rig = seeded().await;
    let app = app(&rig);
    let key = Some(build::key("k", "b"));
    rig.wire.faults(&ALL_LOST);
    let input = build::claim_input();
    let fault = app.create(&input, &persona::partner_a_admin(), key.clone()).await.unwrap_err();
    assert!(matches!(fault, Failure::Store(StoreError::Unavailable(_))), "{fault}");
    let again = app.create(&input, &persona::partner_a_admin(), key).await.unwrap();
    assert!(again.replayed);
    assert_eq!(again.claim.history.last_seq(), 1);
}

#[tokio::test]
async fn f1_f6_f7_what_certainly_was_not_written_is_tried_again() {
    let rig = seeded().await;
    let scene = Scene::ready();
    conformance::replay(&rig.table, &scene).await;
    let submitted = scene.submit();
    let decision = submitted.decisions.last().unwrap();
    rig.wire.calls();
    rig.wire.faults(&[
        Fault::Cancelled(vec!["None", "TransactionConflict", "None"]),
        Fault::Code("TransactionInProgressException"),
        Fault::Code("ThrottlingException"),
        Fault::Cancelled(vec!["ThrottlingError", "None", "None"]),
    ]);
    rig.table.commit(decision, &[]).await.unwrap();
    let tokens: Vec<String> = rig
        .wire
        .calls()
        .iter()
        .map(|call| call.body["ClientRequestToken"].as_str().unwrap().to_owned())
        .collect();
    // A cancelled attempt is over; one that is in progress or was throttled is the same one still.
    let attempts: Vec<&str> = tokens.iter().map(|token| token.rsplit('-').next().unwrap()).collect();
    assert_eq!(attempts, ["0", "1", "1", "1", "2"]);

    let next = submitted.clone().deliver();
    for step in &next.decisions[submitted.decisions.len()..] {
        rig.wire.faults(&[Fault::Code("TransactionConflictException"), Fault::Code("ThrottlingException")]);
        rig.table.commit(step, &[]).await.unwrap();
    }
    assert_eq!(rig.table.load(&next.claim.id).await.unwrap(), Some(next.claim));
}

#[tokio::test]
async fn f6_tries_are_bounded_and_the_fault_tells_nothing() {
    let rig = seeded().await;
    let scene = Scene::ready();
    conformance::replay(&rig.table, &scene).await;
    let submitted = scene.clone().submit();
    let decision = submitted.decisions.last().unwrap();
    rig.wire.calls();
    rig.wire.faults(&vec![Fault::Cancelled(vec!["TransactionConflict"]); 6]);
    let fault = rig.table.commit(decision, &[]).await.unwrap_err();
    assert_eq!(rig.wire.calls().len(), 6);
    assert!(matches!(fault, CommitError::Store(StoreError::Unavailable(_))));
    assert_eq!(rig.table.load(&scene.claim.id).await.unwrap(), Some(scene.claim.clone()));
    // What the service says of a request may quote it.
    rig.wire.faults(&[Fault::Code("ValidationException")]);
    let fault = rig.table.commit(decision, &[]).await.unwrap_err().to_string();
    assert_eq!(fault, "the store is unavailable: ValidationException");
    rig.wire.faults(&[Fault::Cancelled(vec!["ValidationError"])]);
    let fault = rig.table.commit(decision, &[]).await.unwrap_err().to_string();
    assert_eq!(fault, "the store is unavailable: the transaction was refused: ValidationError");
}

#[tokio::test]
async fn f3_rows_beside_the_claim_find_themselves() {
    let rig = seeded().await;
    let claim = build::claim_id("beside");
    let row = MailRow {
        key: MailKey { claim: claim.clone(), seq: 1, kind: "notice".into() },
        round: Some(1),
        to: "sue@fabrikam.example".into(),
        state: MailState::Sending,
        attempt: 1,
        first_at: build::monday(),
        at: build::monday(),
        due: None,
        chased: false,
        message_id: None,
        request: None,
    };
    rig.wire.faults(&[Fault::AnswerLost]);
    assert_eq!(rig.table.begin(&row).await.unwrap(), None, "our own");
    assert_eq!(rig.table.begin(&row).await.unwrap().as_ref(), Some(&row), "another worker's");
    let sent = MailRow { state: MailState::Sent, ..row.clone() };
    rig.wire.faults(&[Fault::AnswerLost]);
    assert!(rig.table.replace(&row, &sent).await.unwrap(), "our own");
    assert!(!rig.table.replace(&row, &sent).await.unwrap(), "another worker's");
    let comment = Comment {
        id: CommentId::derived(&["one"]),
        claim,
        at: build::monday(),
        by: "Alice Adams".into(),
        side: Side::Partner,
        visibility: Visibility::Shared,
        text: "Hello".into(),
        answers: None,
        body: None,
    };
    rig.wire.faults(&[Fault::AnswerLost]);
    assert_eq!(rig.table.add(&comment).await.unwrap(), None);
    assert_eq!(rig.table.add(&comment).await.unwrap(), Some(comment));
}

#[tokio::test]
async fn i_1_however_many_partners_approve_at_once_one_gets_the_workload() {
    let rig = seeded().await;
    let mut claims = Vec::new();
    for index in 0..8 {
        let mut partner = persona::partner_b_admin();
        partner.org = domain::OrgId::new(format!("partner-{index}"));
        let location = build::location(partner.org.as_str(), "7000001");
        let mut input = build::claim_input();
        input.location_id = Some("7000001".into());
        let facts = domain::decide::Facts { location: Some(location), ..build::facts(&input) };
        let context = domain::Context {
            now: build::monday(),
            catalogue: &build::CATALOGUE,
            fresh: [0; 16],
            found: &[],
        };
        let id = build::claim_id(&format!("race {index}"));
        let created = domain::create(&input, &partner, id, None, facts, context).unwrap();
        let mut scene = Scene::draft();
        scene.claim = created.claim.clone();
        scene.created = created;
        scene.partner = partner;
        let scene = scene.proven().submit().review();
        conformance::replay(&rig.table, &scene).await;
        claims.push(scene);
    }
    let racers: Vec<_> = claims
        .into_iter()
        .map(|scene| {
            let app = app(&rig);
            tokio::spawn(async move {
                let reviewer = Actor::Staff(persona::reviewer());
                app.execute(&scene.claim.id, envelope(&reviewer, commands::accept_all(&scene.claim))).await
            })
        })
        .collect();
    let (mut won, mut lost) = (Vec::new(), 0);
    for racer in racers {
        match racer.await.unwrap() {
            Ok(done) => won.push(done.claim),
            Err(Failure::Refused(domain::Refusal::AssociationTaken { items })) => {
                assert_eq!(items, ["/items/workload:exchange_online", "/items/workload:teams"]);
                lost += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((won.len(), lost), (1, 7));
    assert_eq!(won[0].state, State::Approved);
}

#[tokio::test]
async fn many_writers_of_one_claim_all_get_through_or_are_told_why() {
    let rig = seeded().await;
    let scene = Scene::delivered();
    conformance::replay(&rig.table, &scene).await;
    let id = scene.claim.id.clone();
    let answers: Vec<_> = (0..6)
        .map(|index| {
            let (app, id, claim) = (app(&rig), id.clone(), scene.claim.clone());
            tokio::spawn(async move {
                let choice = if index % 2 == 0 { Choice::Accept } else { Choice::Object };
                app.execute(&id, envelope(&Actor::Customer, commands::answer_now(&claim, choice))).await
            })
        })
        .collect();
    let mut effects = 0;
    for answer in answers {
        match answer.await.unwrap() {
            Ok(_) => effects += 1,
            Err(Failure::Refused(
                domain::Refusal::ConsentAlreadyDecided | domain::Refusal::ConsentOver(_),
            )) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(effects >= 1);
    let claim = rig.table.load(&id).await.unwrap().unwrap();
    assert!(claim.history.verifies(&id));
    let decided = claim.history.entries.iter().filter(|entry| {
        matches!(entry.action, domain::Action::ConsentAccepted | domain::Action::ConsentObjected)
    });
    // I-8: one decision of the round; after an agreement the customer may still object (K12).
    assert!(decided.count() <= 2);
}
