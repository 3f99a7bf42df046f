//! How many claims are late in the vendor's queues, and for how long claims have been there.

use domain::{Caller, Claim, Refusal, actor, allowed};
use jiff::Timestamp;

use crate::{
    execute::{App, Failure},
    ports::Lists,
    reviews::Waiting,
};

/// Claims of a phase that are looked at.
const LOOKED_AT: u32 = 100;

/// The last days of the ages that are told apart; what is older is an age of its own.
pub const AGES: [i64; 4] = [2, 5, 10, 20];

/// What waits in a phase, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The phase
    pub phase: &'static str,
    /// No clock of the vendor has run out
    pub in_time: u32,
    /// One has
    pub overdue: u32,
    /// By age in days: up to each of [`AGES`], and older
    pub ages: [u32; AGES.len() + 1],
    /// There are others, which were not counted
    pub more: bool,
}

impl<S: Lists> App<S> {
    /// The figures of every phase: four queries and as many batched reads, however much waits.
    pub async fn figures(&self, caller: &Caller) -> Result<Vec<Figures>, Failure> {
        if !actor::oversees_queues(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let now = self.now();
        Ok(self.waiting(caller, LOOKED_AT).await?.iter().map(|waiting| counted(waiting, now)).collect())
    }
}

fn counted(waiting: &Waiting, now: Timestamp) -> Figures {
    let overdue = waiting.claims.iter().filter(|claim| !allowed::overdue(claim, now).is_empty()).count();
    let mut ages = [0; AGES.len() + 1];
    for claim in &waiting.claims {
        ages[age(claim, now)] += 1;
    }
    Figures {
        phase: waiting.phase,
        in_time: (waiting.claims.len() - overdue) as u32,
        overdue: overdue as u32,
        ages,
        more: waiting.more,
    }
}

fn age(claim: &Claim, now: Timestamp) -> usize {
    let since = claim.with_the_vendor_since().unwrap_or(now);
    let days = now.duration_since(since).as_hours() / 24;
    AGES.iter().position(|last| days <= *last).unwrap_or(AGES.len())
}
