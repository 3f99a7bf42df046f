//! Everybody who acts: the personas of the demo data and a few that make rules of 5.1 bite.

use std::sync::LazyLock;

use domain::{Actor, Caller, LocationId, OrgId, Role, Scope};
use testkit::{build, persona};

/// Names of all, in one order.
pub(crate) const ALL: [&str; 16] = [
    "partner-a-admin",
    "partner-a-user",
    "partner-a-user-elsewhere",
    "partner-a-referrals",
    "partner-a-elsewhere",
    "partner-b-admin",
    "reviewer",
    "reviewer-2",
    "review-lead",
    "review-lead-2",
    "review-lead-of-a",
    "programme-manager",
    "field-seller",
    "auditor",
    "customer",
    "system",
];

/// Those whose allowed actions are compared after every step.
pub(crate) const WATCHED: [&str; 7] = [
    "partner-a-admin",
    "partner-a-user",
    "partner-b-admin",
    "reviewer",
    "review-lead",
    "programme-manager",
    "field-seller",
];

/// Somebody with a token.
pub(crate) fn caller(name: &str) -> Option<Caller> {
    let like = |known: Caller, sub: &str| Caller { sub: sub.to_owned(), ..known };
    Some(match name {
        "partner-a-admin" => persona::partner_a_admin(),
        "partner-a-user" => persona::partner_a_user(),
        "partner-a-user-elsewhere" => Caller {
            scope: Scope::Only(vec![LocationId::new(build::OTHER_LOCATION)]),
            ..like(persona::partner_a_user(), "a-user-elsewhere")
        },
        "partner-a-referrals" => persona::partner_a_referrals(),
        "partner-a-elsewhere" => Caller {
            scope: Scope::Only(vec![LocationId::new(build::OTHER_LOCATION)]),
            ..like(persona::partner_a_admin(), "a-elsewhere")
        },
        "partner-b-admin" => persona::partner_b_admin(),
        "reviewer" => persona::reviewer(),
        "reviewer-2" => like(persona::reviewer(), "reviewer-2"),
        "review-lead" => persona::review_lead(),
        "review-lead-2" => like(persona::review_lead(), "review-lead-2"),
        // Nobody reviews a claim of the own organisation.
        "review-lead-of-a" => Caller {
            org: OrgId::new("partner-a"),
            roles: vec![Role::ReviewLead, Role::Reviewer],
            ..like(persona::review_lead(), "review-lead-of-a")
        },
        "programme-manager" => persona::programme_manager(),
        "field-seller" => persona::field_seller(),
        "auditor" => persona::auditor(),
        _ => return None,
    })
}

static ACTORS: LazyLock<Vec<(&str, Actor)>> = LazyLock::new(|| {
    ALL.into_iter()
        .map(|name| match (name, caller(name)) {
            ("customer", _) => (name, Actor::Customer),
            (_, Some(caller)) => (name, Actor::Staff(caller)),
            (_, None) => (name, Actor::System),
        })
        .collect()
});

/// Anybody.
pub(crate) fn actor(name: &str) -> &'static Actor {
    let found = ACTORS.iter().find(|(known, _)| *known == name);
    found.map_or_else(|| panic!("nobody: {name}"), |(_, actor)| actor)
}
