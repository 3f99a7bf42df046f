//! The list of claims.

use app::ports::{Order, Position};
use askama::Template;
use domain::Caller;
use web::{
    Call, Problem, Reply,
    views::{self, SummaryView},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// Claims on one page.
const ROWS: u32 = 25;

/// A claim in the list.
struct Row {
    claim: SummaryView,
    engagement: String,
    /// The deadline that runs out first: its name, how far away it is, and when.
    next: Option<(&'static str, String, String)>,
}

#[derive(Template)]
#[template(path = "claims.html")]
struct Claims {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

impl Console {
    /// `GET /console/claims`: newest change first.
    pub(crate) async fn claims(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("claims");
        let mut query = call.query();
        let bound_to = format!("console {} {}", caller.org, caller.sub);
        let after: Option<Position> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        let (claims, next) = self.app.claims(caller, Order::Updated, None, ROWS, after).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let rows = claims.iter().map(|claim| {
            let view = views::summary(claim, &catalogue);
            let rules = catalogue.rules(&claim.engagement, claim.rule_version);
            let soonest = view.deadlines.iter().min_by_key(|deadline| deadline.at);
            Row {
                engagement: rules.map(|rules| rules.name.get(page.locale).into()).unwrap_or_default(),
                next: soonest.map(|soonest| {
                    let until = page.deadline(soonest.at, &catalogue.calendar.zone);
                    (soonest.clock, page.away(soonest.at, now), until)
                }),
                claim: view,
            }
        });
        let rows = rows.collect();
        let next = next.map(|position| {
            format!("/console/claims?cursor={}", self.cookies.keys.seal_cursor(&position, &bound_to))
        });
        show(call, 200, &Claims { page, rows, next })
    }
}
