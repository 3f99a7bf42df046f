//! K9 and V-60: an engagement's customer who has not answered is reminded, by itself and by hand.

use domain::{
    Action, Actor, Claim, Command, Refusal,
    allowed::{Act, next_due},
    command::{MailFate, Report},
    consent::Choice,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, commands};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn reminded(claim: &Claim) -> Vec<Timestamp> {
    let entries = claim.history.entries.iter();
    entries.filter(|entry| entry.action == Action::ConsentReminded).map(|entry| entry.at).collect()
}

/// Everything that comes by itself until the claim is over.
fn left_alone(scene: Scene) -> Scene {
    left_alone_until(scene, Timestamp::MAX)
}

/// Everything that comes by itself until this instant.
fn left_alone_until(mut scene: Scene, until: Timestamp) -> Scene {
    while let Some(due) = next_due(&scene.claim).filter(|due| *due <= until) {
        let now = due.max(scene.now);
        scene = scene.swept_at(now);
    }
    scene
}

#[test]
fn k9_reminders_come_by_themselves_at_days_3_7_14_and_3_and_1_before_the_end() {
    let scene = Scene::engaged().after(DAY).asked().deliver();
    let (asked, ends) = (scene.now, scene.clock("consent"));
    let days = [asked + DAY * 3, asked + DAY * 7, asked + DAY * 14, ends - DAY * 3, ends - DAY];
    let over = left_alone(scene.clone());
    assert_eq!(reminded(&over.claim), days);
    assert_eq!(over.claim.state.as_str(), "consent_expired");
    // They are no re-sends by hand, and change nothing that people see.
    let before = left_alone_until(scene.clone(), ends - SECOND).claim;
    assert_eq!((before.version, before.consent.unwrap().reminders), (scene.claim.version, 0));
    // A job that was late reminds once, not for every moment it missed.
    assert_eq!(reminded(&scene.clone().swept_at(days[2] + SECOND).claim), [days[2] + SECOND]);
}

#[test]
fn k9_nobody_is_reminded_who_has_answered_reported_or_cannot_be_reached() {
    let asked = || Scene::engaged().asked().deliver();
    let bounce = |scene: Scene| {
        let fate = MailFate::Undeliverable { reason: "bounce".into() };
        let report = commands::mail(&scene.claim, fate);
        scene.step(&Actor::System, report)
    };
    let report = Command::Report(Report {
        round: 1,
        name: Some("Sue Smith".into()),
        confirmed: true,
        nonce_valid: true,
        reason: None,
    });
    for scene in [
        Scene::engaged(),
        asked().agreed(),
        asked().answered(Choice::Decline),
        asked().by_partner(Act::Cancel),
        asked().step(&Actor::Customer, report),
        bounce(asked()),
    ] {
        let status = scene.claim.state.as_str();
        assert_eq!(reminded(&left_alone(scene).claim), [Timestamp::UNIX_EPOCH; 0], "{status}");
    }
    // Sent once more after the bounce, it is reminded of again.
    let again = bounce(asked()).after(DAY).by_partner(Act::Resend).deliver();
    assert_eq!(reminded(&left_alone(again).claim).len(), 5);
}

#[test]
fn k9_k10_another_person_is_reminded_by_the_days_of_the_own_request() {
    let scene = Scene::engaged().asked().deliver().after(DAY * 2).by_partner(Act::ChangeContact);
    let (asked, ends) = (scene.now, scene.clock("consent"));
    assert_eq!(
        reminded(&left_alone(scene.deliver()).claim),
        [asked + DAY * 3, asked + DAY * 7, asked + DAY * 14, ends - DAY * 3, ends - DAY]
    );
}

#[test]
fn e5_v_60_five_times_by_hand() {
    let mut scene = Scene::engaged().asked();
    let partner = scene.partner();
    for _ in 0..5 {
        scene = scene.after(DAY).step(&partner, Command::Resend);
    }
    scene.wait(DAY);
    assert_eq!(scene.ask(&partner, Command::Resend).unwrap_err(), Refusal::ReminderLimitReached);
}
