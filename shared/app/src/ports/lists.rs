//! Lists, queues and what is due.

use std::future::Future;

use domain::{
    Claim, ClaimId, EngagementId, OrgId, State,
    allowed::{self, Act},
    claim::Origin,
    state::Closing,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MailKey, StoreError};

/// A place in a list: what came last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Sort key of the last row
    pub sort: String,
    /// Its claim
    pub claim: ClaimId,
}

/// Whose claims are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// Those of a partner
    Org(OrgId),
    /// Every claim that was ever submitted
    Programme,
    /// Those of a queue of the vendor, by the clock that runs out first
    Queue(&'static str),
    /// Those of them whose clock has run out at this instant
    Late(&'static str, Timestamp),
    /// Those of a partner for one engagement, on one tab of its Customers page; by creation
    Engagement {
        /// The partner
        org: OrgId,
        /// The engagement
        engagement: EngagementId,
        /// Which
        tab: Tab,
    },
}

/// The queue in which a claim waits for the vendor, and the clock that runs out first there. A contest to be
/// decided is a queue of its own, whatever the status; the others are called by their status.
#[must_use]
pub fn queue_of(claim: &Claim) -> Option<(&'static str, Timestamp)> {
    let due = allowed::vendor_due(claim)?;
    let contested = allowed::listed(claim, Act::DecideContest);
    Some((if contested { "contested" } else { claim.state.as_str() }, due))
}

/// A part of the Customers page of an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Claims that run
    Open,
    /// Claims that are over
    Completed,
}

impl Tab {
    /// Where a claim is shown; a newly added customer who did not agree is shown nowhere (E8).
    #[must_use]
    pub fn of(claim: &Claim) -> Option<Self> {
        let deal = claim.deal.as_ref()?;
        let unheard =
            matches!(claim.state, State::Closed { end: Closing::ConsentDeclined | Closing::ConsentExpired });
        match (claim.is_terminal(), unheard && deal.origin == Origin::Added) {
            (_, true) => None,
            (true, false) => Some(Self::Completed),
            (false, false) => Some(Self::Open),
        }
    }

    /// The name in keys and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Completed => "completed",
        }
    }
}

/// Newest first, by this time. A queue has its own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Last change
    Updated,
    /// Creation
    Created,
}

/// A question for a page of claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// Whose
    pub shelf: Shelf,
    /// In which order
    pub order: Order,
    /// Only those changed at or after (order `Updated`)
    pub since: Option<Timestamp>,
    /// Rows looked at
    pub limit: u32,
    /// After this place
    pub after: Option<Position>,
}

/// A page of claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// In order
    pub claims: Vec<Claim>,
    /// Where the next page begins; `None` at the end
    pub next: Option<Position>,
}

/// Something whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A claim that changes by itself
    Claim(ClaimId),
    /// A mail whose fate is open
    Mail(MailKey),
}

/// How many parts the index of what is due has.
pub const DUE_SHARDS: u8 = 4;

/// Lists and queues.
pub trait Lists: Send + Sync {
    /// One query and one batched read.
    fn list(&self, query: &ListQuery) -> impl Future<Output = Result<Page, StoreError>> + Send;

    /// The claims that people call by this number, upper case: one query and one batched read.
    fn numbered(&self, number: &str) -> impl Future<Output = Result<Vec<Claim>, StoreError>> + Send;

    /// What is due in this part of the index and since when, oldest first.
    fn due(
        &self,
        shard: u8,
        now: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<(Timestamp, Due)>, StoreError>> + Send;
}
