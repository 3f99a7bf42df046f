//! The write of a new claim by the bare SDK: nothing is checked and nothing is decided. Where `READS` is set, the two
//! reads of a real create come before it.

use std::{collections::HashMap, env};

use aws_sdk_dynamodb::{
    Client,
    primitives::Blob,
    types::{AttributeValue, KeysAndAttributes},
};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde::{Deserialize, Serialize};
use serde_json::Value;

type Item = HashMap<String, AttributeValue>;

/// What an API's event is read for.
#[derive(Deserialize)]
struct Event {
    body: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    body: String,
}

struct Create {
    client: Client,
    table: String,
    item: Item,
    reads: Vec<Vec<Item>>,
}

impl Create {
    async fn handle(&self, event: LambdaEvent<Event>) -> Result<Answer, Error> {
        for keys in &self.reads {
            let keys =
                KeysAndAttributes::builder().set_keys(Some(keys.clone())).consistent_read(true).build()?;
            self.client.batch_get_item().request_items(&self.table, keys).send().await?;
        }
        let mut item = self.item.clone();
        item.insert("PK".into(), AttributeValue::S(format!("CLAIM#{}", event.context.request_id)));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        put.condition_expression("attribute_not_exists(PK)").send().await?;
        Ok(Answer { status_code: 201, body: event.payload.body })
    }
}

fn item(json: &Value) -> Item {
    let attributes = json.as_object().into_iter().flatten();
    attributes.filter_map(|(name, value)| Some((name.clone(), attribute(value)?))).collect()
}

/// A value as DynamoDB's JSON has it; binary is a list of numbers.
fn attribute(value: &Value) -> Option<AttributeValue> {
    let (kind, value) = value.as_object()?.iter().next()?;
    match (kind.as_str(), value) {
        ("S", Value::String(text)) => Some(AttributeValue::S(text.clone())),
        ("N", Value::String(number)) => Some(AttributeValue::N(number.clone())),
        ("B", Value::Array(bytes)) => {
            let bytes = bytes.iter().filter_map(|byte| u8::try_from(byte.as_u64()?).ok());
            Some(AttributeValue::B(Blob::new(bytes.collect::<Vec<_>>())))
        }
        _ => None,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let given: Value = serde_json::from_str(&env::var("ITEM")?)?;
    let reads: Value = serde_json::from_str(&env::var("READS").unwrap_or_else(|_| "[]".into()))?;
    let batches = reads.as_array().into_iter().flatten();
    let create = Create {
        client: runtime::Clients::new(runtime::aws::sdk(|name| env::var(name).ok())?).dynamodb(),
        table: env::var("TABLE")?,
        item: item(&given),
        reads: batches.map(|keys| keys.as_array().into_iter().flatten().map(item).collect()).collect(),
    };
    run(service_fn(|event| create.handle(event))).await
}
