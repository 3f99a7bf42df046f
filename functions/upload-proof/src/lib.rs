//! Upload tickets, removal and download of proof, and the proof template.

mod template;

use domain::{Actor, Command, DocumentId, Envelope, Refusal, input::DocumentInput};
use files::Ticket;
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable, documents::Documents};
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table, Variable::IncomingBucket, Variable::ProofBucket];

/// The function.
pub struct UploadProof {
    documents: Documents,
}

impl UploadProof {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { documents: environment.documents()? })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        self.documents.app.learn_rules().await?;
        match call.route() {
            "POST /v1/claims/{id}/documents" => self.announce(call).await,
            "DELETE /v1/claims/{id}/documents/{docId}" => self.remove(call).await,
            "GET /v1/claims/{id}/documents/{docId}/content" => self.download(call).await,
            "GET /v1/engagements/{id}/proof-template" => self.template(call).await,
            _ => Err(web::unmatched(call)),
        }
    }

    async fn announce(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let key = call.idempotency_key(&caller)?;
        let input: DocumentInput = call.body_json()?;
        let id = web::claim_id(call)?;
        let done = self.documents.announce(&id, Actor::Staff(caller), key, input).await?;
        let answer = views::DocumentAnswer {
            document: views::document(&done.document),
            upload: done.ticket.map(upload),
        };
        Ok(respond::json(call, if done.fresh { 201 } else { 200 }, &answer)
            .location(&format!("/v1/claims/{id}/documents/{}", done.document.id))
            .replayed(done.replayed))
    }

    async fn remove(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let id = web::claim_id(call)?;
        let document = DocumentId::parse(call.path("docId")).ok_or(Refusal::NotFound)?;
        let envelope = Envelope {
            actor: Actor::Staff(caller),
            key: None,
            precondition: call.precondition(),
            command: Command::RemoveDocument(document),
        };
        let done = self.documents.app.execute(&id, envelope).await?;
        Ok(respond::no_content(call).etag(done.claim.version))
    }

    async fn download(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let claim = self.documents.open(&Actor::Staff(caller), &web::claim_id(call)?).await?;
        let link = self.documents.link(&claim, call.path("docId")).await?;
        Ok(respond::see_other(call, &link.url))
    }
}

fn upload(ticket: Ticket) -> views::UploadView {
    views::UploadView {
        method: ticket.method,
        url: ticket.url,
        headers: ticket.headers.into_iter().collect(),
        expires_at: ticket.expires_at,
    }
}
