//! A command on an existing claim, from request to answer.

use app::{App, ports::Claims};
use domain::{Actor, ClaimId, Command, Envelope, Refusal};
use lambda_http::http::Method;
use serde::Deserialize;

use crate::{Call, Problem, Reply, respond, views};

/// A body that says nothing: absent, or `{}`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The claim of the path; what is no id is no claim.
pub fn claim_id(call: &Call) -> Result<ClaimId, Problem> {
    ClaimId::parse(call.path("id")).ok_or_else(|| Refusal::NotFound.into())
}

/// Executes the command of a signed-in caller under its idempotency key (POST) and the version it has
/// seen, and answers with the claim and its new `ETag`.
pub async fn act<S: Claims>(
    app: &App<S>,
    call: &Call,
    command: impl FnOnce() -> Result<Command, Problem>,
) -> Result<Reply, Problem> {
    let caller = call.caller()?;
    call.query().finish()?;
    let key = if call.method() == Method::POST { call.idempotency_key(&caller)? } else { None };
    let command = command()?;
    let actor = Actor::Staff(caller);
    let envelope = Envelope { actor: actor.clone(), key, precondition: call.precondition(), command };
    let done = app.execute(&claim_id(call)?, envelope).await?;
    let view = views::claim(&done.claim, &actor, app.now(), &app.catalogue);
    Ok(respond::json(call, 200, &view).etag(done.claim.version).replayed(done.replayed))
}
