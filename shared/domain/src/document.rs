//! Proof of execution: documents of a claim (V-20 … V-27).

use alloc::{string::String, vec::Vec};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{claim::ItemKey, ids::DocumentId};

/// Most bytes of one file (V-24).
pub const FILE_MAX: u64 = 25 * 1024 * 1024;
/// Most files of a claim version (V-24).
pub const FILES_MAX: usize = 30;
/// Most bytes of all files of a claim version (V-24).
pub const FILES_TOTAL_MAX: u64 = 150 * 1024 * 1024;

/// A document: announced first, checked when its bytes arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Its id
    pub id: DocumentId,
    /// Name of the file, for people
    pub file_name: String,
    /// What the file says it is
    pub media_type: String,
    /// What it proves: a kind of the engagement
    pub kind: String,
    /// What it covers
    #[serde(default)]
    pub covers: Covers,
    /// Bytes
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal
    pub sha256: String,
    /// When the work was done
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_date: Option<Date>,
    /// Whether it may be used
    #[serde(default, skip_serializing_if = "DocumentState::is_pending")]
    pub state: DocumentState,
    /// When it was announced
    pub added_at: Timestamp,
}

/// What a document covers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Covers {
    /// Items of the claim
    #[serde(default)]
    pub items: Vec<ItemKey>,
    /// Elements of the engagement's proof
    #[serde(default)]
    pub elements: Vec<String>,
}

/// What the checks said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DocumentState {
    /// Not arrived or not checked
    #[default]
    Pending,
    /// Checked and scanned
    Clean,
    /// The scanner found something; the bytes are removed
    Infected,
    /// Not what was announced, or not allowed; the bytes are removed
    Refused {
        /// `checksum_mismatch`, `file_type_not_allowed`, `file_encrypted` …
        problem: String,
    },
}

impl DocumentState {
    fn is_pending(&self) -> bool {
        *self == Self::Pending
    }

    /// The state in the API.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Refused { .. } => "refused",
        }
    }
}

/// Media types that may be proof (V-23).
pub const MEDIA_TYPES: [&str; 8] = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "image/png",
    "image/jpeg",
    "text/csv",
    "message/rfc822",
];
