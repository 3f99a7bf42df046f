//! What the partner does: T2 … T6, T9, T15, T20, T22, T23.

use domain::{
    Actor, Scope,
    command::Submission,
    input::{ContactInput, ContentPatch},
};

use super::{
    Refused, Rules,
    calendar::after_days,
    claim::{Claim, Consent, Person},
    content::{fill, fill_deal, merged},
    settle::drop_pending,
    standing::{next_reminder, open_fields},
    text::{Faults, fault, not_of_the_partner, person, words},
};

impl Rules {
    /// T2, E3, and after a return the fields it named (C4).
    pub(crate) fn edit(&self, claim: &mut Claim, actor: &Actor, patch: &ContentPatch) -> Result<(), Refused> {
        let (input, named) = merged(claim, patch);
        let open = open_fields(claim);
        let mut faults = Faults::new();
        for field in &named {
            if !open.contains(field) {
                fault(&mut faults, field, "field_frozen");
            }
        }
        if !faults.is_empty() {
            return Err(Refused::coded("field_frozen", faults));
        }
        let engagement = self.engagement(&claim.engagement);
        let filled = match &claim.deal {
            None => fill(&input, Some(engagement), &mut faults),
            Some(_) => fill_deal(&input, &mut faults),
        };
        let Some(filled) = filled else { return Err(Refused::invalid(faults)) };
        let keys = |items: &[super::claim::Item]| -> Vec<(String, Option<String>)> {
            items.iter().map(|item| (item.key.clone(), item.product.clone())).collect()
        };
        let same = filled.name == claim.name
            && filled.location == claim.location
            && keys(&filled.items) == keys(&claim.items)
            && filled.opt_out == claim.opt_out
            && filled.customer_contact == claim.customer_contact
            && filled.partner_contact == claim.partner_contact
            && filled.revenue == claim.revenue;
        if same {
            return Ok(());
        }
        let mut late = Faults::new();
        if filled.location != claim.location {
            self.may_move_to(claim, actor, &filled.location, &mut late)?;
        }
        if named.contains(&"/items") {
            let at = |index: usize, _: &str| format!("/items/{index}/subscriptionId");
            late.extend(self.subscriptions_at_fault(&filled.items, &claim.tenant, engagement, at));
        }
        self.late.replace(Refused::of(late));
        let mut items = filled.items;
        for item in &mut items {
            // What was won in a contest is kept by an edit of something else.
            let before = claim.items.iter().find(|old| old.key == item.key);
            item.association = before.and_then(|old| old.association.clone());
        }
        claim.items = items;
        claim.name = filled.name;
        claim.location = filled.location;
        claim.opt_out = filled.opt_out;
        claim.customer_contact = filled.customer_contact;
        claim.partner_contact = filled.partner_contact;
        claim.revenue = filled.revenue;
        let left: Vec<String> = claim.items.iter().map(|item| item.key.clone()).collect();
        for document in &mut claim.documents {
            document.items.retain(|key| left.contains(key));
        }
        claim.changed = true;
        self.saw(if claim.deal.is_some() { "E3" } else { "T2" });
        self.touch(claim);
        Ok(())
    }

    /// V-02, V-03, V-04 for another location.
    fn may_move_to(
        &self,
        claim: &Claim,
        actor: &Actor,
        location: &str,
        late: &mut Faults,
    ) -> Result<(), Refused> {
        let covers = match actor {
            Actor::Staff(caller) => match &caller.scope {
                Scope::All => true,
                Scope::Only(these) => these.iter().any(|one| one.as_str() == location),
            },
            Actor::Customer | Actor::System => false,
        };
        let row = self.locations.iter().find(|row| row.id == location && row.org == claim.org);
        let Some(row) = row.filter(|_| covers) else { return Err(Refused::code("location_out_of_scope")) };
        if let Some(code) = row.fault(&claim.engagement) {
            fault(late, "/locationId", code);
        }
        Ok(())
    }

    /// T4, E10: the request is voided.
    pub(crate) fn cancel(&self, claim: &mut Claim, reason: Option<&str>) -> Result<(), Refused> {
        let mut faults = Faults::new();
        if reason.is_some() {
            words("/reason", reason, "reason_required", &mut faults);
        }
        Refused::unless_empty(faults)?;
        self.saw(if claim.deal.is_some() { "E10" } else { "T4" });
        self.void(claim);
        claim.status = "canceled";
        claim.failure = None;
        claim.version += 1;
        self.close_referral(claim, "canceled");
        Ok(())
    }

    /// T6: the request is voided.
    pub(crate) fn recall(&self, claim: &mut Claim, reason: Option<&str>) -> Result<(), Refused> {
        reason_given(reason)?;
        if claim.deal.is_some() {
            self.take_back(claim);
            return Ok(());
        }
        self.saw("T6");
        drop_pending(claim);
        claim.status = "draft";
        claim.clock = 0;
        claim.decide_by = None;
        claim.paused = None;
        self.void(claim);
        self.touch(claim);
        Ok(())
    }

    /// T3: a frozen version, a notice, the vendor's clock.
    pub(crate) fn submit(&self, claim: &mut Claim, submission: &Submission) -> Result<(), Refused> {
        let faults = self.submission_faults(claim, submission);
        Refused::unless_empty(faults)?;
        self.subscriptions_hold(claim);
        self.saw(if claim.deal.is_some() { "E12" } else { "T3" });
        self.freeze(claim);
        // Handed in again it meets its rivals anew.
        claim.seats.clear();
        claim.submitted_at = Some(self.now);
        self.hand_in(claim);
        if claim.deal.is_none() {
            let contact = claim.customer_contact.clone();
            self.ask_customer(claim, contact);
        }
        Ok(())
    }

    fn hand_in(&self, claim: &mut Claim) {
        claim.status = "submitted";
        claim.clock = self.calendar.after_business_days(self.now, self.days.vendor_start);
        claim.decide_by = None;
        claim.version += 1;
    }

    /// V-16 again, at the instant of the write.
    fn subscriptions_hold(&self, claim: &Claim) {
        let engagement = self.engagement(&claim.engagement);
        let at = |_: usize, key: &str| format!("/items/{key}");
        let faults = self.subscriptions_at_fault(&claim.items, &claim.tenant, engagement, at);
        self.late.replace(Refused::of(faults));
    }

    /// T9: back to whoever sent it back; a new notice where it would say something else.
    pub(crate) fn resubmit(&self, claim: &mut Claim, submission: &Submission) -> Result<(), Refused> {
        let mut faults = Faults::new();
        if !claim.changed && submission.answers.is_empty() {
            fault(&mut faults, "", "nothing_changed");
        }
        let reasons = claim.review.as_ref().map_or(0, |review| review.reasons);
        for (index, answer) in submission.answers.iter().enumerate() {
            let twice = submission.answers[..index].iter().any(|other| other.reason == answer.reason);
            if answer.reason >= reasons || twice {
                fault(&mut faults, &format!("/answers/{index}/reason"), "pointer_unknown");
            }
            words(&format!("/answers/{index}/text"), Some(&answer.text), "reason_required", &mut faults);
        }
        if claim.deal.is_some() {
            // E17
            for reason in 0..reasons {
                if !submission.answers.iter().any(|answer| answer.reason == reason) {
                    fault(&mut faults, "/answers", "answer_required");
                }
            }
        }
        faults.extend(self.submission_faults(claim, submission));
        Refused::unless_empty(faults)?;
        self.subscriptions_hold(claim);
        self.saw(match (claim.deal.is_some(), claim.is_disputed) {
            (false, false) => "T9",
            (false, true) => "T9 in a dispute",
            (true, false) => "E17",
            (true, true) => "E23",
        });
        self.freeze(claim);
        claim.resubmissions += 1;
        if claim.is_disputed {
            self.wait_for_dispute_answer(claim);
        } else {
            self.hand_in(claim);
        }
        if claim.deal.is_none() && claim.told.as_ref() != Some(&self.terms(claim)) {
            self.saw("T9 with a new notice");
            self.void(claim);
            let contact = claim.customer_contact.clone();
            self.ask_customer(claim, contact);
        }
        Ok(())
    }

    fn wait_for_dispute_answer(&self, claim: &mut Claim) {
        claim.status = "disputed";
        claim.touched = false;
        claim.clock = self.calendar.after_business_days(self.now, self.days.dispute_answer);
        claim.failure = None;
        claim.version += 1;
    }

    /// I-4: what is decided on is kept as it was.
    fn freeze(&self, claim: &mut Claim) {
        claim.submissions += 1;
        claim.failure = None;
        for item in &mut claim.items {
            item.decision = "open";
            item.reason = None;
        }
        for document in &mut claim.documents {
            document.is_new = false;
        }
    }

    /// T15, V-28: once, with words or new proof.
    pub(crate) fn dispute(&self, claim: &mut Claim, justification: Option<&str>) -> Result<(), Refused> {
        let mut faults = Faults::new();
        let given = justification.filter(|text| !text.trim().is_empty());
        if given.is_some() {
            words("/justification", given, "dispute_empty", &mut faults);
        }
        let new_proof = claim.documents.iter().any(|document| document.is_new);
        if given.is_none() && !new_proof {
            fault(&mut faults, "/justification", "dispute_empty");
        }
        for document in &claim.documents {
            if document.state != "clean" {
                fault(&mut faults, &format!("/documents/{}", document.id), "file_not_clean");
            }
        }
        Refused::unless_empty(faults)?;
        self.saw(if claim.deal.is_some() { "E21" } else { "T15" });
        if let Some(deal) = &mut claim.deal {
            deal.dispute_by = Some(after_days(self.now, self.days.dispute_phase));
        }
        claim.is_disputed = true;
        claim.first_reviewer = claim.review.as_ref().and_then(|review| review.by.clone());
        if claim.touched {
            self.freeze(claim);
        }
        self.wait_for_dispute_answer(claim);
        Ok(())
    }

    /// T20, V-29
    pub(crate) fn disassociate(&self, claim: &mut Claim, reason: Option<&str>) -> Result<(), Refused> {
        let mut faults = Faults::new();
        if let Some(text) = words("/reason", reason, "reason_required", &mut faults) {
            let length = text.chars().count();
            if !(10..=1000).contains(&length) {
                fault(&mut faults, "/reason", "reason_required");
            }
        }
        Refused::unless_empty(faults)?;
        self.saw("T20");
        self.end_associations(claim, self.now, "partner");
        self.give_up(claim, "partner_disassociated");
        Ok(())
    }

    /// T22
    pub(crate) fn withdraw(&self, claim: &mut Claim, reason: Option<&str>) -> Result<(), Refused> {
        reason_given(reason)?;
        self.saw("T22");
        drop_pending(claim);
        self.give_up(claim, "partner_request");
        Ok(())
    }

    fn give_up(&self, claim: &mut Claim, code: &str) {
        claim.status = "rejected_final";
        claim.failure = Some(code.to_owned());
        claim.version += 1;
        self.void(claim);
    }

    /// T23, K9: the same link again, at most once in 24 hours and five times in all.
    pub(crate) fn resend(&self, claim: &mut Claim) -> Result<(), Refused> {
        let Some(next) = next_reminder(claim) else {
            return Err(Refused::code("reminder_limit_reached"));
        };
        if self.now < next {
            return Err(Refused::code("reminder_too_soon"));
        }
        let now = self.now;
        self.saw(if claim.deal.is_some() { "E5" } else { "T23" });
        self.saw("K9");
        if let Some(consent) = &mut claim.consent {
            consent.reminders += 1;
            consent.asked_at = now;
            if consent.state != "delivered" {
                consent.state = "created";
            }
        }
        Ok(())
    }

    /// T23, K8: a new round to another person.
    pub(crate) fn change_contact(&self, claim: &mut Claim, input: &ContactInput) -> Result<(), Refused> {
        let mut faults = Faults::new();
        let found = person("", Some(input), true, &mut faults);
        if let Some(found) = &found {
            not_of_the_partner("/email", found, &claim.partner_contact, &mut faults);
        }
        Refused::unless_empty(faults)?;
        let Some(contact) = found else { return Ok(()) };
        if claim.consent.as_ref().is_some_and(|consent| consent.contact == contact) {
            return Ok(());
        }
        // K10: for a colleague whom the customer named the deadline is unchanged.
        let mut window = None;
        if let Some(consent) = &claim.consent
            && consent.delegate.as_ref().is_some_and(|(_, email)| *email == contact.email)
        {
            self.saw("K10 confirmed");
            window = consent.window_ends;
        }
        self.saw(if claim.deal.is_some() { "E6" } else { "T23 to another person" });
        self.void(claim);
        self.ask_customer(claim, contact);
        if let Some(consent) = &mut claim.consent {
            consent.window_ends = window;
        }
        claim.version += 1;
        Ok(())
    }

    /// What a notice tells: a change of it asks for a new one (T9).
    pub(crate) fn terms(&self, claim: &Claim) -> (Person, String, Vec<String>) {
        let contact = claim.customer_contact.clone();
        let keys = claim.items.iter().map(|item| item.key.clone()).collect();
        (contact, claim.location.clone(), keys)
    }

    /// K1: the next numbered round.
    pub(super) fn ask_customer(&self, claim: &mut Claim, contact: Person) {
        self.saw("K1");
        let (mut round, mut reminders, mut delegations) = (1, 0, 0);
        if let Some(old) = &claim.consent {
            (round, reminders, delegations) = (old.round + 1, old.reminders, old.delegations);
        }
        claim.told = Some(self.terms(claim));
        claim.consent = Some(Consent {
            round,
            contact,
            state: "created",
            delivered_at: None,
            window_ends: None,
            settled_at: None,
            reminders,
            asked_at: self.now,
            delegate: None,
            delegations,
            reported: false,
        });
    }
}

fn reason_given(reason: Option<&str>) -> Result<(), Refused> {
    let mut faults = Faults::new();
    words("/reason", reason, "reason_required", &mut faults);
    Refused::unless_empty(faults)
}
