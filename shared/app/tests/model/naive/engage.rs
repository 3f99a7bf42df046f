//! E1, E2 with V-40 … V-52: a partner adds or claims a customer, for one engagement or for several.

use domain::{Caller, Role, Scope, Side, input::EngagementInput};

use super::{
    Answer, Model, Refused,
    calendar::after_days,
    claim::{Amount, Claim, Deal},
    data::{Engagement, LocationRow},
    named::{Named, same_domain},
    terms::Pay,
    text::{Faults, domain_of, fault, line, not_of_the_partner, person, words},
};

/// An engagement that is asked for, with its place in the request.
type Asked = (usize, Engagement);

impl Model {
    /// All or none; the claims are in the order of the engagements.
    pub(crate) fn engage(
        &mut self,
        caller: &Caller,
        input: &EngagementInput,
        copy_of: Option<usize>,
    ) -> Answer {
        match self.engaged(caller, input) {
            Err(refused) => Answer::Refused(refused),
            Ok(claims) => {
                for claim in claims {
                    self.rules.saw(match (&claim.deal, copy_of) {
                        (_, Some(_)) => "clone",
                        (Some(deal), _) if deal.origin == "claimed" => "E2",
                        _ => "E1",
                    });
                    self.written.push(self.claims.len());
                    self.claims.push(Claim { copy_of, ..claim });
                }
                self.rules.done();
                Answer::Changed
            }
        }
    }

    fn engaged(&mut self, caller: &Caller, input: &EngagementInput) -> Result<Vec<Claim>, Refused> {
        let claims = [Role::IncentivesAdmin, Role::IncentivesUser];
        if caller.side != Side::Partner || !claims.iter().any(|role| caller.roles.contains(role)) {
            return Err(Refused::code("forbidden"));
        }
        let org = caller.org.as_str();
        let given = input.location_id.as_deref().map_or("", str::trim).to_owned();
        let location = self.rules.locations.iter().find(|row| row.id == given && row.org == org).cloned();
        let covered = match &caller.scope {
            Scope::All => true,
            Scope::Only(these) => these.iter().any(|one| one.as_str() == given),
        };
        if !given.is_empty() && (location.is_none() || !covered) {
            return Err(Refused::code("location_out_of_scope"));
        }
        let mut faults = Faults::new();
        if input.kind.as_deref() != Some("engagement") {
            fault(&mut faults, "/kind", "engagement_kind_mismatch");
        }
        let asked = self.asked(input, location.as_ref(), &mut faults);
        let before = faults.len();
        let name = line("/name", input.name.as_deref(), "name_required", "name_too_long", &mut faults);
        if given.is_empty() {
            fault(&mut faults, "/locationId", "location_not_eligible");
        }
        let customer_contact = person("/customerContact", input.customer_contact.as_ref(), true, &mut faults);
        let partner_contact = person("/partnerContact", input.partner_contact.as_ref(), false, &mut faults);
        if let (Some(customer), Some(partner)) = (&customer_contact, &partner_contact) {
            not_of_the_partner("/customerContact/email", customer, partner, &mut faults);
        }
        let complete = faults.len() == before;
        let origin = input.origin.as_deref().filter(|origin| ["added", "claimed"].contains(origin));
        if origin.is_none() {
            fault(&mut faults, "/origin", "origin_required");
        }
        let quarter_hours = hours(input, &asked, &mut faults);
        let named = origin.and_then(|origin| self.named(org, input, origin, &asked, &mut faults));
        let reason = input.mismatch_reason.as_deref().filter(|reason| !reason.trim().is_empty());
        let mismatch_reason =
            reason.and_then(|reason| words("/mismatchReason", Some(reason), "reason_required", &mut faults));
        if let (Some(named), Some(customer), Some(partner), true) =
            (&named, &customer_contact, &partner_contact, complete)
        {
            let domains = (domain_of(&customer.email), domain_of(&partner.email));
            self.unfit(named, domains, mismatch_reason.is_some(), &asked, &mut faults);
        }
        Refused::unless_empty(faults)?;
        let (Some(name), Some(customer_contact), Some(partner_contact)) =
            (name, customer_contact, partner_contact)
        else {
            return Err(Refused::code("location_out_of_scope"));
        };
        let (Some(named), Some(origin), Some(location)) = (named, origin, location) else {
            return Err(Refused::code("location_out_of_scope"));
        };
        self.room(org, &named, origin, &asked)?;
        let opportunity = self.rules.opportunities.iter().find(|row| row.id == named.identifier.1);
        let worth = opportunity.map(|row| row.value.clone());
        let customer = self.customer_row(&named);
        let row = self.rules.customers[customer].clone();
        let rules = &self.rules;
        let claims = asked.into_iter().map(|(_, engagement)| Claim {
            deal: Some(Deal {
                origin: origin.to_owned(),
                customer,
                identifier: named.identifier.clone(),
                mismatch_reason: mismatch_reason.clone(),
                quarter_hours,
                estimate: estimate(&engagement, &location, quarter_hours, worth.as_ref()),
                size: None,
                consent_by: after_days(rules.now, engagement.terms.consent_days),
                submit_by: None,
                review_by: None,
                dispute_by: None,
                for_good: false,
                referral: None,
            }),
            public_sector: row.public_sector,
            name: name.clone(),
            customer_contact: customer_contact.clone(),
            partner_contact: partner_contact.clone(),
            status: "consent_not_requested",
            ..Claim::new(org, &engagement.id, &named.tenant, &location.id)
        });
        Ok(claims.collect())
    }

    /// V-03 … V-05b, V-42: the engagements, as far as they are any.
    fn asked(
        &self,
        input: &EngagementInput,
        location: Option<&LocationRow>,
        faults: &mut Faults,
    ) -> Vec<Asked> {
        let ids = input.engagement_ids.clone().unwrap_or_default();
        if ids.is_empty() {
            fault(faults, "/engagementIds", "engagements_required");
        }
        let mut asked: Vec<Asked> = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let at = format!("/engagementIds/{index}");
            let Some(engagement) = self.rules.engagements.iter().find(|known| known.id == *id).cloned()
            else {
                fault(faults, &at, "engagement_unknown");
                continue;
            };
            if ids[..index].contains(id) {
                fault(faults, &at, "item_duplicate");
            }
            if engagement.is_association {
                fault(faults, &at, "engagement_kind_mismatch");
            }
            let now = self.rules.now;
            let begun = engagement.terms.starts_at.is_none_or(|starts| starts <= now);
            if !begun || engagement.terms.ends_at.is_some_and(|ends| ends <= now) {
                fault(faults, &at, "engagement_not_active");
            }
            if let Some(code) = location.and_then(|row| row.fault(id)) {
                fault(faults, &at, code);
            }
            asked.push((index, engagement));
        }
        if asked.len() > 1 && asked.iter().any(|(_, engagement)| engagement.terms.variable) {
            fault(faults, "/engagementIds", "single_engagement_only");
        }
        asked
    }

    /// V-47, V-48, V-52: why the customer may not be claimed. `domains` are those of both contacts.
    fn unfit(
        &self,
        named: &Named,
        domains: (&str, &str),
        explained: bool,
        asked: &[Asked],
        faults: &mut Faults,
    ) {
        let row = named.customer.map(|customer| self.rules.customers[customer].clone()).unwrap_or_default();
        let fits = row.domains.is_empty() || row.domains.iter().any(|known| same_domain(known, domains.0));
        if !fits && !explained {
            fault(faults, "/mismatchReason", "mismatch_reason_required");
        }
        let mut known = row.domains.clone();
        if named.identifier.0 == "domain" {
            known.push(named.identifier.1.clone());
        }
        let is_any = |of: &str| known.iter().any(|known| same_domain(known, of));
        if is_any(domains.1) || self.rules.blocked.iter().any(|blocked| is_any(blocked)) {
            fault(faults, "/identifier", "customer_not_bona_fide");
            return;
        }
        for (index, engagement) in asked {
            let terms = &engagement.terms;
            let says = self.rules.eligibility.iter().find(|says| {
                named.is_looked_up && says.engagement == engagement.id && says.identifier == named.identifier
            });
            let eligible = says.map_or(!terms.listed, |says| says.eligible);
            let country = row.country.as_ref();
            let here =
                terms.countries.is_empty() || country.is_none_or(|country| terms.countries.contains(country));
            let kind = terms.identifier_types.contains(&named.identifier.0.as_str());
            if !eligible || !here || !kind {
                fault(faults, &format!("/engagementIds/{index}"), "customer_ineligible");
            }
        }
    }

    /// V-49, V-50, V-51: what others hold, and what the partner holds itself. What time has freed is written once it
    /// is in somebody's way.
    fn room(&mut self, org: &str, named: &Named, origin: &str, asked: &[Asked]) -> Result<(), Refused> {
        let known = named.customer.is_some_and(|customer| self.agreed(org, customer).next().is_some());
        if known && origin == "added" {
            return Err(Refused::code("customer_already_known"));
        }
        if !known && origin == "claimed" {
            return Err(Refused::code("customer_not_known"));
        }
        while let Err((refused, in_the_way)) = self.full(org, named, asked) {
            let mut freed = false;
            for index in in_the_way {
                let settled = self.shown(index);
                if settled != self.claims[index] {
                    self.write(index, settled);
                    freed = true;
                }
            }
            if !freed {
                return Err(refused);
            }
        }
        Ok(())
    }

    /// Why there is no room, as it was written last, and the claims that are in the way.
    fn full(&self, org: &str, named: &Named, asked: &[Asked]) -> Result<(), (Refused, Vec<usize>)> {
        for (_, engagement) in asked {
            let (mut running, mut counted) = (Vec::new(), Vec::new());
            for (index, other) in self.claims.iter().enumerate() {
                let same = other.deal.as_ref().is_some_and(|deal| Some(deal.customer) == named.customer);
                if !same || other.engagement != engagement.id {
                    continue;
                }
                if !other.is_terminal() && other.org == org {
                    let faults = vec![("/engagementIds".to_owned(), "duplicate_claim".to_owned())];
                    return Err((Refused::coded("duplicate_claim", faults), vec![index]));
                }
                if !other.is_terminal() {
                    running.push(index);
                }
                if !other.is_terminal() || other.status == "approved" {
                    counted.push(index);
                }
            }
            let is_reached = |cap: Option<u32>, claims: &Vec<usize>| {
                cap.is_some_and(|cap| claims.len() >= usize::try_from(cap).unwrap())
            };
            let terms = &engagement.terms;
            let reason = if is_reached(terms.total_cap, &counted) {
                "total_cap_reached"
            } else if is_reached(terms.active_cap, &running) {
                "active_cap_reached"
            } else {
                continue;
            };
            let fault = (engagement.id.clone(), reason.to_owned());
            return Err((Refused::coded("customer_cap_reached", vec![fault]), counted));
        }
        Ok(())
    }
}

/// V-43
fn hours(input: &EngagementInput, asked: &[Asked], faults: &mut Faults) -> Option<u32> {
    let range = asked.iter().find_map(|(_, engagement)| match engagement.terms.pay {
        Pay::ByHours { least, most, .. } => Some((least, most)),
        Pay::ByCountry { .. } | Pay::Nothing => None,
    });
    match (input.hours, range) {
        (None, Some(_)) => fault(faults, "/hours", "hours_required"),
        (Some(_), None) if !asked.is_empty() => fault(faults, "/hours", "hours_not_allowed"),
        (Some(hours), Some((least, most))) => {
            // The only hours that are sent in these tests are multiples of a twentieth.
            let twentieths = (hours * 20.0).round();
            let quarters = (least * 4..=most * 4).find(|quarters| f64::from(*quarters) * 5.0 == twentieths);
            if quarters.is_none() {
                fault(faults, "/hours", "hours_out_of_range");
            }
            return quarters;
        }
        (None | Some(_), None) => {}
    }
    None
}

/// Domain 9, "Payout estimate": a table, or the least of work, share and cap, rounded once, at the end.
fn estimate(
    engagement: &Engagement,
    location: &LocationRow,
    quarter_hours: Option<u32>,
    worth: Option<&Amount>,
) -> Option<Amount> {
    match &engagement.terms.pay {
        Pay::Nothing => None,
        Pay::ByCountry { rates, otherwise } => {
            let rate = rates.iter().find(|(country, _)| *country == location.country);
            Some(rate.map_or(otherwise, |(_, rate)| rate).clone())
        }
        Pay::ByHours { rate, share_percent, cap, .. } => {
            let (worth, currency) = worth?;
            if *currency != rate.1 || *currency != cap.1 {
                return None;
            }
            // In hundredths of a hundredth, so that nothing is lost before the end.
            let work = rate.0 * u64::from(quarter_hours?) * 25;
            let share = worth * u64::from(*share_percent);
            let least = work.min(share).min(cap.0 * 100);
            let (unit, rest) = (least / 10_000, least % 10_000);
            let up = rest > 5_000 || (rest == 5_000 && unit % 2 == 1);
            Some(((unit + u64::from(up)) * 100, rate.1.clone()))
        }
    }
}
