//! Stories from the first draft to the last word (domain 13).

use jiff::ToSpan;
use serde_json::{Value, json};
use tests::{
    Customer, Page, Product,
    claims::{FIVE, claim_on, fresh_tenant},
};

/// The customer opens the link and says this, as a person would.
async fn says(product: &Product, customer: &Customer, link: &str, decision: &str) -> Page {
    let page = product.reads_the_page(customer, link).await;
    customer.decides(&page, decision).await.is(200);
    product.settles().await;
    customer.opens(link).await
}

/// Scenarios 1 and 3: five workloads, a silent customer, an approval; after the window of the delivered
/// notice all five are official; two months later the customer objects on the same link and they end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_1_and_3_silence_makes_five_associations_and_a_late_objection_ends_them() {
    let product = Product::start().await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());

    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &FIVE)).await;
    assert_eq!((draft.status(), draft.view["version"].as_u64()), ("draft", Some(1)));
    assert!(draft.view["number"].as_str().unwrap().starts_with("CLM-"));
    let proven = partner.proves(&draft).await;
    let submitted = partner.submits(&proven).await;
    assert_eq!(submitted.status(), "submitted");
    assert_eq!(submitted.view["waitingFor"], "vendor");

    product.settles().await;
    let told = partner.looks_at(&submitted).await;
    assert_eq!(told.view["consent"]["state"], "delivered", "{}", told.view["consent"]);
    let link = product.newest_link_to(&customer).await;
    let page = customer.opens(&link).await;
    assert_eq!((page.state(), page.decisions()), ("delivered", vec!["accept", "object"]));

    let approved = reviewer.starts_and_approves(&submitted).await;
    assert_eq!(approved.status(), "approved");
    assert_eq!(approved.associations(), vec!["pending"; 5]);

    let window = partner.looks_at(&approved).await.deadline("objection");
    product.wait_until(window).await;
    let active = partner.looks_at(&approved).await;
    assert_eq!(active.associations(), vec!["active"; 5]);
    assert_eq!(active.view["consent"]["state"], "lapsed");
    let official = partner.get("/v1/associations?status=active").await.is(200).json();
    assert_eq!(official["items"].as_array().unwrap().len(), 5);

    let two_months = product.now().await.to_zoned(jiff::tz::TimeZone::UTC).checked_add(2.months()).unwrap();
    product.wait_until(two_months.timestamp()).await;
    let page = says(&product, &customer, &link, "object").await;
    assert_eq!(page.state(), "objected");
    let ended = partner.looks_at(&approved).await;
    assert_eq!(ended.associations(), vec!["ended"; 5]);
    assert_eq!(ended.status(), "rejected_final");
    assert_eq!(ended.view["rejection"], json!({ "code": "customer_declined" }));
    for item in ended.view["items"].as_array().unwrap() {
        assert_eq!(item["association"]["endedReason"], "customer_declined");
    }
    assert_eq!(ended.view["allowedActions"], json!(["clone"]));
    let events = product.events_of(&ended.id).await;
    for expected in [
        "claim.created",
        "claim.submitted",
        "consent.delivered",
        "claim.approved",
        "association.activated",
        "consent.lapsed",
        "consent.objected",
        "association.ended",
        "claim.rejected_final",
    ] {
        assert_eq!(events.iter().filter(|kind| *kind == expected).count(), 1, "{expected}: {events:?}");
    }
}

/// Scenario 22: who did what when, each entry hashed onto the one before; vendor people by role to partners.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_22_the_history_is_a_chain() {
    let product = Product::start().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    let approved = product.with_an_approved_claim(&["teams"]).await;
    let history = partner.reads_the_history(&approved).await;
    let hashes: std::collections::BTreeSet<&str> =
        history.iter().map(|e| e["hash"].as_str().unwrap()).collect();
    assert_eq!(hashes.len(), history.len(), "every entry has a hash of its own");
    assert!(hashes.iter().all(|hash| hash.len() >= 32));
    for (seq, entry) in (1..).zip(&history) {
        assert_eq!(entry["seq"], seq);
    }
    let actions: Vec<&str> = history.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    for action in ["created", "document_added", "submitted", "review_started", "approved"] {
        assert_eq!(actions.iter().filter(|found| **found == action).count(), 1, "{action}: {actions:?}");
    }
    let vendor = history.iter().find(|entry| entry["actor"]["side"] == "vendor").unwrap();
    assert_eq!(
        (&vendor["actor"]["name"], &vendor["actor"]["role"]),
        (&Value::Null, &json!("reviewer")),
        "{vendor}"
    );
    let as_vendor = reviewer.reads_the_history(&approved).await;
    let named = as_vendor.iter().find(|entry| entry["actor"]["side"] == "vendor").unwrap();
    assert_eq!(named["actor"]["name"], "Rita Novak");
    let stable: Vec<&Value> = as_vendor.iter().map(|entry| &entry["hash"]).collect();
    assert_eq!(
        stable,
        history.iter().map(|entry| &entry["hash"]).collect::<Vec<_>>(),
        "for everybody the same"
    );
    // A longer history begins with the same chain.
    product.wait("P30D").await;
    let longer = partner.reads_the_history(&approved).await;
    assert!(longer.len() > history.len());
    for (before, after) in history.iter().zip(&longer) {
        assert_eq!(before, after);
    }
}
