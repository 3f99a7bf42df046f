//! What every page has in common: frame, language, style sheet, policy.

use std::sync::LazyLock;

use askama::Template;
use domain::{Caller, Code, Locale, Side};
use jiff::{Timestamp, tz::TimeZone};
use mail::Moment;
use ring::digest;
use web::{Call, Problem, Reply, respond};

use crate::{
    session::days_until,
    texts::{filled, text},
};

const STYLE: &str = include_str!("../static/console.css");

/// The style sheet's name changes with its content, so that it can be kept for good.
static STYLE_NAME: LazyLock<String> = LazyLock::new(|| {
    let hash = digest::digest(&digest::SHA256, STYLE.as_bytes());
    format!("{}.css", domain::claim::hex(&hash.as_ref()[..8]))
});

/// The frame of a page.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) locale: Locale,
    pub(crate) style: &'static str,
    /// Who is signed in, and for which organisation.
    pub(crate) user: Option<(String, String)>,
    pub(crate) partner: bool,
    /// The part of the console this page belongs to.
    pub(crate) part: &'static str,
}

impl Page {
    pub(crate) fn of(call: &Call, caller: Option<&Caller>) -> Self {
        Self {
            locale: caller.map_or_else(|| call.locale(), |caller| caller.locale),
            style: &STYLE_NAME,
            user: caller.map(|caller| (caller.name.clone(), caller.org.to_string())),
            partner: caller.is_some_and(|caller| caller.side == Side::Partner),
            part: "",
        }
    }

    pub(crate) fn in_part(self, part: &'static str) -> Self {
        Self { part, ..self }
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
        Moment::new(at, zone).event(spoken(self.locale))
    }

    /// Until when something may be done.
    pub(crate) fn deadline(&self, at: Timestamp, zone: &TimeZone) -> String {
        Moment::new(at, zone).deadline(spoken(self.locale))
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

fn spoken(locale: Locale) -> mail::Locale {
    match locale {
        Locale::En => mail::Locale::En,
        Locale::De => mail::Locale::De,
    }
}

/// A page of the console.
pub(crate) fn show(call: &Call, status: u16, page: &impl Template) -> Result<Reply, Problem> {
    let html = page.render().map_err(Problem::internal)?;
    let policy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    Ok(respond::bytes(call, status, "text/html; charset=utf-8", html.into_bytes())
        .header("content-security-policy", policy)
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

/// A file of the pages, by its hashed name.
pub(crate) fn asset(call: &Call) -> Result<Reply, Problem> {
    if call.path("file") != STYLE_NAME.as_str() {
        return Err(Code::NotFound.into());
    }
    Ok(respond::bytes(call, 200, "text/css; charset=utf-8", STYLE.into())
        .header("cache-control", "public, max-age=31536000, immutable"))
}
