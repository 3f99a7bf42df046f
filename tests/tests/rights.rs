//! What the functions may do on AWS is what they do, both ways: every journey of these tests runs under the policies
//! of `template.yaml`, and here is one that needs each right of theirs.

mod rare;
mod usual;

use local::{Function, Functions, Options, System, function::Call};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tests::{
    Product,
    claims::{claim_on, fresh_tenant},
};

/// Rights that no call needs, and what they are there for.
const NEEDED_BY_NO_CALL: [(&str, &str); 4] = [
    ("publish-events: s3:PutObject on arn:aws:s3:::assent-failed-records/*", EVENT_SOURCE),
    ("publish-events: s3:ListBucket on arn:aws:s3:::assent-failed-records", EVENT_SOURCE),
    ("send-mail: s3:PutObject on arn:aws:s3:::assent-failed-records/*", EVENT_SOURCE),
    ("send-mail: s3:ListBucket on arn:aws:s3:::assent-failed-records", EVENT_SOURCE),
];
const EVENT_SOURCE: &str = "Lambda puts what it gave up on there, with the rights of the function";

/// In the template that the journey runs with, one right is too many: it must be the only one that is found.
const TOO_MANY: &str =
    "create-claim: dynamodb:Scan on arn:aws:dynamodb:us-east-1:000000000000:table/assent-table";

fn with_one_right_too_many() -> String {
    let template = Options::default().template;
    let (before, block) = template.split_once("  CreateClaim:\n").unwrap();
    let block = block.replacen("Action: [", "Action: [dynamodb:Scan, ", 1);
    format!("{before}  CreateClaim:\n{block}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_right_is_needed_and_no_other_is() {
    let company = Company::starts(with_one_right_too_many()).await;
    usual::year(&company).await;
    rare::year(&company).await;
    let unneeded: BTreeSet<String> = company.product.policies().unneeded().into_iter().collect();
    let excused = NEEDED_BY_NO_CALL.map(|(right, _)| right);
    let expected = excused.into_iter().chain([TOO_MANY]).map(str::to_owned).collect();
    let left: Vec<_> = unneeded.difference(&expected).collect();
    assert!(left.is_empty(), "no call needs these rights of template.yaml: {left:#?}");
    assert_eq!(unneeded, expected, "what was excused is used, or is not there any more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_that_is_missing_is_missed() {
    let template = Options::default().template.replace("Action: events:PutEvents", "Action: events:PutRule");
    let system = System::start(Options { template, ..Options::default() }).await.unwrap();
    let product = Product::at(system.base_url(), None).await;
    product.brings_in_the_locations().await;
    product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let bus = "arn:aws:events:us-east-1:000000000000:event-bus/assent-event-bus";
    for _ in 0..500 {
        if !system.core().policies.refused().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(system.core().policies.refused(), [format!("publish-events: events:PutEvents on {bus}")]);
}

/// A function that may be out of service for a while; what it was called with comes when it is back.
#[derive(Clone)]
struct Worker {
    function: Arc<dyn Function>,
    /// While it is away.
    calls: Arc<Mutex<Option<Vec<Value>>>>,
}

impl Worker {
    fn leaves(&self) {
        *self.calls.lock().unwrap() = Some(Vec::new());
    }

    async fn is_back(&self) {
        let calls = self.calls.lock().unwrap().take();
        for call in calls.unwrap_or_default() {
            let answer = self.invoke(call).await.unwrap();
            assert_ne!(answer["batchItemFailures"].as_array().map(Vec::is_empty), Some(false), "{answer}");
        }
    }
}

impl Function for Worker {
    fn invoke(&self, event: Value) -> Call<'_> {
        match self.calls.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            None => self.function.invoke(event),
            Some(calls) => {
                calls.push(event);
                Box::pin(async { Ok(json!({ "batchItemFailures": [] })) })
            }
        }
    }
}

/// All functions, and those of them that can be out of service.
type Built = (Functions, [Worker; 3]);

/// A system some of whose functions can be out of service.
struct Company {
    product: Product,
    functions: Functions,
    send_mail: Worker,
    track_mail: Worker,
    sweep: Worker,
}

impl Company {
    async fn starts(template: String) -> Self {
        let kept: Arc<Mutex<Option<Built>>> = Arc::default();
        let keeps = kept.clone();
        let wire = local::wire(move |wiring| {
            let keeps = keeps.clone();
            async move {
                let mut functions = local::functions::all(wiring).await?;
                let workers = ["send-mail", "track-mail", "sweep-deadlines"].map(|folder| {
                    let function = functions[folder].clone();
                    let worker = Worker { function, calls: Arc::default() };
                    functions.insert(folder.into(), Arc::new(worker.clone()));
                    worker
                });
                *keeps.lock().unwrap() = Some((functions.clone(), workers));
                Ok(functions)
            }
        });
        let product = Product::start_as(Options { template, wire, ..Options::default() }).await;
        let (functions, [send_mail, track_mail, sweep]) = kept.lock().unwrap().take().unwrap();
        Self { product, functions, send_mail, track_mail, sweep }
    }
}
