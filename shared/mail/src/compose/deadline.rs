//! Mails to the partner about deadlines: one comes near, or nothing came in time.

use domain::catalogue::Kind;

use super::partner::{Turn, dispute, document, status};
use super::{Document, Say};
use crate::content::{ClaimRef, Lapse, Move, PartnerClock};
use crate::time::Moment;

pub(super) fn near(say: Say, claim: &ClaimRef, clock: &PartnerClock, due: &Moment) -> Document {
    let (topic, next) = match (clock, claim.kind) {
        (PartnerClock::Draft, _) => ("near-draft", "near-draft-next"),
        (PartnerClock::Request, _) => ("near-request", "near-request-next"),
        (PartnerClock::Consent, _) => ("near-consent", "near-consent-next"),
        (PartnerClock::Proof, _) => ("near-proof", "near-proof-next"),
        (PartnerClock::Answer { .. }, Kind::Engagement) => ("near-answer", "near-answer-next-expires"),
        (PartnerClock::Answer { last: false }, Kind::Association) => ("near-answer", "near-answer-next"),
        (PartnerClock::Answer { last: true }, Kind::Association) => ("near-answer", "near-answer-next-last"),
        (PartnerClock::Dispute, _) => ("near-dispute", "near-dispute-next"),
        (PartnerClock::Contest { .. }, _) => ("near-contest", "near-contest-next"),
    };
    let (whose, contested) = match clock {
        PartnerClock::Contest { items } => (Move::You, Some(say.list("contested-title", items))),
        PartnerClock::Consent => (Move::Customer, None),
        PartnerClock::Draft
        | PartnerClock::Request
        | PartnerClock::Proof
        | PartnerClock::Answer { .. }
        | PartnerClock::Dispute => (Move::You, None),
    };
    let turn = Turn { whose, by: Some(due), next: say.plain(next) };
    document(say, claim, topic, turn, contested.into_iter().collect())
}

pub(super) fn expired(say: Say, claim: &ClaimRef, missed: &Lapse) -> Document {
    let over = |next| Turn { whose: Move::Nobody, by: None, next: say.plain(next) };
    let (topic, turn, end) = match (missed, claim.kind) {
        (Lapse::Draft, _) => ("expired-draft", over("expired-draft-next"), None),
        (Lapse::Answer { dispute_due }, _) => ("expired", dispute(say, claim, dispute_due.as_ref()), None),
        (Lapse::Dispute, Kind::Association) => ("expired-dispute", over("final-next"), None),
        (Lapse::Dispute, Kind::Engagement) => {
            ("expired-dispute", over("final-next-copy"), Some("status-dispute-expired"))
        }
        (Lapse::Request, _) => ("expired-request", over("expired-next"), Some("status-consent-expired")),
        (Lapse::Consent, _) => ("expired-consent", over("expired-next"), Some("status-consent-expired")),
        (Lapse::Proof, _) => ("expired-proof", over("expired-next"), Some("status-not-submitted-expired")),
        (Lapse::Return { disputed: false }, _) => {
            ("expired-return", over("expired-next"), Some("status-post-submission-expired"))
        }
        (Lapse::Return { disputed: true }, _) => {
            ("expired-return", over("expired-next"), Some("status-dispute-expired"))
        }
    };
    document(say, claim, topic, turn, end.map(|end| status(say, end)).into_iter().collect())
}
