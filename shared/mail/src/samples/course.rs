//! Mails to the partner about associations, deadlines and contests.

use domain::contest::SeatRole;

use super::{claim, deadline, moment, strings};
use crate::content::*;

pub(super) fn mails(words: &str) -> Vec<(&'static str, Mail)> {
    [associations(words), deadlines(words), contests(words)].concat()
}

fn associations(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let expiring = |item, grace| Mail::AssociationExpiring {
        claim: claim.clone(),
        items: strings(&[item]),
        due: deadline(),
        grace,
    };
    let ended = |reason, words: Option<&str>| Mail::AssociationEnded {
        claim: claim.clone(),
        items: strings(&["Teams"]),
        reason,
        words: words.map(str::to_owned),
    };
    vec![
        ("association_active", Mail::AssociationActive { claim: claim.clone(), items: strings(&["Teams"]) }),
        (
            "association_expiring",
            expiring("Sales (8a1f0c52-44de-4e6b-9f0c-1f2b6f0e7a31)", Some(moment("2027-04-11T22:00:00Z"))),
        ),
        ("association_expiring_term", expiring("Teams", None)),
        ("association_ended_subscription", ended(EndReason::SubscriptionExpired, None)),
        ("association_ended_term", ended(EndReason::Term, None)),
        ("association_ended_superseded", ended(EndReason::Superseded, None)),
        ("association_ended_programme", ended(EndReason::Programme, Some(words))),
        ("renewal_ready", Mail::RenewalReady { claim, draft: "CLM-4H8T2VW6".to_owned() }),
    ]
}

fn deadlines(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let near = |clock| Mail::DeadlineNear { claim: claim.clone(), clock, due: deadline() };
    let expired = |missed| Mail::ClaimExpired { claim: claim.clone(), missed };
    vec![
        ("deadline_near_draft", near(PartnerClock::Draft)),
        ("deadline_near_answer", near(PartnerClock::Answer { last: false })),
        ("deadline_near_answer_last", near(PartnerClock::Answer { last: true })),
        ("deadline_near_dispute", near(PartnerClock::Dispute)),
        ("deadline_near_contest", near(PartnerClock::Contest { items: strings(&["Teams"]) })),
        ("claim_expired_draft", expired(Lapse::Draft)),
        ("claim_expired", expired(Lapse::Answer { dispute_due: Some(deadline()) })),
        ("claim_expired_final", expired(Lapse::Answer { dispute_due: None })),
        ("claim_expired_dispute", expired(Lapse::Dispute)),
    ]
}

fn contests(words: &str) -> Vec<(&'static str, Mail)> {
    let claim = claim(words);
    let opened = |side, takes_proof| Mail::ContestOpened {
        claim: claim.clone(),
        item: "Teams".to_owned(),
        side,
        answer_due: deadline(),
        takes_proof,
    };
    let decided = |outcome, whose, due| Mail::ContestDecided {
        claim: claim.clone(),
        item: "Teams".to_owned(),
        outcome,
        whose,
        due,
    };
    vec![
        ("contest_opened_incumbent", opened(SeatRole::Incumbent, true)),
        ("contest_opened_challenger", opened(SeatRole::Challenger, false)),
        ("contest_decided_kept", decided(ContestOutcome::Kept, Move::Nobody, None)),
        ("contest_decided_won", decided(ContestOutcome::Won, Move::Vendor, Some(deadline()))),
        ("contest_decided_lost", decided(ContestOutcome::Lost, Move::Vendor, Some(deadline()))),
        ("contest_decided_rejected", decided(ContestOutcome::Rejected, Move::You, Some(deadline()))),
        ("contest_decided_ended", decided(ContestOutcome::Ended, Move::Nobody, None)),
        ("contest_decided_closed", decided(ContestOutcome::Closed, Move::Nobody, None)),
    ]
}
