//! What a reviewer decided and why.

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The last decision of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// First review or dispute
    pub stage: Stage,
    /// What was decided
    pub result: ReviewResult,
    /// Why, bound to items, elements or documents
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// When
    pub at: Timestamp,
    /// Who: subject of the token; the system has none
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// The one dispute of a claim (T15, I-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dispute {
    /// When it was opened
    pub at: Timestamp,
    /// Why the rejection is wrong; empty when new proof speaks for itself
    pub justification: String,
    /// Who decided before, and may not decide on it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_reviewer: Option<String>,
}

/// The stage of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Up to the first rejection
    First,
    /// After a dispute
    Dispute,
}

/// The result of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewResult {
    /// Sent back for more information
    Return,
    /// Approved
    Approve,
    /// Rejected
    Reject,
}

/// A coded reason of a return or a rejection, bound to what it is about (P01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// A code of [`crate::catalogue::REVIEW_REASONS`]
    pub code: String,
    /// What it is about, e.g. `/items/workload:teams`
    pub pointer: String,
    /// The document it is about
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// The reviewer's words
    pub text: String,
}
