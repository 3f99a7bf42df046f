//! What can still be changed of a claim: the questions it was made of, those that the API opens.

use askama::Template;
use domain::{Caller, Claim, Command, Envelope, Refusal, claim::ItemKey};
use serde_json::Value;
use web::{
    Call, Problem, Reply, respond,
    views::{self, ClaimAnswer, FaultView},
};

use crate::{
    Console,
    fields::{Field, Kind, Wrong, tell},
    pages::{Page, show},
    refused::told,
    session::actor,
    steps::{Answered, Flow, Ground, Step, contacts_of, question},
};

/// Steps whose questions can be asked again.
const STEPS: [Step; 3] = [Step::Details, Step::Items, Step::Contacts];

#[derive(Template)]
#[template(path = "claim/edit.html")]
struct EditPage {
    page: Page,
    id: String,
    name: String,
    version: u64,
    fields: Vec<Field>,
    wrong: Vec<Wrong>,
}

impl Console {
    /// `GET /console/claims/{id}/edit`
    pub(crate) async fn edit(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        call.query().finish()?;
        let claim = self.found(call, caller).await?;
        let answers = answers_of(&claim);
        self.edit_page(call, caller, &claim, &answers, None).await
    }

    /// `POST /console/claims/{id}/edit`
    pub(crate) async fn edited(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let claim = self.found(call, caller).await?;
        let open = self.editable(&claim, caller)?;
        let mut answers = answers_of(&claim);
        answers.retain(|name, _| name == "role" || !is_open(&open, name));
        for (name, _) in fields.all() {
            if is_open(&open, name) {
                answers.insert(name.clone(), fields.every(name));
            }
        }
        let envelope = Envelope {
            actor: actor(caller),
            key: None,
            precondition: fields.seen(),
            command: Command::Edit(
                serde_json::from_value(patch(&answers, &open)).map_err(Problem::internal)?,
            ),
        };
        match self.app.execute(&claim.id, envelope).await.map_err(Problem::from) {
            Ok(done) => Ok(respond::see_other(call, &format!("/console/claims/{}?done=edit", done.claim.id))),
            Err(problem) if problem.status().is_server_error() => Err(problem),
            Err(problem) => {
                problem.note();
                self.edit_page(call, caller, &claim, &answers, Some(&problem)).await
            }
        }
    }

    /// The members of the claim that the API opens to the caller now.
    fn editable(&self, claim: &Claim, caller: &Caller) -> Result<Vec<String>, Problem> {
        let view = views::claim(claim, &actor(caller), self.app.now(), &self.app.catalogue());
        let ClaimAnswer::Whole(view) = view else { return Err(Refusal::Forbidden.into()) };
        if !view.allowed_actions.contains(&"edit") {
            return Err(Refusal::Forbidden.into());
        }
        Ok(view.editable_fields.iter().map(|pointer| pointer.trim_start_matches('/').to_owned()).collect())
    }

    async fn edit_page(
        &self,
        call: &Call,
        caller: &Caller,
        claim: &Claim,
        answers: &Answered,
        problem: Option<&Problem>,
    ) -> Result<Reply, Problem> {
        let open = self.editable(claim, caller)?;
        let locations = self.own_locations(caller).await?;
        let catalogue = self.app.catalogue();
        let ground = Ground {
            flow: Flow::Association,
            answers,
            catalogue: &catalogue,
            now: self.app.now(),
            locale: caller.locale,
            locations: &locations,
            found: None,
            asks_why: false,
        };
        let asked = STEPS.into_iter().flat_map(|step| ground.questions(step));
        let mut fields: Vec<Field> = asked
            .filter(|field| is_open(&open, &field.name) && !matches!(field.kind, Kind::Hidden))
            .collect();
        let faults: Vec<(String, FaultView)> = problem
            .iter()
            .flat_map(|problem| problem.errors())
            .map(|fault| (question(&fault.pointer, answers), told(fault, caller.locale)))
            .collect();
        let mut wrong = tell(&mut fields, &faults);
        if let (Some(problem), true) = (problem, wrong.is_empty()) {
            let (title, detail) = problem.words(caller.locale);
            wrong.push(Wrong { href: "#main".into(), text: format!("{title}. {detail}") });
        }
        let page = Page::new(call, Some(caller)).in_part("claims");
        let shown = EditPage {
            page: page.at(&format!("/console/claims/{}/edit", claim.id)),
            id: claim.id.to_string(),
            name: claim.content.name.clone(),
            version: claim.version,
            fields,
            wrong,
        };
        show(call, problem.map_or(200, |problem| problem.status().as_u16()), &shown)
    }
}

/// Whether a question is about a member that is open.
fn is_open(open: &[String], name: &str) -> bool {
    let member = match name.split('/').next().unwrap_or_default() {
        "product" | "subscription" => "items",
        member => member,
    };
    open.iter().any(|open| open.split('/').next() == Some(member))
}

/// The answers that would make the claim.
fn answers_of(claim: &Claim) -> Answered {
    let content = &claim.content;
    let mut answers = Answered::new();
    let mut one = |name: &str, value: &str| answers.insert(name.into(), vec![value.to_owned()]);
    one("role", &format!("{}/{}", claim.engagement, content.role));
    one("name", &content.name);
    one("locationId", content.location.as_str());
    if let Some(revenue) = &content.revenue {
        one("revenue/solutionSellerName", &revenue.solution_seller_name);
        one("revenue/customerName", &revenue.customer_name);
        one("revenue/isvSolution", &revenue.isv_solution);
    }
    if content.opt_out {
        one("optOutOfIncentives", "true");
    }
    let rows = content.items.iter().filter_map(|item| match &item.key {
        ItemKey::Subscription(id) => Some((item.product.clone().unwrap_or_default(), id.clone())),
        ItemKey::Workload(_) => None,
    });
    for (row, (product, subscription)) in rows.enumerate() {
        one(&format!("product/{row}"), &product);
        one(&format!("subscription/{row}"), &subscription);
    }
    let workloads = content.items.iter().filter_map(|item| match &item.key {
        ItemKey::Workload(id) => Some(id.clone()),
        ItemKey::Subscription(_) => None,
    });
    let workloads: Vec<String> = workloads.collect();
    if !workloads.is_empty() {
        answers.insert("items".into(), workloads);
    }
    contacts_of(claim, &mut answers);
    answers
}

/// The open members as the answers have them.
fn patch(answers: &Answered, open: &[String]) -> Value {
    let mut body = Flow::Association.body(answers);
    if open.iter().any(|member| member == "optOutOfIncentives") && body.get("optOutOfIncentives").is_none() {
        body["optOutOfIncentives"] = false.into();
    }
    if let Some(members) = body.as_object_mut() {
        members.retain(|member, _| is_open(open, member));
    }
    body
}
