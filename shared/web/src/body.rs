//! JSON read strictly: no duplicate members, no unknown fields, objects where objects belong, 16 levels.
//! Every fault that can be found is named with its pointer.

use domain::{Code, Fault};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::problem::Problem;

mod node;
mod tree;

/// Most bytes of a body (api 1).
pub const BODY_MAX: usize = 64 * 1024;
/// Most levels of objects and lists (api 1).
pub const DEPTH_MAX: usize = 16;
/// Faults that are looked for before the answer is given.
const FAULTS_MAX: usize = 100;

/// What is wrong with a value, told by `problem` in the text of `malformed_json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Syntax,
    Duplicate,
    TooDeep,
    Type,
    Missing,
}

impl Wrong {
    fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Duplicate => "duplicate",
            Self::TooDeep => "too_deep",
            Self::Type => "type",
            Self::Missing => "missing",
        }
    }

    fn at(self, pointer: &str) -> Fault {
        Fault::new(pointer, Code::MalformedJson).with("problem", self.name())
    }
}

/// Reads the JSON of a body.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    typed(tree::parse(bytes)?)
}

/// Reads the fields of a form as the members of an object.
pub(crate) fn read_form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Wrong::Syntax.at(""))?;
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let pointer = node::join("", &name);
        if members.insert(name.into_owned(), Value::String(value.into_owned())).is_some() {
            return Err(Wrong::Duplicate.at(&pointer).into());
        }
    }
    node::read(&Value::Object(members), true).map_err(|at| at.fault().into())
}

/// The value as `T`. After a fault the culprit is taken out and the rest is looked at.
fn typed<T: DeserializeOwned>(mut value: Value) -> Result<T, Problem> {
    let mut faults: Vec<Fault> = Vec::new();
    while faults.len() < FAULTS_MAX {
        let at = match node::read(&value, false) {
            Ok(read) if faults.is_empty() => return Ok(read),
            Ok(_) => break,
            Err(at) => at,
        };
        if faults.iter().any(|fault| fault.pointer == at.pointer) {
            break;
        }
        faults.push(at.fault());
        if !at.take_out(&mut value) {
            break;
        }
    }
    Err(faults.into())
}
