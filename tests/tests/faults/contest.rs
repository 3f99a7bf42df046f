//! Many clients, each in a process of its own, work on claims for the same keys while everything fails.

use super::{
    bench::{Bench, seed},
    habits::{ORGS, envelope, input, next, partner, tenant},
};
use app::{App, Done, Failure, ports::Claims};
use domain::{Actor, Claim, ClaimId, Refusal, command::Key};
use std::collections::{BTreeMap, BTreeSet};
use store::Table;
use testkit::build;
use tests::faults::{Fault, Plan, Random};
use tokio::task::JoinSet;

const CLIENTS: usize = 64;
/// Claims at the same time, several of every partner; some clients work on the same one.
const CLAIMS: usize = 24;
/// Workloads of the one tenant they are all about.
const KEYS: usize = 3;
/// Commands of every client.
const COMMANDS: usize = 20;
/// A command that could not be tried is sent again so often.
const TRIES: usize = 6;
/// Each of the faults; together more than a third of all requests.
const PER_MILLE: usize = 60;

/// What a client was told.
#[derive(Default)]
struct Told {
    /// Effects, with the keys they were asked with
    done: Vec<(Option<Key>, Done)>,
    /// Keys of commands without effect
    refused: Vec<(ClaimId, Key)>,
    /// Approvals that came second
    taken: usize,
    /// Tries that ended without knowing
    unavailable: usize,
}

impl Told {
    /// What was answered, unless nothing was.
    fn hears(&mut self, key: Option<&Key>, answer: Result<Done, Failure>) -> Option<Result<(), Refusal>> {
        match answer {
            Ok(done) => {
                self.done.push((key.cloned(), done));
                Some(Ok(()))
            }
            Err(Failure::Refused(refusal)) => {
                self.taken += usize::from(matches!(refusal, Refusal::AssociationTaken { .. }));
                Some(Err(refusal))
            }
            Err(Failure::Store(_)) => {
                self.unavailable += 1;
                None
            }
        }
    }
}

/// One of those who work on a claim: whoever comes first makes it, and when it is over there is another.
struct Client {
    app: App<Table>,
    number: usize,
    random: Random,
    told: Told,
}

impl Client {
    async fn works(mut self) -> Told {
        let mut claims = 0;
        for command in 0..COMMANDS {
            let id = ClaimId::of_key(&self.create(claims).key);
            match self.app.store.load(&id).await {
                Ok(Some(claim)) if claim.state.is_terminal() => claims += 1,
                Ok(Some(claim)) => self.acts(&claim, command).await,
                Ok(None) => self.creates(claims).await,
                Err(_) => self.told.unavailable += 1,
            }
        }
        self.told
    }

    fn create(&self, claims: usize) -> Key {
        build::key(&format!("claim {} of {}", claims, self.number % CLAIMS), "body")
    }

    async fn creates(&mut self, claims: usize) {
        let (place, key) = (self.number % CLAIMS, self.create(claims));
        // The same body from all that send this key.
        let input = input(tenant(1), KEYS, &mut Random::new((claims * CLAIMS + place) as u64));
        let caller = partner(ORGS[place % ORGS.len()]);
        for _ in 0..TRIES {
            let answer = self.app.create(&input, &caller, Some(key.clone())).await;
            if self.told.hears(Some(&key), answer).is_some() {
                return;
            }
        }
    }

    async fn acts(&mut self, claim: &Claim, command: usize) {
        let (actor, asked) = next(claim, &mut self.random);
        let keyed = matches!(actor, Actor::Staff(_));
        let key = keyed.then(|| build::key(&format!("client {} command {command}", self.number), "body"));
        let envelope = envelope(actor, key.clone(), asked);
        for _ in 0..TRIES {
            let answer = self.app.execute(&claim.id, envelope.clone()).await;
            match self.told.hears(key.as_ref(), answer) {
                Some(Ok(())) => return,
                Some(Err(_)) => return self.told.refused.extend(key.map(|key| (claim.id.clone(), key))),
                None => {}
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn faults_sixty_four_clients_contest_the_same_keys() {
    let bench = Bench::start(seed()).await;
    let mut random = Random::new(seed());
    bench.faults.begin(Plan::all(random.draw(), PER_MILLE));
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let (random, told) = (Random::new(random.draw()), Told::default());
        clients.spawn(Client { app: bench.with_faults(), number, random, told }.works());
    }
    let told = clients.join_all().await;
    bench.faults.end();
    bench.faults.settled().await;

    let writes = bench.writes();
    let claims: Vec<&Claim> = writes.values().filter_map(|writes| writes.last()).collect();
    for claim in &claims {
        assert_eq!(bench.claim(&claim.id).await.as_ref(), Some(*claim));
        let keys: BTreeSet<&str> = claim.keys.iter().map(|used| used.key.as_str()).collect();
        assert_eq!(keys.len(), claim.keys.len(), "a key with two effects: {:?}", claim.keys);
        bench.is_frozen(claim).await;
    }
    bench.agree(claims.iter().copied()).await;

    let used = |id: &ClaimId, key: &Key| {
        writes[id].last().is_some_and(|claim| claim.keys.iter().any(|used| used.key == key.key))
    };
    for (key, done) in told.iter().flat_map(|told| &told.done) {
        let claim = &done.claim;
        assert_eq!(&writes[&claim.id][claim.revision as usize - 1], claim, "what was answered is there");
        if let Some(key) = key.as_ref().filter(|_| done.changed || done.replayed) {
            assert!(used(&claim.id, key), "{key:?} is lost");
        }
    }
    for (id, key) in told.iter().flat_map(|told| &told.refused) {
        assert!(!used(id, key), "refused, and done: {key:?}");
    }

    let mut made: BTreeMap<Fault, usize> = BTreeMap::new();
    for fault in bench.faults.made() {
        *made.entry(fault.fault).or_default() += 1;
    }
    let count = |of: fn(&Told) -> usize| told.iter().map(of).sum::<usize>();
    let changed = count(|told| told.done.iter().filter(|(_, done)| done.changed).count());
    let (taken, unavailable) = (count(|told| told.taken), count(|told| told.unavailable));
    let written: usize = writes.values().map(Vec::len).sum();
    println!(
        "{} claims, {changed} effects told of {written}, {taken} taken, {unavailable} unavailable, {made:?}",
        claims.len(),
    );
    assert!(made.len() == Fault::ALL.len() && taken > 0 && unavailable > 0, "too little happened");
}
