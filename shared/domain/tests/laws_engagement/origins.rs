//! I-13 over every request there can be: added or claimed, never both; by hours for one opportunity, or not.

use domain::{
    Claim, Context, Customer, Guard, IdentifierType,
    claim::Origin,
    decide::{self, DealFacts},
    identifier::IdentifierInput,
    input::EngagementInput,
};
use testkit::{build, persona};

const ENGAGEMENTS: [&str; 5] =
    ["workshop", "assessment", "small-project", "variable-project", "modern-work-usage"];
const IDENTIFIERS: [Option<(&str, &str)>; 4] = [
    None,
    Some(("tenant", build::TENANT)),
    Some(("domain", "fabrikam.example")),
    Some(("opportunity", build::OPPORTUNITY)),
];

/// The customer, as somebody that the partner knows or does not know.
fn customer(known: bool) -> Customer {
    let mut customer = build::customer();
    if known {
        let claim = build::claim_id("earlier");
        let guard = Guard::Known { org: persona::partner_a_admin().org, claim: claim.clone() };
        customer.holders.insert(guard.name(), claim);
    }
    customer
}

fn made(input: &EngagementInput, known: bool) -> Vec<Claim> {
    let opportunity = build::deal_facts(&build::variable_input(40.0)).opportunity;
    let customer = Some(customer(known));
    let facts = DealFacts { customer, opportunity, ..build::deal_facts(input) };
    let ids: Vec<_> = (0..4).map(|number| build::claim_id(&format!("made {number}"))).collect();
    let context = Context { now: build::monday(), catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
    let made = decide::engage(input, &persona::partner_a_admin(), &ids, None, &facts, context);
    made.map(|engaged| engaged.claims).unwrap_or_default()
}

fn requests() -> Vec<EngagementInput> {
    let mut requests = Vec::new();
    let none = [None];
    for first in ENGAGEMENTS {
        for second in none.into_iter().chain(ENGAGEMENTS.map(Some)) {
            for identifier in IDENTIFIERS {
                for hours in [None, Some(40.0), Some(8.3)] {
                    for origin in ["added", "claimed", "both"] {
                        let engagements: Vec<&str> = [Some(first), second].into_iter().flatten().collect();
                        requests.push(EngagementInput {
                            origin: Some(origin.into()),
                            identifier: identifier.map(|(kind, value)| IdentifierInput {
                                kind: Some(kind.into()),
                                value: Some(value.into()),
                            }),
                            hours,
                            customer_id: Some(build::customer().id.to_string()),
                            ..build::engagement_input(&engagements)
                        });
                    }
                }
            }
        }
    }
    requests
}

#[test]
fn i_13_a_customer_is_added_or_claimed_and_hours_are_for_one_opportunity() {
    let mut accepted = [[0; 2]; 2];
    for input in requests() {
        for known in [false, true] {
            let claims = made(&input, known);
            let asked = input.engagement_ids.as_deref().unwrap_or_default();
            assert!(claims.is_empty() || claims.len() == asked.len(), "all or none: {input:?}");
            let variable = asked.iter().any(|id| id == "variable-project");
            for claim in &claims {
                let deal = claim.deal.as_ref().unwrap();
                let origin = if known { Origin::Claimed } else { Origin::Added };
                assert_eq!((deal.origin, Some(deal.origin.as_str())), (origin, input.origin.as_deref()));
                assert_eq!(deal.quarter_hours, variable.then_some(160), "{input:?}");
                assert_eq!(deal.identifier.kind == IdentifierType::Opportunity, variable, "{input:?}");
                assert!(!variable || claims.len() == 1, "{input:?}");
                accepted[usize::from(known)][usize::from(variable)] += 1;
            }
        }
    }
    assert!(accepted.iter().flatten().all(|count| *count > 0), "{accepted:?}");
}
