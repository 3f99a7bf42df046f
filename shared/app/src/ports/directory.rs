//! Which tenants a domain belongs to, as far as the world says (V-45).

use std::{future::Future, pin::Pin};

/// Why we could not look.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryFault {
    /// Slow, unreachable or out of order; worth another try later
    #[error("the directory is unavailable: {0}")]
    Unavailable(String),
    /// It answered in a way that is not accepted, or from a place that is not
    #[error("the directory's answer is refused: {0}")]
    Refused(String),
}

/// A directory of tenants beside the customers that were imported.
pub trait Directory: Send + Sync {
    /// Tenants of a domain, UUIDs in lower case; none when the directory does not know the domain.
    fn tenants_of<'a>(&'a self, domain: &'a str) -> Tenants<'a>;
}

/// Tenants that are being looked for.
pub type Tenants<'a> = Pin<Box<dyn Future<Output = Result<Vec<String>, DirectoryFault>> + Send + 'a>>;

/// No other directory: what the imported customers say is all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported;

impl Directory for Imported {
    fn tenants_of<'a>(&'a self, _: &'a str) -> Tenants<'a> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}
