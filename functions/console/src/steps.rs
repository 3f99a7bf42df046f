//! The way to a claim, one thing at a time. What was answered is kept from step to step; whether it is right
//! the API's own rehearsal says.

mod check;
mod flow;
mod questions;

use app::{Failure, lookups::LookedUp, ports::Programme as _};
use askama::Template;
use domain::{
    Actor, AnswersId, Caller, Claim, ClaimId, Code, Command, Envelope, Location, Precondition, Refusal,
    actor, catalogue::Kind as ClaimKind, identifier::IdentifierInput,
};
use web::{Call, Problem, Reply, respond, views::FaultView};

use crate::{
    Console,
    fields::{Field, Kind, Wrong, tell},
    forms::Fields,
    pages::{Page, show},
    refused::told,
    session::actor as acting,
    steps::{check::Summary, flow::first},
};

pub(crate) use self::{
    flow::{Answered, Flow, Step, question},
    questions::Ground,
};

/// Where somebody is.
pub(super) struct Place {
    pub(super) flow: Flow,
    pub(super) step: Step,
    /// Where the answers are kept, once there are any
    pub(super) id: Option<AnswersId>,
    pub(super) answers: Answered,
    /// The claim whose customer is to be asked
    pub(super) claim: Option<Claim>,
}

#[derive(Template)]
#[template(path = "steps/step.html")]
struct StepPage {
    page: Page,
    flow: Flow,
    step: Step,
    number: usize,
    /// Where the form goes
    here: String,
    back: Option<String>,
    presets: Vec<Field>,
    fields: Vec<Field>,
    wrong: Vec<Wrong>,
    /// The customer that was found
    customer: Option<String>,
    ineligible: Vec<(String, Vec<String>)>,
    /// There is something to choose from
    some_choice: bool,
    summary: Option<Summary>,
}

impl Place {
    fn address(&self, step: Step) -> String {
        match &self.id {
            Some(id) => format!("/console/steps/{}/{id}/{}", self.flow.as_str(), step.as_str()),
            None => format!("/console/steps/{}", self.flow.as_str()),
        }
    }
}

impl Console {
    /// `GET /console/steps/{flow}`: the first step. What the way begins with stands in the address.
    pub(crate) async fn begin(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let flow = may_go(call, caller)?;
        let mut query = call.query();
        let mut answers = Answered::new();
        for (parameter, name) in [
            ("area", "area"),
            ("engagement", "engagementIds"),
            ("customer", "customerId"),
            ("claim", "claim"),
        ] {
            if let Some(value) = query.text(parameter) {
                answers.insert(name.into(), vec![value]);
            }
        }
        query.finish()?;
        let claim = self.asked_about(flow, &answers, caller).await?;
        if let Some(claim) = &claim {
            contacts_of(claim, &mut answers);
        } else if flow != Flow::Claimed || first(&answers, "customerId").is_some() {
            answers.insert("partnerContact/name".into(), vec![caller.name.clone()]);
        }
        let place = Place { flow, step: flow.first(), id: None, answers, claim };
        self.step_page(call, caller, &place, 200, &[]).await
    }

    /// `POST /console/steps/{flow}`: the first answers.
    pub(crate) async fn begun(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let flow = may_go(call, caller)?;
        let fields = self.form(call)?;
        let mut answers = Answered::new();
        take(&mut answers, &fields, |name| flow == Flow::Consent && name == "claim");
        let claim = self.asked_about(flow, &answers, caller).await?;
        if let Some(claim) = &claim {
            contacts_of(claim, &mut answers);
        } else {
            answers.insert("partnerContact/name".into(), vec![caller.name.clone()]);
        }
        let preset = |name: &str| ["area", "engagementIds", "customerId"].contains(&name);
        take(&mut answers, &fields, |name| preset(name) || flow.first().asks(name));
        let kept = self.app.answer(None, answers, caller).await?;
        let place = Place { flow, step: flow.first(), id: Some(kept.id), answers: kept.fields, claim };
        self.go_on(call, caller, place).await
    }

    /// `GET /console/steps/{flow}/{id}/{step}`
    pub(crate) async fn step(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let place = self.place(call, caller).await?;
        if place.step == Step::Done {
            return self.done_page(call, caller, &place).await;
        }
        self.step_page(call, caller, &place, 200, &[]).await
    }

    /// `POST /console/steps/{flow}/{id}/{step}`: kept whatever it is; on when nothing is wrong with it.
    pub(crate) async fn stepped(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut place = self.place(call, caller).await?;
        let fields = self.form(call)?;
        let (flow, step) = (place.flow, place.step);
        place.answers.retain(|name, _| !asks_here(flow, step, name));
        take(&mut place.answers, &fields, |name| asks_here(flow, step, name));
        let kept = self.app.answer(place.id.take(), place.answers, caller).await?;
        place = Place { id: Some(kept.id), answers: kept.fields, ..place };
        match (step, fields.text("more")) {
            (Step::Check, _) => self.finish(call, caller, &place).await,
            // One more row to fill in.
            (_, Some(_)) => Ok(respond::see_other(call, &place.address(step))),
            (_, None) => self.go_on(call, caller, place).await,
        }
    }

    async fn place(&self, call: &Call, caller: &Caller) -> Result<Place, Problem> {
        let flow = may_go(call, caller)?;
        let step = Step::parse(call.path("step")).ok_or(Code::NotFound)?;
        if step != Step::Done && flow.number(step) == 0 {
            return Err(Code::NotFound.into());
        }
        let id = AnswersId::parse(call.path("id")).ok_or(Code::NotFound)?;
        let kept = self.app.answers(&id, caller).await?;
        let claim = self.asked_about(flow, &kept.fields, caller).await?;
        Ok(Place { flow, step, id: Some(id), answers: kept.fields, claim })
    }

    /// To the next step, unless this one has faults.
    async fn go_on(&self, call: &Call, caller: &Caller, place: Place) -> Result<Reply, Problem> {
        let faults = match self.rehearsed(&place, caller).await {
            Ok(_) => Vec::new(),
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => problem.errors().to_vec(),
        };
        let here: Vec<(String, FaultView)> = faults
            .iter()
            .map(|fault| (question(&fault.pointer, &place.answers), told(fault, caller.locale)))
            .filter(|(name, _)| asks_here(place.flow, place.step, name))
            .collect();
        if here.is_empty() {
            let next = place.address(place.flow.after(place.step));
            return Ok(respond::see_other(call, &next));
        }
        self.step_page(call, caller, &place, 422, &here).await
    }

    /// What would come of the answers, without any effect.
    pub(super) async fn rehearsed(&self, place: &Place, caller: &Caller) -> Result<Vec<Claim>, Problem> {
        let body = place.flow.body(&place.answers);
        if let Some(claim) = &place.claim {
            self.app.rehearse(claim, self.request(body, claim, caller)?)?;
            return Ok(vec![claim.clone()]);
        }
        Ok(self.app.validate_draft(&web::draft(body)?, caller).await?)
    }

    /// The request to the customer of a claim as the answers say it.
    pub(super) fn request(
        &self,
        body: serde_json::Value,
        claim: &Claim,
        caller: &Caller,
    ) -> Result<Envelope, Problem> {
        Ok(Envelope {
            actor: acting(caller),
            key: None,
            precondition: Precondition::Version(claim.version),
            command: Command::SendConsent(serde_json::from_value(body).map_err(Problem::internal)?),
        })
    }

    /// The claim whose customer is to be asked, on the way to that.
    async fn asked_about(
        &self,
        flow: Flow,
        answers: &Answered,
        caller: &Caller,
    ) -> Result<Option<Claim>, Problem> {
        if flow != Flow::Consent {
            return Ok(None);
        }
        let id = first(answers, "claim").and_then(ClaimId::parse).ok_or(Refusal::NotFound)?;
        let actor: Actor = acting(caller);
        let claim = self.app.read(&id, &actor).await?;
        if actor::permits(&actor, &claim, domain::allowed::Act::SendConsent) {
            Ok(Some(claim))
        } else {
            Err(Refusal::Forbidden.into())
        }
    }

    /// The customer that the answers name, and what it can be claimed for.
    async fn looked_up(&self, place: &Place, caller: &Caller) -> Result<Option<LookedUp>, Problem> {
        let answers = &place.answers;
        if let Some(customer) = first(answers, "customerId") {
            return Ok(Some(self.app.known_customer(customer, caller).await?));
        }
        let part = |name: &str| first(answers, name).map(String::from);
        let named = IdentifierInput { kind: part("identifier/type"), value: part("identifier/value") };
        match self.app.look_up_customer(Some(&named), None, caller).await {
            Ok(found) => Ok(Some(found)),
            Err(Failure::Refused(_)) => Ok(None),
            Err(failure) => Err(failure.into()),
        }
    }

    pub(crate) async fn own_locations(&self, caller: &Caller) -> Result<Vec<Location>, Problem> {
        let mut locations = self.app.store.locations(&caller.org).await.map_err(Failure::from)?;
        locations.retain(|location| caller.scope.covers(&location.location_id));
        Ok(locations)
    }

    async fn step_page(
        &self,
        call: &Call,
        caller: &Caller,
        place: &Place,
        status: u16,
        faults: &[(String, FaultView)],
    ) -> Result<Reply, Problem> {
        let (flow, step) = (place.flow, place.step);
        // Only the details name a location; the check repeats them.
        let located = flow != Flow::Consent && (step == Step::Details || step == Step::Check);
        let locations = if located { self.own_locations(caller).await? } else { Vec::new() };
        let deal = flow == Flow::Added || flow == Flow::Claimed;
        let found = if deal && (step == Step::Engagements || step == Step::Check) {
            self.looked_up(place, caller).await?
        } else {
            None
        };
        let catalogue = self.app.catalogue();
        let ground = Ground {
            flow,
            answers: &place.answers,
            catalogue: &catalogue,
            now: self.app.now(),
            locale: caller.locale,
            locations: &locations,
            found: found.as_ref(),
            asks_why: faults.iter().any(|(name, _)| name == "mismatchReason"),
        };
        let (mut fields, summary, mut wrong) = if step == Step::Check {
            let (summary, wrong) = self.summary(place, caller, &ground).await?;
            (self.disclaimer(place, caller)?, Some(summary), wrong)
        } else {
            (ground.questions(step), None, Vec::new())
        };
        wrong.extend(tell(&mut fields, faults));
        let shown = StepPage {
            page: Page::new(call, Some(caller)).in_part(part(flow)).at(&place.address(step)),
            flow,
            step,
            number: flow.number(step),
            here: place.address(step),
            back: flow.before(step).map(|before| place.address(before)),
            presets: if place.id.is_none() { ground.presets() } else { Vec::new() },
            ineligible: if step == Step::Engagements { ground.ineligible() } else { Vec::new() },
            customer: found
                .as_ref()
                .filter(|_| step == Step::Engagements)
                .and_then(|found| Some(found.customer.as_ref()?.name.clone())),
            some_choice: fields.iter().any(|field| !field.choices().is_empty()),
            fields,
            wrong,
            summary,
        };
        show(call, status, &shown)
    }
}

/// The part of the console that a way belongs to.
pub(super) fn part(flow: Flow) -> &'static str {
    match flow {
        Flow::Association | Flow::Added | Flow::Claimed => "engagements",
        Flow::Consent => "claims",
    }
}

/// The way of the path, for those who may go it.
fn may_go(call: &Call, caller: &Caller) -> Result<Flow, Problem> {
    let flow = Flow::parse(call.path("flow")).ok_or(Code::NotFound)?;
    let kind = match flow {
        Flow::Association => ClaimKind::Association,
        Flow::Added | Flow::Claimed | Flow::Consent => ClaimKind::Engagement,
    };
    if actor::makes_claims(caller, kind) { Ok(flow) } else { Err(Refusal::Forbidden.into()) }
}

/// Whether a question is asked in this step of this way: a known customer is named in another one.
fn asks_here(flow: Flow, step: Step, name: &str) -> bool {
    let identifier = name.starts_with("identifier/");
    match (flow, step) {
        (Flow::Added, Step::Engagements) if identifier => false,
        (Flow::Claimed, Step::Engagements) if identifier => true,
        _ => step.asks(name),
    }
}

/// Takes what a form answers to the questions that are asked.
fn take(answers: &mut Answered, fields: &Fields, asked: impl Fn(&str) -> bool) {
    let given = fields.all().iter().filter(|(name, _)| asked(name));
    for (name, _) in given {
        answers.insert(name.clone(), fields.every(name));
    }
}

/// The contacts of a claim, to be looked at once more.
pub(crate) fn contacts_of(claim: &Claim, answers: &mut Answered) {
    let content = &claim.content;
    let (customer, partner) = (&content.customer_contact, &content.partner_contact);
    let contacts = [
        ("customerContact/name", customer.name.clone()),
        ("customerContact/title", customer.title.clone().unwrap_or_default()),
        ("customerContact/email", customer.email.to_string()),
        ("customerContact/locale", customer.locale.tag().into()),
        ("partnerContact/name", partner.name.clone()),
        ("partnerContact/email", partner.email.to_string()),
    ];
    for (name, value) in contacts {
        answers.insert(name.into(), vec![value]);
    }
}
