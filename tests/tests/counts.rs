//! What a command costs, counted between the functions and the table (quality 1).

use serde_json::json;
use std::sync::{Arc, Mutex};
use tests::{
    Answer, Claim, File, Product, Proof,
    claims::{claim_on, fresh_tenant, rival_claim_on, submission},
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
        self.costs(what, function, (1, 1), act).await
    }

    /// So many reads and writes.
    async fn costs(
        &self,
        what: &str,
        function: &str,
        reads_and_writes: (usize, usize),
        act: impl Future<Output = Answer>,
    ) -> Answer {
        // A delivery that is written meanwhile would be a lost race, and a lost race is decided again.
        self.product.settles().await;
        let (calls, answer) = self.counts(function, act).await;
        println!("{what}: {} {:?}", calls.reads.join(" + "), calls.writes);
        assert_eq!((calls.reads.len(), calls.writes.len()), reads_and_writes, "{what}: {calls:?}");
        answer
    }
}

/// Every command on an existing claim is one read and one write; only the start of a review looks at the
/// customer as well, who knows the rivals.
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
        counted.costs("start", review, (2, 1), act(&reviewer, &seen, "review/start", json!({}))).await;
    let released = act(&reviewer, &Claim::of(&started), "review/release", json!({}));
    let released = Claim::of(&counted.one_and_one("release", review, released).await);
    let started = counted
        .costs("start again", review, (2, 1), act(&reviewer, &released, "review/start", json!({})))
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
            .costs("start once more", review, (2, 1), act(&reviewer, &again, "review/start", json!({})))
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

/// The ends of a claim cost the same; a copy is a create.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_is_one_read_and_one_write() {
    let counted = Counted::start().await;
    let product = &counted.product;
    let (partner, reviewer, manager) = (product.partner(), product.reviewer(), product.programme_manager());
    let change = "change-claim";
    let why = json!({ "reason": "There is a good reason." });
    let act = |who: &tests::Person, claim: &Claim, action: &str, body: &serde_json::Value| {
        IntoFuture::into_future(who.acts(claim, action, body))
    };
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let started = reviewer.starts_the_review(&claim).await;
    let rejected = reviewer.rejects(&started, "poe_service_missing", "/documents").await;
    let until = json!({ "clock": "dispute", "until": "2099-01-01T00:00:00Z", "reason": "They are away." });
    let longer = act(&manager, &rejected, "deadlines", &until);
    let longer = Claim::of(&counted.one_and_one("extend", change, longer).await);
    let words = json!({ "justification": "The signature is on page three." });
    let disputed =
        Claim::of(&counted.one_and_one("dispute", change, act(&partner, &longer, "dispute", &words)).await);
    let lead = product.lead();
    let reasons = json!({ "reasons": [reason("poe_service_missing", "/documents")] });
    let over = act(&lead, &disputed, "review/reject", &reasons);
    let over = Claim::of(&counted.one_and_one("reject for good", "review-claim", over).await);
    counted.costs("clone", change, (2, 1), act(&partner, &over, "clone", &json!({}))).await;

    let claim = product.with_a_submitted_claim(&["teams"]).await;
    counted.one_and_one("withdraw", change, act(&partner, &claim, "withdraw", &why)).await;
    for action in ["disassociate", "stop"] {
        let approved = product.with_an_approved_claim(&["teams"]).await;
        let who = if action == "stop" { &manager } else { &partner };
        counted.one_and_one(action, change, act(who, &approved, action, &why)).await;
    }
    let claim = product.with_a_submitted_claim(&["intune"]).await;
    let customer = product.customer();
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    let colleague = json!({ "name": "Max Muster", "email": "max@fabrikam.example", "nonce": page.nonce() });
    // The customer's domains are on its own row.
    let named = async { customer.sends(&page, "delegate", &colleague).await };
    counted.costs("delegate", "answer-consent", (2, 1), named).await;
    let known = json!({ "name": "Erika Muster", "confirmed": true, "nonce": page.nonce() });
    let reported = async { customer.sends(&page, "report", &known).await };
    counted.one_and_one("report", "answer-consent", reported).await;
    let (calls, _) = counted.counts("read-claims", async { partner.get("/v1/earnings").await }).await;
    assert_eq!((calls.reads.len(), calls.writes.len()), (2, 0), "a query and a batched read: {calls:?}");
    assert!(partner.looks_at(&claim).await.view["consent"]["reportedAt"].is_string());
}

/// A contest is one row: what both claims and the key become with it is one write, whoever acts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_of_a_contest_is_one_write() {
    let counted = Counted::start().await;
    let product = &counted.product;
    let (partner, lead, review) = (product.partner(), product.lead(), "review-claim");
    let tenant = fresh_tenant();
    product.with_an_official_claim(&claim_on(&tenant, &["teams"])).await;
    let theirs = product.other_partner().hands_in(&rival_claim_on(&tenant, &["teams"])).await;
    product.settles().await;
    let reviewer = product.reviewer();
    let seen = reviewer.looks_at(&theirs).await;
    let start = reviewer.acts(&seen, "review/start", &json!({}));
    // The claim, its customer, the rivals.
    let started = counted.costs("start a contest", review, (3, 1), async { start.await }).await;
    let contest = format!("/v1/contests/{}", Claim::of(&started).view["contestId"].as_str().unwrap());
    let words = json!({ "text": "We still work there." });
    // The contest and both claims, by which it is known who may see it.
    let state = async { partner.post(&format!("{contest}/statements"), &words).await };
    counted.costs("statement", review, (2, 1), state).await;
    let decision = json!({ "winner": "challenger", "reason": "The more recent work counts." });
    let decide = async { lead.post(&format!("{contest}/decision"), &decision).await };
    counted.costs("decision", review, (2, 1), decide).await;
    let (calls, _) = counted.counts(review, async { lead.get(&contest).await }).await;
    assert_eq!((calls.reads.len(), calls.writes.len()), (2, 0), "{calls:?}");
    let (calls, _) = counted.counts(review, async { lead.get("/v1/contests").await }).await;
    assert!(calls.reads.len() <= 3 && calls.writes.is_empty(), "{calls:?}");
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

/// The rules are no read of a command: a function reads them once a minute, however much it is asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rules_are_read_once_a_minute() {
    let counted = Counted::start().await;
    let product = &counted.product;
    let read = || counted.proxies.lock().unwrap()["create-claim"].rules_read();
    let create =
        async || drop(product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await);
    assert_eq!(read(), 0);
    for _ in 0..3 {
        create().await;
    }
    assert_eq!(read(), 1);
    product.wait("PT1M").await;
    create().await;
    assert_eq!(read(), 2);
}
