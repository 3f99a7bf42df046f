//! Documents of a claim as people read them.

use domain::{Claim, Engagement, Locale};
use web::{
    Problem,
    views::{self, DocumentView},
};

use crate::{claim, pages::Page};

/// A document with its verdict in words.
pub(crate) struct Document {
    pub(crate) view: DocumentView,
    /// What kind of document it is
    pub(crate) kind: String,
    pub(crate) size: String,
    pub(crate) date: Option<String>,
    /// Elements of proof and items that it is said to show
    pub(crate) covers: Vec<String>,
    pub(crate) problem: Option<String>,
}

impl Document {
    /// Every document of a claim.
    pub(crate) fn all(claim: &Claim, rules: &Engagement, page: &Page) -> Vec<Self> {
        let items = claim::items(claim, rules, page.locale);
        let item =
            |key: String| items.iter().find(|(known, _)| *known == key).map(|(_, label)| label.clone());
        let element = |id: &String| {
            let known = rules.proof.elements.iter().find(|element| element.id == *id);
            known.map(|element| element.name.get(page.locale).to_owned())
        };
        let documents = claim.documents.iter().map(views::document);
        let shown = documents.map(|view| Self {
            kind: page.kind_of_document(&view.kind),
            size: page.bytes(view.size),
            date: view.activity_date.map(|date| page.date(date)),
            covers: view
                .covers
                .elements
                .iter()
                .filter_map(element)
                .chain(view.covers.items.iter().filter_map(|key| item(key.to_string())))
                .collect(),
            problem: view.problem.as_deref().map(|problem| refused(problem, page.locale)),
            view,
        });
        shown.collect()
    }
}

/// Why a document was refused.
pub(crate) fn refused(problem: &str, locale: Locale) -> String {
    web::problem::code(problem).map_or_else(|| problem.into(), |code| Problem::from(code).words(locale).0)
}
