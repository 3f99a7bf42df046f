//! The functions of the product, each under its folder name.

use crate::{Functions, StartError, Wiring};

/// Builds every function of the template with what [`Wiring`] gives.
///
/// # Errors
/// A function cannot be built from its environment.
pub async fn all(wiring: Wiring) -> Result<Functions, StartError> {
    drop(wiring);
    let functions = Functions::new();
    Ok(functions)
}
