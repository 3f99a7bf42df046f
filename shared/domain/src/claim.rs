//! The claim: one value, one item of the table.

mod change;
mod deal;
mod earning;
mod item;
mod review;

use alloc::{format, string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    alarm::Alarm,
    catalogue::Kind,
    consent::Consent,
    contest::Seat,
    document::Document,
    history::Action,
    history::History,
    ids::{ClaimId, ContestId, CustomerId, EngagementId, LocationId, OrgId},
    state::State,
    text::Locale,
};

pub use change::{Change, Submitted};
pub use deal::{Deal, Estimate, Line, Origin, Place, Referral, ReferralKind};
pub use earning::{
    Earning, EarningState, LOCATION_NOT_ENROLLED, OPTED_OUT, PAYEE_PROFILE_INCOMPLETE, ROLE_NOT_INCENTIVISED,
};
pub use item::{Association, AssociationStatus, End, Item, ItemDecision, ItemKey};
pub use review::{Dispute, Reason, Review, ReviewResult, Stage};

/// A claim in all its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// Its id
    pub id: ClaimId,
    /// The partner organisation that claims
    pub org: OrgId,
    /// The partner's legal name when the claim was made
    pub org_name: String,
    /// Subject of the token that created it
    pub created_by: String,
    /// Engagement of the catalogue
    pub engagement: EngagementId,
    /// Version of the engagement's rules the claim was created under and keeps (I-20)
    pub rule_version: u32,
    /// The customer
    pub customer: CustomerRef,
    /// What the partner claims; frozen by a submission
    pub content: Content,
    /// Where the claim stands
    pub state: State,
    /// What an engagement claim has besides
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// The customer's part
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Proof of execution
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Frozen versions made so far
    #[serde(default)]
    pub submissions: u32,
    /// Submissions that answered a return
    #[serde(default)]
    pub resubmissions: u32,
    /// The reviewer's last decision
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// The dispute, once there was one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Dispute>,
    /// Its part in contests (T13)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<Seat>,
    /// What is earned by it (domain 6.5)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earning: Option<Earning>,
    /// Warnings to be given
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    /// What other rows still have to learn of it
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owes: Vec<FollowUp>,
    /// The claim it is a copy of (clone, renewal)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<ClaimId>,
    /// Everything that happened, hash chained
    pub history: History,
    /// Idempotency keys of the last 24 hours
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<UsedKey>,
    /// Marks of the last writes: a write whose answer was lost finds its own mark
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The request that the last write was made for: what follows from it is told to belong to it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Counts what people see change: the ETag
    pub version: u64,
    /// Counts every write: the lock
    pub revision: u64,
    /// When it was created
    pub created_at: Timestamp,
    /// When a person or a deadline last changed it
    pub updated_at: Timestamp,
}

/// The customer as the claim names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRef {
    /// The customer
    pub id: CustomerId,
    /// Its name when the claim was made
    pub name: String,
    /// The tenant claimed, a UUID in lower case; empty when the customer was named otherwise and has none
    pub tenant: String,
    /// A public-sector customer must be told the partner's fee (V-21)
    #[serde(default)]
    pub public_sector: bool,
    /// Its country when the claim was made
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whether field sellers managed it then
    #[serde(default)]
    pub managed: bool,
}

/// What the partner claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Friendly name
    pub name: String,
    /// The partner location that is to be associated
    pub location: LocationId,
    /// Its name when the claim was made; unknown after a change of the location
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_name: Option<String>,
    /// Role of the engagement
    pub role: String,
    /// Workloads or subscriptions
    pub items: Vec<Item>,
    /// The partner wants no incentives for this claim
    #[serde(default)]
    pub opt_out: bool,
    /// Who answers for the customer
    pub customer_contact: Contact,
    /// Who answers for the partner
    pub partner_contact: Contact,
    /// Only where the role asks for it (V-17)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Revenue>,
}

/// A person who answers for a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Full name
    pub name: String,
    /// Job title; always present for a customer
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Address, its domain in lower case
    pub email: String,
    /// Language of mails and pages
    pub locale: Locale,
}

/// What a revenue association adds (V-17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revenue {
    /// Who sold the solution
    pub solution_seller_name: String,
    /// The customer as the seller names it
    pub customer_name: String,
    /// The ISV's product or solution
    pub isv_solution: String,
}

/// Something that another row has to learn of a claim, after the claim's own write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUp {
    /// A draft that renews the associations ended by this entry (S4, S8)
    Renewal(u32),
    /// A contest in which the claim has no part any more
    Contest(ContestId),
}

/// An idempotency key that took effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedKey {
    /// Digest of organisation, method, path and key
    #[serde(rename = "k")]
    pub key: String,
    /// Digest of the body
    #[serde(rename = "b")]
    pub body: String,
    /// When it was used
    #[serde(rename = "t")]
    pub at: Timestamp,
}

impl Claim {
    /// Association or engagement.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.deal.is_some() { Kind::Engagement } else { Kind::Association }
    }

    /// I-3: nothing leaves these. An approved association lives on; an approved engagement is done.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.state.is_terminal() || (self.state == State::Approved && self.deal.is_some())
    }

    /// When it was handed in for the first time since it was a draft.
    #[must_use]
    pub fn submitted_at(&self) -> Option<Timestamp> {
        let entries = self.history.entries.iter().rev();
        entries.into_iter().find(|entry| entry.action == Action::Submitted).map(|entry| entry.at)
    }

    /// Since when the vendor has had it: disputed, or handed in.
    #[must_use]
    pub fn with_the_vendor_since(&self) -> Option<Timestamp> {
        self.dispute.as_ref().map(|dispute| dispute.at).or_else(|| self.submitted_at())
    }

    /// Whether an association of the claim is pending or active.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.content.items.iter().any(Item::is_held)
    }

    /// The item of a key.
    #[must_use]
    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        self.content.items.iter().find(|item| item.key == *key)
    }

    /// The location as people read it: name and id.
    #[must_use]
    pub fn location_label(&self) -> String {
        let id = &self.content.location;
        self.content.location_name.as_ref().map_or_else(|| format!("{id}"), |name| format!("{name} ({id})"))
    }

    /// The document of an id.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id.as_str() == id)
    }

    /// Digest of what a new notice would have to say differently: contact, items and location (T9).
    #[must_use]
    pub fn terms(&self) -> String {
        let contact = &self.content.customer_contact;
        let mut parts = alloc::vec![
            contact.name.clone(),
            contact.title.clone().unwrap_or_default(),
            contact.email.clone(),
            String::from(contact.locale.tag()),
            String::from(self.content.location.as_str()),
        ];
        parts.extend(self.content.items.iter().map(|item| format!("{}", item.key)));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        hex(&crate::ids::digest(&parts))
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_has_two_digits_a_byte() {
        assert_eq!(hex(&[0x00, 0x0f, 0x1e, 0xa5, 0xff]), "000f1ea5ff");
        assert_eq!(hex(&[]), "");
    }
}
