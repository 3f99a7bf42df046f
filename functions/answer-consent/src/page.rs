//! The consent page: who asks, for what, what follows from yes, no and silence, and the form.
//!
//! Pure: a [`ConsentPage`] in, HTML out. Every state is a page, never a bare error (api 4, domain 9
//! "Consent page"). No script, nothing loaded from anywhere; the one stylesheet stands in the page and its
//! hash in the [`content_security_policy`]. Deal size and payout have no field here.

mod form;
mod receipt;

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail::{Locale, Moment, clean};
use sha2::{Digest, Sha256};

pub use form::{Choice, CustomerReason, FormError, FormKind, FormView, Values};
pub use receipt::{ReceiptPage, Status, render_receipt};

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
    /// Where the request stands.
    pub state: PageState,
    /// What happened to what was just sent, if that is not the state itself.
    pub told: Option<Told>,
    /// The request. `None` only in [`PageState::Unknown`], [`PageState::Locked`], [`PageState::Unavailable`],
    /// [`PageState::Voided`] and [`PageState::Replaced`], whose texts name nobody.
    pub request: Option<RequestView>,
    /// What is recorded, after a decision.
    pub record: Option<RecordView>,
    /// Whether there is a receipt: of a decision, or of a window that closed without one.
    pub receipt: bool,
    /// What can be done, the main form first. Empty where nothing can.
    pub forms: Vec<FormView>,
}

/// Where the request stands, as the customer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Waiting for an answer.
    Open(Silence),
    /// Agreed (K5).
    Accepted,
    /// Objected, in notice mode (K6, K12).
    Objected,
    /// Declined, in opt-in mode (K6).
    Declined,
    /// Notice mode: the window closed without an objection (K7); objecting is still possible.
    Lapsed,
    /// An agreement was taken back (K11).
    Withdrawn,
    /// The association ended for a reason other than the customer's word (S4-S8).
    Ended,
    /// The partner withdrew the request (K8).
    Voided,
    /// A newer round took its place (K8, K10).
    Replaced,
    /// Opt-in mode: the deadline passed (K7).
    Expired,
    /// The claim is over without the customer: rejected for good, withdrawn or stopped.
    ClaimOver,
    /// Unknown, malformed and foreign links look the same (404).
    Unknown,
    /// Too many wrong tries; open again at that moment (429).
    Locked(Moment),
    /// The store could not be read (503).
    Unavailable,
}

/// What silence means and until when (C1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Notice mode, not delivered yet: the window starts with the delivery.
    NoObjectionAfterDelivery {
        /// The window in business days.
        business_days: u32,
    },
    /// Notice mode, delivered.
    NoObjectionAt(Moment),
    /// Opt-in mode: no answer is no consent.
    ExpiresAt(Moment),
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
    fn text(self) -> &'static str {
        match self {
            Self::Reported => "told-reported",
            Self::Delegated => "told-delegated",
            Self::NotRecorded => "told-not-recorded",
        }
    }
}

/// What is asked and by whom.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// `CLM-…`.
    pub number: String,
    /// The partner's legal name.
    pub partner: String,
    /// The partner location's name and id.
    pub location: String,
    /// The person the partner named.
    pub person: String,
    /// The programme's name.
    pub programme: String,
    /// The programme owner's legal name.
    pub vendor: String,
    /// The engagement's name.
    pub engagement: String,
    /// The partner role in words.
    pub role: String,
    /// The customer's name.
    pub customer: String,
    /// The tenant id, or another identifier.
    pub tenant: String,
    /// Names of the workloads, or products with their subscription ids.
    pub items: Vec<String>,
    /// What the partner did or will do, if it is told.
    pub what_was_done: Option<String>,
}

impl RequestView {
    fn facts(&self) -> [(&'static str, &str); 9] {
        [
            ("label-partner", &self.partner),
            ("label-location", &self.location),
            ("label-person", &self.person),
            ("label-programme", &self.programme),
            ("label-vendor", &self.vendor),
            ("label-engagement", &self.engagement),
            ("label-role", &self.role),
            ("label-customer", &self.customer),
            ("label-tenant", &self.tenant),
        ]
    }
}

/// What is recorded of a decision.
#[derive(Clone, Debug)]
pub struct RecordView {
    /// The receipt's id.
    pub receipt_id: String,
    /// When the decision was made.
    pub at: Moment,
    /// The name that was typed.
    pub by: String,
}

/// The ids of a state's texts.
struct StateTexts {
    tag: Option<&'static str>,
    title: &'static str,
    lead: &'static str,
    note: Option<&'static str>,
    /// Whether seeing and paying are explained.
    explain: bool,
    outcomes: &'static [&'static str],
}

impl PageState {
    fn texts(&self) -> StateTexts {
        let over = |tag, title, lead, note| StateTexts {
            tag: Some(tag),
            title,
            lead,
            note,
            explain: false,
            outcomes: &[],
        };
        let failed =
            |title, lead, note| StateTexts { tag: None, title, lead, note, explain: false, outcomes: &[] };
        match self {
            Self::Open(silence) => silence.texts(),
            Self::Accepted => StateTexts {
                explain: true,
                ..over("tag-decided", "accepted-title", "accepted-lead", Some("accepted-note"))
            },
            Self::Objected => over("tag-decided", "objected-title", "objected-lead", Some("again-note")),
            Self::Declined => over("tag-decided", "declined-title", "declined-lead", Some("again-note")),
            Self::Lapsed => StateTexts {
                explain: true,
                ..over("tag-lapsed", "lapsed-title", "lapsed-lead", Some("lapsed-note"))
            },
            Self::Withdrawn => over("tag-decided", "withdrawn-title", "withdrawn-lead", Some("again-note")),
            Self::Ended => over("tag-over", "ended-title", "ended-lead", Some("nothing-note")),
            Self::Voided => over("tag-over", "voided-title", "voided-lead", Some("nothing-note")),
            Self::Replaced => over("tag-over", "replaced-title", "replaced-lead", Some("replaced-note")),
            Self::Expired => over("tag-over", "expired-title", "expired-lead", Some("again-note")),
            Self::ClaimOver => over("tag-over", "claim-over-title", "claim-over-lead", Some("nothing-note")),
            Self::Unknown => failed("unknown-title", "unknown-lead", Some("unknown-note")),
            Self::Locked(_) => failed("locked-title", "locked-lead", Some("locked-note")),
            Self::Unavailable => failed("unavailable-title", "unavailable-lead", Some("unavailable-note")),
        }
    }

    /// The moment the state's sentences name, in words.
    fn until(&self, locale: Locale) -> String {
        match self {
            Self::Open(Silence::NoObjectionAt(deadline) | Silence::ExpiresAt(deadline)) => {
                deadline.deadline(locale)
            }
            Self::Locked(end) => end.event(locale),
            Self::Open(Silence::NoObjectionAfterDelivery { .. })
            | Self::Accepted
            | Self::Objected
            | Self::Declined
            | Self::Lapsed
            | Self::Withdrawn
            | Self::Ended
            | Self::Voided
            | Self::Replaced
            | Self::Expired
            | Self::ClaimOver
            | Self::Unknown
            | Self::Unavailable => String::new(),
        }
    }

    fn business_days(&self) -> u32 {
        if let Self::Open(Silence::NoObjectionAfterDelivery { business_days }) = self {
            return *business_days;
        }
        0
    }
}

impl Silence {
    fn texts(&self) -> StateTexts {
        let (title, lead, note, outcomes): (_, _, _, &[_]) = match self {
            Self::NoObjectionAfterDelivery { .. } => (
                "open-title",
                "open-lead",
                "silence-after-delivery",
                &["outcome-agree", "outcome-object", "outcome-silence-after-delivery", "outcome-later"],
            ),
            Self::NoObjectionAt(_) => (
                "open-title",
                "open-lead",
                "silence-until",
                &["outcome-agree", "outcome-object", "outcome-silence", "outcome-later"],
            ),
            Self::ExpiresAt(_) => (
                "opt-in-title",
                "opt-in-lead",
                "silence-expires",
                &["opt-in-agree", "opt-in-decline", "opt-in-silence", "opt-in-later"],
            ),
        };
        StateTexts { tag: Some("tag-open"), title, lead, note: Some(note), explain: true, outcomes }
    }
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
    }
    Layout { page, state: page.state.texts(), names, css: CSS }.render()
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
