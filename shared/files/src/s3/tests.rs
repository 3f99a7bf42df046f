//! The real signer and the real protocol, against a file system that speaks S3.

use super::Proofs;
use crate::{
    Announced, FilesError, Link, MediaType, Place, ProofStore, Published, Sha256, Ticket,
    samples::{self, Client, Received},
};
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, body::Bytes};
use hyper_util::{
    client::legacy,
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Where another S3 is that is to be spoken to, instead of one of our own.
const AT: &str = "ASSENT_S3";

struct Bench {
    proofs: Proofs,
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
    let s3 = client(&url);
    let [incoming, proof] = ["incoming", "proof"].map(|bucket| format!("{bucket}-{name}"));
    for bucket in [&incoming, &proof] {
        s3.create_bucket().bucket(bucket).send().await.unwrap();
    }
    Bench { proofs: Proofs::new(s3.clone(), &incoming, &proof), s3, incoming, proof, folder }
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

fn client(url: &str) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(url)
        .force_path_style(true)
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .build();
    aws_sdk_s3::Client::from_conf(config)
}

/// A plain HTTP client: it knows nothing of AWS, as a browser does not.
struct Browser;

impl Client for Browser {
    async fn put(&self, ticket: &Ticket, body: Vec<u8>) -> Result<u16, FilesError> {
        let mut request = Request::put(&ticket.url);
        for (name, value) in &ticket.headers {
            request = request.header(name, value);
        }
        Ok(send(request.body(Full::new(Bytes::from(body))).unwrap()).await.status)
    }

    async fn get(&self, link: &Link) -> Result<Received, FilesError> {
        Ok(send(Request::get(&link.url).body(Full::default()).unwrap()).await)
    }
}

async fn send(request: Request<Full<Bytes>>) -> Received {
    let client = legacy::Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    Received { status, headers, body }
}

fn announced(bytes: &[u8]) -> Announced {
    Announced { size: bytes.len() as u64, sha256: Sha256::of(bytes), media_type: MediaType::Csv }
}

#[tokio::test]
async fn k10_the_store_in_s3_conforms() {
    let bench = bench("conforms").await;
    samples::conformance(&bench.proofs, &Browser).await.unwrap();
}

#[tokio::test]
async fn v_24_the_ticket_signs_length_type_hash_and_absence() {
    let bench = bench("signs").await;
    let ticket =
        bench.proofs.ticket(&samples::key(1), &announced(b"a"), Duration::from_secs(300)).await.unwrap();
    let signed = "content-length%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256&";
    assert!(ticket.url.contains(&format!("X-Amz-SignedHeaders={signed}")), "{}", ticket.url);
    let mut names: Vec<_> = ticket.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["content-type", "if-none-match", "x-amz-checksum-sha256"]);
}

#[tokio::test]
async fn i_23_tickets_and_links_end_when_they_say() {
    let bench = bench("ends").await;
    for expires in [1, 300, 60 * 60 * 24 * 365] {
        let expires = Duration::from_secs(expires);
        let ticket = bench.proofs.ticket(&samples::key(1), &announced(b"a"), expires).await.unwrap();
        let link = bench.proofs.download(&samples::key(1), "a.csv", MediaType::Csv, expires).await.unwrap();
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
    let (key, bytes) = (samples::key(1), samples::csv("a"));
    let ticket = bench.proofs.ticket(&key, &announced(&bytes), Duration::from_secs(300)).await.unwrap();
    assert_eq!(Browser.put(&ticket, bytes.clone()).await.unwrap(), 200);
    assert_eq!(bench.proofs.publish(&key).await.unwrap(), Published::Done);
    let head = bench.s3.head_object().bucket(&bench.proof).key(key.proof());
    let head = head.checksum_mode(aws_sdk_s3::types::ChecksumMode::Enabled).send().await.unwrap();
    assert_eq!(head.checksum_sha256(), Some(Sha256::of(&bytes).to_base64().as_str()));
    assert_eq!(head.content_type(), Some("text/csv"));
}

#[tokio::test]
async fn f9_killed_between_copy_and_removal_the_next_call_finishes() {
    let bench = bench("killed").await;
    let (key, bytes) = (samples::key(1), samples::csv("a"));
    let ticket = bench.proofs.ticket(&key, &announced(&bytes), Duration::from_secs(300)).await.unwrap();
    assert_eq!(Browser.put(&ticket, bytes).await.unwrap(), 200);
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
    let proofs = Proofs::new(client(&url), "incoming-bucket", "proof-bucket");
    let key = samples::key(1);
    let errors = [
        proofs.fetch(&key, 1_000).await.unwrap_err(),
        proofs.publish(&key).await.unwrap_err(),
        proofs.discard(&key, Place::Incoming).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.to_string(), "object storage is unavailable");
        assert!(std::error::Error::source(&error).is_some(), "the operator needs the cause");
    }
}
