//! Each rule of the specification by an example that carries its id.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod answering;
mod asking;
mod caps;
mod changes;
mod committing;
mod consent;
mod contests;
mod deadlines;
mod delegation;
mod delivering;
mod disputes;
mod earnings;
mod editing;
mod eligible;
mod engaging;
mod importing;
mod names;
mod naming;
mod permissions;
mod proof;
mod reading;
mod reasons;
mod referrals;
mod reminders;
mod rivals;
mod rule_versions;
mod statements;
mod stored;
mod subscriptions;
mod timelines;
mod transitions;
mod usage;
mod validation;
mod warnings;
