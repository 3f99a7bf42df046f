//! From a mail to its parts in one language; layout comes later.

mod customer;
mod partner;

use std::sync::LazyLock;

use crate::clean;
use crate::content::{EndReason, Mail, ObjectionWindow};
use crate::texts::{Catalogue, Locale, Value};

static TEXTS: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::new(include_str!("../i18n/mail.en.ftl"), include_str!("../i18n/mail.de.ftl"))
});

/// What a mail says, in order.
pub(crate) struct Document {
    pub(crate) subject: String,
    /// What mail programs show beside the subject.
    pub(crate) preview: String,
    pub(crate) heading: String,
    pub(crate) blocks: Vec<Block>,
    /// Why the reader gets this, and whom to ask.
    pub(crate) footer: Vec<String>,
}

/// A part of a mail.
pub(crate) enum Block {
    Paragraph(String),
    /// The one sentence that must not be missed.
    Emphasis(String),
    Facts(Vec<(String, String)>),
    List {
        title: String,
        items: Vec<String>,
    },
    /// At most one per mail.
    Button {
        label: String,
        url: String,
    },
    /// The same page in the other language.
    OtherLanguage {
        tag: &'static str,
        label: String,
        url: String,
    },
}

/// Composes a mail in a language.
pub(crate) fn compose(mail: &Mail, locale: Locale) -> Document {
    let say = Say(locale);
    match mail {
        Mail::Notice { request, window, link } => customer::notice(say, request, window, link, false),
        Mail::NoticeReminder { request, window, link } => customer::notice(say, request, window, link, true),
        Mail::ConsentVoided { request, reason } => customer::voided(say, request, *reason),
        Mail::Receipt { request, decision, receipt_id, at, by, link } => {
            customer::receipt(say, request, *decision, &customer::Record { receipt_id, at, by, link })
        }
        Mail::NoObjection { request, link } => customer::no_objection(say, request, link),
        Mail::AssociationEnded { request, reason } => customer::ended(say, request, *reason),
        Mail::ClaimSubmitted { claim, start_due } => partner::submitted(say, claim, start_due),
        Mail::ReviewStarted { claim, decision_due } => partner::review_started(say, claim, decision_due),
        Mail::ActionRequired { claim, reasons, answer_due } => {
            partner::action_required(say, claim, reasons, answer_due)
        }
        Mail::Approved { claim, accepted, refused, window } => {
            partner::approved(say, claim, accepted, refused, window)
        }
        Mail::Rejected { claim, reasons, dispute_due } => {
            partner::rejected(say, claim, reasons, dispute_due.as_ref())
        }
        Mail::CustomerObjected { claim, reason } => partner::objected(say, claim, reason.as_deref()),
        Mail::CustomerAccepted { claim } => partner::accepted(say, claim),
        Mail::ContactUndeliverable { claim, address } => partner::undeliverable(say, claim, address),
        Mail::AssociationActive { claim, items } => partner::active(say, claim, items),
        Mail::PartnerAssociationEnded { claim, items, reason } => partner::ended(say, claim, items, *reason),
        Mail::DocumentRefused { claim, file_name, problem } => {
            partner::document_refused(say, claim, file_name, *problem)
        }
        Mail::ClaimExpired { claim, dispute_due } => partner::expired(say, claim, dispute_due.as_ref()),
    }
}

/// Speaks one language.
#[derive(Clone, Copy)]
pub(crate) struct Say(pub(crate) Locale);

impl Say {
    pub(crate) fn text(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        TEXTS.text(self.0, id, values)
    }

    pub(crate) fn plain(self, id: &str) -> String {
        self.text(id, &[])
    }

    fn fact(self, label: &str, value: &str) -> (String, String) {
        (self.plain(label), clean(value))
    }

    fn list(self, title: &str, items: &[String]) -> Block {
        Block::List { title: self.plain(title), items: items.iter().map(|item| clean(item)).collect() }
    }

    fn paragraph(self, id: &str, values: &[(&str, Value<'_>)]) -> Block {
        Block::Paragraph(self.text(id, values))
    }

    fn end_reason(self, reason: EndReason) -> String {
        self.plain(match reason {
            EndReason::CustomerDeclined => "ended-customer-declined",
            EndReason::SubscriptionExpired => "ended-subscription-expired",
            EndReason::PartnerDisassociated => "ended-partner-disassociated",
            EndReason::Superseded => "ended-superseded",
            EndReason::Programme => "ended-programme",
            EndReason::Term => "ended-term",
        })
    }
}

/// The same sentence for each stand of the objection window.
struct ByWindow {
    after_delivery: &'static str,
    until: &'static str,
    closed: &'static str,
}

impl ByWindow {
    fn text(&self, say: Say, window: &ObjectionWindow) -> String {
        match window {
            ObjectionWindow::AfterDelivery { business_days } => {
                say.text(self.after_delivery, &[("days", (*business_days).into())])
            }
            ObjectionWindow::Until(moment) => {
                say.text(self.until, &[("deadline", (&moment.deadline(say.0)).into())])
            }
            ObjectionWindow::Closed => say.plain(self.closed),
        }
    }
}
