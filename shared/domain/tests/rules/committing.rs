//! What must hold when a decision is written, and what is said when it does not (V-19, I-1, domain 6.5).

use domain::{
    Guard, LocationId, OrgId, Refusal,
    customer::Channel,
    decide::{Check, conflicts, taken},
};
use testkit::{Scene, build};

fn held(workload: &str) -> Guard {
    Guard::Holder { key: format!("{}/workload:{workload}", build::TENANT) }
}

fn open(workload: &str) -> Guard {
    Guard::Open { org: OrgId::new("partner-a"), key: format!("{}/workload:{workload}", build::TENANT) }
}

#[test]
fn i_1_what_the_claim_itself_holds_stands_in_nobodys_way() {
    let claim = Scene::under_review().claim;
    let other = build::claim_id("other");
    let mut customer = build::customer();
    customer.holders.insert(held("exchange_online").name(), other.clone());
    customer.holders.insert(held("teams").name(), claim.id.clone());
    let take = [held("teams"), held("exchange_online"), held("intune")];
    assert_eq!(conflicts(&customer, &claim.id, &take), [(held("exchange_online"), other)]);
}

#[test]
fn i_1_v_19_the_items_that_are_taken_are_named() {
    let claim = Scene::under_review().claim;
    let other = build::claim_id("other");
    let refused = |guards: &[Guard]| {
        let conflicts: Vec<_> = guards.iter().map(|guard| (guard.clone(), other.clone())).collect();
        taken(&claim, &conflicts)
    };
    assert_eq!(
        refused(&[held("exchange_online"), held("teams")]),
        Refusal::AssociationTaken {
            items: vec!["/items/workload:exchange_online".into(), "/items/workload:teams".into()]
        }
    );
    let pointer = "/items/workload:exchange_online".into();
    assert_eq!(refused(&[open("exchange_online")]), Refusal::Duplicate { claim: other.clone(), pointer });
    // An item that the claim no longer has is one of its items.
    assert_eq!(
        refused(&[open("intune")]),
        Refusal::Duplicate { claim: other.clone(), pointer: "/items".into() }
    );
}

#[test]
fn domain_6_5_only_for_a_location_that_cannot_be_paid_is_a_decision_made_again() {
    let (id, org) = (LocationId::new(build::LOCATION), OrgId::new("partner-a"));
    let subscription = Check::Subscription {
        id: build::subscription_id(0),
        pointer: "/items/x".into(),
        tenant: build::TENANT.into(),
        product: "sales".into(),
        channels: vec![Channel::WebDirect],
    };
    for (check, again) in [
        (Check::Payee { id: id.clone(), org: org.clone() }, true),
        (Check::Location { id, org }, false),
        (subscription, false),
    ] {
        assert_eq!(check.is_asked(), again, "{check:?}");
    }
}
