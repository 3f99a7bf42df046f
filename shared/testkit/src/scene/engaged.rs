//! Engagement claims in every state that can be reached (domain 6.4).

use domain::{
    Actor, Caller, Claim, Context, Created, Refusal,
    allowed::Act,
    consent::Choice,
    decide::{DealFacts, Engaged},
    input::EngagementInput,
};

use super::Scene;
use crate::{build, commands, persona};

/// Claims of this input by this caller, as far as these facts allow them; each id is made from the name and
/// the engagement.
pub fn engage(
    name: &str,
    input: &EngagementInput,
    caller: &Caller,
    facts: &DealFacts,
) -> Result<Engaged, Refusal> {
    let engagements = input.engagement_ids.as_deref().unwrap_or_default();
    let ids: Vec<_> = engagements.iter().map(|id| build::claim_id(&format!("{name} {id}"))).collect();
    let context = Context { now: build::monday(), catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
    domain::decide::engage(input, caller, &ids, None, facts, context)
}

impl Scene {
    /// The first claim of this input by partner A: the customer is not asked yet.
    #[must_use]
    pub fn engage(input: &EngagementInput) -> Self {
        Self::engage_with(input, &build::deal_facts(input))
    }

    /// The same, as far as these facts allow it.
    #[must_use]
    pub fn engage_with(input: &EngagementInput, facts: &DealFacts) -> Self {
        let partner = persona::partner_a_admin();
        let Engaged { mut claims, new_customer } = engage("deal", input, &partner, facts).unwrap();
        Self::of_created(Created { claim: claims.remove(0), new_customer }, partner)
    }

    /// A claim that was just made.
    #[must_use]
    pub fn of_created(created: Created, partner: Caller) -> Self {
        let claim: Claim = created.claim.clone();
        Self { now: claim.created_at, claim, created, decisions: Vec::new(), partner, count: 0 }
    }

    /// A project that asks for an invoice and makes a referral; the customer is not asked yet.
    #[must_use]
    pub fn engaged() -> Self {
        Self::engage(&build::engagement_input(&["small-project"]))
    }

    /// The customer is asked; the mail has not left.
    #[must_use]
    pub fn asked(self) -> Self {
        self.by_partner(Act::SendConsent)
    }

    /// The customer agreed.
    #[must_use]
    pub fn agreed(self) -> Self {
        self.answered(Choice::Accept)
    }

    /// The customer agreed, and proof and invoice are there.
    #[must_use]
    pub fn evidenced() -> Self {
        Self::engaged().asked().agreed().proven()
    }

    /// Under review, with the agreement of the customer.
    #[must_use]
    pub fn reviewed() -> Self {
        Self::evidenced().submit().review()
    }

    /// Sent back by the reviewer.
    #[must_use]
    pub fn sent_back(self) -> Self {
        self.by_vendor(persona::reviewer(), Act::Return)
    }

    /// Rejected by the reviewer.
    #[must_use]
    pub fn refused(self) -> Self {
        self.by_vendor(persona::reviewer(), Act::Reject)
    }

    /// A right command of the vendor that is known to change the claim.
    #[must_use]
    pub fn by_vendor(self, caller: Caller, act: Act) -> Self {
        let command = commands::right(act, &self.claim).unwrap();
        self.step(&Actor::Staff(caller), command)
    }

    /// What its clock of this name does when it runs out.
    #[must_use]
    pub fn run_out(self, clock: &str) -> Self {
        let ends = self.clock(clock);
        self.swept_at(ends)
    }

    /// One of every state of an engagement claim, and the interesting shades of them.
    #[must_use]
    pub fn every_engagement() -> Vec<(&'static str, Self)> {
        let asked = || Self::engaged().asked();
        let agreed = || asked().agreed();
        let disputed = || Self::reviewed().refused().by_partner(Act::Dispute);
        let returned_in_dispute = || disputed().by_vendor(persona::review_lead(), Act::Return);
        let stopped = |scene: Self| scene.by_vendor(persona::programme_manager(), Act::Stop);
        let bounced = {
            let fate = domain::command::MailFate::Undeliverable { reason: "bounce".into() };
            let scene = asked();
            let report = commands::mail(&scene.claim, fate);
            scene.step(&Actor::System, report)
        };
        let late = Self::evidenced().submit();
        let too_late = agreed().clock("first_submit");
        vec![
            ("engaged", Self::engaged()),
            ("variable", Self::engage(&build::variable_input(40.0))),
            ("asked", asked()),
            ("asked_delivered", asked().deliver()),
            ("asked_bounced", bounced),
            ("asked_another", asked().by_partner(Act::ChangeContact)),
            ("agreed", agreed()),
            ("evidenced", Self::evidenced()),
            ("handed_in", Self::evidenced().submit()),
            ("handed_in_for_good", late.swept_at(too_late)),
            ("taken_back", Self::evidenced().submit().by_partner(Act::Recall)),
            ("reviewed", Self::reviewed()),
            ("put_back", Self::reviewed().by_vendor(persona::reviewer(), Act::Release)),
            ("sent_back", Self::reviewed().sent_back()),
            ("handed_in_again", Self::reviewed().sent_back().by_partner(Act::Resubmit)),
            ("refused", Self::reviewed().refused()),
            ("disputed", disputed()),
            ("sent_back_in_dispute", returned_in_dispute()),
            ("disputed_again", returned_in_dispute().by_partner(Act::Resubmit)),
            ("approved", Self::reviewed().approve()),
            ("approved_in_dispute", disputed().by_vendor(persona::review_lead(), Act::Approve)),
            ("consent_declined", asked().answered(Choice::Decline)),
            ("never_asked", Self::engaged().run_out("consent")),
            ("consent_expired", asked().deliver().run_out("consent")),
            ("consent_withdrawn", Self::reviewed().answered(Choice::Withdraw)),
            ("not_submitted_expired", Self::evidenced().run_out("first_submit")),
            ("post_submission_expired", Self::reviewed().sent_back().run_out("review")),
            ("dispute_expired", Self::reviewed().refused().run_out("dispute")),
            ("dispute_phase_expired", returned_in_dispute().run_out("dispute_phase")),
            ("rejected_final", disputed().by_vendor(persona::review_lead(), Act::Reject)),
            ("canceled", agreed().by_partner(Act::Cancel)),
            ("stopped_asked", stopped(asked())),
            ("stopped", stopped(Self::reviewed())),
        ]
    }
}
