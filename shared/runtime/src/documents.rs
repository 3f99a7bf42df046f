//! Documents of claims and where their bytes are: leave to upload, to download, and a template to fill in.

use std::time::Duration;

use app::App;
use domain::{
    Actor, Claim, ClaimId, Command, Document, Engagement, Envelope, Locale, Precondition, Refusal, actor,
    command::Key, document::DocumentState, input::DocumentInput,
};
use files::{
    Announced, FilesError, Link, MediaType, Presigner, ProofKey, Sha256, Ticket,
    proof_template::{self, Language, TemplateFacts},
};
use store::Table;
use web::Problem;

/// How long an upload may take to begin.
const UPLOAD_WITHIN: Duration = Duration::from_secs(15 * 60);
/// How long a download link lives.
const DOWNLOAD_WITHIN: Duration = Duration::from_secs(60);
/// Media type of the template.
pub const TEMPLATE_TYPE: MediaType = MediaType::Docx;

/// A document that is on its claim.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// The claim
    pub claim: Claim,
    /// The document
    pub document: Document,
    /// Leave to upload exactly its bytes, while they have not arrived
    pub ticket: Option<Ticket>,
    /// Whether this request, or an earlier one with the same key, put it on the claim
    pub fresh: bool,
    /// An earlier request with the same key did
    pub replayed: bool,
}

/// Documents of claims.
#[derive(Clone)]
pub struct Documents {
    /// The use cases
    pub app: App<Table>,
    /// Where their bytes are
    pub presigner: Presigner,
}

impl Documents {
    /// The document is on the claim first, then there is leave to upload exactly its bytes. The same bytes
    /// again are the same document (V-25), with new leave while they have not arrived.
    pub async fn announce(
        &self,
        id: &ClaimId,
        actor: Actor,
        key: Option<Key>,
        input: DocumentInput,
    ) -> Result<Announcement, Problem> {
        let sha256 = input.sha256.clone().unwrap_or_default();
        let command = Command::AddDocument(input);
        let envelope = Envelope { actor, key, precondition: Precondition::NotNeeded, command };
        let done = self.app.execute(id, envelope).await?;
        let document = done.claim.documents.iter().find(|document| document.sha256 == sha256);
        let document = document.ok_or(Refusal::NotFound)?.clone();
        let ticket = match document.state {
            DocumentState::Pending => {
                let (key, announced) = announced(&done.claim, &document)?;
                let ticket = self.presigner.ticket(&key, &announced, UPLOAD_WITHIN).await;
                Some(ticket.map_err(unavailable)?)
            }
            DocumentState::Clean | DocumentState::Infected | DocumentState::Refused { .. } => None,
        };
        let fresh = done.changed || done.replayed;
        Ok(Announcement { claim: done.claim, document, ticket, fresh, replayed: done.replayed })
    }

    /// Uploads what was announced, for browsers that cannot.
    pub async fn put(&self, announcement: &Announcement, bytes: Vec<u8>) -> Result<(), Problem> {
        let (key, announced) = announced(&announcement.claim, &announcement.document)?;
        self.presigner.put(&key, &announced, bytes).await.map_err(unavailable)
    }

    /// A claim that the caller may read more of than its head.
    pub async fn open(&self, actor: &Actor, id: &ClaimId) -> Result<Claim, Problem> {
        let claim = self.app.read(id, actor).await?;
        if actor::opens(actor) { Ok(claim) } else { Err(Refusal::Forbidden.into()) }
    }

    /// A short-lived link to a clean file (I-23), for those who may read the claim.
    pub async fn link(&self, claim: &Claim, document: &str) -> Result<Link, Problem> {
        let document = claim.document(document).ok_or(Refusal::NotFound)?;
        if document.state != DocumentState::Clean {
            return Err(Refusal::fault("", domain::Code::FileNotClean).into());
        }
        let (key, media_type) = place(claim, document)?;
        let link = self.presigner.download(&key, &document.file_name, media_type, DOWNLOAD_WITHIN).await;
        link.map_err(unavailable)
    }

    /// Where browsers upload to: scheme and host.
    pub fn origin(&self) -> Result<String, Problem> {
        self.presigner.origin().map_err(unavailable)
    }

    /// A document to fill in, with everything the claim says already in it (P02): its name and its bytes.
    pub fn template(
        &self,
        engagement: &Engagement,
        claim: Option<&Claim>,
        locale: Locale,
    ) -> Result<(String, Vec<u8>), Problem> {
        let catalogue = &self.app.catalogue();
        let language = match locale {
            Locale::En => Language::En,
            Locale::De => Language::De,
        };
        let today = catalogue.calendar.date(self.app.now()).to_string();
        let programme = &catalogue.programme;
        let blank = TemplateFacts::blank(language, programme.name.get(locale), &programme.vendor, &today);
        let facts = match claim {
            None => TemplateFacts { engagement: engagement.name.get(locale).into(), ..blank },
            Some(claim) if claim.engagement != engagement.id => return Err(Refusal::NotFound.into()),
            Some(claim) => {
                let rules = catalogue.rules(&claim.engagement, claim.rule_version).unwrap_or(engagement);
                filled(blank, claim, rules, locale)
            }
        };
        let bytes = proof_template::proof_template(&facts).map_err(unavailable)?;
        Ok((proof_template::file_name(&facts), bytes))
    }
}

fn announced(claim: &Claim, document: &Document) -> Result<(ProofKey, Announced), Problem> {
    let (key, media_type) = place(claim, document)?;
    let sha256 = Sha256::from_hex(&document.sha256).ok_or(Refusal::NotFound)?;
    Ok((key, Announced { size: document.size, sha256, media_type }))
}

fn place(claim: &Claim, document: &Document) -> Result<(ProofKey, MediaType), Problem> {
    let key = ProofKey::new(claim.id.as_str(), document.id.as_str());
    let media_type = MediaType::from_mime(&document.media_type);
    key.zip(media_type).ok_or_else(|| Refusal::NotFound.into())
}

fn unavailable(fault: FilesError) -> Problem {
    Problem::unavailable(fault)
}

fn filled(blank: TemplateFacts, claim: &Claim, engagement: &Engagement, locale: Locale) -> TemplateFacts {
    let content = &claim.content;
    let contact = |contact: &domain::Contact| match &contact.title {
        Some(title) => format!("{}, {title}, {}", contact.name, contact.email),
        None => format!("{}, {}", contact.name, contact.email),
    };
    TemplateFacts {
        claim_number: claim.id.number(),
        claim_name: content.name.clone(),
        engagement: engagement.name.get(locale).into(),
        partner_role: engagement
            .role(&content.role)
            .map(|role| role.name.get(locale).into())
            .unwrap_or_default(),
        partner_name: claim.org_name.clone(),
        location: claim.location_label(),
        customer_name: claim.customer.name.clone(),
        tenant_id: claim.customer.tenant.clone(),
        items: content.items.iter().map(|item| engagement.item_label(item, locale)).collect(),
        customer_contact: contact(&content.customer_contact),
        partner_contact: contact(&content.partner_contact),
        public_sector: Some(claim.customer.public_sector),
        ..blank
    }
}
