//! Holders that time has freed, though no job has written it yet (domain 7: deadlines act by themselves).

use domain::{
    Actor, Claim, ClaimId, Command, Envelope, Outcome, Precondition, Refusal,
    decide::{Context, Facts},
    guard,
};

use crate::{
    execute::{App, Failure},
    ports::Claims,
};

impl<S: Claims> App<S> {
    /// Writes what time has done to these claims; whether one of them has let go of what it held.
    pub(crate) async fn let_go(&self, claims: impl Iterator<Item = &ClaimId>) -> Result<bool, Failure> {
        let claims: Vec<&ClaimId> = claims.collect();
        // Boxed: it is rare, and would make the future of every command larger.
        Box::pin(self.settled_now(&claims)).await
    }

    async fn settled_now(&self, claims: &[&ClaimId]) -> Result<bool, Failure> {
        let mut freed = false;
        for claim in self.over(claims.iter().copied()).await? {
            let envelope = Envelope {
                actor: Actor::System,
                key: None,
                precondition: Precondition::NotNeeded,
                command: Command::Settle,
            };
            if let Outcome::Changed(mut decision) =
                domain::decide(&claim, envelope, self.context(&self.catalogue()))?
            {
                self.stamp(&mut decision.claim);
                // Who was faster has written the same, or more: whoever asks looks again.
                let _ = self.store.commit(&decision, &[]).await;
                freed = true;
            }
        }
        Ok(freed)
    }

    /// Decides on what was looked up. A holder that is over is in nobody's way: nothing is written for that.
    pub(crate) async fn decided<T>(
        &self,
        mut facts: Facts,
        decide: impl Fn(Facts, Context<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        loop {
            let refusal = match decide(facts.clone(), self.context(&self.catalogue())) {
                Ok(decided) => return Ok(decided),
                Err(refusal) => refusal,
            };
            let Refusal::Duplicate { claim, .. } = &refusal else { return Err(refusal.into()) };
            let over = !Box::pin(self.over([claim].into_iter())).await?.is_empty();
            match &mut facts.customer {
                Some(customer) if over => customer.holders.retain(|_, holder| holder != claim),
                Some(_) | None => return Err(refusal.into()),
            }
        }
    }

    /// Those of these claims, as they are written, that hold something which time has freed.
    pub(crate) async fn over(&self, claims: impl Iterator<Item = &ClaimId>) -> Result<Vec<Claim>, Failure> {
        let mut ids: Vec<ClaimId> = claims.cloned().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut read = if ids.is_empty() { Vec::new() } else { self.store.load_all(&ids).await? };
        read.retain(|claim| guard::held_by(claim) != guard::held_by(&self.settled(claim.clone())));
        Ok(read)
    }
}
