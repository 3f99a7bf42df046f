//! `Ref`, `Fn::GetAtt`, `Fn::Sub`, `Fn::Join`, `Fn::If` and the conditions, with the values they have here.

use super::{TemplateError, object};
use crate::aws::{
    REGION,
    policy::{self, ACCOUNT},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Values that stand in for what only exists in the cloud: environment variables by name.
pub type Overrides = BTreeMap<String, String>;

/// Resource types that have no part in the local system.
pub(super) const CLOUD_ONLY: [&str; 25] = [
    "AWS::ApiGatewayV2::ApiMapping",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::CloudFront::Distribution",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolDomain",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Events::EventBus",
    "AWS::Events::Archive",
    "AWS::Events::Rule",
    "AWS::GuardDuty::MalwareProtectionPlan",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::S3::BucketPolicy",
    "AWS::SES::ConfigurationSet",
    "AWS::SES::EmailIdentity",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::Secret",
];

/// What stands for an attribute of a resource where nobody asks for AWS's form, followed by `<logical id>/<attribute>`.
const ARN: &str = "arn:aws:local:us-east-1:000000000000:";
const STACK: &str = "assent";

/// Everything a `Ref` may name.
pub(super) struct Scope<'a> {
    parameters: BTreeMap<String, Value>,
    conditions: Map<String, Value>,
    resources: &'a Map<String, Value>,
    pub(super) overrides: &'a Overrides,
}

impl<'a> Scope<'a> {
    pub(super) fn new(root: &'a Map<String, Value>, overrides: &'a Overrides) -> Result<Self, TemplateError> {
        let mut parameters = BTreeMap::new();
        if let Some(declared) = root.get("Parameters") {
            for (name, parameter) in object(declared, "Parameters")? {
                let default = parameter.get("Default").cloned();
                parameters.insert(name.clone(), default.unwrap_or_else(|| Value::String(String::new())));
            }
        }
        let conditions = match root.get("Conditions") {
            Some(conditions) => object(conditions, "Conditions")?.clone(),
            None => Map::new(),
        };
        let resources = object(root.get("Resources").unwrap_or(&Value::Null), "Resources")?;
        Ok(Self { parameters, conditions, resources, overrides })
    }

    /// Whether a named condition holds here.
    pub(super) fn condition(&self, name: &str) -> Result<bool, TemplateError> {
        let body = self.conditions.get(name).ok_or_else(|| TemplateError::at(name, "no such condition"))?;
        self.holds(body, name)
    }

    fn holds(&self, value: &Value, at: &str) -> Result<bool, TemplateError> {
        let (function, argument) =
            single(value).ok_or_else(|| TemplateError::at(at, "a condition function is expected"))?;
        let list = |wanted: usize| match argument.as_array() {
            Some(list) if wanted == 0 || list.len() == wanted => Ok(list),
            _ => Err(TemplateError::at(at, format!("{function}: wrong number of arguments"))),
        };
        Ok(match function {
            "Condition" => self.condition(argument.as_str().unwrap_or_default())?,
            "Fn::Equals" => {
                let pair = list(2)?;
                self.resolve(&pair[0], at)?.map(|v| text(&v)) == self.resolve(&pair[1], at)?.map(|v| text(&v))
            }
            "Fn::Not" => !self.holds(&list(1)?[0], at)?,
            "Fn::And" => list(0)?
                .iter()
                .try_fold(true, |all, one| Ok::<_, TemplateError>(all & self.holds(one, at)?))?,
            "Fn::Or" => list(0)?
                .iter()
                .try_fold(false, |any, one| Ok::<_, TemplateError>(any | self.holds(one, at)?))?,
            other => return Err(TemplateError::at(at, format!("{other} is not understood"))),
        })
    }

    /// The value with every function worked out; `None` for `AWS::NoValue`.
    pub(super) fn resolve(&self, value: &Value, at: &str) -> Result<Option<Value>, TemplateError> {
        if let Some((function, argument)) = single(value)
            && (function.starts_with("Fn::") || function == "Ref")
        {
            return self.call(function, argument, at);
        }
        Ok(Some(match value {
            Value::Array(list) => {
                let mut out = Vec::new();
                for one in list {
                    out.extend(self.resolve(one, at)?);
                }
                Value::Array(out)
            }
            Value::Object(map) => {
                let mut out = Map::new();
                for (key, one) in map {
                    if let Some(one) = self.resolve(one, &format!("{at}/{key}"))? {
                        out.insert(key.clone(), one);
                    }
                }
                Value::Object(out)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }))
    }

    /// [`Self::resolve`] where a value must be there.
    pub(super) fn value(&self, value: &Value, at: &str) -> Result<Value, TemplateError> {
        self.resolve(value, at)?.ok_or_else(|| TemplateError::at(at, "no value here"))
    }

    fn call(&self, function: &str, argument: &Value, at: &str) -> Result<Option<Value>, TemplateError> {
        let wrong = || TemplateError::at(at, format!("{function}: wrong arguments"));
        let list = || argument.as_array().ok_or_else(wrong);
        Ok(Some(match function {
            "Ref" => match argument.as_str().ok_or_else(wrong)? {
                "AWS::NoValue" => return Ok(None),
                name => self.reference(name, at)?,
            },
            "Fn::GetAtt" => match list()?.as_slice() {
                [Value::String(id), Value::String(attribute)] => {
                    Value::String(self.attribute(id, attribute, at)?)
                }
                _ => return Err(wrong()),
            },
            "Fn::Sub" => {
                let none = Map::new();
                let (pattern, own) = match argument.as_array().map(Vec::as_slice) {
                    Some([pattern, own]) => (pattern, object(own, at)?),
                    Some(_) => return Err(wrong()),
                    None => (argument, &none),
                };
                Value::String(self.substitute(pattern.as_str().ok_or_else(wrong)?, own, at)?)
            }
            "Fn::Join" => match list()?.as_slice() {
                [Value::String(between), parts] => {
                    let parts = self.value(parts, at)?;
                    let parts: Vec<String> = parts.as_array().ok_or_else(wrong)?.iter().map(text).collect();
                    Value::String(parts.join(between))
                }
                _ => return Err(wrong()),
            },
            "Fn::If" => match list()?.as_slice() {
                [Value::String(condition), yes, no] => {
                    return self.resolve(if self.condition(condition)? { yes } else { no }, at);
                }
                _ => return Err(wrong()),
            },
            other => return Err(TemplateError::at(at, format!("{other} is not understood"))),
        }))
    }

    fn substitute(&self, pattern: &str, own: &Map<String, Value>, at: &str) -> Result<String, TemplateError> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(start) = rest.find("${") {
            out.push_str(&rest[..start]);
            let end = rest[start..].find('}').ok_or_else(|| TemplateError::at(at, "${ without }"))? + start;
            let name = &rest[start + 2..end];
            if let Some(literal) = name.strip_prefix('!') {
                out.push_str(&format!("${{{literal}}}"));
            } else if let Some(value) = own.get(name) {
                out.push_str(&text(&self.value(value, at)?));
            } else if let Some((id, attribute)) = name.split_once('.') {
                out.push_str(&self.attribute(id, attribute, at)?);
            } else {
                out.push_str(&text(&self.reference(name, at)?));
            }
            rest = &rest[end + 1..];
        }
        Ok(out + rest)
    }

    fn reference(&self, name: &str, at: &str) -> Result<Value, TemplateError> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        if let Some(resource) = self.resources.get(name) {
            return Ok(Value::String(self.name(name, resource)));
        }
        let pseudo = match name {
            "AWS::Region" => REGION,
            "AWS::AccountId" => ACCOUNT,
            "AWS::Partition" => "aws",
            "AWS::StackName" => STACK,
            "AWS::URLSuffix" => "amazonaws.com",
            other => return Err(TemplateError::at(at, format!("{other} is not declared"))),
        };
        Ok(Value::String(pseudo.into()))
    }

    /// The name a resource has here: the one it asks for, else stack and logical id.
    pub(super) fn name(&self, id: &str, resource: &Value) -> String {
        let asked = ["TableName", "BucketName"].iter().find_map(|key| resource["Properties"][key].as_str());
        asked.map_or_else(|| format!("{STACK}{}", kebab(id)), str::to_owned)
    }

    /// The name of the resource with this logical id.
    pub(super) fn name_of(&self, id: &str) -> String {
        self.name(id, self.resources.get(id).unwrap_or(&Value::Null))
    }

    /// The ARNs that policies name are those that requests lead to.
    fn attribute(&self, id: &str, attribute: &str, at: &str) -> Result<String, TemplateError> {
        let resource = self.resources.get(id);
        let resource = resource.ok_or_else(|| TemplateError::at(at, format!("{id} is not declared")))?;
        let (kind, name) = (resource["Type"].as_str().unwrap_or_default(), self.name(id, resource));
        Ok(match (kind, attribute) {
            ("AWS::DynamoDB::Table", "Arn") => policy::arn("dynamodb", REGION, &format!("table/{name}")),
            ("AWS::S3::Bucket", "Arn") => policy::arn("s3", "", &name),
            ("AWS::Events::EventBus", "Arn") => policy::arn("events", REGION, &format!("event-bus/{name}")),
            _ => format!("{ARN}{id}/{attribute}"),
        })
    }
}

/// The logical id and attribute of an ARN that [`Scope`] made.
pub(super) fn parts(arn: &str) -> Option<(&str, &str)> {
    arn.strip_prefix(ARN)?.split_once('/')
}

fn single(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.iter().next().map(|(key, value)| (key.as_str(), value))
}

/// A scalar as CloudFormation would write it into a string.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn kebab(id: &str) -> String {
    let mut out = String::new();
    for letter in id.chars() {
        if letter.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
