//! What the SDK reports, in words of the ports; and waiting before another try.

use std::{future::Future, time::Duration};

use app::ports::StoreError;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};

use crate::Table;

/// Tries of one call, with pauses that add up to less than two seconds.
pub(crate) const TRIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Answers that mean: nothing was written, try again.
const AGAIN: [&str; 5] = [
    "TransactionConflictException",
    "TransactionInProgressException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
];

/// A fault without what was sent or found: messages of the service can quote attributes.
pub(crate) fn unavailable<E: ProvideErrorMetadata, R>(fault: &SdkError<E, R>) -> StoreError {
    let kind = match fault {
        SdkError::ConstructionFailure(_) => "the request could not be made",
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "no connection",
        SdkError::ResponseError(_) => "an answer that cannot be read",
        SdkError::ServiceError(service) => service.err().code().unwrap_or("an answer without a code"),
        _ => "an unknown fault",
    };
    StoreError::Unavailable(kind.to_owned())
}

/// A request that lacks a part: a fault of ours.
pub(crate) fn incomplete(fault: &BuildError) -> StoreError {
    StoreError::Unavailable(format!("the request could not be made: {fault}"))
}

pub(crate) fn again<E: ProvideErrorMetadata, R>(fault: &SdkError<E, R>) -> bool {
    fault.as_service_error().and_then(ProvideErrorMetadata::code).is_some_and(|code| AGAIN.contains(&code))
}

impl Table {
    /// The SDK tries again by itself when a request got lost; it does not when others are writing the same
    /// row. We do: full jitter, bounded.
    pub(crate) async fn retried<T, E, R, F>(&self, call: impl Fn() -> F) -> Result<T, SdkError<E, R>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, R>>>,
    {
        let mut tried = 1;
        loop {
            match call().await {
                Err(fault) if tried < TRIES && again(&fault) => self.pause(tried).await,
                done => return done,
            }
            tried += 1;
        }
    }

    /// Waits a random part of a time that doubles with every try.
    pub(crate) async fn pause(&self, tried: u32) {
        let longest = FIRST_PAUSE.saturating_mul(1 << tried.min(TRIES).saturating_sub(1));
        let [first, second, ..] = self.entropy.bytes();
        let share = u32::from(u16::from_be_bytes([first, second]));
        tokio::time::sleep(longest.saturating_mul(share) / u32::from(u16::MAX)).await;
    }
}
