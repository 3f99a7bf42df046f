//! New claims (T1, E1, E2).

use app::App;
use domain::{
    Actor, Caller, Claim,
    catalogue::Kind,
    command::Key,
    input::{ClaimInput, EngagementInput},
};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde::Deserialize;
use serde_json::Value;
use store::Table;
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// The function.
pub struct CreateClaim {
    app: App<Table>,
}

/// What tells the two bodies of a create apart.
#[derive(Deserialize)]
struct Either {
    kind: Option<Value>,
}

/// The two bodies, each read as strictly as any other.
enum Input {
    Association(Box<ClaimInput>),
    Engagement(Box<EngagementInput>),
}

impl Input {
    fn of(call: &Call) -> Result<Self, Problem> {
        let kind = call.body_json::<Either>()?.kind;
        if kind.as_ref().and_then(Value::as_str) == Some(Kind::Engagement.as_str()) {
            call.body_json().map(Self::Engagement)
        } else {
            call.body_json().map(Self::Association)
        }
    }
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
        let input = Input::of(call)?;
        if validate_only {
            let claims = self.validated(&input, &caller).await?;
            return Ok(respond::json(call, 200, &self.answer(&claims, caller).without_ids()));
        }
        let (claims, replayed) = self.made(&input, &caller, key).await?;
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

    async fn validated(&self, input: &Input, caller: &Caller) -> Result<Vec<Claim>, Problem> {
        Ok(match input {
            Input::Association(input) => vec![self.app.validate(input, caller).await?],
            Input::Engagement(input) => self.app.validate_engagement(input, caller).await?,
        })
    }

    /// The claims, and whether an earlier request with the same key made them.
    async fn made(
        &self,
        input: &Input,
        caller: &Caller,
        key: Option<Key>,
    ) -> Result<(Vec<Claim>, bool), Problem> {
        Ok(match input {
            Input::Association(input) => {
                let done = self.app.create(input, caller, key).await?;
                (vec![done.claim], done.replayed)
            }
            Input::Engagement(input) => {
                let made = self.app.engage(input, caller, key).await?;
                (made.claims, made.replayed)
            }
        })
    }

    fn answer(&self, claims: &[Claim], caller: Caller) -> views::ClaimsAnswer {
        let (now, actor) = (self.app.now(), Actor::Staff(caller));
        let view = |claim| views::claim(claim, &actor, now, &self.app.catalogue());
        views::ClaimsAnswer { claims: claims.iter().map(view).collect() }
    }
}
