//! The answers that the specification gives to everybody, in every state of an engagement claim, to every
//! command: `engagements.txt`, cell by cell. There is a row for every state and no other, and an answer in every cell.

mod ask;
mod states;
mod text;

use std::collections::BTreeSet;

use domain::{
    State,
    allowed::{self, Act},
};
use jiff::{SignedDuration, Timestamp};

use ask::{COLUMNS, Desk, OLD_LINK};
use text::{Row, Text};

use crate::people;

/// Cells compared, and what differs.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) cells: usize,
    pub(crate) differences: Vec<String>,
}

/// When a claim is looked at, and the row that holds then.
struct Moment<'a> {
    told: String,
    now: Timestamp,
    row: &'a Row,
    /// Whether a job has come round
    swept: bool,
}

/// Now, right before every clock of the row and at its instant, before and after a job has come round.
fn moments<'a>(text: &'a Text, desk: &Desk, row: &'a Row) -> Vec<Moment<'a>> {
    let moment = |told: &str, now, row, swept| Moment { told: told.to_owned(), now, row, swept };
    let mut moments = vec![moment("now", desk.start, row, false)];
    let running = allowed::deadlines(&desk.claim).into_iter().filter(|running| running.at > desk.start);
    let mut clocks: Vec<(&str, Timestamp)> = running.map(|running| (running.clock, running.at)).collect();
    let named: Vec<&str> = row.clocks.iter().map(|(clock, ..)| clock.as_str()).collect();
    // E14: until then what was handed in can be taken back.
    let submit_by = desk.claim.deal.as_ref().and_then(|deal| deal.submit_by);
    if let (true, Some(at)) = (named.contains(&"first_submit"), submit_by) {
        clocks.push(("first_submit", at));
    }
    clocks.sort_unstable();
    clocks.dedup();
    let mut expected = named.clone();
    expected.sort_unstable();
    let running: Vec<&str> = clocks.iter().map(|(clock, _)| *clock).collect();
    assert_eq!(running, expected, "clocks of {}", row.name);
    for (clock, at) in clocks {
        let (_, before, after) = row.clocks.iter().find(|(named, ..)| named == clock).unwrap();
        let millisecond = SignedDuration::from_millis(1);
        let told = format!("1 ms before {clock}");
        moments.push(moment(&told, at.checked_sub(millisecond).unwrap(), text.row(before), false));
        moments.push(moment(&format!("at {clock}"), at, text.row(after), false));
        moments.push(moment(&format!("at {clock}, swept"), at, text.row(after), true));
    }
    moments
}

/// Every cell.
pub(crate) fn compare() -> Found {
    let text = Text::read(include_str!("engagements.txt"));
    let states = states::all();
    let names = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
    assert_eq!(text.names(), names(states.iter().map(|(name, _)| *name).collect()), "states");
    let everybody: Vec<&str> = people::ALL.into_iter().chain([OLD_LINK]).collect();
    assert_eq!(text.people(), names(everybody.clone()), "people");
    assert_eq!(text.columns(), names(COLUMNS.iter().map(|(column, ..)| *column).collect()), "commands");
    let statuses: BTreeSet<&str> = states.iter().map(|(name, _)| text.row(name).status.as_str()).collect();
    assert_eq!(statuses, State::STATUSES.iter().copied().filter(|status| *status != "draft").collect());
    // Contests are about items, which these claims do not have.
    let acts = Act::OFFERED.into_iter().filter(|act| *act != Act::DecideContest).map(Act::as_str);
    assert_eq!(acts.collect::<BTreeSet<_>>(), COLUMNS.iter().filter_map(|(_, action)| *action).collect());
    let mut found = Found::default();
    let mut used = BTreeSet::new();
    for (name, scene) in &states {
        let row = text.row(name);
        let mut desk = Desk::new(scene);
        for moment in moments(&text, &desk, row) {
            desk.set(moment.now, moment.swept);
            assert_eq!(desk.shown().state.as_str(), moment.row.status, "{name} {}", moment.told);
            for who in &everybody {
                let told = format!("{name} {}: {who}", moment.told);
                found
                    .differences
                    .extend(permitted(&desk, &text, moment.row, who).map(|one| format!("{told} {one}")));
                for (column, ..) in COLUMNS {
                    let (expected, _) = text.expected(moment.row, who, column);
                    let answered = desk.ask(who, column);
                    used.insert(expected.to_owned());
                    found.cells += 1;
                    if !answered.is(expected) {
                        found.differences.push(format!("{told} {column}: {answered:?}, expected {expected}"));
                    }
                }
            }
        }
    }
    let spare: Vec<&String> = text.words().filter(|word| !used.contains(*word)).collect();
    assert!(spare.is_empty(), "no cell says {spare:?}");
    found
}

/// The allowed actions are the commands that are not refused for the role nor for the state.
fn permitted(desk: &Desk, text: &Text, row: &Row, who: &str) -> Option<String> {
    let offered: BTreeSet<&str> =
        allowed::allowed_actions(&desk.shown(), ask::actor(who)).into_iter().collect();
    let named = COLUMNS.iter().filter(|(column, ..)| text.expected(row, who, column).1);
    let expected: BTreeSet<&str> = named.filter_map(|(_, action)| *action).collect();
    (offered != expected).then(|| format!("may {offered:?}, expected {expected:?}"))
}
