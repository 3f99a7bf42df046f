//! What engagement claims stand on: identifiers, eligibility, opportunities, and customers a partner knows.

use std::future::Future;

use domain::{
    Claim, ClaimId, Customer, CustomerId, EngagementId, Identifier, LocationId, OrgId,
    customer::Eligibility,
    decide::{DealFacts, Engaged},
};

use super::{CommitError, StoreError, Tab};

/// What new engagement claims name, to be looked up at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealWanted {
    /// Ids the claims would have
    pub claims: Vec<ClaimId>,
    /// Location of the caller's organisation
    pub location: Option<(OrgId, LocationId)>,
    /// The customer, as the partner names it
    pub identifier: Option<Identifier>,
    /// The customer that is claimed
    pub customer: Option<CustomerId>,
    /// The engagements
    pub engagements: Vec<EngagementId>,
}

/// What there is of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DealKnown {
    /// Claims whose ids are in use
    pub claims: Vec<Claim>,
    /// The rest; what an earlier consent was about is not among it
    pub facts: DealFacts,
}

/// A page of customers a partner knows. It may hold fewer than asked for; only `next` says whether it is the
/// last one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownPage {
    /// By id
    pub customers: Vec<Customer>,
    /// The id where the next page begins; `None` at the end
    pub next: Option<CustomerId>,
}

/// Engagement claims beside what every claim needs.
pub trait Engagements: Send + Sync {
    /// At most three batched reads.
    fn look_up_deal(&self, wanted: &DealWanted)
    -> impl Future<Output = Result<DealKnown, StoreError>> + Send;

    /// One write of all claims, what they hold, and the customer that comes with them: all or nothing.
    fn engage(&self, engaged: &Engaged) -> impl Future<Output = Result<(), CommitError>> + Send;

    /// Customers that have agreed to a claim of the partner: one query and one batched read.
    fn known_customers(
        &self,
        org: &OrgId,
        after: Option<&CustomerId>,
        limit: u32,
    ) -> impl Future<Output = Result<KnownPage, StoreError>> + Send;

    /// Rows about these identifiers, in no order: one batched read for a hundred of them.
    fn eligibility(
        &self,
        of: &[(EngagementId, Identifier)],
    ) -> impl Future<Output = Result<Vec<Eligibility>, StoreError>> + Send;

    /// How many claims there are on a tab, counted up to `most`.
    fn count(
        &self,
        of: (&OrgId, &EngagementId),
        tab: Tab,
        most: u32,
    ) -> impl Future<Output = Result<u32, StoreError>> + Send;
}
