//! A claim: where it stands, whose move it is and by when, what comes next, what was said.

mod edit;
mod proof;
mod story;

use app::ports::{Comments as _, Mails as _};
use askama::Template;
use domain::{
    Actor, Caller, Claim, ClaimId, Code, Engagement, Locale, Refusal, actor,
    allowed::{self, Act},
    catalogue::VersionedText,
};
use jiff::tz::TimeZone;
use web::{
    Call, Problem, Reply,
    views::{self, ClaimAnswer, ClaimView, ConsentRecordView, FaultView},
};

use self::{
    proof::Proof,
    story::{Entry, Step, Words},
};
use crate::{
    Console, actions,
    pages::{Page, show_with},
    session,
    texts::text,
};

/// Comments that a page shows.
const COMMENTS: u32 = 100;

/// A clock that runs.
struct Clock {
    name: &'static str,
    until: String,
    away: String,
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

/// A product or workload: its name, what was decided, and what became official.
struct Item {
    key: String,
    label: String,
    decision: &'static str,
    association: Option<(&'static str, String)>,
    /// Whether its usage can be looked at
    usage: bool,
}

/// Asking the customer: where it stands.
struct Asked {
    record: ConsentRecordView,
    sent: Option<String>,
    delivered: Option<String>,
    /// From when on the mail can go out again
    again: Option<String>,
    /// What became of each mail: kind, address, state, when
    mails: Vec<(&'static str, String, &'static str, String)>,
}

/// What came of a form.
pub(crate) enum Told {
    /// Nothing was sent
    Nothing,
    /// It was done
    Done(&'static str),
    /// It was refused: status, title, detail, every fault
    Refused(u16, String, String, Vec<FaultView>),
}

#[derive(Template)]
#[template(path = "claim/page.html")]
struct ClaimPage {
    page: Page,
    claim: ClaimView,
    engagement: String,
    role: Option<String>,
    location: String,
    items: Vec<Item>,
    /// Whether the caller can review it
    desk: bool,
    clocks: Vec<Clock>,
    steps: Vec<Step>,
    history: Vec<Entry>,
    comments: Vec<Words>,
    forms: Vec<Form>,
    reasons: Vec<Reason>,
    asked: Option<Asked>,
    proof: Proof,
    /// Whether documents can be taken out again
    may_remove: bool,
    /// The referral, and whether the caller opens referrals
    referral: Option<(String, bool)>,
    done: Option<&'static str>,
    refused: Option<(String, String, Vec<FaultView>)>,
}

impl Told {
    /// What a problem tells.
    pub(crate) fn refused(problem: &Problem, caller: &Caller) -> Self {
        let (title, detail) = problem.words(caller.locale);
        // The API names media types, which nobody chooses a file by.
        let in_words = |mut fault: FaultView| {
            if fault.code == Code::FileTypeNotAllowed.as_str() {
                fault.detail = text(caller.locale, "allowed-files");
            }
            fault
        };
        let faults = problem.errors().iter().map(|fault| in_words(FaultView::of(fault, caller.locale)));
        let faults = faults.collect();
        Self::Refused(problem.status().as_u16(), title, detail, faults)
    }
}

impl Form {
    /// Whether words of the person belong to the act.
    fn asks_why(&self) -> bool {
        ["recall", "cancel", "withdraw", "disassociate", "dispute", "stop"].contains(&self.action)
    }
}

impl ClaimPage {
    fn may(&self, act: &str) -> bool {
        self.claim.allowed_actions.contains(&act)
    }
}

impl Console {
    /// `GET /console/claims/{id}`
    pub(crate) async fn claim(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let done = query.one_of("done", &actions::DONE);
        query.finish()?;
        let claim = self.found(call, caller).await?;
        self.claim_page(call, caller, &claim, done.map_or(Told::Nothing, Told::Done)).await
    }

    /// The claim of the path as it stands now.
    pub(crate) async fn found(&self, call: &Call, caller: &Caller) -> Result<Claim, Problem> {
        let id = ClaimId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        Ok(self.app.read(&id, &session::actor(caller)).await?)
    }

    pub(crate) async fn claim_page(
        &self,
        call: &Call,
        caller: &Caller,
        claim: &Claim,
        told: Told,
    ) -> Result<Reply, Problem> {
        let page = Page::new(call, Some(caller)).in_part("claims");
        let page = page.at(&format!("/console/claims/{}", claim.id));
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let acting = session::actor(caller);
        let ClaimAnswer::Whole(view) = views::claim(claim, &acting, now, &catalogue) else {
            return Err(Refusal::Forbidden.into());
        };
        let zone = &catalogue.calendar.zone;
        let clock = |clock: &views::DeadlineView| Clock {
            name: clock.clock,
            until: page.deadline(clock.at, zone),
            away: page.away(clock.at, now),
        };
        let (status, done, refused) = match told {
            Told::Nothing => (200, None, None),
            Told::Done(action) => (200, Some(action), None),
            Told::Refused(status, title, detail, faults) => (status, None, Some((title, detail, faults))),
        };
        let comments =
            self.app.store.comments(&claim.id, None, COMMENTS).await.map_err(app::Failure::from)?;
        let comments = comments.iter().filter_map(|comment| views::comment(comment, caller.side)).collect();
        let asked = match claim.consent {
            Some(_) => self.asked(claim, &page, zone).await?,
            None => None,
        };
        let faults = domain::proof::faults(claim, rules, &catalogue.calendar, now);
        let shown = ClaimPage {
            engagement: rules.name.get(page.locale).into(),
            role: rules.role(&claim.content.role).map(|role| role.name.get(page.locale).into()),
            location: claim.location_label(),
            items: detailed(claim, rules, &acting, &page),
            desk: actor::works_queues(caller),
            clocks: view.deadlines.iter().map(clock).collect(),
            steps: story::steps(claim, caller, &page, zone),
            history: story::history(claim, caller, &page, zone),
            comments: story::words(comments, &page, zone),
            forms: forms(&view, rules, &page),
            reasons: reasons(&view, &page),
            asked,
            proof: proof::proof(claim, rules, &page, &faults),
            may_remove: allowed::listed(claim, Act::RemoveDocument)
                && actor::permits(&acting, claim, Act::RemoveDocument),
            referral: view.referral_id.clone().map(|id| (id, actor::opens_referrals(caller))),
            done,
            refused,
            claim: *view,
            page,
        };
        let storage = if shown.may("upload") { self.documents.origin().await? } else { String::new() };
        show_with(call, status, &shown, &storage)
    }

    /// What became of the mails to the customer.
    async fn asked(&self, claim: &Claim, page: &Page, zone: &TimeZone) -> Result<Option<Asked>, Problem> {
        let (_, mails) = self.app.store.with_mails(&claim.id).await.map_err(app::Failure::from)?;
        let Some(record) = views::consent_record(claim, &mails) else { return Ok(None) };
        let event = |at| page.event(at, zone);
        Ok(Some(Asked {
            sent: record.consent.sent_at.map(event),
            delivered: record.consent.delivered_at.map(event),
            again: record.consent.next_reminder_allowed_at.filter(|at| *at > self.app.now()).map(event),
            mails: record
                .deliveries
                .iter()
                .map(|mail| (mail.kind, mail.to.clone(), mail.state, event(mail.at)))
                .collect(),
            record,
        }))
    }
}

/// The reasons of the last decision, their codes in words.
fn reasons(claim: &ClaimView, page: &Page) -> Vec<Reason> {
    let told = claim.review.iter().flat_map(|review| &review.reasons);
    told.map(|reason| Reason { title: page.reason(&reason.code), text: reason.text.clone() }).collect()
}

/// Items by their keys, as people read them.
pub(crate) fn items(claim: &Claim, rules: &Engagement, locale: Locale) -> Vec<(String, String)> {
    let items = claim.content.items.iter();
    items.map(|item| (item.key.to_string(), rules.item_label(item, locale))).collect()
}

fn detailed(claim: &Claim, rules: &Engagement, acting: &Actor, page: &Page) -> Vec<Item> {
    let items = claim.content.items.iter().map(|item| {
        let view = views::item(item);
        let ended = |code: Option<String>| code.map(|code| page.reason(&code)).unwrap_or_default();
        Item {
            key: view.key,
            label: rules.item_label(item, page.locale),
            decision: view.decision,
            association: view.association.map(|found| (found.status, ended(found.ended_reason))),
            usage: actor::opens(acting) && domain::usage::readable(claim, &item.key).is_ok(),
        }
    });
    items.collect()
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
                _ => Vec::new(),
            },
        })
        .collect()
}
