//! Lists of claims as they stand now.

use domain::{Actor, Caller, Claim, Side, actor};
use jiff::Timestamp;

use crate::{
    execute::App,
    ports::{ListQuery, Lists, Order, Position, Shelf, StoreError},
};

impl<S> App<S> {
    /// Claims as they stand now, those the actor may know of.
    pub fn seen(&self, actor: &Actor, claims: impl Iterator<Item = Claim>) -> Vec<Claim> {
        claims.map(|claim| self.settled(claim)).filter(|claim| actor::sees(actor, claim)).collect()
    }
}

impl<S: Lists> App<S> {
    /// A page of the claims that the caller may know of: a partner's own, or every one that was ever submitted.
    /// One query and one batched read.
    pub async fn claims(
        &self,
        caller: &Caller,
        order: Order,
        since: Option<Timestamp>,
        limit: u32,
        after: Option<Position>,
    ) -> Result<(Vec<Claim>, Option<Position>), StoreError> {
        let shelf = match caller.side {
            Side::Partner => Shelf::Org(caller.org.clone()),
            Side::Vendor | Side::Customer | Side::System => Shelf::Programme,
        };
        let since = since.filter(|_| order == Order::Updated);
        let page = self.store.list(&ListQuery { shelf, order, since, limit, after }).await?;
        Ok((self.seen(&Actor::Staff(caller.clone()), page.claims.into_iter()), page.next))
    }
}
