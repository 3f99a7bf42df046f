//! Engagements by solution area, and what one of them asks for.

use askama::Template;
use domain::{
    Caller, Engagement, Location,
    catalogue::{Check, EngagementStatus, Kind, PayType},
};
use web::{
    Call, Problem, Reply,
    views::{self, EligibleLocationRow},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// An engagement in the list.
struct Row {
    id: String,
    name: String,
    status: &'static str,
    pay: &'static str,
    /// Locations that may claim it, of how many
    locations: (usize, usize),
}

/// A tab: the solution area, its name, how much there is in it.
struct Area {
    id: String,
    name: String,
    count: usize,
}

#[derive(Template)]
#[template(path = "partner/engagements.html")]
struct Engagements {
    page: Page,
    areas: Vec<Area>,
    area: String,
    associations: Vec<Row>,
    engagements: Vec<Row>,
    /// What the caller may begin
    may: (bool, bool),
}

/// A line of what an engagement asks for.
struct Term {
    name: String,
    days: u16,
    business: bool,
}

#[derive(Template)]
#[template(path = "partner/engagement.html")]
struct About {
    page: Page,
    id: String,
    name: String,
    area: String,
    kind: &'static str,
    pay: &'static str,
    mode: &'static str,
    roles: Vec<(String, String)>,
    terms: Vec<Term>,
    elements: Vec<(String, &'static str)>,
    locations: Vec<EligibleLocationRow>,
    may: bool,
    /// Whether it can be claimed now
    open: bool,
}

impl Console {
    /// `GET /console/engagements?area=`
    pub(crate) async fn engagements(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let wanted = query.text("area");
        query.finish()?;
        let page = Page::new(call, Some(caller)).in_part("engagements");
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let locations = self.own_locations(caller).await?;
        let mut areas: Vec<Area> = Vec::new();
        for engagement in catalogue.each(now) {
            match areas.iter_mut().find(|area| area.id == engagement.solution_area) {
                Some(area) => area.count += 1,
                None => areas.push(Area {
                    id: engagement.solution_area.clone(),
                    name: page.area(&engagement.solution_area),
                    count: 1,
                }),
            }
        }
        let known = |area: &String| areas.iter().any(|known| known.id == *area);
        let first = || areas.first().map(|area| area.id.clone()).unwrap_or_default();
        let area = wanted.filter(known).unwrap_or_else(first);
        let of = |kind: Kind| -> Vec<Row> {
            let here = catalogue.each(now).filter(|one| one.solution_area == area && one.kind == kind);
            here.map(|engagement| Row {
                id: engagement.id.to_string(),
                name: engagement.name.get(page.locale).into(),
                status: engagement.status(now).as_str(),
                pay: pay(engagement),
                locations: (admitted(&locations, engagement), locations.len()),
            })
            .collect()
        };
        let may = |kind| domain::actor::makes_claims(caller, kind);
        let shown = Engagements {
            associations: of(Kind::Association),
            engagements: of(Kind::Engagement),
            may: (may(Kind::Association), may(Kind::Engagement)),
            areas,
            area,
            page,
        };
        show(call, 200, &shown)
    }

    /// `GET /console/engagements/{id}`
    pub(crate) async fn engagement(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let page = Page::new(call, Some(caller)).in_part("engagements");
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let engagement = catalogue.current(call.path("id"), now).ok_or(domain::Code::NotFound)?;
        let locations = self.own_locations(caller).await?;
        let locale = page.locale;
        let elements = engagement.proof.elements.iter().map(|element| {
            let check = match element.check {
                Check::System => "system",
                Check::Reviewer => "reviewer",
            };
            (element.name.get(locale).to_owned(), check)
        });
        let roles = engagement.partner_roles.iter();
        let shown = About {
            id: engagement.id.to_string(),
            name: engagement.name.get(locale).into(),
            area: page.area(&engagement.solution_area),
            kind: engagement.kind.as_str(),
            pay: pay(engagement),
            mode: engagement.consent_mode.as_str(),
            roles: roles
                .map(|role| (role.name.get(locale).to_owned(), role.choose_when.get(locale).to_owned()))
                .collect(),
            terms: terms(engagement, &page),
            elements: elements.collect(),
            locations: locations
                .iter()
                .map(|location| views::eligible_location(location, engagement, locale))
                .collect(),
            may: domain::actor::makes_claims(caller, engagement.kind),
            open: engagement.status(now) == EngagementStatus::Active,
            page,
        };
        show(call, 200, &shown)
    }
}

fn admitted(locations: &[Location], engagement: &Engagement) -> usize {
    locations.iter().filter(|location| location.admits(&engagement.id).is_ok()).count()
}

fn pay(engagement: &Engagement) -> &'static str {
    match engagement.pay_type {
        PayType::Fixed => "fixed",
        PayType::Variable => "variable",
        PayType::None => "none",
    }
}

/// The day counts that a partner plans with.
fn terms(engagement: &Engagement, page: &Page) -> Vec<Term> {
    let days = &engagement.deadlines;
    let term = |name: &str, days: u16, business: bool| {
        (days > 0).then(|| Term { name: page.word("term", name), days, business })
    };
    let all = match engagement.kind {
        Kind::Association => vec![
            term("objection", days.objection_business_days, true),
            term("answer", days.partner_answer_business_days, true),
            term("dispute", days.dispute_days, false),
        ],
        Kind::Engagement => vec![
            term("consent", days.consent_days, false),
            term("submit", days.submit_days, false),
            term("review", days.review_days, false),
            term("dispute", days.dispute_days, false),
        ],
    };
    all.into_iter().flatten().collect()
}
