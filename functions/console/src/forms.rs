//! What a form sends.

use domain::{Code, Precondition};
use web::{Call, Problem};

use crate::{Console, session::is_from_here};

/// Most bytes of a form.
const FORM_MAX: usize = 64 * 1024;

/// The fields of a form, in its order.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Console {
    /// The form, if it is one of our own pages that sends it.
    pub(crate) fn form(&self, call: &Call) -> Result<Fields, Problem> {
        self.form_within(call, FORM_MAX)
    }

    /// The same of a form with at most so many bytes.
    pub(crate) fn form_within(&self, call: &Call, most: usize) -> Result<Fields, Problem> {
        if !is_from_here(call, &self.origin(call)) {
            return Err(Code::Forbidden.into());
        }
        let body = call.body(most)?;
        Ok(Fields(form_urlencoded::parse(body).into_owned().collect()))
    }
}

impl Fields {
    /// Every field as it came.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// A field that was filled in.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let mut found = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        found.next().filter(|value| !value.is_empty()).map(String::from)
    }

    /// What a field said, to be shown again.
    pub(crate) fn said(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The version that the page of the form showed (V-11).
    pub(crate) fn seen(&self) -> Precondition {
        let version = self.text("version").and_then(|version| version.parse().ok());
        version.map_or(Precondition::Missing, Precondition::Version)
    }

    /// Everything that was chosen under a name.
    pub(crate) fn every(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}
