//! What is told of contests (T13). Nothing of the other side is known here.

use domain::{
    Side, State,
    allowed::{self, Act},
    contest::{Seat, SeatRole},
};
use mail::{ContestOutcome, Mail, Moment, Move};

use super::words::Words;

impl Words<'_> {
    fn seat(&self) -> Option<&Seat> {
        self.claim.seats.iter().find(|seat| Some(&seat.contest) == self.entry.contest.as_ref())
    }

    pub(super) fn contest_opened(&self) -> Option<Mail> {
        let seat = self.seat().filter(|seat| seat.is_open())?;
        Some(Mail::ContestOpened {
            claim: self.claim(),
            item: self.label(&seat.key),
            side: seat.role,
            answer_due: self.moment(seat.answer_by),
            takes_proof: allowed::listed(self.claim, Act::Upload),
        })
    }

    pub(super) fn contest_decided(&self) -> Option<Mail> {
        let won = self.entry.reason.as_deref()? == "won";
        // A decision can be turned round once (T15): only the last one is told.
        let seat = self.seat().filter(|seat| seat.won == Some(won))?;
        let outcome = self.outcome(seat.role, won);
        let (whose, due) = match outcome {
            ContestOutcome::Won | ContestOutcome::Lost | ContestOutcome::Rejected => self.standing(),
            ContestOutcome::Kept | ContestOutcome::Ended | ContestOutcome::Closed => (Move::Nobody, None),
        };
        let item = self.label(&seat.key);
        Some(Mail::ContestDecided { claim: self.claim(), item, outcome, whose, due })
    }

    fn outcome(&self, role: SeatRole, won: bool) -> ContestOutcome {
        let state = &self.claim.state;
        match (won, role) {
            (true, _) if state.is_in_review() => ContestOutcome::Won,
            (true, _) => ContestOutcome::Kept,
            // Nobody has decided: it is this claim that left.
            (false, _) if self.entry.by.side == Side::System => ContestOutcome::Closed,
            (false, _) if matches!(state, State::Rejected { .. }) => ContestOutcome::Rejected,
            (false, SeatRole::Incumbent) if *state == State::Approved => ContestOutcome::Ended,
            (false, _) => ContestOutcome::Lost,
        }
    }

    /// Whose move it is, and until when.
    fn standing(&self) -> (Move, Option<Moment>) {
        let whose = match allowed::waiting_for(self.claim) {
            "partner" => Move::You,
            "vendor" => Move::Vendor,
            "customer" => Move::Customer,
            _ => return (Move::Nobody, None),
        };
        let first = allowed::deadlines(self.claim).into_iter().next();
        (whose, first.map(|running| self.moment(running.at)))
    }
}
