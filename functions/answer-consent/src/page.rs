//! The consent page: who asks, for what, what follows from yes, no and silence, and the form.
//!
//! Pure: a [`ConsentPage`] in, HTML out. Every state is a page, never a bare error (api 4, domain 9
//! "Consent page"). No script, nothing loaded from anywhere; the one stylesheet stands in the page and its
//! hash in the [`content_security_policy`]. Deal size and payout have no field here.

mod form;
mod reason;
mod receipt;
mod request;
mod state;

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::consent::{self, Mode};
use mail::{Locale, Moment, clean};
use sha2::{Digest, Sha256};

pub use form::{Choice, FormError, FormKind, FormView, Values};
pub use reason::CustomerReason;
pub use receipt::{ReceiptPage, Status, render_receipt};
pub use request::{RequestView, Subject};
pub use state::{PageState, Silence};

use self::state::StateTexts;
use crate::texts::Names;

const CSS: &str = include_str!("../static/page.css");

/// All that one page shows.
#[derive(Clone, Debug)]
pub struct ConsentPage {
    /// The language it is written in.
    pub locale: Locale,
    /// The page's own path, `/c/<token>`: language links and forms hang under it.
    pub path: String,
    /// Where questions about personal data go: an address or a page.
    pub privacy_contact: String,
    /// What silence means; with it what is asked.
    pub mode: Mode,
    /// Where the request stands.
    pub state: PageState,
    /// What happened to what was just sent, if that is not the state itself.
    pub told: Option<Told>,
    /// The request. `None` only in [`PageState::Unknown`], [`PageState::Unavailable`],
    /// [`PageState::Voided`] and [`PageState::Replaced`], whose texts name nobody.
    pub request: Option<RequestView>,
    /// What is recorded, after a decision.
    pub record: Option<RecordView>,
    /// Whether there is a receipt: of a decision, or of a window that closed without one.
    pub receipt: bool,
    /// What can be done, the main form first. Empty where nothing can.
    pub forms: Vec<FormView>,
}

/// What happened to what was just sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// "I do not know this partner" is passed on; the request stays as it is.
    Reported,
    /// "I am not the right person" is passed on to the partner.
    Delegated,
    /// Something else is recorded already, or the request is over: the answer changed nothing.
    NotRecorded,
}

impl Told {
    fn text(self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Self::Reported, Mode::Notice) => "told-reported",
            (Self::Reported, Mode::OptIn) => "told-reported-opt-in",
            (Self::Delegated, _) => "told-delegated",
            (Self::NotRecorded, _) => "told-not-recorded",
        }
    }
}

/// What is recorded of a decision.
#[derive(Clone, Debug)]
pub struct RecordView {
    /// What was decided.
    pub choice: consent::Choice,
    /// The receipt's id.
    pub receipt_id: String,
    /// When the decision was made.
    pub at: Moment,
    /// The name that was typed.
    pub by: String,
}

#[derive(Template)]
#[template(path = "consent.html")]
struct Layout<'a> {
    page: &'a ConsentPage,
    state: StateTexts,
    names: Names<'a>,
    css: &'static str,
}

impl Layout<'_> {
    fn t(&self, id: &str) -> String {
        self.names.text(self.page.locale, id)
    }

    fn clean(&self, words: &str) -> String {
        clean(words)
    }

    fn when(&self, record: &RecordView) -> String {
        record.at.event(self.page.locale)
    }

    fn decided(&self, record: &RecordView) -> String {
        self.t(match record.choice {
            consent::Choice::Accept => "accepted-title",
            consent::Choice::Decline => "declined-title",
            consent::Choice::Object => "objected-title",
            consent::Choice::Withdraw => "withdrawn-title",
        })
    }

    fn told(&self, told: &Told) -> String {
        self.t(told.text(self.page.mode))
    }

    /// What was or will be done; of an association the products say it.
    fn work(&self) -> Option<String> {
        let engagement = self.page.request.is_some() && self.page.mode == Mode::OptIn;
        let id = if self.names.hours.is_empty() { "work" } else { "work-hours" };
        engagement.then(|| self.t(id))
    }

    /// What the partner will see.
    fn seen(&self) -> &'static [&'static str] {
        match self.page.mode {
            Mode::Notice => &["sees-usage", "sees-seats"],
            Mode::OptIn => &["sees-answer"],
        }
    }

    fn not_seen(&self) -> &'static [&'static str] {
        match self.page.mode {
            Mode::Notice => &["sees-not-content", "sees-not-people", "sees-not-other"],
            Mode::OptIn => &["sees-not-usage", "sees-not-content", "sees-not-others"],
        }
    }

    /// What the vendor gets of an engagement.
    fn vendor_sees(&self) -> &'static [&'static str] {
        let sellers = self.page.request.as_ref().is_some_and(RequestView::shows_sellers);
        match self.page.mode {
            Mode::Notice => &[],
            Mode::OptIn if sellers => &["vendor-sees", "vendor-sellers"],
            Mode::OptIn => &["vendor-sees"],
        }
    }

    fn hint(&self, form: &FormView) -> String {
        self.t(form.kind.hint(self.page.mode))
    }

    fn effect(&self, choice: &Choice) -> String {
        self.t(choice.effect(self.page.mode))
    }

    fn reasons(&self) -> &'static [CustomerReason] {
        CustomerReason::of(self.page.mode)
    }

    fn privacy_link(&self) -> String {
        privacy_link(&self.page.privacy_contact)
    }

    fn has_errors(&self) -> bool {
        self.page.forms.iter().any(|form| !form.errors.is_empty())
    }
}

/// Where the privacy contact leads: a page, or a mail to an address.
fn privacy_link(contact: &str) -> String {
    if contact.contains("://") { contact.to_owned() } else { format!("mailto:{contact}") }
}

/// The point of a decimal number.
fn point(locale: Locale) -> char {
    match locale {
        Locale::En => '.',
        Locale::De => ',',
    }
}

/// Renders a page.
///
/// # Errors
/// When the template that is part of the binary fails.
pub fn render(page: &ConsentPage) -> Result<String, askama::Error> {
    let mut names =
        Names { until: page.state.until(page.locale), days: page.state.business_days(), ..Names::default() };
    if let Some(request) = &page.request {
        names.partner = &request.partner;
        names.customer = &request.customer;
        names.vendor = &request.vendor;
        names.programme = &request.programme;
        names.engagement = &request.engagement;
        names.hours = request.hours(point(page.locale)).unwrap_or_default();
    }
    Layout { page, state: page.state.texts(page.mode), names, css: CSS }.render()
}

/// The page's Content-Security-Policy: its own style by hash, forms to its own origin, nothing else.
#[must_use]
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        format!(
            "default-src 'none'; style-src 'sha256-{}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            STANDARD.encode(Sha256::digest(CSS))
        )
    });
    &POLICY
}

#[cfg(test)]
mod tests;
