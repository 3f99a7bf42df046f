//! Referrals that came of engagement claims (domain 6.6).

use app::ports::{Order, Position};
use askama::Template;
use domain::{Caller, Claim, ReferralId, Refusal, actor};
use web::{
    Call, Problem, Reply,
    views::{self, ReferralView},
};

use crate::{
    Console,
    pages::{Page, show},
    session,
};

/// Claims that are looked at for one page.
const CLAIMS: u32 = 50;

/// A referral with the claim it is of.
struct Row {
    referral: ReferralView,
    number: String,
    customer: String,
    engagement: String,
    since: String,
    deal_size: Option<String>,
    reason: Option<String>,
}

#[derive(Template)]
#[template(path = "partner/referrals.html")]
struct Referrals {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "partner/referral.html")]
struct ReferralPage {
    page: Page,
    row: Row,
    /// Whether the caller may open the claim itself
    opens: bool,
}

impl Console {
    /// `GET /console/referrals`
    pub(crate) async fn referrals(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("referrals");
        let mut query = call.query();
        let bound_to = format!("referrals {} {}", caller.org, caller.sub);
        let after: Option<Position> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        if !actor::opens_referrals(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let (claims, next) = self.app.claims(caller, Order::Created, None, CLAIMS, after).await?;
        let rows = claims.iter().filter_map(|claim| self.referred(claim, &page)).collect();
        let next = next.map(|at| call.next_page(&self.cookies.keys.seal_cursor(&at, &bound_to)));
        show(call, 200, &Referrals { page, rows, next })
    }

    /// `GET /console/referrals/{id}`
    pub(crate) async fn referral(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let page = Page::new(call, Some(caller)).in_part("referrals");
        if !actor::opens_referrals(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let id = ReferralId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        let acting = session::actor(caller);
        let claim = self.app.read(&id.claim(), &acting).await?;
        let row = self.referred(&claim, &page).ok_or(Refusal::NotFound)?;
        show(call, 200, &ReferralPage { page, row, opens: actor::opens(&acting) })
    }

    fn referred(&self, claim: &Claim, page: &Page) -> Option<Row> {
        let referral = views::referral(claim)?;
        let catalogue = self.app.catalogue();
        let rules = catalogue.rules(&claim.engagement, claim.rule_version);
        Some(Row {
            number: claim.id.number(),
            customer: claim.customer.name.clone(),
            engagement: rules.map(|rules| rules.name.get(page.locale).into()).unwrap_or_default(),
            since: page.event(referral.created_at, &catalogue.calendar.zone),
            deal_size: referral
                .deal_size
                .as_ref()
                .map(|size| page.money(size.amount(), &size.currency.to_string())),
            reason: referral.reason.as_deref().map(|reason| page.reason(reason)),
            referral,
        })
    }
}
