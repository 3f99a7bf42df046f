//! What a claim holds on its customer, so that no two claims hold the same (I-1, V-19).

use alloc::{collections::BTreeSet, format, string::String};

use crate::{
    claim::{Claim, ItemKey},
    ids::OrgId,
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
}

impl Guard {
    /// The name of the entry in the `holders` map.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Open { org, key } => format!("open/{org}/{key}"),
            Self::Holder { key } => format!("held/{key}"),
        }
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
    guards
}
