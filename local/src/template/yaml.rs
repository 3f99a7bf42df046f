//! YAML with CloudFormation's short tags turned into their long form.

use super::TemplateError;
use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value, json};

/// The one document of `text`, with `!Ref x` as `{"Ref": "x"}` and `!Sub x` as `{"Fn::Sub": "x"}`.
///
/// # Errors
/// Not YAML, a key twice, no document, or more than one.
pub(super) fn load(text: &str) -> Result<Value, TemplateError> {
    let mut documents = Yaml::load_from_str(text).map_err(|e| TemplateError::Yaml(e.to_string()))?;
    match (documents.pop(), documents.is_empty()) {
        (Some(document), true) => long(&document),
        _ => Err(TemplateError::Yaml("exactly one document is expected".into())),
    }
}

fn long(node: &Yaml<'_>) -> Result<Value, TemplateError> {
    Ok(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(b)) => json!(b),
        Yaml::Value(Scalar::Integer(i)) => json!(i),
        Yaml::Value(Scalar::FloatingPoint(f)) => json!(f.into_inner()),
        Yaml::Value(Scalar::String(s)) => json!(s),
        Yaml::Sequence(list) => list.iter().map(long).collect::<Result<_, _>>()?,
        Yaml::Mapping(map) => {
            let mut out = Map::new();
            for (key, value) in map {
                let word = key.as_str().map(str::to_owned);
                let word = word.or_else(|| key.as_integer().map(|number| number.to_string()));
                let key =
                    word.ok_or_else(|| TemplateError::Yaml(format!("a key must be a word: {key:?}")))?;
                out.insert(key, long(value)?);
            }
            Value::Object(out)
        }
        Yaml::Tagged(tag, inner) => match (tag.suffix.as_str(), long(inner)?) {
            (name @ ("Ref" | "Condition"), value) => json!({ name: value }),
            ("GetAtt", Value::String(s)) => json!({ "Fn::GetAtt": s.splitn(2, '.').collect::<Vec<_>>() }),
            (name, value) => json!({ format!("Fn::{name}"): value }),
        },
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => {
            return Err(TemplateError::Yaml(format!("not understood: {node:?}")));
        }
    })
}
