//! Mails to the vendor's staff: what must not be overlooked.

use domain::catalogue::Kind;

use super::{Block, Document, Say};
use crate::content::{Case, Office, VendorClock};
use crate::time::Moment;

pub(super) fn overdue(say: Say, case: &Case, clock: VendorClock, since: &Moment, office: Office) -> Document {
    let (topic, todo) = match clock {
        VendorClock::Start => ("overdue-start", "overdue-start-next"),
        VendorClock::Decision => ("overdue-decision", "overdue-decision-next"),
        VendorClock::Dispute => ("overdue-dispute", "overdue-dispute-next"),
    };
    let (whose, next) = match office {
        Office::ReviewLead => ("move-you", todo),
        Office::ProgrammeManager => ("move-review-lead", "overdue-next-manager"),
    };
    let by = say.text("by-overdue", &[("deadline", (&since.deadline(say.0)).into())]);
    document(say, case, topic, office, say.turn(whose, by, say.plain(next)), Vec::new())
}

pub(super) fn reported(say: Say, case: &Case, by: Option<&str>, reason: Option<&str>) -> Document {
    let next = match case.kind {
        Kind::Association => "reported-manager-next",
        Kind::Engagement => "deal-reported-manager-next",
    };
    let turn = say.turn("move-you", say.plain("by-now"), say.plain(next));
    let words = [("label-reported-by", by), ("label-customer-words", reason)];
    let words = words.into_iter().filter_map(|(label, words)| Some(say.fact(label, words?)));
    document(say, case, "reported-manager", Office::ProgrammeManager, turn, words.collect())
}

fn document(
    say: Say,
    case: &Case,
    topic: &str,
    office: Office,
    turn: Block,
    mut facts: Vec<(String, String)>,
) -> Document {
    let names = [
        ("number", (&case.number).into()),
        ("customer", (&case.customer).into()),
        ("programme", (&case.programme).into()),
    ];
    let text = |part: &str| say.text(&format!("{topic}-{part}"), &names);
    facts.extend([
        say.fact("label-number", &case.number),
        say.fact("label-partner", &case.partner),
        say.fact("label-customer", &case.customer),
        say.fact("label-engagement", &case.engagement),
        say.fact("label-programme", &case.programme),
    ]);
    let opening = text("opening");
    let mut blocks = vec![say.paragraph("greeting-staff", &[]), Block::Paragraph(opening.clone()), turn];
    if let Some(url) = &case.claim_url {
        blocks.push(Block::Button { label: say.plain("claim-button"), url: url.clone() });
    }
    blocks.push(Block::Facts(facts));
    let why = match office {
        Office::ReviewLead => "why-review-lead",
        Office::ProgrammeManager => "why-programme-manager",
    };
    Document {
        subject: text("subject"),
        preview: opening,
        heading: text("heading"),
        blocks,
        footer: vec![say.text(why, &names)],
    }
}
