//! New claims (T1, E1, E2).

use app::{App, engage::Made};
use domain::{Actor, Caller, Claim};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use store::Table;
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// The function.
pub struct CreateClaim {
    app: App<Table>,
}

impl CreateClaim {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()? })
    }

    /// `POST /v1/claims`
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.create(call).await).await
    }

    async fn create(&self, call: &Call) -> Result<Reply, Problem> {
        self.app.learn_rules().await?;
        let caller = call.caller()?;
        let mut query = call.query();
        let validate_only = query.flag("validateOnly");
        query.finish()?;
        let key = call.idempotency_key(&caller)?;
        let input = web::draft(call.body_json()?)?;
        if validate_only {
            let claims = self.app.validate_draft(&input, &caller).await?;
            return Ok(respond::json(call, 200, &self.answer(&claims, caller).without_ids()));
        }
        let Made { claims, replayed } = self.app.draft(&input, &caller, key).await?;
        let mut reply = respond::json(call, 201, &self.answer(&claims, caller)).replayed(replayed);
        if let Some(first) = claims.first() {
            reply = reply.location(&format!("/v1/claims/{}", first.id));
        }
        // Several claims have several versions.
        if let [only] = claims.as_slice() {
            reply = reply.etag(only.version);
        }
        Ok(reply)
    }

    fn answer(&self, claims: &[Claim], caller: Caller) -> views::ClaimsAnswer {
        let (now, actor) = (self.app.now(), Actor::Staff(caller));
        let view = |claim| views::claim(claim, &actor, now, &self.app.catalogue());
        views::ClaimsAnswer { claims: claims.iter().map(view).collect() }
    }
}
