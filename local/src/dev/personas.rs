//! The people of the demo, and their tokens.

use crate::{
    clock::MovableClock,
    gateway::jwt::{AUDIENCE, ISSUER, KeyError, Tokens},
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How long a token is good, seconds of real time.
const GOOD_FOR: i64 = 12 * 60 * 60;

/// Everybody, in the order in which they are shown.
static ALL: LazyLock<Vec<Claims>> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "part of the build, and read by every test")]
    serde_json::from_str(include_str!("../../demo/personas.json")).expect("the personas")
});

/// Somebody to act as.
#[derive(Debug, Clone, Copy)]
pub struct Persona(&'static Claims);

/// What a token says of somebody (api 1).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// The subject, which is the persona's id.
    pub sub: String,
    /// The name.
    pub name: String,
    /// The organisation's id.
    pub org: String,
    /// What it is called.
    pub org_name: String,
    /// `partner` or `vendor`.
    pub side: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Locations in scope, `*` for all of the organisation.
    pub locations: Vec<String>,
    /// Language.
    pub locale: String,
}

#[derive(Serialize)]
struct Signed<'a> {
    #[serde(flatten)]
    claims: &'a Claims,
    iss: &'static str,
    aud: &'static str,
    iat: i64,
    exp: i64,
}

impl Persona {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(Self)
    }

    /// The one with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::all().find(|persona| persona.0.sub == id)
    }

    /// What their tokens say of them.
    #[must_use]
    pub fn claims(self) -> &'static Claims {
        self.0
    }

    /// A token of theirs, good for 12 hours of real time.
    ///
    /// # Errors
    /// The key fails.
    pub fn token(self, tokens: &Tokens) -> Result<String, KeyError> {
        let iat = MovableClock::real().as_second();
        tokens.sign(&Signed {
            claims: self.0,
            iss: ISSUER,
            aud: AUDIENCE,
            iat,
            exp: iat.saturating_add(GOOD_FOR),
        })
    }
}
