//! From bytes to a tree, without duplicate members and not too deep.

use std::{cell::RefCell, fmt};

use domain::Fault;
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use super::{DEPTH_MAX, Wrong, node::join};

/// The first fault that is not one of syntax.
type Found = RefCell<Option<Fault>>;

/// Reads a tree.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    let found = Found::default();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let tree = Tree { depth: 0, pointer: String::new(), found: &found };
    let value = tree.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|fault| {
        found.take().unwrap_or_else(|| {
            Wrong::Syntax
                .at("")
                .with("line", fault.line().to_string())
                .with("column", fault.column().to_string())
        })
    })
}

struct Tree<'a> {
    depth: usize,
    pointer: String,
    found: &'a Found,
}

impl Tree<'_> {
    /// One level down.
    fn inner<E: serde::de::Error>(&self) -> Result<usize, E> {
        if self.depth == DEPTH_MAX {
            return Err(self.refuse(Wrong::TooDeep, &self.pointer));
        }
        Ok(self.depth + 1)
    }

    fn refuse<E: serde::de::Error>(&self, wrong: Wrong, pointer: &str) -> E {
        self.found.replace(Some(wrong.at(pointer)));
        E::custom(wrong.name())
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let depth = self.inner()?;
        let mut list = Vec::new();
        loop {
            let pointer = join(&self.pointer, &list.len().to_string());
            match elements.next_element_seed(Tree { depth, pointer, found: self.found })? {
                Some(element) => list.push(element),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let depth = self.inner()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let pointer = join(&self.pointer, &name);
            if object.contains_key(&name) {
                return Err(self.refuse(Wrong::Duplicate, &pointer));
            }
            let value = members.next_value_seed(Tree { depth, pointer, found: self.found })?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}
