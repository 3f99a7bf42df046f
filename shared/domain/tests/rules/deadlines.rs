//! Domain 7: an act is in time while `now <` the instant, whether or not a job has run.

use domain::{
    Actor, Code, Command, Outcome, Refusal, State,
    allowed::{Act, deadlines, next_due, overdue, waiting_for},
    command::Extension,
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
        assert!(matches!(late, Err(Refusal::State { status: "rejected", .. })), "{late:?}");
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
    assert!(matches!(
        late.unwrap_err(),
        Refusal::State { code: Code::ClaimNotEditable, status: "rejected_final", .. }
    ));
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
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()) {
        let sweep = |now: Timestamp| commands::sweep(&scene.claim, now);
        let settle = |now: Timestamp| match scene.clone().at(now).ask(&Actor::System, sweep(now)) {
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
            "draft"
            | "ready"
            | "recalled"
            | "action_required"
            | "returned_in_dispute"
            | "rejected"
            | "contest_lost"
            | "incumbent"
            | "approved_bounced" => "partner",
            "submitted"
            | "delivered"
            | "bounced"
            | "delegated"
            | "reported"
            | "under_review"
            | "released"
            | "agreed_under_review"
            | "challenger"
            | "contest_won"
            | "disputed"
            | "resubmitted" => "vendor",
            "approved_pending" => "customer",
            _ => "none",
        };
        assert_eq!(waiting_for(&scene.claim), expected, "{name}");
    }
    for (name, scene) in Scene::every_engagement() {
        let expected = match name {
            "engaged" | "variable" | "asked_bounced" | "agreed" | "evidenced" | "taken_back" => "partner",
            "sent_back" | "refused" | "sent_back_in_dispute" => "partner",
            "asked" | "asked_delivered" | "asked_another" => "customer",
            "handed_in" | "handed_in_for_good" | "handed_in_again" | "reviewed" | "put_back" => "vendor",
            "disputed" | "disputed_again" => "vendor",
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

#[test]
fn t5_idle_draft_in_time_up_to_the_last_instant() {
    let scene = Scene::ready();
    let (partner, ends) = (scene.partner(), scene.clock("idle_draft"));
    let submit = commands::right(Act::Submit, &scene.claim).unwrap();
    for before in EDGE {
        assert!(scene.clone().at(ends - before).ask(&partner, submit.clone()).is_ok());
        assert_eq!(scene.read_at(ends - before).claim, scene.claim);
    }
    for after in [SignedDuration::ZERO, SignedDuration::from_nanos(1), SignedDuration::from_secs(1)] {
        let late = scene.clone().at(ends + after).ask(&partner, submit.clone());
        assert!(matches!(late, Err(Refusal::State { status: "canceled", .. })), "{late:?}");
        let read = scene.read_at(ends + after).claim;
        assert_eq!(read.state, State::Canceled { code: Some("stale".into()) });
        assert_eq!(read.history.entries.last().unwrap().at, ends);
    }
    // A scan is no change of the draft, a recall is one.
    let recalled = Scene::delivered().after(SignedDuration::from_hours(240)).by_partner(Act::Recall);
    assert_eq!(recalled.clock("idle_draft"), build::CATALOGUE.calendar.after_days(recalled.now, 90));
    let mut uploaded = Scene::draft().by_partner(Act::Upload);
    let idle = uploaded.clock("idle_draft");
    uploaded.wait(SignedDuration::from_hours(240));
    assert_eq!(uploaded.clean().clock("idle_draft"), idle);
}

#[test]
fn dispute_answer_and_contest_answer_run_out_without_a_change() {
    for (scene, name) in [
        (Scene::disputed(), "dispute_answer"),
        (Scene::challenger(), "contest_answer"),
        (Scene::incumbent(), "contest_answer"),
    ] {
        let ends = clock(&scene, name);
        for after in [SignedDuration::ZERO, SignedDuration::from_secs(1), SignedDuration::from_hours(99)] {
            let read = scene.read_at(ends + after).claim;
            assert_eq!((&read.state, &read.seats), (&scene.claim.state, &scene.claim.seats), "{name}");
        }
        // Business days: 5 for the vendor, 14 for the incumbent, from Monday, 23 November.
        let last = if name == "dispute_answer" { "2026-11-30T23:00:00Z" } else { "2026-12-11T23:00:00Z" };
        assert_eq!(ends, at(last));
    }
    // It is the vendor's answer that is late, never the incumbent's that is missing.
    let (disputed, incumbent) = (Scene::disputed(), Scene::incumbent());
    let late = at("2027-01-11T00:00:00Z");
    assert_eq!(overdue(&disputed.claim, late), ["dispute_answer"]);
    assert_eq!(overdue(&incumbent.claim, late), [""; 0]);
}

fn extension(clock: &str, until: Timestamp, reason: &str) -> Command {
    Command::ExtendDeadline(Extension {
        clock: clock.into(),
        until: Some(until),
        reason: Some(reason.into()),
    })
}

#[test]
fn i_17_a_programme_manager_extends_every_clock_that_ends_something_to_the_end_of_a_day() {
    let manager = Actor::Staff(testkit::persona::programme_manager());
    // Only the one clock runs.
    let agreed = |scene: Scene| scene.answered(Choice::Accept);
    for (scene, name) in [
        (Scene::ready(), "idle_draft"),
        (agreed(Scene::delivered()), "vendor_start"),
        (Scene::delivered(), "objection"),
        (agreed(Scene::under_review()), "vendor_decision"),
        (agreed(Scene::action_required()), "partner_answer"),
        (agreed(Scene::rejected()), "dispute"),
        (agreed(Scene::disputed()), "dispute_answer"),
    ] {
        let ends = clock(&scene, name);
        let version = scene.claim.version;
        // In the middle of a day: its end, in Berlin.
        let noon = ends + SignedDuration::from_hours(24 * 3 + 12);
        let extended = scene.clone().step(&manager, extension(name, noon, "Holidays"));
        let until = ends + SignedDuration::from_hours(24 * 4);
        assert_eq!((clock(&extended, name), extended.claim.version), (until, version + 1), "{name}");
        let entry = extended.claim.history.entries.last().unwrap();
        assert_eq!((entry.action.as_str(), entry.clock.as_deref()), ("deadline_extended", Some(name)));
        assert_eq!((entry.until, entry.reason.as_deref()), (Some(until), Some("Holidays")));
        assert_eq!(extended.claim.state.as_str(), scene.claim.state.as_str());
        // What would have happened at the old end happens at the new one.
        assert_eq!(extended.read_at(ends).claim, extended.claim, "{name}");
        if !domain::allowed::is_vendor_clock(name) {
            assert_ne!(extended.read_at(until).claim, extended.claim, "{name}");
        }
        // The same end once more, or an earlier one, is no extension: never shortened.
        for shorter in [until, until - SignedDuration::from_secs(1), ends, scene.now] {
            let refused = extended.clone().ask(&manager, extension(name, shorter, "Sooner"));
            assert_eq!(build::faults(refused), [("/until".into(), Code::DeadlineNotLater)], "{name}");
        }
        let next = until + SignedDuration::from_secs(1);
        assert!(extended.clone().ask(&manager, extension(name, next, "More")).is_ok());
    }
}

#[test]
fn i_17_what_cannot_be_extended_is_told_with_every_other_fault() {
    let manager = Actor::Staff(testkit::persona::programme_manager());
    let far = at("2028-01-01T00:00:00Z");
    for (scene, name) in [
        (Scene::under_review(), "vendor_start"),
        (Scene::under_review(), "lunch"),
        (Scene::incumbent(), "contest_answer"),
        (Scene::returned_in_dispute(), "partner_answer"),
        // A clock that waits for a contest has no end to be moved.
        (Scene::challenger(), "vendor_decision"),
    ] {
        let refused = scene.clone().ask(&manager, extension(name, far, "Please"));
        match refused {
            Err(Refusal::State { code: Code::InvalidStateTransition, .. }) => {
                assert!(!domain::allowed::listed(&scene.claim, Act::ExtendDeadline));
            }
            refused => {
                assert_eq!(build::faults(refused), [("/clock".into(), Code::ClockNotExtendable)], "{name}")
            }
        }
    }
    let nothing = Command::ExtendDeadline(Extension::default());
    assert_eq!(
        build::faults(Scene::under_review().ask(&manager, nothing)),
        [
            ("/clock".into(), Code::ClockNotExtendable),
            ("/reason".into(), Code::ReasonRequired),
            ("/until".into(), Code::DeadlineNotLater),
        ]
    );
    // What has run out is over (I-3), whatever a manager says.
    let scene = Scene::rejected();
    let late = scene.clone().at(clock(&scene, "dispute")).ask(&manager, extension("dispute", far, "Sorry"));
    assert!(matches!(late, Err(Refusal::State { status: "rejected_final", .. })), "{late:?}");
}

#[test]
fn i_17_a_clock_of_the_vendor_that_has_run_out_is_extended_into_the_future_only() {
    let manager = Actor::Staff(testkit::persona::programme_manager());
    let midnight = at("2026-12-14T23:00:00Z");
    let mut scene = Scene::under_review().at(midnight);
    assert!(clock(&scene, "vendor_decision") < midnight);
    let refused = scene.ask(&manager, extension("vendor_decision", midnight, "Holidays"));
    assert_eq!(build::faults(refused), [("/until".into(), Code::DeadlineNotLater)]);
    let tomorrow = midnight + SignedDuration::from_secs(1);
    let extended = scene.step(&manager, extension("vendor_decision", tomorrow, "Holidays"));
    assert_eq!(clock(&extended, "vendor_decision"), at("2026-12-15T23:00:00Z"));
}
