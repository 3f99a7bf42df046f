//! The HTTP edge: strict JSON, problems, callers, signed links, documents of the API.
//!
//! A handler is: [`handle`] builds the [`Call`], the handler asks it for the caller, the query and the body,
//! executes a command, and renders a [`views`] struct with [`respond`]. Every refusal becomes a [`Problem`]
//! with `?`.

mod act;
mod body;
pub mod call;
mod caller;
mod handle;
pub mod imports;
pub mod links;
pub mod openapi;
mod page;
mod planted;
pub mod problem;
pub mod query;
pub mod receipts;
pub mod respond;
mod serve;
mod status;
mod texts;
pub mod views;

pub use act::{Nothing, act, act_without_version, claim_id, done_with, envelope};
pub use body::{BODY_MAX, DEPTH_MAX, draft, read};
pub use call::Call;
pub use caller::TokenClaims;
pub use handle::{handle, unmatched};
pub use links::LinkKeys;
pub use page::problem_page;
pub use problem::Problem;
pub use query::Query;
pub use receipts::ReceiptKeys;
pub use respond::Reply;
pub use serve::{invoke, serve};

#[cfg(test)]
mod testing;
