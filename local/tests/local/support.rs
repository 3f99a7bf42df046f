//! A running system with tiny functions, an HTTP client, and SDK clients.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use local::{Functions, Options, System, Wire, aws, wire};
use serde_json::Value;
use std::path::PathBuf;

/// A folder that is gone at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("assent-system-{}-{name}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

pub(crate) fn no_functions() -> Wire {
    wire(|_| async { Ok(Functions::new()) })
}

pub(crate) async fn start(data: Option<&Folder>, functions: Wire) -> System {
    let data = data.map(|folder| folder.0.clone());
    System::start(Options { data, wire: functions, ..Options::default() }).await.unwrap()
}

pub(crate) fn sdk(url: &str) -> SdkConfig {
    sdk_of(aws::ACCESS_KEY, url)
}

/// With the key of one function.
pub(crate) fn sdk_of(key: &str, url: &str) -> SdkConfig {
    let key = Credentials::new(key, aws::SECRET_KEY, None, None, "local");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(url)
        .region(Region::new(aws::REGION))
        .credentials_provider(SharedCredentialsProvider::new(key))
        .build()
}

pub(crate) fn s3(system: &System) -> aws_sdk_s3::Client {
    s3_of(aws::ACCESS_KEY, system)
}

pub(crate) fn s3_of(key: &str, system: &System) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(&sdk_of(key, &system.core().endpoints.s3));
    aws_sdk_s3::Client::from_conf(config.force_path_style(true).build())
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }
}

pub(crate) async fn send(request: http::request::Builder, body: impl Into<Vec<u8>>) -> Answer {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<bytes::Bytes>>();
    let body: Vec<u8> = body.into();
    let answer = client.request(request.body(Full::from(body)).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let text = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, text }
}

pub(crate) async fn get(system: &System, path: &str) -> Answer {
    send(http::Request::get(format!("{}{path}", system.base_url())), "").await
}

pub(crate) async fn post(system: &System, path: &str, body: &str) -> Answer {
    send(http::Request::post(format!("{}{path}", system.base_url())), body).await
}
