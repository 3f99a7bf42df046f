//! K1 … K12 and S1 … S3: the customer's part (domain 6.2, 6.3).

use domain::{
    Action, Actor, Code, Command, Outcome, Refusal, State,
    allowed::{next_reminder_at, warnings},
    claim::AssociationStatus,
    command::{CustomerAnswer, MailFate},
    consent::{Choice, Consent, ConsentState, Mode},
};
use jiff::SignedDuration;
use testkit::{Scene, build, build::at, commands};

fn consent(scene: &Scene) -> &Consent {
    scene.claim.consent.as_ref().unwrap()
}

fn report(scene: Scene, fate: MailFate) -> Scene {
    let command = commands::mail(&scene.claim, fate);
    scene.step(&Actor::System, command)
}

fn bounce() -> MailFate {
    MailFate::Undeliverable { reason: "bounce".into() }
}

fn association(scene: &Scene) -> Option<AssociationStatus> {
    scene.claim.content.items[0].association.as_ref().map(|association| association.status)
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

#[test]
fn k1_the_first_round_is_sent() {
    let scene = Scene::submitted();
    let version = scene.claim.version;
    let sent = report(scene.clone(), MailFate::Sent);
    assert_eq!(consent(&sent).state, ConsentState::Sending);
    assert_eq!((consent(&sent).round, consent(&sent).sent_at), (1, Some(sent.now)));
    assert_eq!(sent.claim.version, version, "the ETag stays");
    // The answer of the mail service is lost, then it turns out to have taken the mail.
    let unknown = report(scene, MailFate::Unknown);
    assert_eq!(consent(&unknown).state, ConsentState::Unknown);
    assert_eq!(consent(&report(unknown, MailFate::Sent)).state, ConsentState::Sending);
    // Another round's mail is nobody's business.
    let mut sent = sent;
    let other = Command::RecordMail { round: 2, fate: MailFate::Delivered };
    assert!(matches!(sent.ask(&Actor::System, other), Ok(Outcome::Unchanged(_))));
}

#[test]
fn k1_a_mail_that_never_left_is_chased() {
    let mut scene = Scene::submitted();
    let asked = scene.claim.history.last_seq();
    scene.wait(SignedDuration::from_mins(15) - SECOND);
    assert!(matches!(scene.ask(&Actor::System, Command::Settle), Ok(Outcome::Unchanged(_))));
    scene.wait(SECOND);
    let scene = scene.step(&Actor::System, Command::Settle);
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.of), (Action::MailChased, Some(asked)));
    let later = scene.now.saturating_add(SignedDuration::from_mins(15)).unwrap();
    assert_eq!(consent(&scene).state, ConsentState::Created { chase_at: later });
}

#[test]
fn k2_delivery_starts_the_objection_window() {
    let mut scene = report(Scene::submitted(), MailFate::Sent);
    scene.wait(SignedDuration::from_hours(24));
    let scene = report(scene, MailFate::Delivered);
    // Delivered on Tuesday: five business days end with Tuesday, 1 December, in Berlin.
    assert_eq!(consent(&scene).window_ends, Some(at("2026-12-01T23:00:00Z")));
    assert_eq!(consent(&scene).delivered_at, Some(at("2026-11-24T09:00:00Z")));
    // F11, F12, F19: late, repeated and contradicting reports change nothing.
    let mut later = scene.after(SignedDuration::from_hours(24));
    for fate in [MailFate::Delivered, MailFate::Sent, MailFate::Unknown] {
        let command = commands::mail(&later.claim, fate);
        assert!(matches!(later.ask(&Actor::System, command), Ok(Outcome::Unchanged(_))));
    }
    // An event that overtakes the answer of the mail service proves both.
    let overtaken = report(Scene::submitted(), MailFate::Delivered);
    assert_eq!(consent(&overtaken).sent_at, Some(overtaken.now));
}

#[test]
fn k3_silence_is_no_objection_while_nobody_was_reached() {
    let bounced = report(Scene::submitted(), bounce());
    assert_eq!(consent(&bounced).state, ConsentState::Undeliverable { reason: "bounce".into() });
    assert_eq!(warnings(&bounced.claim), ["contact_unreachable"]);
    assert_eq!(consent(&bounced.read_at(at("2027-12-31T00:00:00Z"))).state.as_str(), "undeliverable");
    // A complaint after the delivery stops the window, too.
    let complained =
        report(Scene::delivered().review().approve(), MailFate::Undeliverable { reason: "complaint".into() });
    let ends = complained.window_ends();
    let much_later = complained.read_at(ends.saturating_add(SignedDuration::from_hours(9_999)).unwrap());
    assert_eq!(consent(&much_later).state.as_str(), "undeliverable");
    assert_eq!(association(&much_later), Some(AssociationStatus::Pending));
    // A window that ended while nobody could be reached told nobody anything: it runs anew.
    let ends = complained.window_ends();
    let again = report(complained.at(ends), MailFate::Delivered);
    assert_eq!(association(&again), Some(AssociationStatus::Pending));
    assert!(again.window_ends() > ends);
    // A later delivery of the same round is a proof after all.
    let reached = report(bounced, MailFate::Delivered);
    assert_eq!(consent(&reached).state, ConsentState::Delivered);
}

#[test]
fn k5_the_customer_agrees_in_any_open_state() {
    let unknown = report(Scene::submitted(), MailFate::Unknown);
    let bounced = report(Scene::submitted(), bounce());
    for scene in [Scene::submitted(), unknown, Scene::delivered(), bounced, Scene::under_review()] {
        let mut scene = scene.answered(Choice::Accept);
        let consent = consent(&scene).clone();
        assert_eq!(consent.state, ConsentState::Accepted);
        let decision = consent.decision.unwrap();
        assert_eq!(
            (decision.choice, decision.name.as_str(), decision.at),
            (Choice::Accept, "Sue Smith", scene.now)
        );
        let entry = scene.claim.history.entries.last().unwrap();
        assert_eq!((entry.action, entry.by.name.as_deref()), (Action::ConsentAccepted, Some("Sue Smith")));
        // I-8: the same once more shows the decision, another one is refused.
        let again = commands::answer_now(&scene.claim, Choice::Accept);
        assert!(matches!(scene.ask(&Actor::Customer, again), Ok(Outcome::Unchanged(_))));
        assert_eq!(
            domain::allowed::deadlines(&scene.claim).iter().filter(|one| one.clock == "objection").count(),
            0
        );
    }
}

#[test]
fn k5_k6_anything_missing_of_the_human_step_decides_nothing() {
    let mut scene = Scene::delivered();
    let empty = CustomerAnswer {
        round: 1,
        choice: None,
        name: Some("S".into()),
        confirmed: false,
        reason: Some("x".repeat(2_001)),
        nonce_valid: false,
        locale: domain::Locale::En,
        text: String::new(),
    };
    assert_eq!(
        build::faults(scene.ask(&Actor::Customer, Command::Answer(empty))),
        [
            ("/confirmed".into(), Code::DecisionIncomplete),
            ("/decision".into(), Code::DecisionIncomplete),
            ("/name".into(), Code::DecisionIncomplete),
            ("/nonce".into(), Code::NonceInvalid),
            ("/reason".into(), Code::TextInvalid),
        ]
    );
    // Notice mode offers accept and object; decline belongs to the other mode.
    for choice in [Choice::Decline, Choice::Withdraw] {
        let refused = scene.ask(&Actor::Customer, commands::answer(1, choice));
        assert_eq!(build::faults(refused), [("/decision".into(), Code::DecisionIncomplete)]);
    }
}

#[test]
fn k6_the_customer_objects_with_or_without_a_reason() {
    let scene = Scene::delivered();
    let with = CustomerAnswer {
        round: 1,
        choice: Some(Choice::Object),
        name: Some(" Sue Smith ".into()),
        confirmed: true,
        reason: Some("I do not know this partner".into()),
        nonce_valid: true,
        locale: domain::Locale::En,
        text: String::new(),
    };
    let mut scene = scene.step(&Actor::Customer, Command::Answer(with));
    assert_eq!(consent(&scene).state, ConsentState::Objected);
    assert_eq!(
        consent(&scene).decision.as_ref().unwrap().reason.as_deref(),
        Some("I do not know this partner")
    );
    let again = scene.ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert!(matches!(again, Ok(Outcome::Unchanged(_))));
    let other = scene.ask(&Actor::Customer, commands::answer(1, Choice::Accept));
    assert_eq!(other.unwrap_err(), Refusal::ConsentAlreadyDecided);
}

#[test]
fn k7_silence_after_a_delivered_notice_is_no_objection_at_the_instant_the_window_ends() {
    let scene = Scene::delivered();
    let ends = scene.window_ends();
    assert_eq!(consent(&scene.read_at(ends - SignedDuration::from_millis(1))).state, ConsentState::Delivered);
    let lapsed = scene.read_at(ends);
    assert_eq!(consent(&lapsed).state, ConsentState::Lapsed);
    let entry = lapsed.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.at), (Action::ConsentLapsed, ends));
    // D14: never called consent.
    assert_eq!(entry.reason.as_deref(), Some("notice_no_objection"));
    // A job that comes late writes what was true already: the record is the same.
    let late = scene.read_at(at("2027-06-01T00:00:00Z"));
    assert_eq!(late.claim.history, lapsed.claim.history);
}

#[test]
fn k7_scenario_11_a_decision_in_time_wins_over_a_late_job() {
    let mut scene = Scene::delivered();
    scene.now = scene.window_ends() - SignedDuration::from_millis(1);
    let objected = scene.clone().answered(Choice::Object);
    assert_eq!(consent(&objected).state, ConsentState::Objected);
    assert!(objected.claim.history.entries.iter().all(|entry| entry.action != Action::ConsentLapsed));
    // One instant later the silence counts first; who agrees then is told that the round is over.
    scene.now = scene.window_ends();
    let late = scene.ask(&Actor::Customer, commands::answer(1, Choice::Accept));
    assert_eq!(late.unwrap_err(), Refusal::ConsentOver(Code::ConsentExpired));
}

#[test]
fn k7_i_10_silence_in_opt_in_mode_is_never_consent() {
    let mut scene = Scene::delivered();
    scene.claim.consent.as_mut().unwrap().mode = Mode::OptIn;
    let much_later = scene.read_at(at("2027-12-31T00:00:00Z"));
    assert_eq!(consent(&much_later).state, ConsentState::Delivered);
    // That mode offers decline and not object.
    let refused = scene.ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert_eq!(build::faults(refused), [("/decision".into(), Code::DecisionIncomplete)]);
    assert_eq!(consent(&scene.answered(Choice::Decline)).state, ConsentState::Declined);
}

#[test]
fn k8_older_links_are_dead() {
    let scene = Scene::delivered();
    let partner = scene.partner();
    let mut next = scene.clone().step(&partner, Command::ChangeContact(build::other_contact()));
    for choice in [Choice::Accept, Choice::Object] {
        let old = next.ask(&Actor::Customer, commands::answer(1, choice));
        assert_eq!(old.unwrap_err(), Refusal::ConsentOver(Code::ConsentReplaced));
    }
    for round in [0, 3] {
        let forged = next.ask(&Actor::Customer, commands::answer(round, Choice::Accept));
        assert_eq!(forged.unwrap_err(), Refusal::ConsentNotFound);
    }
    assert_eq!(consent(&next.answered(Choice::Accept)).state, ConsentState::Accepted);
    let mut recalled = scene.step(&partner, Command::Recall { reason: Some("Too early".into()) });
    let over = recalled.ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert_eq!(over.unwrap_err(), Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
    let none = Scene::draft().ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert_eq!(none.unwrap_err(), Refusal::ConsentNotFound);
}

#[test]
fn k9_v_60_at_most_once_a_day_and_five_times_in_all() {
    let mut scene = Scene::delivered();
    let partner = scene.partner();
    let day = SignedDuration::from_hours(24);
    let ends = scene.window_ends();
    for count in 0..5 {
        assert_eq!(next_reminder_at(&scene.claim), Some(consent(&scene).asked_at + day));
        scene.wait(day - SECOND);
        assert_eq!(
            scene.ask(&partner, Command::Resend).unwrap_err(),
            Refusal::ReminderTooSoon { at: scene.now + SECOND, seconds: 1 }
        );
        scene.wait(SECOND);
        let version = scene.claim.version;
        scene = scene.step(&partner, Command::Resend);
        // A delivered round stays delivered, and its window is the one of the first delivery.
        assert_eq!(consent(&scene).state, ConsentState::Delivered);
        assert_eq!((consent(&scene).reminders, consent(&scene).round), (count + 1, 1));
        assert_eq!(consent(&scene).window_ends, Some(ends));
        assert_eq!(scene.claim.version, version, "the ETag stays");
    }
    assert_eq!(next_reminder_at(&scene.claim), None);
    scene.wait(day);
    assert_eq!(scene.ask(&partner, Command::Resend).unwrap_err(), Refusal::ReminderLimitReached);
    // Another person does not make it five more.
    let mut next = scene.step(&partner, Command::ChangeContact(build::other_contact()));
    next.wait(day);
    assert_eq!(next.ask(&partner, Command::Resend).unwrap_err(), Refusal::ReminderLimitReached);
}

#[test]
fn k9_a_mail_that_came_back_is_sent_again() {
    let mut scene = report(Scene::submitted(), bounce());
    let partner = scene.partner();
    scene.wait(SignedDuration::from_hours(24));
    let scene = scene.step(&partner, Command::Resend);
    assert!(matches!(consent(&scene).state, ConsentState::Created { .. }));
    let scene = scene.deliver();
    assert_eq!(consent(&scene).delivered_at, Some(scene.now));
}

#[test]
fn k11_s3_an_agreement_can_be_taken_back() {
    let scene = Scene::accepted_active().after(SignedDuration::from_hours(2_000));
    let mut scene = scene.answered(Choice::Withdraw);
    assert_eq!(consent(&scene).state, ConsentState::Withdrawn);
    assert_eq!(scene.claim.state, State::RejectedFinal { code: "customer_declined".into() });
    assert_eq!(association(&scene), Some(AssociationStatus::Ended));
    let again = scene.ask(&Actor::Customer, commands::answer(1, Choice::Withdraw));
    assert!(matches!(again, Ok(Outcome::Unchanged(_))));
    // Nothing but an agreement can be taken back.
    let lapsed = Scene::active().ask(&Actor::Customer, commands::answer(1, Choice::Withdraw));
    assert_eq!(lapsed.unwrap_err(), Refusal::ConsentOver(Code::ConsentExpired));
}

#[test]
fn k12_s3_scenario_3_an_objection_two_months_later_ends_the_association() {
    for scene in [Scene::active(), Scene::accepted_active()] {
        let scene = scene.after(SignedDuration::from_hours(24 * 61)).answered(Choice::Object);
        assert_eq!(consent(&scene).state, ConsentState::Objected);
        let ended = scene.claim.content.items[0].association.as_ref().unwrap();
        assert_eq!((ended.status, ended.since), (AssociationStatus::Ended, scene.now));
        assert_eq!(ended.ended_reason.as_deref(), Some("customer_declined"));
        let entries = &scene.claim.history.entries;
        let tail: Vec<Action> = entries[entries.len() - 3..].iter().map(|entry| entry.action).collect();
        assert_eq!(tail, [Action::ConsentObjected, Action::AssociationEnded, Action::CustomerObjected]);
    }
}

#[test]
fn s1_active_needs_both_the_approval_and_the_customer() {
    // Silence, then approval: active in the same decision.
    let mut scene = Scene::under_review();
    scene.now = scene.window_ends();
    assert_eq!(association(&scene.approve()), Some(AssociationStatus::Active));
    // Agreement, then approval.
    let agreed = Scene::under_review().answered(Choice::Accept);
    assert_eq!(association(&agreed), None);
    assert_eq!(association(&agreed.approve()), Some(AssociationStatus::Active));
    // Approval, then agreement.
    assert_eq!(association(&Scene::approved_pending()), Some(AssociationStatus::Pending));
    assert_eq!(association(&Scene::accepted_active()), Some(AssociationStatus::Active));
    // Approval, then silence: from the instant the window ended.
    let active = Scene::active();
    let since = active.claim.content.items[0].association.as_ref().unwrap().since;
    assert_eq!(since, active.window_ends());
    // Approval, but nobody was reached (scenario 2).
    let pending = Scene::submitted().review().approve();
    let much_later = pending.read_at(at("2027-12-31T00:00:00Z"));
    assert_eq!(association(&much_later), Some(AssociationStatus::Pending));
}

#[test]
fn s2_i_11_a_pending_association_ends_with_the_objection() {
    let scene = Scene::approved_pending().answered(Choice::Object);
    assert!(scene.claim.content.items.iter().all(|item| {
        item.association.as_ref().is_some_and(|association| association.status == AssociationStatus::Ended)
    }));
}

#[test]
fn k1_a_mail_is_chased_for_every_entry_that_there_is() {
    let mut scene = Scene::submitted();
    let last = scene.claim.history.last_seq();
    for of in [1, last - 1, last] {
        let chased = scene.clone().step(&Actor::System, Command::ChaseMail { of });
        let entry = chased.claim.history.entries.last().unwrap();
        assert_eq!(
            (entry.action, entry.of, chased.claim.version),
            (Action::MailChased, Some(of), scene.claim.version)
        );
    }
    for of in [0, last + 1] {
        let asked = scene.ask(&Actor::System, Command::ChaseMail { of });
        assert!(matches!(asked, Ok(Outcome::Unchanged(_))), "{asked:?}");
    }
}
