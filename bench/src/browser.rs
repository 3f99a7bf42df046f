//! Somebody's browser: it keeps cookies and goes where it is sent.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;

/// Asks one system.
pub(crate) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
    token: Option<String>,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) text: String,
    location: Option<String>,
}

impl Answer {
    /// The JSON in it.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }
}

impl Browser {
    /// Nobody in particular.
    pub(crate) fn new(base: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, base: base.into(), token: None, cookies: BTreeMap::new() }
    }

    /// Somebody with a token for the API.
    pub(crate) fn with_token(base: &str, token: String) -> Self {
        Self { token: Some(token), ..Self::new(base) }
    }

    /// Somebody signed in to the console.
    pub(crate) async fn signed_in(base: &str, persona: &str) -> Self {
        let mut browser = Self::new(base);
        let to = browser.get("/console/sign-in?to=/console/claims").await.location;
        let address = format!("{}&persona={persona}", to.expect("the provider"));
        let back = browser.get(&address).await.location;
        browser.get(&back.expect("the way back")).await;
        browser
    }

    /// A page, or where it sends the browser.
    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, None).await
    }

    /// Any request; a body is JSON.
    pub(crate) async fn send(&mut self, method: Method, address: &str, body: Option<&Value>) -> Answer {
        let address = match address.starts_with('/') {
            true => format!("{}{address}", self.base),
            false => address.to_owned(),
        };
        let mut request = Request::builder().method(method).uri(&address);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Full::from(body.to_string())
            }
            None => Full::default(),
        };
        let answer = self.client.request(request.body(body).expect("a request")).await.expect("an answer");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            self.cookies.insert(name.into(), value.into());
        }
        let (parts, body) = answer.into_parts();
        let location = parts.headers.get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned());
        let text = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&text).into_owned();
        check(&address, parts.status, &text);
        Answer { text, location }
    }
}

fn check(address: &str, status: StatusCode, text: &str) {
    assert!(status.is_success() || status.is_redirection(), "{address}: {status} {text}");
}
