//! Engagement claims: made all or none, counted by caps, and who knows whom (E1, V-49, V-50, I-12).

use app::ports::{
    Claims, CommitError, DealWanted, Engagements, ListQuery, Lists, Order, Programme, Shelf, Tab,
};
use domain::{
    Caller, ClaimId, CustomerId, EngagementId, Identifier, IdentifierType, LocationId, OrgId,
    consent::Choice,
    customer::Customer,
    decide::{self, Created, DealFacts, Engaged},
};

use super::{current, seed};
use crate::{Scene, build, persona};

/// The suite of engagement claims.
pub async fn engagements<S: Claims + Engagements + Programme + Lists>(store: &S) {
    seed(store).await;
    what_a_claim_names_is_looked_up_at_once(store).await;
    e1_claims_are_made_all_or_none(store).await;
    i_12_the_last_place_is_taken_once(store).await;
    v_50_a_consent_makes_the_customer_known(store).await;
    an_unknown_tenant_comes_with_its_customer(store).await;
}

fn wanted(kind: IdentifierType, value: &str) -> DealWanted {
    DealWanted {
        claims: vec![ClaimId::derived(&["nobody"])],
        location: Some((OrgId::new("partner-a"), LocationId::new(build::LOCATION))),
        identifier: Identifier::parse(kind, value),
        customer: None,
        engagements: vec![EngagementId::new("workshop")],
    }
}

async fn facts<S: Engagements>(store: &S, caller: &Caller) -> DealFacts {
    let location = if caller.org.as_str() == "partner-a" { build::LOCATION } else { build::LOCATION_B };
    let location = Some((caller.org.clone(), LocationId::new(location)));
    let wanted = DealWanted { location, ..wanted(IdentifierType::Tenant, build::TENANT) };
    store.look_up_deal(&wanted).await.unwrap().facts
}

async fn what_a_claim_names_is_looked_up_at_once<S: Engagements>(store: &S) {
    let known = store.look_up_deal(&wanted(IdentifierType::Tenant, build::TENANT)).await.unwrap();
    assert_eq!(known.facts.customer, Some(build::customer()));
    assert_eq!(known.facts.tenants, [build::TENANT]);
    assert_eq!(known.facts.location.unwrap().location_id.as_str(), build::LOCATION);
    assert!(known.claims.is_empty());
    let by = wanted(IdentifierType::Subscription, &build::subscription_id(3));
    let known = store.look_up_deal(&by).await.unwrap().facts;
    assert_eq!((known.customer, known.tenants), (Some(build::customer()), vec![build::TENANT.to_owned()]));
    let by = DealWanted { customer: Some(build::customer().id), identifier: None, ..by };
    assert_eq!(store.look_up_deal(&by).await.unwrap().facts.customer, Some(build::customer()));
    let nobody = store.look_up_deal(&wanted(IdentifierType::Opportunity, "7-NOBODY")).await.unwrap().facts;
    assert_eq!((nobody.customer, nobody.tenants, nobody.opportunity), (None, vec![], None));
}

fn engage(name: &str, caller: &Caller, engagements: &[&str], facts: &DealFacts) -> Engaged {
    let mut input = build::engagement_input(engagements);
    if caller.org.as_str() == "partner-b" {
        input.location_id = Some(build::LOCATION_B.into());
        input.partner_contact.as_mut().unwrap().email = Some("bob@partner-b.example".into());
    }
    crate::scene::engage(name, &input, caller, facts).unwrap()
}

/// The scene that a claim which was made goes on with.
fn scene(engaged: &Engaged, partner: Caller) -> Scene {
    let claim = engaged.claims[0].clone();
    Scene::of_created(Created { claim, new_customer: None }, partner)
}

async fn commit_all<S: Claims>(store: &S, scene: &Scene) {
    for decision in &scene.decisions {
        store.commit(decision, &[]).await.unwrap();
    }
    assert_eq!(store.load(&scene.claim.id).await.unwrap().as_ref(), Some(&scene.claim));
}

async fn e1_claims_are_made_all_or_none<S: Claims + Engagements>(store: &S) {
    let admin = persona::partner_a_admin();
    let first = engage("e1", &admin, &["assessment", "workshop"], &facts(store, &admin).await);
    store.engage(&first).await.unwrap();
    assert_eq!(store.load(&first.claims[1].id).await.unwrap().as_ref(), Some(&first.claims[1]));
    let holders = facts(store, &admin).await.customer.unwrap().holders;
    for guard in first.claims.iter().flat_map(domain::guard::held_by) {
        assert!(holders.contains_key(&guard.name()), "{guard:?}");
    }
    // The same again meets itself.
    assert_eq!(current(store.engage(&first).await), Some(first.claims[0].clone()));
    // One claim that cannot be made takes the others with it.
    let stale = engage(
        "e1 again",
        &admin,
        &["small-project", "workshop"],
        &build::deal_facts(&build::engagement_input(&[])),
    );
    assert!(matches!(store.engage(&stale).await, Err(CommitError::CustomerExists)));
    assert_eq!(store.load(&stale.claims[0].id).await.unwrap(), None);
    let of = |engagement| (OrgId::new("partner-a"), EngagementId::new(engagement));
    let (org, workshop) = of("workshop");
    assert_eq!(store.count((&org, &workshop), Tab::Open, 10).await.unwrap(), 1);
    assert_eq!(store.count((&org, &of("small-project").1), Tab::Open, 10).await.unwrap(), 0);
}

async fn i_12_the_last_place_is_taken_once<S: Claims + Engagements>(store: &S) {
    let (a, b) = (persona::partner_a_admin(), persona::partner_b_admin());
    // Both have seen the place free.
    let (by_a, by_b) = (facts(store, &a).await, facts(store, &b).await);
    let first = engage("i12 a", &a, &["medium-project"], &by_a);
    let second = engage("i12 b", &b, &["medium-project"], &by_b);
    store.engage(&first).await.unwrap();
    assert!(matches!(store.engage(&second).await, Err(CommitError::CustomerExists)));
    let seen = facts(store, &b).await.customer.unwrap();
    let full = decide::capped(&seen, build::CATALOGUE.newest("medium-project").unwrap());
    assert_eq!(full, [domain::customer::Ineligible::ActiveCapReached]);
    // The customer declines: the place is free again.
    commit_all(store, &scene(&first, a).asked().answered(Choice::Decline)).await;
    store.engage(&engage("i12 b", &b, &["medium-project"], &facts(store, &b).await)).await.unwrap();
}

async fn known<S: Engagements>(store: &S, org: &str) -> Vec<CustomerId> {
    let page = store.known_customers(&OrgId::new(org), None, 10).await.unwrap();
    page.customers.into_iter().map(|customer: Customer| customer.id).collect()
}

async fn v_50_a_consent_makes_the_customer_known<S: Claims + Engagements + Lists>(store: &S) {
    let admin = persona::partner_a_admin();
    let made = engage("v50", &admin, &["large-project"], &facts(store, &admin).await);
    store.engage(&made).await.unwrap();
    assert!(known(store, "partner-a").await.is_empty());
    let agreed = scene(&made, admin).asked().agreed();
    commit_all(store, &agreed).await;
    assert_eq!(known(store, "partner-a").await, [build::customer().id]);
    assert!(known(store, "partner-b").await.is_empty());
    let shelf = |tab| Shelf::Engagement {
        org: OrgId::new("partner-a"),
        engagement: EngagementId::new("large-project"),
        tab,
    };
    let query =
        |tab| ListQuery { shelf: shelf(tab), order: Order::Created, since: None, limit: 5, after: None };
    let open = store.list(&query(Tab::Open)).await.unwrap().claims;
    assert_eq!(open, std::slice::from_ref(&agreed.claim));
    let mut withdrawn = agreed.clone().answered(Choice::Withdraw);
    withdrawn.decisions.drain(..agreed.decisions.len());
    commit_all(store, &withdrawn).await;
    assert!(known(store, "partner-a").await.is_empty());
    assert!(store.list(&query(Tab::Open)).await.unwrap().claims.is_empty());
    assert_eq!(store.list(&query(Tab::Completed)).await.unwrap().claims, [withdrawn.claim]);
}

async fn an_unknown_tenant_comes_with_its_customer<S: Claims + Engagements>(store: &S) {
    let tenant = "3f2c0a6e-0000-4000-8000-0000000000ee";
    let mut input = build::engagement_input(&["workshop"]);
    input.identifier.as_mut().unwrap().value = Some(tenant.into());
    let caller = persona::partner_a_admin();
    let seen = store.look_up_deal(&wanted(IdentifierType::Tenant, tenant)).await.unwrap().facts;
    assert_eq!((seen.customer.as_ref(), seen.tenants.as_slice()), (None, [tenant.to_owned()].as_slice()));
    let made = crate::scene::engage("unknown", &input, &caller, &seen).unwrap();
    store.engage(&made).await.unwrap();
    let found = store.look_up_deal(&wanted(IdentifierType::Tenant, tenant)).await.unwrap().facts;
    let customer = found.customer.unwrap();
    assert_eq!(customer.id, made.claims[0].customer.id);
    assert!(
        customer.holders.values().all(|claim| *claim == made.claims[0].id) && !customer.holders.is_empty()
    );
    // Whoever has not seen it decides again.
    let late = crate::scene::engage("too late", &input, &caller, &seen).unwrap();
    assert!(matches!(store.engage(&late).await, Err(CommitError::CustomerExists)));
}
