//! What every function is started with: configuration, clients, telemetry.

pub mod aws;
pub mod batch;
pub mod config;
pub mod documents;
pub mod environment;
pub mod metrics;
pub mod telemetry;

pub use aws::Clients;
pub use config::{Config, ConfigError, Variable};
pub use environment::{Environment, SystemClock, SystemEntropy};
