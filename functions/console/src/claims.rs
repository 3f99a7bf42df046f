//! The list of claims: searched, narrowed and sorted by its address.

use app::{
    Filter,
    ports::{Order, Position},
};
use askama::Template;
use domain::{Caller, State, catalogue::Kind as Claimed};
use web::{
    Call, Problem, Reply,
    views::{self, SummaryView},
};

use crate::{
    Console,
    fields::{Choice, Field, Kind},
    pages::{Page, show},
    session::actor,
};

/// Claims on one page.
const ROWS: u32 = 25;
/// Pages of the shelf that are looked through for one page of the list.
const LOOKS: usize = 8;

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
    fields: Vec<Field>,
    /// Something is narrowed or searched
    narrowed: bool,
    rows: Vec<Row>,
    /// Whether the caller makes claims
    makes: bool,
    /// Whether the claims open, or their headers are all that is seen
    opens: bool,
    next: Option<String>,
}

impl Console {
    /// `GET /console/claims?q=&status=&kind=&engagementId=&sort=`
    pub(crate) async fn claims(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("claims");
        let mut query = call.query();
        let status = query.one_of("status", State::STATUSES);
        let kind = query.one_of("kind", &["association", "engagement"]);
        let engagement = query.text("engagementId").filter(|id| !id.is_empty());
        let q = query.text("q").map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
        let sort = query.one_of("sort", &["-updatedAt", "-createdAt"]);
        let bound_to = format!("console {} {} {}", caller.org, caller.sub, call.question());
        let mut after: Option<Position> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        let order = if sort == Some("-createdAt") { Order::Created } else { Order::Updated };
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let fields = self.filters(&page, [q.as_deref(), status, kind, engagement.as_deref(), sort]);
        let filter = Filter { status, kind, engagement, q, ..Filter::default() };
        let narrowed = filter.status.is_some() || filter.kind.is_some() || filter.engagement.is_some();
        let narrowed = narrowed || filter.q.is_some();
        // What is narrowed may be thin on the shelf; nobody likes pages with nothing on them.
        let mut claims = Vec::new();
        for _ in 0..LOOKS {
            let (found, next) = self.app.found(caller, &filter, order, ROWS, after).await?;
            claims.extend(found);
            after = next;
            if after.is_none() || claims.len() >= ROWS as usize / 2 {
                break;
            }
        }
        let rows = claims.iter().map(|claim| {
            let view = views::summary(claim, &catalogue);
            let rules = catalogue.rules(&claim.engagement, claim.rule_version);
            Row {
                engagement: rules.map(|rules| rules.name.get(page.locale).into()).unwrap_or_default(),
                next: page.soonest(&view.deadlines, now, &catalogue.calendar.zone),
                claim: view,
            }
        });
        let rows = rows.collect();
        let next = after.map(|position| call.next_page(&self.cookies.keys.seal_cursor(&position, &bound_to)));
        let opens = domain::actor::opens(&actor(caller));
        let makes = [Claimed::Association, Claimed::Engagement]
            .into_iter()
            .any(|kind| domain::actor::makes_claims(caller, kind));
        show(call, 200, &Claims { page, fields, narrowed, rows, makes, opens, next })
    }

    /// The questions that narrow the list, with what was chosen.
    fn filters(&self, page: &Page, chosen: [Option<&str>; 5]) -> Vec<Field> {
        let catalogue = self.app.catalogue();
        let any = || Choice::new("", page.t("any"));
        let statuses = State::STATUSES.iter().map(|status| Choice::new(*status, page.word("status", status)));
        let kinds = ["association", "engagement"].map(|kind| Choice::new(kind, page.word("kind", kind)));
        let engagements =
            catalogue.each(self.app.now()).map(|one| Choice::new(one.id.as_str(), one.name.get(page.locale)));
        let sorts = [("-updatedAt", "last-changed"), ("-createdAt", "last-made")];
        let sorts = sorts.map(|(sort, id)| Choice::new(sort, page.t(id)));
        let asked = [
            ("q", "search-claims", Kind::Text("off")),
            ("status", "status", Kind::Select(std::iter::once(any()).chain(statuses).collect())),
            ("kind", "kind", Kind::Select(std::iter::once(any()).chain(kinds).collect())),
            ("engagementId", "engagement", Kind::Select(std::iter::once(any()).chain(engagements).collect())),
            ("sort", "order", Kind::Select(sorts.into())),
        ];
        let field = |((name, label, kind), chosen): ((&str, &str, Kind), Option<&str>)| {
            let values: Vec<String> = chosen.into_iter().map(String::from).collect();
            Field::new(name, page.t(label), kind).values(&values)
        };
        asked.into_iter().zip(chosen).map(field).collect()
    }
}
