//! Rows as NDJSON or CSV with the same names. In CSV lists are joined by `;`, and what lies within another value
//! is named by its path: `value.amount`, and of the values in a list `items.workload`.

use app::imports::Row;
use domain::{Code, Fault};
use serde_json::{Map, Number, Value};

use crate::{Problem, body};

/// Columns that hold lists.
const LISTS: [&str; 5] = ["domains", "tenants", "engagements", "reasons", "engagementIds"];
/// The list whose values have members: the first part of a cell belongs to the first value, and so on.
const ITEMS: &str = "items";
/// Columns that hold truth values.
const FLAGS: [&str; 4] = ["publicSector", "managed", "eligible", "optOutOfIncentives"];
/// Columns that hold numbers.
const NUMBERS: [&str; 3] = ["activeUsers", "soldSeats", "hours"];

/// Every row of a body; a row that cannot be read is a fault of its own.
pub fn read(media_type: &str, body: &[u8]) -> Result<Vec<Row>, Problem> {
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
    lines.map(body::row).collect()
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
            put(&mut row, name, cell);
        }
        Ok(Value::Object(row))
    });
    Ok(rows.collect())
}

/// `value.amount` is the member `amount` of the member `value`. Where the path meets a cell, it is a name like
/// any other, and refused as one that nobody knows.
fn put(row: &mut Map<String, Value>, name: &str, cell: &str) {
    let is_put = name.split_once('.').is_some_and(|(outer, inner)| match outer {
        ITEMS => put_each(row.entry(outer).or_insert_with(|| Value::Array(Vec::new())), inner, cell),
        _ => {
            let members = row.entry(outer).or_insert_with(|| Value::Object(Map::new())).as_object_mut();
            members.map(|members| members.insert(inner.to_owned(), value(name, cell))).is_some()
        }
    });
    if !is_put {
        row.insert(name.to_owned(), value(name, cell));
    }
}

/// Gives each value of a list its member; an empty part gives it none.
fn put_each(list: &mut Value, member: &str, cell: &str) -> bool {
    let Some(values) = list.as_array_mut() else { return false };
    for (index, part) in cell.split(';').map(str::trim).enumerate() {
        if index == values.len() {
            values.push(Value::Object(Map::new()));
        }
        if !part.is_empty() {
            values[index][member] = Value::from(part);
        }
    }
    true
}

fn value(name: &str, cell: &str) -> Value {
    if LISTS.contains(&name) {
        return cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Value::from).collect();
    }
    match cell {
        "true" if FLAGS.contains(&name) => Value::Bool(true),
        "false" if FLAGS.contains(&name) => Value::Bool(false),
        // What is no number stays a text and is refused by its name.
        _ if NUMBERS.contains(&name) => {
            serde_json::from_str::<Number>(cell).map_or_else(|_| Value::from(cell), Value::Number)
        }
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
        let csv = read(
            "text/csv",
            b"kind,engagementIds,hours,customerContact.name,items.product,items.subscriptionId,optOutOfIncentives\n\
              engagement,workshop; assessment,12.5,Ada Winter,,,\n\
              association,,,,sales;;finance,;s-2;s-3,true\n\
              engagement,,12;5,,,,yes\n",
        );
        let rows = [
            json!({ "kind": "engagement", "engagementIds": ["workshop", "assessment"], "hours": 12.5,
                "customerContact": { "name": "Ada Winter" } }),
            json!({ "kind": "association", "optOutOfIncentives": true, "items": [{ "product": "sales" },
                { "subscriptionId": "s-2" }, { "product": "finance", "subscriptionId": "s-3" }] }),
            json!({ "kind": "engagement", "hours": "12;5", "optOutOfIncentives": "yes" }),
        ];
        assert_eq!(csv.unwrap(), rows.map(Ok));
        let csv = read("text/csv", b"items,items.workload\nteams,intune\n").unwrap();
        assert_eq!(csv, [Ok(json!({ "items": "teams", "items.workload": "intune" }))]);
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
