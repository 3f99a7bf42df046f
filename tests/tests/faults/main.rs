//! F1 to F8 between the SDK and the table, by a plan and a seed: `FAULT_SEED=n` plays a run again, and
//! `FAULT_COMMANDS=n` says how long the random histories are in all.
//!
//! The table is the emulator in this process and time on the wire is the test's own, so that nothing waits and
//! a seed decides everything: which request fails, how, and who of many clients comes first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking, and the model is to be read as a list of rules"
)]

mod bench;
mod contest;
mod endpoint;
mod habits;
mod histories;
mod single;
mod told;
mod world;
mod writes;

// The model of the use cases' own tests, and its histories, over the world of this one.
#[path = "../../../shared/app/tests/model/commands.rs"]
mod commands;
#[path = "../../../shared/app/tests/model/creates.rs"]
mod creates;
#[path = "../../../shared/app/tests/model/deals.rs"]
mod deals;
#[path = "../../../shared/app/tests/model/edits.rs"]
mod edits;
#[path = "../../../shared/app/tests/model/history.rs"]
mod history;
#[allow(dead_code, reason = "parts of it are for the table of all states")]
#[path = "../../../shared/app/tests/model/naive/mod.rs"]
mod naive;
#[path = "../../../shared/app/tests/model/people.rs"]
mod people;
#[path = "../../../shared/app/tests/model/random.rs"]
mod random;
#[path = "../../../shared/app/tests/model/step.rs"]
mod step;
#[path = "../../../shared/app/tests/model/view.rs"]
mod view;
