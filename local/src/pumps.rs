//! What AWS does between the services: streams, arrivals, the fate of mails and schedules call functions.

mod arrivals;
mod fates;
mod schedules;
mod stream;

pub use schedules::Schedules;

use crate::{
    aws::{
        dynamodb::{Stream, TableError},
        s3::Buckets,
        ses::Outbox,
    },
    data,
    function::{Bell, Invoker},
    template::{Event, Template},
};
use app::Clock;
use dynoxide::Database;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::RwLock, time::Instant};

/// How long a drain may take before it gives up.
const DRAIN: Duration = Duration::from_secs(60);
/// How often a source looks by itself, for writers that ring no bell.
const POLL: Duration = Duration::from_millis(250);
/// Tries of an asynchronous invocation after the first one.
const RETRIES: u32 = 2;

/// What a source found to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// Nothing.
    Idle,
    /// Something, and it will be tried again after this long.
    Later(Duration),
}

#[async_trait::async_trait]
trait Source: Send + Sync {
    /// Works until there is nothing to do or something has to wait.
    async fn work(&self) -> Work;

    /// Forgets everything: all data are gone.
    async fn reset(&self) -> Result<(), TableError>;
}

/// What every source needs.
#[derive(Clone)]
struct Common {
    invoker: Invoker,
    /// Counts what was done, so that a drain sees whether a round changed anything.
    done: Arc<AtomicU64>,
    gate: Arc<RwLock<()>>,
    clock: Arc<dyn Clock>,
    failed: PathBuf,
}

impl Common {
    fn did(&self, number: u64) {
        self.done.fetch_add(number, Ordering::SeqCst);
    }

    /// An asynchronous invocation: tried again a little later, then set aside.
    async fn call(self, folder: String, event: Value) {
        let mut failed = 0;
        while self.invoker.invoke(&folder, event.clone()).await.is_err() {
            if failed == RETRIES {
                self.set_aside(&folder, &event);
                break;
            }
            tokio::time::sleep(backoff(failed)).await;
            failed += 1;
        }
    }

    /// Keeps an event that no try could handle, as an on-failure destination does.
    fn set_aside(&self, function: &str, event: &Value) {
        let line = json!({ "at": self.clock.now().to_string(), "function": function, "event": event });
        if let Err(error) = data::append(&self.failed, &line) {
            tracing::error!(%error, "failed_events.lost");
        }
        tracing::error!(function, "event.set_aside");
    }
}

/// The wait before a try, after so many failed ones.
fn backoff(failed: u32) -> Duration {
    Duration::from_millis(20u64.saturating_mul(1 << failed.min(6)).min(500))
}

/// All of it.
pub struct Pumps {
    common: Common,
    sources: Vec<Arc<dyn Source>>,
    schedules: Schedules,
    bell: Bell,
}

/// What the pumps move things between.
pub struct Parts<'a> {
    /// The template that says what calls what.
    pub template: &'a Template,
    /// The tables.
    pub database: &'a Database,
    /// The buckets.
    pub buckets: &'a Buckets,
    /// The mails.
    pub outbox: &'a Outbox,
    /// The functions.
    pub invoker: Invoker,
    /// Wakes the sources.
    pub bell: Bell,
    /// The domain's clock.
    pub clock: Arc<dyn Clock>,
    /// Closed while all data are thrown away.
    pub gate: Arc<RwLock<()>>,
    /// Where positions and failed events are kept.
    pub folder: &'a Path,
}

impl Pumps {
    /// The pumps of a template; they do not run yet.
    ///
    /// # Errors
    /// A position cannot be read.
    pub fn new(parts: &Parts<'_>) -> Result<Self, TableError> {
        let common = Common {
            invoker: parts.invoker.clone(),
            done: Arc::default(),
            gate: parts.gate.clone(),
            clock: parts.clock.clone(),
            failed: parts.folder.join("failed.ndjson"),
        };
        let mut sources: Vec<Arc<dyn Source>> = Vec::new();
        let known = |folder: &str| parts.invoker.knows(folder);
        for function in parts.template.functions.values().filter(|function| known(&function.folder)) {
            for event in &function.events {
                if let Event::Stream(trigger) = event {
                    let stream = Stream::new(parts.database.clone(), trigger.table.clone());
                    let file = parts.folder.join(format!("position-{}.json", function.folder));
                    let folder = function.folder.clone();
                    let consumer =
                        stream::Consumer::open(folder, trigger.clone(), stream, file, common.clone())?;
                    sources.push(Arc::new(consumer));
                }
            }
        }
        sources.push(Arc::new(arrivals::ObjectEvents::new(
            parts.template,
            parts.buckets.arrivals(),
            common.clone(),
        )));
        sources.push(Arc::new(fates::MailEvents::new(parts.template, parts.outbox.clone(), common.clone())));
        let schedules = Schedules::new(parts.template, common.clone());
        Ok(Self { common, sources, schedules, bell: parts.bell.clone() })
    }

    /// Starts them; they run until the handles are aborted.
    #[must_use]
    pub fn start(self: &Arc<Self>) -> Vec<tokio::task::JoinHandle<()>> {
        let mut tasks = Vec::new();
        for source in &self.sources {
            let (source, mut ear) = (source.clone(), self.bell.listen());
            tasks.push(tokio::spawn(async move {
                loop {
                    let wait = match source.work().await {
                        Work::Idle => POLL,
                        Work::Later(wait) => wait,
                    };
                    drop(tokio::time::timeout(wait, ear.changed()).await);
                }
            }));
        }
        let pumps = self.clone();
        tasks.push(tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(500)).await;
                pumps.schedules.run_due().await;
            }
        }));
        tasks
    }

    /// Works until nothing is left to do: every effect owed so far has happened. `false` if it gave up.
    pub async fn drain(&self) -> bool {
        let until = Instant::now() + DRAIN;
        loop {
            let before = self.common.done.load(Ordering::SeqCst);
            let mut wait = None;
            for source in &self.sources {
                match source.work().await {
                    Work::Idle => {}
                    Work::Later(later) => wait = Some(wait.map_or(later, |least: Duration| least.min(later))),
                }
            }
            let quiet = before == self.common.done.load(Ordering::SeqCst);
            match wait {
                None if quiet => return true,
                None => {}
                Some(later) => tokio::time::sleep(later).await,
            }
            if Instant::now() > until {
                tracing::error!("drain.gave_up");
                return false;
            }
        }
    }

    /// After the clock has moved: runs every schedule, and again as long as that leads to anything.
    pub async fn catch_up(&self) -> bool {
        let until = Instant::now() + DRAIN;
        let mut quiet = self.drain().await;
        while Instant::now() < until {
            let before = self.common.done.load(Ordering::SeqCst);
            self.schedules.run_all().await;
            quiet = self.drain().await;
            if before == self.common.done.load(Ordering::SeqCst) {
                return quiet;
            }
        }
        quiet
    }

    /// Forgets everything: all data are gone. The gate must be closed.
    ///
    /// # Errors
    /// A position cannot be kept.
    pub async fn reset(&self) -> Result<(), TableError> {
        for source in &self.sources {
            source.reset().await?;
        }
        self.schedules.reset().await;
        match std::fs::remove_file(&self.common.failed) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(TableError::Io(error)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
