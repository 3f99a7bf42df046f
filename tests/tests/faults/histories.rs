//! The random histories of the model, over a wire that fails: every answer and every visible field of every
//! claim must be the same.

use super::{
    bench::{number, seed},
    world::SEED,
};
use crate::{creates, history};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

/// Commands, unless `FAULT_COMMANDS` says how many.
const COMMANDS: u64 = 20_000;
/// Steps of one history.
const LENGTH: usize = 160;

/// What happened in all histories.
#[derive(Default)]
struct Tally {
    commands: u64,
    histories: u64,
    seen: BTreeMap<&'static str, u64>,
    differences: Vec<String>,
}

/// From `FAULT_SEED` on, a history for every seed. The first that differs ends it; it is told with its seed and
/// as short as it can be made.
#[test]
fn faults_random_histories_are_those_of_the_model() {
    let catalogue = Arc::new(creates::catalogue());
    let wanted = number("FAULT_COMMANDS").unwrap_or(COMMANDS);
    let (next, tally) = (AtomicU64::new(seed()), Mutex::new(Tally::default()));
    let began = Instant::now();
    let is_over = || {
        let tally = tally.lock().unwrap();
        tally.commands >= wanted || !tally.differences.is_empty()
    };
    let explores = || {
        while !is_over() {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            SEED.set(seed);
            let run = history::explore(&catalogue, seed, LENGTH);
            let difference = run.difference.is_some().then(|| history::report(&catalogue, seed, &run));
            let mut tally = tally.lock().unwrap();
            tally.histories += 1;
            tally.commands += run.steps.iter().filter(|step| step.is_command()).count() as u64;
            tally
                .differences
                .extend(difference.map(|told| format!("FAULT_SEED={seed} FAULT_COMMANDS=1\n{told}")));
            for (what, times) in run.seen {
                *tally.seen.entry(what).or_default() += times;
            }
        }
    };
    thread::scope(|threads| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            threads.spawn(explores);
        }
    });
    let Tally { commands, histories, seen, differences } = tally.into_inner().unwrap();
    let rate = commands as f64 / began.elapsed().as_secs_f64();
    println!("{commands} commands in {histories} histories, {rate:.0} in a second: {seen:?}");
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    assert!(
        ["unavailable", "done unheard"].iter().all(|what| seen.contains_key(what)),
        "too little happened"
    );
}
