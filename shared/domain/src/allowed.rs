//! What may be done now, whose move it is, by when: computed by the same rules that decide commands.

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;

use crate::{
    actor::{self, Actor},
    claim::{AssociationStatus, Claim},
    consent::{self, ConsentState},
    settle,
    state::{Part, State},
};

/// Something that can be done to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// T2
    Edit,
    /// T3
    Submit,
    /// T6
    Recall,
    /// T4
    Cancel,
    /// T9
    Resubmit,
    /// Announce or remove a document (V-27)
    Upload,
    /// Write a comment
    Comment,
    /// T23: the notice again
    Resend,
    /// T23: the notice to another person
    ChangeContact,
    /// T7
    StartReview,
    /// T7b
    Release,
    /// T8
    Return,
    /// T12
    Approve,
    /// T11
    Reject,
    /// The customer's answer on a consent link
    Answer,
    /// Deadlines, scans, deliveries
    System,
}

impl Act {
    /// Acts that are offered to people, in the order of the API.
    pub const OFFERED: [Self; 14] = [
        Self::Edit,
        Self::Submit,
        Self::Recall,
        Self::Cancel,
        Self::Resubmit,
        Self::Upload,
        Self::Comment,
        Self::Resend,
        Self::ChangeContact,
        Self::StartReview,
        Self::Release,
        Self::Return,
        Self::Approve,
        Self::Reject,
    ];

    /// The name in `allowedActions`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Submit => "submit",
            Self::Recall => "recall",
            Self::Cancel => "cancel",
            Self::Resubmit => "resubmit",
            Self::Upload => "upload",
            Self::Comment => "comment",
            Self::Resend => "resend",
            Self::ChangeContact => "change_contact",
            Self::StartReview => "start_review",
            Self::Release => "release",
            Self::Return => "return",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Answer => "answer",
            Self::System => "system",
        }
    }
}

/// Whether the act is listed for the state of the claim (domain 6.1). The claim must be settled.
#[must_use]
pub fn listed(claim: &Claim, act: Act) -> bool {
    let state = &claim.state;
    match act {
        Act::Edit => matches!(state, State::Draft | State::ActionRequired { .. }),
        Act::Submit | Act::Cancel => matches!(state, State::Draft),
        Act::Recall => matches!(state, State::Submitted { .. }) && claim.resubmissions == 0,
        Act::Resubmit => matches!(state, State::ActionRequired { .. }),
        Act::Upload => matches!(state, State::Draft | State::ActionRequired { .. } | State::Rejected { .. }),
        Act::Comment => !state.is_terminal(),
        Act::Resend | Act::ChangeContact => noticeable(claim),
        Act::StartReview => matches!(state, State::Submitted { .. }),
        Act::Release | Act::Return | Act::Approve | Act::Reject => matches!(state, State::UnderReview { .. }),
        Act::Answer | Act::System => true,
    }
}

/// T23: the notice may be sent again while the claim is alive and the round waits for the customer.
fn noticeable(claim: &Claim) -> bool {
    let alive = match claim.state {
        State::Submitted { .. } | State::UnderReview { .. } | State::ActionRequired { .. } => true,
        State::Approved => claim.content.items.iter().any(|item| {
            item.association
                .as_ref()
                .is_some_and(|association| association.status == AssociationStatus::Pending)
        }),
        State::Draft | State::Rejected { .. } | State::RejectedFinal { .. } | State::Canceled { .. } => false,
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
        State::Draft => alloc::vec![
            "/name",
            "/locationId",
            "/items",
            "/optOutOfIncentives",
            "/customerContact",
            "/partnerContact",
            "/revenue"
        ],
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
        State::Submitted { .. }
        | State::UnderReview { .. }
        | State::Approved
        | State::Rejected { .. }
        | State::RejectedFinal { .. }
        | State::Canceled { .. } => Vec::new(),
    }
}

/// Whose move it is: `partner`, `customer`, `vendor` or `none`.
#[must_use]
pub fn waiting_for(claim: &Claim) -> &'static str {
    match &claim.state {
        State::Draft | State::ActionRequired { .. } | State::Rejected { .. } => "partner",
        State::Submitted { .. } | State::UnderReview { .. } => "vendor",
        State::Approved => match claim.consent.as_ref().map(|consent| &consent.state) {
            Some(ConsentState::Undeliverable { .. }) => "partner",
            Some(state) if state.is_open() => "customer",
            Some(_) | None => "none",
        },
        State::RejectedFinal { .. } | State::Canceled { .. } => "none",
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
    let mut add = |clock, at| running.push(Running { clock, at });
    match &claim.state {
        State::Submitted { start_by, decide_by } => {
            add("vendor_start", *start_by);
            if let Some(at) = decide_by {
                add("vendor_decision", *at);
            }
        }
        State::UnderReview { decide_by, .. } => add("vendor_decision", *decide_by),
        State::ActionRequired { answer_by, .. } => add("partner_answer", *answer_by),
        State::Rejected { dispute_until, .. } => add("dispute", *dispute_until),
        State::Draft | State::Approved | State::RejectedFinal { .. } | State::Canceled { .. } => {}
    }
    if let Some(consent) = &claim.consent
        && consent.state.is_open()
        && let Some(at) = consent.window_ends
    {
        add("objection", at);
    }
    running
}

/// Vendor clocks that have run out (I-22: they flag, nothing else).
#[must_use]
pub fn overdue(claim: &Claim, now: Timestamp) -> Vec<&'static str> {
    deadlines(claim)
        .into_iter()
        .filter(|running| running.clock.starts_with("vendor_") && now >= running.at)
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
    if unreachable { alloc::vec!["contact_unreachable".into()] } else { Vec::new() }
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
    [settle::first_deadline(claim), chase].into_iter().flatten().min()
}

/// K9: when the notice may be sent again by hand; `None` when not any more.
#[must_use]
pub fn next_reminder_at(claim: &Claim) -> Option<Timestamp> {
    let consent = claim.consent.as_ref().filter(|_| noticeable(claim))?;
    (consent.reminders < consent::REMINDERS_MAX)
        .then(|| {
            consent
                .asked_at
                .saturating_add(jiff::SignedDuration::from_hours(consent::REMINDER_EVERY_HOURS))
                .ok()
        })
        .flatten()
}
