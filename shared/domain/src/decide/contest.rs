//! A claim's part in contests: T13, S6.

use alloc::{format, string::String, vec::Vec};

use super::{Step, state_refusal};
use crate::{
    actor::Actor,
    claim::{Association, FollowUp, ItemDecision, ItemKey, Reason, Review, ReviewResult, Stage},
    command::{ItemVerdict, Opening},
    contest::{Seat, SeatRole},
    history::{Action, By},
    ids::ContestId,
    planted,
    refusal::{Code, Refusal},
    settle::void_consent,
    state::{State, ending},
};

impl Step<'_> {
    /// T13: the challenger is told; the clock of the decision waits.
    pub(super) fn open_contests(&mut self, contests: Vec<Opening>) {
        for opening in contests {
            self.take_seat(opening, SeatRole::Challenger);
        }
        let now = self.context.now;
        let calendar = &self.context.catalogue.calendar;
        let waits = self.claim.seats.iter().any(Seat::waits);
        if let State::UnderReview { decide_by, paused, .. } = &mut self.claim.state
            && waits
        {
            *paused = Some(calendar.business_days_left(now, *decide_by));
        }
    }

    /// T13: the incumbent is told.
    pub(super) fn join_contests(&mut self, openings: Vec<Opening>) {
        for opening in openings {
            self.take_seat(opening, SeatRole::Incumbent);
        }
    }

    fn take_seat(&mut self, opening: Opening, role: SeatRole) {
        let mut entry = self
            .entry(Action::ContestOpened)
            .of_clock("contest_answer", opening.answer_by)
            .about(alloc::vec![format!("{}", opening.key)])
            .because(role.as_str());
        entry.by = By::system();
        entry.contest = Some(opening.contest.clone());
        self.claim.seats.push(Seat::of(opening, role));
        self.record(entry);
    }

    /// S6 and its reverse. A challenger that wins takes the key from its holder at once, so that nobody else
    /// can come between; its association starts with the approval. Where nobody held the key it is taken with
    /// the approval. A decision that is turned round after a dispute comes a second time.
    pub(super) fn leave_contest(&mut self, contest: &ContestId, won: bool, takes: bool, by: By) {
        self.by = by;
        self.claim.owes.retain(|owed| *owed != FollowUp::Contest(contest.clone()));
        let mut seats = self.claim.seats.iter_mut();
        let Some(seat) = seats.find(|seat| seat.contest == *contest && seat.won != Some(won)) else { return };
        seat.won = Some(won);
        let (key, role) = (seat.key.clone(), seat.role);
        let mut entry = self
            .entry(Action::ContestDecided)
            .about(alloc::vec![format!("{key}")])
            .because(if won { "won" } else { "lost" });
        entry.contest = Some(contest.clone());
        self.record(entry);
        if self.claim.state.is_in_review() {
            self.weigh(&key, won, takes);
            self.go_on();
        } else if role == SeatRole::Incumbent && !won {
            self.end_associations(ending::SUPERSEDED, |item| item.key == key);
            if self.claim.state == State::Approved && !self.claim.is_held() {
                void_consent(&mut self.claim, self.context.now, self.by.clone());
            }
        }
    }

    /// What the decision means for an item whose claim is still in review.
    fn weigh(&mut self, key: &ItemKey, won: bool, takes: bool) {
        let now = self.context.now;
        let Some(item) = self.claim.content.items.iter_mut().find(|item| item.key == *key) else { return };
        if !won {
            item.association = None;
            item.decision = ItemDecision::Refused { reason: ending::CONTEST_LOST.into() };
        } else if takes {
            item.association = Some(Association::pending(now));
            item.decision = ItemDecision::Open;
        }
    }

    /// The review goes on with what is left; a claim that has lost everything is rejected.
    fn go_on(&mut self) {
        let lost = |item: &crate::Item| {
            let seats = self.claim.seats.iter().rev();
            seats.into_iter().find(|seat| seat.key == item.key).is_some_and(|seat| seat.won == Some(false))
        };
        if self.claim.dispute.is_none() && self.claim.content.items.iter().all(lost) {
            self.reject_as_lost();
        } else if !self.claim.seats.iter().any(Seat::waits)
            && let Some(again) = self.running_again()
            && let State::UnderReview { decide_by, paused, .. } = &mut self.claim.state
        {
            *decide_by = again;
            *paused = None;
        }
    }

    /// Disputable once, like every rejection.
    fn reject_as_lost(&mut self) {
        let now = self.context.now;
        let days = self.engagement.deadlines.dispute_days;
        let dispute_until = self.context.catalogue.calendar.after_days(now, days);
        let reasons = self.claim.content.items.iter().map(|item| Reason {
            code: ending::CONTEST_LOST.into(),
            pointer: format!("/items/{}", item.key),
            document_id: None,
            text: String::new(),
        });
        self.claim.review = Some(Review {
            stage: Stage::First,
            result: ReviewResult::Reject,
            reasons: reasons.collect(),
            at: now,
            by: self.by.sub.clone(),
        });
        let next = State::Rejected { code: ending::CONTEST_LOST.into(), dispute_until, changed: false };
        self.go(Action::Rejected, next, Some(ending::CONTEST_LOST));
    }

    /// When a decision that a contest has held up is due, once its clock runs again (I-17: never earlier).
    pub(super) fn running_again(&self) -> Option<jiff::Timestamp> {
        let State::UnderReview { decide_by, paused: Some(left), .. } = self.claim.state else { return None };
        let again = self.context.catalogue.calendar.after_business_days(self.context.now, left);
        Some(again.max(decide_by))
    }

    /// T12: no item is accepted whose contest is not decided.
    pub(super) fn undecided(&self, actor: &Actor, verdicts: &[ItemVerdict]) -> Result<(), Refusal> {
        let open = self.claim.seats.iter().any(|seat| seat.is_open() && is_accepted(seat, verdicts));
        if open && !planted::CONTEST_IGNORED {
            return Err(state_refusal(Code::ContestOpen, &self.claim, actor));
        }
        Ok(())
    }

    /// T12: what was lost in a contest is taken; another reviewer may see that differently in a dispute.
    pub(super) fn lost(&self, verdicts: &[ItemVerdict]) -> Result<(), Refusal> {
        if self.claim.dispute.is_some() {
            return Ok(());
        }
        let lost = self.claim.seats.iter().filter(|seat| {
            let held = self.claim.item(&seat.key).is_none_or(crate::Item::is_held);
            seat.won == Some(false) && !held && is_accepted(seat, verdicts)
        });
        let items: Vec<String> = lost.map(|seat| format!("/items/{}", seat.key)).collect();
        if items.is_empty() { Ok(()) } else { Err(Refusal::AssociationTaken { items }) }
    }
}

fn is_accepted(seat: &Seat, verdicts: &[ItemVerdict]) -> bool {
    let key = format!("{}", seat.key);
    verdicts.iter().any(|verdict| verdict.key == key && verdict.decision == "accepted")
}
