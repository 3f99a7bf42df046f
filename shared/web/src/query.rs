//! The parameters of a query: each is taken once, what is left over or wrong is refused with all its faults.

use std::str::FromStr;

use domain::{Code, Fault};
use serde::de::DeserializeOwned;

use crate::{links::LinkKeys, problem::Problem};

/// Rows of a page unless the caller asks for another number (api 1).
pub const LIMIT_DEFAULT: u32 = 25;
/// Most rows of a page (api 1).
pub const LIMIT_MAX: u32 = 100;

/// The parameters of a query. A parameter without a value is as good as none.
pub struct Query {
    pairs: Vec<(String, String)>,
    faults: Vec<Fault>,
}

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        let mut parsed = Self { pairs: Vec::new(), faults: Vec::new() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if parsed.pairs.iter().any(|(known, _)| *known == name) {
                parsed.refuse(&name);
            } else {
                parsed.pairs.push((name.into_owned(), value.into_owned()));
            }
        }
        parsed
    }

    /// The text of a parameter.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let place = self.pairs.iter().position(|(known, _)| known == name)?;
        let (_, value) = self.pairs.swap_remove(place);
        (!value.is_empty()).then_some(value)
    }

    /// A parameter that reads as `T`, e.g. a number or a `jiff::Timestamp`.
    pub fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let value = self.text(name)?.parse().ok();
        if value.is_none() {
            self.refuse(name);
        }
        value
    }

    /// A parameter that is one of these words.
    pub fn one_of(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let value = self.text(name)?;
        let word = words.iter().copied().find(|word| *word == value);
        if word.is_none() {
            self.faults.push(fault(name).with("allowed", words.join(", ")));
        }
        word
    }

    /// A parameter that is `true` or `false`; without it `false`.
    pub fn flag(&mut self, name: &str) -> bool {
        self.one_of(name, &["true", "false"]) == Some("true")
    }

    /// `limit`: 1 to [`LIMIT_MAX`], without it [`LIMIT_DEFAULT`].
    pub fn limit(&mut self) -> u32 {
        let limit = self.parsed("limit").unwrap_or(LIMIT_DEFAULT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            self.faults.push(fault("limit").with("min", "1").with("max", LIMIT_MAX.to_string()));
        }
        limit
    }

    /// `cursor`: where the page begins. It is ours and was given for the same question, or it is refused
    /// with `cursor_invalid`.
    pub fn cursor<T: DeserializeOwned>(&mut self, keys: &LinkKeys, bound_to: &str) -> Option<T> {
        let cursor = self.text("cursor")?;
        let position = keys.open_cursor(&cursor, bound_to);
        if position.is_none() {
            self.faults.push(Fault::new("/cursor", Code::CursorInvalid));
        }
        position
    }

    /// Says that the value of a parameter is not good.
    pub fn refuse(&mut self, name: &str) {
        self.faults.push(fault(name));
    }

    /// Nothing may be left over: unknown parameters are refused, together with all other faults.
    pub fn finish(mut self) -> Result<(), Problem> {
        let unknown = std::mem::take(&mut self.pairs);
        self.faults.extend(unknown.iter().map(|(name, _)| fault(name)));
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::faults(self.faults)) }
    }
}

fn fault(name: &str) -> Fault {
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    Fault::new(pointer, Code::ParameterInvalid).with("parameter", name)
}
