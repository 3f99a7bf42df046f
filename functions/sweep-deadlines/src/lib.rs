//! Clocks that have run out. Nothing is decided here: every read and every command already sees what a
//! deadline has made true; the sweep writes it down, so that mails and events go out.

use std::time::Instant;

use app::{
    App,
    ports::{DUE_SHARDS, Due, Lists, StoreError},
};
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use lambda_runtime::{Error, LambdaEvent};
use runtime::{ConfigError, Environment, Variable, metrics::Measure, telemetry::ms};
use serde::Serialize;
use store::Table;

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// Most rows of one part of the index in one run; the rest is due a minute later still.
const MOST: u32 = 500;

/// The function.
pub struct SweepDeadlines {
    app: App<Table>,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Swept {
    /// Claims that had changed by themselves
    pub claims: u32,
    /// Mails looked after
    pub mails: u32,
    /// Rows that could not be handled and stay due
    pub failed: u32,
    /// Seconds for which the oldest of all these had been due; a figure of the metrics
    #[serde(skip)]
    pub lag: i64,
}

impl SweepDeadlines {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()? })
    }

    /// A tick of the schedule. Late, early, repeated and concurrent ticks are harmless: each claim is
    /// decided by its own clock and written once (F15).
    pub async fn handle(
        &self,
        tick: LambdaEvent<EventBridgeEvent<serde_json::Value>>,
    ) -> Result<Swept, Error> {
        let started = Instant::now();
        self.app.learn_rules().await?;
        let swept = self.sweep().await?;
        let Swept { claims, mails, failed, lag } = swept;
        tracing::info!(
            event = "tick",
            claims,
            mails,
            failed,
            lag,
            ms = ms(started),
            invocation = tick.context.request_id
        );
        Measure::Swept { lag, claims, failed }.note(self.app.clock.now());
        Ok(swept)
    }

    async fn sweep(&self) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        for shard in 0..DUE_SHARDS {
            let now = self.app.now();
            for (since, due) in self.app.store.due(shard, now, MOST).await? {
                swept.lag = swept.lag.max(now.duration_since(since).as_secs());
                let (claim, result) = match &due {
                    Due::Claim(id) => (id, self.app.sweep(id).await),
                    Due::Mail(key) => (&key.claim, self.app.chase(key).await),
                };
                match (result, &due) {
                    (Ok(()), Due::Claim(_)) => swept.claims += 1,
                    (Ok(()), Due::Mail(_)) => swept.mails += 1,
                    (Err(fault), _) => {
                        tracing::error!(event = "due", %claim, error = %fault, "stays due");
                        swept.failed += 1;
                    }
                }
            }
        }
        Ok(swept)
    }
}
