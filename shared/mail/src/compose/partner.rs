//! Mails to the partner's contact: whose move it is, by when, and what comes next.

use super::{Block, ByWindow, Document, Say};
use crate::clean;
use crate::content::{ClaimRef, DocumentProblem, EndReason, ObjectionWindow, Reason, RefusedItem};
use crate::time::Moment;

/// Reasons with a text of their own (V-20 to V-22, 2.1); any other shows its code and the reviewer's words.
const REASONS: [&str; 17] = [
    "acknowledgement_required",
    "contest_lost",
    "customer_declined",
    "insufficient_poe",
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
];

/// Who has to act.
#[derive(Clone, Copy)]
enum Move {
    You,
    Vendor,
    Customer,
    Nobody,
}

/// The three lines every mail to a partner has.
struct Turn<'a> {
    whose: Move,
    by: Option<&'a Moment>,
    next: String,
}

pub(super) fn submitted(say: Say, claim: &ClaimRef, start_due: &Moment) -> Document {
    let turn = Turn { whose: Move::Vendor, by: Some(start_due), next: say.plain("submitted-next") };
    document(say, claim, "submitted", turn, Vec::new())
}

pub(super) fn review_started(say: Say, claim: &ClaimRef, decision_due: &Moment) -> Document {
    let turn = Turn { whose: Move::Vendor, by: Some(decision_due), next: say.plain("review-started-next") };
    document(say, claim, "review-started", turn, Vec::new())
}

pub(super) fn action_required(
    say: Say,
    claim: &ClaimRef,
    reasons: &[Reason],
    answer_due: &Moment,
) -> Document {
    let turn = Turn { whose: Move::You, by: Some(answer_due), next: say.plain("action-required-next") };
    document(say, claim, "action-required", turn, vec![reason_list(say, "reasons-title", reasons)])
}

pub(super) fn approved(
    say: Say,
    claim: &ClaimRef,
    accepted: &[String],
    refused: &[RefusedItem],
    window: &ObjectionWindow,
) -> Document {
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
    document(say, claim, "rejected", dispute(say, dispute_due), details)
}

pub(super) fn objected(say: Say, claim: &ClaimRef, reason: Option<&str>) -> Document {
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("objected-next") };
    let details = reason.map(|words| Block::Facts(vec![say.fact("label-customer-words", words)]));
    document(say, claim, "objected", turn, details.into_iter().collect())
}

pub(super) fn accepted(say: Say, claim: &ClaimRef) -> Document {
    let turn = Turn { whose: Move::Vendor, by: None, next: say.plain("accepted-next") };
    document(say, claim, "accepted", turn, Vec::new())
}

pub(super) fn undeliverable(say: Say, claim: &ClaimRef, address: &str) -> Document {
    let turn = Turn { whose: Move::You, by: None, next: say.plain("undeliverable-next") };
    let options = Block::List {
        title: say.plain("undeliverable-options"),
        items: vec![say.plain("undeliverable-change"), say.plain("undeliverable-resend")],
    };
    let details = vec![Block::Facts(vec![say.fact("label-address", address)]), options];
    document(say, claim, "undeliverable", turn, details)
}

pub(super) fn active(say: Say, claim: &ClaimRef, items: &[String]) -> Document {
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("active-next") };
    document(say, claim, "active", turn, vec![say.list("active-title", items)])
}

pub(super) fn ended(say: Say, claim: &ClaimRef, items: &[String], reason: EndReason) -> Document {
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("partner-ended-next") };
    let why = Block::Facts(vec![(say.plain("label-reason"), say.end_reason(reason))]);
    document(say, claim, "partner-ended", turn, vec![why, say.list("ended-title", items)])
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

pub(super) fn expired(say: Say, claim: &ClaimRef, dispute_due: Option<&Moment>) -> Document {
    document(say, claim, "expired", dispute(say, dispute_due), Vec::new())
}

fn dispute(say: Say, due: Option<&Moment>) -> Turn<'_> {
    match due {
        Some(due) => Turn { whose: Move::You, by: Some(due), next: say.plain("dispute-next") },
        None => Turn { whose: Move::Nobody, by: None, next: say.plain("final-next") },
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

fn document(say: Say, claim: &ClaimRef, topic: &str, turn: Turn<'_>, details: Vec<Block>) -> Document {
    let names = [
        ("number", (&claim.number).into()),
        ("customer", (&claim.customer).into()),
        ("programme", (&claim.programme).into()),
    ];
    let text = |part: &str| say.text(&format!("{topic}-{part}"), &names);
    let whose = say.plain(match turn.whose {
        Move::You => "move-you",
        Move::Vendor => "move-vendor",
        Move::Customer => "move-customer",
        Move::Nobody => "move-nobody",
    });
    let by = match turn.by {
        Some(moment) => moment.deadline(say.0),
        None => say.plain(match turn.whose {
            Move::You => "by-now",
            Move::Vendor | Move::Customer => "by-open",
            Move::Nobody => "by-none",
        }),
    };
    let opening = text("opening");
    let mut blocks = vec![
        say.paragraph("greeting", &[("name", (&claim.recipient).into())]),
        Block::Paragraph(opening.clone()),
        Block::Facts(vec![
            (say.plain("label-move"), whose),
            (say.plain("label-due"), by),
            (say.plain("label-next"), turn.next),
        ]),
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
