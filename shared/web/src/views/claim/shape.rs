//! The fields of a claim, in the order of the contract (api 2).

use domain::{Money, document::Covers};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use crate::views::deal::{EstimateView, Hours};

/// A claim, all of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Claim)]
pub struct ClaimView {
    /// Opaque id
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The number people say on the phone
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Kind of claim
    #[schema(value_type = crate::views::words::Kind)]
    pub kind: &'static str,
    /// Friendly name
    pub name: String,
    /// Status (domain 6.1)
    #[schema(value_type = crate::views::words::Status)]
    pub status: &'static str,
    /// Whose move it is
    #[schema(value_type = crate::views::words::WaitingFor)]
    pub waiting_for: &'static str,
    /// Version; the `ETag`
    pub version: u64,
    /// Engagement of the catalogue
    pub engagement_id: String,
    /// Version of the rules the claim keeps (I-20)
    pub rule_version: u32,
    /// Role claimed; associations only
    pub partner_role: Option<String>,
    /// Engagement claims only
    #[schema(value_type = Option<crate::views::words::Origin>)]
    pub origin: Option<&'static str>,
    /// Partner location
    pub location_id: String,
    /// The customer
    pub customer: CustomerView,
    /// Workloads or subscriptions
    pub items: Vec<ItemView>,
    /// Who answers for the customer
    pub customer_contact: ContactView,
    /// Who answers for the partner
    pub partner_contact: PartnerContactView,
    /// Where the role asks for it (V-17)
    pub revenue: Option<RevenueView>,
    /// The partner wants no incentives
    pub opt_out_of_incentives: bool,
    /// Engagement claims only; given, and frozen, when the customer is asked
    #[schema(value_type = Option<crate::views::requests::Money>)]
    pub deal_size: Option<Money>,
    /// Pay by hours only, in quarters
    #[schema(value_type = Option<f64>)]
    pub hours: Option<Hours>,
    /// Engagement claims only; not binding
    pub payout_estimate: Option<EstimateView>,
    /// The customer's part, once asked
    pub consent: Option<ConsentView>,
    /// Every clock that runs
    pub deadlines: Vec<DeadlineView>,
    /// Proof of execution
    pub documents: Vec<DocumentView>,
    /// Engagement claims only
    pub referral_id: Option<String>,
    /// Engagement claims only
    pub earning: Option<EarningView>,
    /// Why it failed
    pub rejection: Option<RejectionView>,
    /// The reviewer's last decision
    pub review: Option<ReviewView>,
    /// Competing claims only
    pub contest_id: Option<String>,
    /// The claim it is a copy of: a clone, or the draft of a renewal
    pub copy_of: Option<String>,
    /// Clocks of the vendor that have run out
    pub overdue: Vec<&'static str>,
    /// What the partner should know at a glance
    pub warnings: Vec<String>,
    /// What this caller may do now
    pub allowed_actions: Vec<&'static str>,
    /// Pointers this caller may change now
    pub editable_fields: Vec<&'static str>,
    /// When it was created
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When a person or a deadline last changed it
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// The header of a claim.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClaimSummary)]
pub struct SummaryView {
    /// Opaque id
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The number people say on the phone
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Kind of claim
    #[schema(value_type = crate::views::words::Kind)]
    pub kind: &'static str,
    /// Friendly name
    pub name: String,
    /// Status (domain 6.1)
    #[schema(value_type = crate::views::words::Status)]
    pub status: &'static str,
    /// Whose move it is
    #[schema(value_type = crate::views::words::WaitingFor)]
    pub waiting_for: &'static str,
    /// Engagement of the catalogue
    pub engagement_id: String,
    /// Partner location
    pub location_id: String,
    /// The customer
    pub customer: CustomerView,
    /// Every clock that runs
    pub deadlines: Vec<DeadlineView>,
    /// When a person or a deadline last changed it
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// As much of a claim as the caller may see.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ClaimAnswer {
    /// All of it
    Whole(Box<ClaimView>),
    /// The header
    Header(Box<SummaryView>),
}

/// The customer of a claim.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CustomerReference)]
pub struct CustomerView {
    /// The customer
    pub id: String,
    /// Its name
    pub name: String,
    /// How the partner named it
    pub identifier: IdentifierView,
    /// The tenant claimed
    pub tenant_id: Option<String>,
    /// Engagement claims only
    pub mismatch_reason: Option<String>,
}

/// How a customer is named.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Identifier)]
pub struct IdentifierView {
    /// Type of identifier
    #[schema(value_type = crate::views::words::IdentifierType)]
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its value
    pub value: String,
}

/// A workload or subscription.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Item)]
pub struct ItemView {
    /// `workload:<id>` or `subscription:<uuid>`
    pub key: String,
    /// The workload, if it is one
    pub workload: Option<String>,
    /// The subscription, if it is one
    pub subscription_id: Option<String>,
    /// The subscription's product
    pub product: Option<String>,
    /// The reviewer's decision
    #[schema(value_type = crate::views::words::Decision)]
    pub decision: &'static str,
    /// Why it is refused
    pub reason: Option<String>,
    /// The official association, once approved
    pub association: Option<AssociationView>,
}

/// An official association.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ItemAssociation)]
pub struct AssociationView {
    /// Status (domain 6.2)
    #[schema(value_type = crate::views::words::AssociationStatus)]
    pub status: &'static str,
    /// Since when it has this status
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Why it ended
    pub ended_reason: Option<String>,
    /// When it ends by itself, if it does
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
}

/// Who answers for the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomerContact)]
pub struct ContactView {
    /// Full name
    pub name: String,
    /// Job title
    pub title: Option<String>,
    /// Address
    pub email: String,
    /// Language of mails and pages
    pub locale: &'static str,
}

/// Who answers for the partner.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PartnerContact)]
pub struct PartnerContactView {
    /// Full name
    pub name: String,
    /// Address
    pub email: String,
}

/// What a revenue association adds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Revenue)]
pub struct RevenueView {
    /// Who sold the solution
    pub solution_seller_name: String,
    /// The customer as the seller names it
    pub customer_name: String,
    /// The ISV's product or solution
    pub isv_solution: String,
}

/// The current round of asking the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Consent)]
pub struct ConsentView {
    /// Opaque id
    pub id: String,
    /// What silence means
    #[schema(value_type = crate::views::words::ConsentMode)]
    pub mode: &'static str,
    /// Where the round stands (domain 6.3)
    #[schema(value_type = crate::views::words::ConsentState)]
    pub state: &'static str,
    /// Counts from 1
    pub round: u32,
    /// When its mail was last handed over
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// First proven delivery of the round
    #[schema(value_type = Option<String>, format = DateTime)]
    pub delivered_at: Option<Timestamp>,
    /// Re-sends by hand
    pub reminders_sent: u32,
    /// When it may be sent again by hand (K9); null when not any more
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_reminder_allowed_at: Option<Timestamp>,
    /// Somebody else whom the contact named: confirmed by changing the contact
    pub delegate: Option<DelegateView>,
    /// When the customer reported the request
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reported_at: Option<Timestamp>,
}

/// A colleague whom the customer's contact named.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Delegate)]
pub struct DelegateView {
    /// Full name
    pub name: String,
    /// Address
    pub email: String,
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What a claim earns.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClaimEarning)]
pub struct EarningView {
    /// None, accrued or refused
    #[schema(value_type = crate::views::words::EarningState)]
    pub state: &'static str,
    /// Why nothing is earned
    pub reason: Option<String>,
}

/// A running clock.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Deadline)]
pub struct DeadlineView {
    /// Clock id (domain 7)
    pub clock: &'static str,
    /// In time means before it
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Zone in which its days end
    pub time_zone: String,
}

/// A document.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct DocumentView {
    /// Opaque id
    pub id: String,
    /// Name of the file
    pub file_name: String,
    /// What the checks said
    #[schema(value_type = crate::views::words::DocumentState)]
    pub state: &'static str,
    /// Kind of document
    pub kind: String,
    /// What it covers
    #[schema(value_type = crate::views::requests::Covers)]
    pub covers: Covers,
    /// Bytes
    pub size: u64,
    /// SHA-256, lower-case hexadecimal
    pub sha256: String,
    /// When the work was done
    #[schema(value_type = Option<String>, format = Date)]
    pub activity_date: Option<Date>,
    /// Why it was refused
    pub problem: Option<String>,
}

/// Why a claim failed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rejection)]
pub struct RejectionView {
    /// Reason code
    pub code: String,
}

/// A decision of a reviewer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Review)]
pub struct ReviewView {
    /// First review or dispute
    #[schema(value_type = crate::views::words::ReviewStage)]
    pub stage: &'static str,
    /// What was decided
    #[schema(value_type = crate::views::words::ReviewResult)]
    pub result: &'static str,
    /// Why
    pub reasons: Vec<ReasonView>,
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A coded reason, bound to what it is about (P01).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reason)]
pub struct ReasonView {
    /// Reason code
    pub code: String,
    /// What it is about
    pub pointer: String,
    /// The document it is about
    pub document_id: Option<String>,
    /// The reviewer's words
    pub text: String,
}
