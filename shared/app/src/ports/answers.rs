//! What somebody has answered so far on the way to a claim.

use std::{collections::BTreeMap, future::Future};

use domain::{AnswersId, OrgId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The answers of one person. They are no claim yet, and are forgotten when nobody goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answers {
    /// Their id
    pub id: AnswersId,
    /// Organisation of the person
    pub org: OrgId,
    /// Subject of the person
    pub by: String,
    /// What was answered, by the name of the question
    pub fields: BTreeMap<String, Vec<String>>,
    /// Until when they are kept
    pub until: Timestamp,
}

/// Answers, kept from one page to the next.
pub trait AnswerBook: Send + Sync {
    /// Puts answers, replacing older ones.
    fn put_answers(&self, answers: &Answers) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Answers by their id; over time they are gone without a word.
    fn answers(&self, id: &AnswersId) -> impl Future<Output = Result<Option<Answers>, StoreError>> + Send;
}
