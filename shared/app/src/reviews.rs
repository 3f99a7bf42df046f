//! The vendor's queues: what waits for a review, for the answer to a dispute, for the decision of a contest.

use domain::{
    Actor, Caller, Claim, Refusal, State, actor,
    allowed::{self, Act},
    claim::Change,
};
use futures_util::future;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    execute::{App, Failure},
    ports::{Claims, ListQuery, Lists, Order, Position, Shelf, StoreError},
};

/// The phases in which a claim waits for the vendor; each is a shelf.
pub const PHASES: [&str; 4] = ["submitted", "under_review", "disputed", "contested"];

/// A queue (api 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Nobody has taken them
    Unassigned,
    /// The caller has
    Mine,
    /// A clock of the vendor has run out
    Overdue,
    /// A contest is to be decided
    Contested,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 4] = [Self::Unassigned, Self::Mine, Self::Overdue, Self::Contested];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unassigned => "unassigned",
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Contested => "contested",
        }
    }

    /// The queue of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.as_str() == name)
    }

    /// Where its claims stand, in the order in which they are shown. A contest goes on when the review is given
    /// back, and is decided once more in a dispute.
    fn phases(self) -> &'static [&'static str] {
        match self {
            Self::Unassigned => &["submitted", "disputed", "contested"],
            Self::Mine => &["under_review", "contested"],
            Self::Overdue => &PHASES,
            Self::Contested => &["contested"],
        }
    }

    /// Whether a settled claim that waits for the vendor belongs to it.
    #[must_use]
    pub fn holds(self, claim: &Claim, caller: &Caller, now: Timestamp) -> bool {
        match self {
            Self::Unassigned => matches!(claim.state, State::Submitted { .. } | State::Disputed { .. }),
            Self::Mine => {
                matches!(&claim.state, State::UnderReview { reviewer, .. } if reviewer.sub == caller.sub)
            }
            Self::Overdue => !allowed::overdue(claim, now).is_empty(),
            Self::Contested => allowed::listed(claim, Act::DecideContest),
        }
    }
}

/// Where a page of a queue begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct QueuePlace {
    phase: usize,
    position: Option<Position>,
}

/// What waits in one phase.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The phase
    pub phase: &'static str,
    /// By the clock that runs out first
    pub claims: Vec<Claim>,
    /// There are others, which were not looked at
    pub more: bool,
}

impl<S: Lists> App<S> {
    /// A page of a queue, by the clock that runs out first. Where several phases belong to a queue, first come
    /// the claims that nobody has started, then those under review, then disputes, and last what waits for the
    /// decision of a contest. One query and one batched read; only a page without a next one ends it.
    pub async fn queue(
        &self,
        caller: &Caller,
        queue: Queue,
        limit: u32,
        place: QueuePlace,
    ) -> Result<(Vec<Claim>, Option<QueuePlace>), Failure> {
        if !actor::works_queues(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let (phases, now) = (queue.phases(), self.now());
        let Some(phase) = phases.get(place.phase) else { return Ok((Vec::new(), None)) };
        let shelf = if queue == Queue::Overdue { Shelf::Late(phase, now) } else { Shelf::Queue(phase) };
        let page = self.shelf(caller, shelf, limit, place.position).await?;
        let claims = page.0.into_iter().filter(|claim| queue.holds(claim, caller, now)).collect();
        let next = match page.1 {
            Some(position) => Some(QueuePlace { phase: place.phase, position: Some(position) }),
            None if place.phase + 1 < phases.len() => {
                Some(QueuePlace { phase: place.phase + 1, position: None })
            }
            None => None,
        };
        Ok((claims, next))
    }

    /// What waits in every phase, as far as `limit` claims of each tell.
    pub async fn waiting(&self, caller: &Caller, limit: u32) -> Result<Vec<Waiting>, Failure> {
        if !actor::works_queues(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let phases = PHASES.map(|phase| async move {
            let (claims, next) = self.shelf(caller, Shelf::Queue(phase), limit, None).await?;
            Ok(Waiting { phase, claims, more: next.is_some() })
        });
        future::try_join_all(phases).await
    }

    /// Claims of a shelf that the caller may review.
    async fn shelf(
        &self,
        caller: &Caller,
        shelf: Shelf,
        limit: u32,
        after: Option<Position>,
    ) -> Result<(Vec<Claim>, Option<Position>), StoreError> {
        let query = ListQuery { shelf, order: Order::Updated, since: None, limit, after };
        let page = self.store.list(&query).await?;
        let mut claims = self.seen(&Actor::Staff(caller.clone()), page.claims.into_iter());
        claims.retain(|claim| claim.org != caller.org);
        Ok((claims, page.next))
    }
}

impl<S: Claims> App<S> {
    /// The last version that is not the claim as it stands, with what the claim says differently; of versions
    /// that all say the same the one before the last. `None` before there is anything to compare.
    pub async fn changes(&self, claim: &Claim) -> Result<Option<(u32, Vec<Change>)>, StoreError> {
        let mut compared = None;
        for number in (1..=claim.submissions).rev().take(2) {
            let Some(before) = self.store.submitted(&claim.id, number).await? else { continue };
            let changes = before.changes(claim);
            let differs = !changes.is_empty();
            if differs || number < claim.submissions {
                compared = Some((number, changes));
            }
            if differs {
                break;
            }
        }
        Ok(compared)
    }
}
