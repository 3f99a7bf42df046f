//! V-01 … V-19: what a create refuses, each with its code; limits at n-1, n, n+1.

use domain::{
    Caller, Catalogue, Claim, Code, Context, LocationId, Refusal,
    customer::{Channel, Enrolment, SubscriptionState},
    decide::Facts,
    input::{ClaimInput, ContactInput, ItemInput, RevenueInput},
};
use testkit::{Scene, build, persona};

fn create_with(
    input: &ClaimInput,
    caller: &Caller,
    facts: Facts,
    catalogue: &Catalogue,
) -> Result<Claim, Refusal> {
    let context = Context { now: build::monday(), catalogue, fresh: [0; 16], found: &[] };
    domain::create(input, caller, build::claim_id("v"), None, facts, context).map(|created| created.claim)
}

fn create(input: &ClaimInput) -> Result<Claim, Refusal> {
    create_with(input, &persona::partner_a_admin(), build::facts(input), &build::CATALOGUE)
}

fn spoilt(spoil: impl FnOnce(&mut ClaimInput)) -> Result<Claim, Refusal> {
    let mut input = build::claim_input();
    spoil(&mut input);
    create(&input)
}

fn fault(pointer: &str, code: Code) -> Vec<(String, Code)> {
    vec![(pointer.into(), code)]
}

fn none() -> Option<String> {
    None
}

fn some(text: &str) -> Option<String> {
    Some(text.into())
}

#[test]
fn v_01_a_name_has_1_to_120_characters() {
    for (length, code) in
        [(0, Some(Code::NameRequired)), (1, None), (119, None), (120, None), (121, Some(Code::NameTooLong))]
    {
        let made = spoilt(|input| input.name = Some("é".repeat(length)));
        match code {
            None => assert_eq!(made.unwrap().content.name.chars().count(), length),
            Some(code) => assert_eq!(build::faults(made), fault("/name", code), "{length}"),
        }
    }
    assert_eq!(build::faults(spoilt(|input| input.name = none())), fault("/name", Code::NameRequired));
    let bidi = spoilt(|input| input.name = some("a\u{202e}b"));
    assert_eq!(build::faults(bidi), fault("/name", Code::TextInvalid));
}

#[test]
fn v_02_a_location_is_the_callers_own() {
    let input = build::claim_input();
    let caller = persona::partner_a_admin();
    let with = |location| {
        let facts = Facts { location, ..build::facts(&input) };
        create_with(&input, &caller, facts, &build::CATALOGUE)
    };
    assert_eq!(with(None).unwrap_err(), Refusal::LocationOutOfScope, "it does not exist");
    let foreign = build::location("partner-b", build::LOCATION);
    assert_eq!(with(Some(foreign)).unwrap_err(), Refusal::LocationOutOfScope, "another organisation's");
    let mut scoped = caller.clone();
    scoped.scope = domain::Scope::Only(vec![LocationId::new(build::OTHER_LOCATION)]);
    let made = create_with(&input, &scoped, build::facts(&input), &build::CATALOGUE);
    assert_eq!(made.unwrap_err(), Refusal::LocationOutOfScope, "out of scope");
    scoped.scope = domain::Scope::Only(vec![LocationId::new(build::LOCATION)]);
    assert!(create_with(&input, &scoped, build::facts(&input), &build::CATALOGUE).is_ok());
}

#[test]
fn v_04_a_location_is_named_by_at_most_64_bytes() {
    let engagement = build::CATALOGUE.newest("modern-work-usage");
    let named = |id: Option<String>| {
        let input = ClaimInput { location_id: id, ..build::claim_input() };
        domain::validate::content(&input, engagement).map_err(Refusal::Invalid)
    };
    for wrong in [none(), some(""), some("  "), Some("4".repeat(65))] {
        assert_eq!(build::faults(named(wrong)), fault("/locationId", Code::LocationNotEligible));
    }
    for right in ["4".repeat(64), format!(" {} ", build::LOCATION)] {
        assert_eq!(named(Some(right.clone())).unwrap().location.as_str(), right.trim());
    }
}

#[test]
fn v_03_v_04_a_location_is_enrolled_and_eligible() {
    let input = build::claim_input();
    let with = |enrolment, engagements: &[&str]| {
        let mut location = build::locations()[0].clone();
        location.enrolment = enrolment;
        location.engagements = engagements.iter().map(|id| (*id).to_owned()).collect();
        let facts = Facts { location: Some(location), ..build::facts(&input) };
        create_with(&input, &persona::partner_a_admin(), facts, &build::CATALOGUE)
    };
    for enrolment in [
        Enrolment::Invited,
        Enrolment::ActionRequired,
        Enrolment::Validating,
        Enrolment::Ineligible,
        Enrolment::Ended,
    ] {
        assert_eq!(build::faults(with(enrolment, &["*"])), fault("/locationId", Code::LocationNotEnrolled));
    }
    for engagements in [&[][..], &["presales-advisor"][..]] {
        let made = with(Enrolment::Enrolled, engagements);
        assert_eq!(build::faults(made), fault("/locationId", Code::LocationNotEligible));
    }
    assert!(with(Enrolment::Enrolled, &["presales-advisor", "modern-work-usage"]).is_ok());
}

#[test]
fn v_05_an_engagement_is_active_from_its_start_up_to_its_end() {
    let now = build::monday();
    let second = jiff::SignedDuration::from_secs(1);
    for (starts, ends, active) in [
        (None, None, true),
        (Some(now), None, true),
        (Some(now + second), None, false),
        (None, Some(now), false),
        (None, Some(now + second), true),
    ] {
        let mut catalogue = build::CATALOGUE.clone();
        for engagement in &mut catalogue.engagements {
            (engagement.starts_at, engagement.ends_at) = (starts, ends);
        }
        let input = build::claim_input();
        let made = create_with(&input, &persona::partner_a_admin(), build::facts(&input), &catalogue);
        match active {
            true => assert!(made.is_ok(), "{starts:?} {ends:?}"),
            false => assert_eq!(build::faults(made), fault("/engagementId", Code::EngagementNotActive)),
        }
    }
    let unknown = spoilt(|input| input.engagement_id = some("nothing"));
    assert!(build::faults(unknown).contains(&("/engagementId".into(), Code::EngagementUnknown)));
}

#[test]
fn v_05b_an_association_is_claimed_for_an_association_engagement() {
    for kind in [none(), some("engagement"), some("other")] {
        let made = spoilt(|input| input.kind = kind);
        assert_eq!(build::faults(made), fault("/kind", Code::EngagementKindMismatch));
    }
    let mut catalogue = build::CATALOGUE.clone();
    for engagement in &mut catalogue.engagements {
        engagement.kind = domain::catalogue::Kind::Engagement;
    }
    let input = build::claim_input();
    let made = create_with(&input, &persona::partner_a_admin(), build::facts(&input), &catalogue);
    assert_eq!(build::faults(made), fault("/engagementId", Code::EngagementKindMismatch));
}

#[test]
fn v_06_contacts_are_complete() {
    type Spoil = fn(&mut ContactInput);
    let parts: [(&str, Spoil); 3] = [
        ("name", |contact| contact.name = None),
        ("title", |contact| contact.title = None),
        ("email", |contact| contact.email = Some(" ".into())),
    ];
    for (part, spoil) in parts {
        let made = spoilt(|input| spoil(input.customer_contact.as_mut().unwrap()));
        let expected = fault(&format!("/customerContact/{part}"), Code::ContactIncomplete);
        assert_eq!(build::faults(made), expected);
        let made = spoilt(|input| spoil(input.partner_contact.as_mut().unwrap()));
        match part {
            "title" => assert_eq!(made.unwrap().content.partner_contact.title, None),
            part => {
                let expected = fault(&format!("/partnerContact/{part}"), Code::ContactIncomplete);
                assert_eq!(build::faults(made), expected);
            }
        }
    }
    let made = spoilt(|input| (input.customer_contact, input.partner_contact) = (None, None));
    assert_eq!(
        build::faults(made),
        [
            ("/customerContact".into(), Code::ContactIncomplete),
            ("/partnerContact".into(), Code::ContactIncomplete),
        ]
    );
    let made = spoilt(|input| input.customer_contact.as_mut().unwrap().title = Some("x".repeat(121)));
    assert_eq!(build::faults(made), fault("/customerContact/title", Code::TextInvalid));
}

#[test]
fn v_07_addresses_are_right_and_the_customer_is_not_the_partner() {
    let made = spoilt(|input| input.customer_contact.as_mut().unwrap().email = some("sue"));
    assert_eq!(build::faults(made), fault("/customerContact/email", Code::ContactEmailInvalid));
    let made = spoilt(|input| input.partner_contact.as_mut().unwrap().email = some("a@b"));
    assert_eq!(build::faults(made), fault("/partnerContact/email", Code::ContactEmailInvalid));
    for same in ["sue@partner-a.example", "sue@PARTNER-A.Example"] {
        let made = spoilt(|input| input.customer_contact.as_mut().unwrap().email = some(same));
        assert_eq!(build::faults(made), fault("/customerContact/email", Code::ContactIsPartner));
    }
    let other =
        spoilt(|input| input.customer_contact.as_mut().unwrap().email = some("sue@sub.partner-a.example"));
    assert!(other.is_ok());
}

#[test]
fn v_08_v_13_a_tenant_is_a_uuid() {
    for missing in [none(), some(""), some("  ")] {
        let made = spoilt(|input| input.tenant_id = missing);
        assert_eq!(build::faults(made), fault("/tenantId", Code::TenantRequired));
    }
    for malformed in
        ["fabrikam.example", "3f2c0a6e00004000800000000000000a", "3f2c0a6e-0000-4000-8000-00000000000"]
    {
        let made = spoilt(|input| input.tenant_id = some(malformed));
        assert_eq!(build::faults(made), fault("/tenantId", Code::IdentifierMalformed), "{malformed}");
    }
    let made = spoilt(|input| input.tenant_id = Some(build::TENANT.to_ascii_uppercase()));
    assert_eq!(made.unwrap().customer.tenant, build::TENANT);
}

#[test]
fn v_12_a_role_is_one_of_the_engagements() {
    for role in [none(), some("build_intent_advisor"), some("owner")] {
        let made = spoilt(|input| input.partner_role = role);
        assert_eq!(build::faults(made), fault("/partnerRole", Code::RoleNotInArea));
    }
}

#[test]
fn v_14_1_to_100_items_and_no_limit_of_four() {
    for (count, code) in [
        (0, Some(Code::ItemsRequired)),
        (1, None),
        (4, None),
        (5, None),
        (99, None),
        (100, None),
        (101, Some(Code::TooManyItems)),
    ] {
        let made = create(&build::subscriptions_input(count));
        match code {
            None => assert_eq!(made.unwrap().content.items.len(), count),
            Some(code) => assert_eq!(build::faults(made), fault("/items", code), "{count}"),
        }
    }
    assert_eq!(build::faults(spoilt(|input| input.items = None)), fault("/items", Code::ItemsRequired));
    let twice = create(&build::claim_input_of(&["teams", "intune", "teams"]));
    assert_eq!(build::faults(twice), fault("/items/2", Code::ItemDuplicate));
    let unknown = create(&build::claim_input_of(&["teams", "fax"]));
    assert_eq!(build::faults(unknown), fault("/items/1/workload", Code::ItemUnknown));
}

#[test]
fn v_15_subscriptions_belong_to_the_roles_that_ask_for_them() {
    let mut input = build::claim_input();
    input.items.as_mut().unwrap()[0].subscription_id = Some(build::subscription_id(1));
    assert_eq!(build::faults(create(&input)), fault("/items/0/subscriptionId", Code::SubscriptionNotAllowed));
    for missing in [none(), some(" ")] {
        let mut input = build::subscriptions_input(2);
        input.items.as_mut().unwrap()[1].subscription_id = missing;
        assert_eq!(
            build::faults(create(&input)),
            fault("/items/1/subscriptionId", Code::SubscriptionRequired)
        );
    }
    let mut input = build::subscriptions_input(1);
    input.items.as_mut().unwrap()[0].subscription_id = some("4711");
    assert_eq!(build::faults(create(&input)), fault("/items/0/subscriptionId", Code::IdentifierMalformed));
    let mut input = build::subscriptions_input(1);
    input.items.as_mut().unwrap()[0].product = some("teams");
    assert_eq!(build::faults(create(&input)), fault("/items/0/product", Code::ItemUnknown));
}

#[test]
fn v_16_a_subscription_carries_the_claim() {
    type Spoil = fn(&mut domain::Subscription);
    let rows: [(Spoil, Option<Code>); 9] = [
        (|_| {}, None),
        (|row| row.state = SubscriptionState::Grace, None),
        (|row| row.channel = Channel::VolumeLicensing, None),
        (
            |row| row.tenant_id = "3f2c0a6e-0000-4000-8000-0000000000aa".into(),
            Some(Code::SubscriptionNotOnTenant),
        ),
        (|row| row.product = "finance".into(), Some(Code::SubscriptionWrongProduct)),
        (|row| row.channel = Channel::Csp, Some(Code::SubscriptionChannelExcluded)),
        (|row| row.state = SubscriptionState::NotProvisioned, Some(Code::SubscriptionNotProvisioned)),
        (|row| row.state = SubscriptionState::Expired, Some(Code::SubscriptionInactive)),
        (|row| row.subscription_id = build::subscription_id(77), Some(Code::SubscriptionNotOnTenant)),
    ];
    let input = build::subscriptions_input(2);
    for (spoil, code) in rows {
        let mut facts = build::facts(&input);
        spoil(&mut facts.subscriptions[1]);
        let made = create_with(&input, &persona::partner_a_admin(), facts, &build::CATALOGUE);
        match code {
            None => assert!(made.is_ok()),
            Some(code) => assert_eq!(build::faults(made), fault("/items/1/subscriptionId", code)),
        }
    }
    // A product that the engagement does not have carries nothing, even if the subscription is of it.
    let fax = domain::Subscription { product: "fax".into(), ..build::subscription(0) };
    let engagement = build::CATALOGUE.newest("presales-advisor").unwrap();
    let supports = |row: &domain::Subscription, product: &str| {
        row.supports(build::TENANT, product, engagement, "build_intent_advisor")
    };
    assert_eq!(supports(&fax, "fax"), Err(Code::SubscriptionWrongProduct));
    assert_eq!(supports(&build::subscription(0), "sales"), Ok(()));
}

#[test]
fn v_16_the_same_rule_names_the_fault_of_a_submission() {
    use domain::decide::{Check, Found, failed};
    let claim = Scene::begin("v16", &build::subscriptions_input(1), persona::partner_a_admin()).claim;
    let engagement = build::CATALOGUE.rules(&claim.engagement, 1).unwrap();
    let check = Check::Subscription {
        id: build::subscription_id(0),
        pointer: "/items/x".into(),
        tenant: build::TENANT.into(),
        product: "sales".into(),
        channels: vec![Channel::WebDirect],
    };
    let mut expired = build::subscription(0);
    expired.state = SubscriptionState::Expired;
    for (found, code) in [
        (Found::Nothing, Code::SubscriptionNotOnTenant),
        (Found::Subscription(expired), Code::SubscriptionInactive),
    ] {
        let refusal: Result<(), Refusal> = Err(failed(&claim, engagement, &[(check.clone(), found)]));
        assert_eq!(build::faults(refusal), fault("/items/x", code));
    }
    let here = build::locations()[1].clone();
    let check = Check::Location { id: here.location_id.clone(), org: here.org.clone() };
    let mut ended = here.clone();
    ended.enrolment = Enrolment::Ended;
    let refusal: Result<(), Refusal> =
        Err(failed(&claim, engagement, &[(check.clone(), Found::Location(ended))]));
    assert_eq!(build::faults(refusal), fault("/locationId", Code::LocationNotEnrolled));
    for found in [Found::Nothing, Found::Location(build::location("partner-b", "1"))] {
        assert_eq!(failed(&claim, engagement, &[(check.clone(), found)]), Refusal::LocationOutOfScope);
    }
}

#[test]
fn v_17_a_revenue_role_asks_for_three_names() {
    assert!(create(&build::revenue_input()).unwrap().content.revenue.is_some());
    let all = [
        ("/revenue/customerName".to_owned(), Code::RevenueInfoRequired),
        ("/revenue/isvSolution".to_owned(), Code::RevenueInfoRequired),
        ("/revenue/solutionSellerName".to_owned(), Code::RevenueInfoRequired),
    ];
    for revenue in [None, Some(RevenueInput::default())] {
        let input = ClaimInput { revenue, ..build::revenue_input() };
        assert_eq!(build::faults(create(&input)), all);
    }
}

#[test]
fn v_18_only_some_roles_may_opt_out() {
    assert!(spoilt(|input| input.opt_out_of_incentives = Some(true)).unwrap().content.opt_out);
    let input = ClaimInput { opt_out_of_incentives: Some(true), ..build::subscriptions_input(1) };
    assert_eq!(build::faults(create(&input)), fault("/optOutOfIncentives", Code::OptOutNotAllowed));
}

#[test]
fn v_19_an_own_open_claim_on_the_key_is_a_duplicate() {
    let other = build::claim_id("other");
    let input = build::claim_input();
    let key = format!("{}/workload:exchange_online", build::TENANT);
    let with = |holder: &str| {
        let mut facts = build::facts(&input);
        facts.customer.as_mut().unwrap().holders.insert(holder.into(), other.clone());
        create_with(&input, &persona::partner_a_admin(), facts, &build::CATALOGUE)
    };
    assert_eq!(
        with(&format!("open/partner-a/{key}")).unwrap_err(),
        Refusal::Duplicate { claim: other.clone(), pointer: "/items/workload:exchange_online".into() }
    );
    // I-18: what others have is not told.
    assert!(with(&format!("open/partner-b/{key}")).is_ok());
    assert!(with(&format!("held/{key}")).is_ok());
}

#[test]
fn every_fault_of_a_create_is_told_at_once() {
    let input = ClaimInput {
        kind: some("engagement"),
        name: some(" "),
        partner_role: some("owner"),
        tenant_id: some("4711"),
        items: Some(vec![
            ItemInput { workload: some("fax"), ..ItemInput::default() },
            ItemInput { workload: some("teams"), subscription_id: some("1"), ..ItemInput::default() },
        ]),
        customer_contact: Some(ContactInput::default()),
        partner_contact: Some(ContactInput { email: some("@"), ..build::partner_contact() }),
        ..build::claim_input()
    };
    let mut location = build::locations()[0].clone();
    location.enrolment = Enrolment::Invited;
    let facts = Facts { location: Some(location), ..build::facts(&input) };
    let made = create_with(&input, &persona::partner_a_admin(), facts, &build::CATALOGUE);
    assert_eq!(
        build::faults(made),
        [
            ("/customerContact/email".into(), Code::ContactIncomplete),
            ("/customerContact/name".into(), Code::ContactIncomplete),
            ("/customerContact/title".into(), Code::ContactIncomplete),
            ("/items/0/workload".into(), Code::ItemUnknown),
            ("/items/1/subscriptionId".into(), Code::SubscriptionNotAllowed),
            ("/kind".into(), Code::EngagementKindMismatch),
            ("/locationId".into(), Code::LocationNotEnrolled),
            ("/name".into(), Code::NameRequired),
            ("/partnerContact/email".into(), Code::ContactEmailInvalid),
            ("/partnerRole".into(), Code::RoleNotInArea),
            ("/tenantId".into(), Code::IdentifierMalformed),
        ]
    );
}
