//! Answers. Every one carries `Request-Id`, `Content-Language` and `Cache-Control: no-store` (api 1).

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use lambda_http::{
    Body, Response,
    http::{HeaderName, HeaderValue, StatusCode},
};
use ring::digest;
use serde::Serialize;

use crate::{call::Call, problem::Problem};

/// Bytes from which on an answer is worth compressing.
const COMPRESSED_FROM: usize = 1_000;
/// How hard is tried, 0 to 9: the most that costs next to nothing.
const COMPRESSION: u32 = 5;

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

    /// Compressed, where the caller takes that and it is worth it: the API does not do it by itself.
    #[must_use]
    pub fn compressed(self, call: &Call) -> Self {
        let accepted = call.header("accept-encoding").unwrap_or_default();
        let takes = accepted.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == "gzip");
        let Body::Text(text) = self.0.body() else { return self };
        if !takes || text.len() < COMPRESSED_FROM {
            return self;
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::new(COMPRESSION));
        let Ok(packed) = packed.write_all(text.as_bytes()).and_then(|()| packed.finish()) else {
            return self;
        };
        let mut reply = self.header("content-encoding", "gzip");
        *reply.0.body_mut() = Body::Binary(packed);
        reply.header("vary", "Accept-Language, Accept-Encoding")
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
            problem.note();
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
        .compressed(call)
}

/// Content of another type; what is text travels as text.
#[must_use]
pub fn bytes(call: &Call, status: u16, media_type: &str, content: Vec<u8>) -> Reply {
    let body = String::from_utf8(content).map_or_else(|fault| Body::Binary(fault.into_bytes()), Body::Text);
    Reply::new(call, status, body)
        .header("content-type", media_type)
        .header("x-content-type-options", "nosniff")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ask;
    use serde_json::json;

    #[test]
    fn what_is_long_is_compressed_for_those_who_take_it() {
        let page = "word ".repeat(1_000);
        let sent = |accepts: Option<&str>, text: &str| -> Response<Body> {
            let ask = ask("GET", "/console");
            let call = match accepts {
                Some(accepts) => ask.header("accept-encoding", accepts).call(),
                None => ask.call(),
            };
            bytes(&call, 200, "text/html", text.into()).compressed(&call).into()
        };
        let packed = sent(Some("br, gzip;q=0.8"), &page);
        assert_eq!(packed.headers()["content-encoding"], "gzip");
        assert_eq!(packed.headers()["vary"], "Accept-Language, Accept-Encoding");
        let mut read = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.body().as_ref()), &mut read)
            .unwrap();
        assert_eq!(read, page);
        assert!(packed.body().as_ref().len() < page.len() / 10);
        for plain in [sent(None, &page), sent(Some("br"), &page), sent(Some("gzip"), "short")] {
            assert!(!plain.headers().contains_key("content-encoding"));
        }
    }

    #[test]
    fn answers_say_where_and_which_version_and_whether_it_was_done_before() {
        let call = ask("POST", "/v1/claims").call();
        let reply = json(&call, 201, &json!({})).etag(7).location("/v1/claims/clm_1").replayed(true);
        let response: Response<Body> = reply.into();
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["etag"], "\"7\"");
        assert_eq!(response.headers()["location"], "/v1/claims/clm_1");
        assert_eq!(response.headers()["idempotent-replayed"], "true");
        let fresh: Response<Body> = json(&call, 200, &json!({})).replayed(false).into();
        assert!(!fresh.headers().contains_key("idempotent-replayed"));
    }

    #[test]
    fn answers_without_a_body_carry_what_every_answer_carries() {
        let call = ask("DELETE", "/v1/claims/x/documents/y").call();
        for (reply, status) in [(no_content(&call), 204), (see_other(&call, "https://bucket.example/x"), 303)]
        {
            let response: Response<Body> = reply.into();
            assert_eq!(response.status(), status);
            assert!(matches!(response.body(), Body::Empty));
            for name in ["request-id", "content-language", "cache-control"] {
                assert!(response.headers().contains_key(name), "{name}");
            }
        }
    }

    #[test]
    fn a_page_admits_its_own_style_sheet_and_nothing_else() {
        let call = ask("GET", "/c/x").call();
        let response: Response<Body> = html(&call, 200, "<style>a</style>".into()).into();
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        // printf a | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"),
            "{policy}"
        );
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
        assert_eq!(response.headers()["x-frame-options"], "DENY");
        assert_eq!(response.headers()["referrer-policy"], "no-referrer");
        assert_eq!(response.headers()["x-robots-tag"], "noindex");
    }

    #[test]
    fn text_travels_as_text_and_the_rest_as_bytes() {
        let call = ask("GET", "/x").call();
        let text: Response<Body> = bytes(&call, 200, "text/csv", b"a;b".to_vec()).into();
        assert!(matches!(text.body(), Body::Text(text) if text == "a;b"));
        let binary: Response<Body> = bytes(&call, 200, "application/zip", vec![0xff]).into();
        assert!(matches!(binary.body(), Body::Binary(_)));
    }

    #[test]
    fn a_header_cannot_be_broken_out_of() {
        let call = ask("GET", "/x").call();
        let response: Response<Body> = no_content(&call).location("/x\r\nSet-Cookie: a=b").into();
        assert!(!response.headers().contains_key("location"));
    }
}
