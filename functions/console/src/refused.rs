//! What was refused, told at the head of the page with links to what it is about.

use domain::Fault;
use web::{Call, Problem, views::FaultView};

use crate::pages::Page;

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
        call: &Call,
        page: &Page,
        problem: Problem,
        told: impl Fn(&Fault) -> (String, String),
    ) -> Result<Self, Problem> {
        let status = problem.status();
        if status.is_server_error() || status.as_u16() == 404 {
            return Err(problem);
        }
        problem.log(call);
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

/// A fault in the words of the API.
pub(crate) fn plain(page: &Page, fault: &Fault) -> String {
    FaultView::of(fault, page.locale).detail
}
