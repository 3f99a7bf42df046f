//! The life of an engagement claim as far as it differs from an association's: E4 … E27, 6.6.

use domain::input::ConsentInput;

use super::{
    Refused, Rules,
    calendar::{At, after_days},
    claim::{Amount, Claim, Person},
    standing::listed,
    terms::ReferralTerms,
    text::{Faults, fault, not_of_the_partner, person},
};

/// V-53: whole US dollars, at most 10^12.
fn deal_size(input: &ConsentInput, faults: &mut Faults) -> Option<Amount> {
    let Some(given) = &input.deal_size else {
        fault(faults, "/dealSize", "deal_size_required");
        return None;
    };
    let text = given.amount.as_deref().unwrap_or("");
    let units = text.strip_suffix(".00").unwrap_or(text).parse::<u64>().ok();
    let units = units.filter(|units| given.currency.as_deref() == Some("USD") && *units <= 1_000_000_000_000);
    if units.is_none() {
        fault(faults, "/dealSize", "deal_size_invalid");
    }
    units.map(|units| (units * 100, "USD".to_owned()))
}

impl Rules {
    /// E4: contacts, deal size and disclaimer; the size is frozen with it (I-5).
    pub(super) fn send_consent(&self, claim: &mut Claim, input: &ConsentInput) -> Result<(), Refused> {
        let mut faults = Faults::new();
        let size = deal_size(input, &mut faults);
        let disclaimer = &self.engagement(&claim.engagement).terms.disclaimer;
        if disclaimer.is_some() && input.disclaimer != *disclaimer {
            fault(&mut faults, "/disclaimer", "disclaimer_required");
        }
        let given =
            |input: Option<&_>, known: &Person, at: &str, is_customer, faults: &mut Faults| match input {
                None => Some(known.clone()),
                Some(_) => person(at, input, is_customer, faults),
            };
        let known = (&claim.customer_contact, &claim.partner_contact);
        let customer = given(input.customer_contact.as_ref(), known.0, "/customerContact", true, &mut faults);
        let partner = given(input.partner_contact.as_ref(), known.1, "/partnerContact", false, &mut faults);
        if let (Some(customer), Some(partner)) = (&customer, &partner) {
            not_of_the_partner("/customerContact/email", customer, partner, &mut faults);
        }
        Refused::unless_empty(faults)?;
        let (Some(size), Some(customer), Some(partner)) = (size, customer, partner) else { return Ok(()) };
        self.saw("E4");
        claim.customer_contact = customer.clone();
        claim.partner_contact = partner;
        claim.status = "awaiting_consent";
        claim.version += 1;
        self.ask_customer(claim, customer);
        self.refer(claim, size);
        Ok(())
    }

    /// 6.6: made by the system, where the engagement wants it.
    fn refer(&self, claim: &mut Claim, size: Amount) {
        let rule = self.engagement(&claim.engagement).terms.referral.clone();
        let Some(deal) = &mut claim.deal else { return };
        let customer = &self.customers[deal.customer];
        let applies = |rule: &ReferralTerms| {
            let country = customer.country.as_ref();
            let here =
                rule.countries.is_empty() || country.is_some_and(|country| rule.countries.contains(country));
            here && (customer.managed || !rule.managed_only)
                && size.1 == rule.least.1
                && size.0 >= rule.least.0
        };
        if rule.as_ref().is_some_and(applies) {
            self.saw("a referral");
            deal.referral = Some(("partner_led", None));
        }
        deal.size = Some(size);
    }

    /// E7: the partner's clocks begin; field sellers may join (6.6).
    pub(super) fn agreed(&self, claim: &mut Claim) {
        self.saw("E7");
        let terms = &self.engagement(&claim.engagement).terms;
        claim.status = "consent_received";
        let Some(deal) = &mut claim.deal else { return };
        deal.submit_by = Some(after_days(self.now, terms.submit_days));
        deal.review_by = Some(after_days(self.now, terms.review_days));
        let joins = terms.referral.as_ref().is_some_and(|rule| rule.co_sell);
        if joins && self.customers[deal.customer].managed && deal.referral.is_some() {
            self.saw("a referral upgraded");
            deal.referral = Some(("co_sell", None));
        }
    }

    /// E8, E26
    pub(super) fn not_agreed(&self, claim: &mut Claim, end: &'static str) {
        self.saw(if end == "consent_declined" { "E8" } else { "E26" });
        self.closed(claim, end);
        self.close_referral(claim, "declined");
    }

    fn closed(&self, claim: &mut Claim, end: &'static str) {
        claim.status = end;
        claim.failure = Some(end.to_owned());
    }

    /// 6.6: once, for good.
    pub(super) fn close_referral(&self, claim: &mut Claim, why: &'static str) {
        let referral = claim.deal.as_mut().and_then(|deal| deal.referral.as_mut());
        if let Some((_, closed @ None)) = referral {
            self.saw("a referral closed");
            *closed = Some(why);
        }
    }

    /// E14: back to the partner, who has until the same deadline.
    pub(super) fn take_back(&self, claim: &mut Claim) {
        self.saw("E14");
        claim.status = "consent_received";
        claim.decide_by = None;
        claim.version += 1;
    }

    /// E16, E23: what is left of the review, or of the dispute, and at least five business days.
    pub(super) fn answer_by(&self, claim: &Claim) -> At {
        let Some(deal) = &claim.deal else {
            return self.calendar.after_business_days(self.now, self.days.partner_answer);
        };
        let phase = if claim.is_disputed { deal.dispute_by } else { deal.review_by };
        let least = self.calendar.after_business_days(self.now, self.days.least_answer);
        if phase.is_some_and(|phase| phase < least) {
            self.saw("five business days");
        }
        phase.unwrap_or(least).max(least)
    }

    /// E27: whatever is not over; customer and partner are told.
    pub(super) fn stop_deal(&self, claim: &mut Claim) {
        self.saw("E27");
        self.void(claim);
        claim.status = "canceled";
        claim.failure = Some("by_vendor".to_owned());
        claim.version += 1;
        self.close_referral(claim, "by_vendor");
    }

    /// More time on a clock that runs over several states; what is extended holds for the next return as well.
    pub(super) fn extend_deal(claim: &mut Claim, clock: &str, until: At) {
        let Some(deal) = &mut claim.deal else { return };
        match clock {
            "consent" => deal.consent_by = until,
            "first_submit" => deal.submit_by = Some(until),
            "review" => deal.review_by = Some(until),
            "dispute_phase" => deal.dispute_by = Some(until),
            _ => {}
        }
    }

    /// What runs out next: when, and what it is.
    pub(super) fn runs_out(claim: &Claim) -> Option<At> {
        let deal = claim.deal.as_ref()?;
        match claim.status {
            "consent_not_requested" | "awaiting_consent" => Some(deal.consent_by),
            "consent_received" => deal.submit_by,
            // E14: the way back is closed.
            "submitted" if listed(claim, "recall") => deal.submit_by,
            _ => None,
        }
    }

    /// E9, E13, E14
    pub(super) fn deal_runs_out(&self, claim: &mut Claim) {
        match claim.status {
            "submitted" => {
                if let Some(deal) = &mut claim.deal {
                    deal.for_good = true;
                }
                return;
            }
            "consent_received" => {
                self.saw("E13");
                self.closed(claim, "not_submitted_expired");
            }
            _ => {
                self.saw(if claim.status == "awaiting_consent" { "E9" } else { "E9 unasked" });
                if claim.consent_open()
                    && let Some(consent) = &mut claim.consent
                {
                    self.saw("K7 opt-in");
                    consent.state = "expired";
                }
                self.closed(claim, "consent_expired");
                self.close_referral(claim, "expired");
            }
        }
        claim.version += 1;
    }

    /// E18, E22, E24
    pub(super) fn answer_runs_out(&self, claim: &mut Claim) {
        let returned = claim.status == "action_required";
        let (rule, end) = match (returned, claim.is_disputed) {
            (true, false) => ("E18", "post_submission_expired"),
            (true, true) => ("E24", "dispute_expired"),
            (false, _) => ("E22", "dispute_expired"),
        };
        self.saw(rule);
        self.closed(claim, end);
    }
}
