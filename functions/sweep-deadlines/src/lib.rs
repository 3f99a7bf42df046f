//! Clocks that have run out. Nothing is decided here: every read and every command already sees what a
//! deadline has made true; the sweep writes it down, so that mails and events go out.

use app::{
    App,
    ports::{DUE_SHARDS, Due, Lists},
};
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use lambda_runtime::{Error, LambdaEvent};
use runtime::{ConfigError, Environment, Variable};
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
        _tick: LambdaEvent<EventBridgeEvent<serde_json::Value>>,
    ) -> Result<Swept, Error> {
        self.app.learn_rules().await?;
        let mut swept = Swept::default();
        for shard in 0..DUE_SHARDS {
            for due in self.app.store.due(shard, self.app.now(), MOST).await? {
                let result = match &due {
                    Due::Claim(id) => self.app.sweep(id).await,
                    Due::Mail(key) => self.app.chase(key).await,
                };
                match (result, due) {
                    (Ok(()), Due::Claim(_)) => swept.claims += 1,
                    (Ok(()), Due::Mail(_)) => swept.mails += 1,
                    (Err(fault), _) => {
                        tracing::error!(error = %fault, "a row stays due");
                        swept.failed += 1;
                    }
                }
            }
        }
        if swept != Swept::default() {
            tracing::info!(
                sweep.claims = swept.claims,
                sweep.mails = swept.mails,
                sweep.failed = swept.failed,
                "sweep"
            );
        }
        Ok(swept)
    }
}
