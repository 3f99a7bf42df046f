//! F3, F5, F8: the connection is cut after the write was done. Nothing that was written is called an error,
//! and nothing happens twice.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tests::{
    Claim, File, Product, Proof,
    claims::{FIVE, claim_on, fresh_tenant, submission},
    proxy::{Loses, Proxies, proxied},
    staff::{approval_of, reason},
};

async fn unreliable() -> (Product, Arc<Mutex<Proxies>>) {
    let (options, proxies) = proxied();
    (Product::start_as(options).await, proxies)
}

fn all_lose(proxies: &Mutex<Proxies>, what: Loses) {
    for proxy in proxies.lock().unwrap().values() {
        proxy.loses(what);
    }
}

fn lost(proxies: &Mutex<Proxies>) -> BTreeMap<String, usize> {
    let of = |(name, proxy): (&String, &tests::proxy::Proxy)| (name.clone(), proxy.take().lost);
    proxies.lock().unwrap().iter().map(of).collect()
}

fn count(all: &[String], one: &str) -> usize {
    all.iter().filter(|kind| *kind == one).count()
}

/// A whole life in which the first answer to every single write is lost, in every function.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_3_a_life_in_which_every_first_answer_is_lost() {
    let (product, proxies) = unreliable().await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    all_lose(&proxies, Loses::FirstAttempts);
    drop(lost(&proxies));

    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &FIVE)).await;
    assert_eq!(partner.lists_claims("").await.len(), 1, "one claim");
    let renamed = partner.edits(&draft, &json!({ "name": "Renamed" })).await;
    partner.post(&draft.path("/comments"), &json!({ "text": "Once." })).await.is(201);
    let proven = partner.proves(&renamed).await;
    let extra = Proof::of_everything(&proven, File::csv("superfluous"), product.now().await);
    let (proven, document) = partner.proves_with(&proven, &extra).await;
    let path = proven.path(&format!("/documents/{}", document["id"].as_str().unwrap()));
    partner.delete(&path).if_match(&proven.etag).await.is(204);
    let submitted = partner.submits(&partner.looks_at(&proven).await).await;
    product.settles().await;
    let why = json!({ "reason": "Another contact." });
    let recalled = Claim::of(&partner.acts(&submitted, "recall", &why).await.is(200));
    let submitted = partner.submits(&recalled).await;
    product.settles().await;
    product.wait("P1DT1H").await;
    let reminded = partner.post(&submitted.path("/consent/reminders"), &json!({})).await.is(202).json();
    assert_eq!(reminded["remindersSent"], 1);
    product.settles().await;
    let started = reviewer.starts_the_review(&submitted).await;
    let released = Claim::of(&reviewer.acts(&started, "review/release", &json!({})).await.is(200));
    let started = reviewer.starts_the_review(&released).await;
    let returned = reviewer.returns(&started, &[reason("poe_service_missing", "/documents")]).await;
    let mut body = submission();
    body["answers"] = json!([{ "reason": 0, "text": "Have a look at page two." }]);
    let again = Claim::of(&partner.acts(&returned, "resubmit", &body).await.is(200));
    let approved = reviewer.starts_and_approves(&again).await;
    assert_eq!(approved.associations(), vec!["pending"; 5]);
    product.settles().await;
    product.wait("P30D").await;
    product.settles().await;
    assert_eq!(partner.looks_at(&approved).await.associations(), vec!["active"; 5]);
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    customer.decides(&page, "object").await.is(200);
    product.settles().await;
    let ended = partner.looks_at(&approved).await;
    assert_eq!((ended.status(), ended.associations()), ("rejected_final", vec!["ended".to_owned(); 5]));

    // Every function that writes has lost an answer, and nothing was done twice.
    let lost = lost(&proxies);
    for function in [
        "create-claim",
        "change-claim",
        "upload-proof",
        "record-proof",
        "review-claim",
        "send-mail",
        "track-mail",
        "answer-consent",
        "sweep-deadlines",
    ] {
        assert!(lost[function] > 0, "{function} has lost nothing: {lost:?}");
    }
    let actions: Vec<String> = {
        let history = partner.reads_the_history(&ended).await;
        history.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    };
    for (action, times) in [
        ("created", 1),
        ("edited", 1),
        ("document_added", 2),
        ("document_removed", 1),
        ("submitted", 2),
        ("recalled", 1),
        ("review_started", 3),
        ("released", 1),
        ("returned", 1),
        ("resubmitted", 1),
        ("approved", 1),
        ("association_activated", 1),
        ("association_ended", 1),
        ("customer_objected", 1),
        ("consent_resent", 1),
    ] {
        assert_eq!(count(&actions, action), times, "{action}: {actions:?}");
    }
    assert_eq!(
        partner.reads_the_comments(&ended).await.iter().map(String::as_str).collect::<Vec<_>>(),
        ["Once.", "Have a look at page two."]
    );
    let mut subjects: Vec<String> = Vec::new();
    for mail in product.mails_to(customer.address()).await {
        subjects.push(mail["subject"].as_str().unwrap().to_owned());
    }
    // notice, withdrawn, notice, reminder, no objection, receipt
    assert_eq!(subjects.len(), 6, "no mail twice: {subjects:?}");
    let mut events = product.events_of(&ended.id).await;
    let published = events.len();
    assert_eq!(published, actions.len(), "one event for each entry: {events:?}");
    events.sort_unstable();
}

/// When no answer comes back at all it is 503, never "it did not happen"; sent again with its key, the answer
/// tells what did happen, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_4_what_stays_unknown_is_told_by_a_repeat() {
    let (product, proxies) = unreliable().await;
    let (partner, reviewer) = (product.partner(), product.reviewer());
    let proxy = |function: &str| proxies.lock().unwrap()[function].clone();

    let body = claim_on(&fresh_tenant(), &["teams"]);
    proxy("create-claim").loses(Loses::Everything);
    partner.post("/v1/claims", &body).key("create").may_be_unavailable().await.refused(503, "unavailable");
    proxy("create-claim").loses(Loses::Nothing);
    let answer = partner.post("/v1/claims", &body).key("create").await.is(201);
    assert!(answer.replayed(), "it had happened");
    assert_eq!(partner.lists_claims("").await.len(), 1);
    let proven = partner.proves(&Claim::of(&answer)).await;

    let ambiguous =
        |who: tests::Person, claim: Claim, function: &'static str, action: &'static str, body: Value| {
            let proxy = proxy(function);
            async move {
                proxy.loses(Loses::Everything);
                let unknown = who.acts(&claim, action, &body).key(action).may_be_unavailable().await;
                unknown.refused(503, "unavailable");
                proxy.loses(Loses::Nothing);
                let told = who.acts(&claim, action, &body).key(action).await.is(200);
                assert!(told.replayed(), "{action}: it had happened");
                Claim::of(&told)
            }
        };
    let submitted = ambiguous(partner.clone(), proven, "change-claim", "submit", submission()).await;
    product.settles().await;
    let seen = reviewer.looks_at(&submitted).await;
    let started = ambiguous(reviewer.clone(), seen, "review-claim", "review/start", json!({})).await;
    let body = approval_of(&started);
    let approved = ambiguous(reviewer.clone(), started, "review-claim", "review/approve", body).await;
    assert_eq!(approved.associations(), ["pending"]);

    // The customer has no key: pressing again is the same decision again.
    let customer = product.customer();
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    proxy("answer-consent").loses(Loses::Everything);
    customer.decides(&page, "object").may_be_unavailable().await.refused(503, "unavailable");
    let form = [("decision", "object"), ("name", "Erika"), ("confirmed", "true"), ("nonce", page.nonce())];
    let shown = customer.sends_the_form(&page, "decision", &form).may_be_unavailable().await;
    assert!(shown.header("content-type").starts_with("text/html"), "a browser gets a page");
    proxy("answer-consent").loses(Loses::Nothing);
    assert_eq!(customer.decides(&page, "object").await.is(200).json()["state"], "objected");
    product.settles().await;
    let history = partner.reads_the_history(&approved).await;
    for action in ["submitted", "review_started", "approved", "consent_objected"] {
        assert_eq!(history.iter().filter(|entry| entry["action"] == action).count(), 1, "{action}");
    }
    let mails = product.mails_to(customer.address()).await;
    assert_eq!(mails.len(), 2, "the notice and one receipt: {mails:?}");
}
