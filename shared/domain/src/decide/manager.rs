//! What a programme manager does: more time (I-17), S7.

use alloc::vec::Vec;

use super::Step;
use crate::{
    allowed,
    command::Extension,
    history::Action,
    refusal::{Code, Fault, Refusal},
    settle::{self, void_consent},
    state::{State, ending},
    validate,
};

impl Step<'_> {
    /// Domain 7: extended, never shortened, with a reason; to the end of a day like every deadline.
    pub(super) fn extend_deadline(&mut self, extension: &Extension) -> Result<(), Refusal> {
        let mut faults = Vec::new();
        let running = allowed::deadlines(&self.claim).into_iter().find(|running| {
            running.clock == extension.clock && allowed::extendable(&self.claim, running.clock)
        });
        if running.is_none() {
            faults.push(Fault::new("/clock", Code::ClockNotExtendable));
        }
        let until = extension.until.map(|until| self.context.catalogue.calendar.day_end(until));
        let later = until
            .filter(|until| *until > self.context.now && running.is_none_or(|running| *until > running.at));
        if later.is_none() {
            faults.push(Fault::new("/until", Code::DeadlineNotLater));
        }
        let reason = validate::reason("/reason", extension.reason.as_deref());
        let reason = reason.map_err(|fault| faults.push(fault)).ok();
        let (Some(running), Some(until), Some(reason), true) = (running, later, reason, faults.is_empty())
        else {
            return Err(Refusal::Invalid(faults));
        };
        let entry = self.entry(Action::DeadlineExtended).of_clock(running.clock, until).because(reason);
        self.record(entry);
        self.set_deadline(running.clock, until);
        Ok(())
    }

    fn set_deadline(&mut self, clock: &str, until: jiff::Timestamp) {
        match (&mut self.claim.state, clock) {
            (State::Draft { idle_until }, "idle_draft") => *idle_until = until,
            (State::Submitted { start_by, .. }, "vendor_start") => *start_by = until,
            (State::Submitted { decide_by, .. }, "vendor_decision") => *decide_by = Some(until),
            (State::UnderReview { decide_by, .. }, "vendor_decision") => *decide_by = until,
            // What was extended holds for the next return as well (I-17).
            (State::ActionRequired { answer_by, .. }, "review" | "dispute_phase") => {
                *answer_by = until;
                if let Some(deal) = &mut self.claim.deal {
                    deal.extend(clock, until);
                }
            }
            (State::ActionRequired { answer_by, .. }, "partner_answer")
            | (State::Disputed { answer_by, .. }, "dispute_answer") => *answer_by = until,
            (State::Rejected { dispute_until, .. }, "dispute") => *dispute_until = until,
            (_, "objection") => {
                if let Some(consent) = &mut self.claim.consent {
                    consent.window_ends = Some(until);
                }
            }
            (_, clock) => {
                if let Some(deal) = &mut self.claim.deal {
                    deal.extend(clock, until);
                }
            }
        }
    }

    /// S7: the associations end, the claim stays approved. E27: an engagement claim ends. Partner and customer
    /// are told.
    pub(super) fn stop(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words =
            validate::reason("/reason", reason).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        if self.claim.deal.is_some() {
            void_consent(&mut self.claim, self.context.now, self.by.clone());
            let end = State::Canceled { code: Some(ending::BY_VENDOR.into()) };
            self.go(Action::Stopped, end, Some(&words));
            settle::close_referral(&mut self.claim, self.context.now, ending::BY_VENDOR);
            return Ok(());
        }
        let entry = self.entry(Action::Stopped).because(words);
        self.record(entry);
        self.end_associations(ending::PROGRAMME, |_| true);
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        Ok(())
    }
}
