//! How partners want their status mails, and the mails that go together.

use std::future::Future;

use domain::{OrgId, mails::StatusMails};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MailKey, StoreError};

/// Names the digests of an address in an organisation that go at an instant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigestKey {
    /// The partner
    pub org: OrgId,
    /// Address
    pub to: String,
    /// When they go
    pub at: Timestamp,
}

/// Mails that go together, under the row of the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Digest {
    /// Number among the digests of its key, from 0
    pub part: u32,
    /// The mails, in the order in which they joined; the first leads
    pub mails: Vec<MailKey>,
    /// It is on its way: nothing joins any more
    pub closed: bool,
}

/// How partners want their status mails, and the mails that go together.
pub trait Digests: Send + Sync {
    /// How a partner wants its status mails.
    fn status_mails(&self, org: &OrgId) -> impl Future<Output = Result<StatusMails, StoreError>> + Send;

    /// Puts how it wants them.
    fn put_status_mails(
        &self,
        org: &OrgId,
        choice: StatusMails,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The digests of a key, by part.
    fn digests(&self, key: &DigestKey) -> impl Future<Output = Result<Vec<Digest>, StoreError>> + Send;

    /// Puts a digest unless that part is there; `false` when it is.
    fn begin_digest(
        &self,
        key: &DigestKey,
        digest: &Digest,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Replaces a digest as it was seen; `false` when somebody else was faster.
    fn replace_digest(
        &self,
        key: &DigestKey,
        seen: &Digest,
        next: &Digest,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}
