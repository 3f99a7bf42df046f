//! The shape of a row: the value's own fields, or the packed value, beside keys, schema and attributes of
//! indexes.

use std::collections::HashMap;

use app::ports::StoreError;
use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    keys::{Key, SK},
    pack::{pack, unpack},
};

/// A row as the SDK has it.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Version of the shape of all rows.
const SCHEMA: &str = "1";
/// Name of its attribute.
const SCHEMA_NAME: &str = "schema";
/// Name of the attribute of a packed value.
const PACKED_NAME: &str = "packed";

/// The row of a value.
pub(crate) fn encode(key: &Key, value: &impl Serialize) -> Result<Item, StoreError> {
    // The fault of a value may quote it, so it is not passed on.
    let mut item: Item = serde_dynamo::to_item(value).map_err(|_| shape(&key.sk))?;
    item.extend(key.attributes());
    item.insert(SCHEMA_NAME.into(), AttributeValue::N(SCHEMA.into()));
    Ok(item)
}

/// The row of a value that is large or often written; only what conditions and indexes look at is beside it.
pub(crate) fn encode_packed(key: &Key, value: &impl Serialize) -> Result<Item, StoreError> {
    let packed = pack(value).ok_or_else(|| shape(&key.sk))?;
    let mut item = key.attributes();
    item.insert(SCHEMA_NAME.into(), AttributeValue::N(SCHEMA.into()));
    item.insert(PACKED_NAME.into(), AttributeValue::B(Blob::new(packed)));
    Ok(item)
}

/// The value of a row.
pub(crate) fn decode<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let kind = text(&item, SK).unwrap_or_default().to_owned();
    let item = current(item)?;
    match item.get(PACKED_NAME) {
        Some(AttributeValue::B(packed)) => unpack(packed.as_ref()).ok_or_else(|| shape(&kind)),
        Some(_) | None => serde_dynamo::from_item(item).map_err(|_| shape(&kind)),
    }
}

/// Brings a row to the current shape. Fields that came later have defaults; an older shape that needs more
/// than that gets its arm here, a newer one is not guessed at.
fn current(item: Item) -> Result<Item, StoreError> {
    match item.get(SCHEMA_NAME) {
        Some(AttributeValue::N(version)) if version == SCHEMA => Ok(item),
        Some(_) | None => Err(StoreError::Shape(format!(
            "{} of an unknown schema",
            kind(text(&item, SK).unwrap_or_default())
        ))),
    }
}

/// A text as a value.
pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A text attribute.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str)
}

/// The fault of a row of this sort key. Only its kind is told: the rest of a key may be somebody's.
pub(crate) fn shape(sk: &str) -> StoreError {
    StoreError::Shape(kind(sk).to_owned())
}

fn kind(sk: &str) -> &str {
    sk.split('#').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Subscription;

    #[test]
    fn an_unknown_schema_is_not_guessed_at() {
        let key = Key::subscription("5a4c0c55-0000-4000-8000-000000000001");
        for schema in [None, Some(AttributeValue::N("2".into())), Some(AttributeValue::S("1".into()))] {
            let mut item = key.attributes();
            item.extend(schema.map(|schema| (SCHEMA_NAME.to_owned(), schema)));
            let fault = decode::<Subscription>(item).unwrap_err();
            assert!(matches!(fault, StoreError::Shape(_)));
            assert!(!fault.to_string().contains("5a4c0c55"), "{fault}");
        }
    }

    #[test]
    fn a_fault_does_not_quote_the_row() {
        let key = Key::subscription("5a4c0c55-0000-4000-8000-000000000001");
        let item = encode(&key, &HashMap::from([("product", "secret")])).unwrap();
        let fault = decode::<Subscription>(item).unwrap_err().to_string();
        assert_eq!(fault, "a row cannot be read: SUBSCRIPTION");
    }
}
