//! Rows as NDJSON or CSV with the same names; lists in CSV are joined by `;`.

use app::imports::Row;
use domain::{Code, Fault};
use serde_json::{Map, Value};
use web::Problem;

/// Columns that hold lists.
const LISTS: [&str; 3] = ["domains", "tenants", "engagements"];
/// Columns that hold truth values.
const FLAGS: [&str; 2] = ["publicSector", "managed"];
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
        Ok(Value::Object(
            cells.map(|(name, cell)| (name.to_owned(), value(name, cell))).collect::<Map<_, _>>(),
        ))
    });
    Ok(rows.collect())
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
