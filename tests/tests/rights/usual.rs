//! What goes its usual way, and everything that can be read of it.

use super::Company;
use crate::endings;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Person, Product,
    claims::{claim_on, fresh_tenant},
    deals::{claim_of, deal_on},
};

/// Everything is as usual.
pub(super) async fn year(company: &Company) {
    let product = &company.product;
    usage_is_read(product).await;
    a_known_customer_is_claimed(product).await;
    a_subscription_ends(product).await;
    rivals_meet(product).await;
    status_mails_go_together(product).await;
    for who in [product.partner(), product.lead()] {
        every_list_is_read(&who).await;
    }
    for persona in ["partner-a-admin", "review-lead", "programme-manager"] {
        let pages = every_kind_of_page_is_read(product, persona).await;
        assert!(pages > 10, "{persona}: {pages}");
    }
}

async fn usage_is_read(product: &Product) {
    let tenant = fresh_tenant();
    let usage = json!({ "tenantId": tenant, "product": "teams", "month": "2026-10", "activeUsers": 120, "soldSeats": 200 });
    product.programme_manager().imports("usage", &[usage]).await.is(201);
    let claim = product.with_an_official_claim(&claim_on(&tenant, &["teams"])).await;
    let path = format!("/v1/associations/{}/workload%3Ateams/usage", claim.id);
    product.partner().get(&path).await.is(200);
    product.partner().get(&claim.path("/accesses")).await.is(200);
}

async fn a_known_customer_is_claimed(product: &Product) {
    let agreed = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["workshop"])).await;
    let customer = agreed.view["customer"]["id"].as_str().unwrap();
    product.partner().get("/v1/engagements/assessment/customers?tab=eligible").await.is(200);
    product.partner().engages(&claim_of(customer, &["assessment"])).await;
}

/// Its end is looked up by the sweep, and a renewal prepared.
async fn a_subscription_ends(product: &Product) {
    let (tenant, id) = (fresh_tenant(), fresh_tenant());
    let end = product.now().await + jiff::SignedDuration::from_hours(24 * 60);
    let row = endings::row(&tenant, &id, "active", Some(&end.to_string()));
    endings::imported(product, &row).await;
    let claim = product.with_an_official_claim(&endings::claim_on_subscriptions(&tenant, &[&id])).await;
    product.wait("P120D").await;
    assert_eq!(product.partner().looks_at(&claim).await.associations(), ["ended"]);
}

/// One contest is decided, another one ends with an objection.
async fn rivals_meet(product: &Product) {
    let rivals = product.with_rivals().await;
    product.partner().states(&rivals, "We work there every day.").await.is(201);
    product.lead().decides_for(&rivals, "challenger").await.is(200);
    let superseded = product.partner().looks_at(&rivals.incumbent).await;
    product.partner().acts(&superseded, "clone", &json!({})).await.is(201);
    let rivals = product.with_rivals().await;
    let customer = product.customer();
    product.customer_decides(&customer, &rivals.incumbent, "object").await;
}

async fn status_mails_go_together(product: &Product) {
    let partner = product.partner();
    partner.put("/v1/mail-settings", &json!({ "statusMails": "daily" })).await.is(200);
    for _ in 0..2 {
        partner.hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    }
    product.settles().await;
    product.wait("P3D").await;
    let mails = product.mails_to("anna@contoso.example").await;
    let together = |mail: &Value| mail["subject"].as_str().unwrap().contains("updates on your claims");
    assert!(mails.iter().any(together), "no digest");
}

async fn every_list_is_read(who: &Person) {
    let claims = who.get("/v1/claims").await.is(200).json();
    let claim = &claims["items"][0];
    let of_claim = |rest: &str| format!("/v1/claims/{}{rest}", claim["id"].as_str().unwrap());
    let paths = ["", "/documents", "/comments", "/history", "/consent"].map(of_claim);
    let number = format!("/v1/claims?q={}", claim["number"].as_str().unwrap());
    for path in paths
        .iter()
        .chain([&number])
        .map(String::as_str)
        .chain(["/v1/claims?sort=-createdAt", "/v1/contests"])
    {
        who.get(path).await.is(200);
    }
    let vendor = if who.name == "review-lead" { 200 } else { 403 };
    who.get("/v1/reviews").await.is(vendor);
}

/// Every page that links lead to, but of those that differ in an id only the first.
async fn every_kind_of_page_is_read(product: &Product, persona: &str) -> usize {
    let mut browser = product.browses_as(persona).await;
    let parts =
        "claims engagements associations earnings referrals reviews contests programme imports figures";
    let mut next: Vec<String> = parts.split(' ').map(|part| format!("/console/{part}")).collect();
    let (mut kinds, mut pages) = (BTreeSet::new(), 0);
    while let Some(path) = next.pop() {
        let kind: Vec<&str> = path.split(['/', '?', '&']).filter(|part| !part.contains('_')).collect();
        if !kinds.insert(kind.join("/")) {
            continue;
        }
        let page = browser.get(&path).await;
        if page.status == 200 {
            pages += 1;
            let text = page.text();
            let links =
                text.split("href=\"/console/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
            next.extend(links.map(|link| format!("/console/{}", link.replace("&amp;", "&"))));
        }
    }
    pages
}
