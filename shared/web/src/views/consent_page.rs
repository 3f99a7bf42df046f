//! What a client of the consent page gets instead of HTML (api 4).

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Hours, IdentifierView, ReceiptDataView};

/// A consent page as JSON.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConsentPage)]
pub struct ConsentPageView {
    /// Where the round stands; of an older round how it ended
    #[schema(value_type = crate::views::words::ConsentState)]
    pub state: &'static str,
    /// Why a voided request is over: `replaced` by a newer mail, or `withdrawn_by_sender`
    pub reason: Option<&'static str>,
    /// What silence means
    #[schema(value_type = crate::views::words::ConsentMode)]
    pub mode: &'static str,
    /// What the page shows
    pub claim: Option<ConsentPageClaimView>,
    /// The end of the window, once it runs
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deadline: Option<Timestamp>,
    /// Zone in which its day ends
    pub time_zone: String,
    /// Where questions about personal data go
    pub privacy_contact: String,
    /// To be sent with the decision
    pub nonce: Option<String>,
    /// What can be pressed
    #[schema(value_type = Vec<crate::views::words::Choice>)]
    pub decisions: Vec<&'static str>,
    /// Number of the receipt, once there is one
    pub receipt_id: Option<String>,
}

/// What the page shows of the claim.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConsentPageClaim)]
pub struct ConsentPageClaimView {
    /// The number people say on the phone
    pub number: String,
    /// The partner's legal name
    pub partner: String,
    /// Its location
    pub location: String,
    /// The person who asks
    pub partner_contact: String,
    /// The programme
    pub programme: String,
    /// Its owner
    pub vendor: String,
    /// The engagement
    pub engagement: String,
    /// The role the partner claims
    pub role: String,
    /// The customer
    pub customer: String,
    /// How the partner named the customer
    pub identifier: IdentifierView,
    /// The customer's tenant; empty where it has none
    pub tenant_id: String,
    /// Names of workloads or subscriptions
    pub items: Vec<String>,
    /// Hours of work, of an engagement that is paid by them
    #[schema(value_type = Option<f64>)]
    pub hours: Option<Hours>,
    /// What for; `partner_incentives`: the partner may be paid, at no cost to the customer
    #[schema(value_type = Vec<crate::views::words::Purpose>)]
    pub purposes: Vec<&'static str>,
    /// What the partner will see, and what it never sees
    pub data_categories: ReceiptDataView,
    /// Whether the vendor's field sellers who look after the customer will see the claim, too
    pub field_sellers: bool,
}

/// What a decision answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DecisionAnswer)]
pub struct DecisionView {
    /// Where the round stands now
    #[schema(value_type = crate::views::words::ConsentState)]
    pub state: &'static str,
    /// Number of the receipt
    pub receipt_id: Option<String>,
}
