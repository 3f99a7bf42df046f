//! Every clock of an engagement, one second before and at the instant (domain 7, scenarios 14 and 15).

use crate::still::{self, MONDAY, instant, just_before};
use serde_json::json;
use tests::{
    Claim, Product,
    claims::fresh_tenant,
    deals::{deal_on, delivery},
    staff::reason,
};

/// Engagement, days to submit, days to finish the review.
const TIMELINES: [(&str, i64, i64); 5] = [
    ("assessment", 60, 90),
    ("workshop", 90, 120),
    ("small-project", 120, 150),
    ("medium-project", 200, 230),
    ("large-project", 260, 290),
];

/// Alive a second before its clock runs out, over at the instant.
async fn runs_out(product: &Product, claim: &Claim, clock: &str, before: &str, after: &str) -> Claim {
    let partner = product.partner();
    let ends = partner.looks_at(claim).await.deadline(clock);
    product.wait_until(just_before(ends)).await;
    assert_eq!(partner.looks_at(claim).await.status(), before, "a second before {clock}");
    product.wait_until(ends).await;
    let over = partner.looks_at(claim).await;
    assert_eq!(over.status(), after, "at the end of {clock}");
    over
}

fn midnight_after(days: i64, from: jiff::Timestamp) -> jiff::Timestamp {
    let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let day = from.to_zoned(berlin.clone()).date();
    let end = day.checked_add(jiff::Span::new().days(days + 1)).unwrap();
    berlin.to_timestamp(end.at(0, 0, 0, 0)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_9_the_customer_has_thirty_days() {
    let product = still::at(MONDAY).await;
    for (engagement, ..) in TIMELINES {
        let claim = product.with_asked_claims(&deal_on(&fresh_tenant(), &[engagement])).await.remove(0);
        assert_eq!(claim.deadline("consent"), midnight_after(30, product.now().await), "{engagement}");
    }
    let silent = product.partner().engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    runs_out(&product, &silent, "consent", "consent_not_requested", "consent_expired").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_13_every_row_of_the_timeline_table() {
    let product = still::at(MONDAY).await;
    let mut agreed = Vec::new();
    for (engagement, submit, review) in TIMELINES {
        let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &[engagement])).await;
        let now = product.now().await;
        assert_eq!(claim.deadline("first_submit"), midnight_after(submit, now), "{engagement}");
        assert_eq!(claim.deadline("review"), midnight_after(review, now), "{engagement}");
        agreed.push(claim);
    }
    for claim in agreed {
        runs_out(&product, &claim, "first_submit", "consent_received", "not_submitted_expired").await;
    }
}

async fn returned(product: &Product, claim: &Claim) -> Claim {
    let submitted = product.partner().completes(claim).await;
    let started = product.reviewer().starts_the_review(&submitted).await;
    product.reviewer().returns(&started, &[reason("poe_unreadable", "/documents")]).await
}

/// Scenario 14: a return two days before the deadline leaves at least five business days.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_14_a_late_return_leaves_five_business_days() {
    let product = still::at(MONDAY).await;
    let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    // In time for the submission, which the vendor then leaves lying.
    let submitted = product.partner().completes(&claim).await;
    let review = submitted.deadline("review");
    product.wait_until(review - jiff::SignedDuration::from_hours(48)).await;
    let started = product.reviewer().starts_the_review(&submitted).await;
    let sent_back = product.reviewer().returns(&started, &[reason("poe_unreadable", "/documents")]).await;
    let left = sent_back.deadline("review");
    assert!(left > review, "{left} is more than {review}");
    runs_out(&product, &claim, "review", "action_required", "post_submission_expired").await;
}

/// I-22: while the vendor has the claim, no clock takes it away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_22_a_late_vendor_expires_nothing() {
    let product = still::at(MONDAY).await;
    let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    let submitted = product.partner().completes(&claim).await;
    product.wait_until(submitted.deadline("review") + jiff::SignedDuration::from_hours(24 * 60)).await;
    let late = product.partner().looks_at(&claim).await;
    assert_eq!((late.status(), &late.view["overdue"]), ("submitted", &json!(["vendor_start"])));
}

/// E20 … E24: a rejection is disputed within 30 days; the dispute as a whole has 30 days, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_22_e_24_a_dispute_and_its_clocks() {
    let product = still::at(MONDAY).await;
    let (partner, lead) = (product.partner(), product.lead());
    let rejected = async |product: &Product| {
        let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
        let submitted = partner.completes(&claim).await;
        let started = product.reviewer().starts_the_review(&submitted).await;
        product.reviewer().rejects(&started, "poe_service_missing", "/documents").await
    };
    let silent = rejected(&product).await;
    let disputed =
        partner.does(&rejected(&product).await, "dispute", &json!({ "justification": "See page 3." })).await;
    let phase = disputed.deadline("dispute_phase");
    let sent_back = lead.returns(&disputed, &[reason("poe_unreadable", "/documents")]).await;
    assert_eq!(sent_back.deadline("dispute_phase"), phase, "not set again");
    runs_out(&product, &silent, "dispute", "rejected", "dispute_expired").await;
    let over = partner.looks_at(&sent_back).await;
    assert_eq!(over.status(), "dispute_expired", "{}", over.view["deadlines"]);
}

/// E17: every reason of a return is answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e_17_every_reason_is_answered() {
    let product = still::at(MONDAY).await;
    let claim = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["assessment"])).await;
    let sent_back = returned(&product, &claim).await;
    let partner = product.partner();
    let seen = partner.looks_at(&sent_back).await;
    let refused = partner.acts(&seen, "resubmit", &delivery()).await;
    assert!(refused.faults().iter().any(|fault| fault.contains("answer_required")), "{}", refused.text());
    let mut body = delivery();
    body["answers"] = json!([{ "reason": 0, "text": "The file was scanned again." }]);
    assert_eq!(partner.does(&seen, "resubmit", &body).await.status(), "submitted");
}

/// K9: the customer is reminded on day 3, 7 and 14 and 3 and 1 days before the end, and never after a decision.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_9_the_customer_is_reminded_by_itself() {
    let product = still::at(MONDAY).await;
    let asked = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    let start = instant(MONDAY);
    let ends = asked.deadline("consent");
    let day = |days: i64| jiff::SignedDuration::from_hours(24 * days);
    let moments = [start + day(3), start + day(7), start + day(14), ends - day(3), ends - day(1)];
    let mails = async || product.mails_to("erika@fabrikam.example").await.len();
    let mut sent = mails().await;
    for at in moments {
        product.wait_until(just_before(at)).await;
        assert_eq!(mails().await, sent, "before {at}");
        product.wait_until(at).await;
        sent += 1;
        assert_eq!(mails().await, sent, "at {at}");
    }
    assert_eq!(product.partner().looks_at(&asked).await.deadline("consent"), ends);
    let decided = product.with_asked_claims(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    product.customer_decides(&product.customer(), &decided, "decline").await;
    let sent = mails().await;
    product.wait("P10D").await;
    assert_eq!(mails().await, sent, "none after a decision, none after the end");
}
