//! What stands in for AWS, all of it, opened in one data folder and served on four listeners.

use crate::{
    aws::{
        Endpoints, dynamodb,
        eventbridge::Buses,
        policy::{self, Policies},
        s3::Buckets,
        ses::{self, Outbox},
    },
    clock::{MovableClock, SystemEntropy},
    data::{self, DataFolder, Keys},
    dev::oidc,
    function::Bell,
    options::{Options, StartError},
    template::{Overrides, Template},
};
use app::Entropy;
use dynoxide::Database;
use std::{collections::BTreeMap, fs, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

/// Written when a folder has its seed: without it whatever is there is thrown away at the start.
pub(crate) const SEEDED: &str = "seeded.json";
const TABLES: &str = "table.sqlite";
/// Endpoints that stand in for AWS.
const SERVICES: usize = 4;

/// The services alone, for functions that run in processes of their own.
pub struct AwsOnly {
    /// What leads an SDK here, and the environment of the functions, `Globals` and all blocks together.
    pub variables: BTreeMap<String, String>,
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
        let mut services = Services::open(&options, &base_url, options.port).await?;
        let blocks = services.template.functions.values();
        let variables = services.endpoints.variables_of(blocks.map(|function| &function.environment));
        let (stop, servers) = (services.stop.clone(), services.serve());
        Ok(Self { variables, stop, servers, _folder: services.folder })
    }

    /// Stops.
    pub async fn stop(self) {
        end(&self.stop, self.servers).await;
    }
}

/// What both ways of starting have in common.
pub(crate) struct Services {
    pub(crate) folder: DataFolder,
    pub(crate) keys: Keys,
    pub(crate) template: Template,
    pub(crate) database: Database,
    pub(crate) buckets: Buckets,
    pub(crate) outbox: Outbox,
    pub(crate) buses: Buses,
    pub(crate) clock: Arc<MovableClock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) bell: Bell,
    pub(crate) endpoints: Endpoints,
    pub(crate) policies: Arc<Policies>,
    pub(crate) stop: Arc<Notify>,
    listeners: Vec<TcpListener>,
}

impl Services {
    pub(crate) async fn open(options: &Options, base_url: &str, first_port: u16) -> Result<Self, StartError> {
        let mut listeners = Vec::new();
        for n in 0..SERVICES as u16 {
            let port = if first_port == 0 { 0 } else { first_port.saturating_add(n) };
            listeners.push(listen(port).await?);
        }
        // The tables themselves, behind their endpoint.
        listeners.push(listen(0).await?);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let in_memory = options.data.is_none();
        let root = options.data.clone().unwrap_or_else(|| {
            std::env::temp_dir().join(format!("assent-{}", crate::gateway::request_id(entropy.as_ref())))
        });
        let folder = DataFolder::take(root, in_memory)?;
        let keys = Keys::of(&folder, entropy.as_ref())?;
        let overrides: Overrides = [
            ("LINK_KEYS", keys.link_keys.as_str()),
            ("RECEIPT_KEYS", keys.receipt_keys.as_str()),
            ("BASE_URL", base_url),
            ("SCANNER", "builtin"),
            ("OIDC_ISSUER", &oidc::issuer(base_url)),
            ("OIDC_CLIENT", oidc::CLIENT),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let template = Template::parse(&options.template, &overrides)?;
        if data::read::<bool>(&folder.path(SEEDED))?.is_none() {
            wipe(&folder)?;
        }
        let clock = Arc::new(MovableClock::open(folder.path("clock"))?);
        let bell = Bell::default();
        let file = folder.path(TABLES);
        let database = dynamodb::open(&file, in_memory)?;
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
        let roles = template.functions.values().map(|block| (block.folder.clone(), block.policies.clone()));
        let policies = Arc::new(Policies::new(roles));
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
            policies,
            stop: Arc::default(),
            listeners,
        })
    }

    /// Starts to serve, once.
    pub(crate) fn serve(&mut self) -> Vec<JoinHandle<()>> {
        let Ok([dynamodb, s3, ses, eventbridge, tables]) =
            <[TcpListener; SERVICES + 1]>::try_from(std::mem::take(&mut self.listeners))
        else {
            return Vec::new();
        };
        let (policies, stop, outbox) = (&self.policies, &self.stop, &self.outbox);
        let forward = dynamodb::forward(tables.local_addr().ok());
        let forward = policy::guarded(forward, policies, policy::DynamoDb::new(&self.template.tables));
        let mails = policy::guarded(ses::router(outbox.clone()), policies, policy::Ses(outbox.clone()));
        let events = policy::guarded(self.buses.clone().router(), policies, policy::EventBridge);
        let (database, stopped) = (self.database.clone(), stop.clone());
        let stopped = async move { stopped.notified().await };
        vec![
            serve(dynamodb, forward, stop.clone()),
            tokio::spawn(self.buckets.clone().serve(s3, policies.clone(), stop.clone())),
            serve(ses, mails, stop.clone()),
            serve(eventbridge, events, stop.clone()),
            tokio::spawn(async move {
                drop(dynoxide::server::serve_with_shutdown(tables, database, stopped).await);
            }),
        ]
    }
}

pub(crate) fn serve(listener: TcpListener, router: axum::Router, stop: Arc<Notify>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service);
        if let Err(error) = server.with_graceful_shutdown(async move { stop.notified().await }).await {
            tracing::error!(%error, "server.failed");
        }
    })
}

pub(crate) async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
        let taken = error.kind() == io::ErrorKind::AddrInUse;
        if taken { StartError::PortInUse(port) } else { StartError::Listen(error) }
    })
}

pub(crate) fn url(listener: &TcpListener) -> Result<String, StartError> {
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
        let ours = ["clock", "events.ndjson", "failed.ndjson"].contains(&name.as_str())
            || name.starts_with(TABLES)
            || (name.starts_with("position-") && name.ends_with(".json"));
        if ours {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Lets servers finish what they are at; those that do not within two seconds are cut off.
pub(crate) async fn end(stop: &Notify, servers: Vec<JoinHandle<()>>) {
    stop.notify_waiters();
    for server in servers {
        let abort = server.abort_handle();
        if tokio::time::timeout(Duration::from_secs(2), server).await.is_err() {
            abort.abort();
        }
    }
}
