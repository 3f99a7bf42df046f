//! What was refused, told at the head of the page with links to what it is about.

use domain::{Claim, Code, Engagement, Fault, Locale};
use web::{Problem, views::FaultView};

use crate::{claim::items, pages::Page, texts::text};

/// What was refused.
pub(crate) struct Refused {
    /// What it is.
    pub(crate) title: String,
    /// Every fault in words, and the place on the page that it is about; empty where it is about all of it.
    pub(crate) faults: Vec<(String, String)>,
    status: u16,
}

impl Refused {
    /// A refusal as the page tells it; what is wrong on our side has a page of its own. `told` gives the place
    /// and the words of a fault.
    pub(crate) fn of(
        page: &Page,
        problem: Problem,
        told: impl Fn(&Fault) -> (String, String),
    ) -> Result<Self, Problem> {
        let status = problem.status();
        if status.is_server_error() || status.as_u16() == 404 {
            return Err(problem);
        }
        problem.note();
        let (title, detail) = problem.words(page.locale);
        let mut faults: Vec<_> = problem.errors().iter().map(told).collect();
        // What the API tells of several things may be one thing on the page.
        faults.dedup();
        let faults = if faults.is_empty() { vec![(String::new(), detail)] } else { faults };
        Ok(Self { title, faults, status: status.as_u16() })
    }

    /// A refusal in words of our own, about a field.
    pub(crate) fn new(title: String, place: &str, words: String) -> Self {
        Self { title, faults: vec![(place.into(), words)], status: 422 }
    }

    /// What a role does not permit, with the reason where one is known.
    pub(crate) fn because(mut self, why: Option<&str>) -> Self {
        if let Some(why) = why.filter(|_| self.status == 403) {
            self.faults = vec![(String::new(), why.to_owned())];
        }
        self
    }

    /// The status of the page: that of the refusal, or 200 where nothing was refused.
    pub(crate) fn status(refused: Option<&Self>) -> u16 {
        refused.map_or(200, |refused| refused.status)
    }
}

/// Faults whose words in the API name what stands on no page, with the words of the pages.
const OWN_WORDS: [(Code, &str); 5] = [
    (Code::FileTypeNotAllowed, "allowed-files"),
    (Code::AcknowledgementRequired, "accept-all"),
    (Code::InvoiceMissing, "invoice-needed"),
    (Code::CustomerAlreadyKnown, "known-already"),
    (Code::DuplicateClaim, "claimed-already"),
];

/// Faults after which somebody goes on elsewhere: the address, and the parameter at its end.
const ELSEWHERE: [(Code, &str, &str); 2] = [
    (Code::CustomerAlreadyKnown, "/console/steps/known-customer?customer=", "customerId"),
    (Code::DuplicateClaim, "/console/claims/", "claimId"),
];

/// A fault as pages tell it.
pub(crate) fn told(fault: &Fault, locale: Locale) -> FaultView {
    let mut view = FaultView::of(fault, locale);
    if let Some((_, words)) = OWN_WORDS.into_iter().find(|(code, _)| *code == fault.code) {
        view.detail = text(locale, words);
    }
    view
}

/// Its words alone.
pub(crate) fn plain(page: &Page, fault: &Fault) -> String {
    told(fault, page.locale).detail
}

/// The page where one can go on instead.
pub(crate) fn instead(fault: &Fault) -> Option<String> {
    let (_, address, param) = ELSEWHERE.into_iter().find(|(code, ..)| *code == fault.code)?;
    let (_, value) = fault.params.iter().find(|(name, _)| *name == param)?;
    Some(format!("{address}{value}"))
}

/// The fault with names where the API has ids.
pub(crate) fn named(fault: &Fault, claim: &Claim, rules: &Engagement, locale: Locale) -> Fault {
    let mut fault = fault.clone();
    for (name, value) in &mut fault.params {
        let found = match *name {
            "item" => items(claim, rules, locale).into_iter().find(|(key, _)| key == value),
            "element" => {
                let element = rules.proof.elements.iter().find(|element| element.id == *value);
                element.map(|element| (element.id.clone(), element.name.get(locale).to_owned()))
            }
            _ => None,
        };
        *value = found.map_or_else(|| std::mem::take(value), |(_, label)| label);
    }
    fault
}
