//! The table's endpoint as an HTTP client of the SDK: the emulator without a socket, so that a test has its
//! own time and the order of everything follows from the seed.

use aws_smithy_runtime_api::{
    client::{
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::{HttpRequest, HttpResponse},
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use dynoxide::Database;
use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};
use tests::faults::Random;

/// A request, and its answer, take less than so many milliseconds.
const SLOWEST: usize = 8;

#[derive(Clone)]
pub(super) struct Endpoint {
    database: Database,
    /// Of how long the ways are; without it they take no time
    random: Option<Arc<Mutex<Random>>>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Endpoint")
    }
}

impl Endpoint {
    /// Nearby: nothing happens while a request is under way.
    pub(super) fn near(database: Database) -> Self {
        Self { database, random: None }
    }

    /// Far away: ways are of different length, by this seed.
    pub(super) fn far(database: Database, seed: u64) -> Self {
        Self { database, random: Some(Arc::new(Mutex::new(Random::new(seed)))) }
    }

    async fn on_the_way(&self) {
        let Some(random) = &self.random else { return };
        let time = random.lock().unwrap().below(SLOWEST);
        tokio::time::sleep(Duration::from_millis(time as u64)).await;
    }
}

impl HttpClient for Endpoint {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Endpoint {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let endpoint = self.clone();
        HttpConnectorFuture::new(async move {
            let body = ByteStream::new(request.take_body()).collect().await.unwrap().into_bytes();
            endpoint.on_the_way().await;
            let operation = request.headers().get("x-amz-target").unwrap().rsplit('.').next().unwrap();
            let asked = serde_json::from_slice(&body).unwrap();
            let (status, answer) = match bench::wire::answer(&endpoint.database, operation, asked) {
                Ok(answer) => (200, answer.to_string()),
                Err(fault) => (fault.status_code(), fault.to_json()),
            };
            endpoint.on_the_way().await;
            Ok(HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(answer)))
        })
    }
}
