//! Domain 7: an act is in time while `now <` the instant, whether or not a job has run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use domain::{
    Actor, Command, Outcome, Refusal, State,
    allowed::{Act, deadlines, next_due, overdue, waiting_for},
    consent::Choice,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, build::at, commands};

const EDGE: [SignedDuration; 3] =
    [SignedDuration::from_secs(1), SignedDuration::from_millis(1), SignedDuration::from_nanos(1)];

/// The only running clock of this name.
fn clock(scene: &Scene, name: &str) -> Timestamp {
    let found = deadlines(&scene.claim);
    let mut found = found.iter().filter(|running| running.clock == name);
    let at = found.next().unwrap().at;
    assert!(found.next().is_none());
    at
}

#[test]
fn partner_answer_in_time_up_to_the_last_instant() {
    let scene = Scene::action_required();
    let partner = scene.partner();
    let ends = clock(&scene, "partner_answer");
    let again = commands::right(Act::Resubmit, &scene.claim).unwrap();
    for before in EDGE {
        assert!(scene.clone().at(ends - before).ask(&partner, again.clone()).is_ok());
        let read = scene.read_at(ends - before).claim.state;
        assert_eq!(read, scene.claim.state);
    }
    for after in [SignedDuration::ZERO, SignedDuration::from_nanos(1), SignedDuration::from_secs(1)] {
        let late = scene.clone().at(ends + after).ask(&partner, again.clone());
        assert!(matches!(late, Err(Refusal::InvalidTransition { status: "rejected", .. })), "{late:?}");
    }
}

#[test]
fn objection_in_time_up_to_the_last_instant() {
    let scene = Scene::approved_pending();
    let ends = clock(&scene, "objection");
    for before in EDGE {
        let objected = scene.clone().at(ends - before).answered(Choice::Object);
        assert!(objected.claim.content.items.iter().all(|item| !item.is_held()));
        assert!(objected.claim.history.entries.iter().all(|entry| entry.action.as_str() != "consent_lapsed"));
    }
    let late = scene.clone().at(ends).ask(&Actor::Customer, commands::answer(1, Choice::Accept));
    assert!(late.is_err());
    assert_eq!(scene.read_at(ends).claim.consent.unwrap().state.as_str(), "lapsed");
}

#[test]
fn dispute_closes_at_the_instant() {
    let scene = Scene::rejected();
    let ends = clock(&scene, "dispute");
    let partner = scene.partner();
    let upload = commands::right(Act::Upload, &scene.claim).unwrap();
    for before in EDGE {
        assert!(scene.clone().at(ends - before).ask(&partner, upload.clone()).is_ok());
    }
    let late = scene.clone().at(ends).ask(&partner, upload);
    assert_eq!(late.unwrap_err(), Refusal::NotEditable { status: "rejected_final" });
}

#[test]
fn scenario_6_unanswered_then_undisputed() {
    // Nobody looks for two months: both deadlines have passed, each at its own instant.
    let scene = Scene::action_required();
    let read = scene.read_at(at("2027-02-01T00:00:00Z"));
    assert_eq!(read.claim.state, State::RejectedFinal { code: "dispute_window_closed".into() });
    let entries = &read.claim.history.entries;
    let moved: Vec<(&str, Timestamp)> = entries
        .iter()
        .filter(|entry| ["partner_answer_missed", "dispute_window_closed"].contains(&entry.action.as_str()))
        .map(|entry| (entry.action.as_str(), entry.at))
        .collect();
    assert_eq!(
        moved,
        [
            ("partner_answer_missed", at("2026-12-11T23:00:00Z")),
            ("dispute_window_closed", at("2027-01-11T23:00:00Z")),
        ]
    );
}

#[test]
fn i_17_what_ran_out_first_happened_first_however_late_anybody_looks() {
    // The notice is delivered only days before the rejection becomes final: its window would end later.
    let scene = Scene::submitted().review();
    let reviewer = Actor::Staff(testkit::persona::reviewer());
    let scene = scene.step(&reviewer, Command::Reject(commands::reasons("/documents")));
    let closes = clock(&scene, "dispute");
    let scene = scene.at(closes - SignedDuration::from_hours(48)).deliver();
    assert!(clock(&scene, "objection") > closes);
    let late = scene.read_at(closes + SignedDuration::from_hours(9_999));
    assert_eq!(late.claim, scene.read_at(closes).claim);
    assert_eq!(late.claim.consent.unwrap().state.as_str(), "voided");
}

#[test]
fn i_22_vendor_clocks_flag_and_do_nothing_else() {
    for (scene, name) in [(Scene::delivered(), "vendor_start"), (Scene::under_review(), "vendor_decision")] {
        let ends = clock(&scene, name);
        assert_eq!(overdue(&scene.claim, ends - SignedDuration::from_nanos(1)), [""; 0]);
        assert_eq!(overdue(&scene.claim, ends), [name]);
        let much_later = scene.read_at(ends + SignedDuration::from_hours(9_999));
        assert_eq!(much_later.claim.state, scene.claim.state);
        assert_eq!(waiting_for(&much_later.claim), "vendor");
    }
    // A released review has both clocks.
    let released = Scene::every().into_iter().find(|(name, _)| *name == "released").unwrap().1;
    let names: Vec<&str> = deadlines(&released.claim).iter().map(|running| running.clock).collect();
    assert_eq!(names, ["vendor_start", "vendor_decision", "objection"]);
}

#[test]
fn what_is_due_is_when_the_claim_changes_by_itself() {
    let instant = SignedDuration::from_nanos(1);
    for (name, scene) in Scene::every() {
        let settle = |now: Timestamp| match scene.clone().at(now).ask(&Actor::System, Command::Settle) {
            Ok(Outcome::Changed(decision)) => Some(decision.claim),
            Ok(Outcome::Unchanged(_)) => None,
            other => panic!("{other:?}"),
        };
        match next_due(&scene.claim) {
            Some(due) => {
                assert_eq!(settle(due - instant), None, "{name}");
                let next = settle(due);
                assert!(next.is_some(), "{name}");
                // Something is always later than what has been done.
                assert!(next_due(&next.unwrap()).is_none_or(|later| later > due), "{name}");
            }
            None => assert_eq!(settle(at("2031-01-01T00:00:00Z")), None, "{name}"),
        }
    }
}

#[test]
fn whose_move_it_is() {
    for (name, scene) in Scene::every() {
        let expected = match name {
            "draft" | "ready" | "recalled" | "action_required" | "rejected" | "approved_bounced" => "partner",
            "submitted"
            | "delivered"
            | "bounced"
            | "under_review"
            | "released"
            | "agreed_under_review"
            | "resubmitted" => "vendor",
            "approved_pending" => "customer",
            _ => "none",
        };
        assert_eq!(waiting_for(&scene.claim), expected, "{name}");
    }
}

#[test]
fn i_17_a_clock_is_set_once() {
    let scene = Scene::delivered();
    let (start, objection) = (clock(&scene, "vendor_start"), clock(&scene, "objection"));
    let mut scene = scene.after(SignedDuration::from_hours(24)).review();
    assert_eq!(clock(&scene, "objection"), objection);
    let decision = clock(&scene, "vendor_decision");
    scene.wait(SignedDuration::from_hours(24));
    let scene = scene.step(&Actor::Staff(testkit::persona::reviewer()), Command::Release);
    assert_eq!((clock(&scene, "vendor_start"), clock(&scene, "vendor_decision")), (start, decision));
    assert_eq!(build::monday() + SignedDuration::from_hours(48), scene.now);
}
