//! Lists of claims as they stand now.

use domain::{Actor, Caller, Claim, Side, actor};
use jiff::Timestamp;

use crate::{
    execute::App,
    ports::{ListQuery, Lists, Order, Position, Shelf, StoreError},
};

/// Characters of a claim's number.
const NUMBER_LENGTH: usize = 14;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Status
    pub status: Option<&'static str>,
    /// Kind of claim
    pub kind: Option<&'static str>,
    /// Id of an engagement
    pub engagement: Option<String>,
    /// Id of a location
    pub location: Option<String>,
    /// Changed then or later
    pub since: Option<Timestamp>,
    /// A number, or the beginning of a name
    pub q: Option<String>,
}

impl Filter {
    fn admits(&self, claim: &Claim) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        self.status.is_none_or(|status| status == claim.state.as_str())
            && self.kind.is_none_or(|kind| kind == claim.kind().as_str())
            && is(&self.engagement, claim.engagement.as_str())
            && is(&self.location, claim.content.location.as_str())
            && self.since.is_none_or(|since| claim.updated_at >= since)
            && self.q.as_ref().is_none_or(|q| found_by(claim, q))
    }

    /// The number that is asked for, if it looks like one: `CLM-` and the ten characters behind it.
    fn number(&self) -> Option<String> {
        let q = self.q.as_deref()?.trim().to_ascii_uppercase();
        (q.starts_with("CLM-") && q.len() == NUMBER_LENGTH).then_some(q)
    }
}

/// The exact number, or the beginning of the friendly name.
fn found_by(claim: &Claim, q: &str) -> bool {
    let q = q.trim().to_lowercase();
    claim.id.number().to_lowercase() == q || claim.content.name.to_lowercase().starts_with(&q)
}

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

    /// What is found among the next claims of the shelf: a page may hold fewer than `limit`.
    pub async fn found(
        &self,
        caller: &Caller,
        filter: &Filter,
        order: Order,
        limit: u32,
        after: Option<Position>,
    ) -> Result<(Vec<Claim>, Option<Position>), StoreError> {
        let (mut claims, next) = match self.numbered(caller, filter, after.as_ref()).await? {
            numbered if !numbered.is_empty() => (numbered, None),
            _ => self.claims(caller, order, filter.since, limit, after).await?,
        };
        claims.retain(|claim| filter.admits(claim));
        Ok((claims, next))
    }

    /// Who asks for a number asks for one claim; the list need not be looked through for it.
    async fn numbered(
        &self,
        caller: &Caller,
        filter: &Filter,
        after: Option<&Position>,
    ) -> Result<Vec<Claim>, StoreError> {
        let Some(number) = filter.number().filter(|_| after.is_none()) else { return Ok(Vec::new()) };
        let claims = self.store.numbered(&number).await?.into_iter();
        Ok(self.seen(&Actor::Staff(caller.clone()), claims))
    }
}
