//! The claims table in DynamoDB (architecture 3).
//!
//! [`Table`] implements every port of [`app::ports`]. Keys and indexes are in `keys`, the shape of a row in
//! `row`, what a decision writes in `claims`, `holders` and `transaction`.

mod answers;
mod claims;
mod comments;
mod contests;
mod digests;
mod engagements;
mod fault;
mod holders;
mod keys;
mod lists;
mod mails;
mod pack;
mod planted;
mod programme;
mod read;
mod row;
pub mod stream;
mod transaction;
mod usage;
mod write;

use std::sync::Arc;

use app::Entropy;
use aws_sdk_dynamodb::Client;

/// The table. Cheap to clone.
#[derive(Clone)]
pub struct Table {
    client: Client,
    name: Arc<str>,
    entropy: Arc<dyn Entropy>,
}

impl Table {
    /// The table of this name. `entropy` spreads repeated tries in time and marks rows, so that a write whose
    /// answer was lost finds itself.
    #[must_use]
    pub fn new(client: Client, name: &str, entropy: Arc<dyn Entropy>) -> Self {
        Self { client, name: name.into(), entropy }
    }
}
