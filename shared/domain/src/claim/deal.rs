//! What an engagement claim has and an association does not: the deal (domain 6.4, 6.6).

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    identifier::Identifier,
    ids::{ClaimId, ReferralId},
    money::Money,
};

/// The deal of an engagement claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deal {
    /// Added or claimed; exactly one (I-13)
    pub origin: Origin,
    /// The customer as the partner named it
    pub identifier: Identifier,
    /// Why the contact's domain is none of the customer's (V-47)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mismatch_reason: Option<String>,
    /// Quarters of an hour; variable pay only, frozen (I-6)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter_hours: Option<u32>,
    /// What it would pay, with its lines
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The deal size; frozen when the request is sent (I-5)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Money>,
    /// The disclaimer accepted with it, `<id>@<version>`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<String>,
    /// Its place among the claims that the engagement's cap counts
    #[serde(default)]
    pub place: Place,
    /// Clock `consent`: the customer agrees before
    pub consent_by: Timestamp,
    /// Clock `first_submit`: proof is handed in before; from the consent
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submit_by: Option<Timestamp>,
    /// Clock `review`: the review is finished before, as far as the partner must act; from the consent
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Timestamp>,
    /// Clock `dispute_phase`: once, from the dispute
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute_by: Option<Timestamp>,
    /// Its referral, once the request was sent
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
}

impl Deal {
    /// More time on one of its clocks.
    pub(crate) fn extend(&mut self, clock: &str, until: Timestamp) {
        match clock {
            "consent" => self.consent_by = until,
            "first_submit" => self.submit_by = Some(until),
            "review" => self.review_by = Some(until),
            "dispute_phase" => self.dispute_by = Some(until),
            _ => {}
        }
    }
}

/// How the customer came to the claim (V-50).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// New to the partner
    Added,
    /// Known to the partner by an earlier consent
    Claimed,
}

impl Origin {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Claimed => "claimed",
        }
    }

    /// Reads the form of the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Added, Self::Claimed].into_iter().find(|origin| origin.as_str() == text)
    }
}

/// Numbered places that a cap counts: one of so many running claims, one of so many in all (V-49, I-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Among the running claims of all partners, from 0
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<u32>,
    /// Among the running and approved ones
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

/// A payout estimate: not binding, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// What it comes to
    pub amount: Money,
    /// Each line of the sum
    pub lines: Vec<Line>,
}

/// A line of an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is: `country_rate`, `hours_times_rate`, `share_of_opportunity`, `cap`
    pub code: String,
    /// What goes into it, e.g. `40.00 × 150.00 USD`
    pub inputs: String,
    /// What it comes to
    pub amount: Money,
}

/// A referral (domain 6.6): made by the system, closed for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Referral {
    /// Its id
    pub id: ReferralId,
    /// Partner-led, or with the vendor's field sellers
    pub kind: ReferralKind,
    /// When the request was sent
    pub created_at: Timestamp,
    /// Why it was closed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
}

/// Who leads a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralKind {
    /// The partner alone
    PartnerLed,
    /// Together with the vendor's field sellers, who see the claim
    CoSell,
}

impl ReferralKind {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PartnerLed => "partner_led",
            Self::CoSell => "co_sell",
        }
    }
}

impl Referral {
    /// The referral of a claim: its id is made from the claim's, so that each leads to the other.
    #[must_use]
    pub fn of(claim: &ClaimId, created_at: Timestamp) -> Self {
        Self { id: ReferralId::of_claim(claim), kind: ReferralKind::PartnerLed, created_at, closed: None }
    }
}
