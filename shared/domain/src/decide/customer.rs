//! What the customer decides: K5, K6, K10, K11, K12 and, through them, T14, S2, S3.

use alloc::{string::String, vec::Vec};

use super::{Step, state_refusal};
use crate::{
    actor::Actor,
    claim::{AssociationStatus, Item, ReferralKind},
    command::{CustomerAnswer, Delegation, Report},
    consent::{Answered, Choice, Consent, ConsentState, DELEGATIONS_MAX, Delegate, Mode},
    history::Action,
    ids::ReceiptId,
    input::ContactInput,
    planted,
    refusal::{Code, Fault, Refusal},
    settle,
    state::{Closing, State, ending},
    text::{self, Locale},
    validate,
};

impl Step<'_> {
    /// V-61 and the human step: nothing is decided by a request that a scanner could have made.
    pub(super) fn answer(&mut self, actor: &Actor, answer: CustomerAnswer) -> Result<(), Refusal> {
        let consent = self.current_round(answer.round)?;
        let (mode, state) = (consent.mode, consent.state.clone());
        if self.claim.is_terminal()
            && state == ConsentState::Accepted
            && answer.choice == Some(Choice::Withdraw)
        {
            // D8: until the approval.
            return Err(state_refusal(Code::InvalidStateTransition, &self.claim, actor));
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
            Choice::Decline => Action::ConsentDeclined,
            Choice::Object => Action::ConsentObjected,
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
            locale: complete.locale,
            text: complete.text,
            previous: consent.decision.take().map(|earlier| earlier.receipt),
        });
        self.record(entry);
        if self.claim.deal.is_some() {
            return self.dealt(complete.choice);
        }
        if action != Action::ConsentAccepted {
            self.end_associations(ending::CUSTOMER_DECLINED, |item| {
                !planted::OBJECTION_TOO_LATE || item.active().is_none()
            });
            let end = State::RejectedFinal { code: ending::CUSTOMER_DECLINED.into() };
            self.go(Action::CustomerObjected, end, Some(ending::CUSTOMER_DECLINED));
        }
    }

    /// E7, E8, E26
    fn dealt(&mut self, choice: Choice) {
        let (calendar, now) = (&self.context.catalogue.calendar, self.context.now);
        let days = &self.engagement.deadlines;
        if choice == Choice::Accept {
            if let Some(deal) = &mut self.claim.deal {
                deal.submit_by = Some(calendar.after_days(now, days.submit_days));
                deal.review_by = Some(calendar.after_days(now, days.review_days));
            }
            self.go(Action::CustomerAgreed, State::ConsentReceived, None);
            self.upgrade_referral();
            return;
        }
        let (action, end) = match choice {
            Choice::Withdraw => (Action::CustomerWithdrew, Closing::ConsentWithdrawn),
            Choice::Accept | Choice::Decline | Choice::Object => {
                (Action::CustomerDeclined, Closing::ConsentDeclined)
            }
        };
        self.go(action, State::Closed { end }, Some(end.as_str()));
        settle::close_referral(&mut self.claim, now, "declined");
    }

    /// 6.6: with the consent field sellers join, where they manage the customer.
    fn upgrade_referral(&mut self) {
        let joins = self.engagement.referral.as_ref().is_some_and(|rule| rule.co_sell);
        let managed = self.claim.customer.managed;
        let referral = self.claim.deal.as_mut().and_then(|deal| deal.referral.as_mut());
        let Some(referral) = referral.filter(|referral| referral.closed.is_none() && joins && managed) else {
            return;
        };
        referral.kind = ReferralKind::CoSell;
        let entry =
            crate::Entry::new(self.context.now, crate::history::By::system(), Action::ReferralUpgraded)
                .change(ReferralKind::PartnerLed.as_str(), ReferralKind::CoSell.as_str());
        self.record(entry);
    }

    /// S2, S3, S5, S6, S7: those of these items end at once (I-11).
    pub(super) fn end_associations(&mut self, reason: &str, of: impl Fn(&Item) -> bool) {
        let ended = settle::end_associations(&mut self.claim.content.items, self.context.now, |item| {
            of(item).then(|| reason.into())
        });
        if let Some((from, items, reason)) = ended {
            let entry = self
                .entry(Action::AssociationEnded)
                .change(from.as_str(), AssociationStatus::Ended.as_str())
                .because(reason)
                .about(items);
            self.record(entry);
        }
    }

    /// K10: "not me" – somebody else at the same customer; the partner confirms with a new contact.
    pub(super) fn delegate(&mut self, delegation: Delegation) -> Result<(), Refusal> {
        let consent = self.current_round(delegation.round)?;
        if !consent.state.is_open() {
            return Err(Refusal::ConsentAlreadyDecided);
        }
        let full = consent.delegations >= DELEGATIONS_MAX;
        let named = self.named(&delegation);
        let same = |known: &Delegate| matches!(&named, Ok((name, email)) if known.name == *name && known.email == *email);
        if consent.delegate.as_ref().is_some_and(same) {
            return Ok(());
        }
        if full {
            return Err(Refusal::DelegationLimitReached);
        }
        let (name, email) = named.map_err(Refusal::Invalid)?;
        let (round, now) = (delegation.round, self.context.now);
        let Some(consent) = &mut self.claim.consent else { return Ok(()) };
        consent.delegate = Some(Delegate { name, email, at: now });
        consent.delegations += 1;
        let entry = self.entry(Action::ConsentDelegated).of_round(round);
        self.record(entry);
        Ok(())
    }

    fn named(&self, delegation: &Delegation) -> Result<(String, String), Vec<Fault>> {
        let Delegation { name, email, .. } = delegation;
        let input = ContactInput { name: name.clone(), email: email.clone(), ..ContactInput::default() };
        let mut faults = Vec::new();
        let contact = validate::colleague(&input, &self.claim.content.partner_contact);
        let contact = contact.map_err(|found| faults.extend(found)).ok();
        let domain =
            contact.as_ref().and_then(|contact| contact.email.rsplit_once('@')).map(|(_, domain)| domain);
        let asked = self.claim.consent.as_ref().and_then(|consent| consent.contact.email.rsplit_once('@'));
        let known = domain.is_some_and(|domain| {
            // A customer of whom no domain is known has at least the one where it was reached.
            let reached = asked.filter(|_| delegation.domains.is_empty()).map(|(_, domain)| domain);
            delegation.domains.iter().map(String::as_str).chain(reached).any(|known| known == domain)
        });
        if contact.is_some() && !known {
            faults.push(Fault::new("/email", Code::DelegateDomainUnknown));
        }
        if !delegation.nonce_valid {
            faults.push(Fault::new("/nonce", Code::NonceInvalid));
        }
        contact.filter(|_| faults.is_empty()).map(|contact| (contact.name, contact.email)).ok_or(faults)
    }

    /// The customer does not know what this is about: kept, told, and nothing is sent again.
    pub(super) fn report(&mut self, report: Report) -> Result<(), Refusal> {
        let consent = self.current_round(report.round)?;
        if consent.reported_at.is_some() {
            return Ok(());
        }
        let mut faults = Vec::new();
        let name = typed_name(report.name.as_deref());
        if name.is_none() {
            faults.push(Fault::new("/name", Code::DecisionIncomplete));
        }
        if !report.confirmed {
            faults.push(Fault::new("/confirmed", Code::DecisionIncomplete));
        }
        if !report.nonce_valid {
            faults.push(Fault::new("/nonce", Code::NonceInvalid));
        }
        let reason =
            optional_reason(report.reason.as_deref()).map_err(|fault| faults.push(fault)).ok().flatten();
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        self.by.name = name;
        let now = self.context.now;
        if let Some(consent) = &mut self.claim.consent {
            consent.reported_at = Some(now);
        }
        let mut entry = self.entry(Action::ConsentReported).of_round(report.round);
        entry.reason = reason;
        self.record(entry);
        Ok(())
    }

    /// The round of a link, as long as it is the current one of a claim that lives.
    fn current_round(&self, round: u32) -> Result<&Consent, Refusal> {
        let consent = self.claim.consent.as_ref().ok_or(Refusal::ConsentNotFound)?;
        if round > consent.round || round == 0 {
            return Err(Refusal::ConsentNotFound);
        }
        if round < consent.round {
            return Err(Refusal::ConsentOver(Code::ConsentReplaced));
        }
        if consent.state == ConsentState::Voided {
            return Err(Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
        }
        // A claim that ended for another reason cannot be decided on any more (I-3).
        let decided = match consent.state {
            ConsentState::Objected | ConsentState::Declined | ConsentState::Withdrawn => true,
            ConsentState::Accepted => consent.mode == Mode::OptIn,
            ConsentState::Created { .. }
            | ConsentState::Sending
            | ConsentState::Unknown
            | ConsentState::Delivered
            | ConsentState::Undeliverable { .. }
            | ConsentState::Lapsed
            | ConsentState::Expired
            | ConsentState::Voided => false,
        };
        if self.claim.is_terminal() && !decided {
            return Err(Refusal::ConsentOver(Code::ConsentExpired));
        }
        Ok(consent)
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

fn typed_name(given: Option<&str>) -> Option<String> {
    text::name(given.unwrap_or_default()).ok().filter(|name| name.chars().count() >= 2)
}

fn optional_reason(given: Option<&str>) -> Result<Option<String>, Fault> {
    let given = given.filter(|reason| !reason.trim().is_empty());
    given.map(|reason| validate::reason("/reason", Some(reason))).transpose()
}

struct Complete {
    choice: Choice,
    name: String,
    reason: Option<String>,
    locale: Locale,
    text: String,
}

fn complete(answer: CustomerAnswer) -> Result<Complete, Vec<Fault>> {
    let mut faults = Vec::new();
    if answer.choice.is_none() {
        faults.push(Fault::new("/decision", Code::DecisionIncomplete));
    }
    let name = typed_name(answer.name.as_deref());
    if name.is_none() {
        faults.push(Fault::new("/name", Code::DecisionIncomplete));
    }
    if !answer.confirmed {
        faults.push(Fault::new("/confirmed", Code::DecisionIncomplete));
    }
    if !answer.nonce_valid {
        faults.push(Fault::new("/nonce", Code::NonceInvalid));
    }
    let reason = optional_reason(answer.reason.as_deref()).map_err(|fault| faults.push(fault)).ok().flatten();
    match (answer.choice, name) {
        (Some(choice), Some(name)) if faults.is_empty() => {
            Ok(Complete { choice, name, reason, locale: answer.locale, text: answer.text })
        }
        _ => Err(faults),
    }
}
