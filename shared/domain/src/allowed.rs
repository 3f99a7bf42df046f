//! What may be done now, whose move it is, by when: computed by the same rules that decide commands.

mod act;

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;

use crate::{
    actor::{self, Actor},
    claim::{AssociationStatus, Claim, ItemKey},
    consent::{self, ConsentState, Mode},
    contest::{self, Seat},
    planted, settle,
    state::{Part, State},
};

pub use act::Act;

/// Whether the act is listed for the state of the claim (domain 6.1). The claim must be settled.
#[must_use]
pub fn listed(claim: &Claim, act: Act) -> bool {
    let state = &claim.state;
    let association = claim.deal.is_none();
    match act {
        Act::Edit if planted::SUBMITTED_EDITABLE => !claim.is_terminal(),
        // A return that names nothing but the proof opens no field.
        Act::Edit => !editable(state).is_empty(),
        Act::Submit => matches!(state, State::Draft { .. } | State::ConsentReceived),
        Act::Cancel => matches!(
            state,
            State::Draft { .. }
                | State::ConsentNotRequested
                | State::AwaitingConsent
                | State::ConsentReceived
        ),
        // A review that was started is not undone by its release; nor is there a way back after the deadline.
        Act::Recall => {
            let in_time = claim.deal.as_ref().is_none_or(|deal| deal.submit_by.is_some());
            matches!(state, State::Submitted { decide_by: None, .. }) && claim.resubmissions == 0 && in_time
        }
        Act::Resubmit => matches!(state, State::ActionRequired { .. }),
        Act::Dispute => matches!(state, State::Rejected { .. }) && claim.dispute.is_none(),
        Act::Disassociate => association && matches!(state, State::Approved),
        Act::Withdraw => {
            let given = matches!(
                state,
                State::Submitted { .. } | State::UnderReview { .. } | State::ActionRequired { .. }
            );
            association && given
        }
        Act::Clone => claim.is_terminal() || (matches!(state, State::Approved) && !claim.is_held()),
        Act::Upload => match state {
            State::Draft { .. }
            | State::ConsentReceived
            | State::ActionRequired { .. }
            | State::Rejected { .. }
            | State::Disputed { .. } => true,
            State::Approved => association,
            State::ConsentNotRequested
            | State::AwaitingConsent
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::RejectedFinal { .. }
            | State::Closed { .. }
            | State::Canceled { .. } => false,
        },
        // What a reviewer looks at, or has approved, is only added to (T21).
        Act::RemoveDocument => {
            matches!(
                state,
                State::Draft { .. }
                    | State::ConsentReceived
                    | State::ActionRequired { .. }
                    | State::Rejected { .. }
            )
        }
        Act::Comment => !claim.is_terminal(),
        Act::SendConsent => matches!(state, State::ConsentNotRequested),
        Act::Resend => {
            noticeable(claim) && claim.consent.as_ref().is_some_and(|consent| consent.reported_at.is_none())
        }
        Act::ChangeContact => noticeable(claim),
        Act::StartReview => matches!(state, State::Submitted { .. }),
        Act::Release => matches!(state, State::UnderReview { .. }),
        Act::Return | Act::Approve | Act::Reject => {
            matches!(state, State::UnderReview { .. } | State::Disputed { .. })
        }
        Act::DecideContest => claim.seats.iter().any(|seat| contest::is_decidable(claim, seat)),
        Act::ExtendDeadline => deadlines(claim).iter().any(|running| extendable(claim, running.clock)),
        Act::Stop if association => claim.is_held() && matches!(state, State::Approved),
        Act::Stop => !claim.is_terminal(),
        Act::Answer | Act::System => true,
    }
}

/// T23: the notice may be sent again while the claim is alive and the round waits for the customer.
fn noticeable(claim: &Claim) -> bool {
    let alive = match claim.state {
        State::AwaitingConsent
        | State::Submitted { .. }
        | State::UnderReview { .. }
        | State::ActionRequired { .. } => true,
        State::Approved => claim.content.items.iter().any(|item| {
            item.association
                .as_ref()
                .is_some_and(|association| association.status == AssociationStatus::Pending)
        }),
        State::Draft { .. }
        | State::ConsentNotRequested
        | State::ConsentReceived
        | State::Rejected { .. }
        | State::Disputed { .. }
        | State::RejectedFinal { .. }
        | State::Closed { .. }
        | State::Canceled { .. } => false,
    };
    alive && claim.consent.as_ref().is_some_and(|consent| consent.state.is_open())
}

/// The acts this actor may do on the claim now, by name.
#[must_use]
pub fn allowed_actions(claim: &Claim, actor: &Actor) -> Vec<&'static str> {
    if !actor::sees(actor, claim) {
        return Vec::new();
    }
    Act::OFFERED
        .into_iter()
        .filter(|act| actor::permits(actor, claim, *act) && listed(claim, *act))
        .map(Act::as_str)
        .collect()
}

/// Pointers this actor may change with PATCH now.
#[must_use]
pub fn editable_fields(claim: &Claim, actor: &Actor) -> Vec<&'static str> {
    if !actor::permits(actor, claim, Act::Edit) {
        return Vec::new();
    }
    editable(&claim.state)
}

/// Pointers that are open in this state.
#[must_use]
pub fn editable(state: &State) -> Vec<&'static str> {
    match state {
        State::Draft { .. } => alloc::vec![
            "/name",
            "/locationId",
            "/items",
            "/optOutOfIncentives",
            "/customerContact",
            "/partnerContact",
            "/revenue"
        ],
        State::ConsentNotRequested => alloc::vec!["/name", "/customerContact", "/partnerContact"],
        State::ActionRequired { parts, .. } => parts
            .iter()
            .filter_map(|part| match part {
                Part::Location => Some("/locationId"),
                Part::Items => Some("/items"),
                Part::CustomerContact => Some("/customerContact"),
                Part::PartnerContact => Some("/partnerContact"),
                Part::Documents => None,
            })
            .collect(),
        State::Submitted { .. } if planted::SUBMITTED_EDITABLE => alloc::vec!["/name"],
        State::AwaitingConsent
        | State::ConsentReceived
        | State::Submitted { .. }
        | State::UnderReview { .. }
        | State::Approved
        | State::Rejected { .. }
        | State::Disputed { .. }
        | State::RejectedFinal { .. }
        | State::Closed { .. }
        | State::Canceled { .. } => Vec::new(),
    }
}

/// Whose move it is: `partner`, `customer`, `vendor` or `none`.
#[must_use]
pub fn waiting_for(claim: &Claim) -> &'static str {
    match &claim.state {
        State::Draft { .. }
        | State::ConsentNotRequested
        | State::ConsentReceived
        | State::ActionRequired { .. }
        | State::Rejected { .. } => "partner",
        State::Submitted { .. } | State::UnderReview { .. } | State::Disputed { .. } => "vendor",
        State::Approved if claim.seats.iter().any(Seat::answers) => "partner",
        State::AwaitingConsent | State::Approved => {
            match claim.consent.as_ref().map(|consent| &consent.state) {
                Some(ConsentState::Undeliverable { .. }) => "partner",
                Some(state) if state.is_open() => "customer",
                Some(_) | None => "none",
            }
        }
        State::RejectedFinal { .. } | State::Closed { .. } | State::Canceled { .. } => "none",
    }
}

/// A running clock (domain 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Name of the clock
    pub clock: &'static str,
    /// The instant it runs out: in time means before it
    pub at: Timestamp,
}

/// Every clock that runs.
#[must_use]
pub fn deadlines(claim: &Claim) -> Vec<Running> {
    let mut running = Vec::new();
    let mut add = |clock, at: Option<Timestamp>| running.extend(at.map(|at| Running { clock, at }));
    let deal = claim.deal.as_ref();
    let review_by = deal.and_then(|deal| deal.review_by);
    match &claim.state {
        State::Draft { idle_until } => add("idle_draft", Some(*idle_until)),
        State::ConsentNotRequested | State::AwaitingConsent => {
            add("consent", deal.map(|deal| deal.consent_by));
        }
        State::ConsentReceived => {
            add("first_submit", deal.and_then(|deal| deal.submit_by));
            add("review", review_by);
        }
        State::Submitted { start_by, decide_by } => {
            add("vendor_start", Some(*start_by));
            add("vendor_decision", *decide_by);
            add("review", review_by);
        }
        State::UnderReview { decide_by, paused, .. } => {
            add("vendor_decision", Some(*decide_by).filter(|_| paused.is_none()));
            add("review", review_by);
        }
        State::ActionRequired { answer_by, .. } => add(answer_clock(claim), Some(*answer_by)),
        State::Rejected { dispute_until, .. } => add("dispute", Some(*dispute_until)),
        State::Disputed { answer_by, .. } => {
            add("dispute_answer", Some(*answer_by));
            add("dispute_phase", deal.and_then(|deal| deal.dispute_by));
        }
        State::Approved | State::RejectedFinal { .. } | State::Closed { .. } | State::Canceled { .. } => {}
    }
    for seat in claim.seats.iter().filter(|seat| seat.is_open()) {
        add("contest_answer", Some(seat.answer_by));
    }
    if let Some(consent) = &claim.consent
        && consent.mode == Mode::Notice
        && consent.state.is_open()
    {
        add("objection", consent.window_ends);
    }
    running
}

/// The clock of a return: an engagement's runs from the consent, or from the dispute.
fn answer_clock(claim: &Claim) -> &'static str {
    match (&claim.deal, &claim.dispute) {
        (None, _) => "partner_answer",
        (Some(_), None) => "review",
        (Some(_), Some(_)) => "dispute_phase",
    }
}

/// Whether the clock takes something from the partner, or from both, when it runs out now.
#[must_use]
pub fn expires(claim: &Claim, clock: &str) -> bool {
    match clock {
        "review" | "dispute_phase" => matches!(claim.state, State::ActionRequired { .. }),
        clock => !is_vendor_clock(clock),
    }
}

/// The clock that runs out first while the vendor has to act, or to decide a contest: its place in the queue.
#[must_use]
pub fn vendor_due(claim: &Claim) -> Option<Timestamp> {
    match claim.state {
        State::Submitted { .. } | State::UnderReview { .. } | State::Disputed { .. } => {
            let clocks = deadlines(claim).into_iter();
            let clocks =
                clocks.filter(|running| is_vendor_clock(running.clock) || running.clock == "contest_answer");
            clocks.map(|running| running.at).min()
        }
        State::Draft { .. }
        | State::ConsentNotRequested
        | State::AwaitingConsent
        | State::ConsentReceived
        | State::ActionRequired { .. }
        | State::Approved
        | State::Rejected { .. }
        | State::RejectedFinal { .. }
        | State::Closed { .. }
        | State::Canceled { .. } => None,
    }
}

/// Whether a clock is one of the vendor's: it flags, nothing else (I-22).
#[must_use]
pub fn is_vendor_clock(clock: &str) -> bool {
    matches!(clock, "vendor_start" | "vendor_decision" | "dispute_answer")
}

/// Whether a programme manager may give more time: not for the answer after a dispute (T16), and not in a
/// contest, whose clock two partners depend on.
#[must_use]
pub fn extendable(claim: &Claim, clock: &str) -> bool {
    match clock {
        "partner_answer" => claim.dispute.is_none(),
        "contest_answer" => false,
        _ => true,
    }
}

/// Vendor clocks that have run out (I-22: they flag, nothing else).
#[must_use]
pub fn overdue(claim: &Claim, now: Timestamp) -> Vec<&'static str> {
    deadlines(claim)
        .into_iter()
        .filter(|running| is_vendor_clock(running.clock) && now >= running.at)
        .map(|running| running.clock)
        .collect()
}

/// What the partner should know at a glance.
#[must_use]
pub fn warnings(claim: &Claim) -> Vec<String> {
    let unreachable = claim
        .consent
        .as_ref()
        .is_some_and(|consent| matches!(consent.state, ConsentState::Undeliverable { .. }));
    let consent = claim.consent.as_ref().filter(|consent| consent.state.is_open());
    let held = claim.earning.as_ref().is_some_and(|earning| earning.look_again_at.is_some());
    [
        (unreachable, "contact_unreachable"),
        (consent.is_some_and(|consent| consent.reported_at.is_some()), "reported_by_customer"),
        (consent.is_some_and(|consent| consent.delegate.is_some()), "other_contact_named"),
        (claim.seats.iter().any(Seat::is_open), "contested"),
        (held, "payee_profile_incomplete"),
    ]
    .into_iter()
    .filter(|(applies, _)| *applies)
    .map(|(_, warning)| warning.into())
    .collect()
}

/// The next moment at which the claim changes by itself, or its request must be looked after; `None` when
/// there is none.
#[must_use]
pub fn next_due(claim: &Claim) -> Option<Timestamp> {
    let chase = claim.consent.as_ref().and_then(|consent| match consent.state {
        ConsentState::Created { chase_at } => Some(chase_at),
        ConsentState::Sending
        | ConsentState::Unknown
        | ConsentState::Delivered
        | ConsentState::Undeliverable { .. }
        | ConsentState::Accepted
        | ConsentState::Declined
        | ConsentState::Objected
        | ConsentState::Lapsed
        | ConsentState::Expired
        | ConsentState::Voided
        | ConsentState::Withdrawn => None,
    });
    let alarm = claim.alarms.iter().map(|alarm| alarm.at).min();
    let held = claim.earning.as_ref().and_then(|earning| earning.look_again_at);
    let owed = (!claim.owes.is_empty() || unwatched(claim)).then_some(claim.updated_at);
    [settle::first_deadline(claim), chase, alarm, held, owed].into_iter().flatten().min()
}

/// Whether there are associations of subscriptions of which it is not known when they end.
#[must_use]
pub fn unwatched(claim: &Claim) -> bool {
    claim.content.items.iter().any(|item| {
        item.is_held()
            && matches!(item.key, ItemKey::Subscription(_))
            && item.association.as_ref().is_some_and(|association| !association.watched)
    })
}

/// Whether the sweep must look up what the vendor knows about the claim's location and subscriptions.
#[must_use]
pub fn wants_facts(claim: &Claim, now: Timestamp) -> bool {
    let held = claim.earning.as_ref().and_then(|earning| earning.look_again_at);
    unwatched(claim) || held.is_some_and(|at| now >= at)
}

/// K9: when the notice may be sent again by hand; `None` when not any more.
#[must_use]
pub fn next_reminder_at(claim: &Claim) -> Option<Timestamp> {
    let consent = claim.consent.as_ref().filter(|_| listed(claim, Act::Resend))?;
    (consent.reminders < consent::REMINDERS_MAX)
        .then(|| {
            consent
                .asked_at
                .saturating_add(jiff::SignedDuration::from_hours(consent::REMINDER_EVERY_HOURS))
                .ok()
        })
        .flatten()
}
