//! Mistakes that can be switched on, one by one, to see that the tests find them (docs/PLANTED_BUGS.md).

use alloc::vec::Vec;

use crate::{
    claim::Claim,
    guard::{self, Guard},
};

/// The instant of a deadline is still in time.
pub(crate) const DEADLINE_INCLUSIVE: bool = cfg!(feature = "planted-deadline-inclusive");
/// An objection does not end an association that is official already.
pub(crate) const OBJECTION_TOO_LATE: bool = cfg!(feature = "planted-objection-too-late");
/// Whoever rejected a claim decides on its dispute.
pub(crate) const FIRST_REVIEWER_DECIDES: bool = cfg!(feature = "planted-first-reviewer-decides");
/// The holders of a claim that has ended are freed again by its next write.
pub(crate) const FREED_TWICE: bool = cfg!(feature = "planted-freed-twice");
/// A contested item is approved before the contest is decided.
pub(crate) const CONTEST_IGNORED: bool = cfg!(feature = "planted-contest-ignored");
/// What was handed in can be edited.
pub(crate) const SUBMITTED_EDITABLE: bool = cfg!(feature = "planted-submitted-editable");
/// A warning that was given is given again.
pub(crate) const WARNING_REPEATED: bool = cfg!(feature = "planted-warning-repeated");
/// A document whose checks are not done counts as proof.
pub(crate) const UNCLEAN_PROOF: bool = cfg!(feature = "planted-unclean-proof");
/// A claim whose partner wants nothing earns.
pub(crate) const OPT_OUT_EARNS: bool = cfg!(feature = "planted-opt-out-earns");
/// A key is good for another request.
pub(crate) const KEY_BODY_UNCHECKED: bool = cfg!(feature = "planted-key-body-unchecked");

/// The holders of every association that has ended, whenever that was.
pub(crate) fn freed_again(claim: &Claim) -> Vec<Guard> {
    let ended = claim.content.items.iter().filter(|item| item.association.is_some() && !item.is_held());
    ended
        .map(|item| Guard::Holder { key: guard::exclusivity_key(&claim.customer.tenant, &item.key) })
        .collect()
}
