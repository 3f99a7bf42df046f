//! Engagement claims from the first word to the payment (domain 6.4, scenarios 7 … 11, 15, 18, 19).

use crate::still::{self, MONDAY, just_before};
use serde_json::{Value, json};
use tests::{
    Product,
    claims::fresh_tenant,
    deals::{claim_of, claims_of, deal_on, delivery, request},
};

/// Fixed pay from the request to the earning, each side seeing whose move it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_1_to_e_19_from_the_request_to_the_earning() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let claim = partner.engages(&deal_on(&fresh_tenant(), &["small-project"])).await.remove(0);
    assert_eq!((claim.status(), &claim.view["waitingFor"]), ("consent_not_requested", &json!("partner")));
    assert_eq!(claim.view["payoutEstimate"]["amount"], "10000.00");
    assert!(claim.allows("send_consent") && claim.allows("cancel"));
    let asked = partner.asks(&claim).await;
    assert_eq!((asked.status(), &asked.view["waitingFor"]), ("awaiting_consent", &json!("customer")));
    assert_eq!(asked.view["dealSize"], json!({ "amount": "48500.00", "currency": "USD" }));
    product.settles().await;
    let customer = product.customer();
    let link = product.link_of(&customer, &asked).await;
    let page = customer.opens(&link).await;
    assert_eq!((page.json["mode"].as_str(), page.decisions()), (Some("opt_in"), vec!["accept", "decline"]));
    let text = customer.browses(&link).await.is(200).text();
    assert!(!text.contains("48500") && !text.contains("48,500") && !text.contains("10,000"), "no amounts");

    let agreed = product.customer_decides(&customer, &asked, "accept").await;
    assert_eq!((agreed.status(), &agreed.view["waitingFor"]), ("consent_received", &json!("partner")));
    let submitted = partner.completes(&agreed).await;
    assert_eq!(submitted.status(), "submitted");
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    assert_eq!(approved.status(), "approved");
    let approved = partner.looks_at(&approved).await;
    assert_eq!(approved.view["earning"]["state"], "accrued", "{}", approved.view);
    let earned = partner.reads_all("/v1/earnings").await;
    let row = earned.iter().find(|row| row["claimId"] == claim.id).expect("an earning");
    assert_eq!(row["amount"], json!({ "amount": "10000.00", "currency": "EUR" }));
    // What is done is done.
    for action in ["cancel", "recall", "stop"] {
        let refused = partner.acts(&approved, action, &json!({ "reason": "No longer needed" })).await;
        assert!(refused.status == 403 || refused.status == 409, "{action}: {}", refused.status);
    }
}

/// Scenario 7: two engagements at once, one agreed to, the other declined.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_7_two_engagements_one_agreed_one_declined() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let claims = product.with_asked_claims(&deal_on(&fresh_tenant(), &["assessment", "workshop"])).await;
    let first = product.customer_decides(&customer, &claims[0], "accept").await;
    let second = product.customer_decides(&customer, &claims[1], "decline").await;
    assert_eq!((first.status(), second.status()), ("consent_received", "consent_declined"));
    assert_eq!(second.view["allowedActions"], json!(["clone"]));
    // The customer is known now: it is claimed, not added.
    let tenant = first.view["customer"]["tenantId"].as_str().unwrap();
    let again = partner.post("/v1/claims", &deal_on(tenant, &["workshop"])).await;
    again.refused(409, "customer_already_known");
    let known = first.view["customer"]["id"].as_str().unwrap();
    let claimed = partner.engages(&claim_of(known, &["workshop"])).await.remove(0);
    assert_eq!(
        (claimed.view["origin"].as_str(), claimed.status()),
        (Some("claimed"), "consent_not_requested")
    );
}

/// Scenario 9: the deal size is frozen when the request is sent, also after the contact has changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_9_the_deal_size_is_frozen() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let asked = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    let patch = json!({ "dealSize": { "amount": "1.00", "currency": "USD" } });
    let change = |claim: &tests::Claim| partner.patch(&claim.path(""), &patch).if_match(&claim.etag);
    let asked = partner.looks_at(&asked).await;
    change(&asked).await.refused(409, "field_frozen");
    let other =
        json!({ "name": "Max Muster", "title": "CIO", "email": "max@fabrikam.example", "locale": "de" });
    let put = partner.put(&asked.path("/consent/contact"), &other).if_match(&asked.etag).await.is(200);
    let changed = tests::Claim::of(&put);
    change(&changed).await.refused(409, "field_frozen");
    partner.acts(&changed, "consent", &request()).await.refused(409, "invalid_state_transition");
    assert_eq!(changed.view["dealSize"]["amount"], "48500.00");
    assert_eq!(changed.deadline("consent"), asked.deadline("consent"), "the deadline is not moved");
}

/// Scenario 10: a scanner that opens, posts and presses decides nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_10_a_scanner_agrees_to_nothing() {
    let product = still::at(MONDAY).await;
    let asked = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    let customer = product.customer();
    let link = product.link_of(&customer, &asked).await;
    customer.heads(&link).await.is(200);
    let page = product.reads_the_page(&customer, &link).await;
    for body in [
        json!({}),
        json!({ "decision": "accept" }),
        json!({ "decision": "accept", "name": "E M", "confirmed": true }),
    ] {
        assert_eq!(customer.sends(&page, "decision", &body).await.status, 422, "{body}");
    }
    customer.decides(&page, "object").await.refused(422, "decision_incomplete");
    assert_eq!(product.partner().looks_at(&asked).await.status(), "awaiting_consent");
}

/// Scenario 11: agreed in the last second of the last day; the late job takes nothing away. A second later it
/// is too late, although no job has run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_11_in_time_is_in_time_and_late_is_late() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let claims = product.with_asked_claims(&deal_on(&fresh_tenant(), &["assessment", "workshop"])).await;
    let deadline = claims[0].deadline("consent");
    product.wait_until(just_before(just_before(just_before(just_before(deadline))))).await;
    let link = product.link_of(&customer, &claims[0]).await;
    let page = product.reads_the_page(&customer, &link).await;
    assert_eq!(product.now().await, just_before(deadline));
    customer.decides(&page, "accept").await.is(200);
    let other = product.link_of(&customer, &claims[1]).await;
    product.wait_until(deadline).await;
    assert_eq!(partner.looks_at(&claims[0]).await.status(), "consent_received");
    let late = product.reads_the_page(&customer, &other).await;
    assert_eq!(late.state(), "expired");
    customer.decides(&late, "accept").await.refused(410, "consent_expired");
    assert_eq!(partner.looks_at(&claims[1]).await.status(), "consent_expired");
}

/// Scenario 15: nothing is done to a claim that has expired; a copy of it begins anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_15_what_has_expired_is_only_copied() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let asked = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    product.wait_until(asked.deadline("consent")).await;
    let over = partner.looks_at(&asked).await;
    assert_eq!(over.view["allowedActions"], json!(["clone"]));
    let because = json!({ "reason": "No longer needed" });
    for (action, body) in
        [("submit", delivery()), ("consent", request()), ("cancel", because.clone()), ("recall", because)]
    {
        partner.acts(&over, action, &body).await.is(409);
    }
    let copy = claims_of(&partner.post(&over.path("/clone"), &json!({})).await.is(201)).remove(0);
    assert_eq!((copy.status(), &copy.view["consent"]), ("consent_not_requested", &Value::Null));
    assert!(copy.view["dealSize"].is_null() && copy.deadline("consent") > over.updated());
}

/// Scenario 18: the same request again has its effect once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_18_repeats_have_one_effect() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let body = deal_on(&fresh_tenant(), &["assessment", "workshop"]);
    let create = || partner.post("/v1/claims", &body).key("one");
    let first = create().await.is(201);
    let again = create().await.is(201);
    assert!(!first.replayed() && again.replayed());
    let claims = claims_of(&first);
    assert_eq!(
        claims_of(&again).iter().map(|one| &one.id).collect::<Vec<_>>(),
        claims.iter().map(|one| &one.id).collect::<Vec<_>>()
    );
    partner
        .post("/v1/claims", &deal_on(&fresh_tenant(), &["workshop"]))
        .key("one")
        .await
        .refused(422, "idempotency_mismatch");
    let seen = partner.looks_at(&claims[0]).await;
    let send = || partner.acts(&seen, "consent", &request()).key("two");
    assert!(!send().await.is(200).replayed());
    assert!(send().await.is(200).replayed());
    product.settles().await;
    assert_eq!(product.mails_to("erika@fabrikam.example").await.len(), 1, "one mail");
}

/// Scenario 19 and I-18: a role for one location, another partner, a wrong kind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_19_others_see_and_change_nothing() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let mut body = deal_on(&fresh_tenant(), &["workshop"]);
    body["locationId"] = json!("4821908");
    let elsewhere = partner.engages(&body).await.remove(0);
    let user = product.person("partner-a-user");
    for who in [&user, &product.other_partner()] {
        who.get(&elsewhere.path("")).await.refused(404, "not_found");
        let seen = partner.looks_at(&elsewhere).await;
        who.acts(&seen, "consent", &request()).await.refused(404, "not_found");
        assert!(who.reads_all("/v1/engagements/workshop/customers?tab=eligible").await.is_empty());
    }
    user.post("/v1/claims", &body).await.refused(403, "location_out_of_scope");
    // A user may claim engagements for the own location (C5).
    let own = user.engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    assert_eq!(user.asks(&own).await.status(), "awaiting_consent");
    let mut association = body.clone();
    association["engagementIds"] = json!(["modern-work-usage"]);
    let refused = partner.post("/v1/claims", &association).await;
    assert!(
        refused.faults().iter().any(|fault| fault.contains("engagement_kind_mismatch")),
        "{}",
        refused.text()
    );
}

/// D8, E26: an agreement is taken back until the approval, and not after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_26_an_agreement_is_taken_back_until_the_approval() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let withdraw = async |product: &Product, claim: &tests::Claim| {
        let link = product.link_of(&customer, claim).await;
        let page = product.reads_the_page(&customer, &link).await;
        customer.withdraws(&page).await
    };
    let agreed = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    let submitted = partner.completes(&agreed).await;
    product.reviewer().starts_the_review(&submitted).await;
    withdraw(&product, &agreed).await.is(200);
    assert_eq!(partner.looks_at(&agreed).await.status(), "consent_withdrawn");
    let agreed = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    let submitted = partner.completes(&agreed).await;
    product.reviewer().starts_and_approves(&submitted).await;
    withdraw(&product, &agreed).await.refused(409, "invalid_state_transition");
}
