//! What can be asked of a claim.

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    actor::Actor,
    allowed::Act,
    claim::{ItemKey, Reason},
    consent::Choice,
    customer::{Location, Subscription},
    document::DocumentState,
    history::By,
    ids::{ClaimId, ContestId, DocumentId},
    input::{ConsentInput, ContactInput, ContentPatch, DocumentInput},
    text::Locale,
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
    /// T15
    Dispute {
        /// Why the rejection is wrong
        justification: Option<String>,
    },
    /// T20
    Disassociate {
        /// Why
        reason: Option<String>,
    },
    /// T22
    Withdraw {
        /// Why
        reason: Option<String>,
    },
    /// T7; the contests it opens are those of its rivals (T13)
    StartReview {
        /// The contests that begin with it
        contests: Vec<Opening>,
    },
    /// T7b
    Release,
    /// T8
    Return(Vec<Reason>),
    /// T11
    Reject(Vec<Reason>),
    /// T12
    Approve(Vec<ItemVerdict>),
    /// E4: the customer is asked
    SendConsent(ConsentInput),
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
    /// K10
    Delegate(Delegation),
    /// The customer does not know what this is about
    Report(Report),
    /// Another claim wants the same (T13); comes with that claim's review
    JoinContest(Vec<Opening>),
    /// A contest is decided (S6); comes with the decision
    LeaveContest {
        /// The contest
        contest: ContestId,
        /// Whether this claim has won
        won: bool,
        /// Whether it takes the key over from the other one, in the same write
        takes: bool,
        /// Who decided
        by: By,
    },
    /// What the vendor knows about the things the claim stands on, all looked up
    RecordFacts(KnownFacts),
    /// What the vendor says about one of its subscriptions now
    RecordSubscription(Subscription),
    /// The draft that renews associations was made, or could not be
    RecordRenewal {
        /// The entry that ended them
        entry: u32,
        /// The draft
        draft: Option<ClaimId>,
    },
    /// A programme manager gives more time
    ExtendDeadline(Extension),
    /// S7
    Stop {
        /// Why
        reason: Option<String>,
    },
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

/// A seat taken in a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The contest
    pub contest: ContestId,
    /// What is contested
    pub key: ItemKey,
    /// The claim on the other side; no partner learns of it
    pub rival: ClaimId,
    /// The incumbent answers before (clock `contest_answer`)
    pub answer_by: Timestamp,
}

/// What the vendor knows about the things a claim stands on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownFacts {
    /// The claim's location, if it exists
    pub location: Option<Location>,
    /// Those of the claim's subscriptions that exist
    pub subscriptions: Vec<Subscription>,
}

/// More time, by a programme manager.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Extension {
    /// The clock
    #[serde(default)]
    pub clock: String,
    /// Its new end: the end of the day of this instant
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Why
    #[serde(default)]
    pub reason: Option<String>,
}

/// What somebody who is not the right person sends (K10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Round of the link
    pub round: u32,
    /// Name of the colleague
    pub name: Option<String>,
    /// Address of the colleague
    pub email: Option<String>,
    /// The form was shown to somebody, 2 seconds to 2 hours ago
    pub nonce_valid: bool,
    /// Domains the vendor knows to be the customer's
    pub domains: Vec<String>,
}

/// What somebody sends who does not know what a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Round of the link
    pub round: u32,
    /// The typed name
    pub name: Option<String>,
    /// The ticked statement
    pub confirmed: bool,
    /// The form was shown to somebody, 2 seconds to 2 hours ago
    pub nonce_valid: bool,
    /// The optional reason
    pub reason: Option<String>,
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
    /// Language of the page
    pub locale: Locale,
    /// Digest of the text that was shown, hexadecimal
    pub text: String,
}

impl Command {
    /// The act whose permission and state rule apply.
    #[must_use]
    pub fn act(&self) -> Act {
        match self {
            Self::Edit(_) => Act::Edit,
            Self::AddDocument(_) => Act::Upload,
            Self::RemoveDocument(_) => Act::RemoveDocument,
            Self::Submit(_) => Act::Submit,
            Self::Cancel { .. } => Act::Cancel,
            Self::Recall { .. } => Act::Recall,
            Self::Resubmit(_) => Act::Resubmit,
            Self::Dispute { .. } => Act::Dispute,
            Self::Disassociate { .. } => Act::Disassociate,
            Self::Withdraw { .. } => Act::Withdraw,
            Self::ExtendDeadline(_) => Act::ExtendDeadline,
            Self::Stop { .. } => Act::Stop,
            Self::StartReview { .. } => Act::StartReview,
            Self::Release => Act::Release,
            Self::Return(_) => Act::Return,
            Self::Reject(_) => Act::Reject,
            Self::Approve(_) => Act::Approve,
            Self::SendConsent(_) => Act::SendConsent,
            Self::Resend => Act::Resend,
            Self::ChangeContact(_) => Act::ChangeContact,
            Self::Answer(_) | Self::Delegate(_) | Self::Report(_) => Act::Answer,
            Self::RecordProof { .. }
            | Self::RecordMail { .. }
            | Self::ChaseMail { .. }
            | Self::JoinContest(_)
            | Self::LeaveContest { .. }
            | Self::RecordFacts(_)
            | Self::RecordSubscription(_)
            | Self::RecordRenewal { .. }
            | Self::Settle => Act::System,
        }
    }
}
