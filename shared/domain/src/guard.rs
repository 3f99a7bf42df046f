//! What a claim holds on its customer, so that no two claims hold the same (I-1, V-19).

use alloc::{collections::BTreeSet, format, string::String};

use crate::{
    claim::{Claim, Deal, ItemKey},
    consent::ConsentState,
    ids::{ClaimId, EngagementId, OrgId},
    state::State,
};

/// An entry of a customer's `holders`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// V-19: this organisation has a claim or association open on the key
    Open {
        /// The partner
        org: OrgId,
        /// Exclusivity key
        key: String,
    },
    /// I-1: the association on the key is taken
    Holder {
        /// Exclusivity key
        key: String,
    },
    /// V-49: one of the places that the engagement's cap on running claims counts
    Active {
        /// The engagement
        engagement: EngagementId,
        /// Which, from 0
        number: u32,
    },
    /// V-49: one of the places that the cap on running and approved claims counts
    Total {
        /// The engagement
        engagement: EngagementId,
        /// Which, from 0
        number: u32,
    },
    /// V-50: the customer has agreed to this claim of the partner, and so is known to it
    Known {
        /// The partner
        org: OrgId,
        /// The claim
        claim: ClaimId,
    },
}

impl Guard {
    /// The name of the entry in the `holders` map.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Open { org, key } => format!("open/{org}/{key}"),
            Self::Holder { key } => format!("held/{key}"),
            Self::Active { engagement, number } => format!("active/{engagement}/{number}"),
            Self::Total { engagement, number } => format!("total/{engagement}/{number}"),
            Self::Known { org, claim } => format!("{}{claim}", Self::known_to(org)),
        }
    }

    /// How the names of all [`Guard::Known`] of a partner begin.
    #[must_use]
    pub fn known_to(org: &OrgId) -> String {
        format!("known/{org}/")
    }

    /// V-51: the partner's own open claim for an engagement.
    #[must_use]
    pub fn engagement(org: &OrgId, engagement: &EngagementId) -> Self {
        Self::Open { org: org.clone(), key: format!("engagement:{engagement}") }
    }
}

/// The key that only one partner can hold: a workload counts per tenant, a subscription by itself.
#[must_use]
pub fn exclusivity_key(tenant: &str, item: &ItemKey) -> String {
    match item {
        ItemKey::Workload(_) => format!("{tenant}/{item}"),
        ItemKey::Subscription(_) => format!("{item}"),
    }
}

/// Everything the claim holds where it stands now. What a transition takes and frees is the difference of
/// two such sets, so that nothing can be freed twice or forgotten.
#[must_use]
pub fn held_by(claim: &Claim) -> BTreeSet<Guard> {
    let submitted = claim.state.is_in_review();
    let mut guards = BTreeSet::new();
    for item in &claim.content.items {
        let key = exclusivity_key(&claim.customer.tenant, &item.key);
        if submitted || item.is_held() {
            guards.insert(Guard::Open { org: claim.org.clone(), key: key.clone() });
        }
        if item.is_held() {
            guards.insert(Guard::Holder { key });
        }
    }
    if let Some(deal) = &claim.deal {
        held_by_deal(claim, deal, &mut guards);
    }
    guards
}

fn held_by_deal(claim: &Claim, deal: &Deal, guards: &mut BTreeSet<Guard>) {
    let engagement = &claim.engagement;
    let running = !claim.is_terminal();
    if running {
        guards.insert(Guard::engagement(&claim.org, engagement));
    }
    if let (true, Some(number)) = (running, deal.place.active) {
        guards.insert(Guard::Active { engagement: engagement.clone(), number });
    }
    if let (true, Some(number)) = (running || claim.state == State::Approved, deal.place.total) {
        guards.insert(Guard::Total { engagement: engagement.clone(), number });
    }
    if claim.consent.as_ref().is_some_and(|consent| consent.state == ConsentState::Accepted) {
        guards.insert(Guard::Known { org: claim.org.clone(), claim: claim.id.clone() });
    }
}
