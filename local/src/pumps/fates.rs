//! What becomes of mails calls the functions on the topic it is told to.

use super::{Common, Source, Work, backoff};
use crate::{
    aws::{dynamodb::TableError, ses::Outbox},
    template::{Event, Template},
};
use tokio::task::JoinSet;

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
        loop {
            // Of one mail in order; of different mails at once, as topics do.
            let untold = self.outbox.untold();
            if untold.is_empty() {
                return Work::Idle;
            }
            let mut calls = JoinSet::new();
            for untold in &untold {
                for (_, folder) in self.subscribers.iter().filter(|(topic, _)| *topic == untold.topic) {
                    calls.spawn(self.common.clone().call(folder.clone(), untold.event.clone()));
                }
            }
            calls.join_all().await;
            for untold in &untold {
                self.common.did(1);
                if let Err(error) = self.outbox.told(untold) {
                    tracing::error!(%error, "mail_events.failed");
                    return Work::Later(backoff(6));
                }
            }
        }
    }

    async fn reset(&self) -> Result<(), TableError> {
        Ok(())
    }
}
