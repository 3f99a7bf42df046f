//! Usage of what is associated, and who looked at it.

use std::future::Future;

use domain::{Caller, ClaimId, ItemKey, OrgId, claim::hex, history::By, usage::Usage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// Somebody looked at the usage of an item. It stands beside the claim: it is no change of it, and none of
/// its history (domain 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRow {
    /// The claim
    pub claim: ClaimId,
    /// Its place among the claim's accesses; orders by time
    pub id: String,
    /// When
    pub at: Timestamp,
    /// Who
    pub by: By,
    /// Organisation of the reader
    pub org: OrgId,
    /// Whose usage was read
    pub item: ItemKey,
}

impl AccessRow {
    /// An access at this instant; `fresh` tells it from others of the same millisecond.
    #[must_use]
    pub fn new(claim: &ClaimId, item: &ItemKey, caller: &Caller, at: Timestamp, fresh: [u8; 16]) -> Self {
        Self {
            claim: claim.clone(),
            id: format!("{:013}-{}", at.as_millisecond(), hex(&fresh[..8])),
            at,
            by: By::staff(caller),
            org: caller.org.clone(),
            item: item.clone(),
        }
    }
}

/// Usage by tenant, product and month, and the record of who read it.
pub trait UsageInsight: Send + Sync {
    /// Puts the usage of a month, replacing an older row.
    fn put_usage(&self, row: &Usage) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Every month of a tenant's product, ascending; one query.
    fn usage(
        &self,
        tenant: &str,
        product: &str,
    ) -> impl Future<Output = Result<Vec<Usage>, StoreError>> + Send;

    /// Puts an access; the same one again changes nothing.
    fn record_access(&self, row: &AccessRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// At most `limit` accesses of a claim after `after`, oldest first.
    fn accesses(
        &self,
        claim: &ClaimId,
        after: Option<&str>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AccessRow>, StoreError>> + Send;
}
