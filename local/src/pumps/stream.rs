//! A consumer of a table's stream: in order, at least once, with the retries its event source mapping names.

use super::{Common, Source, Work, backoff};
use crate::{
    aws::dynamodb::{Position, Stream, TableError, sequence_number},
    data,
    template::StreamTrigger,
};
use serde_json::{Value, json};
use std::path::PathBuf;
use tokio::{sync::Mutex, time::Instant};

/// Records looked at in one go; those that no filter lets pass are many.
const PAGE: usize = 200;

pub(super) struct Consumer {
    folder: String,
    trigger: StreamTrigger,
    stream: Stream,
    file: PathBuf,
    common: Common,
    state: Mutex<State>,
}

struct State {
    position: Position,
    /// Records in one call just now: fewer while a batch that failed is cut in halves.
    batch: usize,
    failed: u32,
    not_before: Option<Instant>,
}

/// What became of a batch.
enum Outcome {
    Done,
    /// All before this one are done.
    FailedAt(usize),
    Failed,
}

impl Consumer {
    pub(super) fn open(
        folder: String,
        trigger: StreamTrigger,
        stream: Stream,
        file: PathBuf,
        common: Common,
    ) -> Result<Self, TableError> {
        let position = match data::read(&file).map_err(TableError::Io)? {
            Some(position) => position,
            None if trigger.from_oldest => Position::Start,
            None => stream.end()?,
        };
        let state = State { position, batch: trigger.batch_size, failed: 0, not_before: None };
        Ok(Self { folder, trigger, stream, file, common, state: Mutex::new(state) })
    }

    /// One batch; `None` if there may be more.
    async fn step(&self) -> Result<Option<Work>, TableError> {
        // The gate before the state, as in a reset: else each would wait for the other.
        let _open = self.common.gate.read().await;
        let mut state = self.state.lock().await;
        let now = Instant::now();
        if let Some(wait) = state.not_before.and_then(|at| at.checked_duration_since(now)) {
            return Ok(Some(Work::Later(wait)));
        }
        state.not_before = None;
        let page = self.stream.read(&state.position, PAGE)?;
        let (mut batch, mut through) = (Vec::new(), None);
        for record in page {
            let number = sequence_number(&record).to_owned();
            if self.passes(&record) {
                if batch.len() == state.batch {
                    break;
                }
                batch.push(record);
            }
            through = Some(number);
        }
        let Some(through) = through else { return Ok(Some(Work::Idle)) };
        if batch.is_empty() {
            self.advance(&mut state, through)?;
            return Ok(None);
        }
        match self.call(&batch).await {
            Outcome::Done => self.advance(&mut state, through)?,
            Outcome::FailedAt(at) => {
                if let Some(done) = at.checked_sub(1).and_then(|last| batch.get(last)) {
                    self.advance(&mut state, sequence_number(done).to_owned())?;
                }
                let poison = batch.get(at..=at).unwrap_or(&batch);
                return self.again(&mut state, poison);
            }
            Outcome::Failed if self.trigger.bisect && batch.len() > 1 => state.batch = batch.len() / 2,
            Outcome::Failed => return self.again(&mut state, &batch),
        }
        Ok(None)
    }

    fn passes(&self, record: &Value) -> bool {
        let filters = &self.trigger.filters;
        filters.is_empty() || filters.iter().any(|filter| filter.matches(record))
    }

    async fn call(&self, batch: &[Value]) -> Outcome {
        let event = json!({ "Records": batch });
        let Ok(answer) = self.common.invoker.invoke(&self.folder, event).await else {
            return Outcome::Failed;
        };
        if !self.trigger.reports_failures {
            return Outcome::Done;
        }
        let named = answer.get("batchItemFailures").and_then(Value::as_array);
        let mut first: Option<usize> = None;
        for failure in named.into_iter().flatten() {
            let number = failure["itemIdentifier"].as_str().unwrap_or_default();
            // An identifier that names no record counts as the failure of all of them.
            let at = batch.iter().position(|record| sequence_number(record) == number).unwrap_or(0);
            first = Some(first.map_or(at, |least| least.min(at)));
        }
        first.map_or(Outcome::Done, Outcome::FailedAt)
    }

    /// Another try later, or none if there have been enough.
    fn again(&self, state: &mut State, records: &[Value]) -> Result<Option<Work>, TableError> {
        if state.failed >= self.trigger.retries {
            self.common.set_aside(&self.folder, &json!({ "Records": records }));
            if let Some(last) = records.last() {
                self.advance(state, sequence_number(last).to_owned())?;
            }
            return Ok(None);
        }
        let wait = backoff(state.failed);
        state.failed += 1;
        state.not_before = Some(Instant::now() + wait);
        Ok(Some(Work::Later(wait)))
    }

    fn advance(&self, state: &mut State, through: String) -> Result<(), TableError> {
        state.position = Position::After(through);
        state.failed = 0;
        state.batch = self.trigger.batch_size;
        self.common.did(1);
        data::write(&self.file, &state.position).map_err(TableError::Io)
    }
}

#[async_trait::async_trait]
impl Source for Consumer {
    async fn work(&self) -> Work {
        loop {
            match self.step().await {
                Ok(None) => {}
                Ok(Some(work)) => return work,
                Err(error) => {
                    tracing::error!(function = self.folder, %error, "stream.failed");
                    return Work::Later(backoff(6));
                }
            }
        }
    }

    async fn reset(&self) -> Result<(), TableError> {
        let mut state = self.state.lock().await;
        // The stream keeps the records of the table that was dropped: none of them is handed on again.
        let position = self.stream.end()?;
        data::write(&self.file, &position).map_err(TableError::Io)?;
        *state = State { position, batch: self.trigger.batch_size, failed: 0, not_before: None };
        Ok(())
    }
}
