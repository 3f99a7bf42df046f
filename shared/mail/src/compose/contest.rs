//! Mails to the partner about contests (T13, P11). Who is on the other side is never told.

use domain::contest::SeatRole;

use super::partner::{Turn, document};
use super::{Block, Document, Say};
use crate::content::{ClaimRef, ContestOutcome, Move};
use crate::time::Moment;

pub(super) fn opened(
    say: Say,
    claim: &ClaimRef,
    item: &str,
    side: SeatRole,
    answer_due: &Moment,
    takes_proof: bool,
) -> Document {
    let (topic, whose, next) = match side {
        SeatRole::Incumbent => ("contest-incumbent", Move::You, "contest-incumbent-next"),
        SeatRole::Challenger => ("contest-challenger", Move::OtherPartner, "contest-challenger-next"),
    };
    let proof = takes_proof.then(|| say.plain("contest-proof"));
    let options = Block::List {
        title: say.plain("contest-options"),
        items: proof.into_iter().chain([say.plain("contest-statement")]).collect(),
    };
    let details = vec![contested(say, item), options, say.paragraph("contest-order", &[])];
    document(say, claim, topic, Turn { whose, by: Some(answer_due), next: say.plain(next) }, details)
}

pub(super) fn decided(
    say: Say,
    claim: &ClaimRef,
    item: &str,
    outcome: ContestOutcome,
    (whose, by): (Move, Option<&Moment>),
) -> Document {
    let (topic, next) = match outcome {
        ContestOutcome::Kept => ("contest-won", "contest-won-next-kept"),
        ContestOutcome::Won => ("contest-won", "contest-won-next"),
        ContestOutcome::Lost => ("contest-lost", "contest-lost-next"),
        ContestOutcome::Rejected => ("contest-lost", "dispute-next"),
        ContestOutcome::Ended => ("contest-lost", "contest-lost-next-ended"),
        ContestOutcome::Closed => ("contest-closed", "contest-closed-next"),
    };
    document(say, claim, topic, Turn { whose, by, next: say.plain(next) }, vec![contested(say, item)])
}

fn contested(say: Say, item: &str) -> Block {
    Block::Facts(vec![say.fact("label-contested", item)])
}
