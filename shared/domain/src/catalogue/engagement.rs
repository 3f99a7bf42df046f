//! An engagement: what may be claimed, by whom, with what proof, by when.

use alloc::{format, string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::terms::{Caps, Eligible, Payout, ReferralRule};
use crate::{
    claim::{Item, ItemKey},
    consent::Mode,
    customer::Channel,
    identifier::IdentifierType,
    ids::EngagementId,
    text::{Locale, Text},
};

/// An engagement under one rule version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Engagement {
    /// Its id
    pub id: EngagementId,
    /// Counts from 1; a claim keeps the version it was created under (I-20)
    pub rule_version: u32,
    /// When these rules begin to hold for new claims; absent = they always have
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_from: Option<Timestamp>,
    /// Its name
    pub name: Text,
    /// Business applications, modern work and security …
    pub solution_area: String,
    /// Association or engagement
    pub kind: Kind,
    /// How it is paid
    pub pay_type: PayType,
    /// What silence means
    pub consent_mode: Mode,
    /// First day, if it has not always run
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End, if it has one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Roles a partner can claim in
    pub partner_roles: Vec<PartnerRole>,
    /// Workloads that can be claimed
    #[serde(default)]
    pub workloads: Vec<Named>,
    /// Products whose subscriptions can be claimed
    #[serde(default)]
    pub products: Vec<Named>,
    /// How the customer may be named
    pub identifier_types: Vec<IdentifierType>,
    /// Day counts
    pub deadlines: Deadlines,
    /// Proof of execution
    pub proof: ProofRules,
    /// Texts to be accepted at submission (V-22)
    pub acknowledgements: Vec<VersionedText>,
    /// Text to be accepted when the customer is asked (V-53)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<VersionedText>,
    /// Who is eligible without a row that says so
    #[serde(default)]
    pub eligibility: Eligible,
    /// Countries of customers; empty = any
    #[serde(default)]
    pub countries: Vec<String>,
    /// How many claims a customer can have (V-49)
    #[serde(default)]
    pub caps: Caps,
    /// What is paid
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payout: Option<Payout>,
    /// When a referral is made of a claim (6.6)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralRule>,
}

/// Association (customer may object) or engagement (customer must agree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Partner of record
    Association,
    /// Paid activity
    Engagement,
}

impl Kind {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Engagement => "engagement",
        }
    }
}

/// How an engagement is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayType {
    /// A table
    Fixed,
    /// By hours
    Variable,
    /// Not at all by the engagement itself
    None,
}

/// A role a partner can claim in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerRole {
    /// Its id
    pub id: String,
    /// Its name
    pub name: Text,
    /// When to choose it (P18)
    pub choose_when: Text,
    /// Whether incentives can be earned
    pub incentivised: bool,
    /// What is exclusive
    pub key: KeyType,
    /// Purchase channels that qualify; empty = any
    pub channels: Vec<Channel>,
    /// Extra information asked for
    pub requires: Vec<Extra>,
    /// Whether incentives may be declined for a claim
    pub may_opt_out: bool,
}

/// What only one partner can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyType {
    /// A workload of a tenant
    Workload,
    /// A subscription
    Subscription,
}

/// Extra information a role asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extra {
    /// V-17
    Revenue,
}

/// Something with an id and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its id
    pub id: String,
    /// Its name
    pub name: Text,
}

/// Day counts of an engagement (domain 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deadlines {
    /// Objection window, business days from delivery
    pub objection_business_days: u16,
    /// Vendor SLA to start, business days
    pub vendor_start_business_days: u16,
    /// Vendor SLA to decide, business days
    pub vendor_decision_business_days: u16,
    /// Partner's answer, business days
    pub partner_answer_business_days: u16,
    /// Dispute of a rejection, calendar days
    pub dispute_days: u16,
    /// Vendor SLA to answer a dispute, business days
    pub dispute_answer_business_days: u16,
    /// Incumbent's answer in a contest, business days
    pub contest_answer_business_days: u16,
    /// A draft without change, calendar days
    pub idle_draft_days: u16,
    /// Warning before an idle draft is given up, calendar days
    pub idle_draft_warning_days: u16,
    /// Warnings before a partner's deadline, calendar days
    pub warning_days: Vec<u16>,
    /// Notices before the end of an association, calendar days
    pub expiry_notice_days: Vec<u16>,
    /// How long a subscription may be renewed after its end, calendar days (S4)
    pub subscription_grace_days: u16,
    /// Optional term of an association, calendar days from its start (S8)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_days: Option<u16>,
    /// Customer's answer to a request, calendar days from the creation of the claim
    #[serde(default)]
    pub consent_days: u16,
    /// First submission, calendar days from the consent
    #[serde(default)]
    pub submit_days: u16,
    /// End of the review, calendar days from the consent
    #[serde(default)]
    pub review_days: u16,
    /// Least time for an answer to a return, business days (E16)
    #[serde(default)]
    pub return_minimum_business_days: u16,
    /// The dispute as a whole, calendar days, once (E21)
    #[serde(default)]
    pub dispute_phase_days: u16,
    /// Reminders of the customer, days after the request (K9) …
    #[serde(default)]
    pub reminder_days: Vec<u16>,
    /// … and before its end
    #[serde(default)]
    pub last_reminder_days: Vec<u16>,
}

/// What proof an engagement asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProofRules {
    /// Elements
    pub elements: Vec<ProofElement>,
    /// Kinds of documents
    pub document_kinds: Vec<String>,
    /// Most files
    pub max_files: usize,
    /// Whether an invoice is asked for
    pub invoice: bool,
}

/// An element of proof (V-20, V-21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProofElement {
    /// Its id
    pub id: String,
    /// Its name
    pub name: Text,
    /// Who checks it
    pub check: Check,
    /// Asked for only when the customer is in the public sector
    #[serde(default)]
    pub public_sector_only: bool,
}

/// Who checks an element of proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The system, from the data of the documents
    System,
    /// A document must cover it and the reviewer looks
    Reviewer,
}

/// A text in its current version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionedText {
    /// Its id
    pub id: String,
    /// Counts from 1
    pub version: u32,
    /// The text
    pub text: Text,
}

impl VersionedText {
    /// How an acceptance names it: `<id>@<version>`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// Whether an engagement can be claimed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngagementStatus {
    /// Not yet
    Upcoming,
    /// Yes
    Active,
    /// Not any more
    Ended,
}

impl EngagementStatus {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

impl Engagement {
    /// A role of this engagement.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&PartnerRole> {
        self.partner_roles.iter().find(|role| role.id == id)
    }

    /// Whether new claims come under these rules or newer ones (I-20).
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.in_force_from.is_none_or(|from| from <= now)
    }

    /// Whether it can be claimed at this instant (V-05).
    #[must_use]
    pub fn status(&self, now: Timestamp) -> EngagementStatus {
        if !self.is_in_force(now) || self.starts_at.is_some_and(|starts| now < starts) {
            EngagementStatus::Upcoming
        } else if self.ends_at.is_some_and(|ends| now >= ends) {
            EngagementStatus::Ended
        } else {
            EngagementStatus::Active
        }
    }

    /// An item as people read it: the workload's name, or the product's with the subscription's id.
    #[must_use]
    pub fn item_label(&self, item: &Item, locale: Locale) -> String {
        let name = |id: &str| self.item_name(id).map_or(id, |name| name.get(locale)).into();
        match (&item.key, &item.product) {
            (ItemKey::Workload(id), _) => name(id),
            (ItemKey::Subscription(id), Some(product)) => {
                let product: String = name(product);
                format!("{product} ({id})")
            }
            (ItemKey::Subscription(id), None) => id.clone(),
        }
    }

    /// Display name of an item: its workload's or product's name.
    #[must_use]
    pub fn item_name(&self, id: &str) -> Option<&Text> {
        self.workloads.iter().chain(&self.products).find(|named| named.id == id).map(|named| &named.name)
    }
}
