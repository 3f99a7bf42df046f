//! Every GET of the API, look-ups, and the answer to routes that do not exist.

mod catalogue;
mod claims;
mod customers;
mod export;
mod lists;
mod lookups;
mod referrals;
mod sheet;
mod usage;

use app::App;
use domain::{Actor, Caller, Claim, Refusal, actor};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde::Serialize;
use store::Table;
use web::{Call, LinkKeys, Problem, Query, Reply, openapi, respond, views::List};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table, Variable::LinkKeys];

/// The function.
pub struct ReadClaims {
    app: App<Table>,
    keys: LinkKeys,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

impl ReadClaims {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()?, keys: environment.link_keys()? })
    }

    /// Its routes, by what the template says; `$default` is everything else.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        match call.route() {
            "GET /healthz" => Ok(respond::json(call, 200, &Health { status: "ok" })),
            "GET /openapi.json" => {
                Ok(respond::bytes(call, 200, "application/json", openapi::document().into_bytes()))
            }
            "GET /problems/{code}" => problem_page(call),
            _ => {
                self.app.learn_rules().await?;
                self.data(call).await
            }
        }
    }

    async fn data(&self, call: &Call) -> Result<Reply, Problem> {
        match call.route() {
            "GET /v1/me" => self.me(call),
            "GET /v1/locations" => self.locations(call).await,
            "GET /v1/engagements" => self.engagements(call),
            "GET /v1/engagements/{id}" => self.engagement(call),
            "GET /v1/engagements/{id}/customers" => self.customers(call).await,
            "GET /v1/engagements/{id}/customer-counts" => self.customer_counts(call).await,
            "GET /v1/engagements/{id}/eligibility" => self.eligible_locations(call).await,
            "POST /v1/customer-lookups" => self.look_up(call).await,
            "GET /v1/referrals" => self.referrals(call).await,
            "GET /v1/referrals/{id}" => self.referral(call).await,
            "GET /v1/claims" => self.claims(call).await,
            "GET /v1/earnings" => self.earnings(call).await,
            "GET /v1/associations" => self.associations(call).await,
            "GET /v1/associations/{claimId}/{itemKey}/usage" => self.usage(call).await,
            "GET /v1/claims/{id}" => self.claim(call).await,
            "GET /v1/claims/{id}/documents" => self.documents(call).await,
            "GET /v1/claims/{id}/comments" => self.comments(call).await,
            "GET /v1/claims/{id}/history" => self.history(call).await,
            "GET /v1/claims/{id}/consent" => self.consent(call).await,
            "GET /v1/claims/{id}/accesses" => self.accesses(call).await,
            _ => Err(web::unmatched(call)),
        }
    }

    /// A page of a list that is at hand as a whole.
    fn page_of<T>(
        &self,
        call: &Call,
        caller: &Caller,
        mut query: Query,
        items: Vec<T>,
    ) -> Result<List<T>, Problem> {
        let limit = query.limit() as usize;
        let bound_to = lists::bound_to(call.raw_path(), caller, call);
        let from: usize = query.cursor(&self.keys, &bound_to).unwrap_or_default();
        query.finish()?;
        let more = from + limit < items.len();
        let next = more.then(|| call.next_page(&self.keys.seal_cursor(&(from + limit), &bound_to)));
        Ok(List { items: items.into_iter().skip(from).take(limit).collect(), next })
    }

    /// The claim of the path as it stands now, if the caller may know of it.
    async fn visible(&self, call: &Call) -> Result<(Claim, Caller), Problem> {
        let caller = call.caller()?;
        let claim = self.app.read(&web::claim_id(call)?, &Actor::Staff(caller.clone())).await?;
        Ok((claim, caller))
    }

    /// The same for those who may see more than the head of a claim (domain 5.1).
    async fn open(&self, call: &Call) -> Result<(Claim, Caller), Problem> {
        let (claim, caller) = self.visible(call).await?;
        opens(&caller).map(|()| (claim, caller))
    }
}

/// Referral administrators see the heads of claims only.
fn opens(caller: &Caller) -> Result<(), Problem> {
    if actor::opens(&Actor::Staff(caller.clone())) { Ok(()) } else { Err(Refusal::Forbidden.into()) }
}

fn problem_page(call: &Call) -> Result<Reply, Problem> {
    match web::problem_page(call.path("code"), call.locale()) {
        Some(page) => Ok(respond::html(call, 200, page)),
        None => Err(Refusal::NotFound.into()),
    }
}
