//! Who am I, where may I claim, and what.

use app::ports::Programme as _;
use domain::{EngagementId, Refusal, Side};
use web::{Call, Problem, Reply, respond, views};

use crate::ReadClaims;

impl ReadClaims {
    pub(crate) fn me(&self, call: &Call) -> Result<Reply, Problem> {
        call.query().finish()?;
        Ok(respond::json(call, 200, &views::me(&call.caller()?)))
    }

    /// A partner's own locations, those the caller acts for.
    pub(crate) async fn locations(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        if caller.side != Side::Partner {
            return Err(Refusal::Forbidden.into());
        }
        let locations = self.app.store.locations(&caller.org).await?;
        let own = locations.iter().filter(|location| caller.scope.covers(&location.location_id));
        let items: Vec<_> = own.map(views::location).collect();
        Ok(respond::json(call, 200, &self.page_of(call, &caller, call.query(), items)?))
    }

    pub(crate) fn engagements(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let area = query.text("solutionArea");
        let kind = query.one_of("kind", &["association", "engagement"]);
        let status = query.one_of("status", &["upcoming", "active", "ended"]);
        let (now, catalogue) = (self.app.now(), &self.app.catalogue());
        let wanted = catalogue.each(now).filter(|engagement| {
            area.as_ref().is_none_or(|area| *area == engagement.solution_area)
                && kind.is_none_or(|kind| kind == engagement.kind.as_str())
                && status.is_none_or(|status| status == engagement.status(now).as_str())
        });
        let items: Vec<_> =
            wanted.map(|engagement| views::engagement(engagement, catalogue, call.locale(), now)).collect();
        Ok(respond::json(call, 200, &self.page_of(call, &caller, query, items)?))
    }

    /// The rules in force, or those of the version that is asked for: a claim keeps the ones it began with.
    pub(crate) fn engagement(&self, call: &Call) -> Result<Reply, Problem> {
        call.caller()?;
        let mut query = call.query();
        let version = query.parsed::<u32>("ruleVersion");
        query.finish()?;
        let (now, catalogue) = (self.app.now(), &self.app.catalogue());
        let id = EngagementId::new(call.path("id"));
        let engagement = match version {
            Some(version) => catalogue.rules(&id, version),
            None => catalogue.each(now).find(|known| known.id == id),
        };
        let view = views::engagement(engagement.ok_or(Refusal::NotFound)?, catalogue, call.locale(), now);
        Ok(respond::json(call, 200, &view))
    }
}
