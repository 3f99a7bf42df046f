//! What a function is built from: the only place that touches the process.

use std::sync::{Arc, OnceLock};

use app::{App, Clock, Entropy};
use files::Proofs;
use jiff::Timestamp;
use ring::rand::SecureRandom;
use store::Table;
use web::{LinkKeys, ReceiptKeys};

use crate::{
    aws::{self, Clients},
    config::{Config, ConfigError, DIRECTORY_ISSUER, Variable},
    documents::Documents,
};

/// What a function is built from.
#[derive(Clone)]
pub struct Environment {
    /// Configuration
    pub config: Config,
    /// Clients
    pub clients: Clients,
    /// The time
    pub clock: Arc<dyn Clock>,
    /// Randomness
    pub entropy: Arc<dyn Entropy>,
    app: OnceLock<App<Table>>,
}

impl Environment {
    /// An environment of these parts.
    #[must_use]
    pub fn new(config: Config, clients: Clients, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { config, clients, clock, entropy, app: OnceLock::new() }
    }

    /// The environment of a Lambda: variables, credentials and endpoints of the process. Where there is a table,
    /// the rules are read at once, and the connection is open, before anybody waits for an answer.
    pub async fn from_process(needs: &[Variable]) -> Result<Self, ConfigError> {
        crate::telemetry::start();
        let lookup = |name: &str| std::env::var(name).ok();
        let (config, sdk) = (Config::load(lookup, needs)?, aws::sdk(lookup)?);
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy::default()));
        let environment = Self::new(config, Clients::new(sdk), clock, entropy);
        if needs.contains(&Variable::Table)
            && let Err(fault) = environment.app()?.learn_rules().await
        {
            tracing::warn!(error = %fault, "the rules are to be read again");
        }
        Ok(environment)
    }

    /// The use cases over the claims table: whoever asks shares what is known of the rules.
    pub fn app(&self) -> Result<App<Table>, ConfigError> {
        if let Some(app) = self.app.get() {
            return Ok(app.clone());
        }
        let name = self.config.get(Variable::Table)?;
        let store = Table::new(self.clients.dynamodb(), name, Arc::clone(&self.entropy));
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let directory =
            directory::configured(self.config.directory_issuer.as_deref(), Arc::clone(&self.clock))
                .map_err(|fault| ConfigError(vec![format!("{DIRECTORY_ISSUER}: {fault}")]))?;
        let mut app = App::new(store, Arc::clone(&self.config.catalogue), clock, entropy);
        app.directory = directory;
        Ok(self.app.get_or_init(|| app).clone())
    }

    /// The files of claims.
    pub fn proofs(&self) -> Result<Proofs, ConfigError> {
        let [incoming, proof] = self.buckets()?;
        Ok(Proofs::new(self.clients.s3(), incoming, proof))
    }

    /// Documents of claims.
    pub fn documents(&self) -> Result<Documents, ConfigError> {
        let [incoming, proof] = self.buckets()?;
        Ok(Documents { app: self.app()?, presigner: self.clients.presigner(incoming, proof) })
    }

    fn buckets(&self) -> Result<[&str; 2], ConfigError> {
        Ok([self.config.get(Variable::IncomingBucket)?, self.config.get(Variable::ProofBucket)?])
    }

    /// The keys of links and cursors.
    pub fn link_keys(&self) -> Result<LinkKeys, ConfigError> {
        let keys = LinkKeys::parse(self.config.get(Variable::LinkKeys)?);
        keys.map_err(|fault| ConfigError(vec![format!("{}: {fault}", Variable::LinkKeys.name())]))
    }

    /// The keys of receipts.
    pub fn receipt_keys(&self) -> Result<ReceiptKeys, ConfigError> {
        let keys = ReceiptKeys::parse(self.config.get(Variable::ReceiptKeys)?);
        keys.map_err(|fault| ConfigError(vec![format!("{}: {fault}", Variable::ReceiptKeys.name())]))
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that is passed in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Randomness of the operating system.
#[derive(Debug, Clone)]
pub struct SystemEntropy(ring::rand::SystemRandom);

impl Default for SystemEntropy {
    #[allow(clippy::disallowed_methods, reason = "this is the randomness that is passed in")]
    fn default() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    #[allow(clippy::panic, reason = "a process without randomness must not hand out ids")]
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        match self.0.fill(&mut bytes) {
            Ok(()) => bytes,
            Err(_) => panic!("the operating system gave no randomness"),
        }
    }
}
