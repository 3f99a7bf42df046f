//! The vendor's queue and decisions (T7, T7b, T8, T11, T12).

use app::{
    App,
    ports::{ListQuery, Lists as _, Order, Position, Shelf},
};
use domain::{
    Actor, Caller, Claim, Command, Refusal, Role, Side, State, actor, allowed, claim::Reason,
    command::ItemVerdict,
};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde::{Deserialize, Serialize};
use store::Table;
use web::{Call, Problem, Reply, links::LinkKeys, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table, Variable::LinkKeys];

/// The function.
pub struct ReviewClaim {
    app: App<Table>,
    keys: LinkKeys,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Reasons {
    #[serde(default)]
    reasons: Vec<ReasonInput>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReasonInput {
    #[serde(default)]
    code: String,
    #[serde(default)]
    pointer: String,
    #[serde(default)]
    document_id: Option<String>,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    #[serde(default)]
    items: Vec<ItemVerdict>,
}

/// The vendor's queues.
const QUEUES: [&str; 3] = ["unassigned", "mine", "overdue"];

impl ReviewClaim {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()?, keys: environment.link_keys()? })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        let reasons = || {
            let given: Reasons = call.body_json()?;
            let reason = |given: ReasonInput| Reason {
                code: given.code,
                pointer: given.pointer,
                document_id: given.document_id,
                text: given.text,
            };
            Ok(given.reasons.into_iter().map(reason).collect())
        };
        match call.route() {
            "GET /v1/reviews" => self.queue(call).await,
            "POST /v1/claims/{id}/review/start" => {
                web::act(&self.app, call, || {
                    call.body_json_or_default::<web::Nothing>().map(|_| Command::StartReview)
                })
                .await
            }
            "POST /v1/claims/{id}/review/release" => {
                web::act(&self.app, call, || {
                    call.body_json_or_default::<web::Nothing>().map(|_| Command::Release)
                })
                .await
            }
            "POST /v1/claims/{id}/review/return" => {
                web::act(&self.app, call, || reasons().map(Command::Return)).await
            }
            "POST /v1/claims/{id}/review/reject" => {
                web::act(&self.app, call, || reasons().map(Command::Reject)).await
            }
            "POST /v1/claims/{id}/review/approve" => {
                web::act(&self.app, call, || {
                    call.body_json::<Approval>().map(|approval| Command::Approve(approval.items))
                })
                .await
            }
            _ => Err(web::unmatched(call)),
        }
    }

    /// `GET /v1/reviews?queue=`: by the clock that runs out first. Both phases can be overdue: first come
    /// the claims that nobody has started, then those under review.
    async fn queue(&self, call: &Call) -> Result<Reply, Problem> {
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
        let phases: &[&'static str] = match queue {
            "unassigned" => &["submitted"],
            "overdue" => &["submitted", "under_review"],
            _ => &["under_review"],
        };
        let Some(status) = phases.get(place.phase) else {
            return Ok(respond::json(call, 200, &views::List::<views::ReviewRow>::whole(Vec::new())));
        };
        let query = ListQuery {
            shelf: Shelf::Queue(status),
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
                _ => matches!(claim.state, State::Submitted { .. }),
            })
            .map(|claim| views::review_row(&claim, now, &self.app.catalogue))
            .collect()
    }
}

/// Where a page of a queue begins.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Place {
    phase: usize,
    position: Option<Position>,
}
