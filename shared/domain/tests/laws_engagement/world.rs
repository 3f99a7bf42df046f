//! Histories: two partners, one customer, any acts of anybody in any order, with waits drawn around every deadline.

use std::collections::BTreeMap;

use domain::{
    Actor, Caller, Claim, ClaimId, Command, Context, Created, Customer, Outcome, State,
    allowed::{Act, deadlines, next_due, next_reminder_at},
    command::MailFate,
    consent::Choice,
    decide::{self, DealFacts, Decision, Engaged, conflicts},
    document::DocumentState,
    guard::held_by,
    input::{ConsentInput, ContentPatch, EngagementInput},
    money::MoneyInput,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use testkit::{Scene, build, commands, persona};

use crate::laws;

/// One step of a history, as numbers so that it shrinks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) claim: u8,
    wait: u8,
    clock: u8,
    act: u8,
    how: u8,
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<u8>(), 0..10_u8, any::<u8>(), any::<u8>(), any::<u8>());
    vec(step.prop_map(|(claim, wait, clock, act, how)| Step { claim, wait, clock, act, how }), 1..60)
}

/// The claims that were made, and what the customer's item would hold.
pub(crate) struct World {
    pub(crate) scenes: Vec<Scene>,
    pub(crate) holders: BTreeMap<String, ClaimId>,
    /// The same some writes ago: what somebody who is slow has read
    read: BTreeMap<String, ClaimId>,
    pub(crate) now: Timestamp,
    /// Deal size of every request, in units
    size: u64,
}

impl World {
    fn new(size: u64) -> Self {
        let (holders, read) = (BTreeMap::new(), BTreeMap::new());
        Self { scenes: Vec::new(), holders, read, now: build::monday(), size }
    }

    pub(crate) fn customer(&self) -> Customer {
        Customer { holders: self.holders.clone(), ..build::customer() }
    }

    /// {0, 1 s, window - 1 s, window, window + 1 s} of one of the clocks that run.
    fn wait(&mut self, index: usize, step: Step) {
        let claim = &self.scenes[index].claim;
        let mut clocks: Vec<Timestamp> = deadlines(claim).iter().map(|running| running.at).collect();
        clocks.extend(next_due(claim));
        clocks.extend(next_reminder_at(claim));
        clocks.retain(|at| *at > self.now);
        let second = SignedDuration::from_secs(1);
        let window = clocks.get(usize::from(step.clock) % clocks.len().max(1)).copied();
        self.now = match (step.wait, window) {
            (0..=5, _) | (_, None) => self.now,
            (6, _) => self.now + second,
            (7, Some(at)) => at - second,
            (8, Some(at)) => at,
            (_, Some(at)) => at + second,
        }
        .max(self.now);
        for scene in &mut self.scenes {
            scene.now = self.now;
        }
    }

    /// Another claim of partner A or B, as far as the customer has room for it: by hours, or at a fixed price.
    fn add(&mut self, how: u8) {
        let by_b = how % 2 == 1;
        let caller = if by_b { persona::partner_b_admin() } else { persona::partner_a_admin() };
        let input = match how % 3 {
            0 => build::engagement_input(&["small-project"]),
            _ => build::variable_input(40.0),
        };
        let input = if by_b { build::engagement_of_partner_b(input) } else { input };
        // Some have read the customer before others wrote.
        let slow = how.is_multiple_of(5);
        let read = if slow { &self.read } else { &self.holders };
        let customer = Customer { holders: read.clone(), ..build::customer() };
        let input = if customer.is_known_to(&caller.org) { build::claimed(input) } else { input };
        let Some(claim) = self.engaged(&input, caller.clone(), customer) else { return };
        // The table takes all that is free, or nothing.
        let taken = conflicts(&self.customer(), &claim.id, &held_by(&claim).into_iter().collect::<Vec<_>>());
        assert!(slow || taken.is_empty(), "I-12: {taken:?}");
        if taken.is_empty() {
            let held = held_by(&claim).into_iter().map(|guard| (guard.name(), claim.id.clone()));
            self.holders.extend(held);
            self.scenes.push(Scene::of_created(Created { claim, new_customer: None }, caller));
        }
    }

    fn engaged(&self, input: &EngagementInput, caller: Caller, customer: Customer) -> Option<Claim> {
        let facts = DealFacts { customer: Some(customer), ..build::deal_facts(input) };
        let id = build::claim_id(&format!("claim {}", self.scenes.len()));
        let context = Context { now: self.now, catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
        let engaged = decide::engage(input, &caller, &[id], None, &facts, context);
        engaged.ok().map(|Engaged { mut claims, .. }| claims.remove(0))
    }

    /// A start that gets far: as it was made, agreed to, under review, or rejected.
    fn begin(&mut self, how: u8) {
        let send = self.send();
        let agreed = |scene: Scene| scene.clone().step(&scene.partner(), send.clone()).agreed();
        let reviewed = |scene| agreed(scene).proven().submit().review();
        let scene = self.scenes.remove(0);
        let scene = match how % 4 {
            0 => scene,
            1 => agreed(scene),
            2 => reviewed(scene),
            _ => reviewed(scene).refused(),
        };
        self.holders =
            held_by(&scene.claim).into_iter().map(|guard| (guard.name(), scene.claim.id.clone())).collect();
        self.scenes.push(scene);
    }

    /// Writes a decision as the table would: all of it, or a refusal.
    fn commit(&mut self, index: usize, decision: &Decision) {
        assert!(conflicts(&self.customer(), &decision.claim.id, &decision.take).is_empty());
        self.read.clone_from(&self.holders);
        for guard in &decision.take {
            self.holders.insert(guard.name(), decision.claim.id.clone());
        }
        for guard in &decision.free {
            let freed = self.holders.remove(&guard.name());
            assert_eq!(freed.as_ref(), Some(&decision.claim.id), "freed its own");
        }
        self.scenes[index].claim = decision.claim.clone();
    }

    fn send(&self) -> Command {
        let amount = Some(self.size.to_string());
        let size = MoneyInput { amount, currency: Some("USD".into()) };
        Command::SendConsent(ConsentInput { deal_size: Some(size), ..build::consent_input() })
    }
}

/// What the persons of the story would do next, so that histories get far.
fn sensible(world: &World, scene: &Scene, step: Step) -> (Actor, Command) {
    let claim = &scene.claim;
    let right = |act| commands::right(act, claim).unwrap();
    let partner = |act| (scene.partner(), right(act));
    let reviewer = |act| (Actor::Staff(persona::reviewer()), right(act));
    let lead = |act| (Actor::Staff(persona::review_lead()), right(act));
    let answer = |choice| (Actor::Customer, commands::answer_now(claim, choice));
    let mail = |fate| (Actor::System, commands::mail(claim, fate));
    let sweep = || (Actor::System, Command::Settle);
    if let Some(pending) = claim.documents.iter().find(|document| document.state == DocumentState::Pending) {
        let (document, verdict) = (pending.id.clone(), DocumentState::Clean);
        return (Actor::System, Command::RecordProof { document, verdict });
    }
    let invoice = || (scene.partner(), Command::AddDocument(build::invoice_input()));
    let mut next = match &claim.state {
        State::ConsentNotRequested => vec![(scene.partner(), world.send()), partner(Act::Edit)],
        State::AwaitingConsent => vec![
            answer(Choice::Accept),
            answer(Choice::Accept),
            answer(Choice::Decline),
            mail(MailFate::Delivered),
            mail(MailFate::Undeliverable { reason: "bounce".into() }),
            partner(Act::Resend),
            partner(Act::ChangeContact),
            sweep(),
        ],
        State::ConsentReceived if claim.documents.len() < 2 => vec![partner(Act::Upload), invoice()],
        State::ConsentReceived => vec![partner(Act::Submit), partner(Act::Submit), sweep()],
        State::Submitted { .. } => vec![reviewer(Act::StartReview), partner(Act::Recall), sweep()],
        State::UnderReview { .. } => {
            vec![
                reviewer(Act::Return),
                reviewer(Act::Reject),
                reviewer(Act::Approve),
                reviewer(Act::Release),
                sweep(),
            ]
        }
        State::ActionRequired { .. } => vec![partner(Act::Resubmit), partner(Act::Upload), sweep()],
        State::Rejected { .. } => vec![partner(Act::Dispute), sweep()],
        State::Disputed { .. } => {
            vec![lead(Act::Approve), lead(Act::Return), lead(Act::Return), lead(Act::Reject)]
        }
        State::Draft { .. } => unreachable!("no state of an engagement claim"),
        State::Approved | State::RejectedFinal { .. } | State::Closed { .. } | State::Canceled { .. } => {
            vec![sweep(), answer(Choice::Withdraw)]
        }
    };
    let place = usize::from(step.how) % next.len();
    next.swap_remove(place)
}

/// Any act of anybody but field sellers, who come with the size of the deal.
fn anything(world: &World, scene: &Scene, step: Step) -> (Actor, Command) {
    let actors: Vec<Actor> = persona::actors()
        .into_iter()
        .filter(|(name, _)| *name != "field-seller")
        .map(|known| known.1)
        .collect();
    let choices = [Choice::Accept, Choice::Decline, Choice::Withdraw, Choice::Object];
    let act = Act::OFFERED[usize::from(step.act) % Act::OFFERED.len()];
    let own = step.how.is_multiple_of(2);
    match step.act {
        0..=50 => (Actor::Customer, commands::answer_now(&scene.claim, choices[usize::from(step.how % 4)])),
        51..=60 => (Actor::Customer, commands::delegate(&scene.claim, "ann@fabrikam.example")),
        61..=80 => (scene.partner(), correction(step.how)),
        _ => {
            let actor = if !own {
                actors[usize::from(step.how) % 10].clone()
            } else if matches!(act, Act::ExtendDeadline | Act::Stop) {
                Actor::Staff(persona::programme_manager())
            } else {
                scene.partner()
            };
            let right =
                if act == Act::SendConsent { Some(world.send()) } else { commands::right(act, &scene.claim) };
            (actor, right.unwrap_or(Command::Settle))
        }
    }
}

/// P20: a typing error that is noticed too late.
fn correction(how: u8) -> Command {
    let amount = Some(format!("{}.00", u32::from(how) + 1));
    let size = MoneyInput { amount, currency: Some("USD".into()) };
    match how % 4 {
        0 => Command::SendConsent(ConsentInput { deal_size: Some(size), ..build::consent_input() }),
        1 => Command::Edit(ContentPatch { deal_size: Some(Some(size)), ..ContentPatch::default() }),
        2 => Command::Edit(ContentPatch {
            hours: Some(Some(serde_json::json!(12))),
            ..ContentPatch::default()
        }),
        _ => {
            let name = Some(Some(format!("Corrected {how}")));
            Command::Edit(ContentPatch { name, hours: Some(None), ..ContentPatch::default() })
        }
    }
}

/// Runs a history; every law is checked at every step.
pub(crate) fn run(steps: &[Step], size: u64) -> Result<World, TestCaseError> {
    let mut world = World::new(size);
    let first = steps.first().copied();
    world.add(first.map_or(2, |step| if step.how % 2 == 0 { 2 } else { 0 }));
    world.begin(first.map_or(0, |step| step.claim));
    for step in steps {
        if step.act % 16 == 15 {
            world.add(step.how);
        }
        let index = usize::from(step.claim) % world.scenes.len();
        world.wait(index, *step);
        let scene = world.scenes[index].clone();
        let (actor, command) = if step.clock % 4 == 0 {
            anything(&world, &scene, *step)
        } else {
            sensible(&world, &scene, *step)
        };
        let outcome = laws::asked(&scene, &actor, &command, &build::CATALOGUE);
        laws::i_17_no_sweep_is_needed(&scene, &actor, &command, &outcome)?;
        laws::i_20_newer_rules_are_others(&scene, &actor, &command, &outcome)?;
        if let Ok(Outcome::Changed(decision)) = outcome {
            world.commit(index, &decision);
            laws::of_a_step(&scene.claim, &decision.claim)?;
            laws::of_a_claim(&decision.claim, world.now)?;
        }
        laws::i_12_no_more_than_the_cap(&world)?;
    }
    Ok(world)
}
