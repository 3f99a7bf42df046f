//! The Customers page of an engagement (domain 9): tabs that are links, with counts.

use app::customers::{CustomersTab, Place};
use askama::Template;
use domain::Caller;
use web::{
    Call, Problem, Reply,
    views::{self, CountView},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// Rows on one page.
const ROWS: u32 = 25;

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
    q: String,
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
    /// `GET /console/engagements/{id}/customers?tab=&q=`. A page may hold fewer rows than there is room for.
    pub(crate) async fn customers(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("engagements");
        let mut query = call.query();
        let tab = query.one_of("tab", &CustomersTab::ALL.map(CustomersTab::as_str));
        let q = query.text("q").map(|q| q.trim().to_owned()).unwrap_or_default();
        let bound_to = format!("{} {} {} {}", call.raw_path(), caller.org, caller.sub, call.question());
        let place: Option<Place> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        let named = |known: &CustomersTab| Some(known.as_str()) == tab;
        let tab = CustomersTab::ALL.into_iter().find(named).unwrap_or(CustomersTab::Eligible);
        let id = call.path("id");
        let (rows, next) = self.app.customers(caller, id, tab, place, ROWS).await?;
        let counts = self.app.customer_counts(caller, id).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let engagement = catalogue.current(id, now).ok_or(domain::Code::NotFound)?;
        let wanted = q.to_lowercase();
        let rows = rows.iter().map(|row| views::customer_row(row, &catalogue, now, page.locale));
        let rows =
            rows.filter(|row| row.customer.name.to_lowercase().contains(&wanted)).map(|customer| Row {
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
            q,
            rows,
            next: next.map(|place| call.next_page(&self.cookies.keys.seal_cursor(&place, &bound_to))),
            by_opportunity_only: domain::eligibility::by_opportunity_only(engagement),
            page,
        };
        show(call, 200, &shown)
    }
}
