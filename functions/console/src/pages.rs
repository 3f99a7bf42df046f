//! What every page has in common: frame, language, style sheet, policy.

use app::imports::Kind;
use askama::Template;
use domain::{Actor, Caller, Code, Locale, Side, actor, catalogue, contest, mails};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use lambda_http::http::Method;
use mail::Moment;
use web::{Call, Problem, Reply, respond, views::DeadlineView};

use crate::{
    session::days_until,
    texts::{filled, text},
};

/// A file of the pages. Its name changes with its content, so that it can be kept for good.
struct Asset {
    hash: u64,
    extension: &'static str,
    media_type: &'static str,
    content: &'static str,
}

const STYLE: Asset = Asset::new("css", "text/css; charset=utf-8", include_str!("../static/console.css"));
const SCRIPT: Asset =
    Asset::new("js", "text/javascript; charset=utf-8", include_str!("../static/console.js"));

impl Asset {
    const fn new(extension: &'static str, media_type: &'static str, content: &'static str) -> Self {
        Self { hash: hash(content.as_bytes()), extension, media_type, content }
    }

    fn name(&self) -> String {
        format!("{:016x}.{}", self.hash, self.extension)
    }
}

/// FNV-1a: known before the function begins. Nobody but us writes what it is made of.
const fn hash(content: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut rest = content;
    while let [byte, after @ ..] = rest {
        hash = (hash ^ *byte as u64).wrapping_mul(0x0100_0000_01b3);
        rest = after;
    }
    hash
}

/// Whether somebody finds something in a part of the console; the domain says so.
type IsFor = fn(&Caller) -> bool;

/// The parts of the console, in the order in which they are shown.
const PARTS: &[(&str, IsFor)] = &[
    ("engagements", |caller| caller.side == Side::Partner),
    ("claims", |_| true),
    ("associations", opens_own),
    ("earnings", opens_own),
    ("referrals", actor::opens_referrals),
    ("mails", mails::reads_choice),
    ("reviews", actor::works_queues),
    ("contests", contest::follows),
    ("programme", catalogue::reads_rules),
    ("imports", imports_something),
    ("figures", actor::oversees_queues),
];

/// The frame of a page.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) locale: Locale,
    /// Who is signed in, and for which organisation.
    pub(crate) user: Option<(String, String)>,
    pub(crate) partner: bool,
    /// The parts somebody can go to.
    pub(crate) parts: Vec<&'static str>,
    /// The part this page belongs to.
    pub(crate) part: &'static str,
    /// This page, to come back to it in the other language.
    pub(crate) here: String,
}

impl Page {
    pub(crate) fn new(call: &Call, caller: Option<&Caller>) -> Self {
        Self {
            locale: caller.map_or_else(|| call.locale(), |caller| caller.locale),
            user: caller.map(|caller| (caller.name.clone(), caller.org_name.clone())),
            partner: caller.is_some_and(|caller| caller.side == Side::Partner),
            parts: caller.map(parts).unwrap_or_default(),
            part: "",
            here: here(call),
        }
    }

    pub(crate) fn in_part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }

    /// The page whose address is this one.
    pub(crate) fn at(self, here: &str) -> Self {
        Self { here: here.into(), ..self }
    }

    /// Which step of how many.
    pub(crate) fn step_of(&self, step: usize, steps: usize) -> String {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).into();
        filled(self.locale, "step-of", &[("step", count(step)), ("steps", count(steps))])
    }

    /// A solution area: by its own name, or by its id where there is none.
    pub(crate) fn area(&self, area: &str) -> String {
        let id = format!("area-{}", area.replace('_', "-"));
        let named = self.t(&id);
        if named == id { area.replace('_', " ") } else { named }
    }

    /// Words for a code that stands as a reason; what somebody wrote stays as it is.
    pub(crate) fn reason(&self, reason: &str) -> String {
        let word = reason.replace('_', "-");
        let known = ["ended", "why"].map(|kind| format!("{kind}-{word}"));
        if let Some(known) = known.iter().map(|id| (id, self.t(id))).find(|(id, told)| *id != told) {
            return known.1;
        }
        let code = web::problem::code(reason).map(Problem::from);
        code.map_or_else(|| reason.into(), |problem| problem.words(self.locale).0)
    }

    /// A kind of document; engagements may name kinds that have no text.
    pub(crate) fn kind_of_document(&self, kind: &str) -> String {
        let id = format!("file-{}", kind.replace('_', "-"));
        let named = self.t(&id);
        if named == id { self.t("file-other") } else { named }
    }

    /// A number of bytes.
    pub(crate) fn bytes(&self, bytes: u64) -> String {
        let tenths = bytes.div_ceil(1024 * 1024 / 10);
        let megabytes = mail::decimal(self.locale.into(), &format!("{}.{}", tenths / 10, tenths % 10));
        filled(self.locale, "megabytes", &[("size", mail::Value::Ours(&megabytes))])
    }

    /// Hours, given in quarters.
    pub(crate) fn hours(&self, quarters: &u32) -> String {
        let hours = format!("{}.{:02}", quarters / 4, quarters % 4 * 25);
        let hours = mail::decimal(self.locale.into(), hours.trim_end_matches('0').trim_end_matches('.'));
        filled(self.locale, "hours-of", &[("hours", mail::Value::Ours(&hours))])
    }

    /// A day.
    pub(crate) fn date(&self, date: Date) -> String {
        mail::day(self.locale.into(), date)
    }

    /// An amount of money.
    pub(crate) fn money(&self, amount: impl AsRef<str>, currency: &str) -> String {
        format!("{} {currency}", mail::decimal(self.locale.into(), amount.as_ref()))
    }

    /// A text with so many of so many.
    pub(crate) fn of(&self, id: &str, some: &usize, all: &usize) -> String {
        let count = |number: &usize| u32::try_from(*number).unwrap_or(u32::MAX).into();
        filled(self.locale, id, &[("some", count(some)), ("all", count(all))])
    }

    /// A text with a number.
    pub(crate) fn counted(&self, id: &str, number: usize) -> String {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        filled(self.locale, id, &[("count", number.into())])
    }

    /// A number by itself.
    pub(crate) fn number(&self, number: &u32) -> String {
        mail::decimal(self.locale.into(), &number.to_string())
    }

    /// A month of the API, `2026-10`, in words.
    pub(crate) fn month(&self, month: &str) -> String {
        first_day(month).map_or_else(|| month.to_owned(), |day| mail::month(self.locale.into(), day))
    }

    /// The same in little room.
    pub(crate) fn short_month(&self, month: &str) -> String {
        first_day(month).map_or_else(|| month.to_owned(), |day| mail::short_month(self.locale.into(), day))
    }

    pub(crate) fn style(&self) -> String {
        STYLE.name()
    }

    pub(crate) fn script(&self) -> String {
        SCRIPT.name()
    }

    /// The language that the page is not in.
    pub(crate) fn other(&self) -> mail::Locale {
        match self.locale {
            Locale::En => mail::Locale::De,
            Locale::De => mail::Locale::En,
        }
    }

    /// A text in the language of the page.
    pub(crate) fn t(&self, id: &str) -> String {
        text(self.locale, id)
    }

    /// The words for a word of the API.
    pub(crate) fn word(&self, kind: &str, word: &str) -> String {
        text(self.locale, &format!("{kind}-{}", word.replace('_', "-")))
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.locale.tag()
    }

    /// When something happened.
    pub(crate) fn event(&self, at: Timestamp, zone: &TimeZone) -> String {
        Moment::new(at, zone).event(self.locale.into())
    }

    /// Until when something may be done.
    pub(crate) fn deadline(&self, at: Timestamp, zone: &TimeZone) -> String {
        Moment::new(at, zone).deadline(self.locale.into())
    }

    /// The deadline that runs out first: its clock, how far away it is, and when.
    pub(crate) fn soonest(
        &self,
        deadlines: &[DeadlineView],
        now: Timestamp,
        zone: &TimeZone,
    ) -> Option<(&'static str, String, String)> {
        let next = deadlines.iter().min_by_key(|deadline| deadline.at)?;
        Some((next.clock, self.away(next.at, now), self.deadline(next.at, zone)))
    }

    /// For how long it has been so.
    pub(crate) fn age(&self, since: Timestamp, now: Timestamp) -> String {
        self.counted("age-days", days(now, since))
    }

    /// How far away that is, or how long it has been over.
    pub(crate) fn away_or_late(&self, at: Timestamp, now: Timestamp) -> String {
        if now < at { self.away(at, now) } else { self.counted("late-days", days(now, at)) }
    }

    /// How far away that is.
    pub(crate) fn away(&self, at: Timestamp, now: Timestamp) -> String {
        let days = days_until(at, now);
        match u32::try_from(days) {
            Ok(0) => self.t("away-today"),
            Ok(days) => filled(self.locale, "away-days", &[("days", days.into())]),
            Err(_) => self.t("away-over"),
        }
    }
}

/// Whole days between two instants; none when they come the other way round.
fn days(later: Timestamp, earlier: Timestamp) -> usize {
    usize::try_from(days_until(later, earlier)).unwrap_or_default()
}

fn imports_something(caller: &Caller) -> bool {
    Kind::ALL.into_iter().any(|kind| kind.is_brought_by(caller))
}

/// Whether somebody may read more of the own organisation's claims than their heads.
fn opens_own(caller: &Caller) -> bool {
    caller.side == Side::Partner && actor::opens(&Actor::Staff(caller.clone()))
}

fn parts(caller: &Caller) -> Vec<&'static str> {
    PARTS.iter().filter(|(_, is_for)| is_for(caller)).map(|(part, _)| *part).collect()
}

/// The page as it was asked for; what a form was sent to is no page.
fn here(call: &Call) -> String {
    if call.method() != Method::GET {
        return "/console".into();
    }
    match call.question().as_str() {
        "" => call.raw_path().to_owned(),
        question => format!("{}?{question}", call.raw_path()),
    }
}

/// A page of the console.
pub(crate) fn show(call: &Call, status: u16, page: &impl Template) -> Result<Reply, Problem> {
    show_with(call, status, page, "")
}

/// A page whose script sends files to `storage`, too.
pub(crate) fn show_with(
    call: &Call,
    status: u16,
    page: &impl Template,
    storage: &str,
) -> Result<Reply, Problem> {
    let html = {
        // What it costs is measured by this span.
        let _made = tracing::info_span!("page.made").entered();
        page.render().map_err(Problem::internal)?
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self' {storage}; img-src data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Ok(respond::bytes(call, status, "text/html; charset=utf-8", html.into_bytes())
        .header("content-security-policy", &policy)
        .header("referrer-policy", "same-origin")
        .header("x-content-type-options", "nosniff")
        .header("x-frame-options", "DENY"))
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    title: String,
    detail: String,
    request_id: String,
}

/// What went wrong, and what to do about it.
pub(crate) fn problem(call: &Call, page: Page, problem: &Problem) -> Result<Reply, Problem> {
    let (title, detail) = problem.words(page.locale);
    let status = problem.status().as_u16();
    show(call, status, &ProblemPage { page, title, detail, request_id: call.request_id().into() })
}

fn first_day(month: &str) -> Option<Date> {
    format!("{month}-01").parse().ok()
}

/// A file of the pages, by its hashed name.
pub(crate) fn asset(call: &Call) -> Result<Reply, Problem> {
    let named = [STYLE, SCRIPT].into_iter().find(|asset| asset.name() == call.path("file"));
    let asset = named.ok_or(Code::NotFound)?;
    Ok(respond::bytes(call, 200, asset.media_type, asset.content.into())
        .header("cache-control", "public, max-age=31536000, immutable"))
}
