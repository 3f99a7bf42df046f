//! Each rule of the specification by an example that carries its id.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod consent;
mod contests;
mod deadlines;
mod delegation;
mod disputes;
mod earnings;
mod permissions;
mod proof;
mod rivals;
mod subscriptions;
mod transitions;
mod usage;
mod validation;
mod warnings;
