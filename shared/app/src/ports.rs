//! What the use cases ask of the world, in words of the domain.
//!
//! `Option` says that something is not there, `Err` that we could not look.

mod answers;
mod contests;
mod digests;
mod directory;
mod engagements;
mod lists;
mod mails;
mod programme;
mod usage;

use std::future::Future;

use domain::{
    Claim, ClaimId, CommentId, CustomerId, Guard, LocationId, OrgId, Side,
    claim::Submitted,
    decide::{Check, Created, Decision, Found},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use answers::{AnswerBook, Answers};
pub use contests::{ContestPage, Contests, Whose};
pub use digests::{Digest, DigestKey, Digests};
pub use directory::{Directory, DirectoryFault, Imported, Tenants};
pub use engagements::{DealKnown, DealWanted, Engagements, KnownPage};
pub use lists::{DUE_SHARDS, Due, ListQuery, Lists, Order, Page, Position, Shelf, Tab, queue_of};
pub use mails::{MailKey, MailRow, MailState, Mails};
pub use programme::{CustomerError, ImportRecord, Programme};
pub use usage::{AccessRow, UsageInsight};

/// The time of the domain: deadlines, nonces and mail rows are measured by it.
pub trait Clock: Send + Sync {
    /// This instant.
    fn now(&self) -> Timestamp;
}

/// Unpredictable bytes for ids, given from outside so that a test can repeat a run.
pub trait Entropy: Send + Sync {
    /// Sixteen fresh bytes.
    fn bytes(&self) -> [u8; 16];
}

/// We could not look, or what we found is none of ours. Never shown to a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Throttled, timed out or unreachable; worth another try later
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A row has a shape this version does not know
    #[error("a row cannot be read: {0}")]
    Shape(String),
}

/// Why a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else wrote the claim; what it is now, where the store could tell
    #[error("the claim has changed meanwhile")]
    Conflict(Option<Box<Claim>>),
    /// Other claims hold what this one takes
    #[error("{} holders are taken", .0.len())]
    Taken(Vec<(Guard, ClaimId)>),
    /// Facts about other rows do not hold
    #[error("{} facts do not hold", .0.len())]
    Failed(Vec<(Check, Found)>),
    /// A customer or identifier that was to be new exists
    #[error("the customer exists")]
    CustomerExists,
    /// It could not be tried
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a new claim names, to be looked up at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The id the claim would have
    pub claim: Option<ClaimId>,
    /// Location of the caller's organisation
    pub location: Option<(OrgId, LocationId)>,
    /// Tenant, a UUID in lower case
    pub tenant: Option<String>,
    /// Customer, where it is known already
    pub customer: Option<CustomerId>,
    /// Subscriptions, UUIDs in lower case
    pub subscriptions: Vec<String>,
}

/// What there is of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The claim, if the id is in use
    pub claim: Option<Claim>,
    /// The rest
    pub facts: domain::decide::Facts,
}

/// Claims: one item each, one conditional write per decision.
pub trait Claims: Send + Sync {
    /// One consistent read.
    fn load(&self, id: &ClaimId) -> impl Future<Output = Result<Option<Claim>, StoreError>> + Send;

    /// One batched consistent read; those that exist, in no order.
    fn load_all(&self, ids: &[ClaimId]) -> impl Future<Output = Result<Vec<Claim>, StoreError>> + Send;

    /// A version as it was handed in.
    fn submitted(
        &self,
        id: &ClaimId,
        number: u32,
    ) -> impl Future<Output = Result<Option<Submitted>, StoreError>> + Send;

    /// At most two batched reads, however many items are named.
    fn look_up(&self, wanted: &Wanted) -> impl Future<Output = Result<Known, StoreError>> + Send;

    /// One write; refused when the claim's id or the new customer exists.
    fn create(&self, created: &Created) -> impl Future<Output = Result<(), CommitError>> + Send;

    /// One write of the claim, the holders it takes and frees, the facts it depends on, the frozen version
    /// and the notes: all or nothing, and only if the claim's revision is the one before.
    fn commit(
        &self,
        decision: &Decision,
        notes: &[Comment],
    ) -> impl Future<Output = Result<(), CommitError>> + Send;
}

/// Words beside a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    /// Its id; orders by time
    pub id: CommentId,
    /// The claim
    pub claim: ClaimId,
    /// When
    pub at: Timestamp,
    /// Name of the writer
    pub by: String,
    /// Side of the writer
    pub side: Side,
    /// Shared with the partner, or among the vendor's staff
    pub visibility: Visibility,
    /// The words
    pub text: String,
    /// The reason of a return that they answer
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<u32>,
    /// Digest of the body it was sent with, for repeats
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Who may read a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Both sides
    Shared,
    /// The vendor's staff
    Internal,
}

/// Comments of claims.
pub trait Comments: Send + Sync {
    /// Puts it unless its id exists; then the one that exists comes back.
    fn add(&self, comment: &Comment) -> impl Future<Output = Result<Option<Comment>, StoreError>> + Send;

    /// At most `limit` after `after`, oldest first.
    fn comments(
        &self,
        claim: &ClaimId,
        after: Option<&CommentId>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Comment>, StoreError>> + Send;
}
