//! What a claim learns from other rows and owes them: renewals (S4), earnings (6.5), copies; each once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use std::sync::Arc;

use app::{Done, Failure, imports::ImportKind, ports::Programme};
use desk::{Desk, HOUR, refusal, unavailable};
use domain::{
    Action, Actor, Caller, Claim, ClaimId, Code, Command, Location, LocationId, Refusal, State, Subscription,
    allowed,
    claim::{AssociationStatus, EarningState, FollowUp},
    consent::Choice,
    customer::{Enrolment, PayeeProfile, SubscriptionState},
    document::DocumentState,
};
use jiff::SignedDuration;
use serde_json::json;
use testkit::{MemoryStore, Scene, Trouble, build, persona, ready};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// 30 days of grace after 1 March 2027, their end in Berlin.
const GRACE_OVER: &str = "2027-03-31T22:00:00Z";

fn drafts(desk: &Desk) -> Vec<Claim> {
    desk.store.all().into_iter().filter(|claim| claim.state.is_draft()).collect()
}

fn association(claim: &Claim) -> (AssociationStatus, Option<jiff::Timestamp>) {
    let association = claim.content.items[0].association.as_ref().unwrap();
    (association.status, association.end.as_ref().map(|end| end.at))
}

fn put_subscription(desk: &Desk, spoil: impl FnOnce(&mut Subscription)) -> Subscription {
    let mut row = build::subscription(0);
    spoil(&mut row);
    ready(desk.store.put_subscription(&row)).unwrap();
    row
}

/// Partner A is official for a subscription that ends on 1 March 2027.
fn subscribed() -> (Desk, ClaimId) {
    let desk = Desk::open();
    put_subscription(&desk, |row| row.ends_at = Some(build::subscription_ends()));
    let id = desk.official(&persona::partner_a_admin(), build::subscriptions_input(1));
    desk.sweep_all();
    (desk, id)
}

/// The same after its grace is over.
fn expired() -> (Desk, ClaimId) {
    let (desk, id) = subscribed();
    desk.wait_until(build::at(GRACE_OVER));
    (desk, id)
}

fn renewals(claim: &Claim) -> usize {
    claim.history.entries.iter().filter(|entry| entry.action == Action::RenewalDrafted).count()
}

#[test]
fn s4_the_sweep_looks_up_when_subscriptions_end() {
    let (desk, id) = subscribed();
    let claim = desk.claim(&id);
    assert_eq!(association(&claim), (AssociationStatus::Active, Some(build::at(GRACE_OVER))));
    // Once: it is known now.
    let writes = desk.store.writes();
    desk.sweep(&id).unwrap();
    assert_eq!(desk.store.writes(), writes);
    assert!(!allowed::unwatched(&claim));
}

#[test]
fn s4_one_renewal_is_drafted_however_often_the_sweep_runs() {
    let (desk, id) = expired();
    for _ in 0..3 {
        desk.sweep(&id).unwrap();
    }
    let [draft] = &drafts(&desk)[..] else { panic!("{:?}", drafts(&desk).len()) };
    assert_eq!((draft.copy_of.as_ref(), draft.created_by.as_str()), (Some(&id), "a-admin"));
    let claim = desk.claim(&id);
    assert_eq!((claim.state.clone(), renewals(&claim)), (State::Approved, 1));
    assert_eq!(claim.history.entries.last().unwrap().claim.as_ref(), Some(&draft.id));
    assert!(claim.owes.is_empty());
    desk.is_consistent();
    // The partner names the new subscription; the old one cannot be handed in (V-16).
    let proven = desk.act(
        &draft.id,
        Actor::Staff(persona::partner_a_admin()),
        Command::AddDocument(domain::input::DocumentInput {
            activity_date: Some("2027-03-01".parse().unwrap()),
            ..build::document_input(draft)
        }),
    );
    let document = proven.documents[0].id.clone();
    let verdict = DocumentState::Clean;
    desk.act(&draft.id, Actor::System, Command::RecordProof { document, verdict });
    put_subscription(&desk, |row| row.state = SubscriptionState::Expired);
    let submit = Command::Submit(build::submission(draft));
    let refused = desk.try_act(&draft.id, Actor::Staff(persona::partner_a_admin()), submit);
    assert_eq!(build::faults(Err::<(), _>(refusal(refused)))[0].1, Code::SubscriptionInactive);
}

#[test]
fn s4_two_sweepers_at_once_draft_one_renewal() {
    let (desk, id) = expired();
    let threads: Vec<_> = (0..6)
        .map(|_| {
            let (app, id) = (desk.app.clone(), id.clone());
            std::thread::spawn(move || ready(app.sweep(&id)))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!((drafts(&desk).len(), renewals(&desk.claim(&id))), (1, 1));
    desk.is_consistent();
}

#[test]
fn f2_f3_trouble_at_any_write_of_a_renewal_leaves_one_draft() {
    // Three writes: the claim that has ended, its renewal, and that it was made.
    for trouble in [Trouble::AnswerLost, Trouble::Silence, Trouble::Conflict, Trouble::Unavailable] {
        for at in 0..3 {
            let (desk, id) = expired();
            let mut troubles = vec![Trouble::None; at];
            troubles.push(trouble);
            desk.store.trouble(&troubles);
            let swept = desk.sweep(&id);
            let told = matches!(trouble, Trouble::Silence | Trouble::Unavailable);
            assert_eq!(unavailable(&swept), told, "{trouble:?} at {at}");
            desk.sweep_all();
            assert_eq!((drafts(&desk).len(), renewals(&desk.claim(&id))), (1, 1), "{trouble:?} at {at}");
            desk.is_consistent();
        }
    }
}

#[test]
fn s4_what_cannot_be_renewed_is_recorded_and_not_tried_again() {
    let (desk, id) = expired();
    let mut over = build::CATALOGUE.clone();
    for engagement in &mut over.engagements {
        engagement.ends_at = Some(build::at("2027-03-31T00:00:00Z"));
    }
    let app = desk.app.clone().with_catalogue(Arc::new(over));
    for _ in 0..2 {
        ready(app.sweep(&id)).unwrap();
    }
    let claim = desk.claim(&id);
    assert!(drafts(&desk).is_empty() && claim.owes.is_empty());
    let entry = claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.reason.as_deref()), (Action::RenewalDrafted, Some("not_possible")));
    // Nor at a location that has left the programme.
    let (desk, id) = expired();
    let [location, ..] = build::locations();
    let gone = Location { enrolment: Enrolment::Ended, ..location };
    ready(desk.store.put_location(&gone)).unwrap();
    desk.sweep_all();
    assert!(drafts(&desk).is_empty());
    assert_eq!(desk.claim(&id).history.entries.last().unwrap().reason.as_deref(), Some("not_possible"));
}

#[test]
fn s4_an_import_of_a_subscription_reaches_the_claim_that_holds_it() {
    let (desk, id) = subscribed();
    let import = |state: &str, ends: &str| {
        let row = json!({ "subscriptionId": build::subscription_id(0), "tenantId": build::TENANT,
            "product": "sales", "channel": "web_direct", "state": state, "endsAt": ends });
        ready(desk.app.import(ImportKind::Subscriptions, vec![Ok(row)], false)).unwrap()
    };
    assert_eq!(import("active", "2028-03-01"), [[]]);
    // 30 days after 1 March 2028.
    assert_eq!(association(&desk.claim(&id)).1, Some(build::at("2028-03-31T22:00:00Z")));
    let revision = desk.claim(&id).revision;
    import("active", "2028-03-01");
    assert_eq!(desk.claim(&id).revision, revision, "the same once more");
    // It has expired: over at once, and the renewal is drafted with the import.
    import("expired", "2027-01-01");
    assert_eq!(association(&desk.claim(&id)).0, AssociationStatus::Ended);
    assert_eq!((drafts(&desk).len(), renewals(&desk.claim(&id))), (1, 1));
    desk.is_consistent();
}

#[test]
fn s4_a_subscription_that_nobody_holds_changes_no_claim() {
    let desk = Desk::open();
    let id = desk.submitted(&persona::partner_a_admin(), build::subscriptions_input(1));
    let before = desk.claim(&id);
    let row = put_subscription(&desk, |row| row.ends_at = Some(build::subscription_ends()));
    ready(desk.app.subscription_changed(&row)).unwrap();
    let elsewhere =
        Subscription { tenant_id: "3f2c0a6e-0000-4000-8000-0000000000aa".into(), ..build::subscription(1) };
    ready(desk.app.subscription_changed(&elsewhere)).unwrap();
    assert_eq!(desk.claim(&id), before);
}

/// Partner A's location with this payee profile.
fn put_profile(desk: &Desk, payee_profile: PayeeProfile) {
    let [location, ..] = build::locations();
    ready(desk.store.put_location(&Location { payee_profile, ..location })).unwrap();
}

fn earning(desk: &Desk, id: &ClaimId) -> (EarningState, Option<String>) {
    let earning = desk.claim(id).earning.unwrap();
    (earning.state, earning.reason)
}

#[test]
fn domain_6_5_an_approval_that_cannot_be_paid_is_decided_again_and_held() {
    let desk = Desk::open();
    put_profile(&desk, PayeeProfile::Incomplete);
    let id = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.review(&id);
    let writes = desk.store.writes();
    let done = desk.approve(&id).unwrap();
    assert_eq!((done.changed, desk.store.writes()), (true, writes + 1));
    assert_eq!(earning(&desk, &id), (EarningState::None, Some("payee_profile_incomplete".into())));
    desk.answer(&id, Choice::Accept);
    // Looked at every day, and said once when it is complete.
    for _ in 0..3 {
        desk.wait(DAY);
        desk.sweep_all();
        assert_eq!(earning(&desk, &id).0, EarningState::None);
    }
    put_profile(&desk, PayeeProfile::Complete);
    desk.wait(DAY - HOUR);
    desk.sweep_all();
    assert_eq!(earning(&desk, &id).0, EarningState::None, "not before its time");
    desk.wait(HOUR);
    desk.sweep_all();
    assert_eq!(earning(&desk, &id), (EarningState::Accrued, None));
    assert_eq!(allowed::next_due(&desk.claim(&id)), None);
    desk.is_consistent();
}

#[test]
fn domain_6_5_f2_the_second_decision_survives_trouble() {
    for trouble in [Trouble::AnswerLost, Trouble::Conflict] {
        let desk = Desk::open();
        put_profile(&desk, PayeeProfile::Incomplete);
        let id = desk.claims(&persona::partner_a_admin(), &["teams"]);
        desk.review(&id);
        desk.store.trouble(&[Trouble::None, trouble]);
        desk.approve(&id).unwrap();
        assert_eq!(earning(&desk, &id).1.as_deref(), Some("payee_profile_incomplete"), "{trouble:?}");
        let approvals =
            desk.claim(&id).history.entries.into_iter().filter(|entry| entry.action == Action::Approved);
        assert_eq!(approvals.count(), 1);
    }
}

#[test]
fn domain_6_5_a_location_that_is_gone_earns_nothing_and_the_approval_stands() {
    let desk = Desk::open();
    let id = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.review(&id);
    let [location, ..] = build::locations();
    let gone = Location { enrolment: Enrolment::Ended, ..location };
    ready(desk.store.put_location(&gone)).unwrap();
    assert_eq!(desk.approve(&id).unwrap().claim.state, State::Approved);
    assert_eq!(earning(&desk, &id).1.as_deref(), Some("location_not_enrolled"));
}

fn copy(desk: &Desk, id: &ClaimId, caller: &Caller, key: Option<(&str, &str)>) -> Result<Done, Failure> {
    let key = key.map(|(key, body)| build::key(key, body));
    ready(desk.app.clone_claim(id, caller, key))
}

#[test]
fn clone_makes_a_draft_of_a_claim_that_is_over() {
    let desk = Desk::open();
    let admin = persona::partner_a_admin();
    let id = desk.claims(&admin, &["teams", "intune"]);
    assert!(matches!(refusal(copy(&desk, &id, &admin, None)), Refusal::State { .. }));
    desk.answer(&id, Choice::Object);
    let made = copy(&desk, &id, &admin, None).unwrap();
    assert!(made.changed && !made.replayed && made.claim.state.is_draft());
    assert_eq!((made.claim.copy_of.as_ref(), made.claim.content.items.len()), (Some(&id), 2));
    assert!(made.claim.consent.is_none() && made.claim.documents.is_empty());
    assert_eq!(made.claim.history.entries[0].by.sub.as_deref(), Some("a-admin"));
    assert_ne!(copy(&desk, &id, &admin, None).unwrap().claim.id, made.claim.id);
    desk.is_consistent();
    // It goes the way of every claim.
    let writes = desk.store.writes();
    let partner = Actor::Staff(admin);
    desk.act(&made.claim.id, partner, Command::AddDocument(build::document_input(&made.claim)));
    assert_eq!(desk.store.writes(), writes + 1);
}

#[test]
fn clone_is_for_whoever_may_claim_and_sees_the_claim() {
    let desk = Desk::open();
    let id = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.answer(&id, Choice::Object);
    for (name, caller) in persona::all() {
        let made = copy(&desk, &id, &caller, None);
        match name {
            "partner-a-admin" => assert!(made.is_ok()),
            "partner-b-admin" | "field-seller" => assert_eq!(refusal(made), Refusal::NotFound, "{name}"),
            _ => assert_eq!(refusal(made), Refusal::Forbidden, "{name}"),
        }
    }
    let mut scoped = persona::partner_a_admin();
    scoped.scope = domain::Scope::Only(vec![LocationId::new(build::OTHER_LOCATION)]);
    assert_eq!(refusal(copy(&desk, &id, &scoped, None)), Refusal::NotFound);
    let nobody = build::claim_id("nobody");
    assert_eq!(refusal(copy(&desk, &nobody, &persona::partner_a_admin(), None)), Refusal::NotFound);
}

#[test]
fn clone_of_every_state() {
    let admin = persona::partner_a_admin();
    for (name, scene) in Scene::every() {
        let store = MemoryStore::with_programme();
        ready(testkit::conformance::replay(&store, &scene));
        let desk = Desk::open();
        let mut app = desk.app;
        app.store = store.clone();
        let over = matches!(scene.claim.state, State::RejectedFinal { .. } | State::Canceled { .. })
            || (scene.claim.state == State::Approved && !scene.claim.is_held());
        let made = ready(app.clone_claim(&scene.claim.id, &admin, None));
        assert_eq!(made.is_ok(), over, "{name} {made:?}");
        assert_eq!(store.all().len(), if over { 2 } else { 1 }, "{name}");
    }
}

#[test]
fn i_19_a_key_makes_one_copy() {
    let desk = Desk::open();
    let admin = persona::partner_a_admin();
    let id = desk.claims(&admin, &["teams"]);
    desk.answer(&id, Choice::Object);
    let first = copy(&desk, &id, &admin, Some(("k", "b"))).unwrap();
    for _ in 0..2 {
        let again = copy(&desk, &id, &admin, Some(("k", "b"))).unwrap();
        assert_eq!((again.replayed, &again.claim), (true, &first.claim));
    }
    assert_eq!(refusal(copy(&desk, &id, &admin, Some(("k", "c")))), Refusal::IdempotencyMismatch);
    assert_ne!(copy(&desk, &id, &admin, Some(("l", "b"))).unwrap().claim.id, first.claim.id);
    // Whatever happens to the write.
    for (number, trouble) in [Trouble::AnswerLost, Trouble::Silence, Trouble::Conflict, Trouble::Unavailable]
        .into_iter()
        .enumerate()
    {
        let key = format!("trouble {number}");
        let before = desk.store.all().len();
        desk.store.trouble(&[trouble]);
        let mut made = copy(&desk, &id, &admin, Some((&key, "b")));
        if unavailable(&made) {
            made = copy(&desk, &id, &admin, Some((&key, "b")));
        }
        made.unwrap();
        assert_eq!(desk.store.all().len(), before + 1, "{trouble:?}");
    }
}

#[test]
fn a_sweep_of_nothing_does_nothing() {
    let desk = Desk::open();
    desk.sweep(&build::claim_id("nobody")).unwrap();
    let id = desk.claims(&persona::partner_a_admin(), &["teams"]);
    let writes = desk.store.writes();
    desk.sweep(&id).unwrap();
    assert_eq!(desk.store.writes(), writes);
    // What is owed and cannot be done is not forgotten.
    let (desk, id) = expired();
    desk.store.trouble(&[Trouble::None, Trouble::Unavailable]);
    assert!(unavailable(&desk.sweep(&id)));
    let claim = desk.claim(&id);
    assert!(matches!(claim.owes[..], [FollowUp::Renewal(_)]));
    assert!(allowed::next_due(&claim).is_some_and(|due| due <= desk.now()));
}
