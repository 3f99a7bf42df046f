//! What the customer decides: K5, K6, K11, K12 and, through them, T14, S2, S3.

use alloc::{format, vec::Vec};

use super::Step;
use crate::{
    claim::{Association, AssociationStatus},
    command::CustomerAnswer,
    consent::{Answered, Choice, ConsentState, Mode},
    history::Action,
    ids::ReceiptId,
    refusal::{Code, Fault, Refusal},
    state::{State, ending},
    text, validate,
};

impl Step<'_> {
    /// V-61 and the human step: nothing is decided by a request that a scanner could have made.
    pub(super) fn answer(&mut self, answer: CustomerAnswer) -> Result<(), Refusal> {
        let consent = self.claim.consent.as_ref().ok_or(Refusal::ConsentNotFound)?;
        if answer.round > consent.round || answer.round == 0 {
            return Err(Refusal::ConsentNotFound);
        }
        if answer.round < consent.round {
            return Err(Refusal::ConsentOver(Code::ConsentReplaced));
        }
        let (mode, state) = (consent.mode, consent.state.clone());
        if state == ConsentState::Voided {
            return Err(Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
        }
        // A claim that ended for another reason cannot be decided on any more (I-3).
        let decided =
            matches!(state, ConsentState::Objected | ConsentState::Declined | ConsentState::Withdrawn);
        if self.claim.state.is_terminal() && !decided {
            return Err(Refusal::ConsentOver(Code::ConsentExpired));
        }
        // What can have no effect is refused for that, whatever else is missing (api 1: 409 before 422).
        let next = answer.choice.map(|choice| step(mode, &state, choice));
        match next {
            Some(Next::Decided) => return Err(Refusal::ConsentAlreadyDecided),
            Some(Next::Over) => return Err(Refusal::ConsentOver(Code::ConsentExpired)),
            Some(Next::To(_) | Next::Repeat | Next::Unknown) | None => {}
        }
        let complete = complete(answer).map_err(Refusal::Invalid)?;
        match next {
            Some(Next::To(next)) => self.decided(next, complete),
            Some(Next::Unknown) | None => return Err(Refusal::fault("/decision", Code::DecisionIncomplete)),
            Some(Next::Repeat | Next::Decided | Next::Over) => {}
        }
        Ok(())
    }

    fn decided(&mut self, next: ConsentState, complete: Complete) {
        let now = self.context.now;
        let action = match complete.choice {
            Choice::Accept => Action::ConsentAccepted,
            Choice::Decline | Choice::Object => Action::ConsentObjected,
            Choice::Withdraw => Action::ConsentWithdrawn,
        };
        self.by.name = Some(complete.name.clone());
        let Some(consent) = &mut self.claim.consent else { return };
        let mut entry = crate::Entry::new(now, self.by.clone(), action)
            .change(consent.state.as_str(), next.as_str())
            .of_round(consent.round);
        entry.reason.clone_from(&complete.reason);
        consent.state = next;
        consent.decision = Some(Answered {
            choice: complete.choice,
            name: complete.name,
            reason: complete.reason,
            at: now,
            receipt: ReceiptId::fresh(now, self.context.fresh),
        });
        self.record(entry);
        if action != Action::ConsentAccepted {
            self.end_associations(ending::CUSTOMER_DECLINED);
            let end = State::RejectedFinal { code: ending::CUSTOMER_DECLINED.into() };
            self.go(Action::CustomerObjected, end, Some(ending::CUSTOMER_DECLINED));
        }
    }

    /// S2, S3: pending and active ones end at once (I-11).
    fn end_associations(&mut self, reason: &str) {
        let mut ended = Vec::new();
        let mut from = AssociationStatus::Pending;
        for item in &mut self.claim.content.items {
            if let Some(association) = &mut item.association
                && association.status != AssociationStatus::Ended
            {
                from = association.status;
                *association = Association {
                    status: AssociationStatus::Ended,
                    since: self.context.now,
                    ended_reason: Some(reason.into()),
                };
                ended.push(format!("{}", item.key));
            }
        }
        if !ended.is_empty() {
            let mut entry = self
                .entry(Action::AssociationEnded)
                .change(from.as_str(), AssociationStatus::Ended.as_str())
                .because(reason);
            entry.items = ended;
            self.record(entry);
        }
    }
}

/// What a choice leads to.
enum Next {
    To(ConsentState),
    Repeat,
    Decided,
    Over,
    Unknown,
}

/// The machine of domain 6.3 as far as the customer moves it.
fn step(mode: Mode, state: &ConsentState, choice: Choice) -> Next {
    let offered = match (mode, choice) {
        (Mode::Notice, Choice::Decline) | (Mode::OptIn, Choice::Object) => false,
        (Mode::Notice | Mode::OptIn, Choice::Accept | Choice::Withdraw) => true,
        (Mode::Notice, Choice::Object) | (Mode::OptIn, Choice::Decline) => true,
    };
    if !offered {
        return Next::Unknown;
    }
    match (state, choice) {
        (ConsentState::Accepted, Choice::Accept)
        | (ConsentState::Objected, Choice::Object)
        | (ConsentState::Declined, Choice::Decline)
        | (ConsentState::Withdrawn, Choice::Withdraw) => Next::Repeat,
        (ConsentState::Accepted, Choice::Withdraw) => Next::To(ConsentState::Withdrawn),
        (ConsentState::Accepted | ConsentState::Lapsed, Choice::Object) => Next::To(ConsentState::Objected),
        (ConsentState::Lapsed, Choice::Accept | Choice::Decline | Choice::Withdraw) => Next::Over,
        (ConsentState::Expired | ConsentState::Voided, _) => Next::Over,
        (
            ConsentState::Accepted
            | ConsentState::Objected
            | ConsentState::Declined
            | ConsentState::Withdrawn,
            _,
        ) => Next::Decided,
        (
            ConsentState::Created { .. }
            | ConsentState::Sending
            | ConsentState::Unknown
            | ConsentState::Delivered
            | ConsentState::Undeliverable { .. },
            choice,
        ) => match choice {
            Choice::Accept => Next::To(ConsentState::Accepted),
            Choice::Object => Next::To(ConsentState::Objected),
            Choice::Decline => Next::To(ConsentState::Declined),
            Choice::Withdraw => Next::Unknown,
        },
    }
}

struct Complete {
    choice: Choice,
    name: alloc::string::String,
    reason: Option<alloc::string::String>,
}

fn complete(answer: CustomerAnswer) -> Result<Complete, Vec<Fault>> {
    let mut faults = Vec::new();
    if answer.choice.is_none() {
        faults.push(Fault::new("/decision", Code::DecisionIncomplete));
    }
    let name =
        text::name(answer.name.as_deref().unwrap_or_default()).ok().filter(|name| name.chars().count() >= 2);
    if name.is_none() {
        faults.push(Fault::new("/name", Code::DecisionIncomplete));
    }
    if !answer.confirmed {
        faults.push(Fault::new("/confirmed", Code::DecisionIncomplete));
    }
    if !answer.nonce_valid {
        faults.push(Fault::new("/nonce", Code::NonceInvalid));
    }
    let given = answer.reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let reason = given.map(|reason| validate::reason("/reason", Some(reason))).transpose();
    let reason = reason.map_err(|fault| faults.push(fault)).ok().flatten();
    match (answer.choice, name) {
        (Some(choice), Some(name)) if faults.is_empty() => Ok(Complete { choice, name, reason }),
        _ => Err(faults),
    }
}
