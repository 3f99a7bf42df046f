//! The catalogue, and imports of what the vendor knows: customers, subscriptions, opportunities, eligibility,
//! locations, usage.

mod rows;
mod rules;

use app::{
    App,
    imports::{ImportKind, RowFaults},
    ports::{ImportRecord, Programme as _},
};
use domain::{Caller, Code, Fault, ImportId, Locale, Refusal, Role, Side, import::ROWS_MAX};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use store::Table;
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// Most bytes of an import.
const IMPORT_MAX: usize = 4 * 1024 * 1024;

/// The function.
pub struct ManageProgramme {
    app: App<Table>,
}

impl ManageProgramme {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()? })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        self.app.learn_rules().await?;
        match call.route() {
            "POST /v1/imports" => self.import(call).await,
            "GET /v1/imports/{id}" => self.read(call).await,
            "GET /v1/engagements/{id}/rules" => self.read_rules(call).await,
            "PUT /v1/engagements/{id}" => self.put_rules(call).await,
            _ => Err(web::unmatched(call)),
        }
    }

    /// Good rows are kept, bad ones carry every fault; the outcome can be read again by its id.
    async fn import(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let kinds = ImportKind::ALL.map(ImportKind::as_str);
        let kind = query.one_of("kind", &kinds).and_then(ImportKind::parse);
        let dry_run = query.flag("dryRun");
        if kind.is_none() {
            query.refuse("kind");
        }
        query.finish()?;
        let key = call.idempotency_key(&caller)?;
        let rows = rows::read(&call.media_type(), call.body(IMPORT_MAX)?)?;
        manager(&caller)?;
        let Some(kind) = kind else { return Err(Code::ParameterInvalid.into()) };
        let now = self.app.now();
        let id = match &key {
            // A rehearsal and the import itself are different requests, whatever key they carry.
            Some(key) => {
                ImportId::derived(&["import", &key.key, kind.as_str(), if dry_run { "dry" } else { "wet" }])
            }
            None => ImportId::fresh(now, self.app.entropy.bytes()),
        };
        if let Some(key) = &key
            && let Some(earlier) = self.app.store.import(&id).await?
        {
            return replayed(call, &earlier, &key.body);
        }
        if rows.len() > ROWS_MAX {
            let fault = Fault::new("", Code::TooManyRows).with("max", ROWS_MAX.to_string());
            return Err(Refusal::Invalid(vec![fault]).into());
        }
        let results = self.app.import(kind, rows, dry_run).await?;
        let answer = outcome(&id, kind, dry_run, &results, call.locale());
        let record = ImportRecord {
            id: id.clone(),
            body: key.map(|key| key.body).unwrap_or_default(),
            answer: serde_json::to_string(&answer).unwrap_or_default(),
            at: now,
        };
        // A concurrent repeat kept the same rows; whoever came first has written the outcome.
        self.app.store.keep_import(&record).await?;
        Ok(respond::json(call, 201, &answer).location(&format!("/v1/imports/{id}")))
    }

    async fn read(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        manager(&caller)?;
        let id = ImportId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        let record = self.app.store.import(&id).await?.ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 200, &kept(&record)))
    }
}

fn outcome(
    id: &ImportId,
    kind: ImportKind,
    dry_run: bool,
    results: &RowFaults,
    locale: Locale,
) -> views::ImportView {
    let refused = results.iter().filter(|faults| !faults.is_empty()).count() as u32;
    let rows = results.iter().zip(1..).map(|(faults, row)| views::ImportRow {
        row,
        ok: faults.is_empty(),
        errors: faults.iter().map(|fault| views::FaultView::of(fault, locale)).collect(),
    });
    views::ImportView {
        id: id.to_string(),
        kind: kind.as_str().into(),
        dry_run,
        accepted: results.len() as u32 - refused,
        refused,
        rows: rows.collect(),
    }
}

fn manager(caller: &Caller) -> Result<(), Problem> {
    let may = caller.side == Side::Vendor && caller.has(&[Role::ProgrammeManager]);
    if may { Ok(()) } else { Err(Refusal::Forbidden.into()) }
}

fn replayed(call: &Call, earlier: &ImportRecord, body: &str) -> Result<Reply, Problem> {
    if earlier.body != body {
        return Err(Refusal::IdempotencyMismatch.into());
    }
    let location = format!("/v1/imports/{}", earlier.id);
    Ok(respond::json(call, 201, &kept(earlier)).location(&location).replayed(true))
}

fn kept(record: &ImportRecord) -> serde_json::Value {
    serde_json::from_str(&record.answer).unwrap_or_default()
}
