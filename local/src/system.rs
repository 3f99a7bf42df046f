//! Starts everything, and stops it.

use crate::{
    aws::{Endpoints, dynamodb, eventbridge::Buses, policy::Policies, s3::Buckets, ses::Outbox},
    clock::{ClockError, MovableClock},
    data::{self, DataFolder},
    dev,
    function::Invoker,
    gateway::{
        Gateway,
        jwt::{KeyError, Tokens},
    },
    options::{Options, Seed, StartError, Wiring},
    pumps::{self, Pumps},
    seed,
    services::{SEEDED, Services, end, listen, serve, url},
    template::Template,
};
use app::Entropy;
use base64::{Engine, engine::general_purpose::STANDARD};
use dynoxide::Database;
use std::{collections::BTreeMap, fs, sync::Arc};
use tokio::{
    sync::{Mutex, Notify, RwLock},
    task::JoinHandle,
};

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
    /// What the functions may do, and what of it they needed.
    pub policies: Arc<Policies>,
    pumps: Arc<Pumps>,
    gate: Arc<RwLock<()>>,
    /// Held by whoever moves the clock: nobody else does while the demo data come in.
    time: Mutex<()>,
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
        let _alone = self.time.lock().await;
        self.clock.set(to)?;
        self.catch_up().await;
        Ok(())
    }

    /// After the clock has moved: runs what has become due with all it owes.
    pub(crate) async fn catch_up(&self) -> bool {
        self.pumps.catch_up().await
    }

    /// Throws all data away and starts over with the same seed and the real time. Keys stay.
    ///
    /// # Errors
    /// Something cannot be removed.
    pub async fn reset(self: &Arc<Self>) -> Result<(), StartError> {
        let _time = self.time.lock().await;
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

    async fn fill(self: &Arc<Self>) -> Result<(), StartError> {
        let marker = self.folder.path(SEEDED);
        if data::read::<bool>(&marker)?.is_some() {
            return Ok(());
        }
        match self.seed {
            Seed::None => {}
            Seed::Demo => seed::demo(self).await?,
        }
        Ok(data::write(&marker, &true)?)
    }
}

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
        let mut services = Services::open(&options, &base_url, options.services_port).await?;
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
        // Routes of a function that is not here answer 500; nothing else calls it.
        for missing in template.functions.keys().filter(|folder| !functions.contains_key(*folder)) {
            tracing::warn!(function = missing, "function.missing");
        }
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
            policies: services.policies,
            pumps: pumps.clone(),
            gate,
            time: Mutex::default(),
            seed: options.seed,
            folder: services.folder,
        });
        servers.push(serve(gateway_listener, dev::router(core.clone(), Arc::new(gateway)), stop.clone()));
        let system = Self { core, stop, servers, pumps: pumps.start() };
        {
            let _time = system.core.time.lock().await;
            system.core.fill().await?;
        }
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
        end(&self.stop, std::mem::take(&mut self.servers)).await;
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
