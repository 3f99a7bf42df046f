//! What the reviewer does: T7, T7b, T8, T11, T12, T16 … T18.

use alloc::{format, string::String, vec::Vec};

use jiff::Timestamp;

use super::Step;
use crate::{
    actor::Actor,
    catalogue::REVIEW_REASONS,
    claim::{Association, ItemDecision, ItemKey, Reason, Review, ReviewResult, Stage},
    command::{ItemVerdict, Opening},
    history::Action,
    proof,
    refusal::{Code, Fault, Refusal},
    settle::{self, drop_pending, void_consent},
    state::{Part, Reviewer, State},
    validate,
};

/// Most reasons of a return or rejection: more than a partner can act on, fewer than a transaction can take
/// answers to.
const REASONS_MAX: usize = 50;

impl Step<'_> {
    /// T7
    pub(super) fn start_review(&mut self, actor: &Actor, contests: Vec<Opening>) {
        let State::Submitted { start_by, decide_by } = self.claim.state else { return };
        let Actor::Staff(caller) = actor else { return };
        let days = self.engagement.deadlines.vendor_decision_business_days;
        let calendar = &self.context.catalogue.calendar;
        let decide_by = decide_by.unwrap_or_else(|| calendar.after_business_days(self.context.now, days));
        let reviewer = Reviewer { sub: caller.sub.clone(), name: caller.name.clone() };
        let next = State::UnderReview { reviewer, start_by, decide_by, paused: None };
        self.go(Action::ReviewStarted, next, None);
        self.open_contests(contests);
    }

    /// T7b: the vendor's clocks run on.
    pub(super) fn release(&mut self) {
        let State::UnderReview { start_by, decide_by, .. } = self.claim.state else { return };
        let decide_by = self.running_again().unwrap_or(decide_by);
        self.go(Action::Released, State::Submitted { start_by, decide_by: Some(decide_by) }, None);
    }

    /// T8, T16
    pub(super) fn send_back(&mut self, reasons: Vec<Reason>) -> Result<(), Refusal> {
        let reasons = self.checked(reasons)?;
        let answer_by = self.answer_by();
        let mut parts: Vec<Part> = reasons.iter().flat_map(reopened).collect();
        parts.push(Part::Documents);
        // Who has agreed for the customer stays who it was (V-58).
        parts.retain(|part| self.claim.deal.is_none() || *part != Part::CustomerContact);
        parts.sort_unstable();
        parts.dedup();
        let code = reasons.first().map(|reason| reason.code.clone());
        self.reviewed(ReviewResult::Return, reasons);
        self.go(
            Action::Returned,
            State::ActionRequired { answer_by, parts, changed: false },
            code.as_deref(),
        );
        Ok(())
    }

    /// T8, T16: a number of business days. E16, E23: what is left of the review, or of the dispute, but never
    /// less than a few business days.
    fn answer_by(&self) -> Timestamp {
        let (calendar, now) = (&self.context.catalogue.calendar, self.context.now);
        let days = &self.engagement.deadlines;
        let Some(deal) = &self.claim.deal else {
            return calendar.after_business_days(now, days.partner_answer_business_days);
        };
        let phase = if self.claim.dispute.is_some() { deal.dispute_by } else { deal.review_by };
        let least = calendar.after_business_days(now, days.return_minimum_business_days);
        phase.map_or(least, |by| by.max(least))
    }

    /// T11, T18
    pub(super) fn reject(&mut self, reasons: Vec<Reason>) -> Result<(), Refusal> {
        let reasons = self.checked(reasons)?;
        let code = reasons.first().map(|reason| reason.code.clone()).unwrap_or_default();
        let days = self.engagement.deadlines.dispute_days;
        let dispute_until = self.context.catalogue.calendar.after_days(self.context.now, days);
        self.reviewed(ReviewResult::Reject, reasons);
        drop_pending(&mut self.claim);
        let next = if self.claim.dispute.is_some() {
            void_consent(&mut self.claim, self.context.now, self.by.clone());
            State::RejectedFinal { code: code.clone() }
        } else {
            State::Rejected { code: code.clone(), dispute_until, changed: false }
        };
        self.go(Action::Rejected, next, Some(&code));
        Ok(())
    }

    /// T12, T17: every item is decided; those accepted have clean proof (I-2) and become associations.
    pub(super) fn approve(&mut self, actor: &Actor, verdicts: &[ItemVerdict]) -> Result<(), Refusal> {
        self.undecided(actor, verdicts)?;
        let decisions = self.decisions(verdicts).map_err(Refusal::Invalid)?;
        self.lost(verdicts)?;
        if matches!(self.claim.state, State::Disputed { changed: true, .. }) {
            self.freeze_version();
        }
        let mut accepted = Vec::new();
        for (item, decision) in self.claim.content.items.iter_mut().zip(decisions) {
            item.association =
                (decision == ItemDecision::Accepted).then(|| Association::pending(self.context.now));
            if item.is_held() {
                accepted.push(format!("{}", item.key));
            }
            item.decision = decision;
        }
        self.reviewed(ReviewResult::Approve, Vec::new());
        let mut entry =
            self.entry(Action::Approved).change(self.claim.state.as_str(), State::Approved.as_str());
        entry.items = accepted;
        self.claim.state = State::Approved;
        self.record(entry);
        self.evaluate_earning();
        if self.claim.deal.is_some() {
            // Approved is paid for, without anything to wait for.
            settle::accrue(&mut self.claim, self.context.now);
        }
        Ok(())
    }

    /// One decision for every item, in the order of the items.
    fn decisions(&self, verdicts: &[ItemVerdict]) -> Result<Vec<ItemDecision>, Vec<Fault>> {
        let mut faults = Vec::new();
        for (index, verdict) in verdicts.iter().enumerate() {
            let at = format!("/items/{index}");
            let key = ItemKey::parse(&verdict.key);
            if key.is_none_or(|key| self.claim.item(&key).is_none()) {
                faults.push(Fault::new(format!("{at}/key"), Code::ItemUnknown));
            } else if verdicts[..index].iter().any(|earlier| earlier.key == verdict.key) {
                faults.push(Fault::new(at, Code::ItemDuplicate));
            }
        }
        let mut decisions = Vec::new();
        for item in &self.claim.content.items {
            let key = format!("{}", item.key);
            let found = verdicts.iter().enumerate().find(|(_, verdict)| verdict.key == key);
            match found.map(|(index, verdict)| (index, verdict, verdict.decision.as_str())) {
                Some((index, _, "accepted")) => {
                    if !proof::covered(&self.claim, &item.key) {
                        faults.push(
                            Fault::new(format!("/items/{index}"), Code::PoeItemNotCovered).with("item", key),
                        );
                    }
                    decisions.push(ItemDecision::Accepted);
                }
                Some((index, verdict, "refused")) => {
                    match validate::reason(&format!("/items/{index}/reason"), verdict.reason.as_deref()) {
                        Ok(reason) => decisions.push(ItemDecision::Refused { reason }),
                        Err(fault) => faults.push(fault),
                    }
                }
                Some((index, ..)) => {
                    faults.push(Fault::new(format!("/items/{index}/decision"), Code::ItemDecisionRequired));
                }
                None => faults.push(Fault::new("/items", Code::ItemDecisionRequired).with("item", key)),
            }
        }
        let none = self.claim.deal.is_none() && !decisions.contains(&ItemDecision::Accepted);
        if faults.is_empty() && none {
            faults.push(Fault::new("/items", Code::NoItemAccepted));
        }
        // An association has a document for each of its items.
        if self.claim.deal.is_some() && !self.claim.documents.iter().any(proof::counts) {
            faults.push(Fault::new("/documents", Code::PoeMissing));
        }
        faults.extend(proof::elements(&self.claim, self.engagement, proof::counts));
        faults.extend(proof::invoice(&self.claim, self.engagement, proof::counts));
        if faults.is_empty() { Ok(decisions) } else { Err(faults) }
    }

    fn reviewed(&mut self, result: ReviewResult, reasons: Vec<Reason>) {
        let stage = if self.claim.dispute.is_some() { Stage::Dispute } else { Stage::First };
        let (at, by) = (self.context.now, self.by.sub.clone());
        self.claim.review = Some(Review { stage, result, reasons, at, by });
    }

    /// At least one reason, each coded, bound to something of the claim, and in words.
    fn checked(&self, reasons: Vec<Reason>) -> Result<Vec<Reason>, Refusal> {
        let mut faults = Vec::new();
        if reasons.is_empty() {
            faults.push(Fault::new("/reasons", Code::ReasonRequired));
        }
        if reasons.len() > REASONS_MAX {
            return Err(Refusal::Invalid(alloc::vec![
                Fault::new("/reasons", Code::TooManyItems).with("max", format!("{REASONS_MAX}"))
            ]));
        }
        let mut checked = Vec::with_capacity(reasons.len());
        for (index, mut reason) in reasons.into_iter().enumerate() {
            let at = format!("/reasons/{index}");
            if !REVIEW_REASONS.contains(&reason.code.as_str()) {
                let allowed = REVIEW_REASONS.join(", ");
                faults
                    .push(Fault::new(format!("{at}/code"), Code::ReasonCodeUnknown).with("allowed", allowed));
            }
            if !self.names_something(&reason.pointer) {
                faults.push(Fault::new(format!("{at}/pointer"), Code::PointerUnknown));
            }
            if reason.document_id.as_deref().is_some_and(|id| self.claim.document(id).is_none()) {
                faults.push(Fault::new(format!("{at}/documentId"), Code::PointerUnknown));
            }
            match validate::reason(&format!("{at}/text"), Some(&reason.text)) {
                Ok(text) => reason.text = text,
                Err(fault) => faults.push(fault),
            }
            checked.push(reason);
        }
        if faults.is_empty() { Ok(checked) } else { Err(Refusal::Invalid(faults)) }
    }

    fn names_something(&self, pointer: &str) -> bool {
        let mut parts = pointer.split('/').skip(1);
        let known_element = |id: &str| self.engagement.proof.elements.iter().any(|element| element.id == id);
        match (parts.next(), parts.next(), parts.next()) {
            (Some("items"), Some(key), None) => {
                ItemKey::parse(key).is_some_and(|key| self.claim.item(&key).is_some())
            }
            (Some("documents"), Some(id), _) => self.claim.document(id).is_some(),
            (Some("proof"), Some("elements"), Some(id)) => known_element(id),
            (Some("elements"), Some(id), None) => known_element(id),
            (Some("items"), None, None) => !self.claim.content.items.is_empty(),
            (Some("documents" | "proof" | "locationId"), None, None) => true,
            (Some("customerContact" | "partnerContact"), field, None) => {
                field.is_none_or(|field| ["name", "title", "email", "locale"].contains(&field))
            }
            _ => false,
        }
    }
}

/// What a reason re-opens besides the proof, which is always open after a return.
fn reopened(reason: &Reason) -> Option<Part> {
    let head: String = reason.pointer.split('/').nth(1).unwrap_or_default().into();
    match head.as_str() {
        "items" => Some(Part::Items),
        "locationId" => Some(Part::Location),
        "customerContact" => Some(Part::CustomerContact),
        "partnerContact" => Some(Part::PartnerContact),
        _ => None,
    }
}
