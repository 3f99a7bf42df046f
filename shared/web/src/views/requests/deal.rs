//! What callers send about engagement claims.

use utoipa::ToSchema;

use super::{ContactInput, CreateAssociation};
use crate::views::words::{IdentifierType, Kind, Origin};

/// Body of a create, by its `kind`.
#[derive(ToSchema)]
#[serde(untagged)]
pub(crate) enum CreateClaim {
    /// One association claim
    Association(CreateAssociation),
    /// One engagement claim for each engagement
    Engagement(CreateEngagement),
}

/// Body of a create of engagement claims: one for each engagement, all or none.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct CreateEngagement {
    /// `engagement`
    kind: Kind,
    /// A customer who once agreed to a claim of the partner is claimed, any other one is added
    origin: Origin,
    /// Friendly name
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Partner location
    location_id: String,
    /// The customer, as the partner names it; of a claimed one only the opportunity is needed
    identifier: Option<IdentifierInput>,
    /// The customer that is claimed
    customer_id: Option<String>,
    /// Engagements of the catalogue; pay by hours stands alone
    #[schema(min_items = 1, max_items = 20)]
    engagement_ids: Vec<String>,
    /// Hours, in quarters (pay by hours only)
    #[schema(minimum = 0)]
    hours: Option<f64>,
    /// Why the contact's address is in none of the customer's domains
    #[schema(max_length = 2000)]
    mismatch_reason: Option<String>,
    /// Who answers for the customer
    customer_contact: ContactInput,
    /// Who answers for the partner
    partner_contact: ContactInput,
}

/// How a customer is named.
#[derive(ToSchema)]
pub(crate) struct IdentifierInput {
    /// Type of identifier
    #[schema(rename = "type")]
    r#type: IdentifierType,
    /// Its value
    value: String,
}

/// An amount of money.
#[derive(ToSchema)]
pub(crate) struct Money {
    /// Decimal number with at most two places
    #[schema(pattern = "^[0-9]+(\\.[0-9]{1,2})?$")]
    amount: String,
    /// ISO 4217
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
}

/// Body of a request to the customer.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct ConsentInput {
    /// The deal size, in whole US dollars; it cannot be changed afterwards
    deal_size: Money,
    /// The accepted disclaimer, `<id>@<version>`
    disclaimer: String,
    /// Who answers for the customer, if that has changed
    customer_contact: Option<ContactInput>,
    /// Who answers for the partner, if that has changed
    partner_contact: Option<ContactInput>,
}

/// Body of a look-up.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct CustomerLookUp {
    /// The customer, as the partner names it
    identifier: IdentifierInput,
    /// Engagements of the catalogue; absent = every one that can be claimed now
    #[schema(min_items = 1, max_items = 20)]
    engagement_ids: Option<Vec<String>>,
}
