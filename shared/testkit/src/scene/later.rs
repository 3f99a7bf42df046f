//! The second half of a claim's life: disputes, ends, and what a customer says besides yes and no.

use domain::{
    Actor, Command, Envelope, Location, Outcome, Precondition, Subscription, allowed::Act, command::Report,
    consent::Choice, customer::PayeeProfile, decide::Found,
};
use jiff::Timestamp;

use super::Scene;
use crate::{build, commands, persona};

impl Scene {
    /// A right command of the partner that is known to change the claim.
    #[must_use]
    pub fn by_partner(self, act: Act) -> Self {
        let (partner, command) = (self.partner(), commands::right(act, &self.claim).unwrap());
        self.step(&partner, command)
    }

    /// Deadlines at this instant are written down.
    #[must_use]
    pub fn swept_at(self, now: Timestamp) -> Self {
        self.at(now).step(&Actor::System, Command::Settle)
    }

    /// Rejected by the reviewer.
    #[must_use]
    pub fn rejected() -> Self {
        Self::under_review()
            .step(&Actor::Staff(persona::reviewer()), Command::Reject(commands::reasons("/documents")))
    }

    /// Rejected, and disputed by the partner.
    #[must_use]
    pub fn disputed() -> Self {
        Self::rejected().by_partner(Act::Dispute)
    }

    /// Sent back in its dispute.
    #[must_use]
    pub fn returned_in_dispute() -> Self {
        let lead = Actor::Staff(persona::review_lead());
        Self::disputed().step(&lead, Command::Return(commands::reasons("/items/workload:teams")))
    }

    /// Rejected once more.
    #[must_use]
    pub fn rejected_in_dispute() -> Self {
        let lead = Actor::Staff(persona::review_lead());
        Self::disputed().step(&lead, Command::Reject(commands::reasons("/documents")))
    }

    /// Given up by the partner while the customer could still object.
    #[must_use]
    pub fn withdrawn() -> Self {
        Self::delivered().by_partner(Act::Withdraw)
    }

    /// Given up by the partner after it was official.
    #[must_use]
    pub fn disassociated() -> Self {
        Self::active().by_partner(Act::Disassociate)
    }

    /// A draft that nobody has changed for too long.
    #[must_use]
    pub fn stale() -> Self {
        let scene = Self::ready();
        let ends = scene.clock("idle_draft");
        scene.swept_at(ends)
    }

    /// One subscription, official; it ends on 1 March 2027.
    #[must_use]
    pub fn subscribed() -> Self {
        let draft = Self::begin("subscribed", &build::subscriptions_input(1), persona::partner_a_admin());
        let row = Subscription { ends_at: Some(build::subscription_ends()), ..build::subscription(0) };
        draft.proven().submit().deliver().review().approve().answered(Choice::Accept).told(row)
    }

    /// The vendor says this about a subscription.
    #[must_use]
    pub fn told(self, row: Subscription) -> Self {
        self.step(&Actor::System, Command::RecordSubscription(row))
    }

    /// Its subscription has ended, and a draft to renew it was made.
    #[must_use]
    pub fn expired() -> Self {
        let scene = Self::subscribed();
        let ends = scene.claim.content.items[0].association.as_ref().and_then(|known| known.end.as_ref());
        let ends = ends.unwrap().at;
        let scene = scene.swept_at(ends);
        let (entry, draft) = (scene.claim.history.last_seq(), Some(build::claim_id("renewal")));
        scene.step(&Actor::System, Command::RecordRenewal { entry, draft })
    }

    /// Stopped by a programme manager after it was official.
    #[must_use]
    pub fn stopped() -> Self {
        let scene = Self::active();
        let stop = commands::right(Act::Stop, &scene.claim).unwrap();
        scene.step(&Actor::Staff(persona::programme_manager()), stop)
    }

    /// Official, at a location that cannot be paid yet.
    #[must_use]
    pub fn unpayable() -> Self {
        let [location, ..] = build::locations();
        let location = Location { payee_profile: PayeeProfile::Incomplete, ..location };
        Self::under_review().approved_at(location).answered(Choice::Accept)
    }

    /// Every item accepted, after the store has found the location to be so.
    #[must_use]
    pub fn approved_at(mut self, location: Location) -> Self {
        let found = [Found::Location(location)];
        let envelope = Envelope {
            actor: Actor::Staff(persona::reviewer()),
            key: None,
            precondition: Precondition::Any,
            command: commands::accept_all(&self.claim),
        };
        let context = domain::Context { found: &found, ..self.context() };
        match domain::decide(&self.claim, envelope, context) {
            Ok(Outcome::Changed(decision)) => {
                self.claim = decision.claim.clone();
                self.decisions.push(decision);
                self
            }
            other => panic!("{other:?}"),
        }
    }

    /// The contact has named somebody else.
    #[must_use]
    pub fn delegated() -> Self {
        let scene = Self::delivered();
        let delegation = commands::delegate(&scene.claim, "ann@fabrikam.example");
        scene.step(&Actor::Customer, delegation)
    }

    /// The contact does not know what it is about.
    #[must_use]
    pub fn reported() -> Self {
        let report = Report {
            round: 1,
            name: Some("Sue Smith".into()),
            confirmed: true,
            nonce_valid: true,
            reason: Some("Who is this?".into()),
        };
        Self::delivered().step(&Actor::Customer, Command::Report(report))
    }

    /// The instant the only running clock of this name runs out.
    #[must_use]
    pub fn clock(&self, name: &str) -> Timestamp {
        let running = domain::allowed::deadlines(&self.claim);
        let mut named = running.iter().filter(|running| running.clock == name);
        let at = named.next().unwrap_or_else(|| panic!("{name} does not run")).at;
        assert!(named.next().is_none(), "{name} runs twice");
        at
    }
}
