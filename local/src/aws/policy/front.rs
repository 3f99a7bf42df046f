//! What stands in front of the services that are called by one POST each.

use super::{Access, Policies, Refusal, access::key_of};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;

/// More than any of these services takes.
const LIMIT: usize = 64 * 1024 * 1024;

/// How a service is asked, and how it refuses.
pub(crate) trait Protocol: Send + Sync + 'static {
    /// What the request wants to do.
    fn accesses(&self, headers: &HeaderMap, body: &Bytes) -> Vec<Access>;
    /// Its answer to a request that may not.
    fn refuse(&self, refusal: &Refusal) -> Response;
}

/// The service behind a check of every request.
pub(crate) fn guarded(service: Router, policies: &Arc<Policies>, protocol: impl Protocol) -> Router {
    service.layer(from_fn_with_state(Arc::new((policies.clone(), protocol)), check))
}

async fn check<P: Protocol>(
    State(guard): State<Arc<(Arc<Policies>, P)>>,
    request: Request,
    next: Next,
) -> Response {
    let (policies, protocol) = guard.as_ref();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LIMIT).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    match policies.check(&key_of(&parts), &protocol.accesses(&parts.headers, &body)) {
        Ok(()) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(refusal) => protocol.refuse(&refusal),
    }
}
