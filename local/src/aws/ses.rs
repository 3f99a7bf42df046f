//! SES: the classic query protocol as far as `SendRawEmail`, an outbox, and what becomes of the mails.

mod events;
mod outbox;
mod reading;

pub use events::{Fate, FateEvent};
pub use outbox::{Mail, Outbox, OutboxError};
pub use reading::Reading;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{StatusCode, header};

/// What SES takes as one message, bytes.
const LIMIT: usize = 10 * 1024 * 1024;
const NAMESPACE: &str = "http://ses.amazonaws.com/doc/2010-12-01/";

/// The endpoint.
pub fn router(outbox: Outbox) -> Router {
    Router::new()
        .route("/", post(query))
        .layer(axum::extract::DefaultBodyLimit::max(4 * LIMIT))
        .with_state(outbox)
}

struct Refused {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Refused {
    fn sender(code: &'static str, message: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message }
    }
}

async fn query(State(outbox): State<Outbox>, body: Bytes) -> Response {
    match send(&outbox, &body) {
        Ok(id) => {
            let request_id = outbox.id();
            let xml = format!(
                "<SendRawEmailResponse xmlns=\"{NAMESPACE}\"><SendRawEmailResult><MessageId>{id}</MessageId>\
                 </SendRawEmailResult><ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>\
                 </SendRawEmailResponse>"
            );
            (StatusCode::OK, [(header::CONTENT_TYPE, "text/xml")], xml).into_response()
        }
        Err(Refused { status, code, message }) => refusal(&outbox, status, code, message),
    }
}

/// An error of the service.
pub(super) fn refusal(outbox: &Outbox, status: StatusCode, code: &str, message: &str) -> Response {
    let xml = format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{}</Type><Code>{code}</Code><Message>{message}\
         </Message></Error><RequestId>{}</RequestId></ErrorResponse>",
        if status.is_server_error() { "Receiver" } else { "Sender" },
        outbox.id(),
    );
    (status, [(header::CONTENT_TYPE, "text/xml")], xml).into_response()
}

fn send(outbox: &Outbox, body: &[u8]) -> Result<String, Refused> {
    let form: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let get = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if get("Action") != Some("SendRawEmail") {
        return Err(Refused::sender("InvalidAction", "Only SendRawEmail is served here."));
    }
    let raw = get("RawMessage.Data").ok_or(Refused::sender("ValidationError", "RawMessage is missing."))?;
    let raw = STANDARD
        .decode(raw)
        .map_err(|_| Refused::sender("InvalidParameterValue", "RawMessage.Data is not base64."))?;
    if raw.len() > LIMIT {
        return Err(Refused::sender("InvalidParameterValue", "Message length is more than 10485760 bytes."));
    }
    let reading = Reading::of(&raw)
        .ok_or(Refused::sender("InvalidParameterValue", "The message is not a MIME message."))?;
    let source = get("Source").unwrap_or(&reading.from);
    if !source.contains('@') {
        return Err(Refused::sender("InvalidParameterValue", "Missing final '@domain'"));
    }
    let named = (1..).map_while(|n| get(&format!("Destinations.member.{n}")));
    let mut to: Vec<String> = named.map(str::to_owned).collect();
    if to.is_empty() {
        to.clone_from(&reading.recipients);
    }
    if to.is_empty() || to.len() > 50 || to.iter().any(|address| !bare(address).contains('@')) {
        return Err(Refused::sender("InvalidParameterValue", "The recipients are not 1 to 50 addresses."));
    }
    if to.iter().any(|address| bare(address).starts_with("rejected@")) {
        return Err(Refused::sender("MessageRejected", "Email address is not verified."));
    }
    let configuration_set = get("ConfigurationSetName").map(str::to_owned);
    if configuration_set.as_deref().is_some_and(|name| !outbox.knows_set(name)) {
        return Err(Refused::sender("ConfigurationSetDoesNotExist", "The configuration set does not exist."));
    }
    let tag = |n: usize| {
        let part = |end: &str| get(&format!("Tags.member.{n}.{end}")).map(str::to_owned);
        Some((part("Name")?, part("Value")?))
    };
    let tags = (1..).map_while(tag).collect();
    outbox.accept(to, raw, tags, configuration_set).map_err(|error| {
        tracing::error!(%error, "outbox.failed");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Refused { status, code: "InternalFailure", message: "The mail could not be kept." }
    })
}

/// The address of `Name <address>`.
fn bare(address: &str) -> &str {
    address.rsplit_once('<').map_or(address, |(_, rest)| rest.trim_end_matches('>')).trim()
}

#[cfg(test)]
mod tests;
