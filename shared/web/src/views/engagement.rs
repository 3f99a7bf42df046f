//! An engagement of the catalogue (api 6), its names and texts in one language.

use domain::{
    Catalogue, Engagement, IdentifierType, Locale,
    catalogue::{
        Check, Deadlines, Eligible, Extra, KeyType, Kind, Named, PartnerRole, PayType, Payout, ProofElement,
        ReferralRule, VersionedText,
    },
    consent,
    document::FILES_MAX,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An engagement with its rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Engagement)]
pub struct EngagementView {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
    /// Solution area
    pub solution_area: String,
    /// Association or engagement
    #[schema(value_type = super::words::Kind)]
    pub kind: &'static str,
    /// How it is paid
    #[schema(value_type = super::words::PayType)]
    pub pay_type: &'static str,
    /// What silence means
    #[schema(value_type = super::words::ConsentMode)]
    pub consent_mode: &'static str,
    /// Roles a partner can claim in
    pub partner_roles: Vec<PartnerRoleView>,
    /// Workloads that can be claimed
    pub workloads: Vec<NamedView>,
    /// Products whose subscriptions can be claimed
    pub products: Vec<NamedView>,
    /// How the customer may be named
    #[schema(value_type = Vec<super::words::IdentifierType>)]
    pub identifier_types: Vec<&'static str>,
    /// Whether everyone is eligible unless a row says no
    #[schema(value_type = super::words::Eligibility)]
    pub eligibility: &'static str,
    /// Most claims of a customer
    pub caps: CapsView,
    /// Day counts
    pub deadlines: DeadlineDaysView,
    /// Proof of execution
    pub proof: ProofView,
    /// Texts to be accepted at submission
    pub acknowledgements: Vec<AcknowledgementView>,
    /// Text to be accepted when sending for consent
    pub disclaimer: Option<AcknowledgementView>,
    /// How the customer confirms
    #[schema(value_type = super::words::Confirmation)]
    pub confirmation: &'static str,
    /// Engagements that pay
    #[schema(value_type = Option<super::deal::PayoutRule>)]
    pub payout: Option<Payout>,
    /// Engagements with referrals
    #[schema(value_type = Option<super::deal::ReferralRule>)]
    pub referral: Option<ReferralRule>,
    /// Zone in which days end
    pub time_zone: String,
    /// Version of the rules
    pub rule_version: u32,
    /// When they begin to hold for new claims; null = they always have
    #[schema(value_type = Option<String>, format = DateTime)]
    pub in_force_from: Option<Timestamp>,
    /// The version that follows, where one was put already
    pub next: Option<NextRulesView>,
    /// Whether it can be claimed now
    #[schema(value_type = super::words::EngagementStatus)]
    pub status: &'static str,
}

/// Rules that will hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NextRules)]
pub struct NextRulesView {
    /// Their version
    pub rule_version: u32,
    /// When they begin to hold for new claims
    #[schema(value_type = String, format = DateTime)]
    pub in_force_from: Timestamp,
}

/// A role a partner can claim in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartnerRole)]
pub struct PartnerRoleView {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
    /// When to choose it (P18)
    pub choose_when: String,
    /// Whether incentives can be earned
    pub incentivised: bool,
    /// What is exclusive
    #[schema(value_type = super::words::KeyType)]
    pub key: &'static str,
    /// Purchase channels that qualify; empty = any
    #[schema(value_type = Vec<String>)]
    pub channels: Vec<domain::customer::Channel>,
    /// Extra information asked for
    pub requires: Vec<&'static str>,
    /// Whether incentives may be declined for a claim
    pub may_opt_out: bool,
}

/// Something with an id and a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedView {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
}

/// Most claims of a customer for one engagement; null = no limit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Caps)]
pub struct CapsView {
    /// Claims that are not over
    pub active_per_customer: Option<u32>,
    /// Those and the approved ones
    pub total_per_customer: Option<u32>,
}

/// Day counts; null = the clock does not exist here.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DeadlineDays)]
pub struct DeadlineDaysView {
    /// Customer's decision, calendar days
    pub consent_days: Option<u16>,
    /// Submission after consent, calendar days
    pub submit_days: Option<u16>,
    /// End of the review: after the consent, calendar days; of an association after its start, business days
    pub review_days: u16,
    /// Dispute of a rejection, calendar days
    pub dispute_days: u16,
    /// Objection window, business days from delivery
    pub objection_business_days: Option<u16>,
    /// Start of the review, business days
    pub vendor_start_business_days: u16,
    /// Decision of the review, business days
    pub vendor_decision_business_days: u16,
    /// The partner's answer, business days
    pub partner_answer_business_days: Option<u16>,
    /// Least time for the answer to a return, business days
    pub return_minimum_business_days: Option<u16>,
    /// Answer to a dispute, business days
    pub dispute_answer_business_days: u16,
    /// The dispute as a whole, calendar days
    pub dispute_phase_days: Option<u16>,
    /// The incumbent's answer in a contest, business days
    pub contest_answer_business_days: Option<u16>,
    /// A draft without change, calendar days
    pub idle_draft_days: Option<u16>,
    /// Warning before an idle draft is given up, calendar days
    pub idle_draft_warning_days: Option<u16>,
    /// Warnings before a deadline of the partner, calendar days
    pub warning_days: Vec<u16>,
    /// Reminders of the customer, days after the request …
    pub reminder_days: Vec<u16>,
    /// … and before its end
    pub last_reminder_days: Vec<u16>,
    /// Notices before the end of an association, calendar days
    pub expiry_notice_days: Option<Vec<u16>>,
    /// How long a subscription may be renewed after its end, calendar days
    pub subscription_grace_days: Option<u16>,
    /// Term of an association, calendar days
    pub term_days: Option<u16>,
}

/// What proof is asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Proof)]
pub struct ProofView {
    /// Elements
    pub elements: Vec<ProofElementView>,
    /// Kinds of documents
    pub document_kinds: Vec<String>,
    /// Most files
    pub max_files: usize,
    /// Whether an invoice is asked for
    pub invoice: bool,
}

/// An element of proof.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProofElement)]
pub struct ProofElementView {
    /// Its id
    pub id: String,
    /// Its name
    pub name: String,
    /// Who checks it
    #[schema(value_type = super::words::CheckedBy)]
    pub check: &'static str,
    /// Asked for only when the customer is in the public sector
    pub public_sector_only: bool,
}

/// A text in its current version; an acceptance names it `<id>@<version>`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Acknowledgement)]
pub struct AcknowledgementView {
    /// Its id
    pub id: String,
    /// Counts from 1
    pub version: u32,
    /// The text
    pub text: String,
}

/// An engagement, in this language and at this instant.
#[must_use]
pub fn engagement(
    engagement: &Engagement,
    catalogue: &Catalogue,
    locale: Locale,
    now: Timestamp,
) -> EngagementView {
    let proof = &engagement.proof;
    EngagementView {
        id: engagement.id.to_string(),
        name: engagement.name.get(locale).into(),
        solution_area: engagement.solution_area.clone(),
        kind: engagement.kind.as_str(),
        pay_type: match engagement.pay_type {
            PayType::Fixed => "fixed",
            PayType::Variable => "variable",
            PayType::None => "none",
        },
        consent_mode: consent::Mode::as_str(engagement.consent_mode),
        partner_roles: engagement.partner_roles.iter().map(|known| role(known, locale)).collect(),
        workloads: engagement.workloads.iter().map(|known| named(known, locale)).collect(),
        products: engagement.products.iter().map(|known| named(known, locale)).collect(),
        identifier_types: engagement.identifier_types.iter().copied().map(IdentifierType::as_str).collect(),
        eligibility: match engagement.eligibility {
            Eligible::Open => "open",
            Eligible::Listed => "listed",
        },
        caps: CapsView {
            active_per_customer: engagement.caps.active_per_customer,
            total_per_customer: engagement.caps.total_per_customer,
        },
        deadlines: day_counts(&engagement.deadlines, engagement.kind),
        proof: ProofView {
            elements: proof.elements.iter().map(|known| element(known, locale)).collect(),
            document_kinds: proof.document_kinds.clone(),
            max_files: proof.max_files.min(FILES_MAX),
            invoice: proof.invoice,
        },
        acknowledgements: engagement.acknowledgements.iter().map(|known| versioned(known, locale)).collect(),
        disclaimer: engagement.disclaimer.as_ref().map(|known| versioned(known, locale)),
        confirmation: "name",
        payout: engagement.payout.clone(),
        referral: engagement.referral.clone(),
        time_zone: catalogue.programme.time_zone.clone(),
        rule_version: engagement.rule_version,
        in_force_from: engagement.in_force_from,
        next: catalogue
            .newest(engagement.id.as_str())
            .filter(|newest| newest.rule_version > engagement.rule_version)
            .and_then(|newest| Some((newest.rule_version, newest.in_force_from?)))
            .map(|(rule_version, in_force_from)| NextRulesView { rule_version, in_force_from }),
        status: engagement.status(now).as_str(),
    }
}

/// The counts of the clocks that this kind of claim knows.
fn day_counts(days: &Deadlines, kind: Kind) -> DeadlineDaysView {
    let association = |count: u16| (kind == Kind::Association).then_some(count);
    let engagement = |count: u16| (kind == Kind::Engagement).then_some(count);
    DeadlineDaysView {
        consent_days: engagement(days.consent_days),
        submit_days: engagement(days.submit_days),
        review_days: engagement(days.review_days).unwrap_or(days.vendor_decision_business_days),
        dispute_days: days.dispute_days,
        objection_business_days: association(days.objection_business_days),
        vendor_start_business_days: days.vendor_start_business_days,
        vendor_decision_business_days: days.vendor_decision_business_days,
        partner_answer_business_days: association(days.partner_answer_business_days),
        return_minimum_business_days: engagement(days.return_minimum_business_days),
        dispute_answer_business_days: days.dispute_answer_business_days,
        dispute_phase_days: engagement(days.dispute_phase_days),
        contest_answer_business_days: association(days.contest_answer_business_days),
        idle_draft_days: association(days.idle_draft_days),
        idle_draft_warning_days: association(days.idle_draft_warning_days),
        warning_days: days.warning_days.clone(),
        reminder_days: days.reminder_days.clone(),
        last_reminder_days: days.last_reminder_days.clone(),
        expiry_notice_days: (kind == Kind::Association).then(|| days.expiry_notice_days.clone()),
        subscription_grace_days: association(days.subscription_grace_days),
        term_days: days.term_days,
    }
}

fn versioned(known: &VersionedText, locale: Locale) -> AcknowledgementView {
    AcknowledgementView { id: known.id.clone(), version: known.version, text: known.text.get(locale).into() }
}

fn role(role: &PartnerRole, locale: Locale) -> PartnerRoleView {
    PartnerRoleView {
        id: role.id.clone(),
        name: role.name.get(locale).into(),
        choose_when: role.choose_when.get(locale).into(),
        incentivised: role.incentivised,
        key: match role.key {
            KeyType::Workload => "workload",
            KeyType::Subscription => "subscription",
        },
        channels: role.channels.clone(),
        requires: role
            .requires
            .iter()
            .map(|extra| match extra {
                Extra::Revenue => "revenue",
            })
            .collect(),
        may_opt_out: role.may_opt_out,
    }
}

fn named(named: &Named, locale: Locale) -> NamedView {
    NamedView { id: named.id.clone(), name: named.name.get(locale).into() }
}

fn element(element: &ProofElement, locale: Locale) -> ProofElementView {
    ProofElementView {
        id: element.id.clone(),
        name: element.name.get(locale).into(),
        check: match element.check {
            Check::System => "system",
            Check::Reviewer => "reviewer",
        },
        public_sector_only: element.public_sector_only,
    }
}
