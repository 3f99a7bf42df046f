//! The human step: a customer's word counts with everything that makes it one (V-61, K5, K10).

use domain::{
    Actor, Code, Command,
    command::{CustomerAnswer, Delegation, MailFate, Report},
    consent::Choice,
    input::ContactInput,
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands};

/// The refusal of a word of the customer's in which this one thing is missing.
fn lacking(pointer: &str) -> Vec<(String, Code)> {
    let code = if pointer == "/nonce" { Code::NonceInvalid } else { Code::DecisionIncomplete };
    vec![(pointer.into(), code)]
}

#[test]
fn k5_each_thing_that_is_missing_is_enough_to_refuse_an_answer() {
    let Command::Answer(complete) = commands::answer(1, Choice::Object) else { panic!() };
    let mut scene = Scene::delivered();
    for (pointer, spoilt) in [
        ("/decision", CustomerAnswer { choice: None, ..complete.clone() }),
        ("/name", CustomerAnswer { name: None, ..complete.clone() }),
        ("/name", CustomerAnswer { name: Some("X".into()), ..complete.clone() }),
        ("/confirmed", CustomerAnswer { confirmed: false, ..complete.clone() }),
        ("/nonce", CustomerAnswer { nonce_valid: false, ..complete.clone() }),
    ] {
        let refused = scene.ask(&Actor::Customer, Command::Answer(spoilt));
        assert_eq!(build::faults(refused), lacking(pointer));
    }
    let long = CustomerAnswer { reason: Some("x".repeat(2_001)), ..complete.clone() };
    let refused = scene.ask(&Actor::Customer, Command::Answer(long));
    assert_eq!(build::faults(refused), [("/reason".into(), Code::TextInvalid)]);
    // Two letters are a name; a reason need not be given.
    let short = CustomerAnswer { name: Some("Al".into()), reason: Some(" ".into()), ..complete };
    assert!(scene.ask(&Actor::Customer, Command::Answer(short)).is_ok());
}

#[test]
fn k10_each_thing_that_is_missing_is_enough_to_refuse_a_colleague_or_a_report() {
    let mut scene = Scene::delivered();
    let Command::Delegate(colleague) = commands::delegate(&scene.claim, "ann@fabrikam.example") else {
        panic!()
    };
    let unseen = Delegation { nonce_valid: false, ..colleague.clone() };
    assert_eq!(build::faults(scene.ask(&Actor::Customer, Command::Delegate(unseen))), lacking("/nonce"));
    assert!(scene.ask(&Actor::Customer, Command::Delegate(colleague)).is_ok());
    let complete =
        Report { round: 1, name: Some("Sue Smith".into()), confirmed: true, nonce_valid: true, reason: None };
    for (pointer, spoilt) in [
        ("/name", Report { name: None, ..complete.clone() }),
        ("/confirmed", Report { confirmed: false, ..complete.clone() }),
        ("/nonce", Report { nonce_valid: false, ..complete.clone() }),
    ] {
        let refused = scene.ask(&Actor::Customer, Command::Report(spoilt));
        assert_eq!(build::faults(refused), lacking(pointer));
    }
    assert!(scene.ask(&Actor::Customer, Command::Report(complete)).is_ok());
}

#[test]
fn k10_the_colleague_answers_by_the_same_deadline_and_anybody_else_has_a_new_one() {
    let scene = Scene::delegated();
    let asked = |contact: ContactInput| {
        let partner = scene.partner();
        scene.clone().step(&partner, Command::ChangeContact(contact)).claim.consent.unwrap()
    };
    let ann = ContactInput {
        name: Some("Ann Other".into()),
        email: Some("ann@fabrikam.example".into()),
        ..build::other_contact()
    };
    assert_eq!(asked(ann).window_ends, Some(scene.window_ends()));
    assert_eq!(asked(build::other_contact()).window_ends, None, "it begins with the delivery");
}

#[test]
fn k3_i_17_a_window_is_kept_by_another_delivery_unless_it_ended_while_nobody_was_reached() {
    let report = |scene: Scene, fate: MailFate| {
        let mail = commands::mail(&scene.claim, fate);
        scene.step(&Actor::System, mail)
    };
    let bounced = report(Scene::delivered(), MailFate::Undeliverable { reason: "bounce".into() });
    let ends = bounced.window_ends();
    let second = SignedDuration::from_secs(1);
    let in_time = report(bounced.clone().at(ends - second), MailFate::Delivered);
    assert_eq!(in_time.window_ends(), ends);
    for now in [ends, ends + second] {
        let late = report(bounced.clone().at(now), MailFate::Delivered);
        assert_eq!(late.window_ends(), build::CATALOGUE.calendar.after_business_days(now, 5));
        assert_eq!(late.read_at(now).claim.consent.unwrap().state.as_str(), "delivered");
    }
}
