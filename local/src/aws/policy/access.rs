//! What a request wants to do, who made it, and what it is told when it may not.

use super::{ACCOUNT, arn};
use http::{Uri, header, request::Parts};

/// One thing that a request wants to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// `service:Action`.
    pub action: String,
    /// The ARN of what it is done with, `*` where there is none.
    pub resource: String,
    /// Partition keys of the rows.
    pub leading_keys: Vec<String>,
    /// Attributes that the request names.
    pub attributes: Vec<String>,
}

impl Access {
    /// An action on a resource.
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), ..Self::default() }
    }
}

/// Why a request may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not signed, or by nobody who is known here.
    UnknownKey,
    /// The policy of the function does not allow it: in AWS's words.
    Denied(String),
}

impl Refusal {
    pub(super) fn denied(role: &str, access: &Access, explicit: bool) -> Self {
        let who = format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{role}");
        let (action, resource) = (&access.action, &access.resource);
        let why = match explicit {
            true => "with an explicit deny in an identity-based policy".to_owned(),
            false => format!("because no identity-based policy allows the {action} action"),
        };
        Self::Denied(format!(
            "User: {who} is not authorized to perform: {action} on resource: {resource} {why}"
        ))
    }
}

/// The access key that a request is signed with, in its header or, if it was signed beforehand, in its address.
pub(super) fn key_of(parts: &Parts) -> String {
    let signed = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let scope = match signed {
        Some(signed) => signed.split_once("Credential=").map(|(_, scope)| scope.to_owned()),
        None => presigned(&parts.uri),
    };
    scope.unwrap_or_default().split('/').next().unwrap_or_default().to_owned()
}

fn presigned(uri: &Uri) -> Option<String> {
    let mut query = form_urlencoded::parse(uri.query()?.as_bytes());
    query.find(|(name, _)| name == "X-Amz-Credential").map(|(_, scope)| scope.into_owned())
}

/// A text that is a name, or an ARN already.
pub(super) fn named(text: &str, service: &str, region: &str, kind: &str) -> String {
    match text.starts_with("arn:") {
        true => text.to_owned(),
        false => arn(service, region, &format!("{kind}{text}")),
    }
}
