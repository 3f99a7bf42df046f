//! A table on a real endpoint of this machine, and a wire that counts, loses and refuses.
#![allow(dead_code, unreachable_pub, reason = "every test uses a part of it")]

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_lambda_events::event::dynamodb::EventRecord;
use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region, retry::RetryConfig},
};
use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
            SharedHttpConnector,
        },
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use serde_json::{Value, json};
use store::Table;
use testkit::SeededEntropy;

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Nothing
    None,
    /// It arrives and has its effect; the answer does not come back
    AnswerLost,
    /// It does not arrive; this code is the answer
    Code(&'static str),
    /// A transaction is cancelled for these reasons, without effect
    Cancelled(Vec<&'static str>),
}

/// A request that was sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// `PutItem`, `TransactWriteItems` …
    pub operation: String,
    /// What was sent
    pub body: Value,
    /// Units of the answer: read or written
    pub units: f64,
}

#[derive(Debug, Default)]
struct State {
    faults: VecDeque<Fault>,
    calls: Vec<Call>,
}

/// Between SDK and endpoint.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: SharedHttpClient,
    state: Arc<Mutex<State>>,
}

impl Wire {
    /// What is to happen to the next writes, in their order.
    pub fn faults(&self, faults: &[Fault]) {
        self.state.lock().unwrap().faults.extend(faults.iter().cloned());
    }

    /// What was sent since the last time.
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.state.lock().unwrap().calls)
    }

    /// The names of it.
    pub fn operations(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.operation).collect()
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Connected { inner, state: self.state.clone() })
    }
}

#[derive(Debug)]
struct Connected {
    inner: SharedHttpConnector,
    state: Arc<Mutex<State>>,
}

impl HttpConnector for Connected {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let mut body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap();
        let sent = body.clone();
        body["ReturnConsumedCapacity"] = json!("TOTAL");
        let body = serde_json::to_vec(&body).unwrap();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        let state = self.state.clone();
        let mut held = state.lock().unwrap();
        let writes = matches!(operation.as_str(), "PutItem" | "TransactWriteItems" | "UpdateItem");
        let fault = if writes { held.faults.pop_front() } else { None }.unwrap_or(Fault::None);
        let place = held.calls.len();
        held.calls.push(Call { operation, body: sent, units: 0.0 });
        drop(held);
        let answer = |code: &str, reasons: Option<&[&str]>| {
            let mut body = json!({
                "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"),
                "message": "told to be",
            });
            if let Some(reasons) = reasons {
                body["CancellationReasons"] = reasons.iter().map(|code| json!({ "Code": code })).collect();
            }
            let status = StatusCode::try_from(400_u16).unwrap();
            Ok(HttpResponse::new(status, SdkBody::from(body.to_string())))
        };
        match fault {
            Fault::Code(code) => return HttpConnectorFuture::ready(answer(code, None)),
            Fault::Cancelled(reasons) => {
                let answer = answer("TransactionCanceledException", Some(&reasons));
                return HttpConnectorFuture::ready(answer);
            }
            Fault::None | Fault::AnswerLost => {}
        }
        let inner = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let mut response = inner.await?;
            let bytes = ByteStream::new(response.take_body()).collect().await.unwrap().to_vec();
            let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            if let Some(call) = state.lock().unwrap().calls.get_mut(place) {
                call.units = units(&body["ConsumedCapacity"]);
            }
            if matches!(fault, Fault::AnswerLost) {
                return Err(ConnectorError::io("the answer was lost".into()));
            }
            *response.body_mut() = SdkBody::from(bytes);
            Ok(response)
        })
    }
}

/// The units of one table or of several.
fn units(consumed: &Value) -> f64 {
    match consumed.as_array() {
        Some(tables) => tables.iter().map(units).sum(),
        None => consumed["CapacityUnits"].as_f64().unwrap_or_default(),
    }
}

/// A new table with everything around it.
pub struct Rig {
    /// The table under test
    pub table: Table,
    /// What it talks over
    pub wire: Wire,
    /// The same endpoint for the test's own questions
    pub client: Client,
    db: dynoxide::Database,
}

pub async fn rig() -> Rig {
    let db = dynoxide::Database::memory().unwrap();
    let definition = serde_json::from_str(include_str!("table.json")).unwrap();
    db.create_table(definition).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(dynoxide::server::serve_with_shutdown(listener, db.clone(), std::future::pending()));
    let inner = aws_smithy_http_client::Builder::new().build_http();
    let wire = Wire { inner, state: Arc::default() };
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(url)
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
        .http_client(wire.clone())
        .build();
    let client = Client::from_conf(config);
    let table = Table::new(client.clone(), "assent", Arc::new(SeededEntropy::new(1)));
    Rig { table, wire, client, db }
}

impl Rig {
    /// Everything in the stream, as a Lambda would get it.
    pub fn records(&self) -> Vec<EventRecord> {
        let ask = |value: Value| value;
        let streams = self.db.list_streams(serde_json::from_value(ask(json!({}))).unwrap()).unwrap();
        let arn = &streams.streams[0].stream_arn;
        let stream = json!({ "StreamArn": arn });
        let stream = self.db.describe_stream(serde_json::from_value(stream).unwrap()).unwrap();
        let mut records = Vec::new();
        for shard in stream.stream_description.shards {
            let at = json!({
                "StreamArn": arn, "ShardId": shard.shard_id, "ShardIteratorType": "TRIM_HORIZON",
            });
            let at = self.db.get_shard_iterator(serde_json::from_value(at).unwrap()).unwrap();
            let page = json!({ "ShardIterator": at.shard_iterator });
            let page = self.db.get_records(serde_json::from_value(page).unwrap()).unwrap();
            for record in page.records {
                let mut record = serde_json::to_value(record).unwrap();
                record["eventSourceARN"] = json!(arn);
                records.push(serde_json::from_value(record).unwrap());
            }
        }
        records
    }
}
