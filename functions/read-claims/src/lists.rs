//! Lists of claims and of what became of them: one query and one batched read a page.

use app::{
    Filter,
    ports::{Order, Position},
};
use domain::{Actor, Caller, State};
use web::{
    Call, Problem, Query, Reply, respond,
    views::{self, ClaimAnswer},
};

use crate::{ReadClaims, export::Format, opens};

/// A question for claims: which of them, in which order, from where on.
pub(crate) struct Question {
    filter: Filter,
    order: Order,
    pub(crate) limit: u32,
    pub(crate) after: Option<Position>,
    bound_to: String,
}

impl ReadClaims {
    /// `GET /v1/claims`, as a list or as a file. A page may hold fewer rows than asked for; only `next: null`,
    /// or no `Link`, ends it.
    pub(crate) async fn claims(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let reply = match Format::wanted(call) {
            None => self.list(call, &caller).await?,
            Some(format) => self.export(call, &caller, format).await?,
        };
        Ok(reply.header("vary", "Accept, Accept-Language"))
    }

    async fn list(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let question = self.question(call, caller, Query::limit)?;
        let (items, next) = self.found(caller, &question, question.limit, question.after.clone()).await?;
        let next = next.map(|position| self.next_page(call, &question, &position));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    /// What the parameters ask for.
    pub(crate) fn question(
        &self,
        call: &Call,
        caller: &Caller,
        limit: impl FnOnce(&mut Query) -> u32,
    ) -> Result<Question, Problem> {
        let mut query = call.query();
        let filter = Filter {
            status: query.one_of("status", State::STATUSES),
            kind: query.one_of("kind", &["association", "engagement"]),
            engagement: query.text("engagementId"),
            location: query.text("locationId"),
            since: query.parsed("updatedSince"),
            q: query.text("q"),
        };
        let order = match query.one_of("sort", &["-updatedAt", "-createdAt"]) {
            Some("-createdAt") => Order::Created,
            Some(_) | None => Order::Updated,
        };
        let limit = limit(&mut query);
        let bound_to = bound_to("claims", caller, call);
        let after = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        Ok(Question { filter, order, limit, after, bound_to })
    }

    /// What is found among the next claims of the shelf.
    pub(crate) async fn found(
        &self,
        caller: &Caller,
        question: &Question,
        limit: u32,
        after: Option<Position>,
    ) -> Result<(Vec<ClaimAnswer>, Option<Position>), Problem> {
        let Question { filter, order, .. } = question;
        let (now, actor) = (self.app.now(), Actor::Staff(caller.clone()));
        let (claims, next) = self.app.found(caller, filter, *order, limit, after).await?;
        let found = claims.iter();
        Ok((found.map(|claim| views::claim(claim, &actor, now, &self.app.catalogue())).collect(), next))
    }

    /// Where the answer to the question goes on.
    pub(crate) fn next_page(&self, call: &Call, question: &Question, position: &Position) -> String {
        call.next_page(&self.keys.seal_cursor(position, &question.bound_to))
    }

    /// `GET /v1/associations`: one row per item that became, or was to become, official.
    pub(crate) async fn associations(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let status = query.one_of("status", &["pending", "active", "ended"]);
        let limit = query.limit();
        let bound_to = bound_to("associations", &caller, call);
        let after: Option<Position> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        opens(&caller)?;
        let (claims, next) = self.app.claims(&caller, Order::Updated, None, limit, after).await?;
        let rows = claims.iter().flat_map(views::associations);
        let items: Vec<_> = rows.filter(|row| status.is_none_or(|status| status == row.status)).collect();
        let next = next.map(|position| call.next_page(&self.keys.seal_cursor(&position, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    /// `GET /v1/earnings`: one row per claim of which it is known what it earns.
    pub(crate) async fn earnings(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let limit = query.limit();
        let bound_to = bound_to("earnings", &caller, call);
        let after: Option<Position> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        opens(&caller)?;
        let (claims, next) = self.app.claims(&caller, Order::Updated, None, limit, after).await?;
        let items: Vec<_> = claims.iter().filter_map(views::earning_row).collect();
        let next = next.map(|position| call.next_page(&self.keys.seal_cursor(&position, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }
}

/// A cursor is good for the same list of the same caller with the same filter.
pub(crate) fn bound_to(list: &str, caller: &Caller, call: &Call) -> String {
    format!("{list} {} {} {}", caller.org, caller.sub, call.question())
}
