//! Items of a claim, the decision on each and the association it becomes.

use alloc::{format, string::String};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::text;

/// A workload or subscription of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What is claimed
    pub key: ItemKey,
    /// The product of a subscription
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The reviewer's decision on this item
    #[serde(default, skip_serializing_if = "ItemDecision::is_open")]
    pub decision: ItemDecision,
    /// The official association, once approved
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub association: Option<Association>,
}

impl Item {
    /// The association, while it is official.
    #[must_use]
    pub fn active(&self) -> Option<&Association> {
        self.association.as_ref().filter(|association| association.status == AssociationStatus::Active)
    }

    /// Whether the item has an association that is pending or active.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.association.as_ref().is_some_and(|association| association.status != AssociationStatus::Ended)
    }
}

/// Key of an item: `workload:<id>` or `subscription:<uuid>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKey {
    /// A workload of the engagement
    Workload(String),
    /// A subscription of the tenant, a UUID in lower case
    Subscription(String),
}

impl ItemKey {
    /// Reads the form of the API.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let (kind, id) = key.split_once(':')?;
        match kind {
            "workload" if !id.is_empty() => Some(Self::Workload(id.into())),
            "subscription" => text::uuid(id).map(Self::Subscription),
            _ => None,
        }
    }
}

impl core::fmt::Display for ItemKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Workload(id) => write!(f, "workload:{id}"),
            Self::Subscription(id) => write!(f, "subscription:{id}"),
        }
    }
}

impl Serialize for ItemKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::parse(&key).ok_or_else(|| D::Error::custom(format!("no item key: {key}")))
    }
}

/// A reviewer's decision on one item (D5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum ItemDecision {
    /// Not decided
    #[default]
    Open,
    /// The association may start
    Accepted,
    /// It may not, and why
    Refused {
        /// The reviewer's words
        reason: String,
    },
}

impl ItemDecision {
    fn is_open(&self) -> bool {
        *self == Self::Open
    }
}

/// Where an association stands (domain 6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssociationStatus {
    /// Approved; the customer's objection window is not over
    Pending,
    /// Official
    Active,
    /// Over, for good
    Ended,
}

impl AssociationStatus {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

/// The official association of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// Pending, active or ended
    pub status: AssociationStatus,
    /// Since when it has this status
    pub since: Timestamp,
    /// Why it ended
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_reason: Option<String>,
    /// When it ends by itself, if it does (S4, S8)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
    /// Whether what the vendor knows of the subscription is taken into account
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub watched: bool,
}

impl Association {
    /// Approved just now.
    #[must_use]
    pub fn pending(since: Timestamp) -> Self {
        Self { status: AssociationStatus::Pending, since, ended_reason: None, end: None, watched: false }
    }

    /// Over, and why.
    #[must_use]
    pub fn ended(since: Timestamp, reason: &str) -> Self {
        Self { status: AssociationStatus::Ended, ended_reason: Some(reason.into()), ..Self::pending(since) }
    }
}

/// The end of an association that comes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct End {
    /// End of the subscription or of the term: what the partner is reminded of
    pub expires_at: Timestamp,
    /// When the association ends: a subscription may be renewed in its grace period
    pub at: Timestamp,
    /// `subscription_expired` (S4) or `term` (S8)
    pub reason: String,
}
