//! `template.yaml`, read as far as the local system runs it. Whatever the template says is what runs, so
//! what is not understood is refused at the start instead of being left out (architecture 7).

mod events;
mod functions;
mod intrinsics;
mod resources;
mod yaml;

pub use events::{Authorizer, Event, Rate, Route, RuleTrigger, S3Trigger, Schedule, StreamTrigger};
pub use functions::{Cors, FunctionBlock};
pub use intrinsics::Overrides;
pub use resources::{Bucket, BucketCors, Destination, Table};

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Why a template cannot be run here.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is not YAML as CloudFormation takes it.
    #[error("template.yaml is not YAML: {0}")]
    Yaml(String),
    /// Something in it is not understood: where, and what.
    #[error("template.yaml, {at}: {problem}")]
    NotUnderstood {
        /// The path to the place, joined by `/`.
        at: String,
        /// What is wrong there.
        problem: String,
    },
}

impl TemplateError {
    pub(crate) fn at(at: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::NotUnderstood { at: at.into(), problem: problem.into() }
    }
}

/// The template with everything resolved.
#[derive(Debug, Clone)]
pub struct Template {
    /// The functions, by folder of `functions/`.
    pub functions: BTreeMap<String, FunctionBlock>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The buckets.
    pub buckets: Vec<Bucket>,
    /// SES configuration sets and the topics their events go to.
    pub destinations: Vec<Destination>,
    /// Cross-origin answers of the HTTP API, if it gives any.
    pub cors: Option<Cors>,
}

/// Sections of a template; `Rules` are about the parameters of a deployment.
const SECTIONS: [&str; 10] = [
    "AWSTemplateFormatVersion",
    "Transform",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Conditions",
    "Globals",
    "Resources",
    "Outputs",
];

/// Overrides for those who only look at a template: its secrets are empty.
#[must_use]
pub fn without_secrets() -> Overrides {
    ["LINK_KEYS", "RECEIPT_KEYS"].map(|name| (name.to_owned(), String::new())).into()
}

impl Template {
    /// Reads a template. `overrides` stand in for what only exists in the cloud (secrets, the API's address):
    /// environment variables by name.
    ///
    /// # Errors
    /// The first place that is not understood.
    pub fn parse(text: &str, overrides: &Overrides) -> Result<Self, TemplateError> {
        let raw = yaml::load(text)?;
        let root = object(&raw, "template")?;
        for key in root.keys() {
            if !SECTIONS.contains(&key.as_str()) {
                return Err(TemplateError::at(key, "this section is not understood"));
            }
        }
        let scope = intrinsics::Scope::new(root, overrides)?;
        let globals = functions::globals(root.get("Globals"))?;
        let mut template = Self {
            functions: BTreeMap::new(),
            tables: Vec::new(),
            buckets: Vec::new(),
            destinations: Vec::new(),
            cors: None,
        };
        let none = Value::Object(Map::new());
        for (id, resource) in object(root.get("Resources").unwrap_or(&none), "Resources")? {
            let kind = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
            if let Some(condition) = resource.get("Condition").and_then(Value::as_str)
                && !scope.condition(condition)?
            {
                continue;
            }
            let properties = resource.get("Properties").unwrap_or(&none);
            match kind {
                "AWS::Serverless::Function" => {
                    let block = functions::read(id, properties, &globals, &scope)?;
                    if let Some(twice) = template.functions.insert(block.folder.clone(), block) {
                        return Err(TemplateError::at(id, format!("{} has two blocks", twice.folder)));
                    }
                }
                "AWS::Serverless::HttpApi" => template.cors = functions::api(id, properties, &scope)?,
                "AWS::DynamoDB::Table" => template.tables.push(resources::table(id, properties, &scope)?),
                "AWS::S3::Bucket" => template.buckets.push(resources::bucket(id, properties, &scope)?),
                "AWS::SES::ConfigurationSetEventDestination" => {
                    template.destinations.push(resources::destination(id, properties, &scope)?);
                }
                other if intrinsics::CLOUD_ONLY.contains(&other) => {}
                other => return Err(TemplateError::at(id, format!("{other:?} is not understood"))),
            }
        }
        Ok(template)
    }

    /// Every route of the API with the folder of the function that answers it.
    pub fn routes(&self) -> impl Iterator<Item = (&Route, &str)> {
        self.functions.values().flat_map(|function| {
            function.events.iter().filter_map(|event| match event {
                Event::Http(route) => Some((route, function.folder.as_str())),
                Event::Schedule(_) | Event::Stream(_) | Event::S3(_) | Event::Topic(_) | Event::Rule(_) => {
                    None
                }
            })
        })
    }
}

pub(crate) fn object<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>, TemplateError> {
    value.as_object().ok_or_else(|| TemplateError::at(at, "a mapping is expected"))
}

/// Reads a resolved block into its type; an unknown property is refused by the type.
pub(crate) fn typed<T: serde::de::DeserializeOwned>(value: Value, at: &str) -> Result<T, TemplateError> {
    serde_json::from_value(value).map_err(|e| TemplateError::at(at, e.to_string()))
}

#[cfg(test)]
mod tests;
