//! From a tree to a type, remembering where a fault is. An object is never read from a list.

use std::{cell::RefCell, fmt};

use domain::{Code, Fault};
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::Wrong;

/// A fault and where it is.
pub(super) struct At {
    pub(super) pointer: String,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    UnknownField,
    Wrong(Wrong),
}

impl At {
    pub(super) fn fault(&self) -> Fault {
        match self.what {
            What::UnknownField => Fault::new(self.pointer.clone(), Code::UnknownField),
            What::Wrong(wrong) => wrong.at(&self.pointer),
        }
    }

    /// Takes the culprit out of the tree: an unknown member is removed, another value becomes null, and where
    /// null has been tried what holds it. `false` when nothing would be left.
    pub(super) fn take_out(&self, tree: &mut Value, taken_out: &mut Vec<String>) -> bool {
        let parent = self.pointer.rsplit_once('/');
        let mut place = match (self.what, parent) {
            (What::UnknownField, Some((parent, name))) => {
                let name = name.replace("~1", "/").replace("~0", "~");
                let members = tree.pointer_mut(parent).and_then(Value::as_object_mut);
                return members.is_some_and(|members| members.remove(&name).is_some());
            }
            (What::Wrong(Wrong::Missing), Some((parent, _))) => parent,
            (What::UnknownField | What::Wrong(_), _) => self.pointer.as_str(),
        };
        while taken_out.iter().any(|taken| taken == place) {
            place = place.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        if place.is_empty() {
            return false;
        }
        taken_out.push(place.into());
        tree.pointer_mut(place).map(Value::take).is_some()
    }
}

/// Reads `T`. In a form (`lenient`) the words of a tick box are truth values.
pub(super) fn read<T: DeserializeOwned>(tree: &Value, lenient: bool) -> Result<T, At> {
    let found = RefCell::new(None);
    let node = Node { value: tree, pointer: String::new(), found: &found, lenient };
    T::deserialize(node)
        .map_err(|fault| found.take().unwrap_or(At { pointer: String::new(), what: fault.what }))
}

/// One level down in a JSON pointer (RFC 6901).
pub(super) fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// What serde says. The words are for nobody: the text is ours, in the language of the caller.
#[derive(Debug)]
struct Told {
    what: What,
    field: Option<&'static str>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.what)
    }
}

impl std::error::Error for Told {}

impl de::Error for Told {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { what: What::Wrong(Wrong::Type), field: None }
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self { what: What::UnknownField, field: None }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { what: What::Wrong(Wrong::Missing), field: Some(field) }
    }
}

struct Node<'t> {
    value: &'t Value,
    pointer: String,
    found: &'t RefCell<Option<At>>,
    lenient: bool,
}

/// The innermost place is the right one: what is noted first stays.
fn note(found: &RefCell<Option<At>>, pointer: &str, told: &Told) {
    let mut found = found.borrow_mut();
    if found.is_none() {
        let pointer = told.field.map_or_else(|| pointer.into(), |name| join(pointer, name));
        *found = Some(At { pointer, what: told.what });
    }
}

impl<'t> Node<'t> {
    fn note<T>(&self, result: Result<T, Told>) -> Result<T, Told> {
        result.inspect_err(|told| note(self.found, &self.pointer, told))
    }

    /// Reads the node; a value that has the right shape and is still none of the type is a fault here.
    fn read<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Told> {
        let (found, pointer) = (self.found, self.pointer.clone());
        seed.deserialize(self).inspect_err(|told| note(found, &pointer, told))
    }

    fn child(&self, name: &str, value: &'t Value) -> Self {
        Node { value, pointer: join(&self.pointer, name), found: self.found, lenient: self.lenient }
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Told;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Told> {
        let result = match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), _, _) => visitor.visit_u64(value),
                (None, Some(value), _) => visitor.visit_i64(value),
                (None, None, Some(value)) => visitor.visit_f64(value),
                (None, None, None) => Err(de::Error::custom("no number")),
            },
            Value::String(value) => visitor.visit_str(value),
            Value::Array(elements) => visitor.visit_seq(Elements { node: &self, elements, next: 0 }),
            Value::Object(members) => {
                visitor.visit_map(Members { node: &self, members: members.iter(), value: None })
            }
        };
        self.note(result)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Told> {
        let word = self.value.as_str().filter(|_| self.lenient);
        let result = match word {
            None => return self.deserialize_any(visitor),
            Some("true" | "on") => visitor.visit_bool(true),
            Some("false" | "") => visitor.visit_bool(false),
            Some(_) => Err(de::Error::custom("no truth value")),
        };
        self.note(result)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Told> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Told> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Told> {
        if self.value.is_array() {
            return self.note(Err(de::Error::custom("no object")));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Told> {
        let result = self.value.as_str().ok_or_else(|| de::Error::custom("no word")).and_then(|name| {
            let name: StrDeserializer<'_, Told> = name.into_deserializer();
            visitor.visit_enum(name)
        });
        self.note(result)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

struct Elements<'n, 't> {
    node: &'n Node<'t>,
    elements: &'t [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Told;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Told> {
        let Some(value) = self.elements.get(self.next) else { return Ok(None) };
        let node = self.node.child(&self.next.to_string(), value);
        self.next += 1;
        node.read(seed).map(Some)
    }
}

struct Members<'n, 't> {
    node: &'n Node<'t>,
    members: serde_json::map::Iter<'t>,
    value: Option<Node<'t>>,
}

impl<'de> MapAccess<'de> for Members<'_, '_> {
    type Error = Told;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Told> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        let node = self.node.child(name, value);
        let key: StrDeserializer<'_, Told> = name.as_str().into_deserializer();
        // a name that is not known is the fault of the member, not of the object
        let read = node.note(seed.deserialize(key))?;
        self.value = Some(node);
        Ok(Some(read))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Told> {
        let node = self.value.take().ok_or_else(|| de::Error::custom("a value without a name"))?;
        node.read(seed)
    }
}
