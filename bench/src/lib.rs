//! What the product costs, counted: requests, items and units of capacity, the same in every run.
//!
//! A module per table of figures; `docs/PERFORMANCE.md` says how they are printed. Everything is read and written by
//! the product's own functions, over the SDK they have, from the table that the local system has.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "figures that cannot be had must say so"
)]

mod browser;
mod bulk;
mod chart;
pub mod commands;
pub mod cpu;
pub mod decide;
mod desk;
mod fill;
pub mod lambda;
pub mod lists;
pub mod pages;
pub mod report;
pub mod sheet;
pub mod stage;
pub mod startup;
mod stories;
pub mod sweep;
pub mod wire;
