//! The local system without the product: real SDK clients, tiny functions, the real template.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

mod policies;
mod services;
mod support;
mod system;
