//! What the partner does: T2, T4, T6, T20, T22, T23.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use jiff::SignedDuration;

use super::{Check, Note, Step, frozen};
use crate::{
    actor::Actor,
    allowed,
    catalogue::Kind,
    claim::{Contact, Content, ItemDecision, ItemKey},
    consent::{self, Consent, ConsentState},
    history::Action,
    ids::ConsentId,
    input::{ContactInput, ContentPatch},
    refusal::Refusal,
    settle::{self, drop_pending, void_consent},
    state::{State, ending},
    validate,
};

impl Step<'_> {
    /// T2, and the named parts in `action_required` (C4).
    pub(super) fn edit(&mut self, actor: &Actor, patch: ContentPatch) -> Result<(), Refusal> {
        let touched = patch.touched();
        let open = allowed::editable(&self.claim.state);
        let closed: Vec<&str> = touched.iter().copied().filter(|pointer| !open.contains(pointer)).collect();
        if !closed.is_empty() {
            return Err(frozen(closed));
        }
        let input = patch.applied_to(&self.claim.content, &self.claim.customer.tenant);
        let next = match self.claim.kind() {
            Kind::Association => validate::content(&input, Some(self.engagement)),
            Kind::Engagement => validate::deal_content(
                input.name.as_deref(),
                input.location_id.as_deref(),
                input.customer_contact.as_ref(),
                input.partner_contact.as_ref(),
            ),
        };
        let mut next = next.map_err(Refusal::Invalid)?;
        if next.location == self.claim.content.location {
            next.location_name.clone_from(&self.claim.content.location_name);
        }
        for item in &mut next.items {
            // What was won in a contest stays with the claim.
            item.association = self.claim.item(&item.key).and_then(|known| known.association.clone());
        }
        if next == undecided(&self.claim.content) {
            return Ok(());
        }
        if next.location != self.claim.content.location {
            let covered = match actor {
                Actor::Staff(caller) => caller.scope.covers(&next.location),
                Actor::Customer | Actor::System => false,
            };
            if !covered {
                return Err(Refusal::LocationOutOfScope);
            }
            self.checks.push(Check::Location { id: next.location.clone(), org: self.claim.org.clone() });
        }
        if touched.contains(&"/items") {
            self.check_subscriptions(&next, |index, _| format!("/items/{index}/subscriptionId"));
        }
        self.claim.content = next;
        self.uncover_removed_items();
        self.mark_changed();
        let mut entry = self.entry(Action::Edited);
        entry.items = touched.into_iter().map(String::from).collect();
        self.record(entry);
        Ok(())
    }

    /// T4
    pub(super) fn cancel(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words = reason
            .map(|_| validate::reason("/reason", reason))
            .transpose()
            .map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        self.go(Action::Canceled, State::Canceled { code: None }, words.as_deref());
        settle::close_referral(&mut self.claim, self.context.now, ending::CANCELED);
        Ok(())
    }

    /// T6
    pub(super) fn recall(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words =
            validate::reason("/reason", reason).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        if self.claim.deal.is_some() {
            self.go(Action::Recalled, State::ConsentReceived, Some(&words));
            return Ok(());
        }
        drop_pending(&mut self.claim);
        self.go(Action::Recalled, State::Draft { idle_until: self.context.now }, Some(&words));
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        Ok(())
    }

    /// T20, S5: the customer is told.
    pub(super) fn disassociate(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words =
            validate::full_reason("/reason", reason).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        self.end_associations(ending::PARTNER, |_| true);
        self.give_up(Action::Disassociated, ending::PARTNER_DISASSOCIATED, words);
        Ok(())
    }

    /// T22
    pub(super) fn withdraw(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words =
            validate::reason("/reason", reason).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        drop_pending(&mut self.claim);
        self.give_up(Action::PartnerWithdrew, ending::PARTNER_REQUEST, words);
        Ok(())
    }

    fn give_up(&mut self, action: Action, code: &str, words: String) {
        self.notes.push(Note { text: words, answers: None });
        self.go(action, State::RejectedFinal { code: code.into() }, Some(code));
        void_consent(&mut self.claim, self.context.now, self.by.clone());
    }

    /// T23, K9: the same link again.
    pub(super) fn resend(&mut self) -> Result<(), Refusal> {
        let now = self.context.now;
        let next = allowed::next_reminder_at(&self.claim).ok_or(Refusal::ReminderLimitReached)?;
        if now < next {
            let wait = next.duration_since(now);
            return Err(Refusal::ReminderTooSoon { at: next, seconds: wait.as_secs().unsigned_abs().max(1) });
        }
        let Some(consent) = &mut self.claim.consent else { return Ok(()) };
        consent.reminders += 1;
        consent.asked_at = now;
        let from = consent.state.as_str();
        // A delivered round stays delivered: its window runs from the first delivery (K9).
        if consent.state != ConsentState::Delivered {
            consent.state = created(now);
        }
        let (to, round) = (consent.state.as_str(), consent.round);
        let entry = self.entry(Action::ConsentResent).change(from, to).of_round(round);
        self.note(entry);
        Ok(())
    }

    /// T23, K8: a new round to another person; the claim's own contact stays frozen.
    pub(super) fn change_contact(&mut self, input: &ContactInput) -> Result<(), Refusal> {
        let contact = validate::customer_contact(input, &self.claim.content.partner_contact)
            .map_err(Refusal::Invalid)?;
        if self.claim.consent.as_ref().is_some_and(|consent| consent.contact == contact) {
            return Ok(());
        }
        // K10: a colleague whom the customer named answers by the same deadline; anybody else has a new one.
        let named = self.claim.consent.as_ref().filter(|consent| {
            consent.delegate.as_ref().is_some_and(|delegate| delegate.email == contact.email)
        });
        let deadline = named.and_then(|consent| consent.window_ends);
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        self.request_consent(contact);
        if let Some(consent) = &mut self.claim.consent {
            consent.window_ends = deadline;
        }
        self.claim.version += 1;
        self.claim.updated_at = self.context.now;
        Ok(())
    }

    /// K1: the next numbered round.
    pub(super) fn request_consent(&mut self, contact: Contact) {
        let now = self.context.now;
        let old = self.claim.consent.take();
        let (id, round, reminders, delegations) = match old {
            Some(old) => (old.id, old.round + 1, old.reminders, old.delegations),
            None => (ConsentId::fresh(now, self.context.fresh), 1, 0, 0),
        };
        self.claim.consent = Some(Consent {
            id,
            mode: self.engagement.consent_mode,
            round,
            contact,
            terms: self.claim.terms(),
            state: created(now),
            requested_at: now,
            sent_at: None,
            delivered_at: None,
            window_ends: None,
            reminders,
            asked_at: now,
            decision: None,
            delegate: None,
            delegations,
            reported_at: None,
        });
        let mut entry = self.entry(Action::ConsentRequested).of_round(round);
        entry.to = Some(created(now).as_str().to_string());
        self.note(entry);
    }

    pub(super) fn mark_changed(&mut self) {
        match &mut self.claim.state {
            State::ActionRequired { changed, .. }
            | State::Rejected { changed, .. }
            | State::Disputed { changed, .. } => *changed = true,
            State::Draft { .. }
            | State::ConsentNotRequested
            | State::AwaitingConsent
            | State::ConsentReceived
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved
            | State::RejectedFinal { .. }
            | State::Closed { .. }
            | State::Canceled { .. } => {}
        }
    }

    /// A document cannot cover what is not claimed any more.
    fn uncover_removed_items(&mut self) {
        let keys: Vec<ItemKey> = self.claim.content.items.iter().map(|item| item.key.clone()).collect();
        for document in &mut self.claim.documents {
            document.covers.items.retain(|key| keys.contains(key));
        }
    }
}

/// The content as if no reviewer had looked: what an edit is compared with.
fn undecided(content: &Content) -> Content {
    let mut content = content.clone();
    for item in &mut content.items {
        item.decision = ItemDecision::Open;
    }
    content
}

fn created(now: jiff::Timestamp) -> ConsentState {
    let chase_at = now.saturating_add(SignedDuration::from_mins(consent::CHASE_AFTER_MINUTES)).unwrap_or(now);
    ConsentState::Created { chase_at }
}
