//! Mails to the customer's contact: plain words, no knowledge of the programme needed.

use domain::IdentifierType;

use super::{Block, ByWindow, Document, Say};
use crate::content::{About, Decision, EndedBy, ObjectionWindow, Request, VoidReason};
use crate::texts::{Locale, Value};
use crate::time::Moment;

/// What a receipt adds to the request.
pub(super) struct Record<'a> {
    pub(super) receipt_id: &'a str,
    pub(super) at: &'a Moment,
    pub(super) by: &'a str,
    pub(super) link: &'a str,
}

pub(super) fn notice(
    say: Say,
    request: &Request,
    window: &ObjectionWindow,
    link: &str,
    reminder: bool,
) -> Document {
    let silence = ByWindow {
        after_delivery: "notice-silence-after-delivery",
        until: "notice-silence-until",
        closed: "notice-silence-closed",
    }
    .text(say, window);
    let (subject, opening) = if reminder {
        ("notice-reminder-subject", "notice-reminder-opening")
    } else {
        ("notice-subject", "notice-opening")
    };
    let blocks = vec![
        greeting(say, request),
        about(say, opening, request),
        Block::Emphasis(silence.clone()),
        button(say, "notice-button", link),
        other_language(say, link),
        facts(say, request, Vec::new()),
        sees(say, "sees-title"),
        Block::List {
            title: say.plain("sees-not-title"),
            items: vec![
                say.plain("sees-not-content"),
                say.plain("sees-not-people"),
                say.plain("sees-not-other"),
            ],
        },
        say.paragraph("notice-pay", &[("vendor", (&request.vendor).into())]),
        say.paragraph("notice-any-time", &[]),
    ];
    document(say, request, subject, "notice-heading", silence, blocks)
}

pub(super) fn voided(say: Say, request: &Request, reason: VoidReason) -> Document {
    let (heading, subject, opening) = match (reason, &request.about) {
        (VoidReason::Recalled, About::Association { .. }) => {
            ("voided-heading", "voided-subject", "voided-recalled")
        }
        (VoidReason::Recalled, About::Engagement { .. }) => {
            ("voided-heading", "consent-voided-subject", "consent-voided-recalled")
        }
        (VoidReason::Over, About::Association { .. }) => ("over-heading", "over-subject", "voided-over"),
        (VoidReason::Over, About::Engagement { .. }) => {
            ("over-heading", "consent-over-subject", "consent-voided-over")
        }
        (VoidReason::Replaced, About::Association { .. }) => {
            ("replaced-heading", "replaced-subject", "voided-replaced")
        }
        (VoidReason::Replaced, About::Engagement { .. }) => {
            ("replaced-heading", "consent-replaced-subject", "consent-voided-replaced")
        }
    };
    let emphasis = match reason {
        VoidReason::Recalled | VoidReason::Over => "voided-nothing-to-do",
        VoidReason::Replaced => "replaced-use-newest",
    };
    let emphasis = say.plain(emphasis);
    let blocks = vec![
        greeting(say, request),
        about(say, opening, request),
        Block::Emphasis(emphasis.clone()),
        facts(say, request, Vec::new()),
    ];
    document(say, request, subject, heading, emphasis, blocks)
}

pub(super) fn receipt(say: Say, request: &Request, decision: Decision, record: &Record<'_>) -> Document {
    let (decided, change) = decided(request, decision);
    let label = match decision {
        Decision::Accepted => "receipt-button-accepted",
        Decision::Objected | Decision::Declined | Decision::Withdrawn => "receipt-button",
    };
    let decided = say.text(decided, &names(request));
    let extra = vec![
        say.fact("label-receipt", record.receipt_id),
        say.fact("label-recorded", &record.at.event(say.0)),
        say.fact("label-by", record.by),
    ];
    let blocks = vec![
        greeting(say, request),
        Block::Emphasis(decided.clone()),
        facts(say, request, extra),
        about(say, change, request),
        button(say, label, record.link),
        say.paragraph("receipt-not-you", &[]),
    ];
    document(say, request, "receipt-subject", "receipt-heading", decided, blocks)
}

/// What was decided, and how to change one's mind.
fn decided(request: &Request, decision: Decision) -> (&'static str, &'static str) {
    match (&request.about, decision) {
        (About::Association { .. }, Decision::Accepted) => ("receipt-accepted", "receipt-change-accepted"),
        (About::Association { .. }, Decision::Objected | Decision::Declined) => {
            ("receipt-objected", "receipt-change-objected")
        }
        (About::Association { .. }, Decision::Withdrawn) => ("receipt-withdrawn", "receipt-change-withdrawn"),
        (About::Engagement { .. }, Decision::Accepted) => ("receipt-agreed", "receipt-change-agreed"),
        (About::Engagement { .. }, Decision::Declined | Decision::Objected) => {
            ("receipt-declined", "receipt-change-objected")
        }
        (About::Engagement { .. }, Decision::Withdrawn) => {
            ("receipt-taken-back", "receipt-change-taken-back")
        }
    }
}

pub(super) fn no_objection(say: Say, request: &Request, link: &str) -> Document {
    let emphasis = say.plain("official-any-time");
    let blocks = vec![
        greeting(say, request),
        about(say, "official-opening", request),
        sees(say, "sees-now-title"),
        Block::Emphasis(emphasis.clone()),
        button(say, "official-button", link),
        facts(say, request, Vec::new()),
    ];
    document(say, request, "official-subject", "official-heading", emphasis, blocks)
}

pub(super) fn over(say: Say, request: &Request, by: EndedBy) -> Document {
    let partner = [("partner", (&request.partner.legal_name).into())];
    let emphasis = say.text("ended-opening", &partner);
    let reason = match by {
        EndedBy::Partner => "ended-partner",
        EndedBy::Programme => "ended-programme",
    };
    let extra = vec![(say.plain("label-reason"), say.plain(reason))];
    let blocks = vec![
        greeting(say, request),
        Block::Emphasis(emphasis.clone()),
        facts(say, request, extra),
        say.paragraph("ended-nothing-to-do", &partner),
    ];
    document(say, request, "ended-subject", "ended-heading", emphasis, blocks)
}

pub(super) fn greeting(say: Say, request: &Request) -> Block {
    say.paragraph("greeting", &[("name", (&request.recipient).into())])
}

/// What a text about a request may name.
fn names(request: &Request) -> [(&'static str, Value<'_>); 6] {
    [
        ("partner", (&request.partner.legal_name).into()),
        ("customer", (&request.customer).into()),
        ("programme", (&request.programme).into()),
        ("vendor", (&request.vendor).into()),
        ("engagement", (&request.engagement).into()),
        ("number", (&request.number).into()),
    ]
}

pub(super) fn about(say: Say, id: &str, request: &Request) -> Block {
    say.paragraph(id, &names(request))
}

fn sees(say: Say, title: &str) -> Block {
    Block::List { title: say.plain(title), items: vec![say.plain("sees-usage"), say.plain("sees-seats")] }
}

pub(super) fn facts(say: Say, request: &Request, first: Vec<(String, String)>) -> Block {
    let mut rows = first;
    rows.extend([
        say.fact("label-partner", &request.partner.legal_name),
        say.fact("label-location", &request.partner.location),
        say.fact("label-person", &request.partner.person),
        say.fact("label-programme", &request.programme),
        say.fact("label-vendor", &request.vendor),
        say.fact("label-engagement", &request.engagement),
    ]);
    let customer = say.fact("label-customer", &request.customer);
    match &request.about {
        About::Association { role, tenant, items } => rows.extend([
            say.fact("label-role", role),
            customer,
            say.fact("label-tenant", tenant),
            say.fact("label-items", &items.join(", ")),
        ]),
        About::Engagement { identifier } => {
            rows.extend([customer, say.fact(named_by(identifier.kind), &identifier.value)]);
        }
    }
    rows.push(say.fact("label-number", &request.number));
    Block::Facts(rows)
}

fn named_by(kind: IdentifierType) -> &'static str {
    match kind {
        IdentifierType::Domain => "label-domain",
        IdentifierType::Tenant => "label-tenant",
        IdentifierType::ParentAccount => "label-parent-account",
        IdentifierType::Subscription => "label-subscription",
        IdentifierType::Opportunity => "label-opportunity",
    }
}

pub(super) fn button(say: Say, label: &str, link: &str) -> Block {
    Block::Button { label: say.plain(label), url: link.to_owned() }
}

pub(super) fn other_language(say: Say, link: &str) -> Block {
    let other = match say.0 {
        Locale::En => Locale::De,
        Locale::De => Locale::En,
    };
    Block::OtherLanguage {
        tag: other.tag(),
        label: Say(other).plain("other-language"),
        url: format!("{link}?lang={}", other.tag()),
    }
}

pub(super) fn document(
    say: Say,
    request: &Request,
    subject: &str,
    heading: &str,
    preview: String,
    blocks: Vec<Block>,
) -> Document {
    let names = names(request);
    Document {
        subject: say.text(subject, &names),
        preview,
        heading: say.text(heading, &names),
        blocks,
        footer: vec![
            say.text("why-customer", &names),
            say.text("privacy", &[("contact", Value::Ours(&request.privacy_contact))]),
        ],
    }
}
