//! Domain 7 and 2.2: every clock of an engagement claim, one second before it runs out and at the instant.

use domain::{
    Actor, Code, Command, Outcome, Refusal, State, allowed::Act, command::Extension, consent::Choice,
    state::Closing,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, build::at, commands, persona};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Engagement; days to submit and to finish the review, from the consent.
const ROWS: [(&str, u16, u16); 5] = [
    ("assessment", 60, 90),
    ("workshop", 90, 120),
    ("small-project", 120, 150),
    ("medium-project", 200, 230),
    ("large-project", 260, 290),
];

fn after(start: Timestamp, days: u16) -> Timestamp {
    build::CATALOGUE.calendar.after_days(start, days)
}

/// Agreed ten days after it was made, with proof as fresh as it must be.
fn agreed(engagement: &str) -> Scene {
    let scene = Scene::engage(&build::engagement_input(&[engagement]));
    scene.asked().deliver().after(DAY * 10).agreed()
}

/// Work is dated not long before it is handed in.
fn proven_at(scene: Scene, now: Timestamp) -> Scene {
    let mut scene = scene.at(now);
    let partner = scene.partner();
    let date = Some(build::CATALOGUE.calendar.date(now));
    let mut inputs = vec![build::document_input(&scene.claim)];
    inputs.extend(scene.rules().proof.invoice.then(build::invoice_input));
    for mut input in inputs {
        input.activity_date = date;
        scene.act(&partner, Command::AddDocument(input)).unwrap();
    }
    scene.clean()
}

fn right(scene: &Scene, act: Act) -> Command {
    commands::right(act, &scene.claim).unwrap()
}

/// In time until the last second, and refused from the instant on; nobody has swept.
fn walked(scene: &Scene, actor: &Actor, act: Act, ends: Timestamp, end: Closing) {
    for before in [SECOND, SignedDuration::from_nanos(1)] {
        let mut early = scene.clone().at(ends - before);
        let command = right(&early, act);
        assert!(matches!(early.act(actor, command), Ok(Outcome::Changed(_))), "{act:?} before {ends}");
        // What was done in time outlives a sweep that comes late.
        assert_ne!(early.read_at(ends + DAY).claim.state, State::Closed { end });
        assert_eq!(scene.read_at(ends - before).claim, scene.claim);
    }
    for after in [SignedDuration::ZERO, SECOND] {
        let late = scene.clone().at(ends + after).ask(actor, right(scene, act));
        let Err(Refusal::State { status, .. }) = late else { panic!("{act:?} at {ends}: {late:?}") };
        assert_eq!(status, end.as_str());
        let over = scene.read_at(ends + after).claim;
        assert_eq!(over.state, State::Closed { end });
        assert_eq!(over.history.entries.last().unwrap().at, ends, "it happened at the instant");
        assert!(!domain::guard::held_by(&over).iter().any(|guard| guard.name().starts_with("active/")));
    }
}

#[test]
fn e9_30_days_for_the_consent_from_the_creation_in_every_row() {
    for (engagement, ..) in ROWS {
        let scene = Scene::engage(&build::engagement_input(&[engagement]));
        let ends = scene.clock("consent");
        assert_eq!(ends, after(scene.now, 30), "{engagement}");
        let asked = scene.asked().deliver();
        let agreed = asked.clone().at(ends - SECOND).agreed();
        assert_eq!(agreed.read_at(ends + DAY).claim.state, State::ConsentReceived, "{engagement}");
        let late = asked.clone().at(ends).ask(&Actor::Customer, right(&asked, Act::Answer));
        assert_eq!(late.unwrap_err(), Refusal::ConsentOver(Code::ConsentExpired));
        assert_eq!(asked.read_at(ends).claim.state, State::Closed { end: Closing::ConsentExpired });
    }
}

#[test]
fn e13_v_56_the_first_submission_in_every_row() {
    for (engagement, submit, review) in ROWS {
        let scene = agreed(engagement);
        let ends = scene.clock("first_submit");
        assert_eq!((ends, scene.clock("review")), (after(scene.now, submit), after(scene.now, review)));
        let ready = proven_at(scene, ends - DAY);
        walked(&ready, &ready.partner(), Act::Submit, ends, Closing::NotSubmittedExpired);
        let late = ready.clone().at(ends).ask(&ready.partner(), right(&ready, Act::Submit));
        assert!(matches!(late, Err(Refusal::State { code: Code::DeadlinePassed, .. })));
    }
}

#[test]
fn e16_e18_the_review_in_every_row_only_while_the_partner_must_act() {
    for (engagement, submit, review) in ROWS {
        let scene = agreed(engagement);
        let (first, ends) = (after(scene.now, submit), after(scene.now, review));
        let submitted = proven_at(scene, first - SECOND).submit();
        let reviewed = submitted.clone().review();
        for waiting in [&submitted, &reviewed] {
            let much_later = waiting.read_at(ends + DAY * 99).claim;
            assert_eq!(much_later.state.as_str(), waiting.claim.state.as_str(), "I-22: the vendor is late");
        }
        // Sent back at once there is the rest of the review.
        let returned = reviewed.sent_back();
        assert_eq!(returned.clock("review"), ends, "{engagement}");
        let fresh = returned.at(ends - DAY);
        walked(&fresh, &fresh.partner(), Act::Resubmit, ends, Closing::PostSubmissionExpired);
    }
}

#[test]
fn e16_scenario_14_a_return_leaves_at_least_five_business_days() {
    let calendar = &build::CATALOGUE.calendar;
    let scene = Scene::reviewed();
    let ends = scene.clock("review");
    for late in [ends - DAY * 2, ends, ends + DAY * 40] {
        let returned = scene.clone().at(late).sent_back();
        let least = calendar.after_business_days(late, 5);
        assert_eq!(returned.clock("review"), least.max(ends));
        assert!(calendar.business_days_left(late, returned.clock("review")) >= 5);
    }
    // Enough is left: nothing is added.
    assert_eq!(scene.clone().at(ends - DAY * 20).sent_back().clock("review"), ends);
}

#[test]
fn e20_e22_30_days_to_dispute_a_rejection() {
    let scene = Scene::reviewed().refused();
    let ends = scene.clock("dispute");
    assert_eq!(ends, after(scene.now, 30));
    walked(&scene, &scene.partner(), Act::Dispute, ends, Closing::DisputeExpired);
    let late = scene.clone().at(ends).ask(&scene.partner(), right(&scene, Act::Dispute));
    assert!(matches!(late, Err(Refusal::State { code: Code::DisputeWindowClosed, .. })));
}

#[test]
fn e21_e23_e24_the_dispute_phase_is_30_days_once() {
    let lead = persona::review_lead;
    let disputed = Scene::reviewed().refused().after(DAY * 20).by_partner(Act::Dispute);
    let phase = disputed.clock("dispute_phase");
    assert_eq!(phase, after(disputed.now, 30));
    assert_eq!(disputed.read_at(phase + DAY * 99).claim.state.as_str(), "disputed", "I-22");
    let returned = disputed.after(DAY).by_vendor(lead(), Act::Return);
    assert_eq!(returned.clock("dispute_phase"), phase);
    let again = returned.clone().after(DAY).by_partner(Act::Resubmit);
    assert_eq!((again.claim.state.as_str(), again.clock("dispute_phase")), ("disputed", phase));
    walked(&returned, &returned.partner(), Act::Resubmit, phase, Closing::DisputeExpired);
    // Not extended by a second return, but for the five business days.
    let late = phase - DAY;
    let twice = again.clone().at(late).by_vendor(lead(), Act::Return);
    assert_eq!(twice.clock("dispute_phase"), build::CATALOGUE.calendar.after_business_days(late, 5));
    assert_eq!(again.after(DAY).by_vendor(lead(), Act::Return).clock("dispute_phase"), phase);
    let used = twice.clone().ask(&twice.partner(), right(&twice, Act::Dispute));
    assert!(matches!(used, Err(Refusal::State { code: Code::DisputeAlreadyUsed, .. })));
}

#[test]
fn e14_a_submission_is_taken_back_until_the_submit_deadline() {
    let scene = Scene::evidenced().submit();
    let ends = scene.claim.deal.as_ref().unwrap().submit_by.unwrap();
    let partner = scene.partner();
    let recall = right(&scene, Act::Recall);
    let back = scene.clone().at(ends - SECOND).step(&partner, recall.clone());
    assert_eq!((&back.claim.state, back.claim.submissions), (&State::ConsentReceived, 1));
    assert_eq!(back.clock("first_submit"), ends, "I-17");
    assert_eq!(back.clone().submit().claim.submissions, 2);
    assert_eq!(back.read_at(ends).claim.state, State::Closed { end: Closing::NotSubmittedExpired });
    for after in [SignedDuration::ZERO, SECOND] {
        let mut late = scene.clone().at(ends + after);
        let refused = late.ask(&partner, recall.clone());
        let Err(Refusal::State { status: "submitted", allowed, .. }) = refused else { panic!("{refused:?}") };
        assert!(!allowed.contains(&"recall"));
        // The reviewer is not stopped by it.
        assert_eq!(late.review().claim.state.as_str(), "under_review");
    }
    for no_first in [Scene::reviewed(), Scene::reviewed().sent_back().by_partner(Act::Resubmit)] {
        assert!(no_first.clone().ask(&partner, recall.clone()).is_err());
    }
}

#[test]
fn i_17_more_time_for_an_answer_holds_for_the_next_return() {
    let manager = Actor::Staff(persona::programme_manager());
    let returned = Scene::reviewed().sent_back();
    let ends = returned.clock("review");
    let until = ends + DAY * 7;
    let extension =
        Extension { clock: "review".into(), until: Some(until), reason: Some("The customer moves".into()) };
    let extended = returned.step(&manager, Command::ExtendDeadline(extension));
    assert_eq!(extended.clock("review"), until);
    let twice = extended.by_partner(Act::Resubmit).review().sent_back();
    assert_eq!(twice.clock("review"), until);
}

#[test]
fn i_17_every_clock_of_an_engagement_claim_can_be_extended() {
    let manager = Actor::Staff(persona::programme_manager());
    for (scene, clock) in [
        (Scene::engaged(), "consent"),
        (Scene::engaged().asked(), "consent"),
        (Scene::evidenced(), "first_submit"),
        (Scene::reviewed(), "review"),
        (Scene::reviewed().sent_back(), "review"),
        (Scene::reviewed().refused(), "dispute"),
        (Scene::reviewed().refused().by_partner(Act::Dispute), "dispute_phase"),
    ] {
        let ends = scene.clock(clock);
        let until = Some(ends + DAY * 3);
        let command = |until| {
            let reason = Some("Holidays".into());
            Command::ExtendDeadline(Extension { clock: clock.into(), until, reason })
        };
        let extended = scene.step(&manager, command(until));
        assert_eq!(Some(extended.clock(clock)), until, "{clock}");
        assert_eq!(extended.read_at(ends).claim, extended.claim, "{clock}");
        let shorter = extended.clone().ask(&manager, command(Some(ends)));
        assert_eq!(build::faults(shorter), [("/until".into(), Code::DeadlineNotLater)]);
    }
}

#[test]
fn scenario_15_i_3_nothing_happens_to_a_claim_that_is_over_but_a_copy() {
    for (name, scene) in Scene::every_engagement() {
        if !scene.claim.is_terminal() {
            continue;
        }
        assert!(scene.read_at(at("2031-01-01T00:00:00Z")).claim == scene.claim, "{name}");
        for (person, actor) in persona::actors() {
            let offered = domain::allowed::allowed_actions(&scene.claim, &actor);
            assert!(offered.iter().all(|act| *act == "clone"), "{name} {person} {offered:?}");
        }
        for choice in [Choice::Accept, Choice::Decline, Choice::Withdraw, Choice::Object] {
            let answer = commands::answer_now(&scene.claim, choice);
            let answered = scene.clone().ask(&Actor::Customer, answer);
            assert!(!matches!(answered, Ok(Outcome::Changed(_))), "{name} {choice:?}");
        }
    }
}
