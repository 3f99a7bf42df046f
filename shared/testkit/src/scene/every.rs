//! One of every state.

use domain::{Actor, Command, allowed::Act, command::MailFate, consent::Choice};

use super::Scene;
use crate::{commands, persona};

impl Scene {
    /// One of every state, and the interesting shades of them.
    #[must_use]
    pub fn every() -> Vec<(&'static str, Self)> {
        let bounced = |scene: Self| {
            let report = commands::mail(&scene.claim, MailFate::Undeliverable { reason: "bounce".into() });
            scene.step(&Actor::System, report)
        };
        let recalled = {
            let scene = Self::delivered();
            let partner = scene.partner();
            scene.step(&partner, Command::Recall { reason: Some("Too early".into()) })
        };
        let released = Self::under_review().step(&Actor::Staff(persona::reviewer()), Command::Release);
        vec![
            ("draft", Self::draft()),
            ("ready", Self::ready()),
            ("stale", Self::stale()),
            ("submitted", Self::submitted()),
            ("delivered", Self::delivered()),
            ("bounced", bounced(Self::submitted())),
            ("recalled", recalled),
            ("delegated", Self::delegated()),
            ("reported", Self::reported()),
            ("under_review", Self::under_review()),
            ("released", released),
            ("agreed_under_review", Self::under_review().answered(Choice::Accept)),
            ("challenger", Self::challenger()),
            ("contest_won", Self::contest_won()),
            ("contest_lost", Self::contest_lost()),
            ("action_required", Self::action_required()),
            ("resubmitted", Self::action_required().by_partner(Act::Resubmit)),
            ("withdrawn", Self::withdrawn()),
            ("approved_pending", Self::approved_pending()),
            ("approved_bounced", bounced(Self::submitted().review().approve())),
            ("active", Self::active()),
            ("accepted_active", Self::accepted_active()),
            ("unpayable", Self::unpayable()),
            ("incumbent", Self::incumbent()),
            ("superseded", Self::superseded()),
            ("subscribed", Self::subscribed()),
            ("expired", Self::expired()),
            ("stopped", Self::stopped()),
            ("rejected", Self::rejected()),
            ("disputed", Self::disputed()),
            ("returned_in_dispute", Self::returned_in_dispute()),
            ("rejected_in_dispute", Self::rejected_in_dispute()),
            ("disassociated", Self::disassociated()),
            ("rejected_final", Self::rejected_final()),
            ("canceled", Self::canceled()),
        ]
    }
}
