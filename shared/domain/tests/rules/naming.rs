//! V-40, V-41, V-45 … V-48 and V-52: how the customer of an engagement claim is named, and who may be one.

use domain::{
    Code, Customer, Identifier, IdentifierType, Refusal,
    customer::{Eligibility, Ineligible},
    decide::{DealFacts, Engaged},
    guard::Guard,
    identifier::IdentifierInput,
    input::{ContactInput, EngagementInput},
};
use testkit::{build, engage, persona};

fn made(input: &EngagementInput) -> Result<Engaged, Refusal> {
    made_of(input, &build::deal_facts(input))
}

fn made_of(input: &EngagementInput, facts: &DealFacts) -> Result<Engaged, Refusal> {
    engage("e", input, &persona::partner_a_admin(), facts)
}

fn workshop() -> EngagementInput {
    build::engagement_input(&["workshop"])
}

fn named(kind: &str, value: &str) -> Option<IdentifierInput> {
    Some(IdentifierInput { kind: Some(kind.into()), value: Some(value.into()) })
}

fn pointers(input: &EngagementInput, facts: &DealFacts, code: Code) -> Vec<String> {
    let faults = build::faults(made_of(input, facts)).into_iter();
    faults.filter(|(_, known)| *known == code).map(|(pointer, _)| pointer).collect()
}

/// The customer has agreed to an earlier claim of this partner.
fn known_to(org: &str) -> Customer {
    let mut customer = build::customer();
    let known = Guard::Known { org: domain::OrgId::new(org), claim: build::claim_id("earlier") };
    customer.holders.insert(known.name(), build::claim_id("earlier"));
    customer
}

#[test]
fn v_40_v_41_identifiers_that_every_engagement_takes() {
    let input = |engagements: &[&str], kind, value| EngagementInput {
        identifier: named(kind, value),
        ..build::engagement_input(engagements)
    };
    let facts = build::deal_facts(&workshop());
    for (kind, value) in [
        ("domain", "fabrikam.example"),
        ("tenant", build::TENANT),
        ("parent_account", "4711"),
        ("subscription", "5a4c0c55-0000-4000-8000-000000000000"),
    ] {
        let claims = made_of(&input(&["workshop"], kind, value), &facts).unwrap().claims;
        let deal = claims[0].deal.as_ref().unwrap();
        assert_eq!((deal.identifier.kind.as_str(), deal.identifier.value.as_str()), (kind, value));
        assert_eq!(claims[0].customer.tenant, build::TENANT);
        // Variable pay knows opportunities only.
        let variable = EngagementInput { identifier: named(kind, value), ..build::variable_input(40.0) };
        let faults = pointers(&variable, &build::deal_facts(&variable), Code::IdTypeNotAllowed);
        assert_eq!(faults, ["/identifier/type"], "{kind}");
    }
    let opportunity = input(&["workshop"], "opportunity", build::OPPORTUNITY);
    assert_eq!(pointers(&opportunity, &facts, Code::IdTypeNotAllowed), ["/identifier/type"]);
    assert!(made(&build::variable_input(40.0)).is_ok());
    // V-08
    for (kind, value) in [("tenant", "no-uuid"), ("parent_account", "47a"), ("domain", "a b"), ("fax", "1")] {
        let faults = pointers(&input(&["workshop"], kind, value), &facts, Code::IdentifierMalformed);
        assert_eq!(faults, ["/identifier/value"], "{kind}");
    }
}

#[test]
fn v_45_scenario_13_a_domain_leads_to_one_tenant_or_the_tenant_is_asked_for() {
    let by_domain = EngagementInput { identifier: named("domain", "fabrikam.example"), ..workshop() };
    let with = |tenants: &[&str]| DealFacts {
        tenants: tenants.iter().map(|tenant| (*tenant).into()).collect(),
        ..build::deal_facts(&by_domain)
    };
    assert!(made_of(&by_domain, &with(&[build::TENANT])).is_ok());
    let second = "3f2c0a6e-0000-4000-8000-00000000000b";
    for (tenants, code) in
        [(&[][..], Code::TenantNotDerivable), (&[build::TENANT, second], Code::TenantAmbiguous)]
    {
        assert_eq!(build::faults(made_of(&by_domain, &with(tenants))), [("/identifier/value".into(), code)]);
    }
    // An unknown tenant makes a customer, named by it; any other unknown identifier does not.
    let by_tenant = EngagementInput { identifier: named("tenant", second), ..workshop() };
    let unknown = DealFacts { customer: None, tenants: vec![second.into()], ..build::deal_facts(&by_tenant) };
    let engaged = made_of(&by_tenant, &unknown).unwrap();
    assert_eq!(engaged.new_customer.unwrap().name, second);
    let by_parent = EngagementInput { identifier: named("parent_account", "99"), ..workshop() };
    let unknown = DealFacts { customer: None, tenants: Vec::new(), ..build::deal_facts(&by_parent) };
    assert_eq!(
        build::faults(made_of(&by_parent, &unknown)),
        [("/identifier/value".into(), Code::IdentifierUnknown)]
    );
}

#[test]
fn v_46_v_48_eligibility_is_that_of_the_identifier_given_not_of_its_customer() {
    let row = |kind, value: &str, reasons: &[Ineligible]| Eligibility {
        engagement_id: domain::EngagementId::new("workshop"),
        identifier: Identifier { kind, value: value.into() },
        eligible: false,
        reasons: reasons.to_vec(),
    };
    let mut facts = build::deal_facts(&workshop());
    facts.eligibility.push(row(IdentifierType::Domain, "fabrikam.example", &[]));
    assert!(made_of(&workshop(), &facts).is_ok(), "the row of another identifier");
    facts.eligibility.push(row(IdentifierType::Tenant, build::TENANT, &[Ineligible::DoneWithOtherPartner]));
    let Err(Refusal::Invalid(faults)) = made_of(&workshop(), &facts) else { panic!("ineligible") };
    assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/engagementIds/0", Code::CustomerIneligible));
    assert!(faults[0].params.contains(&("reasons", "done_with_other_partner".into())));
    assert!(faults[0].params.contains(&("hint", "try_other_identifier".into())));
    // It is told of the engagement that was asked for, whatever else is asked for.
    let more =
        EngagementInput { engagement_ids: Some(vec!["poetry".into(), "workshop".into()]), ..workshop() };
    assert_eq!(
        build::faults(made_of(&more, &facts)),
        [
            ("/engagementIds/0".into(), Code::EngagementUnknown),
            ("/engagementIds/1".into(), Code::CustomerIneligible)
        ]
    );
    // V-03, V-04: the location, too.
    for (spoil, code) in [(true, Code::LocationNotEnrolled), (false, Code::LocationNotEligible)] {
        let mut facts = build::deal_facts(&workshop());
        let location = facts.location.as_mut().unwrap();
        if spoil {
            location.enrolment = domain::customer::Enrolment::Ended;
        } else {
            location.engagements = vec!["assessment".into()];
        }
        assert_eq!(build::faults(made_of(&workshop(), &facts)), [("/engagementIds/0".into(), code)]);
    }
}

#[test]
fn v_47_scenario_13_a_foreign_contact_needs_a_reason_where_domains_are_known() {
    let contact = |email: &str| Some(ContactInput { email: Some(email.into()), ..build::customer_contact() });
    let foreign = EngagementInput { customer_contact: contact("sue@holding.example"), ..workshop() };
    assert_eq!(build::faults(made(&foreign)), [("/mismatchReason".into(), Code::MismatchReasonRequired)]);
    let explained =
        EngagementInput { mismatch_reason: Some(" The holding signs. ".into()), ..foreign.clone() };
    let claim = made(&explained).unwrap().claims.remove(0);
    assert_eq!(claim.deal.unwrap().mismatch_reason.as_deref(), Some("The holding signs."));
    // A host of a known domain is no mismatch; of a customer without known domains nothing can be said.
    let host = EngagementInput { customer_contact: contact("sue@mail.fabrikam.example"), ..workshop() };
    assert!(made(&host).is_ok());
    let mut facts = build::deal_facts(&foreign);
    facts.customer.as_mut().unwrap().domains.clear();
    assert!(made_of(&foreign, &facts).is_ok());
}

#[test]
fn e2_a_claimed_customer_is_named_as_it_agreed_and_never_by_somebody_elses_identifier() {
    let claimed = EngagementInput { identifier: None, ..build::claimed(workshop()) };
    let agreed_as = Identifier { kind: IdentifierType::ParentAccount, value: "4711".into() };
    let known = || Some(known_to("partner-a"));
    let facts =
        DealFacts { customer: known(), agreed_as: Some(agreed_as.clone()), ..build::deal_facts(&claimed) };
    let claim = made_of(&claimed, &facts).unwrap().claims.remove(0);
    assert_eq!(claim.deal.unwrap().identifier, agreed_as);
    // The identifier of another customer would borrow its eligibility.
    let second = "3f2c0a6e-0000-4000-8000-00000000000b";
    for (kind, value) in [("tenant", second), ("domain", "contoso.example"), ("parent_account", "99")] {
        let borrowed = EngagementInput { identifier: named(kind, value), ..claimed.clone() };
        let facts =
            DealFacts { customer: known(), tenants: vec![second.into()], ..build::deal_facts(&borrowed) };
        assert_eq!(
            build::faults(made_of(&borrowed, &facts)),
            [("/identifier/value".into(), Code::IdentifierUnknown)],
            "{kind}"
        );
    }
    // V-41: whatever is known, variable pay goes by an opportunity.
    let variable = EngagementInput { identifier: None, ..build::claimed(build::variable_input(40.0)) };
    let facts = DealFacts { customer: known(), ..build::deal_facts(&variable) };
    assert_eq!(build::faults(made_of(&variable, &facts)), [("/identifier".into(), Code::IdentifierRequired)]);
}

#[test]
fn e2_v_50_a_customer_that_is_claimed_by_no_id_of_its_own_is_nobody() {
    let facts = DealFacts { customer: Some(known_to("partner-a")), ..build::deal_facts(&workshop()) };
    let claimed = build::claimed(workshop());
    assert!(made_of(&claimed, &facts).is_ok());
    // The identifier leads to a known customer, and yet another one is claimed, or none.
    for id in [None, Some(domain::CustomerId::derived(&["another"]).to_string()), Some("cus_x".into())] {
        let wrong = EngagementInput { customer_id: id, ..claimed.clone() };
        let faults = build::faults(made_of(&wrong, &facts));
        assert_eq!(faults, [("/customerId".into(), Code::IdentifierUnknown)]);
    }
}

#[test]
fn v_52_the_partner_itself_and_blocked_domains_are_no_customers() {
    let partner = EngagementInput {
        identifier: named("domain", "partner-a.example"),
        mismatch_reason: Some("Ours".into()),
        ..workshop()
    };
    assert_eq!(build::faults(made(&partner)), [("/identifier".into(), Code::CustomerNotBonaFide)]);
    let mut affiliate = build::deal_facts(&workshop());
    affiliate.customer.as_mut().unwrap().domains.push("partner-a.example".into());
    assert_eq!(
        build::faults(made_of(&workshop(), &affiliate)),
        [("/identifier".into(), Code::CustomerNotBonaFide)]
    );
    let mut catalogue = build::CATALOGUE.clone();
    catalogue.programme.blocked_domains.push("fabrikam.example".into());
    let context = domain::Context { now: build::monday(), catalogue: &catalogue, fresh: [0; 16], found: &[] };
    let (input, ids) = (workshop(), [build::claim_id("blocked")]);
    let caller = persona::partner_a_admin();
    let blocked = domain::decide::engage(&input, &caller, &ids, None, &build::deal_facts(&input), context);
    assert_eq!(build::faults(blocked), [("/identifier".into(), Code::CustomerNotBonaFide)]);
}
