//! Claims as a table (RFC 4180): flat columns of what the list says of a claim. What it does not say to the
//! caller is an empty cell.

use csv::{Terminator, Writer, WriterBuilder};
use jiff::Timestamp;
use serde_json::Value;
use web::{Problem, views::ClaimAnswer};

/// A column: its name, and its cell by the claim of the list.
type Column = (&'static str, fn(&Value) -> String);

const COLUMNS: [Column; 39] = [
    ("id", |claim| text(&claim["id"])),
    ("number", |claim| text(&claim["number"])),
    ("kind", |claim| text(&claim["kind"])),
    ("name", |claim| text(&claim["name"])),
    ("status", |claim| text(&claim["status"])),
    ("waitingFor", |claim| text(&claim["waitingFor"])),
    ("engagementId", |claim| text(&claim["engagementId"])),
    ("partnerRole", |claim| text(&claim["partnerRole"])),
    ("locationId", |claim| text(&claim["locationId"])),
    ("customerId", |claim| text(&claim["customer"]["id"])),
    ("customerName", |claim| text(&claim["customer"]["name"])),
    ("tenantId", |claim| text(&claim["customer"]["tenantId"])),
    ("items", |claim| joined(&claim["items"], |item| Some(text(&item["key"])))),
    ("associations", |claim| joined(&claim["items"], associated)),
    ("optOutOfIncentives", |claim| text(&claim["optOutOfIncentives"])),
    ("consentState", |claim| text(&claim["consent"]["state"])),
    ("nextDeadlineClock", |claim| text(&next_deadline(claim)["clock"])),
    ("nextDeadlineAt", |claim| text(&next_deadline(claim)["at"])),
    ("overdue", |claim| joined(&claim["overdue"], |clock| Some(text(clock)))),
    ("rejectionCode", |claim| text(&claim["rejection"]["code"])),
    ("version", |claim| text(&claim["version"])),
    ("createdAt", |claim| text(&claim["createdAt"])),
    ("updatedAt", |claim| text(&claim["updatedAt"])),
    ("origin", |claim| text(&claim["origin"])),
    ("identifierType", |claim| text(&claim["customer"]["identifier"]["type"])),
    ("identifierValue", |claim| text(&claim["customer"]["identifier"]["value"])),
    ("mismatchReason", |claim| text(&claim["customer"]["mismatchReason"])),
    ("hours", |claim| text(&claim["hours"])),
    ("dealSizeAmount", |claim| text(&claim["dealSize"]["amount"])),
    ("dealSizeCurrency", |claim| text(&claim["dealSize"]["currency"])),
    ("payoutEstimateAmount", |claim| text(&claim["payoutEstimate"]["amount"])),
    ("payoutEstimateCurrency", |claim| text(&claim["payoutEstimate"]["currency"])),
    ("consentDeadlineAt", |claim| text(&deadline(claim, "consent")["at"])),
    ("submitDeadlineAt", |claim| text(&deadline(claim, "first_submit")["at"])),
    ("reviewDeadlineAt", |claim| text(&deadline(claim, "review")["at"])),
    ("referralId", |claim| text(&claim["referralId"])),
    ("earningState", |claim| text(&claim["earning"]["state"])),
    ("earningReason", |claim| text(&claim["earning"]["reason"])),
    ("copyOf", |claim| text(&claim["copyOf"])),
];

/// The header row.
pub(crate) fn head() -> Result<Vec<u8>, Problem> {
    let mut table = table();
    table.write_record(COLUMNS.map(|(name, _)| name)).map_err(Problem::internal)?;
    table.into_inner().map_err(Problem::internal)
}

/// A row for each claim.
pub(crate) fn rows(claims: &[ClaimAnswer]) -> Result<Vec<u8>, Problem> {
    let mut table = table();
    for claim in claims {
        let claim = serde_json::to_value(claim).map_err(Problem::internal)?;
        table.write_record(COLUMNS.map(|(_, cell)| inert(cell(&claim)))).map_err(Problem::internal)?;
    }
    table.into_inner().map_err(Problem::internal)
}

fn table() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

/// A spreadsheet takes what begins like this for a formula and runs it, whoever wrote it (domain 9).
fn inert(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn joined(list: &Value, part: impl Fn(&Value) -> Option<String>) -> String {
    let elements = list.as_array().into_iter().flatten();
    elements.filter_map(part).collect::<Vec<_>>().join(";")
}

fn associated(item: &Value) -> Option<String> {
    let status = item["association"]["status"].as_str()?;
    Some(format!("{}={status}", text(&item["key"])))
}

fn deadlines(claim: &Value) -> impl Iterator<Item = &Value> {
    claim["deadlines"].as_array().into_iter().flatten()
}

/// The clock of this name; null when it does not run.
fn deadline<'a>(claim: &'a Value, clock: &str) -> &'a Value {
    deadlines(claim).find(|deadline| deadline["clock"] == clock).unwrap_or(&Value::Null)
}

/// The clock that runs out first; null when none runs.
fn next_deadline(claim: &Value) -> &Value {
    let at = |clock: &&Value| clock["at"].as_str().and_then(|at| at.parse::<Timestamp>().ok());
    deadlines(claim).min_by_key(at).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cell(name: &str, claim: &Value) -> String {
        COLUMNS.iter().filter(|(known, _)| *known == name).map(|(_, cell)| inert(cell(claim))).collect()
    }

    #[test]
    fn a_list_is_one_cell_and_the_next_deadline_is_the_first_to_run_out() {
        let claim = json!({
            "items": [
                { "key": "workload:teams", "association": { "status": "active" } },
                { "key": "workload:intune", "association": null },
                { "key": "workload:exchange_online", "association": { "status": "ended" } },
            ],
            "deadlines": [
                { "clock": "vendor_decision", "at": "2026-12-02T23:00:00.5Z" },
                { "clock": "objection", "at": "2026-12-02T23:00:00Z" },
            ],
            "overdue": ["vendor_start"], "optOutOfIncentives": false, "version": 7, "consent": null,
        });
        assert_eq!(cell("items", &claim), "workload:teams;workload:intune;workload:exchange_online");
        assert_eq!(cell("associations", &claim), "workload:teams=active;workload:exchange_online=ended");
        assert_eq!(cell("nextDeadlineClock", &claim), "objection");
        assert_eq!(cell("nextDeadlineAt", &claim), "2026-12-02T23:00:00Z");
        assert_eq!((cell("overdue", &claim), cell("version", &claim)), ("vendor_start".into(), "7".into()));
        assert_eq!(cell("optOutOfIncentives", &claim), "false");
        assert_eq!((cell("consentState", &claim), cell("createdAt", &claim)), (String::new(), String::new()));
    }

    #[test]
    fn the_deal_of_an_engagement_is_told_and_an_association_has_none() {
        let claim = json!({
            "origin": "added", "hours": 12.5, "referralId": "ref_1",
            "customer": { "mismatchReason": "=A mail of the group", "identifier": { "type": "domain", "value": "a.example" } },
            "dealSize": { "amount": "48500.00", "currency": "USD" },
            "payoutEstimate": { "amount": "3000.00", "currency": "EUR", "lines": [] },
            "deadlines": [
                { "clock": "first_submit", "at": "2026-12-02T23:00:00Z" },
                { "clock": "review", "at": "2027-01-02T23:00:00Z" },
            ],
            "earning": { "state": "none", "reason": "opted_out" },
        });
        let told = [
            ("origin", "added"),
            ("identifierType", "domain"),
            ("identifierValue", "a.example"),
            ("mismatchReason", "'=A mail of the group"),
            ("hours", "12.5"),
            ("dealSizeAmount", "48500.00"),
            ("dealSizeCurrency", "USD"),
            ("payoutEstimateAmount", "3000.00"),
            ("payoutEstimateCurrency", "EUR"),
            ("consentDeadlineAt", ""),
            ("submitDeadlineAt", "2026-12-02T23:00:00Z"),
            ("reviewDeadlineAt", "2027-01-02T23:00:00Z"),
            ("referralId", "ref_1"),
            ("earningState", "none"),
            ("earningReason", "opted_out"),
        ];
        assert_eq!(
            told.map(|(name, _)| (name, cell(name, &claim))),
            told.map(|(name, told)| (name, told.into()))
        );
        let association = json!({ "origin": null, "hours": null, "dealSize": null, "payoutEstimate": null });
        assert!(told.iter().all(|(name, _)| cell(name, &association).is_empty()));
    }

    /// Domain 9.
    #[test]
    fn a_cell_is_never_a_formula() {
        for (name, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+49", "'+49"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("A=1", "A=1"),
            ("'=1", "'=1"),
            ("", ""),
        ] {
            assert_eq!(cell("customerName", &json!({ "customer": { "name": name } })), written);
        }
    }
}
