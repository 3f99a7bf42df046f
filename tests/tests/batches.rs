//! What streams, topics and buckets hand over: poison in every position of a batch (F14), everything twice
//! (F11) and in the wrong order (F12).

use crate::still::just_before;
use local::{Function, Options, Wiring};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use tests::{
    Claim, File, Product, Proof,
    claims::{claim_on, fresh_tenant},
};

/// Good records of a batch.
const GOOD: usize = 3;

/// A consumer that takes down what it is handed; a test hands it on as it likes.
struct Desk {
    folder: String,
    taken: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Function for Desk {
    fn invoke(&self, event: Value) -> local::function::Call<'_> {
        self.taken.lock().unwrap().push((self.folder.clone(), event));
        Box::pin(async { Ok(json!({ "batchItemFailures": [] })) })
    }
}

/// A system with desks in place of some consumers, which can be called directly.
struct Bench {
    product: Product,
    functions: local::Functions,
    taken: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Bench {
    async fn with_desks(folders: &'static [&'static str]) -> Self {
        let taken: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept: Arc<Mutex<local::Functions>> = Arc::default();
        let (desk, keeps) = (taken.clone(), kept.clone());
        let wire = local::wire(move |wiring: Wiring| {
            let (desk, keeps) = (desk.clone(), keeps.clone());
            async move {
                let mut functions = local::functions::all(wiring).await?;
                keeps.lock().unwrap().clone_from(&functions);
                for folder in folders {
                    let desk = Desk { folder: (*folder).into(), taken: desk.clone() };
                    functions.insert((*folder).into(), Arc::new(desk));
                }
                Ok(functions)
            }
        });
        let product = Product::start_as(Options { wire, ..Options::default() }).await;
        let functions = kept.lock().unwrap().clone();
        Self { product, functions, taken }
    }

    /// What was taken down for a function that says these words.
    fn taken(&self, function: &str, words: &[&str]) -> Vec<Value> {
        let taken = self.taken.lock().unwrap();
        let of_function = taken.iter().filter(|(folder, _)| folder == function).map(|(_, event)| event);
        let records = of_function.flat_map(|event| match event["Records"].as_array() {
            Some(records) => records.clone(),
            None => vec![event.clone()],
        });
        records.filter(|record| words.iter().all(|word| record.to_string().contains(word))).collect()
    }

    async fn hands(&self, function: &str, records: &[Value]) -> Value {
        let answer = self.functions[function].invoke(json!({ "Records": records })).await;
        answer.unwrap_or_else(|failure| panic!("{function}: {failure}"))
    }

    /// A submitted claim whose customer has an address of their own.
    async fn submitted(&self, name: &str) -> Claim {
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        body["customerContact"]["email"] = json!(address(name));
        let claim = self.product.partner().hands_in(&body).await;
        self.product.settles().await;
        claim
    }

    /// The stream record of a submission.
    fn submission(&self, function: &str, claim: &Claim) -> Value {
        let records = self.taken(function, &[&claim.id]);
        let told = |record: &&Value| {
            let event = serde_json::from_value(json!({ "Records": [record] })).unwrap();
            let event: aws_lambda_events::event::dynamodb::Event = event;
            let (_, claim) = store::stream::claims(&event.records[0]).unwrap().unwrap();
            claim.submissions == 1
        };
        records.iter().find(told).expect("a submission").clone()
    }

    async fn mails(&self, name: &str) -> usize {
        self.product.mails_to(&address(name)).await.len()
    }

    /// Ids of the events that tell of a claim.
    async fn published(&self, claim: &Claim) -> BTreeSet<String> {
        let events = self.product.http.get("/dev/events").await.json();
        let events = events["items"].as_array().unwrap().iter().map(|event| &event["detail"]);
        let of_claim = events.filter(|detail| detail["subject"]["id"] == claim.id);
        of_claim.map(|detail| detail["id"].as_str().unwrap().to_owned()).collect()
    }
}

fn address(name: &str) -> String {
    format!("{name}@fabrikam.example")
}

/// A record nobody can read: torn, or written by a later version.
fn poison(good: &Value, torn: bool) -> Value {
    let mut poison = good.clone();
    let stream = &mut poison["dynamodb"];
    stream["SequenceNumber"] = json!("666");
    if torn {
        stream["NewImage"]["packed"]["B"] = json!("AAAA");
    } else {
        stream["NewImage"]["schema"]["N"] = json!("9");
    }
    poison
}

/// F14, F11 for both readers of the stream: what stands before the poison is done, the poison is named, and what
/// comes after it is done when it comes again; everything once more changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_14_poison_in_every_position_of_the_stream() {
    let bench = Bench::with_desks(&["send-mail", "publish-events"]).await;
    let nothing_failed = json!({ "batchItemFailures": [] });
    for function in ["send-mail", "publish-events"] {
        for (at, torn) in (0..=GOOD).flat_map(|at| [(at, true), (at, false)]) {
            let name = |number: usize| format!("{function}-{at}-{torn}-{number}");
            let (mut claims, mut batch) = (Vec::new(), Vec::new());
            for number in 0..GOOD {
                claims.push(bench.submitted(&name(number)).await);
                batch.push(bench.submission(function, claims.last().unwrap()));
            }
            batch.insert(at, poison(&batch[0], torn));
            let done = async || {
                let mut done = Vec::new();
                for (number, claim) in claims.iter().enumerate() {
                    let mails = bench.mails(&name(number)).await;
                    assert!(mails <= 1, "no mail twice");
                    done.push(if function == "send-mail" {
                        mails
                    } else {
                        bench.published(claim).await.len()
                    });
                }
                done
            };
            let each = if function == "send-mail" { 1 } else { 2 };
            let expected = |first: usize| {
                (0..GOOD).map(|number| if number < first { each } else { 0 }).collect::<Vec<_>>()
            };
            let failed = json!({ "batchItemFailures": [{ "itemIdentifier": "666" }] });
            // The stream delivers from the named record on, until it is set aside.
            for from in [0, at, at] {
                assert_eq!(bench.hands(function, &batch[from..]).await, failed, "{function} {at}");
                assert_eq!(done().await, expected(at), "{function} {at}");
            }
            assert_eq!(bench.hands(function, &batch[at + 1..]).await, nothing_failed);
            assert_eq!(done().await, expected(GOOD));
            batch.remove(at);
            batch.reverse();
            assert_eq!(bench.hands(function, &[batch.clone(), batch].concat()).await, nothing_failed);
            assert_eq!(done().await, expected(GOOD), "all of it twice, and in another order");
        }
    }
}

/// A report of the mail service about the notice of a claim.
fn report(bench: &Bench, claim: &Claim, kind: &str) -> Value {
    let known = bench.taken("track-mail", &[&claim.id, "-notice", "\\\"eventType\\\":\\\"Delivery\\\""]);
    let text = known.first().expect("a delivery").to_string();
    let kind = format!("\\\"eventType\\\":\\\"{kind}\\\"");
    serde_json::from_str(&text.replace("\\\"eventType\\\":\\\"Delivery\\\"", &kind)).unwrap()
}

/// F14 for the topic of the mail service: whatever stands in whichever place, the other reports are heard.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_14_poison_in_every_position_of_the_topic() {
    let bench = Bench::with_desks(&["track-mail"]).await;
    let partner = bench.product.partner();
    let model = bench.submitted("model").await;
    let said = |message: &str| {
        let mut record = report(&bench, &model, "Delivery");
        record["Sns"]["Message"] = json!(message);
        record
    };
    let tagged = |tag: &str| {
        said(&json!({ "eventType": "Delivery", "mail": { "tags": { "row": [tag] } } }).to_string())
    };
    let poisons = [
        said("Successfully validated SNS topic for Amazon SES event publishing."),
        said(""),
        said("{}"),
        said(r#"{"eventType":"Delivery"}"#),
        said(r#"{"eventType":"Delivery","mail":{}}"#),
        said(r#"{"eventType":"Open","mail":{"tags":{"row":["x"]}}}"#),
        tagged("nonsense"),
        tagged("clm_00000000000000000000000000-2-notice"),
        tagged(&format!("{}-99-notice", model.id)),
        tagged(&format!("{}-4294967296-notice", model.id)),
    ];
    let mut number = 0;
    for at in 0..=2 {
        for poison in &poisons {
            number += 1;
            let claims =
                [bench.submitted(&format!("a{number}")).await, bench.submitted(&format!("b{number}")).await];
            let mut batch: Vec<Value> =
                claims.iter().map(|claim| report(&bench, claim, "Delivery")).collect();
            batch.insert(at, poison.clone());
            for _ in 0..2 {
                assert_eq!(bench.hands("track-mail", &batch).await, Value::Null);
            }
            for claim in &claims {
                let seen = partner.looks_at(claim).await;
                assert_eq!(seen.view["consent"]["state"], "delivered", "{at}: {poison}");
                let history = partner.reads_the_history(claim).await;
                let times = history.iter().filter(|entry| entry["action"] == "consent_delivered").count();
                assert_eq!(times, 1, "F11");
            }
        }
    }
    assert_eq!(partner.looks_at(&model).await.view["consent"]["state"], "sending");
}

/// Every order of some things.
fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (place, first) in things.iter().enumerate() {
        let mut rest = things.to_vec();
        rest.remove(place);
        all.extend(orders(&rest).into_iter().map(|tail| [vec![first.clone()], tail].concat()));
    }
    all
}

/// F12, F18: reports in every order, and each twice, come to the same: what is worse is what counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_12_reports_of_a_mail_in_every_order() {
    let bench = Bench::with_desks(&["track-mail"]).await;
    let partner = bench.product.partner();
    for (kinds, state) in [
        (&["Send", "Delivery"][..], "delivered"),
        (&["Delivery", "Open", "Click", "DeliveryDelay"], "delivered"),
        (&["Send", "Delivery", "Bounce"], "undeliverable"),
        (&["Delivery", "Complaint"], "undeliverable"),
        (&["Send", "Reject"], "undeliverable"),
    ] {
        for (number, order) in orders(kinds).into_iter().enumerate() {
            let claim = bench.submitted(&format!("order-{}-{number}", kinds.join("-").to_lowercase())).await;
            let reports: Vec<Value> = order.iter().map(|kind| report(&bench, &claim, kind)).collect();
            for report in &reports {
                bench.hands("track-mail", std::slice::from_ref(report)).await;
            }
            let seen = partner.looks_at(&claim).await;
            assert_eq!(seen.view["consent"]["state"], state, "{order:?}");
            let history = partner.reads_the_history(&claim).await;
            for report in reports.iter().rev().chain(&reports) {
                bench.hands("track-mail", std::slice::from_ref(report)).await;
            }
            assert_eq!(partner.reads_the_history(&claim).await, history, "{order:?}: said twice");
            assert_eq!(partner.looks_at(&claim).await.etag, seen.etag);
            if state == "delivered" {
                // F19: one window, from the first proof.
                let window = seen.deadline("objection");
                bench.product.wait("P1D").await;
                bench.hands("track-mail", &reports).await;
                assert_eq!(partner.looks_at(&claim).await.deadline("objection"), window);
            }
        }
    }
}

/// F14, F20 for files: events that are no good, in front of, between and after good ones; late, twice, forged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f_14_poison_around_the_arrival_of_a_file() {
    let bench = Bench::with_desks(&["record-proof"]).await;
    let partner = bench.product.partner();
    let arrives = async |event: &Value| bench.functions["record-proof"].invoke(event.clone()).await;
    let uploaded = async |words: &str| {
        let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
        let proof = Proof::of_everything(&draft, File::csv(words), bench.product.now().await);
        let ticket = partner.announces(&draft, &proof).await.is(201).json();
        partner.uploads(&ticket, &proof.file.bytes).await.is(200);
        bench.product.settles().await;
        let event = bench.taken("record-proof", &[&draft.id]).pop().expect("an arrival");
        (draft, event)
    };
    let (_, model) = uploaded("model").await;
    let with_key = |key: &str| {
        let mut event = model.clone();
        event["detail"]["object"]["key"] = json!(key);
        event
    };
    let mut torn = model.clone();
    torn["detail"] = json!({ "object": 7 });
    let mut foreign = model.clone();
    foreign["detail-type"] = json!("Object Deleted");
    let document = model["detail"]["object"]["key"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    // Only what cannot be read comes again, and is set aside in the end.
    let poisons = [
        (torn, false),
        (foreign, true),
        (with_key("incoming/"), true),
        (with_key("incoming/../../proof/x"), true),
        (with_key(&format!("proof/clm_00000000000000000000000000/{document}")), true),
        (with_key(&format!("incoming/clm_00000000000000000000000000/{document}")), true),
    ];
    let state = async |claim: &Claim| {
        let seen = partner.looks_at(claim).await;
        (seen.view["documents"][0]["state"].as_str().unwrap_or_default().to_owned(), seen.etag)
    };
    for (number, (poison, passed_over)) in poisons.iter().enumerate() {
        for at in 0..=2 {
            let (one, first) = uploaded(&format!("first {number} {at}")).await;
            let (two, second) = uploaded(&format!("second {number} {at}")).await;
            let mut events = vec![first, second];
            events.insert(at, poison.clone());
            for (place, event) in events.iter().enumerate() {
                let answer = arrives(event).await;
                assert_eq!(answer.is_ok(), place != at || *passed_over, "{event}: {answer:?}");
            }
            for claim in [&one, &two] {
                assert_eq!(state(claim).await.0, "clean");
            }
            let before = (state(&one).await, partner.reads_the_history(&one).await);
            for event in events.iter().rev().chain(&events).filter(|event| *event != poison) {
                arrives(event).await.unwrap();
            }
            assert_eq!((state(&one).await, partner.reads_the_history(&one).await), before, "F11");
        }
    }

    // Late: the document was taken out meanwhile, or the claim is over.
    let (gone, event) = uploaded("gone").await;
    let seen = partner.looks_at(&gone).await;
    let id = seen.view["documents"][0]["id"].as_str().unwrap();
    partner.delete(&seen.path(&format!("/documents/{id}"))).if_match(&seen.etag).await.is(204);
    arrives(&event).await.unwrap();
    assert_eq!(partner.looks_at(&gone).await.view["documents"], json!([]));
    let (over, event) = uploaded("over").await;
    let end = partner.looks_at(&over).await.deadline("idle_draft");
    bench.product.wait_until(just_before(end)).await;
    bench.product.wait("PT2S").await;
    arrives(&event).await.unwrap();
    assert_eq!(partner.looks_at(&over).await.status(), "canceled");
}
