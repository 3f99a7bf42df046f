//! One command in, one decision out.

mod conditions;
mod contest;
mod create;
mod customer;
mod engage;
mod facts;
mod manager;
mod partner;
mod proof;
mod review;
mod submission;
mod system;

use alloc::{collections::BTreeSet, string::String, vec::Vec};
use jiff::Timestamp;

use crate::{
    actor, alarm,
    allowed::{self, Act},
    catalogue::{Catalogue, Engagement},
    claim::{Claim, FollowUp, UsedKey},
    command::{Command, Envelope, Key, Precondition},
    guard::{self, Guard},
    history::{Action, By, Entry},
    ids::ClaimId,
    planted,
    refusal::{Code, Fault, Refusal},
    settle::settle,
    state::{Closing, State, ending},
};

pub use conditions::{Check, Found, conflicts, failed, taken};
pub use create::{Copy, Created, Facts, copy, create};
pub use engage::{DealFacts, ENGAGEMENTS_MAX, Engaged, again, capped, engage, identifier};

/// What a decision may depend on besides the claim.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// This instant
    pub now: Timestamp,
    /// The programme's rules
    pub catalogue: &'a Catalogue,
    /// Bytes for ids that the decision makes
    pub fresh: [u8; 16],
    /// What a failed check has found, when the command is decided again
    pub found: &'a [Found],
}

/// What became of a command that was not refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// To be written
    Changed(Decision),
    /// It had taken effect before; nothing is owed
    Unchanged(Claim),
    /// The same idempotency key had taken effect before (I-19)
    Replayed(Claim),
}

/// A decision: one conditional write commits all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The claim as it is to be
    pub claim: Claim,
    /// Whether it changes more than the keys that were used (V-10)
    pub effect: bool,
    /// Holders to take on the customer
    pub take: Vec<Guard>,
    /// Holders to free
    pub free: Vec<Guard>,
    /// Facts that must hold when it is written
    pub checks: Vec<Check>,
    /// The submitted version to freeze
    pub freeze: Option<u32>,
    /// Words to keep beside the claim
    pub notes: Vec<Note>,
}

/// A comment that belongs to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The words
    pub text: String,
    /// The reason of a return that they answer
    pub answers: Option<usize>,
}

/// Decides a command. The order of refusals is the one of api 1: 404, replay, 403, 428/412, 409, 422.
pub fn decide(seen: &Claim, envelope: Envelope, context: Context<'_>) -> Result<Outcome, Refusal> {
    let Envelope { actor, key, precondition, command } = envelope;
    let engagement = context.catalogue.rules(&seen.engagement, seen.rule_version).ok_or(Refusal::NotFound)?;
    if !actor::sees(&actor, seen) {
        return Err(Refusal::NotFound);
    }
    if let Some(key) = &key
        && let Some(used) = seen.keys.iter().find(|used| used.key == key.key)
    {
        let same = used.body == key.body || planted::KEY_BODY_UNCHECKED;
        return if same {
            Ok(Outcome::Replayed(settled(seen, engagement, context)))
        } else {
            Err(Refusal::IdempotencyMismatch)
        };
    }
    let act = command.act();
    let claim = settled(seen, engagement, context);
    if !actor::permits(&actor, &claim, act) {
        return Err(Refusal::Forbidden);
    }
    meets(precondition, claim.version)?;
    if !allowed::listed(&claim, act) {
        let fixed = match (&command, &claim.state) {
            // A return that has opened nothing is told field by field like any other (C4).
            (Command::Edit(patch), State::ActionRequired { .. }) => patch.touched(),
            (Command::Edit(patch), _) => patch.never_editable(),
            _ => Vec::new(),
        };
        return Err(if fixed.is_empty() { not_listed(&claim, &actor, act) } else { frozen(fixed) });
    }
    let mut step = Step {
        claim,
        by: By::actor(&actor),
        engagement,
        context,
        checks: Vec::new(),
        freeze: None,
        notes: Vec::new(),
    };
    match command {
        Command::Edit(patch) => step.edit(&actor, patch)?,
        Command::AddDocument(input) => step.add_document(input)?,
        Command::RemoveDocument(id) => step.remove_document(&id)?,
        Command::Dispute { justification } => step.dispute(justification.as_deref())?,
        Command::Disassociate { reason } => step.disassociate(reason.as_deref())?,
        Command::Withdraw { reason } => step.withdraw(reason.as_deref())?,
        Command::RecordProof { document, verdict } => step.record_proof(&document, verdict),
        Command::Submit(submission) => step.submit(&submission)?,
        Command::Cancel { reason } => step.cancel(reason.as_deref())?,
        Command::Recall { reason } => step.recall(reason.as_deref())?,
        Command::Resubmit(submission) => step.resubmit(&submission)?,
        Command::StartReview { contests } => step.start_review(&actor, contests),
        Command::Release => step.release(),
        Command::Return(reasons) => step.send_back(reasons)?,
        Command::Reject(reasons) => step.reject(reasons)?,
        Command::Approve(verdicts) => step.approve(&actor, &verdicts)?,
        Command::SendConsent(input) => step.send_consent(&input)?,
        Command::Resend => step.resend()?,
        Command::ChangeContact(contact) => step.change_contact(&contact)?,
        Command::RecordMail { round, fate } => step.record_mail(round, fate),
        Command::ChaseMail { of } => step.chase_mail(of),
        Command::Answer(answer) => step.answer(&actor, answer)?,
        Command::Delegate(delegation) => step.delegate(delegation)?,
        Command::Report(report) => step.report(report)?,
        Command::JoinContest(openings) => step.join_contests(openings),
        Command::LeaveContest { contest, won, takes, by } => step.leave_contest(&contest, won, takes, by),
        Command::RecordFacts(facts) => {
            step.record_facts(&facts);
            step.sweep();
        }
        Command::RecordSubscription(subscription) => step.watch(&subscription),
        Command::RecordRenewal { entry, draft } => step.record_renewal(entry, draft),
        Command::ExtendDeadline(extension) => step.extend_deadline(&extension)?,
        Command::Stop { reason } => step.stop(reason.as_deref())?,
        Command::Settle => step.sweep(),
    }
    Ok(step.finish(seen, key))
}

fn settled(seen: &Claim, engagement: &Engagement, context: Context<'_>) -> Claim {
    let mut claim = seen.clone();
    settle(&mut claim, engagement, &context.catalogue.calendar, context.now);
    claim
}

/// V-11
fn meets(precondition: Precondition, version: u64) -> Result<(), Refusal> {
    match precondition {
        Precondition::NotNeeded | Precondition::Any => Ok(()),
        Precondition::Missing => Err(Refusal::PreconditionRequired),
        Precondition::Version(seen) if seen == version => Ok(()),
        Precondition::Version(_) | Precondition::Stale => Err(Refusal::VersionConflict { current: version }),
    }
}

/// V-27, V-28, V-56, V-59: some acts say more than that they are not listed.
fn not_listed(claim: &Claim, actor: &actor::Actor, act: Act) -> Refusal {
    let window_closed = claim.state.failure() == Some(ending::DISPUTE_WINDOW_CLOSED)
        || claim.state == State::Closed { end: Closing::DisputeExpired };
    let code = match (act, &claim.state) {
        (Act::Upload | Act::RemoveDocument, _) => Code::ClaimNotEditable,
        (Act::Dispute, _) if claim.dispute.is_some() => Code::DisputeAlreadyUsed,
        (Act::Dispute, _) if window_closed => Code::DisputeWindowClosed,
        (Act::Submit, State::ConsentNotRequested | State::AwaitingConsent) => Code::ConsentMissing,
        (
            Act::Submit,
            State::Closed {
                end: Closing::ConsentDeclined | Closing::ConsentExpired | Closing::ConsentWithdrawn,
            },
        ) => Code::ConsentMissing,
        (Act::Submit, State::Closed { end: Closing::NotSubmittedExpired }) => Code::DeadlinePassed,
        (Act::SendConsent, State::Closed { end: Closing::ConsentExpired }) => Code::DeadlinePassed,
        (Act::Cancel, _) if claim.deal.is_some() && claim.submissions > 0 => Code::AlreadySubmitted,
        _ => Code::InvalidStateTransition,
    };
    state_refusal(code, claim, actor)
}

/// C4, V-44, V-54
fn frozen(pointers: Vec<&'static str>) -> Refusal {
    Refusal::FieldFrozen(pointers.into_iter().map(|pointer| Fault::new(pointer, Code::FieldFrozen)).collect())
}

fn state_refusal(code: Code, claim: &Claim, actor: &actor::Actor) -> Refusal {
    let allowed = allowed::allowed_actions(claim, actor);
    Refusal::State { code, status: claim.state.as_str(), allowed }
}

/// A decision in the making.
struct Step<'a> {
    claim: Claim,
    by: By,
    engagement: &'a Engagement,
    context: Context<'a>,
    checks: Vec<Check>,
    freeze: Option<u32>,
    notes: Vec<Note>,
}

impl Step<'_> {
    fn entry(&self, action: Action) -> Entry {
        Entry::new(self.context.now, self.by.clone(), action)
    }

    /// Moves the claim and records it.
    fn go(&mut self, action: Action, next: State, reason: Option<&str>) {
        let mut entry = self.entry(action).change(self.claim.state.as_str(), next.as_str());
        entry.reason = reason.map(Into::into);
        self.claim.state = next;
        self.record(entry);
    }

    /// Records what people see: a new version. A draft that changes is not idle.
    fn record(&mut self, entry: Entry) {
        if let State::Draft { idle_until } = &mut self.claim.state {
            let days = self.engagement.deadlines.idle_draft_days;
            *idle_until = self.context.catalogue.calendar.after_days(self.context.now, days).max(*idle_until);
        }
        self.claim.version += 1;
        self.claim.updated_at = self.context.now;
        self.claim.history.push(entry);
    }

    /// Records what leaves the version as it is: scans, deliveries, reminders.
    fn note(&mut self, entry: Entry) {
        self.claim.history.push(entry);
    }

    fn finish(mut self, seen: &Claim, key: Option<Key>) -> Outcome {
        let (calendar, now) = (&self.context.catalogue.calendar, self.context.now);
        settle(&mut self.claim, self.engagement, calendar, now);
        for contest in crate::contest::left(&self.claim) {
            let owed = FollowUp::Contest(contest);
            if !self.claim.owes.contains(&owed) {
                self.claim.owes.push(owed);
            }
        }
        alarm::set(&mut self.claim, self.engagement, calendar, now);
        let effect = self.claim != *seen;
        if !effect && key.is_none() {
            return Outcome::Unchanged(self.claim);
        }
        remember(&mut self.claim, key, self.context.now);
        self.claim.revision = seen.revision + 1;
        let (before, after) = (guard::held_by(seen), guard::held_by(&self.claim));
        let only =
            |these: &BTreeSet<Guard>, those: &BTreeSet<Guard>| these.difference(those).cloned().collect();
        Outcome::Changed(Decision {
            take: only(&after, &before),
            free: if planted::FREED_TWICE {
                planted::freed_again(&self.claim)
            } else {
                only(&before, &after)
            },
            claim: self.claim,
            effect,
            checks: self.checks,
            freeze: self.freeze,
            notes: self.notes,
        })
    }
}

/// Keys are good for 24 hours and dropped after; the one of the create stays, because the claim's id is made
/// from it and would be met again.
fn remember(claim: &mut Claim, key: Option<Key>, now: Timestamp) {
    let Some(Key { key, body }) = key else { return };
    let id = &claim.id;
    claim
        .keys
        .retain(|used| now.duration_since(used.at).as_hours() < 24 || ClaimId::of_key(&used.key) == *id);
    claim.keys.push(UsedKey { key, body, at: now });
}
