//! Schemas of what callers send: documents only, the values are read by the types of the domain. A test holds
//! the two together.
#![allow(dead_code, reason = "schemas are made from the fields; nothing holds values of these types")]

mod deal;
mod rules;

use utoipa::ToSchema;

use super::words::{Choice, ContestRole, Kind, StatusMails, Visibility};

pub(crate) use deal::{ConsentInput, CreateClaim, CustomerLookUp, Money};
pub(crate) use rules::EngagementRules;

/// Body of a create of an association claim.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct CreateAssociation {
    /// `association`
    kind: Kind,
    /// Friendly name
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Engagement of the catalogue
    engagement_id: String,
    /// Role of the engagement
    partner_role: String,
    /// Partner location
    location_id: String,
    /// The customer's tenant
    #[schema(pattern = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
    tenant_id: String,
    /// Workloads or subscriptions
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<ItemInput>,
    /// No incentives wanted
    #[schema(required = false)]
    opt_out_of_incentives: Option<bool>,
    /// Who answers for the customer
    customer_contact: ContactInput,
    /// Who answers for the partner
    partner_contact: ContactInput,
    /// For revenue roles
    revenue: Option<RevenueInput>,
}

/// An item: a workload, or a product with its subscription.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ItemInput {
    /// Workload of the engagement
    workload: Option<String>,
    /// Product of the engagement
    product: Option<String>,
    /// Subscription of the tenant
    #[schema(pattern = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
    subscription_id: Option<String>,
}

/// A contact. The customer's needs a title (V-06).
#[derive(ToSchema)]
pub(crate) struct ContactInput {
    /// Full name
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Job title
    #[schema(max_length = 120)]
    title: Option<String>,
    /// Address
    #[schema(max_length = 254)]
    email: String,
    /// Language of mails and pages
    locale: Option<String>,
}

/// What a revenue association adds (V-17).
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct RevenueInput {
    /// Who sold the solution
    #[schema(min_length = 1, max_length = 120)]
    solution_seller_name: String,
    /// The customer as the seller names it
    #[schema(min_length = 1, max_length = 120)]
    customer_name: String,
    /// The ISV's product or solution
    #[schema(min_length = 1, max_length = 120)]
    isv_solution: String,
}

/// A merge patch (RFC 7396) of the editable fields: absent = as it is.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct EditClaim {
    /// Friendly name
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Partner location
    location_id: Option<String>,
    /// Workloads or subscriptions, replaced as a whole
    #[schema(min_items = 1, max_items = 100)]
    items: Option<Vec<ItemInput>>,
    /// No incentives wanted
    opt_out_of_incentives: Option<bool>,
    /// Who answers for the customer
    customer_contact: Option<ContactPatch>,
    /// Who answers for the partner
    partner_contact: Option<ContactPatch>,
    /// For revenue roles; null takes it away
    revenue: Option<RevenuePatch>,
    /// Never editable (`field_frozen`)
    deal_size: Option<Money>,
    /// Never editable (`field_frozen`)
    hours: Option<f64>,
}

/// A merge patch of a contact.
#[derive(ToSchema)]
pub(crate) struct ContactPatch {
    /// Full name
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Job title
    #[schema(max_length = 120)]
    title: Option<String>,
    /// Address
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Language of mails and pages
    locale: Option<String>,
}

/// A merge patch of the revenue information.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct RevenuePatch {
    /// Who sold the solution
    #[schema(min_length = 1, max_length = 120)]
    solution_seller_name: Option<String>,
    /// The customer as the seller names it
    #[schema(min_length = 1, max_length = 120)]
    customer_name: Option<String>,
    /// The ISV's product or solution
    #[schema(min_length = 1, max_length = 120)]
    isv_solution: Option<String>,
}

/// Body of submit and resubmit.
#[derive(ToSchema)]
pub(crate) struct Submission {
    /// Accepted texts, `<id>@<version>`
    acknowledgements: Vec<String>,
    /// Words for the reviewer
    #[schema(max_length = 2000)]
    comment: Option<String>,
    /// Answers to the reasons of a return
    #[schema(required = false)]
    answers: Vec<ReasonAnswer>,
}

/// An answer to a reason of a return.
#[derive(ToSchema)]
pub(crate) struct ReasonAnswer {
    /// Place of the reason in the review, from 0
    reason: u32,
    /// The answer
    #[schema(max_length = 2000)]
    text: String,
}

/// Body of recall and cancel.
#[derive(ToSchema)]
pub(crate) struct ReasonInput {
    /// Why
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Body of a dispute (T15).
#[derive(ToSchema)]
pub(crate) struct DisputeInput {
    /// Why the rejection is wrong; may be left out when new proof was added
    #[schema(max_length = 2000)]
    justification: Option<String>,
}

/// Body of a deadline's extension.
#[derive(ToSchema)]
pub(crate) struct ExtensionInput {
    /// The clock
    clock: String,
    /// The new end: the end of this instant's day in the programme's time zone
    #[schema(format = DateTime)]
    until: String,
    /// Why
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Words in a contest.
#[derive(ToSchema)]
pub(crate) struct StatementInput {
    /// The words
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

/// Decision of a contest.
#[derive(ToSchema)]
pub(crate) struct ContestDecisionInput {
    /// Who keeps or gets the key
    winner: ContestRole,
    /// Why
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Somebody else at the customer (K10).
#[derive(ToSchema)]
pub(crate) struct DelegationInput {
    /// Full name
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Address in a domain of the customer
    #[schema(max_length = 254)]
    email: String,
    /// From the page
    nonce: String,
}

/// Body of a comment.
#[derive(ToSchema)]
pub(crate) struct CommentInput {
    /// The words
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
    /// Who may read it; `shared` unless the vendor's staff say otherwise
    visibility: Option<Visibility>,
}

/// A document as it is announced.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct DocumentInput {
    /// Name of the file
    #[schema(min_length = 1, max_length = 120)]
    file_name: String,
    /// What the file says it is
    media_type: String,
    /// Bytes
    #[schema(minimum = 1, maximum = 26214400)]
    size: u64,
    /// SHA-256, lower-case hexadecimal
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// Kind of document
    kind: String,
    /// What it covers
    covers: Option<Covers>,
    /// When the work was done
    #[schema(format = Date)]
    activity_date: Option<String>,
}

/// What a document covers.
#[derive(ToSchema)]
pub(crate) struct Covers {
    /// Keys of items
    #[schema(required = false)]
    items: Vec<String>,
    /// Elements of the engagement's proof
    #[schema(required = false)]
    elements: Vec<String>,
}

/// Body of return and reject.
#[derive(ToSchema)]
pub(crate) struct ReviewReasons {
    /// Why
    #[schema(min_items = 1, max_items = 100)]
    reasons: Vec<ReviewReason>,
}

/// A coded reason, bound to what it is about.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ReviewReason {
    /// Reason code
    code: String,
    /// What it is about, e.g. `/items/workload:teams`
    pointer: String,
    /// The document it is about
    document_id: Option<String>,
    /// The reviewer's words
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

/// Body of approve: every item, each once.
#[derive(ToSchema)]
pub(crate) struct Approval {
    /// Decisions
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<ItemVerdict>,
}

/// A decision on one item.
#[derive(ToSchema)]
pub(crate) struct ItemVerdict {
    /// Key of the item
    key: String,
    /// `accepted` or `refused`
    decision: String,
    /// Why it is refused
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// What the customer pressed, typed and ticked.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct DecisionInput {
    /// What was pressed
    decision: Choice,
    /// The typed name
    #[schema(min_length = 2, max_length = 120)]
    name: String,
    /// The ticked statement
    confirmed: bool,
    /// The nonce of the page
    nonce: String,
    /// Why, from the list
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why, in own words
    #[schema(max_length = 2000)]
    reason_text: Option<String>,
    /// The mailed code, where the programme asks for one
    code: Option<String>,
}

/// An agreement taken back.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct WithdrawalInput {
    /// The typed name
    #[schema(min_length = 2, max_length = 120)]
    name: String,
    /// The ticked statement
    confirmed: bool,
    /// The nonce of the page
    nonce: String,
    /// Why, from the list
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Why, in own words
    #[schema(max_length = 2000)]
    reason_text: Option<String>,
}

/// A receipt that is to be checked.
#[derive(ToSchema)]
pub(crate) struct ReceiptInput {
    /// Compact JWS
    receipt: String,
}

/// Whether the service runs.
#[derive(ToSchema)]
pub(crate) struct Health {
    /// `ok`
    status: String,
}

/// How a partner wants its mails.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct MailSettings {
    /// Mails that only tell
    status_mails: StatusMails,
}
