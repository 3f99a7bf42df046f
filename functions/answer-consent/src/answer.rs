//! `POST /c/{token}/decision` and `/withdraw`: the human step, then the decision (V-61, K5, K6, K11, K12).

use app::Failure;
use domain::{Actor, Command, Envelope, Fault, Precondition, Refusal, command::CustomerAnswer, consent};
use serde::Deserialize;
use web::{Call, Problem, Reply, respond, views::DecisionView};

use crate::{
    AnswerConsent, Visit,
    page::{Choice, CustomerReason, FormError, FormView, Told, Values},
    show::language,
    texts,
};

/// What the form or a client sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Answer {
    decision: Option<String>,
    name: Option<String>,
    confirmed: Option<bool>,
    nonce: Option<String>,
    reason: Option<String>,
    reason_text: Option<String>,
    /// Asked for only by programmes that mail a code
    #[allow(dead_code, reason = "part of the contract; no programme asks for a code yet")]
    code: Option<String>,
}

impl AnswerConsent {
    pub(crate) async fn decide(&self, call: &Call) -> Result<Reply, Problem> {
        let answer: Answer = call.body_json_or_form()?;
        let choice = answer.decision.as_deref().and_then(consent::Choice::parse);
        // Taking an agreement back has a form and a path of its own.
        let choice = choice.filter(|choice| *choice != consent::Choice::Withdraw);
        self.answer(call, answer, choice).await
    }

    pub(crate) async fn withdraw(&self, call: &Call) -> Result<Reply, Problem> {
        let answer: Answer = call.body_json_or_form()?;
        self.answer(call, answer, Some(consent::Choice::Withdraw)).await
    }

    async fn answer(
        &self,
        call: &Call,
        answer: Answer,
        choice: Option<consent::Choice>,
    ) -> Result<Reply, Problem> {
        let page = !call.wants_json() && call.media_type() != "application/json";
        let Some((id, round)) = self.keys.open(call.path("token")) else {
            return self.refused(call, page, Refusal::ConsentNotFound.into(), &answer, choice).await;
        };
        let nonce = answer.nonce.as_deref().unwrap_or_default();
        let spoken = language(call, None);
        let nonce_valid = self.keys.check_nonce(&id, round, nonce, self.app.now());
        let envelope = Envelope {
            actor: Actor::Customer,
            key: None,
            precondition: Precondition::NotNeeded,
            command: Command::Answer(CustomerAnswer {
                round,
                choice,
                name: answer.name.clone(),
                confirmed: answer.confirmed.unwrap_or_default(),
                reason: reason(&answer),
                nonce_valid,
                locale: spoken,
                text: texts::hash(spoken.into()),
            }),
        };
        match self.app.execute(&id, envelope).await {
            Ok(done) if page => {
                let done = self.app.followed_up(done).await;
                self.page(call, 200, &Visit { claim: done.claim, round }, None, None)
            }
            Ok(done) => {
                let done = self.app.followed_up(done).await;
                let consent = done.claim.consent.as_ref().ok_or(Refusal::ConsentNotFound)?;
                let receipt_id = consent.decision.as_ref().map(|decision| decision.receipt.to_string());
                Ok(respond::json(call, 200, &DecisionView { state: consent.state.as_str(), receipt_id }))
            }
            Err(failure) => self.refused(call, page, failure, &answer, choice).await,
        }
    }

    /// A browser gets the page with what is wrong, everything typed kept; a client gets the problem.
    async fn refused(
        &self,
        call: &Call,
        page: bool,
        failure: Failure,
        answer: &Answer,
        choice: Option<consent::Choice>,
    ) -> Result<Reply, Problem> {
        if !page {
            let unknown = matches!(failure, Failure::Refused(Refusal::NotFound));
            return Err(if unknown { Refusal::ConsentNotFound.into() } else { failure.into() });
        }
        let visit = match self.visit(call).await {
            Ok(visit) => visit,
            Err(failure) => return self.dead_end(call, &failure),
        };
        let Failure::Refused(refusal) = failure else { return self.dead_end(call, &failure) };
        match &refusal {
            Refusal::Invalid(faults) => {
                let state = visit.claim.consent.as_ref().map(|consent| self.state(&visit, consent));
                let form = state.and_then(|state| self.form(call, &visit, &state));
                let form = form.map(|form| filled(form, answer, choice, faults));
                self.page(call, 422, &visit, None, form)
            }
            Refusal::ConsentOver(_) => self.page(call, 410, &visit, Some(Told::NotRecorded), None),
            Refusal::NotFound | Refusal::ConsentNotFound => self.dead_end(call, &refusal.into()),
            Refusal::Forbidden
            | Refusal::IdempotencyMismatch
            | Refusal::PreconditionRequired
            | Refusal::VersionConflict { .. }
            | Refusal::State { .. }
            | Refusal::FieldFrozen(_)
            | Refusal::LocationOutOfScope
            | Refusal::Duplicate { .. }
            | Refusal::CustomerCapReached { .. }
            | Refusal::CustomerAlreadyKnown { .. }
            | Refusal::CustomerNotKnown
            | Refusal::AssociationTaken { .. }
            | Refusal::ReminderTooSoon { .. }
            | Refusal::ReminderLimitReached
            | Refusal::DelegationLimitReached
            | Refusal::ContestDecided
            | Refusal::ConsentAlreadyDecided => self.page(call, 409, &visit, Some(Told::NotRecorded), None),
        }
    }
}

/// The code from the list and the words, as one text.
fn reason(answer: &Answer) -> Option<String> {
    let parts = [answer.reason.as_deref(), answer.reason_text.as_deref()];
    let parts: Vec<&str> =
        parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

fn filled(form: FormView, answer: &Answer, choice: Option<consent::Choice>, faults: &[Fault]) -> FormView {
    let errors = faults.iter().filter_map(|fault| match (fault.pointer.as_str(), &answer.name) {
        ("/decision", _) => Some(FormError::DecisionMissing),
        ("/name", Some(name)) if !name.trim().is_empty() => Some(FormError::NameInvalid),
        ("/name", _) => Some(FormError::NameMissing),
        ("/confirmed", _) => Some(FormError::ConfirmationMissing),
        ("/reason", _) => Some(FormError::ReasonInvalid),
        ("/nonce", _) => Some(FormError::NonceInvalid),
        _ => None,
    });
    FormView {
        errors: errors.collect(),
        values: Values {
            decision: choice.and_then(|choice| match choice {
                consent::Choice::Accept => Some(Choice::Accept),
                consent::Choice::Object => Some(Choice::Object),
                consent::Choice::Decline => Some(Choice::Decline),
                consent::Choice::Withdraw => None,
            }),
            reason: answer.reason.as_deref().and_then(CustomerReason::from_id),
            reason_text: answer.reason_text.clone().unwrap_or_default(),
            name: answer.name.clone().unwrap_or_default(),
            confirmed: answer.confirmed.unwrap_or_default(),
            email: String::new(),
        },
        ..form
    }
}
