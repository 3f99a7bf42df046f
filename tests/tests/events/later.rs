//! What becomes of claims after their first review: disputes, contests, ends. One story, over HTTP while the
//! files are written and compared, by the files while they are played.

use super::{World, anonymous, event, status, written};
use aws_lambda_events::event::dynamodb;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use tests::{
    Call, Claim, Person,
    claims::{claim_on, rival_claim_on},
    customer::link_in,
    staff::{approval_of, reason},
};

/// Tenants of the story, one for each claim or contest.
fn tenant(number: u8) -> String {
    format!("3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6f{number:02}")
}

/// The subscription whose end is told.
const SUBSCRIPTION: &str = "5d0c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10";

struct Story {
    world: World,
    writes: bool,
}

impl Story {
    /// A step that has a file.
    async fn step(&self, function: &str, case: &str, id: &str, call: Call, expected: u64) -> Value {
        if self.writes {
            let answer = call.await;
            assert_eq!(u64::from(answer.status), expected, "{function}/{case}: {}", answer.text());
            written(function, case, anonymous(self.world.last(function)));
            return answer.json();
        }
        // Contests have no name that is known beforehand.
        let told = event(function, case);
        let told = match told["pathParameters"]["id"].as_str() {
            Some(recorded) => serde_json::from_str(&told.to_string().replace(recorded, id)).unwrap(),
            None => told,
        };
        let answer = self.world.calls(function, told).await;
        assert_eq!(status(&answer), expected, "{function}/{case}: {answer}");
        serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
    }

    /// A step on a claim as it is now.
    async fn acts(&self, who: &Person, claim: &Claim, case: &str, action: &str, body: Value) -> Claim {
        let seen = who.looks_at(claim).await;
        let function = if action.starts_with("review/") { "review-claim" } else { "change-claim" };
        let expected = if action == "clone" { 201 } else { 200 };
        let mut view = self.step(function, case, &claim.id, who.acts(&seen, action, &body), expected).await;
        if view["claims"].is_array() {
            view = view["claims"][0].take();
        }
        self.world.product.settles().await;
        let id = view["id"].as_str().unwrap().to_owned();
        Claim { id, etag: seen.etag, view }
    }

    /// A claim whose id comes from its key, handed in.
    async fn hands_in(&self, who: &Person, key: &str, body: &Value) -> Claim {
        let draft = Claim::of(&who.post("/v1/claims", body).key(key).await.is(201));
        let claim = who.submits(&who.proves(&draft).await).await;
        self.world.product.settles().await;
        who.looks_at(&claim).await
    }

    /// The same, approved, and the customer has agreed.
    async fn becomes_official(&self, key: &str, body: &Value) -> Claim {
        let product = &self.world.product;
        let claim = self.hands_in(&product.partner(), key, body).await;
        product.reviewer().starts_and_approves(&claim).await;
        let customer = product.customer();
        let mail = product.mails_to(customer.address()).await.pop().unwrap();
        let page = customer.opens(&link_in(&mail)).await;
        self.world.a_moment_later();
        customer.decides(&page, "accept").await.is(200);
        product.settles().await;
        product.partner().looks_at(&claim).await
    }

    /// It becomes so late; what is due by then happens.
    async fn days_later(&self, days: i64) {
        self.world.clock.0.fetch_add(days * 24 * 3_600_000, Ordering::SeqCst);
        self.world.product.settles().await;
    }

    /// The stream record with which this happened to a claim, as both consumers got it.
    fn happened(&self, claim: &Claim, action: &str, case: &str) {
        for function in ["send-mail", "publish-events"].into_iter().filter(|_| self.writes) {
            let heard = self.world.heard.lock().unwrap();
            let records = heard.iter().filter(|(folder, _)| folder == function);
            let mut records = records.flat_map(|(_, event)| event["Records"].as_array().unwrap().clone());
            let told = |record: &Value| {
                let event: dynamodb::Event = serde_json::from_value(json!({ "Records": [record] })).unwrap();
                let Some((old, new)) = store::stream::claims(&event.records[0]).unwrap() else {
                    return false;
                };
                let before = old.map_or(0, |old| old.history.last_seq());
                new.id.as_str() == claim.id
                    && new.history.after(before).any(|(_, entry)| entry.action.as_str() == action)
            };
            let mut record =
                records.find(told).unwrap_or_else(|| panic!("{function} has not heard of {action}"));
            record["awsRegion"] = json!("us-east-1");
            written(function, case, json!({ "Records": [record] }));
        }
    }

    async fn of_disputes(&self) {
        let product = &self.world.product;
        let (partner, reviewer, lead) = (product.partner(), product.reviewer(), product.lead());
        let claim = self.hands_in(&partner, "later-1", &claim_on(&tenant(1), &["teams"])).await;
        let started = reviewer.starts_the_review(&claim).await;
        let rejected = reviewer.rejects(&started, "poe_service_missing", "/documents").await;
        let until =
            json!({ "clock": "dispute", "until": "2027-01-31T12:00:00Z", "reason": "They are away." });
        let manager = product.programme_manager();
        self.acts(&manager, &rejected, "extend-deadline", "deadlines", until).await;
        let words = json!({ "justification": "The signature is on page three." });
        let disputed = self.acts(&partner, &rejected, "dispute", "dispute", words).await;
        let reasons = json!({ "reasons": [reason("poe_service_missing", "/documents")] });
        lead.does(&disputed, "review/reject", &reasons).await;
        let copy = self.acts(&partner, &disputed, "clone", "clone", json!({})).await;
        assert_eq!((copy.status(), &copy.view["copyOf"]), ("draft", &json!(claim.id)));
    }

    async fn of_ends(&self) {
        let product = &self.world.product;
        let (partner, manager) = (product.partner(), product.programme_manager());
        let why = json!({ "reason": "The project was stopped early." });
        let claim = self.hands_in(&partner, "later-2", &claim_on(&tenant(2), &["teams"])).await;
        self.acts(&partner, &claim, "withdraw", "withdraw", why.clone()).await;
        let official = self.becomes_official("later-3", &claim_on(&tenant(3), &["teams"])).await;
        self.acts(&partner, &official, "disassociate", "disassociate", why.clone()).await;
        let official = self.becomes_official("later-4", &claim_on(&tenant(4), &["teams"])).await;
        let stopped = self.acts(&manager, &official, "stop", "stop", why).await;
        assert_eq!(stopped.associations(), ["ended"]);
    }

    async fn of_a_contest(&self) {
        let product = &self.world.product;
        let (partner, reviewer, lead) = (product.partner(), product.reviewer(), product.lead());
        let incumbent = self.becomes_official("later-5", &claim_on(&tenant(5), &["teams"])).await;
        let rival = rival_claim_on(&tenant(5), &["teams"]);
        let challenger = self.hands_in(&product.other_partner(), "later-6", &rival).await;
        let started = self.acts(&reviewer, &challenger, "start-contested", "review/start", json!({})).await;
        self.happened(&incumbent, "contest_opened", "contest-opened");
        let id = started.view["contestId"].as_str().expect("a contest");
        let path = |rest: &str| format!("/v1/contests/{id}/{rest}");
        let words = json!({ "text": "We still work there." });
        let call = partner.post(&path("statements"), &words);
        self.step("review-claim", "contest-statement", id, call, 201).await;
        let decision = json!({ "winner": "challenger", "reason": "The more recent work counts." });
        let call = lead.post(&path("decision"), &decision);
        let decided = self.step("review-claim", "contest-decision", id, call, 200).await;
        assert_eq!((&decided["state"], &decided["winner"]), (&json!("decided"), &json!("challenger")));
        product.settles().await;
        assert_eq!(partner.looks_at(&incumbent).await.associations(), ["ended"]);
        let seen = reviewer.looks_at(&challenger).await;
        reviewer.acts(&seen, "review/approve", &approval_of(&seen)).await.is(200);
    }

    async fn of_the_contact(&self) {
        let product = &self.world.product;
        let claim = self.hands_in(&product.partner(), "later-7", &claim_on(&tenant(7), &["teams"])).await;
        let customer = product.customer();
        let mail = product.mails_to(customer.address()).await.pop().unwrap();
        let page = customer.opens(&link_in(&mail)).await;
        self.world.a_moment_later();
        let colleague =
            json!({ "name": "Max Muster", "email": "max@fabrikam.example", "nonce": page.nonce() });
        let call = customer.sends(&page, "delegate", &colleague);
        self.step("answer-consent", "delegate", "", call, 200).await;
        let unknown = json!({ "name": "Erika Muster", "confirmed": true, "nonce": page.nonce() });
        let call = customer.sends(&page, "report", &unknown);
        self.step("answer-consent", "report", "", call, 200).await;
        let seen = product.partner().looks_at(&claim).await;
        assert_eq!(seen.view["warnings"], json!(["reported_by_customer", "other_contact_named"]));
    }

    async fn of_time(&self) {
        let product = &self.world.product;
        let (partner, reviewer) = (product.partner(), product.reviewer());
        let row = json!({ "subscriptionId": SUBSCRIPTION, "tenantId": tenant(8), "product": "sales",
            "channel": "web_direct", "state": "active", "endsAt": "2026-12-31T00:00:00Z" });
        product.programme_manager().imports("subscriptions", &[row]).await.is(201);
        let mut body = claim_on(&tenant(8), &[]);
        body["engagementId"] = json!("presales-advisor");
        body["partnerRole"] = json!("build_intent_advisor");
        body["items"] = json!([{ "product": "sales", "subscriptionId": SUBSCRIPTION }]);
        let official = self.becomes_official("later-8", &body).await;
        let claim = self.hands_in(&partner, "later-9", &claim_on(&tenant(9), &["teams"])).await;
        let started = reviewer.starts_the_review(&claim).await;
        reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await;
        self.days_later(5).await;
        self.happened(&claim, "deadline_near", "deadline-near");
        self.days_later(90).await;
        self.happened(&official, "association_ended", "association-expired");
        assert_eq!(partner.looks_at(&official).await.associations(), ["ended"]);
    }

    async fn told(self) -> World {
        self.of_disputes().await;
        self.of_ends().await;
        self.of_a_contest().await;
        self.of_the_contact().await;
        self.of_time().await;
        self.world
    }
}

/// `WRITE_EVENTS=1` writes them again, as it does the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_files_are_shaped_like_what_comes_later() {
    Story { world: World::start().await, writes: true }.told().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_of_later_days_do_what_they_say() {
    Story { world: World::start().await, writes: false }.told().await;
    // What a stream record owes goes out in a world that knows nothing else of it, once.
    let world = World::start().await;
    let taken = json!({ "batchItemFailures": [] });
    for (case, address, subject) in [
        ("contest-opened", "anna@contoso.example", "Another partner claims the same"),
        ("deadline-near", "anna@contoso.example", "Your answer is still missing"),
        ("association-expired", "anna@contoso.example", "The association has ended"),
    ] {
        for function in ["send-mail", "send-mail", "publish-events"] {
            assert_eq!(world.calls(function, event(function, case)).await, taken, "{function}/{case}");
        }
        assert_eq!(world.product.mails_about(address, subject).await, 1, "{case}");
    }
}
