//! What a partner does to a claim: edits, actions, comments, the request to the customer.

mod comments;
mod consent;

use app::App;
use domain::{Command, Refusal, actor, command::Submission, input::ContentPatch, proof};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde::Deserialize;
use store::Table;
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// The function.
pub struct ChangeClaim {
    app: App<Table>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    reason: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Dispute {
    #[serde(default)]
    justification: Option<String>,
}

impl Dispute {
    fn command(self) -> Command {
        Command::Dispute { justification: self.justification }
    }
}

impl ChangeClaim {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()? })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        self.app.learn_rules().await?;
        match call.route() {
            "PATCH /v1/claims/{id}" => {
                web::act(&self.app, call, || call.body_json::<ContentPatch>().map(Command::Edit)).await
            }
            "POST /v1/claims/{id}/submit" => {
                web::act(&self.app, call, || call.body_json_or_default::<Submission>().map(Command::Submit))
                    .await
            }
            "POST /v1/claims/{id}/resubmit" => {
                web::act(&self.app, call, || call.body_json_or_default::<Submission>().map(Command::Resubmit))
                    .await
            }
            "POST /v1/claims/{id}/recall" => {
                let command = || Ok(Command::Recall { reason: call.body_json_or_default::<Why>()?.reason });
                web::act(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/cancel" => {
                let command = || Ok(Command::Cancel { reason: call.body_json_or_default::<Why>()?.reason });
                web::act(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/dispute" => {
                web::act(&self.app, call, || call.body_json_or_default::<Dispute>().map(Dispute::command))
                    .await
            }
            "POST /v1/claims/{id}/disassociate" => {
                let command =
                    || Ok(Command::Disassociate { reason: call.body_json_or_default::<Why>()?.reason });
                web::act(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/withdraw" => {
                let command = || Ok(Command::Withdraw { reason: call.body_json_or_default::<Why>()?.reason });
                web::act_without_version(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/stop" => {
                let command = || Ok(Command::Stop { reason: call.body_json_or_default::<Why>()?.reason });
                web::act_without_version(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/deadlines" => {
                let command = || call.body_json_or_default().map(Command::ExtendDeadline);
                web::act_without_version(&self.app, call, command).await
            }
            "POST /v1/claims/{id}/clone" => self.copy(call).await,
            "POST /v1/claims/{id}/precheck" => self.precheck(call).await,
            "POST /v1/claims/{id}/comments" => self.comment(call).await,
            "POST /v1/claims/{id}/consent" => {
                web::act(&self.app, call, || call.body_json_or_default().map(Command::SendConsent)).await
            }
            "POST /v1/claims/{id}/consent/reminders" => self.remind(call).await,
            "PUT /v1/claims/{id}/consent/contact" => {
                web::act(&self.app, call, || call.body_json().map(Command::ChangeContact)).await
            }
            _ => Err(web::unmatched(call)),
        }
    }

    /// `POST /v1/claims/{id}/clone`: the content of a claim that has ended, as a new one.
    async fn copy(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        call.body_json_or_default::<web::Nothing>()?;
        let key = call.idempotency_key(&caller)?;
        let done = self.app.clone_claim(&web::claim_id(call)?, &caller, key).await?;
        let actor = domain::Actor::Staff(caller);
        let view = views::claim(&done.claim, &actor, self.app.now(), &self.app.catalogue());
        Ok(respond::json(call, 201, &views::ClaimsAnswer { claims: vec![view] })
            .location(&format!("/v1/claims/{}", done.claim.id))
            .etag(done.claim.version)
            .replayed(done.replayed))
    }

    /// The rules of submission without its effect (P01).
    async fn precheck(&self, call: &Call) -> Result<Reply, Problem> {
        let actor = domain::Actor::Staff(call.caller()?);
        call.body_json_or_default::<web::Nothing>()?;
        let id = web::claim_id(call)?;
        let claim = self.app.read(&id, &actor).await?;
        if !actor::opens(&actor) {
            return Err(Refusal::Forbidden.into());
        }
        let catalogue = &self.app.catalogue();
        let engagement = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let faults = proof::faults(&claim, engagement, &catalogue.calendar, self.app.now());
        Ok(respond::json(call, 200, &views::precheck(&faults, call.locale())))
    }
}
