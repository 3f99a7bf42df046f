//! Engagement claims come into being (E1, E2), and what can be known before (look-ups without effect).

use std::collections::BTreeSet;

use domain::{
    Caller, Claim, ClaimId, Customer, CustomerId, EngagementId, Guard, IdentifierType, Refusal,
    command::Key,
    decide::{self, DealFacts, Engaged},
    guard,
    input::EngagementInput,
};

use crate::{
    execute::{ATTEMPTS, App, Failure, stamp_with},
    ports::{Claims, CommitError, DealKnown, DealWanted, Engagements, Programme, StoreError},
};

/// Claims that were made, or had been.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// In the order of the engagements asked for
    pub claims: Vec<Claim>,
    /// An earlier request with the same key made them (I-19)
    pub replayed: bool,
}

impl<S: Claims + Engagements + Programme> App<S> {
    /// E1, E2: at most four batched reads and one write, whatever the number of engagements.
    pub async fn engage(
        &self,
        input: &EngagementInput,
        caller: &Caller,
        key: Option<Key>,
    ) -> Result<Made, Failure> {
        self.engage_as(input, caller, key, None).await
    }

    /// The same for what may be a copy of a claim.
    pub(crate) async fn engage_as(
        &self,
        input: &EngagementInput,
        caller: &Caller,
        key: Option<Key>,
        copy_of: Option<&ClaimId>,
    ) -> Result<Made, Failure> {
        let ids = self.ids_for(input, key.as_ref());
        let mut marks: Vec<String> = Vec::new();
        for _ in 0..ATTEMPTS {
            let known = self.deal(input, caller, &ids).await?;
            if !known.claims.is_empty() {
                return self.engaged_before(known.claims, &ids, &marks, key.as_ref());
            }
            let mut engaged = match self.engaged(input, caller, &ids, key.as_ref(), &known.facts) {
                Ok(engaged) => engaged,
                Err(refusal) => {
                    // Time may have freed a place that nobody has written yet.
                    if self.let_go(in_the_way(&refusal, &known.facts).into_iter()).await? {
                        continue;
                    }
                    return Err(refusal.into());
                }
            };
            let mark = self.mark();
            for claim in &mut engaged.claims {
                stamp_with(claim, &mark);
                claim.copy_of = copy_of.cloned();
            }
            marks.push(mark);
            match self.store.engage(&engaged).await {
                Ok(()) => return Ok(Made { claims: engaged.claims, replayed: false }),
                // Decided again on what is there now.
                Err(
                    CommitError::Conflict(_)
                    | CommitError::CustomerExists
                    | CommitError::Taken(_)
                    | CommitError::Failed(_),
                ) => {}
                Err(CommitError::Store(fault)) => return Err(fault.into()),
            }
        }
        Err(StoreError::Unavailable("too many writers on one customer".into()).into())
    }

    /// E1, E2 without effect (`validateOnly`).
    pub async fn validate_engagement(
        &self,
        input: &EngagementInput,
        caller: &Caller,
    ) -> Result<Vec<Claim>, Failure> {
        let ids = self.ids_for(input, None);
        let mut facts = self.deal(input, caller, &ids).await?.facts;
        loop {
            let refusal = match self.engaged(input, caller, &ids, None, &facts) {
                Ok(engaged) => return Ok(engaged.claims),
                Err(refusal) => refusal,
            };
            let over = Box::pin(self.over(in_the_way(&refusal, &facts).into_iter())).await?;
            if !facts.customer.as_mut().is_some_and(|customer| self.is_freed(customer, &over)) {
                return Err(refusal.into());
            }
        }
    }

    /// Takes what time has freed from the customer, as somebody will write it; whether there was anything.
    fn is_freed(&self, customer: &mut Customer, over: &[Claim]) -> bool {
        let before = customer.holders.len();
        for claim in over {
            let held: Vec<String> =
                guard::held_by(&self.settled(claim.clone())).iter().map(Guard::name).collect();
            customer.holders.retain(|name, holder| *holder != claim.id || held.contains(name));
        }
        customer.holders.len() < before
    }

    /// What is there of a deal. A domain that no imported customer has may be in the directory (V-45); without
    /// an answer of the directory the tenant is not derived, and the partner is asked for it.
    pub async fn look_up(&self, wanted: &DealWanted) -> Result<DealKnown, StoreError> {
        let mut known = self.store.look_up_deal(wanted).await?;
        let domain = wanted.identifier.as_ref().filter(|one| one.kind == IdentifierType::Domain);
        let Some(domain) = domain.filter(|_| known.facts.tenants.is_empty()) else { return Ok(known) };
        match self.directory.tenants_of(&domain.value).await {
            Ok(tenants) => {
                if let ([tenant], None) = (tenants.as_slice(), &known.facts.customer) {
                    known.facts.customer = self.store.customer_of_tenant(tenant).await?;
                }
                known.facts.tenants = tenants;
            }
            Err(fault) => tracing::warn!(error = %fault, "the directory of tenants gives no answer"),
        }
        Ok(known)
    }

    fn engaged(
        &self,
        input: &EngagementInput,
        caller: &Caller,
        ids: &[ClaimId],
        key: Option<&Key>,
        facts: &DealFacts,
    ) -> Result<Engaged, Refusal> {
        decide::engage(input, caller, ids, key, facts, self.context(&self.catalogue()))
    }

    fn ids_for(&self, input: &EngagementInput, key: Option<&Key>) -> Vec<ClaimId> {
        let engagements = input.engagement_ids.as_deref().unwrap_or_default();
        let engagements = engagements.iter().take(decide::ENGAGEMENTS_MAX);
        engagements
            .map(|engagement| match key {
                Some(key) => ClaimId::of_key_for(&key.key, engagement),
                None => ClaimId::fresh(self.now(), self.entropy.bytes()),
            })
            .collect()
    }

    /// Everything a new claim depends on.
    async fn deal(
        &self,
        input: &EngagementInput,
        caller: &Caller,
        ids: &[ClaimId],
    ) -> Result<DealKnown, Failure> {
        let location = input.location_id.as_deref().map(str::trim);
        let location = location.filter(|id| !id.is_empty() && id.len() <= 64);
        let engagements = input.engagement_ids.as_deref().unwrap_or_default().iter();
        let mut wanted = DealWanted {
            claims: distinct(ids.iter().cloned()),
            location: location.map(|id| (caller.org.clone(), domain::LocationId::new(id))),
            identifier: decide::identifier(input),
            customer: input.customer_id.as_deref().and_then(|id| CustomerId::parse(id.trim())),
            engagements: distinct(engagements.take(decide::ENGAGEMENTS_MAX).map(EngagementId::new)),
        };
        let mut known = self.look_up(&wanted).await?;
        // A customer that is claimed is looked at as it once agreed.
        let agreed = known.facts.customer.as_ref().and_then(|customer| {
            customer.consented_with(&caller.org).next().filter(|_| wanted.customer.is_some())
        });
        if let Some(agreed) = agreed.cloned() {
            let claim = self.store.load(&agreed).await?;
            known.facts.agreed_as = claim.and_then(|claim| claim.deal).map(|deal| deal.identifier);
        }
        if let (None, Some(agreed)) = (&wanted.identifier, known.facts.agreed_as.clone()) {
            wanted.claims.clear();
            wanted.location = None;
            wanted.identifier = Some(agreed.clone());
            let again = self.look_up(&wanted).await?.facts;
            known.facts.eligibility = again.eligibility;
            known.facts.tenants = again.tenants;
        }
        Ok(known)
    }

    /// A create whose ids are in use: ours, or somebody's with the same key.
    fn engaged_before(
        &self,
        mut claims: Vec<Claim>,
        ids: &[ClaimId],
        marks: &[String],
        key: Option<&Key>,
    ) -> Result<Made, Failure> {
        let ours = |claim: &Claim| marks.iter().any(|mark| claim.marks.contains(mark));
        let same = |claim: &Claim| {
            key.is_some_and(|key| claim.keys.iter().any(|used| used.key == key.key && used.body == key.body))
        };
        let replayed = !claims.iter().any(ours);
        if claims.len() < ids.len() || !claims.iter().all(|claim| ours(claim) || same(claim)) {
            return Err(Refusal::IdempotencyMismatch.into());
        }
        claims.sort_by_key(|claim| ids.iter().position(|id| *id == claim.id));
        Ok(Made { claims: claims.into_iter().map(|claim| self.settled(claim)).collect(), replayed })
    }
}

/// Each once: an engagement that is asked for twice is a fault of the request, and no row is read twice.
fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}

/// Claims a refusal is about: time may have freed what they hold.
fn in_the_way<'a>(refusal: &'a Refusal, facts: &'a DealFacts) -> Vec<&'a ClaimId> {
    if let Refusal::Duplicate { claim, .. } = refusal {
        return vec![claim];
    }
    let (Refusal::CustomerCapReached { engagement, .. }, Some(customer)) = (refusal, &facts.customer) else {
        return Vec::new();
    };
    let places = ["active", "total"].map(|cap| format!("{cap}/{engagement}/"));
    let counted = |name: &String| places.iter().any(|place| name.starts_with(place));
    customer.holders.iter().filter(|(name, _)| counted(name)).map(|(_, claim)| claim).collect()
}
