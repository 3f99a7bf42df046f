//! A claim: where it stands, whose move it is and by when, what comes next, what was said.

mod edit;
mod proof;
pub(crate) mod story;

use app::ports::{Comment, Comments as _, Mails as _};
use askama::Template;
use domain::{
    Actor, Caller, Claim, ClaimId, Engagement, Locale, Refusal, actor,
    allowed::{self, Act},
    catalogue::VersionedText,
};
use jiff::{Timestamp, tz::TimeZone};
use web::{
    Call, Problem, Reply,
    views::{self, ClaimAnswer, ClaimView, ConsentRecordView},
};

use self::{
    proof::Proof,
    story::{Entry, Step, Words},
};
use crate::{
    Console,
    actions::{self, Sent},
    pages::{Page, show_with},
    refused::{Refused, named, plain},
    session,
};

/// How many comments a page shows: more than a claim has in its life.
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
    /// It was refused: what was sent, to be shown again
    Refused(Problem, Sent),
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
    refused: Option<Refused>,
    sent: Sent,
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

    /// Whom the customer could be asked through instead: as was sent, or whom the contact has named.
    fn new_contact<'a>(&'a self, asked: &'a Asked, part: &str) -> &'a str {
        if self.sent.was("change_contact") {
            return self.sent.fields.said(&format!("customerContact/{part}"));
        }
        let delegate = asked.record.consent.delegate.as_ref();
        delegate.map_or("", |delegate| match part {
            "name" => delegate.name.as_str(),
            "email" => delegate.email.as_str(),
            _ => "",
        })
    }
}

impl Console {
    /// `GET /console/claims/{id}`
    pub(crate) async fn claim(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let done = query.one_of("done", &actions::done());
        query.finish()?;
        self.claim_page(call, caller, done.map_or(Told::Nothing, Told::Done)).await
    }

    /// The same after something was refused.
    pub(crate) async fn claim_refused(
        &self,
        call: &Call,
        caller: &Caller,
        problem: Problem,
        sent: Sent,
    ) -> Result<Reply, Problem> {
        self.claim_page(call, caller, Told::Refused(problem, sent)).await
    }

    /// The comments that a page shows.
    pub(crate) async fn comments(&self, claim: &Claim) -> Result<Vec<Comment>, Problem> {
        Ok(self.app.store.comments(&claim.id, None, COMMENTS).await.map_err(app::Failure::from)?)
    }

    /// The claim of the path as it stands now.
    pub(crate) async fn found(&self, call: &Call, caller: &Caller) -> Result<Claim, Problem> {
        let id = ClaimId::parse(call.path("id")).ok_or(Refusal::NotFound)?;
        Ok(self.app.read(&id, &session::actor(caller)).await?)
    }

    async fn claim_page(&self, call: &Call, caller: &Caller, told: Told) -> Result<Reply, Problem> {
        let acting = session::actor(caller);
        let (found, mails) =
            self.app.store.with_mails(&web::claim_id(call)?).await.map_err(app::Failure::from)?;
        let claim = &self.app.shown(found, &acting)?;
        let page = Page::new(call, Some(caller)).in_part("claims");
        let page = page.at(&format!("/console/claims/{}", claim.id));
        let (now, catalogue) = (self.app.now(), self.app.catalogue());
        let rules = catalogue.rules(&claim.engagement, claim.rule_version).ok_or(Refusal::NotFound)?;
        let ClaimAnswer::Whole(view) = views::claim(claim, &acting, now, &catalogue) else {
            return Err(Refusal::Forbidden.into());
        };
        let zone = &catalogue.calendar.zone;
        let clock = |clock: &views::DeadlineView| Clock {
            name: clock.clock,
            until: page.deadline(clock.at, zone),
            away: page.away(clock.at, now),
        };
        let (done, refused, sent) = match told {
            Told::Nothing => (None, None, Sent::default()),
            Told::Done(action) => (Some(action), None, Sent::default()),
            Told::Refused(problem, sent) => {
                let words = |fault: &_| plain(&page, &named(fault, claim, rules, page.locale));
                let refused = Refused::of(&page, problem, |fault| (String::new(), words(fault)))?;
                (None, Some(refused), sent)
            }
        };
        let comments = self.comments(claim).await?;
        let comments = comments.iter().filter_map(|comment| views::comment(comment, caller.side)).collect();
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
            asked: views::consent_record(claim, &mails).map(|record| asked(record, &page, zone, now)),
            proof: proof::proof(claim, rules, &page, &faults),
            may_remove: allowed::listed(claim, Act::RemoveDocument)
                && actor::permits(&acting, claim, Act::RemoveDocument),
            referral: view.referral_id.clone().map(|id| (id, actor::opens_referrals(caller))),
            done,
            refused,
            sent,
            claim: *view,
            page,
        };
        let storage = if shown.may("upload") { self.documents.origin()? } else { String::new() };
        show_with(call, Refused::status(shown.refused.as_ref()), &shown, &storage)
    }
}

/// What became of the mails to the customer.
fn asked(record: ConsentRecordView, page: &Page, zone: &TimeZone, now: Timestamp) -> Asked {
    let event = |at| page.event(at, zone);
    let mails = record.deliveries.iter();
    Asked {
        sent: record.consent.sent_at.map(event),
        delivered: record.consent.delivered_at.map(event),
        again: record.consent.next_reminder_allowed_at.filter(|at| *at > now).map(event),
        mails: mails.map(|mail| (mail.kind, mail.to.clone(), mail.state, event(mail.at))).collect(),
        record,
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
