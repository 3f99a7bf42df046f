//! The functions behind their gateway, on a table of their own: a request in, its answer and its cost out.

use crate::wire::{Cost, Wire};
use axum::body::Body;
use dynoxide::Database;
use jiff::Timestamp;
use local::{
    Endpoints, Wiring,
    aws::dynamodb,
    clock::SystemEntropy,
    data::{DataFolder, Keys},
    dev::personas::Persona,
    function::{Bell, Invoker},
    functions,
    gateway::{
        Gateway,
        jwt::{self, Tokens},
    },
    template::{Overrides, Template},
};
use runtime::Clients;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use testkit::FixedClock;

/// A function may take as long as it needs: it is not timed.
const PATIENCE: Duration = Duration::from_secs(3600);
/// What the schedule sends.
const TICK: &str = include_str!("../../events/sweep-deadlines/tick.json");

/// Somebody the local system knows.
///
/// # Panics
/// Nobody has this id.
pub(crate) fn persona(id: &str) -> Persona {
    Persona::named(id).unwrap_or_else(|| panic!("who is {id}?"))
}

/// A system without pumps: nothing happens in it but what is asked for.
pub(crate) struct Desk {
    gateway: Gateway,
    invoker: Invoker,
    tokens: Tokens,
    wire: Wire,
    /// The table's database.
    pub(crate) database: Database,
    /// The table's name.
    pub(crate) table: String,
    _folder: DataFolder,
}

/// A page of a list.
pub(crate) struct Page {
    /// Its rows.
    pub(crate) rows: usize,
    /// Where the next one begins.
    pub(crate) next: Option<String>,
    /// What it cost.
    pub(crate) cost: Cost,
}

impl Desk {
    /// An empty table, at this instant.
    pub(crate) async fn start(now: Timestamp) -> Self {
        static DESKS: AtomicU64 = AtomicU64::new(0);
        let number = DESKS.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("assent-bench-{}-{number}", process::id()));
        let folder = DataFolder::take(root, true).expect("a folder for the table");
        let keys = Keys::of(&folder, &SystemEntropy).expect("keys");
        let overrides = [("LINK_KEYS", &keys.link_keys), ("RECEIPT_KEYS", &keys.receipt_keys)];
        let overrides: Overrides = overrides.map(|(name, key)| (name.to_owned(), key.clone())).into();
        let template = local::Options::default().template;
        let template = Template::parse(&template, &overrides).expect("the template");
        let database = dynamodb::open(&folder.path("table.sqlite"), false).expect("a database");
        // Nothing of it is kept.
        database.enable_bulk_loading().expect("a database");
        dynamodb::create(&database, &template.tables).expect("the table");
        let wire = Wire::new(database.clone());
        let functions = functions::with(&clients(&wire), &wiring(&template, now)).expect("functions");
        let timeouts = functions.keys().map(|folder| (folder.clone(), PATIENCE)).collect();
        let invoker = Invoker::new(functions, &timeouts, Bell::default());
        let tokens = Tokens::new(&jwt::new_key().expect("a key")).expect("a key");
        let entropy = Arc::new(SystemEntropy);
        let gateway = Gateway::new(&template, tokens.clone(), invoker.clone(), entropy, Arc::default());
        let table = template.tables[0].name.clone();
        Self { gateway, invoker, tokens, wire, database, table, _folder: folder }
    }

    /// A page, as somebody reads it.
    ///
    /// # Panics
    /// There is none at this address.
    pub(crate) async fn page(&self, who: Persona, path: &str) -> Page {
        let token = who.token(&self.tokens).expect("a token");
        let request = http::Request::get(path).header("authorization", format!("Bearer {token}"));
        self.wire.take();
        let answer = self.gateway.handle(request.body(Body::empty()).expect("a request")).await;
        let cost = self.wire.take();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&body));
        let page: Value = serde_json::from_slice(&body).expect("JSON");
        let rows = page["items"].as_array().map_or(0, Vec::len);
        Page { rows, next: page["next"].as_str().map(Into::into), cost }
    }

    /// A tick of the schedule: what the sweep says it did, and what that cost.
    pub(crate) async fn tick(&self) -> (Value, Cost) {
        let tick = serde_json::from_str(TICK).expect("JSON");
        self.wire.take();
        let swept = self.invoker.invoke("sweep-deadlines", tick).await.expect("a sweep");
        (swept, self.wire.take())
    }
}

/// Clients as the functions have them, over this wire.
pub(crate) fn clients(wire: &Wire) -> Clients {
    let endpoints = Endpoints { dynamodb: "http://table.invalid".into(), ..Endpoints::default() };
    let variables = endpoints.variables();
    let sdk = runtime::aws::sdk(|name| variables.get(name).cloned()).expect("a configuration");
    Clients::new(sdk.into_builder().http_client(wire.clone()).build())
}

fn wiring(template: &Template, now: Timestamp) -> Wiring {
    let environments: BTreeMap<_, _> =
        template.functions.values().map(|block| (block.folder.clone(), block.environment.clone())).collect();
    let (clock, entropy) = (Arc::new(FixedClock::at(now)), Arc::new(SystemEntropy));
    Wiring { endpoints: Endpoints::default(), environments, clock, entropy }
}
