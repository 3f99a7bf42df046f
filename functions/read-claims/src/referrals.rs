//! Referrals (domain 6.6): of each claim at most one, kept on the claim.

use app::ports::{Order, Position};
use domain::{Actor, Caller, ReferralId, Refusal, actor};
use web::{Call, Problem, Reply, respond, views};

use crate::{ReadClaims, lists::bound_to};

impl ReadClaims {
    /// `GET /v1/referrals`, newest first. A page may hold fewer rows than asked for.
    pub(crate) async fn referrals(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let limit = query.limit();
        let bound_to = bound_to("referrals", &caller, call);
        let after: Option<Position> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        opens(&caller)?;
        let (claims, next) = self.app.claims(&caller, Order::Created, None, limit, after).await?;
        let items: Vec<_> = claims.iter().filter_map(views::referral).collect();
        let next = next.map(|position| call.next_page(&self.keys.seal_cursor(&position, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    /// `GET /v1/referrals/{id}`
    pub(crate) async fn referral(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        opens(&caller)?;
        let id = ReferralId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        let claim = self.app.read(&id.claim(), &Actor::Staff(caller)).await?;
        let referral = views::referral(&claim).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 200, &referral))
    }
}

fn opens(caller: &Caller) -> Result<(), Problem> {
    if actor::opens_referrals(caller) { Ok(()) } else { Err(Refusal::Forbidden.into()) }
}
