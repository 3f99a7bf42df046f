//! Who imports what, and who reads what became of it.

use crate::{
    actor::{Caller, Role, Scope, Side},
    eligibility,
    ids::OrgId,
};

/// Whether the caller brings what the vendor knows: a programme manager.
#[must_use]
pub fn brings_data(caller: &Caller) -> bool {
    caller.side == Side::Vendor && caller.has(&[Role::ProgrammeManager])
}

/// Whether the caller brings drafts: whoever claims for a partner. Which kinds, each row tells (domain 5.1).
#[must_use]
pub fn brings_claims(caller: &Caller) -> bool {
    eligibility::looks_up(caller)
}

/// Whether the caller may know of an import that this person of this organisation has brought. Whoever acts for
/// some locations only may not know of those of others, which an import can be about.
#[must_use]
pub fn reads(caller: &Caller, org: &OrgId, by: &str) -> bool {
    let own = caller.org == *org && (caller.scope == Scope::All || caller.sub == by);
    brings_data(caller) || (brings_claims(caller) && own)
}
