//! Before a claim is made: whom an identifier leads to, and for what. Nothing changes by asking.

use domain::{
    Caller, Catalogue, Code, Customer, CustomerId, Engagement, EngagementId, Fault, Identifier,
    IdentifierType, Refusal,
    catalogue::{EngagementStatus, Kind},
    customer::Ineligible,
    decide::ENGAGEMENTS_MAX,
    eligibility,
    identifier::IdentifierInput,
};
use jiff::Timestamp;

use crate::{
    execute::{App, Failure},
    ports::{Claims, DealWanted, Engagements, Programme},
};

/// What a look-up found.
#[derive(Debug, Clone)]
pub struct LookedUp {
    /// The customer, if the identifier leads to one that is known
    pub customer: Option<Customer>,
    /// Each engagement that was asked for, with what stands in the way
    pub engagements: Vec<(Engagement, Vec<Ineligible>)>,
}

impl<S: Claims + Engagements + Programme> App<S> {
    /// Whom an identifier leads to, and whether each of the engagements can be claimed for it; without `ids`
    /// every one that can be claimed now.
    pub async fn look_up_customer(
        &self,
        identifier: Option<&IdentifierInput>,
        ids: Option<&[String]>,
        caller: &Caller,
    ) -> Result<LookedUp, Failure> {
        if !eligibility::looks_up(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let mut faults = Vec::new();
        let identifier = parsed(identifier).map_err(|fault| faults.push(fault)).ok();
        let catalogue = self.catalogue();
        let engagements = asked_for(ids, &catalogue, self.now(), &mut faults);
        let Some(identifier) = identifier.filter(|_| faults.is_empty()) else {
            return Err(Refusal::Invalid(faults).into());
        };
        let ids: Vec<EngagementId> = engagements.iter().map(|engagement| engagement.id.clone()).collect();
        let wanted =
            DealWanted { identifier: Some(identifier.clone()), engagements: ids, ..DealWanted::default() };
        let facts = self.look_up(&wanted).await?.facts;
        let told = engagements.into_iter().map(|engagement| {
            let reasons = eligibility::reasons(&identifier, &facts, engagement, &catalogue.programme);
            (engagement.clone(), reasons)
        });
        let engagements = told.collect();
        Ok(LookedUp { customer: facts.customer, engagements })
    }
}

impl<S: Claims + Engagements + Programme> App<S> {
    /// A customer that the caller's organisation knows, and whether each engagement can be claimed for it now.
    pub async fn known_customer(&self, id: &str, caller: &Caller) -> Result<LookedUp, Failure> {
        if !eligibility::looks_up(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let id = CustomerId::parse(id).ok_or(Refusal::NotFound)?;
        let customer = self.store.customer(&id).await?.filter(|customer| customer.is_known_to(&caller.org));
        let customer = customer.ok_or(Refusal::NotFound)?;
        let agreed = customer.consented_with(&caller.org).next().cloned();
        let claim = match &agreed {
            Some(agreed) => self.store.load(agreed).await?,
            None => None,
        };
        let agreed_as = claim.and_then(|claim| claim.deal).map(|deal| deal.identifier);
        let catalogue = self.catalogue();
        let engagements = asked_for(None, &catalogue, self.now(), &mut Vec::new());
        let of: Vec<_> = agreed_as
            .iter()
            .flat_map(|known| engagements.iter().map(|engagement| (engagement.id.clone(), known.clone())))
            .collect();
        let rows = if of.is_empty() { Vec::new() } else { self.store.eligibility(&of).await? };
        let programme = &catalogue.programme;
        let told = engagements.into_iter().map(|engagement| {
            let reasons =
                eligibility::known_reasons(&customer, agreed_as.as_ref(), &rows, engagement, programme);
            (engagement.clone(), reasons)
        });
        let engagements = told.collect();
        Ok(LookedUp { customer: Some(customer), engagements })
    }
}

/// The engagements of a look-up; without a word every one that can be claimed now.
fn asked_for<'a>(
    ids: Option<&[String]>,
    catalogue: &'a Catalogue,
    now: Timestamp,
    faults: &mut Vec<Fault>,
) -> Vec<&'a Engagement> {
    let Some(ids) = ids else {
        let claimable = |known: &&Engagement| {
            known.kind == Kind::Engagement && known.status(now) == EngagementStatus::Active
        };
        return catalogue.each(now).filter(claimable).collect();
    };
    if ids.is_empty() {
        faults.push(Fault::new("/engagementIds", Code::EngagementsRequired));
    }
    if ids.len() > ENGAGEMENTS_MAX {
        let max = ENGAGEMENTS_MAX.to_string();
        faults.push(Fault::new("/engagementIds", Code::TooManyItems).with("max", max));
        return Vec::new();
    }
    let mut engagements = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let at = format!("/engagementIds/{index}");
        match catalogue.current(id, now) {
            None => faults.push(Fault::new(at, Code::EngagementUnknown)),
            Some(known) if known.kind != Kind::Engagement => {
                faults.push(Fault::new(at, Code::EngagementKindMismatch));
            }
            Some(_) if ids[..index].contains(id) => faults.push(Fault::new(at, Code::ItemDuplicate)),
            Some(known) => engagements.push(known),
        }
    }
    engagements
}

/// V-08
fn parsed(given: Option<&IdentifierInput>) -> Result<Identifier, Fault> {
    let given = given.ok_or_else(|| Fault::new("/identifier", Code::IdentifierRequired))?;
    let name = given.kind.as_deref().unwrap_or_default().trim();
    let kind = IdentifierType::parse(name);
    let value = given.value.as_deref().unwrap_or_default();
    kind.and_then(|kind| Identifier::parse(kind, value))
        .ok_or_else(|| Fault::new("/identifier/value", Code::IdentifierMalformed).with("type", name))
}
