//! Imports from their body to their answer (api 3, 6).

mod outcome;
mod rows;

use app::{
    App,
    imports::{DraftRow, Kind, Row},
    ports::{Claims, Contests, Engagements, ImportRecord, Programme, UsageInsight},
};
use domain::{Caller, Code, Fault, ImportId, Locale, Refusal, command::Key, import::ROWS_MAX};

use crate::{Problem, body};

pub use rows::read;

/// Most bytes of an import.
pub const IMPORT_MAX: usize = 4 * 1024 * 1024;

/// What became of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its id, by which the answer can be read again
    pub id: ImportId,
    /// The answer, as JSON text of [`crate::views::ImportView`]
    pub answer: String,
    /// It is the answer to an earlier request with the same key
    pub replayed: bool,
}

/// Good rows are kept, bad ones carry every fault; the outcome can be read again by its id.
pub async fn import<S: Claims + Contests + Engagements + Programme + UsageInsight>(
    app: &App<S>,
    caller: &Caller,
    (kind, dry_run): (Kind, bool),
    rows: Vec<Row>,
    key: Option<&Key>,
    locale: Locale,
) -> Result<Imported, Problem> {
    if !kind.is_brought_by(caller) {
        return Err(Refusal::Forbidden.into());
    }
    if rows.len() > ROWS_MAX {
        let fault = Fault::new("", Code::TooManyRows).with("max", ROWS_MAX.to_string());
        return Err(Refusal::Invalid(vec![fault]).into());
    }
    let mut record = record(app, kind, dry_run, caller, key);
    let id = record.id.clone();
    if key.is_some()
        && let Some(answer) = app.begin_import(&record, caller).await?
    {
        return Ok(Imported { id, answer, replayed: true });
    }
    let rows = match kind {
        Kind::Data(kind) => outcome::of_data(app.import(kind, rows, dry_run).await?),
        Kind::Claims => {
            let rows = rows.into_iter().map(draft).collect();
            outcome::of_claims(app.import_claims(rows, caller, key, dry_run).await?, dry_run)
        }
    };
    let view = outcome::view(&id, kind.as_str(), dry_run, outcome::told(rows, locale));
    let answer = serde_json::to_string(&view).map_err(Problem::internal)?;
    record.answer = Some(answer.clone());
    let first = app.finish_import(&record).await?;
    let replayed = first.is_some();
    Ok(Imported { id, answer: first.unwrap_or(answer), replayed })
}

fn record<S>(app: &App<S>, kind: Kind, dry_run: bool, caller: &Caller, key: Option<&Key>) -> ImportRecord {
    let at = app.now();
    let id = match key {
        // A rehearsal and the import itself are different requests, whatever key they carry.
        Some(key) => {
            ImportId::derived(&["import", &key.key, kind.as_str(), if dry_run { "dry" } else { "wet" }])
        }
        None => ImportId::fresh(at, app.entropy.bytes()),
    };
    let body = key.map(|key| key.body.clone()).unwrap_or_default();
    ImportRecord { id, org: caller.org.clone(), by: caller.sub.clone(), body, at, answer: None }
}

/// A row as the body of a create.
fn draft(row: Row) -> DraftRow {
    row.map_err(|fault| vec![fault]).and_then(|row| body::draft(row).map_err(Problem::into_faults))
}
