//! Objects that arrive call functions: as S3 notifications, and as events on the default bus.

use super::{Common, Source, Work};
use crate::{
    aws::{
        dynamodb::TableError,
        s3::{Arrival, Arrivals},
    },
    template::{Event, RuleTrigger, S3Trigger, Template},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

pub(super) struct ObjectEvents {
    notifications: Vec<(String, S3Trigger)>,
    rules: Vec<(String, RuleTrigger)>,
    to_event_bridge: BTreeSet<String>,
    arrivals: Arrivals,
    common: Common,
    one_at_a_time: tokio::sync::Mutex<()>,
}

impl ObjectEvents {
    pub(super) fn new(template: &Template, arrivals: Arrivals, common: Common) -> Self {
        let (mut notifications, mut rules) = (Vec::new(), Vec::new());
        let known = |folder: &str| common.invoker.knows(folder);
        for function in template.functions.values().filter(|function| known(&function.folder)) {
            for event in &function.events {
                match event {
                    Event::S3(trigger) => notifications.push((function.folder.clone(), trigger.clone())),
                    Event::Rule(trigger) => rules.push((function.folder.clone(), trigger.clone())),
                    Event::Http(_) | Event::Schedule(_) | Event::Stream(_) | Event::Topic(_) => {}
                }
            }
        }
        let buckets = template.buckets.iter().filter(|bucket| bucket.to_event_bridge);
        let to_event_bridge = buckets.map(|bucket| bucket.name.clone()).collect();
        let one_at_a_time = tokio::sync::Mutex::default();
        Self { notifications, rules, to_event_bridge, arrivals, common, one_at_a_time }
    }

    fn calls(&self, arrival: &Arrival) -> Vec<(&str, Value)> {
        let mut calls = Vec::new();
        let now = self.common.clock.now().to_string();
        for (folder, trigger) in &self.notifications {
            if trigger.bucket == arrival.bucket && arrival.key.starts_with(&trigger.prefix) {
                calls.push((folder.as_str(), notification(arrival, &now)));
            }
        }
        if self.to_event_bridge.contains(&arrival.bucket) {
            let event = bus_event(arrival, &now);
            for (folder, rule) in &self.rules {
                if rule.pattern.matches(&event) {
                    calls.push((folder, event.clone()));
                }
            }
        }
        calls
    }
}

fn notification(arrival: &Arrival, now: &str) -> Value {
    let key: String = form_urlencoded::byte_serialize(arrival.key.as_bytes()).collect();
    let key = key.replace("%2F", "/");
    json!({ "Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1", "eventTime": now,
        "eventName": "ObjectCreated:Put", "userIdentity": { "principalId": "local" },
        "requestParameters": { "sourceIPAddress": "127.0.0.1" },
        "responseElements": { "x-amz-request-id": "local", "x-amz-id-2": "local" },
        "s3": {
            "s3SchemaVersion": "1.0", "configurationId": "local",
            "bucket": {
                "name": arrival.bucket, "ownerIdentity": { "principalId": "local" },
                "arn": format!("arn:aws:s3:::{}", arrival.bucket),
            },
            "object": { "key": key, "size": arrival.size, "eTag": arrival.etag, "sequencer": "0" },
        },
    }] })
}

fn bus_event(arrival: &Arrival, now: &str) -> Value {
    json!({
        "version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": "Object Created",
        "source": "aws.s3", "account": "000000000000", "time": now, "region": "us-east-1",
        "resources": [format!("arn:aws:s3:::{}", arrival.bucket)],
        "detail": {
            "version": "0", "bucket": { "name": arrival.bucket },
            "object": {
                "key": arrival.key, "size": arrival.size, "etag": arrival.etag, "sequencer": "0",
            },
            "request-id": "local", "requester": "000000000000", "source-ip-address": "127.0.0.1",
            "reason": "PutObject",
        },
    })
}

#[async_trait::async_trait]
impl Source for ObjectEvents {
    async fn work(&self) -> Work {
        let _open = self.common.gate.read().await;
        let _alone = self.one_at_a_time.lock().await;
        loop {
            let arrivals = self.arrivals.take();
            if arrivals.is_empty() {
                return Work::Idle;
            }
            let mut calls = JoinSet::new();
            for (folder, event) in arrivals.iter().flat_map(|arrival| self.calls(arrival)) {
                self.common.did(1);
                calls.spawn(self.common.clone().call(folder.to_owned(), event));
            }
            calls.join_all().await;
        }
    }

    async fn reset(&self) -> Result<(), TableError> {
        drop(self.arrivals.take());
        Ok(())
    }
}
