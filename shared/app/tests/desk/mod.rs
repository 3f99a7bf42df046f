//! Claims that are made and moved through the use cases, over the store in memory.
#![allow(dead_code, reason = "every test binary uses its part")]

use std::{collections::BTreeMap, sync::Arc};

use app::{
    App, Done, Failure,
    ports::{Claims, Contests, Programme, StoreError, Whose},
};
use domain::{
    Actor, Caller, Claim, ClaimId, Command, Contest, ContestId, Envelope, OrgId, Precondition, Refusal,
    allowed::{self, Act},
    claim::AssociationStatus,
    command::{Key, MailFate},
    consent::Choice,
    document::DocumentState,
    guard,
    input::ClaimInput,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{FixedClock, MemoryStore, SeededEntropy, build, commands, persona, ready};

pub(crate) const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The place where everybody works.
pub(crate) struct Desk {
    pub(crate) app: App<MemoryStore>,
    pub(crate) store: MemoryStore,
    clock: Arc<FixedClock>,
}

/// PA of a third partner, with a location of its own.
pub(crate) fn partner_c() -> Caller {
    Caller { sub: "c-admin".into(), org: OrgId::new("partner-c"), ..persona::partner_b_admin() }
}

pub(crate) fn reviewer() -> Actor {
    Actor::Staff(persona::reviewer())
}

/// A review lead who has decided nothing yet.
pub(crate) fn another_lead() -> Caller {
    Caller { sub: "another-lead".into(), ..persona::review_lead() }
}

impl Desk {
    pub(crate) fn open() -> Self {
        let (store, clock) = (MemoryStore::with_programme(), Arc::new(FixedClock::at(build::monday())));
        ready(store.put_location(&build::location("partner-c", "7000001"))).unwrap();
        let app = App::new(
            store.clone(),
            Arc::new(build::CATALOGUE.clone()),
            clock.clone(),
            Arc::new(SeededEntropy::new(5)),
        );
        Self { app, store, clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    pub(crate) fn wait(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    pub(crate) fn wait_until(&self, at: Timestamp) {
        self.clock.set(at);
    }

    /// The claim as it is stored.
    pub(crate) fn claim(&self, id: &ClaimId) -> Claim {
        ready(self.store.load(id)).unwrap().unwrap()
    }

    pub(crate) fn try_act(&self, id: &ClaimId, actor: Actor, command: Command) -> Result<Done, Failure> {
        let envelope = Envelope { actor, key: None, precondition: Precondition::Any, command };
        ready(self.app.execute(id, envelope))
    }

    /// A command that is not refused, and nothing that follows from it.
    pub(crate) fn act(&self, id: &ClaimId, actor: Actor, command: Command) -> Claim {
        self.try_act(id, actor, command).unwrap().claim
    }

    /// A right command of the claim's partner, and what follows from it.
    pub(crate) fn by_partner(&self, id: &ClaimId, act: Act) -> Claim {
        let claim = self.claim(id);
        let actor = Actor::Staff(admin_of(&claim));
        let done = self.try_act(id, actor, commands::right(act, &claim).unwrap()).unwrap();
        ready(self.app.followed_up(done)).claim
    }

    /// Handed in by this partner; the customer was told.
    pub(crate) fn submitted(&self, partner: &Caller, input: ClaimInput) -> ClaimId {
        let location = match partner.org.as_str() {
            "partner-a" => build::LOCATION,
            "partner-b" => build::LOCATION_B,
            _ => "7000001",
        };
        let input = ClaimInput { location_id: Some(location.into()), ..input };
        let claim = ready(self.app.create(&input, partner, None)).unwrap().claim;
        let (id, actor) = (claim.id.clone(), Actor::Staff(partner.clone()));
        let claim = self.act(&id, actor.clone(), Command::AddDocument(build::document_input(&claim)));
        let document = claim.documents[0].id.clone();
        self.act(&id, Actor::System, Command::RecordProof { document, verdict: DocumentState::Clean });
        let claim = self.act(&id, actor, Command::Submit(build::submission(&claim)));
        self.act(&id, Actor::System, commands::mail(&claim, MailFate::Delivered));
        id
    }

    /// The same, of these workloads.
    pub(crate) fn claims(&self, partner: &Caller, workloads: &[&str]) -> ClaimId {
        self.submitted(partner, build::claim_input_of(workloads))
    }

    pub(crate) fn start(&self, id: &ClaimId) -> Result<Done, Failure> {
        self.start_with(id, None)
    }

    pub(crate) fn start_with(&self, id: &ClaimId, key: Option<Key>) -> Result<Done, Failure> {
        let command = Command::StartReview { contests: Vec::new() };
        let envelope = Envelope { actor: reviewer(), key, precondition: Precondition::Any, command };
        ready(self.app.start_review(id, envelope))
    }

    /// Taken by the reviewer.
    pub(crate) fn review(&self, id: &ClaimId) -> Claim {
        self.start(id).unwrap().claim
    }

    pub(crate) fn approve(&self, id: &ClaimId) -> Result<Done, Failure> {
        self.try_act(id, reviewer(), commands::accept_all(&self.claim(id)))
    }

    pub(crate) fn answer(&self, id: &ClaimId, choice: Choice) -> Claim {
        self.act(id, Actor::Customer, commands::answer_now(&self.claim(id), choice))
    }

    /// Approved; the customer has agreed.
    pub(crate) fn official(&self, partner: &Caller, input: ClaimInput) -> ClaimId {
        let id = self.submitted(partner, input);
        self.review(&id);
        self.approve(&id).unwrap();
        self.answer(&id, Choice::Accept);
        id
    }

    pub(crate) fn sweep(&self, id: &ClaimId) -> Result<(), Failure> {
        ready(self.app.sweep(id))
    }

    /// Everything that is due, as the schedule finds it, until nothing is.
    pub(crate) fn sweep_all(&self) {
        for _ in 0..10 {
            let due = self
                .store
                .all()
                .into_iter()
                .filter(|claim| allowed::next_due(claim).is_some_and(|due| due <= self.now()));
            let due: Vec<ClaimId> = due.map(|claim| claim.id).collect();
            if due.is_empty() {
                return;
            }
            due.iter().for_each(|id| self.sweep(id).unwrap());
        }
        panic!("something is always due");
    }

    /// Every contest, newest first.
    pub(crate) fn contests(&self) -> Vec<Contest> {
        ready(self.store.contests(&Whose::Programme, None, 100)).unwrap().contests
    }

    pub(crate) fn contest(&self, id: &ContestId) -> Contest {
        ready(self.store.contest(id)).unwrap().unwrap()
    }

    pub(crate) fn decide(
        &self,
        id: &ContestId,
        lead: &Caller,
        winner: &str,
    ) -> Result<(Contest, bool), Failure> {
        ready(self.app.decide_contest(id, lead, Some(winner), Some("The newer proof is valid.")))
    }

    pub(crate) fn say(
        &self,
        id: &ContestId,
        caller: &Caller,
        key: Option<Key>,
        text: &str,
    ) -> Result<(Contest, bool), Failure> {
        ready(self.app.state_in_contest(id, caller, key, Some(text)))
    }

    /// Who holds this workload of the customer.
    pub(crate) fn holder(&self, workload: &str) -> Option<ClaimId> {
        let customer = ready(self.store.customer(&build::customer().id)).unwrap().unwrap();
        customer.holders.get(&format!("held/{}/workload:{workload}", build::TENANT)).cloned()
    }

    /// I-1, I-14: the customer's item says exactly what the claims hold, and each claim says what its contests do.
    pub(crate) fn is_consistent(&self) {
        let mut expected = BTreeMap::new();
        let claims = self.store.all();
        for claim in &claims {
            assert!(claim.history.verifies(&claim.id));
            for guard in guard::held_by(claim) {
                let other = expected.insert(guard.name(), claim.id.clone());
                assert_eq!(other, None, "held twice: {}", guard.name());
            }
        }
        let customer = ready(self.store.customer(&build::customer().id)).unwrap().unwrap();
        assert_eq!(customer.holders, expected);
        for contest in self.contests() {
            for claim in claims.iter().filter(|claim| contest.role_of(&claim.id).is_some()) {
                let Some(seat) = claim.seats.iter().find(|seat| seat.contest == contest.id) else { continue };
                let won = contest
                    .verdict
                    .as_ref()
                    .map(|verdict| Some(verdict.winner) == contest.role_of(&claim.id));
                assert_eq!(seat.won, won);
            }
        }
    }
}

/// Whoever made the claim.
pub(crate) fn admin_of(claim: &Claim) -> Caller {
    match claim.org.as_str() {
        "partner-a" => persona::partner_a_admin(),
        "partner-b" => persona::partner_b_admin(),
        _ => partner_c(),
    }
}

pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, Failure>) -> Refusal {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) fn unavailable<T>(result: &Result<T, Failure>) -> bool {
    matches!(result, Err(Failure::Store(StoreError::Unavailable(_))))
}

pub(crate) fn status(claim: &Claim, item: usize) -> Option<AssociationStatus> {
    claim.content.items[item].association.as_ref().map(|association| association.status)
}

/// Partner B is official for `teams`; partner A claims it as well and is under review.
pub(crate) struct Rivals {
    pub(crate) desk: Desk,
    pub(crate) incumbent: ClaimId,
    pub(crate) challenger: ClaimId,
    pub(crate) contest: ContestId,
}

pub(crate) fn rivals_for(workloads: &[&str]) -> Rivals {
    let desk = Desk::open();
    let incumbent = desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    desk.wait(HOUR);
    let challenger = desk.claims(&persona::partner_a_admin(), workloads);
    desk.review(&challenger);
    let contest = desk.contests()[0].id.clone();
    Rivals { desk, incumbent, challenger, contest }
}

pub(crate) fn rivals() -> Rivals {
    rivals_for(&["teams"])
}
