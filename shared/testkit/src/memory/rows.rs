//! Comments, mails, usage and what the vendor brings, in memory.

use app::ports::{
    AccessRow, AnswerBook, Answers, Claims as _, Comment, Comments, CustomerError, ImportRecord, MailKey,
    MailRow, Mails, Programme, StoreError, UsageInsight,
};
use domain::{
    AnswersId, Claim, ClaimId, CommentId, Customer, CustomerId, Engagement, Identifier, IdentifierType,
    ImportId, Location, OrgId, Subscription,
    customer::{Eligibility, Opportunity},
    usage::Usage,
};

use super::{MemoryStore, Rows};

impl Comments for MemoryStore {
    async fn add(&self, comment: &Comment) -> Result<Option<Comment>, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let key = (comment.claim.clone(), comment.id.clone());
        if let Some(known) = rows.comments.get(&key) {
            return Ok(Some(known.clone()));
        }
        rows.comments.insert(key, comment.clone());
        Ok(None)
    }

    async fn comments(
        &self,
        claim: &ClaimId,
        after: Option<&CommentId>,
        limit: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        let rows = self.0.lock().unwrap();
        let of_claim = rows.comments.iter().filter(|((id, _), _)| id == claim);
        let later = of_claim.filter(|((_, id), _)| after.is_none_or(|after| id > after));
        Ok(later.map(|(_, comment)| comment.clone()).take(limit.max(1) as usize).collect())
    }
}

impl Mails for MemoryStore {
    async fn begin(&self, row: &MailRow) -> Result<Option<MailRow>, StoreError> {
        let mut rows = self.0.lock().unwrap();
        if let Some(known) = rows.mails.get(&row.key) {
            return Ok(Some(known.clone()));
        }
        rows.mails.insert(row.key.clone(), row.clone());
        Ok(None)
    }

    async fn replace(&self, seen: &MailRow, next: &MailRow) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        if rows.mails.get(&next.key) != Some(seen) {
            return Ok(false);
        }
        rows.mails.insert(next.key.clone(), next.clone());
        Ok(true)
    }

    async fn mail(&self, key: &MailKey) -> Result<Option<MailRow>, StoreError> {
        Ok(self.0.lock().unwrap().mails.get(key).cloned())
    }

    async fn with_mails(&self, claim: &ClaimId) -> Result<(Option<Claim>, Vec<MailRow>), StoreError> {
        let found = self.load(claim).await?;
        let rows = self.0.lock().unwrap();
        Ok((found, rows.mails.values().filter(|row| row.key.claim == *claim).cloned().collect()))
    }
}

impl Rows {
    /// Customers that a domain or an account leads to.
    pub(super) fn sharing(&self, identifier: &Identifier) -> Vec<&Customer> {
        let same = Identifier { kind: identifier.kind, value: identifier.comparable().into() };
        self.customers.values().filter(|customer| Identifier::of(customer).contains(&same)).collect()
    }
}

impl Programme for MemoryStore {
    async fn put_location(&self, row: &Location) -> Result<(), StoreError> {
        let key = (row.org.clone(), row.location_id.clone());
        self.0.lock().unwrap().locations.insert(key, row.clone());
        Ok(())
    }

    async fn locations(&self, org: &OrgId) -> Result<Vec<Location>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(rows.locations.values().filter(|row| row.org == *org).cloned().collect())
    }

    async fn put_subscription(&self, row: &Subscription) -> Result<(), StoreError> {
        self.0.lock().unwrap().subscriptions.insert(row.subscription_id.clone(), row.clone());
        Ok(())
    }

    async fn put_opportunity(&self, row: &Opportunity) -> Result<(), StoreError> {
        self.0.lock().unwrap().opportunities.insert(row.opportunity_id.clone(), row.clone());
        Ok(())
    }

    async fn put_eligibility(&self, row: &Eligibility) -> Result<(), StoreError> {
        let key = (row.engagement_id.clone(), row.identifier.clone());
        self.0.lock().unwrap().eligibility.insert(key, row.clone());
        Ok(())
    }

    async fn customer_of_tenant(&self, tenant: &str) -> Result<Option<Customer>, StoreError> {
        let rows = self.0.lock().unwrap();
        Ok(rows.tenants.get(tenant).and_then(|id| rows.customers.get(id)).cloned())
    }

    async fn customer(&self, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
        Ok(self.0.lock().unwrap().customers.get(id).cloned())
    }

    async fn put_customer(&self, row: &Customer) -> Result<(), CustomerError> {
        let mut rows = self.0.lock().unwrap();
        let unnamed = row.tenants.iter().find_map(|tenant| {
            let owner = rows.tenants.get(tenant)?;
            (*owner == CustomerId::derived(&["tenant", tenant])).then(|| owner.clone())
        });
        let id = match unnamed {
            Some(owner) if !rows.customers.contains_key(&row.id) => owner,
            Some(_) | None => row.id.clone(),
        };
        let foreign = |identifier: &Identifier| {
            let owner = rows.tenants.get(&identifier.value);
            identifier.kind == IdentifierType::Tenant && owner.is_some_and(|owner| *owner != id)
        };
        let identifiers: Vec<Identifier> = Identifier::of(row).into_iter().filter(foreign).collect();
        if !identifiers.is_empty() {
            return Err(CustomerError::IdentifierTaken { identifiers });
        }
        for tenant in &row.tenants {
            rows.tenants.insert(tenant.clone(), id.clone());
        }
        let holders = rows.customers.get(&id).map(|known| known.holders.clone()).unwrap_or_default();
        rows.customers.insert(id.clone(), Customer { id, holders, ..row.clone() });
        Ok(())
    }

    async fn rules(&self) -> Result<Vec<Engagement>, StoreError> {
        Ok(self.0.lock().unwrap().rules.values().cloned().collect())
    }

    async fn put_rules(&self, rules: &Engagement) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let key = (rules.id.clone(), rules.rule_version);
        let new = !rows.rules.contains_key(&key);
        rows.rules.entry(key).or_insert_with(|| rules.clone());
        Ok(new)
    }

    async fn begin_import(&self, record: &ImportRecord) -> Result<Option<ImportRecord>, StoreError> {
        let mut rows = self.0.lock().unwrap();
        if let Some(known) = rows.imports.get(&record.id) {
            return Ok(Some(known.clone()));
        }
        rows.imports.insert(record.id.clone(), record.clone());
        Ok(None)
    }

    async fn finish_import(&self, record: &ImportRecord) -> Result<Option<ImportRecord>, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let answered = rows.imports.get(&record.id).filter(|known| known.answer.is_some());
        if let Some(answered) = answered {
            return Ok(Some(answered.clone()));
        }
        rows.imports.insert(record.id.clone(), record.clone());
        Ok(None)
    }

    async fn import(&self, id: &ImportId) -> Result<Option<ImportRecord>, StoreError> {
        Ok(self.0.lock().unwrap().imports.get(id).cloned())
    }
}

impl AnswerBook for MemoryStore {
    async fn put_answers(&self, answers: &Answers) -> Result<(), StoreError> {
        self.0.lock().unwrap().answers.insert(answers.id.clone(), answers.clone());
        Ok(())
    }

    async fn answers(&self, id: &AnswersId) -> Result<Option<Answers>, StoreError> {
        Ok(self.0.lock().unwrap().answers.get(id).cloned())
    }
}

impl UsageInsight for MemoryStore {
    async fn put_usage(&self, row: &Usage) -> Result<(), StoreError> {
        let key = (row.tenant_id.clone(), row.product.clone(), row.month.clone());
        self.0.lock().unwrap().usage.insert(key, row.clone());
        Ok(())
    }

    async fn usage(&self, tenant: &str, product: &str) -> Result<Vec<Usage>, StoreError> {
        let rows = self.0.lock().unwrap();
        let months = rows.usage.values().filter(|row| row.tenant_id == tenant && row.product == product);
        Ok(months.cloned().collect())
    }

    async fn record_access(&self, row: &AccessRow) -> Result<(), StoreError> {
        let key = (row.claim.clone(), row.id.clone());
        self.0.lock().unwrap().accesses.insert(key, row.clone());
        Ok(())
    }

    async fn accesses(
        &self,
        claim: &ClaimId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<AccessRow>, StoreError> {
        let rows = self.0.lock().unwrap();
        let of_claim = rows.accesses.values().filter(|row| row.claim == *claim);
        let later = of_claim.filter(|row| after.is_none_or(|after| row.id.as_str() > after));
        Ok(later.take(limit.max(1) as usize).cloned().collect())
    }
}
