//! Requests as the gateway hands them over, and a claim in the middle of its life.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    Actor, Caller, Catalogue, Claim, ClaimId, Locale, Location, LocationId, OrgId, Role, Scope, Side,
    catalogue::BUILT_IN,
    decide::{Context, Facts},
    input::{ClaimInput, ContactInput, ItemInput},
};
use jiff::Timestamp;
use lambda_http::{Body, Request, Response, request::LambdaRequest};
use serde_json::{Value, json};

use crate::Call;

/// A request in the making.
pub(crate) struct Asked {
    event: Value,
}

pub(crate) fn ask(method: &str, path: &str) -> Asked {
    let event = json!({
        "version": "2.0", "routeKey": format!("{method} {path}"), "rawPath": path, "rawQueryString": "",
        "headers": {}, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "x", "domainPrefix": "x", "requestId": "req-1",
            "routeKey": format!("{method} {path}"), "stage": "$default", "time": "", "timeEpoch": 0,
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "1.1.1.1", "userAgent": "t" },
        },
    });
    Asked { event }
}

impl Asked {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.event["headers"][name] = value.into();
        self
    }

    pub(crate) fn query(mut self, query: &str) -> Self {
        self.event["rawQueryString"] = query.into();
        self
    }

    pub(crate) fn json(self, body: &str) -> Self {
        self.header("content-type", "application/json").bytes(body.as_bytes())
    }

    pub(crate) fn bytes(mut self, body: &[u8]) -> Self {
        self.event["body"] = STANDARD.encode(body).into();
        self.event["isBase64Encoded"] = true.into();
        self
    }

    /// With the claims as an authorizer hands them over and the token they come from.
    pub(crate) fn token(self, verified: Value, payload: &Value) -> Self {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload.to_string()));
        let mut asked = self.header("authorization", &format!("Bearer {token}"));
        asked.event["requestContext"]["authorizer"] =
            json!({ "jwt": { "claims": verified, "scopes": null } });
        asked
    }

    pub(crate) fn context(mut self, name: &str, value: Value) -> Self {
        self.event["requestContext"][name] = value;
        self
    }

    pub(crate) fn event(self) -> LambdaRequest {
        serde_json::from_str(&self.event.to_string()).unwrap()
    }

    pub(crate) fn request(self) -> Request {
        self.event().into()
    }

    pub(crate) fn call(self) -> Call {
        Call::new(self.request())
    }
}

pub(crate) fn body_of(response: &Response<Body>) -> Value {
    let Body::Text(text) = response.body() else { panic!("no text") };
    serde_json::from_str(text).unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::read(BUILT_IN).unwrap()
}

pub(crate) fn caller(side: Side, roles: &[Role]) -> Caller {
    let (org, sub) = if side == Side::Vendor { ("vendor", "rv-1") } else { ("partner-a", "pa-1") };
    Caller {
        sub: sub.into(),
        name: format!("Name of {sub}"),
        org: OrgId::new(org),
        org_name: format!("Name of {org}"),
        side,
        roles: roles.to_vec(),
        scope: Scope::All,
        locale: Locale::En,
    }
}

pub(crate) fn admin() -> Caller {
    caller(Side::Partner, &[Role::IncentivesAdmin])
}

pub(crate) fn staff(caller: Caller) -> Actor {
    Actor::Staff(caller)
}

fn contact(name: &str, email: &str) -> ContactInput {
    ContactInput {
        name: Some(name.into()),
        title: Some("Head of IT".into()),
        email: Some(email.into()),
        locale: Some("de".into()),
    }
}

/// A draft with one workload.
pub(crate) fn draft() -> Claim {
    let catalogue = catalogue();
    let input = ClaimInput {
        kind: Some("association".into()),
        name: Some("Fabrikam Teams".into()),
        engagement_id: Some("modern-work-usage".into()),
        partner_role: Some("use_or_consume".into()),
        location_id: Some("4821907".into()),
        tenant_id: Some("3f2c0a6e-0000-4000-8000-00000000000a".into()),
        items: Some(vec![ItemInput { workload: Some("teams".into()), ..ItemInput::default() }]),
        opt_out_of_incentives: None,
        customer_contact: Some(contact("Clara Kunde", "clara@fabrikam.example")),
        partner_contact: Some(contact("Paul Partner", "paul@partner.example")),
        revenue: None,
    };
    let location = Location {
        location_id: LocationId::new("4821907"),
        org: OrgId::new("partner-a"),
        org_name: Some("Partner A GmbH".into()),
        name: "Berlin".into(),
        country: "DE".into(),
        enrolment: domain::customer::Enrolment::Enrolled,
        engagements: vec!["*".into()],
        payee_profile: domain::customer::PayeeProfile::Complete,
    };
    let facts = Facts { location: Some(location), ..Facts::default() };
    let context = Context { now: now(), catalogue: &catalogue, fresh: [7; 16], found: &[] };
    domain::create(&input, &admin(), ClaimId::derived(&["test"]), None, facts, context).unwrap().claim
}
