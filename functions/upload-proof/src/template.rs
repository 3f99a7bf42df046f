//! `GET /v1/engagements/{id}/proof-template?claim=`: a document to fill in, in the caller's language, with
//! everything the claim says already in it (P02).

use domain::{Actor, Claim, ClaimId, Engagement, Locale, Refusal};
use files::proof_template::{self, Language, TemplateFacts};
use web::{Call, Problem, Reply, respond};

use crate::{UploadProof, unavailable};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl UploadProof {
    pub(crate) async fn template(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let claim = query.text("claim");
        query.finish()?;
        let catalogue = &self.app.catalogue();
        let now = self.app.now();
        let id = call.path("id");
        let engagement =
            catalogue.each(now).find(|known| known.id.as_str() == id).ok_or(Refusal::NotFound)?;
        let (language, locale) = match call.locale() {
            Locale::En => (Language::En, Locale::En),
            Locale::De => (Language::De, Locale::De),
        };
        let today = catalogue.calendar.date(now).to_string();
        let programme = &catalogue.programme;
        let blank = TemplateFacts::blank(language, programme.name.get(locale), &programme.vendor, &today);
        let facts = match claim {
            None => TemplateFacts { engagement: engagement.name.get(locale).into(), ..blank },
            Some(id) => {
                let id = ClaimId::parse(&id).ok_or(Refusal::NotFound)?;
                let claim = self.open(&Actor::Staff(caller), &id).await?;
                if claim.engagement != engagement.id {
                    return Err(Refusal::NotFound.into());
                }
                let rules = catalogue.rules(&claim.engagement, claim.rule_version).unwrap_or(engagement);
                filled(blank, &claim, rules, locale)
            }
        };
        let bytes = proof_template::proof_template(&facts).map_err(unavailable)?;
        let name = files::attachment(&proof_template::file_name(&facts), files::MediaType::Docx);
        Ok(respond::bytes(call, 200, DOCX, bytes).header("content-disposition", &name))
    }
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
