//! A second, naive implementation of claims of both kinds, written from the specification (domain 5.1, 6, 7, 8,
//! 9 "Contest", "Cap counting", "Known-customer list" and "Payout estimate", 10 and api 1 to 3): flat values,
//! words, one `if` per rule.
//!
//! It shares nothing with the rules of the domain but the types of what is asked: commands, actors, inputs.
//! [`Model::act`] predicts the answer to a command and moves on as the specification says.

mod answer;
pub(crate) mod calendar;
pub(crate) mod claim;
mod content;
mod contest;
mod create;
mod customer;
pub(crate) mod data;
mod deal;
mod engage;
mod facts;
mod named;
mod partner;
mod proof;
mod settle;
pub(crate) mod standing;
pub(crate) mod terms;
mod text;
mod vendor;
pub(crate) mod who;

use std::{cell::RefCell, collections::BTreeMap};

use domain::{Actor, Catalogue, Command};

use answer::is_state;
pub(crate) use answer::{Answer, Refused, Seen, act_of};
use calendar::{At, Calendar, after_days};
use claim::{Claim, Contest};
use content::merged;
use data::{Days, Engagement, LocationRow, SubscriptionRow};
use standing::{allowed, listed, not_listed};
use terms::{CustomerRow, EligibilityRow, OpportunityRow};
use text::Faults;
use who::{permits, sees};

/// The rules with what they stand on.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) now: At,
    calendar: Calendar,
    days: Days,
    engagements: Vec<Engagement>,
    pub(crate) locations: Vec<LocationRow>,
    pub(crate) subscriptions: Vec<SubscriptionRow>,
    pub(crate) customers: Vec<CustomerRow>,
    pub(crate) opportunities: Vec<OpportunityRow>,
    pub(crate) eligibility: Vec<EligibilityRow>,
    /// Domains of organisations that are no customers
    blocked: Vec<String>,
    /// Transitions that happened, and how often
    pub(crate) seen: BTreeMap<&'static str, u64>,
    /// Transitions of the command that is being predicted
    fresh: RefCell<Vec<&'static str>>,
    /// What other rows say against the command: found when it is written
    late: RefCell<Option<Refused>>,
}

impl Rules {
    fn saw(&self, transition: &'static str) {
        self.fresh.borrow_mut().push(transition);
    }

    /// What was seen has really happened.
    fn done(&mut self) {
        for transition in self.fresh.get_mut().drain(..) {
            *self.seen.entry(transition).or_default() += 1;
        }
    }

    /// It has not.
    fn forget(&self) {
        self.fresh.borrow_mut().clear();
    }

    fn engagement(&self, id: &str) -> &Engagement {
        self.engagements.iter().find(|known| known.id == id).expect("an engagement")
    }

    fn term_days(&self, id: &str) -> Option<u32> {
        self.engagements.iter().find(|known| known.id == id).and_then(|known| known.term_days)
    }

    /// A change that people see; a draft that changes is not idle (T5).
    fn touch(&self, claim: &mut Claim) {
        claim.version += 1;
        if claim.status == "draft" {
            claim.clock = claim.clock.max(after_days(self.now, self.days.idle_draft));
        }
    }
}

/// All claims of all partners.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) rules: Rules,
    pub(crate) claims: Vec<Claim>,
    pub(crate) contests: Vec<Contest>,
    /// Claims that were written since somebody looked
    pub(crate) written: Vec<usize>,
}

impl Model {
    pub(crate) fn new(catalogue: &Catalogue, now: At) -> Self {
        let rules = Rules {
            now,
            calendar: data::calendar(catalogue),
            days: Days::defaults(),
            engagements: data::engagements(catalogue),
            locations: Vec::new(),
            subscriptions: Vec::new(),
            customers: Vec::new(),
            opportunities: Vec::new(),
            eligibility: Vec::new(),
            blocked: catalogue.programme.blocked_domains.clone(),
            seen: BTreeMap::new(),
            fresh: RefCell::default(),
            late: RefCell::default(),
        };
        Self { rules, claims: Vec::new(), contests: Vec::new(), written: Vec::new() }
    }

    /// The claim as it stands now, nothing written.
    pub(crate) fn shown(&self, index: usize) -> Claim {
        let mut claim = self.claims[index].clone();
        let before = self.rules.fresh.borrow().len();
        self.rules.settle(&mut claim, self.rules.now);
        self.rules.fresh.borrow_mut().truncate(before);
        claim
    }

    /// A command of somebody: 404, replay, 403, 428/412, 409 state, 422, 409 taken (api 1).
    pub(crate) fn act(
        &mut self,
        index: usize,
        actor: &Actor,
        key: Option<(&str, &str)>,
        seen: Seen,
        command: &Command,
    ) -> Answer {
        self.rules.forget();
        self.rules.late.take();
        let answer = self.predict(index, actor, key, seen, command);
        match &answer {
            Answer::Changed | Answer::Unchanged => self.rules.done(),
            Answer::Replayed | Answer::Refused(_) => self.rules.forget(),
        }
        answer
    }

    fn predict(
        &mut self,
        index: usize,
        actor: &Actor,
        key: Option<(&str, &str)>,
        seen: Seen,
        command: &Command,
    ) -> Answer {
        let stored = self.claims[index].clone();
        if !sees(actor, &stored) {
            return Answer::Refused(Refused::code("not_found"));
        }
        if let Some((key, body)) = key
            && let Some((_, known_body, _)) = stored.keys.iter().find(|(known, ..)| known == key)
        {
            if known_body == body {
                return Answer::Replayed;
            }
            return Answer::Refused(Refused::code("idempotency_mismatch"));
        }
        let mut claim = stored.clone();
        let now = self.rules.now;
        self.rules.settle(&mut claim, now);
        match self.attempt(index, &mut claim, actor, seen, command) {
            Ok(()) => {}
            Err(mut refused) => {
                if is_state(&refused.code) {
                    let mut settled = stored.clone();
                    self.rules.settle(&mut settled, now);
                    refused.instead = Some((settled.status.to_owned(), allowed(&settled, actor)));
                }
                return Answer::Refused(refused);
            }
        }
        self.rules.settle(&mut claim, now);
        if claim == stored && key.is_none() {
            return Answer::Unchanged;
        }
        if let Some(refused) = self.rules.late.take() {
            return Answer::Refused(refused);
        }
        self.let_go(index, &claim);
        if let Err(refused) = self.not_taken(index, &claim) {
            return Answer::Refused(refused);
        }
        let unchanged = claim == stored;
        if let Some((key, body)) = key {
            claim.keys.retain(|(_, _, at)| now - at < 24 * 3_600_000);
            claim.keys.push((key.to_owned(), body.to_owned(), now));
        }
        self.write(index, claim);
        if unchanged { Answer::Unchanged } else { Answer::Changed }
    }

    fn attempt(
        &mut self,
        index: usize,
        claim: &mut Claim,
        actor: &Actor,
        seen: Seen,
        command: &Command,
    ) -> Result<(), Refused> {
        let act = act_of(command);
        if !permits(actor, claim, act) {
            return Err(Refused::code("forbidden"));
        }
        match seen {
            Seen::Any | Seen::Current => {}
            Seen::Missing => return Err(Refused::code("precondition_required")),
            Seen::Stale => return Err(Refused::code("version_conflict")),
        }
        if !listed(claim, act) {
            // V-44, V-54: whatever the state; C4: what a return has not opened.
            if let Command::Edit(patch) = command {
                let (_, mut frozen) = merged(claim, patch);
                let never = |field: &&str| *field == "/dealSize" || *field == "/hours";
                frozen.retain(|field| claim.status == "action_required" || never(field));
                let faults: Faults =
                    frozen.into_iter().map(|field| (field.to_owned(), "field_frozen".to_owned())).collect();
                if !faults.is_empty() {
                    return Err(Refused::coded("field_frozen", faults));
                }
            }
            return Err(Refused::code(not_listed(claim, act)));
        }
        let rules = &self.rules;
        match command {
            Command::Edit(patch) => rules.edit(claim, actor, patch),
            Command::AddDocument(input) => rules.upload(claim, input),
            Command::RemoveDocument(id) => rules.remove_document(claim, id.as_str()),
            Command::RecordProof { document, verdict } => {
                rules.checked(claim, document.as_str(), verdict);
                Ok(())
            }
            Command::Submit(submission) => rules.submit(claim, submission),
            Command::Cancel { reason } => rules.cancel(claim, reason.as_deref()),
            Command::Recall { reason } => rules.recall(claim, reason.as_deref()),
            Command::Resubmit(submission) => rules.resubmit(claim, submission),
            Command::Dispute { justification } => rules.dispute(claim, justification.as_deref()),
            Command::Disassociate { reason } => rules.disassociate(claim, reason.as_deref()),
            Command::Withdraw { reason } => rules.withdraw(claim, reason.as_deref()),
            Command::StartReview { .. } => {
                rules.start_review(claim, actor);
                self.open_contests(index, claim);
                Ok(())
            }
            Command::Release => {
                rules.release(claim);
                Ok(())
            }
            Command::Return(reasons) => rules.send_back(claim, actor, reasons),
            Command::Reject(reasons) => rules.reject(claim, actor, reasons),
            Command::Approve(verdicts) => rules.approve(claim, actor, verdicts),
            Command::SendConsent(input) => rules.send_consent(claim, input),
            Command::Resend => rules.resend(claim),
            Command::ChangeContact(contact) => rules.change_contact(claim, contact),
            Command::RecordMail { round, fate } => {
                rules.mail(claim, *round, fate);
                Ok(())
            }
            Command::Answer(answer) => rules.answer(claim, answer),
            Command::Delegate(delegation) => rules.delegate(claim, delegation),
            Command::Report(report) => rules.report(claim, report),
            Command::ExtendDeadline(extension) => rules.extend(claim, extension),
            Command::Stop { reason } => rules.stop(claim, reason.as_deref()),
            // These show nothing to anybody, or come with something else.
            Command::ChaseMail { .. }
            | Command::Settle
            | Command::JoinContest(_)
            | Command::LeaveContest { .. }
            | Command::RecordFacts(_)
            | Command::RecordSubscription(_)
            | Command::RecordRenewal { .. } => Ok(()),
        }
    }

    /// V-19, I-1: nobody else has open or holds what the claim takes with this write.
    fn not_taken(&self, index: usize, claim: &Claim) -> Result<(), Refused> {
        let before = &self.claims[index];
        let pointer = |key: &str| {
            let of_key = claim.items.iter().find(|item| claim.exclusive(&item.key) == key);
            of_key.map_or_else(|| "/items".to_owned(), |item| format!("/items/{}", item.key))
        };
        for key in claim.open_keys() {
            if before.written_open.contains(&key) {
                continue;
            }
            for (other, rival) in self.claims.iter().enumerate() {
                if other != index && rival.org == claim.org && rival.written_open.contains(&key) {
                    let faults = vec![(pointer(&key), "duplicate_claim".to_owned())];
                    return Err(Refused::coded("duplicate_claim", faults));
                }
            }
        }
        let mut taken = Faults::new();
        for key in claim.held_keys() {
            let by_other =
                |(other, rival): (usize, &Claim)| other != index && rival.written_held.contains(&key);
            if !before.written_held.contains(&key) && self.claims.iter().enumerate().any(by_other) {
                taken.push((pointer(&key), "association_taken".to_owned()));
            }
        }
        if taken.is_empty() { Ok(()) } else { Err(Refused::coded("association_taken", taken)) }
    }

    pub(crate) fn write(&mut self, index: usize, mut claim: Claim) {
        claim.written_open = claim.open_keys();
        claim.written_held = claim.held_keys();
        for place in contest::left(&claim) {
            if !claim.has_left.contains(&place) {
                claim.has_left.push(place);
            }
        }
        self.claims[index] = claim;
        if !self.written.contains(&index) {
            self.written.push(index);
        }
    }

    /// Domain 7: deadlines act by time alone, also for what they free: written once it is in somebody's way.
    fn let_go(&mut self, index: usize, claim: &Claim) {
        let before = &self.claims[index];
        let (mut open, mut held) = (claim.open_keys(), claim.held_keys());
        open.retain(|key| !before.written_open.contains(key));
        held.retain(|key| !before.written_held.contains(key));
        for other in (0..self.claims.len()).filter(|other| *other != index) {
            let rival = &self.claims[other];
            let own = rival.org == claim.org && rival.written_open.iter().any(|key| open.contains(key));
            if !own && !rival.written_held.iter().any(|key| held.contains(key)) {
                continue;
            }
            let settled = self.shown(other);
            let rival = &self.claims[other];
            if settled.open_keys() != rival.written_open || settled.held_keys() != rival.written_held {
                self.write(other, settled);
            }
        }
    }

    /// The claim has this id.
    pub(crate) fn name_claim(&mut self, index: usize, id: &str) {
        id.clone_into(&mut self.claims[index].id);
    }

    /// The document that was announced last has this id.
    pub(crate) fn name_document(&mut self, index: usize, id: &str) {
        if let Some(document) = self.claims[index].documents.last_mut()
            && document.id.is_empty()
        {
            document.id = id.to_owned();
        }
    }
}
