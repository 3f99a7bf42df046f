//! `events/<function>/<case>.json`: real payloads. Each is read with the type its function takes, and handed
//! to the function in a small world in which it makes sense.
//!
//! The files are recorded from a running system by [`write_the_events_again`]; only GuardDuty's verdicts, which
//! the local system does not give, are composed there as its documentation shows them, and the requests of the
//! console carry a session that was sealed with the key of the files.

mod later;

use aws_lambda_events::event::{dynamodb, eventbridge::EventBridgeEvent, sns::SnsEvent};
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use lambda_http::request::LambdaRequest;
use local::{Function, Functions, Options, Wiring};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use tests::{
    Claim, Product,
    claims::{claim_on, submission},
    deals::deal_on,
    staff::approval_of,
};

/// A Monday morning, on which everything in the files happens.
const MORNING: &str = "2026-11-23T09:00:00Z";
/// The key of the links in the files; it opens nothing else.
const LINK_KEYS: &str = "example:ZXhhbXBsZSBrZXkgb2YgMzIgYnl0ZXMgLSBubyB1c2U=";
/// The key of the receipts in the files; it signs nothing else.
const RECEIPT_KEYS: &str = "example:ZXhhbXBsZSBzZWVkIG9mIDMyIGJ5dGVzIC0gbm91c2U";
/// The tenant of the files.
const TENANT: &str = "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e10";

#[derive(Debug)]
struct TheMorning(AtomicI64);

impl app::Clock for TheMorning {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Counts instead of throwing dice, so that a file changes only when something has changed.
#[derive(Debug, Default)]
struct Counted(AtomicU64);

impl app::Entropy for Counted {
    fn bytes(&self) -> [u8; 16] {
        let number = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&number);
        bytes[8..].copy_from_slice(&number);
        bytes
    }
}

/// A system in which it is that morning, whose functions can be called directly and are overheard.
pub(crate) struct World {
    product: Product,
    functions: Functions,
    clock: Arc<TheMorning>,
    heard: Arc<Mutex<Vec<(String, Value)>>>,
    dynamodb: Client,
    table: String,
}

struct Overheard {
    folder: String,
    function: Arc<dyn Function>,
    heard: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Function for Overheard {
    fn invoke(&self, event: Value) -> local::function::Call<'_> {
        self.heard.lock().unwrap().push((self.folder.clone(), event.clone()));
        self.function.invoke(event)
    }
}

impl World {
    async fn start() -> Self {
        let morning: Timestamp = MORNING.parse().unwrap();
        let clock = Arc::new(TheMorning(AtomicI64::new(morning.as_millisecond())));
        let heard: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept: Arc<Mutex<Option<(Functions, Wiring)>>> = Arc::default();
        let (own_clock, own_heard, own_kept) = (clock.clone(), heard.clone(), kept.clone());
        let wire = local::wire(move |mut wiring: Wiring| {
            let (heard, kept) = (own_heard.clone(), own_kept.clone());
            wiring.clock = own_clock.clone();
            wiring.entropy = Arc::new(Counted::default());
            for environment in wiring.environments.values_mut() {
                environment.insert("LINK_KEYS".into(), LINK_KEYS.into());
                environment.insert("RECEIPT_KEYS".into(), RECEIPT_KEYS.into());
                environment.insert("BASE_URL".into(), "https://assent.example".into());
            }
            async move {
                let functions = local::functions::all(wiring.clone()).await?;
                *kept.lock().unwrap() = Some((functions.clone(), wiring));
                let overheard = functions.into_iter().map(|(folder, function)| {
                    let ear = Overheard { folder: folder.clone(), function, heard: heard.clone() };
                    (folder, Arc::new(ear) as Arc<dyn Function>)
                });
                Ok(overheard.collect())
            }
        });
        let product = Product::start_as(Options { wire, ..Options::default() }).await;
        let (functions, wiring) = kept.lock().unwrap().take().unwrap();
        let variables = wiring.endpoints.variables();
        let sdk = runtime::aws::sdk(|name| variables.get(name).cloned()).unwrap();
        let table = wiring.environments["create-claim"]["TABLE"].clone();
        Self { product, functions, clock, heard, dynamodb: Client::new(&sdk), table }
    }

    /// Somebody takes a moment.
    fn a_moment_later(&self) {
        self.clock.0.fetch_add(5_000, Ordering::SeqCst);
    }

    async fn calls(&self, function: &str, event: Value) -> Value {
        let answer = self.functions[function].invoke(event).await;
        answer.unwrap_or_else(|failure| panic!("{function}: {failure}"))
    }

    /// The claim is as this stream record leaves it; its customer and locations are there.
    async fn holds(&self, stream_event: &Value) {
        self.product
            .partner()
            .post("/v1/claims", &claim_on(TENANT, &["onedrive"]))
            .key("customer")
            .await
            .is(201);
        let event: dynamodb::Event = serde_json::from_value(stream_event.clone()).unwrap();
        let image: HashMap<String, AttributeValue> = event.records[0].change.new_image.clone().into();
        self.dynamodb.put_item().table_name(&self.table).set_item(Some(image)).send().await.unwrap();
    }

    /// The last call of the function.
    fn last(&self, function: &str) -> Value {
        let heard = self.heard.lock().unwrap();
        heard.iter().rfind(|(folder, _)| folder == function).expect("a call").1.clone()
    }

    /// The first call of the function that is like this.
    fn first(&self, function: &str, like: impl Fn(&Value) -> bool) -> Value {
        let heard = self.heard.lock().unwrap();
        let found = heard.iter().find(|(folder, event)| folder == function && like(event));
        found.unwrap_or_else(|| panic!("{function} was not called like that")).1.clone()
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("events")
}

fn event(function: &str, case: &str) -> Value {
    let path = folder().join(function).join(format!("{case}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn cases() -> BTreeMap<String, Vec<(String, Value)>> {
    let mut cases: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let function = entry.unwrap().file_name().into_string().unwrap();
        for file in fs::read_dir(folder().join(&function)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let case = name.strip_suffix(".json").unwrap_or_else(|| panic!("{function}/{name} is no event"));
            cases.entry(function.clone()).or_default().push((case.to_owned(), event(&function, case)));
        }
    }
    cases
}

/// What kind of event each function takes.
fn reads(function: &str, event: &Value) -> Result<(), String> {
    let read = match function {
        "record-proof" | "sweep-deadlines" => {
            serde_json::from_value::<EventBridgeEvent<Value>>(event.clone()).map(drop)
        }
        "send-mail" | "publish-events" => serde_json::from_value::<dynamodb::Event>(event.clone()).map(drop),
        "track-mail" => serde_json::from_value::<SnsEvent>(event.clone()).map(drop),
        _ => serde_json::from_value::<LambdaRequest>(event.clone()).map(drop),
    };
    read.map_err(|fault| fault.to_string())
}

#[test]
fn every_event_is_of_the_type_its_function_takes() {
    let template = local::Options::default().template;
    let secrets = local::template::without_secrets();
    let functions = local::template::Template::parse(&template, &secrets).unwrap().functions;
    let cases = cases();
    assert_eq!(cases.keys().collect::<BTreeSet<_>>(), functions.keys().collect::<BTreeSet<_>>());
    for (function, cases) in &cases {
        for (case, event) in cases {
            assert_eq!(reads(function, event), Ok(()), "{function}/{case}");
            let http = event["requestContext"]["http"].is_object();
            assert_eq!(http, event["version"] == "2.0", "{function}/{case}");
            if let (true, Some(key)) = (http, event["routeKey"].as_str().filter(|key| *key != "$default")) {
                assert!(crate::all_routes().contains(key), "{function}/{case}: {key}");
            }
        }
    }
    // Both images are read by what reads the stream.
    for case in ["claim-created", "claim-submitted"] {
        let stream: dynamodb::Event = serde_json::from_value(event("send-mail", case)).unwrap();
        let (old, new) = store::stream::claims(&stream.records[0]).unwrap().expect("a claim");
        assert_eq!(old.is_none(), case == "claim-created");
        assert!(new.history.last_seq() > old.map_or(0, |old| old.history.last_seq()));
    }
}

fn status(answer: &Value) -> u64 {
    answer["statusCode"].as_u64().unwrap_or_else(|| panic!("no HTTP answer: {answer}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_on_a_draft_do_what_they_say() {
    let world = World::start().await;
    let created = world.calls("create-claim", event("create-claim", "create")).await;
    assert_eq!(status(&created), 201, "{created}");
    let claim: Value = serde_json::from_str(created["body"].as_str().unwrap()).unwrap();
    let path = format!("/v1/claims/{}", claim["claims"][0]["id"].as_str().unwrap());
    assert_eq!(
        event("change-claim", "submit")["rawPath"],
        format!("{path}/submit"),
        "the files tell of one claim"
    );
    for (function, case, expected) in [
        ("read-claims", "list", 200),
        ("read-claims", "export-csv", 200),
        ("read-claims", "claim", 200),
        ("read-claims", "unknown-route", 404),
        ("create-claim", "engage", 201),
        ("change-claim", "send-for-consent", 200),
        ("read-claims", "customers", 200),
        ("read-claims", "look-up", 200),
        ("change-claim", "comment", 201),
        ("upload-proof", "announce", 201),
        ("manage-programme", "import-customers", 201),
        ("manage-programme", "import-subscriptions", 201),
        ("manage-programme", "import-opportunities", 201),
        ("manage-programme", "import-eligibility", 201),
        ("manage-programme", "import-locations", 201),
        ("manage-programme", "import-claims", 201),
    ] {
        let answer = world.calls(function, event(function, case)).await;
        assert_eq!(status(&answer), expected, "{function}/{case}: {answer}");
        let refused = answer["body"].as_str().unwrap().contains("\"ok\":false");
        assert!(!refused, "{function}/{case}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_of_the_console_do_what_they_say() {
    let world = World::start().await;
    let created = world.calls("create-claim", event("create-claim", "create")).await;
    assert_eq!(status(&created), 201, "{created}");
    for (case, expected) in [("nobody", 303), ("claims", 200), ("claim", 200), ("cancel", 303)] {
        let answer = world.calls("console", event("console", case)).await;
        assert_eq!(status(&answer), expected, "{case}: {answer}");
    }
    let over = world.product.partner().get(event("read-claims", "claim")["rawPath"].as_str().unwrap()).await;
    assert_eq!(Claim::of(&over.is(200)).status(), "canceled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_of_a_file_do_what_they_say() {
    let world = World::start().await;
    world.holds(&event("publish-events", "document-added")).await;
    // The file itself is not there: nothing can be said of it, and the event is done with.
    for case in ["object-created", "scan-clean"] {
        assert_eq!(world.calls("record-proof", event("record-proof", case)).await, Value::Null, "{case}");
    }
    assert_eq!(world.calls("record-proof", event("record-proof", "scan-threat")).await, Value::Null);
    let draft = Claim::of(
        &world
            .product
            .partner()
            .get(event("read-claims", "claim")["rawPath"].as_str().unwrap())
            .await
            .is(200),
    );
    assert_eq!(draft.view["documents"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_of_a_submitted_claim_do_what_they_say() {
    let world = World::start().await;
    let submitted = event("send-mail", "claim-submitted");
    let proven = event("publish-events", "document-checked");
    world.holds(&proven).await;
    let answer = world.calls("change-claim", event("change-claim", "submit")).await;
    assert_eq!(status(&answer), 200, "{answer}");
    // From here on as the file has it, operation ids and all.
    world.holds(&submitted).await;
    let taken = json!({ "batchItemFailures": [] });
    for function in ["send-mail", "publish-events"] {
        assert_eq!(world.calls(function, event(function, "claim-submitted")).await, taken, "{function}");
    }
    world.product.settles().await;
    let mails = world.product.mails_to("erika@fabrikam.example").await;
    assert_eq!(mails.len(), 1, "the stream record was enough, however often it came");
    let link = tests::customer::link_in(&mails[0]);
    assert_eq!(
        event("answer-consent", "page")["rawPath"],
        link.as_str(),
        "and the link is the one of the files"
    );
    for case in ["delivery", "bounce", "complaint"] {
        world.calls("track-mail", event("track-mail", case)).await;
    }
    world.a_moment_later();
    let page = world.calls("answer-consent", event("answer-consent", "page")).await;
    assert_eq!(status(&page), 200, "{page}");
    assert!(page["body"].as_str().unwrap().contains("<form"));
    let started = world.calls("review-claim", event("review-claim", "start")).await;
    assert_eq!(status(&started), 200, "{started}");
    let approved = world.calls("review-claim", event("review-claim", "approve")).await;
    assert_eq!(status(&approved), 200, "{approved}");
    // What the customer has agreed to can be read; a moment later they think better of it.
    let imported = world.calls("manage-programme", event("manage-programme", "import-usage")).await;
    assert_eq!(status(&imported), 201, "{imported}");
    let customer = world.product.customer();
    let page = customer.opens(&link).await;
    world.a_moment_later();
    customer.decides(&page, "accept").await.is(200);
    let usage = world.calls("read-claims", event("read-claims", "usage")).await;
    assert_eq!(status(&usage), 200, "{usage}");
    assert!(usage["body"].as_str().unwrap().contains("\"activeUsers\":120"), "{usage}");
    let decided = world.calls("answer-consent", event("answer-consent", "object")).await;
    assert_eq!(status(&decided), 200, "{decided}");
    for case in ["receipt", "verify"] {
        let answer = world.calls("answer-consent", event("answer-consent", case)).await;
        assert_eq!(status(&answer), 200, "{case}: {answer}");
        let known = case == "receipt" || answer["body"] == r#"{"valid":true,"status":"withdrawn"}"#;
        assert!(known, "the receipt of the files is signed with the key of the files: {answer}");
    }
    let swept = world.calls("sweep-deadlines", event("sweep-deadlines", "tick")).await;
    assert_eq!(swept["failed"], 0, "{swept}");
}

/// Rows of what the vendor knows beside customers and usage.
fn imported() -> [(&'static str, Value); 4] {
    let (subscription, opportunity) = ("5d0c5b1e-7d4a-4c39-9f51-0a9d2b7c6e11", "7-3K9QX2");
    [
        (
            "subscriptions",
            json!({ "subscriptionId": subscription, "tenantId": TENANT, "product": "sales",
                "channel": "web_direct", "state": "active", "endsAt": "2027-11-30T00:00:00Z" }),
        ),
        (
            "opportunities",
            json!({ "opportunityId": opportunity, "tenantId": TENANT, "closesOn": "2027-03-31",
                "value": { "amount": "250000.00", "currency": "USD" } }),
        ),
        (
            "eligibility",
            json!({ "engagementId": "assessment", "identifier": { "type": "domain", "value": "fabrikam.example" },
                "eligible": false, "reasons": ["criteria_not_met"] }),
        ),
        (
            "locations",
            json!({ "locationId": "4821909", "org": "partner-a", "name": "Köln", "country": "DE",
                "enrolment": "enrolled", "engagements": ["*"], "payeeProfile": "complete" }),
        ),
    ]
}

/// Rows of a partner's claims, one of each kind.
fn drafted() -> [Value; 2] {
    let tenant = "3f2c5b1e-7d4a-4c39-9f51-0a9d2b7c6e11";
    [claim_on(tenant, &["teams", "intune"]), deal_on(tenant, &["small-project"])]
}

/// Records what really comes and compares its shape with the files. When the shape of an event or of the
/// stored claim has changed, `WRITE_EVENTS=1 cargo test -p tests the_files_are_shaped` writes them again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_files_are_shaped_like_what_really_comes() {
    let world = World::start().await;
    let product = &world.product;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let row = json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example"], "tenants": [TENANT],
        "publicSector": false, "managed": true });
    product.programme_manager().imports("customers", &[row]).await.is(201);
    let row = json!({ "tenantId": TENANT, "product": "teams", "month": "2026-10", "activeUsers": 120, "soldSeats": 200 });
    product.programme_manager().imports("usage", &[row]).await.is(201);
    let answer =
        partner.post("/v1/claims", &claim_on(TENANT, &["teams", "intune"])).key("example-1").await.is(201);
    product.settles().await;
    let draft = Claim::of(&answer);
    partner.get("/v1/claims?status=draft&limit=10").await.is(200);
    partner.get("/v1/claims?updatedSince=2026-11-01T00:00:00Z").header("accept", "text/csv").await.is(200);
    partner.get(&draft.path("")).await.is(200);
    partner.get("/v1/nowhere").await.is(404);
    partner.post(&draft.path("/comments"), &json!({ "text": "Signed copies follow." })).await.is(201);
    let proven = partner.proves(&draft).await;
    product.settles().await;
    let submitted = Claim::of(&partner.acts(&proven, "submit", &submission()).await.is(200));
    product.settles().await;
    let link = product.newest_link_to(&customer).await;
    customer.browses(&link).await.is(200);
    let page = customer.opens(&link).await;
    world.a_moment_later();
    let seen = reviewer.looks_at(&submitted).await;
    let started = Claim::of(&reviewer.acts(&seen, "review/start", &json!({})).await.is(200));
    reviewer.acts(&started, "review/approve", &approval_of(&started)).await.is(200);
    partner.get(&format!("/v1/associations/{}/workload%3Ateams/usage", draft.id)).await.is(409);
    let form =
        [("decision", "object"), ("name", "Erika Muster"), ("confirmed", "true"), ("nonce", page.nonce())];
    customer.sends_the_form(&page, "decision", &form).await.is(200);
    customer.browses(&format!("{link}/receipt")).await.is(200);
    let receipt =
        product.http.get(&format!("{link}/receipt")).header("accept", "application/json").await.json();
    product.http.post("/c/verify", &json!({ "receipt": receipt["receipt"] })).await.is(200);
    product.settles().await;
    let mails = product.mails_to(customer.address()).await;
    product.reports(&mails[0], "bounce").await;
    product.reports(&mails[0], "complain").await;
    for (kind, row) in imported() {
        product.programme_manager().imports(kind, &[row]).await.is(201);
    }
    partner.imports("claims", &drafted()).key("example-2").await.is(201);

    let route = |key: &'static str| move |event: &Value| event["routeKey"] == key;
    for (function, case, key) in [
        ("create-claim", "create", "POST /v1/claims"),
        ("read-claims", "list", "GET /v1/claims"),
        ("read-claims", "claim", "GET /v1/claims/{id}"),
        ("read-claims", "usage", "GET /v1/associations/{claimId}/{itemKey}/usage"),
        ("read-claims", "unknown-route", "$default"),
        ("change-claim", "comment", "POST /v1/claims/{id}/comments"),
        ("change-claim", "submit", "POST /v1/claims/{id}/submit"),
        ("upload-proof", "announce", "POST /v1/claims/{id}/documents"),
        ("review-claim", "start", "POST /v1/claims/{id}/review/start"),
        ("review-claim", "approve", "POST /v1/claims/{id}/review/approve"),
        ("answer-consent", "object", "POST /c/{token}/decision"),
        ("answer-consent", "receipt", "GET /c/{token}/receipt"),
        ("answer-consent", "verify", "POST /c/verify"),
    ] {
        written(function, case, anonymous(world.first(function, route(key))));
    }
    let kinds = imported().map(|(kind, _)| kind);
    for kind in ["customers", "usage", "claims"].into_iter().chain(kinds) {
        let of_kind = |event: &Value| event["rawQueryString"] == format!("kind={kind}");
        let event = anonymous(world.first("manage-programme", of_kind));
        written("manage-programme", &format!("import-{kind}"), event);
    }
    let exported = |event: &Value| event["headers"]["accept"] == "text/csv";
    written("read-claims", "export-csv", anonymous(world.first("read-claims", exported)));
    let browsed = |event: &Value| {
        route("GET /c/{token}")(event) && event["headers"]["accept"].as_str().unwrap().contains("html")
    };
    written("answer-consent", "page", anonymous(world.first("answer-consent", browsed)));
    let arrived = world.first("record-proof", |_| true);
    written("record-proof", "scan-clean", verdict(&arrived, "NO_THREATS_FOUND", &Value::Null));
    let threats = json!([{ "name": "EICAR-Test-File (not a virus)" }]);
    written("record-proof", "scan-threat", verdict(&arrived, "THREATS_FOUND", &threats));
    written("record-proof", "object-created", arrived);
    written("sweep-deadlines", "tick", world.first("sweep-deadlines", |_| true));
    let of_claim = |event: &Value| event.to_string().contains(&draft.id);
    let one = |action: &'static str, function: &str| {
        let records = world.heard.lock().unwrap();
        let records = records.iter().filter(|(folder, _)| folder == function);
        let records = records.flat_map(|(_, event)| event["Records"].as_array().unwrap().clone());
        let told = |record: &Value| {
            let event: dynamodb::Event = serde_json::from_value(json!({ "Records": [record] })).unwrap();
            let Some((old, new)) = store::stream::claims(&event.records[0]).unwrap() else { return false };
            let before = old.map_or(0, |old| old.history.last_seq());
            new.id.as_str() == draft.id
                && new.history.after(before).any(|(_, entry)| entry.action.as_str() == action)
        };
        let mut found: Vec<Value> = records.filter(told).collect();
        let mut record = found.remove(0);
        record["awsRegion"] = json!("us-east-1");
        json!({ "Records": [record] })
    };
    for function in ["send-mail", "publish-events"] {
        written(function, "claim-created", one("created", function));
        written(function, "claim-submitted", one("submitted", function));
    }
    written("publish-events", "document-added", one("document_added", "publish-events"));
    written("publish-events", "document-checked", one("document_checked", "publish-events"));
    for (case, kind) in [("delivery", "Delivery"), ("bounce", "Bounce"), ("complaint", "Complaint")] {
        let like = |event: &Value| {
            of_claim(event) && event.to_string().contains(&format!("\\\"eventType\\\":\\\"{kind}\\\""))
        };
        let notice = |event: &Value| like(event) && event.to_string().contains("-notice\\\"");
        written("track-mail", case, world.first("track-mail", notice));
    }
}

/// What GuardDuty says of an object that has arrived.
fn verdict(arrived: &Value, result: &str, threats: &Value) -> Value {
    let (bucket, object) = (&arrived["detail"]["bucket"]["name"], &arrived["detail"]["object"]);
    json!({
        "version": "0", "id": "72c7d362-737a-6dce-fc78-9e27a0171419",
        "detail-type": "GuardDuty Malware Protection Object Scan Result", "source": "aws.guardduty",
        "account": "000000000000", "time": MORNING, "region": "us-east-1",
        "resources": ["arn:aws:guardduty:us-east-1:000000000000:malware-protection-plan/b4c7f464ab3a4EXAMPLE"],
        "detail": {
            "schemaVersion": "1.0", "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket, "objectKey": object["key"], "eTag": object["etag"], "versionId": "",
                "s3Throttled": false,
            },
            "scanResultDetails": { "scanResultStatus": result, "threats": threats },
        },
    })
}

fn written(function: &str, case: &str, recorded: Value) {
    let path = folder().join(function).join(format!("{case}.json"));
    if std::env::var_os("WRITE_EVENTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, serde_json::to_string_pretty(&recorded).unwrap() + "\n").unwrap();
    } else {
        assert_eq!(shape(&event(function, case)), shape(&recorded), "{function}/{case}: see WRITE_EVENTS");
    }
}

/// The pointers of everything in it; elements of a list count as one.
fn shape(value: &Value) -> BTreeSet<String> {
    fn walk(at: &str, value: &Value, found: &mut BTreeSet<String>) {
        found.insert(at.to_owned());
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| walk(&format!("{at}/{name}"), value, found))
            }
            Value::Array(elements) => {
                elements.iter().for_each(|value| walk(&format!("{at}/-"), value, found))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    walk("", value, &mut found);
    found
}

/// Without what belongs to the machine it was recorded on; the token's signature is none.
fn anonymous(mut event: Value) -> Value {
    const ISSUED: i64 = 1_795_424_400;
    let authorization = event["headers"]["authorization"].as_str().map(ToOwned::to_owned);
    if let Some(parts) = authorization.as_deref().map(|text| text.split('.').collect::<Vec<_>>()) {
        let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        (claims["iat"], claims["exp"]) = (json!(ISSUED), json!(ISSUED + 43_200));
        let token = format!("{}.{}.c2lnbmF0dXJl", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()));
        event["headers"]["authorization"] = json!(token);
        let given = &mut event["requestContext"]["authorizer"]["jwt"]["claims"];
        (given["iat"], given["exp"]) = (json!(ISSUED.to_string()), json!((ISSUED + 43_200).to_string()));
    }
    event["headers"]["host"] = json!("assent.example");
    event["headers"]["x-forwarded-for"] = json!("192.0.2.10");
    event["headers"]["x-forwarded-proto"] = json!("https");
    let context = &mut event["requestContext"];
    context["domainName"] = json!("assent.example");
    context["domainPrefix"] = json!("assent");
    context["http"]["sourceIp"] = json!("192.0.2.10");
    context["requestId"] = json!("JKJaXmPLvHcESHA=");
    context["time"] = json!("23/Nov/2026:09:00:00 +0000");
    context["timeEpoch"] = json!(ISSUED * 1_000);
    event
}
