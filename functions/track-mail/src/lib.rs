//! What became of a mail: SES events that arrive through SNS.

use std::time::Instant;

use app::{App, mailing::Report, ports::MailKey};
use aws_lambda_events::event::sns::SnsEvent;
use domain::ClaimId;
use lambda_runtime::{Error, LambdaEvent};
use mail::RowTag;
use runtime::{
    ConfigError, Environment, Variable,
    metrics::{Fate, Measure},
    telemetry::ms,
};
use serde::Deserialize;
use store::Table;

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// The function.
pub struct TrackMail {
    app: App<Table>,
}

/// The part of an SES event that matters: its kind and the row it is about. Addresses are not even read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesEvent {
    event_type: String,
    mail: SesMail,
}

#[derive(Debug, Deserialize)]
struct SesMail {
    #[serde(default)]
    tags: SesTags,
}

#[derive(Debug, Default, Deserialize)]
struct SesTags {
    #[serde(default)]
    row: Vec<String>,
}

impl TrackMail {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()? })
    }

    /// A notification. What is not ours, or tells nothing of a mail's fate, is passed over.
    pub async fn handle(&self, event: LambdaEvent<SnsEvent>) -> Result<(), Error> {
        self.app.learn_rules().await?;
        let invocation = event.context.request_id.as_str();
        for record in event.payload.records {
            let Ok(event) = serde_json::from_str::<SesEvent>(&record.sns.message) else {
                tracing::warn!(event = "fate", invocation, "a notification is no SES event");
                continue;
            };
            let Some(report) = report(&event.event_type) else { continue };
            for key in event.mail.tags.row.iter().filter_map(|tag| key(tag)) {
                self.record(&key, report, invocation).await?;
            }
        }
        Ok(())
    }

    async fn record(&self, key: &MailKey, report: Report, invocation: &str) -> Result<(), Error> {
        let started = Instant::now();
        let row = self.app.reported(key, report).await?;
        let outcome = if row.is_some() { "recorded" } else { "known" };
        let request = row.as_ref().and_then(|row| row.request.as_deref());
        tracing::info!(event = "fate", request, claim = %key.claim, mail = key.kind, seq = key.seq, fate = ?report,
            outcome, ms = ms(started), invocation);
        if let Some(fate) = row.and_then(|row| Fate::of_event(row.state)) {
            Measure::Mail(fate).note(self.app.clock.now());
        }
        Ok(())
    }
}

fn report(event_type: &str) -> Option<Report> {
    match event_type {
        "Send" => Some(Report::Sent),
        "Delivery" => Some(Report::Delivered),
        "Bounce" | "Reject" | "Rendering Failure" => Some(Report::Bounced),
        "Complaint" => Some(Report::Complained),
        _ => None,
    }
}

fn key(tag: &str) -> Option<MailKey> {
    let tag = RowTag::parse(tag).ok()?;
    Some(MailKey {
        claim: ClaimId::parse(tag.claim())?,
        seq: u32::try_from(tag.seq()).ok()?,
        kind: tag.kind().into(),
    })
}
