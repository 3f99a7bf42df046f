//! Whom a partner can claim for an engagement, and what comes next (domain 8.4, 9): the Customers page and
//! look-ups. Nothing is decided here; a create looks again.

use alloc::vec::Vec;
use jiff::Timestamp;

use crate::{
    actor::{self, Caller},
    allowed::{self, Act},
    calendar::Calendar,
    catalogue::{Engagement, Kind, PayType, Programme},
    claim::Claim,
    customer::{Customer, Eligibility, Enrolment, Ineligible, Location, PayeeProfile},
    decide::{DealFacts, capped},
    guard::Guard,
    identifier::{Identifier, IdentifierType, same_domain},
    ids::OrgId,
    proof,
    state::State,
};

/// What the partner can do next about a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAction {
    /// Make a claim
    ClaimCustomer,
    /// E4
    SendConsent,
    /// E5
    ResendConsent,
    /// E11
    UploadProof,
    /// E12
    Submit,
    /// E17
    AnswerReturn,
    /// E21
    Dispute,
    /// It is not the partner's move
    Wait,
}

impl NextAction {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClaimCustomer => "claim_customer",
            Self::SendConsent => "send_consent",
            Self::ResendConsent => "resend_consent",
            Self::UploadProof => "upload_proof",
            Self::Submit => "submit",
            Self::AnswerReturn => "answer_return",
            Self::Dispute => "dispute",
            Self::Wait => "wait",
        }
    }
}

/// Who sees Customers pages and looks customers up: whoever claims for a partner.
#[must_use]
pub fn looks_up(caller: &Caller) -> bool {
    actor::makes_claims(caller, Kind::Engagement)
}

/// What comes next for a settled engagement claim; `None` when it is over.
#[must_use]
pub fn next_action(
    claim: &Claim,
    engagement: &Engagement,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<NextAction> {
    let or_wait = |can: bool, action| Some(if can { action } else { NextAction::Wait });
    match &claim.state {
        State::ConsentNotRequested => Some(NextAction::SendConsent),
        State::AwaitingConsent => {
            or_wait(allowed::next_reminder_at(claim).is_some(), NextAction::ResendConsent)
        }
        State::Draft { .. } | State::ConsentReceived => {
            let ready = proof::faults(claim, engagement, calendar, now).is_empty();
            Some(if ready { NextAction::Submit } else { NextAction::UploadProof })
        }
        State::ActionRequired { .. } => Some(NextAction::AnswerReturn),
        State::Rejected { .. } => or_wait(allowed::listed(claim, Act::Dispute), NextAction::Dispute),
        State::Submitted { .. } | State::UnderReview { .. } | State::Disputed { .. } => {
            Some(NextAction::Wait)
        }
        State::Approved | State::RejectedFinal { .. } | State::Closed { .. } | State::Canceled { .. } => None,
    }
}

/// Whether the engagement takes opportunities only: what stands in the way shows when one is named, so nobody
/// is listed as ineligible before.
#[must_use]
pub fn by_opportunity_only(engagement: &Engagement) -> bool {
    engagement.pay_type == PayType::Variable
        || engagement.identifier_types.iter().all(|kind| *kind == IdentifierType::Opportunity)
}

/// Whether the partner has a claim for the engagement open on the customer (V-51).
#[must_use]
pub fn has_open_claim(customer: &Customer, org: &OrgId, engagement: &Engagement) -> bool {
    customer.holders.contains_key(&Guard::engagement(org, &engagement.id).name())
}

/// Why a known customer, under the identifier it agreed with, cannot be claimed now.
#[must_use]
pub fn known_reasons(
    customer: &Customer,
    agreed_as: Option<&Identifier>,
    rows: &[Eligibility],
    engagement: &Engagement,
    programme: &Programme,
) -> Vec<Ineligible> {
    let Some(identifier) = agreed_as.filter(|_| !by_opportunity_only(engagement)) else {
        return of_customer(customer, None, engagement, programme);
    };
    let rows = rows.iter().filter(|row| row.identifier == *identifier);
    let facts = DealFacts {
        customer: Some(customer.clone()),
        eligibility: rows.cloned().collect(),
        ..DealFacts::default()
    };
    reasons(identifier, &facts, engagement, programme)
}

/// Why whoever the identifier leads to, as far as that is known, cannot be claimed now.
#[must_use]
pub fn reasons(
    identifier: &Identifier,
    facts: &DealFacts,
    engagement: &Engagement,
    programme: &Programme,
) -> Vec<Ineligible> {
    let customer = facts.customer.as_ref();
    let mut reasons = facts.ineligible(identifier, customer, engagement);
    match customer {
        Some(customer) => reasons.extend(of_customer(customer, Some(identifier), engagement, programme)),
        // A tenant nobody has heard of makes a new customer (domain 9).
        None if facts.tenants.is_empty() => reasons.push(Ineligible::IdentifierUnknown),
        None => {}
    }
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

fn of_customer(
    customer: &Customer,
    identifier: Option<&Identifier>,
    engagement: &Engagement,
    programme: &Programme,
) -> Vec<Ineligible> {
    let mut reasons = capped(customer, engagement);
    let country = customer.country.as_ref();
    let countries = &engagement.countries;
    if country.is_some_and(|country| !countries.is_empty() && !countries.contains(country)) {
        reasons.push(Ineligible::CountryNotInScope);
    }
    let asked = identifier.filter(|identifier| identifier.kind == IdentifierType::Domain);
    let mut domains = customer.domains.iter().chain(asked.map(|identifier| &identifier.value));
    if domains.any(|domain| programme.blocked_domains.iter().any(|blocked| same_domain(blocked, domain))) {
        reasons.push(Ineligible::CustomerNotBonaFide);
    }
    reasons
}

/// Why a location may not claim an engagement, or is not paid for it (domain 8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unqualified {
    /// Not, or no more, in the programme
    NotEnrolled,
    /// On its way into the programme
    EnrolmentIncomplete,
    /// In the programme, but not for this engagement
    QualificationMissing,
    /// What is earned is held
    PayeeProfileIncomplete,
}

impl Unqualified {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::NotEnrolled,
        Self::EnrolmentIncomplete,
        Self::QualificationMissing,
        Self::PayeeProfileIncomplete,
    ];

    /// The code in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::EnrolmentIncomplete => "enrolment_incomplete",
            Self::QualificationMissing => "qualification_missing",
            Self::PayeeProfileIncomplete => "payee_profile_incomplete",
        }
    }
}

/// What stands in the way of a location, of a claim or of its pay. Whether it may claim is said by
/// [`Location::admits`].
#[must_use]
pub fn unqualified(location: &Location, engagement: &Engagement) -> Vec<Unqualified> {
    let mut reasons = Vec::new();
    match location.enrolment {
        Enrolment::Enrolled if location.admits(&engagement.id).is_err() => {
            reasons.push(Unqualified::QualificationMissing);
        }
        Enrolment::Enrolled => {}
        Enrolment::Invited | Enrolment::ActionRequired | Enrolment::Validating => {
            reasons.push(Unqualified::EnrolmentIncomplete);
        }
        Enrolment::Ineligible | Enrolment::Ended => reasons.push(Unqualified::NotEnrolled),
    }
    let paid = engagement.payout.is_some() || engagement.partner_roles.iter().any(|role| role.incentivised);
    if paid && location.payee_profile == PayeeProfile::Incomplete {
        reasons.push(Unqualified::PayeeProfileIncomplete);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeMap, string::String, vec};

    use super::*;
    use crate::{
        catalogue::{BUILT_IN, Caps, Catalogue},
        ids::{ClaimId, CustomerId, LocationId},
    };

    fn catalogue() -> Catalogue {
        Catalogue::read(BUILT_IN).unwrap()
    }

    fn workshop() -> Engagement {
        let mut workshop = catalogue().newest("workshop").unwrap().clone();
        workshop.caps = Caps { active_per_customer: Some(1), total_per_customer: Some(2) };
        workshop
    }

    fn fabrikam() -> Customer {
        Customer {
            id: CustomerId::derived(&["fabrikam"]),
            name: "Fabrikam".into(),
            country: Some("DE".into()),
            domains: vec!["fabrikam.example".into()],
            tenants: vec!["3f2c0a6e-0000-4000-8000-00000000000a".into()],
            parent_account: None,
            public_sector: false,
            managed: false,
            holders: BTreeMap::new(),
        }
    }

    fn identifier(kind: IdentifierType, value: &str) -> Identifier {
        Identifier::parse(kind, value).unwrap()
    }

    fn why(named: &Identifier, customer: Option<&Customer>, rows: &[Eligibility]) -> Vec<Ineligible> {
        let facts =
            DealFacts { customer: customer.cloned(), eligibility: rows.to_vec(), ..DealFacts::default() };
        reasons(named, &facts, &workshop(), &catalogue().programme)
    }

    #[test]
    fn v_46_the_check_runs_on_the_given_identifier_only() {
        let domain = identifier(IdentifierType::Domain, "fabrikam.example");
        let tenant = identifier(IdentifierType::Tenant, "3f2c0a6e-0000-4000-8000-00000000000a");
        let row = Eligibility {
            engagement_id: workshop().id,
            identifier: tenant.clone(),
            eligible: false,
            reasons: vec![Ineligible::DoneWithOtherPartner],
        };
        assert_eq!(
            why(&tenant, Some(&fabrikam()), core::slice::from_ref(&row)),
            [Ineligible::DoneWithOtherPartner]
        );
        assert!(why(&domain, Some(&fabrikam()), &[row]).is_empty());
        let opportunity = identifier(IdentifierType::Opportunity, "7-3K9QX2");
        assert_eq!(why(&opportunity, Some(&fabrikam()), &[]), [Ineligible::IdentifierTypeNotSupported]);
    }

    #[test]
    fn an_unknown_tenant_is_a_new_customer_and_any_other_unknown_identifier_leads_nowhere() {
        let tenant = identifier(IdentifierType::Tenant, "3f2c0a6e-0000-4000-8000-00000000000b");
        let facts = DealFacts { tenants: vec![tenant.value.clone()], ..DealFacts::default() };
        assert!(reasons(&tenant, &facts, &workshop(), &catalogue().programme).is_empty());
        let domain = identifier(IdentifierType::Domain, "nobody.example");
        assert_eq!(why(&domain, None, &[]), [Ineligible::IdentifierUnknown]);
    }

    #[test]
    fn v_49_v_51_caps_are_everybodys_and_an_open_claim_is_the_partners_own() {
        let (workshop, programme) = (workshop(), catalogue().programme);
        let (own, other) = (OrgId::new("partner-a"), OrgId::new("partner-b"));
        let claim = ClaimId::derived(&["claim"]);
        let mut customer = fabrikam();
        let active = Guard::Active { engagement: workshop.id.clone(), number: 0 };
        customer.holders.insert(active.name(), claim.clone());
        customer.holders.insert(Guard::engagement(&other, &workshop.id).name(), claim);
        let known = known_reasons(&customer, None, &[], &workshop, &programme);
        assert_eq!(known, [Ineligible::ActiveCapReached]);
        assert!(has_open_claim(&customer, &other, &workshop));
        assert!(!has_open_claim(&customer, &own, &workshop));
    }

    #[test]
    fn v_52_a_blocked_organisation_is_no_customer_and_a_country_can_be_out_of_scope() {
        let (mut workshop, mut programme) = (workshop(), catalogue().programme);
        programme.blocked_domains = vec!["fabrikam.example".into()];
        workshop.countries = vec!["AT".into()];
        let domain = identifier(IdentifierType::Domain, "fabrikam.example");
        let facts = DealFacts { customer: Some(fabrikam()), ..DealFacts::default() };
        assert_eq!(
            reasons(&domain, &facts, &workshop, &programme),
            [Ineligible::CountryNotInScope, Ineligible::CustomerNotBonaFide]
        );
    }

    #[test]
    fn a_known_customer_can_be_claimed_by_an_opportunity_it_was_not_named_by() {
        let catalogue = catalogue();
        let variable = catalogue.newest("variable-project").unwrap();
        assert!(by_opportunity_only(variable) && !by_opportunity_only(&workshop()));
        let tenant = identifier(IdentifierType::Tenant, "3f2c0a6e-0000-4000-8000-00000000000a");
        let known = known_reasons(&fabrikam(), Some(&tenant), &[], variable, &catalogue.programme);
        assert!(known.is_empty(), "{known:?}");
    }

    #[test]
    fn v_03_v_04_a_location_is_unqualified_for_one_reason_and_unpaid_for_another() {
        let mut location = Location {
            location_id: LocationId::new("4821907"),
            org: OrgId::new("partner-a"),
            org_name: None,
            name: "Berlin".into(),
            country: "DE".into(),
            enrolment: Enrolment::Enrolled,
            engagements: vec!["*".into()],
            payee_profile: PayeeProfile::Complete,
        };
        let codes = |location: &Location| -> Vec<&str> {
            unqualified(location, &workshop()).into_iter().map(Unqualified::as_str).collect()
        };
        assert!(codes(&location).is_empty());
        location.payee_profile = PayeeProfile::Incomplete;
        assert_eq!(codes(&location), ["payee_profile_incomplete"]);
        location.payee_profile = PayeeProfile::Complete;
        location.engagements = vec![String::from("assessment")];
        assert_eq!(codes(&location), ["qualification_missing"]);
        for (enrolment, code) in [
            (Enrolment::Invited, "enrolment_incomplete"),
            (Enrolment::Validating, "enrolment_incomplete"),
            (Enrolment::Ended, "not_enrolled"),
        ] {
            location.enrolment = enrolment;
            assert_eq!(codes(&location), [code]);
            assert!(location.admits(&workshop().id).is_err());
        }
    }
}
