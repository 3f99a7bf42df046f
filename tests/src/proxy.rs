//! What stands between the functions and the table: it counts calls, and it can lose answers.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo},
};
use local::{Functions, Options, Wiring};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

/// Calls that write.
const WRITES: [&str; 5] = ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"];

/// What a query of the rules asks for.
const RULES: &[u8] = b"\"CATALOGUE\"";

/// Which answers to writes are lost, after the write has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loses {
    /// None.
    Nothing,
    /// That of every first attempt of the SDK; its retries come through.
    FirstAttempts,
    /// Every one: also all retries.
    Everything,
}

/// Calls of a function to the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calls {
    /// Operations that read, in order.
    pub reads: Vec<String>,
    /// Operations that write, in order.
    pub writes: Vec<String>,
    /// Answers that were lost.
    pub lost: usize,
}

#[derive(Debug)]
struct Shared {
    rules: AtomicUsize,
    calls: Mutex<Calls>,
    loses: Mutex<Loses>,
    delay: Mutex<Duration>,
    under_way: AtomicUsize,
    most: AtomicUsize,
}

/// A proxy in front of the table, for one function.
#[derive(Debug, Clone)]
pub struct Proxy {
    shared: Arc<Shared>,
    url: String,
}

impl Proxy {
    async fn start(endpoint: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let shared = Arc::new(Shared {
            rules: AtomicUsize::new(0),
            calls: Mutex::default(),
            loses: Mutex::new(Loses::Nothing),
            delay: Mutex::default(),
            under_way: AtomicUsize::default(),
            most: AtomicUsize::default(),
        });
        let (endpoint, at) = (endpoint.to_owned(), shared.clone());
        tokio::spawn(async move {
            let client = Client::builder(TokioExecutor::new()).build_http();
            while let Ok((stream, _)) = listener.accept().await {
                let (client, endpoint, at) = (client.clone(), endpoint.clone(), at.clone());
                tokio::spawn(async move {
                    let service = service_fn(|request| at.pass(&client, &endpoint, request));
                    // A lost answer ends the connection, which is what the SDK shall see.
                    drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
                });
            }
        });
        Self { shared, url }
    }

    /// From now on it loses these.
    pub fn loses(&self, what: Loses) {
        *self.shared.loses.lock().unwrap_or_else(PoisonError::into_inner) = what;
    }

    /// How often the rules were read; those are no reads of a command.
    #[must_use]
    pub fn rules_read(&self) -> usize {
        self.shared.rules.load(Ordering::Relaxed)
    }

    /// From now on every call takes this much longer.
    pub fn delays(&self, delay: Duration) {
        *self.shared.delay.lock().unwrap_or_else(PoisonError::into_inner) = delay;
    }

    /// How many calls were under way at the same time since it was asked last.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.shared.most.swap(0, Ordering::SeqCst)
    }

    /// The calls since it was asked last.
    #[must_use]
    pub fn take(&self) -> Calls {
        std::mem::take(&mut *self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shared {
    async fn pass(
        &self,
        client: &Client<HttpConnector, Full<Bytes>>,
        endpoint: &str,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, &'static str> {
        let text = |name: &str| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let operation = text("x-amz-target").rsplit('.').next().unwrap_or_default().to_owned();
        let first = text("amz-sdk-request").contains("attempt=1");
        let (mut head, body) = request.into_parts();
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        head.uri = format!("{endpoint}{path}").parse().map_err(|_| "no address")?;
        let body = body.collect().await.map_err(|_| "no body")?.to_bytes();
        let rules = body.windows(RULES.len()).any(|part| part == RULES);
        let request = Request::from_parts(head, Full::new(body));
        self.most.fetch_max(self.under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let delay = *self.delay.lock().unwrap_or_else(PoisonError::into_inner);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        let (head, body) = client.request(request).await.map_err(|_| "no answer")?.into_parts();
        let body = body.collect().await.map_err(|_| "no whole answer")?.to_bytes();
        let writes = WRITES.contains(&operation.as_str());
        let loses = *self.loses.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = writes
            && match loses {
                Loses::Nothing => false,
                Loses::FirstAttempts => first,
                Loses::Everything => true,
            };
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if rules && !writes {
            self.rules.fetch_add(1, Ordering::Relaxed);
        } else if writes {
            calls.writes.push(operation)
        } else {
            calls.reads.push(operation)
        };
        if lost {
            calls.lost += 1;
            return Err("lost");
        }
        Ok(Response::from_parts(head, Full::new(body)))
    }
}

/// A proxy per function, by folder.
pub type Proxies = BTreeMap<String, Proxy>;

/// A system each of whose functions speaks to the table through a proxy of its own.
#[must_use]
pub fn proxied() -> (Options, Arc<Mutex<Proxies>>) {
    let proxies: Arc<Mutex<Proxies>> = Arc::default();
    let kept = proxies.clone();
    let wire = local::wire(move |wiring: Wiring| {
        let kept = kept.clone();
        async move {
            let mut functions = Functions::new();
            for folder in wiring.environments.keys() {
                let proxy = Proxy::start(&wiring.endpoints.dynamodb).await;
                let mut own = wiring.clone();
                own.endpoints.dynamodb.clone_from(&proxy.url);
                let mut built = local::functions::all(own).await?;
                functions.extend(built.remove(folder).map(|function| (folder.clone(), function)));
                kept.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.clone(), proxy);
            }
            Ok(functions)
        }
    });
    (Options { wire, ..Options::default() }, proxies)
}
