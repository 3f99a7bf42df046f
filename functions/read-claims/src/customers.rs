//! The Customers page of an engagement (domain 9): own claims for it, and the customers a partner knows. A page
//! looks at as many rows as it may hold, however many there are.

use std::collections::HashMap;

use app::ports::{Claims as _, Engagements as _, ListQuery, Lists as _, Order, Position, Shelf, Tab};
use domain::{
    Actor, Caller, Claim, ClaimId, Customer, CustomerId, Engagement, Identifier, Refusal, Scope, actor,
    catalogue::Kind, customer::Ineligible, eligibility,
};
use serde::{Deserialize, Serialize};
use web::{
    Call, Problem, Reply, respond,
    views::{self, CustomerRow},
};

use crate::{ReadClaims, lists::bound_to};

/// Rows of a tab that are counted.
const COUNTED: u32 = 1_000;
/// Rows looked at in one step of counting.
const STEP: u32 = 100;

/// Where a page begins: claims come before customers that are known only.
#[derive(Clone, Serialize, Deserialize)]
enum Place {
    Claims(Option<Position>),
    Known(Option<CustomerId>),
}

/// A partner on the page of an engagement.
struct Desk<'a> {
    caller: &'a Caller,
    engagement: Engagement,
}

/// A known customer, as it agreed, with what stands in the way of a claim.
struct Known {
    customer: Customer,
    agreed_as: Option<Identifier>,
    reasons: Vec<Ineligible>,
}

impl ReadClaims {
    /// `GET /v1/engagements/{id}/customers?tab=`
    pub(crate) async fn customers(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let tab = query.one_of("tab", &["eligible", "ineligible", "completed"]).unwrap_or("eligible");
        let limit = query.limit();
        let bound_to = bound_to(call.raw_path(), &caller, call);
        let place: Option<Place> = query.cursor(&self.keys, &bound_to);
        query.finish()?;
        let desk = self.desk(call, &caller)?;
        let (items, next) = match tab {
            "ineligible" => self.ineligible(&desk, place, limit, call).await?,
            "completed" => self.claimed(&desk, Tab::Completed, place, limit).await?,
            _ => self.eligible(&desk, place, limit, call).await?,
        };
        let next = next.map(|place| call.next_page(&self.keys.seal_cursor(&place, &bound_to)));
        Ok(respond::json(call, 200, &views::List { items, next }))
    }

    /// `GET /v1/engagements/{id}/customer-counts`
    pub(crate) async fn customer_counts(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let desk = self.desk(call, &caller)?;
        let open = self.counted(&desk, Tab::Open).await?;
        let completed = self.counted(&desk, Tab::Completed).await?;
        let (mut good, mut bad, mut after) = (0, 0, None);
        for _ in 0..COUNTED / STEP {
            let (known, next) = self.known(&desk, after.as_ref(), STEP).await?;
            let (claimable, others): (Vec<_>, Vec<_>) =
                known.iter().partition(|known| known.reasons.is_empty());
            good += claimable.len() as u32;
            bad += others.len() as u32;
            after = next;
            if after.is_none() {
                break;
            }
        }
        let unseen = after.is_some();
        let ineligible = if eligibility::by_opportunity_only(&desk.engagement) {
            views::count(0, COUNTED, false)
        } else {
            views::count(bad, COUNTED, unseen)
        };
        let counts = views::CustomerCountsView {
            eligible: views::count(open + good, COUNTED, unseen),
            ineligible,
            completed: views::count(completed, COUNTED, false),
        };
        Ok(respond::json(call, 200, &counts))
    }

    /// Who may look at the page: there is none for associations.
    fn desk<'a>(&self, call: &Call, caller: &'a Caller) -> Result<Desk<'a>, Problem> {
        if !eligibility::looks_up(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let catalogue = self.app.catalogue();
        let engagement = catalogue.each(self.app.now()).find(|known| known.id.as_str() == call.path("id"));
        let engagement = engagement.filter(|engagement| engagement.kind == Kind::Engagement);
        Ok(Desk { caller, engagement: engagement.ok_or(Refusal::NotFound)?.clone() })
    }

    /// Own open claims; after the last of them known customers that can be claimed.
    async fn eligible(
        &self,
        desk: &Desk<'_>,
        place: Option<Place>,
        limit: u32,
        call: &Call,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), Problem> {
        let (mut rows, after) = match place {
            Some(Place::Known(after)) => (Vec::new(), after),
            place @ (Some(Place::Claims(_)) | None) => {
                let (rows, next) = self.claimed(desk, Tab::Open, place, limit).await?;
                if next.is_some() {
                    return Ok((rows, next));
                }
                (rows, None)
            }
        };
        let left = limit.saturating_sub(rows.len() as u32);
        if left == 0 {
            return Ok((rows, Some(Place::Known(after))));
        }
        let (known, next) = self.known(desk, after.as_ref(), left).await?;
        let good = known.iter().filter(|known| known.reasons.is_empty());
        rows.extend(good.map(|known| known.row(call)));
        Ok((rows, next.map(|next| Place::Known(Some(next)))))
    }

    /// Known customers that cannot be claimed; none where an opportunity has to be named first.
    async fn ineligible(
        &self,
        desk: &Desk<'_>,
        place: Option<Place>,
        limit: u32,
        call: &Call,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), Problem> {
        if eligibility::by_opportunity_only(&desk.engagement) {
            return Ok((Vec::new(), None));
        }
        let after = match place {
            Some(Place::Known(after)) => after,
            Some(Place::Claims(_)) | None => None,
        };
        let (known, next) = self.known(desk, after.as_ref(), limit).await?;
        let bad = known.iter().filter(|known| !known.reasons.is_empty());
        Ok((bad.map(|known| known.row(call)).collect(), next.map(|next| Place::Known(Some(next)))))
    }

    /// Own claims of a tab, newest first.
    async fn claimed(
        &self,
        desk: &Desk<'_>,
        tab: Tab,
        place: Option<Place>,
        limit: u32,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), Problem> {
        let after = match place {
            Some(Place::Claims(after)) => after,
            Some(Place::Known(_)) | None => None,
        };
        let (claims, next) = self.on_tab(desk, tab, after, limit).await?;
        let (now, catalogue) = (self.app.now(), &self.app.catalogue());
        let rows = claims.iter().map(|claim| views::claimed_row(claim, catalogue, now)).collect();
        Ok((rows, next.map(|position| Place::Claims(Some(position)))))
    }

    /// The claims of a tab as they stand now, those the caller may know of: one query and one batched read.
    async fn on_tab(
        &self,
        desk: &Desk<'_>,
        tab: Tab,
        after: Option<Position>,
        limit: u32,
    ) -> Result<(Vec<Claim>, Option<Position>), Problem> {
        let (org, engagement) = (desk.caller.org.clone(), desk.engagement.id.clone());
        let shelf = Shelf::Engagement { org, engagement, tab };
        let query = ListQuery { shelf, order: Order::Created, since: None, limit, after };
        let page = self.app.store.list(&query).await?;
        let actor = Actor::Staff(desk.caller.clone());
        let claims = page.claims.into_iter().map(|claim| self.app.settled(claim));
        let shown = claims.filter(|claim| actor::sees(&actor, claim) && Tab::of(claim) == Some(tab));
        Ok((shown.collect(), page.next))
    }

    /// How many claims of a tab the caller may know of; one more than [`COUNTED`] says that there are more.
    async fn counted(&self, desk: &Desk<'_>, tab: Tab) -> Result<u32, Problem> {
        match desk.caller.scope {
            Scope::All => {
                let of = (&desk.caller.org, &desk.engagement.id);
                Ok(self.app.store.count(of, tab, COUNTED + 1).await?)
            }
            Scope::Only(_) => {
                let (mut count, mut after) = (0, None);
                for _ in 0..COUNTED / STEP {
                    let (claims, next) = self.on_tab(desk, tab, after, STEP).await?;
                    count += claims.len() as u32;
                    after = next;
                    if after.is_none() {
                        break;
                    }
                }
                Ok(count)
            }
        }
    }

    /// Known customers without an open claim of the partner: one query and three batched reads.
    async fn known(
        &self,
        desk: &Desk<'_>,
        after: Option<&CustomerId>,
        limit: u32,
    ) -> Result<(Vec<Known>, Option<CustomerId>), Problem> {
        let Desk { caller: Caller { org, .. }, engagement } = desk;
        let mut page = self.app.store.known_customers(org, after, limit).await?;
        page.customers.retain(|customer| !eligibility::has_open_claim(customer, org, engagement));
        let agreed = |customer: &Customer| customer.consented_with(org).next().cloned();
        let ids: Vec<ClaimId> = page.customers.iter().filter_map(agreed).collect();
        let claims = if ids.is_empty() { Vec::new() } else { self.app.store.load_all(&ids).await? };
        let identifiers: HashMap<ClaimId, Identifier> = claims
            .into_iter()
            .filter_map(|claim| claim.deal.map(|deal| (claim.id, deal.identifier)))
            .collect();
        let of: Vec<_> = identifiers.values().map(|known| (engagement.id.clone(), known.clone())).collect();
        let rows = if of.is_empty() { Vec::new() } else { self.app.store.eligibility(&of).await? };
        let programme = &self.app.catalogue().programme;
        let known = page.customers.into_iter().map(|customer| {
            let agreed_as = agreed(&customer).and_then(|claim| identifiers.get(&claim).cloned());
            let reasons =
                eligibility::known_reasons(&customer, agreed_as.as_ref(), &rows, engagement, programme);
            Known { customer, agreed_as, reasons }
        });
        Ok((known.collect(), page.next))
    }
}

impl Known {
    fn row(&self, call: &Call) -> CustomerRow {
        views::known_row(&self.customer, self.agreed_as.as_ref(), &self.reasons, call.locale())
    }
}
