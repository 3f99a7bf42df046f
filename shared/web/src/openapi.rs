//! The document of the API, built from the code.

mod document;
mod operation;
mod operations;
mod shorthand;

pub use document::document;
pub use operation::{Access, Answer, Content, Operation, Parameter};
pub use operations::{methods, operations};
