//! Mails to the partner about deadlines: one comes near, or nothing came in time.

use super::partner::{Turn, dispute, document};
use super::{Document, Say};
use crate::content::{ClaimRef, Lapse, Move, PartnerClock};
use crate::time::Moment;

pub(super) fn near(say: Say, claim: &ClaimRef, clock: &PartnerClock, due: &Moment) -> Document {
    let (topic, next) = match clock {
        PartnerClock::Draft => ("near-draft", "near-draft-next"),
        PartnerClock::Answer { last: false } => ("near-answer", "near-answer-next"),
        PartnerClock::Answer { last: true } => ("near-answer", "near-answer-next-last"),
        PartnerClock::Dispute => ("near-dispute", "near-dispute-next"),
        PartnerClock::Contest { .. } => ("near-contest", "near-contest-next"),
    };
    let contested = match clock {
        PartnerClock::Contest { items } => Some(say.list("contested-title", items)),
        PartnerClock::Draft | PartnerClock::Answer { .. } | PartnerClock::Dispute => None,
    };
    let turn = Turn { whose: Move::You, by: Some(due), next: say.plain(next) };
    document(say, claim, topic, turn, contested.into_iter().collect())
}

pub(super) fn expired(say: Say, claim: &ClaimRef, missed: &Lapse) -> Document {
    let over = |next| Turn { whose: Move::Nobody, by: None, next: say.plain(next) };
    let (topic, turn) = match missed {
        Lapse::Draft => ("expired-draft", over("expired-draft-next")),
        Lapse::Answer { dispute_due } => ("expired", dispute(say, dispute_due.as_ref())),
        Lapse::Dispute => ("expired-dispute", over("final-next")),
    };
    document(say, claim, topic, turn, Vec::new())
}
