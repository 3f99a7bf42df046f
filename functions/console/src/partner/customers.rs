//! The Customers page of an engagement (domain 9): tabs that are links, with counts.

use app::customers::{CustomerRow, CustomersTab, Place};
use askama::Template;
use domain::Caller;
use jiff::Timestamp;
use web::{
    Call, Problem, Reply,
    views::{self, CountView},
};

use crate::{
    Console,
    fields::{Choice, Field, Kind},
    pages::{Page, show},
};

/// Rows on one page.
const ROWS: u32 = 25;
/// Rows that are looked through in one step of a search, or to order them.
const STEP: u32 = 100;
/// Steps of one search.
const STEPS: usize = 5;
/// Orders beside the newest first.
const ORDERS: [&str; 2] = ["name", "due"];

/// A tab with how much there is on it.
struct Tab {
    name: &'static str,
    count: CountView,
}

/// A row with when it is due.
struct Row {
    customer: views::CustomerRow,
    /// The next deadline: its name, how far away it is, and when
    due: Option<(&'static str, String, String)>,
}

#[derive(Template)]
#[template(path = "partner/customers.html")]
struct Customers {
    page: Page,
    id: String,
    name: String,
    tabs: Vec<Tab>,
    tab: &'static str,
    fields: Vec<Field>,
    /// Whether a name was asked for
    searched: bool,
    /// Whether a name or another order was asked for
    narrowed: bool,
    /// Whether rows were left out of that
    partly: bool,
    rows: Vec<Row>,
    next: Option<String>,
    by_opportunity_only: bool,
}

impl Customers {
    fn is_on(&self, tab: &str) -> bool {
        self.tab == tab
    }
}

impl Console {
    /// `GET /console/engagements/{id}/customers?tab=&q=&sort=`. A page may hold fewer rows than there is room
    /// for.
    pub(crate) async fn customers(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("engagements");
        let mut query = call.query();
        let tab = query.one_of("tab", &CustomersTab::ALL.map(CustomersTab::as_str));
        let q = query.text("q").map(|q| q.trim().to_owned()).unwrap_or_default();
        let sort = query.one_of("sort", &ORDERS);
        let bound_to = format!("{} {} {} {}", call.raw_path(), caller.org, caller.sub, call.question());
        let place: Option<Place> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        let named = |known: &CustomersTab| Some(known.as_str()) == tab;
        let tab = CustomersTab::ALL.into_iter().find(named).unwrap_or(CustomersTab::Eligible);
        let id = call.path("id");
        let narrowed = !q.is_empty() || sort.is_some();
        let (found, next) = if narrowed {
            self.looked_through(caller, id, tab, place).await?
        } else {
            self.app.customers(caller, id, tab, place, ROWS).await?
        };
        let counts = self.app.customer_counts(caller, id).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let engagement = catalogue.current(id, now).ok_or(domain::Code::NotFound)?;
        let wanted = q.to_lowercase();
        let rows = found.iter().map(|row| views::customer_row(row, &catalogue, now, page.locale));
        let mut rows: Vec<_> =
            rows.filter(|row| row.customer.name.to_lowercase().contains(&wanted)).collect();
        match sort {
            Some("name") => rows.sort_by_cached_key(|row| row.customer.name.to_lowercase()),
            Some(_) => rows.sort_by_key(|row| (first_due(row).is_none(), first_due(row))),
            None => {}
        }
        let rows = rows.into_iter().map(|customer| Row {
            due: customer
                .claim
                .as_ref()
                .and_then(|claim| page.soonest(&claim.deadlines, now, &catalogue.calendar.zone)),
            customer,
        });
        let rows = rows.collect();
        let tabs = CustomersTab::ALL.into_iter().zip(counts);
        let tabs = tabs.map(|(tab, counted)| Tab { name: tab.as_str(), count: views::count(counted) });
        let tabs = tabs.collect();
        let shown = Customers {
            id: id.into(),
            name: engagement.name.get(page.locale).into(),
            tabs,
            tab: tab.as_str(),
            fields: filters(&page, &q, sort),
            searched: !q.is_empty(),
            narrowed,
            partly: narrowed && next.is_some(),
            rows,
            next: next.map(|place| call.next_page(&self.cookies.keys.seal_cursor(&place, &bound_to))),
            by_opportunity_only: domain::eligibility::by_opportunity_only(engagement),
            page,
        };
        show(call, 200, &shown)
    }

    /// Rows of several pages at once, for a search and for another order.
    async fn looked_through(
        &self,
        caller: &Caller,
        id: &str,
        tab: CustomersTab,
        mut place: Option<Place>,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), app::Failure> {
        let mut rows = Vec::new();
        for _ in 0..STEPS {
            let (more, next) = self.app.customers(caller, id, tab, place, STEP).await?;
            rows.extend(more);
            place = next;
            if place.is_none() {
                break;
            }
        }
        Ok((rows, place))
    }
}

/// When the first of a row's clocks runs out.
fn first_due(row: &views::CustomerRow) -> Option<Timestamp> {
    row.claim.iter().flat_map(|claim| &claim.deadlines).map(|clock| clock.at).min()
}

/// The questions that narrow and order the rows, with what was chosen.
fn filters(page: &Page, q: &str, sort: Option<&str>) -> Vec<Field> {
    let orders = [("", "customers-by-made"), ("name", "customers-by-name"), ("due", "customers-by-due")];
    let orders = orders.map(|(order, id)| Choice::new(order, page.t(id)));
    vec![
        Field::new("q", page.t("search-customers"), Kind::Text("off")).values(&[q.into()]),
        Field::new("sort", page.t("order"), Kind::Select(orders.into()))
            .values(&[sort.unwrap_or_default().into()]),
    ]
}
