//! Load, decide, commit over a store that loses answers, conflicts and is slow (quality 3: F2, F3, F4, F8).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::{
    App, Done, Failure,
    ports::{Claims, Comments, Programme, StoreError},
};
use domain::{
    Action, Actor, Caller, Claim, ClaimId, Command, Envelope, Precondition, Refusal, State,
    allowed::Act,
    command::{Key, MailFate, ReasonAnswer, Submission},
    consent::Choice,
    document::DocumentState,
};
use testkit::{FixedClock, MemoryStore, Scene, SeededEntropy, Trouble, build, commands, persona, ready};

fn app(store: &MemoryStore, seed: u64) -> App<MemoryStore> {
    App::new(
        store.clone(),
        Arc::new(build::CATALOGUE.clone()),
        Arc::new(FixedClock::at(build::monday())),
        Arc::new(SeededEntropy::new(seed)),
    )
}

fn reviewer() -> Actor {
    Actor::Staff(persona::reviewer())
}

fn envelope(actor: Actor, key: Option<Key>, command: Command) -> Envelope {
    Envelope { actor, key, precondition: Precondition::Any, command }
}

fn execute(app: &App<MemoryStore>, id: &ClaimId, actor: Actor, command: Command) -> Result<Done, Failure> {
    ready(app.execute(id, envelope(actor, None, command)))
}

/// Puts a scene into the store, step by step.
fn put(store: &MemoryStore, scene: &Scene) -> ClaimId {
    ready(testkit::conformance::replay(store, scene));
    scene.claim.id.clone()
}

fn unavailable(result: &Result<Done, Failure>) -> bool {
    matches!(result, Err(Failure::Store(StoreError::Unavailable(_))))
}

/// What a person or the system does next; an answer, a note and every kind of write are in it.
const LIFE: [&str; 13] = [
    "create",
    "upload",
    "clean",
    "submit",
    "sent",
    "delivered",
    "start",
    "return",
    "resubmit",
    "start again",
    "agree",
    "approve",
    "object",
];

fn next(step: &str, claim: &Claim) -> (Actor, Command) {
    let partner = Actor::Staff(persona::partner_a_admin());
    let comment = Submission { comment: Some("Please".into()), ..build::submission(claim) };
    match step {
        "upload" => (partner, Command::AddDocument(build::document_input(claim))),
        "clean" => {
            let document = claim.documents[0].id.clone();
            (Actor::System, Command::RecordProof { document, verdict: DocumentState::Clean })
        }
        "submit" => (partner, Command::Submit(comment)),
        "sent" => (Actor::System, commands::mail(claim, MailFate::Sent)),
        "delivered" => (Actor::System, commands::mail(claim, MailFate::Delivered)),
        "start" | "start again" => (reviewer(), Command::StartReview { contests: Vec::new() }),
        "return" => (reviewer(), Command::Return(commands::reasons("/documents"))),
        "resubmit" => {
            let answers = vec![ReasonAnswer { reason: 0, text: "Here it is.".into() }];
            (partner, Command::Resubmit(Submission { answers, ..comment }))
        }
        "agree" => (Actor::Customer, commands::answer_now(claim, Choice::Accept)),
        "approve" => (reviewer(), commands::accept_all(claim)),
        "object" => (Actor::Customer, commands::answer_now(claim, Choice::Object)),
        other => panic!("{other}"),
    }
}

/// Lives the whole life with this trouble at this write. A client that is told nothing sends the same again.
fn live(trouble: Trouble, at: usize) -> (MemoryStore, ClaimId, u32) {
    let store = MemoryStore::with_programme();
    let app = app(&store, 1);
    let mut untold = 0;
    let mut troubles = vec![Trouble::None; at];
    troubles.push(trouble);
    store.trouble(&troubles);
    let mut claim: Option<Claim> = None;
    for step in LIFE {
        // Staff and clients send a key; the customer and the system cannot.
        let key = || Some(build::key(step, "body"));
        let send = || match &claim {
            None => ready(app.create(&build::claim_input(), &persona::partner_a_admin(), key())),
            Some(claim) => {
                let (actor, command) = next(step, claim);
                let key = if matches!(actor, Actor::Staff(_)) { key() } else { None };
                ready(app.execute(&claim.id, envelope(actor, key, command)))
            }
        };
        let mut done = send();
        if unavailable(&done) {
            untold += 1;
            done = send();
        }
        claim = Some(done.unwrap_or_else(|fault| panic!("{trouble:?} at {at}, {step}: {fault:?}")).claim);
    }
    (store, claim.unwrap().id, untold)
}

fn actions(store: &MemoryStore, id: &ClaimId) -> Vec<Action> {
    let claim = ready(store.load(id)).unwrap().unwrap();
    assert!(claim.history.verifies(id));
    claim.history.entries.iter().map(|entry| entry.action).collect()
}

#[test]
fn f2_f3_trouble_at_any_write_has_one_effect_and_no_false_error() {
    let (smooth, id, untold) = live(Trouble::None, 0);
    let (expected, comments) = (actions(&smooth, &id), ready(smooth.comments(&id, None, 99)).unwrap().len());
    assert_eq!((untold, smooth.writes(), comments), (0, LIFE.len() as u32, 3));
    for trouble in [Trouble::AnswerLost, Trouble::Silence, Trouble::Conflict, Trouble::Unavailable] {
        for at in 0..LIFE.len() {
            let (store, id, untold) = live(trouble, at);
            assert_eq!(actions(&store, &id), expected, "{trouble:?} at {at}");
            assert_eq!(store.writes(), LIFE.len() as u32, "{trouble:?} at {at}");
            assert_eq!(ready(store.comments(&id, None, 99)).unwrap().len(), comments, "{trouble:?} at {at}");
            let told = matches!(trouble, Trouble::Silence | Trouble::Unavailable);
            assert_eq!(untold, u32::from(told), "{trouble:?} at {at}");
            let customer = ready(store.customer(&build::customer().id)).unwrap().unwrap();
            assert!(customer.holders.is_empty(), "{trouble:?} at {at}");
        }
    }
}

#[test]
fn a_write_whose_answer_was_lost_is_no_replay() {
    let store = MemoryStore::with_programme();
    let app = app(&store, 1);
    store.trouble(&[Trouble::AnswerLost, Trouble::AnswerLost]);
    let made = ready(app.create(&build::claim_input(), &persona::partner_a_admin(), None)).unwrap();
    assert!(!made.replayed && made.changed);
    let edited =
        execute(&app, &made.claim.id, Actor::Staff(persona::partner_a_admin()), commands::edit(&made.claim));
    let edited = edited.unwrap();
    assert!(!edited.replayed && edited.changed);
    assert_eq!(store.writes(), 2);
}

#[test]
fn marks_do_not_pile_up() {
    let (store, id, _) = live(Trouble::None, 0);
    assert_eq!(ready(store.load(&id)).unwrap().unwrap().marks.len(), 4);
}

#[test]
fn a_lost_race_is_decided_again_on_what_is_there() {
    let store = MemoryStore::with_programme();
    let id = put(&store, &Scene::delivered());
    let app = app(&store, 1);
    // The customer objects between the reviewer's read and write.
    let (other, claim) = (app.clone(), id.clone());
    store.meanwhile(move |store| {
        let now = ready(store.load(&claim)).unwrap().unwrap();
        execute(&other, &claim, Actor::Customer, commands::answer_now(&now, Choice::Object)).unwrap();
    });
    match execute(&app, &id, reviewer(), Command::StartReview { contests: Vec::new() }) {
        Err(Failure::Refused(Refusal::State { status, .. })) => {
            assert_eq!(status, "rejected_final")
        }
        other => panic!("{other:?}"),
    }
    // A report about a mail gets in between and does not matter.
    let id = put(
        &store,
        &Scene::begin("two", &build::claim_input_of(&["intune"]), persona::partner_a_admin())
            .proven()
            .submit(),
    );
    let (other, claim) = (app.clone(), id.clone());
    store.meanwhile(move |store| {
        let now = ready(store.load(&claim)).unwrap().unwrap();
        execute(&other, &claim, Actor::System, commands::mail(&now, MailFate::Sent)).unwrap();
    });
    let done = execute(&app, &id, reviewer(), Command::StartReview { contests: Vec::new() }).unwrap();
    assert_eq!(done.claim.consent.unwrap().state.as_str(), "sending");
    assert!(matches!(done.claim.state, State::UnderReview { .. }));
}

#[test]
fn v_11_a_lost_race_with_if_match_is_a_version_conflict() {
    let store = MemoryStore::with_programme();
    let scene = Scene::draft();
    let id = put(&store, &scene);
    let app = app(&store, 1);
    let (other, claim) = (app.clone(), id.clone());
    store.meanwhile(move |store| {
        let now = ready(store.load(&claim)).unwrap().unwrap();
        execute(&other, &claim, Actor::Staff(persona::partner_a_admin()), commands::edit(&now)).unwrap();
    });
    let mine = Envelope {
        actor: scene.partner(),
        key: None,
        precondition: Precondition::Version(1),
        command: Command::Cancel { reason: None },
    };
    match ready(app.execute(&id, mine)) {
        Err(Failure::Refused(Refusal::VersionConflict { current })) => assert_eq!(current, 2),
        other => panic!("{other:?}"),
    }
}

#[test]
fn tries_are_bounded() {
    let store = MemoryStore::with_programme();
    let id = put(&store, &Scene::delivered());
    let app = app(&store, 1);
    store.trouble(&[Trouble::Conflict; 30]);
    assert!(unavailable(&execute(&app, &id, reviewer(), Command::StartReview { contests: Vec::new() })));
    let made = ready(app.create(&build::claim_input_of(&["intune"]), &persona::partner_a_admin(), None));
    assert!(unavailable(&made));
}

#[test]
fn i_19_a_key_creates_one_claim() {
    let store = MemoryStore::with_programme();
    let app = app(&store, 1);
    let admin = persona::partner_a_admin();
    let key = |key: &str, body: &str| Some(build::key(key, body));
    let create = |key| ready(app.create(&build::claim_input(), &admin, key));
    let first = create(key("k", "b")).unwrap();
    assert!(!first.replayed);
    for _ in 0..2 {
        let again = create(key("k", "b")).unwrap();
        assert!(again.replayed);
        assert_eq!(again.claim, first.claim);
    }
    assert!(matches!(create(key("k", "c")), Err(Failure::Refused(Refusal::IdempotencyMismatch))));
    // Answered again from the claim as it is now.
    execute(&app, &first.claim.id, Actor::Staff(admin.clone()), commands::edit(&first.claim)).unwrap();
    assert_eq!(create(key("k", "b")).unwrap().claim.version, 2);
    assert_ne!(create(key("other", "b")).unwrap().claim.id, first.claim.id);
    assert_ne!(create(None).unwrap().claim.id, create(None).unwrap().claim.id);
}

#[test]
fn i_19_a_key_that_is_sent_concurrently_creates_one_claim() {
    let store = MemoryStore::with_programme();
    let threads: Vec<_> = (0..8)
        .map(|seed| {
            let app = app(&store, seed + 1);
            std::thread::spawn(move || {
                let key = Some(build::key("k", "b"));
                ready(app.create(&build::claim_input(), &persona::partner_a_admin(), key)).unwrap()
            })
        })
        .collect();
    let done: Vec<Done> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(done.iter().filter(|done| !done.replayed).count(), 1);
    assert_eq!((store.all().len(), store.writes()), (1, 1));
    // The second request finds the claim of the first between its own look-up and write, too.
    let other = app(&store, 100);
    store.meanwhile(move |_| {
        ready(other.create(&build::claim_input(), &persona::partner_a_admin(), Some(build::key("l", "b"))))
            .unwrap();
    });
    let late = ready(app(&store, 101).create(
        &build::claim_input(),
        &persona::partner_a_admin(),
        Some(build::key("l", "b")),
    ));
    assert!(late.unwrap().replayed);
}

#[test]
fn an_unknown_tenant_that_is_claimed_twice_at_once_is_one_customer() {
    let store = MemoryStore::with_programme();
    let mut input = build::claim_input();
    input.tenant_id = Some("3f2c0a6e-0000-4000-8000-000000000b0b".into());
    let (other, same) = (app(&store, 2), input.clone());
    store.meanwhile(move |_| {
        ready(other.create(&same, &persona::partner_a_admin(), None)).unwrap();
    });
    let made = ready(app(&store, 1).create(&input, &persona::partner_a_admin(), None)).unwrap();
    let claims = store.all();
    assert_eq!(claims.len(), 2);
    assert!(claims.iter().all(|claim| claim.customer.id == made.claim.customer.id));
}

/// Two partners with a claim each on the same workloads, both under review.
fn rivals(store: &MemoryStore) -> [ClaimId; 2] {
    let input = build::claim_input();
    let a = Scene::begin("rival a", &input, persona::partner_a_admin());
    let b = Scene::begin("rival b", &build::of_partner_b(input), persona::partner_b_admin());
    [a, b].map(|scene| put(store, &scene.proven().submit().review()))
}

fn approve(app: &App<MemoryStore>, id: &ClaimId) -> Result<Done, Failure> {
    let claim = ready(app.store.load(id)).unwrap().unwrap();
    execute(app, id, reviewer(), commands::accept_all(&claim))
}

fn taken(result: Result<Done, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Refused(Refusal::AssociationTaken { mut items })) => {
            items.sort();
            items
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn i_1_scenario_4_the_other_partner_is_refused_at_whatever_moment() {
    let items = ["/items/workload:exchange_online", "/items/workload:teams"];
    // One after the other.
    let store = MemoryStore::with_programme();
    let [a, b] = rivals(&store);
    let app = app(&store, 1);
    approve(&app, &a).unwrap();
    assert_eq!(taken(approve(&app, &b)), items);
    assert!(matches!(ready(store.load(&b)).unwrap().unwrap().state, State::UnderReview { .. }));
    // Between the read and the write.
    let store = MemoryStore::with_programme();
    let [a, b] = rivals(&store);
    let (one, two) = (self::app(&store, 1), self::app(&store, 2));
    let first = a.clone();
    store.meanwhile(move |_| {
        approve(&two, &first).unwrap();
    });
    assert_eq!(taken(approve(&one, &b)), items);
}

#[test]
fn i_1_two_partners_at_once_in_many_threads() {
    for round in 0..50 {
        let store = MemoryStore::with_programme();
        let ids = rivals(&store);
        let threads: Vec<_> = ids
            .into_iter()
            .enumerate()
            .map(|(index, id)| {
                let app = app(&store, round * 2 + index as u64 + 1);
                std::thread::spawn(move || approve(&app, &id))
            })
            .collect();
        let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let held: Vec<ClaimId> = store
            .all()
            .into_iter()
            .filter(|claim| claim.content.items.iter().any(|item| item.is_held()))
            .map(|claim| claim.id)
            .collect();
        assert_eq!(held.len(), 1);
    }
}

#[test]
fn v_19_the_submission_is_exact() {
    let store = MemoryStore::with_programme();
    let scene = |name: &str| Scene::begin(name, &build::claim_input(), persona::partner_a_admin()).proven();
    let (one, two) = (put(&store, &scene("one")), put(&store, &scene("two")));
    let app = app(&store, 1);
    let submit = |id: &ClaimId| {
        let claim = ready(store.load(id)).unwrap().unwrap();
        let (actor, command) = next("submit", &claim);
        execute(&app, id, actor, command)
    };
    submit(&one).unwrap();
    match submit(&two) {
        Err(Failure::Refused(Refusal::Duplicate { claim, pointer })) => {
            assert_eq!((claim, pointer.as_str()), (one, "/items/workload:exchange_online"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn v_16_a_subscription_that_ended_meanwhile_refuses_the_submission() {
    let store = MemoryStore::with_programme();
    let scene = Scene::begin("v16", &build::subscriptions_input(2), persona::partner_a_admin()).proven();
    let id = put(&store, &scene);
    store.meanwhile(|store| {
        let mut ended = build::subscription(1);
        ended.state = domain::customer::SubscriptionState::Expired;
        ready(store.put_subscription(&ended)).unwrap();
    });
    let (actor, command) = next("submit", &scene.claim);
    match execute(&app(&store, 1), &id, actor, command) {
        Err(Failure::Refused(Refusal::Invalid(faults))) => {
            let fault = &faults[0];
            assert_eq!(fault.pointer, format!("/items/subscription:{}", build::subscription_id(1)));
            assert_eq!(fault.code, domain::Code::SubscriptionInactive);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(ready(store.load(&id)).unwrap(), Some(scene.claim));
}

#[test]
fn notes_are_kept_beside_the_claim_in_the_name_of_the_writer() {
    let (store, id, _) = live(Trouble::None, 0);
    let comments = ready(store.comments(&id, None, 99)).unwrap();
    let told: Vec<(&str, &str, Option<u32>)> = comments
        .iter()
        .map(|comment| (comment.by.as_str(), comment.text.as_str(), comment.answers))
        .collect();
    assert!(told.contains(&("Alice Adams", "Here it is.", Some(0))), "{told:?}");
    assert_eq!(told.iter().filter(|told| **told == ("Alice Adams", "Please", None)).count(), 2);
}

#[test]
fn a_submitted_version_is_frozen_beside_the_claim() {
    let (store, id, _) = live(Trouble::None, 0);
    for number in [1, 2] {
        let frozen = store.version(&id, number).unwrap();
        assert_eq!(frozen.submissions, number);
    }
    assert!(store.version(&id, 3).is_none());
}

#[test]
fn validate_has_no_effect_and_the_same_refusals() {
    let store = MemoryStore::with_programme();
    let app = app(&store, 1);
    let admin: Caller = persona::partner_a_admin();
    assert!(ready(app.validate(&build::claim_input(), &admin)).is_ok());
    let mut wrong = build::claim_input();
    wrong.name = None;
    let said = |result: Result<(), Failure>| match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        said(ready(app.validate(&wrong, &admin)).map(drop)),
        said(ready(app.create(&wrong, &admin, None)).map(drop))
    );
    assert_eq!((store.all().len(), store.writes()), (0, 0));
}

#[test]
fn what_is_refused_leaves_the_store_as_it_was() {
    let store = MemoryStore::with_programme();
    let app = app(&store, 1);
    for (_, scene) in Scene::every() {
        let store = MemoryStore::with_programme();
        let mut app = app.clone();
        app.store = store.clone();
        let id = put(&store, &scene);
        let writes = store.writes();
        for (_, actor) in persona::actors() {
            for act in Act::OFFERED {
                let Some(command) = commands::right(act, &scene.claim) else { continue };
                if scene.clone().ask(&actor, command.clone()).is_err() {
                    assert!(execute(&app, &id, actor.clone(), command).is_err());
                }
            }
        }
        assert_eq!(store.writes(), writes);
        assert_eq!(store.all(), std::slice::from_ref(&scene.claim));
    }
    let nobody =
        execute(&app, &build::claim_id("nobody"), reviewer(), Command::StartReview { contests: Vec::new() });
    assert!(matches!(nobody, Err(Failure::Refused(Refusal::NotFound))));
}
