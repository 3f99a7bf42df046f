//! The vendor's queue and decisions (T7, T7b, T8, T11, T12, T16 … T18), and contests (T13).

mod contests;
mod queue;

use app::App;
use domain::{Command, claim::Reason, command::ItemVerdict};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde::Deserialize;
use store::Table;
use web::{Call, Problem, Reply, links::LinkKeys};

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
        self.app.learn_rules().await?;
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
            "GET /v1/contests" => self.contests(call).await,
            "GET /v1/contests/{id}" => self.contest(call).await,
            "POST /v1/contests/{id}/statements" => self.state_in_contest(call).await,
            "POST /v1/contests/{id}/decision" => self.decide_contest(call).await,
            "POST /v1/claims/{id}/review/start" => {
                let nothing = || call.body_json_or_default::<web::Nothing>();
                let start = || nothing().map(|_| Command::StartReview { contests: Vec::new() });
                let envelope = web::envelope(call, call.precondition(), start)?;
                let actor = envelope.actor.clone();
                let done = self.app.start_review(&web::claim_id(call)?, envelope).await?;
                Ok(web::done_with(&self.app, call, &actor, &done))
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
}
