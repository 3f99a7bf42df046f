//! The product from outside: one binary, so that it links once.

mod consent;
mod journeys;
