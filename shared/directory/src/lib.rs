//! Which tenants a domain belongs to (V-45).
//!
//! [`Imported`] knows nothing beyond the customers that the vendor has imported: their domains lead to them
//! in the store. [`Discovery`] asks an identity provider for what it publishes about the domain.
//! [`Configured`] is one of the two.

mod address;
mod cache;
mod discovery;
mod template;

use std::sync::Arc;

use app::Clock;
pub use app::ports::{Directory, DirectoryFault};

pub use discovery::{Discovery, Settings, SettingsFault};

/// What the imported customers say is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported;

impl Directory for Imported {
    async fn tenants_of(&self, _: &str) -> Result<Vec<String>, DirectoryFault> {
        Ok(Vec::new())
    }
}

/// The directory of a deployment.
pub enum Configured {
    /// No other than the imported customers
    Imported(Imported),
    /// An identity provider
    Discovery(Box<Discovery>),
}

impl Configured {
    /// Discovery where a template of issuers is given, otherwise what was imported.
    ///
    /// # Errors
    /// The template is none.
    pub fn new(issuer: Option<&str>, clock: Arc<dyn Clock>) -> Result<Self, SettingsFault> {
        match issuer {
            Some(issuer) => {
                let discovery = Discovery::new(issuer, clock, Settings::default())?;
                Ok(Self::Discovery(Box::new(discovery)))
            }
            None => Ok(Self::Imported(Imported)),
        }
    }
}

impl Directory for Configured {
    async fn tenants_of(&self, domain: &str) -> Result<Vec<String>, DirectoryFault> {
        match self {
            Self::Imported(imported) => imported.tenants_of(domain).await,
            Self::Discovery(discovery) => discovery.tenants_of(domain).await,
        }
    }
}
