//! What the HTTP API answers the pages of other origins.

use super::{Answer, finish, is_preflight};
use crate::template::Cors;
use axum::body::Body;
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};

/// The API's `CorsConfiguration` at work.
pub(super) struct ApiCors(Option<Cors>);

impl ApiCors {
    pub(super) fn new(cors: Option<Cors>) -> Self {
        Self(cors)
    }

    /// The answer to a preflight, which no function sees.
    pub(super) fn preflight(&self, parts: &Parts) -> Option<Answer> {
        let cors = self.0.as_ref().filter(|_| is_preflight(parts))?;
        let mut answer = http::Response::builder().status(StatusCode::NO_CONTENT);
        for (name, list) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, &cors.allow_methods),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, &cors.allow_headers),
        ] {
            if !list.is_empty() {
                answer = answer.header(name, list.join(","));
            }
        }
        if let Some(seconds) = cors.max_age {
            answer = answer.header(header::ACCESS_CONTROL_MAX_AGE, seconds);
        }
        let mut answer = finish(answer, Body::empty());
        self.mark(parts.headers.get(header::ORIGIN), answer.headers_mut());
        Some(answer)
    }

    /// Tells the browser who may read the answer.
    pub(super) fn mark(&self, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
        let (Some(cors), Some(origin)) = (&self.0, origin) else { return };
        let named = cors.allow_origins.iter().any(|o| o.as_bytes() == origin.as_bytes());
        let allowed = match cors.allow_origins.iter().any(|o| o == "*") {
            true => HeaderValue::from_static("*"),
            false if named => origin.clone(),
            false => return,
        };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if let Ok(names) = HeaderValue::try_from(cors.expose_headers.join(","))
            && !names.is_empty()
        {
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
        }
        if cors.allow_credentials {
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
    }
}
