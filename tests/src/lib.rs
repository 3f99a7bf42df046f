//! What the journeys are told with: a system of their own, the people who use it, and the words they use.
//!
//! Everything here speaks HTTP only, as an integrator or a browser would. A story that does not go as told
//! panics with the answer it got: this is test support, whatever its folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a story that fails must say so")]

pub mod browser;
pub mod claims;
pub mod customer;
pub mod deals;
pub mod faults;
pub mod http;
pub mod people;
pub mod product;
pub mod proxy;
pub mod rivals;
pub mod staff;

pub use browser::Browser;
pub use claims::{Claim, File, Proof};
pub use customer::{Customer, Page};
pub use http::{Answer, Call, Http};
pub use people::Person;
pub use product::Product;
pub use rivals::Rivals;
