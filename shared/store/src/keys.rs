//! Keys of rows and attributes of indexes.

use std::collections::HashMap;

use app::ports::{AccessRow, DUE_SHARDS, DigestKey, Due, MailKey, Tab, queue_of};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    AnswersId, Claim, ClaimId, CommentId, ContestId, CustomerId, EngagementId, Identifier, IdentifierType,
    ImportId, LocationId, OrgId, allowed, claim::hex, ids::digest, usage::Usage,
};
use jiff::{SignedDuration, Timestamp};

/// Partition key of the table.
pub(crate) const PK: &str = "PK";
/// Sort key of the table.
pub(crate) const SK: &str = "SK";
/// Partition of the programme's indexes: one programme per deployment (D15).
pub(crate) const PROGRAMME: &str = "CLAIMS";
/// Partition of all contests in the indexes of the programme.
pub(crate) const CONTESTS: &str = "CONTESTS";
/// Partition of the rules of engagements.
pub(crate) const CATALOGUE: &str = "CATALOGUE";
const CLAIM: &str = "CLAIM";

/// Key of one row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    pub(crate) fn claim(id: &ClaimId) -> Self {
        Self::new(format!("CLAIM#{id}"), CLAIM)
    }

    pub(crate) fn version(id: &ClaimId, number: u32) -> Self {
        Self::new(format!("CLAIM#{id}"), format!("VERSION#{number}"))
    }

    pub(crate) fn comment(claim: &ClaimId, id: &CommentId) -> Self {
        Self::new(format!("CLAIM#{claim}"), format!("COMMENT#{id}"))
    }

    /// Six digits keep the rows of a claim in the order of its history.
    pub(crate) fn mail(key: &MailKey) -> Self {
        Self::new(format!("CLAIM#{}", key.claim), format!("MAIL#{:06}#{}", key.seq, key.kind))
    }

    /// Partition and the beginning of the sort keys of an address's digests of one instant.
    pub(crate) fn digests(key: &DigestKey) -> Self {
        Self::new(
            format!("DIGEST#{}#{}", key.org, hex(&digest(&["address", &key.to]))),
            format!("DIGEST#{}#", instant(key.at)),
        )
    }

    pub(crate) fn digest(key: &DigestKey, part: u32) -> Self {
        let Self { pk, sk } = Self::digests(key);
        Self::new(pk, format!("{sk}{part:06}"))
    }

    /// How a partner wants its status mails.
    pub(crate) fn status_mails(org: &OrgId) -> Self {
        Self::new(format!("PARTNER#{org}"), "MAILS")
    }

    pub(crate) fn access(row: &AccessRow) -> Self {
        Self::new(format!("CLAIM#{}", row.claim), format!("READ#{}", row.id))
    }

    pub(crate) fn contest(id: &ContestId) -> Self {
        Self::new(format!("CONTEST#{id}"), "CONTEST")
    }

    /// The row by which the other party finds a contest.
    pub(crate) fn party(id: &ContestId) -> Self {
        Self::new(format!("CONTEST#{id}"), "PARTY")
    }

    pub(crate) fn customer(id: &CustomerId) -> Self {
        Self::new(format!("CUSTOMER#{id}"), "CUSTOMER")
    }

    pub(crate) fn tenant(tenant: &str) -> Self {
        Self::new(format!("IDENTIFIER#tenant#{tenant}"), "IDENTIFIER")
    }

    /// Leads from a tenant to its customer; from anything else to one of its customers: a group shares its
    /// domain. Every host name below a registered domain leads to the same.
    pub(crate) fn identifier(identifier: &Identifier, customer: &CustomerId) -> Self {
        match identifier.kind {
            IdentifierType::Tenant => Self::tenant(&identifier.value),
            IdentifierType::Domain
            | IdentifierType::ParentAccount
            | IdentifierType::Subscription
            | IdentifierType::Opportunity => {
                Self::new(identifier_partition(identifier), format!("CUSTOMER#{customer}"))
            }
        }
    }

    pub(crate) fn opportunity(id: &str) -> Self {
        Self::new(format!("OPPORTUNITY#{id}"), "OPPORTUNITY")
    }

    pub(crate) fn eligibility(engagement: &EngagementId, identifier: &Identifier) -> Self {
        Self::new(format!("ELIGIBILITY#{engagement}"), identifier.name())
    }

    /// A customer that a partner knows.
    pub(crate) fn known(org: &OrgId, customer: &CustomerId) -> Self {
        Self::new(known_partition(org), format!("CUSTOMER#{customer}"))
    }

    pub(crate) fn location(org: &OrgId, id: &LocationId) -> Self {
        Self::new(format!("PARTNER#{org}"), format!("LOCATION#{id}"))
    }

    pub(crate) fn subscription(id: &str) -> Self {
        Self::new(format!("SUBSCRIPTION#{id}"), "SUBSCRIPTION")
    }

    pub(crate) fn usage(row: &Usage) -> Self {
        Self::new(format!("USAGE#{}", row.tenant_id), format!("{}#{}", row.product, row.month))
    }

    pub(crate) fn rules(id: &EngagementId, version: u32) -> Self {
        Self::new(CATALOGUE.into(), format!("RULES#{id}#{version:06}"))
    }

    pub(crate) fn import(id: &ImportId) -> Self {
        Self::new(format!("IMPORT#{id}"), "IMPORT")
    }

    pub(crate) fn answers(id: &AnswersId) -> Self {
        Self::new(format!("ANSWERS#{id}"), "ANSWERS")
    }

    pub(crate) fn attributes(&self) -> HashMap<String, AttributeValue> {
        [(PK, &self.pk), (SK, &self.sk)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), AttributeValue::S(value.clone())))
            .collect()
    }

    /// The claim or mail that a row of the index `due` stands for; `None` for a row that is neither.
    pub(crate) fn due(pk: &str, sk: &str) -> Option<Due> {
        let claim = ClaimId::parse(pk.strip_prefix("CLAIM#")?)?;
        if sk == CLAIM {
            return Some(Due::Claim(claim));
        }
        let (seq, kind) = sk.strip_prefix("MAIL#")?.split_once('#')?;
        Some(Due::Mail(MailKey { claim, seq: seq.parse().ok()?, kind: kind.to_owned() }))
    }
}

/// An instant in keys: fixed width, so that text order is time order.
pub(crate) fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The first instant in keys that is not before `at`.
pub(crate) fn not_before(at: Timestamp) -> String {
    let whole = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
    let up = if whole < at { SignedDuration::from_millis(1) } else { SignedDuration::ZERO };
    instant(whole.saturating_add(up).unwrap_or(at))
}

/// Attributes of the index `due` for a row that must be looked after at `at`. Rows of the same instant need no order.
pub(crate) fn due_attributes(key: &Key, at: Timestamp) -> [(&'static str, String); 2] {
    let shard = digest(&[&key.pk])[0] % DUE_SHARDS;
    [("duePk", due_partition(shard)), ("dueSk", instant(at))]
}

/// Partition of a shard of the index `due`.
pub(crate) fn due_partition(shard: u8) -> String {
    format!("DUE#{shard}")
}

/// Partition of the lists of an organisation.
pub(crate) fn org_partition(org: &OrgId) -> String {
    format!("ORG#{org}")
}

/// Partition of an organisation's contests.
pub(crate) fn contest_partition(org: &OrgId) -> String {
    format!("CONTESTS#{org}")
}

/// Partition of the customers that an identifier leads to.
pub(crate) fn identifier_partition(identifier: &Identifier) -> String {
    format!("IDENTIFIER#{}#{}", identifier.kind.as_str(), identifier.comparable())
}

/// Partition of a tab of an engagement's Customers page.
pub(crate) fn page_partition(org: &OrgId, engagement: &EngagementId, tab: Tab) -> String {
    format!("PAGE#{org}#{engagement}#{}", tab.as_str())
}

/// Partition of the customers a partner knows.
pub(crate) fn known_partition(org: &OrgId) -> String {
    format!("KNOWN#{org}")
}

/// Partition of a queue of the vendor.
pub(crate) fn queue_partition(queue: &str) -> String {
    format!("QUEUE#{queue}")
}

/// Attributes by which indexes find a claim. Its id is not among them: an index knows the key of each row.
pub(crate) fn claim_attributes(claim: &Claim) -> Vec<(&'static str, String)> {
    let mut attributes = vec![
        ("listPk", org_partition(&claim.org)),
        ("listSk", instant(claim.updated_at)),
        ("createdSk", instant(claim.created_at)),
        ("number", claim.id.number()),
    ];
    // The vendor never sees a draft that was not handed in (domain 5.1).
    if claim.submissions > 0 || !claim.state.is_draft() {
        attributes.push(("programmePk", PROGRAMME.to_owned()));
    }
    if let Some(tab) = Tab::of(claim) {
        attributes.push(("pagePk", page_partition(&claim.org, &claim.engagement, tab)));
    }
    if let Some((queue, due)) = queue_of(claim) {
        attributes.push(("queuePk", queue_partition(queue)));
        attributes.push(("queueSk", instant(due)));
    }
    if let Some(at) = allowed::next_due(claim) {
        attributes.extend(due_attributes(&Key::claim(&claim.id), at));
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn instants_are_of_one_width_and_sort() {
        let texts: Vec<String> =
            ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00.009Z", "2026-11-21T10:00:00.01Z"]
                .map(|text| instant(at(text)))
                .into();
        assert!(texts.is_sorted() && texts.iter().all(|text| text.len() == 24), "{texts:?}");
        assert_eq!(not_before(at("2026-11-21T10:00:00.0001Z")), "2026-11-21T10:00:00.001Z");
        assert_eq!(not_before(at("2026-11-21T10:00:00.001Z")), "2026-11-21T10:00:00.001Z");
    }

    #[test]
    fn what_is_due_is_read_from_the_key() {
        let claim = ClaimId::derived(&["a"]);
        let mail = MailKey { claim: claim.clone(), seq: 12, kind: "notice".into() };
        for (key, due) in [
            (Key::claim(&claim), Some(Due::Claim(claim.clone()))),
            (Key::mail(&mail), Some(Due::Mail(mail.clone()))),
            (Key::version(&claim, 1), None),
            (Key::subscription("x"), None),
        ] {
            assert_eq!(Key::due(&key.pk, &key.sk), due);
        }
    }
}
