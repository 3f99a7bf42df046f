//! The states of a claim (domain 6.1), each with the data that only it has.

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum State {
    /// The partner prepares it
    Draft {
        /// Given up when nothing changes before (clock `idle_draft`, T5)
        idle_until: Timestamp,
    },
    /// The partner prepares the request to the customer (engagement)
    ConsentNotRequested,
    /// The customer is asked (engagement)
    AwaitingConsent,
    /// The customer has agreed; the partner gathers proof (engagement)
    ConsentReceived,
    /// Handed in, review not started
    Submitted {
        /// Vendor SLA: review starts before (clock `vendor_start`)
        start_by: Timestamp,
        /// Vendor SLA of a review that was released and runs on (T7b)
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decide_by: Option<Timestamp>,
    },
    /// A reviewer looks at it
    UnderReview {
        /// Who took it
        reviewer: Reviewer,
        /// The clock it came with
        start_by: Timestamp,
        /// Vendor SLA: decision before (clock `vendor_decision`)
        decide_by: Timestamp,
        /// Business days left on that clock while a contest holds it (T13)
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paused: Option<u16>,
    },
    /// Sent back; the partner answers
    ActionRequired {
        /// The partner answers before (clock `partner_answer`)
        answer_by: Timestamp,
        /// What may be edited
        parts: Vec<Part>,
        /// Whether anything was edited since
        #[serde(default)]
        changed: bool,
    },
    /// Approved; the associations have a life of their own
    Approved,
    /// Rejected, may still be disputed
    Rejected {
        /// Why
        code: String,
        /// Disputable before (clock `dispute`)
        dispute_until: Timestamp,
        /// Whether the proof was changed since, for the dispute
        #[serde(default)]
        changed: bool,
    },
    /// The partner disputes the rejection; a review lead answers (T15)
    Disputed {
        /// Vendor SLA: answer before (clock `dispute_answer`)
        answer_by: Timestamp,
        /// Whether proof was added that is not in a frozen version yet
        #[serde(default)]
        changed: bool,
    },
    /// The failing end
    RejectedFinal {
        /// Why
        code: String,
    },
    /// A failing end of an engagement claim
    Closed {
        /// Which
        end: Closing,
    },
    /// Given up before submission
    Canceled {
        /// Why, when the system or the vendor did it
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
}

/// Failing ends of an engagement claim (E8, E9, E13, E18, E22, E24, E26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// The customer said no
    ConsentDeclined,
    /// The customer said nothing in time
    ConsentExpired,
    /// The customer took the agreement back
    ConsentWithdrawn,
    /// No proof in time
    NotSubmittedExpired,
    /// A return was not answered in time
    PostSubmissionExpired,
    /// A rejection was not disputed, or a return in the dispute not answered, in time
    DisputeExpired,
}

impl Closing {
    /// The status in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConsentDeclined => "consent_declined",
            Self::ConsentExpired => "consent_expired",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::NotSubmittedExpired => "not_submitted_expired",
            Self::PostSubmissionExpired => "post_submission_expired",
            Self::DisputeExpired => "dispute_expired",
        }
    }
}

/// Who took a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// Subject of the token
    pub sub: String,
    /// Display name
    pub name: String,
}

/// A part of a claim that a return re-opens (T8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The partner location
    Location,
    /// Items: removal or correction
    Items,
    /// The customer's contact
    CustomerContact,
    /// The partner's contact
    PartnerContact,
    /// Proof of execution
    Documents,
}

impl State {
    /// Every status in the API.
    pub const STATUSES: &'static [&'static str] = &[
        "draft",
        "consent_not_requested",
        "awaiting_consent",
        "consent_received",
        "submitted",
        "under_review",
        "action_required",
        "approved",
        "rejected",
        "disputed",
        "rejected_final",
        "consent_declined",
        "consent_expired",
        "consent_withdrawn",
        "not_submitted_expired",
        "post_submission_expired",
        "dispute_expired",
        "canceled",
    ];

    /// The status in the API.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::ConsentNotRequested => "consent_not_requested",
            Self::AwaitingConsent => "awaiting_consent",
            Self::ConsentReceived => "consent_received",
            Self::Submitted { .. } => "submitted",
            Self::UnderReview { .. } => "under_review",
            Self::ActionRequired { .. } => "action_required",
            Self::Approved => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Disputed { .. } => "disputed",
            Self::RejectedFinal { .. } => "rejected_final",
            Self::Closed { end } => end.as_str(),
            Self::Canceled { .. } => "canceled",
        }
    }

    /// I-3: nothing leaves these.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::RejectedFinal { .. } | Self::Closed { .. } | Self::Canceled { .. } => true,
            Self::Draft { .. }
            | Self::ConsentNotRequested
            | Self::AwaitingConsent
            | Self::ConsentReceived
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::ActionRequired { .. }
            | Self::Approved
            | Self::Rejected { .. }
            | Self::Disputed { .. } => false,
        }
    }

    /// Whether the partner still prepares it.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        matches!(self, Self::Draft { .. })
    }

    /// Whether the claim is on its way through a review or waits for one: it holds its keys against other
    /// claims of the same partner (V-19).
    #[must_use]
    pub fn is_in_review(&self) -> bool {
        match self {
            Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::ActionRequired { .. }
            | Self::Disputed { .. } => true,
            Self::Draft { .. }
            | Self::ConsentNotRequested
            | Self::AwaitingConsent
            | Self::ConsentReceived
            | Self::Approved
            | Self::Rejected { .. }
            | Self::RejectedFinal { .. }
            | Self::Closed { .. }
            | Self::Canceled { .. } => false,
        }
    }

    /// The bracketed reason of a failing end, or of the rejection.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Rejected { code, .. } | Self::RejectedFinal { code } => Some(code),
            Self::Closed { end } => Some(end.as_str()),
            Self::Canceled { code } => code.as_deref(),
            Self::Draft { .. }
            | Self::ConsentNotRequested
            | Self::AwaitingConsent
            | Self::ConsentReceived
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::ActionRequired { .. }
            | Self::Disputed { .. }
            | Self::Approved => None,
        }
    }
}

/// Codes of failing ends, of claims and of associations.
pub mod ending {
    /// T5
    pub const STALE: &str = "stale";
    /// T10
    pub const NO_PARTNER_RESPONSE: &str = "no_partner_response";
    /// T14, S2, S3
    pub const CUSTOMER_DECLINED: &str = "customer_declined";
    /// T19
    pub const DISPUTE_WINDOW_CLOSED: &str = "dispute_window_closed";
    /// T20
    pub const PARTNER_DISASSOCIATED: &str = "partner_disassociated";
    /// T22
    pub const PARTNER_REQUEST: &str = "partner_request";
    /// T13
    pub const CONTEST_LOST: &str = "contest_lost";
    /// S4
    pub const SUBSCRIPTION_EXPIRED: &str = "subscription_expired";
    /// S5
    pub const PARTNER: &str = "partner";
    /// S6
    pub const SUPERSEDED: &str = "superseded";
    /// S7
    pub const PROGRAMME: &str = "programme";
    /// S8
    pub const TERM: &str = "term";
    /// E10: a referral of a claim that was given up
    pub const CANCELED: &str = "canceled";
    /// E27
    pub const BY_VENDOR: &str = "by_vendor";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_listed() {
        let at = Timestamp::UNIX_EPOCH;
        let reviewer = Reviewer { sub: String::new(), name: String::new() };
        let every = [
            State::Draft { idle_until: at },
            State::ConsentNotRequested,
            State::AwaitingConsent,
            State::ConsentReceived,
            State::Submitted { start_by: at, decide_by: None },
            State::UnderReview { reviewer, start_by: at, decide_by: at, paused: None },
            State::ActionRequired { answer_by: at, parts: Vec::new(), changed: false },
            State::Approved,
            State::Rejected { code: String::new(), dispute_until: at, changed: false },
            State::Disputed { answer_by: at, changed: false },
            State::RejectedFinal { code: String::new() },
            State::Closed { end: Closing::ConsentDeclined },
            State::Closed { end: Closing::ConsentExpired },
            State::Closed { end: Closing::ConsentWithdrawn },
            State::Closed { end: Closing::NotSubmittedExpired },
            State::Closed { end: Closing::PostSubmissionExpired },
            State::Closed { end: Closing::DisputeExpired },
            State::Canceled { code: None },
        ];
        let names: Vec<&str> = every.iter().map(State::as_str).collect();
        assert_eq!(names, State::STATUSES);
    }
}
