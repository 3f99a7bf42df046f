//! E1, E2: a partner adds or claims a customer, for one engagement or for several, all or none. E4: the
//! customer is asked.

mod again;
mod facts;

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

use super::{Context, Step, remember};
use crate::{
    actor::{self, Caller},
    alarm,
    catalogue::{Engagement, EngagementStatus, Kind, PayType},
    claim::{Claim, Content, CustomerRef, Deal, Origin, Place, Referral},
    command::Key,
    customer::{Customer, Ineligible, Location},
    guard::Guard,
    history::{Action, By, Entry, History},
    identifier::Identifier,
    ids::ClaimId,
    input::{ConsentInput, EngagementInput},
    money::Money,
    refusal::{Code, Fault, Refusal},
    state::State,
    validate,
};

pub use again::again;
pub use facts::{DealFacts, capped, identifier};

/// Most engagements of one create.
pub const ENGAGEMENTS_MAX: usize = 20;
/// Largest deal size, in units.
const DEAL_SIZE_MAX: u64 = 1_000_000_000_000;

/// New claims, one for each engagement, and the customer that came with them when its tenant was unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Engaged {
    /// The claims, in the order of the engagements asked for
    pub claims: Vec<Claim>,
    /// To be made in the same write
    pub new_customer: Option<Customer>,
}

/// E1, E2 with V-40 … V-52: every fault of the fields at once, then what others hold.
pub fn engage(
    input: &EngagementInput,
    caller: &Caller,
    ids: &[ClaimId],
    key: Option<&Key>,
    facts: &DealFacts,
    context: Context<'_>,
) -> Result<Engaged, Refusal> {
    if !actor::makes_claims(caller, Kind::Engagement) {
        return Err(Refusal::Forbidden);
    }
    let given = input.location_id.as_deref().is_some_and(|id| !id.trim().is_empty());
    let own = |location: &&Location| location.org == caller.org && caller.scope.covers(&location.location_id);
    let location = facts.location.as_ref().filter(own);
    if given && location.is_none() {
        return Err(Refusal::LocationOutOfScope);
    }
    let mut faults = Vec::new();
    if input.kind.as_deref() != Some(Kind::Engagement.as_str()) {
        faults.push(Fault::new("/kind", Code::EngagementKindMismatch));
    }
    let engagements = engagements(input, location, context, &mut faults);
    let content = validate::deal_content(
        input.name.as_deref(),
        input.location_id.as_deref(),
        input.customer_contact.as_ref(),
        input.partner_contact.as_ref(),
    );
    let content = content.map_err(|more| faults.extend(more)).ok();
    let origin = input.origin.as_deref().and_then(Origin::parse);
    if origin.is_none() {
        faults.push(Fault::new("/origin", Code::OriginRequired));
    }
    let quarter_hours = hours(input, &engagements, &mut faults);
    let named = origin.and_then(|origin| facts.customer_of(input, origin, &engagements, &mut faults));
    let mismatch_reason = input.mismatch_reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let mismatch_reason = mismatch_reason.map(|reason| validate::reason("/mismatchReason", Some(reason)));
    let mismatch_reason = mismatch_reason.transpose().map_err(|fault| faults.push(fault)).ok().flatten();
    if let (Some(named), Some(content)) = (&named, &content) {
        faults.extend(facts.unfit(input, named, content, mismatch_reason.as_deref(), &engagements, context));
    }
    let (Some(origin), Some(named), Some(mut content), Some(location), true) =
        (origin, named, content, location, faults.is_empty())
    else {
        return Err(Refusal::Invalid(faults));
    };
    content.location_name = Some(location.name.clone());
    known_or_new(origin, &named.customer, caller)?;
    let opportunity = facts.opportunity.as_ref().map(|opportunity| &opportunity.value);
    let new = New {
        caller,
        location,
        content,
        customer: &named.customer,
        tenant: named.tenant,
        origin,
        identifier: named.identifier,
        mismatch_reason,
        quarter_hours,
        opportunity,
        key,
    };
    let claims = engagements.iter().zip(ids).map(|(engagement, id)| new.claim(engagement, id, context));
    let claims = claims.collect::<Result<Vec<Claim>, Refusal>>()?;
    Ok(Engaged { claims, new_customer: named.is_new.then_some(named.customer) })
}

/// V-04, V-05, V-05b, V-42: the engagements, as far as they can be claimed.
fn engagements<'a>(
    input: &EngagementInput,
    location: Option<&Location>,
    context: Context<'a>,
    faults: &mut Vec<Fault>,
) -> Vec<&'a Engagement> {
    let ids = input.engagement_ids.as_deref().unwrap_or_default();
    if ids.is_empty() {
        faults.push(Fault::new("/engagementIds", Code::EngagementsRequired));
    }
    if ids.len() > ENGAGEMENTS_MAX {
        let max = format!("{ENGAGEMENTS_MAX}");
        faults.push(Fault::new("/engagementIds", Code::TooManyItems).with("max", max));
        return Vec::new();
    }
    let mut known: Vec<&Engagement> = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let at = format!("/engagementIds/{index}");
        let Some(engagement) = context.catalogue.current(id, context.now) else {
            faults.push(Fault::new(at, Code::EngagementUnknown));
            continue;
        };
        if ids[..index].contains(id) {
            faults.push(Fault::new(at.clone(), Code::ItemDuplicate));
        }
        if engagement.kind != Kind::Engagement {
            faults.push(Fault::new(at.clone(), Code::EngagementKindMismatch));
        }
        if engagement.status(context.now) != EngagementStatus::Active {
            faults.push(Fault::new(at.clone(), Code::EngagementNotActive));
        }
        if let Some(code) = location.and_then(|location| location.admits(&engagement.id).err()) {
            faults.push(Fault::new(at, code));
        }
        known.push(engagement);
    }
    let variable = known.iter().any(|engagement| engagement.pay_type == PayType::Variable);
    if variable && known.len() > 1 {
        faults.push(Fault::new("/engagementIds", Code::SingleEngagementOnly));
    }
    known
}

/// V-43: hours in quarters, for variable pay only.
fn hours(input: &EngagementInput, engagements: &[&Engagement], faults: &mut Vec<Fault>) -> Option<u32> {
    let range = engagements.iter().find_map(|engagement| match engagement.payout {
        Some(crate::catalogue::Payout::Variable { min_hours, max_hours, .. }) => Some((min_hours, max_hours)),
        Some(crate::catalogue::Payout::Fixed { .. }) | None => None,
    });
    match (input.hours, range) {
        (None, None) => None,
        (Some(_), None) => {
            if !engagements.is_empty() {
                faults.push(Fault::new("/hours", Code::HoursNotAllowed));
            }
            None
        }
        (None, Some(_)) => {
            faults.push(Fault::new("/hours", Code::HoursRequired));
            None
        }
        (Some(hours), Some((min, max))) => {
            let quarters = hours * 4.0;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
            let whole = quarters as u32;
            let exact = f64::from(whole).to_bits() == quarters.to_bits();
            if exact && (min.saturating_mul(4)..=max.saturating_mul(4)).contains(&whole) {
                return Some(whole);
            }
            let fault = Fault::new("/hours", Code::HoursOutOfRange);
            faults.push(fault.with("min", format!("{min}")).with("max", format!("{max}")));
            None
        }
    }
}

/// V-50: a customer who once agreed is claimed, any other one is added.
fn known_or_new(origin: Origin, customer: &Customer, caller: &Caller) -> Result<(), Refusal> {
    match (origin, customer.is_known_to(&caller.org)) {
        (Origin::Added, true) => Err(Refusal::CustomerAlreadyKnown { customer: customer.id.clone() }),
        (Origin::Claimed, false) => Err(Refusal::CustomerNotKnown),
        (Origin::Added, false) | (Origin::Claimed, true) => Ok(()),
    }
}

/// V-49: the first free place of each cap.
fn place(engagement: &Engagement, customer: &Customer) -> Result<Place, Refusal> {
    let free = |cap: Option<u32>, guard: &dyn Fn(u32) -> Guard, reason| match cap {
        None => Ok(None),
        Some(cap) => (0..cap)
            .find(|number| !customer.holders.contains_key(&guard(*number).name()))
            .map(Some)
            .ok_or(Refusal::CustomerCapReached { engagement: engagement.id.clone(), reason }),
    };
    let id = &engagement.id;
    let caps = engagement.caps;
    Ok(Place {
        total: free(
            caps.total_per_customer,
            &|number| Guard::Total { engagement: id.clone(), number },
            Ineligible::TotalCapReached,
        )?,
        active: free(
            caps.active_per_customer,
            &|number| Guard::Active { engagement: id.clone(), number },
            Ineligible::ActiveCapReached,
        )?,
    })
}

/// What the claims of one create have in common.
struct New<'a> {
    caller: &'a Caller,
    location: &'a Location,
    content: Content,
    customer: &'a Customer,
    tenant: String,
    origin: Origin,
    identifier: Identifier,
    mismatch_reason: Option<String>,
    quarter_hours: Option<u32>,
    opportunity: Option<&'a Money>,
    key: Option<&'a Key>,
}

impl New<'_> {
    fn claim(&self, engagement: &Engagement, id: &ClaimId, context: Context<'_>) -> Result<Claim, Refusal> {
        let (caller, customer, now) = (self.caller, self.customer, context.now);
        let calendar = &context.catalogue.calendar;
        // V-51
        let own = Guard::engagement(&caller.org, &engagement.id);
        if let Some(other) = customer.holders.get(&own.name()).filter(|other| *other != id) {
            return Err(Refusal::Duplicate { claim: other.clone(), pointer: "/engagementIds".into() });
        }
        let place = place(engagement, customer)?;
        let state = State::ConsentNotRequested;
        let mut history = History::new(id);
        let mut entry = Entry::new(now, By::staff(caller), Action::Created).because(self.origin.as_str());
        entry.to = Some(state.as_str().into());
        history.push(entry);
        let payout = engagement.payout.as_ref();
        let mut claim = Claim {
            id: id.clone(),
            org: caller.org.clone(),
            org_name: self.location.org_name.clone().unwrap_or_else(|| caller.org.as_str().into()),
            created_by: caller.sub.clone(),
            engagement: engagement.id.clone(),
            rule_version: engagement.rule_version,
            customer: CustomerRef {
                id: customer.id.clone(),
                name: customer.name.clone(),
                tenant: self.tenant.clone(),
                public_sector: customer.public_sector,
                country: customer.country.clone(),
                managed: customer.managed,
            },
            content: self.content.clone(),
            state,
            deal: Some(Deal {
                origin: self.origin,
                identifier: self.identifier.clone(),
                mismatch_reason: self.mismatch_reason.clone(),
                quarter_hours: self.quarter_hours,
                estimate: payout.and_then(|payout| {
                    let hours = self.quarter_hours.unwrap_or_default();
                    payout.estimate(&self.location.country, hours, self.opportunity)
                }),
                size: None,
                disclaimer: None,
                place,
                consent_by: calendar.after_days(now, engagement.deadlines.consent_days),
                submit_by: None,
                review_by: None,
                dispute_by: None,
                referral: None,
            }),
            consent: None,
            documents: Vec::new(),
            submissions: 0,
            resubmissions: 0,
            review: None,
            dispute: None,
            seats: Vec::new(),
            earning: None,
            alarms: Vec::new(),
            owes: Vec::new(),
            copy_of: None,
            history,
            keys: Vec::new(),
            marks: Vec::new(),
            request: None,
            version: 1,
            revision: 1,
            created_at: now,
            updated_at: now,
        };
        remember(&mut claim, self.key.cloned(), now);
        alarm::set(&mut claim, engagement, calendar, now);
        Ok(claim)
    }
}

/// A tenant nobody has imported: a new customer, named by its tenant until it is (domain 9).
pub(super) fn unknown_customer(tenant: &str) -> Customer {
    Customer {
        id: crate::CustomerId::derived(&["tenant", tenant]),
        name: tenant.into(),
        country: None,
        domains: Vec::new(),
        tenants: alloc::vec![tenant.into()],
        parent_account: None,
        public_sector: false,
        managed: false,
        holders: BTreeMap::new(),
    }
}

impl Step<'_> {
    /// E4, V-53: the deal size is frozen with it (I-5).
    pub(super) fn send_consent(&mut self, input: &ConsentInput) -> Result<(), Refusal> {
        let mut faults = Vec::new();
        let size = deal_size(input, &mut faults);
        let disclaimer = self.engagement.disclaimer.as_ref().map(crate::catalogue::VersionedText::reference);
        if disclaimer.is_some() && input.disclaimer != disclaimer {
            faults.push(Fault::new("/disclaimer", Code::DisclaimerRequired));
        }
        let mut content = self.claim.content.clone();
        let known = [&content.customer_contact, &content.partner_contact].map(crate::input::ContactInput::of);
        let [customer, partner] = &known;
        let contacts = validate::deal_content(
            Some(&content.name),
            Some(content.location.as_str()),
            Some(input.customer_contact.as_ref().unwrap_or(customer)),
            Some(input.partner_contact.as_ref().unwrap_or(partner)),
        );
        let contacts = contacts.map_err(|more| faults.extend(more)).ok();
        let (Some(size), Some(contacts), true) = (size, contacts, faults.is_empty()) else {
            return Err(Refusal::Invalid(faults));
        };
        content.customer_contact = contacts.customer_contact;
        content.partner_contact = contacts.partner_contact;
        self.claim.content = content;
        if let Some(deal) = &mut self.claim.deal {
            deal.size = Some(size.clone());
            deal.disclaimer = disclaimer;
        }
        self.go(Action::SentForConsent, State::AwaitingConsent, None);
        self.request_consent(self.claim.content.customer_contact.clone());
        self.refer(&size);
        Ok(())
    }

    /// 6.6: a referral, where the engagement makes one of such claims.
    fn refer(&mut self, size: &Money) {
        let customer = &self.claim.customer;
        let rule = self.engagement.referral.as_ref();
        if !rule.is_some_and(|rule| rule.applies(customer.country.as_deref(), customer.managed, size)) {
            return;
        }
        let referral = Referral::of(&self.claim.id, self.context.now);
        let id = format!("{}", referral.id);
        if let Some(deal) = &mut self.claim.deal {
            deal.referral = Some(referral);
        }
        let entry = Entry::new(self.context.now, By::system(), Action::ReferralCreated).because(id);
        self.record(entry);
    }
}

/// V-53: whole US dollars, at most 10^12.
fn deal_size(input: &ConsentInput, faults: &mut Vec<Fault>) -> Option<Money> {
    let Some(given) = &input.deal_size else {
        faults.push(Fault::new("/dealSize", Code::DealSizeRequired));
        return None;
    };
    let size = Money::parse(given).filter(|size| {
        size.currency == "USD" && size.minor.is_multiple_of(100) && size.minor / 100 <= DEAL_SIZE_MAX
    });
    if size.is_none() {
        faults.push(Fault::new("/dealSize", Code::DealSizeInvalid).with("max", format!("{DEAL_SIZE_MAX}")));
    }
    size
}
