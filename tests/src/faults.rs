//! What goes wrong between the SDK and a service: faults F1 to F8 of the quality goals, inside the SDK's HTTP
//! client, by a plan that a seed repeats.

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
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::task::JoinHandle;

/// The longest a request is under way that nobody waits for any more.
const LATEST: u64 = 12_000;
/// A caller that has not given up by now is told that there was no answer in time.
const PATIENCE: Duration = Duration::from_secs(30);

/// The same numbers for the same seed, on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number of it (splitmix64).
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.draw() % end.max(1) as u64) as usize
    }

    /// One of these.
    ///
    /// # Panics
    /// There are none.
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// F1: it is throttled and has no effect.
    Throttled,
    /// F2: 500 or 503, without effect.
    Failing,
    /// F3: it has its effect, and the answer is lost.
    AnswerLost,
    /// F4: there is no answer in time, and it has its effect later.
    Late,
    /// F5: the connection is reset before it is sent.
    Reset,
    /// F6: others write the same rows; it has no effect. Only writes.
    Conflict,
    /// F7: the same transaction is said to be under way. Only transactions.
    InProgress,
    /// F8: it arrives twice, and the second answer is the one that is heard.
    Twice,
}

impl Fault {
    /// All of them, in the order of their ids.
    pub const ALL: [Self; 8] = [
        Self::Throttled,
        Self::Failing,
        Self::AnswerLost,
        Self::Late,
        Self::Reset,
        Self::Conflict,
        Self::InProgress,
        Self::Twice,
    ];

    fn befalls(self, operation: &str) -> bool {
        match self {
            Self::Throttled | Self::Failing | Self::AnswerLost | Self::Late | Self::Reset | Self::Twice => {
                true
            }
            Self::Conflict => writes(operation),
            Self::InProgress => operation == TRANSACTION,
        }
    }
}

const TRANSACTION: &str = "TransactWriteItems";

fn writes(operation: &str) -> bool {
    matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem" | TRANSACTION)
}

/// Which faults there are, how often, and for how long.
#[derive(Debug, Clone)]
pub struct Plan {
    random: Random,
    per_mille: [usize; Fault::ALL.len()],
    left: usize,
    writes_only: bool,
}

impl Plan {
    /// Every fault as often: `per_mille` of a thousand requests each.
    #[must_use]
    pub fn all(seed: u64, per_mille: usize) -> Self {
        let per_mille = [per_mille; Fault::ALL.len()];
        Self { random: Random::new(seed), per_mille, left: usize::MAX, writes_only: false }
    }

    /// This fault only, whenever it is possible.
    #[must_use]
    pub fn always(seed: u64, fault: Fault) -> Self {
        let mut plan = Self::all(seed, 0);
        plan.per_mille[fault as usize] = 1000;
        plan
    }

    /// No more than so many.
    #[must_use]
    pub fn at_most(self, faults: usize) -> Self {
        Self { left: faults, ..self }
    }

    /// Reads are spared.
    #[must_use]
    pub fn on_writes(self) -> Self {
        Self { writes_only: true, ..self }
    }

    /// What is to happen to the next request, and a number for its details. Two numbers are drawn for every
    /// request, whatever it is, so that one request more or less of some kind shifts nothing else.
    fn next(&mut self, operation: &str) -> Option<(Fault, u64)> {
        let (mut place, detail) = (self.random.below(1000), self.random.draw());
        let fault = Fault::ALL.into_iter().zip(self.per_mille).find_map(|(fault, share)| {
            let hit = place < share;
            place = place.wrapping_sub(share);
            hit.then_some(fault)
        })?;
        if self.left == 0 || !fault.befalls(operation) || (self.writes_only && !writes(operation)) {
            return None;
        }
        self.left -= 1;
        Some((fault, detail))
    }
}

/// A fault that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Number of the request since the plan began, from 1.
    pub request: usize,
    /// `PutItem`, `TransactWriteItems` …
    pub operation: String,
    /// What happened to it.
    pub fault: Fault,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: F{} {:?}", self.request, self.operation, self.fault as usize + 1, self.fault)
    }
}

#[derive(Debug, Default)]
struct State {
    plan: Option<Plan>,
    requests: usize,
    made: Vec<Made>,
    late: Vec<JoinHandle<()>>,
}

/// An HTTP client of the SDK through which things go wrong. Clones share the plan.
#[derive(Debug, Clone)]
pub struct Faults {
    client: SharedHttpClient,
    state: Arc<Mutex<State>>,
}

impl Faults {
    /// Nothing goes wrong yet.
    #[must_use]
    pub fn around(client: impl HttpClient + 'static) -> Self {
        Self { client: SharedHttpClient::new(client), state: Arc::default() }
    }

    /// From now on this plan is followed, and the record is empty.
    pub fn begin(&self, plan: Plan) {
        let mut state = lock(&self.state);
        (state.plan, state.requests) = (Some(plan), 0);
        state.made.clear();
    }

    /// From now on nothing goes wrong. What is late still arrives.
    pub fn end(&self) {
        lock(&self.state).plan = None;
    }

    /// Every fault since the plan began.
    #[must_use]
    pub fn made(&self) -> Vec<Made> {
        lock(&self.state).made.clone()
    }

    /// Waits until everything that is late has arrived.
    pub async fn settled(&self) {
        let late = std::mem::take(&mut lock(&self.state).late);
        for request in late {
            drop(request.await);
        }
    }
}

impl HttpClient for Faults {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.client.http_connector(settings, components);
        SharedHttpConnector::new(Connector { inner, state: self.state.clone() })
    }
}

#[derive(Debug, Clone)]
struct Connector {
    inner: SharedHttpConnector,
    state: Arc<Mutex<State>>,
}

impl Connector {
    fn next(&self, operation: &str) -> Option<(Fault, u64)> {
        let mut state = lock(&self.state);
        state.requests += 1;
        let (fault, detail) = state.plan.as_mut()?.next(operation)?;
        let made = Made { request: state.requests, operation: operation.to_owned(), fault };
        state.made.push(made);
        Some((fault, detail))
    }

    /// Without anybody waiting for it.
    fn arrives_after(&self, delay: Duration, request: HttpRequest) {
        let inner = self.inner.clone();
        let late = tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            drop(inner.call(request).await);
        });
        let mut state = lock(&self.state);
        state.late.retain(|request| !request.is_finished());
        state.late.push(late);
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let Some((fault, detail)) = self.next(&operation) else { return self.inner.call(request) };
        let either = detail & 1 == 0;
        match fault {
            Fault::Throttled if either => refusal(400, "ProvisionedThroughputExceededException", None),
            Fault::Throttled => refusal(400, "ThrottlingException", None),
            Fault::Failing if either => refusal(500, "InternalServerError", None),
            Fault::Failing => refusal(503, "ServiceUnavailable", None),
            Fault::AnswerLost => {
                let sent = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    drop(sent.await);
                    Err(if either { reset() } else { timeout() })
                })
            }
            Fault::Late => {
                let (connector, delay) = (self.clone(), Duration::from_millis((detail >> 1) % LATEST));
                HttpConnectorFuture::new(async move {
                    connector.arrives_after(delay, sent(request).await?);
                    // A connection that times out, which is tried again, or one that stays silent until the
                    // operation as a whole is given up.
                    if either {
                        tokio::time::sleep(PATIENCE).await;
                    }
                    Err(timeout())
                })
            }
            Fault::Reset => HttpConnectorFuture::ready(Err(reset())),
            Fault::Conflict if operation == TRANSACTION => {
                let reasons = conflict_in_one_of(actions(&request), detail);
                refusal(400, "TransactionCanceledException", Some(reasons))
            }
            Fault::Conflict => refusal(400, "TransactionConflictException", None),
            Fault::InProgress => refusal(400, "TransactionInProgressException", None),
            Fault::Twice => {
                let inner = self.inner.clone();
                HttpConnectorFuture::new(async move {
                    if let Some(first) = request.try_clone() {
                        drop(inner.call(first).await);
                    }
                    inner.call(request).await
                })
            }
        }
    }
}

/// The request when all of it has left. The SDK watches its body go, and gives up one that does not.
async fn sent(mut request: HttpRequest) -> Result<HttpRequest, ConnectorError> {
    let body = ByteStream::new(request.take_body()).collect().await;
    *request.body_mut() = body.map_err(|fault| ConnectorError::io(fault.into()))?.into_bytes().into();
    Ok(request)
}

/// How many rows a transaction is about.
fn actions(request: &HttpRequest) -> usize {
    let body: Option<Value> = serde_json::from_slice(request.body().bytes().unwrap_or_default()).ok();
    body.and_then(|body| Some(body["TransactItems"].as_array()?.len())).unwrap_or(1)
}

fn conflict_in_one_of(actions: usize, detail: u64) -> Value {
    let place = Random::new(detail).below(actions);
    let reason = |action| json!({ "Code": if action == place { "TransactionConflict" } else { "None" } });
    (0..actions).map(reason).collect()
}

/// An error of the service, in the form of the JSON 1.0 protocol.
fn refusal(status: u16, code: &str, reasons: Option<Value>) -> HttpConnectorFuture {
    let mut body =
        json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "told to be" });
    if let Some(reasons) = reasons {
        body["CancellationReasons"] = reasons;
    }
    let status = StatusCode::try_from(status).map_err(|fault| ConnectorError::other(fault.into(), None));
    HttpConnectorFuture::ready(status.map(|status| {
        let mut response = HttpResponse::new(status, SdkBody::from(body.to_string()));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        response
    }))
}

fn reset() -> ConnectorError {
    ConnectorError::io("connection reset".into())
}

fn timeout() -> ConnectorError {
    ConnectorError::timeout("no answer in time".into())
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
