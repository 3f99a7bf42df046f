//! Inputs that are right, to be spoilt by a test, and the rows they refer to.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{
    Catalogue, Claim, ClaimId, Customer, CustomerId, ItemKey, Location, LocationId, Money, OrgId,
    Subscription,
    catalogue::BUILT_IN,
    command::{Key, Submission},
    customer::{Channel, Enrolment, Opportunity, PayeeProfile, SubscriptionState},
    decide::{DealFacts, Facts},
    document::Covers,
    identifier::IdentifierInput,
    input::{
        ClaimInput, ConsentInput, ContactInput, DocumentInput, EngagementInput, ItemInput, RevenueInput,
    },
    money::MoneyInput,
};
use jiff::{Timestamp, civil::Date};

/// A location of partner A.
pub const LOCATION: &str = "4821907";
/// Another location of partner A.
pub const OTHER_LOCATION: &str = "4821908";
/// A location of partner B.
pub const LOCATION_B: &str = "5930018";
/// The tenant of the customer.
pub const TENANT: &str = "3f2c0a6e-0000-4000-8000-00000000000a";

/// An opportunity of the customer.
pub const OPPORTUNITY: &str = "7-3K9QX2";

/// The built-in catalogue.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(BUILT_IN).unwrap());

/// An instant from its text.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When tests begin: a Monday morning.
#[must_use]
pub fn monday() -> Timestamp {
    at("2026-11-23T09:00:00Z")
}

/// The customer's contact.
#[must_use]
pub fn customer_contact() -> ContactInput {
    ContactInput {
        name: Some("Sue Smith".into()),
        title: Some("Head of IT".into()),
        email: Some("sue@fabrikam.example".into()),
        locale: Some("de".into()),
    }
}

/// Another person of the customer.
#[must_use]
pub fn other_contact() -> ContactInput {
    ContactInput {
        name: Some("Tom Thorn".into()),
        email: Some("tom@fabrikam.example".into()),
        ..customer_contact()
    }
}

/// The partner's contact.
#[must_use]
pub fn partner_contact() -> ContactInput {
    ContactInput {
        name: Some("Alice Adams".into()),
        title: None,
        email: Some("alice@partner-a.example".into()),
        locale: Some("en".into()),
    }
}

/// A claim of two workloads by partner A.
#[must_use]
pub fn claim_input() -> ClaimInput {
    claim_input_of(&["teams", "exchange_online"])
}

/// A claim of these workloads by partner A.
#[must_use]
pub fn claim_input_of(workloads: &[&str]) -> ClaimInput {
    let item = |id: &&str| ItemInput { workload: Some((*id).into()), ..ItemInput::default() };
    ClaimInput {
        kind: Some("association".into()),
        name: Some("Fabrikam Teams".into()),
        engagement_id: Some("modern-work-usage".into()),
        partner_role: Some("use_or_consume".into()),
        location_id: Some(LOCATION.into()),
        tenant_id: Some(TENANT.into()),
        items: Some(workloads.iter().map(item).collect()),
        opt_out_of_incentives: Some(false),
        customer_contact: Some(customer_contact()),
        partner_contact: Some(partner_contact()),
        revenue: None,
    }
}

/// A claim of the first `count` subscriptions by partner A.
#[must_use]
pub fn subscriptions_input(count: usize) -> ClaimInput {
    let item = |number| ItemInput {
        workload: None,
        product: Some("sales".into()),
        subscription_id: Some(subscription_id(number)),
    };
    ClaimInput {
        engagement_id: Some("presales-advisor".into()),
        partner_role: Some("build_intent_advisor".into()),
        items: Some((0..count).map(item).collect()),
        ..claim_input()
    }
}

/// A claim of this one subscription by partner A.
#[must_use]
pub fn subscription_input(number: usize) -> ClaimInput {
    let all = subscriptions_input(number + 1);
    ClaimInput { items: all.items.map(|items| items[number..].to_vec()), ..all }
}

/// A claim of one subscription in the revenue role.
#[must_use]
pub fn revenue_input() -> ClaimInput {
    ClaimInput {
        engagement_id: Some("application-revenue".into()),
        partner_role: Some("influenced_revenue".into()),
        revenue: Some(RevenueInput {
            solution_seller_name: Some("Contoso".into()),
            customer_name: Some("Fabrikam".into()),
            isv_solution: Some("Contoso Routes".into()),
        }),
        ..subscriptions_input(1)
    }
}

/// Claims of the customer by partner A, for these engagements of fixed pay.
#[must_use]
pub fn engagement_input(engagements: &[&str]) -> EngagementInput {
    EngagementInput {
        kind: Some("engagement".into()),
        origin: Some("added".into()),
        name: Some("Fabrikam workshop".into()),
        location_id: Some(LOCATION.into()),
        identifier: Some(IdentifierInput { kind: Some("tenant".into()), value: Some(TENANT.into()) }),
        engagement_ids: Some(engagements.iter().map(|id| (*id).into()).collect()),
        customer_contact: Some(customer_contact()),
        partner_contact: Some(partner_contact()),
        ..EngagementInput::default()
    }
}

/// The same claims of the customer as one that the partner knows.
#[must_use]
pub fn claimed(input: EngagementInput) -> EngagementInput {
    let customer_id = Some(customer().id.to_string());
    EngagementInput { origin: Some("claimed".into()), customer_id, ..input }
}

/// The same claims by partner B.
#[must_use]
pub fn engagement_of_partner_b(input: EngagementInput) -> EngagementInput {
    let email = Some("bob@partner-b.example".into());
    EngagementInput {
        location_id: Some(LOCATION_B.into()),
        partner_contact: Some(ContactInput { email, ..partner_contact() }),
        ..input
    }
}

/// A claim of variable pay.
#[must_use]
pub fn variable_input(hours: f64) -> EngagementInput {
    EngagementInput {
        identifier: Some(IdentifierInput {
            kind: Some("opportunity".into()),
            value: Some(OPPORTUNITY.into()),
        }),
        hours: Some(hours),
        ..engagement_input(&["variable-project"])
    }
}

/// What there is of the things an engagement claim names: the customer is imported and free.
#[must_use]
pub fn deal_facts(input: &EngagementInput) -> DealFacts {
    let variable = input.hours.is_some();
    let named = |location: &Location| input.location_id.as_deref() == Some(location.location_id.as_str());
    DealFacts {
        location: locations().into_iter().find(named),
        customer: Some(customer()),
        tenants: vec![TENANT.into()],
        opportunity: variable.then(|| Opportunity {
            opportunity_id: OPPORTUNITY.into(),
            tenant_id: TENANT.into(),
            value: Money::whole(250_000, "USD"),
            closes_on: None,
        }),
        ..DealFacts::default()
    }
}

/// A right request to the customer.
#[must_use]
pub fn consent_input() -> ConsentInput {
    ConsentInput {
        deal_size: Some(MoneyInput { amount: Some("48500.00".into()), currency: Some("USD".into()) }),
        disclaimer: Some("deal-disclaimer@1".into()),
        ..ConsentInput::default()
    }
}

/// The same claim by partner B.
#[must_use]
pub fn of_partner_b(input: ClaimInput) -> ClaimInput {
    let email = Some("bob@partner-b.example".into());
    ClaimInput {
        location_id: Some(LOCATION_B.into()),
        partner_contact: Some(ContactInput { email, ..partner_contact() }),
        ..input
    }
}

/// Id of a subscription of the tenant.
#[must_use]
pub fn subscription_id(number: usize) -> String {
    format!("5a4c0c55-0000-4000-8000-{number:012}")
}

/// A subscription of the tenant that carries a claim for `sales`.
#[must_use]
pub fn subscription(number: usize) -> Subscription {
    Subscription {
        subscription_id: subscription_id(number),
        tenant_id: TENANT.into(),
        product: "sales".into(),
        channel: Channel::WebDirect,
        state: SubscriptionState::Active,
        starts_at: None,
        ends_at: None,
    }
}

/// End of a subscription that has one.
#[must_use]
pub fn subscription_ends() -> Timestamp {
    at("2027-03-01T00:00:00Z")
}

/// An enrolled location that may claim every engagement.
#[must_use]
pub fn location(org: &str, id: &str) -> Location {
    Location {
        location_id: LocationId::new(id),
        org: OrgId::new(org),
        org_name: Some(format!("{org} GmbH")),
        name: "Berlin".into(),
        country: "DE".into(),
        enrolment: Enrolment::Enrolled,
        engagements: vec!["*".into()],
        payee_profile: PayeeProfile::Complete,
    }
}

/// The locations of both partners.
#[must_use]
pub fn locations() -> [Location; 3] {
    [
        location("partner-a", LOCATION),
        location("partner-a", OTHER_LOCATION),
        location("partner-b", LOCATION_B),
    ]
}

/// The imported customer of the tenant; nobody holds anything.
#[must_use]
pub fn customer() -> Customer {
    Customer {
        id: CustomerId::derived(&["fabrikam"]),
        name: "Fabrikam GmbH".into(),
        country: Some("DE".into()),
        domains: vec!["fabrikam.example".into()],
        tenants: vec![TENANT.into()],
        parent_account: Some("4711".into()),
        public_sector: false,
        managed: true,
        holders: BTreeMap::new(),
    }
}

/// What the vendor knows about the things this input names.
#[must_use]
pub fn facts(input: &ClaimInput) -> Facts {
    let named = |location: &Location| input.location_id.as_deref() == Some(location.location_id.as_str());
    let items = input.items.as_deref().unwrap_or_default();
    let known = (0..100).map(subscription);
    Facts {
        location: locations().into_iter().find(named),
        customer: Some(customer()),
        subscriptions: known
            .filter(|row| {
                items.iter().any(|item| item.subscription_id.as_deref() == Some(row.subscription_id.as_str()))
            })
            .collect(),
    }
}

/// A statement of work that covers every item and element of the claim.
#[must_use]
pub fn document_input(claim: &Claim) -> DocumentInput {
    let engagement = CATALOGUE.rules(&claim.engagement, claim.rule_version).unwrap();
    let elements = engagement.proof.elements.iter().map(|element| element.id.clone()).collect();
    let items: Vec<ItemKey> = claim.content.items.iter().map(|item| item.key.clone()).collect();
    DocumentInput {
        file_name: Some("statement of work.pdf".into()),
        media_type: Some("application/pdf".into()),
        size: Some(10_000),
        sha256: Some(sha256(1)),
        kind: Some("statement_of_work".into()),
        covers: Some(Covers { items, elements }),
        activity_date: Some(activity_date()),
    }
}

/// The invoice of the work.
#[must_use]
pub fn invoice_input() -> DocumentInput {
    DocumentInput {
        file_name: Some("invoice.pdf".into()),
        media_type: Some("application/pdf".into()),
        size: Some(5_000),
        sha256: Some(sha256(2)),
        kind: Some("invoice".into()),
        covers: None,
        activity_date: Some(activity_date()),
    }
}

/// A digest that looks like one.
#[must_use]
pub fn sha256(number: u32) -> String {
    format!("{number:064x}")
}

/// When the work was done.
#[must_use]
pub fn activity_date() -> Date {
    jiff::civil::date(2026, 10, 1)
}

/// A submission with everything that is asked for.
#[must_use]
pub fn submission(claim: &Claim) -> Submission {
    let engagement = CATALOGUE.rules(&claim.engagement, claim.rule_version).unwrap();
    let acknowledgements =
        engagement.acknowledgements.iter().map(domain::catalogue::VersionedText::reference);
    Submission { acknowledgements: acknowledgements.collect(), ..Submission::default() }
}

/// An idempotency key, digested.
#[must_use]
pub fn key(key: &str, body: &str) -> Key {
    Key { key: key.into(), body: body.into() }
}

/// The id of a claim of this name.
#[must_use]
pub fn claim_id(name: &str) -> ClaimId {
    ClaimId::derived(&["test", name])
}

/// Every fault of fields in a refusal, sorted: pointer and code.
#[must_use]
pub fn faults<T: std::fmt::Debug>(result: Result<T, domain::Refusal>) -> Vec<(String, domain::Code)> {
    match result {
        Err(domain::Refusal::Invalid(faults) | domain::Refusal::FieldFrozen(faults)) => {
            let mut faults: Vec<_> = faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect();
            faults.sort_unstable();
            faults
        }
        other => panic!("no faults of fields: {other:?}"),
    }
}
