//! Schedules, by the domain's clock.

use super::Common;
use crate::template::{Event, Schedule, Template};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// The schedules of a template.
pub struct Schedules {
    entries: Mutex<Vec<Entry>>,
    common: Common,
}

struct Entry {
    folder: String,
    schedule: Schedule,
    next: Timestamp,
}

impl Entry {
    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(self.schedule.rate.minutes)
    }

    fn event(&self, now: Timestamp) -> Value {
        let name = &self.schedule.name;
        json!({
            "version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": "Scheduled Event",
            "source": "aws.scheduler", "account": "000000000000", "time": now.to_string(), "region": "us-east-1",
            "resources": [format!("arn:aws:scheduler:us-east-1:000000000000:schedule/default/{name}")],
            "detail": "{}",
        })
    }
}

impl Schedules {
    pub(super) fn new(template: &Template, common: Common) -> Self {
        let now = common.clock.now();
        let mut entries = Vec::new();
        let known = |folder: &str| common.invoker.knows(folder);
        for function in template.functions.values().filter(|function| known(&function.folder)) {
            for event in &function.events {
                match event {
                    Event::Schedule(schedule) => entries.push(Entry {
                        folder: function.folder.clone(),
                        schedule: schedule.clone(),
                        next: now,
                    }),
                    Event::Http(_) | Event::Stream(_) | Event::S3(_) | Event::Topic(_) | Event::Rule(_) => {}
                }
            }
        }
        Self { entries: Mutex::new(entries), common }
    }

    pub(super) async fn run_due(&self) {
        self.run(false).await;
    }

    pub(super) async fn run_all(&self) {
        self.run(true).await;
    }

    async fn run(&self, all: bool) {
        let _open = self.common.gate.read().await;
        let mut entries = self.entries.lock().await;
        for entry in entries.iter_mut() {
            let now = self.common.clock.now();
            if !all && now < entry.next {
                continue;
            }
            entry.next = now.saturating_add(entry.every()).unwrap_or(Timestamp::MAX);
            // A failed tick is logged by the invoker; the next one makes up for it.
            drop(self.common.invoker.invoke(&entry.folder, entry.event(now)).await);
        }
    }

    pub(super) async fn reset(&self) {
        let now = self.common.clock.now();
        for entry in self.entries.lock().await.iter_mut() {
            entry.next = now;
        }
    }
}
