//! Clients, clock and randomness: the only place that touches the process.

use std::{sync::Arc, time::Duration};

use app::{App, Clock, Entropy};
use aws_config::{BehaviorVersion, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use files::Proofs;
use jiff::Timestamp;
use ring::rand::SecureRandom;
use store::Table;
use web::{LinkKeys, ReceiptKeys};

use crate::config::{Config, ConfigError, DIRECTORY_ISSUER, Variable};
use crate::documents::Documents;

/// Clients of the AWS services.
#[derive(Debug, Clone)]
pub struct Clients {
    /// The claims table
    pub dynamodb: aws_sdk_dynamodb::Client,
    /// Proof of execution
    pub s3: aws_sdk_s3::Client,
    /// Mails
    pub ses: aws_sdk_ses::Client,
    /// Domain events
    pub eventbridge: aws_sdk_eventbridge::Client,
}

impl Clients {
    /// Clients that share one HTTP client. Path-style addresses suit every S3 there is.
    #[must_use]
    pub fn new(sdk: &SdkConfig) -> Self {
        let s3 = aws_sdk_s3::config::Builder::from(sdk).force_path_style(true).build();
        Self {
            dynamodb: aws_sdk_dynamodb::Client::new(sdk),
            s3: aws_sdk_s3::Client::from_conf(s3),
            ses: aws_sdk_ses::Client::new(sdk),
            eventbridge: aws_sdk_eventbridge::Client::new(sdk),
        }
    }
}

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
}

impl Environment {
    /// The environment of a Lambda: variables, credentials and endpoints of the process.
    pub async fn from_process(needs: &[Variable]) -> Result<Self, ConfigError> {
        crate::telemetry::start();
        let config = Config::load(|name| std::env::var(name).ok(), needs)?;
        let sdk = loader().load().await;
        Ok(Self {
            config,
            clients: Clients::new(&sdk),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy::default()),
        })
    }

    /// The use cases over the claims table.
    pub fn app(&self) -> Result<App<Table>, ConfigError> {
        let name = self.config.get(Variable::Table)?;
        let store = Table::new(self.clients.dynamodb.clone(), name, Arc::clone(&self.entropy));
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::clone(&self.entropy));
        let directory =
            directory::configured(self.config.directory_issuer.as_deref(), Arc::clone(&self.clock))
                .map_err(|fault| ConfigError(vec![format!("{DIRECTORY_ISSUER}: {fault}")]))?;
        let mut app = App::new(store, Arc::clone(&self.config.catalogue), clock, entropy);
        app.directory = directory;
        Ok(app)
    }

    /// The files of claims.
    pub fn proofs(&self) -> Result<Proofs, ConfigError> {
        let (incoming, proof) =
            (self.config.get(Variable::IncomingBucket)?, self.config.get(Variable::ProofBucket)?);
        Ok(Proofs::new(self.clients.s3.clone(), incoming, proof))
    }

    /// Documents of claims.
    pub fn documents(&self) -> Result<Documents, ConfigError> {
        Ok(Documents { app: self.app()?, proofs: self.proofs()? })
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

/// SDK configuration with one HTTP client on ring, three tries and time-outs below those of the functions.
#[must_use]
pub fn loader() -> aws_config::ConfigLoader {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(8))
        .build();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts)
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
