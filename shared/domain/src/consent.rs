//! The customer's part of a claim (domain 6.3). One round is open at a time; older links are dead.

use alloc::string::String;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    claim::Contact,
    ids::{ConsentId, ReceiptId},
    text::Locale,
};

/// What silence means (C1); never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Silence after a delivered notice is no objection
    Notice,
    /// Silence is no consent
    OptIn,
}

impl Mode {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::OptIn => "opt_in",
        }
    }
}

/// The current round of asking the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// Id, the same over all rounds
    pub id: ConsentId,
    /// Notice or opt-in
    pub mode: Mode,
    /// Counts from 1; the link carries it
    pub round: u32,
    /// Who is asked: the claim's contact, or the one the notice was redirected to (T23)
    pub contact: Contact,
    /// Digest of what the request says ([`crate::Claim::terms`])
    pub terms: String,
    /// Where the round stands
    pub state: ConsentState,
    /// When the round began
    pub requested_at: Timestamp,
    /// When its mail was last handed over
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// First proven delivery of the round
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// End of the objection window, from the first delivery of the round (K2, K9; clock `objection`)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_ends: Option<Timestamp>,
    /// Re-sends by hand in this claim (K9)
    #[serde(default)]
    pub reminders: u32,
    /// When a mail was last asked for
    pub asked_at: Timestamp,
    /// What the customer decided last
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Answered>,
    /// Somebody else whom the contact named (K10); the partner confirms
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegate: Option<Delegate>,
    /// How often somebody else was named in this claim
    #[serde(default, skip_serializing_if = "is_zero")]
    pub delegations: u32,
    /// When the customer reported the request: nothing is sent again
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
}

/// A colleague whom the customer's contact named (K10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegate {
    /// Full name
    pub name: String,
    /// Address in a domain of the customer
    pub email: String,
    /// When
    pub at: Timestamp,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// States of a round. `Declined` and `Expired` exist in opt-in mode only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ConsentState {
    /// Decided on; the mail has not left
    Created {
        /// When to look after a mail that never left
        chase_at: Timestamp,
    },
    /// Handed to the mail service
    Sending,
    /// The answer of the mail service was lost
    Unknown,
    /// The receiver took it
    Delivered,
    /// It came back, or the receiver complained (K3)
    Undeliverable {
        /// `bounce` or `complaint`
        reason: String,
    },
    /// K5
    Accepted,
    /// K6 in opt-in mode
    Declined,
    /// K6 and K12 in notice mode
    Objected,
    /// K7 in notice mode: no objection, never "consent" (D14)
    Lapsed,
    /// K7 in opt-in mode
    Expired,
    /// K8: withdrawn by the sender, or the claim ended
    Voided,
    /// K11
    Withdrawn,
}

impl ConsentState {
    /// The state in the API.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Delivered => "delivered",
            Self::Undeliverable { .. } => "undeliverable",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Objected => "objected",
            Self::Lapsed => "lapsed",
            Self::Expired => "expired",
            Self::Voided => "voided",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether the round waits for the customer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Created { .. }
            | Self::Sending
            | Self::Unknown
            | Self::Delivered
            | Self::Undeliverable { .. } => true,
            Self::Accepted
            | Self::Declined
            | Self::Objected
            | Self::Lapsed
            | Self::Expired
            | Self::Voided
            | Self::Withdrawn => false,
        }
    }

    /// Whether a mail may have reached the customer, who must then be told when the request is voided.
    #[must_use]
    pub fn may_have_been_read(&self) -> bool {
        match self {
            Self::Sending | Self::Unknown | Self::Delivered | Self::Accepted | Self::Lapsed => true,
            Self::Created { .. }
            | Self::Undeliverable { .. }
            | Self::Declined
            | Self::Objected
            | Self::Expired
            | Self::Voided
            | Self::Withdrawn => false,
        }
    }
}

/// What the customer can press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Agree
    Accept,
    /// Say no (opt-in mode)
    Decline,
    /// Say no (notice mode)
    Object,
    /// Take an agreement back (K11)
    Withdraw,
}

impl Choice {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Object => "object",
            Self::Withdraw => "withdraw",
        }
    }

    /// Reads the form of the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Accept, Self::Decline, Self::Object, Self::Withdraw]
            .into_iter()
            .find(|choice| choice.as_str() == text)
    }
}

/// A decision of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// What was pressed
    pub choice: Choice,
    /// The typed name
    pub name: String,
    /// The optional reason
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When
    pub at: Timestamp,
    /// Number of the receipt
    pub receipt: ReceiptId,
    /// Language of the page it was made on
    pub locale: Locale,
    /// Digest of the text that was shown, hexadecimal
    pub text: String,
    /// Receipt of the decision this one replaced
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<ReceiptId>,
}

/// K9: a re-send by hand at most once in 24 hours …
pub const REMINDER_EVERY_HOURS: i64 = 24;
/// … and at most five times in all.
pub const REMINDERS_MAX: u32 = 5;
/// K10: somebody else may be named at most twice.
pub const DELEGATIONS_MAX: u32 = 2;
/// How long a mail may be on its way out before it is looked after.
pub const CHASE_AFTER_MINUTES: i64 = 15;
