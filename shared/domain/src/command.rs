//! What can be asked of a claim.

use alloc::{string::String, vec::Vec};
use serde::Deserialize;

use crate::{
    actor::Actor,
    allowed::Act,
    claim::Reason,
    consent::Choice,
    document::DocumentState,
    ids::DocumentId,
    input::{ContactInput, ContentPatch, DocumentInput},
};

/// A command with who sends it and what it depends on.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Who asks
    pub actor: Actor,
    /// The idempotency key, already digested
    pub key: Option<Key>,
    /// What the caller last saw
    pub precondition: Precondition,
    /// What is asked
    pub command: Command,
}

/// An idempotency key: digests of its scope and of the request's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Digest of organisation, method, path and key
    pub key: String,
    /// Digest of the body
    pub body: String,
}

/// V-11: the version a caller bases the command on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precondition {
    /// The command does not ask for one
    NotNeeded,
    /// One is needed and none was given
    Missing,
    /// The version seen
    Version(u64),
    /// Something that is no version of ours
    Stale,
    /// Any version will do
    Any,
}

/// A command on an existing claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// T2
    Edit(ContentPatch),
    /// Announces a document
    AddDocument(DocumentInput),
    /// Takes a document out
    RemoveDocument(DocumentId),
    /// The checks of a document are done
    RecordProof {
        /// The document
        document: DocumentId,
        /// What they said
        verdict: DocumentState,
    },
    /// T3
    Submit(Submission),
    /// T4
    Cancel {
        /// Why
        reason: Option<String>,
    },
    /// T6
    Recall {
        /// Why
        reason: Option<String>,
    },
    /// T9
    Resubmit(Submission),
    /// T7
    StartReview,
    /// T7b
    Release,
    /// T8
    Return(Vec<Reason>),
    /// T11
    Reject(Vec<Reason>),
    /// T12
    Approve(Vec<ItemVerdict>),
    /// T23: the same notice again (K9)
    Resend,
    /// T23: the notice goes to another person (K8)
    ChangeContact(ContactInput),
    /// What became of the mail of a round
    RecordMail {
        /// The round
        round: u32,
        /// What became of it
        fate: MailFate,
    },
    /// A mail that never left is looked after
    ChaseMail {
        /// The entry that owes it
        of: u32,
    },
    /// K5, K6, K11, K12
    Answer(CustomerAnswer),
    /// Writes what deadlines have made true
    Settle,
}

/// Body of submit and resubmit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Submission {
    /// Accepted texts, `<id>@<version>`
    #[serde(default)]
    pub acknowledgements: Vec<String>,
    /// Words for the reviewer
    #[serde(default)]
    pub comment: Option<String>,
    /// Answers to the reasons of a return
    #[serde(default)]
    pub answers: Vec<ReasonAnswer>,
}

/// An answer to a reason of a return.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonAnswer {
    /// Place of the reason in the review, from 0
    pub reason: usize,
    /// The answer
    pub text: String,
}

/// A decision on one item.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemVerdict {
    /// Key of the item
    #[serde(default)]
    pub key: String,
    /// `accepted` or `refused`
    #[serde(default)]
    pub decision: String,
    /// Why it is refused
    #[serde(default)]
    pub reason: Option<String>,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailFate {
    /// The mail service took it
    Sent,
    /// The answer of the mail service was lost
    Unknown,
    /// The receiver's server took it
    Delivered,
    /// It came back, or the receiver complained
    Undeliverable {
        /// `bounce`, `complaint` or `refused`
        reason: String,
    },
}

/// What the customer pressed, typed and ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerAnswer {
    /// Round of the link
    pub round: u32,
    /// The choice, if one was made
    pub choice: Option<Choice>,
    /// The typed name
    pub name: Option<String>,
    /// The ticked statement
    pub confirmed: bool,
    /// The optional reason
    pub reason: Option<String>,
    /// The form was shown to somebody, 2 seconds to 2 hours ago
    pub nonce_valid: bool,
}

impl Command {
    /// The act whose permission and state rule apply.
    #[must_use]
    pub fn act(&self) -> Act {
        match self {
            Self::Edit(_) => Act::Edit,
            Self::AddDocument(_) | Self::RemoveDocument(_) => Act::Upload,
            Self::Submit(_) => Act::Submit,
            Self::Cancel { .. } => Act::Cancel,
            Self::Recall { .. } => Act::Recall,
            Self::Resubmit(_) => Act::Resubmit,
            Self::StartReview => Act::StartReview,
            Self::Release => Act::Release,
            Self::Return(_) => Act::Return,
            Self::Reject(_) => Act::Reject,
            Self::Approve(_) => Act::Approve,
            Self::Resend => Act::Resend,
            Self::ChangeContact(_) => Act::ChangeContact,
            Self::Answer(_) => Act::Answer,
            Self::RecordProof { .. } | Self::RecordMail { .. } | Self::ChaseMail { .. } | Self::Settle => {
                Act::System
            }
        }
    }
}
