//! A small HTTP client whose answers are checked for what every answer of the product must have.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use std::{collections::BTreeSet, future::IntoFuture, pin::Pin, time::Duration};

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(150);

/// A client of one system.
#[derive(Clone)]
pub struct Http {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
}

impl Http {
    /// A client of the system at `base`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), base: base.to_owned() }
    }

    /// The origin it speaks to.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A request; `path` is a path of the system or a whole address.
    pub fn call(&self, method: Method, path: &str) -> Call {
        let url = if path.starts_with("http://") { path.to_owned() } else { format!("{}{path}", self.base) };
        Call {
            http: self.clone(),
            method,
            path: path.to_owned(),
            url,
            headers: Vec::new(),
            body: Bytes::new(),
            may_be_unavailable: false,
        }
    }

    /// `GET path`
    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    /// `POST path` with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.call(Method::POST, path).json(body)
    }
}

/// A request in the making; awaiting it sends it.
#[must_use]
pub struct Call {
    http: Http,
    method: Method,
    path: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
    may_be_unavailable: bool,
}

impl Call {
    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With `If-Match`.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// With `Idempotency-Key`.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// In this language.
    pub fn language(self, tag: &str) -> Self {
        self.header("accept-language", tag)
    }

    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With a form.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let mut body = String::new();
        for (name, value) in fields {
            if !body.is_empty() {
                body.push('&');
            }
            body.push_str(&format!("{}={}", escaped(name), escaped(value)));
        }
        self.body("application/x-www-form-urlencoded", body)
    }

    /// With a body of any type.
    pub fn body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// A 503 is an answer this call can live with.
    pub fn may_be_unavailable(mut self) -> Self {
        self.may_be_unavailable = true;
        self
    }

    /// Sends it; `None` when the connection broke before there was an answer.
    pub async fn try_send(self) -> Option<Answer> {
        let mut request = Request::builder().method(self.method.clone()).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(self.body)).expect("a request");
        let told = format!("{} {}", self.method, self.path);
        let sent = async {
            let (head, body) = self.http.client.request(request).await.ok()?.into_parts();
            let body = body.collect().await.ok()?.to_bytes();
            Some(Answer { told: told.clone(), status: head.status.as_u16(), headers: head.headers, body })
        };
        let answer =
            tokio::time::timeout(PATIENCE, sent).await.unwrap_or_else(|_| panic!("{told}: no answer"))?;
        let of_the_product = self.path.starts_with("/v1") || self.path.starts_with("/c/");
        if of_the_product {
            answer.keeps_the_conventions(self.may_be_unavailable);
        }
        Some(answer)
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let told = format!("{} {}", self.method, self.path);
            self.try_send().await.unwrap_or_else(|| panic!("{told}: the connection broke"))
        })
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    told: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// A header as text; empty if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The entity tag; it must be there.
    #[must_use]
    #[track_caller]
    pub fn etag(&self) -> String {
        let tag = self.header(header::ETAG.as_str());
        assert!(tag.starts_with('"'), "{}: no strong ETag: {tag:?}", self.told);
        tag.to_owned()
    }

    /// Whether it is the answer to an earlier request.
    #[must_use]
    pub fn replayed(&self) -> bool {
        self.header("idempotent-replayed") == "true"
    }

    /// It has this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.told, self.text());
        self
    }

    /// It is a problem with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{}: {}", self.told, self.text());
        self
    }

    /// The code of the problem; empty if it is none.
    #[must_use]
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Every fault as `pointer code`.
    #[must_use]
    #[track_caller]
    pub fn faults(&self) -> BTreeSet<String> {
        faults(&self.json()["errors"])
    }

    /// Api 1: what every answer of the product has, whatever it says.
    #[track_caller]
    fn keeps_the_conventions(&self, may_be_unavailable: bool) {
        let Self { told, status, .. } = self;
        if may_be_unavailable && *status == 503 {
            assert!(!self.header("retry-after").is_empty(), "{told}: 503 without Retry-After");
        } else {
            assert!(*status < 500, "{told}: {status} {}", self.text());
        }
        assert!(!self.header("request-id").is_empty(), "{told}: no Request-Id");
        assert_eq!(self.header("cache-control"), "no-store", "{told}: Cache-Control");
        assert!(["en", "de"].contains(&self.header("content-language")), "{told}: Content-Language");
        if *status == 429 {
            assert!(!self.header("retry-after").is_empty(), "{told}: 429 without Retry-After");
        }
        let of_a_page = self.header("content-type").starts_with("text/html");
        if *status >= 400 && !of_a_page && !self.body.is_empty() {
            self.is_a_problem();
        }
    }

    /// RFC 9457 with our members.
    #[track_caller]
    fn is_a_problem(&self) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.told);
        let problem = self.json();
        let code = self.code();
        assert!(!code.is_empty(), "{}: no code: {problem}", self.told);
        assert_eq!(problem["status"], self.status, "{problem}");
        assert_eq!(problem["type"], format!("/problems/{code}"), "{problem}");
        assert_eq!(problem["requestId"], self.header("request-id"), "{problem}");
        for member in ["title", "detail", "instance"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "no {member}: {problem}");
        }
        assert!(!problem["instance"].as_str().unwrap_or_default().contains("/c/ey"), "{problem}");
    }
}

/// Faults of a problem or pre-check as `pointer code`.
#[must_use]
#[track_caller]
pub fn faults(errors: &Value) -> BTreeSet<String> {
    let one = |fault: &Value| {
        assert!(fault["detail"].as_str().is_some_and(|text| !text.is_empty()), "no detail: {fault}");
        format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap())
    };
    errors.as_array().map(|errors| errors.iter().map(one).collect()).unwrap_or_default()
}

/// Percent-encoded for queries and forms.
#[must_use]
pub fn escaped(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
