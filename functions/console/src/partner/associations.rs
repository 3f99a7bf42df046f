//! What became official, and how it is used: a chart, and the same as a table.

use app::ports::{Order, Position};
use askama::Template;
use domain::{Actor, Caller, ItemKey, Refusal, actor};
use web::{
    Call, Problem, Reply,
    views::{self, AssociationRow, UsageView},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// Claims that are looked at for one page.
const CLAIMS: u32 = 50;
/// Months that a chart shows.
const MONTHS: usize = 12;
/// Width and height of the chart, without its labels.
const CHART: (u32, u32) = (600, 180);

/// A row of the list.
struct Row {
    association: AssociationRow,
    label: String,
    since: String,
    ends: Option<String>,
    ended: Option<String>,
    usage: bool,
}

#[derive(Template)]
#[template(path = "partner/associations.html")]
struct Associations {
    page: Page,
    status: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
}

/// A month in the chart: where its bar begins, how high it is, how high the seats are.
struct Bar {
    month: String,
    x: u32,
    users: u32,
    seats: u32,
}

#[derive(Template)]
#[template(path = "partner/usage.html")]
struct UsagePage {
    page: Page,
    claim: String,
    number: String,
    customer: String,
    label: String,
    months: Vec<UsageView>,
    bars: Vec<Bar>,
    width: u32,
    most: u32,
}

impl Associations {
    fn is_on(&self, status: &str) -> bool {
        self.status == status
    }

    /// What is told of the end: when, and once it was, why.
    fn ending(&self) -> String {
        self.page.t(if self.is_on("ended") { "reason" } else { "ends" })
    }
}

impl Console {
    /// `GET /console/associations?status=`
    pub(crate) async fn associations(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("associations");
        let mut query = call.query();
        let status = query.one_of("status", &["active", "pending", "ended"]).unwrap_or("active");
        let bound_to = format!("associations {} {} {}", caller.org, caller.sub, call.question());
        let after: Option<Position> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        let acting = Actor::Staff(caller.clone());
        if !actor::opens(&acting) {
            return Err(Refusal::Forbidden.into());
        }
        let (claims, next) = self.app.claims(caller, Order::Updated, None, CLAIMS, after).await?;
        let catalogue = self.app.catalogue();
        let zone = &catalogue.calendar.zone;
        let rows = claims.iter().flat_map(|claim| {
            let rules = catalogue.rules(&claim.engagement, claim.rule_version);
            let page = &page;
            views::associations(claim).into_iter().filter(move |row| row.status == status).map(move |row| {
                let key = ItemKey::parse(&row.item_key);
                let item = claim.content.items.iter().find(|item| Some(&item.key) == key.as_ref());
                Row {
                    label: rules
                        .zip(item)
                        .map(|(rules, item)| rules.item_label(item, page.locale))
                        .unwrap_or_default(),
                    since: page.event(row.since, zone),
                    ends: row.ends_at.map(|at| page.deadline(at, zone)),
                    ended: row.ended_reason.as_deref().map(|reason| page.reason(reason)),
                    usage: key.is_some_and(|key| domain::usage::readable(claim, &key).is_ok()),
                    association: row,
                }
            })
        });
        let rows = rows.collect();
        let next = next.map(|at| call.next_page(&self.cookies.keys.seal_cursor(&at, &bound_to)));
        show(call, 200, &Associations { page, status, rows, next })
    }

    /// `GET /console/associations/{claimId}/{itemKey}`
    pub(crate) async fn usage(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let page = Page::new(call, Some(caller)).in_part("associations");
        let (claim, months) = self.app.usage_of(call.path("claimId"), call.path("itemKey"), caller).await?;
        let catalogue = self.app.catalogue();
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let key = ItemKey::parse(call.path("itemKey"));
        let item = claim.content.items.iter().find(|item| Some(&item.key) == key.as_ref());
        let months = views::usage(&months).items;
        let last = &months[months.len().saturating_sub(MONTHS)..];
        let most =
            last.iter().map(|month| month.active_users.max(month.sold_seats)).max().unwrap_or_default();
        let step = CHART.0 / u32::try_from(MONTHS).unwrap_or(1);
        let height = |count: u32| (u64::from(count) * u64::from(CHART.1) / u64::from(most.max(1))) as u32;
        let bars = last.iter().zip(0..).map(|(month, at)| Bar {
            month: month.month.clone(),
            x: at * step,
            users: height(month.active_users),
            seats: height(month.sold_seats),
        });
        let bars = bars.collect();
        let shown = UsagePage {
            claim: claim.id.to_string(),
            number: claim.id.number(),
            customer: claim.customer.name.clone(),
            label: item.map(|item| rules.item_label(item, page.locale)).unwrap_or_default(),
            months,
            bars,
            width: step,
            most,
            page,
        };
        show(call, 200, &shown)
    }
}
