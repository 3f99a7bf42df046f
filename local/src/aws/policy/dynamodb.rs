//! What DynamoDB is asked for, worked out from the operation and its body.

use super::{
    Access, Refusal,
    access::named,
    front::Protocol,
    messages::{operation, refused},
};
use crate::{aws::REGION, template::Table};
use axum::{body::Bytes, response::Response};
use http::HeaderMap;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The JSON protocol, with the partition key of every table and, by `table/index/name`, of every index.
pub(crate) struct DynamoDb {
    partition_keys: BTreeMap<String, String>,
}

/// Where a request names attributes.
const EXPRESSIONS: [&str; 5] = [
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
];
/// Words of expressions that are no attributes.
const WORDS: [&str; 9] = ["ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET"];

impl DynamoDb {
    pub(crate) fn new(tables: &[Table]) -> Self {
        let mut partition_keys = BTreeMap::new();
        let mut keep = |name: String, schema: &Value| {
            let hash = schema.as_array().and_then(|keys| keys.iter().find(|key| key["KeyType"] == "HASH"));
            let hash = hash.and_then(|key| key["AttributeName"].as_str());
            partition_keys.insert(name, hash.unwrap_or_default().to_owned());
        };
        for Table { name, create, .. } in tables {
            keep(arn_of(name), &create["KeySchema"]);
            for index in create["GlobalSecondaryIndexes"].as_array().into_iter().flatten() {
                let index_name = index["IndexName"].as_str().unwrap_or_default();
                keep(format!("{}/index/{index_name}", arn_of(name)), &index["KeySchema"]);
            }
        }
        Self { partition_keys }
    }

    /// One operation on one table or index: `{TableName, Key | Item | KeyConditionExpression, …}`.
    fn one(&self, operation: &str, request: &Value) -> Access {
        let table = request["TableName"].as_str().map_or("*".to_owned(), arn_of);
        let resource = match request["IndexName"].as_str() {
            Some(index) => format!("{table}/index/{index}"),
            None => table,
        };
        let rows = ["Item", "Key"].into_iter().filter_map(|name| request[name].as_object());
        let mut access = self.rows(operation, resource, rows);
        access.attributes.extend(EXPRESSIONS.iter().flat_map(|name| attributes(request, name)));
        access.attributes.sort();
        access.attributes.dedup();
        if operation == "Query" {
            let key = self.partition_keys.get(&access.resource).map_or("", String::as_str);
            // What cannot be found is not passed over: it is a key that no policy names.
            access.leading_keys = vec![queried(request, key).unwrap_or_default()];
        }
        access
    }

    /// Rows of one table, each by its key or as a whole.
    fn rows<'a>(
        &self,
        operation: &str,
        resource: String,
        rows: impl Iterator<Item = &'a Map<String, Value>>,
    ) -> Access {
        let key = self.partition_keys.get(&resource).map_or("", String::as_str);
        let mut access = Access::new(format!("dynamodb:{operation}"), resource);
        let mut named = BTreeSet::new();
        for row in rows {
            access.leading_keys.push(row.get(key).map(text).unwrap_or_default());
            named.extend(row.keys().cloned());
        }
        access.attributes = named.into_iter().collect();
        access
    }

    /// Rows of many tables: `{table: {Keys: […]}}`, or `{table: [{PutRequest: {Item}}, …]}`.
    fn batch(&self, operation: &str, request: &Value) -> Vec<Access> {
        let tables = request["RequestItems"].as_object().into_iter().flatten();
        let accesses = tables.map(|(table, wanted)| {
            let puts = wanted.as_array().into_iter().flatten();
            let puts = puts.flat_map(|one| [&one["PutRequest"]["Item"], &one["DeleteRequest"]["Key"]]);
            let keys = wanted["Keys"].as_array().into_iter().flatten();
            let rows = puts.chain(keys).filter_map(Value::as_object);
            let mut access = self.rows(operation, arn_of(table), rows);
            access.attributes.extend(attributes(wanted, "ProjectionExpression"));
            access
        });
        accesses.collect()
    }
}

impl Protocol for DynamoDb {
    fn accesses(&self, headers: &HeaderMap, body: &Bytes) -> Vec<Access> {
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        match operation(headers) {
            name @ ("BatchGetItem" | "BatchWriteItem") => self.batch(name, &request),
            // A transaction needs the rights of what is in it.
            "TransactWriteItems" | "TransactGetItems" => {
                let parts = request["TransactItems"].as_array().into_iter().flatten();
                let parts = parts.filter_map(Value::as_object).flatten();
                parts.map(|(kind, part)| self.one(&format!("{kind}Item"), part)).collect()
            }
            name => vec![self.one(name, &request)],
        }
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        refused(refusal, "application/x-amz-json-1.0")
    }
}

fn arn_of(table: &str) -> String {
    named(table, "dynamodb", REGION, "table/")
}

/// The text of a key's value: `{"S": "…"}`, or a number or bytes likewise.
fn text(value: &Value) -> String {
    let inner = value.as_object().and_then(|map| map.values().next());
    inner.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The attribute that a path of an expression begins with; `#names` stand for those given beside it.
fn attribute<'a>(request: &'a Value, path: &'a str) -> &'a str {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    match first.starts_with('#') {
        true => request["ExpressionAttributeNames"][first].as_str().unwrap_or_default(),
        false => first,
    }
}

/// The attributes that an expression names.
fn attributes(request: &Value, expression: &str) -> Vec<String> {
    let mut rest = request[expression].as_str().unwrap_or_default();
    let mut found = Vec::new();
    let of_path = |c: char| c.is_alphanumeric() || "_#:.[]".contains(c);
    while let Some(start) = rest.find(of_path) {
        let (path, after) =
            rest[start..].split_at(rest[start..].find(|c| !of_path(c)).unwrap_or(rest.len() - start));
        rest = after;
        let function = after.trim_start().starts_with('(');
        let value = path.starts_with(':');
        if !function && !value && !WORDS.contains(&path.to_uppercase().as_str()) {
            found.push(attribute(request, path).to_owned());
        }
    }
    found
}

/// The value that a query asks of this key.
fn queried(request: &Value, key: &str) -> Option<String> {
    let conditions = request["KeyConditionExpression"].as_str()?.split(" AND ");
    let mut equalities =
        conditions.filter_map(|condition| condition.trim_matches(['(', ')', ' ']).split_once('='));
    let (_, value) = equalities.find(|(path, _)| attribute(request, path.trim()) == key)?;
    Some(text(&request["ExpressionAttributeValues"][value.trim()]))
}
