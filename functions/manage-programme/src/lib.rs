//! The catalogue; imports: what the vendor knows of customers, subscriptions, opportunities, eligibility, locations
//! and usage, and drafts of claims that partners bring; how partners want their mails.

mod mails;
mod rules;

use app::{App, imports::Kind};
use domain::Code;
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use store::Table;
use web::{
    Call, Problem, Reply,
    imports::{self, IMPORT_MAX},
    respond,
};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table];

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
            "GET /v1/mail-settings" => self.read_mail_settings(call).await,
            "PUT /v1/mail-settings" => self.put_mail_settings(call).await,
            _ => Err(web::unmatched(call)),
        }
    }

    async fn import(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let kind = query.one_of("kind", &Kind::ALL.map(Kind::as_str)).and_then(Kind::parse);
        let dry_run = query.flag("dryRun");
        if kind.is_none() {
            query.refuse("kind");
        }
        query.finish()?;
        let key = call.idempotency_key(&caller)?;
        let rows = imports::read(&call.media_type(), call.body(IMPORT_MAX)?)?;
        let Some(kind) = kind else { return Err(Code::ParameterInvalid.into()) };
        let what = (kind, dry_run);
        let done = imports::import(&self.app, &caller, what, rows, key.as_ref(), call.locale()).await?;
        let location = format!("/v1/imports/{}", done.id);
        Ok(answered(call, 201, done.answer).location(&location).replayed(done.replayed))
    }

    async fn read(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        Ok(answered(call, 200, self.app.import_read(call.path("id"), &caller).await?))
    }
}

/// The answer as it was kept.
fn answered(call: &Call, status: u16, answer: String) -> Reply {
    respond::bytes(call, status, "application/json", answer.into_bytes())
}
