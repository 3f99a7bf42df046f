//! `GET /v1/reviews`: what the vendor has to act on.

use app::reviews::{Queue, QueuePlace};
use web::{Call, Problem, Reply, respond, views};

use crate::ReviewClaim;

impl ReviewClaim {
    /// `GET /v1/reviews?queue=`
    pub(crate) async fn queue(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let queue = query.one_of("queue", &Queue::ALL.map(Queue::as_str)).and_then(Queue::parse);
        let queue = queue.unwrap_or(Queue::Unassigned);
        let limit = query.limit();
        let bound_to = format!("reviews {} {}", caller.sub, queue.as_str());
        let place: QueuePlace = query.cursor(&self.keys, &bound_to).unwrap_or_default();
        query.finish()?;
        let (claims, next) = self.app.queue(&caller, queue, limit, place).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let items = claims.iter().map(|claim| views::review_row(claim, now, &catalogue)).collect();
        let next = next.map(|place| call.next_page(&self.keys.seal_cursor(&place, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }
}
