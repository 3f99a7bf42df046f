//! Who is signed in: a cookie that only we can make, which nothing but its signature is kept of.

use domain::{Actor, Caller, Locale};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use web::{Call, LinkKeys, TokenClaims};

/// The cookie of a session.
const SESSION: &str = "assent-session";
/// The cookie of a sign-in that has begun.
const SIGN_IN: &str = "assent-sign-in";
/// The cookie of the language that was chosen.
const LANGUAGE: &str = "assent-language";
/// How long a chosen language is kept, seconds.
const LANGUAGE_FOR: i64 = 365 * 24 * 60 * 60;
/// How long somebody may take to sign in, seconds.
const SIGN_IN_FOR: i64 = 10 * 60;

/// Somebody who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    claims: TokenClaims,
    /// Seconds since 1970, in real time.
    until: i64,
}

/// A sign-in that has begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SignIn {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// The page that was asked for.
    pub(crate) to: String,
    pub(crate) until: i64,
}

/// Makes and reads the cookies.
#[derive(Clone)]
pub(crate) struct Cookies {
    pub(crate) keys: LinkKeys,
}

impl Session {
    pub(crate) fn new(claims: TokenClaims, until: i64) -> Self {
        Self { claims, until }
    }

    pub(crate) fn caller(self) -> Option<Caller> {
        self.claims.caller()
    }
}

impl SignIn {
    pub(crate) fn new(mut entropy: impl FnMut() -> String, to: &str, now: i64) -> Self {
        let to = ours(to);
        let (state, nonce) = (entropy(), entropy());
        let verifier = [entropy(), entropy()].concat();
        Self { state, nonce, verifier, to, until: now + SIGN_IN_FOR }
    }
}

impl Cookies {
    /// Who calls, if a session is good now, in the language that was chosen.
    pub(crate) fn caller(&self, call: &Call) -> Option<Caller> {
        let session: Session = self.keys.open_cookie(call.cookie(SESSION)?, SESSION)?;
        let caller = if session.until <= call.received_at() { None } else { session.caller() }?;
        let locale = language(call).unwrap_or(caller.locale);
        Some(Caller { locale, ..caller })
    }

    pub(crate) fn sign_in(&self, call: &Call) -> Option<SignIn> {
        let begun: SignIn = self.keys.open_cookie(call.cookie(SIGN_IN)?, SIGN_IN)?;
        if begun.until <= call.received_at() { None } else { Some(begun) }
    }

    pub(crate) fn begin(&self, begun: &SignIn, origin: &str) -> String {
        cookie(SIGN_IN, &self.keys.seal_cookie(begun, SIGN_IN), SIGN_IN_FOR, origin)
    }

    pub(crate) fn keep(&self, session: &Session, now: i64, origin: &str) -> String {
        let lasts = session.until.saturating_sub(now);
        cookie(SESSION, &self.keys.seal_cookie(session, SESSION), lasts, origin)
    }
}

/// A page of ours, whatever was asked for.
pub(crate) fn ours(to: &str) -> String {
    let ours = to.starts_with("/console/") && !to.contains(['\\', '\r', '\n']);
    if ours { to.to_owned() } else { "/console".into() }
}

/// The language that was chosen here.
pub(crate) fn language(call: &Call) -> Option<Locale> {
    let tag = call.cookie(LANGUAGE)?;
    [Locale::En, Locale::De].into_iter().find(|known| known.tag() == tag)
}

/// Keeps a language in the browser.
pub(crate) fn speak(locale: Locale, origin: &str) -> String {
    cookie(LANGUAGE, locale.tag(), LANGUAGE_FOR, origin)
}

/// Ends the session in the browser.
pub(crate) fn forget(origin: &str) -> String {
    cookie(SESSION, "", 0, origin)
}

/// Out of reach of scripts and of other sites' forms; encrypted on its way wherever the console itself is.
fn cookie(name: &str, value: &str, seconds: i64, origin: &str) -> String {
    let secure = if origin.starts_with("https://") { "; Secure" } else { "" };
    format!("{name}={value}; Path=/console; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Who calls, as commands know them.
pub(crate) fn actor(caller: &Caller) -> Actor {
    Actor::Staff(caller.clone())
}

/// Whether a form was sent from one of our own pages: browsers say so themselves, older ones at least whose
/// page it was.
pub(crate) fn is_from_here(call: &Call, origin: &str) -> bool {
    match (call.header("sec-fetch-site"), call.header("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        (None, None) => false,
    }
}

/// How far away an instant is, for the words "in 3 days".
pub(crate) fn days_until(at: Timestamp, now: Timestamp) -> i64 {
    at.duration_since(now).as_hours().div_euclid(24)
}
