//! Rows of mails.

use std::future::Future;

use domain::{Claim, ClaimId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// Names a mail: the entry that owes it and its kind. Once per entry, whoever reads the stream how often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MailKey {
    /// The claim
    pub claim: ClaimId,
    /// Number of the history entry
    pub seq: u32,
    /// Kind of mail ([`crate::effects::MailKind`] by name)
    pub kind: String,
}

/// A mail and its fate (architecture 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MailRow {
    /// Which mail
    #[serde(flatten)]
    pub key: MailKey,
    /// Consent round, for requests and reminders
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// Address
    pub to: String,
    /// What became of it
    pub state: MailState,
    /// Times it was handed over
    pub attempt: u32,
    /// Time of the first attempt, or for which it is planned: its date, the same in every attempt
    pub first_at: Timestamp,
    /// Time of the last change
    pub at: Timestamp,
    /// When somebody must look after it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Somebody has: the next worker may take it over at once
    #[serde(default)]
    pub chased: bool,
    /// The mail service's id
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The request that it follows from
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It goes in the digest that is sent at `due`
    Held,
    /// It goes in a digest that is sent under another mail's row, which knows its fate
    Bundled,
    /// A worker holds it until `due`
    Sending,
    /// The answer was lost; an event or `due` settles it
    Unknown,
    /// The mail service took it
    Sent,
    /// The receiver's server took it
    Delivered,
    /// It came back
    Bounced,
    /// The receiver complained
    Complained,
    /// The mail service said no
    Refused,
}

impl MailState {
    /// Whether it still has to leave, or may have to once more.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Held | Self::Sending | Self::Unknown => true,
            Self::Bundled
            | Self::Sent
            | Self::Delivered
            | Self::Bounced
            | Self::Complained
            | Self::Refused => false,
        }
    }
}

/// Rows of mails.
pub trait Mails: Send + Sync {
    /// Puts the row unless there is one; then that one comes back.
    fn begin(&self, row: &MailRow) -> impl Future<Output = Result<Option<MailRow>, StoreError>> + Send;

    /// Replaces the row as it was seen; `false` when somebody else was faster.
    fn replace(
        &self,
        seen: &MailRow,
        next: &MailRow,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// One row.
    fn mail(&self, key: &MailKey) -> impl Future<Output = Result<Option<MailRow>, StoreError>> + Send;

    /// The claim with all its rows, in one consistent read.
    fn with_mails(
        &self,
        claim: &ClaimId,
    ) -> impl Future<Output = Result<(Option<Claim>, Vec<MailRow>), StoreError>> + Send;
}
