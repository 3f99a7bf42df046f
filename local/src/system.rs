//! Starts everything, and stops it.

use crate::{
    aws::{
        Endpoints,
        dynamodb::{self, TableError},
        eventbridge::Buses,
        s3::{BucketError, Buckets},
        ses::{self, Outbox, OutboxError},
    },
    clock::{ClockError, MovableClock, SystemEntropy},
    data::{self, DataError, DataFolder, Keys},
    dev,
    function::{Bell, Functions, Invoker},
    gateway::{
        Gateway,
        jwt::{KeyError, Tokens},
    },
    pumps::{self, Pumps},
    seed,
    template::{Overrides, Template, TemplateError},
};
use app::{Clock, Entropy};
use base64::{Engine, engine::general_purpose::STANDARD};
use dynoxide::Database;
use std::{
    collections::BTreeMap, fs, future::Future, io, net::SocketAddr, path::PathBuf, pin::Pin, sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::{Notify, RwLock},
    task::JoinHandle,
};

/// What the functions are built from.
#[derive(Clone)]
pub struct Wiring {
    /// Where the services are; access key, secret and region are constants of [`crate::aws`].
    pub endpoints: Endpoints,
    /// The environment of every function by its folder, resolved from the template.
    pub environments: BTreeMap<String, BTreeMap<String, String>>,
    /// The domain's clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

/// Builds the functions.
pub type Wire = Arc<
    dyn Fn(Wiring) -> Pin<Box<dyn Future<Output = Result<Functions, StartError>> + Send>> + Send + Sync,
>;

/// An async function as a [`Wire`].
pub fn wire<F, Fut>(build: F) -> Wire
where
    F: Fn(Wiring) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Functions, StartError>> + Send + 'static,
{
    Arc::new(move |wiring| Box::pin(build(wiring)))
}

/// What a new data folder is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// Nothing.
    None,
    /// The demo data.
    Demo,
}

/// How to start.
#[derive(Clone)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where everything is kept; `None` keeps nothing beyond the end.
    pub data: Option<PathBuf>,
    /// What a new folder is filled with.
    pub seed: Seed,
    /// The text of `template.yaml`.
    pub template: String,
    /// Builds the functions.
    pub wire: Wire,
}

impl Default for Options {
    /// In memory, on a free port, empty, with the template and the functions of the product.
    fn default() -> Self {
        Self {
            port: 0,
            data: None,
            seed: Seed::None,
            template: include_str!("../../template.yaml").to_owned(),
            wire: wire(crate::functions::all),
        }
    }
}

/// Why it does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("port {0} of 127.0.0.1 is in use; choose another one with --port")]
    PortInUse(u16),
    /// No listener.
    #[error("cannot listen: {0}")]
    Listen(io::Error),
    /// The data folder.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The tables.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The buckets.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The outbox.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The clock.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The key of the tokens.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A small file.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A function cannot be built, or is missing.
    #[error("function {function}: {problem}")]
    Function {
        /// Its folder.
        function: String,
        /// What is wrong.
        problem: String,
    },
    /// The demo data.
    #[error("the demo data: {0}")]
    Seed(String),
}

/// Everything of a running system that pages and tests reach.
pub struct Core {
    /// `http://127.0.0.1:<port>`.
    pub base_url: String,
    /// Where the services are.
    pub endpoints: Endpoints,
    /// The template.
    pub template: Template,
    /// The tables.
    pub database: Database,
    /// The buckets.
    pub buckets: Buckets,
    /// The mails.
    pub outbox: Outbox,
    /// The events published.
    pub buses: Buses,
    /// The domain's clock.
    pub clock: Arc<MovableClock>,
    /// Gives out and checks tokens.
    pub tokens: Tokens,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    pumps: Arc<Pumps>,
    gate: Arc<RwLock<()>>,
    seed: Seed,
    folder: DataFolder,
}

impl Core {
    /// Waits until every effect owed so far has happened. `false` if it gave up after a minute.
    pub async fn drain(&self) -> bool {
        self.pumps.drain().await
    }

    /// Moves the clock forward, and runs what has become due with all it owes.
    ///
    /// # Errors
    /// `to` is in the past.
    pub async fn move_clock(&self, to: jiff::Timestamp) -> Result<(), ClockError> {
        self.clock.set(to)?;
        self.pumps.catch_up().await;
        Ok(())
    }

    /// Throws all data away and starts over with the same seed and the real time. Keys stay.
    ///
    /// # Errors
    /// Something cannot be removed.
    pub async fn reset(&self) -> Result<(), StartError> {
        {
            let _alone = self.gate.write().await;
            drop(fs::remove_file(self.folder.path(SEEDED)));
            dynamodb::recreate(&self.database, &self.template.tables)?;
            self.buckets.clear()?;
            self.outbox.clear()?;
            self.buses.clear()?;
            self.clock.reset()?;
            self.pumps.reset().await?;
        }
        self.fill().await
    }

    async fn fill(&self) -> Result<(), StartError> {
        let marker = self.folder.path(SEEDED);
        if data::read::<bool>(&marker)?.is_some() {
            return Ok(());
        }
        match self.seed {
            Seed::None => {}
            Seed::Demo => {
                seed::demo(seed::Seeding { base_url: &self.base_url, tokens: &self.tokens }).await?;
                self.drain().await;
            }
        }
        Ok(data::write(&marker, &true)?)
    }
}

/// Written when a folder has its seed: without it whatever is there is thrown away at the start.
const SEEDED: &str = "seeded.json";
const TABLES: &str = "table.sqlite";

/// A running system. It stops when it is dropped; [`System::stop`] waits for that.
pub struct System {
    core: Arc<Core>,
    stop: Arc<Notify>,
    servers: Vec<JoinHandle<()>>,
    pumps: Vec<JoinHandle<()>>,
}

impl System {
    /// Starts everything; when this returns it serves, and a new folder has its seed.
    ///
    /// # Errors
    /// Whatever is in the way.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let gateway_listener = listen(options.port).await?;
        let base_url = url(&gateway_listener)?;
        let services = Services::open(&options, &base_url, 0).await?;
        let Services { folder, keys, template, database, buckets, outbox, clock, entropy, bell, .. } =
            &services;
        let tokens = Tokens::new(&STANDARD.decode(&keys.token_key).map_err(|_| KeyError)?)?;
        let environments: BTreeMap<_, _> =
            template.functions.values().map(|f| (f.folder.clone(), f.environment.clone())).collect();
        let functions = (options.wire)(Wiring {
            endpoints: services.endpoints.clone(),
            environments,
            clock: clock.clone(),
            entropy: entropy.clone(),
        })
        .await?;
        let timeouts = template.functions.values().map(|f| (f.folder.clone(), f.timeout)).collect();
        let invoker = Invoker::new(functions, &timeouts, bell.clone());
        let gate = Arc::new(RwLock::new(()));
        let pumps = Arc::new(Pumps::new(&pumps::Parts {
            template,
            database,
            buckets,
            outbox,
            invoker: invoker.clone(),
            bell: bell.clone(),
            clock: clock.clone(),
            gate: gate.clone(),
            folder: folder.root(),
        })?);
        for bucket in &template.buckets {
            buckets.tell_again(&bucket.name)?;
        }
        let gateway = Gateway::new(template, tokens.clone(), invoker, entropy.clone(), gate.clone());
        let (stop, mut servers) = (services.stop.clone(), services.serve());
        let core = Arc::new(Core {
            base_url,
            endpoints: services.endpoints,
            template: services.template,
            database: services.database,
            buckets: services.buckets,
            outbox: services.outbox,
            buses: services.buses,
            clock: services.clock,
            tokens,
            entropy: services.entropy,
            pumps: pumps.clone(),
            gate,
            seed: options.seed,
            folder: services.folder,
        });
        servers.push(serve(gateway_listener, dev::router(core.clone(), Arc::new(gateway)), stop.clone()));
        let system = Self { core, stop, servers, pumps: pumps.start() };
        system.core.fill().await?;
        Ok(system)
    }

    /// Where the API and the pages are.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.core.base_url
    }

    /// Everything to reach.
    #[must_use]
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// Stops: requests that run are finished, no new ones are taken.
    pub async fn stop(mut self) {
        self.stop.notify_waiters();
        for server in self.servers.drain(..) {
            let abort = server.abort_handle();
            if tokio::time::timeout(Duration::from_secs(2), server).await.is_err() {
                abort.abort();
            }
        }
    }
}

impl Drop for System {
    fn drop(&mut self) {
        self.stop.notify_waiters();
        for task in self.pumps.iter().chain(&self.servers) {
            task.abort();
        }
    }
}

/// The services alone, for functions that run in processes of their own.
pub struct AwsOnly {
    /// Where they are.
    pub endpoints: Endpoints,
    /// The environment of the functions, `Globals` and all blocks together.
    pub environment: BTreeMap<String, String>,
    stop: Arc<Notify>,
    servers: Vec<JoinHandle<()>>,
    _folder: DataFolder,
}

impl AwsOnly {
    /// Starts them on `options.port` and the three ports after it.
    ///
    /// # Errors
    /// Whatever is in the way.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let base_url = format!("http://127.0.0.1:{}", options.port);
        let services = Services::open(&options, &base_url, options.port).await?;
        let blocks = services.template.functions.values();
        let environment = blocks.flat_map(|function| function.environment.clone()).collect();
        let (stop, servers) = (services.stop.clone(), services.serve());
        Ok(Self { endpoints: services.endpoints, environment, stop, servers, _folder: services.folder })
    }

    /// Stops.
    pub async fn stop(self) {
        self.stop.notify_waiters();
        for server in self.servers {
            let abort = server.abort_handle();
            if tokio::time::timeout(Duration::from_secs(2), server).await.is_err() {
                abort.abort();
            }
        }
    }
}

/// What both ways of starting have in common.
struct Services {
    folder: DataFolder,
    keys: Keys,
    template: Template,
    database: Database,
    buckets: Buckets,
    outbox: Outbox,
    buses: Buses,
    clock: Arc<MovableClock>,
    entropy: Arc<dyn Entropy>,
    bell: Bell,
    endpoints: Endpoints,
    listeners: std::sync::Mutex<Vec<TcpListener>>,
    stop: Arc<Notify>,
}

impl Services {
    async fn open(options: &Options, base_url: &str, first_port: u16) -> Result<Self, StartError> {
        let mut listeners = Vec::new();
        for n in 0..4 {
            let port = if first_port == 0 { 0 } else { first_port.saturating_add(n) };
            listeners.push(listen(port).await?);
        }
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let in_memory = options.data.is_none();
        let root = options.data.clone().unwrap_or_else(|| {
            std::env::temp_dir().join(format!("assent-{}", crate::gateway::request_id(entropy.as_ref())))
        });
        let folder = DataFolder::take(root, in_memory)?;
        let keys = Keys::of(&folder, entropy.as_ref())?;
        let overrides: Overrides = [
            ("LINK_KEYS", keys.link_keys.as_str()),
            ("BASE_URL", base_url),
            ("SCANNER", "builtin"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let template = Template::parse(&options.template, &overrides)?;
        if data::read::<bool>(&folder.path(SEEDED))?.is_none() {
            wipe(&folder)?;
        }
        let clock = Arc::new(MovableClock::open(folder.path("clock.json"))?);
        let bell = Bell::default();
        let file = folder.path(TABLES);
        let database = dynamodb::open((!in_memory).then_some(file.as_path()))?;
        dynamodb::create(&database, &template.tables)?;
        let buckets = Buckets::open(&folder.path("s3"), &template.buckets, bell.clone())?;
        let outbox = Outbox::open(
            &folder.path("mails"),
            &template.destinations,
            clock.clone(),
            entropy.clone(),
            bell.clone(),
        )?;
        let buses = Buses::open(folder.path("events.ndjson"), clock.clone(), entropy.clone())?;
        let urls = listeners.iter().map(url).collect::<Result<Vec<_>, _>>()?;
        let url = |n: usize| urls.get(n).cloned().unwrap_or_default();
        let endpoints = Endpoints { dynamodb: url(0), s3: url(1), ses: url(2), eventbridge: url(3) };
        Ok(Self {
            folder,
            keys,
            template,
            database,
            buckets,
            outbox,
            buses,
            clock,
            entropy,
            bell,
            endpoints,
            listeners: std::sync::Mutex::new(listeners),
            stop: Arc::default(),
        })
    }

    fn serve(&self) -> Vec<JoinHandle<()>> {
        let mut listeners =
            std::mem::take(&mut *self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
                .into_iter();
        let mut servers = Vec::new();
        if let Some(listener) = listeners.next() {
            let (database, stop) = (self.database.clone(), self.stop.clone());
            servers.push(tokio::spawn(async move {
                let stopped = async move { stop.notified().await };
                drop(dynoxide::server::serve_with_shutdown(listener, database, stopped).await);
            }));
        }
        if let Some(listener) = listeners.next() {
            servers.push(tokio::spawn(self.buckets.clone().serve(listener, self.stop.clone())));
        }
        if let Some(listener) = listeners.next() {
            servers.push(serve(listener, ses::router(self.outbox.clone()), self.stop.clone()));
        }
        if let Some(listener) = listeners.next() {
            servers.push(serve(listener, self.buses.clone().router(), self.stop.clone()));
        }
        servers
    }
}

fn serve(listener: TcpListener, router: axum::Router, stop: Arc<Notify>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service);
        if let Err(error) = server.with_graceful_shutdown(async move { stop.notified().await }).await {
            tracing::error!(%error, "server.failed");
        }
    })
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse(port),
        _ => StartError::Listen(error),
    })
}

fn url(listener: &TcpListener) -> Result<String, StartError> {
    Ok(format!("http://{}", listener.local_addr().map_err(StartError::Listen)?))
}

/// Removes what an earlier start left unfinished; other files in the folder are not ours.
fn wipe(folder: &DataFolder) -> io::Result<()> {
    for name in ["s3", "mails"] {
        if folder.path(name).exists() {
            fs::remove_dir_all(folder.path(name))?;
        }
    }
    for entry in fs::read_dir(folder.root())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = ["clock.json", "events.ndjson", "failed.ndjson"].contains(&name.as_str())
            || name.starts_with(TABLES)
            || (name.starts_with("position-") && name.ends_with(".json"));
        if ours {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
