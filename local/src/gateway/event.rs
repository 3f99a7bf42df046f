//! The event an HTTP API sends to a function, payload format 2.0.

use super::routes::Match;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// What came in.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// Method, address and headers.
    pub parts: &'a Parts,
    /// The whole body.
    pub body: &'a Bytes,
    /// The address it came from.
    pub source_ip: String,
    /// The id that answer and log carry.
    pub request_id: &'a str,
    /// Real time.
    pub now: Timestamp,
    /// The checked claims, if the route has an authorizer.
    pub claims: Option<&'a Map<String, Value>>,
}

/// The event.
#[must_use]
pub fn build(incoming: &Incoming<'_>, found: &Match<'_>) -> Value {
    let Incoming { parts, body, source_ip, request_id, now, claims } = incoming;
    let path = parts.uri.path();
    let query = parts.uri.query().unwrap_or_default();
    let text = |name| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let host = text(header::HOST);
    let mut context = json!({
        "accountId": "000000000000", "apiId": "local", "domainName": host,
        "domainPrefix": host.split('.').next().unwrap_or_default(),
        "http": {
            "method": parts.method.as_str(), "path": path, "protocol": format!("{:?}", parts.version),
            "sourceIp": source_ip, "userAgent": text(header::USER_AGENT),
        },
        "requestId": request_id, "routeKey": found.route_key, "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(), "timeEpoch": now.as_millisecond(),
    });
    if let Some(claims) = claims {
        let claims: Map<String, Value> = claims.iter().map(|(k, v)| (k.clone(), json!(flat(v)))).collect();
        context["authorizer"] = json!({ "jwt": { "claims": claims, "scopes": null } });
    }
    let mut event = json!({
        "version": "2.0", "routeKey": found.route_key, "rawPath": path, "rawQueryString": query,
        "headers": headers(&parts.headers, source_ip), "requestContext": context,
        "isBase64Encoded": false,
    });
    let cookies: Vec<&str> = parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split("; "))
        .collect();
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !query.is_empty() {
        event["queryStringParameters"] = Value::Object(query_parameters(query));
    }
    if !found.parameters.is_empty() {
        let named = found.parameters.iter().map(|(k, v)| (k.clone(), json!(v)));
        event["pathParameters"] = Value::Object(named.collect());
    }
    if !body.is_empty() {
        match std::str::from_utf8(body) {
            Ok(words) if is_text(text(header::CONTENT_TYPE)) => event["body"] = json!(words),
            _ => {
                event["body"] = json!(STANDARD.encode(body));
                event["isBase64Encoded"] = json!(true);
            }
        }
    }
    event
}

/// A claim as the authorizer hands it over: lists as `[a b]`.
fn flat(claim: &Value) -> String {
    match claim {
        Value::String(s) => s.clone(),
        Value::Array(list) => format!("[{}]", list.iter().map(flat).collect::<Vec<_>>().join(" ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => claim.to_string(),
    }
}

fn headers(headers: &HeaderMap, source_ip: &str) -> Map<String, Value> {
    let mut out = Map::new();
    for name in headers.keys().filter(|name| *name != header::COOKIE) {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        out.insert(name.as_str().to_owned(), json!(values.join(",")));
    }
    out.insert("x-forwarded-for".into(), json!(source_ip));
    out.insert("x-forwarded-proto".into(), json!("http"));
    out
}

fn query_parameters(query: &str) -> Map<String, Value> {
    let mut out: Map<String, Value> = Map::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let joined = match out.get(key.as_ref()).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value.into_owned(),
        };
        out.insert(key.into_owned(), json!(joined));
    }
    out
}

/// Whether a body of this type goes along as it is; an HTTP API encodes everything else.
fn is_text(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.is_empty()
        || essence.starts_with("text/")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
        || ["application/json", "application/xml", "application/javascript"].contains(&essence.as_str())
}
