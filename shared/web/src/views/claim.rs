//! A claim as it is answered (api 2).

use domain::{
    Actor, Catalogue, Claim, Document, Role, Side, allowed,
    claim::{Association, Contact, Item, ItemDecision, ItemKey, Reason, Revenue, Review},
    consent::Consent,
    document::DocumentState,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use domain::document::Covers;

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
    #[schema(value_type = super::requests::Kind)]
    pub kind: &'static str,
    /// Friendly name
    pub name: String,
    /// Status (domain 6.1)
    #[schema(value_type = super::requests::Status)]
    pub status: &'static str,
    /// Whose move it is
    #[schema(value_type = super::requests::WaitingFor)]
    pub waiting_for: &'static str,
    /// Version; the `ETag`
    pub version: u64,
    /// Engagement of the catalogue
    pub engagement_id: String,
    /// Version of the rules the claim keeps (I-20)
    pub rule_version: u32,
    /// Role claimed
    pub partner_role: String,
    /// Engagement claims only
    pub origin: Option<String>,
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
    /// Engagement claims only
    #[schema(value_type = Option<Object>)]
    pub deal_size: Option<()>,
    /// Engagement claims only
    pub hours: Option<u32>,
    /// Engagement claims only
    #[schema(value_type = Option<Object>)]
    pub payout_estimate: Option<()>,
    /// The customer's part, once asked
    pub consent: Option<ConsentView>,
    /// Every clock that runs
    pub deadlines: Vec<DeadlineView>,
    /// Proof of execution
    pub documents: Vec<DocumentView>,
    /// Engagement claims only
    pub referral_id: Option<String>,
    /// Engagement claims only
    #[schema(value_type = Option<Object>)]
    pub earning: Option<()>,
    /// Why it failed
    pub rejection: Option<RejectionView>,
    /// The reviewer's last decision
    pub review: Option<ReviewView>,
    /// Competing claims only
    pub contest_id: Option<String>,
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
    #[schema(value_type = super::requests::Kind)]
    pub kind: &'static str,
    /// Friendly name
    pub name: String,
    /// Status (domain 6.1)
    #[schema(value_type = super::requests::Status)]
    pub status: &'static str,
    /// Whose move it is
    #[schema(value_type = super::requests::WaitingFor)]
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
    #[schema(value_type = super::requests::Decision)]
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
    #[schema(value_type = super::requests::AssociationStatus)]
    pub status: &'static str,
    /// Since when it has this status
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Why it ended
    pub ended_reason: Option<String>,
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
    #[schema(value_type = super::requests::ConsentMode)]
    pub mode: &'static str,
    /// Where the round stands (domain 6.3)
    #[schema(value_type = super::requests::ConsentState)]
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
    #[schema(value_type = super::requests::DocumentState)]
    pub state: &'static str,
    /// Kind of document
    pub kind: String,
    /// What it covers
    #[schema(value_type = super::requests::Covers)]
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
    #[schema(value_type = super::requests::ReviewStage)]
    pub stage: &'static str,
    /// What was decided
    #[schema(value_type = super::requests::ReviewResult)]
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

/// Whether the actor sees more of a claim than its header (domain 5.1).
fn sees_whole(actor: &Actor) -> bool {
    match actor {
        Actor::Staff(caller) => {
            caller.side != Side::Partner || caller.has(&[Role::IncentivesAdmin, Role::IncentivesUser])
        }
        Actor::Customer | Actor::System => true,
    }
}

/// As much of a settled claim as the actor may see.
#[must_use]
pub fn claim(claim: &Claim, actor: &Actor, now: Timestamp, catalogue: &Catalogue) -> ClaimAnswer {
    if sees_whole(actor) {
        ClaimAnswer::Whole(Box::new(whole(claim, actor, now, catalogue)))
    } else {
        ClaimAnswer::Header(Box::new(summary(claim, catalogue)))
    }
}

/// The header of a settled claim.
#[must_use]
pub fn summary(claim: &Claim, catalogue: &Catalogue) -> SummaryView {
    SummaryView {
        id: claim.id.to_string(),
        number: claim.id.number(),
        kind: "association",
        name: claim.content.name.clone(),
        status: claim.state.as_str(),
        waiting_for: allowed::waiting_for(claim),
        engagement_id: claim.engagement.to_string(),
        location_id: claim.content.location.to_string(),
        customer: customer(claim),
        deadlines: deadlines(claim, catalogue),
        updated_at: claim.updated_at,
    }
}

fn whole(claim: &Claim, actor: &Actor, now: Timestamp, catalogue: &Catalogue) -> ClaimView {
    let SummaryView { id, number, kind, name, status, waiting_for, engagement_id, location_id, .. } =
        summary(claim, catalogue);
    let content = &claim.content;
    ClaimView {
        id,
        number,
        kind,
        name,
        status,
        waiting_for,
        version: claim.version,
        engagement_id,
        rule_version: claim.rule_version,
        partner_role: content.role.clone(),
        origin: None,
        location_id,
        customer: customer(claim),
        items: content.items.iter().map(item).collect(),
        customer_contact: contact(&content.customer_contact),
        partner_contact: PartnerContactView {
            name: content.partner_contact.name.clone(),
            email: content.partner_contact.email.clone(),
        },
        revenue: content.revenue.as_ref().map(revenue),
        opt_out_of_incentives: content.opt_out,
        deal_size: None,
        hours: None,
        payout_estimate: None,
        consent: claim.consent.as_ref().map(|round| consent(claim, round)),
        deadlines: deadlines(claim, catalogue),
        documents: claim.documents.iter().map(document).collect(),
        referral_id: None,
        earning: None,
        rejection: rejection(claim),
        review: claim.review.as_ref().map(review),
        contest_id: None,
        overdue: allowed::overdue(claim, now),
        warnings: allowed::warnings(claim),
        allowed_actions: allowed::allowed_actions(claim, actor),
        editable_fields: allowed::editable_fields(claim, actor),
        created_at: claim.created_at,
        updated_at: claim.updated_at,
    }
}

pub(super) fn customer(claim: &Claim) -> CustomerView {
    let customer = &claim.customer;
    CustomerView {
        id: customer.id.to_string(),
        name: customer.name.clone(),
        identifier: IdentifierView { kind: "tenant", value: customer.tenant.clone() },
        tenant_id: Some(customer.tenant.clone()),
        mismatch_reason: None,
    }
}

fn deadlines(claim: &Claim, catalogue: &Catalogue) -> Vec<DeadlineView> {
    let zone = &catalogue.programme.time_zone;
    let running = allowed::deadlines(claim).into_iter();
    running
        .map(|running| DeadlineView { clock: running.clock, at: running.at, time_zone: zone.clone() })
        .collect()
}

fn item(item: &Item) -> ItemView {
    let (workload, subscription_id) = match &item.key {
        ItemKey::Workload(id) => (Some(id.clone()), None),
        ItemKey::Subscription(id) => (None, Some(id.clone())),
    };
    let (decision, reason) = match &item.decision {
        ItemDecision::Open => ("open", None),
        ItemDecision::Accepted => ("accepted", None),
        ItemDecision::Refused { reason } => ("refused", Some(reason.clone())),
    };
    ItemView {
        key: item.key.to_string(),
        workload,
        subscription_id,
        product: item.product.clone(),
        decision,
        reason,
        association: item.association.as_ref().map(association),
    }
}

fn association(association: &Association) -> AssociationView {
    AssociationView {
        status: association.status.as_str(),
        since: association.since,
        ended_reason: association.ended_reason.clone(),
    }
}

fn contact(contact: &Contact) -> ContactView {
    ContactView {
        name: contact.name.clone(),
        title: contact.title.clone(),
        email: contact.email.clone(),
        locale: contact.locale.tag(),
    }
}

fn revenue(revenue: &Revenue) -> RevenueView {
    RevenueView {
        solution_seller_name: revenue.solution_seller_name.clone(),
        customer_name: revenue.customer_name.clone(),
        isv_solution: revenue.isv_solution.clone(),
    }
}

/// The round of a claim.
#[must_use]
pub fn consent(claim: &Claim, round: &Consent) -> ConsentView {
    ConsentView {
        id: round.id.to_string(),
        mode: round.mode.as_str(),
        state: round.state.as_str(),
        round: round.round,
        sent_at: round.sent_at,
        delivered_at: round.delivered_at,
        reminders_sent: round.reminders,
        next_reminder_allowed_at: allowed::next_reminder_at(claim),
    }
}

/// A document.
#[must_use]
pub fn document(document: &Document) -> DocumentView {
    let problem = match &document.state {
        DocumentState::Refused { problem } => Some(problem.clone()),
        DocumentState::Pending | DocumentState::Clean | DocumentState::Infected => None,
    };
    DocumentView {
        id: document.id.to_string(),
        file_name: document.file_name.clone(),
        state: document.state.as_str(),
        kind: document.kind.clone(),
        covers: document.covers.clone(),
        size: document.size,
        sha256: document.sha256.clone(),
        activity_date: document.activity_date,
        problem,
    }
}

fn rejection(claim: &Claim) -> Option<RejectionView> {
    claim.state.failure().map(|code| RejectionView { code: code.into() })
}

fn review(review: &Review) -> ReviewView {
    use domain::claim::{ReviewResult, Stage};
    ReviewView {
        stage: match review.stage {
            Stage::First => "first",
            Stage::Dispute => "dispute",
        },
        result: match review.result {
            ReviewResult::Return => "return",
            ReviewResult::Approve => "approve",
            ReviewResult::Reject => "reject",
        },
        reasons: review.reasons.iter().map(reason).collect(),
        at: review.at,
    }
}

fn reason(reason: &Reason) -> ReasonView {
    ReasonView {
        code: reason.code.clone(),
        pointer: reason.pointer.clone(),
        document_id: reason.document_id.clone(),
        text: reason.text.clone(),
    }
}
