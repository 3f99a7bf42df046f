//! Rows as NDJSON or CSV with the same names; lists in CSV are joined by `;`, and what lies within another value
//! is named by its path: `value.amount`.

use app::imports::Row;
use domain::{Code, Fault};
use serde_json::{Map, Value};
use web::Problem;

/// Columns that hold lists.
const LISTS: [&str; 4] = ["domains", "tenants", "engagements", "reasons"];
/// Columns that hold truth values.
const FLAGS: [&str; 3] = ["publicSector", "managed", "eligible"];
/// Columns that hold whole numbers.
const NUMBERS: [&str; 2] = ["activeUsers", "soldSeats"];

/// Every row of a body; a row that cannot be read is a fault of its own.
pub(crate) fn read(media_type: &str, body: &[u8]) -> Result<Vec<Row>, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| Problem::from(Code::MalformedJson))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match media_type {
        "application/x-ndjson" | "application/ndjson" | "application/json" => Ok(ndjson(text)),
        "text/csv" => csv(text),
        _ => {
            let allowed = "application/x-ndjson, text/csv".to_owned();
            Err(Problem::new(Code::UnsupportedMediaType, &[("allowed", allowed)]))
        }
    }
}

fn ndjson(text: &str) -> Vec<Row> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(web::row).collect()
}

fn csv(text: &str) -> Result<Vec<Row>, Problem> {
    let mut reader =
        ::csv::ReaderBuilder::new().flexible(false).trim(::csv::Trim::All).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|_| Problem::from(Code::RowInvalid))?.clone();
    let rows = reader.records().map(|record| {
        let record = record.map_err(|_| Fault::new("", Code::RowInvalid))?;
        let cells = names.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
        let mut row = Map::new();
        for (name, cell) in cells {
            put(&mut row, name, value(name, cell));
        }
        Ok(Value::Object(row))
    });
    Ok(rows.collect())
}

/// `value.amount` is the member `amount` of the member `value`. Where the path meets a cell, it is a name like
/// any other, and refused as one that nobody knows.
fn put(row: &mut Map<String, Value>, name: &str, cell: Value) {
    let inner = name.split_once('.').and_then(|(outer, inner)| {
        let members = row.entry(outer).or_insert_with(|| Value::Object(Map::new()));
        members.as_object_mut().map(|members| (members, inner))
    });
    match inner {
        Some((members, inner)) => members.insert(inner.to_owned(), cell),
        None => row.insert(name.to_owned(), cell),
    };
}

fn value(name: &str, cell: &str) -> Value {
    if LISTS.contains(&name) {
        return cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Value::from).collect();
    }
    match cell {
        "true" if FLAGS.contains(&name) => Value::Bool(true),
        "false" if FLAGS.contains(&name) => Value::Bool(false),
        // What is no number stays a text and is refused by its name.
        _ if NUMBERS.contains(&name) => cell.parse::<u32>().map_or_else(|_| Value::from(cell), Value::from),
        _ => Value::from(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn csv_and_ndjson_give_the_same_rows() {
        let csv =
            read("text/csv", b"name,domains,managed,country\nFabrikam,a.example;b.example,true,\n").unwrap();
        let ndjson = read(
            "application/x-ndjson",
            br#"{"name":"Fabrikam","domains":["a.example","b.example"],"managed":true}"#,
        );
        assert_eq!(csv, ndjson.unwrap());
        let csv = read("text/csv", b"month,activeUsers,soldSeats\n2026-10,120,many\n").unwrap();
        assert_eq!(csv, [Ok(json!({ "month": "2026-10", "activeUsers": 120, "soldSeats": "many" }))]);
        let csv = read("text/csv", b"opportunityId,value.amount,value.currency\n7-3K9QX2,250000.00,USD\n");
        let row =
            json!({ "opportunityId": "7-3K9QX2", "value": { "amount": "250000.00", "currency": "USD" } });
        assert_eq!(csv.unwrap(), [Ok(row)]);
        let csv = read(
            "text/csv",
            b"engagementId,identifier.type,identifier.value,eligible,reasons\n\
              workshop,domain,fabrikam.example,false,criteria_not_met;country_not_in_scope\n\
              workshop,,,perhaps,\n",
        );
        let rows = [
            json!({ "engagementId": "workshop", "identifier": { "type": "domain", "value": "fabrikam.example" },
                "eligible": false, "reasons": ["criteria_not_met", "country_not_in_scope"] }),
            json!({ "engagementId": "workshop", "eligible": "perhaps" }),
        ];
        assert_eq!(csv.unwrap(), rows.map(Ok));
        let csv = read("text/csv", b"value,value.amount\n7,8\n").unwrap();
        assert_eq!(csv, [Ok(json!({ "value": "7", "value.amount": "8" }))]);
    }

    #[test]
    fn a_row_that_cannot_be_read_does_not_take_the_others_with_it() {
        let rows = read("application/x-ndjson", b"{\"name\":\"A\"}\n[1]\n{\n\n{\"name\":\"B\"}\n").unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0], Ok(json!({ "name": "A" })));
        assert!(rows[1].is_err() && rows[2].is_err());
        let rows = read("text/csv", b"name,country\nA,DE\nB\nC,FR\n").unwrap();
        assert!(rows[0].is_ok() && rows[1].is_err() && rows[2].is_ok());
    }
}
