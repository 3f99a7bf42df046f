//! Usage insight: what an active association lets people see of its customer, and nothing else (domain 9).

use alloc::string::String;
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Caller, Role, Side},
    claim::{AssociationStatus, Claim, ItemKey},
    refusal::{Code, Fault, Refusal},
};

/// Usage of a product by a tenant in one month; both numbers are the vendor's counts (D12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// The tenant, a UUID in lower case
    pub tenant_id: String,
    /// Workload, or product of a subscription
    pub product: String,
    /// `YYYY-MM`
    pub month: String,
    /// People who used it
    pub active_users: u32,
    /// Seats the tenant has bought
    pub sold_seats: u32,
}

/// I-21: the product whose usage this item of a settled claim opens, while its association is active.
pub fn readable<'a>(claim: &'a Claim, key: &ItemKey) -> Result<&'a str, Refusal> {
    let item = claim.content.items.iter().find(|item| item.key == *key).ok_or(Refusal::NotFound)?;
    match item.association.as_ref().map(|association| association.status) {
        Some(AssociationStatus::Active) => {}
        Some(status @ (AssociationStatus::Pending | AssociationStatus::Ended)) => {
            return Err(not_active(status.as_str()));
        }
        None => return Err(not_active("none")),
    }
    match &item.key {
        ItemKey::Workload(id) => Ok(id),
        ItemKey::Subscription(_) => item.product.as_deref().ok_or(Refusal::NotFound),
    }
}

fn not_active(state: &'static str) -> Refusal {
    Refusal::Invalid(alloc::vec![Fault::new("/itemKey", Code::AssociationNotActive).with("state", state)])
}

/// Whether somebody who opens a claim may also read who looked at its usage: the partner itself, and of the
/// vendor those who answer for others.
#[must_use]
pub fn shows_accesses(caller: &Caller) -> bool {
    caller.side == Side::Partner || caller.has(&[Role::ReviewLead, Role::ProgrammeManager, Role::Auditor])
}
