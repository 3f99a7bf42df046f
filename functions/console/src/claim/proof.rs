//! Proof of execution on the page of a claim: what is there, what is missing, and bringing more.

use std::convert::Infallible;

use domain::{
    Caller, Claim, Code, Command, DocumentId, Engagement, Envelope, Precondition, Refusal,
    document::{Covers, FILE_MAX},
    input::DocumentInput,
    proof,
};
use files::MediaType;
use futures_util::{future::ready, stream};
use multer::Multipart;
use ring::digest;
use runtime::documents::TEMPLATE_TYPE;
use serde::Serialize;
use web::{Call, Problem, Reply, respond, views};

use super::items;
use crate::{
    Console,
    actions::Sent,
    documents::{Document, refused},
    pages::Page,
    refused::{named, plain},
    session::actor,
};

/// A line of the checklist.
pub(crate) struct Wanted {
    pub(crate) label: String,
    /// What is missing; nothing when it is there
    pub(crate) missing: Option<String>,
}

/// The proof as it stands.
pub(crate) struct Proof {
    pub(crate) documents: Vec<Document>,
    pub(crate) wanted: Vec<Wanted>,
    /// What else is wrong
    pub(crate) others: Vec<String>,
    pub(crate) kinds: Vec<(String, String)>,
    pub(crate) elements: Vec<(String, String)>,
    pub(crate) items: Vec<(String, String)>,
    /// Most bytes of a file
    pub(crate) most: u64,
    /// Media types by the ends of file names: what a browser makes of a name is its own affair
    pub(crate) types: Vec<(&'static str, &'static str)>,
}

impl Proof {
    /// Nothing is missing.
    pub(crate) fn is_complete(&self) -> bool {
        self.others.is_empty() && self.wanted.iter().all(|wanted| wanted.missing.is_none())
    }
}

/// What came of an upload, for the script.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    state: &'static str,
    problem: Option<String>,
}

/// The proof of a claim: the API's own pre-check says what is missing.
pub(crate) fn proof(claim: &Claim, rules: &Engagement, page: &Page, faults: &[domain::Fault]) -> Proof {
    let locale = page.locale;
    let words = |fault: &domain::Fault| plain(page, &named(fault, claim, rules, locale));
    let told = |pointer: &str| {
        let mut found = faults.iter().filter(|fault| fault.pointer == pointer);
        found.next().map(words)
    };
    let items = items(claim, rules, locale);
    let elements: Vec<(String, String)> = proof::reviewed(claim, rules)
        .map(|element| (element.id.clone(), element.name.get(locale).to_owned()))
        .collect();
    let of_elements = elements.iter().map(|(id, label)| (format!("/proof/elements/{id}"), label));
    let of_items = items.iter().map(|(key, label)| (format!("/items/{key}"), label));
    let wanted: Vec<(String, Wanted)> = of_elements
        .chain(of_items)
        .map(|(pointer, label)| {
            let missing = told(&pointer);
            (pointer, Wanted { label: label.clone(), missing })
        })
        .collect();
    let listed = |fault: &&domain::Fault| !wanted.iter().any(|(pointer, _)| *pointer == fault.pointer);
    let others = faults.iter().filter(listed).map(|fault| {
        let of = claim.documents.iter().find(|document| fault.pointer.contains(document.id.as_str()));
        let detail = words(fault);
        of.map_or_else(|| detail.clone(), |document| format!("{}: {detail}", document.file_name))
    });
    let others = others.collect();
    Proof {
        documents: Document::all(claim, rules, page),
        wanted: wanted.into_iter().map(|(_, wanted)| wanted).collect(),
        others,
        kinds: rules
            .proof
            .document_kinds
            .iter()
            .map(|kind| (kind.clone(), page.kind_of_document(kind)))
            .collect(),
        elements,
        items,
        most: FILE_MAX,
        types: MediaType::ALL.into_iter().map(|one| (one.extension(), one.mime())).collect(),
    }
}

impl Console {
    /// `POST /console/claims/{id}/documents`: a script announces a document and uploads it by itself; a form
    /// without one brings the bytes along.
    pub(crate) async fn upload(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        if !crate::session::is_from_here(call, &self.origin(call)) {
            return Err(Code::Forbidden.into());
        }
        let id = web::claim_id(call)?;
        if call.media_type() == "application/json" {
            let input: DocumentInput = call.body_json()?;
            let done = self.documents.announce(&id, actor(caller), None, input).await?;
            let upload = done.ticket.map(|ticket| views::UploadView {
                method: ticket.method,
                url: ticket.url,
                headers: ticket.headers.into_iter().collect(),
                expires_at: ticket.expires_at,
            });
            let document = views::document(&done.document);
            return Ok(respond::json(call, 200, &views::DocumentAnswer { document, upload }));
        }
        let (input, bytes) = brought(call).await?;
        let done = match self.documents.announce(&id, actor(caller), None, input).await {
            Ok(done) => done,
            Err(problem) => return self.claim_refused(call, caller, problem, Sent::default()).await,
        };
        if done.ticket.is_some() {
            self.documents.put(&done, bytes).await?;
        }
        Ok(respond::see_other(call, &format!("/console/claims/{id}?done=upload#proof")))
    }

    /// `GET /console/claims/{id}/documents/{docId}`: the file, if it is clean; for a script that asks for
    /// JSON, what the checks say.
    pub(crate) async fn document(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let claim = self.documents.open(&actor(caller), &web::claim_id(call)?).await?;
        let document = claim.document(call.path("docId")).ok_or(Refusal::NotFound)?;
        if call.wants_json() {
            let view = views::document(document);
            let problem = view.problem.as_deref().map(|problem| refused(problem, caller.locale));
            return Ok(respond::json(call, 200, &Verdict { state: view.state, problem }));
        }
        let link = self.documents.link(&claim, call.path("docId")).await?;
        Ok(respond::see_other(call, &link.url))
    }

    /// `POST /console/claims/{id}/documents/{docId}/remove`
    pub(crate) async fn remove_document(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        self.form(call)?;
        let id = web::claim_id(call)?;
        let document = DocumentId::parse(call.path("docId")).ok_or(Refusal::NotFound)?;
        let envelope = Envelope {
            actor: actor(caller),
            key: None,
            precondition: Precondition::NotNeeded,
            command: Command::RemoveDocument(document),
        };
        match self.app.execute(&id, envelope).await {
            Ok(_) => Ok(respond::see_other(call, &format!("/console/claims/{id}#proof"))),
            Err(failure) => self.claim_refused(call, caller, failure.into(), Sent::default()).await,
        }
    }

    /// `GET /console/engagements/{id}/proof-template?claim=`
    pub(crate) async fn proof_template(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let claim = query.text("claim");
        query.finish()?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let engagement = catalogue.current(call.path("id"), now).ok_or(Refusal::NotFound)?;
        let claim = match claim {
            None => None,
            Some(id) => {
                let id = domain::ClaimId::parse(&id).ok_or(Refusal::NotFound)?;
                Some(self.documents.open(&actor(caller), &id).await?)
            }
        };
        let (name, bytes) = self.documents.template(engagement, claim.as_ref(), caller.locale)?;
        let attachment = files::attachment(&name, TEMPLATE_TYPE);
        Ok(respond::bytes(call, 200, TEMPLATE_TYPE.mime(), bytes).header("content-disposition", &attachment))
    }
}

/// A document and its bytes, out of a form.
async fn brought(call: &Call) -> Result<(DocumentInput, Vec<u8>), Problem> {
    let malformed = |_| Problem::from(Code::UnsupportedMediaType);
    let kind = call.header("content-type").unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(malformed)?;
    let body = call.body(usize::MAX)?.to_vec();
    let mut form = Multipart::new(stream::once(ready(Ok::<_, Infallible>(body))), boundary);
    let mut input = DocumentInput::default();
    let (mut covers, mut content) = (Covers::default(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            input.file_name = field.file_name().map(String::from);
            let by_name = input.file_name.as_deref().and_then(MediaType::from_file_name);
            input.media_type = by_name.map(|known| known.mime().into());
            content = field.bytes().await.map_err(malformed)?.to_vec();
            continue;
        }
        let text = String::from_utf8_lossy(&field.bytes().await.map_err(malformed)?).into_owned();
        match name.as_str() {
            "kind" => input.kind = Some(text),
            "activityDate" => input.activity_date = text.parse().ok(),
            "elements" => covers.elements.push(text),
            "items" => covers.items.extend(domain::ItemKey::parse(&text)),
            _ => {}
        }
    }
    let sha256 = digest::digest(&digest::SHA256, &content);
    input.size = u64::try_from(content.len()).ok();
    input.sha256 = Some(domain::claim::hex(sha256.as_ref()));
    input.covers = Some(covers);
    Ok((input, content))
}
