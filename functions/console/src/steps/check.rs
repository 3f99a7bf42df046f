//! Everything once more before it is done, the doing, and what has come of it.

use app::ports::Claims as _;
use askama::Template;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{AnswersId, Caller, Claim, ClaimId, Refusal, command::Key, ids};
use ring::digest;
use serde_json::Value;
use web::{
    Call, Problem, Reply, respond,
    views::{self, EstimateView, SummaryView},
};

use super::{
    Place,
    flow::{Flow, Step, question},
    part,
    questions::Ground,
};
use crate::{
    Console,
    fields::{Field, Kind, Wrong},
    pages::{Page, show},
    refused::{instead, told},
    session::actor,
    texts::text,
};

/// An answer, and where it can be changed.
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) values: Vec<String>,
    pub(crate) change: String,
    /// That it stays as it is
    pub(crate) frozen: bool,
}

/// What will be done.
pub(crate) struct Summary {
    pub(crate) rows: Vec<Row>,
    /// What each claim would bring: the engagement, and the estimate
    pub(crate) estimates: Vec<(String, EstimateView)>,
}

/// A claim that was made.
struct Made {
    claim: SummaryView,
    engagement: String,
}

#[derive(Template)]
#[template(path = "steps/done.html")]
struct DonePage {
    page: Page,
    flow: Flow,
    made: Vec<Made>,
}

/// Answers that nobody can change once the claim is made (V-44) or the customer is asked (V-54).
const FROZEN: [&str; 2] = ["hours", "dealSize"];

impl Console {
    /// What will be done, and everything that stands in the way of it.
    pub(super) async fn summary(
        &self,
        place: &Place,
        caller: &Caller,
        ground: &Ground<'_>,
    ) -> Result<(Summary, Vec<Wrong>), Problem> {
        let steps = place.flow.steps().iter().filter(|step| **step != Step::Check);
        let rows = steps.flat_map(|step| {
            let change = place.address(*step);
            ground.questions(*step).into_iter().filter_map(move |field| row(&field, &change, caller))
        });
        let mut summary = Summary { rows: rows.collect(), estimates: Vec::new() };
        let wrong = match self.rehearsed(place, caller).await {
            Ok(claims) => {
                let (now, catalogue) = (self.app.now(), self.app.catalogue());
                summary.estimates = claims
                    .iter()
                    .filter_map(|claim| {
                        let rules = catalogue.rules(&claim.engagement, claim.rule_version)?;
                        let view = views::claim(claim, &actor(caller), now, &catalogue);
                        let views::ClaimAnswer::Whole(view) = view else { return None };
                        Some((rules.name.get(caller.locale).to_owned(), view.payout_estimate?))
                    })
                    .collect();
                Vec::new()
            }
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => self.wrongs(place, &problem, caller),
        };
        Ok((summary, wrong))
    }

    /// Each fault with the step where it can be put right; those of this step are told at its questions.
    fn wrongs(&self, place: &Place, problem: &Problem, caller: &Caller) -> Vec<Wrong> {
        if problem.errors().is_empty() {
            let (title, detail) = problem.words(caller.locale);
            return vec![Wrong { href: "#main".into(), text: format!("{title}. {detail}") }];
        }
        let faults = problem.errors().iter().filter_map(|fault| {
            let name = question(&fault.pointer, &place.answers);
            let steps = place.flow.steps();
            let step = steps.iter().find(|step| super::asks_here(place.flow, **step, &name));
            if step == Some(&Step::Check) {
                return None;
            }
            let there = step.map(|step| format!("{}#{name}", place.address(*step)));
            let href = instead(fault).or(there).unwrap_or_else(|| "#main".into());
            Some(Wrong { href, text: told(fault, caller.locale).detail })
        });
        faults.collect()
    }

    /// The text that is accepted with a request to the customer (V-53).
    pub(super) fn disclaimer(&self, place: &Place, caller: &Caller) -> Result<Vec<Field>, Problem> {
        let Some(claim) = &place.claim else { return Ok(Vec::new()) };
        let catalogue = self.app.catalogue();
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let field = rules.disclaimer.as_ref().map(|disclaimer| {
            let words = disclaimer.text.get(caller.locale);
            let choice = crate::fields::Choice::new(disclaimer.reference(), words);
            let field = Field::new("disclaimer", text(caller.locale, "disclaimer"), Kind::Many(vec![choice]));
            field.values(place.answers.get("disclaimer").map(Vec::as_slice).unwrap_or_default())
        });
        Ok(field.into_iter().collect())
    }

    /// Does what the answers say, once.
    pub(super) async fn finish(&self, call: &Call, caller: &Caller, place: &Place) -> Result<Reply, Problem> {
        let body = place.flow.body(&place.answers);
        let done = match &place.claim {
            Some(claim) => self.sent(body, claim, caller).await,
            None => self.made(&body, place, caller).await,
        };
        match done {
            Ok(to) => Ok(respond::see_other(call, &to)),
            Err(problem) if problem.status().is_server_error() => Err(problem),
            Err(problem) => {
                problem.note();
                let told = problem
                    .errors()
                    .iter()
                    .map(|fault| (question(&fault.pointer, &place.answers), told(fault, caller.locale)));
                let here: Vec<_> =
                    told.filter(|(name, _)| super::asks_here(place.flow, place.step, name)).collect();
                self.step_page(call, caller, place, problem.status().as_u16(), &here).await
            }
        }
    }

    async fn sent(&self, body: Value, claim: &Claim, caller: &Caller) -> Result<String, Problem> {
        let envelope = self.request(body, claim, caller)?;
        let done = self.app.execute(&claim.id, envelope).await?;
        let done = self.app.followed_up(done).await;
        Ok(format!("/console/claims/{}?done=send_consent", done.claim.id))
    }

    async fn made(&self, body: &Value, place: &Place, caller: &Caller) -> Result<String, Problem> {
        let key = place.id.as_ref().map(|id| key(id, body, caller));
        self.app.draft(&web::draft(body.clone())?, caller, key).await?;
        Ok(place.address(Step::Done))
    }

    /// The claims that were made of the answers.
    pub(super) async fn done_page(
        &self,
        call: &Call,
        caller: &Caller,
        place: &Place,
    ) -> Result<Reply, Problem> {
        let body = place.flow.body(&place.answers);
        let key = place.id.as_ref().map(|id| key(id, &body, caller)).ok_or(Refusal::NotFound)?;
        let ids: Vec<ClaimId> = match body["engagementIds"].as_array() {
            Some(engagements) => {
                let engagements = engagements.iter().filter_map(Value::as_str);
                engagements.map(|engagement| ClaimId::of_key_for(&key.key, engagement)).collect()
            }
            None => vec![ClaimId::of_key(&key.key)],
        };
        let claims = self.app.store.load_all(&ids).await.map_err(app::Failure::from)?;
        let claims = self.app.seen(&actor(caller), claims.into_iter());
        if claims.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let catalogue = self.app.catalogue();
        let page = Page::new(call, Some(caller)).in_part(part(place.flow));
        let made = claims.iter().map(|claim| Made {
            claim: views::summary(claim, &catalogue),
            engagement: catalogue
                .rules(&claim.engagement, claim.rule_version)
                .map(|rules| rules.name.get(caller.locale).into())
                .unwrap_or_default(),
        });
        let made = made.collect();
        show(call, 200, &DonePage { page, flow: place.flow, made })
    }
}

/// One set of answers makes its claims once (I-19).
fn key(id: &AnswersId, body: &Value, caller: &Caller) -> Key {
    let body = digest::digest(&digest::SHA256, body.to_string().as_bytes());
    Key {
        key: URL_SAFE_NO_PAD.encode(ids::digest(&[caller.org.as_str(), "console", id.as_str()])),
        body: URL_SAFE_NO_PAD.encode(&body.as_ref()[..16]),
    }
}

/// An answer as people read it; nothing for questions that were left open on purpose.
fn row(field: &Field, step: &str, caller: &Caller) -> Option<Row> {
    let values: Vec<String> = match &field.kind {
        Kind::Hidden => return None,
        Kind::Tick if field.values.is_empty() => vec![text(caller.locale, "no")],
        Kind::Tick => vec![text(caller.locale, "yes")],
        Kind::One(choices) | Kind::Select(choices) | Kind::Many(choices) => choices
            .iter()
            .filter(|choice| !choice.value.is_empty() && field.has(&choice.value))
            .map(|choice| choice.label.clone())
            .collect(),
        Kind::Text(_) | Kind::Digits | Kind::Long => {
            field.values.iter().filter(|value| !value.trim().is_empty()).cloned().collect()
        }
    };
    if values.is_empty() && (field.name.starts_with("product/") || field.name.starts_with("subscription/")) {
        return None;
    }
    let frozen = FROZEN.contains(&&*field.name) && !values.is_empty();
    Some(Row { label: field.label.clone(), values, change: format!("{step}#{}", field.name), frozen })
}
