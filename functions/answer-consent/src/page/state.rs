//! Where a request stands, and which texts say so.

use domain::consent::Mode;
use mail::{Locale, Moment};

/// Where the request stands, as the customer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Waiting for an answer.
    Open(Silence),
    /// Agreed (K5); in opt-in mode the claim is not approved yet.
    Accepted,
    /// Opt-in mode: agreed, and the claim is approved, so that nothing can be taken back (K11).
    Approved,
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
    /// The claim is over without the customer: rejected for good, expired, withdrawn or stopped.
    ClaimOver,
    /// Unknown, malformed and foreign links look the same (404).
    Unknown,
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

/// The ids of a state's texts.
pub(super) struct StateTexts {
    pub(super) tag: Option<&'static str>,
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) note: Option<&'static str>,
    /// Whether seeing and paying are explained.
    pub(super) explain: bool,
    pub(super) outcomes: &'static [&'static str],
}

impl PageState {
    pub(super) fn texts(&self, mode: Mode) -> StateTexts {
        let over = |tag, title, lead, note| StateTexts {
            tag: Some(tag),
            title,
            lead,
            note: Some(note),
            explain: false,
            outcomes: &[],
        };
        let failed = |title, lead, note| StateTexts { tag: None, ..over("", title, lead, note) };
        let explained = |texts| StateTexts { explain: true, ..texts };
        match (self, mode) {
            (Self::Open(silence), _) => silence.texts(),
            (Self::Accepted, Mode::Notice) => {
                explained(over("tag-decided", "accepted-title", "accepted-lead", "accepted-note"))
            }
            (Self::Accepted, Mode::OptIn) => {
                explained(over("tag-decided", "accepted-title", "agreed-lead", "agreed-note"))
            }
            (Self::Approved, _) => over("tag-approved", "accepted-title", "approved-lead", "approved-note"),
            (Self::Objected, _) => over("tag-decided", "objected-title", "objected-lead", "again-note"),
            (Self::Declined, _) => over("tag-decided", "declined-title", "declined-lead", "again-note"),
            (Self::Lapsed, _) => explained(over("tag-lapsed", "lapsed-title", "lapsed-lead", "lapsed-note")),
            (Self::Withdrawn, Mode::Notice) => {
                over("tag-decided", "withdrawn-title", "withdrawn-lead", "again-note")
            }
            (Self::Withdrawn, Mode::OptIn) => {
                over("tag-decided", "withdrawn-title", "taken-back-lead", "again-note")
            }
            (Self::Ended, _) => over("tag-over", "ended-title", "ended-lead", "nothing-note"),
            (Self::Voided, _) => over("tag-over", "voided-title", "voided-lead", "nothing-note"),
            (Self::Replaced, _) => over("tag-over", "replaced-title", "replaced-lead", "replaced-note"),
            (Self::Expired, _) => over("tag-over", "expired-title", "expired-lead", "expired-note"),
            (Self::ClaimOver, Mode::Notice) => {
                over("tag-over", "claim-over-title", "claim-over-lead", "nothing-note")
            }
            (Self::ClaimOver, Mode::OptIn) => {
                over("tag-over", "claim-over-title", "engagement-over-lead", "nothing-note")
            }
            (Self::Unknown, _) => failed("unknown-title", "unknown-lead", "unknown-note"),
            (Self::Unavailable, _) => failed("unavailable-title", "unavailable-lead", "unavailable-note"),
        }
    }

    /// The moment the state's sentences name, in words.
    pub(super) fn until(&self, locale: Locale) -> String {
        match self {
            Self::Open(Silence::NoObjectionAt(deadline) | Silence::ExpiresAt(deadline)) => {
                deadline.deadline(locale)
            }
            Self::Open(Silence::NoObjectionAfterDelivery { .. })
            | Self::Accepted
            | Self::Approved
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

    pub(super) fn business_days(&self) -> u32 {
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
                &["opt-in-agree", "opt-in-decline", "opt-in-silence", "opt-in-later", "opt-in-again"],
            ),
        };
        StateTexts { tag: Some("tag-open"), title, lead, note: Some(note), explain: true, outcomes }
    }
}
