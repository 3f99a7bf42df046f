//! Load, decide, commit; decided again when somebody else was faster.

use std::sync::Arc;

use domain::{
    Actor, Caller, Catalogue, Claim, ClaimId, CommentId, Envelope, ItemKey, Outcome, Refusal, Side, actor,
    command::Key,
    decide::{self, Context, Created, Decision, Facts},
    input::ClaimInput,
    text,
};
use jiff::Timestamp;

use crate::planted;
use crate::ports::{
    Claims, Clock, Comment, CommitError, Directory, Entropy, Imported, StoreError, Visibility, Wanted,
};
use crate::{rules::Rules, trace};

/// Decisions taken again before the caller is asked to come back later.
pub(crate) const ATTEMPTS: usize = 12;
/// Marks of writes that a claim remembers.
const MARKS: usize = 4;

/// The use cases with what they stand on.
#[derive(Clone)]
pub struct App<S> {
    /// The ports of the table
    pub store: S,
    /// Tenants of domains
    pub directory: Arc<dyn Directory>,
    /// The time
    pub clock: Arc<dyn Clock>,
    /// Bytes for ids
    pub entropy: Arc<dyn Entropy>,
    pub(crate) rules: Arc<Rules>,
}

/// A command that has its effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The claim after it
    pub claim: Claim,
    /// The effect is that of an earlier request with the same key (I-19)
    pub replayed: bool,
    /// This request had an effect
    pub changed: bool,
}

/// A command without effect.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// By rule
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Because we could not
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S> App<S> {
    /// The use cases with the rules that the build brings, and no directory but the imported customers.
    pub fn new(
        store: S,
        catalogue: Arc<Catalogue>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self { store, directory: Arc::new(Imported), clock, entropy, rules: Arc::new(Rules::new(catalogue)) }
    }

    /// The same with other rules.
    #[must_use]
    pub fn with_catalogue(self, catalogue: Arc<Catalogue>) -> Self {
        Self { rules: Arc::new(Rules::new(catalogue)), ..self }
    }

    /// This instant, in whole milliseconds as the table keeps it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub(crate) fn context<'a>(&self, catalogue: &'a Catalogue) -> Context<'a> {
        Context { now: self.now(), catalogue, fresh: self.entropy.bytes(), found: &[] }
    }

    /// A claim that was found, as it stands now, if the actor may know of it.
    pub fn shown(&self, found: Option<Claim>, actor: &Actor) -> Result<Claim, Refusal> {
        let claim = found.filter(|claim| actor::sees(actor, claim)).ok_or(Refusal::NotFound)?;
        Ok(self.settled(claim))
    }

    /// The claim as it stands at this instant.
    #[must_use]
    pub fn settled(&self, mut claim: Claim) -> Claim {
        let catalogue = self.catalogue();
        if let Some(engagement) = catalogue.rules(&claim.engagement, claim.rule_version) {
            domain::settle(&mut claim, engagement, &catalogue.calendar, self.now());
        }
        claim
    }
}

impl<S> App<S> {
    pub(crate) fn mark(&self) -> String {
        domain::claim::hex(&self.entropy.bytes()[..8])
    }

    /// Marks a write, so that it is recognised when its answer is lost, and says for which request it is done.
    pub(crate) fn stamp(&self, claim: &mut Claim) -> String {
        let mark = self.mark();
        stamp_with(claim, &mark);
        mark
    }
}

/// The same for several claims in one write.
pub(crate) fn stamp_with(claim: &mut Claim, mark: &str) {
    trace::concerns(&claim.id);
    claim.request = trace::request();
    claim.marks.push(mark.into());
    let surplus = claim.marks.len().saturating_sub(MARKS);
    claim.marks.drain(..surplus);
}

impl<S: Claims> App<S> {
    /// One read: the claim as it stands now, if the actor may know of it.
    pub async fn read(&self, id: &ClaimId, actor: &Actor) -> Result<Claim, Failure> {
        trace::concerns(id);
        Ok(self.shown(self.store.load(id).await?, actor)?)
    }

    /// One read and one write; lost races are decided again, a write whose answer was lost is recognised.
    pub async fn execute(&self, id: &ClaimId, envelope: Envelope) -> Result<Done, Failure> {
        let seen = self.store.load(id).await?;
        self.execute_on(seen.ok_or(Refusal::NotFound)?, envelope).await
    }

    /// The same on a claim that has been read already.
    pub async fn execute_on(&self, seen: Claim, envelope: Envelope) -> Result<Done, Failure> {
        let id = &seen.id.clone();
        trace::concerns(id);
        let (mut marks, mut found) = (Vec::new(), Vec::new());
        let mut loaded = Some(seen);
        for _ in 0..ATTEMPTS {
            let Some(seen) = loaded.take() else { return Err(Refusal::NotFound.into()) };
            let ours = marks.iter().find(|(mark, _)| seen.marks.contains(mark));
            if let Some((_, changed)) = ours.filter(|_| !planted::LOST_ANSWER_FORGOTTEN) {
                return Ok(Done { claim: self.settled(seen), replayed: false, changed: *changed });
            }
            let catalogue = self.catalogue();
            let context = Context { found: &found, ..self.context(&catalogue) };
            let mut decision = match domain::decide(&seen, envelope.clone(), context)? {
                Outcome::Unchanged(claim) => return Ok(Done { claim, replayed: false, changed: false }),
                Outcome::Replayed(claim) => return Ok(Done { claim, replayed: true, changed: false }),
                Outcome::Changed(decision) => decision,
            };
            marks.push((self.stamp(&mut decision.claim), decision.effect));
            let notes = self.notes(&decision, &envelope, context.now);
            match self.store.commit(&decision, &notes).await {
                Ok(()) => {
                    let (claim, changed) = (decision.claim, decision.effect);
                    return Ok(Done { claim, replayed: false, changed });
                }
                Err(CommitError::Conflict(Some(current))) => loaded = Some(*current),
                Err(CommitError::Conflict(None) | CommitError::CustomerExists) => {
                    loaded = self.store.load(id).await?
                }
                Err(CommitError::Taken(holders))
                    if self.let_go(holders.iter().map(|(_, claim)| claim)).await? =>
                {
                    loaded = Some(seen)
                }
                Err(CommitError::Taken(holders)) => {
                    return Err(decide::taken(&decision.claim, &holders).into());
                }
                Err(CommitError::Failed(facts)) if facts.iter().all(|(check, _)| check.is_asked()) => {
                    found = facts.into_iter().map(|(_, found)| found).collect();
                    loaded = Some(seen);
                }
                Err(CommitError::Failed(facts)) => return Err(self.failed(&decision, &facts).into()),
                Err(CommitError::Store(fault)) => return Err(fault.into()),
            }
        }
        Err(StoreError::Unavailable("too many writers on one claim".into()).into())
    }

    /// T1: at most two batched reads and one write, whatever the number of items.
    pub async fn create(
        &self,
        input: &ClaimInput,
        caller: &Caller,
        key: Option<Key>,
    ) -> Result<Done, Failure> {
        let id = self.new_id(key.as_ref());
        self.make(&wanted(input, caller, &id), key.as_ref(), |facts, context| {
            domain::create(input, caller, id.clone(), key.clone(), facts, context)
        })
        .await
    }

    /// The id of a claim to be made: a repeat with the same key meets it (I-19).
    pub(crate) fn new_id(&self, key: Option<&Key>) -> ClaimId {
        match key {
            Some(key) => ClaimId::of_key(&key.key),
            None => ClaimId::fresh(self.now(), self.entropy.bytes()),
        }
    }

    /// Makes a claim: looked up, decided, written; once more when its customer came into being meanwhile.
    pub(crate) async fn make(
        &self,
        wanted: &Wanted,
        key: Option<&Key>,
        decide: impl Fn(Facts, Context<'_>) -> Result<Created, Refusal>,
    ) -> Result<Done, Failure> {
        let mut marks: Vec<String> = Vec::new();
        for _ in 0..ATTEMPTS {
            let known = self.store.look_up(wanted).await?;
            if let Some(claim) = known.claim {
                return self.created_before(claim, &marks, key);
            }
            let mut created = self.decided(known.facts, &decide).await?;
            marks.push(self.stamp(&mut created.claim));
            match self.store.create(&created).await {
                Ok(()) => return Ok(Done { claim: created.claim, replayed: false, changed: true }),
                Err(CommitError::Conflict(Some(claim))) => {
                    return self.created_before(*claim, &marks, key);
                }
                Err(
                    CommitError::Conflict(None)
                    | CommitError::CustomerExists
                    | CommitError::Taken(_)
                    | CommitError::Failed(_),
                ) => {}
                Err(CommitError::Store(fault)) => return Err(fault.into()),
            }
        }
        Err(StoreError::Unavailable("too many writers on one customer".into()).into())
    }

    /// T1 without its effect (`validateOnly`).
    pub async fn validate(&self, input: &ClaimInput, caller: &Caller) -> Result<Claim, Failure> {
        let id = ClaimId::fresh(self.now(), self.entropy.bytes());
        let known = self.store.look_up(&wanted(input, caller, &id)).await?;
        let decide =
            |facts, context: Context<'_>| domain::create(input, caller, id.clone(), None, facts, context);
        Ok(self.decided(known.facts, decide).await?.claim)
    }

    /// A create, or a copy, whose id is in use: ours, or somebody's with the same key.
    pub(crate) fn created_before(
        &self,
        claim: Claim,
        marks: &[String],
        key: Option<&Key>,
    ) -> Result<Done, Failure> {
        let ours = marks.iter().any(|mark| claim.marks.contains(mark));
        let same =
            key.is_some_and(|key| claim.keys.iter().any(|used| used.key == key.key && used.body == key.body));
        if ours || same {
            return Ok(Done { claim: self.settled(claim), replayed: !ours, changed: ours });
        }
        Err(Refusal::IdempotencyMismatch.into())
    }

    fn failed(&self, decision: &Decision, facts: &[(decide::Check, decide::Found)]) -> Refusal {
        let claim = &decision.claim;
        match self.catalogue().rules(&claim.engagement, claim.rule_version) {
            Some(engagement) => decide::failed(claim, engagement, facts),
            None => Refusal::NotFound,
        }
    }

    fn notes(&self, decision: &Decision, envelope: &Envelope, at: Timestamp) -> Vec<Comment> {
        let Actor::Staff(caller) = &envelope.actor else { return Vec::new() };
        decision
            .notes
            .iter()
            .map(|note| Comment {
                id: CommentId::fresh(at, self.entropy.bytes()),
                claim: decision.claim.id.clone(),
                at,
                by: caller.name.clone(),
                side: if caller.side == Side::Vendor { Side::Vendor } else { Side::Partner },
                visibility: Visibility::Shared,
                text: note.text.clone(),
                answers: note.answers.and_then(|index| u32::try_from(index).ok()),
                body: None,
            })
            .collect()
    }
}

fn wanted(input: &ClaimInput, caller: &Caller, id: &ClaimId) -> Wanted {
    let location = input.location_id.as_deref().map(str::trim).filter(|id| !id.is_empty() && id.len() <= 64);
    let items = input.items.as_deref().unwrap_or_default();
    let mut subscriptions: Vec<String> = items
        .iter()
        .take(domain::validate::ITEMS_MAX)
        .filter_map(|item| item.subscription_id.as_deref())
        .filter_map(|id| match ItemKey::parse(&format!("subscription:{}", id.trim())) {
            Some(ItemKey::Subscription(id)) => Some(id),
            Some(ItemKey::Workload(_)) | None => None,
        })
        .collect();
    subscriptions.sort_unstable();
    subscriptions.dedup();
    Wanted {
        claim: Some(id.clone()),
        location: location.map(|location| (caller.org.clone(), domain::LocationId::new(location))),
        tenant: input.tenant_id.as_deref().and_then(text::uuid),
        customer: None,
        subscriptions,
    }
}
