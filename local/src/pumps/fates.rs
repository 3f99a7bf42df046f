//! What becomes of mails calls the functions on the topic it is told to.

use super::{Common, Source, Work, backoff};
use crate::{
    aws::{dynamodb::TableError, ses::Outbox},
    template::{Event, Template},
};

/// Tries after the first one, as for an asynchronous invocation.
const RETRIES: u32 = 2;

pub(super) struct MailEvents {
    subscribers: Vec<(String, String)>,
    outbox: Outbox,
    common: Common,
    one_at_a_time: tokio::sync::Mutex<()>,
}

impl MailEvents {
    pub(super) fn new(template: &Template, outbox: Outbox, common: Common) -> Self {
        let mut subscribers = Vec::new();
        let known = |folder: &str| common.invoker.knows(folder);
        for function in template.functions.values().filter(|function| known(&function.folder)) {
            for event in &function.events {
                match event {
                    Event::Topic(topic) => subscribers.push((topic.clone(), function.folder.clone())),
                    Event::Http(_)
                    | Event::Schedule(_)
                    | Event::Stream(_)
                    | Event::S3(_)
                    | Event::Rule(_) => {}
                }
            }
        }
        Self { subscribers, outbox, common, one_at_a_time: tokio::sync::Mutex::default() }
    }
}

#[async_trait::async_trait]
impl Source for MailEvents {
    async fn work(&self) -> Work {
        let _open = self.common.gate.read().await;
        let _alone = self.one_at_a_time.lock().await;
        while let Some(untold) = self.outbox.untold() {
            for (_, folder) in self.subscribers.iter().filter(|(topic, _)| *topic == untold.topic) {
                let mut failed = 0;
                while self.common.invoker.invoke(folder, untold.event.clone()).await.is_err() {
                    if failed == RETRIES {
                        self.common.set_aside(folder, &untold.event);
                        break;
                    }
                    tokio::time::sleep(backoff(failed)).await;
                    failed += 1;
                }
            }
            self.common.did(1);
            if let Err(error) = self.outbox.told(&untold) {
                tracing::error!(%error, "mail_events.failed");
                return Work::Later(backoff(6));
            }
        }
        Work::Idle
    }

    async fn reset(&self) -> Result<(), TableError> {
        Ok(())
    }
}
