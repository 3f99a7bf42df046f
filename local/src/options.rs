//! How to start, and why it may not.

use crate::{
    aws::{Endpoints, dynamodb::TableError, s3::BucketError, ses::OutboxError},
    clock::ClockError,
    data::DataError,
    function::Functions,
    gateway::jwt::KeyError,
    template::TemplateError,
};
use app::{Clock, Entropy};
use std::{collections::BTreeMap, future::Future, io, path::PathBuf, pin::Pin, sync::Arc};

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
pub type Wire =
    Arc<dyn Fn(Wiring) -> Pin<Box<dyn Future<Output = Result<Functions, StartError>> + Send>> + Send + Sync>;

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
    /// Port of the first of the four services that stand in for AWS; 0 takes free ones.
    pub services_port: u16,
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
            services_port: 0,
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
