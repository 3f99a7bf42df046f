//! Usage of what is associated, and who looked at it.

use app::ports::UsageInsight as _;
use domain::{Refusal, usage};
use web::{Call, Problem, Reply, respond, views};

use crate::{ReadClaims, lists::bound_to};

impl ReadClaims {
    /// `GET /v1/associations/{claimId}/{itemKey}/usage`
    pub(crate) async fn usage(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let (_, months) = self.app.usage_of(call.path("claimId"), call.path("itemKey"), &caller).await?;
        Ok(respond::json(call, 200, &views::usage(&months)))
    }

    /// `GET /v1/claims/{id}/accesses`, oldest first.
    pub(crate) async fn accesses(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let limit = query.limit();
        let bound_to = bound_to(call.raw_path(), &caller, call);
        let after: Option<String> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        let (claim, caller) = self.open(call).await?;
        if !usage::shows_accesses(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        // One more than is shown tells whether there is a next page.
        let mut rows = self.app.store.accesses(&claim.id, after.as_deref(), limit + 1).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| call.next_page(&self.keys.seal_cursor(&row.id, &bound_to)));
        let items: Vec<_> = rows.iter().map(|row| views::access(row, caller.side)).collect();
        Ok(respond::json(call, 200, &views::List { items, next }))
    }
}
