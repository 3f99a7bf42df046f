//! Mails to the partner's contact: whose move it is, by when, and what comes next.

use domain::catalogue::Kind;

use super::{Block, ByWindow, Document, Say};
use crate::clean;
use crate::content::{ClaimRef, DocumentProblem, Move, ObjectionWindow, Reason, RefusedItem};
use crate::time::Moment;

/// Reasons with a text of their own (V-20 to V-22, 2.1); any other shows its code and the reviewer's words.
const REASONS: [&str; 21] = [
    "acknowledgement_required",
    "contact_wrong",
    "contest_lost",
    "customer_declined",
    "insufficient_poe",
    "item_not_eligible",
    "location_wrong",
    "missing_products",
    "no_partner_response",
    "partner_request",
    "poe_customer_ack_missing",
    "poe_date_missing",
    "poe_date_too_old",
    "poe_element_missing",
    "poe_identity_mismatch",
    "poe_item_not_covered",
    "poe_missing",
    "poe_public_disclosure_missing",
    "poe_service_missing",
    "poe_unavailable",
    "poe_unreadable",
];

/// The three lines every mail to a partner has.
pub(super) struct Turn<'a> {
    pub(super) whose: Move,
    pub(super) by: Option<&'a Moment>,
    pub(super) next: String,
}

pub(super) fn submitted(say: Say, claim: &ClaimRef, start_due: &Moment) -> Document {
    let (topic, next) = match claim.kind {
        Kind::Association => ("submitted", "submitted-next"),
        Kind::Engagement => ("deal-submitted", "deal-submitted-next"),
    };
    let turn = Turn { whose: Move::Vendor, by: Some(start_due), next: say.plain(next) };
    document(say, claim, topic, turn, Vec::new())
}

pub(super) fn review_started(say: Say, claim: &ClaimRef, decision_due: Option<&Moment>) -> Document {
    let turn = Turn { whose: Move::Vendor, by: decision_due, next: say.plain("review-started-next") };
    document(say, claim, "review-started", turn, Vec::new())
}

pub(super) fn action_required(
    say: Say,
    claim: &ClaimRef,
    reasons: &[Reason],
    answer_due: &Moment,
) -> Document {
    let next = match claim.kind {
        Kind::Association => "action-required-next",
        Kind::Engagement => "deal-action-required-next",
    };
    let turn = Turn { whose: Move::You, by: Some(answer_due), next: say.plain(next) };
    document(say, claim, "action-required", turn, vec![reason_list(say, "reasons-title", reasons)])
}

pub(super) fn approved(
    say: Say,
    claim: &ClaimRef,
    accepted: &[String],
    refused: &[RefusedItem],
    window: &ObjectionWindow,
) -> Document {
    if claim.kind == Kind::Engagement {
        let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("deal-approved-next") };
        return document(say, claim, "approved", turn, Vec::new());
    }
    let (whose, by) = match window {
        ObjectionWindow::AfterDelivery { .. } => (Move::Customer, None),
        ObjectionWindow::Until(moment) => (Move::Customer, Some(moment)),
        ObjectionWindow::Closed => (Move::Nobody, None),
    };
    let next = ByWindow {
        after_delivery: "approved-next-after-delivery",
        until: "approved-next-until",
        closed: "approved-next-closed",
    }
    .text(say, window);
    let mut details = vec![say.list("accepted-title", accepted)];
    if !refused.is_empty() {
        let items = refused
            .iter()
            .map(|refused| reason(say, &refused.code, Some(&refused.item), None, &refused.text));
        details.push(Block::List { title: say.plain("refused-title"), items: items.collect() });
    }
    document(say, claim, "approved", Turn { whose, by, next }, details)
}

pub(super) fn rejected(
    say: Say,
    claim: &ClaimRef,
    reasons: &[Reason],
    dispute_due: Option<&Moment>,
) -> Document {
    let details = vec![reason_list(say, "reasons-title", reasons)];
    let topic = if dispute_due.is_some() { "rejected" } else { "upheld" };
    document(say, claim, topic, dispute(say, claim, dispute_due), details)
}

pub(super) fn objected(say: Say, claim: &ClaimRef, reason: Option<&str>) -> Document {
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("objected-next") };
    document(say, claim, "objected", turn, customer_words(say, reason))
}

pub(super) fn accepted(say: Say, claim: &ClaimRef, submit_due: Option<&Moment>) -> Document {
    let (topic, turn) = match claim.kind {
        Kind::Association => {
            ("accepted", Turn { whose: Move::Vendor, by: None, next: say.plain("accepted-next") })
        }
        Kind::Engagement => (
            "deal-accepted",
            Turn { whose: Move::You, by: submit_due, next: say.plain("deal-accepted-next") },
        ),
    };
    document(say, claim, topic, turn, Vec::new())
}

pub(super) fn undeliverable(
    say: Say,
    claim: &ClaimRef,
    address: &str,
    consent_due: Option<&Moment>,
) -> Document {
    let (topic, next) = match claim.kind {
        Kind::Association => ("undeliverable", "undeliverable-next"),
        Kind::Engagement => ("deal-undeliverable", "deal-undeliverable-next"),
    };
    let options = Block::List {
        title: say.plain("undeliverable-options"),
        items: vec![say.plain("undeliverable-change"), say.plain("undeliverable-resend")],
    };
    let turn = Turn { whose: Move::You, by: consent_due, next: say.plain(next) };
    let details = vec![Block::Facts(vec![say.fact("label-address", address)]), options];
    document(say, claim, topic, turn, details)
}

pub(super) fn delegated(
    say: Say,
    claim: &ClaimRef,
    (name, address): (&str, &str),
    consent_due: Option<&Moment>,
) -> Document {
    let next = match claim.kind {
        Kind::Association => "delegated-next",
        Kind::Engagement => "deal-delegated-next",
    };
    let turn = Turn { whose: Move::You, by: consent_due, next: say.plain(next) };
    let person = vec![say.fact("label-named", name), say.fact("label-named-address", address)];
    document(say, claim, "delegated", turn, vec![Block::Facts(person)])
}

pub(super) fn reported(
    say: Say,
    claim: &ClaimRef,
    reason: Option<&str>,
    consent_due: Option<&Moment>,
) -> Document {
    let next = match claim.kind {
        Kind::Association => "reported-next",
        Kind::Engagement => "deal-reported-next",
    };
    let turn = Turn { whose: Move::You, by: consent_due, next: say.plain(next) };
    document(say, claim, "reported", turn, customer_words(say, reason))
}

pub(super) fn disputed(say: Say, claim: &ClaimRef, answer_due: &Moment) -> Document {
    let turn = Turn { whose: Move::Vendor, by: Some(answer_due), next: say.plain("disputed-next") };
    document(say, claim, "disputed", turn, Vec::new())
}

pub(super) fn document_refused(
    say: Say,
    claim: &ClaimRef,
    file_name: &str,
    problem: DocumentProblem,
) -> Document {
    let problem = say.plain(match problem {
        DocumentProblem::TypeNotAllowed => "problem-type",
        DocumentProblem::Encrypted => "problem-encrypted",
        DocumentProblem::Macros => "problem-macros",
        DocumentProblem::Size => "problem-size",
        DocumentProblem::Checksum => "problem-checksum",
        DocumentProblem::Infected => "problem-infected",
    });
    let turn = Turn { whose: Move::You, by: None, next: say.plain("document-next") };
    let file = vec![say.fact("label-file", file_name), (say.plain("label-problem"), problem)];
    document(say, claim, "document", turn, vec![Block::Facts(file)])
}

/// The status in which a claim has ended.
pub(super) fn status(say: Say, id: &str) -> Block {
    Block::Facts(vec![(say.plain("label-status"), say.plain(id))])
}

pub(super) fn customer_words(say: Say, words: Option<&str>) -> Vec<Block> {
    let words = words.map(|words| Block::Facts(vec![say.fact("label-customer-words", words)]));
    words.into_iter().collect()
}

/// A rejection may be disputed once, in time.
pub(super) fn dispute<'a>(say: Say, claim: &ClaimRef, due: Option<&'a Moment>) -> Turn<'a> {
    match (due, claim.kind) {
        (Some(due), _) => Turn { whose: Move::You, by: Some(due), next: say.plain("dispute-next") },
        (None, Kind::Association) => Turn { whose: Move::Nobody, by: None, next: say.plain("final-next") },
        (None, Kind::Engagement) => {
            Turn { whose: Move::Nobody, by: None, next: say.plain("final-next-copy") }
        }
    }
}

fn reason_list(say: Say, title: &str, reasons: &[Reason]) -> Block {
    let items = reasons.iter().map(|found| {
        reason(say, &found.code, found.about.as_deref(), found.document.as_deref(), &found.text)
    });
    Block::List { title: say.plain(title), items: items.collect() }
}

/// "Teams: The proof does not cover this item. (statement.pdf) – the reviewer's words"
fn reason(say: Say, code: &str, about: Option<&str>, file: Option<&str>, words: &str) -> String {
    let known = REASONS.contains(&code);
    let mut line = about.map(|about| format!("{}: ", clean(about))).unwrap_or_default();
    if known {
        line.push_str(&say.plain(&format!("reason-{}", code.replace('_', "-"))));
    } else {
        line.push_str(&say.text("reason-other", &[("code", code.into())]));
    }
    if let Some(file) = file {
        line.push_str(&format!(" ({})", clean(file)));
    }
    let words = clean(words);
    if words.is_empty() { line } else { format!("{line} – {words}") }
}

/// A mail about a claim; its subject, heading and opening are the texts of the topic.
pub(super) fn document(
    say: Say,
    claim: &ClaimRef,
    topic: &str,
    turn: Turn<'_>,
    details: Vec<Block>,
) -> Document {
    let names = [
        ("number", (&claim.number).into()),
        ("customer", (&claim.customer).into()),
        ("programme", (&claim.programme).into()),
    ];
    let text = |part: &str| say.text(&format!("{topic}-{part}"), &names);
    let whose = match turn.whose {
        Move::You => "move-you",
        Move::Vendor => "move-vendor",
        Move::Customer => "move-customer",
        Move::OtherPartner => "move-other",
        Move::Nobody => "move-nobody",
    };
    let by = match turn.by {
        Some(moment) => moment.deadline(say.0),
        None => say.plain(match turn.whose {
            Move::You => "by-now",
            Move::Vendor | Move::Customer | Move::OtherPartner => "by-open",
            Move::Nobody => "by-none",
        }),
    };
    let opening = text("opening");
    let mut blocks = vec![
        say.paragraph("greeting", &[("name", (&claim.recipient).into())]),
        Block::Paragraph(opening.clone()),
        say.turn(whose, by, turn.next),
    ];
    blocks.extend(details);
    if let Some(url) = &claim.claim_url {
        blocks.push(Block::Button { label: say.plain("claim-button"), url: url.clone() });
    }
    blocks.push(Block::Facts(vec![
        say.fact("label-number", &claim.number),
        say.fact("label-claim-name", &claim.name),
        say.fact("label-customer", &claim.customer),
        say.fact("label-engagement", &claim.engagement),
        say.fact("label-programme", &claim.programme),
    ]));
    Document {
        subject: text("subject"),
        preview: opening,
        heading: text("heading"),
        blocks,
        footer: vec![say.text("why-partner", &names)],
    }
}
