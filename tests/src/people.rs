//! Somebody with a token.

use crate::http::{Call, Http};
use http::Method;
use serde_json::Value;

/// A person of a partner or of the vendor.
#[derive(Clone)]
pub struct Person {
    http: Http,
    /// The persona.
    pub name: &'static str,
    /// The token.
    pub token: String,
}

impl Person {
    pub(crate) fn new(http: &Http, name: &'static str, token: &str) -> Self {
        Self { http: http.clone(), name, token: token.to_owned() }
    }

    /// The client without the token.
    #[must_use]
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// A request with the token.
    pub fn call(&self, method: Method, path: &str) -> Call {
        self.http.call(method, path).header("authorization", &format!("Bearer {}", self.token))
    }

    /// `GET path`
    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    /// `POST path` with JSON
    pub fn post(&self, path: &str, body: &Value) -> Call {
        self.call(Method::POST, path).json(body)
    }

    /// `PATCH path` with JSON
    pub fn patch(&self, path: &str, body: &Value) -> Call {
        self.call(Method::PATCH, path).json(body)
    }

    /// `PUT path` with JSON
    pub fn put(&self, path: &str, body: &Value) -> Call {
        self.call(Method::PUT, path).json(body)
    }

    /// `DELETE path`
    pub fn delete(&self, path: &str) -> Call {
        self.call(Method::DELETE, path)
    }

    /// Brings in rows, one JSON object a line.
    pub fn imports(&self, kind: &str, rows: &[Value]) -> Call {
        let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let path = format!("/v1/imports?kind={kind}");
        self.call(Method::POST, &path).body("application/x-ndjson", lines.join("\n"))
    }
}
