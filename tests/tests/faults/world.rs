//! The system over a wire that fails and the model beside it: every step is done by both and compared.
//!
//! A step that could not be tried is asked for again, under the key it was asked for with, until there is an
//! answer. That is the model's answer, or says that what the model does has been done before.

mod acts;

use super::{
    bench::Bench,
    told::{Told, told},
    writes::Writes,
};
use crate::{
    creates, deals,
    naive::{Model, data},
    step::Step,
    view,
};
use app::{
    App, Failure,
    ports::{Programme, StoreError},
};
use domain::{Catalogue, Claim, ClaimId, ContestId};
use jiff::{SignedDuration, Timestamp};
use std::{
    cell::Cell,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};
use store::Table;
use testkit::build;
use tests::faults::Plan;
use tokio::runtime::{Builder, Runtime};

/// Each of the faults; together about a quarter of all requests.
const PER_MILLE: usize = 40;
/// Whoever could not be heard so often finds nothing wrong any more.
const TRIES: usize = 10;
/// What they are called.
const FAULTS: [&str; 8] = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8"];

thread_local! {
    /// The seed of the faults of the histories on this thread.
    pub(crate) static SEED: Cell<u64> = const { Cell::new(0) };
}

/// Both sides.
pub(crate) struct World {
    time: Runtime,
    bench: Bench,
    /// Over the wire that fails
    app: App<Table>,
    safe: App<Table>,
    pub(crate) model: Model,
    writes: Writes,
    ids: Vec<ClaimId>,
    contests: Vec<ContestId>,
    /// ETag of every claim after the last step: the system's and the model's
    versions: Vec<(u64, u64)>,
    steps: usize,
    /// The seed of this step's faults
    plan: u64,
}

impl World {
    /// Nothing claimed yet.
    pub(crate) fn new(catalogue: &Arc<Catalogue>, start: Timestamp) -> Self {
        let time = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let (locations, subscriptions) = (build::locations(), [0, 1, 2].map(build::subscription));
        let bench = time.block_on(async {
            let bench = Bench::start(SEED.get(), &locations).await;
            for row in &subscriptions {
                bench.table.put_subscription(row).await.unwrap();
            }
            for row in &deals::customers() {
                bench.table.put_customer(row).await.unwrap();
            }
            for row in &deals::opportunities() {
                bench.table.put_opportunity(row).await.unwrap();
            }
            for row in &deals::eligibility() {
                bench.table.put_eligibility(row).await.unwrap();
            }
            bench
        });
        bench.clock.set(start);
        let ours = |app: App<Table>| app.with_catalogue(catalogue.clone());
        let (app, safe) = (ours(bench.with_faults()), ours(bench.without_faults()));
        let mut model = Model::new(catalogue, start.as_millisecond());
        model.rules.locations = locations.iter().map(data::location).collect();
        model.rules.subscriptions = subscriptions.iter().map(data::subscription).collect();
        deals::tell(&mut model.rules);
        let (ids, contests, versions, steps, plan) = Default::default();
        let writes = Writes::new();
        Self { time, bench, app, safe, model, writes, ids, contests, versions, steps, plan }
    }

    pub(crate) fn claims(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn contests(&self) -> usize {
        self.contests.len()
    }

    /// Does the step on both sides; the difference, if there is one.
    pub(crate) fn step(&mut self, step: &Step) -> Result<(), String> {
        self.steps += 1;
        let mut hasher = DefaultHasher::new();
        // Whatever is left out before it, a step meets the same faults.
        (SEED.get(), format!("{step:?}")).hash(&mut hasher);
        self.plan = hasher.finish();
        self.bench.faults.begin(Plan::all(self.plan, PER_MILLE));
        let told = told(|| self.done(step));
        let made = self.bench.faults.made();
        for fault in &made {
            *self.model.rules.seen.entry(FAULTS[fault.fault as usize]).or_default() += 1;
        }
        told.map_err(|found| {
            let faults = made.iter().map(|fault| format!("\n  {fault}"));
            format!("{found}\nfaults of this step:{}", faults.collect::<String>())
        })
    }

    fn done(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Wait { seconds } => {
                self.bench.clock.advance(SignedDuration::from_secs(seconds));
                self.model.rules.now = self.safe.now().as_millisecond();
            }
            Step::Create { who, how } => self.create(who, how)?,
            Step::Engage { who, how } => self.engage(who, how)?,
            Step::Do { who, claim, act, how, n, seen, key } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.act(who, claim, (act, how, n), seen, key)?;
            }
            Step::Clone { who, claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.clone_claim(who, claim)?;
            }
            Step::Decide { who, contest, winner, how } => {
                let Some(contest) = contest.checked_rem(self.contests.len()) else { return Ok(()) };
                self.decide(who, contest, winner, how)?;
            }
            Step::Sweep { claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                let id = self.ids[claim].clone();
                self.asked(async |app| app.sweep(&id).await).answer.map_err(|fault| fault.to_string())?;
                let drafts = self.model.sweep(claim);
                self.adopt(drafts.len())?;
            }
            Step::Subscription { n, how } => {
                let row = creates::subscription(n, how, self.safe.now());
                self.time.block_on(self.bench.table.put_subscription(&row)).unwrap();
                let told = self.asked(async |app| app.subscription_changed(&row).await);
                told.answer.map_err(|fault| fault.to_string())?;
                // What a try has left behind of which nobody heard waits for the sweep.
                if told.again {
                    self.settle_debts();
                }
                let drafts = self.model.subscription_changed(data::subscription(&row));
                self.adopt(drafts.len())?;
            }
            Step::Location { n, how } => {
                let row = creates::location(n, how);
                self.time.block_on(self.bench.table.put_location(&row)).unwrap();
                let known = &mut self.model.rules.locations;
                known.retain(|known| known.id != row.location_id.as_str());
                known.push(data::location(&row));
            }
            Step::Look { who, claim } => {
                let Some(claim) = claim.checked_rem(self.ids.len()) else { return Ok(()) };
                self.look(who, claim)?;
            }
        }
        // Time may change every claim; what a command changes besides its own claim shows then, at the latest.
        let touched = std::mem::take(&mut self.model.written);
        if !step.is_command() {
            return self.compare_all();
        }
        touched.into_iter().try_for_each(|index| self.compare(index))
    }

    /// Asks until there is an answer, and reads what was written.
    fn asked<T>(&mut self, ask: impl AsyncFn(&App<Table>) -> Result<T, Failure>) -> Told<T> {
        let mut tried = 0;
        loop {
            let answer = self.time.block_on(async {
                let answer = ask(&self.app).await;
                self.bench.faults.settled().await;
                answer
            });
            let unavailable = matches!(answer, Err(Failure::Store(StoreError::Unavailable(_))));
            if !unavailable || tried > TRIES {
                self.writes.follow(&self.bench.stream);
                return Told { answer, again: tried > 0 };
            }
            tried += 1;
            if tried > TRIES {
                self.bench.faults.end();
            }
            *self.model.rules.seen.entry("unavailable").or_default() += 1;
        }
    }

    /// What claims owe is settled.
    fn settle_debts(&mut self) {
        let owing: Vec<Claim> =
            self.writes.latest().filter(|claim| !claim.owes.is_empty()).cloned().collect();
        for claim in owing {
            self.time.block_on(self.safe.follow_up(&claim)).unwrap();
        }
        self.writes.follow(&self.bench.stream);
    }

    /// Compares every claim, and what the table says of them all (I-1).
    pub(crate) fn compare_all(&mut self) -> Result<(), String> {
        (0..self.ids.len()).try_for_each(|index| self.compare(index))?;
        told(|| {
            self.bench.agree(self.writes.latest());
            self.writes.latest().for_each(|claim| self.bench.is_frozen(claim));
            Ok(())
        })
    }

    /// A claim as people see it, and whether its ETag moved.
    fn compare(&mut self, index: usize) -> Result<(), String> {
        let now = self.safe.now();
        let (ours, theirs) = (self.shown(index), self.model.shown(index));
        let system = view::of_system(&ours, now, &self.contests);
        let model = view::of_model(&theirs, now.as_millisecond());
        if system != model {
            return Err(format!("claim {index}:\n{}", system.difference(&model)));
        }
        let versions = (ours.version, theirs.version);
        if self.versions.len() <= index {
            self.versions.resize(index + 1, versions);
        }
        let known = std::mem::replace(&mut self.versions[index], versions);
        let moved = (known.0 != versions.0, known.1 != versions.1);
        if moved.0 == moved.1 {
            return Ok(());
        }
        Err(format!("claim {index}: ETag moved: {}, model: {}", moved.0, moved.1))
    }

    fn stored(&self, index: usize) -> &Claim {
        self.writes.last(&self.ids[index])
    }

    /// The system's claim as a read shows it.
    fn shown(&self, index: usize) -> Claim {
        self.safe.settled(self.stored(index).clone())
    }
}
