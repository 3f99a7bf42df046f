//! E1 with V-02, V-05, V-42, V-43 and V-50: a partner adds a customer, for one engagement or for several.

use domain::{
    Action, Caller, Code, Customer, Refusal, State,
    claim::Origin,
    decide::{self, DealFacts, Engaged},
    guard::Guard,
    input::EngagementInput,
};
use testkit::{Scene, build, build::at, engage, persona};

fn made(input: &EngagementInput) -> Result<Engaged, Refusal> {
    made_of(input, &build::deal_facts(input))
}

fn made_of(input: &EngagementInput, facts: &DealFacts) -> Result<Engaged, Refusal> {
    engage("e", input, &persona::partner_a_admin(), facts)
}

fn workshop() -> EngagementInput {
    build::engagement_input(&["workshop"])
}

/// The customer has agreed to an earlier claim of this partner.
fn known_to(org: &str) -> Customer {
    let mut customer = build::customer();
    let known = Guard::Known { org: domain::OrgId::new(org), claim: build::claim_id("earlier") };
    customer.holders.insert(known.name(), build::claim_id("earlier"));
    customer
}

#[test]
fn e1_one_claim_for_each_engagement_in_the_order_asked_for() {
    let input = build::engagement_input(&["workshop", "assessment", "large-project"]);
    let engaged = made(&input).unwrap();
    let ids: Vec<&str> = engaged.claims.iter().map(|claim| claim.engagement.as_str()).collect();
    assert_eq!(ids, ["workshop", "assessment", "large-project"]);
    assert_eq!(engaged.new_customer, None);
    for claim in &engaged.claims {
        assert_eq!((&claim.state, claim.version, claim.submissions), (&State::ConsentNotRequested, 1, 0));
        let deal = claim.deal.as_ref().unwrap();
        // Berlin, 30 days after Monday, 23 November, to the end of the day.
        assert_eq!(deal.consent_by, at("2026-12-23T23:00:00Z"));
        assert_eq!((deal.origin, deal.quarter_hours, &deal.size), (Origin::Added, None, &None));
        assert_eq!((deal.submit_by, deal.review_by, deal.dispute_by), (None, None, None));
        assert_eq!(claim.consent, None, "nobody is asked yet");
        let [created] = claim.history.entries.as_slice() else { panic!("one entry") };
        assert_eq!((created.action, created.reason.as_deref()), (Action::Created, Some("added")));
        assert!(claim.history.verifies(&claim.id));
    }
}

#[test]
fn e1_scenario_7_all_or_none() {
    let input = build::engagement_input(&["workshop", "assessment"]);
    let full = |engagement: &str| {
        let mut facts = build::deal_facts(&input);
        let place = Guard::Active { engagement: domain::EngagementId::new(engagement), number: 0 };
        facts.customer.as_mut().unwrap().holders.insert(place.name(), build::claim_id("other"));
        made_of(&input, &facts)
    };
    for engagement in ["workshop", "assessment"] {
        assert!(matches!(full(engagement), Err(Refusal::CustomerCapReached { .. })));
    }
    let unknown = build::engagement_input(&["workshop", "modern-work-usage", "nothing", "workshop"]);
    assert_eq!(
        build::faults(made(&unknown)),
        [
            ("/engagementIds/1".into(), Code::EngagementKindMismatch),
            ("/engagementIds/2".into(), Code::EngagementUnknown),
            ("/engagementIds/3".into(), Code::ItemDuplicate),
        ]
    );
    assert_eq!(
        build::faults(made(&build::engagement_input(&[]))),
        [("/engagementIds".into(), Code::EngagementsRequired)]
    );
    let many = vec!["workshop"; 21];
    assert_eq!(
        build::faults(made(&build::engagement_input(&many))),
        [("/engagementIds".into(), Code::TooManyItems)]
    );
}

#[test]
fn every_fault_of_the_fields_is_told_at_once() {
    let nothing = EngagementInput::default();
    assert_eq!(
        build::faults(made_of(&nothing, &DealFacts::default())),
        [
            ("/customerContact".into(), Code::ContactIncomplete),
            ("/engagementIds".into(), Code::EngagementsRequired),
            ("/kind".into(), Code::EngagementKindMismatch),
            ("/locationId".into(), Code::LocationNotEligible),
            ("/name".into(), Code::NameRequired),
            ("/origin".into(), Code::OriginRequired),
            ("/partnerContact".into(), Code::ContactIncomplete),
        ]
    );
}

#[test]
fn c5_v_02_administrators_and_users_claim_at_locations_of_their_scope() {
    let ask = |caller: &Caller, location: &str| {
        let input = EngagementInput { location_id: Some(location.into()), ..workshop() };
        engage("e", &input, caller, &build::deal_facts(&input)).map(|engaged| engaged.claims.len())
    };
    for (name, caller) in persona::all() {
        let expected = match name {
            "partner-a-admin" | "partner-a-user" => Ok(1),
            // Another organisation's location looks like one that does not exist.
            "partner-b-admin" => Err(Refusal::LocationOutOfScope),
            _ => Err(Refusal::Forbidden),
        };
        assert_eq!(ask(&caller, build::LOCATION), expected, "{name}");
    }
    let user = persona::partner_a_user();
    assert_eq!(ask(&user, build::OTHER_LOCATION), Err(Refusal::LocationOutOfScope), "scenario 19");
}

#[test]
fn v_42_scenario_8_variable_pay_is_one_engagement_by_itself() {
    for engagements in [["variable-project", "workshop"], ["workshop", "variable-project"]] {
        let input = EngagementInput { hours: Some(40.0), ..build::engagement_input(&engagements) };
        let faults = build::faults(made(&input));
        assert!(faults.contains(&("/engagementIds".into(), Code::SingleEngagementOnly)), "{faults:?}");
    }
}

#[test]
fn v_43_hours_are_positive_quarters_in_the_range_of_the_engagement() {
    let faults = |hours| build::faults(made(&EngagementInput { hours, ..build::variable_input(40.0) }));
    // The opportunity is looked up whatever the hours.
    let with = |hours: f64| {
        let input = build::variable_input(hours);
        made(&input).map(|engaged| engaged.claims[0].deal.as_ref().unwrap().quarter_hours.unwrap())
    };
    for (hours, quarters) in [(8.0, 32), (8.25, 33), (40.5, 162), (399.75, 1_599), (400.0, 1_600)] {
        assert_eq!(with(hours), Ok(quarters));
    }
    for hours in [0.0, -8.0, 7.75, 8.1, 8.125, 400.25, 1e12, f64::NAN, f64::INFINITY] {
        assert_eq!(build::faults(with(hours)), [("/hours".into(), Code::HoursOutOfRange)], "{hours}");
    }
    assert!(faults(None).contains(&("/hours".into(), Code::HoursRequired)));
    let fixed = EngagementInput { hours: Some(8.0), ..workshop() };
    assert_eq!(build::faults(made(&fixed)), [("/hours".into(), Code::HoursNotAllowed)]);
}

#[test]
fn scenario_8_the_estimate_is_kept_with_its_lines_and_can_be_computed_again() {
    let claim = made(&build::variable_input(40.0)).unwrap().claims.remove(0);
    let estimate = claim.deal.as_ref().unwrap().estimate.clone().unwrap();
    // 40 h × 150; 10 % of 250,000; at most 20,000.
    assert_eq!((estimate.amount.amount(), estimate.amount.currency.as_str()), ("6000.00".into(), "USD"));
    let codes: Vec<&str> = estimate.lines.iter().map(|line| line.code.as_str()).collect();
    assert_eq!(codes, ["hours_times_rate", "share_of_opportunity", "cap"]);
    let again = made(&build::variable_input(40.0)).unwrap().claims.remove(0);
    assert_eq!(again.deal.unwrap().estimate, Some(estimate));
    // Fixed pay goes by the country of the location.
    let fixed = made(&workshop()).unwrap().claims.remove(0).deal.unwrap().estimate.unwrap();
    assert_eq!((fixed.amount.amount(), fixed.amount.currency.as_str()), ("5000.00".into(), "EUR"));
}

#[test]
fn v_50_i_13_known_customers_are_claimed_and_others_added() {
    let with = |origin: &str, customer: Customer| {
        let id = customer.id.as_str().to_owned();
        let input = EngagementInput { origin: Some(origin.into()), customer_id: Some(id), ..workshop() };
        made_of(&input, &DealFacts { customer: Some(customer), ..build::deal_facts(&input) })
    };
    let customer = build::customer().id;
    assert_eq!(with("added", known_to("partner-a")).unwrap_err(), Refusal::CustomerAlreadyKnown { customer });
    assert_eq!(with("claimed", build::customer()).unwrap_err(), Refusal::CustomerNotKnown);
    // I-18: whom another partner knows is unknown here.
    assert_eq!(with("claimed", known_to("partner-b")).unwrap_err(), Refusal::CustomerNotKnown);
    assert!(with("added", known_to("partner-b")).is_ok());
    let claimed = with("claimed", known_to("partner-a")).unwrap().claims.remove(0);
    assert_eq!(claimed.deal.unwrap().origin, Origin::Claimed);
    assert_eq!(build::faults(with("both", build::customer())), [("/origin".into(), Code::OriginRequired)]);
}

#[test]
fn v_05_only_while_the_engagement_runs() {
    let mut catalogue = build::CATALOGUE.clone();
    let workshops = catalogue.engagements.iter_mut().filter(|known| known.id.as_str() == "workshop");
    workshops.for_each(|engagement| engagement.ends_at = Some(build::monday()));
    let (input, ids) = (workshop(), [build::claim_id("late")]);
    let ask = |now| {
        let context = domain::Context { now, catalogue: &catalogue, fresh: [0; 16], found: &[] };
        let caller = persona::partner_a_admin();
        domain::decide::engage(&input, &caller, &ids, None, &build::deal_facts(&input), context)
    };
    assert!(ask(build::monday() - jiff::SignedDuration::from_secs(1)).is_ok());
    let over = build::faults(ask(build::monday()));
    assert_eq!(over, [("/engagementIds/0".into(), Code::EngagementNotActive)]);
}

#[test]
fn scenario_15_what_is_over_is_made_again_without_consent_decisions_or_deadlines() {
    let partner = persona::partner_a_admin();
    for (name, scene) in Scene::every_engagement() {
        let customer = known_to("partner-a");
        let input = decide::again(&scene.claim, Some(&customer), &partner);
        if !scene.claim.is_terminal() {
            assert!(matches!(input, Err(Refusal::State { .. })), "{name}");
            continue;
        }
        let input = input.unwrap();
        let facts = DealFacts { customer: Some(customer), ..build::deal_facts(&input) };
        let claim = made_of(&input, &facts).unwrap().claims.remove(0);
        let deal = claim.deal.as_ref().unwrap();
        assert_eq!(
            (&claim.state, &claim.consent, claim.submissions),
            (&State::ConsentNotRequested, &None, 0)
        );
        assert_eq!((deal.origin, &deal.size, deal.submit_by), (Origin::Claimed, &None, None));
        assert_eq!(claim.content.customer_contact, scene.claim.content.customer_contact);
        assert_ne!(claim.id, scene.claim.id);
    }
    let over = Scene::engaged().asked().run_out("consent").claim;
    let added = decide::again(&over, Some(&build::customer()), &partner).unwrap();
    assert_eq!(added.origin.as_deref(), Some("added"), "the consent is not used again");
    let stranger = decide::again(&over, None, &persona::partner_b_admin());
    assert_eq!(stranger.unwrap_err(), Refusal::NotFound);
    assert_eq!(decide::again(&over, None, &persona::partner_a_referrals()).unwrap_err(), Refusal::Forbidden);
}
