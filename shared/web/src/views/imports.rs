//! What became of an import (api 3).

use domain::Claim;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FaultView;

/// The outcome of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Import)]
pub struct ImportView {
    /// Opaque id
    pub id: String,
    /// Kind of rows
    pub kind: String,
    /// Whether it was a rehearsal
    pub dry_run: bool,
    /// Rows kept; in a rehearsal, rows that would be
    pub accepted: u32,
    /// Rows refused
    pub refused: u32,
    /// Every row
    pub rows: Vec<ImportRow>,
}

/// The outcome of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    /// Counts from 1
    pub row: u32,
    /// Whether it was kept; in a rehearsal, whether it would be
    pub ok: bool,
    /// The drafts it made, one for each engagement; none for rows of other kinds, nor in a rehearsal
    pub claims: Vec<DraftView>,
    /// Every fault; of an import with thousands of them at least the first of each row
    pub errors: Vec<FaultView>,
}

/// A draft that came with an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportedClaim)]
pub struct DraftView {
    /// Opaque id
    pub id: String,
    /// The number people say on the phone
    pub number: String,
    /// Engagement of the catalogue
    pub engagement_id: String,
}

/// A claim as an import names it.
#[must_use]
pub fn draft(claim: &Claim) -> DraftView {
    DraftView {
        id: claim.id.to_string(),
        number: claim.id.number(),
        engagement_id: claim.engagement.to_string(),
    }
}
