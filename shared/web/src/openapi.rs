//! The document of the API, built from the code.

mod document;
mod operations;

pub use document::document;
pub use operations::{Access, Operation, methods, operations};
