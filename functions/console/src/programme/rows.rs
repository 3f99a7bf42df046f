//! Rows of an import: which columns there are, and what became of each row.

use web::views::ImportView;

use crate::pages::Page;

/// Rows that are told one by one; of a long import those with faults come first.
const TOLD: usize = 200;

/// What became of a row.
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) ok: bool,
    /// The drafts it made: id and number
    pub(super) claims: Vec<(String, String)>,
    /// Every fault: the column, and what is wrong with it
    pub(super) faults: Vec<(String, String)>,
}

/// The rows that are told: those with faults, then the others, as many as a page holds.
pub(super) fn rows(import: &ImportView, page: &Page) -> Vec<Row> {
    let (bad, good): (Vec<_>, Vec<_>) = import.rows.iter().partition(|row| !row.ok);
    let told = bad.into_iter().chain(good).take(TOLD).map(|row| Row {
        number: row.row,
        ok: row.ok,
        claims: row.claims.iter().map(|claim| (claim.id.clone(), claim.number.clone())).collect(),
        faults: row
            .errors
            .iter()
            .map(|fault| (fault.pointer.trim_start_matches('/').into(), fault.in_words(page.locale)))
            .collect(),
    });
    told.collect()
}

/// The columns of a kind, as a CSV names them (api 6).
pub(super) fn columns(kind: &str) -> &'static [&'static str] {
    match kind {
        "customers" => &[
            "customerId",
            "name",
            "country",
            "domains",
            "tenants",
            "parentAccount",
            "publicSector",
            "managed",
        ],
        "subscriptions" => {
            &["subscriptionId", "tenantId", "product", "channel", "state", "startsAt", "endsAt"]
        }
        "opportunities" => &["opportunityId", "tenantId", "value.amount", "value.currency", "closesOn"],
        "eligibility" => &["engagementId", "identifier.type", "identifier.value", "eligible", "reasons"],
        "locations" => {
            &["locationId", "org", "orgName", "name", "country", "enrolment", "engagements", "payeeProfile"]
        }
        "usage" => &["tenantId", "product", "month", "activeUsers", "soldSeats"],
        _ => &[
            "kind",
            "name",
            "engagementId",
            "engagementIds",
            "partnerRole",
            "locationId",
            "tenantId",
            "identifier.type",
            "identifier.value",
            "items.workload",
            "items.product",
            "items.subscriptionId",
            "customerContact.name",
            "customerContact.title",
            "customerContact.email",
            "customerContact.locale",
            "partnerContact.name",
            "partnerContact.email",
        ],
    }
}
