//! The Customers page of an engagement and look-ups (api 3, domain 9).

use app::customers::{self, COUNTED, Counted, Known};
use domain::{
    Catalogue, Claim, Customer, Engagement, IdentifierType, Locale, Location, OrgId,
    customer::Ineligible,
    eligibility::{self, NextAction, Unqualified},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    claim::{CustomerView, IdentifierView, SummaryView, customer, summary},
    deal,
    rows::{LocationView, location},
};
use crate::texts;

/// A customer on a tab of the Customers page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EngagementCustomer)]
pub struct CustomerRow {
    /// The customer
    pub customer: CustomerView,
    /// The caller's claim; null for a customer that is known only
    pub claim: Option<SummaryView>,
    /// What the partner can do next; null when nothing can be done
    #[schema(value_type = Option<super::words::NextAction>)]
    pub next_action: Option<&'static str>,
    /// Why the customer is not eligible
    pub reasons: Vec<CustomerReasonView>,
}

/// Why a customer is not eligible.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomerReasonText)]
pub struct CustomerReasonView {
    /// Stable code (domain 8.4)
    #[schema(value_type = super::words::CustomerReason)]
    pub code: &'static str,
    /// Why, and what to do about it
    pub detail: String,
}

/// How many rows there are on each tab.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomerCounts)]
pub struct CustomerCountsView {
    /// Own open claims, and known customers that can be claimed
    pub eligible: CountView,
    /// Known customers that cannot
    pub ineligible: CountView,
    /// Claims that are over
    pub completed: CountView,
}

/// A number that is counted up to 1,000.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Count)]
pub struct CountView {
    /// As far as was counted
    pub count: u32,
    /// Whether there are more
    pub more: bool,
}

/// What a look-up found.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomerLookUpResult)]
pub struct LookUpView {
    /// The customer; null when the identifier leads to nobody known
    pub customer: Option<LookUpCustomerView>,
    /// Each engagement that was asked for
    pub engagements: Vec<LookedUpView>,
}

/// The customer of a look-up.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CustomerFound)]
pub struct LookUpCustomerView {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
    /// Its tenant; null when it has none or several
    pub tenant_id: Option<String>,
    /// Whether the partner claims it, for an earlier consent, and does not add it (V-50)
    pub known: bool,
}

/// Whether a customer is eligible for one engagement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EngagementEligibility)]
pub struct LookedUpView {
    /// The engagement
    pub engagement_id: String,
    /// Yes or no
    pub eligible: bool,
    /// Why not
    pub reasons: Vec<CustomerReasonView>,
}

/// A partner location with whether it may claim the engagement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LocationEligibility)]
pub struct EligibleLocationRow {
    /// The location
    #[serde(flatten)]
    pub location: LocationView,
    /// Whether claims can be made
    pub eligible: bool,
    /// What stands in the way of claims, or of their pay
    pub reasons: Vec<LocationReasonView>,
}

/// Why a location may not claim an engagement, or is not paid for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LocationReasonText)]
pub struct LocationReasonView {
    /// Stable code (domain 8.4)
    #[schema(value_type = super::words::LocationReason)]
    pub code: &'static str,
    /// Why, and what to do about it
    pub detail: String,
}

/// A row of a tab: an own claim as it stands now, or a known customer with what stands in the way of a claim.
#[must_use]
pub fn customer_row(
    row: &customers::CustomerRow,
    catalogue: &Catalogue,
    now: Timestamp,
    locale: Locale,
) -> CustomerRow {
    match row {
        customers::CustomerRow::Claim(claim) => claimed_row(claim, catalogue, now),
        customers::CustomerRow::Known(known) => known_row(known, locale),
    }
}

fn claimed_row(claim: &Claim, catalogue: &Catalogue, now: Timestamp) -> CustomerRow {
    let rules = catalogue.rules(&claim.engagement, claim.rule_version);
    let next = rules.and_then(|rules| eligibility::next_action(claim, rules, &catalogue.calendar, now));
    CustomerRow {
        customer: customer(claim),
        claim: Some(summary(claim, catalogue)),
        next_action: next.map(NextAction::as_str),
        reasons: Vec::new(),
    }
}

fn known_row(Known { customer, agreed_as, reasons }: &Known, locale: Locale) -> CustomerRow {
    let tenant = customer.tenants.first();
    let by_tenant = || IdentifierView {
        kind: IdentifierType::Tenant.as_str(),
        value: tenant.cloned().unwrap_or_default(),
    };
    CustomerRow {
        customer: CustomerView {
            id: customer.id.to_string(),
            name: customer.name.clone(),
            identifier: agreed_as.as_ref().map_or_else(by_tenant, deal::identifier),
            tenant_id: tenant.cloned(),
            mismatch_reason: None,
        },
        claim: None,
        next_action: reasons.is_empty().then(|| NextAction::ClaimCustomer.as_str()),
        reasons: customer_reasons(reasons, locale),
    }
}

/// How many rows a tab has.
#[must_use]
pub fn count(counted: Counted) -> CountView {
    CountView { count: counted.count.min(COUNTED), more: counted.unseen || counted.count > COUNTED }
}

/// What a look-up found.
#[must_use]
pub fn look_up(found: Option<&Customer>, org: &OrgId, engagements: Vec<LookedUpView>) -> LookUpView {
    let customer = found.map(|customer| LookUpCustomerView {
        id: customer.id.to_string(),
        name: customer.name.clone(),
        tenant_id: match customer.tenants.as_slice() {
            [one] => Some(one.clone()),
            [] | [_, _, ..] => None,
        },
        known: customer.is_known_to(org),
    });
    LookUpView { customer, engagements }
}

/// One engagement of a look-up.
#[must_use]
pub fn looked_up(engagement: &Engagement, reasons: &[Ineligible], locale: Locale) -> LookedUpView {
    LookedUpView {
        engagement_id: engagement.id.to_string(),
        eligible: reasons.is_empty(),
        reasons: customer_reasons(reasons, locale),
    }
}

/// A location and an engagement.
#[must_use]
pub fn eligible_location(place: &Location, engagement: &Engagement, locale: Locale) -> EligibleLocationRow {
    let told = |reason: Unqualified| LocationReasonView {
        code: reason.as_str(),
        detail: texts::unqualified(reason, locale),
    };
    EligibleLocationRow {
        location: location(place),
        eligible: place.admits(&engagement.id).is_ok(),
        reasons: eligibility::unqualified(place, engagement).into_iter().map(told).collect(),
    }
}

fn customer_reasons(reasons: &[Ineligible], locale: Locale) -> Vec<CustomerReasonView> {
    let told = |reason: &Ineligible| CustomerReasonView {
        code: reason.as_str(),
        detail: texts::ineligible(*reason, locale),
    };
    reasons.iter().map(told).collect()
}
