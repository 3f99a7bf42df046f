//! The desk: facts and proof of a claim side by side, and what a reviewer decides of it.

use askama::Template;
use domain::{
    Caller, Claim, Engagement, Locale, Refusal,
    actor::{self, HeldBack},
    allowed::Act,
    catalogue::REVIEW_REASONS,
};
use web::{
    Call, Problem, Reply,
    views::{self, ClaimAnswer, ClaimView},
};

use super::{
    acts::{self, ACTS, REASONS},
    facts,
    proof::Checklist,
    said::{Said, Told as Decided},
};
use crate::{
    Console, claim,
    documents::Document,
    forms::Fields,
    pages::{Page, show},
    refused::{Refused, named},
    session,
    texts::text,
};

/// What came of a form.
pub(super) enum Told {
    /// Nothing was sent
    Nothing,
    /// It was done
    Done(&'static str),
    /// It was refused, with what was filled in
    Refused(Problem, Fields),
}

/// A clock that runs.
struct Clock {
    name: &'static str,
    until: String,
    away: String,
    late: bool,
}

/// A kind of reason, with the text that is suggested for it in the partner's language.
struct Kind {
    code: &'static str,
    suggestion: String,
}

#[derive(Template)]
#[template(path = "review/desk.html")]
struct Desk {
    page: Page,
    claim: ClaimView,
    partner: String,
    /// Their language: what is written to them is suggested in it
    theirs: &'static str,
    facts: Vec<(String, String)>,
    warnings: Vec<String>,
    clocks: Vec<Clock>,
    items: Vec<(String, String)>,
    places: Vec<(String, String)>,
    documents: Vec<Document>,
    checklist: Checklist,
    changes: Option<(u32, Vec<String>)>,
    decided: Option<Decided>,
    dispute: Option<String>,
    said: Vec<Said>,
    kinds: Vec<Kind>,
    /// Why somebody who reviews cannot decide this one
    why_not: Option<String>,
    kept: Fields,
    done: Option<&'static str>,
    refused: Option<Refused>,
}

impl Desk {
    fn can(&self, act: &str) -> bool {
        self.claim.allowed_actions.contains(&act)
    }

    /// Whether a reason beyond the first one was begun.
    fn begun(&self, number: &usize) -> bool {
        !self.kept.said(&format!("code-{number}")).is_empty()
            || !self.kept.said(&format!("text-{number}")).is_empty()
    }

    fn chosen(&self, name: &str, number: &usize, value: &str) -> bool {
        self.kept.said(&format!("{name}-{number}")) == value
    }
}

impl Console {
    /// `GET /console/reviews/{id}`
    pub(super) async fn desk(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let done = query.one_of("done", &ACTS);
        query.finish()?;
        let claim = self.at_the_desk(call, caller).await?;
        self.desk_page(call, caller, &claim, done.map_or(Told::Nothing, Told::Done)).await
    }

    /// The claim of the path, if it was ever handed in to somebody like the caller.
    pub(super) async fn at_the_desk(&self, call: &Call, caller: &Caller) -> Result<Claim, Problem> {
        if !actor::works_queues(caller) {
            return Err(Refusal::NotFound.into());
        }
        let claim = self.found(call, caller).await?;
        if claim.submissions == 0 { Err(Refusal::NotFound.into()) } else { Ok(claim) }
    }

    pub(super) async fn desk_page(
        &self,
        call: &Call,
        caller: &Caller,
        claim: &Claim,
        told: Told,
    ) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("reviews");
        let (now, catalogue, actor) = (self.app.now(), self.app.catalogue(), session::actor(caller));
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let ClaimAnswer::Whole(view) = views::claim(claim, &actor, now, &catalogue) else {
            return Err(Refusal::Forbidden.into());
        };
        let zone = &catalogue.calendar.zone;
        let changes = self.app.changes(claim).await?;
        let comments = self.comments(claim).await?;
        let why_not = why_not(caller, claim, &page);
        let (done, refused, kept) = match told {
            Told::Nothing => (None, None, Fields::default()),
            Told::Done(action) => (Some(action), None, Fields::default()),
            Told::Refused(problem, kept) => {
                let named = |fault: &_| named(fault, claim, rules, page.locale);
                let refused = acts::refused(&page, (problem, &kept), named, why_not.as_deref())?;
                (None, Some(refused), kept)
            }
        };
        let clock = |clock: &views::DeadlineView| Clock {
            name: clock.clock,
            until: page.deadline(clock.at, zone),
            away: page.away_or_late(clock.at, now),
            late: view.overdue.contains(&clock.clock),
        };
        let theirs = claim.content.partner_contact.locale;
        let places = places(claim, rules, &page);
        let desk = Desk {
            partner: claim.org_name.clone(),
            theirs: theirs.tag(),
            facts: facts::of(claim, &view, rules, &page, zone),
            warnings: view.warnings.iter().map(|warning| page.word("warning", warning)).collect(),
            clocks: view.deadlines.iter().map(clock).collect(),
            items: claim::items(claim, rules, page.locale),
            documents: Document::all(claim, rules, &page),
            checklist: Checklist::of(claim, rules, &catalogue.calendar, now, &page),
            changes: changes.map(|(number, changes)| {
                let told = changes.iter().map(|change| facts::change(change, rules, &page));
                (number, told.collect())
            }),
            decided: Decided::of(&view, &places, &page, zone),
            dispute: claim.dispute.as_ref().map(|dispute| dispute.justification.clone()),
            said: Said::all(claim, &comments, &page, zone),
            kinds: kinds(theirs),
            places,
            why_not,
            kept,
            done,
            refused,
            claim: *view,
            page,
        };
        show(call, Refused::status(desk.refused.as_ref()), &desk)
    }
}

/// Why somebody who reviews cannot decide a claim that is to be decided.
fn why_not(caller: &Caller, claim: &Claim, page: &Page) -> Option<String> {
    let why = match actor::held_back(caller, claim, Act::Reject)? {
        HeldBack::TookPart => "first-reviewer",
        HeldBack::NoLead => "leads-decide-disputes",
        HeldBack::NoReviewer => "reviewers-decide",
    };
    Some(page.t(why))
}

fn kinds(theirs: Locale) -> Vec<Kind> {
    let suggestion = |code: &str| text(theirs, &format!("canned-{}", code.replace('_', "-")));
    REVIEW_REASONS.into_iter().map(|code| Kind { code, suggestion: suggestion(code) }).collect()
}

/// What a reason can be about: the pointer, and what it is called.
fn places(claim: &Claim, rules: &Engagement, page: &Page) -> Vec<(String, String)> {
    let elements =
        rules.proof.elements.iter().map(|element| {
            (format!("/proof/elements/{}", element.id), element.name.get(page.locale).to_owned())
        });
    let items = claim::items(claim, rules, page.locale).into_iter();
    let documents = claim.documents.iter();
    let documents =
        documents.map(|document| (format!("/documents/{}", document.id), document.file_name.clone()));
    let rest = [
        ("/customerContact", "customer-contact"),
        ("/partnerContact", "partner-contact"),
        ("/locationId", "location"),
    ];
    std::iter::once(("/proof".to_owned(), page.t("proof")))
        .chain(elements)
        .chain(items.map(|(key, label)| (format!("/items/{key}"), label)))
        .chain(documents)
        .chain(rest.map(|(pointer, id)| (pointer.to_owned(), page.t(id))))
        .collect()
}
