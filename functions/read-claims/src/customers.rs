//! The Customers page of an engagement (domain 9).

use app::customers::{CustomerRow, CustomersTab, Place};
use web::{Call, Problem, Reply, respond, views};

use crate::{ReadClaims, lists::bound_to};

impl ReadClaims {
    /// `GET /v1/engagements/{id}/customers?tab=`
    pub(crate) async fn customers(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let tab = query.one_of("tab", &CustomersTab::ALL.map(CustomersTab::as_str));
        let tab = CustomersTab::ALL.into_iter().find(|known| Some(known.as_str()) == tab);
        let limit = query.limit();
        let bound_to = bound_to(call.raw_path(), &caller, call);
        let place: Option<Place> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        let tab = tab.unwrap_or(CustomersTab::Eligible);
        let (rows, next) = self.app.customers(&caller, call.path("id"), tab, place, limit).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let view = |row: &CustomerRow| views::customer_row(row, &catalogue, now, call.locale());
        let items: Vec<_> = rows.iter().map(view).collect();
        let next = next.map(|place| call.next_page(&self.keys.seal_cursor(&place, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    /// `GET /v1/engagements/{id}/customer-counts`
    pub(crate) async fn customer_counts(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let counts = self.app.customer_counts(&caller, call.path("id")).await?;
        let [eligible, ineligible, completed] = counts.map(views::count);
        Ok(respond::json(call, 200, &views::CustomerCountsView { eligible, ineligible, completed }))
    }
}
