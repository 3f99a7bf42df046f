//! T1: a draft comes into being.

use alloc::{format, vec::Vec};

use super::{Context, engage::unknown_customer, remember};
use crate::{
    actor::{self, Actor, Caller, Role, Side},
    alarm,
    allowed::{self, Act},
    catalogue::{Engagement, EngagementStatus, Kind},
    claim::{Claim, Content, CustomerRef, ItemKey},
    command::Key,
    customer::{Customer, Location, Subscription},
    guard::{self, Guard},
    history::{Action, By, Entry, History},
    ids::{ClaimId, OrgId},
    input::ClaimInput,
    refusal::{Code, Fault, Refusal},
    state::State,
    validate,
};

/// What the vendor knows about the things a new claim names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The location, if it exists
    pub location: Option<Location>,
    /// The customer the tenant resolves to, if any
    pub customer: Option<Customer>,
    /// Those of the named subscriptions that exist
    pub subscriptions: Vec<Subscription>,
}

/// A new claim, and the customer that came with it when its tenant was unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The draft
    pub claim: Claim,
    /// To be made in the same write
    pub new_customer: Option<Customer>,
}

/// T1 with V-01 … V-19; every fault at once.
pub fn create(
    input: &ClaimInput,
    caller: &Caller,
    id: ClaimId,
    key: Option<Key>,
    facts: Facts,
    context: Context<'_>,
) -> Result<Created, Refusal> {
    if caller.side != Side::Partner || !caller.has(&[Role::IncentivesAdmin]) {
        return Err(Refusal::Forbidden);
    }
    let location = in_scope(input, caller, facts.location.as_ref())?;
    let new = New {
        id,
        org: &caller.org,
        created_by: &caller.sub,
        by: By::staff(caller),
        copy_of: None,
        location,
        subscriptions: Some(&facts.subscriptions),
        customer: facts.customer,
    };
    let mut created = new.draft(input, context)?;
    remember(&mut created.claim, key, context.now);
    Ok(created)
}

/// Who copies a claim.
#[derive(Debug, Clone, Copy)]
pub enum Copy<'a> {
    /// A partner, after the claim has ended
    By(&'a Caller),
    /// The system, for the renewal of the associations that this entry ended (S4)
    Renewal(u32),
}

/// A new draft of the same content under the rules of today, without consent, decisions or deadlines.
/// Subscriptions are looked at when it is handed in: a renewal has a new one.
pub fn copy(
    source: &Claim,
    who: Copy<'_>,
    id: ClaimId,
    key: Option<Key>,
    facts: Facts,
    context: Context<'_>,
) -> Result<Created, Refusal> {
    let mut content = source.content.clone();
    let (created_by, by) = match who {
        Copy::By(caller) => {
            let actor = Actor::Staff(caller.clone());
            if !actor::sees(&actor, source) {
                return Err(Refusal::NotFound);
            }
            if !actor::permits(&actor, source, Act::Clone) {
                return Err(Refusal::Forbidden);
            }
            if !allowed::listed(source, Act::Clone) {
                return Err(super::not_listed(source, &actor, Act::Clone));
            }
            (&caller.sub, By::staff(caller))
        }
        Copy::Renewal(entry) => {
            let ended = source.history.entries.get((entry as usize).wrapping_sub(1));
            let ended = ended.map(|entry| entry.items.as_slice()).unwrap_or_default();
            content.items.retain(|item| ended.contains(&format!("{}", item.key)));
            (&source.created_by, By::system())
        }
    };
    let mut input = ClaimInput::of(&content, &source.customer.tenant);
    input.kind = Some(Kind::Association.as_str().into());
    input.engagement_id = Some(source.engagement.as_str().into());
    let new = New {
        id,
        org: &source.org,
        created_by,
        by,
        copy_of: Some(source.id.clone()),
        location: facts.location.filter(|location| location.org == source.org),
        subscriptions: None,
        customer: facts.customer,
    };
    let mut created = new.draft(&input, context)?;
    remember(&mut created.claim, key, context.now);
    Ok(created)
}

/// A draft in the making.
struct New<'a> {
    id: ClaimId,
    org: &'a OrgId,
    created_by: &'a str,
    by: By,
    copy_of: Option<ClaimId>,
    location: Option<Location>,
    subscriptions: Option<&'a [Subscription]>,
    customer: Option<Customer>,
}

impl New<'_> {
    fn draft(self, input: &ClaimInput, context: Context<'_>) -> Result<Created, Refusal> {
        let mut faults = Vec::new();
        if input.kind.as_deref() != Some(Kind::Association.as_str()) {
            faults.push(Fault::new("/kind", Code::EngagementKindMismatch));
        }
        let engagement =
            context.catalogue.current(input.engagement_id.as_deref().unwrap_or_default(), context.now);
        faults.extend(unclaimable(engagement, self.location.as_ref(), context));
        let tenant = validate::tenant(input.tenant_id.as_deref()).map_err(|fault| faults.push(fault)).ok();
        let content = validate::content(input, engagement).map_err(|more| faults.extend(more)).ok();
        if let (Some(content), Some(tenant), Some(engagement), Some(known)) =
            (&content, &tenant, engagement, self.subscriptions)
        {
            faults.extend(unsupported(content, tenant, engagement, known));
        }
        if self.location.is_none() && input.location_id.is_some() && faults.is_empty() {
            return Err(Refusal::LocationOutOfScope);
        }
        let (Some(engagement), Some(mut content), Some(tenant), Some(location), true) =
            (engagement, content, tenant, &self.location, faults.is_empty())
        else {
            return Err(Refusal::Invalid(faults));
        };
        content.location_name = Some(location.name.clone());
        let org_name = location.org_name.clone().unwrap_or_else(|| self.org.as_str().into());
        let (customer, new_customer) = match self.customer {
            Some(customer) => (customer, None),
            None => {
                let unknown = unknown_customer(&tenant);
                (unknown.clone(), Some(unknown))
            }
        };
        let mut history = History::new(&self.id);
        let mut entry = Entry::new(context.now, self.by, Action::Created);
        entry.claim.clone_from(&self.copy_of);
        let idle_until =
            context.catalogue.calendar.after_days(context.now, engagement.deadlines.idle_draft_days);
        let state = State::Draft { idle_until };
        entry.to = Some(state.as_str().into());
        history.push(entry);
        let mut claim = Claim {
            id: self.id,
            org: self.org.clone(),
            org_name,
            created_by: self.created_by.into(),
            engagement: engagement.id.clone(),
            rule_version: engagement.rule_version,
            customer: CustomerRef {
                id: customer.id.clone(),
                name: customer.name.clone(),
                tenant,
                public_sector: customer.public_sector,
                country: customer.country.clone(),
                managed: customer.managed,
            },
            content,
            state,
            deal: None,
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
            copy_of: self.copy_of,
            history,
            keys: Vec::new(),
            marks: Vec::new(),
            request: None,
            version: 1,
            revision: 1,
            created_at: context.now,
            updated_at: context.now,
        };
        alarm::set(&mut claim, engagement, &context.catalogue.calendar, context.now);
        not_a_duplicate(&claim, &customer)?;
        Ok(Created { claim, new_customer })
    }
}

/// V-03, V-04, V-05, V-05b
fn unclaimable(
    engagement: Option<&Engagement>,
    location: Option<&Location>,
    context: Context<'_>,
) -> Vec<Fault> {
    let Some(engagement) = engagement else {
        return alloc::vec![Fault::new("/engagementId", Code::EngagementUnknown)];
    };
    let mut faults = Vec::new();
    if engagement.kind != Kind::Association {
        faults.push(Fault::new("/engagementId", Code::EngagementKindMismatch));
    }
    if engagement.status(context.now) != EngagementStatus::Active {
        faults.push(Fault::new("/engagementId", Code::EngagementNotActive));
    }
    if let Some(code) = location.and_then(|location| location.admits(&engagement.id).err()) {
        faults.push(Fault::new("/locationId", code));
    }
    faults
}

/// V-16: subscriptions that cannot carry the claim.
fn unsupported(
    content: &Content,
    tenant: &str,
    engagement: &Engagement,
    known: &[Subscription],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, item) in content.items.iter().enumerate() {
        let ItemKey::Subscription(id) = &item.key else { continue };
        let product = item.product.as_deref().unwrap_or_default();
        let verdict = known
            .iter()
            .find(|row| row.subscription_id == *id)
            .map_or(Err(Code::SubscriptionNotOnTenant), |row| {
                row.supports(tenant, product, engagement, &content.role)
            });
        if let Err(code) = verdict {
            faults.push(Fault::new(format!("/items/{index}/subscriptionId"), code));
        }
    }
    faults
}

/// V-02: somebody else's location looks like one that does not exist.
fn in_scope(
    input: &ClaimInput,
    caller: &Caller,
    location: Option<&Location>,
) -> Result<Option<Location>, Refusal> {
    if input.location_id.as_deref().is_none_or(|id| id.trim().is_empty()) {
        return Ok(None);
    }
    location
        .filter(|location| location.org == caller.org && caller.scope.covers(&location.location_id))
        .map(|location| Some(location.clone()))
        .ok_or(Refusal::LocationOutOfScope)
}

/// V-19 at create: best effort; the transaction of the submission is exact.
fn not_a_duplicate(claim: &Claim, customer: &Customer) -> Result<(), Refusal> {
    for item in &claim.content.items {
        let key = guard::exclusivity_key(&claim.customer.tenant, &item.key);
        let open = Guard::Open { org: claim.org.clone(), key };
        if let Some(other) = customer.holders.get(&open.name()).filter(|other| **other != claim.id) {
            return Err(Refusal::Duplicate { claim: other.clone(), pointer: format!("/items/{}", item.key) });
        }
    }
    Ok(())
}
