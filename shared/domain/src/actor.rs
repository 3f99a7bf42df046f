//! Who acts, and what their roles let them do (domain 5.1).

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use crate::{
    allowed::{self, Act},
    catalogue::Kind,
    claim::{Claim, ReferralKind},
    ids::{LocationId, OrgId},
    planted,
    state::State,
    text::Locale,
};

/// The side an actor stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A partner's staff
    Partner,
    /// The vendor's staff
    Vendor,
    /// The customer's contact, known by the mailed link
    Customer,
    /// The system itself: deadlines, scans, deliveries
    System,
}

impl Side {
    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Vendor => "vendor",
            Self::Customer => "customer",
            Self::System => "system",
        }
    }
}

/// A role of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// PA: partner incentives administrator
    IncentivesAdmin,
    /// PU: partner incentives user
    IncentivesUser,
    /// RA: partner referrals administrator
    ReferralsAdmin,
    /// RV: vendor reviewer
    Reviewer,
    /// RL: vendor review lead
    ReviewLead,
    /// PM: vendor programme manager
    ProgrammeManager,
    /// FS: vendor field seller
    FieldSeller,
    /// AU: vendor auditor
    Auditor,
}

impl Role {
    /// The name in tokens and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IncentivesAdmin => "incentives_admin",
            Self::IncentivesUser => "incentives_user",
            Self::ReferralsAdmin => "referrals_admin",
            Self::Reviewer => "reviewer",
            Self::ReviewLead => "review_lead",
            Self::ProgrammeManager => "programme_manager",
            Self::FieldSeller => "field_seller",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a name; unknown names give no rights.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::IncentivesAdmin,
            Self::IncentivesUser,
            Self::ReferralsAdmin,
            Self::Reviewer,
            Self::ReviewLead,
            Self::ProgrammeManager,
            Self::FieldSeller,
            Self::Auditor,
        ]
        .into_iter()
        .find(|role| role.as_str() == text)
    }
}

/// The locations a person of a partner acts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Every location of the organisation
    All,
    /// These locations only
    Only(Vec<LocationId>),
}

impl Scope {
    /// Whether the location is one of them.
    #[must_use]
    pub fn covers(&self, location: &LocationId) -> bool {
        match self {
            Self::All => true,
            Self::Only(locations) => locations.contains(location),
        }
    }
}

/// A signed-in person or API client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Subject of the token
    pub sub: String,
    /// Display name
    pub name: String,
    /// Organisation
    pub org: OrgId,
    /// What the organisation is called
    pub org_name: String,
    /// Partner or vendor
    pub side: Side,
    /// Roles held
    pub roles: Vec<Role>,
    /// Locations acted for (partners)
    pub scope: Scope,
    /// Preferred language
    pub locale: Locale,
}

impl Caller {
    /// Whether the caller holds one of these roles.
    #[must_use]
    pub fn has(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }
}

/// Who asks for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Staff with a token
    Staff(Caller),
    /// The holder of a consent link
    Customer,
    /// The system
    System,
}

/// Whether the actor may know that the claim exists; if not, the answer is 404 (api 1).
#[must_use]
pub fn sees(actor: &Actor, claim: &Claim) -> bool {
    let caller = match actor {
        Actor::Staff(caller) => caller,
        Actor::Customer | Actor::System => return true,
    };
    match caller.side {
        Side::Partner => {
            caller.org == claim.org
                && caller.scope.covers(&claim.content.location)
                && caller.has(&[Role::IncentivesAdmin, Role::IncentivesUser, Role::ReferralsAdmin])
        }
        Side::Vendor => {
            caller.has(&[Role::ReviewLead, Role::ProgrammeManager, Role::Auditor])
                || (caller.has(&[Role::Reviewer]) && claim.submissions > 0)
                || (caller.has(&[Role::FieldSeller]) && is_co_sold(claim))
        }
        Side::Customer | Side::System => false,
    }
}

/// Whether the actor sees more of the claims it [`sees`] than their header (domain 5.1).
#[must_use]
pub fn opens(actor: &Actor) -> bool {
    match actor {
        Actor::Staff(caller) => {
            caller.side != Side::Partner || caller.has(&[Role::IncentivesAdmin, Role::IncentivesUser])
        }
        Actor::Customer | Actor::System => true,
    }
}

/// Whether the actor's role permits the act on the claim (domain 5.1), whatever its state.
#[must_use]
pub fn permits(actor: &Actor, claim: &Claim, act: Act) -> bool {
    let caller = match actor {
        Actor::Staff(caller) => caller,
        Actor::Customer => return act == Act::Answer,
        Actor::System => return matches!(act, Act::System),
    };
    match act {
        Act::Edit
        | Act::Submit
        | Act::Recall
        | Act::Cancel
        | Act::Resubmit
        | Act::Dispute
        | Act::Disassociate
        | Act::Withdraw
        | Act::Clone
        | Act::Upload
        | Act::RemoveDocument
        | Act::SendConsent
        | Act::Resend
        | Act::ChangeContact => makes_claims(caller, claim.kind()),
        Act::Comment => match caller.side {
            Side::Partner => caller.org == claim.org && caller.has(claimants(claim.kind())),
            Side::Vendor => caller.has(&[Role::Reviewer, Role::ReviewLead, Role::ProgrammeManager]),
            Side::Customer | Side::System => false,
        },
        Act::StartReview | Act::Release => reviews(caller, claim, &[Role::Reviewer, Role::ReviewLead]),
        Act::Return | Act::Approve | Act::Reject => match &claim.state {
            State::Disputed { .. } => {
                reviews(caller, claim, &[Role::ReviewLead]) && !was_first(caller, claim)
            }
            State::Draft { .. }
            | State::ConsentNotRequested
            | State::AwaitingConsent
            | State::ConsentReceived
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::ActionRequired { .. }
            | State::Approved
            | State::Rejected { .. }
            | State::RejectedFinal { .. }
            | State::Closed { .. }
            | State::Canceled { .. } => reviews(caller, claim, &[Role::Reviewer, Role::ReviewLead]),
        },
        Act::DecideContest => {
            reviews(caller, claim, &[Role::ReviewLead]) && !took(caller, claim) && !was_first(caller, claim)
        }
        Act::ExtendDeadline | Act::Stop => {
            caller.side == Side::Vendor && caller.has(&[Role::ProgrammeManager])
        }
        Act::Answer | Act::System => false,
    }
}

/// Why somebody may not decide what is to be decided now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBack {
    /// Has worked on the claim, so that somebody else decides (I-15, domain 5.1)
    TookPart,
    /// A review lead decides
    NoLead,
    /// Reviewers decide
    NoReviewer,
}

/// Why the caller may not do the act, which is the vendor's and is listed for the claim; `None` if the act is
/// permitted, or is no question now.
#[must_use]
pub fn held_back(caller: &Caller, claim: &Claim, act: Act) -> Option<HeldBack> {
    let actor = Actor::Staff(caller.clone());
    if permits(&actor, claim, act) || !allowed::listed(claim, act) {
        return None;
    }
    let contest = act == Act::DecideContest;
    let leads = contest || matches!(claim.state, State::Disputed { .. });
    if leads && (was_first(caller, claim) || (contest && took(caller, claim))) {
        Some(HeldBack::TookPart)
    } else if leads {
        Some(HeldBack::NoLead)
    } else {
        Some(HeldBack::NoReviewer)
    }
}

/// Who claims for a partner (C5): associations are the administrators', engagements the users' as well.
#[must_use]
pub fn claimants(kind: Kind) -> &'static [Role] {
    match kind {
        Kind::Association => &[Role::IncentivesAdmin],
        Kind::Engagement => &[Role::IncentivesAdmin, Role::IncentivesUser],
    }
}

/// Whether somebody makes claims of this kind for a partner.
#[must_use]
pub fn makes_claims(caller: &Caller, kind: Kind) -> bool {
    caller.side == Side::Partner && caller.has(claimants(kind))
}

/// Whether the caller works on the vendor's queues: what waits for a review or for the answer to a dispute.
#[must_use]
pub fn works_queues(caller: &Caller) -> bool {
    caller.side == Side::Vendor && caller.has(&[Role::Reviewer, Role::ReviewLead, Role::ProgrammeManager])
}

/// Whether the caller answers for what is late in the queues: who is told of it as well (domain 9).
#[must_use]
pub fn oversees_queues(caller: &Caller) -> bool {
    caller.side == Side::Vendor && caller.has(&[Role::ReviewLead, Role::ProgrammeManager])
}

/// Who opens referrals, of claims the caller [`sees`] (domain 5.1).
#[must_use]
pub fn opens_referrals(caller: &Caller) -> bool {
    match caller.side {
        Side::Partner => caller.has(&[Role::ReferralsAdmin]),
        Side::Vendor => caller.has(&[Role::ProgrammeManager, Role::FieldSeller, Role::Auditor]),
        Side::Customer | Side::System => false,
    }
}

/// Whether field sellers work on the deal of the claim, too: as long as the customer agrees (5.1, 6.6).
fn is_co_sold(claim: &Claim) -> bool {
    let referral = claim.deal.as_ref().and_then(|deal| deal.referral.as_ref());
    referral.is_some_and(|referral| referral.kind == ReferralKind::CoSell && referral.closed.is_none())
}

/// Whether the actor may take the claims it [`sees`] away as a file (domain 5.1).
#[must_use]
pub fn exports(actor: &Actor) -> bool {
    let caller = match actor {
        Actor::Staff(caller) => caller,
        Actor::Customer | Actor::System => return false,
    };
    match caller.side {
        Side::Partner => caller.has(&[Role::IncentivesAdmin, Role::IncentivesUser, Role::ReferralsAdmin]),
        Side::Vendor => caller.has(&[Role::ReviewLead, Role::ProgrammeManager, Role::Auditor]),
        Side::Customer | Side::System => false,
    }
}

/// Nobody reviews a claim of the own organisation.
fn reviews(caller: &Caller, claim: &Claim, roles: &[Role]) -> bool {
    caller.side == Side::Vendor && caller.has(roles) && caller.org != claim.org
}

/// I-15: whoever rejected a claim does not decide on its dispute.
fn was_first(caller: &Caller, claim: &Claim) -> bool {
    let first = claim.dispute.as_ref().and_then(|dispute| dispute.first_reviewer.as_ref());
    first == Some(&caller.sub) && !planted::FIRST_REVIEWER_DECIDES
}

/// Domain 5.1: whoever has the review, or has sent the claim back in it, does not decide the contest.
fn took(caller: &Caller, claim: &Claim) -> bool {
    let returned = claim.review.as_ref().filter(|_| claim.dispute.is_none());
    returned.is_some_and(|review| review.by.as_ref() == Some(&caller.sub))
        || matches!(&claim.state, State::UnderReview { reviewer, .. } if reviewer.sub == caller.sub)
}
