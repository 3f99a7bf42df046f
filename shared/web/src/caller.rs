//! Who calls. The gateway verifies the token; its list claims reach us only inside the token itself (api 1).

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Caller, Locale, LocationId, OrgId, Role, Scope, Side, text};
use serde::{Deserialize, Deserializer, Serialize};

/// What a token says of somebody, as far as we read it (api 1). A Cognito user pool calls its own claims `custom:…`
/// and knows no lists: there they are words with blanks or commas between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// The subject
    pub sub: String,
    /// The full name
    #[serde(default)]
    pub name: Option<String>,
    /// The organisation's id
    #[serde(alias = "custom:org")]
    pub org: String,
    /// What it is called
    #[serde(alias = "custom:org_name", default)]
    pub org_name: Option<String>,
    /// `partner` or `vendor`
    #[serde(alias = "custom:side")]
    pub side: String,
    /// Roles by their names in the API
    #[serde(alias = "custom:roles", default, deserialize_with = "words")]
    pub roles: Vec<String>,
    /// Locations in scope, `*` for all of the organisation
    #[serde(alias = "custom:locations", default, deserialize_with = "words")]
    pub locations: Vec<String>,
    /// The language
    #[serde(default)]
    pub locale: Option<String>,
}

/// The caller of a token that the gateway has verified. `verified` are the claims as the authorizer hands
/// them over: without them, or when they are those of another token, there is no caller.
pub(crate) fn read(
    verified: Option<&HashMap<String, String>>,
    authorization: Option<&str>,
) -> Option<Caller> {
    let verified = verified?;
    let claims = payload(authorization?)?;
    let same = |name: &str, value: &str| {
        let claim = verified.get(name).or_else(|| verified.get(&format!("custom:{name}")));
        claim.is_some_and(|claim| claim == value)
    };
    let verified = same("sub", &claims.sub) && same("org", &claims.org) && same("side", &claims.side);
    if verified { claims.caller() } else { None }
}

impl TokenClaims {
    /// Whom the claims of a verified token name; unknown roles, and those of the other side, give nothing.
    #[must_use]
    pub fn caller(self) -> Option<Caller> {
        if self.sub.is_empty() || self.org.is_empty() {
            return None;
        }
        let side = match self.side.as_str() {
            "partner" => Side::Partner,
            "vendor" => Side::Vendor,
            _ => return None,
        };
        let roles = self.roles.iter().filter_map(|name| Role::parse(name));
        let scope = if self.locations.iter().any(|location| location == "*") {
            Scope::All
        } else {
            Scope::Only(self.locations.into_iter().map(LocationId::new).collect())
        };
        let shown = |name: Option<String>| name.and_then(|name| text::name(&name).ok());
        Some(Caller {
            name: shown(self.name).unwrap_or_else(|| self.sub.clone()),
            sub: self.sub,
            org_name: shown(self.org_name).unwrap_or_else(|| self.org.clone()),
            org: OrgId::new(self.org),
            side,
            roles: roles.filter(|role| side_of(*role) == side).collect(),
            scope,
            locale: self.locale.as_deref().map(Locale::of).unwrap_or_default(),
        })
    }
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        Listed(Vec<String>),
        Written(String),
    }
    Ok(match Words::deserialize(deserializer)? {
        Words::Listed(words) => words,
        Words::Written(words) => {
            words.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        }
    })
}

fn payload(authorization: &str) -> Option<TokenClaims> {
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

#[cfg(test)]
mod tests {
    use domain::Code;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        Call,
        testing::{Asked, ask},
    };

    fn payload() -> Value {
        json!({
            "sub": "pa-1", "name": "Paula Partner", "org": "partner-a", "side": "partner",
            "org_name": "Contoso Consulting GmbH",
            "roles": ["incentives_admin", "wizard"], "locations": ["4821907", "4821908"], "locale": "de-DE",
            "exp": 1, "aud": ["x"],
        })
    }

    fn verified() -> Value {
        json!({
            "sub": "pa-1", "org": "partner-a", "side": "partner", "roles": "[incentives_admin wizard]",
            "locations": "[4821907 4821908]",
        })
    }

    fn call(verified: Value, payload: &Value) -> Call {
        ask("GET", "/v1/me").token(verified, payload).call()
    }

    fn refused(asked: Asked) {
        assert_eq!(asked.call().caller().unwrap_err().code(), Code::Unauthenticated);
    }

    #[test]
    fn a_verified_token_names_the_caller_and_unknown_roles_give_nothing() {
        let caller = call(verified(), &payload()).caller().unwrap();
        assert_eq!(
            caller,
            Caller {
                sub: "pa-1".into(),
                name: "Paula Partner".into(),
                org: OrgId::new("partner-a"),
                org_name: "Contoso Consulting GmbH".into(),
                side: Side::Partner,
                roles: vec![Role::IncentivesAdmin],
                scope: Scope::Only(vec![LocationId::new("4821907"), LocationId::new("4821908")]),
                locale: Locale::De,
            }
        );
    }

    #[test]
    fn the_claims_of_a_user_pool_are_read_by_their_names() {
        let token = json!({
            "sub": "pa-1", "name": "Paula Partner", "custom:org": "partner-a", "custom:side": "partner",
            "custom:org_name": "Contoso Consulting GmbH",
            "custom:roles": "incentives_admin, wizard", "custom:locations": "4821907 4821908", "locale": "de",
        });
        let verified = json!({ "sub": "pa-1", "custom:org": "partner-a", "custom:side": "partner" });
        let caller = call(verified, &token).caller().unwrap();
        assert_eq!(caller, call(self::verified(), &payload()).caller().unwrap());
        // What the gateway has not verified is worth nothing, whatever it is called.
        refused(ask("GET", "/v1/me").token(json!({ "sub": "pa-1", "custom:org": "partner-b" }), &token));
    }

    #[test]
    fn a_star_is_every_location_and_no_locations_are_none() {
        let mut token = payload();
        token["locations"] = json!(["*"]);
        assert_eq!(call(verified(), &token).caller().unwrap().scope, Scope::All);
        token["locations"] = json!([]);
        assert_eq!(call(verified(), &token).caller().unwrap().scope, Scope::Only(vec![]));
    }

    #[test]
    fn roles_of_the_other_side_give_nothing() {
        let mut token = payload();
        token["roles"] = json!(["reviewer", "auditor", "incentives_user"]);
        assert_eq!(call(verified(), &token).caller().unwrap().roles, [Role::IncentivesUser]);
    }

    #[test]
    fn without_a_verified_token_there_is_no_caller() {
        refused(ask("GET", "/v1/me"));
        // a token that nobody has verified
        refused(ask("GET", "/v1/me").token(Value::Null, &payload()).context("authorizer", Value::Null));
        refused(ask("GET", "/v1/me").token(verified(), &payload()).context("authorizer", json!({})));
        // verified claims without a token
        let asked = ask("GET", "/v1/me").token(verified(), &payload());
        refused(asked.header("authorization", ""));
        let asked = ask("GET", "/v1/me").token(verified(), &payload());
        refused(asked.header("authorization", "Basic e30.e30.e30"));
    }

    #[test]
    fn a_payload_that_is_not_the_verified_one_is_refused() {
        for (name, value) in
            [("sub", "pa-2"), ("org", "partner-b"), ("side", "vendor"), ("sub", ""), ("org", "")]
        {
            let mut token = payload();
            token[name] = value.into();
            refused(ask("GET", "/v1/me").token(verified(), &token));
        }
        let mut customer = payload();
        customer["side"] = "customer".into();
        let mut claims = verified();
        claims["side"] = "customer".into();
        refused(ask("GET", "/v1/me").token(claims, &customer));
        for token in ["Bearer a.b", "Bearer a.b.c.d", "Bearer e30.!!!.c", "Bearer e30.e30.c", "Bearer"] {
            refused(ask("GET", "/v1/me").token(verified(), &payload()).header("authorization", token));
        }
    }

    #[test]
    fn names_that_could_disturb_a_page_give_way_to_ids() {
        let mut token = payload();
        token["name"] = "Eve\u{202e}".into();
        token["org_name"] = "Contoso\u{202e}".into();
        let caller = call(verified(), &token).caller().unwrap();
        assert_eq!((caller.name.as_str(), caller.org_name.as_str()), ("pa-1", "partner-a"));
    }
}
