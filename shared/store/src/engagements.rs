//! Engagement claims: what they stand on, looked up at once; several of them in one write; the customers a
//! partner knows.

use app::ports::{CommitError, DealKnown, DealWanted, Engagements, KnownPage, StoreError, Tab};
use aws_sdk_dynamodb::types::{AttributeValue, Select, TransactWriteItem};
use domain::{
    Claim, Customer, CustomerId, EngagementId, Guard, Identifier, IdentifierType, OrgId, Subscription,
    customer::{Eligibility, Opportunity},
    decide::{DealFacts, Engaged},
    guard,
};

use crate::{
    Table,
    claims::{self, claim_item},
    fault::unavailable,
    holders::{Moves, moved},
    keys::{Key, PK, SK, identifier_partition, known_partition, page_partition},
    read::BATCH,
    row::{Item, decode, encode, s, text},
    transaction::{Expression, Refused, failed},
    write::Put,
};

/// Most customers of one identifier that are looked at.
const SHARED: u32 = 10;

impl Engagements for Table {
    async fn look_up_deal(&self, wanted: &DealWanted) -> Result<DealKnown, StoreError> {
        let location = wanted.location.as_ref().map(|(org, id)| Key::location(org, id));
        let customer = wanted.customer.as_ref().map(Key::customer);
        let identifier = wanted.identifier.as_ref();
        let leads = identifier.and_then(|identifier| match identifier.kind {
            IdentifierType::Tenant => Some(Key::tenant(&identifier.value)),
            IdentifierType::Subscription => Some(Key::subscription(&identifier.value)),
            IdentifierType::Opportunity => Some(Key::opportunity(&identifier.value)),
            IdentifierType::Domain | IdentifierType::ParentAccount => None,
        });
        let claims: Vec<Key> = wanted.claims.iter().map(Key::claim).collect();
        let rows_of = |identifier| move |id| Key::eligibility(id, identifier);
        let eligibility: Vec<Key> =
            identifier.map(|one| wanted.engagements.iter().map(rows_of(one)).collect()).unwrap_or_default();
        let keys: Vec<Key> = [&location, &customer, &leads]
            .into_iter()
            .flatten()
            .chain(&claims)
            .chain(&eligibility)
            .cloned()
            .collect();
        let mut rows = self.rows(&keys, true).await?;
        let mut known = DealKnown::default();
        for key in &claims {
            known.claims.extend(rows.remove(key).map(decode::<Claim>).transpose()?);
        }
        for key in &eligibility {
            known.facts.eligibility.extend(rows.remove(key).map(decode::<Eligibility>).transpose()?);
        }
        let mut take = |key: Option<&Key>| key.and_then(|key| rows.remove(key));
        known.facts.location = take(location.as_ref()).map(decode).transpose()?;
        known.facts.customer = take(customer.as_ref()).map(decode).transpose()?;
        let row = take(leads.as_ref());
        let Some(identifier) = identifier else { return Ok(known) };
        let found = self.led_to(&mut known.facts, identifier, row).await?;
        known.facts.customer = known.facts.customer.or(found);
        Ok(known)
    }

    async fn engage(&self, engaged: &Engaged) -> Result<(), CommitError> {
        let Some(first) = engaged.claims.first() else { return Ok(()) };
        let absent = Expression::new(format!("attribute_not_exists({PK})"));
        let mut actions = Vec::with_capacity(engaged.claims.len() + 2);
        for claim in &engaged.claims {
            actions.push(self.put_action(claim_item(claim)?, Some(absent.clone()))?);
        }
        actions.extend(self.customer_actions(engaged)?);
        match self.transact(&mut self.token(first), actions).await {
            Ok(()) => Ok(()),
            Err(Refused::Store(fault)) => Err(fault.into()),
            Err(Refused::Conditions(reasons)) => {
                let exists = reasons.into_iter().take(engaged.claims.len()).find(failed);
                match exists {
                    Some(reason) => claims::conflict(Put::Found(reason.item)),
                    None => Err(CommitError::CustomerExists),
                }
            }
        }
    }

    async fn known_customers(
        &self,
        org: &OrgId,
        after: Option<&CustomerId>,
        limit: u32,
    ) -> Result<KnownPage, StoreError> {
        let limit = (limit as usize).clamp(1, BATCH);
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .key_condition_expression("PK = :pk AND SK > :after")
            .expression_attribute_values(":pk", s(known_partition(org)))
            // A key is never compared with an empty text: the service refuses that.
            .expression_attribute_values(
                ":after",
                s(format!("CUSTOMER#{}", after.map(ToString::to_string).unwrap_or_default())),
            );
        // One row more than is shown tells whether there is a next page.
        let rows = self.queried(query, u32::try_from(limit + 1).ok()).await?;
        let customer = |row: &Item| CustomerId::parse(text(row, SK)?.strip_prefix("CUSTOMER#")?);
        let next = (rows.len() > limit).then(|| rows.get(limit - 1).and_then(customer)).flatten();
        // A row without claims is of a customer that has taken everything back. It is left out here and not by
        // the service, which would look on for another one however many of them there are.
        let known = rows.iter().take(limit).filter(|row| row.contains_key("claims"));
        let keys: Vec<Key> = known.filter_map(customer).map(|id| Key::customer(&id)).collect();
        let mut found = self.rows(&keys, false).await?;
        let customers: Result<Vec<Customer>, StoreError> =
            keys.iter().filter_map(|key| found.remove(key)).map(decode).collect();
        Ok(KnownPage { customers: customers?, next })
    }

    async fn eligibility(&self, of: &[(EngagementId, Identifier)]) -> Result<Vec<Eligibility>, StoreError> {
        let keys: Vec<Key> =
            of.iter().map(|(engagement, identifier)| Key::eligibility(engagement, identifier)).collect();
        let mut found = Vec::new();
        for part in keys.chunks(BATCH) {
            for row in self.rows(part, false).await?.into_values() {
                found.push(decode(row)?);
            }
        }
        Ok(found)
    }

    async fn count(
        &self,
        (org, engagement): (&OrgId, &EngagementId),
        tab: Tab,
        most: u32,
    ) -> Result<u32, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .index_name("page")
            .select(Select::Count)
            .key_condition_expression("pagePk = :p")
            .expression_attribute_values(":p", s(page_partition(org, engagement, tab)))
            .limit(i32::try_from(most).unwrap_or(i32::MAX));
        let answer = self.retried(|| query.clone().send()).await.map_err(|fault| unavailable(&fault))?;
        Ok(u32::try_from(answer.count).unwrap_or_default())
    }
}

impl Table {
    /// Whom an identifier leads to, and by which tenants; `row` is what was found under it.
    async fn led_to(
        &self,
        facts: &mut DealFacts,
        identifier: &Identifier,
        row: Option<Item>,
    ) -> Result<Option<Customer>, StoreError> {
        match (identifier.kind, row) {
            (IdentifierType::Tenant, row) => {
                facts.tenants = vec![identifier.value.clone()];
                let leads: Option<claims::Identifier> = row.map(decode).transpose()?;
                match leads {
                    Some(leads) => self.row(&Key::customer(&leads.customer_id)).await,
                    None => Ok(None),
                }
            }
            (IdentifierType::Domain | IdentifierType::ParentAccount, _) => {
                let customers = self.sharing(identifier).await?;
                facts.tenants = customers.iter().flat_map(|customer| customer.tenants.clone()).collect();
                // Which of several is meant, only a tenant tells.
                let alone = customers.len() == 1;
                let mut meant =
                    customers.into_iter().filter(|customer| alone || !customer.tenants.is_empty());
                Ok(meant.next().filter(|_| meant.next().is_none()))
            }
            (IdentifierType::Subscription, Some(row)) => {
                let subscription: Subscription = decode(row)?;
                self.tenant_of(facts, subscription.tenant_id).await
            }
            (IdentifierType::Opportunity, Some(row)) => {
                let opportunity: Opportunity = decode(row)?;
                let tenant = opportunity.tenant_id.clone();
                facts.opportunity = Some(opportunity);
                self.tenant_of(facts, tenant).await
            }
            (IdentifierType::Subscription | IdentifierType::Opportunity, None) => Ok(None),
        }
    }

    /// Customers that an identifier leads to, as many as it takes to see that it is not one.
    async fn sharing(&self, identifier: &Identifier) -> Result<Vec<Customer>, StoreError> {
        let partition = identifier_partition(identifier);
        let leads: Vec<claims::Identifier> =
            self.range(&partition, ("CUSTOMER#", "CUSTOMER$"), Some(SHARED)).await?;
        let keys: Vec<Key> = leads.iter().map(|leads| Key::customer(&leads.customer_id)).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.rows(&keys, true).await?.into_values().map(decode).collect()
    }

    /// The customer of the tenant that a row leads to.
    async fn tenant_of(&self, facts: &mut DealFacts, tenant: String) -> Result<Option<Customer>, StoreError> {
        let leads: Option<claims::Identifier> = self.row(&Key::tenant(&tenant)).await?;
        facts.tenants = vec![tenant];
        match leads {
            Some(leads) => self.row(&Key::customer(&leads.customer_id)).await,
            None => Ok(None),
        }
    }

    /// The holders of the new claims on their customer, who may be new as well.
    fn customer_actions(&self, engaged: &Engaged) -> Result<Vec<TransactWriteItem>, StoreError> {
        let held: Vec<(&Claim, Vec<Guard>)> =
            engaged.claims.iter().map(|claim| (claim, guard::held_by(claim).into_iter().collect())).collect();
        let Some(new) = &engaged.new_customer else {
            let moves: Vec<Moves<'_>> =
                held.iter().map(|(claim, take)| Moves { claim: &claim.id, take, free: &[] }).collect();
            let customer = held.first().map(|(claim, _)| Key::customer(&claim.customer.id));
            let change = customer.zip(moved(&moves));
            return change
                .map(|(key, change)| self.update_action(&key, &change.update, change.condition))
                .into_iter()
                .collect();
        };
        let absent = Expression::new(format!("attribute_not_exists({PK})"));
        let mut customer = new.clone();
        for (claim, guards) in held {
            customer.holders.extend(guards.iter().map(|guard| (guard.name(), claim.id.clone())));
        }
        let row = encode(&Key::customer(&customer.id), &customer)?;
        let mut actions = vec![self.put_action(row, Some(absent.clone()))?];
        for tenant in &customer.tenants {
            let leads = claims::Identifier { customer_id: customer.id.clone() };
            actions.push(self.put_action(encode(&Key::tenant(tenant), &leads)?, Some(absent.clone()))?);
        }
        Ok(actions)
    }

    /// What a consent, or its end, does to the customers a partner knows (V-50).
    pub(crate) fn known_actions(
        &self,
        claim: &Claim,
        take: &[Guard],
        free: &[Guard],
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let of = |guards: &[Guard]| guards.iter().any(|guard| matches!(guard, Guard::Known { .. }));
        let verbs = [("ADD", of(take)), ("DELETE", of(free))];
        let mut actions = Vec::new();
        for (verb, _) in verbs.into_iter().filter(|(_, moved)| *moved) {
            let mut update = Expression::new(format!("SET #s = :s {verb} claims :c"));
            update = update.name("#s", "schema").number(":s", 1);
            update.values.insert(":c".into(), AttributeValue::Ss(vec![claim.id.to_string()]));
            actions.push(self.update_action(&Key::known(&claim.org, &claim.customer.id), &update, None)?);
        }
        Ok(actions)
    }
}
