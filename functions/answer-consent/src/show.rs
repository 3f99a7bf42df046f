//! `GET /c/{token}`: what is asked, by whom, until when, and what was decided. Nothing is written.

use app::Failure;
use domain::{
    Claim, Locale, Refusal,
    consent::{self, Consent, ConsentState, Mode},
};
use jiff::Timestamp;
use mail::Moment;
use web::{
    Call, Problem, Reply, respond,
    views::{self, ConsentPageClaimView, ConsentPageView},
};

use crate::{
    AnswerConsent, Visit,
    page::{
        self, Choice, ConsentPage, FormKind, FormView, PageState, RecordView, RequestView, Subject, Told,
    },
    recorded::{Terms, recorded},
    stand, unlisted,
};

impl AnswerConsent {
    pub(crate) async fn show(&self, call: &Call) -> Result<Reply, Problem> {
        let visit = match self.visit(call).await {
            Ok(visit) => visit,
            Err(failure) if call.wants_json() => return Err(failure.into()),
            Err(failure) => return self.dead_end(call, &failure),
        };
        if call.wants_json() { Ok(self.json(call, &visit)) } else { self.page(call, 200, &visit, None, None) }
    }

    /// A page where there is nothing to show: never a bare error.
    pub(crate) fn dead_end(&self, call: &Call, failure: &Failure) -> Result<Reply, Problem> {
        let (status, state) = match failure {
            Failure::Refused(_) => (404, PageState::Unknown),
            Failure::Store(fault) => {
                Problem::unavailable(fault).note();
                (503, PageState::Unavailable)
            }
        };
        let page = ConsentPage {
            locale: language(call, None).into(),
            path: format!("/c/{}", call.path("token")),
            privacy_contact: self.app.catalogue().programme.privacy_contact.clone(),
            mode: Mode::Notice,
            state,
            told: None,
            request: None,
            record: None,
            receipt: false,
            forms: Vec::new(),
        };
        let reply = respond::html(call, status, rendered(&page)?);
        Ok(if status == 503 { reply.header("retry-after", "5") } else { reply })
    }

    /// The page of the round as it stands; `form` replaces the empty form after a refused answer.
    pub(crate) fn page(
        &self,
        call: &Call,
        status: u16,
        visit: &Visit,
        told: Option<Told>,
        form: Option<FormView>,
    ) -> Result<Reply, Problem> {
        let Some(consent) = &visit.claim.consent else { return Err(Refusal::ConsentNotFound.into()) };
        let spoken = language(call, Some(consent));
        let state = self.state(visit, consent);
        let mut forms = self.forms(call, visit, &state);
        if let Some(filled) = form {
            match forms.iter_mut().find(|known| known.kind == filled.kind) {
                Some(known) => *known = filled,
                None => forms.push(filled),
            }
        }
        let record =
            consent.decision.as_ref().filter(|_| visit.round == consent.round).map(|decision| RecordView {
                choice: decision.choice,
                receipt_id: decision.receipt.to_string(),
                at: self.moment(decision.at),
                by: decision.name.clone(),
            });
        let replaced = state == PageState::Replaced;
        let page = ConsentPage {
            locale: spoken.into(),
            path: format!("/c/{}", call.path("token")),
            privacy_contact: self.app.catalogue().programme.privacy_contact.clone(),
            mode: consent.mode,
            state,
            told,
            // An older link may be in hands that were not meant to see the newer request.
            request: (!replaced).then(|| self.request(&visit.claim, spoken)),
            record,
            receipt: recorded(visit).is_some(),
            forms,
        };
        Ok(respond::html(call, status, rendered(&page)?))
    }

    /// What the state offers besides: the contact may be the wrong person, or know nothing of it.
    fn forms(&self, call: &Call, visit: &Visit, state: &PageState) -> Vec<FormView> {
        let mut forms: Vec<FormView> = self.form(call, visit, state).into_iter().collect();
        let Some(consent) = visit.claim.consent.as_ref().filter(|_| matches!(state, PageState::Open(_)))
        else {
            return forms;
        };
        let nonce = self.keys.nonce(&visit.claim.id, visit.round, self.app.now());
        if consent.delegations < consent::DELEGATIONS_MAX {
            forms.push(FormView::new(FormKind::Delegate, &nonce, &[]));
        }
        if consent.reported_at.is_none() {
            forms.push(FormView::new(FormKind::Report, &nonce, &[]));
        }
        forms
    }

    /// The form that the state offers; its nonce is young.
    pub(crate) fn form(&self, call: &Call, visit: &Visit, state: &PageState) -> Option<FormView> {
        let (kind, choices) = stand::offers(state)?;
        let nonce = self.keys.nonce(&visit.claim.id, visit.round, self.app.now());
        let mut form = FormView::new(kind, &nonce, choices);
        // A link for one of the answers opens the same page; it marks and does not choose.
        form.highlighted = call.query().text("choice").as_deref().and_then(Choice::from_id);
        Some(form)
    }

    pub(crate) fn state(&self, visit: &Visit, consent: &Consent) -> PageState {
        stand::state(&self.app.catalogue(), visit, consent)
    }

    fn json(&self, call: &Call, visit: &Visit) -> Reply {
        let Some(consent) = &visit.claim.consent else { return respond::no_content(call) };
        let state = self.state(visit, consent);
        let replaced = state == PageState::Replaced;
        let form = self.form(call, visit, &state);
        let request = self.request(&visit.claim, language(call, Some(consent)));
        let items = request.items().to_vec();
        let field_sellers = request.shows_sellers();
        let role = match request.subject {
            Subject::Association { role, .. } => role,
            Subject::Engagement { .. } => String::new(),
        };
        let terms = Terms::of(&visit.claim);
        let programme = &self.app.catalogue().programme;
        let view = ConsentPageView {
            state: if replaced { ConsentState::Voided.as_str() } else { consent.state.as_str() },
            reason: if replaced {
                Some("replaced")
            } else {
                (consent.state == ConsentState::Voided).then_some("withdrawn_by_sender")
            },
            mode: consent.mode.as_str(),
            // An older link may be in hands that were not meant to see the newer request.
            claim: (!replaced).then_some(ConsentPageClaimView {
                number: request.number,
                partner: request.partner,
                location: request.location,
                partner_contact: request.person,
                programme: request.programme,
                vendor: request.vendor,
                engagement: request.engagement,
                role,
                customer: request.customer,
                identifier: views::named(&visit.claim),
                tenant_id: visit.claim.customer.tenant.clone(),
                items,
                hours: views::hours(&visit.claim),
                purposes: terms.purposes,
                data_categories: terms.data,
                field_sellers,
            }),
            deadline: stand::due(&visit.claim, consent).filter(|_| consent.state.is_open() && !replaced),
            time_zone: programme.time_zone.clone(),
            privacy_contact: programme.privacy_contact.clone(),
            nonce: form.map(|form| form.nonce),
            decisions: stand::decisions(consent.mode, &state),
            receipt_id: recorded(visit).map(|recorded| recorded.id.to_string()),
        };
        unlisted(respond::json(call, 200, &view))
    }

    pub(crate) fn request(&self, claim: &Claim, spoken: Locale) -> RequestView {
        let catalogue = &self.app.catalogue();
        let engagement = catalogue.rules(&claim.engagement, claim.rule_version);
        RequestView {
            number: claim.id.number(),
            partner: claim.org_name.clone(),
            location: claim.location_label(),
            person: claim.content.partner_contact.name.clone(),
            programme: catalogue.programme.name.get(spoken).into(),
            vendor: catalogue.programme.vendor.clone(),
            engagement: engagement.map(|known| known.name.get(spoken).into()).unwrap_or_default(),
            customer: claim.customer.name.clone(),
            subject: stand::subject(claim, engagement, spoken),
        }
    }

    pub(crate) fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, &self.app.catalogue().calendar.zone)
    }
}

/// `?lang=`, else what the browser asks for, else the language the contact is written to in.
pub(crate) fn language(call: &Call, consent: Option<&Consent>) -> Locale {
    if let Some(lang) = call.query().text("lang") {
        return Locale::of(&lang);
    }
    match (call.header("accept-language"), consent) {
        (Some(_), _) | (None, None) => call.locale(),
        (None, Some(consent)) => consent.contact.locale,
    }
}

fn rendered(page: &ConsentPage) -> Result<String, Problem> {
    page::render(page).map_err(Problem::internal)
}
