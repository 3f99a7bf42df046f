//! Laws over histories of engagement claims: two partners, one customer, any acts of anybody in any order, with
//! waits drawn around every deadline (domain 10).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Action, Actor, Claim, ClaimId, Command, Context, Created, Customer, Envelope, Outcome, Precondition,
    Refusal, State,
    allowed::{Act, deadlines, next_due, next_reminder_at},
    claim::{Deal, Place},
    command::MailFate,
    consent::{Choice, ConsentState},
    decide::{self, DealFacts, Decision, Engaged, conflicts},
    document::DocumentState,
    guard::held_by,
    input::{ConsentInput, EngagementInput},
    money::MoneyInput,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use testkit::{Scene, build, commands, persona};

/// One step of a history, as numbers so that it shrinks.
#[derive(Debug, Clone, Copy)]
struct Step {
    claim: u8,
    wait: u8,
    clock: u8,
    act: u8,
    how: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<u8>(), 0..10_u8, any::<u8>(), any::<u8>(), any::<u8>());
    vec(step.prop_map(|(claim, wait, clock, act, how)| Step { claim, wait, clock, act, how }), 1..60)
}

/// The claims that were made, and what the customer's item would hold.
struct World {
    scenes: Vec<Scene>,
    holders: BTreeMap<String, ClaimId>,
    now: Timestamp,
    /// Deal size of every request, in units
    size: u64,
}

impl World {
    fn new(size: u64) -> Self {
        Self { scenes: Vec::new(), holders: BTreeMap::new(), now: build::monday(), size }
    }

    fn customer(&self) -> Customer {
        Customer { holders: self.holders.clone(), ..build::customer() }
    }

    /// {0, 1 s, window - 1 s, window, window + 1 s} of one of the clocks that run.
    fn wait(&mut self, index: usize, step: Step) {
        let claim = &self.scenes[index].claim;
        let mut clocks: Vec<Timestamp> = deadlines(claim).iter().map(|running| running.at).collect();
        clocks.extend(next_due(claim));
        clocks.extend(next_reminder_at(claim));
        clocks.retain(|at| *at > self.now);
        let second = SignedDuration::from_secs(1);
        let window = clocks.get(usize::from(step.clock) % clocks.len().max(1)).copied();
        self.now = match (step.wait, window) {
            (0..=5, _) | (_, None) => self.now,
            (6, _) => self.now + second,
            (7, Some(at)) => at - second,
            (8, Some(at)) => at,
            (_, Some(at)) => at + second,
        }
        .max(self.now);
        for scene in &mut self.scenes {
            scene.now = self.now;
        }
    }

    /// Another claim of partner A or B, as far as the customer has room for it.
    fn add(&mut self, by_b: bool) {
        let caller = if by_b { persona::partner_b_admin() } else { persona::partner_a_admin() };
        let customer = self.customer();
        let origin = if customer.is_known_to(&caller.org) { "claimed" } else { "added" };
        let input = EngagementInput { origin: Some(origin.into()), ..build::variable_input(40.0) };
        let input = if by_b { build::engagement_of_partner_b(input) } else { input };
        let facts = DealFacts { customer: Some(customer), ..build::deal_facts(&input) };
        let id = build::claim_id(&format!("claim {}", self.scenes.len()));
        let context = Context { now: self.now, catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
        let Ok(Engaged { mut claims, .. }) = decide::engage(&input, &caller, &[id], None, &facts, context)
        else {
            return;
        };
        let claim = claims.remove(0);
        for guard in held_by(&claim) {
            assert_eq!(self.holders.insert(guard.name(), claim.id.clone()), None, "I-12: taken twice");
        }
        self.scenes.push(Scene::of_created(Created { claim, new_customer: None }, caller));
    }

    /// A start that gets far: as it was made, agreed to, under review, or rejected.
    fn begin(&mut self, how: u8) {
        let send = self.send();
        let agreed = |scene: Scene| scene.clone().step(&scene.partner(), send.clone()).agreed();
        let reviewed = |scene| agreed(scene).proven().submit().review();
        let scene = self.scenes.remove(0);
        let scene = match how % 4 {
            0 => scene,
            1 => agreed(scene),
            2 => reviewed(scene),
            _ => reviewed(scene).refused(),
        };
        self.holders =
            held_by(&scene.claim).into_iter().map(|guard| (guard.name(), scene.claim.id.clone())).collect();
        self.scenes.push(scene);
    }

    /// Writes a decision as the table would: all of it, or a refusal.
    fn commit(&mut self, index: usize, decision: &Decision) {
        assert!(conflicts(&self.customer(), &decision.claim.id, &decision.take).is_empty());
        for guard in &decision.take {
            self.holders.insert(guard.name(), decision.claim.id.clone());
        }
        for guard in &decision.free {
            let freed = self.holders.remove(&guard.name());
            assert_eq!(freed.as_ref(), Some(&decision.claim.id), "freed its own");
        }
        self.scenes[index].claim = decision.claim.clone();
    }

    fn send(&self) -> Command {
        let amount = Some(self.size.to_string());
        let size = MoneyInput { amount, currency: Some("USD".into()) };
        Command::SendConsent(ConsentInput { deal_size: Some(size), ..build::consent_input() })
    }
}

/// What the persons of the story would do next, so that histories get far.
fn sensible(world: &World, scene: &Scene, step: Step) -> (Actor, Command) {
    let claim = &scene.claim;
    let right = |act| commands::right(act, claim).unwrap();
    let partner = |act| (scene.partner(), right(act));
    let reviewer = |act| (Actor::Staff(persona::reviewer()), right(act));
    let lead = |act| (Actor::Staff(persona::review_lead()), right(act));
    let answer = |choice| (Actor::Customer, commands::answer_now(claim, choice));
    let mail = |fate| (Actor::System, commands::mail(claim, fate));
    let sweep = || (Actor::System, Command::Settle);
    if let Some(pending) = claim.documents.iter().find(|document| document.state == DocumentState::Pending) {
        let (document, verdict) = (pending.id.clone(), DocumentState::Clean);
        return (Actor::System, Command::RecordProof { document, verdict });
    }
    let invoice = || (scene.partner(), Command::AddDocument(build::invoice_input()));
    let mut next = match &claim.state {
        State::ConsentNotRequested => vec![(scene.partner(), world.send()), partner(Act::Edit)],
        State::AwaitingConsent => vec![
            answer(Choice::Accept),
            answer(Choice::Accept),
            answer(Choice::Decline),
            mail(MailFate::Delivered),
            mail(MailFate::Undeliverable { reason: "bounce".into() }),
            partner(Act::Resend),
            partner(Act::ChangeContact),
            sweep(),
        ],
        State::ConsentReceived if claim.documents.len() < 2 => vec![partner(Act::Upload), invoice()],
        State::ConsentReceived => vec![partner(Act::Submit), partner(Act::Submit), sweep()],
        State::Submitted { .. } => vec![reviewer(Act::StartReview), partner(Act::Recall), sweep()],
        State::UnderReview { .. } => {
            vec![
                reviewer(Act::Return),
                reviewer(Act::Reject),
                reviewer(Act::Approve),
                reviewer(Act::Release),
                sweep(),
            ]
        }
        State::ActionRequired { .. } => vec![partner(Act::Resubmit), partner(Act::Upload), sweep()],
        State::Rejected { .. } => vec![partner(Act::Dispute), sweep()],
        State::Disputed { .. } => {
            vec![lead(Act::Approve), lead(Act::Return), lead(Act::Return), lead(Act::Reject)]
        }
        State::Draft { .. } => unreachable!("no state of an engagement claim"),
        State::Approved | State::RejectedFinal { .. } | State::Closed { .. } | State::Canceled { .. } => {
            vec![sweep(), answer(Choice::Withdraw)]
        }
    };
    let place = usize::from(step.how) % next.len();
    next.swap_remove(place)
}

/// Any act of anybody but field sellers, who come with the size of the deal.
fn anything(world: &World, scene: &Scene, step: Step) -> (Actor, Command) {
    let actors: Vec<Actor> = persona::actors()
        .into_iter()
        .filter(|(name, _)| *name != "field-seller")
        .map(|known| known.1)
        .collect();
    let choices = [Choice::Accept, Choice::Decline, Choice::Withdraw, Choice::Object];
    let act = Act::OFFERED[usize::from(step.act) % Act::OFFERED.len()];
    let own = step.how.is_multiple_of(2);
    match step.act {
        0..=50 => (Actor::Customer, commands::answer_now(&scene.claim, choices[usize::from(step.how % 4)])),
        51..=60 => (Actor::Customer, commands::delegate(&scene.claim, "ann@fabrikam.example")),
        _ => {
            let actor = if !own {
                actors[usize::from(step.how) % 10].clone()
            } else if matches!(act, Act::ExtendDeadline | Act::Stop) {
                Actor::Staff(persona::programme_manager())
            } else {
                scene.partner()
            };
            let right =
                if act == Act::SendConsent { Some(world.send()) } else { commands::right(act, &scene.claim) };
            (actor, right.unwrap_or(Command::Settle))
        }
    }
}

/// Runs a history; every law is checked at every step.
fn run(steps: &[Step], size: u64) -> Result<World, TestCaseError> {
    let mut world = World::new(size);
    world.add(false);
    world.begin(steps.first().map_or(0, |step| step.claim));
    for step in steps {
        if step.act % 16 == 15 {
            world.add(step.how % 2 == 1);
        }
        let index = usize::from(step.claim) % world.scenes.len();
        world.wait(index, *step);
        let scene = world.scenes[index].clone();
        let (actor, command) = if step.clock % 4 == 0 {
            anything(&world, &scene, *step)
        } else {
            sensible(&world, &scene, *step)
        };
        let outcome = asked(&scene, &actor, &command);
        no_sweep_is_needed(&scene, &actor, &command, &outcome)?;
        if let Ok(Outcome::Changed(decision)) = outcome {
            world.commit(index, &decision);
            laws_of_a_step(&scene.claim, &decision.claim)?;
            laws_of_a_claim(&decision.claim, world.now)?;
        }
        i_12_no_more_than_the_cap(&world)?;
    }
    Ok(world)
}

fn asked(scene: &Scene, actor: &Actor, command: &Command) -> Result<Outcome, Refusal> {
    let fresh = domain::ids::digest(&["law", scene.claim.id.as_str(), &scene.claim.revision.to_string()]);
    let context = Context { now: scene.now, catalogue: &build::CATALOGUE, fresh, found: &[] };
    let (actor, command) = (actor.clone(), command.clone());
    let envelope = Envelope { actor, key: None, precondition: Precondition::Any, command };
    domain::decide(&scene.claim, envelope, context)
}

/// I-17: it makes no difference whether a job has written down what deadlines have made true.
fn no_sweep_is_needed(
    scene: &Scene,
    actor: &Actor,
    command: &Command,
    outcome: &Result<Outcome, Refusal>,
) -> Result<(), TestCaseError> {
    let claim_of = |outcome: &Result<Outcome, Refusal>| match outcome {
        Ok(
            Outcome::Changed(Decision { claim, .. }) | Outcome::Unchanged(claim) | Outcome::Replayed(claim),
        ) => Ok(Claim { revision: 0, ..claim.clone() }),
        Err(refusal) => Err(refusal.clone()),
    };
    let swept = asked(&scene.read_at(scene.now), actor, command);
    prop_assert_eq!(claim_of(&swept), claim_of(outcome));
    Ok(())
}

fn deal(claim: &Claim) -> &Deal {
    claim.deal.as_ref().unwrap()
}

fn laws_of_a_step(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    let (old, new) = (deal(before), deal(after));
    if before.is_terminal() {
        prop_assert_eq!(&after.state, &before.state, "I-3");
    }
    prop_assert!(old.size.is_none() || old.size == new.size, "I-5");
    prop_assert_eq!(old.quarter_hours, new.quarter_hours, "I-6");
    prop_assert_eq!((old.origin, &old.identifier, old.place), (new.origin, &new.identifier, new.place));
    prop_assert_eq!(&old.estimate, &new.estimate);
    prop_assert_eq!(
        (&before.engagement, before.rule_version),
        (&after.engagement, after.rule_version),
        "I-20"
    );
    prop_assert!(before.submissions <= after.submissions && before.version <= after.version);
    i_14_every_change_is_recorded(before, after)?;
    // I-17: set once, then only later, and that only by a programme manager.
    let added = &after.history.entries[before.history.entries.len()..];
    let extended = added.iter().any(|entry| entry.action == Action::DeadlineExtended);
    let kept = |old: Option<Timestamp>, new: Option<Timestamp>| {
        old.is_none() || old == new || (extended && old < new)
    };
    // Once there is no way back, until when there was one is forgotten (E14).
    let forgotten = new.submit_by.is_none() && after.submissions > 0;
    prop_assert!(after.state != State::ConsentReceived || new.submit_by.is_some());
    prop_assert!(kept(Some(old.consent_by), Some(new.consent_by)));
    prop_assert!(kept(old.submit_by, new.submit_by) || forgotten);
    prop_assert!(kept(old.review_by, new.review_by) && kept(old.dispute_by, new.dispute_by));
    Ok(())
}

fn i_14_every_change_is_recorded(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    let known = before.history.entries.len();
    prop_assert_eq!(&after.history.entries[..known], &before.history.entries[..], "append only");
    let added = &after.history.entries[known..];
    // That there is no way back any more is no event.
    let mut quiet = Claim { revision: before.revision, ..after.clone() };
    if let Some(deal) = &mut quiet.deal {
        deal.submit_by = before.deal.as_ref().and_then(|deal| deal.submit_by);
    }
    prop_assert!(quiet == *before || !added.is_empty(), "a change without an entry");
    // The entries lead from the state before to the state after, one for every step on the way.
    let mut state = before.state.as_str();
    let moves = |entry: &&domain::Entry| {
        let name = entry.action.as_str();
        let apart = ["consent_", "document_", "referral_"].iter().any(|prefix| name.starts_with(prefix));
        entry.to.is_some() && !apart
    };
    for entry in added.iter().filter(moves) {
        prop_assert_eq!(entry.from.as_deref(), Some(state));
        state = entry.to.as_deref().unwrap_or_default();
    }
    prop_assert_eq!(state, after.state.as_str());
    prop_assert!(after.history.verifies(&after.id));
    prop_assert!(added.is_sorted_by_key(|entry| entry.at));
    Ok(())
}

fn laws_of_a_claim(claim: &Claim, now: Timestamp) -> Result<(), TestCaseError> {
    let consent = claim.consent.as_ref().map(|consent| &consent.state);
    let entries = &claim.history.entries;
    let place = |action| entries.iter().position(|entry| entry.action == action);
    let count = |action| entries.iter().filter(|entry| entry.action == action).count();
    // I-9: beyond the request nothing is without a consent that stands.
    let needs = match claim.state {
        State::ConsentReceived
        | State::Submitted { .. }
        | State::UnderReview { .. }
        | State::ActionRequired { .. }
        | State::Rejected { .. }
        | State::Disputed { .. }
        | State::RejectedFinal { .. }
        | State::Approved => true,
        State::Draft { .. }
        | State::ConsentNotRequested
        | State::AwaitingConsent
        | State::Closed { .. }
        | State::Canceled { .. } => false,
    };
    prop_assert!(!needs || consent == Some(&ConsentState::Accepted), "I-9: {}", claim.state.as_str());
    // I-10: silence is no consent; I-8: a consent is given before its deadline, once.
    prop_assert_eq!(count(Action::ConsentLapsed), 0);
    prop_assert!(count(Action::ConsentAccepted) <= 1 && count(Action::CustomerAgreed) <= 1);
    prop_assert_eq!(place(Action::CustomerAgreed).is_some(), place(Action::ConsentAccepted).is_some());
    if let Some(accepted) = place(Action::ConsentAccepted) {
        prop_assert_eq!(entries[accepted].by.side, domain::Side::Customer);
        prop_assert!(entries[accepted].at < deal(claim).consent_by);
    }
    // I-2, I-16
    if claim.state == State::Approved {
        prop_assert!(claim.documents.iter().any(|document| document.kind == "invoice"));
        prop_assert!(claim.documents.iter().any(|document| document.state == DocumentState::Clean));
    }
    prop_assert_eq!(claim.earning.is_some(), claim.state == State::Approved);
    // I-15, 6.6
    prop_assert!(count(Action::Disputed) <= 1);
    prop_assert!(count(Action::ReferralCreated) <= 1 && count(Action::ReferralUpgraded) <= 1);
    prop_assert!(count(Action::ReferralClosed) <= count(Action::ReferralCreated));
    // Nothing that was written is due already, but for what waits for the sweep.
    let mailing = matches!(consent, Some(ConsentState::Created { .. }));
    prop_assert!(next_due(claim).is_none_or(|due| due > now || mailing || !claim.alarms.is_empty()));
    // The row of the table is the claim.
    let json = serde_json::to_string(claim).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
    let back: Claim = serde_json::from_str(&json).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
    prop_assert_eq!(&back, claim);
    Ok(())
}

/// I-12: two running ones, five in all; a place has one holder, and the customer's item says who.
fn i_12_no_more_than_the_cap(world: &World) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for scene in &world.scenes {
        for guard in held_by(&scene.claim) {
            let other = expected.insert(guard.name(), scene.claim.id.clone());
            prop_assert_eq!(other, None, "held twice: {}", guard.name());
        }
    }
    prop_assert_eq!(&expected, &world.holders);
    let claims = || world.scenes.iter().map(|scene| &scene.claim);
    let running = claims().filter(|claim| !claim.is_terminal()).count();
    let approved = claims().filter(|claim| claim.state == State::Approved).count();
    prop_assert!(running <= 2 && running + approved <= 5, "{running} {approved}");
    Ok(())
}

/// What must not depend on the size of a deal.
type Unsized = (State, Place, Option<domain::claim::Earning>, Option<domain::claim::Estimate>);

fn without_size(world: &World) -> Vec<Unsized> {
    let of = |scene: &Scene| {
        let (claim, deal) = (&scene.claim, deal(&scene.claim));
        (claim.state.clone(), deal.place, claim.earning.clone(), deal.estimate.clone())
    };
    world.scenes.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i_3_i_5_i_6_i_8_i_9_i_10_i_12_i_14_i_15_i_17_i_20_hold_in_every_history(steps in steps()) {
        run(&steps, 48_500)?;
    }

    #[test]
    fn i_17_it_does_not_matter_when_and_how_often_a_job_runs(steps in steps(), looks in vec(0_i64..9_000, 0..4)) {
        let world = run(&steps, 48_500)?;
        for scene in &world.scenes {
            let end = world.now + SignedDuration::from_hours(9_000);
            let once = scene.read_at(end).claim;
            let looks: BTreeSet<i64> = looks.iter().copied().collect();
            let often = looks.into_iter().fold(scene.clone(), |scene, hours| {
                scene.read_at(world.now + SignedDuration::from_hours(hours))
            });
            prop_assert_eq!(often.read_at(end).claim, once);
        }
    }

    #[test]
    fn i_7_v_55_the_deal_size_decides_neither_eligibility_nor_payout(
        steps in steps(),
        one in 0_u64..=1_000_000_000_000,
        // A referral is made of the one and not of the other.
        other in 0_u64..25_000,
    ) {
        let (one, other) = (run(&steps, one)?, run(&steps, other)?);
        prop_assert_eq!(without_size(&one), without_size(&other));
    }
}

#[test]
fn histories_get_everywhere() {
    // The laws would hold easily over histories in which nothing happens.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..250 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        for scene in run(&steps, 48_500).unwrap().scenes {
            seen.extend(scene.claim.history.entries.iter().map(|entry| entry.action.as_str()));
            seen.insert(scene.claim.state.as_str());
        }
    }
    let never = ["draft", "consent_not_requested"];
    for status in State::STATUSES.iter().filter(|status| !never.contains(status)) {
        assert!(seen.contains(status), "no history ends {status}");
    }
    for action in [
        Action::ConsentReminded,
        Action::ConsentResent,
        Action::ConsentVoided,
        Action::ConsentUndeliverable,
        Action::ConsentDelegated,
        Action::Recalled,
        Action::Released,
        Action::Resubmitted,
        Action::Disputed,
        Action::DeadlineExtended,
        Action::DeadlineNear,
        Action::SlaOverdue,
        Action::EarningAccrued,
        Action::ReferralUpgraded,
        Action::ReferralClosed,
        Action::Stopped,
    ] {
        assert!(seen.contains(action.as_str()), "no history with {}", action.as_str());
    }
}
