//! What SES and EventBridge are asked for.

use super::{Access, Refusal, access::named, arn, front::Protocol};
use crate::aws::{
    REGION,
    ses::{self, Outbox, Reading},
};
use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The classic query protocol.
pub(crate) struct Ses(pub(crate) Outbox);

impl Protocol for Ses {
    /// A mail is sent as its sender, through its configuration set.
    fn accesses(&self, _: &HeaderMap, body: &Bytes) -> Vec<Access> {
        let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        let get = |name: &str| form.get(name).map(String::as_str);
        let action = format!("ses:{}", get("Action").unwrap_or_default());
        let identity = format!("identity/{}", domain_of_sender(get("Source"), get("RawMessage.Data")));
        let identity = Access::new(&action, arn("ses", REGION, &identity));
        let set = get("ConfigurationSetName").map(|set| named(set, "ses", REGION, "configuration-set/"));
        [identity].into_iter().chain(set.map(|set| Access::new(&action, set))).collect()
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        let (code, message) = match refusal {
            Refusal::UnknownKey => {
                ("InvalidClientTokenId", "The security token included in the request is invalid.")
            }
            Refusal::Denied(message) => ("AccessDenied", message.as_str()),
        };
        ses::refusal(&self.0, StatusCode::FORBIDDEN, code, message)
    }
}

/// The identity that is verified: the domain of who is said to send, and of the message's own word otherwise.
fn domain_of_sender(source: Option<&str>, raw: Option<&str>) -> String {
    let message = || Reading::of(&STANDARD.decode(raw?).ok()?).map(|reading| reading.from);
    let sender = source.map(str::to_owned).or_else(message).unwrap_or_default();
    let domain = sender.rsplit('@').next().unwrap_or_default();
    domain.trim_end_matches('>').to_ascii_lowercase()
}

/// The JSON protocol.
pub(crate) struct EventBridge;

impl Protocol for EventBridge {
    fn accesses(&self, headers: &HeaderMap, body: &Bytes) -> Vec<Access> {
        let operation = operation(headers);
        let action = format!("events:{operation}");
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let entries = body["Entries"].as_array().map(Vec::as_slice).unwrap_or_default();
        let bus = |entry: &Value| entry["EventBusName"].as_str().unwrap_or("default").to_owned();
        let access = |entry| Access::new(&action, named(&bus(entry), "events", REGION, "event-bus/"));
        match entries {
            [] => vec![Access::new(&action, "*")],
            entries => entries.iter().map(access).collect(),
        }
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        refused(refusal, "application/x-amz-json-1.1")
    }
}

/// The operation that a JSON protocol names in a header.
pub(super) fn operation(headers: &HeaderMap) -> &str {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    target.rsplit('.').next().unwrap_or_default()
}

/// The refusal of a JSON protocol.
pub(super) fn refused(refusal: &Refusal, content_type: &'static str) -> Response {
    let (code, message) = match refusal {
        Refusal::UnknownKey => {
            ("UnrecognizedClientException", "The security token included in the request is invalid.")
        }
        Refusal::Denied(message) => ("AccessDeniedException", message.as_str()),
    };
    let body = json!({ "__type": format!("com.amazon.coral.service#{code}"), "message": message });
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, content_type)], body.to_string()).into_response()
}
