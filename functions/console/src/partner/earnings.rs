//! What claims earn, or why they earn nothing.

use app::ports::{Order, Position};
use askama::Template;
use domain::{Actor, Caller, Refusal, actor};
use web::{
    Call, Problem, Reply,
    views::{self, EarningRow},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// Claims that are looked at for one page.
const CLAIMS: u32 = 50;

/// A claim with what it earns.
struct Row {
    earning: EarningRow,
    number: String,
    name: String,
    customer: String,
    engagement: String,
    reason: Option<String>,
    amount: Option<String>,
}

#[derive(Template)]
#[template(path = "partner/earnings.html")]
struct Earnings {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

impl Console {
    /// `GET /console/earnings`
    pub(crate) async fn earnings(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("earnings");
        let mut query = call.query();
        let bound_to = format!("earnings {} {}", caller.org, caller.sub);
        let after: Option<Position> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        if !actor::opens(&Actor::Staff(caller.clone())) {
            return Err(Refusal::Forbidden.into());
        }
        let (claims, next) = self.app.claims(caller, Order::Updated, None, CLAIMS, after).await?;
        let catalogue = self.app.catalogue();
        let rows = claims.iter().filter_map(|claim| {
            let earning = views::earning_row(claim)?;
            let rules = catalogue.rules(&claim.engagement, claim.rule_version);
            Some(Row {
                number: claim.id.number(),
                name: claim.content.name.clone(),
                customer: claim.customer.name.clone(),
                engagement: rules.map(|rules| rules.name.get(page.locale).into()).unwrap_or_default(),
                reason: earning.reason.as_deref().map(|reason| page.reason(reason)),
                amount: earning
                    .amount
                    .as_ref()
                    .map(|amount| page.money(amount.amount(), &amount.currency.to_string())),
                earning,
            })
        });
        let rows = rows.collect();
        let next = next.map(|at| call.next_page(&self.cookies.keys.seal_cursor(&at, &bound_to)));
        show(call, 200, &Earnings { page, rows, next })
    }
}
