//! Contests: two claims and what they share, in one write (T13, S6).

use domain::{
    Actor, Caller, Claim, ClaimId, Command, Contest, ContestId, Envelope, Guard, Outcome, Precondition,
    Refusal, Side,
    command::{Key, Opening},
    contest::{self, SeatRole},
    decide::{Context, Decision},
    guard,
    history::By,
};

use crate::{
    execute::{ATTEMPTS, App, Done, Failure},
    ports::{Claims, CommitError, ContestPage, Contests, Programme, StoreError, Whose},
};

/// Contests that one review opens: each is two rows and may move a claim of its own, and a transaction has at
/// most 100 actions. What is left over is met when the review is started again.
const OPENED_AT_ONCE: usize = 32;

impl<S: Claims + Contests + Programme> App<S> {
    /// T7 with T13. Two reads and one write: the claim, then its customer, who knows the rivals; only where
    /// there are some, they are read as well.
    pub async fn start_review(&self, id: &ClaimId, envelope: Envelope) -> Result<Done, Failure> {
        let mut marks: Vec<String> = Vec::new();
        for _ in 0..ATTEMPTS {
            let seen = self.store.load(id).await?.ok_or(Refusal::NotFound)?;
            if marks.iter().any(|mark| seen.marks.contains(mark)) {
                return Ok(Done { claim: self.settled(seen), replayed: false, changed: true });
            }
            let catalogue = self.catalogue();
            let context = self.context(&catalogue);
            let mut decision = match domain::decide(&seen, envelope.clone(), context)? {
                Outcome::Unchanged(claim) => return Ok(Done { claim, replayed: false, changed: false }),
                Outcome::Replayed(claim) => return Ok(Done { claim, replayed: true, changed: false }),
                Outcome::Changed(decision) => decision,
            };
            let met = self.met(&decision.claim, context).await?;
            let mut decisions = Vec::new();
            if !met.is_empty() {
                let contests = met.iter().map(|met| met.opening.clone()).collect();
                let envelope = Envelope { command: Command::StartReview { contests }, ..envelope.clone() };
                if let Outcome::Changed(contested) = domain::decide(&seen, envelope, context)? {
                    decision = contested;
                }
                decisions = self.joined(&met, &decision.claim, context)?;
            }
            marks.push(self.stamp(&mut decision.claim));
            let claim = decision.claim.clone();
            let contests: Vec<Contest> = met.into_iter().map(|met| met.contest).collect();
            let written = if decisions.is_empty() {
                self.store.commit(&decision, &[]).await
            } else {
                decisions.push(decision);
                self.store.commit_contests(&contests, &decisions).await
            };
            match written {
                Ok(()) => return Ok(Done { claim, replayed: false, changed: true }),
                Err(fault) => self.again(fault).await?,
            }
        }
        Err(busy())
    }

    /// Who stands against a claim whose review begins, and the contests that follow.
    async fn met(&self, claim: &Claim, context: Context<'_>) -> Result<Vec<Met>, Failure> {
        let Some(customer) = self.store.customer(&claim.customer.id).await? else { return Ok(Vec::new()) };
        let rivals = contest::rivals(claim, &customer);
        if rivals.is_empty() {
            return Ok(Vec::new());
        }
        let mut ids: Vec<ClaimId> = rivals.iter().flat_map(|(_, ids)| ids.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let loaded = self.store.load_all(&ids).await?;
        let settled: Vec<Claim> = loaded.iter().map(|claim| self.settled(claim.clone())).collect();
        let days = context
            .catalogue
            .rules(&claim.engagement, claim.rule_version)
            .map_or(0, |engagement| engagement.deadlines.contest_answer_business_days);
        let answer_by = context.catalogue.calendar.after_business_days(context.now, days);
        let mut met = Vec::new();
        for (key, ids) in rivals {
            let of_key: Vec<Claim> =
                settled.iter().filter(|rival| ids.contains(&rival.id)).cloned().collect();
            let incumbent = contest::incumbent(claim, &key, &of_key);
            // What time has done to the incumbent is written with the contest: it joins as it was read.
            let read = incumbent.and_then(|found| loaded.iter().find(|rival| rival.id == found.id));
            let Some(incumbent) = read else { continue };
            let contest = ContestId::fresh(context.now, self.entropy.bytes());
            let opening = Opening { contest, key, rival: incumbent.id.clone(), answer_by };
            let contest = Contest::open(&opening, incumbent, claim, context.now);
            met.push(Met { opening, contest, incumbent: incumbent.clone() });
        }
        met.truncate(OPENED_AT_ONCE);
        Ok(met)
    }

    /// The incumbents' part, one decision per claim.
    fn joined(
        &self,
        met: &[Met],
        challenger: &Claim,
        context: Context<'_>,
    ) -> Result<Vec<Decision>, Failure> {
        let mut incumbents: Vec<&Claim> = met.iter().map(|met| &met.incumbent).collect();
        incumbents.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        incumbents.dedup_by(|one, other| one.id == other.id);
        let mut decisions = Vec::new();
        for claim in incumbents {
            let of_claim = met.iter().filter(|met| met.incumbent.id == claim.id);
            let openings =
                of_claim.map(|met| Opening { rival: challenger.id.clone(), ..met.opening.clone() }).collect();
            decisions.extend(self.followed(claim, Command::JoinContest(openings), context)?);
        }
        Ok(decisions)
    }

    /// What follows for a claim from a decision about another one.
    fn followed(
        &self,
        claim: &Claim,
        command: Command,
        context: Context<'_>,
    ) -> Result<Option<Decision>, Failure> {
        let envelope =
            Envelope { actor: Actor::System, key: None, precondition: Precondition::NotNeeded, command };
        match domain::decide(claim, envelope, context)? {
            Outcome::Changed(mut decision) => {
                self.stamp(&mut decision.claim);
                Ok(Some(decision))
            }
            Outcome::Unchanged(_) | Outcome::Replayed(_) => Ok(None),
        }
    }

    /// S6: decided by a review lead; both claims and the holder of the key move in one write. The second
    /// value says that the same had been decided before.
    pub async fn decide_contest(
        &self,
        id: &ContestId,
        caller: &Caller,
        winner: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(Contest, bool), Failure> {
        self.decide_contest_once(id, caller, None, winner, reason).await
    }

    /// The same under an idempotency key.
    pub async fn decide_contest_once(
        &self,
        id: &ContestId,
        caller: &Caller,
        key: Option<Key>,
        winner: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(Contest, bool), Failure> {
        let mut made = None;
        for _ in 0..ATTEMPTS {
            let mut contest = self.store.contest(id).await?.ok_or(Refusal::NotFound)?;
            if made.is_some() && contest.verdict == made {
                return Ok((contest, false));
            }
            let claims = self.parties(&contest).await?;
            let catalogue = self.catalogue();
            let context = self.context(&catalogue);
            let challenger = claims.iter().find(|claim| claim.id == contest.challenger.claim);
            let challenger = challenger.ok_or(Refusal::NotFound)?;
            if !contest.decide(caller, challenger, key.clone(), winner, reason, context.now)? {
                return Ok((contest, true));
            }
            // Whoever has left meanwhile cannot win: that comes first, and ends the contest.
            let left = |claim: &&Claim| contest::left(&self.settled((*claim).clone())).contains(id);
            if let Some(left) = claims.iter().find(left) {
                self.leave_contest(id, &left.id).await?;
                continue;
            }
            let decisions = self.concluded(&contest, &claims, &By::staff(caller), context)?;
            made = contest.verdict.clone();
            match self.store.commit_contests(std::slice::from_ref(&contest), &decisions).await {
                Ok(()) => return Ok((contest, false)),
                Err(fault) => self.again(fault).await?,
            }
        }
        Err(busy())
    }

    /// A claim has left a contest: the other one has won, unless it was decided before.
    pub(crate) async fn leave_contest(&self, id: &ContestId, claim: &ClaimId) -> Result<(), Failure> {
        for _ in 0..ATTEMPTS {
            let Some(mut contest) = self.store.contest(id).await? else { return Ok(()) };
            let claims = self.parties(&contest).await?;
            let catalogue = self.catalogue();
            let context = self.context(&catalogue);
            let open = contest.verdict.is_none();
            contest.left_by(claim, context.now);
            let decisions = self.concluded(&contest, &claims, &By::system(), context)?;
            let contests = if open { std::slice::from_ref(&contest) } else { &[] };
            match self.store.commit_contests(contests, &decisions).await {
                Ok(()) => return Ok(()),
                Err(fault) => self.again(fault).await?,
            }
        }
        Err(busy())
    }

    fn concluded(
        &self,
        contest: &Contest,
        claims: &[Claim],
        by: &By,
        context: Context<'_>,
    ) -> Result<Vec<Decision>, Failure> {
        let Some(verdict) = &contest.verdict else { return Ok(Vec::new()) };
        let mut decisions: Vec<Decision> = Vec::new();
        // The incumbent first: what it frees passes to the challenger.
        for role in [SeatRole::Incumbent, SeatRole::Challenger] {
            let Some(claim) = claims.iter().find(|claim| claim.id == *contest.claim(role)) else { continue };
            let holder = Guard::Holder { key: guard::exclusivity_key(&claim.customer.tenant, &contest.key) };
            let (id, won) = (contest.id.clone(), verdict.winner == role);
            let takes = won && decisions.iter().any(|decision| decision.free.contains(&holder));
            let command = Command::LeaveContest { contest: id, won, takes, by: by.clone() };
            decisions.extend(self.followed(claim, command, context)?);
        }
        Ok(decisions)
    }

    /// Whether to decide again: somebody was faster, or time has freed what is in the way. Anything else is told.
    async fn again(&self, fault: CommitError) -> Result<(), Failure> {
        match fault {
            CommitError::Conflict(_) | CommitError::CustomerExists | CommitError::Failed(_) => Ok(()),
            CommitError::Taken(holders) if self.let_go(holders.iter().map(|(_, claim)| claim)).await? => {
                Ok(())
            }
            CommitError::Taken(holders) => {
                Err(Refusal::AssociationTaken { items: vec!["/items".into(); holders.len()] }.into())
            }
            CommitError::Store(fault) => Err(fault.into()),
        }
    }

    /// A page of the contests that the caller may know of, newest first, with the claims of them that the
    /// caller may see: one query and two batched reads. Partners see those of their own claims.
    pub async fn contests(
        &self,
        caller: &Caller,
        after: Option<&str>,
        limit: u32,
    ) -> Result<(ContestPage, Vec<Claim>), Failure> {
        let whose = match caller.side {
            Side::Partner => Whose::Org(caller.org.clone()),
            Side::Vendor => Whose::Programme,
            Side::Customer | Side::System => return Err(Refusal::Forbidden.into()),
        };
        let mut page = self.store.contests(&whose, after, limit).await?;
        page.contests.retain(|contest| contest.seen_by(caller));
        let claims = self.claims_of(&page.contests, &Actor::Staff(caller.clone())).await?;
        page.contests.retain(|contest| claims.iter().any(|claim| contest.role_of(&claim.id).is_some()));
        Ok((page, claims))
    }

    /// The claims of these contests that the actor may see: one batched read.
    async fn claims_of(&self, contests: &[Contest], actor: &Actor) -> Result<Vec<Claim>, Failure> {
        let sides = [SeatRole::Incumbent, SeatRole::Challenger];
        let ids = contests.iter().flat_map(|contest| sides.map(|role| contest.claim(role).clone()));
        let mut ids: Vec<ClaimId> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        let mut claims = if ids.is_empty() { Vec::new() } else { self.store.load_all(&ids).await? };
        claims.retain(|claim| domain::actor::sees(actor, claim));
        Ok(claims)
    }

    /// Both claims of a contest.
    async fn parties(&self, contest: &Contest) -> Result<Vec<Claim>, Failure> {
        let ids = [contest.incumbent.claim.clone(), contest.challenger.claim.clone()];
        Ok(self.store.load_all(&ids).await?)
    }

    /// A contest as this caller may read it, with the claim of the caller's side.
    pub async fn contest(&self, id: &ContestId, caller: &Caller) -> Result<(Contest, Vec<Claim>), Failure> {
        let contest = self.store.contest(id).await?.filter(|contest| contest.seen_by(caller));
        let contest = contest.ok_or(Refusal::NotFound)?;
        let actor = Actor::Staff(caller.clone());
        let mut claims = self.parties(&contest).await?;
        claims.retain(|claim| domain::actor::sees(&actor, claim));
        if claims.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        Ok((contest, claims))
    }

    /// Words of a party or of the vendor; the second value says that the same request had added them before.
    pub async fn state_in_contest(
        &self,
        id: &ContestId,
        caller: &Caller,
        key: Option<Key>,
        text: Option<&str>,
    ) -> Result<(Contest, bool), Failure> {
        let mut said = None;
        for _ in 0..ATTEMPTS {
            let (mut contest, _) = self.contest(id, caller).await?;
            if said.as_ref().is_some_and(|said| contest.statements.contains(said)) {
                return Ok((contest, false));
            }
            if !contest.say(caller, key.clone(), text, self.now())? {
                return Ok((contest, true));
            }
            said = contest.statements.last().cloned();
            match self.store.commit_contests(std::slice::from_ref(&contest), &[]).await {
                Ok(()) => return Ok((contest, false)),
                Err(fault) => self.again(fault).await?,
            }
        }
        Err(busy())
    }
}

/// A rival met, and the contest that follows.
struct Met {
    opening: Opening,
    contest: Contest,
    incumbent: Claim,
}

fn busy() -> Failure {
    StoreError::Unavailable("too many writers in one contest".into()).into()
}
