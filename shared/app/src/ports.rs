//! What the use cases ask of the world, in words of the domain.
//!
//! `Option` says that something is not there, `Err` that we could not look.

use std::future::Future;

use domain::{
    Claim, ClaimId, CommentId, Customer, CustomerId, DocumentId, Guard, ImportId, Location, LocationId,
    OrgId, Side, Subscription,
    decide::{Check, Created, Decision, Found},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

/// A place in a list: what came last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Sort key of the last row
    pub sort: String,
    /// Its claim
    pub claim: ClaimId,
}

/// Whose claims are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// Those of a partner
    Org(OrgId),
    /// Every claim that was ever submitted
    Programme,
    /// Those the vendor has to act on, by the clock that runs out first: status `submitted` or `under_review`
    Queue(&'static str),
}

/// Newest first, by this time. A queue has its own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Last change
    Updated,
    /// Creation
    Created,
}

/// A question for a page of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// Whose
    pub shelf: Shelf,
    /// In which order
    pub order: Order,
    /// Only those changed at or after (order `Updated`)
    pub since: Option<Timestamp>,
    /// Rows looked at
    pub limit: u32,
    /// After this place
    pub after: Option<Position>,
}

/// A page of claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// In order
    pub claims: Vec<Claim>,
    /// Where the next page begins; `None` at the end
    pub next: Option<Position>,
}

/// Something whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A claim that changes by itself
    Claim(ClaimId),
    /// A mail whose fate is open
    Mail(MailKey),
}

/// How many parts the index of what is due has.
pub const DUE_SHARDS: u8 = 4;

/// Lists and queues.
pub trait Lists: Send + Sync {
    /// One query and one batched read.
    fn list(&self, query: &ListQuery) -> impl Future<Output = Result<Page, StoreError>> + Send;

    /// What is due in this part of the index, oldest first.
    fn due(
        &self,
        shard: u8,
        now: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Due>, StoreError>> + Send;
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
    /// Time of the first attempt: its date, the same in every attempt
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
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
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

    /// All rows of a claim.
    fn mails(&self, claim: &ClaimId) -> impl Future<Output = Result<Vec<MailRow>, StoreError>> + Send;
}

/// The outcome of an import, kept to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportRecord {
    /// Its id
    pub id: ImportId,
    /// Digest of the body, for repeats
    pub body: String,
    /// The answer, as JSON text
    pub answer: String,
    /// When
    pub at: Timestamp,
}

/// Why a customer row cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// A tenant or other identifier of the row belongs to another customer
    #[error("an identifier belongs to another customer")]
    IdentifierTaken {
        /// Tenants that do
        tenants: Vec<String>,
    },
    /// It could not be tried
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the vendor brings.
pub trait Programme: Send + Sync {
    /// Puts a location, replacing an older row.
    fn put_location(&self, row: &Location) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Locations of an organisation by id.
    fn locations(&self, org: &OrgId) -> impl Future<Output = Result<Vec<Location>, StoreError>> + Send;

    /// Puts a subscription, replacing an older row.
    fn put_subscription(&self, row: &Subscription) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The customer a tenant resolves to.
    fn customer_of_tenant(
        &self,
        tenant: &str,
    ) -> impl Future<Output = Result<Option<Customer>, StoreError>> + Send;

    /// A customer by id.
    fn customer(&self, id: &CustomerId) -> impl Future<Output = Result<Option<Customer>, StoreError>> + Send;

    /// Puts or updates the facts of a customer with the identifiers that lead to it; its holders stay as they are.
    fn put_customer(&self, row: &Customer) -> impl Future<Output = Result<(), CustomerError>> + Send;

    /// Keeps the outcome unless the id exists; then the one that exists comes back.
    fn keep_import(
        &self,
        record: &ImportRecord,
    ) -> impl Future<Output = Result<Option<ImportRecord>, StoreError>> + Send;

    /// The outcome of an import.
    fn import(&self, id: &ImportId) -> impl Future<Output = Result<Option<ImportRecord>, StoreError>> + Send;
}

/// A document of a claim, as the store of files names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKey {
    /// The claim
    pub claim: ClaimId,
    /// The document
    pub document: DocumentId,
}
