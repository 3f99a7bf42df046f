//! Upload tickets, removal and download of proof, and the proof template.

mod template;

use std::time::Duration;

use app::App;
use domain::{
    Actor, Claim, ClaimId, Command, Document, DocumentId, Envelope, Precondition, Refusal, actor,
    document::DocumentState, input::DocumentInput,
};
use files::{Announced, MediaType, ProofKey, ProofStore as _, Proofs, Sha256, Ticket};
use lambda_http::{Body, Request, Response};
use runtime::{ConfigError, Environment, Variable};
use store::Table;
use web::{Call, Problem, Reply, respond, views};

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[Variable::Table, Variable::IncomingBucket, Variable::ProofBucket];

/// How long an upload may take to begin.
const UPLOAD_WITHIN: Duration = Duration::from_secs(15 * 60);
/// How long a download link lives.
const DOWNLOAD_WITHIN: Duration = Duration::from_secs(60);

/// The function.
pub struct UploadProof {
    app: App<Table>,
    proofs: Proofs,
}

impl UploadProof {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self { app: environment.app()?, proofs: environment.proofs()? })
    }

    /// Its routes, by what the template says.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        web::handle(request, async |call| self.route(call).await).await
    }

    async fn route(&self, call: &Call) -> Result<Reply, Problem> {
        self.app.learn_rules().await?;
        match call.route() {
            "POST /v1/claims/{id}/documents" => self.announce(call).await,
            "DELETE /v1/claims/{id}/documents/{docId}" => self.remove(call).await,
            "GET /v1/claims/{id}/documents/{docId}/content" => self.download(call).await,
            "GET /v1/engagements/{id}/proof-template" => self.template(call).await,
            _ => Err(web::unmatched(call)),
        }
    }

    /// The document is on the claim first, then there is leave to upload exactly its bytes. The same bytes
    /// again are the same document (V-25), with new leave while they have not arrived.
    async fn announce(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let key = call.idempotency_key(&caller)?;
        let input: DocumentInput = call.body_json()?;
        let id = web::claim_id(call)?;
        let sha256 = input.sha256.clone().unwrap_or_default();
        let envelope = Envelope {
            actor: Actor::Staff(caller),
            key,
            precondition: Precondition::NotNeeded,
            command: Command::AddDocument(input),
        };
        let done = self.app.execute(&id, envelope).await?;
        let document = done
            .claim
            .documents
            .iter()
            .find(|document| document.sha256 == sha256)
            .ok_or(Refusal::NotFound)?;
        let fresh = done.changed || done.replayed;
        let upload = match document.state {
            DocumentState::Pending => Some(upload(self.ticket(&done.claim, document).await?)),
            DocumentState::Clean | DocumentState::Infected | DocumentState::Refused { .. } => None,
        };
        let status = if fresh { 201 } else { 200 };
        let answer = views::DocumentAnswer { document: views::document(document), upload };
        Ok(respond::json(call, status, &answer)
            .location(&format!("/v1/claims/{id}/documents/{}", document.id))
            .replayed(done.replayed))
    }

    async fn ticket(&self, claim: &Claim, document: &Document) -> Result<Ticket, Problem> {
        let (key, media_type) = place(claim, document)?;
        let sha256 = Sha256::from_hex(&document.sha256).ok_or(Refusal::NotFound)?;
        let announced = Announced { size: document.size, sha256, media_type };
        self.proofs.ticket(&key, &announced, UPLOAD_WITHIN).await.map_err(unavailable)
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
        let done = self.app.execute(&id, envelope).await?;
        Ok(respond::no_content(call).etag(done.claim.version))
    }

    /// A claim that the caller may read more of than its head.
    async fn open(&self, actor: &Actor, id: &ClaimId) -> Result<Claim, Problem> {
        let claim = self.app.read(id, actor).await?;
        if actor::opens(actor) { Ok(claim) } else { Err(Refusal::Forbidden.into()) }
    }

    /// A short-lived link to a clean file (I-23), for those who may read the claim.
    async fn download(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let claim = self.open(&Actor::Staff(caller), &web::claim_id(call)?).await?;
        let document = claim.document(call.path("docId")).ok_or(Refusal::NotFound)?;
        if document.state != DocumentState::Clean {
            return Err(Refusal::fault("", domain::Code::FileNotClean).into());
        }
        let (key, media_type) = place(&claim, document)?;
        let link = self.proofs.download(&key, &document.file_name, media_type, DOWNLOAD_WITHIN).await;
        Ok(respond::see_other(call, &link.map_err(unavailable)?.url))
    }
}

fn place(claim: &Claim, document: &Document) -> Result<(ProofKey, MediaType), Problem> {
    let key = ProofKey::new(claim.id.as_str(), document.id.as_str());
    let media_type = MediaType::from_mime(&document.media_type);
    key.zip(media_type).ok_or_else(|| Refusal::NotFound.into())
}

fn upload(ticket: Ticket) -> views::UploadView {
    views::UploadView {
        method: ticket.method,
        url: ticket.url,
        headers: ticket.headers.into_iter().collect(),
        expires_at: ticket.expires_at,
    }
}

fn unavailable(fault: files::FilesError) -> Problem {
    Problem::unavailable(fault)
}
