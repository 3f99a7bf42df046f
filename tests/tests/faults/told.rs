//! What became of a request, in the model's words.

use crate::{naive::Answer, view};
use app::{Done, Failure, engage::Made};
use domain::Contest;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The last answer to a request.
pub(super) struct Told<T> {
    pub(super) answer: Result<T, Failure>,
    /// An earlier try ended without knowing
    pub(super) again: bool,
}

/// An effect, or that of an earlier request.
pub(super) trait Effect {
    fn answer(&self) -> Answer;
}

impl Effect for Done {
    fn answer(&self) -> Answer {
        match (self.replayed, self.changed) {
            (true, _) => Answer::Replayed,
            (false, true) => Answer::Changed,
            (false, false) => Answer::Unchanged,
        }
    }
}

impl Effect for (Contest, bool) {
    fn answer(&self) -> Answer {
        if self.1 { Answer::Unchanged } else { Answer::Changed }
    }
}

impl Effect for Made {
    fn answer(&self) -> Answer {
        if self.replayed { Answer::Replayed } else { Answer::Changed }
    }
}

impl<T: Effect> Told<T> {
    /// As the model has it; or, when it is asked for again, as something that has happened: then `true`.
    pub(super) fn is(&self, predicted: &Answer) -> Result<bool, String> {
        let answered = self.answer.as_ref().map_or_else(view::failed, Effect::answer);
        let happened = matches!(answered, Answer::Replayed | Answer::Unchanged)
            && matches!(predicted, Answer::Changed | Answer::Unchanged);
        if answered == *predicted {
            return Ok(false);
        }
        if self.again && happened {
            return Ok(true);
        }
        let again = if self.again { ", asked again" } else { "" };
        Err(format!("  system {answered:?}{again}\n  model  {predicted:?}"))
    }
}

/// What a check finds, also when it says so by panicking.
pub(super) fn told(check: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default())
    })
}
