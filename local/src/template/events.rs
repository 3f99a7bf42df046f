//! What calls a function.

use super::{
    TemplateError,
    intrinsics::{self, Scope},
    typed,
};
use crate::pattern::Pattern;
use serde::Deserialize;
use serde_json::Value;

/// One event source of a function.
#[derive(Debug, Clone)]
pub enum Event {
    /// A route of the HTTP API.
    Http(Route),
    /// A tick of the clock.
    Schedule(Schedule),
    /// The stream of a table.
    Stream(StreamTrigger),
    /// Objects that arrive, as an S3 notification.
    S3(S3Trigger),
    /// An SNS topic, by name.
    Topic(String),
    /// Events of the default bus, S3's among them.
    Rule(RuleTrigger),
}

/// Who checks the caller of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorizer {
    /// The API's JWT authorizer.
    Jwt,
    /// Nobody: the function does.
    None,
}

/// A route of the HTTP API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method in capitals, `ANY` for all.
    pub method: String,
    /// The path with `{names}`; `$default` for what no other route takes.
    pub path: String,
    /// Who checks the caller.
    pub authorizer: Authorizer,
}

/// How often a schedule calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Minutes between two calls, at least 1.
    pub minutes: i64,
}

/// An EventBridge schedule.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its name, for the ARN in the event.
    pub name: String,
    /// How often.
    pub rate: Rate,
}

/// A consumer of the stream of a table.
#[derive(Debug, Clone)]
pub struct StreamTrigger {
    /// Name of the table.
    pub table: String,
    /// Records in one call at the most.
    pub batch_size: usize,
    /// A record passes if one of them matches, or if there is none.
    pub filters: Vec<Pattern>,
    /// Whether it begins with the oldest record (else with the next one).
    pub from_oldest: bool,
    /// Whether the answer names the records that failed.
    pub reports_failures: bool,
    /// Whether a failed batch is cut in halves.
    pub bisect: bool,
    /// Tries after the first one.
    pub retries: u32,
}

/// Objects that arrive in a bucket.
#[derive(Debug, Clone)]
pub struct S3Trigger {
    /// Name of the bucket.
    pub bucket: String,
    /// Only keys that begin like this.
    pub prefix: String,
}

/// A rule on the default event bus.
#[derive(Debug, Clone)]
pub struct RuleTrigger {
    /// What an event must look like.
    pub pattern: Pattern,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct HttpApi {
    #[serde(rename = "ApiId")]
    _api_id: Option<String>,
    method: Option<String>,
    path: Option<String>,
    auth: Option<Auth>,
    #[serde(rename = "TimeoutInMillis")]
    _timeout: Option<u64>,
    #[serde(rename = "PayloadFormatVersion")]
    payload: Option<String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Auth {
    authorizer: Option<String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ScheduleV2 {
    schedule_expression: String,
    name: Option<String>,
    #[serde(rename = "Description")]
    _description: Option<String>,
    #[serde(rename = "RetryPolicy")]
    _retry_policy: Option<Value>,
    #[serde(rename = "DeadLetterConfig")]
    _dead_letter_config: Option<Value>,
    state: Option<String>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DynamoDb {
    stream: String,
    starting_position: String,
    batch_size: Option<usize>,
    #[serde(default)]
    filter_criteria: Filters,
    #[serde(default)]
    function_response_types: Vec<String>,
    #[serde(default)]
    bisect_batch_on_function_error: bool,
    maximum_retry_attempts: Option<u32>,
    #[serde(rename = "MaximumRecordAgeInSeconds")]
    _maximum_record_age: Option<i64>,
    #[serde(rename = "MaximumBatchingWindowInSeconds")]
    _window: Option<u64>,
    #[serde(rename = "ParallelizationFactor")]
    _parallel: Option<u64>,
    #[serde(rename = "DestinationConfig")]
    _destination_config: Option<Value>,
    #[serde(rename = "Enabled")]
    _enabled: Option<bool>,
}
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filters {
    #[serde(default)]
    filters: Vec<Filter>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    pattern: String,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct S3Properties {
    bucket: String,
    events: Value,
    filter: Option<Value>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Sns {
    topic: String,
    #[serde(rename = "RedrivePolicy")]
    _redrive: Option<Value>,
}
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct EventBridgeRule {
    pattern: Value,
    #[serde(rename = "RetryPolicy")]
    _retry_policy: Option<Value>,
    #[serde(rename = "DeadLetterConfig")]
    _dead_letter_config: Option<Value>,
}

pub(super) fn read(at: &str, event: &Value, scope: &Scope<'_>) -> Result<Event, TemplateError> {
    let kind = event.get("Type").and_then(Value::as_str).unwrap_or_default();
    let properties = scope.value(event.get("Properties").unwrap_or(&Value::Null), at)?;
    let wrong = |problem: String| TemplateError::at(at, problem);
    Ok(match kind {
        "HttpApi" => Event::Http(route(at, typed(properties, at)?)?),
        "ScheduleV2" => {
            let schedule: ScheduleV2 = typed(properties, at)?;
            if schedule.state.as_deref().is_some_and(|state| state != "ENABLED") {
                return Err(wrong("only an enabled schedule is understood".into()));
            }
            let rate = rate(&schedule.schedule_expression)
                .ok_or_else(|| wrong(format!("{:?} is not rate(n minutes)", schedule.schedule_expression)))?;
            Event::Schedule(Schedule { name: schedule.name.unwrap_or_else(|| at.replace('/', "")), rate })
        }
        "DynamoDB" => Event::Stream(stream(at, typed(properties, at)?, scope)?),
        "S3" => {
            let s3: S3Properties = typed(properties, at)?;
            if !intrinsics::text(&s3.events).contains("s3:ObjectCreated:") {
                return Err(wrong("only s3:ObjectCreated is understood".into()));
            }
            let rules = s3.filter.as_ref().map(|filter| &filter["S3Key"]["Rules"]);
            let rules = rules.and_then(Value::as_array).cloned().unwrap_or_default();
            let mut prefix = String::new();
            for rule in &rules {
                match (rule["Name"].as_str(), rule["Value"].as_str()) {
                    (Some("prefix"), Some(value)) => prefix = value.into(),
                    _ => return Err(wrong("only a prefix filter is understood".into())),
                }
            }
            Event::S3(S3Trigger { bucket: s3.bucket, prefix })
        }
        "SNS" => Event::Topic(typed::<Sns>(properties, at)?.topic),
        "EventBridgeRule" => {
            let rule: EventBridgeRule = typed(properties, at)?;
            Event::Rule(RuleTrigger { pattern: Pattern::parse(&rule.pattern).map_err(wrong)? })
        }
        other => return Err(wrong(format!("event type {other:?} is not understood"))),
    })
}

fn route(at: &str, http: HttpApi) -> Result<Route, TemplateError> {
    if http.payload.is_some_and(|version| version != "2.0") {
        return Err(TemplateError::at(at, "only payload 2.0 is understood"));
    }
    let authorizer = match http.auth.and_then(|auth| auth.authorizer).as_deref() {
        Some("NONE") => Authorizer::None,
        Some(_) | None => Authorizer::Jwt,
    };
    let (method, path) = match (http.method, http.path) {
        (Some(method), Some(path)) if path.starts_with('/') => (method.to_uppercase(), path),
        (None, None) => ("ANY".to_owned(), "$default".to_owned()),
        _ => return Err(TemplateError::at(at, "a method and a path are expected, or none of them")),
    };
    Ok(Route { method, path, authorizer })
}

fn rate(expression: &str) -> Option<Rate> {
    let inside = expression.strip_prefix("rate(")?.strip_suffix(')')?;
    let (number, unit) = inside.split_once(' ')?;
    let each = match unit {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => 24 * 60,
        _ => return None,
    };
    number.parse::<i64>().ok().filter(|n| *n > 0).map(|n| Rate { minutes: n * each })
}

fn stream(at: &str, stream: DynamoDb, scope: &Scope<'_>) -> Result<StreamTrigger, TemplateError> {
    let wrong = |problem: String| TemplateError::at(at, problem);
    let table = match intrinsics::parts(&stream.stream) {
        Some((id, "StreamArn")) => scope.name_of(id),
        _ => return Err(wrong("Stream: !GetAtt <table>.StreamArn is expected".into())),
    };
    let mut filters = Vec::new();
    for filter in &stream.filter_criteria.filters {
        let pattern: Value = serde_json::from_str(&filter.pattern).map_err(|e| wrong(e.to_string()))?;
        filters.push(Pattern::parse(&pattern).map_err(wrong)?);
    }
    Ok(StreamTrigger {
        table,
        batch_size: stream.batch_size.unwrap_or(100).max(1),
        filters,
        from_oldest: match stream.starting_position.as_str() {
            "TRIM_HORIZON" => true,
            "LATEST" => false,
            other => return Err(wrong(format!("StartingPosition {other:?} is not understood"))),
        },
        reports_failures: stream.function_response_types.iter().any(|t| t == "ReportBatchItemFailures"),
        bisect: stream.bisect_batch_on_function_error,
        retries: stream.maximum_retry_attempts.unwrap_or(u32::MAX),
    })
}
