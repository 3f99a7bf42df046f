//! Discovery against an identity provider on this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use app::ports::{Directory, DirectoryFault, Imported};
use directory::{Discovery, Settings, configured};
use jiff::SignedDuration;
use testkit::{FixedClock, build};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};

const TENANT: &str = "3f2c0a6e-0000-4000-8000-00000000000a";

/// An identity provider that answers by the domain it is asked for.
struct Provider {
    port: u16,
    authority: Vec<u8>,
    asked: Arc<AtomicU32>,
}

impl Provider {
    async fn start() -> Self {
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(signing_key.serialize_der()).into();
        let config =
            rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![cert.der().clone()], key)
                .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&asked);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, counted) = (acceptor.clone(), Arc::clone(&counted));
                tokio::spawn(async move {
                    // Whoever does not trust us hangs up.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        request.push(stream.read_u8().await.unwrap());
                    }
                    counted.fetch_add(1, Ordering::Relaxed);
                    let answer = answer(&String::from_utf8(request).unwrap()).await;
                    // A client that has read enough hangs up, too.
                    drop(stream.write_all(answer.as_bytes()).await);
                    drop(stream.shutdown().await);
                });
            }
        });
        Self { port, authority: cert.pem().into_bytes(), asked }
    }

    fn template(&self) -> String {
        format!("https://localhost:{}/{{domain}}/v2.0", self.port)
    }

    fn settings(&self) -> Settings {
        Settings {
            timeout: Duration::from_secs(5),
            private_addresses: true,
            authority: Some(self.authority.clone()),
        }
    }

    fn discovery(&self) -> (Discovery, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::at(build::monday()));
        (Discovery::new(&self.template(), Arc::clone(&clock) as _, self.settings()).unwrap(), clock)
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

/// The path begins with the domain: `/found.example/v2.0/.well-known/openid-configuration`.
async fn answer(request: &str) -> String {
    let line = request.lines().next().unwrap();
    let domain = line.strip_prefix("GET /").unwrap().split('/').next().unwrap();
    assert_eq!(line, format!("GET /{domain}/v2.0/.well-known/openid-configuration HTTP/1.1"));
    let issuer = |issuer: &str| format!(r#"{{"issuer":"{issuer}","token_endpoint":null}}"#);
    let found = issuer(&format!("https://login.example/{}/v2.0", TENANT.to_uppercase()));
    let (status, body) = match domain {
        "found.example" | "xn--bcher-kva.example" => ("200 OK", found),
        "unknown.example" => ("404 Not Found", String::new()),
        "malformed.example" => ("400 Bad Request", r#"{"error":"invalid_tenant"}"#.into()),
        "moved.example" => {
            ("302 Found\r\nLocation: /found.example/v2.0/.well-known/openid-configuration", found)
        }
        "slow.example" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            ("200 OK", found)
        }
        "broken.example" => ("503 Service Unavailable", found),
        "huge.example" => ("200 OK", format!("{}{found}", " ".repeat(64 * 1024))),
        "nameless.example" => ("200 OK", issuer("https://login.example/common/v2.0")),
        "plain.example" => ("200 OK", issuer(&format!("http://login.example/{TENANT}/v2.0"))),
        "page.example" => ("200 OK", "<html>".into()),
        other => panic!("who is {other}?"),
    };
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn v_45_a_domain_leads_to_the_tenant_its_issuer_names() {
    let provider = Provider::start().await;
    let (discovery, clock) = provider.discovery();
    assert_eq!(discovery.tenants_of("found.example").await.unwrap(), [TENANT]);
    // The second time it is known, however it is written; not for ever.
    assert_eq!(discovery.tenants_of("Found.Example.").await.unwrap(), [TENANT]);
    assert_eq!(provider.asked(), 1);
    assert_eq!(discovery.tenants_of("bücher.example").await.unwrap(), [TENANT]);
    assert_eq!(provider.asked(), 2);
    clock.advance(SignedDuration::from_hours(1));
    assert_eq!(discovery.tenants_of("found.example").await.unwrap(), [TENANT]);
    assert_eq!(provider.asked(), 3);
}

#[tokio::test]
async fn v_45_an_unknown_domain_leads_nowhere() {
    let provider = Provider::start().await;
    let (discovery, clock) = provider.discovery();
    for domain in ["unknown.example", "malformed.example", "unknown.example"] {
        assert!(discovery.tenants_of(domain).await.unwrap().is_empty(), "{domain}");
    }
    assert_eq!(provider.asked(), 2, "that nobody has it is known, too");
    clock.advance(SignedDuration::from_mins(5));
    assert!(discovery.tenants_of("unknown.example").await.unwrap().is_empty());
    assert_eq!(provider.asked(), 3);
    // What is no domain is not asked for.
    for text in ["", "unknown", "../found.example", "found.example/..", "found.example?x", "127.0.0.1"] {
        assert!(discovery.tenants_of(text).await.unwrap().is_empty(), "{text}");
    }
    assert_eq!(provider.asked(), 3);
}

#[tokio::test]
async fn answers_that_are_none_are_refused_and_not_kept() {
    let provider = Provider::start().await;
    let (discovery, _) = provider.discovery();
    for (domain, why) in [
        ("moved.example", "it leads elsewhere"),
        ("huge.example", "it is too large"),
        ("nameless.example", "the issuer names no tenant"),
        ("plain.example", "the issuer is no address"),
        ("page.example", "it is no configuration of an issuer"),
    ] {
        let before = provider.asked();
        for tries in 1..=2 {
            match discovery.tenants_of(domain).await {
                Err(DirectoryFault::Refused(said)) => assert_eq!(said, why, "{domain}"),
                other => panic!("{domain}: {other:?}"),
            }
            // No redirect was followed.
            assert_eq!(provider.asked(), before + tries, "{domain}");
        }
    }
    let fault = discovery.tenants_of("broken.example").await.unwrap_err();
    assert!(matches!(&fault, DirectoryFault::Unavailable(why) if why == "status 503"), "{fault}");
}

#[tokio::test]
async fn whoever_is_slow_is_not_waited_for() {
    let provider = Provider::start().await;
    let settings = Settings { timeout: Duration::from_millis(300), ..provider.settings() };
    let clock = Arc::new(FixedClock::at(build::monday()));
    let discovery = Discovery::new(&provider.template(), clock, settings).unwrap();
    let fault = discovery.tenants_of("slow.example").await.unwrap_err();
    assert!(matches!(&fault, DirectoryFault::Unavailable(why) if why == "no answer in time"), "{fault}");
    assert_eq!(Settings::default().timeout, Duration::from_secs(2));
}

#[tokio::test]
async fn neither_private_addresses_nor_strangers_are_talked_to() {
    let provider = Provider::start().await;
    let clock = || Arc::new(FixedClock::at(build::monday())) as _;
    let settings = Settings { private_addresses: false, ..provider.settings() };
    let inside = Discovery::new(&provider.template(), clock(), settings).unwrap();
    let fault = inside.tenants_of("found.example").await.unwrap_err();
    let why = "the host is not at a public address";
    assert!(matches!(&fault, DirectoryFault::Refused(said) if said == why), "{fault}");
    // A certificate that nobody has vouched for.
    let other = Provider::start().await;
    let settings = Settings { authority: Some(other.authority.clone()), ..provider.settings() };
    let stranger = Discovery::new(&provider.template(), clock(), settings).unwrap();
    let fault = stranger.tenants_of("found.example").await.unwrap_err();
    assert!(matches!(&fault, DirectoryFault::Unavailable(why) if why.contains("certificate")), "{fault}");
    assert_eq!(provider.asked(), 0);
    assert!(Discovery::new("http://localhost/{domain}", clock(), provider.settings()).is_err());
}

#[tokio::test]
async fn without_a_provider_only_imported_customers_count() {
    let clock = || Arc::new(FixedClock::at(build::monday())) as _;
    assert!(Imported.tenants_of("found.example").await.unwrap().is_empty());
    let none = configured(None, clock()).unwrap();
    assert!(none.tenants_of("found.example").await.unwrap().is_empty());
    assert!(configured(Some("https://login.example/common"), clock()).is_err());
    let silent = configured(Some("https://login.invalid/{domain}/v2.0"), clock()).unwrap();
    let fault = silent.tenants_of("found.example").await.unwrap_err();
    assert!(matches!(&fault, DirectoryFault::Unavailable(_)), "{fault}");
}
