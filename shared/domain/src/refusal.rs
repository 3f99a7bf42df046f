//! Why a command is refused: data, no HTTP.

mod code;

use alloc::{string::String, vec, vec::Vec};
use jiff::Timestamp;

use crate::{
    customer::Ineligible,
    ids::{ClaimId, CustomerId, EngagementId},
};

pub use code::Code;

/// A fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer into the request, e.g. `/customerContact/email`
    pub pointer: String,
    /// What is wrong
    pub code: Code,
    /// Numbers and names for the text, e.g. `max` = `120`
    pub params: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault without particulars.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: Code) -> Self {
        Self { pointer: pointer.into(), code, params: Vec::new() }
    }

    /// With a particular.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.push((name, value.into()));
        self
    }
}

/// Why a command has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not exist for this caller
    #[error("not found")]
    NotFound,
    /// The role does not permit it
    #[error("forbidden")]
    Forbidden,
    /// V-10
    #[error("the key was used for another request")]
    IdempotencyMismatch,
    /// V-11: no version was named
    #[error("a version is required")]
    PreconditionRequired,
    /// V-11: the claim has moved on
    #[error("version {current} is the current one")]
    VersionConflict {
        /// The current version
        current: u64,
    },
    /// The state does not allow it
    #[error("not in state {status}: {}", code.as_str())]
    State {
        /// `invalid_state_transition` when the event is not listed, else something more telling
        code: Code,
        /// The status the claim is in
        status: &'static str,
        /// What this caller may do instead
        allowed: Vec<&'static str>,
    },
    /// C4
    #[error("a frozen field")]
    FieldFrozen(Vec<Fault>),
    /// V-02
    #[error("location out of scope")]
    LocationOutOfScope,
    /// Faults of fields, all of them
    #[error("{} fields at fault", .0.len())]
    Invalid(Vec<Fault>),
    /// V-19
    #[error("own claim {claim} is open on the key")]
    Duplicate {
        /// The other claim
        claim: ClaimId,
        /// The item both claim
        pointer: String,
    },
    /// V-49
    #[error("cap of {engagement} reached: {}", reason.as_str())]
    CustomerCapReached {
        /// The engagement
        engagement: EngagementId,
        /// Running ones, or all
        reason: Ineligible,
    },
    /// V-50: to be claimed, not added
    #[error("customer {customer} is known")]
    CustomerAlreadyKnown {
        /// The customer
        customer: CustomerId,
    },
    /// V-50: to be added, not claimed
    #[error("customer not known")]
    CustomerNotKnown,
    /// I-1
    #[error("association taken")]
    AssociationTaken {
        /// The items that are taken
        items: Vec<String>,
    },
    /// V-60
    #[error("too soon")]
    ReminderTooSoon {
        /// When it is allowed again
        at: Timestamp,
        /// Whole seconds until then
        seconds: u64,
    },
    /// V-60
    #[error("no more reminders")]
    ReminderLimitReached,
    /// V-61: the link leads nowhere
    #[error("unknown link")]
    ConsentNotFound,
    /// V-61: the link is over, and why
    #[error("the link is over: {}", .0.as_str())]
    ConsentOver(Code),
    /// The other decision was made already
    #[error("already decided")]
    ConsentAlreadyDecided,
    /// K10
    #[error("nobody else can be named any more")]
    DelegationLimitReached,
    /// The contest is decided
    #[error("the contest is decided")]
    ContestDecided,
}

impl Refusal {
    /// One fault.
    #[must_use]
    pub fn fault(pointer: &str, code: Code) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code)])
    }
}
