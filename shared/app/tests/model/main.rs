//! An independent model of claims beside the system: every answer and every visible field of every claim must be
//! the same, in a table of all states, acts and people, and in random histories. And the answers that the
//! specification gives in every state of an engagement claim, as a table.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking, and the model is to be read as a list of rules"
)]

mod commands;
mod creates;
mod deals;
mod edits;
mod expected;
mod history;
mod mended;
mod naive;
mod people;
mod random;
mod step;
mod table;
mod translate;
mod view;
mod world;

use std::{collections::BTreeMap, sync::Arc};

/// Steps of one history.
const LENGTH: usize = 160;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_histories_are_the_same_in_system_and_model() {
    let catalogue = Arc::new(creates::catalogue());
    let wanted = number("MODEL_COMMANDS", 100_000);
    let mut seed = number("MODEL_SEED", 1);
    let (mut commands, mut differences) = (0, Vec::new());
    let mut seen: BTreeMap<&'static str, u64> = BTreeMap::new();
    while commands < wanted {
        let mut run = history::explore(&catalogue, seed, LENGTH);
        commands += u64::try_from(run.steps.iter().filter(|step| step.is_command()).count()).unwrap();
        for (transition, times) in std::mem::take(&mut run.seen) {
            *seen.entry(transition).or_default() += times;
        }
        if run.difference.is_some() {
            differences.push(history::report(&catalogue, seed, &run));
            if differences.len() >= usize::try_from(number("MODEL_DIFFERENCES", 1)).unwrap() {
                break;
            }
        }
        seed += 1;
    }
    println!("{commands} commands, {seed} seeds, {} transitions: {seen:?}", seen.len());
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    let never: Vec<&&str> =
        TRANSITIONS.iter().filter(|transition| !seen.contains_key(**transition)).collect();
    assert!(never.is_empty(), "never happened: {never:?}");
}

#[test]
fn what_was_mended_stays_mended() {
    let catalogue = Arc::new(creates::catalogue());
    for (name, steps) in mended::all() {
        if let Some(found) = history::replay(&catalogue, 0, &steps) {
            panic!("{name}:\n{found}");
        }
    }
}

#[test]
fn every_state_act_and_person_is_the_same_in_system_and_model() {
    let table = table::fill();
    println!("{} cells, {} accepted, {} differ", table.cells, table.accepted, table.differences.len());
    let shown: Vec<&String> = table.differences.iter().take(20).collect();
    for one in &shown {
        println!("{one}");
    }
    assert!(table.differences.is_empty());
    assert!(table.cells >= 120_000, "{} cells", table.cells);
    assert!(table.accepted >= 3_500, "{} accepted", table.accepted);
}

#[test]
fn every_state_command_and_role_of_an_engagement_claim_has_its_answer() {
    let found = expected::compare();
    println!("{} cells, {} differ", found.cells, found.differences.len());
    let shown: Vec<&String> = found.differences.iter().take(40).collect();
    assert!(found.differences.is_empty(), "{shown:#?}");
    assert!(found.cells >= 50_000, "{} cells", found.cells);
}

/// What must have happened in the random histories: every transition of 6.1 to 6.4. T14 once from each of its
/// states.
const TRANSITIONS: &[&str] = &[
    "T1",
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "T7b",
    "T8",
    "T9",
    "T9 with a new notice",
    "T9 in a dispute",
    "T10",
    "T10 in a dispute",
    "T11",
    "T12",
    "T12 with an item refused",
    "T13",
    "T14 submitted",
    "T14 under_review",
    "T14 action_required",
    "T14 rejected",
    "T14 disputed",
    "T14 approved",
    "T15",
    "T16",
    "T17",
    "T18",
    "T19",
    "T20",
    "T21",
    "T22",
    "T23",
    "T23 to another person",
    "E1",
    "E2",
    "E3",
    "E4",
    "E5",
    "E6",
    "E7",
    "E8",
    "E9",
    "E9 unasked",
    "E10",
    "E11",
    "E12",
    "E13",
    "E14",
    "E15",
    "E16",
    "E17",
    "E18",
    "E19",
    "E20",
    "E21",
    "E22",
    "E23",
    "E23 returned",
    "E24",
    "E25",
    "E25 rejected",
    "E26",
    "E27",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "S7",
    "S8",
    "K1",
    "K1 with a lost answer",
    "K2",
    "K2 anew",
    "K3",
    "K4",
    "K5",
    "K6",
    "K7",
    "K7 opt-in",
    "K8",
    "K9",
    "K10",
    "K10 confirmed",
    "K11",
    "K12",
    "a contest won",
    "a contest lost",
    "a contest left",
    "rejected(contest_lost)",
    "clone",
    "renewal",
    "report",
    "extension",
    "earning held",
    "earning of an engagement",
    "a referral",
    "a referral upgraded",
    "a referral closed",
    "five business days",
];
