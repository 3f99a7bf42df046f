//! How a customer uses what is associated.

use domain::{Actor, Caller, Claim, ClaimId, ItemKey, Refusal, actor, usage};

use crate::{
    execute::{App, Failure},
    ports::{AccessRow, Claims, UsageInsight},
};

impl<S: Claims + UsageInsight> App<S> {
    /// Every month of an item. The reader is written down first: where that fails, nothing is told (domain 9).
    pub async fn usage_of(
        &self,
        claim: &str,
        item: &str,
        caller: &Caller,
    ) -> Result<(Claim, Vec<usage::Usage>), Failure> {
        let id = ClaimId::parse(claim).ok_or(Refusal::NotFound)?;
        let actor = Actor::Staff(caller.clone());
        let claim = self.read(&id, &actor).await?;
        if !actor::opens(&actor) {
            return Err(Refusal::Forbidden.into());
        }
        let item = ItemKey::parse(item).ok_or(Refusal::NotFound)?;
        let product = usage::readable(&claim, &item)?.to_owned();
        let access = AccessRow::new(&id, &item, caller, self.now(), self.entropy.bytes());
        self.store.record_access(&access).await?;
        let months = self.store.usage(&claim.customer.tenant, &product).await?;
        Ok((claim, months))
    }
}
