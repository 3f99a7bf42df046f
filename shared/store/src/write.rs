//! Conditional puts of one row.

use app::ports::StoreError;
use aws_sdk_dynamodb::{
    operation::put_item::{PutItemError, builders::PutItemFluentBuilder},
    types::{AttributeValue, ReturnValuesOnConditionCheckFailure::AllOld},
};
use domain::claim::hex;

use crate::{
    Table,
    fault::unavailable,
    keys::PK,
    row::{Item, text},
};

/// Tells the writes of rows that carry no marks of their own apart.
const MARK: &str = "mark";

/// What became of a conditional put.
pub(crate) enum Put {
    /// It was written
    Done,
    /// The condition does not hold; the row there is
    Found(Option<Item>),
}

impl Table {
    /// A put of this row.
    pub(crate) fn put(&self, item: Item) -> PutItemFluentBuilder {
        self.client.put_item().table_name(&*self.name).set_item(Some(item))
    }

    /// Sends a put with a condition.
    pub(crate) async fn put_if(&self, request: PutItemFluentBuilder) -> Result<Put, StoreError> {
        let request = request.return_values_on_condition_check_failure(AllOld);
        match self.retried(|| request.clone().send()).await {
            Ok(_) => Ok(Put::Done),
            Err(fault) => match fault.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(Put::Found(failed.item.clone()))
                }
                Some(_) | None => Err(unavailable(&fault)),
            },
        }
    }

    /// Puts a row unless there is one; then that one comes back. A row is marked, so that a put whose answer
    /// was lost, and which the SDK sent again, finds itself and is no stranger.
    pub(crate) async fn put_new(&self, item: Item) -> Result<Option<Item>, StoreError> {
        let (mark, item) = self.marked(item);
        let request = self.put(item).condition_expression(format!("attribute_not_exists({PK})"));
        match self.put_if(request).await? {
            Put::Done => Ok(None),
            Put::Found(Some(found)) if text(&found, MARK) == Some(&mark) => Ok(None),
            Put::Found(found) => Ok(Some(found.unwrap_or_default())),
        }
    }

    /// Puts a row if the row that is there meets the condition of `request`; `false` when it does not.
    pub(crate) async fn put_over(
        &self,
        item: Item,
        condition: impl FnOnce(PutItemFluentBuilder) -> PutItemFluentBuilder,
    ) -> Result<bool, StoreError> {
        let (mark, item) = self.marked(item);
        match self.put_if(condition(self.put(item))).await? {
            Put::Done => Ok(true),
            Put::Found(found) => Ok(found.is_some_and(|found| text(&found, MARK) == Some(&mark))),
        }
    }

    fn marked(&self, mut item: Item) -> (String, Item) {
        let mark = hex(&self.entropy.bytes()[..8]);
        item.insert(MARK.into(), AttributeValue::S(mark.clone()));
        (mark, item)
    }
}
