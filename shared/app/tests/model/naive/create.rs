//! T1, clone and the draft of a renewal.

use domain::{
    Actor, Caller, Role, Scope, Side,
    identifier::IdentifierInput,
    input::{ClaimInput, EngagementInput},
};

use super::{
    Answer, Model, Refused,
    calendar::after_days,
    claim::{Claim, Deal},
    content::{contact_input, fill, input_of},
    data::LocationRow,
    standing::{allowed, listed},
    text::{Faults, fault},
    who::{permits, sees},
};

/// What would be sent to make an engagement claim again; whom the partner knows by now is claimed.
fn again(source: &Claim, deal: &Deal, known: bool, customer: String) -> EngagementInput {
    let (kind, value) = deal.identifier.clone();
    EngagementInput {
        kind: Some("engagement".to_owned()),
        origin: Some(if known { "claimed" } else { "added" }.to_owned()),
        name: Some(source.name.clone()),
        location_id: Some(source.location.clone()),
        identifier: Some(IdentifierInput { kind: Some(kind), value: Some(value) }),
        customer_id: known.then_some(customer),
        engagement_ids: Some(vec![source.engagement.clone()]),
        hours: deal.quarter_hours.map(|quarters| f64::from(quarters) / 4.0),
        mismatch_reason: deal.mismatch_reason.clone(),
        customer_contact: Some(contact_input(&source.customer_contact)),
        partner_contact: Some(contact_input(&source.partner_contact)),
    }
}

/// Who makes a draft, and from what.
struct Maker<'a> {
    org: &'a str,
    location: Option<LocationRow>,
    copy_of: Option<usize>,
    with_subscriptions: bool,
}

impl Model {
    /// T1
    pub(crate) fn create(&mut self, caller: &Caller, input: &ClaimInput) -> Answer {
        if caller.side != Side::Partner || !caller.roles.contains(&Role::IncentivesAdmin) {
            return Answer::Refused(Refused::code("forbidden"));
        }
        let org = caller.org.as_str();
        let given = input.location_id.as_deref().map_or("", str::trim);
        let row = self.rules.locations.iter().find(|row| row.id == given && row.org == org).cloned();
        let covered = match &caller.scope {
            Scope::All => true,
            Scope::Only(these) => these.iter().any(|one| one.as_str() == given),
        };
        if !given.is_empty() && (row.is_none() || !covered) {
            return Answer::Refused(Refused::code("location_out_of_scope"));
        }
        let maker = Maker { org, location: row, copy_of: None, with_subscriptions: true };
        self.draft(&maker, input)
    }

    /// A new draft of the content of a claim that has ended: no consent, decisions or deadlines.
    pub(crate) fn clone_claim(&mut self, index: usize, actor: &Actor) -> Answer {
        let source = self.shown(index);
        if !sees(actor, &source) {
            return Answer::Refused(Refused::code("not_found"));
        }
        if !permits(actor, &source, "clone") {
            return Answer::Refused(Refused::code("forbidden"));
        }
        if !listed(&source, "clone") {
            let mut refused = Refused::code("invalid_state_transition");
            refused.instead = Some((source.status.to_owned(), allowed(&source, actor)));
            return Answer::Refused(refused);
        }
        if let (Some(deal), Actor::Staff(caller)) = (&source.deal, actor) {
            let known = self.agreed(&source.org, deal.customer).next().is_some();
            let id = self.rules.customers[deal.customer].id.clone();
            return self.engage(caller, &again(&source, deal, known, id), Some(index));
        }
        self.copy(index, &input_of(&source))
    }

    /// S4, S8: a draft of the associations that ended; nothing where the rules of today forbid it.
    pub(crate) fn renew(&mut self, index: usize, items: &[String]) -> Option<usize> {
        let mut source = self.claims[index].clone();
        source.items.retain(|item| items.contains(&item.key));
        match self.copy(index, &input_of(&source)) {
            Answer::Changed => {
                self.rules.saw("renewal");
                Some(self.claims.len() - 1)
            }
            Answer::Unchanged | Answer::Replayed | Answer::Refused(_) => None,
        }
    }

    fn copy(&mut self, index: usize, input: &ClaimInput) -> Answer {
        let source = &self.claims[index];
        let (org, location) = (source.org.clone(), source.location.clone());
        let row = self.rules.locations.iter().find(|row| row.id == location && row.org == org).cloned();
        let maker = Maker { org: &org, location: row, copy_of: Some(index), with_subscriptions: false };
        self.draft(&maker, input)
    }

    fn draft(&mut self, maker: &Maker<'_>, input: &ClaimInput) -> Answer {
        let mut faults = Faults::new();
        if input.kind.as_deref() != Some("association") {
            fault(&mut faults, "/kind", "engagement_kind_mismatch");
        }
        let wanted = input.engagement_id.as_deref().unwrap_or("");
        let engagement = self.rules.engagements.iter().find(|known| known.id == wanted).cloned();
        match &engagement {
            None => fault(&mut faults, "/engagementId", "engagement_unknown"),
            Some(engagement) => {
                if !engagement.is_association {
                    fault(&mut faults, "/engagementId", "engagement_kind_mismatch");
                }
                if let Some(code) = maker.location.as_ref().and_then(|row| row.fault(&engagement.id)) {
                    fault(&mut faults, "/locationId", code);
                }
            }
        }
        let tenant = input.tenant_id.as_deref().map_or("", str::trim).to_lowercase();
        if tenant.is_empty() {
            fault(&mut faults, "/tenantId", "tenant_required");
        } else if tenant.len() != 36 {
            fault(&mut faults, "/tenantId", "identifier_malformed");
        }
        let filled = fill(input, engagement.as_ref(), &mut faults);
        if let (Some(filled), Some(engagement)) = (&filled, &engagement)
            && maker.with_subscriptions
            && tenant.len() == 36
        {
            let at = |index: usize, _: &str| format!("/items/{index}/subscriptionId");
            faults.extend(self.rules.subscriptions_at_fault(&filled.items, &tenant, engagement, at));
        }
        if let Err(refused) = Refused::unless_empty(faults) {
            return Answer::Refused(refused);
        }
        let (Some(filled), Some(engagement), Some(_)) = (filled, engagement, &maker.location) else {
            return Answer::Refused(Refused::code("location_out_of_scope"));
        };
        let rules = &self.rules;
        let claim = Claim {
            role: engagement.role,
            public_sector: rules
                .customers
                .iter()
                .any(|row| row.public_sector && row.tenants.contains(&tenant)),
            name: filled.name,
            items: filled.items,
            opt_out: filled.opt_out,
            customer_contact: filled.customer_contact,
            partner_contact: filled.partner_contact,
            revenue: filled.revenue,
            clock: after_days(rules.now, rules.days.idle_draft),
            copy_of: maker.copy_of,
            ..Claim::new(maker.org, &engagement.id, &tenant, &filled.location)
        };
        for item in &claim.items {
            let key = claim.exclusive(&item.key);
            let own = |other: &Claim| other.org == claim.org && other.open_keys().contains(&key);
            if (0..self.claims.len()).any(|other| own(&self.shown(other))) {
                let faults = vec![(format!("/items/{}", item.key), "duplicate_claim".to_owned())];
                return Answer::Refused(Refused::coded("duplicate_claim", faults));
            }
        }
        self.rules.saw(if maker.copy_of.is_some() { "clone" } else { "T1" });
        self.rules.done();
        self.written.push(self.claims.len());
        self.claims.push(claim);
        Answer::Changed
    }
}
