//! The local system without the product: tiny functions behind the real template.

use crate::support::*;
use local::{Functions, Options, StartError, System, Wire, Wiring, event, http as http_function, wire};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// A product in miniature: creating a claim writes it, the stream sends a mail, its fate writes a row, an
/// object that arrives writes a row.
fn product(ticks: Arc<AtomicUsize>) -> Wire {
    wire(move |wiring: Wiring| {
        let ticks = ticks.clone();
        async move {
            let environment = wiring.environments["create-claim"].clone();
            let table = environment["TABLE"].clone();
            let database = aws_sdk_dynamodb::Client::new(&sdk(&wiring.endpoints.dynamodb));
            let ses = aws_sdk_ses::Client::new(&sdk(&wiring.endpoints.ses));
            let write = move |key: String, sort: &'static str| {
                let put = database.put_item().table_name(&table);
                let text = aws_sdk_dynamodb::types::AttributeValue::S;
                let put = put.item("PK", text(key)).item("SK", text(sort.to_owned()));
                async move { put.send().await.map(drop).unwrap() }
            };
            let mut functions = Functions::new();
            let create = write.clone();
            functions.insert(
                "create-claim".into(),
                http_function(move |request: lambda_http::Request| {
                    let create = create.clone();
                    async move {
                        create(String::from_utf8_lossy(request.body().as_ref()).into_owned(), "CLAIM").await;
                        lambda_http::Response::builder().status(201).body(lambda_http::Body::Empty).unwrap()
                    }
                }),
            );
            let set = environment["MAIL_CONFIGURATION_SET"].clone();
            functions.insert(
                "send-mail".into(),
                event(move |event: lambda_runtime::LambdaEvent<Value>| {
                    let (ses, set) = (ses.clone(), set.clone());
                    async move {
                        for record in event.payload["Records"].as_array().unwrap() {
                            let key = record["dynamodb"]["Keys"]["PK"]["S"].as_str().unwrap();
                            let to = format!("{key}@y.example");
                            let raw =
                                format!("From: a@x.example\r\nTo: {to}\r\nSubject: {key}\r\n\r\nHello\r\n");
                            let data = aws_sdk_ses::primitives::Blob::new(raw);
                            let message = aws_sdk_ses::types::RawMessage::builder().data(data).build()?;
                            let send = ses.send_raw_email().configuration_set_name(&set);
                            send.destinations(to).raw_message(message).send().await?;
                        }
                        Ok(json!({ "batchItemFailures": [] }))
                    }
                }),
            );
            for (name, sort) in [("track-mail", "FATE"), ("record-proof", "PROOF")] {
                let write = write.clone();
                functions.insert(
                    name.into(),
                    event(move |event: lambda_runtime::LambdaEvent<Value>| {
                        let write = write.clone();
                        async move {
                            let message = event.payload["Records"][0]["Sns"]["Message"].as_str();
                            let message: Value =
                                message.map_or(Value::Null, |m| serde_json::from_str(m).unwrap());
                            let fate = message["eventType"].as_str();
                            let key = event.payload["detail"]["object"]["key"].as_str().or(fate);
                            write(key.unwrap().to_owned(), sort).await;
                            Ok(())
                        }
                    }),
                );
            }
            functions.insert(
                "sweep-deadlines".into(),
                event(move |_: lambda_runtime::LambdaEvent<Value>| {
                    ticks.fetch_add(1, Ordering::SeqCst);
                    async { Ok(()) }
                }),
            );
            Ok(functions)
        }
    })
}

fn rows(system: &System) -> Vec<(String, String)> {
    let table = &system.core().template.tables[0].name;
    let scan = serde_json::from_value(json!({ "TableName": table })).unwrap();
    let found = serde_json::to_value(system.core().database.scan(scan).unwrap()).unwrap();
    let text = |item: &Value, name: &str| item[name]["S"].as_str().unwrap().to_owned();
    let items = found["Items"].as_array().unwrap();
    let mut rows: Vec<_> = items.iter().map(|item| (text(item, "PK"), text(item, "SK"))).collect();
    rows.sort();
    rows
}

async fn token(system: &System, persona: &str) -> String {
    let answer = post(system, "/dev/token", &json!({ "persona": persona }).to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["token"].as_str().unwrap().to_owned()
}

async fn create(system: &System, token: &str, key: &str) -> Answer {
    let request = http::Request::post(format!("{}/v1/claims", system.base_url()))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "text/plain");
    send(request, key).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_owes_happens_by_itself_and_survives_a_restart() {
    let folder = Folder::new("restart");
    let ticks = Arc::new(AtomicUsize::new(0));
    let system = start(Some(&folder), product(ticks.clone())).await;
    let token = token(&system, "partner-a-admin").await;
    assert_eq!(create(&system, &token, "sue").await.status, 201);
    let mut waited = 0;
    while get(&system, "/dev/mail.json?to=sue@y.example").await.json()["items"] == json!([]) {
        waited += 1;
        assert!(waited < 100, "no mail within two seconds");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(system.core().drain().await);
    let fates = [("Delivery", "FATE"), ("Send", "FATE"), ("sue", "CLAIM")];
    assert_eq!(rows(&system), fates.map(|(a, b)| (a.to_owned(), b.to_owned())));
    system.stop().await;

    let system = start(Some(&folder), product(ticks)).await;
    assert_eq!(create(&system, &token, "bounce-bob").await.status, 201, "the token is still good");
    assert!(system.core().drain().await);
    assert_eq!(get(&system, "/dev/mail.json").await.json()["items"].as_array().unwrap().len(), 2);
    assert!(rows(&system).contains(&("Bounce".into(), "FATE".into())));
    let mails = get(&system, "/dev/mail.json?to=sue@y.example").await.json();
    let id = mails["items"][0]["id"].as_str().unwrap();
    assert_eq!(post(&system, &format!("/dev/mail/{id}/complain"), "").await.status, 200);
    assert!(rows(&system).contains(&("Complaint".into(), "FATE".into())));
    assert_eq!(post(&system, &format!("/dev/mail/{id}/eat"), "").await.status, 404);
    assert_eq!(post(&system, "/dev/mail/nobody/bounce", "").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_arrived_is_told_of_again_after_a_kill() {
    let folder = Folder::new("objects");
    let system = start(Some(&folder), no_functions()).await;
    let incoming = |bucket: &&local::template::Bucket| bucket.name.contains("incoming");
    let bucket = system.core().template.buckets.iter().find(incoming).unwrap().name.clone();
    let put = s3(&system).put_object().bucket(&bucket).key("incoming/a b").body(b"x".to_vec().into());
    put.send().await.unwrap();
    drop(system);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let system = start(Some(&folder), product(Arc::default())).await;
    assert!(system.core().drain().await);
    assert_eq!(rows(&system), [("incoming/a b".to_owned(), "PROOF".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_moves_forward_and_schedules_run_before_the_answer() {
    let ticks = Arc::new(AtomicUsize::new(0));
    let system = start(None, product(ticks.clone())).await;
    let now = |answer: Answer| answer.json()["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let before = now(get(&system, "/dev/clock").await);
    let ticked = ticks.load(Ordering::SeqCst);
    let after = now(post(&system, "/dev/clock", "{\"advance\":\"P31D\"}").await);
    assert!((after - before).total(jiff::Unit::Hour).unwrap() >= 31.0 * 24.0);
    assert!(ticks.load(Ordering::SeqCst) > ticked);
    let set = "2099-01-01T00:00:00Z";
    assert!(
        now(post(&system, "/dev/clock", &json!({ "set": set }).to_string()).await) >= set.parse().unwrap()
    );
    for (body, status, code) in [
        ("{\"set\":\"2026-01-01T00:00:00Z\"}", 422, "clock_backwards"),
        ("{\"advance\":\"-P1D\"}", 422, "clock_backwards"),
        ("{\"advance\":\"soon\"}", 400, "parameter_invalid"),
        ("{}", 400, "parameter_invalid"),
        ("[", 400, "malformed_json"),
    ] {
        let refused = post(&system, "/dev/clock", body).await;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{body}");
        assert_eq!(refused.headers["content-type"], "application/problem+json");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_throws_all_data_away_but_keeps_tokens_good() {
    let system = start(None, product(Arc::default())).await;
    let token = token(&system, "partner-a-admin").await;
    create(&system, &token, "sue").await;
    assert!(system.core().drain().await);
    post(&system, "/dev/clock", "{\"advance\":\"P1D\"}").await;
    assert_eq!(post(&system, "/dev/reset", "").await.status, 200);
    assert!(rows(&system).is_empty());
    assert_eq!(get(&system, "/dev/mail.json").await.json(), json!({ "items": [] }));
    let now: jiff::Timestamp =
        get(&system, "/dev/clock").await.json()["now"].as_str().unwrap().parse().unwrap();
    let real = local::clock::MovableClock::real();
    assert!((now - real).total(jiff::Unit::Hour).unwrap().abs() < 1.0);
    assert_eq!(create(&system, &token, "ann").await.status, 201);
    assert!(system.core().drain().await);
    let mails = get(&system, "/dev/mail.json").await.json();
    assert_eq!(mails["items"].as_array().unwrap().len(), 1, "no effect of the dropped data is repeated");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_speak_both_languages_and_other_sites_steer_nothing() {
    let system = start(None, no_functions()).await;
    let page = get(&system, "/").await;
    assert!(page.text.contains("lang=\"en\"") && page.text.contains("partner-a-admin"));
    assert!(get(&system, "/?lang=de").await.text.contains("Neu beginnen"));
    let people = get(&system, "/dev/personas").await.json();
    assert_eq!(people["items"].as_array().unwrap().len(), 9);
    let foreign = |name: &str, value: &str| {
        http::Request::post(format!("{}/dev/reset", system.base_url())).header(name, value)
    };
    assert_eq!(send(foreign("origin", "https://evil.example"), "").await.status, 403);
    assert_eq!(send(foreign("host", "evil.example"), "").await.status, 403);
    assert_eq!(post(&system, "/dev/personas", "").await.status, 405);
    assert_eq!(get(&system, "/dev/nothing").await.json()["code"], "not_found");
    assert_eq!(post(&system, "/dev/token", "{\"persona\":\"nobody\"}").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_use_is_said_to_be() {
    let folder = Folder::new("in-use");
    let system = start(Some(&folder), no_functions()).await;
    let port = system.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let options = Options { wire: no_functions(), ..Options::default() };
    let refused = System::start(Options { port, ..options.clone() }).await;
    assert!(matches!(refused, Err(StartError::PortInUse(taken)) if taken == port));
    let refused = System::start(Options { data: Some(folder.0.clone()), ..options }).await;
    assert!(matches!(refused, Err(StartError::Data(_))));
}
