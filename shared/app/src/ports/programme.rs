//! What the vendor brings: customers, subscriptions, locations, opportunities, who is eligible.

use std::future::Future;

use domain::{
    Customer, CustomerId, Engagement, Identifier, ImportId, Location, OrgId, Subscription,
    customer::{Eligibility, Opportunity},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// An import, kept to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportRecord {
    /// Its id
    pub id: ImportId,
    /// The organisation that brought it
    pub org: OrgId,
    /// Subject of the person who did
    pub by: String,
    /// Digest of the body, for repeats
    pub body: String,
    /// When it began
    pub at: Timestamp,
    /// The answer, as JSON text, once every row is done
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// Why a customer row cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// Identifiers of the row belong to another customer
    #[error("an identifier belongs to another customer")]
    IdentifierTaken {
        /// Those that do, as they are compared
        identifiers: Vec<Identifier>,
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

    /// Puts an opportunity, replacing an older row.
    fn put_opportunity(&self, row: &Opportunity) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts what is said about one identifier for one engagement, replacing an older row.
    fn put_eligibility(&self, row: &Eligibility) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The customer a tenant resolves to.
    fn customer_of_tenant(
        &self,
        tenant: &str,
    ) -> impl Future<Output = Result<Option<Customer>, StoreError>> + Send;

    /// A customer by id.
    fn customer(&self, id: &CustomerId) -> impl Future<Output = Result<Option<Customer>, StoreError>> + Send;

    /// Puts or updates the facts of a customer with the identifiers that lead to it; its holders stay as they
    /// are. A domain or parent account that it no longer has is free for another customer; a tenant stays with
    /// its customer, whose holders guard what is claimed on it.
    fn put_customer(&self, row: &Customer) -> impl Future<Output = Result<(), CustomerError>> + Send;

    /// Every rule version that was put, by one consistent query.
    fn rules(&self) -> impl Future<Output = Result<Vec<Engagement>, StoreError>> + Send;

    /// Puts a rule version; `false` when this version exists.
    fn put_rules(&self, rules: &Engagement) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Puts an import unless its id exists; then the one that exists comes back.
    fn begin_import(
        &self,
        record: &ImportRecord,
    ) -> impl Future<Output = Result<Option<ImportRecord>, StoreError>> + Send;

    /// Puts an answered import, begun or not, unless it is answered already; then that one comes back.
    fn finish_import(
        &self,
        record: &ImportRecord,
    ) -> impl Future<Output = Result<Option<ImportRecord>, StoreError>> + Send;

    /// An import.
    fn import(&self, id: &ImportId) -> impl Future<Output = Result<Option<ImportRecord>, StoreError>> + Send;
}
