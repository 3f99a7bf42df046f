//! What the model answers to a command.

use domain::Command;

use super::text::Faults;

/// Why a command has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The problem's code; `invalid` for faults of fields
    pub(crate) code: String,
    /// Pointer and code of every fault, sorted
    pub(crate) faults: Faults,
    /// For refusals by state: the status and what may be done instead
    pub(crate) instead: Option<(String, Vec<String>)>,
}

impl Refused {
    pub(crate) fn coded(code: &str, mut faults: Faults) -> Self {
        faults.sort();
        Self { code: code.to_owned(), faults, instead: None }
    }

    pub(crate) fn code(code: &str) -> Self {
        Self::coded(code, Faults::new())
    }

    pub(super) fn invalid(faults: Faults) -> Self {
        Self::coded("invalid", faults)
    }

    pub(super) fn field(pointer: &str, code: &str) -> Self {
        Self::invalid(vec![(pointer.to_owned(), code.to_owned())])
    }

    pub(super) fn unless_empty(faults: Faults) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::invalid(faults)) }
    }

    /// Field by field, what other rows say against it.
    pub(super) fn of(faults: Faults) -> Option<Self> {
        if faults.is_empty() { None } else { Some(Self::invalid(faults)) }
    }
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Changed,
    Unchanged,
    Replayed,
    Refused(Refused),
}

/// V-11, from the caller's view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    Any,
    Current,
    Missing,
    Stale,
}

/// Refusals that say what may be done instead.
pub(super) fn is_state(code: &str) -> bool {
    [
        "invalid_state_transition",
        "claim_not_editable",
        "dispute_already_used",
        "dispute_window_closed",
        "consent_missing",
        "deadline_passed",
        "already_submitted",
        "contest_open",
    ]
    .contains(&code)
}

/// The act whose permission and state apply.
pub(crate) fn act_of(command: &Command) -> &'static str {
    match command {
        Command::Edit(_) => "edit",
        Command::AddDocument(_) => "upload",
        Command::RemoveDocument(_) => "remove_document",
        Command::Submit(_) => "submit",
        Command::Cancel { .. } => "cancel",
        Command::Recall { .. } => "recall",
        Command::Resubmit(_) => "resubmit",
        Command::Dispute { .. } => "dispute",
        Command::Disassociate { .. } => "disassociate",
        Command::Withdraw { .. } => "withdraw",
        Command::StartReview { .. } => "start_review",
        Command::Release => "release",
        Command::Return(_) => "return",
        Command::Reject(_) => "reject",
        Command::Approve(_) => "approve",
        Command::SendConsent(_) => "send_consent",
        Command::Resend => "resend",
        Command::ChangeContact(_) => "change_contact",
        Command::Answer(_) | Command::Delegate(_) | Command::Report(_) => "answer",
        Command::ExtendDeadline(_) => "extend_deadline",
        Command::Stop { .. } => "stop",
        Command::RecordProof { .. }
        | Command::RecordMail { .. }
        | Command::ChaseMail { .. }
        | Command::JoinContest(_)
        | Command::LeaveContest { .. }
        | Command::RecordFacts(_)
        | Command::RecordSubscription(_)
        | Command::RecordRenewal { .. }
        | Command::Settle => "system",
    }
}
