//! A command on an existing claim, from request to answer.

use app::{
    App, Done,
    ports::{Claims, Contests, Programme},
};
use domain::{Actor, ClaimId, Command, Envelope, Precondition, Refusal};
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
pub async fn act<S: Claims + Contests + Programme>(
    app: &App<S>,
    call: &Call,
    command: impl FnOnce() -> Result<Command, Problem>,
) -> Result<Reply, Problem> {
    let envelope = envelope(call, call.precondition(), command)?;
    acted(app, call, envelope).await
}

/// The same for acts that need no version (api 1); one that is given counts all the same.
pub async fn act_without_version<S: Claims + Contests + Programme>(
    app: &App<S>,
    call: &Call,
    command: impl FnOnce() -> Result<Command, Problem>,
) -> Result<Reply, Problem> {
    let given = call.precondition();
    let precondition = if given == Precondition::Missing { Precondition::NotNeeded } else { given };
    let envelope = envelope(call, precondition, command)?;
    acted(app, call, envelope).await
}

/// What the request asks for, before anything is read.
pub fn envelope(
    call: &Call,
    precondition: Precondition,
    command: impl FnOnce() -> Result<Command, Problem>,
) -> Result<Envelope, Problem> {
    let caller = call.caller()?;
    call.query().finish()?;
    let key = if call.method() == Method::POST { call.idempotency_key(&caller)? } else { None };
    let command = command()?;
    Ok(Envelope { actor: Actor::Staff(caller), key, precondition, command })
}

async fn acted<S: Claims + Contests + Programme>(
    app: &App<S>,
    call: &Call,
    envelope: Envelope,
) -> Result<Reply, Problem> {
    let actor = envelope.actor.clone();
    let done = app.execute(&claim_id(call)?, envelope).await?;
    let done = app.followed_up(done).await;
    Ok(done_with(app, call, &actor, &done))
}

/// The claim after a command, with its new `ETag`.
pub fn done_with<S>(app: &App<S>, call: &Call, actor: &Actor, done: &Done) -> Reply {
    let view = views::claim(&done.claim, actor, app.now(), &app.catalogue());
    respond::json(call, 200, &view).etag(done.claim.version).replayed(done.replayed)
}
