//! What the partner does: T2, T3, T4, T6, T9, T23.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use jiff::SignedDuration;

use super::{Check, Note, Step};
use crate::{
    actor::Actor,
    allowed,
    claim::{Contact, Content, ItemDecision, ItemKey},
    command::Submission,
    consent::{self, Consent, ConsentState},
    history::Action,
    ids::ConsentId,
    input::{ContactInput, ContentPatch},
    proof,
    refusal::{Code, Fault, Refusal},
    settle::void_consent,
    state::State,
    validate,
};

impl Step<'_> {
    /// T2, and the named parts in `action_required` (C4).
    pub(super) fn edit(&mut self, actor: &Actor, patch: ContentPatch) -> Result<(), Refusal> {
        let touched = patch.touched();
        let open = allowed::editable(&self.claim.state);
        let frozen: Vec<Fault> = touched
            .iter()
            .filter(|pointer| !open.contains(pointer))
            .map(|pointer| Fault::new(*pointer, Code::FieldFrozen))
            .collect();
        if !frozen.is_empty() {
            return Err(Refusal::FieldFrozen(frozen));
        }
        let input = patch.applied_to(&self.claim.content, &self.claim.customer.tenant);
        let mut next = validate::content(&input, Some(self.engagement)).map_err(Refusal::Invalid)?;
        if next.location == self.claim.content.location {
            next.location_name.clone_from(&self.claim.content.location_name);
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

    /// T3
    pub(super) fn submit(&mut self, submission: &Submission) -> Result<(), Refusal> {
        self.check_submission(submission).map_err(Refusal::Invalid)?;
        self.freeze_version();
        self.go(Action::Submitted, self.submitted(), None);
        self.request_consent(self.claim.content.customer_contact.clone());
        Ok(())
    }

    /// T4
    pub(super) fn cancel(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words = reason
            .map(|_| validate::reason("/reason", reason))
            .transpose()
            .map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        self.go(Action::Canceled, State::Canceled { code: None }, words.as_deref());
        Ok(())
    }

    /// T6
    pub(super) fn recall(&mut self, reason: Option<&str>) -> Result<(), Refusal> {
        let words =
            validate::reason("/reason", reason).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        self.go(Action::Recalled, State::Draft, Some(&words));
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        Ok(())
    }

    /// T9: a new frozen version; a new notice only when it would say something else.
    pub(super) fn resubmit(&mut self, submission: &Submission) -> Result<(), Refusal> {
        let State::ActionRequired { changed, .. } = &self.claim.state else { return Ok(()) };
        let mut faults = Vec::new();
        if !changed && submission.answers.is_empty() {
            faults.push(Fault::new("", Code::NothingChanged));
        }
        let reasons = self.claim.review.as_ref().map_or(0, |review| review.reasons.len());
        for (index, answer) in submission.answers.iter().enumerate() {
            let twice = submission.answers[..index].iter().any(|earlier| earlier.reason == answer.reason);
            if answer.reason >= reasons || twice {
                faults.push(Fault::new(format!("/answers/{index}/reason"), Code::PointerUnknown));
            }
            let pointer = format!("/answers/{index}/text");
            match validate::reason(&pointer, Some(&answer.text)) {
                Ok(text) => self.notes.push(Note { text, answers: Some(answer.reason) }),
                Err(fault) => faults.push(fault),
            }
        }
        faults.extend(self.check_submission(submission).err().unwrap_or_default());
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        self.freeze_version();
        self.claim.resubmissions += 1;
        self.go(Action::Resubmitted, self.submitted(), None);
        let terms = self.claim.terms();
        let told = self.claim.consent.as_ref().is_some_and(|consent| consent.terms == terms);
        if !told {
            void_consent(&mut self.claim, self.context.now, self.by.clone());
            self.request_consent(self.claim.content.customer_contact.clone());
        }
        Ok(())
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
        void_consent(&mut self.claim, self.context.now, self.by.clone());
        self.request_consent(contact);
        self.claim.version += 1;
        self.claim.updated_at = self.context.now;
        Ok(())
    }

    /// V-20 … V-26 as the pre-check sees them, V-22, and the comment.
    fn check_submission(&mut self, submission: &Submission) -> Result<(), Vec<Fault>> {
        let calendar = &self.context.catalogue.calendar;
        let mut faults = proof::faults(&self.claim, self.engagement, calendar, self.context.now);
        for text in &self.engagement.acknowledgements {
            let reference = text.reference();
            if !submission.acknowledgements.contains(&reference) {
                faults.push(
                    Fault::new("/acknowledgements", Code::AcknowledgementRequired)
                        .with("acknowledgement", reference),
                );
            }
        }
        if let Some(comment) = submission.comment.as_deref().filter(|comment| !comment.trim().is_empty()) {
            match validate::prose("/comment", comment, Code::TextInvalid) {
                Ok(text) => self.notes.push(Note { text, answers: None }),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let content = self.claim.content.clone();
        self.check_subscriptions(&content, |_, key| format!("/items/{key}"));
        Ok(())
    }

    /// V-16 again, at the instant of the write.
    fn check_subscriptions(&mut self, content: &Content, pointer: impl Fn(usize, &ItemKey) -> String) {
        let channels =
            self.engagement.role(&content.role).map(|role| role.channels.clone()).unwrap_or_default();
        for (index, item) in content.items.iter().enumerate() {
            let ItemKey::Subscription(id) = &item.key else { continue };
            self.checks.push(Check::Subscription {
                id: id.clone(),
                pointer: pointer(index, &item.key),
                tenant: self.claim.customer.tenant.clone(),
                product: item.product.clone().unwrap_or_default(),
                channels: channels.clone(),
            });
        }
    }

    fn submitted(&self) -> State {
        let days = self.engagement.deadlines.vendor_start_business_days;
        let start_by = self.context.catalogue.calendar.after_business_days(self.context.now, days);
        State::Submitted { start_by, decide_by: None }
    }

    fn freeze_version(&mut self) {
        self.claim.submissions += 1;
        self.freeze = Some(self.claim.submissions);
        for item in &mut self.claim.content.items {
            item.decision = ItemDecision::Open;
        }
    }

    /// K1: the next numbered round.
    fn request_consent(&mut self, contact: Contact) {
        let now = self.context.now;
        let old = self.claim.consent.take();
        let (id, round, reminders) = match old {
            Some(old) => (old.id, old.round + 1, old.reminders),
            None => (ConsentId::fresh(now, self.context.fresh), 1, 0),
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
        });
        let mut entry = self.entry(Action::ConsentRequested).of_round(round);
        entry.to = Some(created(now).as_str().to_string());
        self.note(entry);
    }

    pub(super) fn mark_changed(&mut self) {
        if let State::ActionRequired { changed, .. } = &mut self.claim.state {
            *changed = true;
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
