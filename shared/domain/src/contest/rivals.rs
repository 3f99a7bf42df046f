//! Who stands against a claim, and whom the rules favour.

use alloc::vec::Vec;
use jiff::civil::Date;

use super::{Contest, Seat, SeatRole};
use crate::{
    claim::{Claim, ItemKey},
    consent::ConsentState,
    customer::Customer,
    document::DocumentState,
    guard,
    ids::ClaimId,
};

/// The items for which the claim has rivals it has not met yet, each with those that hold the key or have it
/// in review: the holder first. What the claim challenges already, holds or has lost is not contested anew.
#[must_use]
pub fn rivals(claim: &Claim, customer: &Customer) -> Vec<(ItemKey, Vec<ClaimId>)> {
    let mut contested = Vec::new();
    let settled = |seat: &Seat| seat.waits() || seat.won == Some(false);
    for item in &claim.content.items {
        if item.is_held() || claim.seats.iter().any(|seat| seat.key == item.key && settled(seat)) {
            continue;
        }
        let key = guard::exclusivity_key(&claim.customer.tenant, &item.key);
        let holder = customer.holders.get(&guard::Guard::Holder { key: key.clone() }.name());
        let waiting = customer
            .holders
            .iter()
            .filter(|(name, _)| {
                name.strip_prefix("open/")
                    .and_then(|rest| rest.split_once('/'))
                    .is_some_and(|(_, of)| of == key)
            })
            .map(|(_, claim)| claim);
        let mut others: Vec<ClaimId> = Vec::new();
        for other in holder.into_iter().chain(waiting) {
            let met = claim.seats.iter().any(|seat| seat.key == item.key && seat.rival == *other);
            if *other != claim.id && !met && !others.contains(other) {
                others.push(other.clone());
            }
        }
        if !others.is_empty() {
            contested.push((item.key.clone(), others));
        }
    }
    contested
}

/// The incumbent among the rivals for a key: who holds it, else whoever handed in first, if that was before
/// the challenger.
#[must_use]
pub fn incumbent<'a>(challenger: &Claim, key: &ItemKey, rivals: &'a [Claim]) -> Option<&'a Claim> {
    let others = || {
        rivals.iter().filter(|rival| {
            rival.org != challenger.org
                && rival.customer.tenant == challenger.customer.tenant
                && rival.item(key).is_some()
        })
    };
    let holder = others().find(|rival| rival.item(key).is_some_and(crate::Item::is_held));
    let first = || {
        others()
            .filter(|rival| rival.state.is_in_review() && rival.submitted_at() < challenger.submitted_at())
            .min_by_key(|rival| rival.submitted_at())
    };
    holder.or_else(first)
}

/// The most recent activity that clean proof of the claim shows for the item.
#[must_use]
pub fn latest_activity(claim: &Claim, key: &ItemKey) -> Option<Date> {
    let clean = claim.documents.iter().filter(|document| document.state == DocumentState::Clean);
    clean
        .filter(|document| document.covers.items.contains(key))
        .filter_map(|document| document.activity_date)
        .max()
}

/// What the rules of domain 9 say: whom the customer has agreed with, else the more recent proof, else the
/// earlier submission. A hint for the review lead, who decides.
#[must_use]
pub fn suggestion(contest: &Contest, incumbent: &Claim, challenger: &Claim) -> SeatRole {
    let agreed =
        |claim: &Claim| claim.consent.as_ref().is_some_and(|consent| consent.state == ConsentState::Accepted);
    let activity = |claim: &Claim| latest_activity(claim, &contest.key);
    let order = agreed(challenger)
        .cmp(&agreed(incumbent))
        .then(activity(challenger).cmp(&activity(incumbent)))
        .then(incumbent.submitted_at().cmp(&challenger.submitted_at()));
    if order.is_gt() { SeatRole::Challenger } else { SeatRole::Incumbent }
}
