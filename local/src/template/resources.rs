//! Tables, buckets and the ways of mail events.

use super::{TemplateError, intrinsics::Scope, object, typed};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A DynamoDB table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The body of the `CreateTable` call that makes it.
    pub create: Value,
    /// Attribute with the time a row may be forgotten, epoch seconds.
    pub ttl: Option<String>,
}

/// An S3 bucket.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What it answers other origins.
    pub cors: Vec<BucketCors>,
    /// Whether its events go to the default event bus.
    pub to_event_bridge: bool,
}

/// One rule of a bucket for other origins.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BucketCors {
    /// Methods that may be used.
    pub allowed_methods: Vec<String>,
    /// Origins that may call, `*` for all.
    pub allowed_origins: Vec<String>,
    /// Headers that may be sent, `*` for all.
    #[serde(default)]
    pub allowed_headers: Vec<String>,
    /// Headers that may be read.
    #[serde(default)]
    pub exposed_headers: Vec<String>,
    /// How long a browser may keep the answer, seconds.
    pub max_age: Option<u64>,
}

/// Where the events of an SES configuration set go.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The configuration set, by name.
    pub configuration_set: String,
    /// The SNS topic, by name.
    pub topic: String,
    /// Kinds of events in SES's small letters: `send`, `delivery`, `bounce`, `complaint`, …
    pub kinds: Vec<String>,
}

const TABLE_KEPT: [&str; 4] = ["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode"];
const TABLE_CLOUD_ONLY: [&str; 5] = [
    "PointInTimeRecoverySpecification",
    "DeletionProtectionEnabled",
    "SSESpecification",
    "Tags",
    "ContributorInsightsSpecification",
];
const BUCKET_CLOUD_ONLY: [&str; 9] = [
    "BucketName",
    "BucketEncryption",
    "LifecycleConfiguration",
    "LoggingConfiguration",
    "ObjectLockConfiguration",
    "ObjectLockEnabled",
    "OwnershipControls",
    "PublicAccessBlockConfiguration",
    "VersioningConfiguration",
];

pub(super) fn table(id: &str, properties: &Value, scope: &Scope<'_>) -> Result<Table, TemplateError> {
    let resolved = scope.value(properties, id)?;
    let name = scope.name_of(id);
    let mut create = Map::new();
    create.insert("TableName".into(), json!(name));
    let mut ttl = None;
    for (key, value) in object(&resolved, id)? {
        match key.as_str() {
            "TableName" => {}
            kept if TABLE_KEPT.contains(&kept) => drop(create.insert(key.clone(), value.clone())),
            "StreamSpecification" => {
                let view = &value["StreamViewType"];
                create.insert(key.clone(), json!({ "StreamEnabled": true, "StreamViewType": view }));
            }
            "TimeToLiveSpecification" => {
                ttl =
                    value["AttributeName"].as_str().filter(|_| value["Enabled"] != false).map(str::to_owned);
            }
            other if TABLE_CLOUD_ONLY.contains(&other) => {}
            other => return Err(TemplateError::at(format!("{id}/{other}"), "not understood")),
        }
    }
    Ok(Table { name, create: Value::Object(create), ttl })
}

pub(super) fn bucket(id: &str, properties: &Value, scope: &Scope<'_>) -> Result<Bucket, TemplateError> {
    let resolved = scope.value(properties, id)?;
    let mut bucket = Bucket { name: scope.name_of(id), cors: Vec::new(), to_event_bridge: false };
    for (key, value) in object(&resolved, id)? {
        let at = format!("{id}/{key}");
        match key.as_str() {
            "CorsConfiguration" => {
                let rules = value.get("CorsRules").cloned().unwrap_or_else(|| json!([]));
                bucket.cors = typed(rules, &at)?;
            }
            "NotificationConfiguration" => {
                for (kind, wanted) in object(value, &at)? {
                    match kind.as_str() {
                        "EventBridgeConfiguration" => {
                            bucket.to_event_bridge = wanted["EventBridgeEnabled"] != false;
                        }
                        other => return Err(TemplateError::at(at, format!("{other} is not understood"))),
                    }
                }
            }
            other if BUCKET_CLOUD_ONLY.contains(&other) => {}
            _ => return Err(TemplateError::at(at, "not understood")),
        }
    }
    Ok(bucket)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DestinationProperties {
    configuration_set_name: String,
    event_destination: EventDestination,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct EventDestination {
    #[serde(rename = "Name")]
    _name: Option<String>,
    #[serde(rename = "Enabled")]
    _enabled: Option<bool>,
    matching_event_types: Vec<String>,
    sns_destination: SnsDestination,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnsDestination {
    #[serde(rename = "TopicARN")]
    topic: String,
}

pub(super) fn destination(
    id: &str,
    properties: &Value,
    scope: &Scope<'_>,
) -> Result<Destination, TemplateError> {
    let read: DestinationProperties = typed(scope.value(properties, id)?, id)?;
    Ok(Destination {
        configuration_set: read.configuration_set_name,
        topic: read.event_destination.sns_destination.topic,
        kinds: read.event_destination.matching_event_types,
    })
}
