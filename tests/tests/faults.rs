//! F1 to F8 between the SDK and the table, by a plan and a seed: `FAULT_SEED=n` plays a run again.
//!
//! The table is the emulator in this process and time on the wire is the test's own, so that nothing waits and
//! a seed decides everything: which request fails, how, and who of many clients comes first.

mod bench;
mod contest;
mod endpoint;
mod habits;
mod histories;
mod single;
