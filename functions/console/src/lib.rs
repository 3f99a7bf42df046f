//! Pages for the staff of partners and of the vendor. Nothing is decided here: a page shows what the API's
//! views say, a form sends one command of the API.

mod actions;
mod claim;
mod claims;
mod documents;
mod fields;
mod forms;
mod pages;
mod partner;
mod programme;
mod provider;
mod refused;
mod review;
mod session;
mod sign_in;
mod steps;
mod texts;

use std::pin::Pin;

use app::App;
use domain::{Caller, Code};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable, documents::Documents};
use store::Table;
use web::{Call, Problem, Reply, respond};

use crate::{pages::Page, provider::Provider, session::Cookies};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[
    Variable::Table,
    Variable::IncomingBucket,
    Variable::ProofBucket,
    Variable::LinkKeys,
    Variable::OidcIssuer,
    Variable::OidcClient,
];

/// Paths of the reviewer's side.
const REVIEWING: [&str; 2] = [" /console/reviews", " /console/contests"];

/// A page in the making. One future of all pages together would be too large for the stack of a thread.
type Making<'a> = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send + 'a>>;

fn made<'a, F>(page: impl FnOnce() -> F) -> Making<'a>
where
    F: Future<Output = Result<Reply, Problem>> + Send + 'a,
{
    Box::pin(page())
}

/// The function.
pub struct Console {
    app: App<Table>,
    documents: Documents,
    cookies: Cookies,
    provider: Provider,
    /// Public origin, where one is configured.
    base_url: Option<String>,
}

impl Console {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        let config = &environment.config;
        let (issuer, client) = (config.get(Variable::OidcIssuer)?, config.get(Variable::OidcClient)?);
        Ok(Self {
            app: environment.app()?,
            documents: environment.documents()?,
            cookies: Cookies { keys: environment.link_keys()? },
            provider: Provider::new(issuer, client),
            base_url: config.get(Variable::BaseUrl).ok().map(String::from),
        })
    }

    /// Its routes, by what the template says. What goes wrong is a page as well.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| {
            let reply = match self.route(call).await {
                Err(problem) if problem.code() == Code::Unauthenticated => Ok(sign_in::first(call)),
                Err(problem) => self.told(call, &problem),
                done => done,
            }?;
            let spoken = self.cookies.caller(call).map(|caller| caller.locale);
            let spoken = spoken.or_else(|| session::language(call)).unwrap_or_else(|| call.locale());
            Ok(reply.header("content-language", spoken.tag()).compressed(call))
        })
        .await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        match call.route() {
            "GET /console/assets/{file}" => pages::asset(call),
            "GET /console/sign-in" => self.sign_in(call).await,
            "GET /console/signed-in" => self.signed_in(call).await,
            "POST /console/sign-out" => self.sign_out(call),
            "POST /console/language" => self.speak(call),
            _ => {
                let caller = self.caller(call)?;
                self.app.learn_rules().await?;
                // What a page reads is much: on the heap, whatever it is called from has room for it.
                Box::pin(self.inside(call, &caller)).await
            }
        }
    }

    /// Pages for whoever is signed in.
    fn inside<'a>(&'a self, call: &'a Call, caller: &'a Caller) -> Making<'a> {
        match call.route() {
            "GET /console" => made(async || Ok(respond::see_other(call, "/console/claims"))),
            "GET /console/engagements" => made(|| self.engagements(call, caller)),
            "GET /console/engagements/{id}" => made(|| self.engagement(call, caller)),
            "GET /console/engagements/{id}/customers" => made(|| self.customers(call, caller)),
            "GET /console/claims" => made(|| self.claims(call, caller)),
            "GET /console/claims/{id}" => made(|| self.claim(call, caller)),
            "GET /console/associations" => made(|| self.associations(call, caller)),
            "GET /console/associations/{claimId}/{itemKey}" => made(|| self.usage(call, caller)),
            "GET /console/earnings" => made(|| self.earnings(call, caller)),
            "GET /console/mails" => made(|| self.mails(call, caller)),
            "POST /console/mails" => made(|| self.choose_mails(call, caller)),
            "GET /console/referrals" => made(|| self.referrals(call, caller)),
            "GET /console/referrals/{id}" => made(|| self.referral(call, caller)),
            "GET /console/claims/{id}/edit" => made(|| self.edit(call, caller)),
            "POST /console/claims/{id}/edit" => made(|| self.edited(call, caller)),
            "POST /console/claims/{id}/documents" => made(|| self.upload(call, caller)),
            "GET /console/claims/{id}/documents/{docId}" => made(|| self.document(call, caller)),
            "POST /console/claims/{id}/documents/{docId}/remove" => {
                made(|| self.remove_document(call, caller))
            }
            "GET /console/engagements/{id}/proof-template" => made(|| self.proof_template(call, caller)),
            "POST /console/claims/{id}/{action}" => made(|| self.act(call, caller)),
            "GET /console/steps/{flow}" => made(|| self.begin(call, caller)),
            "POST /console/steps/{flow}" => made(|| self.begun(call, caller)),
            "GET /console/steps/{flow}/{id}/{step}" => made(|| self.step(call, caller)),
            "POST /console/steps/{flow}/{id}/{step}" => made(|| self.stepped(call, caller)),
            route if REVIEWING.iter().any(|part| route.contains(part)) => {
                made(|| self.reviewing(call, caller))
            }
            _ => made(|| self.managing(call, caller)),
        }
    }

    /// The origin of our own pages.
    fn origin(&self, call: &Call) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("https://{}", call.domain()))
    }

    fn caller(&self, call: &Call) -> Result<Caller, Problem> {
        self.cookies.caller(call).ok_or_else(|| Code::Unauthenticated.into())
    }

    /// A page about what went wrong.
    fn told(&self, call: &Call, problem: &Problem) -> Result<Reply, Problem> {
        problem.note();
        let page = Page::new(call, self.cookies.caller(call).as_ref());
        pages::problem(call, page, problem)
    }
}
