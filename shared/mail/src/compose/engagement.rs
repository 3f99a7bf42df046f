//! Mails that only engagement claims have: the customer must agree, and can take that back until the approval.

use super::customer::{self, about, button, facts, greeting, other_language};
use super::partner::{Turn, customer_words, document, status};
use super::{Block, Document, Say};
use crate::content::{ClaimRef, EndedBy, Move, Request};
use crate::time::Moment;

pub(super) fn request(say: Say, request: &Request, due: &Moment, link: &str, reminder: bool) -> Document {
    let silence = say.text("consent-silence", &[("deadline", (&due.deadline(say.0)).into())]);
    let (subject, opening) = if reminder {
        ("consent-reminder-subject", "consent-reminder-opening")
    } else {
        ("consent-subject", "consent-opening")
    };
    let list = |title, items: &[&str]| Block::List {
        title: say.plain(title),
        items: items.iter().map(|item| say.plain(item)).collect(),
    };
    let blocks = vec![
        greeting(say, request),
        about(say, opening, request),
        Block::Emphasis(silence.clone()),
        button(say, "notice-button", link),
        other_language(say, link),
        facts(say, request, Vec::new()),
        list("sees-title", &["sees-answer"]),
        list("sees-not-title", &["sees-not-usage", "sees-not-content", "sees-not-others"]),
        about(say, "notice-pay", request),
        about(say, "consent-later", request),
    ];
    customer::document(say, request, subject, "consent-heading", silence, blocks)
}

pub(super) fn over(say: Say, request: &Request, by: EndedBy) -> Document {
    let opening = match by {
        EndedBy::Partner => "claim-over-partner",
        EndedBy::Programme => "claim-over-programme",
    };
    let emphasis = say.plain("claim-over-nothing-to-do");
    let blocks = vec![
        greeting(say, request),
        about(say, opening, request),
        Block::Emphasis(emphasis.clone()),
        facts(say, request, Vec::new()),
    ];
    customer::document(say, request, "claim-over-subject", "claim-over-heading", emphasis, blocks)
}

pub(super) fn declined(say: Say, claim: &ClaimRef, reason: Option<&str>) -> Document {
    let mut details = vec![status(say, "status-consent-declined")];
    details.extend(customer_words(say, reason));
    document(say, claim, "declined", over_for_good(say, "declined-next"), details)
}

pub(super) fn withdrew(say: Say, claim: &ClaimRef, reason: Option<&str>) -> Document {
    let mut details = vec![status(say, "status-consent-withdrawn")];
    details.extend(customer_words(say, reason));
    document(say, claim, "withdrew", over_for_good(say, "withdrew-next"), details)
}

pub(super) fn stopped(say: Say, claim: &ClaimRef, words: Option<&str>) -> Document {
    let mut details = vec![status(say, "status-canceled")];
    details.extend(words.map(|words| Block::Facts(vec![say.fact("label-vendor-words", words)])));
    document(say, claim, "stopped", over_for_good(say, "stopped-next"), details)
}

fn over_for_good(say: Say, next: &str) -> Turn<'static> {
    Turn { whose: Move::Nobody, by: None, next: say.plain(next) }
}
