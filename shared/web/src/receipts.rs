//! Signed receipts (domain 9): compact JWS with EdDSA over Ed25519, so that anybody can check one with the
//! public keys alone. docs/RECEIPTS.md shows how.
//!
//! A signature of Ed25519 has no randomness: what says the same is the same text.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Serialize, de::DeserializeOwned};

use crate::views::{ReceiptKeySetView, ReceiptKeyView};

/// Longest receipt that is looked at.
pub const RECEIPT_MAX: usize = 16 * 1024;

/// The keys receipts are signed with: the first signs, all verify, so that receipts outlive a change of keys.
pub struct ReceiptKeys(Vec<Key>);

struct Key {
    id: String,
    /// The first part of every receipt of this key.
    header: String,
    pair: Ed25519KeyPair,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'static str,
    kid: &'a str,
    typ: &'static str,
}

/// Why the keys cannot be used. Says nothing about their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "receipt keys are `id:base64url[,id:base64url]`, each of 32 bytes without padding and each id of 1 to 32 \
     letters, digits, `-` and `_`, once"
)]
pub struct ReceiptKeysFault;

impl ReceiptKeys {
    /// Reads `id:base64url[,id:base64url]`, the current key first, each a seed of 32 bytes.
    pub fn parse(config: &str) -> Result<Self, ReceiptKeysFault> {
        let mut keys: Vec<Key> = Vec::new();
        for part in config.split(',') {
            let (id, seed) = part.trim().split_once(':').ok_or(ReceiptKeysFault)?;
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            if !(1..=32).contains(&id.len()) || !id.bytes().all(plain) || keys.iter().any(|key| key.id == id)
            {
                return Err(ReceiptKeysFault);
            }
            let seed = URL_SAFE_NO_PAD.decode(seed).map_err(|_| ReceiptKeysFault)?;
            let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| ReceiptKeysFault)?;
            let header = encoded(&Header { alg: "EdDSA", kid: id, typ: "JWT" });
            keys.push(Key { id: id.into(), header, pair });
        }
        Ok(Self(keys))
    }

    /// The receipt that says this.
    #[must_use]
    pub fn sign<T: Serialize>(&self, claims: &T) -> String {
        let Some(Key { header, pair, .. }) = self.0.first() else { return String::new() };
        let signed = format!("{header}.{}", encoded(claims));
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// What a receipt of ours says; `None` for anything else.
    #[must_use]
    pub fn verify<T: DeserializeOwned>(&self, receipt: &str) -> Option<T> {
        if receipt.len() > RECEIPT_MAX {
            return None;
        }
        let (signed, signature) = receipt.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        // Nothing of a foreign header is read: it is the one we write, or the receipt is not ours.
        let key = self.0.iter().find(|key| key.header == header)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let public = UnparsedPublicKey::new(&ED25519, key.pair.public_key());
        public.verify(signed.as_bytes(), &signature).ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }

    /// The public keys (RFC 8037), the current one first.
    #[must_use]
    pub fn jwks(&self) -> ReceiptKeySetView {
        let public = |key: &Key| ReceiptKeyView {
            kid: key.id.clone(),
            kty: "OKP",
            crv: "Ed25519",
            alg: "EdDSA",
            r#use: "sig",
            x: URL_SAFE_NO_PAD.encode(key.pair.public_key()),
        };
        ReceiptKeySetView { keys: self.0.iter().map(public).collect() }
    }
}

fn encoded<T: Serialize>(value: &T) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn key(byte: u8) -> String {
        URL_SAFE_NO_PAD.encode([byte; 32])
    }

    fn keys() -> ReceiptKeys {
        ReceiptKeys::parse(&format!("k2:{},k1:{}", key(2), key(1))).unwrap()
    }

    /// RFC 8037, appendix A: the same seed gives the same public key and the same signature.
    #[test]
    fn keys_and_signatures_are_those_of_the_standard() {
        let keys = ReceiptKeys::parse("k1:nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        assert_eq!(keys.jwks().keys[0].x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        let signature = keys.0[0].pair.sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
        let expected =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assert_eq!(URL_SAFE_NO_PAD.encode(signature), expected);
    }

    #[test]
    fn a_receipt_says_what_was_signed_and_is_always_the_same() {
        let receipt = keys().sign(&json!({ "jti": "rcp_1" }));
        assert_eq!(receipt, keys().sign(&json!({ "jti": "rcp_1" })));
        assert_eq!(keys().verify(&receipt), Some(json!({ "jti": "rcp_1" })));
        let header = URL_SAFE_NO_PAD.decode(receipt.split('.').next().unwrap()).unwrap();
        assert_eq!(header, br#"{"alg":"EdDSA","kid":"k2","typ":"JWT"}"#);
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let receipt = keys().sign(&json!({ "jti": "rcp_1" }));
        for place in 0..receipt.len() {
            for other in ["A", "B", "_", "-", "9", "."] {
                let mut changed = receipt.clone();
                changed.replace_range(place..=place, other);
                assert!(changed == receipt || keys().verify::<Value>(&changed).is_none(), "{place} {other}");
            }
            assert_eq!(keys().verify::<Value>(&receipt[..place]), None);
        }
        for nonsense in ["", ".", "..", "...", "ä.ö.ü", &format!("{receipt}A"), &format!("{receipt}=")] {
            assert_eq!(keys().verify::<Value>(nonsense), None);
        }
        assert_eq!(keys().verify::<Value>(&format!("{receipt}{}", "A".repeat(RECEIPT_MAX))), None);
    }

    #[test]
    fn a_foreign_header_is_not_believed() {
        let receipt = keys().sign(&json!({}));
        let (_, rest) = receipt.split_once('.').unwrap();
        for header in [
            r#"{"alg":"none","kid":"k2","typ":"JWT"}"#,
            r#"{"alg":"HS256","kid":"k2","typ":"JWT"}"#,
            r#"{"alg":"EdDSA","kid":"k1","typ":"JWT"}"#,
            r#"{"alg":"EdDSA","typ":"JWT","kid":"k2"}"#,
        ] {
            let forged = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
            assert_eq!(keys().verify::<Value>(&forged), None, "{header}");
        }
    }

    #[test]
    fn receipts_of_the_previous_key_stay_good_and_those_of_no_key_are_not() {
        let old = ReceiptKeys::parse(&format!("k1:{}", key(1))).unwrap();
        assert_eq!(keys().verify(&old.sign(&json!({}))), Some(json!({})));
        let unknown = ReceiptKeys::parse(&format!("k0:{}", key(1))).unwrap();
        assert_eq!(keys().verify::<Value>(&unknown.sign(&json!({}))), None);
        let forged = ReceiptKeys::parse(&format!("k2:{}", key(9))).unwrap();
        assert_eq!(keys().verify::<Value>(&forged.sign(&json!({}))), None);
        let published: Vec<String> = keys().jwks().keys.into_iter().map(|key| key.kid).collect();
        assert_eq!(published, ["k2", "k1"]);
    }

    #[test]
    fn keys_are_read_with_care() {
        let good = key(1);
        let short = URL_SAFE_NO_PAD.encode([1; 31]);
        let padded = format!("a:{good}=");
        let twice = format!("a:{good},a:{good}");
        let long = format!("{}:{good}", "x".repeat(33));
        let quoted = format!("a\":{good}");
        for bad in [
            "",
            "a",
            "a:",
            "a:!",
            &good,
            &format!(":{good}"),
            &format!("a:{short}"),
            &padded,
            &twice,
            &long,
            &quoted,
        ] {
            assert!(ReceiptKeys::parse(bad).is_err(), "{bad}");
        }
        assert!(ReceiptKeys::parse(&format!(" a:{good} , b:{good} ")).is_ok());
    }
}
