//! The customer's pages and decisions.

pub mod page;
mod texts;
