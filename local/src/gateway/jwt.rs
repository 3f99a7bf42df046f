//! Tokens: `jsonwebtoken` on top of ring. ES256 for the personas' tokens, RS256 for those of a real provider.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
    signature::{Error as Bad, Signer, Verifier},
};
use ring::{
    rand::SystemRandom,
    signature::{self as sig, EcdsaKeyPair, KeyPair},
};
use serde::Serialize;
use serde_json::{Map, Value};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::ES256, AlgorithmFamily::Ec) => Ok(Box::new(Es256(key.clone()))),
        _ => Err(Error::from(ErrorKind::InvalidAlgorithm)),
    },
    verifier_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::ES256, AlgorithmFamily::Ec) => Ok(Box::new(Check(key.clone()))),
        _ => Err(Error::from(ErrorKind::InvalidAlgorithm)),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

struct Es256(EncodingKey);
impl Signer<Vec<u8>> for Es256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, Bad> {
        let random = random();
        let pair =
            EcdsaKeyPair::from_pkcs8(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, self.0.as_bytes(), &random)
                .map_err(|_| Bad::new())?;
        pair.sign(&random, message).map(|s| s.as_ref().to_vec()).map_err(|_| Bad::new())
    }
}
impl JwtSigner for Es256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Check(DecodingKey);
impl Verifier<Vec<u8>> for Check {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Bad> {
        match self.0.kind() {
            DecodingKeyKind::SecretOrDer(key) => {
                sig::UnparsedPublicKey::new(&sig::ECDSA_P256_SHA256_FIXED, key).verify(message, signature)
            }
            DecodingKeyKind::RsaModulusExponent { .. } => return Err(Bad::new()),
        }
        .map_err(|_| Bad::new())
    }
}
impl JwtVerifier for Check {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

#[allow(clippy::disallowed_methods, reason = "key material, which no test repeats")]
fn random() -> SystemRandom {
    SystemRandom::new()
}

/// A fresh signing key, PKCS #8.
///
/// # Errors
/// The system gives no randomness.
pub fn new_key() -> Result<Vec<u8>, KeyError> {
    let key = EcdsaKeyPair::generate_pkcs8(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, &random());
    key.map(|key| key.as_ref().to_vec()).map_err(|_| KeyError)
}

/// The signing key cannot be made or read.
#[derive(Debug, thiserror::Error)]
#[error("the key of the tokens cannot be used")]
pub struct KeyError;

/// Gives out and checks the tokens of this system.
#[derive(Clone)]
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

/// Issuer of the personas' tokens.
pub const ISSUER: &str = "urn:assent:local";
/// Whom they are for.
pub const AUDIENCE: &str = "assent";

impl Tokens {
    /// With the key of [`new_key`].
    ///
    /// # Errors
    /// It is not such a key.
    pub fn new(pkcs8: &[u8]) -> Result<Self, KeyError> {
        // An error says that it is installed already: by another system in this process.
        PROVIDER.install_default().ok();
        let pair = EcdsaKeyPair::from_pkcs8(&sig::ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random())
            .map_err(|_| KeyError)?;
        let mut validation = Validation::new(Algorithm::ES256);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Ok(Self {
            signing: EncodingKey::from_ec_der(pkcs8),
            checking: DecodingKey::from_ec_der(pair.public_key().as_ref()),
            validation,
        })
    }

    /// A signed token with exactly these claims.
    ///
    /// # Errors
    /// The claims are not JSON, or the key fails.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, KeyError> {
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), claims, &self.signing).map_err(|_| KeyError)
    }

    /// The claims of a token of ours that is good now (real time); `None` for any other.
    #[must_use]
    pub fn check(&self, token: &str) -> Option<Map<String, Value>> {
        jsonwebtoken::decode::<Map<String, Value>>(token, &self.checking, &self.validation)
            .ok()
            .map(|token| token.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MovableClock;
    use serde_json::json;

    fn claims(seconds_left: i64) -> Value {
        let now = MovableClock::real().as_second();
        json!({ "sub": "u", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + seconds_left })
    }

    #[test]
    fn only_our_own_good_tokens_pass() {
        let tokens = Tokens::new(&new_key().unwrap()).unwrap();
        let good = tokens.sign(&claims(60)).unwrap();
        assert_eq!(tokens.check(&good).unwrap()["sub"], "u");

        assert!(tokens.check(&tokens.sign(&claims(-1)).unwrap()).is_none(), "expired");
        let mut other = claims(60);
        other["iss"] = json!("https://other.example");
        assert!(tokens.check(&tokens.sign(&other).unwrap()).is_none(), "other issuer");
        other = claims(60);
        other["aud"] = json!("other");
        assert!(tokens.check(&tokens.sign(&other).unwrap()).is_none(), "other audience");
        other = claims(60);
        other.as_object_mut().unwrap().remove("exp");
        assert!(tokens.check(&tokens.sign(&other).unwrap()).is_none(), "without an end");
    }

    #[test]
    fn a_forged_token_does_not_pass() {
        let tokens = Tokens::new(&new_key().unwrap()).unwrap();
        let good = tokens.sign(&claims(60)).unwrap();
        let by_another = Tokens::new(&new_key().unwrap()).unwrap().sign(&claims(60)).unwrap();
        assert!(tokens.check(&by_another).is_none());

        let parts: Vec<&str> = good.split('.').collect();
        let others: Vec<&str> = by_another.split('.').collect();
        assert!(tokens.check(&format!("{}.{}.{}", parts[0], parts[1], others[2])).is_none());
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        assert!(tokens.check(&format!("{none}.{}.", parts[1])).is_none());
        assert!(tokens.check(&format!("{}.{}.", parts[0], parts[1])).is_none());
        assert!(tokens.check("").is_none());
    }
}
