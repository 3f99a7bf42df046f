//! The data of engagement claims that both sides are given, as plain words and numbers.

use domain::{
    Customer, Money,
    catalogue::{Eligible, Engagement as Given, PayType, Payout},
    customer::{Eligibility, Opportunity},
};

use super::{calendar::At, claim::Amount};

/// What an engagement claim is made under.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// Paid by hours
    pub(crate) variable: bool,
    pub(crate) identifier_types: Vec<&'static str>,
    /// Only who has a row that says yes is eligible
    pub(crate) listed: bool,
    /// Of customers; empty = any
    pub(crate) countries: Vec<String>,
    pub(crate) active_cap: Option<u32>,
    pub(crate) total_cap: Option<u32>,
    pub(crate) pay: Pay,
    pub(crate) referral: Option<ReferralTerms>,
    pub(crate) disclaimer: Option<String>,
    pub(crate) consent_days: u32,
    pub(crate) submit_days: u32,
    pub(crate) review_days: u32,
    pub(crate) invoice: bool,
    pub(crate) starts_at: Option<At>,
    pub(crate) ends_at: Option<At>,
}

/// What is paid.
#[derive(Debug, Clone)]
pub(crate) enum Pay {
    Nothing,
    ByCountry { rates: Vec<(String, Amount)>, otherwise: Amount },
    ByHours { rate: Amount, share_percent: u32, cap: Amount, least: u32, most: u32 },
}

/// When a referral is made (6.6).
#[derive(Debug, Clone)]
pub(crate) struct ReferralTerms {
    pub(crate) countries: Vec<String>,
    pub(crate) managed_only: bool,
    pub(crate) least: Amount,
    pub(crate) co_sell: bool,
}

pub(crate) fn amount(money: &Money) -> Amount {
    (money.minor, money.currency.clone())
}

fn pay(given: &Given) -> Pay {
    match &given.payout {
        None => Pay::Nothing,
        Some(Payout::Fixed { by_country, otherwise }) => Pay::ByCountry {
            rates: by_country.iter().map(|(country, money)| (country.clone(), amount(money))).collect(),
            otherwise: amount(otherwise),
        },
        Some(Payout::Variable { rate, share_percent, cap, min_hours, max_hours }) => Pay::ByHours {
            rate: amount(rate),
            share_percent: *share_percent,
            cap: amount(cap),
            least: *min_hours,
            most: *max_hours,
        },
    }
}

pub(crate) fn terms(given: &Given) -> Terms {
    let days = &given.deadlines;
    Terms {
        variable: given.pay_type == PayType::Variable,
        identifier_types: given.identifier_types.iter().map(|kind| kind.as_str()).collect(),
        listed: given.eligibility == Eligible::Listed,
        countries: given.countries.clone(),
        active_cap: given.caps.active_per_customer,
        total_cap: given.caps.total_per_customer,
        pay: pay(given),
        referral: given.referral.as_ref().map(|rule| ReferralTerms {
            countries: rule.countries.clone(),
            managed_only: rule.managed_only,
            least: amount(&rule.minimum_deal_size),
            co_sell: rule.co_sell,
        }),
        disclaimer: given.disclaimer.as_ref().map(|text| format!("{}@{}", text.id, text.version)),
        consent_days: days.consent_days.into(),
        submit_days: days.submit_days.into(),
        review_days: days.review_days.into(),
        invoice: given.proof.invoice,
        starts_at: given.starts_at.map(jiff::Timestamp::as_millisecond),
        ends_at: given.ends_at.map(jiff::Timestamp::as_millisecond),
    }
}

/// A customer.
#[derive(Debug, Clone, Default)]
pub(crate) struct CustomerRow {
    /// As it is named by whoever claims it
    pub(crate) id: String,
    pub(crate) tenants: Vec<String>,
    pub(crate) domains: Vec<String>,
    pub(crate) parent: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) managed: bool,
    pub(crate) public_sector: bool,
}

pub(crate) fn customer(row: &Customer) -> CustomerRow {
    CustomerRow {
        id: row.id.to_string(),
        tenants: row.tenants.clone(),
        domains: row.domains.clone(),
        parent: row.parent_account.clone(),
        country: row.country.clone(),
        managed: row.managed,
        public_sector: row.public_sector,
    }
}

/// An opportunity.
#[derive(Debug, Clone)]
pub(crate) struct OpportunityRow {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) value: Amount,
}

pub(crate) fn opportunity(row: &Opportunity) -> OpportunityRow {
    OpportunityRow {
        id: row.opportunity_id.clone(),
        tenant: row.tenant_id.clone(),
        value: amount(&row.value),
    }
}

/// What the vendor says of an identifier.
#[derive(Debug, Clone)]
pub(crate) struct EligibilityRow {
    pub(crate) engagement: String,
    pub(crate) identifier: (String, String),
    pub(crate) eligible: bool,
}

pub(crate) fn eligibility(row: &Eligibility) -> EligibilityRow {
    EligibilityRow {
        engagement: row.engagement_id.as_str().to_owned(),
        identifier: (row.identifier.kind.as_str().to_owned(), row.identifier.value.clone()),
        eligible: row.eligible,
    }
}
