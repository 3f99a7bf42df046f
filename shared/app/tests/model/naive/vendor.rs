//! What the vendor does: T7, T7b, T8, T11, T12, T16 … T18, S7, more time.

use domain::{
    Actor,
    claim::Reason,
    command::{Extension, ItemVerdict},
};

use super::{
    Refused, Rules,
    calendar::end_of_day_of,
    claim::{Association, Claim, Document, Review},
    proof::covered,
    settle::drop_pending,
    standing::{deadlines, extendable},
    text::{Faults, fault, words},
};

/// The codes a reviewer can give (domain 2.1, V-21).
const REASONS: [&str; 16] = [
    "poe_missing",
    "poe_element_missing",
    "poe_identity_mismatch",
    "poe_customer_ack_missing",
    "poe_date_missing",
    "poe_date_too_old",
    "poe_service_missing",
    "poe_item_not_covered",
    "poe_public_disclosure_missing",
    "poe_unreadable",
    "missing_products",
    "item_not_eligible",
    "location_wrong",
    "contact_wrong",
    "partner_request",
    "other",
];

fn sub(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Staff(caller) => Some(caller.sub.clone()),
        Actor::Customer | Actor::System => None,
    }
}

impl Rules {
    /// T7; the clock of a released review runs on.
    pub(crate) fn start_review(&self, claim: &mut Claim, actor: &Actor) {
        self.saw(if claim.deal.is_some() { "E15" } else { "T7" });
        claim.status = "under_review";
        claim.paused = None;
        claim.reviewer = sub(actor);
        let due = self.calendar.after_business_days(self.now, self.days.vendor_decision);
        claim.decide_by = Some(claim.decide_by.unwrap_or(due));
        claim.version += 1;
    }

    /// T7b
    pub(crate) fn release(&self, claim: &mut Claim) {
        self.saw("T7b");
        claim.status = "submitted";
        // The vendor's clock runs on, also where a contest has held it up.
        if let (Some(days), Some(decide_by)) = (claim.paused, claim.decide_by) {
            let again = self.calendar.after_business_days(self.now, days);
            claim.decide_by = Some(again.max(decide_by));
        }
        claim.paused = None;
        claim.reviewer = None;
        claim.version += 1;
    }

    /// T8, T16
    pub(crate) fn send_back(
        &self,
        claim: &mut Claim,
        actor: &Actor,
        reasons: &[Reason],
    ) -> Result<(), Refused> {
        self.check_reasons(claim, reasons)?;
        self.saw(match (claim.deal.is_some(), claim.status == "disputed") {
            (false, false) => "T8",
            (false, true) => "T16",
            (true, false) => "E16",
            (true, true) => "E23 returned",
        });
        let mut fields = Vec::new();
        for reason in reasons {
            let first = reason.pointer.split('/').nth(1).unwrap_or("");
            match first {
                "items" => fields.push("/items"),
                "locationId" => fields.push("/locationId"),
                // V-58: who has agreed for the customer stays who it was.
                "customerContact" if claim.deal.is_none() => fields.push("/customerContact"),
                "partnerContact" => fields.push("/partnerContact"),
                _ => {}
            }
        }
        fields.sort_unstable();
        fields.dedup();
        claim.reopened = fields;
        claim.changed = false;
        self.reviewed(claim, actor, "return", reasons.len());
        claim.status = "action_required";
        claim.clock = self.answer_by(claim);
        claim.version += 1;
        Ok(())
    }

    /// T11, T18
    pub(crate) fn reject(&self, claim: &mut Claim, actor: &Actor, reasons: &[Reason]) -> Result<(), Refused> {
        self.check_reasons(claim, reasons)?;
        self.reviewed(claim, actor, "reject", reasons.len());
        claim.failure = reasons.first().map(|reason| reason.code.clone());
        drop_pending(claim);
        claim.version += 1;
        if claim.is_disputed {
            self.saw(if claim.deal.is_some() { "E25 rejected" } else { "T18" });
            claim.status = "rejected_final";
            self.void(claim);
        } else {
            self.saw(if claim.deal.is_some() { "E20" } else { "T11" });
            let now = self.now;
            self.reject_until_disputed(claim, now);
        }
        Ok(())
    }

    /// T12, T17: every item is decided once, at least one accepted, each of those with clean proof.
    pub(crate) fn approve(
        &self,
        claim: &mut Claim,
        actor: &Actor,
        verdicts: &[ItemVerdict],
    ) -> Result<(), Refused> {
        let accepts =
            |key: &str| verdicts.iter().any(|verdict| verdict.key == key && verdict.decision == "accepted");
        if claim.seats.iter().any(|seat| seat.won.is_none() && accepts(&seat.key)) {
            return Err(Refused::code("contest_open"));
        }
        let mut lost = Faults::new();
        for seat in &claim.seats {
            let held = claim.items.iter().any(|item| item.key == seat.key && item.is_held());
            let claimed = claim.items.iter().any(|item| item.key == seat.key);
            if seat.won == Some(false) && claimed && !held && accepts(&seat.key) && !claim.is_disputed {
                fault(&mut lost, &format!("/items/{}", seat.key), "association_taken");
            }
        }
        let faults = self.verdict_faults(claim, verdicts);
        Refused::unless_empty(faults)?;
        if !lost.is_empty() {
            return Err(Refused::coded("association_taken", lost));
        }
        self.saw(match (claim.deal.is_some(), claim.status == "disputed") {
            (false, false) => "T12",
            (false, true) => "T17",
            (true, false) => "E19",
            (true, true) => "E25",
        });
        if claim.status == "disputed" && claim.touched {
            claim.submissions += 1;
        }
        for item in &mut claim.items {
            let verdict = verdicts.iter().find(|verdict| verdict.key == item.key);
            let accepted = verdict.is_some_and(|verdict| verdict.decision == "accepted");
            if accepted {
                item.decision = "accepted";
                item.reason = None;
                item.association = Some(Association::pending(self.now));
            } else {
                self.saw("T12 with an item refused");
                item.decision = "refused";
                item.reason = verdict.and_then(|verdict| verdict.reason.clone());
                item.association = None;
            }
        }
        self.reviewed(claim, actor, "approve", 0);
        claim.status = "approved";
        claim.approved_at = Some(self.now);
        claim.version += 1;
        self.evaluate_earning(claim);
        Ok(())
    }

    fn verdict_faults(&self, claim: &Claim, verdicts: &[ItemVerdict]) -> Faults {
        let mut faults = Faults::new();
        for (index, verdict) in verdicts.iter().enumerate() {
            if !claim.items.iter().any(|item| item.key == verdict.key) {
                fault(&mut faults, &format!("/items/{index}/key"), "item_unknown");
            } else if verdicts[..index].iter().any(|earlier| earlier.key == verdict.key) {
                fault(&mut faults, &format!("/items/{index}"), "item_duplicate");
            }
        }
        let mut any_accepted = false;
        for item in &claim.items {
            let Some(index) = verdicts.iter().position(|verdict| verdict.key == item.key) else {
                fault(&mut faults, "/items", "item_decision_required");
                continue;
            };
            match verdicts[index].decision.as_str() {
                "accepted" => {
                    any_accepted = true;
                    if !covered(claim, &item.key) {
                        fault(&mut faults, &format!("/items/{index}"), "poe_item_not_covered");
                    }
                }
                "refused" => {
                    let reason = verdicts[index].reason.as_deref();
                    words(&format!("/items/{index}/reason"), reason, "reason_required", &mut faults);
                }
                _ => fault(&mut faults, &format!("/items/{index}/decision"), "item_decision_required"),
            }
        }
        if faults.is_empty() && !any_accepted && claim.deal.is_none() {
            fault(&mut faults, "/items", "no_item_accepted");
        }
        let clean = |document: &Document| document.state == "clean";
        if claim.deal.is_some() && !claim.documents.iter().any(clean) {
            fault(&mut faults, "/documents", "poe_missing");
        }
        faults.extend(self.invoice_missing(claim, true));
        // I-2: never without proof that satisfies the rules.
        faults.extend(self.elements_missing(claim, true));
        faults
    }

    fn reviewed(&self, claim: &mut Claim, actor: &Actor, result: &'static str, reasons: usize) {
        let stage = if claim.is_disputed { "dispute" } else { "first" };
        claim.review = Some(Review { stage, result, reasons, by: sub(actor) });
    }

    /// At least one reason, each with a known code, about something of the claim, in words.
    fn check_reasons(&self, claim: &Claim, reasons: &[Reason]) -> Result<(), Refused> {
        let mut faults = Faults::new();
        if reasons.is_empty() {
            fault(&mut faults, "/reasons", "reason_required");
        }
        if reasons.len() > 50 {
            return Err(Refused::field("/reasons", "too_many_items"));
        }
        for (index, reason) in reasons.iter().enumerate() {
            let at = format!("/reasons/{index}");
            if !REASONS.contains(&reason.code.as_str()) {
                fault(&mut faults, &format!("{at}/code"), "reason_code_unknown");
            }
            if !self.is_something(claim, &reason.pointer) {
                fault(&mut faults, &format!("{at}/pointer"), "pointer_unknown");
            }
            if let Some(id) = &reason.document_id
                && !claim.documents.iter().any(|document| document.id == *id)
            {
                fault(&mut faults, &format!("{at}/documentId"), "pointer_unknown");
            }
            words(&format!("{at}/text"), Some(&reason.text), "reason_required", &mut faults);
        }
        Refused::unless_empty(faults)
    }

    /// Whether a pointer names an item, a document, an element, the location or a contact.
    fn is_something(&self, claim: &Claim, pointer: &str) -> bool {
        let whole = ["/documents", "/proof", "/locationId", "/customerContact", "/partnerContact"];
        if whole.contains(&pointer) || (pointer == "/items" && !claim.items.is_empty()) {
            return true;
        }
        let element =
            |id: &str| self.engagement(&claim.engagement).elements.iter().any(|(known, ..)| known == id);
        if let Some(key) = pointer.strip_prefix("/items/") {
            return claim.items.iter().any(|item| item.key == key);
        }
        if let Some(rest) = pointer.strip_prefix("/documents/") {
            let id = rest.split('/').next().unwrap_or("");
            return claim.documents.iter().any(|document| document.id == id);
        }
        if let Some(id) = pointer.strip_prefix("/proof/elements/") {
            return element(id);
        }
        if let Some(id) = pointer.strip_prefix("/elements/") {
            return element(id);
        }
        for contact in ["/customerContact/", "/partnerContact/"] {
            if let Some(field) = pointer.strip_prefix(contact) {
                return ["name", "title", "email", "locale"].contains(&field);
            }
        }
        false
    }

    /// Domain 7: extended, never shortened, with a reason, to the end of a day.
    pub(crate) fn extend(&self, claim: &mut Claim, extension: &Extension) -> Result<(), Refused> {
        let mut faults = Faults::new();
        let clock = extension.clock.as_str();
        let running =
            deadlines(claim).into_iter().find(|(name, _)| *name == clock && extendable(claim, name));
        if running.is_none() {
            fault(&mut faults, "/clock", "clock_not_extendable");
        }
        let until = extension.until.map(|until| end_of_day_of(until.as_millisecond()));
        let until = until.filter(|until| *until > self.now && running.is_none_or(|(_, at)| *until > at));
        if until.is_none() {
            fault(&mut faults, "/until", "deadline_not_later");
        }
        words("/reason", extension.reason.as_deref(), "reason_required", &mut faults);
        Refused::unless_empty(faults)?;
        let Some(until) = until else { return Ok(()) };
        self.saw("extension");
        match clock {
            "vendor_decision" => claim.decide_by = Some(until),
            "objection" => {
                if let Some(consent) = &mut claim.consent {
                    consent.window_ends = Some(until);
                }
            }
            "contest_answer" => {
                for seat in &mut claim.seats {
                    if seat.won.is_none() {
                        seat.answer_by = until;
                    }
                }
            }
            "consent" | "first_submit" => Self::extend_deal(claim, clock, until),
            "review" | "dispute_phase" => {
                Self::extend_deal(claim, clock, until);
                if claim.status == "action_required" {
                    claim.clock = until;
                }
            }
            _ => claim.clock = until,
        }
        claim.version += 1;
        Ok(())
    }

    /// S7: the claim stays approved.
    pub(crate) fn stop(&self, claim: &mut Claim, reason: Option<&str>) -> Result<(), Refused> {
        let mut faults = Faults::new();
        words("/reason", reason, "reason_required", &mut faults);
        Refused::unless_empty(faults)?;
        if claim.deal.is_some() {
            self.stop_deal(claim);
            return Ok(());
        }
        let now = self.now;
        self.end_associations(claim, now, "programme");
        self.void(claim);
        claim.version += 1;
        Ok(())
    }
}
