//! Engagement claims through the use cases: made at once, made once, and never more than a cap allows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use app::{
    Failure,
    engage::Made,
    ports::{Engagements, ListQuery, Lists, Order, Shelf, Tab},
};
use desk::Desk;
use domain::{
    Actor, Caller, Claim, Code, Command, EngagementId, OrgId, Refusal, State,
    claim::Origin,
    consent::Choice,
    customer::Ineligible,
    input::{ContactInput, EngagementInput},
    state::Closing,
};
use jiff::SignedDuration;
use testkit::{build, commands, persona, ready};

fn added(engagements: &[&str]) -> EngagementInput {
    build::engagement_input(engagements)
}

fn claimed(desk: &Desk, engagements: &[&str]) -> EngagementInput {
    let customer = ready(desk.store.look_up_deal(&app::ports::DealWanted {
        identifier: domain::decide::identifier(&added(engagements)),
        ..Default::default()
    }));
    let customer = customer.unwrap().facts.customer.unwrap().id;
    EngagementInput {
        origin: Some("claimed".into()),
        identifier: None,
        customer_id: Some(customer.to_string()),
        ..added(engagements)
    }
}

fn by_b(input: EngagementInput) -> EngagementInput {
    let email = Some("bob@partner-b.example".into());
    EngagementInput {
        location_id: Some(build::LOCATION_B.into()),
        partner_contact: Some(ContactInput { email, ..build::partner_contact() }),
        ..input
    }
}

impl Desk {
    fn engage(&self, input: &EngagementInput, caller: &Caller) -> Result<Vec<Claim>, Refusal> {
        match ready(self.app.engage(input, caller, None)) {
            Ok(Made { claims, .. }) => Ok(claims),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(Failure::Store(fault)) => panic!("{fault}"),
        }
    }

    fn engaged(&self, input: &EngagementInput) -> Claim {
        self.engage(input, &persona::partner_a_admin()).unwrap().remove(0)
    }

    fn asked(&self, input: &EngagementInput) -> Claim {
        let claim = self.engaged(input);
        let partner = Actor::Staff(persona::partner_a_admin());
        self.try_act(&claim.id, partner, Command::SendConsent(build::consent_input())).unwrap().claim
    }

    fn answered(&self, claim: &Claim, choice: Choice) -> Claim {
        self.try_act(&claim.id, Actor::Customer, commands::answer_now(claim, choice)).unwrap().claim
    }

    fn on_tab(&self, tab: Tab) -> Vec<String> {
        let shelf = Shelf::Engagement {
            org: OrgId::new("partner-a"),
            engagement: EngagementId::new("workshop"),
            tab,
        };
        let query = ListQuery { shelf, order: Order::Created, since: None, limit: 10, after: None };
        let page = ready(self.store.list(&query)).unwrap();
        page.claims.iter().map(|claim| claim.state.as_str().to_owned()).collect()
    }
}

#[test]
fn e1_several_engagements_are_all_made_or_none() {
    let desk = Desk::open();
    let made = desk.engage(&added(&["assessment", "workshop"]), &persona::partner_a_admin()).unwrap();
    let engagements: Vec<&str> = made.iter().map(|claim| claim.engagement.as_str()).collect();
    assert_eq!(engagements, ["assessment", "workshop"]);
    let again = desk.engage(&added(&["small-project", "workshop"]), &persona::partner_a_admin());
    assert!(matches!(again, Err(Refusal::Duplicate { ref claim, .. }) if *claim == made[1].id), "{again:?}");
    assert_eq!(desk.store.all().len(), 2, "nothing is half made");
}

#[test]
fn e1_an_engagement_that_is_asked_for_twice_is_a_fault_of_the_request() {
    let desk = Desk::open();
    let twice = added(&["workshop", "workshop"]);
    for key in [None, Some(build::key("k", "b"))] {
        let refused = ready(desk.app.engage(&twice, &persona::partner_a_admin(), key));
        let Err(Failure::Refused(Refusal::Invalid(faults))) = refused else { panic!("{refused:?}") };
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/engagementIds/1", Code::ItemDuplicate));
    }
    assert!(desk.store.all().is_empty());
}

#[test]
fn v_49_scenario_12_a_full_cap_is_told_and_a_freed_place_is_taken() {
    let desk = Desk::open();
    let first = desk.asked(&added(&["workshop"]));
    let second = desk.engage(&by_b(added(&["workshop"])), &persona::partner_b_admin());
    let full = Refusal::CustomerCapReached {
        engagement: EngagementId::new("workshop"),
        reason: Ineligible::ActiveCapReached,
    };
    assert_eq!(second, Err(full));
    desk.answered(&first, Choice::Decline);
    assert!(desk.engage(&by_b(added(&["workshop"])), &persona::partner_b_admin()).is_ok());
}

#[test]
fn e9_what_time_has_freed_is_in_nobodys_way() {
    let desk = Desk::open();
    let first = desk.asked(&added(&["workshop"]));
    desk.wait(SignedDuration::from_hours(24 * 32));
    // No sweep has run.
    assert_eq!(desk.claim(&first.id).state, State::AwaitingConsent);
    assert!(desk.engage(&by_b(added(&["workshop"])), &persona::partner_b_admin()).is_ok());
    assert_eq!(desk.claim(&first.id).state, State::Closed { end: Closing::ConsentExpired });
    let own = desk.engage(&added(&["assessment"]), &persona::partner_a_admin()).unwrap();
    desk.wait(SignedDuration::from_hours(24 * 32));
    assert_ne!(desk.engage(&added(&["assessment"]), &persona::partner_a_admin()).unwrap()[0].id, own[0].id);
}

#[test]
fn v_50_whoever_agreed_once_is_claimed_and_nobody_else() {
    let desk = Desk::open();
    let admin = persona::partner_a_admin();
    assert_eq!(desk.engage(&claimed(&desk, &["workshop"]), &admin), Err(Refusal::CustomerNotKnown));
    let first = desk.asked(&added(&["workshop"]));
    assert_eq!(desk.engage(&claimed(&desk, &["assessment"]), &admin), Err(Refusal::CustomerNotKnown));
    let agreed = desk.answered(&first, Choice::Accept);
    let known = Refusal::CustomerAlreadyKnown { customer: agreed.customer.id.clone() };
    assert_eq!(desk.engage(&added(&["assessment"]), &admin), Err(known));
    let second = desk.engage(&claimed(&desk, &["assessment"]), &admin).unwrap().remove(0);
    let deal = second.deal.clone().unwrap();
    assert_eq!((deal.origin, deal.identifier.value.as_str()), (Origin::Claimed, build::TENANT));
    // Another partner does not know the customer by that.
    let other = desk.engage(&by_b(claimed(&desk, &["small-project"])), &persona::partner_b_admin());
    assert_eq!(other, Err(Refusal::CustomerNotKnown));
    // All consents taken back: the customer is unknown again.
    desk.answered(&agreed, Choice::Withdraw);
    assert_eq!(desk.engage(&claimed(&desk, &["small-project"]), &admin), Err(Refusal::CustomerNotKnown));
}

#[test]
fn e8_a_new_customer_who_declines_vanishes_from_the_page_and_a_known_one_stays() {
    let desk = Desk::open();
    let declined = desk.asked(&added(&["workshop"]));
    assert_eq!(desk.on_tab(Tab::Open), ["awaiting_consent"]);
    desk.answered(&declined, Choice::Decline);
    assert_eq!((desk.on_tab(Tab::Open), desk.on_tab(Tab::Completed)), (vec![], vec![]));
    let agreed = desk.asked(&added(&["assessment"]));
    desk.answered(&agreed, Choice::Accept);
    let again = desk.asked(&claimed(&desk, &["workshop"]));
    desk.answered(&again, Choice::Decline);
    assert_eq!(desk.on_tab(Tab::Completed), ["consent_declined"]);
}

#[test]
fn i_19_the_same_key_makes_the_same_claims() {
    let desk = Desk::open();
    let (admin, key) = (persona::partner_a_admin(), build::key("one", "body"));
    let engage = |input: &EngagementInput, key| ready(desk.app.engage(input, &admin, Some(key)));
    let input = added(&["assessment", "workshop"]);
    let first = engage(&input, key.clone()).unwrap();
    let second = engage(&input, key).unwrap();
    assert_eq!((first.claims, false, true), (second.claims, first.replayed, second.replayed));
    let other = engage(&added(&["assessment"]), build::key("one", "another body"));
    assert!(matches!(other, Err(Failure::Refused(Refusal::IdempotencyMismatch))));
}

#[test]
fn validate_only_has_no_effect() {
    let desk = Desk::open();
    let admin = persona::partner_a_admin();
    let claims = ready(desk.app.validate_engagement(&added(&["workshop"]), &admin)).unwrap();
    assert!(claims[0].deal.as_ref().unwrap().estimate.is_some());
    assert!(desk.store.all().is_empty());
}

#[test]
fn domain_9_an_unknown_tenant_makes_a_new_customer() {
    let desk = Desk::open();
    let mut input = added(&["workshop"]);
    let tenant = "3f2c0a6e-0000-4000-8000-0000000000ff";
    input.identifier.as_mut().unwrap().value = Some(tenant.into());
    let claim = desk.engaged(&input);
    assert_eq!((claim.customer.name.as_str(), claim.customer.tenant.as_str()), (tenant, tenant));
    // The next one finds it.
    let other = desk.engage(
        &by_b(EngagementInput { engagement_ids: Some(vec!["assessment".into()]), ..input }),
        &persona::partner_b_admin(),
    );
    assert_eq!(other.unwrap()[0].customer.id, claim.customer.id);
}
