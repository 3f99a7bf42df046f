//! Who calls. The gateway verifies the token; its list claims reach us only inside the token itself (api 1).

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Caller, Locale, LocationId, OrgId, Role, Scope, Side, text};
use serde::Deserialize;

/// The part of a token's payload that we read.
#[derive(Deserialize)]
struct Payload {
    sub: String,
    #[serde(default)]
    name: Option<String>,
    org: String,
    side: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    locations: Vec<String>,
    #[serde(default)]
    locale: Option<String>,
}

/// The caller of a token that the gateway has verified. `verified` are the claims as the authorizer hands
/// them over: without them, or when they are those of another token, there is no caller.
pub(crate) fn read(verified: Option<&HashMap<String, String>>, authorization: Option<&str>) -> Option<Caller> {
    let verified = verified?;
    let payload = payload(authorization?)?;
    let same = |name: &str, value: &str| verified.get(name).is_some_and(|claim| claim == value);
    if payload.sub.is_empty()
        || payload.org.is_empty()
        || !same("sub", &payload.sub)
        || !same("org", &payload.org)
        || !same("side", &payload.side)
    {
        return None;
    }
    let side = match payload.side.as_str() {
        "partner" => Side::Partner,
        "vendor" => Side::Vendor,
        _ => return None,
    };
    let roles = payload.roles.iter().filter_map(|name| Role::parse(name));
    let scope = if payload.locations.iter().any(|location| location == "*") {
        Scope::All
    } else {
        Scope::Only(payload.locations.into_iter().map(LocationId::new).collect())
    };
    let name = payload.name.and_then(|name| text::name(&name).ok());
    Some(Caller {
        name: name.unwrap_or_else(|| payload.sub.clone()),
        sub: payload.sub,
        org: OrgId::new(payload.org),
        side,
        roles: roles.filter(|role| side_of(*role) == side).collect(),
        scope,
        locale: payload.locale.as_deref().map(Locale::of).unwrap_or_default(),
    })
}

fn payload(authorization: &str) -> Option<Payload> {
    let (scheme, token) = authorization.split_once(' ')?;
    let mut parts = token.trim().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if !scheme.eq_ignore_ascii_case("bearer") || parts.next().is_some() {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// The side whose people can hold the role: a token of the other side gains nothing by naming it.
fn side_of(role: Role) -> Side {
    match role {
        Role::IncentivesAdmin | Role::IncentivesUser | Role::ReferralsAdmin => Side::Partner,
        Role::Reviewer | Role::ReviewLead | Role::ProgrammeManager | Role::FieldSeller | Role::Auditor => {
            Side::Vendor
        }
    }
}
