//! What the vendor knows: customers, their subscriptions, partner locations (api 6).

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::Engagement,
    guard::Guard,
    identifier::Identifier,
    ids::{ClaimId, CustomerId, EngagementId, LocationId, OrgId},
    money::Money,
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

/// An opportunity of the vendor's sales (variable pay).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opportunity {
    /// Its id, by the vendor's pattern
    pub opportunity_id: String,
    /// Tenant of the customer
    pub tenant_id: String,
    /// What it is worth
    pub value: Money,
    /// When it is to be closed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_on: Option<Date>,
}

/// What the vendor says about the eligibility of one identifier for one engagement; it is not inherited by
/// other identifiers (V-46).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eligibility {
    /// The engagement
    pub engagement_id: EngagementId,
    /// The identifier
    pub identifier: Identifier,
    /// Yes or no
    pub eligible: bool,
    /// Why not
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Ineligible>,
}

/// Why a customer is not eligible (domain 8.4). Never who else it works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ineligible {
    /// Not what the engagement is for
    CriteriaNotMet,
    /// As many running claims as there may be
    ActiveCapReached,
    /// As many claims as there may be
    TotalCapReached,
    /// It agreed with somebody else
    ConsentedToOtherPartner,
    /// Somebody else has done it
    DoneWithOtherPartner,
    /// The engagement does not take this kind of identifier
    IdentifierTypeNotSupported,
    /// Nobody is known by it
    IdentifierUnknown,
    /// Not in this country
    CountryNotInScope,
    /// The partner itself, or one that is blocked
    CustomerNotBonaFide,
}

impl Ineligible {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::CriteriaNotMet,
        Self::ActiveCapReached,
        Self::TotalCapReached,
        Self::ConsentedToOtherPartner,
        Self::DoneWithOtherPartner,
        Self::IdentifierTypeNotSupported,
        Self::IdentifierUnknown,
        Self::CountryNotInScope,
        Self::CustomerNotBonaFide,
    ];

    /// The code in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CriteriaNotMet => "criteria_not_met",
            Self::ActiveCapReached => "active_cap_reached",
            Self::TotalCapReached => "total_cap_reached",
            Self::ConsentedToOtherPartner => "consented_to_other_partner",
            Self::DoneWithOtherPartner => "done_with_other_partner",
            Self::IdentifierTypeNotSupported => "identifier_type_not_supported",
            Self::IdentifierUnknown => "identifier_unknown",
            Self::CountryNotInScope => "country_not_in_scope",
            Self::CustomerNotBonaFide => "customer_not_bona_fide",
        }
    }

    /// Reads the form of the API.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

impl Customer {
    /// Whether the customer has once agreed to a claim of the partner, and not taken all of that back (V-50).
    #[must_use]
    pub fn is_known_to(&self, org: &OrgId) -> bool {
        self.consented_with(org).next().is_some()
    }

    /// The partner's claims that the customer agreed to.
    pub fn consented_with<'a>(&'a self, org: &OrgId) -> impl Iterator<Item = &'a ClaimId> {
        let prefix = Guard::known_to(org);
        let range = self.holders.range(prefix.clone()..);
        range.take_while(move |(name, _)| name.starts_with(&prefix)).map(|(_, claim)| claim)
    }
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
