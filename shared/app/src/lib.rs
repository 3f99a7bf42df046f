//! Use cases over ports: load, decide, commit, and what the stream owes.

pub mod effects;
pub mod execute;
pub mod imports;
pub mod mailing;
pub mod ports;

pub use execute::{App, Done, Failure};
pub use ports::{Clock, Entropy};
