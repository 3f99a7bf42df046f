//! Status mails as their partner wants them (domain 9): at once, together once a day, or not at all.

use serde_json::{Value, json};
use tests::{
    Claim, Product,
    claims::{claim_on, fresh_tenant, rival_claim_on},
    staff::reason,
};

use crate::still::{self, MONDAY};

/// 8 o'clock in the programme's zone, the next day.
const EIGHT: &str = "2026-11-24T07:00:00Z";
const ANNA: &str = "anna@contoso.example";
const BEN: &str = "ben@adatum.example";

async fn subjects(product: &Product, address: &str) -> Vec<String> {
    let mails = product.mails_to(address).await;
    mails.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect()
}

async fn partner_wants(product: &Product, choice: &str) {
    let settings = json!({ "statusMails": choice });
    let put = product.partner().put("/v1/mail-settings", &settings).await.is(200).json();
    assert_eq!(put, settings);
    let read: Value = product.person("partner-a-user").get("/v1/mail-settings").await.is(200).json();
    assert_eq!(read, settings, "all of the organisation read it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_status_mails_of_a_day_go_in_one_the_next_morning() {
    let product = still::at(MONDAY).await;
    partner_wants(&product, "daily").await;
    let first = product.partner().hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    let second = product.partner().hands_in(&claim_on(&fresh_tenant(), &["intune"])).await;
    product.settles().await;
    let started = product.reviewer().starts_the_review(&first).await;
    product.settles().await;
    assert!(subjects(&product, ANNA).await.is_empty(), "what only tells waits");
    let reasons = [reason("poe_element_missing", "/proof/elements/customer_acknowledgement")];
    product.reviewer().returns(&started, &reasons).await;
    product.settles().await;
    assert_eq!(subjects(&product, ANNA).await.len(), 1, "what demands an answer does not");
    assert_eq!(product.mails_about(ANNA, "Your answer is needed").await, 1);
    // Another organisation has chosen nothing.
    product.other_partner().hands_in(&rival_claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    assert_eq!(product.mails_about(BEN, " submitted: ").await, 1);

    product.wait_until(still::just_before(still::instant(EIGHT))).await;
    assert_eq!(subjects(&product, ANNA).await.len(), 1);
    product.wait_until(still::instant(EIGHT)).await;
    product.settles().await;
    let mails = product.mails_to(ANNA).await;
    assert_eq!(mails.len(), 2, "{:?}", subjects(&product, ANNA).await);
    let digest = mails.iter().find(|mail| mail["subject"] == "3 updates on your claims").unwrap();
    let text = digest["text"].as_str().unwrap();
    let number = |claim: &Claim| claim.view["number"].as_str().unwrap().to_owned();
    let at = |words: String| text.find(&words).unwrap_or_else(|| panic!("no {words} in {text}"));
    let rows = [(&first, "submitted"), (&second, "submitted"), (&first, "under review")];
    let rows = rows.map(|(claim, news)| {
        let customer = claim.view["customer"]["name"].as_str().unwrap();
        at(format!("- {}, {customer}: {news} – ", number(claim)))
    });
    assert!(rows.is_sorted(), "oldest first: {text}");
    product.wait("P2D").await;
    assert_eq!(product.mails_about(ANNA, "updates on your claims").await, 1, "told once");
    assert_eq!(product.mails_about(ANNA, "submitted").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_one_status_mail_of_a_day_goes_as_itself() {
    let product = still::at(MONDAY).await;
    partner_wants(&product, "daily").await;
    product.partner().hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    assert!(subjects(&product, ANNA).await.is_empty());
    product.wait_until(still::instant(EIGHT)).await;
    product.settles().await;
    assert_eq!(product.mails_about(ANNA, " submitted: ").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_unwanted_status_mails_never_go_and_others_cannot_be_switched_off() {
    let product = still::at(MONDAY).await;
    partner_wants(&product, "never").await;
    let claim = product.partner().hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    product.wait_until(still::instant(EIGHT)).await;
    assert!(subjects(&product, ANNA).await.is_empty());
    let started = product.reviewer().starts_the_review(&claim).await;
    let reasons = [reason("poe_element_missing", "/proof/elements/customer_acknowledgement")];
    product.reviewer().returns(&started, &reasons).await;
    product.settles().await;
    assert_eq!(product.mails_about(ANNA, "Your answer is needed").await, 1);
    assert_eq!(subjects(&product, ANNA).await.len(), 1);

    partner_wants(&product, "at_once").await;
    product.partner().hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    assert_eq!(product.mails_about(ANNA, " submitted: ").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_the_choice_is_the_administrators_and_only_words_it_knows() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let read = partner.get("/v1/mail-settings").await.is(200).json();
    assert_eq!(read, json!({ "statusMails": "at_once" }));
    let user = product.person("partner-a-user");
    user.put("/v1/mail-settings", &json!({ "statusMails": "never" })).await.is(403);
    product.reviewer().get("/v1/mail-settings").await.is(403);
    for wrong in [json!({}), json!({ "statusMails": "weekly" }), json!({ "statusMails": "daily", "more": 1 })]
    {
        let answer = partner.put("/v1/mail-settings", &wrong).await;
        assert!([400, 422].contains(&answer.status), "{wrong}: {}", answer.status);
    }
    assert_eq!(partner.get("/v1/mail-settings").await.is(200).json(), read);
}
