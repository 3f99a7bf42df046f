//! Claims that others want, too (T13, S6).

use domain::{Actor, Claim, Command, ContestId, ItemKey, command::Opening, history::By};

use super::Scene;
use crate::{build, persona};

/// The contest of these scenes.
#[must_use]
pub fn contest_id() -> ContestId {
    ContestId::derived(&["contest"])
}

/// A contest for an item with a claim that is not in this scene.
#[must_use]
pub fn opening(claim: &Claim, item: usize) -> Opening {
    let key: ItemKey = claim.content.items[item].key.clone();
    let contest = if item == 0 { contest_id() } else { ContestId::derived(&["contest", &key.to_string()]) };
    let answer_by = build::CATALOGUE.calendar.after_business_days(build::monday(), 14);
    Opening { contest, key, rival: build::claim_id("rival"), answer_by }
}

impl Scene {
    /// Under review; its first workload is another partner's.
    #[must_use]
    pub fn challenger() -> Self {
        Self::delivered().challenging(1)
    }

    /// Taken by the reviewer, who meets rivals for the first so many items.
    #[must_use]
    pub fn challenging(self, items: usize) -> Self {
        let contests = (0..items).map(|item| opening(&self.claim, item)).collect();
        self.step(&Actor::Staff(persona::reviewer()), Command::StartReview { contests })
    }

    /// Another partner claims the first workload.
    #[must_use]
    pub fn challenged(self) -> Self {
        let openings = vec![opening(&self.claim, 0)];
        self.step(&Actor::System, Command::JoinContest(openings))
    }

    /// Official, and another partner claims the first workload.
    #[must_use]
    pub fn incumbent() -> Self {
        Self::accepted_active().challenged()
    }

    /// The contest of the first workload is decided; a winner takes it from its holder.
    #[must_use]
    pub fn decided(self, won: bool) -> Self {
        self.concluded(0, won, won)
    }

    /// The contest of an item is decided.
    #[must_use]
    pub fn concluded(self, item: usize, won: bool, takes: bool) -> Self {
        let contest = opening(&self.claim, item).contest;
        let by = By::staff(&persona::review_lead());
        self.step(&Actor::System, Command::LeaveContest { contest, won, takes, by })
    }

    /// Under review, with the workload it took from its holder.
    #[must_use]
    pub fn contest_won() -> Self {
        Self::challenger().decided(true)
    }

    /// Rejected, since it lost everything.
    #[must_use]
    pub fn contest_lost() -> Self {
        Self::delivered().challenging(2).concluded(0, false, false).concluded(1, false, false)
    }

    /// Official no more: another partner has won both workloads.
    #[must_use]
    pub fn superseded() -> Self {
        let scene = Self::accepted_active();
        let openings = (0..2).map(|item| opening(&scene.claim, item)).collect();
        let scene = scene.step(&Actor::System, Command::JoinContest(openings));
        scene.concluded(0, false, false).concluded(1, false, false)
    }
}
