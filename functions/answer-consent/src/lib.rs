//! The customer's pages, decisions and receipts. No GET or HEAD has an effect; a decision needs the human step.

mod answer;
mod aside;
pub mod page;
mod receipt;
mod recorded;
mod show;
mod stand;
mod texts;

use app::{App, Failure, ports::Claims as _, trace};
use domain::{Claim, ClaimId, Refusal};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use store::Table;
use web::{Call, LinkKeys, Problem, ReceiptKeys, Reply};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table, Variable::LinkKeys, Variable::ReceiptKeys];

/// The function.
pub struct AnswerConsent {
    app: App<Table>,
    keys: LinkKeys,
    receipt_keys: ReceiptKeys,
    /// Public origin, where one is configured.
    base_url: Option<String>,
}

/// Where a link leads.
struct Visit {
    claim: Claim,
    round: u32,
}

impl AnswerConsent {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self {
            app: environment.app()?,
            keys: environment.link_keys()?,
            receipt_keys: environment.receipt_keys()?,
            base_url: environment.config.get(Variable::BaseUrl).ok().map(String::from),
        })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        let head = request.method() == "HEAD";
        let mut response = web::handle(request, async |call| self.route(call).await).await;
        if head {
            *response.body_mut() = Body::Empty;
        }
        response
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        self.app.learn_rules().await?;
        match call.route() {
            "GET /c/{token}" | "HEAD /c/{token}" => self.show(call).await,
            "POST /c/{token}/decision" => self.decide(call).await,
            "POST /c/{token}/withdraw" => self.withdraw(call).await,
            "POST /c/{token}/delegate" => self.delegate(call).await,
            "POST /c/{token}/report" => self.report(call).await,
            "GET /c/{token}/receipt" | "HEAD /c/{token}/receipt" => self.receipt(call).await,
            "POST /c/verify" => self.check(call).await,
            "GET /.well-known/receipt-keys.json" => Ok(self.published_keys(call)),
            _ => Err(web::unmatched(call)),
        }
    }

    /// The claim and round of the link, as they stand now. Unknown, malformed and foreign links look the same.
    async fn visit(&self, call: &Call) -> Result<Visit, Failure> {
        let (id, round): (ClaimId, u32) =
            self.keys.open(call.path("token")).ok_or(Refusal::ConsentNotFound)?;
        trace::concerns(&id);
        let claim = self.app.store.load(&id).await?.ok_or(Refusal::ConsentNotFound)?;
        let claim = self.app.settled(claim);
        let known = claim.consent.as_ref().is_some_and(|consent| (1..=consent.round).contains(&round));
        if known { Ok(Visit { claim, round }) } else { Err(Refusal::ConsentNotFound.into()) }
    }
}

/// JSON that is for the holder of the link alone, as the pages are.
fn unlisted(reply: Reply) -> Reply {
    reply.header("x-robots-tag", "noindex").header("referrer-policy", "no-referrer")
}
