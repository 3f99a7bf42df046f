//! Claims in every state that can be reached, made only by decisions.

mod contested;
mod engaged;
mod every;
mod later;
mod life;

use domain::{
    Actor, Caller, Claim, ClaimId, Command, Context, Created, Decision, Envelope, Outcome, Precondition,
    Refusal,
    claim::Reason,
    command::{Key, MailFate},
    consent::Choice,
    document::DocumentState,
    input::ClaimInput,
};
use jiff::{SignedDuration, Timestamp};

pub use contested::{contest_id, opening};
pub use domain::allowed::Act;
pub use engaged::engage;

use crate::{build, commands, persona};

/// A claim with the time it is at and every decision that made it.
#[derive(Debug, Clone)]
pub struct Scene {
    /// How it began
    pub created: Created,
    /// What was decided since
    pub decisions: Vec<Decision>,
    /// The claim now
    pub claim: Claim,
    /// The time now
    pub now: Timestamp,
    /// The admin of the partner
    pub partner: Caller,
    count: u64,
}

impl Scene {
    /// A draft of this input by this caller; the name makes the id.
    #[must_use]
    pub fn begin(name: &str, input: &ClaimInput, partner: Caller) -> Self {
        Self::begin_at(build::claim_id(name), input, partner, build::monday())
    }

    /// A draft with this id, made at this instant.
    #[must_use]
    pub fn begin_at(id: ClaimId, input: &ClaimInput, partner: Caller, now: Timestamp) -> Self {
        let context = Context { now, catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
        let created = domain::create(input, &partner, id, None, build::facts(input), context).unwrap();
        Self::of_created(created, partner)
    }

    /// A draft without documents.
    #[must_use]
    pub fn draft() -> Self {
        Self::begin("draft", &build::claim_input(), persona::partner_a_admin())
    }

    /// A draft with clean proof of everything.
    #[must_use]
    pub fn ready() -> Self {
        Self::draft().proven()
    }

    /// Submitted; the notice has not left.
    #[must_use]
    pub fn submitted() -> Self {
        Self::ready().submit()
    }

    /// Submitted; the notice is delivered.
    #[must_use]
    pub fn delivered() -> Self {
        Self::submitted().deliver()
    }

    /// Under review, the notice delivered.
    #[must_use]
    pub fn under_review() -> Self {
        Self::delivered().review()
    }

    /// Returned for a reason about an item.
    #[must_use]
    pub fn action_required() -> Self {
        Self::returned(commands::reasons("/items/workload:teams"))
    }

    /// Returned for these reasons.
    #[must_use]
    pub fn returned(reasons: Vec<Reason>) -> Self {
        Self::under_review().step(&Actor::Staff(persona::reviewer()), Command::Return(reasons))
    }

    /// Approved inside the objection window.
    #[must_use]
    pub fn approved_pending() -> Self {
        Self::under_review().approve()
    }

    /// Approved; the customer let the window pass.
    #[must_use]
    pub fn active() -> Self {
        let mut scene = Self::approved_pending();
        scene.now = scene.window_ends();
        scene.step(&Actor::System, Command::Settle)
    }

    /// Approved; the customer agreed.
    #[must_use]
    pub fn accepted_active() -> Self {
        Self::approved_pending().answered(Choice::Accept)
    }

    /// The customer objected.
    #[must_use]
    pub fn rejected_final() -> Self {
        Self::delivered().answered(Choice::Object)
    }

    /// Given up as a draft.
    #[must_use]
    pub fn canceled() -> Self {
        let mut scene = Self::draft();
        let partner = scene.partner();
        scene.act(&partner, Command::Cancel { reason: None }).unwrap();
        scene
    }

    /// With a clean document that covers everything, and the invoice where one is asked for.
    #[must_use]
    pub fn proven(mut self) -> Self {
        let input = build::document_input(&self.claim);
        let partner = self.partner();
        self.act(&partner, Command::AddDocument(input)).unwrap();
        if self.rules().proof.invoice {
            self.act(&partner, Command::AddDocument(build::invoice_input())).unwrap();
        }
        self.clean()
    }

    /// Every pending document is found clean.
    #[must_use]
    pub fn clean(mut self) -> Self {
        let pending = self.claim.documents.iter().filter(|document| document.state == DocumentState::Pending);
        for document in pending.map(|document| document.id.clone()).collect::<Vec<_>>() {
            let verdict = DocumentState::Clean;
            self.act(&Actor::System, Command::RecordProof { document, verdict }).unwrap();
        }
        self
    }

    /// Handed in.
    #[must_use]
    pub fn submit(self) -> Self {
        let (partner, command) = (self.partner(), Command::Submit(build::submission(&self.claim)));
        self.step(&partner, command)
    }

    /// The notice is delivered.
    #[must_use]
    pub fn deliver(self) -> Self {
        let sent = commands::mail(&self.claim, MailFate::Sent);
        let delivered = commands::mail(&self.claim, MailFate::Delivered);
        self.step(&Actor::System, sent).step(&Actor::System, delivered)
    }

    /// Taken by the reviewer.
    #[must_use]
    pub fn review(self) -> Self {
        self.step(&Actor::Staff(persona::reviewer()), Command::StartReview { contests: Vec::new() })
    }

    /// Every item accepted by the reviewer.
    #[must_use]
    pub fn approve(self) -> Self {
        let all = commands::accept_all(&self.claim);
        self.step(&Actor::Staff(persona::reviewer()), all)
    }

    /// The customer answers the current round.
    #[must_use]
    pub fn answered(self, choice: Choice) -> Self {
        let answer = commands::answer_now(&self.claim, choice);
        self.step(&Actor::Customer, answer)
    }

    /// Something that is known to change the claim.
    #[must_use]
    pub fn step(mut self, actor: &Actor, command: Command) -> Self {
        match self.act(actor, command.clone()) {
            Ok(Outcome::Changed(_)) => self,
            other => panic!("{command:?} gave {other:?}"),
        }
    }

    /// At this instant.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = now;
        self
    }

    /// The rules of the claim.
    #[must_use]
    pub fn rules(&self) -> &'static domain::Engagement {
        build::CATALOGUE.rules(&self.claim.engagement, self.claim.rule_version).unwrap()
    }

    /// As a read at this instant shows it: nothing is decided.
    #[must_use]
    pub fn read_at(&self, now: Timestamp) -> Self {
        let mut scene = self.clone().at(now);
        domain::settle(&mut scene.claim, self.rules(), &build::CATALOGUE.calendar, now);
        scene
    }

    /// Later.
    #[must_use]
    pub fn after(mut self, wait: SignedDuration) -> Self {
        self.wait(wait);
        self
    }

    /// Time passes.
    pub fn wait(&mut self, wait: SignedDuration) {
        self.now = self.now.saturating_add(wait).unwrap();
    }

    /// The partner's admin as an actor.
    #[must_use]
    pub fn partner(&self) -> Actor {
        Actor::Staff(self.partner.clone())
    }

    /// End of the customer's objection window.
    #[must_use]
    pub fn window_ends(&self) -> Timestamp {
        self.claim.consent.as_ref().and_then(|consent| consent.window_ends).unwrap()
    }

    /// The context of a decision now.
    pub fn context(&mut self) -> Context<'static> {
        self.count += 1;
        let fresh = domain::ids::digest(&["scene", self.claim.id.as_str(), &self.count.to_string()]);
        Context { now: self.now, catalogue: &build::CATALOGUE, fresh, found: &[] }
    }

    /// Decides without taking it over.
    pub fn ask(&mut self, actor: &Actor, command: Command) -> Result<Outcome, Refusal> {
        self.ask_as(actor, None, Precondition::Any, command)
    }

    /// Decides with key and precondition, without taking it over.
    pub fn ask_as(
        &mut self,
        actor: &Actor,
        key: Option<Key>,
        precondition: Precondition,
        command: Command,
    ) -> Result<Outcome, Refusal> {
        let envelope = Envelope { actor: actor.clone(), key, precondition, command };
        let context = self.context();
        domain::decide(&self.claim, envelope, context)
    }

    /// Decides and takes over what changed.
    pub fn act(&mut self, actor: &Actor, command: Command) -> Result<Outcome, Refusal> {
        self.act_as(actor, None, Precondition::Any, command)
    }

    /// Decides with key and precondition and takes over what changed.
    pub fn act_as(
        &mut self,
        actor: &Actor,
        key: Option<Key>,
        precondition: Precondition,
        command: Command,
    ) -> Result<Outcome, Refusal> {
        let outcome = self.ask_as(actor, key, precondition, command)?;
        if let Outcome::Changed(decision) = &outcome {
            self.claim = decision.claim.clone();
            self.decisions.push(decision.clone());
        }
        Ok(outcome)
    }
}
