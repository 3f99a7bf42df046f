//! Before a claim is made: whom an identifier leads to, and which locations may claim an engagement. Nothing
//! changes by asking.

use app::ports::Programme as _;
use domain::{Refusal, Side, identifier::IdentifierInput};
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
        let (identifier, ids) = (asked.identifier.as_ref(), asked.engagement_ids.as_deref());
        let found = self.app.look_up_customer(identifier, ids, &caller).await?;
        let told = found.engagements.iter();
        let told = told.map(|(engagement, reasons)| views::looked_up(engagement, reasons, call.locale()));
        Ok(respond::json(call, 200, &views::look_up(found.customer.as_ref(), &caller.org, told.collect())))
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
