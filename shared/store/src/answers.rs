//! Answers on the way to a claim. The table forgets them by itself.

use app::ports::{AnswerBook, Answers, StoreError};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::AnswersId;

use crate::{Table, fault::unavailable, keys::Key, row::encode};

/// When the table may forget a row, seconds since 1970.
pub(crate) const EXPIRES_AT: &str = "expiresAt";

impl AnswerBook for Table {
    async fn put_answers(&self, answers: &Answers) -> Result<(), StoreError> {
        let mut item = encode(&Key::answers(&answers.id), answers)?;
        item.insert(EXPIRES_AT.into(), AttributeValue::N(answers.until.as_second().to_string()));
        let put = self.put(item);
        self.retried(|| put.clone().send()).await.map_err(|fault| unavailable(&fault))?;
        Ok(())
    }

    async fn answers(&self, id: &AnswersId) -> Result<Option<Answers>, StoreError> {
        self.row(&Key::answers(id)).await
    }
}
