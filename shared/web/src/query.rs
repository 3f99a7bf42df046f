//! The parameters of a query: each is taken once, what is left over or wrong is refused with all its faults.

use std::str::FromStr;

use domain::{Code, Fault};
use serde::de::DeserializeOwned;

use crate::{links::LinkKeys, problem::Problem};

/// Rows of a page unless the caller asks for another number (api 1).
pub const LIMIT_DEFAULT: u32 = 25;
/// Most rows of a page (api 1).
pub const LIMIT_MAX: u32 = 100;
/// Most rows of a page that is exported, and as many as it has unless the caller asks for fewer (api 3).
pub const EXPORT_MAX: u32 = 5_000;

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
        self.rows(LIMIT_DEFAULT, LIMIT_MAX)
    }

    /// `limit` of an export: 1 to [`EXPORT_MAX`], and without it as many.
    pub fn export_limit(&mut self) -> u32 {
        self.rows(EXPORT_MAX, EXPORT_MAX)
    }

    fn rows(&mut self, default: u32, most: u32) -> u32 {
        let limit = self.parsed("limit").unwrap_or(default);
        if !(1..=most).contains(&limit) {
            self.faults.push(fault("limit").with("min", "1").with("max", most.to_string()));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ask;
    use jiff::Timestamp;

    fn faults(query: Query) -> Vec<(String, &'static str)> {
        let problem = query.finish().unwrap_err();
        assert_eq!(problem.status(), 400);
        problem.errors().iter().map(|fault| (fault.pointer.clone(), fault.code.as_str())).collect()
    }

    #[test]
    fn parameters_are_read_by_type_and_without_a_value_they_are_absent() {
        let call = ask("GET", "/v1/claims")
            .query("status=draft&kind=&updatedSince=2026-11-01T00:00:00Z&q=M%C3%BCller+GmbH&dryRun=true&limit=100")
            .call();
        let mut query = call.query();
        assert_eq!(query.one_of("status", &["draft", "submitted"]), Some("draft"));
        assert_eq!(query.one_of("kind", &["association"]), None);
        assert_eq!(query.parsed::<Timestamp>("updatedSince").unwrap().to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(query.text("q").as_deref(), Some("Müller GmbH"));
        assert!(query.flag("dryRun"));
        assert!(!query.flag("other"));
        assert_eq!(query.limit(), 100);
        query.finish().unwrap();
    }

    #[test]
    fn every_fault_is_named() {
        let mut query = Query::parse("limit=0&status=nope&a/b=1&q=1&q=2&since=today");
        query.limit();
        query.one_of("status", &["draft"]);
        query.text("q");
        query.parsed::<Timestamp>("since");
        let mut found: Vec<_> = faults(query).into_iter().map(|(pointer, _)| pointer).collect();
        found.sort();
        assert_eq!(found, ["/a~1b", "/limit", "/q", "/since", "/status"]);
    }

    #[test]
    fn a_page_has_1_to_100_rows() {
        for (text, good) in
            [("0", false), ("1", true), ("100", true), ("101", false), ("-1", false), ("x", false)]
        {
            let mut query = Query::parse(&format!("limit={text}"));
            query.limit();
            assert_eq!(query.finish().is_ok(), good, "{text}");
        }
        assert_eq!(Query::parse("").limit(), LIMIT_DEFAULT);
    }

    #[test]
    fn an_export_has_1_to_5_000_rows() {
        for (text, good) in [("0", false), ("1", true), ("5000", true), ("5001", false)] {
            let mut query = Query::parse(&format!("limit={text}"));
            query.export_limit();
            assert_eq!(query.finish().is_ok(), good, "{text}");
        }
        assert_eq!(Query::parse("").export_limit(), EXPORT_MAX);
    }

    #[test]
    fn a_cursor_is_good_for_its_own_question_only() {
        let keys = crate::links::tests::keys();
        let cursor = keys.seal_cursor(&7_u32, "partner-a status=draft");
        let mut query = Query::parse(&format!("cursor={cursor}"));
        assert_eq!(query.cursor::<u32>(&keys, "partner-a status=draft"), Some(7));
        query.finish().unwrap();
        let mut query = Query::parse(&format!("cursor={cursor}"));
        assert_eq!(query.cursor::<u32>(&keys, "partner-b status=draft"), None);
        assert_eq!(faults(query), [("/cursor".into(), "cursor_invalid")]);
    }
}
