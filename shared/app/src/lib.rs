//! Use cases over ports: load, decide, commit, and what the stream owes.

mod answers;
mod comments;
pub mod contests;
pub mod customers;
pub mod digests;
mod drafts;
pub mod effects;
pub mod engage;
pub mod execute;
pub mod figures;
pub mod follow;
pub mod imports;
pub mod lookups;
pub mod mailing;
mod planted;
pub mod ports;
pub mod reviews;
mod rules;
mod shelves;
mod stale;
pub mod trace;
mod usage;

pub use drafts::DraftInput;
pub use execute::{App, Done, Failure};
pub use ports::{Clock, Entropy};
pub use shelves::Filter;
