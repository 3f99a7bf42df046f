//! A history that is replayed, and made as short as it can be when the two sides differ.

use std::{collections::BTreeMap, sync::Arc};

use domain::Catalogue;
use jiff::Timestamp;

use crate::{
    random::{self, Numbers},
    step::Step,
    world::World,
};

/// When histories begin: before holidays, and around both changes of the clock.
const STARTS: [&str; 4] =
    ["2026-11-23T09:00:00Z", "2027-03-01T22:59:59Z", "2027-10-01T08:00:00Z", "2026-12-18T23:00:00Z"];

/// What became of a run.
pub(crate) struct Run {
    pub(crate) steps: Vec<Step>,
    pub(crate) difference: Option<String>,
    pub(crate) seen: BTreeMap<&'static str, u64>,
}

fn start(seed: u64) -> Timestamp {
    STARTS[usize::try_from(seed % 4).unwrap()].parse().unwrap()
}

/// A random history of so many steps.
pub(crate) fn explore(catalogue: &Arc<Catalogue>, seed: u64, length: usize) -> Run {
    let mut world = World::new(catalogue, start(seed));
    let mut numbers = Numbers::new(seed);
    let mut steps = Vec::new();
    let mut difference = None;
    for _ in 0..length {
        let step = random::next(&world, &mut numbers);
        steps.push(step);
        if let Err(found) = world.step(&step) {
            difference = Some(found);
            break;
        }
    }
    if difference.is_none() {
        difference = world.compare_all().err();
    }
    Run { steps, difference, seen: world.model.rules.seen }
}

/// The difference that these steps lead to.
pub(crate) fn replay(catalogue: &Arc<Catalogue>, seed: u64, steps: &[Step]) -> Option<String> {
    let mut world = World::new(catalogue, start(seed));
    let found = steps.iter().find_map(|step| world.step(step).err());
    found.or_else(|| world.compare_all().err())
}

/// The same history without every step that can be left out, and with shorter waits.
pub(crate) fn shrunk(catalogue: &Arc<Catalogue>, seed: u64, steps: &[Step]) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let mut chunk = steps.len().div_ceil(2);
    while chunk > 0 {
        let mut place = 0;
        while place < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(place..(place + chunk).min(steps.len()));
            if replay(catalogue, seed, &fewer).is_some() {
                steps = fewer;
            } else {
                place += chunk;
            }
        }
        chunk = if chunk == 1 { 0 } else { chunk.div_ceil(2) };
    }
    for place in 0..steps.len() {
        for simpler in simpler(&steps[place]) {
            let mut changed = steps.clone();
            changed[place] = simpler;
            if replay(catalogue, seed, &changed).is_some() {
                steps = changed;
                break;
            }
        }
    }
    steps
}

fn simpler(step: &Step) -> Vec<Step> {
    match *step {
        Step::Wait { seconds } => [1, 3600, 86_400, 7 * 86_400]
            .into_iter()
            .filter(|less| *less < seconds)
            .map(|seconds| Step::Wait { seconds })
            .collect(),
        Step::Do { who, claim, act, how, n, seen, key } => {
            let plain = Step::of(who, claim, act, how);
            let with_n = Step::Do { who, claim, act, how, n, seen: crate::step::Seen::Any, key: 0 };
            let with_key = Step::Do { who, claim, act, how, n: 0, seen, key };
            [plain, with_n, with_key].into_iter().filter(|one| one != step).collect()
        }
        Step::Create { .. }
        | Step::Engage { .. }
        | Step::Clone { .. }
        | Step::Decide { .. }
        | Step::Sweep { .. }
        | Step::Subscription { .. }
        | Step::Location { .. }
        | Step::Look { .. } => Vec::new(),
    }
}

/// A difference as it is told: the seed, the steps, what differs.
pub(crate) fn report(catalogue: &Arc<Catalogue>, seed: u64, run: &Run) -> String {
    let steps = shrunk(catalogue, seed, &run.steps);
    let found = replay(catalogue, seed, &steps).unwrap_or_default();
    let mut text = format!("seed {seed}, begins {}, {} steps:\n", start(seed), steps.len());
    for step in &steps {
        text.push_str(&format!("  {step:?}\n"));
    }
    text.push_str(&found);
    text
}
