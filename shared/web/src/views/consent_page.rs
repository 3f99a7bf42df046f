//! What a client of the consent page gets instead of HTML (api 4).

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

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
    /// The customer's tenant
    pub tenant_id: String,
    /// Names of workloads or subscriptions
    pub items: Vec<String>,
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
