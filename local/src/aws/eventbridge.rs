//! EventBridge: `PutEvents`, and the events that were published.

use crate::data;
use app::{Clock, Entropy};
use axum::{Router, body::Bytes, extract::State, response::IntoResponse, routing::post};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// Events kept; the oldest go first.
const KEPT: usize = 10_000;

/// An event on a bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// Its id.
    pub id: String,
    /// The bus, by name.
    pub bus: String,
    /// Who published it.
    pub source: String,
    /// What happened.
    pub detail_type: String,
    /// The event itself.
    pub detail: Value,
    /// When: what the publisher says, else the domain's clock.
    pub time: String,
}

/// The buses.
#[derive(Clone)]
pub struct Buses(Arc<Shared>);

struct Shared {
    file: PathBuf,
    events: Mutex<Vec<Published>>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
    event_bus_name: Option<String>,
    time: Option<Value>,
}

impl Buses {
    /// Opens the file of events.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(file: PathBuf, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> io::Result<Self> {
        let mut events: Vec<Published> = data::lines(&file)?;
        if events.len() > KEPT {
            events.drain(..events.len() - KEPT);
            fs::remove_file(&file)?;
            for event in &events {
                data::append(&file, event)?;
            }
        }
        Ok(Self(Arc::new(Shared { file, events: Mutex::new(events), clock, entropy })))
    }

    /// The events published, oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<Published> {
        self.0.events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Throws them away.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn clear(&self) -> io::Result<()> {
        self.0.events.lock().unwrap_or_else(PoisonError::into_inner).clear();
        match fs::remove_file(&self.0.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The endpoint.
    pub fn router(self) -> Router {
        Router::new().route("/", post(call)).with_state(self)
    }

    fn publish(&self, entry: Entry) -> Result<String, (&'static str, &'static str)> {
        let required = |field: Option<String>, message| {
            field.filter(|text| !text.is_empty()).ok_or(("InvalidArgument", message))
        };
        let source = required(entry.source, "Parameter Source is not valid.")?;
        let detail_type = required(entry.detail_type, "Parameter DetailType is not valid.")?;
        let detail = required(entry.detail, "Parameter Detail is not valid.")?;
        let detail: Value =
            serde_json::from_str(&detail).map_err(|_| ("MalformedDetail", "Detail is malformed."))?;
        let given = entry.time.as_ref().and_then(Value::as_f64);
        let given = given.and_then(|s| jiff::Timestamp::from_millisecond((s * 1000.0) as i64).ok());
        let bytes = self.0.entropy.bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let id = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        let bus = entry.event_bus_name.unwrap_or_else(|| "default".into());
        let bus = bus.rsplit('/').next().unwrap_or_default().to_owned();
        let time = given.unwrap_or_else(|| self.0.clock.now()).to_string();
        let event = Published { id: id.clone(), bus, source, detail_type, detail, time };
        let mut events = self.0.events.lock().unwrap_or_else(PoisonError::into_inner);
        data::append(&self.0.file, &event).map_err(|error| {
            tracing::error!(%error, "events.failed");
            ("InternalFailure", "The event could not be kept.")
        })?;
        if events.len() >= KEPT {
            events.remove(0);
        }
        events.push(event);
        Ok(id)
    }
}

async fn call(State(buses): State<Buses>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let target = headers.get("x-amz-target").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let refused =
        |code: &str, message: &str| (StatusCode::BAD_REQUEST, json!({ "__type": code, "message": message }));
    let (status, answer) = if target != "AWSEvents.PutEvents" {
        refused("UnknownOperationException", "Only PutEvents is served here.")
    } else {
        match serde_json::from_slice::<PutEvents>(&body) {
            Err(_) => refused("SerializationException", "The request is malformed."),
            Ok(put) if put.entries.is_empty() || put.entries.len() > 10 => {
                refused("ValidationException", "1 to 10 entries are expected.")
            }
            Ok(put) => {
                let (mut failed, mut entries) = (0, Vec::new());
                for entry in put.entries {
                    entries.push(match buses.publish(entry) {
                        Ok(id) => json!({ "EventId": id }),
                        Err((code, message)) => {
                            failed += 1;
                            json!({ "ErrorCode": code, "ErrorMessage": message })
                        }
                    });
                }
                (StatusCode::OK, json!({ "FailedEntryCount": failed, "Entries": entries }))
            }
        }
    };
    (status, [(header::CONTENT_TYPE, "application/x-amz-json-1.1")], answer.to_string())
}
