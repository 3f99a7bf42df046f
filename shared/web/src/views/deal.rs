//! What only engagement claims have: hours, estimates, referrals.
#![allow(dead_code, reason = "schemas of what the domain writes are made from the fields")]

use std::collections::BTreeMap;

use domain::{
    Claim, Identifier, Money,
    claim::{Estimate, Line},
};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::{claim::IdentifierView, requests};

/// Hours, kept in quarters: a whole number where it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours(pub u32);

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(4) {
            serializer.serialize_u32(self.0 / 4)
        } else {
            serializer.serialize_f64(f64::from(self.0) / 4.0)
        }
    }
}

/// A payout estimate: not binding, and how it came about.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PayoutEstimate)]
pub struct EstimateView {
    /// Decimal number
    pub amount: String,
    /// ISO 4217
    pub currency: String,
    /// Each line of the sum
    pub lines: Vec<EstimateLineView>,
}

/// A line of an estimate.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EstimateLine)]
pub struct EstimateLineView {
    /// `country_rate`, `hours_times_rate`, `share_of_opportunity` or `cap`
    pub code: String,
    /// What goes into it
    pub inputs: String,
    /// What it comes to
    #[schema(value_type = requests::Money)]
    pub amount: Money,
}

/// A referral.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Referral)]
pub struct ReferralView {
    /// Its id
    pub id: String,
    /// The claim it is of
    pub claim_id: String,
    /// Who leads it
    #[serde(rename = "type")]
    #[schema(value_type = super::words::ReferralType)]
    pub kind: &'static str,
    /// Whether it goes on
    #[schema(value_type = super::words::ReferralStatus)]
    pub status: &'static str,
    /// Why it was closed
    pub reason: Option<String>,
    /// The deal size
    #[schema(value_type = Option<requests::Money>)]
    pub deal_size: Option<Money>,
    /// When the customer was asked
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// What an engagement pays.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[serde(tag = "is")]
pub(crate) enum PayoutRule {
    /// A table by the country of the location
    #[schema(rename_all = "camelCase")]
    Fixed {
        /// ISO 3166 country → amount
        by_country: BTreeMap<String, requests::Money>,
        /// For every other country
        otherwise: requests::Money,
    },
    /// By hours, never more than a share of the opportunity nor than the cap
    #[schema(rename_all = "camelCase")]
    Variable {
        /// Per hour
        rate: requests::Money,
        /// Share of the opportunity's value, in hundredths
        share_percent: u32,
        /// Most
        cap: requests::Money,
        /// Fewest hours
        min_hours: u32,
        /// Most hours
        max_hours: u32,
    },
}

/// When a referral is made of a claim, and when field sellers join.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ReferralRule {
    /// Countries of customers; empty = any
    countries: Vec<String>,
    /// Only customers that field sellers manage
    managed_only: bool,
    /// Least deal size
    minimum_deal_size: requests::Money,
    /// With the consent it becomes a co-sell, if field sellers manage the customer
    co_sell: bool,
}

/// The referral of a settled claim, if it has one.
#[must_use]
pub fn referral(claim: &Claim) -> Option<ReferralView> {
    let deal = claim.deal.as_ref()?;
    let referral = deal.referral.as_ref()?;
    Some(ReferralView {
        id: referral.id.to_string(),
        claim_id: claim.id.to_string(),
        kind: referral.kind.as_str(),
        status: if referral.closed.is_some() { "closed" } else { "active" },
        reason: referral.closed.clone(),
        deal_size: deal.size.clone(),
        created_at: referral.created_at,
    })
}

pub(super) fn estimate(estimate: &Estimate) -> EstimateView {
    EstimateView {
        amount: estimate.amount.amount(),
        currency: estimate.amount.currency.clone(),
        lines: estimate.lines.iter().map(line).collect(),
    }
}

fn line(line: &Line) -> EstimateLineView {
    EstimateLineView { code: line.code.clone(), inputs: line.inputs.clone(), amount: line.amount.clone() }
}

pub(super) fn identifier(identifier: &Identifier) -> IdentifierView {
    IdentifierView { kind: identifier.kind.as_str(), value: identifier.value.clone() }
}
