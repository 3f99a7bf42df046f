//! EventBridge patterns, as rules and stream filters use them.

use serde_json::Value;

/// What an event must look like: every field named matches one of its alternatives.
#[derive(Debug, Clone)]
pub struct Pattern(Vec<(String, Part)>);

#[derive(Debug, Clone)]
enum Part {
    Object(Pattern),
    OneOf(Vec<Alternative>),
}

#[derive(Debug, Clone)]
enum Alternative {
    Exactly(Value),
    Prefix(String),
    Suffix(String),
    Exists(bool),
    AnythingBut(Vec<Value>),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A comparison that is not understood, in words.
    pub fn parse(pattern: &Value) -> Result<Self, String> {
        let map = pattern.as_object().ok_or("a pattern is a mapping")?;
        let mut fields = Vec::new();
        for (key, value) in map {
            if key.starts_with('$') {
                return Err(format!("pattern {key:?} is not understood"));
            }
            fields.push((
                key.clone(),
                match value {
                    Value::Array(list) => {
                        Part::OneOf(list.iter().map(alternative).collect::<Result<_, _>>()?)
                    }
                    Value::Object(_) => Part::Object(Self::parse(value)?),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                        return Err(format!("pattern {key:?}: a list is expected, not {value}"));
                    }
                },
            ));
        }
        Ok(Self(fields))
    }

    /// Whether an event passes.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.iter().all(|(key, part)| {
            let found = event.get(key);
            match part {
                Part::Object(inner) => inner.matches(found.unwrap_or(&Value::Null)),
                Part::OneOf(list) => list.iter().any(|one| one.matches(found)),
            }
        })
    }
}

impl Alternative {
    fn matches(&self, found: Option<&Value>) -> bool {
        let each = |test: &dyn Fn(&Value) -> bool| match found {
            Some(Value::Array(list)) => list.iter().any(test),
            Some(one) => test(one),
            None => false,
        };
        match self {
            Self::Exactly(value) => each(&|one| one == value),
            Self::Prefix(prefix) => each(&|one| one.as_str().is_some_and(|s| s.starts_with(prefix))),
            Self::Suffix(suffix) => each(&|one| one.as_str().is_some_and(|s| s.ends_with(suffix))),
            Self::Exists(wanted) => found.is_some() == *wanted,
            Self::AnythingBut(not) => each(&|one| !not.contains(one)),
        }
    }
}

fn alternative(value: &Value) -> Result<Alternative, String> {
    let Some(map) = value.as_object() else { return Ok(Alternative::Exactly(value.clone())) };
    let wrong = || format!("comparison {value} is not understood");
    let (Some((name, argument)), 1) = (map.iter().next(), map.len()) else { return Err(wrong()) };
    Ok(match (name.as_str(), argument) {
        ("prefix", Value::String(s)) => Alternative::Prefix(s.clone()),
        ("suffix", Value::String(s)) => Alternative::Suffix(s.clone()),
        ("exists", Value::Bool(b)) => Alternative::Exists(*b),
        ("anything-but", Value::Array(list)) => Alternative::AnythingBut(list.clone()),
        ("anything-but", Value::String(_)) => Alternative::AnythingBut(vec![argument.clone()]),
        _ => return Err(wrong()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_not_named_do_not_matter_and_every_named_one_does() {
        let pattern = Pattern::parse(&json!({
            "source": ["aws.s3"], "detail": { "bucket": { "name": ["b"] }, "object": { "key": [{ "prefix": "in/" }] } }
        }))
        .unwrap();
        let event = |key: &str| json!({ "source": "aws.s3", "x": 1, "detail": { "bucket": { "name": "b" }, "object": { "key": key } } });
        assert!(pattern.matches(&event("in/1")));
        assert!(!pattern.matches(&event("out/1")));
        assert!(!pattern.matches(&json!({ "source": "aws.s3" })));
    }

    #[test]
    fn the_filter_of_the_stream_lets_only_claims_pass() {
        let pattern =
            Pattern::parse(&json!({ "dynamodb": { "Keys": { "SK": { "S": ["CLAIM"] } } } })).unwrap();
        assert!(pattern.matches(&json!({ "dynamodb": { "Keys": { "SK": { "S": "CLAIM" } } } })));
        assert!(!pattern.matches(&json!({ "dynamodb": { "Keys": { "SK": { "S": "MAIL#1#x" } } } })));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(Pattern::parse(&json!({ "a": [{ "numeric": [">", 1] }] })).is_err());
        assert!(Pattern::parse(&json!({ "$or": [] })).is_err());
    }
}
