//! From a mail to its parts in one language; layout comes later.

mod association;
mod contest;
mod customer;
mod deadline;
mod digest;
mod engagement;
mod partner;
mod vendor;

use std::sync::LazyLock;

use crate::clean;
use crate::content::{Mail, ObjectionWindow};
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
        Mail::ConsentRequest { request, due, link } => engagement::request(say, request, due, link, false),
        Mail::ConsentReminder { request, due, link } => engagement::request(say, request, due, link, true),
        Mail::ClaimOver { request, by } => engagement::over(say, request, *by),
        Mail::ConsentVoided { request, reason } => customer::voided(say, request, *reason),
        Mail::Receipt { request, decision, receipt_id, at, by, link } => {
            customer::receipt(say, request, *decision, &customer::Record { receipt_id, at, by, link })
        }
        Mail::NoObjection { request, link } => customer::no_objection(say, request, link),
        Mail::AssociationOver { request, by } => customer::over(say, request, *by),
        Mail::ClaimSubmitted { claim, start_due } => partner::submitted(say, claim, start_due),
        Mail::ReviewStarted { claim, decision_due } => {
            partner::review_started(say, claim, decision_due.as_ref())
        }
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
        Mail::CustomerAccepted { claim, submit_due } => partner::accepted(say, claim, submit_due.as_ref()),
        Mail::CustomerDeclined { claim, reason } => engagement::declined(say, claim, reason.as_deref()),
        Mail::CustomerWithdrew { claim, reason } => engagement::withdrew(say, claim, reason.as_deref()),
        Mail::ClaimStopped { claim, words } => engagement::stopped(say, claim, words.as_deref()),
        Mail::ContactUndeliverable { claim, address, consent_due } => {
            partner::undeliverable(say, claim, address, consent_due.as_ref())
        }
        Mail::ContactDelegated { claim, name, address, consent_due } => {
            partner::delegated(say, claim, (name, address), consent_due.as_ref())
        }
        Mail::RequestReported { claim, reason, consent_due } => {
            partner::reported(say, claim, reason.as_deref(), consent_due.as_ref())
        }
        Mail::DocumentRefused { claim, file_name, problem } => {
            partner::document_refused(say, claim, file_name, *problem)
        }
        Mail::DisputeOpened { claim, answer_due } => partner::disputed(say, claim, answer_due),
        Mail::AssociationActive { claim, items } => association::active(say, claim, items),
        Mail::AssociationExpiring { claim, items, due, grace } => {
            association::expiring(say, claim, items, due, grace.as_ref())
        }
        Mail::AssociationEnded { claim, items, reason, words } => {
            association::ended(say, claim, items, *reason, words.as_deref())
        }
        Mail::RenewalReady { claim, draft } => association::renewal(say, claim, draft),
        Mail::DeadlineNear { claim, clock, due } => deadline::near(say, claim, clock, due),
        Mail::ClaimExpired { claim, missed } => deadline::expired(say, claim, missed),
        Mail::ContestOpened { claim, item, side, answer_due, takes_proof } => {
            contest::opened(say, claim, item, *side, answer_due, *takes_proof)
        }
        Mail::ContestDecided { claim, item, outcome, whose, due } => {
            contest::decided(say, claim, item, *outcome, (*whose, due.as_ref()))
        }
        Mail::Digest { rows, programme, recipient, link } => {
            digest::digest(say, rows, programme, recipient, link)
        }
        Mail::SlaOverdue { case, clock, since, office } => vendor::overdue(say, case, *clock, since, *office),
        Mail::RequestReportedManager { case, by, reason } => {
            vendor::reported(say, case, by.as_deref(), reason.as_deref())
        }
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

    /// The three lines of every mail to a partner or to the vendor's staff.
    fn turn(self, whose: &str, by: String, next: String) -> Block {
        Block::Facts(vec![
            (self.plain("label-move"), self.plain(whose)),
            (self.plain("label-due"), by),
            (self.plain("label-next"), next),
        ])
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
