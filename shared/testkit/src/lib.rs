//! For tests: builders, a fixed clock, an in-memory store and the conformance suites of the ports.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and so does what helps it"
)]

pub mod build;
pub mod commands;
pub mod conformance;
mod memory;
pub mod persona;
mod scene;
mod steady;

pub use memory::{MemoryStore, Trouble};
pub use scene::{Act, Scene, contest_id, engage, opening};
pub use steady::{FixedClock, SeededEntropy, ready};
