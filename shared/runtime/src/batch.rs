//! Answers to batches of a stream.

use std::future::Future;

use aws_lambda_events::event::dynamodb::EventRecord;
use serde::Serialize;

/// Which records are to come again (`ReportBatchItemFailures`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchAnswer {
    /// Empty when all is done
    pub batch_item_failures: Vec<ItemFailure>,
}

/// A record that is to come again, with everything after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemFailure {
    /// Its sequence number
    pub item_identifier: String,
}

/// Handles records in order and stops at the first that fails: a stream delivers from there on again, so
/// that later records of the same claim never overtake it.
pub async fn in_order<F, Fut, E>(records: Vec<EventRecord>, mut handle: F) -> BatchAnswer
where
    F: FnMut(EventRecord) -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: std::fmt::Display,
{
    for record in records {
        let sequence = record.change.sequence_number.clone().unwrap_or_default();
        if let Err(fault) = handle(record).await {
            tracing::error!(event = "record", sequence, error = %fault, "to come again");
            return BatchAnswer { batch_item_failures: vec![ItemFailure { item_identifier: sequence }] };
        }
    }
    BatchAnswer::default()
}
