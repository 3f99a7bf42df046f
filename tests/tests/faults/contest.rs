//! Many clients, each in a process of its own, work on claims for the same keys while everything fails.

use super::{
    bench::{Bench, seed},
    habits::{ORGS, envelope, input, locations, next, partner, tenant},
};
use app::{
    App, Done, Failure,
    ports::{Claims, Contests, Whose},
};
use domain::{Actor, Claim, ClaimId, Command, ContestId, Envelope, Refusal, command::Key};
use std::collections::{BTreeMap, BTreeSet};
use store::Table;
use testkit::{build, persona};
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
    /// Contests that were decided
    decided: usize,
    /// Approvals that came second
    taken: usize,
    /// Tries that ended without knowing
    unavailable: usize,
}

/// One of those who work on a claim: whoever comes first makes it, and when it is over there is another.
struct Client {
    app: App<Table>,
    /// The table as it is at this instant
    table: Table,
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
                Ok(Some(claim)) => match claim.seats.iter().find(|seat| seat.waits()) {
                    Some(seat) if self.random.below(2) == 0 => self.decides(&seat.contest).await,
                    Some(_) | None => self.acts(&claim, command).await,
                },
                Ok(None) => self.creates(claims).await,
                Err(_) => self.told.unavailable += 1,
            }
        }
        self.told
    }

    /// The key of the claim that comes after so many others.
    fn create(&self, claims: usize) -> Key {
        build::key(&format!("claim {claims} of {}", self.number % CLAIMS), "body")
    }

    async fn creates(&mut self, claims: usize) {
        let (place, key) = (self.number % CLAIMS, self.create(claims));
        // The same body from all that send this key.
        let input = input(tenant(1), KEYS, &mut Random::new((claims * CLAIMS + place) as u64));
        let caller = partner(ORGS[place % ORGS.len()]);
        for _ in 0..TRIES {
            match self.app.create(&input, &caller, Some(key.clone())).await {
                Ok(done) => return self.told.done.push((Some(key), done)),
                Err(Failure::Refused(_)) => return,
                Err(Failure::Store(_)) => self.told.unavailable += 1,
            }
        }
    }

    async fn acts(&mut self, claim: &Claim, command: usize) {
        let (actor, asked) = next(claim, &mut self.random);
        let keyed = matches!(actor, Actor::Staff(_));
        let key = keyed.then(|| build::key(&format!("client {} command {command}", self.number), "body"));
        let envelope = envelope(actor, key.clone(), asked);
        for _ in 0..TRIES {
            match self.sends(&claim.id, envelope.clone()).await {
                Ok(done) => return self.told.done.push((key, done)),
                Err(Failure::Refused(refusal)) => {
                    self.told.taken += usize::from(matches!(refusal, Refusal::AssociationTaken { .. }));
                    let now = self.table.load(&claim.id).await.unwrap().unwrap();
                    let used = |key: &Key| now.keys.iter().any(|used| used.key == key.key);
                    assert!(!key.as_ref().is_some_and(used), "refused, and done: {refusal}");
                    return self.told.refused.extend(key.map(|key| (claim.id.clone(), key)));
                }
                Err(Failure::Store(_)) => self.told.unavailable += 1,
            }
        }
    }

    /// As the functions do.
    async fn sends(&self, id: &ClaimId, envelope: Envelope) -> Result<Done, Failure> {
        let starts = matches!(envelope.command, Command::StartReview { .. });
        let done = if starts {
            self.app.start_review(id, envelope).await?
        } else {
            self.app.execute(id, envelope).await?
        };
        Ok(self.app.followed_up(done).await)
    }

    async fn decides(&mut self, contest: &ContestId) {
        let winner = *self.random.one_of(&["incumbent", "challenger"]);
        for _ in 0..TRIES {
            let lead = persona::review_lead();
            match self.app.decide_contest(contest, &lead, Some(winner), Some("The better proof.")).await {
                Ok(_) => return self.told.decided += 1,
                Err(Failure::Refused(_)) => return,
                Err(Failure::Store(_)) => self.told.unavailable += 1,
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn faults_sixty_four_clients_contest_the_same_keys() {
    let bench = Bench::start(seed(), &locations()).await;
    let mut random = Random::new(seed());
    bench.faults.begin(Plan::all(random.draw(), PER_MILLE));
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        let (app, table, random) = (bench.with_faults(), bench.table.clone(), Random::new(random.draw()));
        clients.spawn(Client { app, table, number, random, told: Told::default() }.works());
    }
    let told = clients.join_all().await;
    bench.faults.end();
    bench.faults.settled().await;
    // What claims owe each other is left to the sweep when it cannot be done at once.
    for claim in bench.writes().latest() {
        bench.without_faults().sweep(&claim.id).await.unwrap();
    }

    let writes = bench.writes();
    let claims: Vec<&Claim> = writes.latest().collect();
    for claim in &claims {
        assert_eq!(bench.claim(&claim.id).await.as_ref(), Some(*claim));
        let keys: BTreeSet<&str> = claim.keys.iter().map(|used| used.key.as_str()).collect();
        assert_eq!(keys.len(), claim.keys.len(), "a key with two effects: {:?}", claim.keys);
        bench.is_frozen(claim);
    }
    bench.agree(claims.iter().copied());
    let contests = seats_agree(&bench.table, &claims).await;

    let used = |id: &ClaimId, key: &Key| writes.last(id).keys.iter().any(|used| used.key == key.key);
    for (key, done) in told.iter().flat_map(|told| &told.done) {
        let claim = &done.claim;
        writes.hold(claim);
        if let Some(key) = key.as_ref().filter(|_| done.changed || done.replayed) {
            assert!(used(&claim.id, key), "{key:?} is lost");
        }
    }

    let mut made: BTreeMap<Fault, usize> = BTreeMap::new();
    for fault in bench.faults.made() {
        *made.entry(fault.fault).or_default() += 1;
    }
    let count = |of: fn(&Told) -> usize| told.iter().map(of).sum::<usize>();
    let changed = count(|told| told.done.iter().filter(|(_, done)| done.changed).count());
    let (taken, unavailable) = (count(|told| told.taken), count(|told| told.unavailable));
    let late = told.iter().flat_map(|told| &told.refused).filter(|(id, key)| used(id, key)).count();
    println!(
        "{} claims, {changed} effects told of {}, {contests} contests, {} decided, {taken} taken, \
         {unavailable} unavailable, {late} done after a refusal, {made:?}",
        claims.len(),
        writes.count(),
        count(|told| told.decided),
    );
    let contested = contests + taken > 0;
    assert!(contested && unavailable > 0 && made.len() == Fault::ALL.len(), "too little happened");
}

/// A contest is open for both of its claims or for none; how many there are.
async fn seats_agree(table: &Table, claims: &[&Claim]) -> usize {
    let (mut open, mut all, mut after) = (BTreeSet::new(), 0, None);
    loop {
        let page = table.contests(&Whose::Programme, after.as_deref(), 100).await.unwrap();
        all += page.contests.len();
        for contest in page.contests.into_iter().filter(|contest| contest.verdict.is_none()) {
            open.insert((contest.id.clone(), contest.incumbent.claim));
            open.insert((contest.id, contest.challenger.claim));
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let seats = claims.iter().flat_map(|claim| {
        let open = claim.seats.iter().filter(|seat| seat.is_open());
        open.map(|seat| (seat.contest.clone(), claim.id.clone()))
    });
    assert_eq!(seats.collect::<BTreeSet<_>>(), open);
    all
}
