//! The reviewer's side: queue, return and resubmission, release, rejection, item by item, and its clocks.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::{
    Claim, File, Person, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    product::instant,
    staff::{approval_of, reason},
};

fn items(workloads: &[&str]) -> Value {
    workloads.iter().map(|workload| json!({ "workload": workload })).collect()
}

/// Ids of the claims in a queue.
async fn queue(reviewer: &Person, name: &str) -> Vec<String> {
    let rows = reviewer.reads_all(&format!("/v1/reviews?queue={name}")).await;
    rows.iter().map(|row| row["claim"]["id"].as_str().unwrap().to_owned()).collect()
}

/// T8, T9, C4: only the named parts can be edited; resubmitted it is a new version without a new notice,
/// because the customer was told all that the claim says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_8_a_returned_claim_opens_the_named_parts_only() {
    let product = Product::start().await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let started = reviewer.starts_the_review(&claim).await;
    let reasons = [reason("poe_element_missing", "/proof/elements/customer_acknowledgement")];
    let returned = reviewer.returns(&started, &reasons).await;
    assert_eq!((returned.status(), &returned.view["waitingFor"]), ("action_required", &json!("partner")));
    product.settles().await;

    let seen = partner.looks_at(&returned).await;
    assert_eq!(seen.view["review"]["reasons"][0]["code"], "poe_element_missing");
    assert_eq!(seen.view["editableFields"], json!([]));
    assert!(seen.allows("resubmit") && seen.allows("upload") && !seen.allows("submit"));
    let told = product.mails_to("anna@contoso.example").await;
    assert!(
        told.iter().any(|mail| mail["text"].as_str().unwrap().contains("Please have another look")),
        "{told:?}"
    );

    for (patch, pointer) in [
        (json!({ "name": "Another" }), "/name"),
        (json!({ "items": items(&["teams"]) }), "/items"),
        (json!({ "customerContact": { "email": "max@fabrikam.example" } }), "/customerContact"),
    ] {
        let frozen = partner.patch(&seen.path(""), &patch).if_match(&seen.etag).await;
        assert_eq!(frozen.refused(409, "field_frozen").faults(), [format!("{pointer} field_frozen")].into());
    }
    partner.acts(&seen, "resubmit", &submission()).await.refused(422, "nothing_changed");

    let proof = Proof::of_everything(&seen, File::csv("signed by the customer"), product.now().await);
    let (proven, _) = partner.proves_with(&seen, &proof).await;
    let again = Claim::of(&partner.acts(&proven, "resubmit", &submission()).await.is(200));
    assert_eq!(again.status(), "submitted");
    assert_eq!(again.view["consent"]["round"], 1, "the customer was told all of this already");
    product.settles().await;
    assert_eq!(product.mails_to(customer.address()).await.len(), 1);
    let approved = reviewer.starts_and_approves(&again).await;
    assert_eq!(approved.associations(), ["pending", "pending"]);
}

/// T9: the answer to a reason is enough; what the customer was not told yet makes a new notice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_9_a_changed_claim_makes_a_new_notice() {
    let product = Product::start().await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let old = product.newest_link_to(&customer).await;
    let started = reviewer.starts_the_review(&claim).await;
    let returned =
        reviewer.returns(&started, &[reason("poe_item_not_covered", "/items/workload:intune")]).await;
    let seen = partner.looks_at(&returned).await;
    assert_eq!(seen.view["editableFields"], json!(["/items"]));

    let edited = partner.edits(&seen, &json!({ "items": items(&["teams"]) })).await;
    assert_eq!(edited.keys(), ["workload:teams"]);
    let mut body = submission();
    body["answers"] = json!([{ "reason": 0, "text": "We left it out." }]);
    let again = Claim::of(&partner.acts(&edited, "resubmit", &body).await.is(200));
    assert_eq!(again.view["consent"]["round"], 2, "the customer has to be told of other items");
    product.settles().await;
    assert_eq!(customer.opens(&old).await.reason(), "replaced");
    let new = product.newest_link_to(&customer).await;
    let shown = customer.browses(&new).await.is(200).text();
    assert!(
        shown.contains("Teams") && !shown.contains("Intune"),
        "the newest notice says what is claimed now"
    );
    let comments = partner.reads_the_comments(&again).await;
    assert!(comments.iter().any(|text| text == "We left it out."), "{comments:?}");

    // Returned once more: an answer alone suffices, and the notice stands.
    let started = reviewer.starts_the_review(&again).await;
    let returned = reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await;
    let seen = partner.looks_at(&returned).await;
    for (answers, code) in [
        (json!([{ "reason": 5, "text": "No such reason." }]), "pointer_unknown"),
        (json!([{ "reason": 0, "text": " " }]), "reason_required"),
    ] {
        let mut body = submission();
        body["answers"] = answers;
        partner.acts(&seen, "resubmit", &body).await.refused(422, code);
    }
    let answered = Claim::of(&partner.acts(&seen, "resubmit", &body).await.is(200));
    assert_eq!((answered.status(), &answered.view["consent"]["round"]), ("submitted", &json!(2)));
    // T6: recall is for the first submission only.
    partner
        .acts(&answered, "recall", &json!({ "reason": "x" }))
        .await
        .refused(409, "invalid_state_transition");
}

/// T7b: released, the claim waits for any reviewer again; the vendor's clocks run on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_7b_a_released_claim_waits_again() {
    let product = Product::start().await;
    let (reviewer, lead) = (product.reviewer(), product.person("review-lead"));
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let queue = |name| queue(&reviewer, name);
    assert_eq!((queue("unassigned").await, queue("mine").await), (vec![claim.id.clone()], vec![]));
    let started = reviewer.starts_the_review(&claim).await;
    assert_eq!((queue("unassigned").await, queue("mine").await), (vec![], vec![claim.id.clone()]));
    let decide_by = started.deadline("vendor_decision");
    lead.acts(&started, "review/start", &json!({})).await.refused(409, "invalid_state_transition");
    let released = Claim::of(&reviewer.acts(&started, "review/release", &json!({})).await.is(200));
    assert_eq!(released.status(), "submitted");
    let again = lead.starts_the_review(&released).await;
    assert_eq!(again.deadline("vendor_decision"), decide_by, "SLA runs on");
    assert!(queue("mine").await.is_empty());
    product.wait_until(decide_by).await;
    assert_eq!(queue("overdue").await, vec![claim.id.clone()]);
    let seen = product.partner().looks_at(&claim).await;
    assert_eq!((seen.status(), &seen.view["overdue"]), ("under_review", &json!(["vendor_decision"])), "I-22");
    lead.approves(&lead.looks_at(&claim).await).await;
}

/// T11, T19: rejected with coded reasons; the dispute window closes by itself at its very instant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_19_the_dispute_window_closes_at_its_instant() {
    let product = Product::start().await;
    let (reviewer, partner, customer) = (product.reviewer(), product.partner(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = reviewer.starts_the_review(&claim).await;
    for (reasons, pointer, code) in [
        (json!([]), "/reasons", "reason_required"),
        (
            json!([{ "code": "because", "pointer": "/items", "text": "No." }]),
            "/reasons/0/code",
            "reason_code_unknown",
        ),
        (
            json!([{ "code": "poe_service_missing", "pointer": "/nowhere", "text": "No." }]),
            "/reasons/0/pointer",
            "pointer_unknown",
        ),
        (
            json!([{ "code": "poe_service_missing", "pointer": "/items", "text": "" }]),
            "/reasons/0/text",
            "reason_required",
        ),
    ] {
        let refused =
            reviewer.acts(&started, "review/reject", &json!({ "reasons": reasons })).await.refused(422, code);
        assert_eq!(refused.faults(), [format!("{pointer} {code}")].into());
    }
    let rejected =
        reviewer.rejects(&started, "poe_service_missing", "/proof/elements/service_description").await;
    assert_eq!(rejected.view["rejection"], json!({ "code": "poe_service_missing" }));
    let closes = rejected.deadline("dispute");
    product.wait_until(closes - SignedDuration::from_secs(10)).await;
    assert_eq!(partner.looks_at(&claim).await.status(), "rejected");
    product.wait_until(closes).await;
    let closed = partner.looks_at(&claim).await;
    assert_eq!(closed.status(), "rejected_final");
    assert_eq!(closed.view["rejection"]["code"], "dispute_window_closed");
    let history = partner.reads_the_history(&claim).await;
    let last = history.iter().find(|entry| entry["to"] == "rejected_final").expect("an entry");
    assert_eq!(instant(&last["at"]), closes, "it happened when it happened, not when a job ran");
    product.settles().await;
    let events = product.events_of(&claim.id).await;
    assert_eq!(events.iter().filter(|kind| *kind == "claim.rejected_final").count(), 1);
    // There is nothing left to object to, and the page says so.
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    assert!(page.decisions().is_empty(), "{}", page.json);
    customer.decides(&page, "object").await.refused(410, "consent_expired");
}

/// T10: an answer is in time while now < instant, whatever the sweep does; one second decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_10_the_partner_may_answer_until_the_last_second() {
    let product = Product::start().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    // In the middle of a day, so that both are returned on the same one.
    let tomorrow = product.now().await.to_zoned(jiff::tz::TimeZone::UTC).date().tomorrow().unwrap();
    product.wait_until(tomorrow.at(9, 0, 0, 0).in_tz("UTC").unwrap().timestamp()).await;
    let mut returned = Vec::new();
    for workload in ["teams", "intune"] {
        let claim = product.with_a_submitted_claim(&[workload]).await;
        let started = reviewer.starts_the_review(&claim).await;
        returned.push(reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await);
    }
    let deadline = returned[0].deadline("partner_answer");
    assert_eq!(returned[1].deadline("partner_answer"), deadline, "the end of the same day");
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    assert_eq!(deadline.to_zoned(zone).time(), jiff::civil::Time::midnight());
    let mut body = submission();
    body["answers"] = json!([{ "reason": 0, "text": "Here it is." }]);

    product.wait_until(deadline - SignedDuration::from_secs(5)).await;
    let seen = partner.looks_at(&returned[0]).await;
    let in_time = partner.acts(&seen, "resubmit", &body).await;
    assert!(product.now().await < deadline, "the machine is too slow for this test");
    assert_eq!(Claim::of(&in_time.is(200)).status(), "submitted");

    product.wait_until(deadline).await;
    let late = partner.looks_at(&returned[1]).await;
    assert_eq!(late.status(), "rejected");
    assert_eq!(late.view["rejection"]["code"], "no_partner_response");
    partner.acts(&late, "resubmit", &body).await.refused(409, "invalid_state_transition");
    assert!(late.deadline("dispute") > deadline);
    assert_eq!(partner.looks_at(&returned[0]).await.status(), "submitted", "a decision in time wins");
}

/// T12: item by item; every item is decided, at least one accepted, a refusal says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_12_review_decides_item_by_item() {
    let product = Product::start().await;
    let reviewer = product.reviewer();
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let started = reviewer.starts_the_review(&claim).await;
    let verdict = |key: &str, decision: &str| json!({ "key": key, "decision": decision });
    let refused_with =
        |reason: &str| json!({ "key": "workload:intune", "decision": "refused", "reason": reason });
    let teams = verdict("workload:teams", "accepted");
    for (items, fault) in [
        (json!([]), "/items item_decision_required"),
        (json!([teams]), "/items item_decision_required"),
        (json!([teams, verdict("workload:intune", "maybe")]), "/items/1/decision item_decision_required"),
        (json!([teams, verdict("workload:intune", "refused")]), "/items/1/reason reason_required"),
        (json!([teams, teams, refused_with("No.")]), "/items/1 item_duplicate"),
        (
            json!([teams, refused_with("No."), verdict("workload:onedrive", "accepted")]),
            "/items/2/key item_unknown",
        ),
        (
            json!([{ "key": "workload:teams", "decision": "refused", "reason": "No." }, refused_with("No.")]),
            "/items no_item_accepted",
        ),
    ] {
        let refused = reviewer.acts(&started, "review/approve", &json!({ "items": items })).await.is(422);
        assert!(refused.faults().contains(fault), "{fault}: {}", refused.text());
    }
    let body = json!({ "items": [teams, refused_with("No proof of use.")] });
    let approved = Claim::of(&reviewer.acts(&started, "review/approve", &body).await.is(200));
    assert_eq!(approved.associations(), ["pending", "none"]);
    assert_eq!(approved.view["items"][1]["decision"], "refused");
    assert_eq!(approved.view["items"][1]["reason"], "No proof of use.");
    // The refused key is free for others, the accepted one is not.
    let tenant = claim.view["customer"]["tenantId"].as_str().unwrap();
    let rival = product.other_partner();
    let theirs = rival.hands_in(&tests::claims::rival_claim_on(tenant, &["intune"])).await;
    assert_eq!(reviewer.starts_and_approves(&theirs).await.associations(), ["pending"]);
    let taken = rival.hands_in(&tests::claims::rival_claim_on(tenant, &["teams"])).await;
    let started = reviewer.starts_the_review(&taken).await;
    let refused = reviewer.acts(&started, "review/approve", &approval_of(&taken)).await;
    let refused = refused.refused(409, "contest_open");
    assert!(!refused.text().contains("partner-a") && !refused.text().contains("Contoso"), "I-18");
}

/// V-19: one partner claims a key once; the other claim is named, also at the moment of submission.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_19_a_partner_claims_a_key_once() {
    let product = Product::start().await;
    let partner = product.partner();
    let tenant = fresh_tenant();
    let first = partner.creates_a_claim(&claim_on(&tenant, &["teams"])).await;
    let second = partner.creates_a_claim(&claim_on(&tenant, &["teams", "intune"])).await;
    let (first, second) = (partner.proves(&first).await, partner.proves(&second).await);
    let first = partner.submits(&first).await;
    let refused = partner.acts(&second, "submit", &submission()).await.refused(409, "duplicate_claim");
    assert_eq!(refused.json()["claimId"], first.id);
    let created =
        partner.post("/v1/claims", &claim_on(&tenant, &["teams"])).await.refused(409, "duplicate_claim");
    assert_eq!(created.json()["claimId"], first.id);
    // The other partner may claim the same: that is for the review to decide.
    product.other_partner().creates_a_claim(&tests::claims::rival_claim_on(&tenant, &["teams"])).await;
    // What ends frees the key.
    let reviewer = product.reviewer();
    let rejected = reviewer.starts_the_review(&first).await;
    let rejected = reviewer.rejects(&rejected, "poe_service_missing", "/documents").await;
    product.wait_until(rejected.deadline("dispute")).await;
    assert_eq!(partner.submits(&partner.looks_at(&second).await).await.status(), "submitted");
}
