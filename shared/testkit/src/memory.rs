//! The ports in memory, with the semantics of the table.

mod contests;
mod digests;
mod engagements;
mod lists;
mod rows;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use app::ports::{
    AccessRow, Answers, Claims, Comment, CommitError, Digest, DigestKey, ImportRecord, Known, MailKey,
    MailRow, StoreError, Wanted,
};
use domain::{
    AnswersId, Claim, ClaimId, CommentId, Contest, ContestId, Customer, CustomerId, Engagement, EngagementId,
    Guard, Identifier, ImportId, Location, LocationId, OrgId, Subscription,
    claim::Submitted,
    customer::{Eligibility, Enrolment, Opportunity, PayeeProfile, SubscriptionState},
    decide::{self, Check, Created, Decision, Facts, Found},
    mails::StatusMails,
    usage::Usage,
};

/// What happens to a write of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing
    None,
    /// It is written; its repeat finds itself and reports a conflict with the claim as it is
    AnswerLost,
    /// It is written, and nobody hears of it
    Silence,
    /// It is not written: somebody was faster, and the store cannot tell how the claim is
    Conflict,
    /// It is not written: the store does not answer
    Unavailable,
}

type Meanwhile = Box<dyn FnOnce(&MemoryStore) + Send>;

#[derive(Default)]
struct Rows {
    claims: BTreeMap<ClaimId, Claim>,
    customers: BTreeMap<CustomerId, Customer>,
    tenants: BTreeMap<String, CustomerId>,
    locations: BTreeMap<(OrgId, LocationId), Location>,
    subscriptions: BTreeMap<String, Subscription>,
    comments: BTreeMap<(ClaimId, CommentId), Comment>,
    mails: BTreeMap<MailKey, MailRow>,
    status_mails: BTreeMap<OrgId, StatusMails>,
    digests: BTreeMap<(DigestKey, u32), Digest>,
    imports: BTreeMap<ImportId, ImportRecord>,
    answers: BTreeMap<AnswersId, Answers>,
    usage: BTreeMap<(String, String, String), Usage>,
    accesses: BTreeMap<(ClaimId, String), AccessRow>,
    contests: BTreeMap<ContestId, Contest>,
    opportunities: BTreeMap<String, Opportunity>,
    eligibility: BTreeMap<(EngagementId, Identifier), Eligibility>,
    rules: BTreeMap<(EngagementId, u32), Engagement>,
    versions: BTreeMap<(ClaimId, u32), Claim>,
    troubles: VecDeque<Trouble>,
    meanwhile: VecDeque<Meanwhile>,
    writes: u32,
}

/// Every port in memory; clones share the rows.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Rows>>);

impl MemoryStore {
    /// With the locations, the customer and a hundred subscriptions of [`crate::build`].
    #[must_use]
    pub fn with_programme() -> Self {
        let store = Self::default();
        {
            let mut rows = store.0.lock().unwrap();
            for row in crate::build::locations() {
                rows.locations.insert((row.org.clone(), row.location_id.clone()), row);
            }
            for row in (0..100).map(crate::build::subscription) {
                rows.subscriptions.insert(row.subscription_id.clone(), row);
            }
            let customer = crate::build::customer();
            rows.tenants.insert(crate::build::TENANT.into(), customer.id.clone());
            rows.customers.insert(customer.id.clone(), customer);
        }
        store
    }

    /// What is to happen to the next writes of claims, in their order.
    pub fn trouble(&self, troubles: &[Trouble]) {
        self.0.lock().unwrap().troubles.extend(troubles);
    }

    /// Done right before the next write of a claim is tried; several are done before several writes.
    pub fn meanwhile(&self, act: impl FnOnce(&Self) + Send + 'static) {
        self.0.lock().unwrap().meanwhile.push_back(Box::new(act));
    }

    /// Writes of claims that took effect.
    #[must_use]
    pub fn writes(&self) -> u32 {
        self.0.lock().unwrap().writes
    }

    /// Every claim, in the order of ids.
    #[must_use]
    pub fn all(&self) -> Vec<Claim> {
        self.0.lock().unwrap().claims.values().cloned().collect()
    }

    /// The claim as it was frozen.
    #[must_use]
    pub fn version(&self, claim: &ClaimId, number: u32) -> Option<Claim> {
        self.0.lock().unwrap().versions.get(&(claim.clone(), number)).cloned()
    }

    fn written<T>(
        &self,
        id: &ClaimId,
        write: impl FnOnce(&mut Rows) -> Result<T, CommitError>,
    ) -> Result<T, CommitError> {
        // The lock is released first: what happens meanwhile uses the store, too.
        let meanwhile = self.0.lock().unwrap().meanwhile.pop_front();
        if let Some(act) = meanwhile {
            act(self);
        }
        let mut rows = self.0.lock().unwrap();
        let trouble = rows.troubles.pop_front().unwrap_or(Trouble::None);
        let unavailable = || CommitError::Store(StoreError::Unavailable("told to be".into()));
        match trouble {
            Trouble::Conflict => return Err(CommitError::Conflict(None)),
            Trouble::Unavailable => return Err(unavailable()),
            Trouble::None | Trouble::AnswerLost | Trouble::Silence => {}
        }
        let done = write(&mut rows)?;
        rows.writes += 1;
        match trouble {
            Trouble::AnswerLost => Err(CommitError::Conflict(rows.claims.get(id).cloned().map(Box::new))),
            Trouble::Silence => Err(unavailable()),
            Trouble::None | Trouble::Conflict | Trouble::Unavailable => Ok(done),
        }
    }
}

impl Rows {
    fn failures(&self, claim: &Claim, checks: &[Check]) -> Vec<(Check, Found)> {
        let found = |check: &Check| match check {
            Check::Subscription { id, .. } => {
                self.subscriptions.get(id).cloned().map_or(Found::Nothing, Found::Subscription)
            }
            Check::Location { id, org } | Check::Payee { id, org } => self
                .locations
                .get(&(org.clone(), id.clone()))
                .cloned()
                .map_or(Found::Nothing, Found::Location),
        };
        let holds = |check: &Check, found: &Found| match (check, found) {
            (Check::Subscription { tenant, product, channels, .. }, Found::Subscription(row)) => {
                row.tenant_id == *tenant
                    && row.product == *product
                    && matches!(row.state, SubscriptionState::Active | SubscriptionState::Grace)
                    && (channels.is_empty() || channels.contains(&row.channel))
            }
            (Check::Location { .. }, Found::Location(row)) => row.admits(&claim.engagement).is_ok(),
            (Check::Payee { .. }, Found::Location(row)) => {
                row.enrolment == Enrolment::Enrolled && row.payee_profile == PayeeProfile::Complete
            }
            _ => false,
        };
        checks
            .iter()
            .map(|check| (check.clone(), found(check)))
            .filter(|(check, found)| !holds(check, found))
            .collect()
    }

    fn hold(&mut self, claim: &Claim, take: &[Guard], free: &[Guard]) {
        let Some(customer) = self.customers.get_mut(&claim.customer.id) else { return };
        for guard in take {
            customer.holders.insert(guard.name(), claim.id.clone());
        }
        for guard in free {
            if customer.holders.get(&guard.name()) == Some(&claim.id) {
                customer.holders.remove(&guard.name());
            }
        }
    }
}

impl Claims for MemoryStore {
    async fn load(&self, id: &ClaimId) -> Result<Option<Claim>, StoreError> {
        Ok(self.0.lock().unwrap().claims.get(id).cloned())
    }

    async fn load_all(&self, ids: &[ClaimId]) -> Result<Vec<Claim>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(ids.iter().filter_map(|id| rows.claims.get(id)).cloned().collect())
    }

    async fn submitted(&self, id: &ClaimId, number: u32) -> Result<Option<Submitted>, StoreError> {
        Ok(self.version(id, number).map(|claim| Submitted::of(&claim, number)))
    }

    async fn look_up(&self, wanted: &Wanted) -> Result<Known, StoreError> {
        let rows = self.0.lock().unwrap();
        let customer = wanted.tenant.as_ref().and_then(|tenant| rows.tenants.get(tenant));
        let customer = wanted.customer.as_ref().or(customer);
        let subscriptions = wanted.subscriptions.iter().filter_map(|id| rows.subscriptions.get(id));
        Ok(Known {
            claim: wanted.claim.as_ref().and_then(|id| rows.claims.get(id)).cloned(),
            facts: Facts {
                location: wanted.location.as_ref().and_then(|key| rows.locations.get(key)).cloned(),
                customer: customer.and_then(|id| rows.customers.get(id)).cloned(),
                subscriptions: subscriptions.cloned().collect(),
            },
        })
    }

    async fn create(&self, created: &Created) -> Result<(), CommitError> {
        let claim = &created.claim;
        self.written(&claim.id, |rows| {
            if let Some(current) = rows.claims.get(&claim.id) {
                return Err(CommitError::Conflict(Some(Box::new(current.clone()))));
            }
            if let Some(customer) = &created.new_customer {
                let known = customer.tenants.iter().any(|tenant| rows.tenants.contains_key(tenant));
                if known || rows.customers.contains_key(&customer.id) {
                    return Err(CommitError::CustomerExists);
                }
                for tenant in &customer.tenants {
                    rows.tenants.insert(tenant.clone(), customer.id.clone());
                }
                rows.customers.insert(customer.id.clone(), customer.clone());
            }
            rows.claims.insert(claim.id.clone(), claim.clone());
            Ok(())
        })
    }

    async fn commit(&self, decision: &Decision, notes: &[Comment]) -> Result<(), CommitError> {
        let claim = &decision.claim;
        self.written(&claim.id, |rows| {
            let current = rows.claims.get(&claim.id);
            if current.is_none_or(|current| current.revision + 1 != claim.revision) {
                return Err(CommitError::Conflict(current.cloned().map(Box::new)));
            }
            let failures = rows.failures(claim, &decision.checks);
            if !failures.is_empty() {
                return Err(CommitError::Failed(failures));
            }
            let customer = rows.customers.get(&claim.customer.id);
            let taken = customer
                .map(|customer| decide::conflicts(customer, &claim.id, &decision.take))
                .unwrap_or_default();
            if !taken.is_empty() {
                return Err(CommitError::Taken(taken));
            }
            rows.hold(claim, &decision.take, &decision.free);
            if let Some(number) = decision.freeze {
                rows.versions.insert((claim.id.clone(), number), claim.clone());
            }
            for note in notes {
                rows.comments.insert((claim.id.clone(), note.id.clone()), note.clone());
            }
            rows.claims.insert(claim.id.clone(), claim.clone());
            Ok(())
        })
    }
}
