//! Engagement claims, in memory.

use std::collections::BTreeSet;

use app::ports::{CommitError, DealKnown, DealWanted, Engagements, KnownPage, StoreError, Tab};
use domain::{
    Customer, CustomerId, EngagementId, Identifier, IdentifierType, OrgId,
    customer::Eligibility,
    decide::{self, Engaged},
    guard,
};

use super::{MemoryStore, Rows};

impl Rows {
    fn of_tenant(&self, tenant: &str) -> Option<&Customer> {
        self.tenants.get(tenant).and_then(|id| self.customers.get(id))
    }

    /// The tenants and the customer an identifier leads to.
    fn led_to(&self, identifier: &Identifier) -> (Vec<String>, Option<&Customer>) {
        let by_tenant = |tenant: Option<&String>| match tenant {
            Some(tenant) => (vec![tenant.clone()], self.of_tenant(tenant)),
            None => (Vec::new(), None),
        };
        match identifier.kind {
            IdentifierType::Tenant => by_tenant(Some(&identifier.value)),
            IdentifierType::Domain | IdentifierType::ParentAccount => {
                let sharing = self.sharing(identifier);
                let tenants = sharing.iter().flat_map(|customer| customer.tenants.clone()).collect();
                let alone = sharing.len() == 1;
                let mut meant = sharing.iter().filter(|customer| alone || !customer.tenants.is_empty());
                (tenants, meant.next().copied().filter(|_| meant.next().is_none()))
            }
            IdentifierType::Subscription => {
                by_tenant(self.subscriptions.get(&identifier.value).map(|row| &row.tenant_id))
            }
            IdentifierType::Opportunity => {
                by_tenant(self.opportunities.get(&identifier.value).map(|row| &row.tenant_id))
            }
        }
    }
}

impl Engagements for MemoryStore {
    async fn look_up_deal(&self, wanted: &DealWanted) -> Result<DealKnown, StoreError> {
        // The table refuses a batch that names a row twice.
        let claims: BTreeSet<_> = wanted.claims.iter().collect();
        let engagements: BTreeSet<_> = wanted.engagements.iter().collect();
        if claims.len() < wanted.claims.len() || engagements.len() < wanted.engagements.len() {
            return Err(StoreError::Unavailable("a row is asked for twice".into()));
        }
        let rows = self.0.lock().unwrap();
        let claims = wanted.claims.iter().filter_map(|id| rows.claims.get(id)).cloned().collect();
        let mut known = DealKnown { claims, ..DealKnown::default() };
        let facts = &mut known.facts;
        facts.location = wanted.location.as_ref().and_then(|key| rows.locations.get(key)).cloned();
        facts.customer = wanted.customer.as_ref().and_then(|id| rows.customers.get(id)).cloned();
        if let Some(identifier) = &wanted.identifier {
            let row = |id: &EngagementId| rows.eligibility.get(&(id.clone(), identifier.clone())).cloned();
            facts.eligibility = wanted.engagements.iter().filter_map(row).collect();
            let (tenants, customer) = rows.led_to(identifier);
            facts.tenants = tenants;
            facts.customer = facts.customer.take().or_else(|| customer.cloned());
            if identifier.kind == IdentifierType::Opportunity {
                facts.opportunity = rows.opportunities.get(&identifier.value).cloned();
            }
        }
        Ok(known)
    }

    async fn engage(&self, engaged: &Engaged) -> Result<(), CommitError> {
        let Some(first) = engaged.claims.first() else { return Ok(()) };
        self.written(&first.id, |rows| {
            if let Some(current) = engaged.claims.iter().find_map(|claim| rows.claims.get(&claim.id)) {
                return Err(CommitError::Conflict(Some(Box::new(current.clone()))));
            }
            if let Some(customer) = &engaged.new_customer {
                let known = customer.tenants.iter().any(|tenant| rows.tenants.contains_key(tenant));
                if known || rows.customers.contains_key(&customer.id) {
                    return Err(CommitError::CustomerExists);
                }
                for tenant in &customer.tenants {
                    rows.tenants.insert(tenant.clone(), customer.id.clone());
                }
                rows.customers.insert(customer.id.clone(), customer.clone());
            }
            for claim in &engaged.claims {
                let take: Vec<_> = guard::held_by(claim).into_iter().collect();
                let customer = rows.customers.get(&claim.customer.id);
                if customer.is_some_and(|customer| !decide::conflicts(customer, &claim.id, &take).is_empty())
                {
                    return Err(CommitError::CustomerExists);
                }
            }
            for claim in &engaged.claims {
                let take: Vec<_> = guard::held_by(claim).into_iter().collect();
                rows.hold(claim, &take, &[]);
                rows.claims.insert(claim.id.clone(), claim.clone());
            }
            Ok(())
        })
    }

    async fn known_customers(
        &self,
        org: &OrgId,
        after: Option<&CustomerId>,
        limit: u32,
    ) -> Result<KnownPage, StoreError> {
        let rows = self.0.lock().unwrap();
        let later = rows.customers.values().filter(|customer| after.is_none_or(|after| customer.id > *after));
        let mut known = later.filter(|customer| customer.is_known_to(org)).cloned();
        let customers: Vec<Customer> = known.by_ref().take(limit.max(1) as usize).collect();
        let next = known.next().and(customers.last()).map(|customer| customer.id.clone());
        Ok(KnownPage { customers, next })
    }

    async fn eligibility(&self, of: &[(EngagementId, Identifier)]) -> Result<Vec<Eligibility>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(of.iter().filter_map(|key| rows.eligibility.get(key)).cloned().collect())
    }

    async fn count(
        &self,
        (org, engagement): (&OrgId, &EngagementId),
        tab: Tab,
        most: u32,
    ) -> Result<u32, StoreError> {
        let rows = self.0.lock().unwrap();
        let here = rows.claims.values().filter(|claim| {
            claim.org == *org && claim.engagement == *engagement && Tab::of(claim) == Some(tab)
        });
        Ok(u32::try_from(here.take(most as usize).count()).unwrap_or(most))
    }
}
