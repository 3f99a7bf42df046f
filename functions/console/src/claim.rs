//! A claim: where it stands, whose move it is and by when, what comes next, what was said.

use app::ports::Claims as _;
use askama::Template;
use domain::{Caller, Claim, ClaimId, Engagement, Locale, Refusal, State, actor, catalogue::VersionedText};
use jiff::Timestamp;
use web::{
    Call, Problem, Reply,
    views::{self, ClaimAnswer, ClaimView, FaultView},
};

use crate::{
    Console, actions,
    pages::{Page, show},
    session,
    texts::text,
};

/// A clock that runs.
struct Clock {
    name: &'static str,
    until: String,
    away: String,
}

/// A step in the claim's life.
struct Step {
    at: String,
    status: String,
    who: String,
}

/// Why a reviewer decided so.
struct Reason {
    title: String,
    text: String,
}

/// What a form would do.
struct Form {
    action: &'static str,
    /// Texts to be accepted: how they are named, and what they say.
    texts: Vec<(String, String)>,
}

/// What came of a form.
pub(crate) enum Told {
    /// Nothing was sent
    Nothing,
    /// It was done
    Done(&'static str),
    /// It was refused: title, detail, every fault
    Refused(String, String, Vec<FaultView>),
}

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    page: Page,
    claim: ClaimView,
    engagement: String,
    location: String,
    items: Vec<(String, String)>,
    /// Whether the caller can review it
    desk: bool,
    clocks: Vec<Clock>,
    steps: Vec<Step>,
    forms: Vec<Form>,
    reasons: Vec<Reason>,
    done: Option<&'static str>,
    refused: Option<(String, String, Vec<FaultView>)>,
}

impl Form {
    /// Whether words of the person belong to the act.
    fn asks_why(&self) -> bool {
        ["recall", "cancel", "withdraw", "disassociate", "dispute"].contains(&self.action)
    }
}

impl Console {
    /// `GET /console/claims/{id}`
    pub(crate) async fn claim(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let done = query.one_of("done", &actions::FORMS);
        query.finish()?;
        let claim = self.found(call, caller).await?;
        self.claim_page(call, caller, &claim, 200, done.map_or(Told::Nothing, Told::Done))
    }

    /// The claim of the path as it stands now.
    pub(crate) async fn found(&self, call: &Call, caller: &Caller) -> Result<Claim, Problem> {
        let id = ClaimId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        Ok(self.app.shown(self.app.store.load(&id).await?, &session::actor(caller))?)
    }

    pub(crate) fn claim_page(
        &self,
        call: &Call,
        caller: &Caller,
        claim: &Claim,
        status: u16,
        told: Told,
    ) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("claims");
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let ClaimAnswer::Whole(view) = views::claim(claim, &session::actor(caller), now, &catalogue) else {
            return Err(Refusal::Forbidden.into());
        };
        let zone = &catalogue.calendar.zone;
        let clock = |clock: &views::DeadlineView| Clock {
            name: clock.clock,
            until: page.deadline(clock.at, zone),
            away: page.away(clock.at, now),
        };
        let (done, refused) = match told {
            Told::Nothing => (None, None),
            Told::Done(action) => (Some(action), None),
            Told::Refused(title, detail, faults) => (None, Some((title, detail, faults))),
        };
        let shown = ClaimPage {
            engagement: rules.name.get(page.locale).into(),
            location: claim.location_label(),
            desk: actor::works_queues(caller) && claim.submissions > 0,
            items: items(claim, rules, page.locale),
            clocks: view.deadlines.iter().map(clock).collect(),
            steps: steps(claim, caller, |at| page.event(at, zone)),
            forms: forms(&view, rules, &page),
            reasons: reasons(&view, page.locale),
            done,
            refused,
            claim: *view,
            page,
        };
        show(call, status, &shown)
    }
}

/// The statuses the claim has had, newest first; who of the other side it was is told as the API tells it.
fn steps(claim: &Claim, caller: &Caller, event: impl Fn(Timestamp) -> String) -> Vec<Step> {
    let entries = views::history(claim, caller.side).into_iter();
    let moved = entries.filter(|entry| entry.from != entry.to);
    let steps = moved.filter_map(|entry| {
        let status = entry.to.filter(|to| State::STATUSES.contains(&to.as_str()))?;
        Some(Step { at: event(entry.at), status, who: entry.actor.name.unwrap_or_default() })
    });
    let mut steps: Vec<Step> = steps.collect();
    steps.reverse();
    steps
}

/// The reasons of the last decision, their codes in words.
fn reasons(claim: &ClaimView, locale: Locale) -> Vec<Reason> {
    let told = claim.review.iter().flat_map(|review| &review.reasons);
    told.map(|reason| {
        let code = web::problem::code(&reason.code).map(Problem::from);
        let title = code.map_or_else(|| text(locale, "other-reason"), |problem| problem.words(locale).0);
        Reason { title, text: reason.text.clone() }
    })
    .collect()
}

/// Items by their keys, as people read them.
fn items(claim: &Claim, rules: &Engagement, locale: Locale) -> Vec<(String, String)> {
    let items = claim.content.items.iter();
    items.map(|item| (item.key.to_string(), rules.item_label(item, locale))).collect()
}

/// A form for every act of the console that the API allows now.
fn forms(claim: &ClaimView, rules: &Engagement, page: &Page) -> Vec<Form> {
    let allowed = actions::FORMS.into_iter().filter(|form| claim.allowed_actions.contains(form));
    let accepted = |texts: &mut dyn Iterator<Item = &VersionedText>| {
        texts.map(|text| (text.reference(), text.text.get(page.locale).to_owned())).collect()
    };
    allowed
        .map(|action| Form {
            action,
            texts: match action {
                "submit" | "resubmit" => accepted(&mut rules.acknowledgements.iter()),
                "send_consent" => accepted(&mut rules.disclaimer.iter()),
                _ => Vec::new(),
            },
        })
        .collect()
}
