//! Problems (RFC 9457): the one place where a refusal meets HTTP.

use app::{Failure, ports::StoreError, trace};
use domain::{Code, Fault, Locale, Refusal};
use jiff::Timestamp;
use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{call::Call, respond, texts, views::FaultView};

pub use crate::status::status;

/// Seconds after which a request that met a busy or silent dependency is worth another try.
const RETRY_AFTER_SECONDS: u64 = 2;
/// Seconds after which a limit that does not end by itself may be asked about again: a day.
const RETRY_LIMIT_SECONDS: u64 = 24 * 60 * 60;

/// The code of a name.
#[must_use]
pub fn code(name: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.as_str() == name)
}

/// Why a request has no effect, ready to be told.
#[derive(Debug, Clone)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: Code,
    params: Vec<(&'static str, String)>,
    errors: Vec<Fault>,
    current_status: Option<&'static str>,
    allowed_actions: Option<Vec<&'static str>>,
    claim_id: Option<String>,
    customer_id: Option<String>,
    retry_after: Option<u64>,
    next_allowed_at: Option<Timestamp>,
    cause: Option<String>,
}

/// A problem as it is answered, `application/problem+json`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemView {
    /// `/problems/<code>`, a page that explains the code
    #[serde(rename = "type")]
    kind: String,
    /// What it is, in the language of the answer
    title: String,
    /// The HTTP status
    status: u16,
    /// Stable code; of several faults the first one's
    code: &'static str,
    /// What it is in this case
    detail: String,
    /// The path asked for; a consent token is left out
    instance: String,
    /// Id of the request, for support
    request_id: String,
    /// Every fault of the request
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FaultView>,
    /// Status of the claim, where it is in the way
    #[serde(skip_serializing_if = "Option::is_none")]
    current_status: Option<&'static str>,
    /// What the caller may do with the claim instead
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_actions: Option<Vec<&'static str>>,
    /// The caller's own claim that is in the way (V-19)
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_id: Option<String>,
    /// The customer that is to be claimed (V-50)
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    /// When it is allowed again (V-60)
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    next_allowed_at: Option<Timestamp>,
}

impl Problem {
    /// A problem of this code, with what its text is filled with.
    #[must_use]
    pub fn new(code: Code, params: &[(&'static str, String)]) -> Self {
        let retry_after = if code == Code::ReminderLimitReached {
            Some(RETRY_LIMIT_SECONDS)
        } else {
            (status(code) == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER_SECONDS)
        };
        Self(Box::new(Inner {
            code,
            params: params.to_vec(),
            errors: Vec::new(),
            current_status: None,
            allowed_actions: None,
            claim_id: None,
            customer_id: None,
            retry_after,
            next_allowed_at: None,
            cause: None,
        }))
    }

    /// All faults of a request; the first one gives code and status. No fault at all is one of ours.
    #[must_use]
    pub fn faults(errors: Vec<Fault>) -> Self {
        let Some(first) = errors.first() else { return Self::new(Code::Internal, &[]) };
        let mut problem = Self::new(first.code, &first.params);
        problem.0.errors = errors;
        problem
    }

    /// A problem of ours. The cause is logged, never shown; it must carry no personal data.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(Code::Internal, &[]).because(&cause)
    }

    /// A dependency that did not answer. The cause is logged, never shown; it must carry no personal data.
    #[must_use]
    pub fn unavailable(cause: impl std::fmt::Display) -> Self {
        Self::new(Code::Unavailable, &[]).because(&cause)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        status(self.0.code)
    }

    /// Every fault.
    #[must_use]
    pub fn errors(&self) -> &[Fault] {
        &self.0.errors
    }

    /// Every fault; a problem that is not about a field is one itself.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        let Inner { code, params, errors, .. } = *self.0;
        if errors.is_empty() { vec![Fault { pointer: String::new(), code, params }] } else { errors }
    }

    fn because(mut self, cause: &dyn std::fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// Title and detail in a language.
    #[must_use]
    pub fn words(&self, locale: Locale) -> (String, String) {
        (texts::title(self.0.code, locale), texts::detail(self.0.code, &self.0.params, locale))
    }

    /// Has the one line about the request say why it had no effect.
    pub fn note(&self) {
        trace::refused(self.0.code, self.0.cause.as_deref());
    }

    /// The problem as it is answered to this call.
    #[must_use]
    pub fn view(&self, call: &Call) -> ProblemView {
        let Inner { code, params, errors, .. } = &*self.0;
        ProblemView {
            kind: format!("/problems/{}", code.as_str()),
            title: texts::title(*code, call.locale()),
            status: self.status().as_u16(),
            code: code.as_str(),
            detail: texts::detail(*code, params, call.locale()),
            instance: call.instance().into_owned(),
            request_id: call.request_id().into(),
            errors: errors.iter().map(|fault| FaultView::of(fault, call.locale())).collect(),
            current_status: self.0.current_status,
            allowed_actions: self.0.allowed_actions.clone(),
            claim_id: self.0.claim_id.clone(),
            customer_id: self.0.customer_id.clone(),
            next_allowed_at: self.0.next_allowed_at,
        }
    }

    /// The answer.
    #[must_use]
    pub fn into_response(self, call: &Call) -> Response<Body> {
        let body = serde_json::to_vec(&self.view(call)).unwrap_or_default();
        let mut response: Response<Body> =
            respond::bytes(call, self.status().as_u16(), "application/problem+json", body).into();
        let headers = response.headers_mut();
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.code == Code::MethodNotAllowed
            && let Some((_, allowed)) = self.0.params.iter().find(|(name, _)| *name == "allowed")
            && let Ok(value) = HeaderValue::from_str(allowed)
        {
            headers.insert(header::ALLOW, value);
        }
        if self.0.code == Code::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code, &[])
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::faults(vec![fault])
    }
}

impl From<Vec<Fault>> for Problem {
    fn from(faults: Vec<Fault>) -> Self {
        Self::faults(faults)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Code::NotFound.into(),
            Refusal::Forbidden => Code::Forbidden.into(),
            Refusal::IdempotencyMismatch => Code::IdempotencyMismatch.into(),
            Refusal::PreconditionRequired => Code::PreconditionRequired.into(),
            Refusal::VersionConflict { current } => {
                Self::new(Code::VersionConflict, &[("current", current.to_string())])
            }
            Refusal::State { code, status, allowed } => {
                let mut problem = Self::new(code, &[("status", status.into())]);
                problem.0.current_status = Some(status);
                problem.0.allowed_actions = Some(allowed);
                problem
            }
            Refusal::FieldFrozen(faults) | Refusal::Invalid(faults) => Self::faults(faults),
            Refusal::LocationOutOfScope => Fault::new("/locationId", Code::LocationOutOfScope).into(),
            Refusal::Duplicate { claim, pointer } => {
                let id = claim.as_str();
                let mut problem: Self = Fault::new(pointer, Code::DuplicateClaim).with("claimId", id).into();
                problem.0.claim_id = Some(id.into());
                problem
            }
            Refusal::CustomerCapReached { engagement, reason } => {
                let fault = Fault::new("/engagementIds", Code::CustomerCapReached);
                fault.with("engagement", engagement.as_str()).with("reason", reason.as_str()).into()
            }
            Refusal::CustomerAlreadyKnown { customer } => {
                let id = customer.as_str();
                let fault = Fault::new("/identifier", Code::CustomerAlreadyKnown).with("customerId", id);
                let mut problem: Self = fault.into();
                problem.0.customer_id = Some(id.into());
                problem
            }
            Refusal::CustomerNotKnown => Fault::new("/customerId", Code::CustomerNotKnown).into(),
            Refusal::AssociationTaken { items } => {
                if items.is_empty() {
                    return Code::AssociationTaken.into();
                }
                let taken = items.into_iter().map(|pointer| Fault::new(pointer, Code::AssociationTaken));
                Self::faults(taken.collect())
            }
            Refusal::ReminderTooSoon { at, seconds } => {
                let mut problem = Self::new(Code::ReminderTooSoon, &[("at", at.to_string())]);
                problem.0.retry_after = Some(seconds.max(1));
                problem.0.next_allowed_at = Some(at);
                problem
            }
            Refusal::ReminderLimitReached => Code::ReminderLimitReached.into(),
            Refusal::ConsentNotFound => Code::ConsentNotFound.into(),
            Refusal::ConsentOver(code) => code.into(),
            Refusal::ConsentAlreadyDecided => Code::ConsentAlreadyDecided.into(),
            Refusal::DelegationLimitReached => Code::DelegationLimitReached.into(),
            Refusal::ContestDecided => Code::ContestDecided.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(fault: StoreError) -> Self {
        Self::unavailable(fault)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(fault) => fault.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::ClaimId;
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::{ask, body_of};

    /// The params that codes come with.
    const PARAMS: [&str; 20] = [
        "problem",
        "parameter",
        "allowed",
        "max",
        "current",
        "status",
        "type",
        "claimId",
        "element",
        "oldest",
        "item",
        "acknowledgement",
        "state",
        "at",
        "min",
        "reason",
        "reasons",
        "engagement",
        "customerId",
        "hint",
    ];

    fn all_params() -> Vec<(&'static str, String)> {
        PARAMS.into_iter().map(|name| (name, format!("<{name}>"))).collect()
    }

    fn answer(problem: impl Into<Problem>) -> Response<Body> {
        problem.into().into_response(&ask("POST", "/v1/claims/clm_1/submit").call())
    }

    #[test]
    fn every_code_has_title_and_detail_in_both_languages() {
        for code in Code::ALL {
            for locale in [Locale::En, Locale::De] {
                let (title, detail) =
                    (texts::title(*code, locale), texts::detail(*code, &all_params(), locale));
                assert_ne!(title, code.as_str());
                assert_ne!(title, detail, "{} {locale:?}", code.as_str());
                assert!(!detail.contains(['{', '}', '\u{2068}']), "{detail}");
                assert!(detail.ends_with(['.', '>']), "{detail}");
            }
            assert_ne!(texts::title(*code, Locale::En), texts::title(*code, Locale::De), "{}", code.as_str());
            let status = status(*code).as_u16();
            assert_ne!(texts::advice(status, Locale::De), format!("advice-{status}"));
        }
    }

    #[test]
    fn the_texts_of_both_languages_fill_in_the_same_things_and_none_is_left_over() {
        let names = |source: &str| -> BTreeSet<String> {
            let lines = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
            lines.filter_map(|line| line.split_once(" =").map(|(name, _)| name.into())).collect()
        };
        let filled = |source: &str| -> Vec<BTreeSet<String>> {
            let parts = source.split("\n    .detail = ").skip(1);
            let part = |part: &str| {
                let text = part.split("\n}").next().unwrap_or(part);
                let until = text.find("\n").filter(|_| !text.starts_with('{')).unwrap_or(text.len());
                PARAMS
                    .into_iter()
                    .filter(|name| text[..until].contains(&format!("${name}")))
                    .map(String::from)
                    .collect()
            };
            parts.map(part).collect()
        };
        let (en, de) = (include_str!("../i18n/en.ftl"), include_str!("../i18n/de.ftl"));
        assert_eq!(names(en), names(de));
        assert_eq!(filled(en), filled(de));
        for name in names(en) {
            let known = code(&name).is_some()
                || name.starts_with("advice-")
                || name.starts_with("page-")
                || name.starts_with("customer-")
                || name.starts_with("location-")
                || name == "state";
            assert!(known, "{name}");
        }
    }

    #[test]
    fn a_text_without_what_it_is_filled_with_gives_way_to_the_title() {
        assert_eq!(texts::detail(Code::NameTooLong, &[], Locale::En), "The name is too long");
        let max = [("max", "120".to_owned())];
        assert_eq!(texts::detail(Code::NameTooLong, &max, Locale::De), "Erlaubt sind höchstens 120 Zeichen.");
    }

    #[test]
    fn the_status_of_refusals_is_the_one_of_the_contract() {
        for (code, expected) in [
            (Code::MalformedJson, 400),
            (Code::Unauthenticated, 401),
            (Code::LocationOutOfScope, 403),
            (Code::NotFound, 404),
            (Code::ConsentNotFound, 404),
            (Code::MethodNotAllowed, 405),
            (Code::InvalidStateTransition, 409),
            (Code::ClaimNotEditable, 409),
            (Code::DuplicateClaim, 409),
            (Code::AssociationTaken, 409),
            (Code::AssociationNotActive, 409),
            (Code::CustomerCapReached, 409),
            (Code::CustomerAlreadyKnown, 409),
            (Code::CustomerNotKnown, 409),
            (Code::ConsentMissing, 409),
            (Code::AlreadySubmitted, 409),
            (Code::ConsentExpired, 410),
            (Code::VersionConflict, 412),
            (Code::FileTooLarge, 413),
            (Code::FileTypeNotAllowed, 415),
            (Code::IdempotencyMismatch, 422),
            (Code::ContactEmailInvalid, 422),
            (Code::NonceInvalid, 422),
            (Code::PreconditionRequired, 428),
            (Code::ReminderTooSoon, 429),
            (Code::Unavailable, 503),
        ] {
            assert_eq!(status(code).as_u16(), expected, "{}", code.as_str());
        }
    }

    #[test]
    fn every_fault_is_told_and_the_first_gives_code_and_status() {
        let faults = vec![
            Fault::new("/customerContact/email", Code::ContactEmailInvalid),
            Fault::new("/name", Code::NameTooLong).with("max", "120"),
        ];
        let response = answer(Refusal::Invalid(faults));
        assert_eq!(response.status(), 422);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(
            body_of(&response),
            json!({
                "type": "/problems/contact_email_invalid", "title": "The email address is not valid",
                "status": 422, "code": "contact_email_invalid", "detail": "Please check the email address.",
                "instance": "/v1/claims/clm_1/submit", "requestId": "req-1",
                "errors": [
                    { "pointer": "/customerContact/email", "code": "contact_email_invalid",
                      "detail": "Please check the email address.", "params": {} },
                    { "pointer": "/name", "code": "name_too_long",
                      "detail": "At most 120 characters are allowed.", "params": { "max": "120" } },
                ],
            })
        );
    }

    #[test]
    fn what_is_about_no_field_is_a_fault_of_the_whole() {
        let faults = |refusal: Refusal| Problem::from(refusal).into_faults();
        assert_eq!(faults(Refusal::Forbidden), [Fault::new("", Code::Forbidden)]);
        let customer = domain::CustomerId::derived(&["known"]);
        let known =
            Fault::new("/identifier", Code::CustomerAlreadyKnown).with("customerId", customer.as_str());
        assert_eq!(faults(Refusal::CustomerAlreadyKnown { customer }), [known]);
    }

    #[test]
    fn a_refusal_by_state_says_what_is_possible_instead() {
        let refusal = Refusal::State {
            code: Code::InvalidStateTransition,
            status: "under_review",
            allowed: vec!["comment"],
        };
        let body = body_of(&answer(refusal));
        assert_eq!(body["currentStatus"], "under_review");
        assert_eq!(body["allowedActions"], json!(["comment"]));
        assert_eq!(body["detail"], "The claim is under review. This cannot be done now.");
        assert_eq!(body.get("errors"), None);
    }

    #[test]
    fn v_19_and_i_1_name_what_is_in_the_way() {
        let claim = ClaimId::derived(&["other"]);
        let refusal = Refusal::Duplicate { claim: claim.clone(), pointer: "/items/workload:teams".into() };
        let body = body_of(&answer(refusal));
        assert_eq!((&body["code"], &body["claimId"]), (&json!("duplicate_claim"), &json!(claim.as_str())));
        assert_eq!(body["errors"][0]["params"]["claimId"], claim.as_str());
        let items = vec!["/items/workload:teams".to_owned(), "/items/workload:exchange".to_owned()];
        let body = body_of(&answer(Refusal::AssociationTaken { items }));
        assert_eq!(body["errors"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            body_of(&answer(Refusal::AssociationTaken { items: vec![] }))["code"],
            "association_taken"
        );
    }

    #[test]
    fn v_49_and_v_50_say_which_cap_and_which_customer() {
        let engagement = domain::EngagementId::new("workshop");
        let reason = domain::customer::Ineligible::TotalCapReached;
        let body = body_of(&answer(Refusal::CustomerCapReached { engagement, reason }));
        assert_eq!((&body["status"], &body["code"]), (&json!(409), &json!("customer_cap_reached")));
        assert_eq!(body["errors"][0]["params"]["reason"], "total_cap_reached");
        let customer = domain::CustomerId::derived(&["known"]);
        let body = body_of(&answer(Refusal::CustomerAlreadyKnown { customer: customer.clone() }));
        assert_eq!((&body["status"], &body["customerId"]), (&json!(409), &json!(customer.as_str())));
        assert_eq!(body["errors"][0]["params"]["customerId"], customer.as_str());
        assert_eq!(body_of(&answer(Refusal::CustomerNotKnown))["code"], "customer_not_known");
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        let at = "2026-11-03T09:00:00Z".parse().unwrap();
        let response = answer(Refusal::ReminderTooSoon { at, seconds: 60 });
        assert_eq!(
            (response.status().as_u16(), &response.headers()["retry-after"]),
            (429, &HeaderValue::from(60))
        );
        assert_eq!(body_of(&response)["nextAllowedAt"], "2026-11-03T09:00:00Z");
        assert!(answer(Refusal::ReminderLimitReached).headers().contains_key("retry-after"));
        let response = answer(StoreError::Unavailable("ThrottlingException in table assent".into()));
        assert_eq!(response.status(), 503);
        assert!(response.headers().contains_key("retry-after"));
    }

    #[test]
    fn a_failure_of_ours_shows_nothing_of_the_inside() {
        for problem in [
            Problem::from(StoreError::Shape("secret".into())),
            Problem::from(Failure::Store(StoreError::Unavailable("secret".into()))),
            Problem::internal("secret"),
            Problem::faults(vec![]),
        ] {
            let response = answer(problem);
            assert!(response.status().is_server_error());
            assert!(!format!("{:?}", response.body()).contains("secret"));
        }
    }

    #[test]
    fn no_answer_repeats_a_consent_token() {
        let call = ask("POST", "/c/SECRET/decision").call();
        let response = Problem::from(Code::ConsentNotFound).into_response(&call);
        let body: Value = body_of(&response);
        assert_eq!(body["instance"], "/c/{token}/decision");
        assert!(!body.to_string().contains("SECRET"));
    }
}
