//! What must hold at every step of a history (domain 10).

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{
    Action, Actor, Catalogue, Claim, Command, Context, Engagement, Envelope, Outcome, Precondition, Refusal,
    State, allowed::next_due, claim::Deal, consent::ConsentState, decide::Decision, document::DocumentState,
    guard::held_by,
};
use jiff::Timestamp;
use proptest::prelude::*;
use testkit::{Scene, build};

use crate::world::World;

/// The catalogue with newer rules of every engagement, other in everything.
static NEWER: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = build::CATALOGUE.clone();
    let newer: Vec<Engagement> = catalogue.engagements.iter().map(newer).collect();
    catalogue.engagements.extend(newer);
    catalogue
});

fn newer(of: &Engagement) -> Engagement {
    let mut newer = Engagement { rule_version: of.rule_version + 1, ..of.clone() };
    let days = &mut newer.deadlines;
    for days in [
        &mut days.vendor_start_business_days,
        &mut days.vendor_decision_business_days,
        &mut days.dispute_days,
        &mut days.dispute_answer_business_days,
        &mut days.consent_days,
        &mut days.submit_days,
        &mut days.review_days,
        &mut days.return_minimum_business_days,
        &mut days.dispute_phase_days,
    ] {
        *days += 1;
    }
    days.reminder_days.clear();
    days.warning_days.clear();
    newer.proof.invoice = !newer.proof.invoice;
    newer.proof.elements.clear();
    newer.acknowledgements.iter_mut().for_each(|text| text.version += 1);
    newer.disclaimer.iter_mut().for_each(|text| text.version += 1);
    (newer.referral, newer.payout) = (None, None);
    newer
}

pub(crate) fn asked(
    scene: &Scene,
    actor: &Actor,
    command: &Command,
    catalogue: &Catalogue,
) -> Result<Outcome, Refusal> {
    let fresh = domain::ids::digest(&["law", scene.claim.id.as_str(), &scene.claim.revision.to_string()]);
    let context = Context { now: scene.now, catalogue, fresh, found: &[] };
    let (actor, command) = (actor.clone(), command.clone());
    let envelope = Envelope { actor, key: None, precondition: Precondition::Any, command };
    domain::decide(&scene.claim, envelope, context)
}

/// It makes no difference whether a job has written down what deadlines have made true.
pub(crate) fn i_17_no_sweep_is_needed(
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
    let swept = asked(&scene.read_at(scene.now), actor, command, &build::CATALOGUE);
    prop_assert_eq!(claim_of(&swept), claim_of(outcome));
    Ok(())
}

/// A claim keeps the rules it was created under, whatever holds for those that are made now.
pub(crate) fn i_20_newer_rules_are_others(
    scene: &Scene,
    actor: &Actor,
    command: &Command,
    outcome: &Result<Outcome, Refusal>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&asked(scene, actor, command, &NEWER), outcome, "I-20");
    Ok(())
}

pub(crate) fn deal(claim: &Claim) -> &Deal {
    claim.deal.as_ref().unwrap()
}

pub(crate) fn of_a_step(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
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

pub(crate) fn of_a_claim(claim: &Claim, now: Timestamp) -> Result<(), TestCaseError> {
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

/// I-12: one running and two in all at a fixed price, two and five by hours; a place has one holder, and the
/// customer's item says who.
pub(crate) fn i_12_no_more_than_the_cap(world: &World) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for scene in &world.scenes {
        for guard in held_by(&scene.claim) {
            let other = expected.insert(guard.name(), scene.claim.id.clone());
            prop_assert_eq!(other, None, "held twice: {}", guard.name());
        }
    }
    prop_assert_eq!(&expected, &world.holders);
    for (engagement, active, total) in [("small-project", 1, 2), ("variable-project", 2, 5)] {
        let claims = world.scenes.iter().map(|scene| &scene.claim);
        let claims: Vec<&Claim> = claims.filter(|claim| claim.engagement.as_str() == engagement).collect();
        let running = claims.iter().filter(|claim| !claim.is_terminal()).count();
        let approved = claims.iter().filter(|claim| claim.state == State::Approved).count();
        prop_assert!(running <= active && running + approved <= total, "{engagement} {running} {approved}");
    }
    Ok(())
}
