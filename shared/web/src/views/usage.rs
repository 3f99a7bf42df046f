//! Usage of what is associated, and who looked at it (api 3).

use app::ports::AccessRow;
use domain::{Role, Side, usage::Usage};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::record::is_hidden;

/// Usage of an associated product, all of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = UsageMonths)]
pub struct UsageAnswer {
    /// Months, oldest first
    pub items: Vec<UsageView>,
}

/// Usage in one month.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UsageMonth)]
pub struct UsageView {
    /// `2026-10`
    pub month: String,
    /// Workload, or product of a subscription
    pub product: String,
    /// People who used it
    pub active_users: u32,
    /// Seats the customer has bought
    pub sold_seats: u32,
}

/// Somebody looked at the usage of an item.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Access)]
pub struct AccessView {
    /// When
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Name; of the vendor's people partners are told the role
    pub by: Option<String>,
    /// Side of the reader
    #[schema(value_type = super::words::Side)]
    pub side: &'static str,
    /// Key of the item
    pub item_key: String,
}

/// The months of a product.
#[must_use]
pub fn usage(months: &[Usage]) -> UsageAnswer {
    let view = |usage: &Usage| UsageView {
        month: usage.month.clone(),
        product: usage.product.clone(),
        active_users: usage.active_users,
        sold_seats: usage.sold_seats,
    };
    UsageAnswer { items: months.iter().map(view).collect() }
}

/// An access for a viewer of this side.
#[must_use]
pub fn access(row: &AccessRow, viewer: Side) -> AccessView {
    let by = if is_hidden(row.by.side, viewer) {
        row.by.role.map(|role| Role::as_str(role).into())
    } else {
        row.by.name.clone()
    };
    AccessView { at: row.at, by, side: row.by.side.as_str(), item_key: row.item.to_string() }
}
