//! The proof of a claim: its documents, and whether they show what is asked for.

use domain::{
    Claim, Document, Engagement, calendar::Calendar, catalogue::Check, document::DocumentState, proof,
};
use jiff::Timestamp;
use web::Problem;

use super::facts;
use crate::{claim, pages::Page, refused::plain};

/// A document.
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) state: &'static str,
    /// Its bytes can be had
    pub(super) clean: bool,
    pub(super) problem: Option<String>,
    pub(super) date: Option<String>,
    pub(super) covers: Vec<String>,
}

/// An element of proof that is asked for.
pub(super) struct Element {
    pub(super) name: String,
    /// The system looks; else the reviewer does
    pub(super) by_system: bool,
    /// Documents that are said to show it
    pub(super) shown_by: Vec<String>,
}

/// What is asked for, and what the pre-check says.
pub(super) struct Checklist {
    pub(super) elements: Vec<Element>,
    /// Everything that is at fault, in words
    pub(super) faults: Vec<String>,
}

/// Kinds of documents that have a text; engagements may name others.
const KINDS: [&str; 6] = ["statement_of_work", "acknowledgement", "invoice", "report", "screenshot", "other"];

impl Shown {
    pub(super) fn all(claim: &Claim, rules: &Engagement, page: &Page) -> Vec<Self> {
        claim.documents.iter().map(|document| Self::one(document, claim, rules, page)).collect()
    }

    fn one(document: &Document, claim: &Claim, rules: &Engagement, page: &Page) -> Self {
        let items = claim::items(claim, rules, page.locale);
        let item = |key: &domain::ItemKey| {
            items.iter().find(|(known, _)| *known == key.to_string()).map(|(_, label)| label.clone())
        };
        let element = |id: &String| {
            let known = rules.proof.elements.iter().find(|element| element.id == *id);
            known.map(|element| element.name.get(page.locale).to_owned())
        };
        let covers = document.covers.items.iter().filter_map(item);
        let problem = match &document.state {
            DocumentState::Refused { problem } => web::problem::code(problem).map(Problem::from),
            DocumentState::Pending | DocumentState::Clean | DocumentState::Infected => None,
        };
        Self {
            id: document.id.to_string(),
            name: document.file_name.clone(),
            kind: KINDS.into_iter().find(|kind| *kind == document.kind).unwrap_or("other"),
            state: document.state.as_str(),
            clean: document.state == DocumentState::Clean,
            problem: problem.map(|problem| problem.words(page.locale).0),
            date: document.activity_date.map(|date| page.date(date)),
            covers: covers.chain(document.covers.elements.iter().filter_map(element)).collect(),
        }
    }
}

impl Checklist {
    pub(super) fn of(
        claim: &Claim,
        rules: &Engagement,
        calendar: &Calendar,
        now: Timestamp,
        page: &Page,
    ) -> Self {
        let asked = rules.proof.elements.iter();
        let asked = asked.filter(|element| !element.public_sector_only || claim.customer.public_sector);
        let shown_by = |id: &String| {
            let documents = claim.documents.iter();
            let documents = documents.filter(|document| document.covers.elements.contains(id));
            documents.map(|document| document.file_name.clone()).collect()
        };
        let elements = asked.map(|element| Element {
            name: element.name.get(page.locale).into(),
            by_system: element.check == Check::System,
            shown_by: shown_by(&element.id),
        });
        let faults = proof::faults(claim, rules, calendar, now);
        let told = |fault: &domain::Fault| {
            let words = plain(page, &facts::named(fault, claim, rules, page.locale));
            let mut parts = fault.pointer.split('/').skip(1);
            let document = parts.next().filter(|part| *part == "documents").and_then(|_| parts.next());
            match document.and_then(|id| claim.document(id)) {
                Some(document) => format!("{}: {words}", document.file_name),
                None => words,
            }
        };
        Self { elements: elements.collect(), faults: faults.iter().map(told).collect() }
    }
}
