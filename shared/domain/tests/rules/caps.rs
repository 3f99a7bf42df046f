//! V-49, V-51 and I-12: how many claims a customer has, and whose they are.

use std::collections::BTreeMap;

use domain::{
    Caller, Claim, ClaimId, Customer, Refusal,
    allowed::Act,
    customer::Ineligible,
    decide::{self, DealFacts, capped, conflicts, taken},
    guard::{Guard, held_by},
    input::EngagementInput,
};
use testkit::{Scene, build, engage, persona};

/// A customer on whom these claims hold what they hold.
fn customer_of(claims: &[Claim]) -> Customer {
    let mut holders: BTreeMap<String, ClaimId> = BTreeMap::new();
    for claim in claims {
        for guard in held_by(claim) {
            assert_eq!(holders.insert(guard.name(), claim.id.clone()), None, "held twice");
        }
    }
    Customer { holders, ..build::customer() }
}

fn ask(name: &str, input: &EngagementInput, caller: &Caller, claims: &[Claim]) -> Result<Claim, Refusal> {
    let facts = DealFacts { customer: Some(customer_of(claims)), ..build::deal_facts(input) };
    Ok(engage(name, input, caller, &facts)?.claims.remove(0))
}

fn by_a(name: &str, input: &EngagementInput, claims: &[Claim]) -> Result<Claim, Refusal> {
    ask(name, input, &persona::partner_a_admin(), claims)
}

fn by_b(name: &str, input: &EngagementInput, claims: &[Claim]) -> Result<Claim, Refusal> {
    ask(name, &build::engagement_of_partner_b(input.clone()), &persona::partner_b_admin(), claims)
}

fn reached(engagement: &str, reason: Ineligible) -> Refusal {
    Refusal::CustomerCapReached { engagement: domain::EngagementId::new(engagement), reason }
}

fn project() -> EngagementInput {
    build::engagement_input(&["small-project"])
}

#[test]
fn v_51_one_open_claim_of_a_partner_for_an_engagement_and_a_customer() {
    let own = Scene::engaged().claim;
    let again = by_a("again", &project(), std::slice::from_ref(&own));
    assert_eq!(
        again.unwrap_err(),
        Refusal::Duplicate { claim: own.id.clone(), pointer: "/engagementIds".into() }
    );
    let other = build::engagement_input(&["assessment"]);
    assert!(by_a("other", &other, &[own]).is_ok(), "another engagement");
}

#[test]
fn v_49_running_claims_of_every_partner_count() {
    let own = Scene::engaged().claim;
    let refused = by_b("b", &project(), std::slice::from_ref(&own));
    assert_eq!(refused.unwrap_err(), reached("small-project", Ineligible::ActiveCapReached));
    let engagement = build::CATALOGUE.newest("small-project").unwrap();
    assert_eq!(capped(&customer_of(&[own]), engagement), [Ineligible::ActiveCapReached]);
    assert_eq!(capped(&build::customer(), engagement), []);
}

#[test]
fn v_49_places_are_numbered_and_the_first_free_one_is_taken() {
    // Two at once, five in all.
    let variable = build::variable_input(40.0);
    let first = by_a("one", &variable, &[]).unwrap();
    let second = by_b("two", &variable, std::slice::from_ref(&first)).unwrap();
    let place = |claim: &Claim| {
        let place = claim.deal.as_ref().unwrap().place;
        (place.active.unwrap(), place.total.unwrap())
    };
    assert_eq!((place(&first), place(&second)), ((0, 0), (1, 1)));
    let both = [first.clone(), second.clone()];
    assert_eq!(capped(&customer_of(&both), build::CATALOGUE.newest("variable-project").unwrap()).len(), 1);
    // The one that was first ends; its place is free, the other one keeps its own.
    let third = by_a("three", &variable, &[second]).unwrap();
    assert_eq!(place(&third), (0, 0));
}

#[test]
fn v_49_a_failing_end_frees_both_places_and_an_approval_keeps_the_one_in_all() {
    for (name, scene) in Scene::every_engagement() {
        let held: Vec<String> = held_by(&scene.claim).into_iter().map(|guard| guard.name()).collect();
        let holds = |prefix: &str| held.iter().any(|name| name.starts_with(prefix));
        let approved = scene.claim.state.as_str() == "approved";
        let running = !scene.claim.is_terminal();
        assert_eq!(holds("active/"), running, "{name}");
        assert_eq!(holds("open/"), running, "{name}");
        assert_eq!(holds("total/"), running || approved, "{name}");
    }
}

#[test]
fn v_49_the_cap_in_all_counts_what_was_approved() {
    let approve = |claim: Claim, caller: Caller| {
        let created = domain::Created { claim, new_customer: None };
        Scene::of_created(created, caller).asked().agreed().proven().submit().review().approve().claim
    };
    let first = approve(by_a("one", &project(), &[]).unwrap(), persona::partner_a_admin());
    let second = by_b("two", &project(), std::slice::from_ref(&first)).unwrap();
    let second = approve(second, persona::partner_b_admin());
    let place = second.deal.as_ref().unwrap().place;
    assert_eq!((place.active, place.total), (Some(0), Some(1)));
    let both = [first, second];
    let engagement = build::CATALOGUE.newest("small-project").unwrap();
    assert_eq!(capped(&customer_of(&both), engagement), [Ineligible::TotalCapReached]);
    let refused = by_a("three", &build::claimed(project()), &both);
    assert_eq!(refused.unwrap_err(), reached("small-project", Ineligible::TotalCapReached));
}

#[test]
fn scenario_12_i_12_two_who_add_at_once_take_the_same_place_and_one_is_refused() {
    // Neither sees the other.
    let (a, b) = (by_a("a", &project(), &[]).unwrap(), by_b("b", &project(), &[]).unwrap());
    let take: Vec<Guard> = held_by(&b).into_iter().collect();
    let met = conflicts(&customer_of(std::slice::from_ref(&a)), &b.id, &take);
    assert!(met.iter().all(|(_, holder)| *holder == a.id));
    assert_eq!(taken(&b, &met), reached("small-project", Ineligible::ActiveCapReached));
    // Two requests of one partner are duplicates.
    let twice = by_a("twice", &project(), &[]).unwrap();
    let take: Vec<Guard> = held_by(&twice).into_iter().collect();
    let met = conflicts(&customer_of(std::slice::from_ref(&a)), &twice.id, &take);
    let own = met.into_iter().filter(|(guard, _)| matches!(guard, Guard::Open { .. })).collect::<Vec<_>>();
    assert!(matches!(taken(&twice, &own), Refusal::Duplicate { claim, .. } if claim == a.id));
}

#[test]
fn v_50_a_customer_is_known_as_long_as_one_consent_stands() {
    let agreed = Scene::engaged().asked().agreed();
    let known = |claims: &[Claim]| customer_of(claims).is_known_to(&agreed.claim.org);
    assert!(!known(&[Scene::engaged().asked().claim]));
    assert!(known(std::slice::from_ref(&agreed.claim)));
    assert!(!customer_of(std::slice::from_ref(&agreed.claim)).is_known_to(&domain::OrgId::new("partner-b")));
    // It stays known when the claim ends, but not when it takes the consent back.
    assert!(known(&[agreed.clone().by_partner(Act::Cancel).claim]));
    assert!(known(&[agreed.clone().run_out("first_submit").claim]));
    assert!(!known(&[agreed.clone().answered(domain::consent::Choice::Withdraw).claim]));
    assert_eq!(decide::capped(&customer_of(&[]), agreed.rules()), []);
}
