//! Whether the proof of a claim shows what is asked for.

use domain::{Claim, Engagement, calendar::Calendar, catalogue::Check, proof};
use jiff::Timestamp;

use crate::{
    pages::Page,
    refused::{named, plain},
};

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

impl Checklist {
    pub(super) fn of(
        claim: &Claim,
        rules: &Engagement,
        calendar: &Calendar,
        now: Timestamp,
        page: &Page,
    ) -> Self {
        let shown_by = |id: &String| {
            let documents = claim.documents.iter();
            let documents = documents.filter(|document| document.covers.elements.contains(id));
            documents.map(|document| document.file_name.clone()).collect()
        };
        let elements = proof::asked(claim, rules).map(|element| Element {
            name: element.name.get(page.locale).into(),
            by_system: element.check == Check::System,
            shown_by: shown_by(&element.id),
        });
        let faults = proof::faults(claim, rules, calendar, now);
        let told = |fault: &domain::Fault| {
            let words = plain(page, &named(fault, claim, rules, page.locale));
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
