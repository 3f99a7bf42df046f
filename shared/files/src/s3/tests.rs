//! The real signer and the real protocol, against a file system that speaks S3.

use super::{Place, Proofs, Published};
use crate::{Announced, Link, MediaType, Presigner, ProofKey, Sha256, Ticket, samples};
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_types::SdkConfig;
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Request, body::Bytes};
use hyper_util::{
    client::legacy,
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

const EXPIRES: Duration = Duration::from_secs(300);
/// Where another S3 is that is to be spoken to, instead of one of our own.
const AT: &str = "ASSENT_S3";

struct Bench {
    proofs: Proofs,
    presigner: Presigner,
    s3: aws_sdk_s3::Client,
    incoming: String,
    proof: String,
    folder: PathBuf,
}

impl Drop for Bench {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

async fn bench(name: &str) -> Bench {
    let folder = std::env::temp_dir().join(format!("files-{}-{name}", std::process::id()));
    let url = match std::env::var(AT) {
        Ok(url) => url,
        Err(_) => here(&folder).await,
    };
    let sdk = sdk();
    let s3 = client(&sdk, &url);
    let [incoming, proof] = ["incoming", "proof"].map(|bucket| format!("{bucket}-{name}"));
    for bucket in [&incoming, &proof] {
        s3.create_bucket().bucket(bucket).send().await.unwrap();
    }
    let presigner = Presigner::new(sdk, Some(url), &incoming, &proof);
    Bench { proofs: Proofs::new(s3.clone(), &incoming, &proof), presigner, s3, incoming, proof, folder }
}

/// A file system that speaks S3.
async fn here(folder: &Path) -> String {
    std::fs::create_dir_all(folder).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut builder = s3s::service::S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    builder.set_auth(s3s::auth::SimpleAuth::from_single("test", "test"));
    let service = builder.build();
    tokio::spawn(async move {
        let server = auto::Builder::new(TokioExecutor::new());
        while let Ok((stream, _)) = listener.accept().await {
            let connection = server.serve_connection(TokioIo::new(stream), service.clone()).into_owned();
            tokio::spawn(async move { drop(connection.await) });
        }
    });
    url
}

/// Credentials for a while, as every Lambda has them.
fn sdk() -> SdkConfig {
    let credentials = Credentials::new("test", "test", Some("for+a/while=".into()), None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .build()
}

fn client(sdk: &SdkConfig, url: &str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(sdk).endpoint_url(url).force_path_style(true);
    aws_sdk_s3::Client::from_conf(config.build())
}

/// What a plain HTTP client hears: it knows nothing of AWS, as a browser does not.
struct Received {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

async fn put(ticket: &Ticket, body: Vec<u8>) -> u16 {
    let mut request = Request::put(&ticket.url);
    for (name, value) in &ticket.headers {
        request = request.header(name, value);
    }
    send(request.body(Full::new(Bytes::from(body))).unwrap()).await.status
}

async fn get(link: &Link) -> Received {
    send(Request::get(&link.url).body(Full::default()).unwrap()).await
}

async fn send(request: Request<Full<Bytes>>) -> Received {
    let client = legacy::Client::builder(TokioExecutor::new()).build_http();
    let (head, body) = client.request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Received { status: head.status.as_u16(), headers: head.headers, body }
}

/// The key of document `number` of claim `number`.
fn key(number: u32) -> ProofKey {
    ProofKey { claim: format!("clm_{number:026}"), document: format!("doc_{number:026}") }
}

fn announced(bytes: &[u8], media_type: MediaType) -> Announced {
    Announced { size: bytes.len() as u64, sha256: Sha256::of(bytes), media_type }
}

#[tokio::test]
async fn k10_what_we_put_is_what_a_ticket_would_have_brought() {
    let bench = bench("put").await;
    let (key, bytes) = (key(7), samples::pdf("put"));
    let announced = announced(&bytes, MediaType::Pdf);
    bench.presigner.put(&key, &announced, bytes.clone()).await.unwrap();
    // The first one stays.
    bench.presigner.put(&key, &announced, bytes.clone()).await.unwrap();
    let arrived = bench.proofs.fetch(&key, 1_000_000).await.unwrap().unwrap();
    assert_eq!((arrived.bytes, arrived.size), (bytes, announced.size));
    assert_eq!(arrived.content_type.as_deref(), Some(MediaType::Pdf.mime()));
}

#[tokio::test]
async fn k10_a_file_goes_all_the_way() {
    let bench = bench("way").await;
    let (key, bytes) = (key(1), samples::pdf("proof"));
    let announced = announced(&bytes, MediaType::Pdf);
    let ticket = bench.presigner.ticket(&key, &announced, EXPIRES).await.unwrap();
    assert_eq!(ticket.method, "PUT");
    for (name, _) in &ticket.headers {
        assert!(!["host", "content-length"].contains(&name.as_str()), "{name} is not the client's to set");
    }
    assert_eq!(put(&ticket, bytes.clone()).await, 200);

    let arrived = bench.proofs.fetch(&key, announced.size).await.unwrap();
    let arrived = arrived.as_ref();
    assert_eq!(arrived.map(|file| &file.bytes), Some(&bytes));
    assert_eq!(arrived.map(|file| file.size), Some(announced.size));
    assert_eq!(arrived.and_then(|file| file.content_type.as_deref()), Some("application/pdf"));
    assert_eq!(arrived.and_then(|file| file.checksum), Some(announced.sha256));
    let too_long = bench.proofs.fetch(&key, announced.size - 1).await.unwrap();
    assert_eq!(too_long.map(|file| (file.bytes, file.size)), Some((Vec::new(), announced.size)));

    let link = bench.presigner.download(&key, "Prüfung\r\n.pdf", MediaType::Pdf, EXPIRES).await.unwrap();
    assert_eq!(get(&link).await.status, 404, "nothing is downloadable before it is published (I-23)");
    assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
    let received = get(&link).await;
    assert_eq!((received.status, &received.body), (200, &bytes));
    assert_eq!(received.header("content-type"), Some("application/pdf"));
    let disposition = "attachment; filename=\"Pr_fung.pdf\"; filename*=UTF-8''Pr%C3%BCfung.pdf";
    assert_eq!(received.header("content-disposition"), Some(disposition));
}

#[tokio::test]
async fn v_24_nothing_but_the_announced_file_gets_in() {
    let bench = bench("announced").await;
    let bytes = samples::csv("one");
    let announced = announced(&bytes, MediaType::Csv);
    let ticket = bench.presigner.ticket(&key(2), &announced, EXPIRES).await.unwrap();

    let longer = [&bytes[..], b"x"].concat();
    assert_eq!(put(&ticket, longer).await, 403, "another length");
    for index in 0..ticket.headers.len() {
        let mut forged = ticket.clone();
        forged.headers[index].1 = "application/x-other".into();
        assert_eq!(put(&forged, bytes.clone()).await, 403, "another {}", ticket.headers[index].0);
        forged.headers.remove(index);
        assert_eq!(put(&forged, bytes.clone()).await, 403, "no {}", ticket.headers[index].0);
    }
    let elsewhere = bench.presigner.ticket(&key(3), &announced, EXPIRES).await.unwrap();
    let forged = Ticket { url: ticket.url.replace(key(2).document(), key(3).document()), ..elsewhere };
    assert_eq!(put(&forged, bytes.clone()).await, 403, "another key");
    assert_eq!(bench.proofs.fetch(&key(2), 1_000).await.unwrap(), None);
    assert_eq!(bench.proofs.fetch(&key(3), 1_000).await.unwrap(), None);

    let other = samples::csv("two");
    assert_eq!(other.len(), bytes.len());
    assert_eq!(put(&ticket, other).await, 400, "other bytes");
}

#[tokio::test]
async fn f9_every_step_may_be_repeated() {
    let bench = bench("repeated").await;
    let (key, bytes) = (key(4), samples::csv("again"));
    let announced = announced(&bytes, MediaType::Csv);
    let ticket = bench.presigner.ticket(&key, &announced, EXPIRES).await.unwrap();
    assert_eq!(put(&ticket, bytes.clone()).await, 200);
    assert_eq!(put(&ticket, bytes.clone()).await, 412, "a ticket is good for one file");
    let link = bench.presigner.download(&key, "again.csv", MediaType::Csv, EXPIRES).await.unwrap();
    for _time in 0..2 {
        assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
        assert_eq!(bench.proofs.fetch(&key, 1_000).await.unwrap(), None, "it has left the incoming bucket");
        assert_eq!(get(&link).await.body, bytes);
    }
    // As after a crash between the copy and the removal: the file lies in both buckets.
    assert_eq!(put(&ticket, bytes.clone()).await, 200);
    assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
    assert_eq!(bench.proofs.fetch(&key, 1_000).await.unwrap(), None);
    for _time in 0..2 {
        bench.proofs.discard(&key, Place::Proof).await.unwrap();
        assert_eq!(get(&link).await.status, 404);
    }
    assert_eq!(put(&ticket, bytes).await, 200);
    for _time in 0..2 {
        bench.proofs.discard(&key, Place::Incoming).await.unwrap();
        assert_eq!(bench.proofs.fetch(&key, 1_000).await.unwrap(), None);
    }
}

#[tokio::test]
async fn k10_what_is_not_there_is_none() {
    let bench = bench("none").await;
    let key = key(5);
    assert_eq!(bench.proofs.fetch(&key, 1_000).await.unwrap(), None);
    assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Missing);
    bench.proofs.discard(&key, Place::Incoming).await.unwrap();
    bench.proofs.discard(&key, Place::Proof).await.unwrap();
    let link = bench.presigner.download(&key, "none.csv", MediaType::Csv, EXPIRES).await.unwrap();
    assert_eq!(get(&link).await.status, 404);
}

#[tokio::test]
async fn v_24_the_ticket_signs_length_type_hash_and_absence() {
    let bench = bench("signs").await;
    let ticket = bench.presigner.ticket(&key(1), &announced(b"a", MediaType::Csv), EXPIRES).await.unwrap();
    let signed = "content-length%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256&";
    assert!(ticket.url.contains(&format!("X-Amz-SignedHeaders={signed}")), "{}", ticket.url);
    assert!(ticket.url.contains("X-Amz-Security-Token=for%2Ba%2Fwhile%3D"), "{}", ticket.url);
    let mut names: Vec<_> = ticket.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-type", "if-none-match", "x-amz-checksum-sha256"]);
}

#[tokio::test]
async fn i_23_tickets_and_links_end_when_they_say() {
    let bench = bench("ends").await;
    for expires in [1, 300, 60 * 60 * 24 * 365] {
        let expires = Duration::from_secs(expires);
        let ticket =
            bench.presigner.ticket(&key(1), &announced(b"a", MediaType::Csv), expires).await.unwrap();
        let link = bench.presigner.download(&key(1), "a.csv", MediaType::Csv, expires).await.unwrap();
        let seconds = expires.as_secs().min(7 * 24 * 60 * 60);
        for (url, at) in [(ticket.url, ticket.expires_at), (link.url, link.expires_at)] {
            assert!(url.contains(&format!("X-Amz-Expires={seconds}")), "{url}");
            let signed = at - jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap());
            assert!(url.contains(&format!("X-Amz-Date={}", signed.strftime("%Y%m%dT%H%M%SZ"))), "{url} {at}");
        }
    }
}

#[tokio::test]
async fn v_25_the_published_copy_carries_the_checksum() {
    let bench = bench("checksum").await;
    let (key, bytes) = (key(1), samples::csv("a"));
    let ticket = bench.presigner.ticket(&key, &announced(&bytes, MediaType::Csv), EXPIRES).await.unwrap();
    assert_eq!(put(&ticket, bytes.clone()).await, 200);
    assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
    let head = bench.s3.head_object().bucket(&bench.proof).key(key.proof());
    let head = head.checksum_mode(aws_sdk_s3::types::ChecksumMode::Enabled).send().await.unwrap();
    assert_eq!(head.checksum_sha256(), Some(Sha256::of(&bytes).to_base64().as_str()));
    assert_eq!(head.content_type(), Some("text/csv"));
}

#[tokio::test]
async fn f9_killed_between_copy_and_removal_the_next_call_finishes() {
    let bench = bench("killed").await;
    let (key, bytes) = (key(1), samples::csv("a"));
    let ticket = bench.presigner.ticket(&key, &announced(&bytes, MediaType::Csv), EXPIRES).await.unwrap();
    assert_eq!(put(&ticket, bytes).await, 200);
    let copy = bench.s3.copy_object().copy_source(format!("{}/{}", bench.incoming, key.incoming()));
    copy.bucket(&bench.proof).key(key.proof()).send().await.unwrap();
    for _time in 0..2 {
        assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
        assert_eq!(bench.proofs.fetch(&key, 1_000).await.unwrap(), None);
    }
}

#[tokio::test]
async fn f5_an_unreachable_store_is_an_error_and_not_an_absence() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let sdk = sdk();
    let proofs = Proofs::new(client(&sdk, &url), "incoming-bucket", "proof-bucket");
    let presigner = Presigner::new(sdk, Some(url), "incoming-bucket", "proof-bucket");
    let key = key(1);
    let errors = [
        presigner.put(&key, &announced(b"a", MediaType::Csv), b"a".to_vec()).await.unwrap_err(),
        proofs.fetch(&key, 1_000).await.unwrap_err(),
        proofs.publish(&key).await.unwrap_err(),
        proofs.discard(&key, Place::Incoming).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.to_string(), "object storage is unavailable");
        assert!(std::error::Error::source(&error).is_some(), "the operator needs the cause");
    }
}

#[tokio::test]
async fn k10_files_are_at_the_s3_of_the_region_unless_it_is_said_where() {
    let at = |region: Option<&'static str>, endpoint: Option<&str>| {
        let mut sdk = sdk().into_builder();
        sdk.set_region(region.map(Region::new));
        Presigner::new(sdk.build(), endpoint.map(String::from), "incoming", "proof")
    };
    let key = key(1);
    for (region, endpoint, origin, begin) in [
        ("eu-central-1", None, "https://s3.eu-central-1.amazonaws.com", "/proof/proof/clm_"),
        ("cn-north-1", None, "https://s3.cn-north-1.amazonaws.com.cn", "/proof/proof/clm_"),
        ("eu-central-1", Some("http://s3.local:99/at/"), "http://s3.local:99", "/at/proof/proof/clm_"),
    ] {
        let presigner = at(Some(region), endpoint);
        assert_eq!(presigner.origin().unwrap(), origin);
        let link = presigner.download(&key, "a.csv", MediaType::Csv, EXPIRES).await.unwrap();
        assert!(link.url.starts_with(&format!("{origin}{begin}")), "{}", link.url);
        assert!(link.url.contains(&format!("%2F{region}%2Fs3%2Faws4_request")), "{}", link.url);
    }
    assert!(at(None, None).origin().is_err(), "nowhere");
}
