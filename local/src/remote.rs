//! Functions in processes of their own, called as Lambda's Invoke API is: `cargo lambda watch` serves it, and so do
//! emulators of AWS.

use crate::{
    function::{Call, Function, FunctionError, Functions},
    options::{StartError, Wire, Wiring, wire},
};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Between two attempts to reach somebody who has not begun yet.
const PAUSE: Duration = Duration::from_millis(500);
/// How an answer says that it is an error of the function.
const FAULT: &str = "x-amz-function-error";

type Http = Client<HttpConnector, Full<Bytes>>;

/// Calls every function of the template at `url`. `told` gets the variables that the processes need, before any
/// is called. Waits until all of them answer: the first call of each may be what builds it.
pub fn remote(url: &str, told: fn(&BTreeMap<String, String>)) -> Wire {
    let url = url.trim_end_matches('/').to_owned();
    wire(move |wiring| begin(url.clone(), wiring, told))
}

async fn begin(
    url: String,
    wiring: Wiring,
    told: fn(&BTreeMap<String, String>),
) -> Result<Functions, StartError> {
    told(&wiring.endpoints.variables_of(wiring.environments.values()));
    let http = Client::builder(TokioExecutor::new()).build_http();
    let mut functions = Functions::new();
    let mut awaited = JoinSet::new();
    for folder in wiring.environments.into_keys() {
        let url = format!("{url}/2015-03-31/functions/{folder}/invocations");
        let function = Arc::new(Remote { http: http.clone(), url });
        functions.insert(folder, function.clone());
        awaited.spawn(async move { function.awaited().await });
    }
    for there in 0..functions.len() {
        eprintln!("waiting for the functions at {url}: {there} of {} are there", functions.len());
        awaited.join_next().await;
    }
    Ok(functions)
}

struct Remote {
    http: Http,
    url: String,
}

impl Remote {
    /// Until it answers, if only that it cannot take an event with nothing in it.
    async fn awaited(&self) {
        while let Err(FunctionError::Unreachable) = self.call(&json!({})).await {
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn call(&self, event: &Value) -> Result<Value, FunctionError> {
        let body = serde_json::to_vec(event).map_err(FunctionError::Event)?;
        let request = Request::post(&self.url).header("content-type", "application/json");
        let request = request.body(body.into()).map_err(|fault| FunctionError::Failed(fault.to_string()))?;
        let answer = self.http.request(request).await.map_err(|_| FunctionError::Unreachable)?;
        let good = answer.status().is_success() && !answer.headers().contains_key(FAULT);
        let body = answer.into_body().collect().await.map_err(|_| FunctionError::Unreachable)?.to_bytes();
        match serde_json::from_slice(&body) {
            Ok(answer) if good => Ok(answer),
            // What an error quotes may be somebody's: the process has logged it.
            Ok(_) | Err(_) => Err(FunctionError::Failed("the function answers with an error".into())),
        }
    }
}

impl Function for Remote {
    fn invoke(&self, event: Value) -> Call<'_> {
        Box::pin(async move { self.call(&event).await })
    }
}
