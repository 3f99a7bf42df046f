//! Reads: one row, many rows at once, a range of rows.

use std::collections::HashMap;

use app::ports::StoreError;
use aws_sdk_dynamodb::{
    operation::query::builders::QueryFluentBuilder,
    types::{AttributeValue, KeysAndAttributes},
};
use serde::de::DeserializeOwned;

use crate::{
    Table,
    fault::{TRIES, incomplete, unavailable},
    keys::{Key, PK, SK},
    row::{Item, decode, text},
};

/// Most rows of one batched read.
pub(crate) const BATCH: usize = 100;

impl Table {
    /// One row, consistently read.
    pub(crate) async fn row<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        let request = self
            .client
            .get_item()
            .table_name(&*self.name)
            .set_key(Some(key.attributes()))
            .consistent_read(true);
        let answer = self.retried(|| request.clone().send()).await.map_err(|fault| unavailable(&fault))?;
        answer.item.map(decode).transpose()
    }

    /// Up to [`BATCH`] rows in one call, in no order; what the service left out is asked for again.
    pub(crate) async fn rows(
        &self,
        keys: &[Key],
        consistent: bool,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut left: Vec<Item> = keys.iter().map(Key::attributes).collect();
        let mut tried = 0;
        while !left.is_empty() {
            if tried == TRIES {
                return Err(StoreError::Unavailable("rows were left out again and again".into()));
            }
            if tried > 0 {
                self.pause(tried).await;
            }
            tried += 1;
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(std::mem::take(&mut left)))
                .consistent_read(consistent)
                .build()
                .map_err(|fault| incomplete(&fault))?;
            let request = self.client.batch_get_item().request_items(&*self.name, wanted);
            let answer =
                self.retried(|| request.clone().send()).await.map_err(|fault| unavailable(&fault))?;
            for item in answer.responses.into_iter().flat_map(HashMap::into_values).flatten() {
                found.extend(key_of(&item).map(|key| (key, item)));
            }
            left = answer
                .unprocessed_keys
                .into_iter()
                .flat_map(HashMap::into_values)
                .flat_map(|rest| rest.keys)
                .collect();
        }
        Ok(found)
    }

    /// Rows of one kind in one partition whose sort key lies between these two, in order; all of them or the
    /// first `limit`.
    pub(crate) async fn range<T: DeserializeOwned>(
        &self,
        partition: &str,
        bounds: (&str, &str),
        limit: Option<u32>,
    ) -> Result<Vec<T>, StoreError> {
        self.items(partition, bounds, limit).await?.into_iter().map(decode).collect()
    }

    /// The same for rows of several kinds.
    pub(crate) async fn items(
        &self,
        partition: &str,
        (from, to): (&str, &str),
        limit: Option<u32>,
    ) -> Result<Vec<Item>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&*self.name)
            .consistent_read(true)
            .key_condition_expression("PK = :pk AND SK BETWEEN :from AND :to")
            .expression_attribute_values(":pk", AttributeValue::S(partition.into()))
            .expression_attribute_values(":from", AttributeValue::S(from.into()))
            .expression_attribute_values(":to", AttributeValue::S(to.into()));
        self.queried(query, limit).await
    }

    /// All rows of a query, or the first `limit`; the service ends a page after a megabyte.
    pub(crate) async fn queried(
        &self,
        query: QueryFluentBuilder,
        limit: Option<u32>,
    ) -> Result<Vec<Item>, StoreError> {
        let limit = limit.map(|limit| limit as usize);
        let mut items: Vec<Item> = Vec::new();
        let mut after = query.get_exclusive_start_key().clone();
        loop {
            let left = limit.map(|limit| limit.saturating_sub(items.len()));
            let page = query
                .clone()
                .set_limit(left.and_then(|left| i32::try_from(left).ok()))
                .set_exclusive_start_key(after.take());
            let answer = self.retried(|| page.clone().send()).await.map_err(|fault| unavailable(&fault))?;
            items.extend(answer.items.unwrap_or_default());
            after = answer.last_evaluated_key;
            if after.is_none() || limit.is_some_and(|limit| items.len() >= limit) {
                return Ok(items);
            }
        }
    }
}

/// The key of a row.
pub(crate) fn key_of(item: &Item) -> Option<Key> {
    Some(Key { pk: text(item, PK)?.to_owned(), sk: text(item, SK)?.to_owned() })
}
