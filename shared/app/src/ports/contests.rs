//! Contests of two claims.

use std::future::Future;

use domain::{Contest, ContestId, OrgId, decide::Decision};

use super::{CommitError, StoreError};

/// Whose contests are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Those of a partner
    Org(OrgId),
    /// All
    Programme,
}

/// A page of contests.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestPage {
    /// Newest first
    pub contests: Vec<Contest>,
    /// Where the next page begins; `None` at the end
    pub next: Option<String>,
}

/// Contests: what two claims share.
pub trait Contests: Send + Sync {
    /// One consistent read.
    fn contest(&self, id: &ContestId) -> impl Future<Output = Result<Option<Contest>, StoreError>> + Send;

    /// At most `limit`, newest first, after the place of an earlier page.
    fn contests(
        &self,
        whose: &Whose,
        after: Option<&str>,
        limit: u32,
    ) -> impl Future<Output = Result<ContestPage, StoreError>> + Send;

    /// One write of contests and the claims that take part, with the holders they take from each other: all
    /// or nothing, and only if every revision is the one before. A contest of revision 1 is new.
    fn commit_contests(
        &self,
        contests: &[Contest],
        decisions: &[Decision],
    ) -> impl Future<Output = Result<(), CommitError>> + Send;
}
