//! The claims that the rows of the table begin with.

use domain::{Actor, Command, command::MailFate, consent::Choice};
use jiff::SignedDuration;
use testkit::{Act, Scene, build, commands, persona};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn by_lead(scene: Scene, act: Act) -> Scene {
    scene.by_vendor(persona::review_lead(), act)
}

fn stop(scene: Scene) -> Scene {
    scene.by_vendor(persona::programme_manager(), Act::Stop)
}

/// Asked for the second time, another person than at first: there is an older link.
fn asked_now() -> Scene {
    Scene::engaged().asked().by_partner(Act::ChangeContact).deliver()
}

/// The same, when the customer may be reminded.
fn asked() -> Scene {
    asked_now().after(DAY)
}

fn asked_five_times() -> Scene {
    (0..5).fold(asked(), |scene, _| scene.by_partner(Act::Resend).after(DAY))
}

fn undeliverable() -> Scene {
    let scene = asked();
    let bounced = commands::mail(&scene.claim, MailFate::Undeliverable { reason: "bounce".into() });
    scene.step(&Actor::System, bounced)
}

fn reported() -> Scene {
    let scene = asked();
    let round = scene.claim.consent.as_ref().unwrap().round;
    let report = domain::command::Report {
        round,
        name: Some("Sue Smith".into()),
        confirmed: true,
        nonce_valid: true,
        reason: None,
    };
    scene.step(&Actor::Customer, Command::Report(report))
}

fn evidenced() -> Scene {
    asked().agreed().proven()
}

fn submitted() -> Scene {
    evidenced().submit()
}

fn for_good() -> Scene {
    let ends = evidenced().clock("first_submit");
    submitted().at(ends)
}

fn taken_back() -> Scene {
    submitted().by_partner(Act::Recall)
}

fn reviewed() -> Scene {
    submitted().review()
}

fn returned_for(pointer: &str) -> Scene {
    reviewed().step(&Actor::Staff(persona::reviewer()), Command::Return(commands::reasons(pointer)))
}

fn rejected() -> Scene {
    reviewed().refused()
}

fn disputed() -> Scene {
    rejected().by_partner(Act::Dispute)
}

fn returned_disputed() -> Scene {
    by_lead(disputed(), Act::Return)
}

/// One claim for every row.
pub(super) fn all() -> Vec<(&'static str, Scene)> {
    vec![
        ("not-asked", Scene::engaged()),
        ("asked", asked()),
        ("asked-now", asked_now()),
        ("asked-five-times", asked_five_times()),
        ("undeliverable", undeliverable()),
        ("reported", reported()),
        ("agreed", asked().agreed()),
        ("evidenced", evidenced()),
        ("submitted", submitted()),
        ("for-good", for_good()),
        ("taken-back", taken_back()),
        ("under-review", reviewed()),
        ("released", reviewed().by_vendor(persona::reviewer(), Act::Release)),
        ("returned", returned_for("/documents")),
        ("returned-contact", returned_for("/partnerContact")),
        ("submitted-again", returned_for("/documents").by_partner(Act::Resubmit)),
        ("rejected", rejected()),
        ("disputed", disputed()),
        ("disputed-of-a-lead", by_lead(reviewed(), Act::Reject).by_partner(Act::Dispute)),
        ("returned-disputed", returned_disputed()),
        ("disputed-again", returned_disputed().by_partner(Act::Resubmit)),
        ("approved", reviewed().approve()),
        ("approved-disputed", by_lead(disputed(), Act::Approve)),
        ("rejected-final", by_lead(disputed(), Act::Reject)),
        ("declined", asked().answered(Choice::Decline)),
        ("expired-unasked", Scene::engaged().run_out("consent")),
        ("expired", asked().run_out("consent")),
        ("withdrawn-early", asked().agreed().answered(Choice::Withdraw)),
        ("withdrawn", reviewed().answered(Choice::Withdraw)),
        ("unproven", evidenced().run_out("first_submit")),
        ("unproven-late", taken_back().run_out("first_submit")),
        ("unanswered", returned_for("/documents").run_out("review")),
        ("undisputed", rejected().run_out("dispute")),
        ("dispute-over", returned_disputed().run_out("dispute_phase")),
        ("canceled-unasked", Scene::engaged().by_partner(Act::Cancel)),
        ("canceled-asked", asked().by_partner(Act::Cancel)),
        ("canceled-agreed", asked().agreed().by_partner(Act::Cancel)),
        ("stopped-asked", stop(asked())),
        ("stopped", stop(reviewed())),
    ]
}

/// Somebody whom the customer's contact names.
pub(super) fn colleague() -> domain::input::ContactInput {
    domain::input::ContactInput { email: Some("uma@fabrikam.example".into()), ..build::other_contact() }
}
