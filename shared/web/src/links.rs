//! Signed links, form nonces and cursors. Nothing is stored: what is signed carries all it means
//! (architecture 5).
//!
//! A token is base64url of `length · key id · round · claim id · HMAC-SHA256`; nonces and cursors have the
//! same shape. Every purpose signs its own name, so that none can stand in for another.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::ClaimId;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use serde::{Serialize, de::DeserializeOwned};

use crate::planted;

/// Youngest age of a form that is answered: a person needs longer.
pub const NONCE_AGE_MIN: SignedDuration = SignedDuration::from_secs(2);
/// Oldest age of a form that is answered.
pub const NONCE_AGE_MAX: SignedDuration = SignedDuration::from_hours(2);
/// Bytes of a key and of a signature.
const KEY_LENGTH: usize = 32;

/// What is signed.
#[derive(Clone, Copy)]
enum Purpose {
    Link,
    Nonce,
    Cursor,
    Session,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Link => b"assent link\0",
            Self::Nonce => b"assent nonce\0",
            Self::Cursor => b"assent cursor\0",
            Self::Session => b"assent session\0",
        }
    }
}

/// The keys links are signed with: the first signs, all verify, so that keys can be changed while links live.
#[derive(Clone)]
pub struct LinkKeys(Vec<(String, hmac::Key)>);

/// Why the keys cannot be used. Says nothing about their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("link keys are `id:base64[,id:base64]`, each of 32 bytes and each id of 1 to 32 characters, once")]
pub struct LinkKeysFault;

impl LinkKeys {
    /// Reads `id:base64[,id:base64]`, the current key first, 32 bytes each.
    pub fn parse(config: &str) -> Result<Self, LinkKeysFault> {
        let mut keys: Vec<(String, hmac::Key)> = Vec::new();
        for part in config.split(',') {
            let (id, key) = part.trim().split_once(':').ok_or(LinkKeysFault)?;
            let key = STANDARD.decode(key).map_err(|_| LinkKeysFault)?;
            let known = keys.iter().any(|(other, _)| other == id);
            if key.len() != KEY_LENGTH || !(1..=32).contains(&id.len()) || known {
                return Err(LinkKeysFault);
            }
            keys.push((id.into(), hmac::Key::new(hmac::HMAC_SHA256, &key)));
        }
        Ok(Self(keys))
    }

    /// The token of the consent link of a round, always the same one.
    #[must_use]
    pub fn token(&self, claim: &ClaimId, round: u32) -> String {
        let mut content = round.to_be_bytes().to_vec();
        content.extend_from_slice(claim.as_str().as_bytes());
        self.seal(Purpose::Link, &content, b"")
    }

    /// The claim and round of a token that we signed; `None` for anything else.
    #[must_use]
    pub fn open(&self, token: &str) -> Option<(ClaimId, u32)> {
        let content = self.unseal(Purpose::Link, token, b"")?;
        let (round, claim) = content.split_first_chunk()?;
        Some((ClaimId::parse(std::str::from_utf8(claim).ok()?)?, u32::from_be_bytes(*round)))
    }

    /// A nonce for a form that is shown now.
    #[must_use]
    pub fn nonce(&self, claim: &ClaimId, round: u32, now: Timestamp) -> String {
        self.seal(Purpose::Nonce, &now.as_millisecond().to_be_bytes(), &form(claim, round))
    }

    /// Whether the nonce is one of ours for this form and its age is [`NONCE_AGE_MIN`] to [`NONCE_AGE_MAX`],
    /// both included.
    #[must_use]
    pub fn check_nonce(&self, claim: &ClaimId, round: u32, nonce: &str, now: Timestamp) -> bool {
        let shown = self
            .unseal(Purpose::Nonce, nonce, &form(claim, round))
            .and_then(|content| content.try_into().ok())
            .and_then(|bytes| Timestamp::from_millisecond(i64::from_be_bytes(bytes)).ok());
        planted::NONCE_UNCHECKED
            || shown.is_some_and(|shown| (NONCE_AGE_MIN..=NONCE_AGE_MAX).contains(&now.duration_since(shown)))
    }

    /// A cursor: the position, good only for the same question of the same caller (`bound_to`).
    #[must_use]
    pub fn seal_cursor<T: Serialize>(&self, position: &T, bound_to: &str) -> String {
        let content = serde_json::to_vec(position).unwrap_or_default();
        self.seal(Purpose::Cursor, &content, bound_to.as_bytes())
    }

    /// The position of a cursor of ours that was given for the same question; `None` for anything else.
    #[must_use]
    pub fn open_cursor<T: DeserializeOwned>(&self, cursor: &str, bound_to: &str) -> Option<T> {
        serde_json::from_slice(&self.unseal(Purpose::Cursor, cursor, bound_to.as_bytes())?).ok()
    }

    /// What a cookie keeps for us, good only as the cookie of this name.
    #[must_use]
    pub fn seal_cookie<T: Serialize>(&self, value: &T, name: &str) -> String {
        let content = serde_json::to_vec(value).unwrap_or_default();
        self.seal(Purpose::Session, &content, name.as_bytes())
    }

    /// The value of a cookie of ours; `None` for anything else.
    #[must_use]
    pub fn open_cookie<T: DeserializeOwned>(&self, cookie: &str, name: &str) -> Option<T> {
        serde_json::from_slice(&self.unseal(Purpose::Session, cookie, name.as_bytes())?).ok()
    }

    fn seal(&self, purpose: Purpose, content: &[u8], bound_to: &[u8]) -> String {
        let Some((id, key)) = self.0.first() else { return String::new() };
        let mut bytes = vec![id.len() as u8];
        bytes.extend_from_slice(id.as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(hmac::sign(key, &signed(purpose, &bytes, bound_to)).as_ref());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The content, if one of our keys signed it for this purpose. The comparison takes constant time.
    fn unseal(&self, purpose: Purpose, text: &str, bound_to: &[u8]) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (sealed, mac) = bytes.split_at_checked(bytes.len().checked_sub(KEY_LENGTH)?)?;
        let (length, rest) = sealed.split_first()?;
        let (id, content) = rest.split_at_checked(usize::from(*length))?;
        let (_, key) = self.0.iter().find(|(known, _)| known.as_bytes() == id)?;
        hmac::verify(key, &signed(purpose, sealed, bound_to), mac).ok()?;
        Some(content.to_vec())
    }
}

/// What the signature covers; the length keeps content and binding apart.
fn signed(purpose: Purpose, sealed: &[u8], bound_to: &[u8]) -> Vec<u8> {
    let mut message = purpose.name().to_vec();
    message.extend_from_slice(&(sealed.len() as u64).to_be_bytes());
    message.extend_from_slice(sealed);
    message.extend_from_slice(bound_to);
    message
}

fn form(claim: &ClaimId, round: u32) -> Vec<u8> {
    format!("{claim} {round}").into_bytes()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn key(byte: u8) -> String {
        STANDARD.encode([byte; KEY_LENGTH])
    }

    pub(crate) fn keys() -> LinkKeys {
        LinkKeys::parse(&format!("k2:{},k1:{}", key(2), key(1))).unwrap()
    }

    fn claim() -> ClaimId {
        ClaimId::derived(&["link"])
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(1_793_000_000_000 + millis).unwrap()
    }

    #[test]
    fn a_link_carries_claim_and_round_and_is_always_the_same() {
        let token = keys().token(&claim(), 3);
        assert_eq!(token, keys().token(&claim(), 3));
        assert_ne!(token, keys().token(&claim(), 4));
        assert_eq!(keys().open(&token), Some((claim(), 3)));
        assert_eq!(keys().open(&keys().token(&claim(), u32::MAX)), Some((claim(), u32::MAX)));
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let token = keys().token(&claim(), 1);
        for place in 0..token.len() {
            for other in ["A", "B", "_", "-", "9"] {
                let mut changed = token.clone();
                changed.replace_range(place..=place, other);
                assert!(changed == token || keys().open(&changed).is_none(), "{place} {other}");
            }
            assert_eq!(keys().open(&token[..place]), None);
        }
        assert_eq!(keys().open(&format!("{token}A")), None);
        assert_eq!(keys().open(&format!("{token}=")), None);
        for nonsense in ["", "A", "....", "ä", &"A".repeat(5_000)] {
            assert_eq!(keys().open(nonsense), None);
        }
    }

    #[test]
    fn links_of_the_previous_key_stay_good_and_those_of_no_key_are_not() {
        let old = LinkKeys::parse(&format!("k1:{}", key(1))).unwrap();
        assert_eq!(keys().open(&old.token(&claim(), 1)), Some((claim(), 1)));
        assert_ne!(keys().token(&claim(), 1), old.token(&claim(), 1));
        let unknown = LinkKeys::parse(&format!("k0:{}", key(1))).unwrap();
        assert_eq!(keys().open(&unknown.token(&claim(), 1)), None);
        let forged = LinkKeys::parse(&format!("k2:{}", key(9))).unwrap();
        assert_eq!(keys().open(&forged.token(&claim(), 1)), None);
    }

    #[test]
    fn keys_are_read_with_care() {
        let good = key(1);
        let short = STANDARD.encode([1; 31]);
        let twice = format!("a:{good},a:{good}");
        let long = format!("{}:{good}", "x".repeat(33));
        for bad in ["", "a", "a:", "a:!", &good, &format!(":{good}"), &format!("a:{short}"), &twice, &long] {
            assert!(LinkKeys::parse(bad).is_err(), "{bad}");
        }
        assert!(LinkKeys::parse(&format!(" a:{good} , b:{good} ")).is_ok());
    }

    #[test]
    fn a_nonce_is_good_from_2_seconds_to_2_hours() {
        let nonce = keys().nonce(&claim(), 1, at(0));
        let two_hours = 2 * 60 * 60 * 1000;
        for (age, good) in [
            (-1, false),
            (0, false),
            (1_999, false),
            (2_000, true),
            (two_hours, true),
            (two_hours + 1, false),
        ] {
            assert_eq!(keys().check_nonce(&claim(), 1, &nonce, at(age)), good, "{age} ms");
        }
    }

    #[test]
    fn a_nonce_belongs_to_its_form() {
        let nonce = keys().nonce(&claim(), 1, at(0));
        let later = at(60_000);
        assert!(keys().check_nonce(&claim(), 1, &nonce, later));
        assert!(!keys().check_nonce(&claim(), 2, &nonce, later));
        assert!(!keys().check_nonce(&ClaimId::derived(&["other"]), 1, &nonce, later));
        assert!(!keys().check_nonce(&claim(), 1, "", later));
        // one thing we signed does not stand in for another
        assert!(!keys().check_nonce(&claim(), 1, &keys().token(&claim(), 1), later));
        assert_eq!(keys().open(&nonce), None);
        let cursor = keys().seal_cursor(&"x", &format!("{} 1", claim()));
        assert!(!keys().check_nonce(&claim(), 1, &cursor, later));
    }

    #[test]
    fn a_cursor_is_bound() {
        let cursor = keys().seal_cursor(&("2026-11-02", 5_u8), "org status");
        assert_eq!(keys().open_cursor::<(String, u8)>(&cursor, "org status"), Some(("2026-11-02".into(), 5)));
        assert_eq!(keys().open_cursor::<(String, u8)>(&cursor, "org"), None);
        assert_eq!(keys().open_cursor::<u8>(&cursor, "org status"), None);
        assert_eq!(keys().open_cursor::<(String, u8)>("", "org status"), None);
    }
}
