//! Contests: the list, what is said, and the decision.

use askama::Template;
use domain::{Caller, Code, Contest, ContestId, Refusal, contest};
use web::{
    Call, Problem, Reply, respond,
    views::{self, ContestView},
};

use super::contest_page::ContestPage;
use crate::{
    Console,
    forms::Fields,
    pages::{Page, show},
    refused::{Refused, plain},
};

/// Contests on one page.
const ROWS: u32 = 25;

/// What the forms of a contest do.
const ACTS: [&str; 2] = ["statement", "decision"];

/// A contest in the list.
struct Row {
    contest: ContestView,
    claim: String,
    customer: String,
    due: (String, String),
}

#[derive(Template)]
#[template(path = "review/contests.html")]
struct ContestList {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

impl Console {
    /// `GET /console/contests`: newest first.
    pub(super) async fn contests(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("contests");
        let mut query = call.query();
        let bound_to = format!("console contests {}", caller.sub);
        let after: Option<String> = query.cursor(&self.cookies.keys, &bound_to);
        query.finish()?;
        if !contest::follows(caller) {
            return Err(Refusal::NotFound.into());
        }
        let (found, claims) = self.app.contests(caller, after.as_deref(), ROWS).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let row = |contest: &Contest| {
            let view = views::contest(contest, &claims, caller);
            let claim = claims.iter().find(|claim| claim.id.as_str() == view.claim_id);
            let due =
                (page.away_or_late(view.due_at, now), page.deadline(view.due_at, &catalogue.calendar.zone));
            Row {
                claim: claim.map(|claim| claim.content.name.clone()).unwrap_or_default(),
                customer: claim.map(|claim| claim.customer.name.clone()).unwrap_or_default(),
                due,
                contest: view,
            }
        };
        let rows = found.contests.iter().map(row).collect();
        let next = found.next.map(|place| {
            format!("/console/contests?cursor={}", self.cookies.keys.seal_cursor(&place, &bound_to))
        });
        show(call, 200, &ContestList { page, rows, next })
    }

    /// `GET /console/contests/{id}`
    pub(super) async fn contest(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("contests");
        let mut query = call.query();
        let done = query.one_of("done", &ACTS);
        query.finish()?;
        self.contest_page(call, caller, page, (done, None, Fields::default())).await
    }

    /// `POST /console/contests/{id}/{action}`: words of a party or of the vendor, or the decision.
    pub(super) async fn act_in_a_contest(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let action = ACTS.into_iter().find(|act| *act == call.path("action")).ok_or(Code::NotFound)?;
        let id = contest_id(call)?;
        let done = match action {
            "statement" => self.app.state_in_contest(&id, caller, None, fields.text("text").as_deref()).await,
            _ => {
                let (winner, reason) = (fields.text("winner"), fields.text("reason"));
                self.app.decide_contest(&id, caller, winner.as_deref(), reason.as_deref()).await
            }
        };
        let page = Page::new(call, Some(caller)).in_part("contests");
        match done.map_err(Problem::from) {
            Ok(_) => Ok(respond::see_other(call, &format!("/console/contests/{id}?done={action}"))),
            Err(problem) => {
                let refused = Refused::of(&page, problem, |fault| {
                    (fault.pointer.trim_start_matches('/').into(), plain(&page, fault))
                })?;
                self.contest_page(call, caller, page, (None, Some(refused), fields)).await
            }
        }
    }

    async fn contest_page(
        &self,
        call: &Call,
        caller: &Caller,
        page: Page,
        (done, refused, kept): (Option<&'static str>, Option<Refused>, Fields),
    ) -> Result<Reply, Problem> {
        let (contest, claims) = self.app.contest(&contest_id(call)?, caller).await?;
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let mut shown = ContestPage::of((&contest, &claims), caller, now, &catalogue, page);
        let why = shown.why_not.as_deref().filter(|_| call.path("action") == "decision");
        shown.refused = refused.map(|refused| refused.because(why));
        shown.done = done;
        shown.kept = kept;
        show(call, Refused::status(shown.refused.as_ref()), &shown)
    }
}

fn contest_id(call: &Call) -> Result<ContestId, Problem> {
    ContestId::parse(call.path("id")).ok_or_else(|| Refusal::NotFound.into())
}
