//! New claims (T1).

use app::App;
use domain::{Actor, input::ClaimInput};
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
        let caller = call.caller()?;
        let mut query = call.query();
        let validate_only = query.flag("validateOnly");
        query.finish()?;
        let key = call.idempotency_key(&caller)?;
        let input: ClaimInput = call.body_json()?;
        let actor = Actor::Staff(caller.clone());
        let answer = |claim| views::ClaimsAnswer {
            claims: vec![views::claim(claim, &actor, self.app.now(), &self.app.catalogue)],
        };
        if validate_only {
            let claim = self.app.validate(&input, &caller).await?;
            return Ok(respond::json(call, 200, &answer(&claim).without_ids()));
        }
        let done = self.app.create(&input, &caller, key).await?;
        Ok(respond::json(call, 201, &answer(&done.claim))
            .etag(done.claim.version)
            .location(&format!("/v1/claims/{}", done.claim.id))
            .replayed(done.replayed))
    }
}
