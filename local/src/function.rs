//! A function of the template, called in this process exactly as the Lambda runtime calls it.

use lambda_http::{Body, Request, Response};
use lambda_runtime::{Context, LambdaEvent};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Why a call gave no answer. Words for the operator, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum FunctionError {
    /// The handler gave an error.
    #[error("{0}")]
    Failed(String),
    /// The event is not of the kind the handler takes.
    #[error("the event does not fit: {0}")]
    Event(serde_json::Error),
    /// The handler panicked.
    #[error("the handler panicked")]
    Panicked,
    /// The handler took longer than the template allows.
    #[error("timed out")]
    TimedOut,
    /// The process of the function cannot be reached.
    #[error("nobody answers")]
    Unreachable,
    /// The template names a folder that nothing answers for.
    #[error("no function for {0}")]
    Unknown(String),
}

/// The answer of a call, while it runs.
pub type Call<'a> = Pin<Box<dyn Future<Output = Result<Value, FunctionError>> + Send + 'a>>;

/// A function of the template: Lambda event JSON in, answer JSON out.
pub trait Function: Send + Sync {
    /// One invocation.
    fn invoke(&self, event: Value) -> Call<'_>;
}

/// The functions by folder name, e.g. `create-claim`.
pub type Functions = BTreeMap<String, Arc<dyn Function>>;

/// The context of one invocation, as far as a function looks at it; its id has the shape of Lambda's.
fn invocation() -> Context {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut context = Context::default();
    context.request_id = format!("00000000-0000-4000-8000-{:012}", COUNT.fetch_add(1, Ordering::Relaxed));
    context
}

struct Plain<F, E>(F, PhantomData<fn(E)>);

/// A handler of any other event, as `lambda_runtime::run` takes it.
pub fn event<E, R, F, Fut>(handler: F) -> Arc<dyn Function>
where
    E: DeserializeOwned + Send + 'static,
    R: Serialize + 'static,
    F: Fn(LambdaEvent<E>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, lambda_runtime::Error>> + Send + 'static,
{
    Arc::new(Plain(handler, PhantomData))
}

impl<E, R, F, Fut> Function for Plain<F, E>
where
    E: DeserializeOwned + Send + 'static,
    R: Serialize + 'static,
    F: Fn(LambdaEvent<E>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, lambda_runtime::Error>> + Send + 'static,
{
    fn invoke(&self, event: Value) -> Call<'_> {
        Box::pin(async move {
            let event: E = serde_json::from_value(event).map_err(FunctionError::Event)?;
            let answer = (self.0)(LambdaEvent::new(event, invocation())).await;
            let answer = answer.map_err(|e| FunctionError::Failed(e.to_string()))?;
            serde_json::to_value(answer).map_err(|e| FunctionError::Failed(e.to_string()))
        })
    }
}

/// An HTTP handler, called as `web::serve` calls it.
pub fn http<F, Fut>(handler: F) -> Arc<dyn Function>
where
    F: Fn(Request) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response<Body>> + Send + 'static,
{
    event(move |event| web::invoke(handler.clone(), event))
}

/// Wakes whoever waits for something to do: rung after every call, every object and every mail.
#[derive(Debug, Clone)]
pub struct Bell(tokio::sync::watch::Sender<u64>);

impl Default for Bell {
    fn default() -> Self {
        Self(tokio::sync::watch::Sender::new(0))
    }
}

impl Bell {
    /// There may be something to do.
    pub fn ring(&self) {
        self.0.send_modify(|rung| *rung = rung.wrapping_add(1));
    }

    /// An ear: what is rung before it listens again is not lost.
    #[must_use]
    pub fn listen(&self) -> tokio::sync::watch::Receiver<u64> {
        self.0.subscribe()
    }
}

/// A function and the time the template gives it.
type Timed = (Arc<dyn Function>, Duration);

/// Calls functions by folder, each in a task of its own: a panic or a client that hangs up stays outside.
#[derive(Clone)]
pub struct Invoker {
    functions: Arc<BTreeMap<String, Timed>>,
    bell: Bell,
}

impl Invoker {
    /// `timeouts` come from the template; the bell is rung after every call.
    #[must_use]
    pub fn new(functions: Functions, timeouts: &BTreeMap<String, Duration>, bell: Bell) -> Self {
        let with_timeout = |(folder, function): (String, _)| {
            let timeout = timeouts.get(&folder).copied().unwrap_or(Duration::from_secs(3));
            (folder, (function, timeout))
        };
        Self { functions: Arc::new(functions.into_iter().map(with_timeout).collect()), bell }
    }

    /// Whether there is a function for this folder.
    #[must_use]
    pub fn knows(&self, folder: &str) -> bool {
        self.functions.contains_key(folder)
    }

    /// One invocation.
    ///
    /// # Errors
    /// Every way of not answering; it is logged here, once, without the event.
    pub async fn invoke(&self, folder: &str, event: Value) -> Result<Value, FunctionError> {
        let result = match self.functions.get(folder) {
            None => Err(FunctionError::Unknown(folder.to_owned())),
            Some((function, timeout)) => {
                let (function, timeout) = (function.clone(), *timeout);
                let call = async move { tokio::time::timeout(timeout, function.invoke(event)).await };
                match tokio::spawn(call).await {
                    Ok(Ok(answer)) => answer,
                    Ok(Err(_)) => Err(FunctionError::TimedOut),
                    Err(_) => Err(FunctionError::Panicked),
                }
            }
        };
        self.bell.ring();
        match &result {
            Ok(_) => {}
            // What does not fit is quoted in the error, and may be a name or an address.
            Err(FunctionError::Event(_)) => tracing::error!(function = folder, "function.event_refused"),
            Err(error) => tracing::error!(function = folder, %error, "function.failed"),
        }
        result
    }
}
