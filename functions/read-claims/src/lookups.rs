//! Before a claim is made: whom an identifier leads to, and which locations may claim an engagement. Nothing
//! changes by asking.

use app::ports::{DealWanted, Programme as _};
use domain::{
    Catalogue, Code, Engagement, EngagementId, Fault, Identifier, IdentifierType, Refusal, Side,
    catalogue::{EngagementStatus, Kind},
    decide::ENGAGEMENTS_MAX,
    eligibility,
    identifier::IdentifierInput,
};
use jiff::Timestamp;
use serde::Deserialize;
use web::{Call, Problem, Reply, respond, views};

use crate::ReadClaims;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LookUp {
    identifier: Option<IdentifierInput>,
    engagement_ids: Option<Vec<String>>,
}

impl ReadClaims {
    /// `POST /v1/customer-lookups`
    pub(crate) async fn look_up(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        call.idempotency_key(&caller)?;
        let asked: LookUp = call.body_json()?;
        if !eligibility::looks_up(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        let mut faults = Vec::new();
        let identifier = identifier(asked.identifier.as_ref()).map_err(|fault| faults.push(fault)).ok();
        let catalogue = self.app.catalogue();
        let engagements = asked_for(asked.engagement_ids.as_deref(), &catalogue, self.app.now(), &mut faults);
        let Some(identifier) = identifier.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
        let ids: Vec<EngagementId> = engagements.iter().map(|engagement| engagement.id.clone()).collect();
        let wanted =
            DealWanted { identifier: Some(identifier.clone()), engagements: ids, ..DealWanted::default() };
        let facts = self.app.look_up(&wanted).await?.facts;
        let (customer, programme) = (facts.customer.as_ref(), &catalogue.programme);
        let told = engagements.into_iter().map(|engagement| {
            let reasons = eligibility::reasons(&identifier, &facts, engagement, programme);
            views::looked_up(engagement, &reasons, call.locale())
        });
        Ok(respond::json(call, 200, &views::look_up(customer, &caller.org, told.collect())))
    }

    /// `GET /v1/engagements/{id}/eligibility`: a partner's own locations, those the caller acts for.
    pub(crate) async fn eligible_locations(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        if caller.side != Side::Partner {
            return Err(Refusal::Forbidden.into());
        }
        let (catalogue, now) = (self.app.catalogue(), self.app.now());
        let engagement = catalogue.current(call.path("id"), now).ok_or(Refusal::NotFound)?;
        let locations = self.app.store.locations(&caller.org).await?;
        let own = locations.iter().filter(|location| caller.scope.covers(&location.location_id));
        let items: Vec<_> =
            own.map(|location| views::eligible_location(location, engagement, call.locale())).collect();
        Ok(respond::json(call, 200, &self.page_of(call, &caller, call.query(), items)?))
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
fn identifier(given: Option<&IdentifierInput>) -> Result<Identifier, Fault> {
    let given = given.ok_or_else(|| Fault::new("/identifier", Code::IdentifierRequired))?;
    let name = given.kind.as_deref().unwrap_or_default().trim();
    let kind = IdentifierType::parse(name);
    let value = given.value.as_deref().unwrap_or_default();
    kind.and_then(|kind| Identifier::parse(kind, value))
        .ok_or_else(|| Fault::new("/identifier/value", Code::IdentifierMalformed).with("type", name))
}
