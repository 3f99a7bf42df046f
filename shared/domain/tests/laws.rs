//! Laws over histories: two partners' claims against one customer, any acts of anybody in any order, with
//! waits drawn around every deadline (domain 10).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use domain::{
    Action, Actor, Claim, ClaimId, Command, Envelope, Outcome, Precondition, Refusal, State,
    allowed::{self, Act, deadlines, next_due},
    claim::AssociationStatus,
    command::{CustomerAnswer, Delegation, ItemVerdict, MailFate, Report},
    consent::Choice,
    decide::{Decision, conflicts},
    document::DocumentState,
    guard::held_by,
    input::{ContactPatch, ContentPatch, ItemInput},
    proof,
    state::Part,
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
    actor: u8,
    act: u8,
    how: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..2_u8, 0..8_u8, any::<u8>(), 0..16_u8, 0..33_u8, any::<u8>());
    vec(
        step.prop_map(|(claim, wait, clock, actor, act, how)| Step { claim, wait, clock, actor, act, how }),
        1..60,
    )
}

/// Both claims and what the customer's item would hold.
struct World {
    scenes: [Scene; 2],
    holders: BTreeMap<String, ClaimId>,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let a = Scene::begin("a", &build::claim_input(), persona::partner_a_admin());
        let input = build::of_partner_b(build::claim_input_of(&["exchange_online", "intune"]));
        let b = Scene::begin("b", &input, persona::partner_b_admin());
        Self { now: a.now, scenes: [a, b], holders: BTreeMap::new() }
    }

    /// {0, 1 s, window - 1 s, window, window + 1 s} of one of the clocks that run.
    fn wait(&mut self, step: Step) {
        let scene = &self.scenes[usize::from(step.claim)];
        let mut clocks: Vec<Timestamp> = deadlines(&scene.claim).iter().map(|running| running.at).collect();
        clocks.extend(next_due(&scene.claim));
        clocks.extend(allowed::next_reminder_at(&scene.claim));
        clocks.retain(|at| *at > self.now);
        let second = SignedDuration::from_secs(1);
        let window = clocks.get(usize::from(step.clock) % clocks.len().max(1)).copied();
        self.now = match (step.wait, window) {
            (0..=2, _) | (4.., None) => self.now,
            (3, _) => self.now + second,
            (4, Some(at)) => at - second,
            (5, Some(at)) => at - SignedDuration::from_nanos(1),
            (6, Some(at)) => at,
            (_, Some(at)) => at + second,
        }
        .max(self.now);
        for scene in &mut self.scenes {
            scene.now = self.now;
        }
    }

    /// Writes a decision as the table would: all of it, or a refusal.
    fn commit(&mut self, index: usize, decision: &Decision) -> bool {
        let customer = domain::Customer { holders: self.holders.clone(), ..build::customer() };
        if !conflicts(&customer, &decision.claim.id, &decision.take).is_empty() {
            return false;
        }
        for guard in &decision.take {
            self.holders.insert(guard.name(), decision.claim.id.clone());
        }
        for guard in &decision.free {
            assert_eq!(
                self.holders.remove(&guard.name()).as_ref(),
                Some(&decision.claim.id),
                "freed its own"
            );
        }
        self.scenes[index].claim = decision.claim.clone();
        true
    }
}

fn actor(scene: &Scene, step: Step) -> Actor {
    // Mostly those who may, sometimes anybody.
    match step.actor {
        0..=8 => match step.act {
            0..=11 => scene.partner(),
            12..=17 => Actor::Staff(persona::reviewer()),
            18..=21 | 31 | 32 => Actor::Customer,
            28 | 29 => scene.partner(),
            30 => Actor::Staff(persona::programme_manager()),
            _ => Actor::System,
        },
        other => persona::actors().swap_remove(usize::from(other) % 11).1,
    }
}

/// What the persons of the story would do next, so that histories get far.
fn sensible(scene: &Scene, step: Step) -> (Actor, Command) {
    let claim = &scene.claim;
    let (partner, reviewer) = (scene.partner(), Actor::Staff(persona::reviewer()));
    let lead = Actor::Staff(persona::review_lead());
    let right = |act| commands::right(act, claim).unwrap();
    let by_partner = |act| (scene.partner(), right(act));
    let pending = claim.documents.iter().find(|document| document.state == DocumentState::Pending);
    if let Some(document) = pending {
        let verdict = DocumentState::Clean;
        return (Actor::System, Command::RecordProof { document: document.id.clone(), verdict });
    }
    let mail = |fate| (Actor::System, commands::mail(claim, fate));
    let answer = |choice| (Actor::Customer, commands::answer_now(claim, choice));
    let mut next = match &claim.state {
        State::Draft { .. } => {
            vec![by_partner(Act::Submit), by_partner(Act::Submit), (partner, right(Act::Upload))]
        }
        State::Submitted { .. } => vec![
            (reviewer, Command::StartReview { contests: Vec::new() }),
            mail(MailFate::Delivered),
            mail(MailFate::Delivered),
            answer(Choice::Accept),
        ],
        State::UnderReview { .. } => vec![
            (reviewer.clone(), some_approval(claim, step.how)),
            (reviewer.clone(), commands::accept_all(claim)),
            (reviewer.clone(), Command::Return(commands::reasons("/items"))),
            (reviewer, Command::Reject(commands::reasons("/documents"))),
        ],
        State::ActionRequired { .. } => {
            vec![
                by_partner(Act::Resubmit),
                by_partner(Act::Resubmit),
                by_partner(Act::Edit),
                by_partner(Act::Upload),
            ]
        }
        State::Approved => vec![
            mail(MailFate::Delivered),
            (Actor::System, Command::Settle),
            answer(Choice::Accept),
            answer(Choice::Withdraw),
            answer(Choice::Object),
            by_partner(Act::Disassociate),
            (Actor::Staff(persona::programme_manager()), right(Act::Stop)),
            by_partner(Act::Upload),
        ],
        State::Rejected { .. } => {
            vec![by_partner(Act::Dispute), by_partner(Act::Upload), (Actor::System, Command::Settle)]
        }
        State::Disputed { .. } => vec![
            (lead.clone(), some_approval(claim, step.how)),
            (lead.clone(), Command::Return(commands::reasons("/items"))),
            (lead, Command::Reject(commands::reasons("/documents"))),
            by_partner(Act::Upload),
        ],
        State::RejectedFinal { .. } | State::Canceled { .. } => vec![(Actor::System, Command::Settle)],
        State::ConsentNotRequested
        | State::AwaitingConsent
        | State::ConsentReceived
        | State::Closed { .. } => unreachable!("no state of an association"),
    };
    let place = usize::from(step.how) % next.len();
    next.swap_remove(place)
}

fn command(claim: &Claim, step: Step) -> Command {
    let acts = [
        Act::Edit,
        Act::Submit,
        Act::Submit,
        Act::Recall,
        Act::Cancel,
        Act::Resubmit,
        Act::Upload,
        Act::Upload,
        Act::Resend,
        Act::ChangeContact,
    ];
    let fates = [
        MailFate::Sent,
        MailFate::Delivered,
        MailFate::Unknown,
        MailFate::Undeliverable { reason: "bounce".into() },
    ];
    let choices = [Choice::Accept, Choice::Object, Choice::Withdraw, Choice::Decline];
    let round = claim.consent.as_ref().map_or(1, |consent| consent.round);
    let document = |how: u8| claim.documents.get(usize::from(how) % claim.documents.len().max(1));
    match step.act {
        10 => Command::Edit(any_patch(step.how)),
        11 => match document(step.how) {
            Some(document) => Command::RemoveDocument(document.id.clone()),
            None => Command::Edit(ContentPatch::default()),
        },
        12 | 13 => Command::StartReview { contests: Vec::new() },
        14 => {
            let pointers =
                ["/items/workload:exchange_online", "/locationId", "/customerContact", "/documents"];
            Command::Return(commands::reasons(pointers[usize::from(step.how % 4)]))
        }
        15 | 16 => some_approval(claim, step.how),
        4 if !step.how.is_multiple_of(8) => Command::Submit(build::submission(claim)),
        17 => match step.how % 4 {
            0 => Command::Release,
            _ => Command::Reject(commands::reasons("/documents")),
        },
        18..=21 => Command::Answer(CustomerAnswer {
            round: round.saturating_sub(u32::from(step.how % 16 == 15)),
            choice: Some(choices[usize::from(step.how % 4)]),
            name: Some("Sue Smith".into()),
            confirmed: step.how % 8 != 7,
            reason: None,
            nonce_valid: true,
            locale: domain::Locale::De,
            text: "0".repeat(64),
        }),
        22..=24 => Command::RecordMail { round, fate: fates[usize::from(step.how % 4)].clone() },
        25 => match document(step.how / 4) {
            Some(document) => {
                let verdict = match step.how % 4 {
                    0 => DocumentState::Infected,
                    1 => DocumentState::Refused { problem: "file_encrypted".into() },
                    _ => DocumentState::Clean,
                };
                Command::RecordProof { document: document.id.clone(), verdict }
            }
            None => Command::Settle,
        },
        26 => Command::ChaseMail { of: u32::from(step.how % 20) },
        27 => Command::Settle,
        28 => commands::right(Act::Dispute, claim).unwrap(),
        29 if step.how.is_multiple_of(4) => commands::right(Act::Withdraw, claim).unwrap(),
        29 => commands::right(Act::Disassociate, claim).unwrap(),
        30 if step.how.is_multiple_of(4) => commands::right(Act::Stop, claim).unwrap(),
        30 => commands::right(Act::ExtendDeadline, claim).unwrap_or(Command::Settle),
        31 => Command::Delegate(Delegation {
            round,
            name: Some("Ann Other".into()),
            email: Some("ann@fabrikam.example".into()),
            nonce_valid: step.how % 8 != 7,
            domains: vec!["fabrikam.example".into()],
        }),
        32 => Command::Report(Report {
            round,
            name: Some("Sue Smith".into()),
            confirmed: true,
            nonce_valid: true,
            reason: None,
        }),
        other => commands::right(acts[usize::from(other)], claim).unwrap(),
    }
}

fn any_patch(how: u8) -> ContentPatch {
    let contact =
        || Some(Some(ContactPatch { title: Some(Some(format!("T{how}"))), ..ContactPatch::default() }));
    let item = |id: &str| ItemInput { workload: Some(id.into()), ..ItemInput::default() };
    match how % 6 {
        0 => ContentPatch { name: Some(Some(format!("Name {how}"))), ..ContentPatch::default() },
        1 => ContentPatch { items: Some(Some(vec![item("exchange_online")])), ..ContentPatch::default() },
        2 => ContentPatch {
            items: Some(Some(vec![item("exchange_online"), item("teams"), item("intune")])),
            ..ContentPatch::default()
        },
        3 => ContentPatch { customer_contact: contact(), ..ContentPatch::default() },
        4 => {
            ContentPatch { location_id: Some(Some(build::OTHER_LOCATION.into())), ..ContentPatch::default() }
        }
        _ => ContentPatch { partner_contact: contact(), ..ContentPatch::default() },
    }
}

fn some_approval(claim: &Claim, how: u8) -> Command {
    let verdicts = claim.content.items.iter().enumerate().map(|(index, item)| {
        let refused = (how >> index) & 3 == 3;
        ItemVerdict {
            key: item.key.to_string(),
            decision: if refused { "refused" } else { "accepted" }.into(),
            reason: refused.then(|| "Not proven.".into()),
        }
    });
    Command::Approve(verdicts.collect())
}

/// Runs a history; every law is checked at every step.
fn run(steps: &[Step]) -> Result<World, TestCaseError> {
    let mut world = World::new();
    // A start that gets far: proof of everything, and more often than not it is handed in.
    for (index, scene) in world.scenes.clone().into_iter().enumerate() {
        world.scenes[index] = scene.proven();
    }
    for (count, step) in steps.iter().enumerate() {
        world.wait(*step);
        let index = usize::from(step.claim);
        let before = world.scenes[index].claim.clone();
        let (actor, command) = match step.clock % 2 {
            0 => sensible(&world.scenes[index], *step),
            _ => (actor(&world.scenes[index], *step), command(&before, *step)),
        };
        let key = (step.how % 3 == 0).then(|| build::key(&format!("k{count}"), "b"));
        let outcome = world.scenes[index].ask_as(&actor, key.clone(), Precondition::Any, command.clone());
        let again =
            Envelope { actor: actor.clone(), key: key.clone(), precondition: Precondition::Any, command };
        match outcome {
            Err(refusal) => {
                a_refusal_is_firm(&mut world, index, again, &refusal, &before)?;
                continue;
            }
            Ok(Outcome::Unchanged(claim)) => {
                prop_assert_eq!(&claim, &before, "unchanged is unchanged");
                continue;
            }
            Ok(Outcome::Replayed(_)) => return Err(TestCaseError::fail("a new key was replayed")),
            Ok(Outcome::Changed(decision)) => {
                what_is_taken_and_freed_is_the_difference(&before, &decision)?;
                if !world.commit(index, &decision) {
                    continue;
                }
                i_19_the_same_once_more(&mut world, index, again)?;
            }
        }
        laws_of_a_step(&before, &world.scenes[index].claim)?;
        laws_of_a_claim(&world.scenes[index].claim, world.now)?;
        i_1_one_holder(&world)?;
    }
    Ok(world)
}

fn a_refusal_is_firm(
    world: &mut World,
    index: usize,
    again: Envelope,
    refusal: &Refusal,
    before: &Claim,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&world.scenes[index].claim, before, "I-14: refused commands leave no trace");
    let context = world.scenes[index].context();
    let second = domain::decide(before, again.clone(), context);
    prop_assert_eq!(second.as_ref().err(), Some(refusal), "the same question, the same answer");
    // I-18: a stranger learns nothing, whatever is asked.
    if !domain::actor::sees(&again.actor, before) {
        prop_assert_eq!(refusal, &Refusal::NotFound);
    }
    Ok(())
}

fn what_is_taken_and_freed_is_the_difference(
    before: &Claim,
    decision: &Decision,
) -> Result<(), TestCaseError> {
    let (old, new) = (held_by(before), held_by(&decision.claim));
    prop_assert!(decision.take.iter().all(|guard| new.contains(guard) && !old.contains(guard)));
    prop_assert!(decision.free.iter().all(|guard| old.contains(guard) && !new.contains(guard)));
    prop_assert_eq!(new.len() + decision.free.len(), old.len() + decision.take.len());
    prop_assert_eq!(decision.claim.revision, before.revision + 1);
    prop_assert!(decision.claim.version >= before.version);
    Ok(())
}

/// I-19: one effect per key; without a key, what a customer or the mail service repeats has no second effect.
fn i_19_the_same_once_more(world: &mut World, index: usize, again: Envelope) -> Result<(), TestCaseError> {
    let claim = world.scenes[index].claim.clone();
    let keyed = again.key.is_some();
    let repeated = matches!(
        again.command,
        Command::Answer(_) | Command::RecordMail { .. } | Command::RecordProof { .. } | Command::Settle
    );
    let context = world.scenes[index].context();
    match domain::decide(&claim, again, context) {
        Ok(Outcome::Replayed(replayed)) => {
            prop_assert!(keyed);
            prop_assert_eq!(&replayed, &claim);
        }
        Ok(Outcome::Changed(_)) => prop_assert!(!keyed && !repeated, "a second effect"),
        Ok(Outcome::Unchanged(_)) | Err(_) => prop_assert!(!keyed),
    }
    Ok(())
}

/// I-1: whatever two partners do, an association has one holder, and the item of the customer says who.
fn i_1_one_holder(world: &World) -> Result<(), TestCaseError> {
    let mut expected = BTreeMap::new();
    for scene in &world.scenes {
        for guard in held_by(&scene.claim) {
            let other = expected.insert(guard.name(), scene.claim.id.clone());
            prop_assert_eq!(other, None, "held twice: {}", guard.name());
        }
    }
    prop_assert_eq!(&expected, &world.holders);
    Ok(())
}

fn laws_of_a_step(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    // I-3
    if before.state.is_terminal() {
        prop_assert_eq!(&after.state, &before.state);
    }
    for (old, new) in
        before.content.items.iter().filter_map(|item| {
            Some((item.association.as_ref()?, after.item(&item.key)?.association.as_ref()))
        })
    {
        let Some(new) = new else { return Err(TestCaseError::fail("an association is forgotten")) };
        let rank = |status| match status {
            AssociationStatus::Pending => 0,
            AssociationStatus::Active => 1,
            AssociationStatus::Ended => 2,
        };
        prop_assert!(rank(new.status) >= rank(old.status));
        prop_assert!(old.status != AssociationStatus::Ended || new == old);
    }
    i_4_what_was_handed_in_stays(before, after)?;
    i_14_every_change_is_recorded(before, after)?;
    i_17_clocks_are_set_once(before, after)
}

fn i_4_what_was_handed_in_stays(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    let open: Vec<Part> = match &before.state {
        State::Draft { .. } => return Ok(()),
        State::ActionRequired { parts, .. } => parts.clone(),
        // What was handed in is only added to there; a removal is refused or was of something newer.
        State::Rejected { .. } => vec![Part::Documents],
        State::Disputed { .. } | State::Approved => vec![Part::Documents],
        State::Submitted { .. }
        | State::UnderReview { .. }
        | State::RejectedFinal { .. }
        | State::Canceled { .. } => Vec::new(),
        State::ConsentNotRequested
        | State::AwaitingConsent
        | State::ConsentReceived
        | State::Closed { .. } => unreachable!("no state of an association"),
    };
    let (old, new) = (&before.content, &after.content);
    prop_assert_eq!(
        (&old.name, &old.role, old.opt_out, &old.revenue),
        (&new.name, &new.role, new.opt_out, &new.revenue)
    );
    prop_assert!(old.location == new.location || open.contains(&Part::Location));
    prop_assert!(old.customer_contact == new.customer_contact || open.contains(&Part::CustomerContact));
    prop_assert!(old.partner_contact == new.partner_contact || open.contains(&Part::PartnerContact));
    let keys = |claim: &Claim| claim.content.items.iter().map(|item| item.key.clone()).collect::<Vec<_>>();
    prop_assert!(keys(before) == keys(after) || open.contains(&Part::Items));
    let ids = |claim: &Claim| claim.documents.iter().map(|document| document.id.clone()).collect::<Vec<_>>();
    prop_assert!(ids(before) == ids(after) || open.contains(&Part::Documents));
    prop_assert_eq!(&before.engagement, &after.engagement);
    prop_assert_eq!(before.rule_version, after.rule_version);
    prop_assert_eq!((&before.org, &before.customer), (&after.org, &after.customer));
    Ok(())
}

/// Actions that move the claim itself.
fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Created
            | Action::Submitted
            | Action::Canceled
            | Action::Recalled
            | Action::ReviewStarted
            | Action::Released
            | Action::Returned
            | Action::Resubmitted
            | Action::PartnerAnswerMissed
            | Action::Rejected
            | Action::Approved
            | Action::CustomerObjected
            | Action::DisputeWindowClosed
            | Action::DraftStale
            | Action::Disputed
            | Action::Disassociated
            | Action::PartnerWithdrew
    )
}

fn i_14_every_change_is_recorded(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    let known = before.history.entries.len();
    prop_assert_eq!(&after.history.entries[..known], &before.history.entries[..], "append only");
    let added = &after.history.entries[known..];
    // A key that was used for nothing is kept, too; it is no change.
    let kept = Claim { keys: before.keys.clone(), revision: before.revision, ..after.clone() };
    if kept != *before {
        prop_assert!(!added.is_empty(), "a change without an entry");
    }
    // The entries lead from the state before to the state after, one for every step on the way.
    let mut state = before.state.as_str();
    for entry in added.iter().filter(|entry| moves(entry.action)) {
        prop_assert_eq!(entry.from.as_deref(), Some(state));
        state = entry.to.as_deref().unwrap_or_default();
    }
    prop_assert_eq!(state, after.state.as_str());
    prop_assert!(after.history.verifies(&after.id));
    let times: Vec<Timestamp> = added.iter().map(|entry| entry.at).collect();
    prop_assert!(times.is_sorted(), "{:?}", added);
    Ok(())
}

fn i_17_clocks_are_set_once(before: &Claim, after: &Claim) -> Result<(), TestCaseError> {
    if let (Some(old), Some(new)) = (&before.consent, &after.consent)
        && old.round == new.round
    {
        // It may run anew only when it ended while nobody could be reached (K3).
        let unreached = old.state.as_str() != "delivered" && new.window_ends > old.window_ends;
        let extended = after.history.entries[before.history.entries.len()..]
            .iter()
            .any(|entry| entry.action == Action::DeadlineExtended && new.window_ends > old.window_ends);
        prop_assert!(
            old.window_ends.is_none() || old.window_ends == new.window_ends || unreached || extended
        );
        prop_assert!(old.delivered_at.is_none() || old.delivered_at == new.delivered_at);
        prop_assert_eq!(&old.contact, &new.contact);
    }
    match (&before.state, &after.state) {
        (State::ActionRequired { answer_by: old, .. }, State::ActionRequired { answer_by: new, .. })
        | (State::Rejected { dispute_until: old, .. }, State::Rejected { dispute_until: new, .. })
        | (State::Disputed { answer_by: old, .. }, State::Disputed { answer_by: new, .. })
        | (State::Draft { idle_until: old }, State::Draft { idle_until: new })
        | (State::Submitted { start_by: old, .. }, State::UnderReview { start_by: new, .. })
        | (State::UnderReview { start_by: old, .. }, State::Submitted { start_by: new, .. }) => {
            let extended = after.history.entries[before.history.entries.len()..]
                .iter()
                .any(|entry| entry.action == Action::DeadlineExtended);
            let idle = before.state.is_draft();
            prop_assert!(old == new || (old < new && (extended || idle)));
        }
        _ => {}
    }
    Ok(())
}

fn laws_of_a_claim(claim: &Claim, now: Timestamp) -> Result<(), TestCaseError> {
    // I-2: nothing is approved without clean proof.
    for item in claim.content.items.iter().filter(|item| item.association.is_some()) {
        prop_assert!(proof::covered(claim, &item.key), "{}", item.key);
    }
    let entries = &claim.history.entries;
    let is = |action: Action, round: Option<u32>| {
        move |entry: &&domain::Entry| entry.action == action && (round.is_none() || entry.round == round)
    };
    let rounds = claim.consent.as_ref().map_or(0, |consent| consent.round);
    for round in (1..=rounds).map(Some) {
        // I-8: a round is decided once; an agreement can be taken back or objected to once.
        let count = |action| entries.iter().filter(is(action, round)).count();
        prop_assert!(count(Action::ConsentAccepted) <= 1);
        prop_assert!(count(Action::ConsentObjected) + count(Action::ConsentWithdrawn) <= 1);
        prop_assert!(count(Action::ConsentLapsed) + count(Action::ConsentAccepted) <= 1);
        prop_assert!(count(Action::ConsentVoided) <= 1 && count(Action::ConsentRequested) == 1);
        let place = |action| entries.iter().position(|entry| is(action, round)(&entry));
        if let Some(voided) = place(Action::ConsentVoided) {
            let decided = [Action::ConsentAccepted, Action::ConsentObjected, Action::ConsentLapsed];
            prop_assert!(decided.into_iter().all(|action| place(action).is_none_or(|at| at < voided)));
        }
        // I-10: silence counts only after a proven delivery.
        if let Some(lapsed) = place(Action::ConsentLapsed) {
            prop_assert!(place(Action::ConsentDelivered).is_some_and(|delivered| delivered < lapsed));
        }
    }
    if let Some(activated) = entries.iter().position(|entry| entry.action == Action::AssociationActivated) {
        let before = &entries[..activated];
        prop_assert!(before.iter().any(|entry| entry.action == Action::Approved));
        let told = [Action::ConsentAccepted, Action::ConsentLapsed];
        prop_assert!(before.iter().any(|entry| told.contains(&entry.action)));
    }
    // I-11
    if entries.iter().any(|entry| matches!(entry.action, Action::ConsentObjected | Action::ConsentWithdrawn))
    {
        prop_assert!(claim.content.items.iter().all(|item| !item.is_held()));
        prop_assert!(claim.state.is_terminal());
    }
    // Nothing that was written is due already, and what is due is found by the sweep.
    prop_assert!(next_due(claim).is_none_or(|due| due > now || left_to_the_sweep(claim)), "due in the past");
    // The row of the table is the claim.
    let json = serde_json::to_string(claim).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
    let back: Claim = serde_json::from_str(&json).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
    prop_assert_eq!(&back, claim);
    Ok(())
}

/// A mail that has not left, a warning and what other rows must learn wait for the sweep, not for other
/// commands.
fn left_to_the_sweep(claim: &Claim) -> bool {
    let chased = claim.consent.as_ref().is_some_and(|consent| consent.state.as_str() == "created");
    chased || !claim.alarms.is_empty() || !claim.owes.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i_1_i_2_i_3_i_4_i_8_i_10_i_11_i_14_i_17_i_18_i_19_hold_in_every_history(steps in steps()) {
        run(&steps)?;
    }

    #[test]
    fn i_17_it_does_not_matter_when_and_how_often_a_job_runs(steps in steps(), looks in vec(0_i64..4_000, 0..4)) {
        let world = run(&steps)?;
        for scene in &world.scenes {
            let end = world.now + SignedDuration::from_hours(4_000);
            let once = scene.read_at(end).claim;
            let mut often = scene.clone();
            let mut looks = looks.clone();
            looks.sort_unstable();
            for hours in looks {
                often = often.read_at(world.now + SignedDuration::from_hours(hours));
            }
            prop_assert_eq!(often.read_at(end).claim, once);
        }
    }
}

#[test]
fn histories_get_everywhere() {
    // The laws would hold easily over histories in which nothing happens.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..600 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let world = run(&steps).unwrap();
        for scene in &world.scenes {
            for entry in &scene.claim.history.entries {
                *seen.entry(entry.action.as_str()).or_default() += 1;
            }
        }
    }
    println!("{seen:?}");
    for action in [
        Action::Submitted,
        Action::Canceled,
        Action::Recalled,
        Action::ReviewStarted,
        Action::Released,
        Action::Returned,
        Action::Resubmitted,
        Action::PartnerAnswerMissed,
        Action::Rejected,
        Action::Approved,
        Action::CustomerObjected,
        Action::DisputeWindowClosed,
        Action::AssociationActivated,
        Action::AssociationEnded,
        Action::ConsentLapsed,
        Action::ConsentVoided,
        Action::ConsentResent,
        Action::ConsentWithdrawn,
        Action::ConsentUndeliverable,
        Action::ConsentDelegated,
        Action::ConsentReported,
        Action::DraftStale,
        Action::Disputed,
        Action::Disassociated,
        Action::PartnerWithdrew,
        Action::Stopped,
        Action::DeadlineExtended,
        Action::DeadlineNear,
        Action::SlaOverdue,
        Action::EarningAccrued,
    ] {
        assert!(seen.contains_key(action.as_str()), "no history with {}", action.as_str());
    }
}
