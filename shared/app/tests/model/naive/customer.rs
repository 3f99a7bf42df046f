//! What the customer and the mail service do: K2, K3, K5, K6, K9 … K12, T14, S2, S3.

use domain::{
    command::{CustomerAnswer, Delegation, MailFate, Report},
    consent::Choice,
    input::ContactInput,
};

use super::{
    Refused, Rules,
    claim::Claim,
    text::{Faults, domain_of, fault, not_of_the_partner, person, words},
};

/// V-61: the link must lead to the current round of a claim that lives.
fn check_round(claim: &Claim, round: u32) -> Result<(), Refused> {
    let Some(consent) = &claim.consent else { return Err(Refused::code("consent_not_found")) };
    if round == 0 || round > consent.round {
        return Err(Refused::code("consent_not_found"));
    }
    if round < consent.round {
        return Err(Refused::code("consent_replaced"));
    }
    if consent.state == "voided" {
        return Err(Refused::code("consent_withdrawn_by_sender"));
    }
    let mut decided = ["objected", "declined", "withdrawn"].contains(&consent.state);
    // The link of an engagement goes on to show what was agreed.
    decided |= claim.deal.is_some() && consent.state == "accepted";
    if claim.is_terminal() && !decided {
        return Err(Refused::code("consent_expired"));
    }
    Ok(())
}

/// The human step (domain 9): typed name, ticked statement, a form of 2 s to 2 h.
fn human_step(name: Option<&str>, confirmed: bool, nonce: bool, reason: Option<&str>, faults: &mut Faults) {
    let name = name.unwrap_or("").trim();
    if name.chars().count() < 2 || name.chars().count() > 120 || name.chars().any(char::is_control) {
        fault(faults, "/name", "decision_incomplete");
    }
    if !confirmed {
        fault(faults, "/confirmed", "decision_incomplete");
    }
    if !nonce {
        fault(faults, "/nonce", "nonce_invalid");
    }
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        words("/reason", reason, "reason_required", faults);
    }
}

/// What a choice leads to after a notice: a state, `same`, `other`, `over`, or nothing that can be chosen here.
fn choice_of_notice(choice: Option<Choice>, state: &str, open: bool) -> &'static str {
    match choice {
        None | Some(Choice::Decline) => "",
        Some(Choice::Accept) => match state {
            _ if open => "accepted",
            "accepted" => "same",
            "lapsed" => "over",
            _ => "other",
        },
        Some(Choice::Object) => match state {
            _ if open => "objected",
            "accepted" | "lapsed" => "objected",
            "objected" => "same",
            _ => "other",
        },
        Some(Choice::Withdraw) => match state {
            _ if open => "",
            "accepted" => "withdrawn",
            "withdrawn" => "same",
            "lapsed" => "over",
            _ => "other",
        },
    }
}

/// The same where silence is no consent: nothing is objected to.
fn choice_of_deal(choice: Option<Choice>, state: &str, open: bool) -> &'static str {
    match choice {
        None | Some(Choice::Object) => "",
        Some(Choice::Accept) => match state {
            _ if open => "accepted",
            "accepted" => "same",
            _ => "other",
        },
        Some(Choice::Decline) => match state {
            _ if open => "declined",
            "declined" => "same",
            _ => "other",
        },
        Some(Choice::Withdraw) => match state {
            _ if open => "",
            "accepted" => "withdrawn",
            "withdrawn" => "same",
            _ => "other",
        },
    }
}

impl Rules {
    /// K5, K6, K11, K12
    pub(crate) fn answer(&self, claim: &mut Claim, answer: &CustomerAnswer) -> Result<(), Refused> {
        check_round(claim, answer.round)?;
        let open = claim.consent_open();
        let state = claim.consent_state();
        // D8: an agreement is taken back until the approval, and as long as anything is to come.
        let withdraws = answer.choice == Some(Choice::Withdraw);
        if claim.deal.is_some() && claim.is_terminal() && state == "accepted" && withdraws {
            return Err(Refused::code("invalid_state_transition"));
        }
        let next = if claim.deal.is_some() {
            choice_of_deal(answer.choice, state, open)
        } else {
            choice_of_notice(answer.choice, state, open)
        };
        if next == "other" {
            return Err(Refused::code("consent_already_decided"));
        }
        if next == "over" {
            return Err(Refused::code("consent_expired"));
        }
        let mut faults = Faults::new();
        if answer.choice.is_none() {
            fault(&mut faults, "/decision", "decision_incomplete");
        }
        let AnswerParts { name, reason } = AnswerParts::of(answer);
        human_step(name, answer.confirmed, answer.nonce_valid, reason, &mut faults);
        Refused::unless_empty(faults)?;
        match next {
            "" => Err(Refused::field("/decision", "decision_incomplete")),
            "same" => Ok(()),
            "accepted" => {
                self.saw("K5");
                self.customer_decided(claim, "accepted");
                if claim.deal.is_some() {
                    self.agreed(claim);
                }
                Ok(())
            }
            "declined" => {
                self.customer_decided(claim, "declined");
                self.not_agreed(claim, "consent_declined");
                Ok(())
            }
            "withdrawn" if claim.deal.is_some() => {
                self.customer_decided(claim, "withdrawn");
                self.not_agreed(claim, "consent_withdrawn");
                Ok(())
            }
            "withdrawn" => {
                self.saw("K11");
                self.customer_decided(claim, "withdrawn");
                self.customer_declines(claim);
                Ok(())
            }
            _ => {
                self.saw(if open { "K6" } else { "K12" });
                self.customer_decided(claim, "objected");
                self.customer_declines(claim);
                Ok(())
            }
        }
    }

    fn customer_decided(&self, claim: &mut Claim, state: &'static str) {
        let now = self.now;
        if let Some(consent) = &mut claim.consent {
            consent.state = state;
            consent.settled_at = Some(now);
        }
        claim.version += 1;
    }

    /// T14, I-11: at once, at any time, and not disputable.
    fn customer_declines(&self, claim: &mut Claim) {
        match claim.status {
            "submitted" => self.saw("T14 submitted"),
            "under_review" => self.saw("T14 under_review"),
            "action_required" => self.saw("T14 action_required"),
            "rejected" => self.saw("T14 rejected"),
            "disputed" => self.saw("T14 disputed"),
            _ => self.saw("T14 approved"),
        }
        let now = self.now;
        self.end_associations(claim, now, "customer_declined");
        claim.status = "rejected_final";
        claim.failure = Some("customer_declined".to_owned());
    }

    /// K10: a colleague in a domain of the customer, at most twice; the partner confirms.
    pub(crate) fn delegate(&self, claim: &mut Claim, delegation: &Delegation) -> Result<(), Refused> {
        check_round(claim, delegation.round)?;
        if !claim.consent_open() {
            return Err(Refused::code("consent_already_decided"));
        }
        let Some(consent) = &claim.consent else { return Ok(()) };
        let full = consent.delegations >= 2;
        let mut faults = Faults::new();
        let input = ContactInput {
            name: delegation.name.clone(),
            email: delegation.email.clone(),
            title: None,
            locale: None,
        };
        let found = person("", Some(&input), false, &mut faults);
        if let Some(found) = &found {
            not_of_the_partner("/email", found, &claim.partner_contact, &mut faults);
            let mut domains = delegation.domains.clone();
            if domains.is_empty() {
                domains.push(domain_of(&consent.contact.email).to_owned());
            }
            let known_domain = domains.iter().any(|one| one == domain_of(&found.email));
            if faults.is_empty() && !known_domain {
                fault(&mut faults, "/email", "delegate_domain_unknown");
            }
        }
        if !delegation.nonce_valid {
            fault(&mut faults, "/nonce", "nonce_invalid");
        }
        let named = found.map(|found| (found.name, found.email));
        let repeated = faults.is_empty() && named.is_some() && consent.delegate == named;
        if repeated {
            return Ok(());
        }
        if full {
            return Err(Refused::code("delegation_limit_reached"));
        }
        Refused::unless_empty(faults)?;
        self.saw("K10");
        if let Some(consent) = &mut claim.consent {
            consent.delegate = named;
            consent.delegations += 1;
        }
        claim.version += 1;
        Ok(())
    }

    /// Api 4: kept and told, reminders stop, the state stays.
    pub(crate) fn report(&self, claim: &mut Claim, report: &Report) -> Result<(), Refused> {
        check_round(claim, report.round)?;
        if claim.consent.as_ref().is_some_and(|consent| consent.reported) {
            return Ok(());
        }
        let mut faults = Faults::new();
        let (name, reason) = (report.name.as_deref(), report.reason.as_deref());
        human_step(name, report.confirmed, report.nonce_valid, reason, &mut faults);
        Refused::unless_empty(faults)?;
        self.saw("report");
        if let Some(consent) = &mut claim.consent {
            consent.reported = true;
        }
        claim.version += 1;
        Ok(())
    }

    /// K1, K2, K3: what became of the mail of a round that is open.
    pub(crate) fn mail(&self, claim: &mut Claim, round: u32, fate: &MailFate) {
        let now = self.now;
        let notice = claim.deal.is_none();
        let window = self.calendar.after_business_days(now, self.days.objection);
        let Some(consent) = &mut claim.consent else { return };
        if consent.round != round || !consent.is_open() {
            return;
        }
        match fate {
            MailFate::Sent => {
                if consent.state == "created" || consent.state == "unknown" {
                    consent.state = "sending";
                }
            }
            MailFate::Unknown => {
                if consent.state == "created" {
                    consent.state = "unknown";
                    self.saw("K1 with a lost answer");
                }
            }
            MailFate::Delivered => {
                if consent.state == "delivered" {
                    return;
                }
                consent.state = "delivered";
                consent.delivered_at = consent.delivered_at.or(Some(now));
                // Only after a notice silence says something. A window that ended while nobody could be reached
                // runs anew.
                if notice && consent.window_ends.is_none_or(|ends| ends <= now) {
                    if consent.window_ends.is_some() {
                        self.saw("K2 anew");
                    }
                    consent.window_ends = Some(window);
                }
                self.saw("K2");
            }
            MailFate::Undeliverable { .. } => {
                if consent.state != "undeliverable" {
                    self.saw("K3");
                }
                consent.state = "undeliverable";
            }
        }
    }
}

/// The words of an answer.
struct AnswerParts<'a> {
    name: Option<&'a str>,
    reason: Option<&'a str>,
}

impl<'a> AnswerParts<'a> {
    fn of(answer: &'a CustomerAnswer) -> Self {
        Self { name: answer.name.as_deref(), reason: answer.reason.as_deref() }
    }
}
