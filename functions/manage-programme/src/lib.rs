//! The catalogue; imports: what the vendor knows of customers, subscriptions, opportunities, eligibility, locations
//! and usage, and drafts of claims that partners bring.

mod outcome;
mod rows;
mod rules;

use app::{
    App,
    imports::{DraftRow, ImportKind, Row},
    ports::ImportRecord,
};
use domain::{
    Caller, Code, Fault, ImportId, Refusal,
    command::Key,
    import::{self, ROWS_MAX},
};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use serde_json::Value;
use store::Table;
use web::{Call, Problem, Reply, respond};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

/// Most bytes of an import.
const IMPORT_MAX: usize = 4 * 1024 * 1024;

/// The name of [`Kind::Claims`].
const CLAIMS: &str = "claims";

/// What is imported.
#[derive(Clone, Copy)]
enum Kind {
    /// What the vendor knows
    Data(ImportKind),
    /// Drafts of a partner's claims
    Claims,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        if name == CLAIMS { Some(Self::Claims) } else { ImportKind::parse(name).map(Self::Data) }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Data(kind) => kind.as_str(),
            Self::Claims => CLAIMS,
        }
    }

    fn is_brought_by(self, caller: &Caller) -> bool {
        match self {
            Self::Data(_) => import::brings_data(caller),
            Self::Claims => import::brings_claims(caller),
        }
    }
}

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
        let kinds: Vec<&str> = ImportKind::ALL.map(ImportKind::as_str).into_iter().chain([CLAIMS]).collect();
        let kind = query.one_of("kind", &kinds).and_then(Kind::parse);
        let dry_run = query.flag("dryRun");
        if kind.is_none() {
            query.refuse("kind");
        }
        query.finish()?;
        let key = call.idempotency_key(&caller)?;
        let rows = rows::read(&call.media_type(), call.body(IMPORT_MAX)?)?;
        let Some(kind) = kind else { return Err(Code::ParameterInvalid.into()) };
        if !kind.is_brought_by(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        if rows.len() > ROWS_MAX {
            let fault = Fault::new("", Code::TooManyRows).with("max", ROWS_MAX.to_string());
            return Err(Refusal::Invalid(vec![fault]).into());
        }
        let mut record = self.record(kind, dry_run, &caller, key.as_ref());
        let location = format!("/v1/imports/{}", record.id);
        if key.is_some()
            && let Some(answer) = self.app.begin_import(&record, &caller).await?
        {
            return Ok(answered(call, 201, answer).location(&location).replayed(true));
        }
        let rows = match kind {
            Kind::Data(kind) => outcome::of_data(self.app.import(kind, rows, dry_run).await?),
            Kind::Claims => {
                let rows = rows.into_iter().map(draft).collect();
                let drafted = self.app.import_claims(rows, &caller, key.as_ref(), dry_run).await?;
                outcome::of_claims(drafted, dry_run)
            }
        };
        let view = outcome::view(&record.id, kind.as_str(), dry_run, outcome::told(rows, call.locale()));
        let answer = serde_json::to_string(&view).map_err(Problem::internal)?;
        record.answer = Some(answer.clone());
        let first = self.app.finish_import(&record).await?;
        let replayed = first.is_some();
        Ok(answered(call, 201, first.unwrap_or(answer)).location(&location).replayed(replayed))
    }

    fn record(&self, kind: Kind, dry_run: bool, caller: &Caller, key: Option<&Key>) -> ImportRecord {
        let at = self.app.now();
        let id = match key {
            // A rehearsal and the import itself are different requests, whatever key they carry.
            Some(key) => {
                ImportId::derived(&["import", &key.key, kind.as_str(), if dry_run { "dry" } else { "wet" }])
            }
            None => ImportId::fresh(at, self.app.entropy.bytes()),
        };
        let body = key.map(|key| key.body.clone()).unwrap_or_default();
        ImportRecord { id, org: caller.org.clone(), by: caller.sub.clone(), body, at, answer: None }
    }

    async fn read(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        if !import::brings_data(&caller) && !import::brings_claims(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        let id = ImportId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        Ok(answered(call, 200, self.app.import_read(&id, &caller).await?))
    }
}

/// A row as the body of a create.
fn draft(row: Row) -> DraftRow {
    row.map_err(|fault| vec![fault]).and_then(|row: Value| web::draft(row).map_err(Problem::into_faults))
}

/// The answer as it was kept.
fn answered(call: &Call, status: u16, answer: String) -> Reply {
    respond::bytes(call, status, "application/json", answer.into_bytes())
}
