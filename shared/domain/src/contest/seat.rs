//! What a claim itself knows of its contests.

use alloc::{collections::BTreeSet, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claim, ItemKey},
    command::Opening,
    guard,
    ids::{ClaimId, ContestId},
    state::State,
};

/// Which side of a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatRole {
    /// Holds the key, or claimed it first
    Incumbent,
    /// Claims it now
    Challenger,
}

impl SeatRole {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incumbent => "incumbent",
            Self::Challenger => "challenger",
        }
    }

    /// Reads the form of the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Incumbent, Self::Challenger].into_iter().find(|role| role.as_str() == text)
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Incumbent => Self::Challenger,
            Self::Challenger => Self::Incumbent,
        }
    }
}

/// A claim's side of a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seat {
    /// The contest
    pub contest: ContestId,
    /// What is contested
    pub key: ItemKey,
    /// Which side
    pub role: SeatRole,
    /// The claim on the other side; no partner learns of it
    pub rival: ClaimId,
    /// The incumbent answers before
    pub answer_by: Timestamp,
    /// Won or lost; none while it is open
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won: Option<bool>,
}

impl Seat {
    /// Takes a side.
    #[must_use]
    pub fn of(opening: Opening, role: SeatRole) -> Self {
        let Opening { contest, key, rival, answer_by } = opening;
        Self { contest, key, role, rival, answer_by, won: None }
    }

    /// Whether the contest is not decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.won.is_none()
    }

    /// Whether it is this claim that answers.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.is_open() && self.role == SeatRole::Incumbent
    }

    /// Whether it is this claim that waits for the decision.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.is_open() && self.role == SeatRole::Challenger
    }
}

/// Whether a review lead decides about this seat of a challenger now: while it waits, and once more when the
/// partner disputes that it lost (T15).
#[must_use]
pub fn is_decidable(claim: &Claim, seat: &Seat) -> bool {
    let disputed = matches!(claim.state, State::Disputed { .. });
    let undecided = seat.is_open() || (disputed && seat.won == Some(false));
    claim.state.is_in_review() && seat.role == SeatRole::Challenger && undecided
}

/// Contests in which the claim has no part any more: it does not hold or claim the key.
#[must_use]
pub fn left(claim: &Claim) -> Vec<ContestId> {
    let held: BTreeSet<guard::Guard> = guard::held_by(claim);
    claim
        .seats
        .iter()
        .filter(|seat| seat.is_open())
        .filter(|seat| {
            let key = guard::exclusivity_key(&claim.customer.tenant, &seat.key);
            !held.contains(&guard::Guard::Open { org: claim.org.clone(), key })
        })
        .map(|seat| seat.contest.clone())
        .collect()
}
