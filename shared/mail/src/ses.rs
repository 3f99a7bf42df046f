//! SES, the classic API: one SendRawEmail per mail.

use std::time::Duration;

use aws_sdk_ses::Client;
use aws_sdk_ses::config::{Builder, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};

use crate::deliver::{Accepted, Postman, RowTag, SendFault};

/// Codes that blame the mail itself.
const REFUSED: [&str; 6] = [
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "MalformedInput",
    "MessageRejected",
    "MissingParameter",
    "ValidationError",
];

/// Mails through SES.
#[derive(Clone, Debug)]
pub struct Ses {
    client: Client,
    configuration_set: String,
    patience: Duration,
}

impl Ses {
    /// Sends through `client` with a configuration set, whose events tell what became of a mail.
    /// After `patience` without an answer a mail's fate is unknown.
    #[must_use]
    pub fn new(client: Client, configuration_set: &str, patience: Duration) -> Self {
        Self { client, configuration_set: configuration_set.to_owned(), patience }
    }
}

impl Postman for Ses {
    async fn send(&self, raw: Vec<u8>, to: &str, row: &RowTag) -> Result<Accepted, SendFault> {
        let tag = MessageTag::builder().name("row").value(row.as_str()).build();
        let message = RawMessage::builder().data(Blob::new(raw)).build();
        let (Ok(tag), Ok(message)) = (tag, message) else {
            return Err(SendFault::Refused { code: "MissingParameter".to_owned() });
        };
        // The client of the process may retry: for this one call a retry could be a second mail.
        let once = Builder::new()
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().operation_timeout(self.patience).build());
        let answer = self
            .client
            .send_raw_email()
            .destinations(to)
            .raw_message(message)
            .configuration_set_name(&self.configuration_set)
            .tags(tag)
            .customize()
            .config_override(once)
            .send()
            .await;
        match answer {
            Ok(sent) => Ok(Accepted { message_id: sent.message_id }),
            Err(fault) => Err(classify(&fault)),
        }
    }
}

fn classify(fault: &SdkError<SendRawEmailError>) -> SendFault {
    if let SdkError::ConstructionFailure(_) = fault {
        return SendFault::Throttled { code: "ConstructionFailure".to_owned() };
    }
    let Some(status) = fault.raw_response().map(|response| response.status()) else {
        return SendFault::Unknown;
    };
    match fault.code() {
        Some(code) if status.is_client_error() && REFUSED.contains(&code) => {
            SendFault::Refused { code: code.to_owned() }
        }
        Some(code) if status.is_client_error() => SendFault::Throttled { code: code.to_owned() },
        Some(_) | None => SendFault::Unknown,
    }
}
