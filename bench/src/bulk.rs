//! Many rows at once, as the store writes them: what it sends is kept, and written with one transaction of the
//! emulator for thousands of rows.

use crate::desk::Desk;
use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::{HttpRequest, HttpResponse},
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use dynoxide::{ImportOptions, Item};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use store::Table;
use testkit::SeededEntropy;

/// Rows of one transaction.
const ROWS: usize = 10_000;

/// What was sent and is not written.
#[derive(Debug, Default)]
struct Kept {
    rows: Vec<Item>,
    updates: Vec<Value>,
}

#[derive(Debug, Clone, Default)]
struct Keeper(Arc<Mutex<Kept>>);

/// A table that is filled without anybody else looking.
pub(crate) struct Bulk<'a> {
    /// The store, which believes that every condition holds
    pub(crate) store: Table,
    keeper: Keeper,
    desk: &'a Desk,
}

impl<'a> Bulk<'a> {
    pub(crate) fn into(desk: &'a Desk) -> Self {
        let keeper = Keeper::default();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static(local::aws::REGION))
            .credentials_provider(Credentials::new("bench", "bench", None, None, "bench"))
            .endpoint_url("http://table.invalid")
            .http_client(keeper.clone());
        let entropy = Arc::new(SeededEntropy::new(1));
        let store = Table::new(Client::from_conf(config.build()), &desk.table, entropy);
        Self { store, keeper, desk }
    }

    /// Writes what there is when it is worth it.
    pub(crate) fn goes_on(&self) {
        if self.keeper.kept(|kept| kept.rows.len()) >= ROWS {
            self.ends();
        }
    }

    /// Writes the rest.
    pub(crate) fn ends(&self) {
        let Kept { rows, updates } = self.keeper.kept(std::mem::take);
        let options = ImportOptions { record_streams: false, set_cached_at: false };
        self.desk.database.import_items(&self.desk.table, rows, options).expect("rows that fit");
        for update in updates {
            let update = serde_json::from_value(update).expect("an update");
            self.desk.database.update_item(update).expect("an update that fits");
        }
    }
}

impl Keeper {
    fn kept<T>(&self, of: impl FnOnce(&mut Kept) -> T) -> T {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// An update with a condition is one of a customer's holders, and customers come with theirs.
    fn keep(&self, mut request: Value) {
        let transaction = request["TransactItems"].as_array_mut().map(std::mem::take);
        let actions = transaction.unwrap_or_else(|| vec![json!({ "Put": request })]);
        for mut action in actions {
            if action["Put"].is_object() {
                let row = serde_json::from_value(action["Put"]["Item"].take()).expect("a row");
                self.kept(|kept| kept.rows.push(row));
            } else if action["Update"].is_object() && action["Update"]["ConditionExpression"].is_null() {
                self.kept(|kept| kept.updates.push(action["Update"].take()));
            }
        }
    }
}

impl HttpClient for Keeper {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Keeper {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().unwrap_or_default();
        self.keep(serde_json::from_slice(body).expect("the SDK sends JSON"));
        let done = StatusCode::try_from(200_u16).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(done, SdkBody::from("{}"))))
    }
}
