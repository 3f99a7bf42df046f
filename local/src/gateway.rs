//! The HTTP API in front of the functions: routes and authorizer of the template, events as Lambda gets them.

pub mod event;
pub mod jwt;
pub mod problem;
pub mod routes;

mod cors;

use crate::{
    clock::MovableClock,
    function::{FunctionError, Invoker},
    template::{Authorizer, Template},
};
use app::Entropy;
use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use jwt::Tokens;
use problem::{Language, Refusal};
use routes::Routes;
use serde_json::Value;
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::RwLock;

/// An HTTP answer.
pub type Answer = axum::response::Response;

/// What an HTTP API takes in one request, bytes.
pub const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Turns requests into events and answers into responses.
pub struct Gateway {
    routes: Routes,
    cors: cors::ApiCors,
    tokens: Tokens,
    invoker: Invoker,
    entropy: Arc<dyn Entropy>,
    /// Held for reading by every request, for writing while all data are thrown away.
    gate: Arc<RwLock<()>>,
}

impl Gateway {
    /// The gateway of a template.
    #[must_use]
    pub fn new(
        template: &Template,
        tokens: Tokens,
        invoker: Invoker,
        entropy: Arc<dyn Entropy>,
        gate: Arc<RwLock<()>>,
    ) -> Self {
        let cors = cors::ApiCors::new(template.cors.clone());
        Self { routes: Routes::of(template), cors, tokens, invoker, entropy, gate }
    }

    /// One request.
    pub async fn handle(&self, request: Request) -> Answer {
        let (parts, body) = request.into_parts();
        let origin = parts.headers.get(header::ORIGIN).cloned();
        if let Some(answer) = self.cors.preflight(&parts) {
            return answer;
        }
        let mut answer = self.answer(parts, body).await;
        self.cors.mark(origin.as_ref(), answer.headers_mut());
        answer
    }

    async fn answer(&self, parts: http::request::Parts, body: Body) -> Answer {
        let request_id = request_id(self.entropy.as_ref());
        let language = Language::of(&parts.headers);
        let refuse = |refusal: Refusal| refusal.answer(language, parts.uri.path(), &request_id);
        let Some(found) = self.routes.find(parts.method.as_str(), parts.uri.path()) else {
            return refuse(Refusal::NotFound);
        };
        let claims = match found.authorizer {
            Authorizer::None => None,
            Authorizer::Jwt => match bearer(&parts.headers).and_then(|token| self.tokens.check(token)) {
                Some(claims) => Some(claims),
                None => return refuse(Refusal::Unauthenticated),
            },
        };
        let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
            return refuse(Refusal::BodyTooLarge);
        };
        let source = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let event = event::build(
            &event::Incoming {
                parts: &parts,
                body: &body,
                source_ip: source.map_or_else(|| "127.0.0.1".to_owned(), |peer| peer.0.ip().to_string()),
                request_id: &request_id,
                now: MovableClock::real(),
                claims: claims.as_ref(),
            },
            &found,
        );
        let _open = self.gate.read().await;
        let result = self.invoker.invoke(found.folder, event).await;
        let refused = match result {
            Ok(answer) => match response(&answer) {
                Some(answer) => return answer,
                None => Refusal::FunctionFailed,
            },
            Err(FunctionError::TimedOut) => Refusal::FunctionTimedOut,
            Err(
                FunctionError::Failed(_)
                | FunctionError::Event(_)
                | FunctionError::Panicked
                | FunctionError::Unreachable
                | FunctionError::Unknown(_),
            ) => Refusal::FunctionFailed,
        };
        refuse(refused)
    }
}

/// A fresh id for a request.
pub(crate) fn request_id(entropy: &dyn Entropy) -> String {
    entropy.bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bearer(headers: &http::HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A function's answer as an HTTP response; `None` if it is not of payload format 2.0.
fn response(answer: &Value) -> Option<Answer> {
    let Some(status) = answer.get("statusCode") else {
        let builder = http::Response::builder().header(header::CONTENT_TYPE, "application/json");
        return Some(finish(builder, answer.to_string().into()));
    };
    let status = StatusCode::from_u16(u16::try_from(status.as_u64()?).ok()?).ok()?;
    let mut builder = http::Response::builder().status(status);
    if let Some(headers) = answer.get("headers").and_then(Value::as_object) {
        for (name, value) in headers {
            let name = HeaderName::try_from(name).ok()?;
            builder = builder.header(name, HeaderValue::try_from(value.as_str()?).ok()?);
        }
    }
    for cookie in answer.get("cookies").and_then(Value::as_array).into_iter().flatten() {
        builder = builder.header(header::SET_COOKIE, HeaderValue::try_from(cookie.as_str()?).ok()?);
    }
    let text = answer.get("body").and_then(Value::as_str).unwrap_or_default();
    let body = match answer.get("isBase64Encoded").and_then(Value::as_bool) {
        Some(true) => STANDARD.decode(text).ok()?.into(),
        Some(false) | None => Body::from(text.to_owned()),
    };
    Some(finish(builder, body))
}

/// A response of parts that are known to fit; an empty 500 if they do not.
pub(crate) fn finish(builder: http::response::Builder, body: Body) -> Answer {
    builder.body(body).unwrap_or_else(|_| {
        let mut broken = Answer::new(Body::empty());
        *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        broken
    })
}

pub(crate) fn is_preflight(parts: &http::request::Parts) -> bool {
    parts.method == Method::OPTIONS
        && parts.headers.contains_key(header::ORIGIN)
        && parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

#[cfg(test)]
mod tests;
