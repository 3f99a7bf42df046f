//! A contest: two partners claim the same key, a review lead decides (T13, S6). Neither learns who the other is.
//!
//! ```text
//!  challenger's review starts ─▶ open ── 14 business days for the incumbent ──▶ decided
//!                                 │                                             ├ incumbent: challenger rejected(contest_lost)
//!                                 └ one of the claims leaves: decided for the   └ challenger: takes the key, the incumbent's
//!                                   other                                         association ends(superseded), in one write
//! ```
//!
//! Two claims that wait are treated alike: the one that loses is rejected(contest_lost). Whoever lost may dispute
//! it once; another review lead may then turn the decision round, and approve.

mod rivals;
mod seat;

use alloc::{string::String, vec::Vec};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Caller, Role, Side},
    claim::{Claim, ItemKey},
    command::{Key, Opening},
    ids::{ClaimId, ContestId, CustomerId, OrgId},
    refusal::{Code, Refusal},
    validate,
};

pub use rivals::{incumbent, latest_activity, rivals, suggestion};
pub use seat::{Seat, SeatRole, is_decidable, left};

/// A contest of two claims for one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contest {
    /// Its id
    pub id: ContestId,
    /// What is contested
    pub key: ItemKey,
    /// The customer
    pub customer: CustomerId,
    /// Who holds the key, or claimed it first
    pub incumbent: Party,
    /// Who claims it now
    pub challenger: Party,
    /// When it was opened
    pub opened_at: Timestamp,
    /// The incumbent answers before (clock `contest_answer`)
    pub due_at: Timestamp,
    /// What was said
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// How it ended
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Counts every write: the lock
    pub revision: u64,
}

/// A claim in a contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The claim
    pub claim: ClaimId,
    /// Its organisation
    pub org: OrgId,
}

/// Words of a party or of the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// When
    pub at: Timestamp,
    /// Whose
    pub side: Side,
    /// Which party, for partners
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SeatRole>,
    /// The words
    pub text: String,
    /// Digest of the idempotency key it came with
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Digest of the body it came with
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// How a contest ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Who keeps or gets the key
    pub winner: SeatRole,
    /// Why, in words of the review lead, or `claim_ended`
    pub reason: String,
    /// When
    pub at: Timestamp,
    /// Who: subject of the token; none when a claim had left
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Digest of the idempotency key it came with
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Digest of the body it came with
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Statements of each side: what is said stays within one row with the decision.
pub const STATEMENTS_MAX: usize = 10;

/// Why a contest that nobody decided is over: one of its claims has left.
pub const CLAIM_ENDED: &str = "claim_ended";

/// Whether contests are a matter of the caller's role.
#[must_use]
pub fn follows(caller: &Caller) -> bool {
    match caller.side {
        Side::Partner => caller.has(&[Role::IncentivesAdmin, Role::IncentivesUser]),
        Side::Vendor => {
            caller.has(&[Role::Reviewer, Role::ReviewLead, Role::ProgrammeManager, Role::Auditor])
        }
        Side::Customer | Side::System => false,
    }
}

/// Whether words of the caller belong into a contest that the caller [`follows`].
#[must_use]
pub fn speaks(caller: &Caller) -> bool {
    caller.has(&[Role::IncentivesAdmin, Role::Reviewer, Role::ReviewLead])
}

impl Contest {
    /// Opens a contest between the two.
    #[must_use]
    pub fn open(opening: &Opening, incumbent: &Claim, challenger: &Claim, now: Timestamp) -> Self {
        let party = |claim: &Claim| Party { claim: claim.id.clone(), org: claim.org.clone() };
        Self {
            id: opening.contest.clone(),
            key: opening.key.clone(),
            customer: challenger.customer.id.clone(),
            incumbent: party(incumbent),
            challenger: party(challenger),
            opened_at: now,
            due_at: opening.answer_by,
            statements: Vec::new(),
            verdict: None,
            revision: 1,
        }
    }

    /// The claim on a side.
    #[must_use]
    pub fn claim(&self, role: SeatRole) -> &ClaimId {
        match role {
            SeatRole::Incumbent => &self.incumbent.claim,
            SeatRole::Challenger => &self.challenger.claim,
        }
    }

    /// The side of a claim.
    #[must_use]
    pub fn role_of(&self, claim: &ClaimId) -> Option<SeatRole> {
        [SeatRole::Incumbent, SeatRole::Challenger].into_iter().find(|role| self.claim(*role) == claim)
    }

    /// The side of an organisation.
    #[must_use]
    pub fn side_of(&self, org: &OrgId) -> Option<SeatRole> {
        if self.incumbent.org == *org {
            Some(SeatRole::Incumbent)
        } else {
            (self.challenger.org == *org).then_some(SeatRole::Challenger)
        }
    }

    /// Whether the caller may know of it: the partners of both claims, and the vendor's staff who review,
    /// manage or audit. A partner's location scope is checked with the claim.
    #[must_use]
    pub fn seen_by(&self, caller: &Caller) -> bool {
        follows(caller) && (caller.side == Side::Vendor || self.side_of(&caller.org).is_some())
    }

    /// What the caller may read: partners see their own words and the vendor's, never each other's (I-18).
    pub fn statements_for<'a>(&'a self, caller: &'a Caller) -> impl Iterator<Item = &'a Statement> {
        let own = self.side_of(&caller.org).filter(|_| caller.side == Side::Partner);
        self.statements
            .iter()
            .filter(move |said| caller.side != Side::Partner || said.side == Side::Vendor || said.role == own)
    }

    /// Adds words; `false` when the same request had added them before.
    pub fn say(
        &mut self,
        caller: &Caller,
        key: Option<Key>,
        text: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        if !self.seen_by(caller) {
            return Err(Refusal::NotFound);
        }
        if let Some(key) = &key
            && let Some(earlier) = self.statements.iter().find(|said| said.key.as_ref() == Some(&key.key))
        {
            let same = earlier.body.as_ref() == Some(&key.body);
            return if same { Ok(false) } else { Err(Refusal::IdempotencyMismatch) };
        }
        if !speaks(caller) {
            return Err(Refusal::Forbidden);
        }
        if self.verdict.is_some() {
            return Err(Refusal::ContestDecided);
        }
        let text = validate::reason("/text", text).map_err(|fault| Refusal::Invalid(alloc::vec![fault]))?;
        let role = self.side_of(&caller.org).filter(|_| caller.side == Side::Partner);
        let own = self.statements.iter().filter(|said| said.side == caller.side && said.role == role);
        if own.count() >= STATEMENTS_MAX {
            let fault = crate::Fault::new("/text", Code::TooManyStatements);
            return Err(Refusal::Invalid(alloc::vec![fault.with("max", alloc::format!("{STATEMENTS_MAX}"))]));
        }
        let (key, body) = key.map(|key| (key.key, key.body)).unzip();
        self.statements.push(Statement { at: now, side: caller.side, role, text, key, body });
        self.revision += 1;
        Ok(true)
    }

    /// Decides; `false` when the same had been decided before. The key of a decision is good for no other one
    /// (V-10). A challenger that lost and disputes it is decided about once more (T15). The claims follow with
    /// [`crate::Command::LeaveContest`] in the same write.
    pub fn decide(
        &mut self,
        caller: &Caller,
        challenger: &Claim,
        key: Option<Key>,
        winner: Option<&str>,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        if !self.seen_by(caller) {
            return Err(Refusal::NotFound);
        }
        if let (Some(key), Some(verdict)) = (&key, &self.verdict)
            && verdict.key.as_ref() == Some(&key.key)
        {
            let same = verdict.body.as_ref() == Some(&key.body);
            return if same { Ok(false) } else { Err(Refusal::IdempotencyMismatch) };
        }
        let role = winner.and_then(SeatRole::parse);
        let own = |verdict: &&Verdict| verdict.by.as_ref() == Some(&caller.sub);
        if self.verdict.as_ref().filter(own).is_some_and(|verdict| role == Some(verdict.winner)) {
            return Ok(false);
        }
        let actor = Actor::Staff(caller.clone());
        if !crate::actor::permits(&actor, challenger, crate::allowed::Act::DecideContest) {
            return Err(Refusal::Forbidden);
        }
        if let Some(verdict) = &self.verdict {
            if role == Some(verdict.winner) {
                return Ok(false);
            }
            let mut seats = challenger.seats.iter().filter(|seat| seat.contest == self.id && !seat.is_open());
            if !seats.any(|seat| is_decidable(challenger, seat)) {
                return Err(Refusal::ContestDecided);
            }
        }
        let mut faults = Vec::new();
        if role.is_none() {
            faults.push(crate::Fault::new("/winner", Code::WinnerUnknown));
        }
        let reason = validate::reason("/reason", reason).map_err(|fault| faults.push(fault)).ok();
        let (Some(winner), Some(reason)) = (role, reason) else { return Err(Refusal::Invalid(faults)) };
        let (key, body) = key.map(|key| (key.key, key.body)).unzip();
        self.end(Verdict { winner, reason, at: now, by: Some(caller.sub.clone()), key, body });
        Ok(true)
    }

    /// One of the claims has left: the other one has won.
    pub fn left_by(&mut self, claim: &ClaimId, now: Timestamp) {
        if let Some(role) = self.role_of(claim).filter(|_| self.verdict.is_none()) {
            let reason = CLAIM_ENDED.into();
            self.end(Verdict { winner: role.other(), reason, at: now, by: None, key: None, body: None });
        }
    }

    fn end(&mut self, verdict: Verdict) {
        self.verdict = Some(verdict);
        self.revision += 1;
    }
}
