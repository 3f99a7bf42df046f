//! Receipts of customers' decisions (domain 9 "Receipt").

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Hours, IdentifierView};

/// A receipt: the signed text, and what it says in clear.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub struct ReceiptView {
    /// Compact JWS; what counts
    pub receipt: String,
    /// Its claims
    pub claims: ReceiptClaims,
}

/// What a receipt says. The same decision always says the same: nothing here changes after it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptClaims {
    /// Version of this shape
    pub schema_version: u32,
    /// Number of the receipt
    pub jti: String,
    /// Origin that issued it; its keys are at `/.well-known/receipt-keys.json`
    pub iss: String,
    /// The claim
    pub claim: ReceiptClaimView,
    /// The programme
    pub programme: String,
    /// Who is responsible for the data
    pub controller: ReceiptControllerView,
    /// Who asked
    pub partner: ReceiptPartnerView,
    /// Who was asked
    pub customer: ReceiptCustomerView,
    /// Keys of what it is about
    pub items: Vec<String>,
    /// Hours of work, of an engagement that is paid by them
    #[schema(value_type = Option<f64>)]
    pub hours: Option<Hours>,
    /// The person who was asked
    pub person: ReceiptPersonView,
    /// What silence means
    #[schema(value_type = crate::views::words::ConsentMode)]
    pub mode: &'static str,
    /// A decision, or in notice mode silence after a proven delivery
    #[schema(value_type = crate::views::words::ReceiptBasis)]
    pub basis: &'static str,
    /// What for
    #[schema(value_type = Vec<crate::views::words::Purpose>)]
    pub purposes: Vec<&'static str>,
    /// What the partner sees once it is recorded, and what it never sees
    pub data_categories: ReceiptDataView,
    /// Who receives the data
    pub recipients: Vec<String>,
    /// What was decided
    #[schema(value_type = crate::views::words::ReceiptDecision)]
    pub decision: &'static str,
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub decided_at: Timestamp,
    /// How
    #[schema(value_type = crate::views::words::ReceiptMethod)]
    pub method: &'static str,
    /// The name that was typed; none where nobody answered
    pub typed_name: Option<String>,
    /// Language of the page it was decided on, or else of the notice
    pub language: &'static str,
    /// SHA-256 of the wording of the page it was decided on, hexadecimal; none where nobody answered
    pub text_hash: Option<String>,
    /// When it ends by itself; null = until withdrawn
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Timestamp>,
    /// Where to change one's mind
    pub withdraw_link: String,
    /// The receipt that this one takes the place of
    pub previous_receipt_id: Option<String>,
}

/// The claim a receipt is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptClaim)]
pub struct ReceiptClaimView {
    /// Id
    pub id: String,
    /// The number people say on the phone
    pub number: String,
    /// The round of asking
    pub round: u32,
}

/// Who is responsible for the data.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReceiptController)]
pub struct ReceiptControllerView {
    /// The programme's owner
    pub name: String,
    /// Where questions about personal data go
    pub privacy_contact: String,
}

/// Who asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptPartner)]
pub struct ReceiptPartnerView {
    /// Legal name
    pub name: String,
    /// Name and id of the location
    pub location: String,
}

/// Who was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReceiptCustomer)]
pub struct ReceiptCustomerView {
    /// Name of the organisation
    pub name: String,
    /// How the partner named it
    pub identifier: IdentifierView,
    /// Its tenant; empty where it has none
    pub tenant_id: String,
}

/// The person who was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptPerson)]
pub struct ReceiptPersonView {
    /// Full name
    pub name: String,
    /// Where the request went
    pub email: String,
}

/// Data that a partner of record sees, and data that it does not.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReceiptData)]
pub struct ReceiptDataView {
    /// What it sees
    #[schema(value_type = Vec<crate::views::words::DataSeen>)]
    pub seen: Vec<&'static str>,
    /// What it never sees
    #[schema(value_type = Vec<crate::views::words::DataNotSeen>)]
    pub not_seen: Vec<&'static str>,
}

/// Whether a receipt is ours, and whether what it says still holds. Nothing else: whoever asks may have it
/// from anywhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptCheck)]
pub struct ReceiptCheckView {
    /// Whether one of our keys signed exactly this
    pub valid: bool,
    /// Where the claim stands now; null for a receipt that is not ours
    #[schema(value_type = Option<crate::views::words::ReceiptStatus>)]
    pub status: Option<&'static str>,
}

/// The public keys of receipts, as a JSON Web Key Set.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptKeySet)]
pub struct ReceiptKeySetView {
    /// The keys, the current one first
    pub keys: Vec<ReceiptKeyView>,
}

/// A public key (RFC 8037).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReceiptKey)]
pub struct ReceiptKeyView {
    /// Id, as in the header of a receipt
    pub kid: String,
    /// `OKP`
    pub kty: &'static str,
    /// `Ed25519`
    pub crv: &'static str,
    /// `EdDSA`
    pub alg: &'static str,
    /// `sig`
    pub r#use: &'static str,
    /// The key, base64url
    pub x: String,
}
