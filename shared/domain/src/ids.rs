//! Typed ids: opaque, prefixed; order comes from `createdAt`, never from an id.

use alloc::string::String;
use core::fmt;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Builder;

const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of 128 bits in Crockford's base 32.
const LENGTH: usize = 26;

fn encode(prefix: &str, mut bits: u128) -> String {
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = CROCKFORD[(bits & 31) as usize];
        bits >>= 5;
    }
    let mut text = String::from(prefix);
    text.extend(digits.iter().map(|digit| char::from(*digit)));
    text
}

fn well_formed(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == LENGTH && rest.bytes().all(|byte| CROCKFORD.contains(&byte)))
}

/// A UUID of version 7: the millisecond, then what the last ten bytes of `entropy` leave to chance.
fn uuid_v7(now: Timestamp, entropy: [u8; 16]) -> u128 {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let [.., a, b, c, d, e, f, g, h, i, j] = entropy;
    Builder::from_unix_timestamp_millis(millis, &[a, b, c, d, e, f, g, h, i, j]).into_uuid().as_u128()
}

/// The first 16 bytes of the SHA-256 of all parts, each preceded by its length, so that no two lists of
/// parts collide.
#[must_use]
pub fn digest(parts: &[&str]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let full = hash.finalize();
    let mut short = [0; 16];
    short.copy_from_slice(&full[..16]);
    short
}

macro_rules! generated_id {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A fresh id: a UUID of version 7 of this instant and these bytes.
            #[must_use]
            pub fn fresh(now: Timestamp, entropy: [u8; 16]) -> Self {
                Self(encode($prefix, uuid_v7(now, entropy)))
            }

            /// The id that belongs to these parts, always the same one.
            #[must_use]
            pub fn derived(parts: &[&str]) -> Self {
                Self(encode($prefix, u128::from_be_bytes(digest(parts))))
            }

            /// `None` when the text is no id of this kind; nothing needs to be looked up then.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                well_formed($prefix, text).then(|| Self(text.into()))
            }

            /// The id as it is written everywhere.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

generated_id! {
    /// A claim, `clm_…`.
    ClaimId = "clm_";
    /// A customer, `cus_…`.
    CustomerId = "cus_";
    /// A document of a claim, `doc_…`.
    DocumentId = "doc_";
    /// A consent request, `con_…`.
    ConsentId = "con_";
    /// A comment on a claim, `cmt_…`.
    CommentId = "cmt_";
    /// A receipt of a customer's decision, `rcp_…`.
    ReceiptId = "rcp_";
    /// A contest of two claims, `cts_…`.
    ContestId = "cts_";
    /// An import, `imp_…`.
    ImportId = "imp_";
    /// What somebody has answered on the way to a claim, `ans_…`.
    AnswersId = "ans_";
    /// A referral, `ref_…`.
    ReferralId = "ref_";
}

impl ReferralId {
    /// The referral of a claim: the same digits.
    #[must_use]
    pub fn of_claim(claim: &ClaimId) -> Self {
        let digits = claim.0.strip_prefix("clm_").unwrap_or_default();
        Self(["ref_", digits].concat())
    }

    /// The claim of the referral.
    #[must_use]
    pub fn claim(&self) -> ClaimId {
        let digits = self.0.strip_prefix("ref_").unwrap_or_default();
        ClaimId(["clm_", digits].concat())
    }
}

impl ClaimId {
    /// The id of the claim for one engagement of a create with this digested key (I-19).
    #[must_use]
    pub fn of_key_for(key: &str, engagement: &str) -> Self {
        Self::derived(&["claim", key, engagement])
    }

    /// The id of the claim that a create with this digested idempotency key makes: a repeat meets it (I-19).
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        Self::derived(&["claim", key])
    }

    /// The number people say on the phone: `CLM-` and the last ten characters of the id.
    #[must_use]
    pub fn number(&self) -> String {
        let tail = &self.0[self.0.len().saturating_sub(10)..];
        let mut number = String::from("CLM-");
        number.push_str(&tail.to_ascii_uppercase());
        number
    }
}

macro_rules! given_id {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the id as the vendor gave it.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as it is written everywhere.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

given_id! {
    /// An organisation, as the tokens name it.
    OrgId;
    /// A partner location ("location id", "PartnerID").
    LocationId;
    /// An engagement of the catalogue.
    EngagementId;
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn an_id_is_prefixed_and_read_back() {
        let id = ClaimId::fresh(Timestamp::UNIX_EPOCH, [7; 16]);
        assert_eq!(ClaimId::parse(id.as_str()), Some(id.clone()));
        assert_eq!(DocumentId::parse(id.as_str()), None);
        assert_eq!(ClaimId::parse("clm_short"), None);
        assert_eq!(id.number().len(), 14);
        assert!(id.number().starts_with("CLM-"));
    }

    #[test]
    fn an_id_has_26_digits_of_its_alphabet() {
        let id = "clm_0123456789abcdefghjkmnpqrs";
        assert_eq!(ClaimId::parse(id).as_ref().map(ClaimId::as_str), Some(id));
        for wrong in
            [&id[..29], &format!("{id}t"), &id[4..], &id.replace('0', "u"), &id.replace('a', "A"), ""]
        {
            assert_eq!(ClaimId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rfc_9562_a_fresh_id_is_a_uuid_of_version_7() {
        // The example of the RFC, section A.6; bits that are not left to chance are set, and must not be seen.
        let now = "2022-02-22T19:22:22Z".parse().unwrap();
        let chance = 0xffff_ffff_ffff_fcc3_d8c4_dc0c_0c07_398f_u128.to_be_bytes();
        assert_eq!(uuid_v7(now, chance), 0x017f_22e2_79b0_7cc3_98c4_dc0c_0c07_398f);
        let before_1970 = Timestamp::UNIX_EPOCH - jiff::SignedDuration::from_secs(1);
        assert_eq!(uuid_v7(before_1970, [0; 16]), uuid_v7(Timestamp::UNIX_EPOCH, [0; 16]));
    }

    #[test]
    fn digits_are_those_of_crockford() {
        assert_eq!(encode("clm_", 0), "clm_00000000000000000000000000");
        assert_eq!(encode("", 31 << 5 | 17), "000000000000000000000000zh");
        assert_eq!(encode("", u128::MAX), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn a_derived_id_depends_on_every_part_and_on_its_border() {
        let id = ClaimId::derived(&["org", "key"]);
        assert_eq!(id, ClaimId::derived(&["org", "key"]));
        assert_ne!(id, ClaimId::derived(&["orgk", "ey"]));
    }
}
