//! Random commands on a handful of claims over a wire that fails: after each of them the claim is as before or
//! as after it.

use super::{
    bench::{Bench, number, seed},
    habits::{ORGS, WORKLOADS, envelope, input, next, partner, tenant},
};
use app::{App, Failure, ports::StoreError};
use domain::{
    Action, Actor, Claim, ClaimId, Envelope,
    decide::{Context, Outcome},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};
use store::Table;
use testkit::build;
use tests::faults::{Plan, Random};

/// Histories at the same time, each with a table of its own.
const HISTORIES: u64 = 2;
/// Claims at the same time, on a few tenants, of a few partners.
const CLAIMS: usize = 6;
const TENANTS: usize = 2;
const PARTNERS: usize = 3;
/// Commands before everything begins anew on other tenants, in another process.
const ERA: usize = 250;
/// Writes of a claim after which another takes its place.
const LONG: u64 = 30;
/// Each of the faults; together about a quarter of all requests.
const PER_MILLE: usize = 40;

/// What became of the commands.
#[derive(Debug, Default)]
struct Tally {
    done: usize,
    unchanged: usize,
    refused: usize,
    unavailable: usize,
    /// Of these, those that had their effect
    had_effect: usize,
    faults: usize,
}

/// A run of so many commands.
struct History {
    bench: Bench,
    random: Random,
    app: App<Table>,
    safe: App<Table>,
    first_tenant: usize,
    /// Those that are worked on
    open: [Option<Claim>; CLAIMS],
    /// The others of these tenants
    closed: Vec<Claim>,
    /// Claims as every write must have left them
    known: BTreeMap<ClaimId, Vec<Claim>>,
    tally: Tally,
}

impl History {
    async fn run(seed: u64, commands: usize) -> Tally {
        let bench = Bench::start(seed).await;
        let (app, safe) = (bench.with_faults(), bench.without_faults());
        let random = Random::new(seed);
        let (open, closed, known) = Default::default();
        let tally = Tally::default();
        let mut history = Self { bench, random, app, safe, first_tenant: 0, open, closed, known, tally };
        for number in 0..commands {
            if number % ERA == 0 {
                history.begins_anew(number).await;
            }
            history.command(number).await;
        }
        history.ends().await;
        assert!(history.bench.writes() == history.known, "what was written is what was told");
        history.tally
    }

    async fn begins_anew(&mut self, number: usize) {
        self.ends().await;
        (self.open, self.closed) = Default::default();
        self.first_tenant = number;
        self.app = self.bench.with_faults();
        self.bench.faults.begin(Plan::all(self.random.draw(), PER_MILLE));
    }

    async fn ends(&mut self) {
        self.tally.faults += self.bench.faults.made().len();
        self.bench.faults.end();
        self.bench.agree(self.claims()).await;
        for claim in self.claims() {
            self.bench.is_frozen(claim).await;
        }
    }

    /// Those of the tenants that are worked on.
    fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.closed.iter().chain(self.open.iter().flatten())
    }

    async fn command(&mut self, number: usize) {
        self.time_passes();
        let place = self.random.below(CLAIMS);
        let now = match self.open[place].take() {
            None => self.creates(number, place).await,
            Some(claim) => Some(self.executes(number, claim).await),
        };
        match now {
            Some(claim) if claim.state.is_terminal() || claim.revision > LONG => self.closed.push(claim),
            now => self.open[place] = now,
        }
    }

    fn time_passes(&mut self) {
        let hours = [0, 1, 25, 8 * 24, 31 * 24];
        if self.random.below(12) == 0 {
            let second = SignedDuration::from_secs(1);
            self.bench.clock.advance(second + SignedDuration::from_hours(*self.random.one_of(&hours)));
        }
    }

    async fn creates(&mut self, number: usize, place: usize) -> Option<Claim> {
        let key = build::key(&format!("create {number}"), "body");
        let caller = partner(ORGS[place % PARTNERS]);
        let tenant = tenant(self.first_tenant + place % TENANTS);
        let input = input(tenant, WORKLOADS.len(), &mut self.random);
        let id = ClaimId::of_key(&key.key);
        let answer = self.app.create(&input, &caller, Some(key.clone())).await;
        let made = match answer {
            Ok(done) => Ok(done),
            Err(Failure::Store(StoreError::Unavailable(_))) => {
                self.tally.unavailable += 1;
                let there = self.bench.claim(&id).await;
                self.bench.faults.settled().await;
                let later = self.bench.claim(&id).await;
                assert!(there.is_none() || there == later, "{there:?}");
                self.tally.had_effect += usize::from(later.is_some());
                let again = self.safe.create(&input, &caller, Some(key)).await;
                assert_eq!(again.as_ref().is_ok_and(|again| again.replayed), later.is_some());
                again
            }
            Err(other) => Err(other),
        };
        self.bench.faults.settled().await;
        match made {
            Ok(done) => {
                assert_eq!(actions(&done.claim), [Action::Created]);
                self.wrote(&done.claim);
                Some(done.claim)
            }
            // V-19: the partner has an open claim on the key.
            Err(Failure::Refused(_)) => {
                self.tally.refused += 1;
                assert_eq!(self.bench.claim(&id).await, None);
                None
            }
            Err(Failure::Store(fault)) => panic!("{fault}"),
        }
    }

    async fn executes(&mut self, number: usize, before: Claim) -> Claim {
        let (actor, command) = next(&before, &mut self.random);
        let keyed = matches!(actor, Actor::Staff(_));
        let key = keyed.then(|| build::key(&format!("command {number}"), "body"));
        let envelope = envelope(actor, key, command);
        // Half of the functions have read the claim when they get here.
        let answer = match self.random.below(2) {
            0 => self.app.execute(&before.id, envelope.clone()).await,
            _ => self.app.execute_on(before.clone(), envelope.clone()).await,
        };
        match answer {
            Ok(done) if done.changed => {
                self.tally.done += 1;
                self.bench.faults.settled().await;
                self.wrote(&done.claim);
                done.claim
            }
            Ok(done) => {
                self.tally.unchanged += 1;
                assert_eq!(done.claim, before);
                done.claim
            }
            Err(Failure::Refused(_)) => {
                self.tally.refused += 1;
                before
            }
            Err(Failure::Store(StoreError::Unavailable(_))) => {
                self.tally.unavailable += 1;
                self.either_or(before, envelope).await
            }
            Err(Failure::Store(fault)) => panic!("{fault}"),
        }
    }

    /// Nobody knows whether the command had its effect: it has all of it or none, now and when everything that
    /// is late has arrived; and saying it again with its key makes sure of it.
    async fn either_or(&mut self, before: Claim, envelope: Envelope) -> Claim {
        let expected = effect(&before, &envelope, self.safe.now());
        for late in [false, true] {
            if late {
                self.bench.faults.settled().await;
            }
            let now = self.bench.claim(&before.id).await.unwrap();
            assert!(now == before || is(&now, &expected), "neither before nor after {envelope:?}: {now:?}");
            self.bench.agree(self.claims().chain([&now])).await;
            self.bench.is_frozen(&now).await;
        }
        let now = self.bench.claim(&before.id).await.unwrap();
        let had_effect = now != before;
        self.tally.had_effect += usize::from(had_effect);
        if envelope.key.is_none() {
            if had_effect {
                self.wrote(&now);
            }
            return now;
        }
        match self.safe.execute(&before.id, envelope).await {
            Ok(done) => {
                assert_eq!(done.replayed, had_effect);
                assert!(is(&done.claim, &expected), "not after: {:?}", done.claim);
                self.wrote(&done.claim);
                done.claim
            }
            Err(Failure::Refused(_)) if !had_effect => before,
            Err(other) => panic!("{other}"),
        }
    }

    fn wrote(&mut self, claim: &Claim) {
        self.known.entry(claim.id.clone()).or_default().push(claim.clone());
    }
}

/// The claim after a command, as the rules have it. A refusal may come of another claim, so there may be none.
fn effect(before: &Claim, envelope: &Envelope, now: Timestamp) -> Option<Claim> {
    let context = Context { now, catalogue: &build::CATALOGUE, fresh: [7; 16], found: &[] };
    match domain::decide(before, envelope.clone(), context) {
        Ok(Outcome::Changed(decision)) => Some(decision.claim),
        Ok(Outcome::Unchanged(_) | Outcome::Replayed(_)) | Err(_) => None,
    }
}

/// The same but for ids and marks that were drawn.
fn is(claim: &Claim, expected: &Option<Claim>) -> bool {
    let what = |claim: &Claim| {
        let Claim { state, content, keys, version, revision, .. } = claim.clone();
        (state, content, keys, version, revision, actions(claim))
    };
    expected.as_ref().is_some_and(|expected| what(claim) == what(expected))
}

fn actions(claim: &Claim) -> Vec<Action> {
    claim.history.entries.iter().map(|entry| entry.action).collect()
}

/// A history in a time of its own.
fn run(seed: u64, commands: usize) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.unwrap().block_on(History::run(seed, commands))
}

/// The least commands with which a run of this seed fails, given that it does with so many.
fn shortest(seed: u64, commands: usize) -> usize {
    let (mut good, mut bad) = (0, commands);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        match catch_unwind(AssertUnwindSafe(|| run(seed, middle))) {
            Ok(_) => good = middle,
            Err(_) => bad = middle,
        }
    }
    bad
}

/// `FAULT_COMMANDS` of them. A run that fails is cut to its shortest start that does.
#[test]
fn faults_random_histories_are_whole() {
    let commands = number("FAULT_COMMANDS").unwrap_or(2_000) as usize;
    let each = commands.div_ceil(HISTORIES as usize);
    let began = Instant::now();
    let histories: Vec<_> = (0..HISTORIES)
        .map(|place| seed() + place)
        .map(|seed| (seed, std::thread::spawn(move || run(seed, each))))
        .collect();
    for (seed, history) in histories {
        match history.join() {
            Ok(tally) => println!("FAULT_SEED={seed}: {tally:?}"),
            Err(_) => {
                let commands = shortest(seed, each);
                println!(
                    "the shortest is FAULT_SEED={seed} FAULT_COMMANDS={}",
                    commands * HISTORIES as usize
                );
                run(seed, commands);
            }
        }
    }
    let rate = commands as f64 / began.elapsed().as_secs_f64();
    println!("{commands} commands, {rate:.0} in a second");
}
