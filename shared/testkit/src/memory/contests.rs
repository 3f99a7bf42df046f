//! Contests in memory.

use app::ports::{CommitError, ContestPage, Contests, StoreError, Whose};
use domain::{
    Contest, ContestId,
    decide::{self, Decision},
};

use super::MemoryStore;

impl Contests for MemoryStore {
    async fn contest(&self, id: &ContestId) -> Result<Option<Contest>, StoreError> {
        Ok(self.0.lock().unwrap().contests.get(id).cloned())
    }

    async fn contests(
        &self,
        whose: &Whose,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ContestPage, StoreError> {
        let rows = self.0.lock().unwrap();
        let mut found: Vec<(String, &Contest)> = rows
            .contests
            .values()
            .filter(|contest| match whose {
                Whose::Org(org) => contest.side_of(org).is_some(),
                Whose::Programme => true,
            })
            .map(|contest| (format!("{:020}#{}", contest.opened_at.as_millisecond(), contest.id), contest))
            .filter(|(place, _)| after.is_none_or(|after| place.as_str() < after))
            .collect();
        found.sort_by(|one, other| other.0.cmp(&one.0));
        let limit = (limit as usize).clamp(1, 100);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(place, _)| place.clone());
        Ok(ContestPage { contests: found.into_iter().map(|(_, contest)| contest.clone()).collect(), next })
    }

    async fn commit_contests(&self, contests: &[Contest], decisions: &[Decision]) -> Result<(), CommitError> {
        let Some(first) = decisions
            .first()
            .map(|decision| decision.claim.id.clone())
            .or_else(|| contests.first().map(|contest| contest.challenger.claim.clone()))
        else {
            return Ok(());
        };
        self.written(&first, |rows| {
            let stale = decisions.iter().any(|decision| {
                let current = rows.claims.get(&decision.claim.id);
                current.is_none_or(|current| current.revision + 1 != decision.claim.revision)
            });
            let moved = contests.iter().any(|contest| {
                rows.contests.get(&contest.id).map_or(0, |known| known.revision) + 1 != contest.revision
            });
            if stale || moved {
                return Err(CommitError::Conflict(None));
            }
            // What one claim frees another one may take in the same write.
            let mut customers = rows.customers.clone();
            for decision in decisions {
                let Some(customer) = customers.get_mut(&decision.claim.customer.id) else { continue };
                for guard in &decision.free {
                    if customer.holders.get(&guard.name()) == Some(&decision.claim.id) {
                        customer.holders.remove(&guard.name());
                    }
                }
            }
            for decision in decisions {
                let Some(customer) = customers.get_mut(&decision.claim.customer.id) else { continue };
                let taken = decide::conflicts(customer, &decision.claim.id, &decision.take);
                if !taken.is_empty() {
                    return Err(CommitError::Taken(taken));
                }
                for guard in &decision.take {
                    customer.holders.insert(guard.name(), decision.claim.id.clone());
                }
            }
            rows.customers = customers;
            for decision in decisions {
                rows.claims.insert(decision.claim.id.clone(), decision.claim.clone());
            }
            for contest in contests {
                rows.contests.insert(contest.id.clone(), contest.clone());
            }
            Ok(())
        })
    }
}
