//! The queues: what waits for the vendor, by the clock that runs out first.

use app::reviews::{Queue, QueuePlace, Waiting};
use askama::Template;
use domain::{Actor, Caller, Claim, allowed, allowed::Act};
use web::{
    Call, Problem, Reply,
    views::{self, ReviewRow},
};

use crate::{
    Console,
    pages::{Page, show},
};

/// Claims on one page.
const ROWS: u32 = 25;

/// Further looks into the queue that fill a page; most of a phase may be for somebody else.
const LOOKS: u32 = 8;

/// Claims of each phase that are looked at for the counts of the tabs.
const COUNTED: u32 = 50;

/// A queue to go to.
struct Tab {
    queue: &'static str,
    count: String,
}

/// A claim that waits.
struct Row {
    claim: ReviewRow,
    version: u64,
    partner: String,
    age: String,
    /// The clock of the vendor that runs out first: how far away that is, and when.
    due: Option<(String, String)>,
    /// What can be done with it here.
    act: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "review/queue.html")]
struct QueuePage {
    page: Page,
    tabs: Vec<Tab>,
    queue: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
    done: Option<&'static str>,
}

impl Console {
    /// `GET /console/reviews?queue=`
    pub(super) async fn queue_page(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("reviews");
        let mut query = call.query();
        let queue = query.one_of("queue", &Queue::ALL.map(Queue::as_str)).and_then(Queue::parse);
        let queue = queue.unwrap_or(Queue::Unassigned);
        let done = query.one_of("done", &["release"]);
        let bound_to = format!("console reviews {} {}", caller.sub, queue.as_str());
        let place: QueuePlace = query.cursor(&self.cookies.keys, &bound_to).unwrap_or_default();
        query.finish()?;
        let (claims, next) = self.filled(caller, queue, place).await?;
        let waiting = self.app.waiting(caller, COUNTED).await?;
        let tabs =
            Queue::ALL.map(|tab| Tab { queue: tab.as_str(), count: self.count(tab, caller, &waiting) });
        let rows = claims.iter().map(|claim| self.queue_row(claim, caller, &page)).collect();
        let next = next.map(|place| {
            let cursor = self.cookies.keys.seal_cursor(&place, &bound_to);
            format!("/console/reviews?queue={}&cursor={cursor}", queue.as_str())
        });
        show(call, 200, &QueuePage { page, tabs: tabs.into(), queue: queue.as_str(), rows, next, done })
    }

    /// A page of the queue: what is left of it is taken from the phases that follow.
    async fn filled(
        &self,
        caller: &Caller,
        queue: Queue,
        place: QueuePlace,
    ) -> Result<(Vec<Claim>, Option<QueuePlace>), Problem> {
        let (mut claims, mut next) = self.app.queue(caller, queue, ROWS, place).await?;
        for _ in 0..LOOKS {
            let left = ROWS.saturating_sub(claims.len() as u32);
            let Some(place) = next.take_if(|_| left > 0) else { break };
            let (more, rest) = self.app.queue(caller, queue, left, place).await?;
            claims.extend(more);
            next = rest;
        }
        Ok((claims, next))
    }

    /// How many belong to a queue, as far as was looked.
    fn count(&self, queue: Queue, caller: &Caller, waiting: &[Waiting]) -> String {
        let now = self.app.now();
        let claims = waiting.iter().flat_map(|waiting| &waiting.claims);
        let count = claims.filter(|claim| queue.holds(claim, caller, now)).count();
        let more = waiting.iter().any(|waiting| waiting.more);
        format!("{count}{}", if more { "+" } else { "" })
    }

    fn queue_row(&self, claim: &Claim, caller: &Caller, page: &Page) -> Row {
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let zone = &catalogue.calendar.zone;
        let view = views::review_row(claim, now, &catalogue);
        let allowed = allowed::allowed_actions(claim, &Actor::Staff(caller.clone()));
        let act = |act: Act| allowed.contains(&act.as_str()).then_some(act.as_str());
        let own = Queue::Mine.holds(claim, caller, now);
        Row {
            version: claim.version,
            partner: claim.org_name.clone(),
            age: page.age(claim.with_the_vendor_since().unwrap_or(now), now),
            due: view.due_at.map(|at| (page.away_or_late(at, now), page.deadline(at, zone))),
            act: act(Act::StartReview).or_else(|| act(Act::Release).filter(|_| own)),
            claim: view,
        }
    }
}
