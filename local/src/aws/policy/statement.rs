//! A statement of a policy, as far as the template uses them; anything else is refused when the template is read.

use super::Access;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One statement of a policy.
#[derive(Debug, Clone)]
pub struct Statement {
    effect: Effect,
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Effect {
    Allow,
    Deny,
}

/// All values that a request has for a key must be among these.
#[derive(Debug, Clone)]
struct Condition {
    key: Key,
    with_wildcards: bool,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Key {
    LeadingKeys,
    Attributes,
}

/// A part of a statement that a call can need, by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// An action on a resource.
    Right { action: usize, resource: usize },
    /// A value of a condition.
    Value { condition: usize, value: usize },
}

/// How a statement applies to an access: for each thing asked for, the parts that match it.
#[derive(Debug)]
pub(super) struct Match(Vec<Vec<Part>>);

impl Match {
    /// The parts without which the statement would not apply.
    pub(super) fn alone(&self) -> impl Iterator<Item = Part> {
        self.0.iter().filter_map(|parts| match parts.as_slice() {
            [one] => Some(*one),
            _ => None,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Document {
    version: String,
    statement: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Written {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: Effect,
    action: OneOrMany,
    resource: OneOrMany,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, OneOrMany>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Vec<String> {
    fn from(written: OneOrMany) -> Self {
        match written {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

impl Statement {
    /// The statements of a policy document with everything in it resolved.
    ///
    /// # Errors
    /// What is not understood.
    pub fn of(document: Value) -> Result<Vec<Self>, String> {
        let document: Document = serde_json::from_value(document).map_err(|error| error.to_string())?;
        if document.version != "2012-10-17" {
            return Err(format!("version {:?} of a policy is not understood", document.version));
        }
        document.statement.into_iter().map(Self::read).collect()
    }

    fn read(written: Written) -> Result<Self, String> {
        let mut conditions = Vec::new();
        for (operator, keys) in written.condition {
            let with_wildcards = match operator.as_str() {
                "ForAllValues:StringEquals" => false,
                "ForAllValues:StringLike" => true,
                other => return Err(format!("the condition operator {other:?} is not understood")),
            };
            for (key, values) in keys {
                let key = match key.as_str() {
                    "dynamodb:LeadingKeys" => Key::LeadingKeys,
                    "dynamodb:Attributes" => Key::Attributes,
                    other => return Err(format!("the condition key {other:?} is not understood")),
                };
                conditions.push(Condition { key, with_wildcards, values: values.into() });
            }
        }
        let (actions, resources) = (Vec::from(written.action), Vec::from(written.resource));
        let mut texts = resources.iter().chain(conditions.iter().flat_map(|condition| &condition.values));
        match texts.find(|text| text.contains("${")) {
            Some(variable) => Err(format!("the variable in {variable:?} is not understood")),
            None => Ok(Self { effect: written.effect, actions, resources, conditions }),
        }
    }

    /// What may be done, as written.
    #[must_use]
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// With what, as written.
    #[must_use]
    pub fn resources(&self) -> &[String] {
        &self.resources
    }

    /// Whether it forbids.
    pub(super) fn denies(&self) -> bool {
        self.effect == Effect::Deny
    }

    /// Everything that it allows, with the words for it.
    pub(super) fn rights(&self) -> impl Iterator<Item = (Part, String)> {
        let pairs = self.actions.iter().enumerate().flat_map(move |(action, name)| {
            let each = self.resources.iter().enumerate();
            each.map(move |(resource, arn)| (Part::Right { action, resource }, format!("{name} on {arn}")))
        });
        let values = self.conditions.iter().enumerate().flat_map(|(condition, written)| {
            let each = written.values.iter().enumerate();
            let key = written.key.name();
            each.map(move |(value, text)| (Part::Value { condition, value }, format!("{key} {text}")))
        });
        pairs.chain(values).filter(|_| !self.denies())
    }

    /// The parts of it that match an access; `None` if it does not apply.
    pub(super) fn applies(&self, access: &Access) -> Option<Match> {
        let action = places(&self.actions, |action| {
            matches(&action.to_ascii_lowercase(), &access.action.to_ascii_lowercase())
        });
        let resource = places(&self.resources, |resource| matches(resource, &access.resource));
        let pairs = action.iter().flat_map(|&action| {
            let right = move |&resource| Part::Right { action, resource };
            resource.iter().map(right)
        });
        let mut found = vec![pairs.collect::<Vec<_>>()];
        for (condition, written) in self.conditions.iter().enumerate() {
            for asked in written.key.values_of(access) {
                let values = places(&written.values, |value| match written.with_wildcards {
                    true => matches(value, asked),
                    false => value == asked,
                });
                found.push(values.into_iter().map(|value| Part::Value { condition, value }).collect());
            }
        }
        found.iter().all(|parts| !parts.is_empty()).then_some(Match(found))
    }
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::LeadingKeys => "dynamodb:LeadingKeys",
            Self::Attributes => "dynamodb:Attributes",
        }
    }

    fn values_of(self, access: &Access) -> &[String] {
        match self {
            Self::LeadingKeys => &access.leading_keys,
            Self::Attributes => &access.attributes,
        }
    }
}

fn places(patterns: &[String], fits: impl Fn(&str) -> bool) -> Vec<usize> {
    patterns.iter().enumerate().filter(|(_, pattern)| fits(pattern)).map(|(place, _)| place).collect()
}

/// `*` stands for any text, `?` for any letter.
fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut letters) = (pattern.chars(), text.chars());
    match pattern.next() {
        None => text.is_empty(),
        Some('*') => {
            let tails = text.char_indices().map(|(at, _)| &text[at..]).chain([""]);
            tails.into_iter().any(|tail| matches(pattern.as_str(), tail))
        }
        Some(wanted) => {
            let fits = letters.next().is_some_and(|letter| wanted == '?' || wanted == letter);
            fits && matches(pattern.as_str(), letters.as_str())
        }
    }
}
