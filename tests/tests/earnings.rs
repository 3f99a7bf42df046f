//! What a claim earns, and why not (domain 6.5, I-16, P23).

use crate::still::{self, MONDAY};
use serde_json::{Value, json};
use tests::{
    Claim, Person, Product,
    claims::{claim_on, fresh_tenant, rival_claim_on},
};

/// The row of the claim in a list of earnings.
async fn row(who: &Person, claim: &Claim) -> Value {
    let rows = who.reads_all("/v1/earnings?limit=2").await;
    rows.into_iter().find(|row| row["claimId"] == claim.id).unwrap_or_default()
}

fn earning(state: &str, reason: Option<&str>) -> Value {
    json!({ "state": state, "reason": reason })
}

async fn location(product: &Product, enrolment: &str, payee_profile: &str) {
    let row = json!({ "locationId": "4821907", "org": "partner-a", "name": "Berlin", "country": "DE",
        "enrolment": enrolment, "engagements": ["*"], "payeeProfile": payee_profile });
    assert_eq!(product.programme_manager().imports("locations", &[row]).await.json()["accepted"], 1);
}

/// Accrued with the association, not with the approval; an objection later takes nothing back (S3).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earning_accrues_when_the_association_becomes_official() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let approved = product.with_an_approved_claim(&["teams"]).await;
    assert_eq!((&approved.view["earning"], row(&partner, &approved).await), (&Value::Null, Value::Null));
    product.wait_until(approved.deadline("objection")).await;
    let official = partner.looks_at(&approved).await;
    assert_eq!(official.view["earning"], earning("accrued", None));
    let expected = json!({ "claimId": approved.id, "state": "accrued", "reason": null, "amount": null });
    assert_eq!(row(&partner, &approved).await, expected);
    let events = product.events_of(&approved.id).await;
    assert_eq!(events.iter().filter(|kind| *kind == "earning.accrued").count(), 1, "{events:?}");
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    customer.decides(&page, "object").await.is(200);
    assert_eq!(row(&partner, &approved).await, expected, "past earnings stay");
}

/// Scenario 16: who wants no incentives gets none, and reads why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_16_who_opts_out_earns_nothing() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["optOutOfIncentives"] = json!(true);
    let claim = product.with_an_official_claim(&body).await;
    assert_eq!(claim.view["earning"], earning("none", Some("opted_out")));
    assert_eq!(row(&partner, &claim).await["reason"], "opted_out");
    product.wait("P60D").await;
    assert_eq!(partner.looks_at(&claim).await.view["earning"], earning("none", Some("opted_out")));
    let events = product.events_of(&claim.id).await;
    assert!(
        events.contains(&"earning.refused".to_owned()) && !events.contains(&"earning.accrued".to_owned())
    );
}

/// I-16: a role without incentives earns nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_16_a_role_without_incentives_earns_nothing() {
    let product = still::at(MONDAY).await;
    let (tenant, id) = (fresh_tenant(), fresh_tenant());
    let subscription = json!({ "subscriptionId": id, "tenantId": tenant, "product": "sales", "channel": "web_direct", "state": "active" });
    product.programme_manager().imports("subscriptions", &[subscription]).await.is(201);
    let mut body = claim_on(&tenant, &[]);
    body["engagementId"] = json!("usage-recognition");
    body["partnerRole"] = json!("usage_recognition");
    body["items"] = json!([{ "product": "sales", "subscriptionId": id }]);
    let claim = product.with_an_official_claim(&body).await;
    assert_eq!(claim.view["earning"], earning("none", Some("role_not_incentivised")));
}

/// An incomplete payee profile holds an earning, it does not lose it; a location that has left the programme does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earning_is_held_until_the_payee_profile_is_complete() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    location(&product, "enrolled", "incomplete").await;
    product.reviewer().starts_and_approves(&submitted).await;
    product.wait_until(submitted.deadline("objection")).await;
    let held = partner.looks_at(&submitted).await;
    assert_eq!(
        (held.associations(), &held.view["earning"]),
        (vec!["active".into()], &earning("none", Some("payee_profile_incomplete")))
    );
    assert_eq!(held.view["warnings"], json!(["payee_profile_incomplete"]));
    product.wait("P10D").await;
    assert_eq!(row(&partner, &held).await["state"], "none");
    location(&product, "enrolled", "complete").await;
    product.wait("P2D").await;
    let accrued = partner.looks_at(&held).await;
    assert_eq!(
        (&accrued.view["earning"], &accrued.view["warnings"]),
        (&earning("accrued", None), &json!([]))
    );

    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    location(&product, "ended", "complete").await;
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    assert_eq!(approved.view["earning"], earning("none", Some("location_not_enrolled")));
    location(&product, "enrolled", "complete").await;
    product.wait("P20D").await;
    assert_eq!(
        partner.looks_at(&approved).await.view["earning"],
        earning("none", Some("location_not_enrolled"))
    );
}

/// Each sees their own: partners of their organisation and location, the vendor all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn earnings_are_listed_for_whoever_sees_the_claim() {
    let product = still::at(MONDAY).await;
    let ours = product.with_an_official_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["locationId"] = json!("4821908");
    let hamburg = product.with_an_official_claim(&body).await;
    let theirs = product.other_partner().hands_in(&rival_claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    product.reviewer().starts_and_approves(&theirs).await;
    product.wait("P30D").await;
    for (who, mut expected) in [
        ("partner-a-admin", vec![&ours.id, &hamburg.id]),
        ("partner-a-user", vec![&ours.id]),
        ("partner-b-admin", vec![&theirs.id]),
        ("review-lead", vec![&ours.id, &hamburg.id, &theirs.id]),
        ("programme-manager", vec![&ours.id, &hamburg.id, &theirs.id]),
        ("auditor", vec![&ours.id, &hamburg.id, &theirs.id]),
    ] {
        let rows = product.person(who).reads_all("/v1/earnings?limit=1").await;
        let mut found: Vec<_> = rows.iter().map(|row| row["claimId"].as_str().unwrap()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{who}");
    }
}
