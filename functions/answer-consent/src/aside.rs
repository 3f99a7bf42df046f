//! `POST /c/{token}/delegate` and `/report`: what the contact can say besides yes and no (K10).

use app::{
    Done, Failure,
    ports::{Claims as _, Programme as _},
};
use domain::{
    Actor, Claim, ClaimId, Command, Envelope, Fault, Precondition, Refusal,
    command::{Delegation, Report},
};
use serde::Deserialize;
use web::{Call, Problem, Reply, respond, views::DecisionView};

use crate::{
    AnswerConsent, Visit,
    page::{FormError, FormKind, FormView, Told, Values},
};

/// Somebody else at the customer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Colleague {
    name: Option<String>,
    email: Option<String>,
    nonce: Option<String>,
}

/// The request is not known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Unknown {
    name: Option<String>,
    confirmed: Option<bool>,
    nonce: Option<String>,
    reason: Option<String>,
    reason_text: Option<String>,
}

impl AnswerConsent {
    pub(crate) async fn delegate(&self, call: &Call) -> Result<Reply, Problem> {
        let given: Colleague = call.body_json_or_form()?;
        let values = Values {
            name: given.name.clone().unwrap_or_default(),
            email: given.email.clone().unwrap_or_default(),
            ..Values::default()
        };
        let Some((id, round)) = self.keys.open(call.path("token")) else {
            return self.not_taken(call, Refusal::ConsentNotFound.into(), FormKind::Delegate, values).await;
        };
        let (seen, domains) = match self.with_domains(&id).await {
            Ok(found) => found,
            Err(failure) => return self.not_taken(call, failure, FormKind::Delegate, values).await,
        };
        let nonce_valid = self.nonce_valid(&id, round, given.nonce.as_deref());
        let delegation = Delegation { round, name: given.name, email: given.email, nonce_valid, domains };
        let done = self.app.execute_on(seen, by_the_customer(Command::Delegate(delegation))).await;
        self.answered(call, done, round, Told::Delegated, values).await
    }

    /// A claim and the domains that are known to be its customer's.
    async fn with_domains(&self, id: &ClaimId) -> Result<(Claim, Vec<String>), Failure> {
        let claim = self.app.store.load(id).await?.ok_or(Refusal::ConsentNotFound)?;
        let customer = self.app.store.customer(&claim.customer.id).await?;
        Ok((claim, customer.map(|customer| customer.domains).unwrap_or_default()))
    }

    pub(crate) async fn report(&self, call: &Call) -> Result<Reply, Problem> {
        let given: Unknown = call.body_json_or_form()?;
        let values = Values {
            name: given.name.clone().unwrap_or_default(),
            confirmed: given.confirmed.unwrap_or_default(),
            reason_text: given.reason_text.clone().unwrap_or_default(),
            ..Values::default()
        };
        let Some((id, round)) = self.keys.open(call.path("token")) else {
            return self.not_taken(call, Refusal::ConsentNotFound.into(), FormKind::Report, values).await;
        };
        let nonce_valid = self.nonce_valid(&id, round, given.nonce.as_deref());
        let report = Report {
            round,
            name: given.name,
            confirmed: given.confirmed.unwrap_or_default(),
            nonce_valid,
            reason: given.reason.or(given.reason_text),
        };
        let done = self.app.execute(&id, by_the_customer(Command::Report(report))).await;
        self.answered(call, done, round, Told::Reported, values).await
    }

    fn nonce_valid(&self, id: &ClaimId, round: u32, nonce: Option<&str>) -> bool {
        self.keys.check_nonce(id, round, nonce.unwrap_or_default(), self.app.now())
    }

    async fn answered(
        &self,
        call: &Call,
        done: Result<Done, Failure>,
        round: u32,
        told: Told,
        values: Values,
    ) -> Result<Reply, Problem> {
        let kind = if told == Told::Delegated { FormKind::Delegate } else { FormKind::Report };
        match done {
            Ok(done) if asks_for_page(call) => {
                self.page(call, 200, &Visit { claim: done.claim, round }, Some(told), None)
            }
            Ok(done) => {
                let consent = done.claim.consent.as_ref().ok_or(Refusal::ConsentNotFound)?;
                let view = DecisionView { state: consent.state.as_str(), receipt_id: None };
                Ok(respond::json(call, 200, &view))
            }
            Err(failure) => self.not_taken(call, failure, kind, values).await,
        }
    }

    /// A browser gets the page with what is wrong, a client the problem.
    async fn not_taken(
        &self,
        call: &Call,
        failure: Failure,
        kind: FormKind,
        values: Values,
    ) -> Result<Reply, Problem> {
        if !asks_for_page(call) {
            let unknown = matches!(failure, Failure::Refused(Refusal::NotFound));
            return Err(if unknown { Refusal::ConsentNotFound.into() } else { failure.into() });
        }
        let visit = match self.visit(call).await {
            Ok(visit) => visit,
            Err(failure) => return self.dead_end(call, &failure),
        };
        match failure {
            Failure::Refused(Refusal::Invalid(faults)) => {
                let nonce = self.keys.nonce(&visit.claim.id, visit.round, self.app.now());
                let form = FormView {
                    errors: faults.iter().filter_map(|fault| error(fault, &values)).collect(),
                    values,
                    ..FormView::new(kind, &nonce, &[])
                };
                self.page(call, 422, &visit, None, Some(form))
            }
            Failure::Refused(Refusal::ConsentOver(_)) => {
                self.page(call, 410, &visit, Some(Told::NotRecorded), None)
            }
            Failure::Refused(Refusal::NotFound | Refusal::ConsentNotFound) | Failure::Store(_) => {
                self.dead_end(call, &failure)
            }
            Failure::Refused(_) => self.page(call, 409, &visit, Some(Told::NotRecorded), None),
        }
    }
}

fn by_the_customer(command: Command) -> Envelope {
    Envelope { actor: Actor::Customer, key: None, precondition: Precondition::NotNeeded, command }
}

fn asks_for_page(call: &Call) -> bool {
    !call.wants_json() && call.media_type() != "application/json"
}

fn error(fault: &Fault, values: &Values) -> Option<FormError> {
    match fault.pointer.as_str() {
        "/name" if values.name.trim().is_empty() => Some(FormError::NameMissing),
        "/name" => Some(FormError::NameInvalid),
        "/email" => Some(FormError::EmailInvalid),
        "/confirmed" => Some(FormError::ConfirmationMissing),
        "/reason" => Some(FormError::ReasonInvalid),
        "/nonce" => Some(FormError::NonceInvalid),
        _ => None,
    }
}
