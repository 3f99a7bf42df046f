//! What the vendor knows: customers, their subscriptions, partner locations (api 6).

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::Engagement,
    ids::{ClaimId, CustomerId, EngagementId, LocationId, OrgId},
    refusal::Code,
};

/// A customer with everything that guards it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Its id
    pub id: CustomerId,
    /// Its name; an unknown tenant's id until it is imported
    pub name: String,
    /// ISO 3166 country
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Domains in lower case
    #[serde(default)]
    pub domains: Vec<String>,
    /// Tenants, UUIDs in lower case
    #[serde(default)]
    pub tenants: Vec<String>,
    /// Parent account
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_account: Option<String>,
    /// Public sector (V-21)
    #[serde(default)]
    pub public_sector: bool,
    /// Managed by field sellers
    #[serde(default)]
    pub managed: bool,
    /// Who holds what: guard → claim
    #[serde(default)]
    pub holders: BTreeMap<String, ClaimId>,
}

/// A subscription of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// UUID in lower case
    pub subscription_id: String,
    /// Tenant it belongs to
    pub tenant_id: String,
    /// Product of the catalogue
    pub product: String,
    /// How it was bought
    pub channel: Channel,
    /// Whether it runs
    pub state: SubscriptionState,
    /// First day
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// End
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// How a subscription was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Volume licence agreement
    VolumeLicensing,
    /// Bought on the web
    WebDirect,
    /// Through a solution provider
    Csp,
}

/// Whether a subscription runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionState {
    /// Runs
    Active,
    /// Ended, may still be renewed
    Grace,
    /// Ended
    Expired,
    /// Not set up by the customer yet
    NotProvisioned,
}

/// A location of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its id
    pub location_id: LocationId,
    /// Organisation it belongs to
    pub org: OrgId,
    /// Legal name of the organisation
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_name: Option<String>,
    /// Name of the place
    pub name: String,
    /// ISO 3166 country
    pub country: String,
    /// Enrolment in the programme
    pub enrolment: Enrolment,
    /// Engagements it may claim; `*` is all
    #[serde(default)]
    pub engagements: Vec<String>,
    /// State of the payee profile
    #[serde(default)]
    pub payee_profile: PayeeProfile,
}

/// Enrolment of a location in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolment {
    /// Invited
    Invited,
    /// Something is missing
    ActionRequired,
    /// Being validated
    Validating,
    /// In
    Enrolled,
    /// Not admitted
    Ineligible,
    /// Out again
    Ended,
}

/// State of a location's payee profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayeeProfile {
    /// Payments can be made
    Complete,
    /// Something is missing
    #[default]
    Incomplete,
}

impl Location {
    /// V-03, V-04: why a claim for this engagement cannot be made here.
    pub fn admits(&self, engagement: &EngagementId) -> Result<(), Code> {
        if self.enrolment != Enrolment::Enrolled {
            return Err(Code::LocationNotEnrolled);
        }
        let listed = self.engagements.iter().any(|id| id == "*" || id == engagement.as_str());
        if listed { Ok(()) } else { Err(Code::LocationNotEligible) }
    }
}

impl Subscription {
    /// V-16: why the subscription cannot carry a claim of this role for `product` on `tenant`.
    pub fn supports(
        &self,
        tenant: &str,
        product: &str,
        engagement: &Engagement,
        role: &str,
    ) -> Result<(), Code> {
        let channels = engagement.role(role).map(|role| role.channels.as_slice()).unwrap_or_default();
        if self.tenant_id != tenant {
            return Err(Code::SubscriptionNotOnTenant);
        }
        if self.product != product || !engagement.products.iter().any(|known| known.id == product) {
            return Err(Code::SubscriptionWrongProduct);
        }
        if !channels.is_empty() && !channels.contains(&self.channel) {
            return Err(Code::SubscriptionChannelExcluded);
        }
        match self.state {
            SubscriptionState::Active | SubscriptionState::Grace => Ok(()),
            SubscriptionState::NotProvisioned => Err(Code::SubscriptionNotProvisioned),
            SubscriptionState::Expired => Err(Code::SubscriptionInactive),
        }
    }
}
