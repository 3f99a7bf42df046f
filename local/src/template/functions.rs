//! The blocks of the functions and of the API in front of them.

use super::{
    TemplateError,
    events::{self, Event},
    intrinsics::{self, Scope},
    object, typed,
};
use crate::aws::policy::Statement;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, time::Duration};

/// One Lambda function.
#[derive(Debug, Clone)]
pub struct FunctionBlock {
    /// Its folder below `functions/`, from `CodeUri`.
    pub folder: String,
    /// The environment it is given, `Globals` included.
    pub environment: BTreeMap<String, String>,
    /// After this it is cut off.
    pub timeout: Duration,
    /// What calls it.
    pub events: Vec<Event>,
    /// What it may do.
    pub policies: Vec<Statement>,
}

/// What the API answers other origins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Cors {
    /// Origins that may call, `*` for all.
    #[serde(default)]
    pub allow_origins: Vec<String>,
    /// Methods they may use.
    #[serde(default)]
    pub allow_methods: Vec<String>,
    /// Headers they may send.
    #[serde(default)]
    pub allow_headers: Vec<String>,
    /// Headers they may read.
    #[serde(default)]
    pub expose_headers: Vec<String>,
    /// How long a browser may keep the answer, seconds.
    pub max_age: Option<u64>,
    /// Whether cookies may go along.
    #[serde(default)]
    pub allow_credentials: bool,
}

/// Properties of a function that matter in the cloud only.
const CLOUD_ONLY: [&str; 12] = [
    "Architectures",
    "Description",
    "EventInvokeConfig",
    "FunctionName",
    "Handler",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "ReservedConcurrentExecutions",
    "Runtime",
    "Tags",
    "Tracing",
];

/// What `Globals` says for every function.
#[derive(Default)]
pub(super) struct Globals(Map<String, Value>);

pub(super) fn globals(section: Option<&Value>) -> Result<Globals, TemplateError> {
    let Some(section) = section else { return Ok(Globals::default()) };
    let section = object(section, "Globals")?;
    if let Some(other) = section.keys().find(|key| *key != "Function") {
        return Err(TemplateError::at(format!("Globals/{other}"), "only Function is understood"));
    }
    let function = section.get("Function").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    Ok(Globals(object(&function, "Globals/Function")?.clone()))
}

pub(super) fn read(
    id: &str,
    properties: &Value,
    globals: &Globals,
    scope: &Scope<'_>,
) -> Result<FunctionBlock, TemplateError> {
    let own = object(properties, id)?;
    for key in own.keys().chain(globals.0.keys()) {
        let understood = ["CodeUri", "Environment", "Timeout", "Events", "Policies"].contains(&key.as_str());
        if !understood && !CLOUD_ONLY.contains(&key.as_str()) {
            return Err(TemplateError::at(format!("{id}/{key}"), "this property is not understood"));
        }
    }
    let folder = own
        .get("CodeUri")
        .and_then(Value::as_str)
        .and_then(|uri| uri.trim_end_matches('/').strip_prefix("functions/"))
        .ok_or_else(|| TemplateError::at(format!("{id}/CodeUri"), "functions/<folder> is expected"))?;
    let mut environment = BTreeMap::new();
    for block in [&globals.0, own] {
        if let Some(variables) = block.get("Environment").and_then(|e| e.get("Variables")) {
            for (name, value) in object(variables, id)? {
                if let Some(value) = variable(name, value, id, scope)? {
                    environment.insert(name.clone(), value);
                }
            }
        }
    }
    let timeout = own.get("Timeout").or_else(|| globals.0.get("Timeout")).and_then(Value::as_u64);
    let mut calls = Vec::new();
    if let Some(declared) = own.get("Events") {
        for (name, event) in object(declared, id)? {
            calls.push(events::read(&format!("{id}/{name}"), event, scope)?);
        }
    }
    Ok(FunctionBlock {
        folder: folder.into(),
        environment,
        timeout: Duration::from_secs(timeout.unwrap_or(3)),
        events: calls,
        policies: policies(own, id, scope)?,
    })
}

/// Policies with statements only: what one has that goes by a name is not known here.
fn policies(own: &Map<String, Value>, id: &str, scope: &Scope<'_>) -> Result<Vec<Statement>, TemplateError> {
    let at = format!("{id}/Policies");
    let Some(written) = own.get("Policies") else { return Ok(Vec::new()) };
    let Value::Array(documents) = scope.value(written, &at)? else {
        return Err(TemplateError::at(at, "a list is expected"));
    };
    let mut statements = Vec::new();
    for document in documents {
        statements.extend(Statement::of(document).map_err(|problem| TemplateError::at(&at, problem))?);
    }
    Ok(statements)
}

fn variable(name: &str, value: &Value, id: &str, scope: &Scope<'_>) -> Result<Option<String>, TemplateError> {
    if let Some(own) = scope.overrides.get(name) {
        return Ok(Some(own.clone()));
    }
    let at = format!("{id}/Environment/{name}");
    let Some(value) = scope.resolve(value, &at)? else { return Ok(None) };
    let value = intrinsics::text(&value);
    if value.contains("{{resolve:") {
        return Err(TemplateError::at(at, "a secret of the cloud, and nothing stands in for it here"));
    }
    Ok(Some(value))
}

/// The answer to other origins of the HTTP API.
pub(super) fn api(id: &str, properties: &Value, scope: &Scope<'_>) -> Result<Option<Cors>, TemplateError> {
    let at = format!("{id}/CorsConfiguration");
    let Some(cors) = properties.get("CorsConfiguration") else { return Ok(None) };
    let Some(cors) = scope.resolve(cors, &at)? else { return Ok(None) };
    typed(cors, &at).map(Some)
}
