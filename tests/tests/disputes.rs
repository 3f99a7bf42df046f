//! A rejection is disputed once, and somebody else decides (domain 6.1 T15 … T18, I-15, V-28).

use crate::still::{self, MONDAY, just_before};
use serde_json::{Value, json};
use tests::{
    Claim, File, Person, Product, Proof,
    claims::submission,
    staff::{approval_of, reason},
};

const MISSING: &str = "poe_service_missing";

fn words() -> Value {
    json!({ "justification": "The signature is on page three." })
}

fn because(code: &str) -> Value {
    json!({ "reasons": [reason(code, "/documents")] })
}

fn answered() -> Value {
    let mut body = submission();
    body["answers"] = json!([{ "reason": 0, "text": "Page two says so." }]);
    body
}

/// A claim that this person of the vendor has rejected.
async fn rejected_by(product: &Product, who: &Person, workload: &str) -> Claim {
    let claim = product.with_a_submitted_claim(&[workload]).await;
    let started = who.starts_the_review(&claim).await;
    who.rejects(&started, MISSING, "/documents").await
}

async fn unassigned(who: &Person) -> Vec<String> {
    let rows = who.reads_all("/v1/reviews?queue=unassigned").await;
    rows.iter().map(|row| row["claim"]["id"].as_str().unwrap().to_owned()).collect()
}

/// Scenario 6: no answer in 14 business days, rejected; disputed, sent back by another lead, handed in again,
/// rejected for good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_6_from_a_missed_answer_to_the_last_word() {
    let product = still::at(MONDAY).await;
    let (partner, reviewer, lead) = (product.partner(), product.reviewer(), product.lead());
    let other_lead = product.another_lead();
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = lead.starts_the_review(&claim).await;
    let returned = lead.returns(&started, &[reason(MISSING, "/documents")]).await;
    product.wait_until(returned.deadline("partner_answer")).await;
    let rejected = partner.looks_at(&claim).await;
    assert_eq!(
        (rejected.status(), &rejected.view["rejection"]["code"]),
        ("rejected", &json!("no_partner_response"))
    );
    assert_eq!(rejected.view["waitingFor"], "partner");

    let disputed = partner.does(&rejected, "dispute", &words()).await;
    assert_eq!((disputed.status(), &disputed.view["waitingFor"]), ("disputed", &json!("vendor")));
    assert!(partner.reads_the_comments(&claim).await.contains(&"The signature is on page three.".to_owned()));
    product.settles().await;
    assert_eq!(product.mails_about("anna@contoso.example", "Your dispute is received").await, 1);
    assert_eq!(
        unassigned(&other_lead).await,
        std::slice::from_ref(&claim.id),
        "it waits for whoever answers"
    );
    // I-15: neither a reviewer nor whoever decided first.
    for who in [&reviewer, &lead] {
        let seen = who.looks_at(&claim).await;
        for (action, body) in [
            ("review/return", because(MISSING)),
            ("review/reject", because(MISSING)),
            ("review/approve", approval_of(&seen)),
        ] {
            who.acts(&seen, action, &body).await.refused(403, "forbidden");
        }
        assert!(!seen.allows("approve") && !seen.allows("reject") && !seen.allows("return"));
    }
    let seen = other_lead.looks_at(&claim).await;
    assert!(seen.allows("approve") && seen.allows("reject") && seen.allows("return"));
    let again = other_lead.returns(&seen, &[reason(MISSING, "/documents")]).await;
    assert_eq!((again.status(), &again.view["review"]["stage"]), ("action_required", &json!("dispute")));
    // T16: what a return after a dispute gives is not given twice.
    let more = json!({ "clock": "partner_answer", "until": "2027-12-31T00:00:00Z", "reason": "Please." });
    let manager = product.programme_manager();
    manager.post(&claim.path("/deadlines"), &more).await.refused(409, "invalid_state_transition");

    let again = partner.does(&again, "resubmit", &answered()).await;
    assert_eq!(again.status(), "disputed", "back to whoever sent it back");
    lead.acts(&lead.looks_at(&claim).await, "review/approve", &approval_of(&again))
        .await
        .refused(403, "forbidden");
    let last = other_lead.does(&again, "review/reject", &because(MISSING)).await;
    assert_eq!((last.status(), &last.view["rejection"]["code"]), ("rejected_final", &json!(MISSING)));
    let over = partner.looks_at(&claim).await;
    assert_eq!((&over.view["allowedActions"], &over.view["deadlines"]), (&json!(["clone"]), &json!([])));
    partner.acts(&over, "dispute", &words()).await.refused(409, "dispute_already_used");
    product.settles().await;
    assert_eq!(product.mails_about("anna@contoso.example", "rejected for good").await, 1);
    let page =
        product.reads_the_page(&product.customer(), &product.newest_link_to(&product.customer()).await).await;
    assert!(page.decisions().is_empty(), "{}", page.json);
}

/// T10 after a dispute: there is no second one, and nothing is left to wait for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_10_a_missed_answer_after_a_dispute_is_final() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let rejected = rejected_by(&product, &product.reviewer(), "teams").await;
    let disputed = partner.does(&rejected, "dispute", &words()).await;
    let returned = product.lead().does(&disputed, "review/return", &because(MISSING)).await;
    let end = returned.deadline("partner_answer");
    product.wait_until(just_before(end)).await;
    assert_eq!(partner.looks_at(&returned).await.status(), "action_required");
    product.wait_until(end).await;
    let over = partner.looks_at(&returned).await;
    assert_eq!(
        (over.status(), &over.view["rejection"]["code"]),
        ("rejected_final", &json!("no_partner_response"))
    );
    assert_eq!((&over.view["allowedActions"], &over.view["deadlines"]), (&json!(["clone"]), &json!([])));
}

/// T17: the dispute may be right.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_17_a_dispute_that_is_right_ends_in_an_association() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let rejected = rejected_by(&product, &product.reviewer(), "teams").await;
    let disputed = partner.does(&rejected, "dispute", &words()).await;
    let approved = product.lead().approves(&product.lead().looks_at(&disputed).await).await;
    assert_eq!((approved.status(), &approved.view["review"]["stage"]), ("approved", &json!("dispute")));
    // The notice had been delivered: its window did not wait for the vendor.
    product.wait_until(rejected.deadline("objection")).await;
    assert_eq!(partner.looks_at(&approved).await.associations(), ["active"]);
}

/// V-28: with words or with new proof, of which the dispute makes a new frozen version; never with nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_28_a_dispute_says_something() {
    let product = still::at(MONDAY).await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    let rejected = partner.looks_at(&rejected_by(&product, &reviewer, "teams").await).await;
    let refused = partner.acts(&rejected, "dispute", &json!({})).await.refused(422, "dispute_empty");
    assert_eq!(refused.faults(), ["/justification dispute_empty".to_owned()].into());
    partner.acts(&rejected, "dispute", &json!({ "justification": " " })).await.refused(422, "dispute_empty");
    let long = json!({ "justification": "x".repeat(2_001) });
    assert_eq!(partner.acts(&rejected, "dispute", &long).await.is(422).code(), "text_invalid");
    let path = rejected.path("/dispute");
    partner.post(&path, &words()).await.refused(428, "precondition_required");

    let proof = Proof::of_everything(&rejected, File::infected(), product.now().await);
    let (with_bad, document) = partner.proves_with(&rejected, &proof).await;
    partner.acts(&with_bad, "dispute", &words()).await.refused(422, "file_not_clean");
    let path = with_bad.path(&format!("/documents/{}", document["id"].as_str().unwrap()));
    partner.delete(&path).if_match(&with_bad.etag).await.is(204);
    let seen = partner.looks_at(&rejected).await;
    partner.acts(&seen, "dispute", &json!({})).await.refused(422, "dispute_empty");
    let proof = Proof::of_everything(&seen, File::csv("signed at last"), product.now().await);
    let (proven, _) = partner.proves_with(&seen, &proof).await;
    let disputed = Claim::of(&partner.acts(&proven, "dispute", &json!({})).await.is(200));
    assert_eq!(disputed.status(), "disputed");
    assert!(disputed.allows("upload"), "V-27");
    let lead = product.lead();
    assert_eq!(lead.approves(&lead.looks_at(&disputed).await).await.status(), "approved");
}

/// The customer may object while a dispute waits; then there is nothing left to decide (T14).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_14_an_objection_ends_a_dispute() {
    let product = still::at(MONDAY).await;
    let (partner, lead, customer) = (product.partner(), product.lead(), product.customer());
    let rejected = rejected_by(&product, &product.reviewer(), "teams").await;
    let disputed = partner.does(&rejected, "dispute", &words()).await;
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    customer.decides(&page, "object").await.is(200);
    let over = lead.looks_at(&disputed).await;
    assert_eq!(
        (over.status(), &over.view["rejection"]["code"]),
        ("rejected_final", &json!("customer_declined"))
    );
    lead.acts(&over, "review/approve", &approval_of(&over)).await.refused(409, "invalid_state_transition");
    partner
        .acts(&partner.looks_at(&disputed).await, "dispute", &words())
        .await
        .refused(409, "dispute_already_used");
    assert!(unassigned(&lead).await.is_empty());
}
