//! `/` and `/dev/…`: see and steer the local system (api 5). No Lambda has any of it.

mod actions;
pub(crate) mod oidc;
mod pages;
pub mod personas;

use crate::{
    gateway::{
        Answer, Gateway, finish,
        problem::{Language, Refusal},
        request_id,
    },
    system::Core,
};
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    middleware::{self, Next},
    routing::{get, post},
};
use http::{Method, StatusCode, header, request::Parts};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The largest body these pages take, bytes.
const BODY_LIMIT: usize = 64 * 1024;

type Shared = State<Arc<Core>>;

/// The pages, and the gateway behind everything else.
pub fn router(core: Arc<Core>, gateway: Arc<Gateway>) -> Router {
    let pages = Router::new()
        .route("/", get(pages::home))
        .route("/dev/personas", get(actions::personas))
        .route("/dev/token", post(actions::token))
        .route("/dev/mail", get(pages::mail))
        .route("/dev/mail.json", get(actions::mail))
        .route("/dev/mail/{id}/{fate}", post(|s: Shared, p: Path<_>, r: Request| actions::fate(s, p, r)))
        .route("/dev/clock", get(actions::clock).post(actions::move_clock))
        .route("/dev/reset", post(actions::reset))
        .route("/dev/events", get(actions::events))
        .route("/dev/oidc/.well-known/openid-configuration", get(oidc::configuration))
        .route("/dev/oidc/authorize", get(oidc::authorize))
        .route("/dev/oidc/token", post(oidc::token))
        .route("/dev", get(unknown))
        .route("/dev/{*rest}", get(unknown))
        .method_not_allowed_fallback(not_allowed)
        .layer(middleware::from_fn_with_state(core.clone(), only_from_here))
        .with_state(core);
    pages.fallback(move |request: Request| {
        let gateway = gateway.clone();
        async move { gateway.handle(request).await }
    })
}

/// Another site's page in the same browser must not steer the system or read its tokens.
async fn only_from_here(State(core): Shared, request: Request, next: Next) -> Answer {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|v: &http::HeaderValue| v.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = ["127.0.0.1", "localhost", "[::1]"].contains(&name);
    let same_origin = text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    if is_here && same_origin {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    refuse(&core, &parts, Refusal::Forbidden)
}

async fn unknown(State(core): Shared, request: Request) -> Answer {
    refuse(&core, &request.into_parts().0, Refusal::NotFound)
}

async fn not_allowed(State(core): Shared, request: Request) -> Answer {
    refuse(&core, &request.into_parts().0, Refusal::MethodNotAllowed)
}

fn refuse(core: &Core, parts: &Parts, refusal: Refusal) -> Answer {
    refusal.answer(language(parts), parts.uri.path(), &request_id(core.entropy.as_ref()))
}

fn query(parts: &Parts, name: &str) -> Option<String> {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The address whose mails are asked for. No address has a blank: it was a plus before the query was decoded.
fn recipient(parts: &Parts) -> Option<String> {
    query(parts, "to").map(|to| to.trim().replace(' ', "+")).filter(|to| !to.is_empty())
}

/// `?lang=` or what the browser likes best.
fn language(parts: &Parts) -> Language {
    match query(parts, "lang").as_deref() {
        Some("de") => Language::De,
        Some("en") => Language::En,
        Some(_) | None => Language::of(&parts.headers),
    }
}

fn is_form(parts: &Parts) -> bool {
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    content_type.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && parts.method == Method::POST
        && parts.headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

/// The fields of a JSON body or a form.
async fn fields(parts: &Parts, body: Body) -> Result<Map<String, Value>, Refusal> {
    let body = axum::body::to_bytes(body, BODY_LIMIT).await.map_err(|_| Refusal::BodyTooLarge)?;
    if is_form(parts) {
        let pairs = form_urlencoded::parse(&body).into_owned();
        return Ok(pairs.filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, json!(v))).collect());
    }
    serde_json::from_slice(&body).map_err(|_| Refusal::MalformedJson)
}

fn json_answer(status: StatusCode, body: &Value) -> Answer {
    let answer = http::Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store");
    finish(answer, body.to_string().into())
}

/// Back to the page a form stands on.
fn see_other(to: &str) -> Answer {
    finish(
        http::Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, to),
        Body::empty(),
    )
}
