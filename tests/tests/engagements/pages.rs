//! The Customers page of an engagement (domain 9, B-8 … B-25).

use crate::still::{self, MONDAY};
use serde_json::{Value, json};
use tests::{
    Person, Product,
    claims::fresh_tenant,
    deals::{claim_of, deal_on, rival_deal_on},
};

async fn tab(who: &Person, engagement: &str, tab: &str) -> Vec<Value> {
    who.reads_all(&format!("/v1/engagements/{engagement}/customers?tab={tab}&limit=2")).await
}

fn actions(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["nextAction"].as_str().unwrap_or_default()).collect()
}

async fn counts(who: &Person, engagement: &str) -> [Value; 3] {
    let counts = who.get(&format!("/v1/engagements/{engagement}/customer-counts")).await.is(200).json();
    ["eligible", "ineligible", "completed"].map(|tab| counts[tab]["count"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b_8_the_page_shows_what_is_to_be_done() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    assert!(tab(&partner, "workshop", "eligible").await.is_empty());
    let added = partner.engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    assert_eq!(actions(&tab(&partner, "workshop", "eligible").await), ["send_consent"]);
    partner.asks(&added).await;
    product.settles().await;
    let agreed = product.customer_decides(&product.customer(), &added, "accept").await;
    assert_eq!(actions(&tab(&partner, "workshop", "eligible").await), ["upload_proof"]);
    // The customer is known now: for another engagement it can be claimed.
    let known = agreed.view["customer"]["id"].clone();
    let rows = tab(&partner, "assessment", "eligible").await;
    assert_eq!((actions(&rows), &rows[0]["customer"]["id"]), (vec!["claim_customer"], &known));
    assert!(rows[0]["claim"].is_null());
    assert_eq!(counts(&partner, "assessment").await, [json!(1), json!(0), json!(0)]);
    // Only to the partner it has agreed with.
    assert!(tab(&product.other_partner(), "assessment", "eligible").await.is_empty());

    // Somebody else is at work there: not eligible, and not a word of who it is.
    let tenant = agreed.view["customer"]["tenantId"].as_str().unwrap();
    product.other_partner().engages(&rival_deal_on(tenant, &["assessment"])).await;
    assert!(tab(&partner, "assessment", "eligible").await.is_empty());
    let rows = tab(&partner, "assessment", "ineligible").await;
    assert_eq!(rows[0]["reasons"][0]["code"], "active_cap_reached");
    assert!(!rows[0].to_string().contains("partner-b") && !rows[0].to_string().contains("Tailspin"));
    assert_eq!(counts(&partner, "assessment").await, [json!(0), json!(1), json!(0)]);
    assert!(tab(&partner, "variable-project", "ineligible").await.is_empty(), "opportunities only");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b_25_what_is_done_is_listed_and_what_failed_with_a_new_customer_is_not() {
    let product = still::at(MONDAY).await;
    let (partner, customer) = (product.partner(), product.customer());
    let asked = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    product.customer_decides(&customer, &asked, "decline").await;
    for name in ["eligible", "ineligible", "completed"] {
        assert!(tab(&partner, "workshop", name).await.is_empty(), "{name}");
    }
    assert!(partner.lists_claims("kind=engagement").await.contains(&asked.id), "it stays in the record");
    let agreed = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    let known = agreed.view["customer"]["id"].as_str().unwrap();
    let claimed = partner.engages(&claim_of(known, &["workshop"])).await.remove(0);
    partner.asks(&claimed).await;
    product.settles().await;
    product.customer_decides(&customer, &claimed, "decline").await;
    let rows = tab(&partner, "workshop", "completed").await;
    assert_eq!(rows[0]["claim"]["id"], claimed.id);
    let submitted = partner.completes(&agreed).await;
    product.reviewer().starts_and_approves(&submitted).await;
    assert_eq!(tab(&partner, "assessment", "completed").await[0]["claim"]["status"], "approved");
}

/// A page reads the same however many claims there are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_go_on_where_they_ended() {
    let product = Product::start().await;
    let partner = product.partner();
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(partner.engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0).id);
    }
    let rows = tab(&partner, "workshop", "eligible").await;
    let mut listed: Vec<&str> = rows.iter().map(|row| row["claim"]["id"].as_str().unwrap()).collect();
    listed.sort_unstable();
    made.sort_unstable();
    assert_eq!(listed, made);
}
