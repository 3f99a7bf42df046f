//! The table's endpoint as an HTTP client of the SDK: the emulator without a socket, and what it was asked.

use aws_smithy_runtime_api::{
    client::{
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::{HttpRequest, HttpResponse},
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use serde_json::{Value, json};
use std::{
    fmt,
    ops::AddAssign,
    sync::{Arc, Mutex, PoisonError},
};

/// What requests to the table cost, as the service bills it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Requests.
    pub requests: u64,
    /// Items that were looked at, shown or not, and those that were asked for and are not there.
    pub items: u64,
    /// Units of capacity, read or written; those of writes with the indexes.
    pub units: f64,
}

impl Cost {
    /// How many times the other one it is, in what differs most.
    #[must_use]
    pub fn over(&self, other: &Self) -> f64 {
        let parts = |cost: &Self| [cost.requests as f64, cost.items as f64, cost.units];
        let ratios = parts(self).into_iter().zip(parts(other)).filter(|(one, two)| one != two);
        let ratios = ratios.map(|(one, two)| one / two);
        ratios.max_by(|one, two| (one - 1.0).abs().total_cmp(&(two - 1.0).abs())).unwrap_or(1.0)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} / {:.1}", self.requests, self.items, self.units)
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.requests += other.requests;
        self.items += other.items;
        self.units += other.units;
    }
}

/// A request to the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// `PutItem`, `BatchGetItem` …
    pub operation: String,
    /// Units of capacity
    pub units: f64,
    /// Those of them that are the indexes'
    pub of_indexes: f64,
}

impl Asked {
    /// Whether it changes anything.
    #[must_use]
    pub fn writes(&self) -> bool {
        !["GetItem", "BatchGetItem", "Query"].contains(&self.operation.as_str())
    }
}

/// Between the SDK and a table in this process.
#[derive(Clone)]
pub struct Wire {
    database: Database,
    spent: Arc<Mutex<Cost>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl Wire {
    /// A wire to this database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database, spent: Arc::default(), asked: Arc::default() }
    }

    /// What was spent since it was asked last.
    pub fn take(&self) -> Cost {
        self.calls();
        std::mem::take(&mut *self.spent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What it was asked since then.
    pub fn calls(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn pass(&self, request: &HttpRequest) -> HttpResponse {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let body = request.body().bytes().unwrap_or_default();
        let mut body: Value = serde_json::from_slice(body).expect("the SDK sends JSON");
        body["ReturnConsumedCapacity"] = json!("INDEXES");
        // A function reads the rules once a minute, whatever it is asked.
        let of_rules = body["ExpressionAttributeValues"].to_string().contains("\"CATALOGUE\"");
        let asked = body["RequestItems"].as_object().map_or(0, |tables| {
            tables.values().filter_map(|table| table["Keys"].as_array()).map(Vec::len).sum()
        });
        let (status, answer) = match answer(&self.database, operation, body) {
            Ok(answer) => {
                let items = answer["ScannedCount"].as_u64().unwrap_or(asked as u64);
                let consumed = &answer["ConsumedCapacity"];
                let units = sum(consumed, "/CapacityUnits");
                let spent = Cost { requests: 1, items, units };
                if !of_rules {
                    let of_indexes = units - sum(consumed, "/Table/CapacityUnits");
                    let asked = Asked { operation: operation.into(), units, of_indexes };
                    self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
                    *self.spent.lock().unwrap_or_else(PoisonError::into_inner) += spent;
                }
                (200, answer.to_string())
            }
            Err(fault) => (fault.status_code(), fault.to_json()),
        };
        HttpResponse::new(StatusCode::try_from(status).expect("a status"), SdkBody::from(answer))
    }
}

impl HttpClient for Wire {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(self.pass(&request)))
    }
}

/// What the table answers to a request.
///
/// # Errors
/// The table refuses it.
///
/// # Panics
/// The product does not send this operation, or it is not of the expected form.
pub fn answer(database: &Database, operation: &str, body: Value) -> Result<Value, DynoxideError> {
    macro_rules! call {
        ($method:ident) => {
            serde_json::to_value(database.$method(serde_json::from_value(body).expect("a request"))?)
        };
    }
    let answer = match operation {
        "GetItem" => call!(get_item),
        "PutItem" => call!(put_item),
        "UpdateItem" => call!(update_item),
        "DeleteItem" => call!(delete_item),
        "Query" => call!(query),
        "BatchGetItem" => call!(batch_get_item),
        "BatchWriteItem" => call!(batch_write_item),
        "TransactWriteItems" => call!(transact_write_items),
        other => panic!("{other} is not served"),
    };
    Ok(answer.expect("answers are JSON"))
}

/// A figure of one table or of several.
fn sum(consumed: &Value, figure: &str) -> f64 {
    match consumed.as_array() {
        Some(tables) => tables.iter().map(|table| sum(table, figure)).sum(),
        None => consumed.pointer(figure).and_then(Value::as_f64).unwrap_or_default(),
    }
}
