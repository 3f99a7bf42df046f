//! Schema of the rules of an engagement, as a programme manager reads and puts them.

use utoipa::ToSchema;

use crate::views::{
    deal::{PayoutRule, ReferralRule},
    words::{CheckedBy, ConsentMode, Eligibility, IdentifierType, KeyType, Kind, PayType},
};

/// The rules of an engagement in one version, with both languages.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct EngagementRules {
    /// Its id, as in the address
    #[schema(pattern = "^[a-z0-9_-]{1,40}$")]
    id: String,
    /// This version; a new one is one more than the newest
    #[schema(minimum = 1)]
    rule_version: u32,
    /// When it begins to hold for new claims, two minutes from now at the earliest; absent = as soon as it can
    #[schema(required = false, format = DateTime)]
    in_force_from: Option<String>,
    /// Its name
    name: Text,
    /// Solution area
    #[schema(pattern = "^[a-z0-9_-]{1,40}$")]
    solution_area: String,
    /// Stays for good
    kind: Kind,
    /// Stays for good
    pay_type: PayType,
    /// Stays for good: `notice` for associations, `opt_in` for engagements
    consent_mode: ConsentMode,
    /// First instant of claims
    #[schema(required = false, format = DateTime)]
    starts_at: Option<String>,
    /// Last instant of claims
    #[schema(required = false, format = DateTime)]
    ends_at: Option<String>,
    /// Roles a partner can claim in
    partner_roles: Vec<RoleRules>,
    /// Workloads that can be claimed
    #[schema(required = false)]
    workloads: Vec<NamedRule>,
    /// Products whose subscriptions can be claimed
    #[schema(required = false)]
    products: Vec<NamedRule>,
    /// How the customer may be named
    identifier_types: Vec<IdentifierType>,
    /// Day counts
    deadlines: DeadlineRules,
    /// Proof of execution
    proof: ProofRules,
    /// Texts to be accepted at submission; other words need another version
    acknowledgements: Vec<TextRule>,
    /// Text to be accepted when the customer is asked
    #[schema(required = false)]
    disclaimer: Option<TextRule>,
    /// Who is eligible without a row that says so
    #[schema(required = false)]
    eligibility: Eligibility,
    /// Countries of customers, ISO 3166; empty = any
    #[schema(required = false)]
    countries: Vec<String>,
    /// Most claims of a customer
    #[schema(required = false)]
    caps: CapRules,
    /// What is paid
    #[schema(required = false)]
    payout: Option<PayoutRule>,
    /// When a referral is made
    #[schema(required = false)]
    referral: Option<ReferralRule>,
}

/// A text in both languages.
#[derive(ToSchema)]
pub(crate) struct Text {
    /// English
    en: String,
    /// German
    de: String,
}

/// A role a partner can claim in.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct RoleRules {
    /// Its id
    id: String,
    /// Its name
    name: Text,
    /// When to choose it
    choose_when: Text,
    /// Whether incentives can be earned
    incentivised: bool,
    /// What is exclusive
    key: KeyType,
    /// Purchase channels that qualify; empty = any
    channels: Vec<String>,
    /// Extra information asked for: `revenue`
    requires: Vec<String>,
    /// Whether incentives may be declined for a claim
    may_opt_out: bool,
}

/// Something with an id and a name.
#[derive(ToSchema)]
pub(crate) struct NamedRule {
    /// Its id
    id: String,
    /// Its name
    name: Text,
}

/// Day counts.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct DeadlineRules {
    /// Objection window, business days from delivery
    objection_business_days: u16,
    /// Start of the review, business days
    vendor_start_business_days: u16,
    /// Decision of the review, business days
    vendor_decision_business_days: u16,
    /// The partner's answer, business days
    partner_answer_business_days: u16,
    /// Dispute of a rejection, calendar days
    dispute_days: u16,
    /// Answer to a dispute, business days
    dispute_answer_business_days: u16,
    /// The incumbent's answer in a contest, business days
    contest_answer_business_days: u16,
    /// A draft without change, calendar days
    idle_draft_days: u16,
    /// Warning before an idle draft is given up, calendar days
    idle_draft_warning_days: u16,
    /// Warnings before a deadline of the partner, calendar days
    warning_days: Vec<u16>,
    /// Notices before the end of an association, calendar days
    expiry_notice_days: Vec<u16>,
    /// How long a subscription may be renewed after its end, calendar days
    subscription_grace_days: u16,
    /// Term of an association, calendar days
    #[schema(required = false)]
    term_days: Option<u16>,
    /// The customer's answer, calendar days from the creation of the claim
    #[schema(required = false)]
    consent_days: u16,
    /// First submission, calendar days from the consent
    #[schema(required = false)]
    submit_days: u16,
    /// End of the review, calendar days from the consent
    #[schema(required = false)]
    review_days: u16,
    /// Least time for the answer to a return, business days
    #[schema(required = false)]
    return_minimum_business_days: u16,
    /// The dispute as a whole, calendar days
    #[schema(required = false)]
    dispute_phase_days: u16,
    /// Reminders of the customer, days after the request …
    #[schema(required = false)]
    reminder_days: Vec<u16>,
    /// … and before its end
    #[schema(required = false)]
    last_reminder_days: Vec<u16>,
}

/// What proof is asked for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ProofRules {
    /// Elements
    elements: Vec<ElementRule>,
    /// Kinds of documents
    document_kinds: Vec<String>,
    /// Most files
    #[schema(minimum = 1, maximum = 30)]
    max_files: u32,
    /// Whether an invoice is asked for
    invoice: bool,
}

/// An element of proof.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ElementRule {
    /// Its id
    id: String,
    /// Its name
    name: Text,
    /// Who checks it
    check: CheckedBy,
    /// Asked for only when the customer is in the public sector
    #[schema(required = false)]
    public_sector_only: bool,
}

/// A text that is accepted.
#[derive(ToSchema)]
pub(crate) struct TextRule {
    /// Its id
    id: String,
    /// Counts from 1
    version: u32,
    /// The text
    text: Text,
}

/// Most claims of a customer; absent = no limit.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct CapRules {
    /// Claims that are not over
    #[schema(required = false)]
    active_per_customer: Option<u32>,
    /// Those and the approved ones
    #[schema(required = false)]
    total_per_customer: Option<u32>,
}
