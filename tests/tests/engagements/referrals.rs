//! Referrals (domain 6.6, scenario 20).

use crate::still::{self, MONDAY};
use serde_json::json;
use tests::{
    Person,
    claims::fresh_tenant,
    deals::{deal_on, request},
};

async fn seen_by(who: &Person, id: &str) -> Option<serde_json::Value> {
    let rows = who.reads_all("/v1/referrals").await;
    rows.into_iter().find(|row| row["id"] == id)
}

/// Scenario 20: made when the request is sent, a co-sell with the consent, closed when the customer declines.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_20_a_referral_is_made_upgraded_and_closed() {
    let product = still::at(MONDAY).await;
    let (partner, seller) = (product.partner(), product.person("field-seller"));
    let referrals = product.person("partner-a-referrals");
    let tenant = fresh_tenant();
    let row = json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example"], "tenants": [tenant], "managed": true });
    let answer = product.programme_manager().imports("customers", &[row]).await;
    assert_eq!(answer.json()["accepted"], 1);
    let claims = partner.engages(&deal_on(&tenant, &["workshop", "small-project", "assessment"])).await;
    let mut small = request();
    small["dealSize"]["amount"] = json!("24999.00");
    let below = partner.does(&claims[1], "consent", &small).await;
    assert!(below.view["referralId"].is_null(), "below the least deal size");
    assert!(partner.asks(&claims[2]).await.view["referralId"].is_null(), "not of this engagement");
    let asked = partner.asks(&claims[0]).await;
    let id = asked.view["referralId"].as_str().expect("a referral").to_owned();
    let row = seen_by(&referrals, &id).await.expect("it is listed");
    assert_eq!(
        (&row["type"], &row["status"], &row["claimId"]),
        (&json!("partner_led"), &json!("active"), &json!(asked.id))
    );
    assert_eq!(row["dealSize"], json!({ "amount": "48500.00", "currency": "USD" }));
    assert!(seen_by(&seller, &id).await.is_none(), "field sellers see what is sold together");
    seller.get(&asked.path("")).await.refused(404, "not_found");
    partner.get(&format!("/v1/referrals/{id}")).await.refused(403, "forbidden");

    product.settles().await;
    product.customer_decides(&product.customer(), &asked, "accept").await;
    let row = seen_by(&seller, &id).await.expect("sellers see it now");
    assert_eq!((&row["type"], &row["status"]), (&json!("co_sell"), &json!("active")));
    seller.get(&asked.path("")).await.is(200);
    product.other_partner().get(&format!("/v1/referrals/{id}")).await.refused(403, "forbidden");
    let events = product.events_of(&asked.id).await;
    for event in ["referral.created", "referral.upgraded"] {
        assert!(events.iter().any(|one| one == event), "{event}: {events:?}");
    }
    let link = product.link_of(&product.customer(), &asked).await;
    let page = product.reads_the_page(&product.customer(), &link).await;
    product.customer().withdraws(&page).await.is(200);
    let row = seen_by(&referrals, &id).await.unwrap();
    assert_eq!((&row["status"], &row["reason"]), (&json!("closed"), &json!("declined")));
}
