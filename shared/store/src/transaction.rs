//! All or nothing: several rows in one write.

use std::collections::HashMap;

use app::ports::StoreError;
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{
        AttributeValue, CancellationReason, ConditionCheck, Delete, Put,
        ReturnValuesOnConditionCheckFailure::AllOld, TransactWriteItem, Update,
    },
};
use domain::claim::hex;

use crate::{
    Table,
    fault::{TRIES, again, incomplete, unavailable},
    keys::Key,
    row::Item,
};

/// Most actions of one transaction.
pub(crate) const ACTIONS: usize = 100;

/// Why a transaction was not written.
pub(crate) enum Refused {
    /// Conditions do not hold: a reason per action, in their order
    Conditions(Vec<CancellationReason>),
    /// It could not be tried
    Store(StoreError),
}

/// Names one attempt towards the service, which answers a repeat of it without writing again.
///
/// A request whose answer was lost keeps its token, so that sending it again cannot write twice. A cancelled
/// one has certainly written nothing; what is sent next is another attempt, perhaps with other conditions,
/// and gets another token.
pub(crate) struct Token {
    mark: String,
    attempt: u32,
}

impl Token {
    /// The token of the write that carries this mark.
    pub(crate) fn new(mark: String) -> Self {
        Self { mark, attempt: 0 }
    }

    fn text(&self) -> String {
        format!("{}-{}", self.mark, self.attempt)
    }

    fn cancelled(&mut self) {
        self.attempt += 1;
    }
}

/// An expression with what it names.
#[derive(Debug, Default, Clone)]
pub(crate) struct Expression {
    pub(crate) text: String,
    pub(crate) names: HashMap<String, String>,
    pub(crate) values: HashMap<String, AttributeValue>,
}

impl Expression {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn name(mut self, alias: &str, name: &str) -> Self {
        self.names.insert(alias.into(), name.into());
        self
    }

    pub(crate) fn value(mut self, alias: &str, value: impl Into<String>) -> Self {
        self.values.insert(alias.into(), AttributeValue::S(value.into()));
        self
    }

    pub(crate) fn number(mut self, alias: &str, value: u64) -> Self {
        self.values.insert(alias.into(), AttributeValue::N(value.to_string()));
        self
    }

    fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

impl Table {
    /// A token for a write that carries no mark.
    pub(crate) fn fresh_token(&self) -> Token {
        Token::new(hex(&self.entropy.bytes()[..8]))
    }

    /// Sends a transaction. Others that write the same rows at the same time, and throttling, are waited for.
    pub(crate) async fn transact(
        &self,
        token: &mut Token,
        actions: Vec<TransactWriteItem>,
    ) -> Result<(), Refused> {
        let request = self.client.transact_write_items().set_transact_items(Some(actions));
        let mut tried = 1;
        loop {
            let fault = match request.clone().client_request_token(token.text()).send().await {
                Ok(_) => return Ok(()),
                Err(fault) => fault,
            };
            let cancelled = match fault.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => Some(cancelled),
                Some(_) | None => None,
            };
            if let Some(cancelled) = cancelled {
                token.cancelled();
                let reasons = cancelled.cancellation_reasons.clone().unwrap_or_default();
                match verdict(&reasons) {
                    Verdict::Conditions => return Err(Refused::Conditions(reasons)),
                    Verdict::Busy if tried < TRIES => {}
                    Verdict::Busy => return Err(Refused::Store(busy())),
                    Verdict::Wrong(code) => {
                        let fault = StoreError::Unavailable(format!("the transaction was refused: {code}"));
                        return Err(Refused::Store(fault));
                    }
                }
            } else if tried == TRIES || !again(&fault) {
                return Err(Refused::Store(unavailable(&fault)));
            }
            self.pause(tried).await;
            tried += 1;
        }
    }

    pub(crate) fn put_action(
        &self,
        item: Item,
        condition: Option<Expression>,
    ) -> Result<TransactWriteItem, StoreError> {
        let mut put = Put::builder().table_name(&*self.name).set_item(Some(item));
        if let Some(condition) = condition {
            put = put
                .condition_expression(&condition.text)
                .set_expression_attribute_names(condition.names())
                .set_expression_attribute_values(condition.values())
                .return_values_on_condition_check_failure(AllOld);
        }
        let put = put.build().map_err(|fault| incomplete(&fault))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// An update; names and values of both expressions go with `update`.
    pub(crate) fn update_action(
        &self,
        key: &Key,
        update: &Expression,
        condition: Option<String>,
    ) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(&*self.name)
            .set_key(Some(key.attributes()))
            .update_expression(&update.text)
            .set_condition_expression(condition)
            .set_expression_attribute_names(update.names())
            .set_expression_attribute_values(update.values())
            .return_values_on_condition_check_failure(AllOld)
            .build()
            .map_err(|fault| incomplete(&fault))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    pub(crate) fn delete_action(
        &self,
        key: &Key,
        condition: &Expression,
    ) -> Result<TransactWriteItem, StoreError> {
        let delete = Delete::builder()
            .table_name(&*self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(&condition.text)
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .build()
            .map_err(|fault| incomplete(&fault))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    pub(crate) fn check_action(
        &self,
        key: &Key,
        condition: &Expression,
    ) -> Result<TransactWriteItem, StoreError> {
        let check = ConditionCheck::builder()
            .table_name(&*self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(&condition.text)
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .return_values_on_condition_check_failure(AllOld)
            .build()
            .map_err(|fault| incomplete(&fault))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }
}

enum Verdict {
    /// At least one condition does not hold
    Conditions,
    /// Others are writing the same rows, or too much is asked at once
    Busy,
    /// What was sent is wrong
    Wrong(String),
}

fn verdict(reasons: &[CancellationReason]) -> Verdict {
    let codes = || reasons.iter().filter_map(|reason| reason.code.as_deref());
    let busy = |code: &str| {
        matches!(code, "None" | "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded")
    };
    if codes().any(|code| code == FAILED) {
        return Verdict::Conditions;
    }
    match codes().find(|code| !busy(code)) {
        Some(code) => Verdict::Wrong(code.to_owned()),
        None => Verdict::Busy,
    }
}

const FAILED: &str = "ConditionalCheckFailed";

/// Whether the condition of this action does not hold.
pub(crate) fn failed(reason: &CancellationReason) -> bool {
    reason.code.as_deref() == Some(FAILED)
}

/// Others were faster in every try.
pub(crate) fn busy() -> StoreError {
    StoreError::Unavailable("others write the same rows".into())
}
