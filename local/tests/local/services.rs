//! What stands in for AWS, as the SDK's clients see it.

use crate::support::*;
use aws_sdk_s3::presigning::PresigningConfig;
use base64::{Engine, engine::general_purpose::STANDARD};
use local::System;
use sha2::{Digest, Sha256};
use std::time::Duration;

fn bucket(system: &System) -> String {
    let buckets = &system.core().template.buckets;
    buckets.iter().find(|bucket| bucket.name.contains("incoming")).unwrap().name.clone()
}

/// A presigned PUT of exactly these bytes, as the API hands it out.
async fn ticket(system: &System, key: &str, bytes: &[u8]) -> (String, Vec<(String, String)>) {
    let request = s3(system)
        .put_object()
        .bucket(bucket(system))
        .key(key)
        .content_length(bytes.len() as i64)
        .content_type("application/pdf")
        .checksum_sha256(STANDARD.encode(Sha256::digest(bytes)))
        .if_none_match("*")
        .presigned(PresigningConfig::expires_in(Duration::from_secs(60)).unwrap())
        .await
        .unwrap();
    let headers = request.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
    (request.uri().to_owned(), headers.collect())
}

async fn put(ticket: &(String, Vec<(String, String)>), bytes: &[u8]) -> Answer {
    let mut request = http::Request::put(&ticket.0);
    for (name, value) in ticket.1.iter().filter(|(name, _)| name != "content-length") {
        request = request.header(name, value);
    }
    send(request.header("origin", "https://console.example"), bytes).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_put_leaves_nothing_and_the_honest_one_follows() {
    let system = start(None, no_functions()).await;
    let key = "incoming/a/b";
    let ticket = ticket(&system, key, b"hello proof").await;
    let refused = put(&ticket, b"HELLO proof").await;
    assert_eq!((refused.status, refused.text.contains("BadDigest")), (400, true), "{}", refused.text);
    assert!(put(&ticket, b"hello proof, but longer").await.status >= 400);
    let client = s3(&system);
    let head = || client.head_object().bucket(bucket(&system)).key(key).send();
    assert!(head().await.is_err());
    assert!(!system.core().buckets.root().join(bucket(&system)).join(key).exists());

    let accepted = put(&ticket, b"hello proof").await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    assert_eq!(accepted.headers["access-control-allow-origin"], "*");
    assert_eq!(head().await.unwrap().content_type(), Some("application/pdf"));
    assert_eq!(put(&ticket, b"hello proof").await.status, 412);

    let mut other_type = ticket.clone();
    other_type.1.iter_mut().find(|(name, _)| name == "content-type").unwrap().1 = "text/html".into();
    assert_eq!(put(&other_type, b"hello proof").await.status, 403, "what was signed is checked");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_wins() {
    let system = start(None, no_functions()).await;
    let ticket = std::sync::Arc::new(ticket(&system, "incoming/race", b"hello proof").await);
    let tries: Vec<_> = (0..16)
        .map(|_| {
            let ticket = ticket.clone();
            tokio::spawn(async move { put(&ticket, b"hello proof").await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for one in tries {
        statuses.push(one.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[412; 15][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_may_put_and_a_link_says_how_to_save() {
    let system = start(None, no_functions()).await;
    let preflight = http::Request::options(format!("{}/{}/x", system.core().endpoints.s3, bucket(&system)))
        .header("origin", "https://console.example")
        .header("access-control-request-method", "PUT");
    let answer = send(preflight, "").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.headers["access-control-allow-headers"].to_str().unwrap().contains("x-amz-checksum-sha256")
    );

    let (client, name) = (s3(&system), bucket(&system));
    client
        .put_object()
        .bucket(&name)
        .key("proof/x")
        .body("abc".as_bytes().to_vec().into())
        .send()
        .await
        .unwrap();
    let copied = client.copy_object().bucket(&name).key("proof/y").copy_source(format!("{name}/proof/x"));
    copied.send().await.unwrap();
    let link = client
        .get_object()
        .bucket(&name)
        .key("proof/y")
        .response_content_disposition("attachment; filename=\"a.pdf\"")
        .presigned(PresigningConfig::expires_in(Duration::from_secs(60)).unwrap())
        .await
        .unwrap();
    let answer = send(http::Request::get(link.uri()), "").await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "abc"));
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=\"a.pdf\"");
    client.delete_object().bucket(&name).key("proof/x").send().await.unwrap();
    assert_eq!(send(http::Request::get(link.uri().replace("proof/y", "proof/x")), "").await.status, 403);
}

fn message(raw: &str) -> aws_sdk_ses::types::RawMessage {
    let data = aws_sdk_ses::primitives::Blob::new(raw.as_bytes());
    aws_sdk_ses::types::RawMessage::builder().data(data).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_turned_page_by_page() {
    let system = start(None, no_functions()).await;
    let ses = aws_sdk_ses::Client::new(&sdk(&system.core().endpoints.ses));
    for number in 1..=45 {
        let to = format!("sue+{}@y.example", number % 2);
        let raw = format!("From: a@x.example\r\nTo: {to}\r\nSubject: Mail {number}.\r\n\r\nHi\r\n");
        ses.send_raw_email().destinations(to).raw_message(message(&raw)).send().await.unwrap();
    }
    let page = async |question: &str| get(&system, &format!("/dev/mail?{question}")).await.text;
    let shows = |page: &str, subjects: &[usize]| {
        (1..=45).all(|n| page.contains(&format!(">Mail {n}.</h2>")) == subjects.contains(&n))
    };
    let first = page("lang=en").await;
    assert!(shows(&first, &(26..=45).collect::<Vec<_>>()) && first.contains("1–20 of 45"), "{first}");
    assert!(first.contains("href=\"?page=2&amp;lang=en\"") && !first.contains("rel=\"prev\""), "{first}");
    let last = page("page=99&lang=de").await;
    assert!(shows(&last, &[1, 2, 3, 4, 5]) && last.contains("41–45 von 45"), "{last}");
    assert!(last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""), "{last}");
    let odd = page("to=sue%2B1%40y.example&page=2&lang=en").await;
    assert!(shows(&odd, &[1, 3, 5]) && odd.contains("value=\"sue+1@y.example\""), "{odd}");
    assert!(odd.contains("?to=sue%2B1%40y.example&#38;page=1&amp;lang=en\""), "{odd}");
    let nobody = page("to=bob%40y.example&lang=en").await;
    assert!(shows(&nobody, &[]) && nobody.contains("No mail to this address."), "{nobody}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_and_events_arrive_where_they_are_shown() {
    let system = start(None, no_functions()).await;
    let endpoints = system.core().endpoints.clone();
    let ses = aws_sdk_ses::Client::new(&sdk(&endpoints.ses));
    let raw = "From: a@x.example\r\nTo: sue@y.example\r\nSubject: Hi\r\n\r\nhttp://127.0.0.1/c/abc\r\n";
    let sent =
        ses.send_raw_email().destinations("sue@y.example").raw_message(message(raw)).send().await.unwrap();
    let refused =
        ses.send_raw_email().destinations("rejected@y.example").raw_message(message(raw)).send().await;
    assert!(refused.unwrap_err().into_service_error().is_message_rejected());

    let mails = get(&system, "/dev/mail.json?to=sue@y.example").await.json();
    let items = mails["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["id"], sent.message_id());
    assert_eq!(items[0]["links"], serde_json::json!(["http://127.0.0.1/c/abc"]));
    assert_eq!(items[0]["to"], "sue@y.example");
    let page = get(&system, "/dev/mail?lang=de").await;
    assert!(page.text.contains("Postausgang") && page.text.contains("http://127.0.0.1/c/abc"));

    let events = aws_sdk_eventbridge::Client::new(&sdk(&endpoints.eventbridge));
    let entry = |detail: &str| {
        aws_sdk_eventbridge::types::PutEventsRequestEntry::builder()
            .event_bus_name("bus")
            .source("assent")
            .detail_type("claim.submitted")
            .detail(detail)
            .build()
    };
    let put = events.put_events().entries(entry("{\"id\":1}")).entries(entry("{")).send().await.unwrap();
    assert_eq!(put.failed_entry_count(), 1);
    assert_eq!(put.entries()[1].error_code(), Some("MalformedDetail"));
    let shown = get(&system, "/dev/events").await.json();
    assert_eq!(shown["items"].as_array().unwrap().len(), 1);
    assert_eq!(shown["items"][0]["detailType"], "claim.submitted");
    assert_eq!(shown["items"][0]["detail"]["id"], 1);
}
