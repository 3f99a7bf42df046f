//! What must hold when a decision is written, and how it is told when it does not.

use alloc::{string::String, vec::Vec};

use crate::{
    catalogue::Engagement,
    claim::Claim,
    customer::{Channel, Customer, Ineligible, Location, Subscription},
    guard::{self, Guard},
    ids::{ClaimId, LocationId, OrgId},
    refusal::{Code, Fault, Refusal},
};

/// A fact about another row that must hold when a decision is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// V-16
    Subscription {
        /// The subscription
        id: String,
        /// Where a fault points to
        pointer: String,
        /// It belongs to this tenant
        tenant: String,
        /// It is for this product
        product: String,
        /// It was bought so; empty = any channel
        channels: Vec<Channel>,
    },
    /// Domain 6.5: what is earned can be paid. Decided again with what is found when it does not hold
    Payee {
        /// The location
        id: LocationId,
        /// It belongs to this organisation
        org: OrgId,
    },
    /// V-02, V-03, V-04
    Location {
        /// The location
        id: LocationId,
        /// It belongs to this organisation
        org: OrgId,
    },
}

/// A row that a failed [`Check`] found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// There is none
    Nothing,
    /// A subscription
    Subscription(Subscription),
    /// A location
    Location(Location),
}

/// Why a decision cannot be written: somebody holds what it takes.
#[must_use]
pub fn taken(claim: &Claim, conflicts: &[(Guard, ClaimId)]) -> Refusal {
    let pointer = |key: &str| {
        let of_key = |item: &&crate::Item| guard::exclusivity_key(&claim.customer.tenant, &item.key) == key;
        let item = claim.content.items.iter().find(of_key);
        item.map_or_else(|| "/items".into(), |item| alloc::format!("/items/{}", item.key))
    };
    let mut associations = Vec::new();
    for (guard, other) in conflicts {
        match guard {
            Guard::Open { key, .. } if claim.deal.is_none() => {
                return Refusal::Duplicate { claim: other.clone(), pointer: pointer(key) };
            }
            Guard::Open { .. } => {
                return Refusal::Duplicate { claim: other.clone(), pointer: "/engagementIds".into() };
            }
            Guard::Holder { key } => associations.push(pointer(key)),
            Guard::Active { engagement, .. } => {
                let (engagement, reason) = (engagement.clone(), Ineligible::ActiveCapReached);
                return Refusal::CustomerCapReached { engagement, reason };
            }
            Guard::Total { engagement, .. } => {
                let (engagement, reason) = (engagement.clone(), Ineligible::TotalCapReached);
                return Refusal::CustomerCapReached { engagement, reason };
            }
            Guard::Known { .. } => {}
        }
    }
    Refusal::AssociationTaken { items: associations }
}

impl Check {
    /// Whether a command is decided again with what was found, instead of being refused.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        match self {
            Self::Payee { .. } => true,
            Self::Subscription { .. } | Self::Location { .. } => false,
        }
    }
}

/// Why a decision cannot be written: a fact does not hold.
#[must_use]
pub fn failed(claim: &Claim, engagement: &Engagement, failures: &[(Check, Found)]) -> Refusal {
    let mut faults = Vec::new();
    for (check, found) in failures {
        match (check, found) {
            (Check::Subscription { pointer, tenant, product, .. }, Found::Subscription(row)) => {
                let verdict = row.supports(tenant, product, engagement, &claim.content.role);
                let code = verdict.err().unwrap_or(Code::SubscriptionInactive);
                faults.push(Fault::new(pointer.clone(), code));
            }
            (Check::Payee { .. }, _) => {}
            (Check::Subscription { pointer, .. }, Found::Nothing | Found::Location(_)) => {
                faults.push(Fault::new(pointer.clone(), Code::SubscriptionNotOnTenant));
            }
            (Check::Location { org, .. }, Found::Location(row)) if row.org == *org => {
                let code = row.admits(&claim.engagement).err().unwrap_or(Code::LocationNotEnrolled);
                faults.push(Fault::new("/locationId", code));
            }
            (Check::Location { .. }, Found::Nothing | Found::Location(_) | Found::Subscription(_)) => {
                return Refusal::LocationOutOfScope;
            }
        }
    }
    Refusal::Invalid(faults)
}

/// The holders that a customer's `take` would collide with.
#[must_use]
pub fn conflicts(customer: &Customer, claim: &ClaimId, take: &[Guard]) -> Vec<(Guard, ClaimId)> {
    take.iter()
        .filter_map(|guard| {
            let holder = customer.holders.get(&guard.name()).filter(|holder| *holder != claim)?;
            Some((guard.clone(), holder.clone()))
        })
        .collect()
}
