//! DynamoDB: dynoxide, with the tables of the template and a reader of their streams, behind the policies.

use crate::template::Table;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use dynoxide::{Database, DynoxideError};
use http::{StatusCode, Uri};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, OnceLock},
};

/// Why the tables cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The database refuses.
    #[error("the tables: {0}")]
    Database(#[from] DynoxideError),
    /// Its file refuses.
    #[error("the file of the tables: {0}")]
    File(#[from] rusqlite::Error),
    /// A call or an answer is not of the expected form.
    #[error("the tables: {0}")]
    Form(#[from] serde_json::Error),
    /// A place in a stream cannot be kept.
    #[error("the place in the stream: {0}")]
    Io(std::io::Error),
    /// The path is not text.
    #[error("the path of the tables is not valid text")]
    Path,
}

/// Opens the database: a file that survives a kill after every answered write, or memory under that name.
///
/// # Errors
/// The file cannot be opened.
pub fn open(file: &Path, in_memory: bool) -> Result<Database, TableError> {
    let mut file = file.to_str().ok_or(TableError::Path)?.to_owned();
    if in_memory {
        file = format!("file:{file}?mode=memory&cache=shared");
    }
    let database = Database::new(&file)?;
    // Without it every write and every read of the stream walks all records there ever were.
    Connection::open(&file)?.execute_batch(
        "CREATE INDEX IF NOT EXISTS assent_stream ON _stream_records
         (table_name, CAST(sequence_number AS INTEGER))",
    )?;
    Ok(database)
}

/// Makes the tables that are missing.
///
/// # Errors
/// The database refuses one.
pub fn create(database: &Database, tables: &[Table]) -> Result<(), TableError> {
    for table in tables {
        if database.get_table_metadata(&table.name)?.is_some() {
            continue;
        }
        database.create_table(serde_json::from_value(table.create.clone())?)?;
        if let Some(attribute) = &table.ttl {
            database.update_time_to_live(serde_json::from_value(json!({
                "TableName": table.name,
                "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": true },
            }))?)?;
        }
    }
    Ok(())
}

/// Drops the tables with all they hold, and makes them anew.
///
/// # Errors
/// The database refuses.
pub fn recreate(database: &Database, tables: &[Table]) -> Result<(), TableError> {
    for table in tables {
        if database.get_table_metadata(&table.name)?.is_some() {
            database.delete_table(serde_json::from_value(json!({ "TableName": table.name }))?)?;
        }
    }
    create(database, tables)
}

/// Hands every request on to where the tables are served: dynoxide lets nothing in between.
pub(crate) fn forward(tables: Option<SocketAddr>) -> Router {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).build::<_, Body>(connector);
    Router::new().fallback(hand_on).with_state((client, tables))
}

async fn hand_on(
    State((client, tables)): State<(Client<HttpConnector, Body>, Option<SocketAddr>)>,
    mut request: Request,
) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let there = tables.and_then(|tables| Uri::try_from(format!("http://{tables}{path}")).ok());
    *request.uri_mut() = there.unwrap_or_default();
    match client.request(request).await {
        Ok(answer) => answer.map(Body::new),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A place in a stream: the sequence number of the last record that is done with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Position {
    /// Before the oldest record.
    Start,
    /// After the record with this sequence number.
    After(String),
}

/// The stream of a table. It is one shard, is never trimmed and survives restarts with its numbers.
#[derive(Clone)]
pub struct Stream {
    database: Database,
    table: String,
    shard: Arc<OnceLock<(String, String)>>,
}

impl Stream {
    /// The stream of a table of this database.
    #[must_use]
    pub fn new(database: Database, table: String) -> Self {
        Self { database, table, shard: Arc::default() }
    }

    /// Up to `limit` records after a place, as Lambda gets them.
    ///
    /// # Errors
    /// The table has no stream, or the database refuses.
    pub fn read(&self, position: &Position, limit: usize) -> Result<Vec<Value>, TableError> {
        let (arn, shard) = self.shard()?;
        let at = match position {
            Position::Start => json!({
                "StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON",
            }),
            Position::After(number) => json!({
                "StreamArn": arn, "ShardId": shard, "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": number,
            }),
        };
        let iterator = self.database.get_shard_iterator(serde_json::from_value(at)?)?.shard_iterator;
        let page = json!({ "ShardIterator": iterator, "Limit": limit });
        let page = self.database.get_records(serde_json::from_value(page)?)?;
        let mut records = Vec::with_capacity(page.records.len());
        for record in page.records {
            let mut record = serde_json::to_value(record)?;
            record["eventSourceARN"] = json!(arn);
            records.push(record);
        }
        Ok(records)
    }

    /// The place behind the newest record.
    ///
    /// # Errors
    /// The table has no stream, or the database refuses.
    pub fn end(&self) -> Result<Position, TableError> {
        let streams = self.description()?;
        let last = &streams["Shards"][0]["SequenceNumberRange"]["EndingSequenceNumber"];
        Ok(last.as_str().map_or(Position::Start, |number| Position::After(number.to_owned())))
    }

    fn description(&self) -> Result<Value, TableError> {
        let wanted = json!({ "TableName": self.table });
        let streams = self.database.list_streams(serde_json::from_value(wanted)?)?;
        let arn = streams.streams.first().map(|stream| stream.stream_arn.clone()).unwrap_or_default();
        let stream = self.database.describe_stream(serde_json::from_value(json!({ "StreamArn": arn }))?)?;
        Ok(serde_json::to_value(stream.stream_description)?)
    }

    /// ARN and id of the shard. To ask for them walks the whole stream, so they are asked for once.
    fn shard(&self) -> Result<&(String, String), TableError> {
        if let Some(known) = self.shard.get() {
            return Ok(known);
        }
        let stream = self.description()?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let found = (text(&stream["StreamArn"]), text(&stream["Shards"][0]["ShardId"]));
        Ok(self.shard.get_or_init(|| found))
    }
}

/// The sequence number of a record.
#[must_use]
pub fn sequence_number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Template, without_secrets};

    fn table() -> Table {
        let template = Template::parse(include_str!("../../../template.yaml"), &without_secrets()).unwrap();
        template.tables.into_iter().next().unwrap()
    }

    fn put(database: &Database, table: &Table, key: &str) {
        let item = json!({ "PK": { "S": key }, "SK": { "S": "CLAIM" } });
        let put = json!({ "TableName": table.name, "Item": item });
        database.put_item(serde_json::from_value(put).unwrap()).unwrap();
    }

    #[test]
    fn a_place_in_the_stream_is_good_after_a_restart() {
        let file = std::env::temp_dir().join(format!("assent-stream-{}.sqlite", std::process::id()));
        let table = table();
        let place = {
            let database = open(&file, false).unwrap();
            create(&database, std::slice::from_ref(&table)).unwrap();
            put(&database, &table, "CLAIM#1");
            let stream = Stream::new(database.clone(), table.name.clone());
            let records = stream.read(&Position::Start, 10).unwrap();
            put(&database, &table, "CLAIM#2");
            Position::After(sequence_number(&records[0]).to_owned())
        };
        let database = open(&file, false).unwrap();
        create(&database, std::slice::from_ref(&table)).unwrap();
        put(&database, &table, "CLAIM#3");
        let stream = Stream::new(database.clone(), table.name.clone());
        let keys: Vec<_> = stream
            .read(&place, 10)
            .unwrap()
            .iter()
            .map(|record| record["dynamodb"]["Keys"]["PK"]["S"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(keys, ["CLAIM#2", "CLAIM#3"]);

        recreate(&database, std::slice::from_ref(&table)).unwrap();
        put(&database, &table, "CLAIM#4");
        assert_eq!(stream.read(&stream.end().unwrap(), 10).unwrap().len(), 0);
        drop((database, stream));
        for end in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{end}", file.display())));
        }
    }
}
