//! What a claim owes other rows after its own write, what it must learn from them, and copies of it. All of
//! it can be repeated: the sweep does so until the claim says that it is done.

use domain::{
    Caller, Claim, ClaimId, Command, Refusal, allowed,
    claim::{FollowUp, ItemKey},
    command::{Key, KnownFacts},
    decide::Copy,
};

use crate::{
    execute::{App, Done, Failure},
    ports::{Claims, Contests, Engagements, Programme, Wanted},
};

impl<S: Claims + Contests + Programme> App<S> {
    /// Everything that is due for a claim: deadlines, warnings, what it must learn and what it owes.
    pub async fn sweep(&self, id: &ClaimId) -> Result<(), Failure> {
        let Some(seen) = self.store.load(id).await? else { return Ok(()) };
        let now = self.now();
        let command = if allowed::wants_facts(&self.settled(seen.clone()), now) {
            let facts = self.store.look_up(&stands_on(&seen)).await?.facts;
            Command::RecordFacts(KnownFacts { location: facts.location, subscriptions: facts.subscriptions })
        } else {
            Command::Settle
        };
        match self.as_system_on(seen, command).await? {
            Some(claim) => self.follow_up(&claim).await,
            None => Ok(()),
        }
    }

    /// What the claim owes other rows.
    pub async fn follow_up(&self, claim: &Claim) -> Result<(), Failure> {
        for owed in &claim.owes {
            match owed {
                FollowUp::Contest(contest) => self.leave_contest(contest, &claim.id).await?,
                FollowUp::Renewal(entry) => {
                    let draft = self.renew(claim, *entry).await?;
                    let done = Command::RecordRenewal { entry: *entry, draft };
                    self.as_system(&claim.id, done).await?;
                }
            }
        }
        Ok(())
    }

    /// The same right after a command; what fails here is left to the sweep.
    pub async fn followed_up(&self, done: Done) -> Done {
        if done.changed && !done.claim.owes.is_empty() {
            let _ = self.follow_up(&done.claim).await;
        }
        done
    }

    /// S4: a draft with the associations that this entry ended; `None` where the rules of today forbid it.
    async fn renew(&self, claim: &Claim, entry: u32) -> Result<Option<ClaimId>, Failure> {
        let id = ClaimId::derived(&["renewal", claim.id.as_str(), &entry.to_string()]);
        match self.copied(claim, Copy::Renewal(entry), &id, None).await {
            Ok(_) => Ok(Some(id)),
            Err(Failure::Refused(Refusal::IdempotencyMismatch)) => Ok(Some(id)),
            Err(Failure::Refused(_)) => Ok(None),
            Err(Failure::Store(fault)) => Err(fault.into()),
        }
    }

    /// A new claim of the content of one that has ended.
    pub async fn clone_claim(&self, id: &ClaimId, caller: &Caller, key: Option<Key>) -> Result<Done, Failure>
    where
        S: Engagements,
    {
        let source = self.settled(self.store.load(id).await?.ok_or(Refusal::NotFound)?);
        if source.deal.is_some() {
            return self.engaged_again(&source, caller, key).await;
        }
        let copy = self.new_id(key.as_ref());
        self.copied(&source, Copy::By(caller), &copy, key).await
    }

    /// An engagement claim is made again from scratch: places, eligibility and customer as they are now.
    async fn engaged_again(&self, source: &Claim, caller: &Caller, key: Option<Key>) -> Result<Done, Failure>
    where
        S: Engagements,
    {
        let customer = self.store.customer(&source.customer.id).await?;
        let input = domain::decide::again(source, customer.as_ref(), caller)?;
        let made = self.engage_as(&input, caller, key, Some(&source.id)).await?;
        let (replayed, changed) = (made.replayed, !made.replayed);
        let claim = made.claims.into_iter().next().ok_or(Refusal::NotFound)?;
        Ok(Done { claim, replayed, changed })
    }

    async fn copied(
        &self,
        source: &Claim,
        who: Copy<'_>,
        id: &ClaimId,
        key: Option<Key>,
    ) -> Result<Done, Failure> {
        let wanted = Wanted {
            claim: Some(id.clone()),
            location: Some((source.org.clone(), source.content.location.clone())),
            customer: Some(source.customer.id.clone()),
            ..Wanted::default()
        };
        self.make(&wanted, key.as_ref(), |facts, context| {
            domain::decide::copy(source, who, id.clone(), key.clone(), facts, context)
        })
        .await
    }

    /// What an imported subscription says to the claim that holds it (S4).
    pub async fn subscription_changed(&self, row: &domain::Subscription) -> Result<(), Failure> {
        let Some(customer) = self.store.customer_of_tenant(&row.tenant_id).await? else { return Ok(()) };
        let key = ItemKey::Subscription(row.subscription_id.clone());
        let held = domain::Guard::Holder { key: domain::guard::exclusivity_key(&row.tenant_id, &key) };
        let Some(claim) = customer.holders.get(&held.name()) else { return Ok(()) };
        match self.as_system(claim, Command::RecordSubscription(row.clone())).await? {
            Some(claim) => self.follow_up(&claim).await,
            None => Ok(()),
        }
    }
}

/// The location and the subscriptions of a claim.
fn stands_on(claim: &Claim) -> Wanted {
    let subscriptions = claim.content.items.iter().filter_map(|item| match &item.key {
        ItemKey::Subscription(id) => Some(id.clone()),
        ItemKey::Workload(_) => None,
    });
    Wanted {
        location: Some((claim.org.clone(), claim.content.location.clone())),
        subscriptions: subscriptions.collect(),
        ..Wanted::default()
    }
}
