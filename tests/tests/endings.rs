//! How associations end, and what is left after it: subscriptions, terms, the partner, the programme (S4 … S7).

use crate::still::{self, MONDAY, instant, just_before};
use jiff::Timestamp;
use serde_json::{Value, json};
use tests::{
    Claim, File, Person, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    staff::reason,
};

const PARTNER: &str = "anna@contoso.example";
const CUSTOMER: &str = "erika@fabrikam.example";

/// What the vendor knows of a subscription.
pub(crate) fn row(tenant: &str, id: &str, state: &str, ends_at: Option<&str>) -> Value {
    json!({ "subscriptionId": id, "tenantId": tenant, "product": "sales", "channel": "web_direct",
        "state": state, "endsAt": ends_at })
}

pub(crate) async fn imported(product: &Product, row: &Value) {
    let answer = product.programme_manager().imports("subscriptions", std::slice::from_ref(row)).await;
    assert_eq!(answer.json()["accepted"], 1, "{}", answer.text());
    product.settles().await;
}

/// A claim on subscriptions of a tenant.
pub(crate) fn claim_on_subscriptions(tenant: &str, ids: &[&str]) -> Value {
    let mut body = claim_on(tenant, &[]);
    body["engagementId"] = json!("presales-advisor");
    body["partnerRole"] = json!("build_intent_advisor");
    body["items"] = ids.iter().map(|id| json!({ "product": "sales", "subscriptionId": id })).collect();
    body
}

fn ends_at(claim: &Claim) -> Timestamp {
    instant(claim.view["items"][0]["association"]["endsAt"].as_str().expect("an end"))
}

fn ended_reason(claim: &Claim) -> &str {
    claim.view["items"][0]["association"]["endedReason"].as_str().unwrap_or_default()
}

async fn usage(who: &Person, claim: &Claim) -> u16 {
    let item = claim.keys()[0].replace(':', "%3A");
    who.get(&format!("/v1/associations/{}/{item}/usage", claim.id)).await.status
}

/// The drafts that are copies of this claim.
async fn copies(who: &Person, claim: &Claim) -> Vec<Value> {
    let rows = who.reads_all("/v1/claims?status=draft").await;
    rows.into_iter().filter(|row| row["copyOf"] == claim.id).collect()
}

/// Scenario 17: notices 60, 30 and 7 days before the end of the subscription, 30 days of grace, then the
/// association ends by itself and a draft for the renewal is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_17_a_subscription_ends_with_notice_and_grace() {
    let product = still::at(MONDAY).await;
    let (partner, tenant, id) = (product.partner(), fresh_tenant(), fresh_tenant());
    imported(&product, &row(&tenant, &id, "active", Some("2027-03-01T00:00:00Z"))).await;
    let claim = product.with_an_official_claim(&claim_on_subscriptions(&tenant, &[&id])).await;
    let official = partner.looks_at(&claim).await;
    let end = instant("2027-03-31T22:00:00Z");
    assert_eq!(ends_at(&official), end, "30 days after the end of the subscription, at midnight in Berlin");
    let listed = partner.reads_all("/v1/associations?status=active").await;
    assert_eq!(listed[0]["endsAt"], end.to_string());

    let notices = || product.mails_about(PARTNER, "The association ends soon");
    for (sent, at) in
        ["2026-12-31T00:00:00Z", "2027-01-30T00:00:00Z", "2027-02-22T00:00:00Z"].iter().enumerate()
    {
        product.wait_until(just_before(instant(at))).await;
        assert_eq!(notices().await, sent, "before {at}");
        product.wait_until(instant(at)).await;
        assert_eq!(notices().await, sent + 1, "at {at}");
        product.wait("PT5H").await;
        assert_eq!(notices().await, sent + 1, "after {at}");
    }
    product.wait_until(just_before(end)).await;
    assert_eq!((notices().await, usage(&partner, &claim).await), (3, 200), "grace");
    assert_eq!(partner.looks_at(&claim).await.associations(), ["active"]);
    assert!(copies(&partner, &claim).await.is_empty());
    product.wait_until(end).await;
    let over = partner.looks_at(&claim).await;
    assert_eq!(
        (over.status(), over.associations()),
        ("approved", vec!["ended".into()]),
        "the claim stays approved"
    );
    assert_eq!((ended_reason(&over), usage(&partner, &claim).await), ("subscription_expired", 409));
    assert!(over.allows("clone") && !over.allows("stop"));
    product.settles().await;
    for subject in ["The association has ended", "A draft for the renewal is ready"] {
        assert_eq!(product.mails_about(PARTNER, subject).await, 1, "{subject}");
    }
    let events = product.events_of(&claim.id).await;
    for (kind, times) in [("association.expiring", 3), ("association.ended", 1), ("claim.rejected_final", 0)]
    {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), times, "{kind}: {events:?}");
    }

    // The draft: the same content, none of what was decided; handed in with the new subscription.
    let drafts = copies(&partner, &claim).await;
    assert_eq!(drafts.len(), 1, "one renewal");
    let id = drafts[0]["id"].as_str().unwrap();
    let draft = Claim::of(&partner.get(&format!("/v1/claims/{id}")).await.is(200));
    assert_eq!((draft.keys(), draft.associations()), (claim.keys(), vec!["none".into()]));
    assert_eq!((&draft.view["consent"], &draft.view["documents"]), (&Value::Null, &json!([])));
    let renewed = fresh_tenant();
    imported(&product, &row(&tenant, &renewed, "active", None)).await;
    let items = json!({ "items": [{ "product": "sales", "subscriptionId": renewed }] });
    let proven = partner.proves(&partner.edits(&draft, &items).await).await;
    assert_eq!(partner.submits(&proven).await.status(), "submitted");
    product.wait("P30D").await;
    assert_eq!(copies(&partner, &claim).await.len(), 0, "no second one");
}

/// S4 by import: what the vendor says later counts, in both directions.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_17_what_the_vendor_says_later_counts() {
    let product = still::at(MONDAY).await;
    let (partner, tenant, id) = (product.partner(), fresh_tenant(), fresh_tenant());
    imported(&product, &row(&tenant, &id, "active", Some("2027-01-10T00:00:00Z"))).await;
    let claim = product.with_an_official_claim(&claim_on_subscriptions(&tenant, &[&id])).await;
    let first = ends_at(&partner.looks_at(&claim).await);
    // Renewed in its grace period: the association never ended.
    product.wait_until(instant("2027-01-20T00:00:00Z")).await;
    imported(&product, &row(&tenant, &id, "grace", Some("2027-01-10T00:00:00Z"))).await;
    assert_eq!(ends_at(&partner.looks_at(&claim).await), first);
    imported(&product, &row(&tenant, &id, "active", Some("2028-01-10T00:00:00Z"))).await;
    let later = ends_at(&partner.looks_at(&claim).await);
    assert!(later > first);
    product.wait_until(first).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["active"]);
    // Without an end it lasts.
    imported(&product, &row(&tenant, &id, "active", None)).await;
    assert_eq!(partner.looks_at(&claim).await.view["items"][0]["association"]["endsAt"], Value::Null);
    product.wait_until(later).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["active"]);
    // Expired means expired: at once, once.
    for _ in 0..2 {
        imported(&product, &row(&tenant, &id, "expired", Some("2028-02-01T00:00:00Z"))).await;
    }
    let over = partner.looks_at(&claim).await;
    assert_eq!((over.status(), ended_reason(&over)), ("approved", "subscription_expired"));
    assert_eq!(copies(&partner, &claim).await.len(), 1);
    assert_eq!(product.mails_about(PARTNER, "A draft for the renewal is ready").await, 1);
    // I-3: what has ended stays so, whatever is said of the subscription.
    imported(&product, &row(&tenant, &id, "active", Some("2030-01-01T00:00:00Z"))).await;
    assert_eq!(partner.looks_at(&claim).await.associations(), ["ended"]);
}

/// Of two subscriptions one ends: the other one goes on, and only the first is renewed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_4_each_subscription_ends_by_itself() {
    let product = still::at(MONDAY).await;
    let (partner, tenant) = (product.partner(), fresh_tenant());
    let (short, long) = (fresh_tenant(), fresh_tenant());
    imported(&product, &row(&tenant, &short, "active", Some("2027-01-10T00:00:00Z"))).await;
    imported(&product, &row(&tenant, &long, "active", Some("2029-01-10T00:00:00Z"))).await;
    let claim = product.with_an_official_claim(&claim_on_subscriptions(&tenant, &[&short, &long])).await;
    product.wait_until(ends_at(&partner.looks_at(&claim).await)).await;
    product.settles().await;
    let seen = partner.looks_at(&claim).await;
    assert_eq!((seen.status(), seen.associations()), ("approved", vec!["ended".into(), "active".into()]));
    assert!(!seen.allows("clone"), "it is still official");
    let drafts = copies(&partner, &claim).await;
    let keys: Vec<_> = drafts[0]["items"].as_array().unwrap().iter().map(|item| &item["key"]).collect();
    assert_eq!((drafts.len(), keys), (1, vec![&json!(format!("subscription:{short}"))]));
}

/// S7: the programme manager stops it, with a reason; the claim stays approved, both sides are told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_7_the_programme_ends_an_association() {
    let product = still::at(MONDAY).await;
    let (partner, manager) = (product.partner(), product.programme_manager());
    let claim = product.with_an_official_claim(&claim_on(&fresh_tenant(), &["teams", "intune"])).await;
    let path = claim.path("/stop");
    let why = json!({ "reason": "The contract with the partner has ended." });
    for who in [&partner, &product.reviewer(), &product.lead(), &product.person("auditor")] {
        who.post(&path, &why).await.refused(403, "forbidden");
    }
    let refused = manager.post(&path, &json!({})).await.refused(422, "reason_required");
    assert_eq!(refused.faults(), ["/reason reason_required".to_owned()].into());
    manager.post(&path, &why).if_match("\"1\"").await.refused(412, "version_conflict");
    let stopped = Claim::of(&manager.post(&path, &why).await.is(200));
    assert_eq!((stopped.status(), stopped.associations()), ("approved", vec!["ended".into(); 2]));
    assert_eq!((ended_reason(&stopped), usage(&partner, &claim).await), ("programme", 409));
    manager.post(&path, &why).await.refused(409, "invalid_state_transition");
    product.settles().await;
    for address in [PARTNER, CUSTOMER] {
        assert_eq!(product.mails_about(address, "has ended").await, 1, "{address}");
    }
    assert!(copies(&partner, &claim).await.is_empty(), "nobody renews that");
    let page =
        product.reads_the_page(&product.customer(), &product.newest_link_to(&product.customer()).await).await;
    assert!(page.decisions().iter().all(|decision| *decision != "accept"), "{}", page.json);
    // Pending ones end as well.
    let pending = product.with_an_approved_claim(&["teams"]).await;
    let stopped = Claim::of(&manager.post(&pending.path("/stop"), &why).await.is(200));
    assert_eq!((stopped.status(), stopped.associations()), ("approved", vec!["ended".into()]));
    assert_eq!(partner.looks_at(&pending).await.view["consent"]["state"], "voided");
    product.wait("P30D").await;
    assert_eq!(partner.looks_at(&pending).await.associations(), ["ended"], "silence revives nothing");
}

/// T20, V-29: the partner gives it up, with a reason of 10 to 1000 characters; the customer is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_20_a_partner_disassociates() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let claim = product.with_an_official_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let why = |length: usize| json!({ "reason": "x".repeat(length) });
    for (length, code) in [(0, "reason_required"), (9, "reason_required"), (1_001, "text_invalid")] {
        let refused = partner.acts(&claim, "disassociate", &why(length)).await.is(422);
        assert!(refused.faults().iter().all(|fault| fault.starts_with("/reason ")), "{}", refused.text());
        assert!([code, "reason_required"].contains(&refused.code().as_str()), "{length}: {}", refused.text());
    }
    let path = claim.path("/disassociate");
    partner.post(&path, &why(10)).await.refused(428, "precondition_required");
    let over = partner.does(&claim, "disassociate", &why(10)).await;
    assert_eq!(
        (over.status(), &over.view["rejection"]["code"]),
        ("rejected_final", &json!("partner_disassociated"))
    );
    assert_eq!((ended_reason(&over), usage(&partner, &claim).await), ("partner", 409));
    product.settles().await;
    assert_eq!(product.mails_about(CUSTOMER, "has ended").await, 1);
    assert!(partner.reads_the_comments(&claim).await.contains(&"x".repeat(10)));
    // The longest reason is good, and the key is free again.
    let again = product
        .with_an_official_claim(&claim_on(claim.view["customer"]["tenantId"].as_str().unwrap(), &["teams"]))
        .await;
    assert_eq!(partner.does(&again, "disassociate", &why(1_000)).await.status(), "rejected_final");
}

/// T22: before the decision a claim is withdrawn in any phase; the customer's link is void.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_22_a_partner_withdraws_in_every_phase() {
    let product = still::at(MONDAY).await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let why = json!({ "reason": "The project was stopped." });
    for phase in ["submitted", "under_review", "action_required"] {
        let mut claim = product.with_a_submitted_claim(&["teams"]).await;
        let link = product.newest_link_to(&customer).await;
        let page = product.reads_the_page(&customer, &link).await;
        if phase != "submitted" {
            claim = reviewer.starts_the_review(&claim).await;
        }
        if phase == "action_required" {
            claim = reviewer.returns(&claim, &[reason("poe_service_missing", "/documents")]).await;
        }
        assert_eq!(claim.status(), phase);
        let path = claim.path("/withdraw");
        partner.post(&path, &json!({})).await.refused(422, "reason_required");
        partner.post(&path, &why).if_match("\"1\"").await.refused(412, "version_conflict");
        let over = Claim::of(&partner.post(&path, &why).await.is(200));
        assert_eq!(
            (over.status(), &over.view["rejection"]["code"]),
            ("rejected_final", &json!("partner_request"))
        );
        assert_eq!(over.view["consent"]["state"], "voided");
        customer.decides(&page, "object").await.is(410);
        partner.post(&path, &why).await.refused(409, "invalid_state_transition");
        reviewer
            .acts(&reviewer.looks_at(&claim).await, "review/start", &json!({}))
            .await
            .refused(409, "invalid_state_transition");
        product.settles().await;
    }
    assert_eq!(product.mails_about(CUSTOMER, "was withdrawn").await, 3, "told each time");
    let approved = product.with_an_approved_claim(&["intune"]).await;
    partner.post(&approved.path("/withdraw"), &why).await.refused(409, "invalid_state_transition");
}

/// Scenario 15, I-3: of what is over nothing can be done but a copy, which keeps the content only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_15_what_is_over_stays_over_and_can_be_cloned() {
    let product = still::at(MONDAY).await;
    let (partner, reviewer, manager) = (product.partner(), product.reviewer(), product.programme_manager());
    let submitted = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let started = reviewer.starts_the_review(&submitted).await;
    let rejected = reviewer.rejects(&started, "poe_service_missing", "/documents").await;
    let idle = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    partner.post(&idle.path("/clone"), &json!({})).await.refused(409, "invalid_state_transition");
    product.wait_until(idle.deadline("idle_draft")).await;
    for (claim, status) in [(&rejected, "rejected_final"), (&idle, "canceled")] {
        let over = partner.looks_at(claim).await;
        assert_eq!((over.status(), &over.view["allowedActions"]), (status, &json!(["clone"])));
        assert_eq!((&over.view["deadlines"], &over.view["waitingFor"]), (&json!([]), &json!("none")));
        let reasons = json!({ "reasons": [reason("poe_service_missing", "/documents")] });
        let why = json!({ "reason": "We think otherwise." });
        for (who, action, body) in [
            (&partner, "submit", &submission()),
            (&partner, "recall", &why),
            (&partner, "cancel", &why),
            (&partner, "resubmit", &submission()),
            (&partner, "dispute", &json!({ "justification": "No." })),
            (&partner, "disassociate", &why),
            (&partner, "withdraw", &why),
            (&reviewer, "review/start", &json!({})),
            (&reviewer, "review/release", &json!({})),
            (&reviewer, "review/return", &reasons),
            (&reviewer, "review/reject", &reasons),
            (&reviewer, "review/approve", &tests::staff::approval_of(&over)),
            (&manager, "stop", &why),
            (
                &manager,
                "deadlines",
                &json!({ "clock": "dispute", "until": "2030-01-01T00:00:00Z", "reason": "No." }),
            ),
        ] {
            // A reviewer sees what was handed in.
            if status == "canceled" && action.starts_with("review/") {
                continue;
            }
            let seen = who.looks_at(&over).await;
            let refused = who.acts(&seen, action, body).await.is(409).json();
            if who.name == "partner-a-admin" {
                let told = (&refused["currentStatus"], &refused["allowedActions"]);
                assert_eq!(told, (&json!(status), &json!(["clone"])), "{action}");
            }
        }
        partner
            .post(&over.path("/comments"), &json!({ "text": "Hello?" }))
            .await
            .refused(409, "invalid_state_transition");
        let proof = Proof::of_everything(&over, File::csv("late"), product.now().await);
        partner.announces(&over, &proof).await.refused(409, "claim_not_editable");
        partner.patch(&over.path(""), &json!({ "name": "x" })).if_match(&over.etag).await.is(409);
        partner
            .post(&over.path("/consent/reminders"), &json!({}))
            .await
            .refused(409, "invalid_state_transition");
        assert_eq!(partner.looks_at(&over).await.view, over.view, "nothing has moved");

        product
            .person("partner-a-user")
            .post(&over.path("/clone"), &json!({}))
            .await
            .refused(403, "forbidden");
        let answer = partner.post(&over.path("/clone"), &json!({})).await.is(201);
        let copy = Claim::of(&answer);
        assert_eq!(answer.header("location"), copy.path(""));
        assert_eq!((copy.status(), &copy.view["copyOf"]), ("draft", &json!(over.id)));
        for kept in
            ["name", "items", "customer", "customerContact", "partnerContact", "locationId", "partnerRole"]
        {
            let items = |view: &Value| {
                view["items"]
                    .as_array()
                    .map(|all| all.iter().map(|item| item["key"].clone()).collect::<Vec<_>>())
            };
            assert!(copy.view[kept] == over.view[kept] || items(&copy.view) == items(&over.view), "{kept}");
        }
        for none in ["consent", "review", "rejection", "contestId", "earning"] {
            assert_eq!(copy.view[none], Value::Null, "{none}");
        }
        assert_eq!((&copy.view["documents"], copy.view["version"].as_u64()), (&json!([]), Some(1)));
        let proven = partner.proves(&copy).await;
        assert_eq!(partner.submits(&proven).await.view["consent"]["round"], 1, "the customer is asked anew");
    }
}
