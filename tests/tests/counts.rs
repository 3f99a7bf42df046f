//! What a command costs, counted between the functions and the table (quality 1).

use serde_json::json;
use std::sync::{Arc, Mutex};
use tests::{
    Answer, Claim, File, Product, Proof,
    claims::{claim_on, fresh_tenant, submission},
    proxy::{Calls, Proxies, proxied},
    staff::{approval_of, reason},
};

/// A system whose calls to the table are counted.
struct Counted {
    product: Product,
    proxies: Arc<Mutex<Proxies>>,
}

impl Counted {
    async fn start() -> Self {
        let (options, proxies) = proxied();
        Self { product: Product::start_as(options).await, proxies }
    }

    fn take(&self, function: &str) -> Calls {
        self.proxies.lock().unwrap()[function].take()
    }

    /// Does one thing and counts what the function called meanwhile.
    async fn counts(&self, function: &str, act: impl Future<Output = Answer>) -> (Calls, Answer) {
        drop(self.take(function));
        let answer = act.await;
        assert!((200..400).contains(&answer.status), "{}", answer.text());
        (self.take(function), answer)
    }

    /// One read and one write.
    async fn one_and_one(&self, what: &str, function: &str, act: impl Future<Output = Answer>) -> Answer {
        // A delivery that is written meanwhile would be a lost race, and a lost race is decided again.
        self.product.settles().await;
        let (calls, answer) = self.counts(function, act).await;
        assert_eq!((calls.reads.len(), calls.writes.len()), (1, 1), "{what}: {calls:?}");
        answer
    }
}

/// Every command on an existing claim is one read and one write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_one_read_and_one_write() {
    let counted = Counted::start().await;
    let product = &counted.product;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let (change, review) = ("change-claim", "review-claim");

    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams", "intune"])).await;
    let patch = json!({ "name": "Renamed" });
    let edited = counted.one_and_one("edit", change, async {
        partner.patch(&draft.path(""), &patch).if_match(&draft.etag).await
    });
    let edited = Claim::of(&edited.await);
    let words = json!({ "text": "Hello." });
    counted
        .one_and_one("comment", change, async { partner.post(&edited.path("/comments"), &words).await })
        .await;

    let proof = Proof::of_everything(&edited, File::csv("words"), product.now().await);
    let ticket = counted
        .one_and_one("announce", "upload-proof", async { partner.announces(&edited, &proof).await })
        .await;
    drop(counted.take("record-proof"));
    partner.uploads(&ticket.json(), &proof.file.bytes).await.is(200);
    product.settles().await;
    let recorded = counted.take("record-proof");
    assert_eq!((recorded.reads.len(), recorded.writes.len()), (1, 1), "the verdict: {recorded:?}");

    let extra = Proof { file: File::csv("more words"), ..proof.clone() };
    partner.announces(&edited, &extra).await.is(201);
    let seen = partner.looks_at(&edited).await;
    let document = seen.view["documents"][1]["id"].as_str().unwrap();
    let removal = partner.delete(&seen.path(&format!("/documents/{document}"))).if_match(&seen.etag);
    counted.one_and_one("remove a document", "upload-proof", async { removal.await }).await;

    let ready = partner.looks_at(&edited).await;
    let act = |who: &tests::Person, claim: &Claim, action: &str, body: serde_json::Value| {
        IntoFuture::into_future(who.acts(claim, action, &body))
    };
    let submitted =
        counted.one_and_one("submit", change, act(&partner, &ready, "submit", submission())).await;
    let recall = act(&partner, &Claim::of(&submitted), "recall", json!({ "reason": "Once more." }));
    let recalled = Claim::of(&counted.one_and_one("recall", change, recall).await);
    let submitted =
        counted.one_and_one("submit again", change, act(&partner, &recalled, "submit", submission())).await;
    let submitted = Claim::of(&submitted);
    product.settles().await;
    let contact = json!({ "name": "Max Muster", "title": "CIO", "email": "max@fabrikam.example" });
    let put = partner.put(&submitted.path("/consent/contact"), &contact).if_match(&submitted.etag);
    counted.one_and_one("another contact", change, async { put.await }).await;
    product.settles().await;
    product.wait("P2D").await;
    let remind = async { partner.post(&submitted.path("/consent/reminders"), &json!({})).await };
    counted.one_and_one("reminder", change, remind).await;

    let seen = reviewer.looks_at(&submitted).await;
    let started =
        counted.one_and_one("start", review, act(&reviewer, &seen, "review/start", json!({}))).await;
    let released = act(&reviewer, &Claim::of(&started), "review/release", json!({}));
    let released = Claim::of(&counted.one_and_one("release", review, released).await);
    let started = counted
        .one_and_one("start again", review, act(&reviewer, &released, "review/start", json!({})))
        .await;
    let reasons = json!({ "reasons": [reason("poe_service_missing", "/documents")] });
    let returned = act(&reviewer, &Claim::of(&started), "review/return", reasons.clone());
    let returned = Claim::of(&counted.one_and_one("return", review, returned).await);
    let mut answers = submission();
    answers["answers"] = json!([{ "reason": 0, "text": "Look again." }]);
    let again = Claim::of(
        &counted.one_and_one("resubmit", change, act(&partner, &returned, "resubmit", answers)).await,
    );
    let started = Claim::of(
        &counted
            .one_and_one("start once more", review, act(&reviewer, &again, "review/start", json!({})))
            .await,
    );
    let approve = act(&reviewer, &started, "review/approve", approval_of(&started));
    counted.one_and_one("approve", review, approve).await;
    product.settles().await;

    let max = product.customer_at("max@fabrikam.example");
    let page = product.reads_the_page(&max, &product.newest_link_to(&max).await).await;
    counted.one_and_one("accept", "answer-consent", async { max.decides(&page, "accept").await }).await;
    let page = product.reads_the_page(&max, &page.path).await;
    counted.one_and_one("withdraw", "answer-consent", async { max.withdraws(&page).await }).await;

    let second = partner.hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    let started = reviewer.starts_the_review(&second).await;
    counted.one_and_one("reject", review, act(&reviewer, &started, "review/reject", reasons)).await;
    let third = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    counted.one_and_one("cancel", change, act(&partner, &third, "cancel", json!({ "reason": "No." }))).await;
    // Reading is one read, and never a write.
    for rest in ["", "/documents", "/history"] {
        let (calls, _) = counted.counts("read-claims", async { partner.get(&second.path(rest)).await }).await;
        assert_eq!((calls.reads.len(), calls.writes.len()), (1, 0), "{rest}: {calls:?}");
    }
    let (calls, _) = counted.counts("answer-consent", async { customer.browses(&page.path).await }).await;
    assert_eq!((calls.reads.len(), calls.writes.len()), (1, 0), "the page: {calls:?}");
    let (calls, _) = counted.counts("answer-consent", async { customer.heads(&page.path).await }).await;
    assert_eq!(calls.writes.len(), 0, "HEAD: {calls:?}");
}

/// The same calls for 1 and for 20 workloads, from the create to the end of the association.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_workloads_cost_as_many_calls_as_one() {
    let counted = Counted::start().await;
    let product = &counted.product;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let engagement = partner.get("/v1/engagements/modern-work-usage").await.is(200).json();
    let all: Vec<&str> =
        engagement["workloads"].as_array().unwrap().iter().map(|w| w["id"].as_str().unwrap()).collect();
    let mut lives = Vec::new();
    for count in [1, 3, 10, 20] {
        let mut life = Vec::new();
        let body = claim_on(&fresh_tenant(), &all[..count]);
        let (create, answer) =
            counted.counts("create-claim", async { partner.post("/v1/claims", &body).await }).await;
        assert!(create.reads.len() <= 2 && create.writes.len() == 1, "create {count}: {create:?}");
        life.push(("create", create));
        let proven = partner.proves(&Claim::of(&answer)).await;
        let submit = partner.acts(&proven, "submit", &submission());
        let (calls, answer) = counted.counts("change-claim", async { submit.await }).await;
        life.push(("submit", calls));
        product.settles().await;
        let started = reviewer.starts_the_review(&Claim::of(&answer)).await;
        let approve = reviewer.acts(&started, "review/approve", &approval_of(&started));
        let (calls, answer) = counted.counts("review-claim", async { approve.await }).await;
        life.push(("approve", calls));
        assert_eq!(Claim::of(&answer).associations().len(), count);
        let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
        let (calls, _) =
            counted.counts("answer-consent", async { customer.decides(&page, "object").await }).await;
        life.push(("object", calls));
        lives.push(life);
    }
    for life in &lives[1..] {
        assert_eq!(life, &lives[0]);
    }
}

/// An empty tick of the schedule asks each part of the index once, and writes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_tick_costs_at_most_two_requests_a_shard() {
    let counted = Counted::start().await;
    counted.product.with_a_submitted_claim(&["teams"]).await;
    counted.product.settles().await;
    drop(counted.take("sweep-deadlines"));
    counted.product.wait("PT10S").await;
    let calls = counted.take("sweep-deadlines");
    assert_eq!(calls.writes.len(), 0, "{calls:?}");
    let (shards, ticks) = (app::ports::DUE_SHARDS as usize, 3);
    assert!((shards..=2 * shards * ticks).contains(&calls.reads.len()), "{calls:?}");
}
