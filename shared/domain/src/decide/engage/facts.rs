//! Who the customer of a new engagement claim is, and whether it may be one (V-40 … V-48, V-52).

use alloc::{format, string::String, vec::Vec};

use super::unknown_customer;
use crate::{
    catalogue::{Eligible, Engagement, PayType},
    claim::{Content, Origin},
    customer::{Customer, Eligibility, Ineligible, Location, Opportunity},
    decide::Context,
    guard::Guard,
    identifier::{Identifier, IdentifierType, same_domain},
    input::EngagementInput,
    refusal::{Code, Fault},
    text,
};

/// What the vendor knows about the things a new engagement claim names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DealFacts {
    /// The location, if it exists
    pub location: Option<Location>,
    /// Who the identifier, or the customer's id, leads to
    pub customer: Option<Customer>,
    /// Tenants the identifier leads to
    pub tenants: Vec<String>,
    /// The opportunity, if it exists
    pub opportunity: Option<Opportunity>,
    /// Rows about the identifier
    pub eligibility: Vec<Eligibility>,
    /// The identifier under which the customer agreed to an earlier claim of the partner
    pub agreed_as: Option<Identifier>,
}

/// The customer of a new claim.
pub(super) struct Named {
    pub(super) customer: Customer,
    pub(super) is_new: bool,
    pub(super) tenant: String,
    pub(super) identifier: Identifier,
}

/// The identifier of a create: what was sent, in its normal form.
pub fn identifier(input: &EngagementInput) -> Option<Identifier> {
    let given = input.identifier.as_ref()?;
    let kind = IdentifierType::parse(given.kind.as_deref()?.trim())?;
    Identifier::parse(kind, given.value.as_deref()?)
}

impl DealFacts {
    /// V-08, V-40, V-41, V-45: the customer that is meant.
    pub(super) fn customer_of(
        &self,
        input: &EngagementInput,
        origin: Origin,
        engagements: &[&Engagement],
        faults: &mut Vec<Fault>,
    ) -> Option<Named> {
        let variable = engagements.iter().any(|engagement| engagement.pay_type == PayType::Variable);
        let identifier = match (&input.identifier, origin) {
            (None, Origin::Claimed) if !variable => self.agreed_as.clone(),
            (None, Origin::Added | Origin::Claimed) => {
                faults.push(Fault::new("/identifier", Code::IdentifierRequired));
                return None;
            }
            (Some(_), _) => {
                let found = identifier(input);
                if found.is_none() {
                    let kind = input.identifier.as_ref().and_then(|given| given.kind.clone());
                    let fault = Fault::new("/identifier/value", Code::IdentifierMalformed);
                    faults.push(fault.with("type", kind.unwrap_or_default()));
                    return None;
                }
                found
            }
        };
        // Nobody else is claimed instead, whomever the identifier leads to.
        let id = input.customer_id.as_deref().map_or("", str::trim);
        let meant = self.customer.as_ref().filter(|customer| customer.id.as_str() == id);
        if origin == Origin::Claimed && meant.is_none() {
            faults.push(Fault::new("/customerId", Code::IdentifierUnknown));
            return None;
        }
        // A customer who never agreed is refused for that, not for its identifier (V-50).
        let Some(identifier) = identifier else {
            let customer = self.customer.clone()?;
            let tenant = customer.tenants.first().cloned().unwrap_or_default();
            let value = tenant.clone();
            let identifier = Identifier { kind: IdentifierType::Tenant, value };
            return Some(Named { customer, is_new: false, tenant, identifier });
        };
        let before = faults.len();
        for engagement in engagements {
            let by_pay = (engagement.pay_type == PayType::Variable)
                == (identifier.kind == IdentifierType::Opportunity);
            if !by_pay || !engagement.identifier_types.contains(&identifier.kind) {
                let fault = Fault::new("/identifier/type", Code::IdTypeNotAllowed);
                faults.push(fault.with("engagement", engagement.id.as_str()));
            }
        }
        if faults.len() > before {
            return None;
        }
        let tenant = match self.tenant(&identifier) {
            Ok(tenant) => tenant,
            Err(code) => {
                faults.push(Fault::new("/identifier/value", code).with("type", identifier.kind.as_str()));
                return None;
            }
        };
        if self.customer.as_ref().is_some_and(|customer| !is_of(customer, &identifier, &tenant)) {
            let fault = Fault::new("/identifier/value", Code::IdentifierUnknown);
            faults.push(fault.with("type", identifier.kind.as_str()));
            return None;
        }
        let (customer, is_new) = match &self.customer {
            Some(customer) => (customer.clone(), false),
            None => (unknown_customer(&tenant), true),
        };
        Some(Named { customer, is_new, tenant, identifier })
    }

    /// The tenant an identifier leads to; a customer without one has none.
    fn tenant(&self, identifier: &Identifier) -> Result<String, Code> {
        let derived = match self.tenants.as_slice() {
            [one] => Some(one.clone()),
            [] => None,
            // A domain leads to one tenant; a group's account to one customer, whichever of its tenants.
            [_, _, ..] if identifier.kind == IdentifierType::Domain || self.customer.is_none() => {
                return Err(Code::TenantAmbiguous);
            }
            [first, ..] => Some(first.clone()),
        };
        match (identifier.kind, derived) {
            (IdentifierType::Tenant, _) => Ok(identifier.value.clone()),
            (_, Some(tenant)) => Ok(tenant),
            (IdentifierType::Domain, None) => Err(Code::TenantNotDerivable),
            (_, None) if self.customer.is_some() => Ok(String::new()),
            (_, None) => Err(Code::IdentifierUnknown),
        }
    }

    /// V-47, V-48, V-52: why the customer may not be claimed for these engagements.
    pub(super) fn unfit(
        &self,
        input: &EngagementInput,
        named: &Named,
        content: &Content,
        mismatch_reason: Option<&str>,
        engagements: &[&Engagement],
        context: Context<'_>,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        let domains = &named.customer.domains;
        let contact = text::email_domain(&content.customer_contact.email);
        let fits = domains.is_empty() || domains.iter().any(|domain| same_domain(domain, contact));
        if !fits && mismatch_reason.is_none() {
            faults.push(Fault::new("/mismatchReason", Code::MismatchReasonRequired));
        }
        let partner = text::email_domain(&content.partner_contact.email);
        let asked = (named.identifier.kind == IdentifierType::Domain).then_some(&named.identifier.value);
        let itself = domains.iter().chain(asked).any(|domain| same_domain(domain, partner));
        let blocked = &context.catalogue.programme.blocked_domains;
        let is_blocked = |domain: &String| blocked.iter().any(|one| same_domain(one, domain));
        if itself || domains.iter().chain(asked).any(is_blocked) {
            faults.push(Fault::new("/identifier", Code::CustomerNotBonaFide));
            return faults;
        }
        for (index, id) in input.engagement_ids.iter().flatten().enumerate() {
            let known = engagements.iter().find(|engagement| engagement.id.as_str() == id);
            let Some(engagement) = known else { continue };
            let reasons = self.ineligible(&named.identifier, Some(&named.customer), engagement);
            if !reasons.is_empty() {
                let codes: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
                let fault = Fault::new(format!("/engagementIds/{index}"), Code::CustomerIneligible);
                let hint = if named.identifier.kind == IdentifierType::Opportunity {
                    ""
                } else {
                    "try_other_identifier"
                };
                faults.push(fault.with("reasons", codes.join(", ")).with("hint", hint));
            }
        }
        faults
    }

    /// V-46, V-48: why the customer, as it was named, is not eligible; caps are told apart ([`capped`]).
    #[must_use]
    pub fn ineligible(
        &self,
        identifier: &Identifier,
        customer: Option<&Customer>,
        engagement: &Engagement,
    ) -> Vec<Ineligible> {
        let mut reasons = Vec::new();
        if !engagement.identifier_types.contains(&identifier.kind) {
            reasons.push(Ineligible::IdentifierTypeNotSupported);
        }
        let row = self
            .eligibility
            .iter()
            .find(|row| row.engagement_id == engagement.id && row.identifier == *identifier);
        match (row, engagement.eligibility) {
            (Some(row), _) if !row.eligible && row.reasons.is_empty() => {
                reasons.push(Ineligible::CriteriaNotMet)
            }
            (Some(row), _) if !row.eligible => reasons.extend(row.reasons.iter().copied()),
            (None, Eligible::Listed) => reasons.push(Ineligible::CriteriaNotMet),
            (Some(_), _) | (None, Eligible::Open) => {}
        }
        let country = customer.and_then(|customer| customer.country.as_ref());
        if let Some(country) = country
            && !engagement.countries.is_empty()
            && !engagement.countries.contains(country)
        {
            reasons.push(Ineligible::CountryNotInScope);
        }
        reasons
    }
}

/// Whether the identifier leads to the customer: to a tenant of it, or to its parent account.
fn is_of(customer: &Customer, identifier: &Identifier, tenant: &String) -> bool {
    let parent = identifier.kind == IdentifierType::ParentAccount
        && customer.parent_account.as_ref() == Some(&identifier.value);
    parent || customer.tenants.contains(tenant)
}

/// V-49: the caps that a customer has reached.
#[must_use]
pub fn capped(customer: &Customer, engagement: &Engagement) -> Vec<Ineligible> {
    let full = |cap: Option<u32>, guard: &dyn Fn(u32) -> Guard| {
        cap.is_some_and(|cap| (0..cap).all(|number| customer.holders.contains_key(&guard(number).name())))
    };
    let id = &engagement.id;
    let active = |number| Guard::Active { engagement: id.clone(), number };
    let total = |number| Guard::Total { engagement: id.clone(), number };
    let mut reasons = Vec::new();
    if full(engagement.caps.active_per_customer, &active) {
        reasons.push(Ineligible::ActiveCapReached);
    }
    if full(engagement.caps.total_per_customer, &total) {
        reasons.push(Ineligible::TotalCapReached);
    }
    reasons
}
