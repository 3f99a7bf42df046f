//! `GET /v1/reviews`: what the vendor has to act on.

use app::ports::{ListQuery, Lists as _, Order, Position, Shelf};
use domain::{
    Actor, Caller, Claim, Refusal, Role, Side, State, actor,
    allowed::{self, Act},
};
use serde::{Deserialize, Serialize};
use web::{Call, Problem, Reply, respond, views};

use crate::ReviewClaim;

/// The vendor's queues.
const QUEUES: [&str; 4] = ["unassigned", "mine", "overdue", "contested"];

impl ReviewClaim {
    /// `GET /v1/reviews?queue=`: by the clock that runs out first. Where several phases belong to a queue,
    /// first come the claims that nobody has started, then those under review, then disputes, and last what
    /// waits for the decision of a contest.
    pub(crate) async fn queue(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let queue = query.one_of("queue", &QUEUES).unwrap_or("unassigned");
        let limit = query.limit();
        let bound_to = format!("reviews {} {queue}", caller.sub);
        let place: Place = query.cursor(&self.keys, &bound_to).unwrap_or_default();
        query.finish()?;
        if caller.side != Side::Vendor
            || !caller.has(&[Role::Reviewer, Role::ReviewLead, Role::ProgrammeManager])
        {
            return Err(Refusal::Forbidden.into());
        }
        // A contest goes on when the review is given back, and is decided once more in a dispute.
        let phases: &[&'static str] = match queue {
            "unassigned" => &["submitted", "disputed", "contested"],
            "mine" => &["under_review", "contested"],
            "contested" => &["contested"],
            _ => &["submitted", "under_review", "disputed", "contested"],
        };
        let Some(phase) = phases.get(place.phase) else {
            return Ok(respond::json(call, 200, &views::List::<views::ReviewRow>::whole(Vec::new())));
        };
        let late = queue == "overdue";
        let query = ListQuery {
            shelf: if late { Shelf::Late(phase, self.app.now()) } else { Shelf::Queue(phase) },
            order: Order::Updated,
            since: None,
            limit,
            after: place.position,
        };
        let page = self.app.store.list(&query).await?;
        let items = self.rows(page.claims, &caller, queue);
        let next = match page.next {
            Some(position) => Some(Place { phase: place.phase, position: Some(position) }),
            None if place.phase + 1 < phases.len() => Some(Place { phase: place.phase + 1, position: None }),
            None => None,
        };
        let next = next.map(|place| call.next_page(&self.keys.seal_cursor(&place, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    fn rows(&self, claims: Vec<Claim>, caller: &Caller, queue: &str) -> Vec<views::ReviewRow> {
        let (now, actor) = (self.app.now(), Actor::Staff(caller.clone()));
        claims
            .into_iter()
            .map(|claim| self.app.settled(claim))
            .filter(|claim| actor::sees(&actor, claim) && claim.org != caller.org)
            .filter(|claim| match queue {
                "mine" => {
                    matches!(&claim.state, State::UnderReview { reviewer, .. } if reviewer.sub == caller.sub)
                }
                "overdue" => !allowed::overdue(claim, now).is_empty(),
                "contested" => allowed::listed(claim, Act::DecideContest),
                _ => matches!(claim.state, State::Submitted { .. } | State::Disputed { .. }),
            })
            .map(|claim| views::review_row(&claim, now, &self.app.catalogue()))
            .collect()
    }
}

/// Where a page of a queue begins.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Place {
    phase: usize,
    position: Option<Position>,
}
