//! Around the instant of every clock that ends something: who was in time was in time however late the sweep
//! comes, who was not is refused although none has come, and silence is no word.

use domain::{
    Actor, Claim, Command, Outcome, Refusal,
    allowed::Act,
    command::MailFate,
    consent::{Choice, ConsentState},
    guard::held_by,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use testkit::{Scene, build, commands, persona};

use crate::laws::asked;

/// A decision that a clock waits for.
struct Awaited {
    clock: &'static str,
    scene: Scene,
    actor: Actor,
    command: Command,
    /// The status that it leads to
    done: &'static str,
    /// The status without it
    over: &'static str,
}

fn awaited() -> Vec<Awaited> {
    let returned = || Scene::reviewed().sent_back();
    let disputed = || Scene::reviewed().refused().by_partner(Act::Dispute);
    let returned_in_dispute = || disputed().by_vendor(persona::review_lead(), Act::Return);
    let by_customer = |choice, done| {
        let scene = Scene::engaged().asked().deliver();
        let command = commands::answer_now(&scene.claim, choice);
        Awaited { clock: "consent", actor: Actor::Customer, command, scene, done, over: "consent_expired" }
    };
    let by_partner = |clock, scene: Scene, act, done, over| {
        let (actor, command) = (scene.partner(), commands::right(act, &scene.claim).unwrap());
        Awaited { clock, scene, actor, command, done, over }
    };
    vec![
        by_customer(Choice::Accept, "consent_received"),
        by_customer(Choice::Decline, "consent_declined"),
        by_partner("first_submit", Scene::evidenced(), Act::Submit, "submitted", "not_submitted_expired"),
        by_partner("review", returned(), Act::Resubmit, "submitted", "post_submission_expired"),
        by_partner("dispute", Scene::reviewed().refused(), Act::Dispute, "disputed", "dispute_expired"),
        by_partner("dispute_phase", returned_in_dispute(), Act::Resubmit, "disputed", "dispute_expired"),
    ]
}

fn ask(awaited: &Awaited, now: Timestamp) -> Result<Claim, Refusal> {
    let scene = awaited.scene.clone().at(now);
    match asked(&scene, &awaited.actor, &awaited.command, &build::CATALOGUE)? {
        Outcome::Changed(decision) => Ok(decision.claim),
        Outcome::Unchanged(claim) | Outcome::Replayed(claim) => Ok(claim),
    }
}

fn milliseconds(count: i64) -> SignedDuration {
    SignedDuration::from_millis(count)
}

/// Mostly a few milliseconds, sometimes days.
fn close() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..3, 0_i64..10_000, 0_i64..9 * 86_400_000]
}

/// What happens while nobody answers.
#[derive(Debug, Clone)]
enum Noise {
    Wait(i64),
    Mail(MailFate),
    Resend,
    AnotherContact,
    Delegate,
    Sweep,
}

fn noise() -> impl Strategy<Value = Noise> {
    let fates = vec![
        MailFate::Sent,
        MailFate::Unknown,
        MailFate::Delivered,
        MailFate::Undeliverable { reason: "bounce".into() },
    ];
    prop_oneof![
        3 => (0_i64..6 * 86_400_000).prop_map(Noise::Wait),
        2 => prop::sample::select(fates).prop_map(Noise::Mail),
        1 => Just(Noise::Resend),
        1 => Just(Noise::AnotherContact),
        1 => Just(Noise::Delegate),
        2 => Just(Noise::Sweep),
    ]
}

fn made(mut scene: Scene, noise: Noise) -> Scene {
    let partner = scene.partner();
    let (actor, command) = match noise {
        Noise::Wait(count) => return scene.after(milliseconds(count)),
        Noise::Mail(fate) => (Actor::System, commands::mail(&scene.claim, fate)),
        Noise::Resend => (partner, Command::Resend),
        Noise::AnotherContact => (partner, commands::right(Act::ChangeContact, &scene.claim).unwrap()),
        Noise::Delegate => (Actor::Customer, commands::delegate(&scene.claim, "ann@fabrikam.example")),
        Noise::Sweep => (Actor::System, Command::Settle),
    };
    let _ = scene.act(&actor, command);
    scene
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i_8_i_17_a_decision_in_time_survives_a_late_sweep(before in close(), late in close()) {
        for awaited in awaited() {
            let ends = awaited.scene.clock(awaited.clock);
            let at = (ends - milliseconds(before + 1)).max(awaited.scene.now);
            let decided = ask(&awaited, at).unwrap();
            prop_assert_eq!(decided.state.as_str(), awaited.done);
            let mut scene = awaited.scene.clone();
            scene.claim = decided;
            prop_assert_eq!(scene.read_at(ends).claim.state.as_str(), awaited.done, "{}", awaited.clock);
            let swept = scene.read_at(ends + milliseconds(late)).claim;
            prop_assert_ne!(swept.state.as_str(), awaited.over, "{}", awaited.clock);
            prop_assert!(swept.history.entries.starts_with(&scene.claim.history.entries));
        }
    }

    #[test]
    fn i_8_i_17_a_decision_after_the_deadline_is_refused_although_no_sweep_ran(late in close()) {
        for awaited in awaited() {
            let at = awaited.scene.clock(awaited.clock) + milliseconds(late);
            prop_assert!(ask(&awaited, at).is_err(), "{} {}", awaited.clock, awaited.done);
            prop_assert_eq!(awaited.scene.read_at(at).claim.state.as_str(), awaited.over);
        }
    }

    #[test]
    fn i_10_silence_in_opt_in_never_becomes_consent(noises in vec(noise(), 0..12), late in close()) {
        let asked = Scene::engaged().asked();
        let ends = asked.clock("consent");
        let scene = noises.into_iter().fold(asked, made);
        let over = scene.read_at(scene.now.max(ends + milliseconds(late))).claim;
        prop_assert_eq!(over.state.as_str(), "consent_expired");
        prop_assert!(over.consent.as_ref().is_some_and(|consent| consent.state == ConsentState::Expired));
        prop_assert!(held_by(&over).is_empty() && over.earning.is_none());
        let before = scene.read_at(scene.now.min(ends - milliseconds(1))).claim;
        prop_assert!(["awaiting_consent", "consent_expired"].contains(&before.state.as_str()));
    }
}
