//! The Customers page of an engagement (domain 9): own claims for it, and the customers a partner knows. A page
//! looks at as many rows as it may hold, however many there are.

use std::collections::HashMap;

use domain::{
    Actor, Caller, Claim, ClaimId, Customer, CustomerId, Engagement, Identifier, Refusal, Scope, actor,
    catalogue::Kind, customer::Ineligible, eligibility,
};
use serde::{Deserialize, Serialize};

use crate::{
    execute::{App, Failure},
    ports::{Claims, Engagements, ListQuery, Lists, Order, Position, Shelf, StoreError, Tab},
};

/// Rows of a tab that are counted.
pub const COUNTED: u32 = 1_000;
/// Rows looked at in one step of counting.
const STEP: u32 = 100;

/// A tab of the page, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomersTab {
    /// Own open claims, and known customers that can be claimed
    Eligible,
    /// Known customers that cannot
    Ineligible,
    /// Claims that are over
    Completed,
}

impl CustomersTab {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Eligible, Self::Ineligible, Self::Completed];

    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Ineligible => "ineligible",
            Self::Completed => "completed",
        }
    }
}

/// Where a page begins: claims come before customers that are known only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Place {
    /// Behind this claim
    Claims(Option<Position>),
    /// Behind this customer
    Known(Option<CustomerId>),
}

/// A row of a tab.
#[derive(Debug, Clone)]
pub enum CustomerRow {
    /// An own claim as it stands now
    Claim(Box<Claim>),
    /// A customer that is known only
    Known(Box<Known>),
}

/// How many rows there are on a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// As far as was counted, one more than [`COUNTED`] at most
    pub count: u32,
    /// Whether some rows were not looked at
    pub unseen: bool,
}

/// A partner on the page of an engagement.
struct Desk<'a> {
    caller: &'a Caller,
    engagement: Engagement,
}

/// A known customer.
#[derive(Debug, Clone)]
pub struct Known {
    /// The customer
    pub customer: Customer,
    /// As what it agreed
    pub agreed_as: Option<Identifier>,
    /// What stands in the way of a claim
    pub reasons: Vec<Ineligible>,
}

impl<S: Claims + Engagements + Lists> App<S> {
    /// A page of a tab.
    pub async fn customers(
        &self,
        caller: &Caller,
        engagement: &str,
        tab: CustomersTab,
        place: Option<Place>,
        limit: u32,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), Failure> {
        let desk = self.desk(caller, engagement)?;
        Ok(match tab {
            CustomersTab::Eligible => self.eligible(&desk, place, limit).await?,
            CustomersTab::Ineligible => self.ineligible(&desk, place, limit).await?,
            CustomersTab::Completed => self.claimed(&desk, Tab::Completed, place, limit).await?,
        })
    }

    /// How many rows there are on each tab.
    pub async fn customer_counts(&self, caller: &Caller, engagement: &str) -> Result<[Counted; 3], Failure> {
        let desk = self.desk(caller, engagement)?;
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
            Counted { count: 0, unseen: false }
        } else {
            Counted { count: bad, unseen }
        };
        Ok([Counted { count: open + good, unseen }, ineligible, Counted { count: completed, unseen: false }])
    }

    /// Who may look at the page: there is none for associations.
    fn desk<'a>(&self, caller: &'a Caller, id: &str) -> Result<Desk<'a>, Refusal> {
        if !eligibility::looks_up(caller) {
            return Err(Refusal::Forbidden);
        }
        let catalogue = self.catalogue();
        let engagement = catalogue.current(id, self.now());
        let engagement = engagement.filter(|engagement| engagement.kind == Kind::Engagement);
        Ok(Desk { caller, engagement: engagement.ok_or(Refusal::NotFound)?.clone() })
    }

    /// Own open claims; after the last of them known customers that can be claimed.
    async fn eligible(
        &self,
        desk: &Desk<'_>,
        place: Option<Place>,
        limit: u32,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), StoreError> {
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
        rows.extend(good.map(|known| CustomerRow::Known(Box::new(known.clone()))));
        Ok((rows, next.map(|next| Place::Known(Some(next)))))
    }

    /// Known customers that cannot be claimed; none where an opportunity has to be named first.
    async fn ineligible(
        &self,
        desk: &Desk<'_>,
        place: Option<Place>,
        limit: u32,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), StoreError> {
        if eligibility::by_opportunity_only(&desk.engagement) {
            return Ok((Vec::new(), None));
        }
        let after = match place {
            Some(Place::Known(after)) => after,
            Some(Place::Claims(_)) | None => None,
        };
        let (known, next) = self.known(desk, after.as_ref(), limit).await?;
        let bad = known.iter().filter(|known| !known.reasons.is_empty());
        Ok((
            bad.map(|known| CustomerRow::Known(Box::new(known.clone()))).collect(),
            next.map(|next| Place::Known(Some(next))),
        ))
    }

    /// Own claims of a tab, newest first.
    async fn claimed(
        &self,
        desk: &Desk<'_>,
        tab: Tab,
        place: Option<Place>,
        limit: u32,
    ) -> Result<(Vec<CustomerRow>, Option<Place>), StoreError> {
        let after = match place {
            Some(Place::Claims(after)) => after,
            Some(Place::Known(_)) | None => None,
        };
        let (claims, next) = self.on_tab(desk, tab, after, limit).await?;
        let rows = claims.into_iter().map(|claim| CustomerRow::Claim(Box::new(claim))).collect();
        Ok((rows, next.map(|position| Place::Claims(Some(position)))))
    }

    /// The claims of a tab as they stand now, those the caller may know of: one query and one batched read.
    async fn on_tab(
        &self,
        desk: &Desk<'_>,
        tab: Tab,
        after: Option<Position>,
        limit: u32,
    ) -> Result<(Vec<Claim>, Option<Position>), StoreError> {
        let (org, engagement) = (desk.caller.org.clone(), desk.engagement.id.clone());
        let shelf = Shelf::Engagement { org, engagement, tab };
        let query = ListQuery { shelf, order: Order::Created, since: None, limit, after };
        let page = self.store.list(&query).await?;
        let actor = Actor::Staff(desk.caller.clone());
        let claims = page.claims.into_iter().map(|claim| self.settled(claim));
        let shown = claims.filter(|claim| actor::sees(&actor, claim) && Tab::of(claim) == Some(tab));
        Ok((shown.collect(), page.next))
    }

    /// How many claims of a tab the caller may know of; one more than [`COUNTED`] says that there are more.
    async fn counted(&self, desk: &Desk<'_>, tab: Tab) -> Result<u32, StoreError> {
        match desk.caller.scope {
            Scope::All => {
                let of = (&desk.caller.org, &desk.engagement.id);
                Ok(self.store.count(of, tab, COUNTED + 1).await?)
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
    ) -> Result<(Vec<Known>, Option<CustomerId>), StoreError> {
        let Desk { caller: Caller { org, .. }, engagement } = desk;
        let mut page = self.store.known_customers(org, after, limit).await?;
        page.customers.retain(|customer| !eligibility::has_open_claim(customer, org, engagement));
        let agreed = |customer: &Customer| customer.consented_with(org).next().cloned();
        let ids: Vec<ClaimId> = page.customers.iter().filter_map(agreed).collect();
        let claims = if ids.is_empty() { Vec::new() } else { self.store.load_all(&ids).await? };
        let identifiers: HashMap<ClaimId, Identifier> = claims
            .into_iter()
            .filter_map(|claim| claim.deal.map(|deal| (claim.id, deal.identifier)))
            .collect();
        let of: Vec<_> = identifiers.values().map(|known| (engagement.id.clone(), known.clone())).collect();
        let rows = if of.is_empty() { Vec::new() } else { self.store.eligibility(&of).await? };
        let programme = &self.catalogue().programme;
        let known = page.customers.into_iter().map(|customer| {
            let agreed_as = agreed(&customer).and_then(|claim| identifiers.get(&claim).cloned());
            let reasons =
                eligibility::known_reasons(&customer, agreed_as.as_ref(), &rows, engagement, programme);
            Known { customer, agreed_as, reasons }
        });
        Ok((known.collect(), page.next))
    }
}
