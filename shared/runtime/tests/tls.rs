//! Whom the clients trust, asked over real TLS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::{fs, path::PathBuf, sync::Arc};

use runtime::{Clients, aws};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// A table behind TLS, signed by nobody else.
struct Endpoint {
    port: u16,
    authority: PathBuf,
}

impl Endpoint {
    async fn start() -> Self {
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(signing_key.serialize_der()).into();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                // Who does not trust us hangs up.
                let Ok(mut connection) = acceptor.accept(connection).await else { continue };
                let mut request = vec![0; 16 * 1024];
                let _read = connection.read(&mut request).await.unwrap();
                let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\n\
                              content-length: 17\r\nconnection: close\r\n\r\n{\"TableNames\":[]}";
                connection.write_all(answer.as_bytes()).await.unwrap();
                connection.shutdown().await.ok();
            }
        });
        let authority = std::env::temp_dir().join(format!("assent-authority-{port}.pem"));
        fs::write(&authority, cert.pem()).unwrap();
        Self { port, authority }
    }

    /// Whether a client with this bundle gets an answer.
    async fn answers(&self, bundle: Option<String>) -> bool {
        let url = format!("https://localhost:{}", self.port);
        let variables = |name: &str| match name {
            "AWS_REGION" | "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("local".to_owned()),
            "AWS_ENDPOINT_URL" => Some(url.clone()),
            aws::CA_BUNDLE => bundle.clone(),
            _ => None,
        };
        let clients = Clients::new(aws::sdk(variables).unwrap());
        clients.dynamodb().list_tables().send().await.is_ok()
    }
}

#[tokio::test]
async fn amazon_is_trusted_or_else_who_is_in_the_bundle() {
    let endpoint = Endpoint::start().await;
    assert!(!endpoint.answers(None).await);
    assert!(endpoint.answers(Some(endpoint.authority.display().to_string())).await);
    fs::remove_file(&endpoint.authority).unwrap();
}
