//! What the partner hands in: T3, T9, T15.

use alloc::{format, string::String, vec::Vec};

use super::{Check, Note, Step};
use crate::{
    claim::{Content, Dispute, ItemDecision, ItemKey},
    command::Submission,
    history::Action,
    proof,
    refusal::{Code, Fault, Refusal},
    settle::void_consent,
    state::State,
    validate,
};

impl Step<'_> {
    /// T3
    pub(super) fn submit(&mut self, submission: &Submission) -> Result<(), Refusal> {
        self.check_submission(submission).map_err(Refusal::Invalid)?;
        self.freeze_version();
        // A claim that was recalled has left its contests; handed in again it meets its rivals anew.
        self.claim.seats.clear();
        self.go(Action::Submitted, self.submitted(), None);
        if self.claim.deal.is_some() {
            return Ok(());
        }
        self.request_consent(self.claim.content.customer_contact.clone());
        Ok(())
    }

    /// T9: a new frozen version, back to whoever sent it back; a new notice only when it would say something else.
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
        if self.claim.deal.is_some() {
            let given = |index: &usize| submission.answers.iter().any(|answer| answer.reason == *index);
            let missing = (0..reasons).filter(|index| !given(index));
            faults.extend(missing.map(|index| {
                Fault::new("/answers", Code::AnswerRequired).with("reason", format!("{index}"))
            }));
        }
        faults.extend(self.check_submission(submission).err().unwrap_or_default());
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        self.freeze_version();
        self.claim.resubmissions += 1;
        let next = if self.claim.dispute.is_some() { self.disputed() } else { self.submitted() };
        self.go(Action::Resubmitted, next, None);
        if self.claim.deal.is_some() {
            return Ok(());
        }
        let terms = self.claim.terms();
        let told = self.claim.consent.as_ref().is_some_and(|consent| consent.terms == terms);
        if !told {
            void_consent(&mut self.claim, self.context.now, self.by.clone());
            self.request_consent(self.claim.content.customer_contact.clone());
        }
        Ok(())
    }

    /// T15, V-28: once, with words or new proof, which is frozen like any submission.
    pub(super) fn dispute(&mut self, justification: Option<&str>) -> Result<(), Refusal> {
        let State::Rejected { changed, .. } = self.claim.state else { return Ok(()) };
        let mut faults = Vec::new();
        let words = justification.filter(|words| !words.trim().is_empty());
        let words =
            words.map(|words| validate::prose("/justification", words, Code::DisputeEmpty)).transpose();
        let words = words.map_err(|fault| faults.push(fault)).ok().flatten();
        if faults.is_empty() && words.is_none() && !self.has_new_proof() {
            faults.push(Fault::new("/justification", Code::DisputeEmpty));
        }
        faults.extend(proof::unclean(&self.claim));
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let first_reviewer = self.claim.review.as_ref().and_then(|review| review.by.clone());
        let justification = words.unwrap_or_default();
        let notes = Some(&justification).filter(|words| !words.is_empty());
        self.notes.extend(notes.map(|words| Note { text: words.clone(), answers: None }));
        self.claim.dispute = Some(Dispute { at: self.context.now, justification, first_reviewer });
        if changed {
            self.freeze_version();
        }
        let (now, days) = (self.context.now, self.engagement.deadlines.dispute_phase_days);
        if let Some(deal) = &mut self.claim.deal {
            deal.dispute_by = Some(self.context.catalogue.calendar.after_days(now, days));
        }
        self.go(Action::Disputed, self.disputed(), None);
        Ok(())
    }

    /// Whether a document was added since the rejection and is still there.
    fn has_new_proof(&self) -> bool {
        let entries = &self.claim.history.entries;
        let rejected = entries.iter().rposition(|entry| entry.to.as_deref() == Some("rejected"));
        let since = entries.iter().skip(rejected.unwrap_or_default());
        let mut added = since.filter(|entry| entry.action == Action::DocumentAdded);
        added
            .any(|entry| entry.document.as_ref().is_some_and(|id| self.claim.document(id.as_str()).is_some()))
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
    pub(super) fn check_subscriptions(
        &mut self,
        content: &Content,
        pointer: impl Fn(usize, &ItemKey) -> String,
    ) {
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

    fn disputed(&self) -> State {
        let days = self.engagement.deadlines.dispute_answer_business_days;
        let answer_by = self.context.catalogue.calendar.after_business_days(self.context.now, days);
        State::Disputed { answer_by, changed: false }
    }

    /// I-4: what is decided on is kept as it was.
    pub(super) fn freeze_version(&mut self) {
        self.claim.submissions += 1;
        self.freeze = Some(self.claim.submissions);
        for item in &mut self.claim.content.items {
            item.decision = ItemDecision::Open;
        }
    }
}
