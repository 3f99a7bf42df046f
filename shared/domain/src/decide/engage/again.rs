//! A new engagement claim of the content of one that is over.

use alloc::vec;

use crate::{
    actor::{self, Actor, Caller},
    allowed::{self, Act},
    catalogue::Kind,
    claim::{Claim, Origin},
    customer::Customer,
    decide::not_listed,
    identifier::IdentifierInput,
    input::{ContactInput, EngagementInput},
    refusal::Refusal,
};

/// What a create would be sent to make the claim again: without consent, decisions or deadlines, and with the
/// customer claimed if it is known by now. An association has no such form.
pub fn again(
    source: &Claim,
    customer: Option<&Customer>,
    caller: &Caller,
) -> Result<EngagementInput, Refusal> {
    let actor = Actor::Staff(caller.clone());
    let deal = source.deal.as_ref().filter(|_| actor::sees(&actor, source)).ok_or(Refusal::NotFound)?;
    if !actor::permits(&actor, source, Act::Clone) {
        return Err(Refusal::Forbidden);
    }
    if !allowed::listed(source, Act::Clone) {
        return Err(not_listed(source, &actor, Act::Clone));
    }
    let known = customer.filter(|customer| customer.is_known_to(&source.org));
    let origin = if known.is_some() { Origin::Claimed } else { Origin::Added };
    let content = &source.content;
    Ok(EngagementInput {
        kind: Some(Kind::Engagement.as_str().into()),
        origin: Some(origin.as_str().into()),
        name: Some(content.name.clone()),
        location_id: Some(content.location.as_str().into()),
        identifier: Some(IdentifierInput {
            kind: Some(deal.identifier.kind.as_str().into()),
            value: Some(deal.identifier.value.clone()),
        }),
        customer_id: known.map(|customer| customer.id.as_str().into()),
        engagement_ids: Some(vec![source.engagement.as_str().into()]),
        hours: deal.quarter_hours.map(|quarters| f64::from(quarters) / 4.0),
        mismatch_reason: deal.mismatch_reason.clone(),
        customer_contact: Some(ContactInput::of(&content.customer_contact)),
        partner_contact: Some(ContactInput::of(&content.partner_contact)),
    })
}
