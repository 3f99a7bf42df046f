//! Which tenants a domain belongs to (V-45).
//!
//! The domains of imported customers lead to them in the store, and need nothing of this. [`Discovery`] asks an
//! identity provider for what it publishes about any other domain.

mod address;
mod cache;
mod discovery;
mod template;

use std::sync::Arc;

use app::{
    Clock,
    ports::{Directory, Imported},
};

pub use discovery::{Discovery, Settings, SettingsFault};

/// The directory of a deployment: discovery where a template of issuers is given, otherwise what was imported.
///
/// # Errors
/// The template is none.
pub fn configured(issuer: Option<&str>, clock: Arc<dyn Clock>) -> Result<Arc<dyn Directory>, SettingsFault> {
    Ok(match issuer {
        Some(issuer) => Arc::new(Discovery::new(issuer, clock, Settings::default())?),
        None => Arc::new(Imported),
    })
}
