//! Mails to the partner about associations: official, about to end, ended, and what comes after.

use super::partner::{Turn, document};
use super::{Block, Document, Say};
use crate::content::{ClaimRef, EndReason, Move};
use crate::time::Moment;

pub(super) fn active(say: Say, claim: &ClaimRef, items: &[String]) -> Document {
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain("active-next") };
    document(say, claim, "active", turn, vec![say.list("active-title", items)])
}

pub(super) fn expiring(
    say: Say,
    claim: &ClaimRef,
    items: &[String],
    due: &Moment,
    grace: Option<&Moment>,
) -> Document {
    let (topic, next) =
        if grace.is_some() { ("expiring", "expiring-next") } else { ("expiring-term", "expiring-term-next") };
    let mut details = vec![say.list("expiring-title", items)];
    details.extend(grace.map(|at| Block::Facts(vec![(say.plain("label-grace"), at.deadline(say.0))])));
    let turn = Turn { whose: Move::You, by: Some(due), next: say.plain(next) };
    document(say, claim, topic, turn, details)
}

pub(super) fn ended(
    say: Say,
    claim: &ClaimRef,
    items: &[String],
    reason: EndReason,
    words: Option<&str>,
) -> Document {
    let (why, next) = match reason {
        EndReason::SubscriptionExpired => ("ended-subscription-expired", "partner-ended-next-renewal"),
        EndReason::Term => ("ended-term", "partner-ended-next-renewal"),
        EndReason::Superseded => ("ended-superseded", "partner-ended-next-superseded"),
        EndReason::Programme => ("ended-programme", "partner-ended-next-programme"),
    };
    let mut facts = vec![(say.plain("label-reason"), say.plain(why))];
    facts.extend(words.map(|words| say.fact("label-vendor-words", words)));
    let turn = Turn { whose: Move::Nobody, by: None, next: say.plain(next) };
    document(say, claim, "partner-ended", turn, vec![Block::Facts(facts), say.list("ended-title", items)])
}

pub(super) fn renewal(say: Say, claim: &ClaimRef, draft: &str) -> Document {
    let turn = Turn { whose: Move::You, by: None, next: say.plain("renewal-next") };
    document(say, claim, "renewal", turn, vec![Block::Facts(vec![say.fact("label-draft", draft)])])
}
