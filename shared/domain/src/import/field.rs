//! Values of a row: the one that is meant, or a fault beside the others.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value;

use crate::{
    catalogue::Catalogue,
    identifier::{Identifier, IdentifierType},
    refusal::{Code, Fault},
    text,
};

pub(super) fn required(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    text::name(value.unwrap_or_default()).map_err(|_| faults.push(Fault::new(pointer, Code::RowInvalid))).ok()
}

pub(super) fn present<T>(pointer: &str, value: Option<T>, faults: &mut Vec<Fault>) -> Option<T> {
    if value.is_none() {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    value
}

/// A workload or product of the catalogue.
pub(super) fn product(value: Option<&str>, catalogue: &Catalogue, faults: &mut Vec<Fault>) -> Option<String> {
    let product = required("/product", value, faults)?;
    let known = catalogue.engagements.iter().any(|engagement| engagement.item_name(&product).is_some());
    if !known {
        faults.push(Fault::new("/product", Code::ItemUnknown));
    }
    known.then_some(product)
}

/// A month, exactly as `2026-10`: its text is part of a key, and sorts.
pub(super) fn month(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let month = value.unwrap_or_default().trim();
    let first = format!("{month}-01");
    let known = first.parse::<Date>().is_ok_and(|date| date.to_string() == first);
    if !known {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    known.then(|| month.into())
}

pub(super) fn count(value: Option<&Value>) -> Option<u32> {
    value?.as_u64().and_then(|count| u32::try_from(count).ok())
}

pub(super) fn country(value: Option<&str>, faults: &mut Vec<Fault>) -> Option<String> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    let iso = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !iso {
        faults.push(Fault::new("/country", Code::RowInvalid));
    }
    iso.then(|| value.to_ascii_uppercase())
}

pub(super) fn uuid(
    pointer: &str,
    value: Option<&str>,
    kind: &'static str,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let found = text::uuid(value.unwrap_or_default());
    if found.is_none() {
        faults.push(Fault::new(pointer, Code::IdentifierMalformed).with("type", kind));
    }
    found
}

pub(super) fn uuids(
    pointer: &str,
    values: &[String],
    kind: &'static str,
    faults: &mut Vec<Fault>,
) -> Vec<String> {
    let values = values.iter().enumerate();
    values
        .filter_map(|(index, value)| uuid(&format!("{pointer}/{index}"), Some(value), kind, faults))
        .collect()
}

/// An instant, or a date that begins at midnight UTC.
pub(super) fn instant(pointer: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<Timestamp> {
    let value = value.map(str::trim).filter(|value| !value.is_empty())?;
    // A time without a zone is no instant, and no date.
    let date = || value.parse::<Date>().ok().filter(|date| format!("{date}") == value);
    let date = || date().and_then(|date| TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok());
    let found = value.parse::<Timestamp>().ok().or_else(date);
    if found.is_none() {
        faults.push(Fault::new(pointer, Code::RowInvalid));
    }
    found
}

/// An identifier of a known kind in its normal form (V-08).
pub(super) fn identifier(
    pointer: &str,
    kind: IdentifierType,
    value: Option<&str>,
    faults: &mut Vec<Fault>,
) -> Option<Identifier> {
    let found = Identifier::parse(kind, value.unwrap_or_default());
    if found.is_none() {
        faults.push(Fault::new(pointer, Code::IdentifierMalformed).with("type", kind.as_str()));
    }
    found
}
