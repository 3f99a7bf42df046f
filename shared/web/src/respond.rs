//! Answers. Every one carries `Request-Id`, `Content-Language` and `Cache-Control: no-store` (api 1).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lambda_http::{
    Body, Response,
    http::{HeaderName, HeaderValue, StatusCode},
};
use ring::digest;
use serde::Serialize;

use crate::{call::Call, problem::Problem};

/// An answer that can still be added to.
pub struct Reply(Response<Body>);

impl From<Reply> for Response<Body> {
    fn from(reply: Reply) -> Self {
        reply.0
    }
}

impl Reply {
    fn new(call: &Call, status: u16, body: Body) -> Self {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let reply = Self(response)
            .header("content-language", call.locale().tag())
            .header("cache-control", "no-store")
            .header("request-id", call.request_id());
        // the language of the answer is chosen by a header
        reply.header("vary", "Accept-Language")
    }

    /// With this header, replacing another of its name. A value that is none is left out.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers_mut().insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// With the version of the object as `ETag` (V-11).
    #[must_use]
    pub fn etag(self, version: u64) -> Self {
        self.header("etag", &format!("\"{version}\""))
    }

    /// With the address of the object.
    #[must_use]
    pub fn location(self, url: &str) -> Self {
        self.header("location", url)
    }

    /// Says that the effect is that of an earlier request, if it is (I-19).
    #[must_use]
    pub fn replayed(self, replayed: bool) -> Self {
        if replayed { self.header("idempotent-replayed", "true") } else { self }
    }
}

/// JSON.
#[must_use]
pub fn json<T: Serialize + ?Sized>(call: &Call, status: u16, value: &T) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => bytes(call, status, "application/json", body),
        Err(fault) => {
            let problem = Problem::internal(fault);
            problem.log(call);
            Reply(problem.into_response(call))
        }
    }
}

/// Nothing to say: 204.
#[must_use]
pub fn no_content(call: &Call) -> Reply {
    Reply::new(call, 204, Body::Empty)
}

/// Elsewhere: 303.
#[must_use]
pub fn see_other(call: &Call, url: &str) -> Reply {
    Reply::new(call, 303, Body::Empty).location(url)
}

/// A page that needs nothing but itself. Its first style sheet is the only thing its policy admits beside
/// forms that lead back to this origin: no script, no frame, no picture, no referrer (api 4).
#[must_use]
pub fn html(call: &Call, status: u16, page: String) -> Reply {
    let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let style = style.map_or_else(
        || "'none'".into(),
        |(sheet, _)| {
            format!(
                "'sha256-{}'",
                STANDARD.encode(digest::digest(&digest::SHA256, sheet.as_bytes()).as_ref())
            )
        },
    );
    let policy = format!(
        "default-src 'none'; style-src {style}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Reply::new(call, status, Body::Text(page))
        .header("content-type", "text/html; charset=utf-8")
        .header("content-security-policy", &policy)
        .header("referrer-policy", "no-referrer")
        .header("x-robots-tag", "noindex")
        .header("x-frame-options", "DENY")
        .header("x-content-type-options", "nosniff")
}

/// Content of another type; what is text travels as text.
#[must_use]
pub fn bytes(call: &Call, status: u16, media_type: &str, content: Vec<u8>) -> Reply {
    let body = String::from_utf8(content).map_or_else(|fault| Body::Binary(fault.into_bytes()), Body::Text);
    Reply::new(call, status, body)
        .header("content-type", media_type)
        .header("x-content-type-options", "nosniff")
}
