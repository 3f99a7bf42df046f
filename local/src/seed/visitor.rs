//! Sends the requests of the demo data, over HTTP like everybody else's.

use crate::{StartError, dev::personas::Persona, system::Core};
use http::{Method, header, request::Builder};
use http_body_util::BodyExt;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Sends requests to the system, for any persona.
pub(super) struct Visitor {
    client: Client<HttpConnector, String>,
    base_url: String,
    tokens: BTreeMap<&'static str, String>,
}

/// Something is wrong with the demo data.
pub(super) fn failed(problem: impl std::fmt::Display) -> StartError {
    StartError::Seed(problem.to_string())
}

impl Visitor {
    pub(super) fn new(core: &Core) -> Result<Self, StartError> {
        let token = |persona: Persona| Ok((persona.claims().sub.as_str(), persona.token(&core.tokens)?));
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            base_url: core.base_url.clone(),
            tokens: Persona::all().map(token).collect::<Result<_, StartError>>()?,
        })
    }

    /// A request without a token; `path` is a path of the system or a whole address.
    pub(super) fn call(&self, method: Method, path: &str) -> Builder {
        let base = if path.starts_with('/') { self.base_url.as_str() } else { "" };
        Builder::new().method(method).uri(format!("{base}{path}")).header(header::ACCEPT, "application/json")
    }

    /// A request of the persona with this id, on whatever version is there.
    pub(super) fn call_as(&self, persona: &str, method: Method, path: &str) -> Result<Builder, StartError> {
        let token = self.tokens.get(persona).ok_or_else(|| failed(format!("who is {persona}?")))?;
        let call = self.call(method, path).header(header::IF_MATCH, "*");
        Ok(call.header(header::AUTHORIZATION, format!("Bearer {token}")))
    }

    /// Sends it, and gives the answer if it is a good one.
    pub(super) async fn send(&self, call: Builder, body: String) -> Result<Value, StartError> {
        let call = call.body(body).map_err(failed)?;
        let told = format!("{} {}", call.method(), call.uri().path());
        let answer = self.client.request(call).await.map_err(failed)?;
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(failed)?.to_bytes();
        if !status.is_success() {
            return Err(failed(format!("{told}: {status} {}", String::from_utf8_lossy(&body))));
        }
        // An upload is answered without a word.
        Ok(serde_json::from_slice(&body).unwrap_or_default())
    }

    /// Sends a body as JSON.
    pub(super) async fn send_json(&self, call: Builder, body: &Value) -> Result<Value, StartError> {
        self.send(call.header(header::CONTENT_TYPE, "application/json"), body.to_string()).await
    }
}
