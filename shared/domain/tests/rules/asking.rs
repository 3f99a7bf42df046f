//! E3 … E10: the customer of an engagement claim is asked, and agrees, declines or says nothing.

use domain::{
    Action, Actor, Claim, Code, Command, Money, Outcome, Refusal, State,
    allowed::{Act, next_due},
    command::MailFate,
    consent::{Choice, ConsentState},
    guard::{Guard, held_by},
    input::{ConsentInput, ContactInput, ContactPatch, ContentPatch},
    money::MoneyInput,
    state::Closing,
};
use jiff::SignedDuration;
use testkit::{Scene, build, build::at, commands};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn sized(amount: &str, currency: &str) -> Command {
    let size = MoneyInput { amount: Some(amount.into()), currency: Some(currency.into()) };
    Command::SendConsent(ConsentInput { deal_size: Some(size), ..build::consent_input() })
}

fn deal_size(claim: &Claim) -> Option<Money> {
    claim.deal.as_ref().and_then(|deal| deal.size.clone())
}

fn state_of(scene: &Scene) -> ConsentState {
    scene.claim.consent.as_ref().unwrap().state.clone()
}

#[test]
fn e3_names_and_contacts_are_edited_before_the_customer_is_asked() {
    let title = ContactPatch { title: Some(Some("Director".into())), ..ContactPatch::default() };
    let patch = ContentPatch {
        name: Some(Some("Fabrikam in spring".into())),
        customer_contact: Some(Some(title)),
        ..ContentPatch::default()
    };
    let scene = Scene::engaged();
    let edited = scene.clone().step(&scene.partner(), Command::Edit(patch.clone()));
    assert_eq!(edited.claim.content.name, "Fabrikam in spring");
    assert_eq!(edited.claim.content.customer_contact.title.as_deref(), Some("Director"));
    assert_eq!(edited.claim.content.location_name, scene.claim.content.location_name);
    assert_eq!(edited.clock("consent"), scene.clock("consent"));
    let mut asked = edited.asked();
    let partner = asked.partner();
    assert!(matches!(asked.ask(&partner, Command::Edit(patch)), Err(Refusal::State { .. })));
}

#[test]
fn e4_v_53_the_deal_size_is_whole_us_dollars_up_to_ten_to_the_twelve() {
    let ask = |amount, currency| {
        let mut scene = Scene::engaged();
        let partner = scene.partner();
        scene.act(&partner, sized(amount, currency)).map(|_| deal_size(&scene.claim).unwrap().amount())
    };
    for (amount, kept) in
        [("48500.00", "48500.00"), ("0", "0.00"), ("7", "7.00"), ("1000000000000", "1000000000000.00")]
    {
        assert_eq!(ask(amount, "USD"), Ok(kept.into()));
    }
    for (amount, currency) in [
        ("48500.50", "USD"),
        ("48500.00", "EUR"),
        ("1000000000001", "USD"),
        ("1000000000000.01", "USD"),
        ("-1", "USD"),
        ("much", "USD"),
    ] {
        let refused = build::faults(ask(amount, currency));
        assert_eq!(refused, [("/dealSize".into(), Code::DealSizeInvalid)], "{amount} {currency}");
    }
    let mut scene = Scene::engaged();
    let partner = scene.partner();
    assert_eq!(
        build::faults(scene.ask(&partner, Command::SendConsent(ConsentInput::default()))),
        [("/dealSize".into(), Code::DealSizeRequired), ("/disclaimer".into(), Code::DisclaimerRequired),]
    );
    let old = ConsentInput { disclaimer: Some("deal-disclaimer@0".into()), ..build::consent_input() };
    assert_eq!(
        build::faults(scene.ask(&partner, Command::SendConsent(old))),
        [("/disclaimer".into(), Code::DisclaimerRequired)]
    );
}

#[test]
fn e4_the_customer_is_asked_once_with_the_contacts_given() {
    let input = ConsentInput { customer_contact: Some(build::other_contact()), ..build::consent_input() };
    let scene = Scene::engaged();
    let asked = scene.clone().step(&scene.partner(), Command::SendConsent(input));
    assert_eq!(asked.claim.state, State::AwaitingConsent);
    let consent = asked.claim.consent.as_ref().unwrap();
    assert_eq!((consent.round, consent.contact.name.as_str()), (1, "Tom Thorn"));
    assert_eq!(consent.window_ends, None, "silence says nothing (I-10)");
    assert_eq!(asked.claim.content.customer_contact.name, "Tom Thorn");
    let again = asked.clone().ask(&asked.partner(), Command::SendConsent(build::consent_input()));
    assert!(matches!(again, Err(Refusal::State { code: Code::InvalidStateTransition, .. })));
    let partner = ContactInput { email: Some("x@partner-a.example".into()), ..build::other_contact() };
    let input = ConsentInput { customer_contact: Some(partner), ..build::consent_input() };
    assert_eq!(
        build::faults(scene.clone().ask(&scene.partner(), Command::SendConsent(input))),
        [("/customerContact/email".into(), Code::ContactIsPartner)]
    );
}

#[test]
fn v_44_v_54_i_5_i_6_scenario_9_hours_and_deal_size_are_frozen_in_every_state() {
    let size = ContentPatch {
        deal_size: Some(Some(MoneyInput { amount: Some("1".into()), currency: Some("USD".into()) })),
        ..ContentPatch::default()
    };
    let hours = ContentPatch { hours: Some(None), ..ContentPatch::default() };
    for (name, mut scene) in Scene::every_engagement() {
        let partner = scene.partner();
        for (patch, pointer) in [(&size, "/dealSize"), (&hours, "/hours")] {
            let refused = build::faults(scene.ask(&partner, Command::Edit(patch.clone())));
            assert_eq!(refused, [(pointer.into(), Code::FieldFrozen)], "{name}");
        }
    }
    let asked = Scene::engaged().asked();
    let moved = asked.clone().by_partner(Act::ChangeContact).agreed();
    assert_eq!(deal_size(&moved.claim), deal_size(&asked.claim));
}

#[test]
fn e5_e6_k10_nothing_moves_the_consent_deadline() {
    let scene = Scene::engaged().asked().deliver();
    let (ends, partner) = (scene.clock("consent"), scene.partner());
    let mut again = scene.clone().after(DAY - SECOND);
    assert!(matches!(again.ask(&partner, Command::Resend), Err(Refusal::ReminderTooSoon { .. })));
    for round in 1..=5 {
        again = scene.clone().at(again.now).after(DAY).step(&partner, Command::Resend);
        assert_eq!(again.clock("consent"), ends, "{round}");
    }
    let delegation = commands::delegate(&scene.claim, "ann@fabrikam.example");
    let colleague = ContactInput {
        name: Some("Ann Other".into()),
        email: Some("ann@fabrikam.example".into()),
        ..build::customer_contact()
    };
    let named = scene.clone().step(&Actor::Customer, delegation).after(DAY);
    for (scene, contact) in [(named, colleague), (scene.after(DAY), build::other_contact())] {
        let moved = scene.step(&partner, Command::ChangeContact(contact));
        assert_eq!((moved.clock("consent"), moved.claim.consent.as_ref().unwrap().round), (ends, 2));
        let mut old = moved.clone();
        let stale = old.ask(&Actor::Customer, commands::answer(1, Choice::Accept));
        assert_eq!(stale.unwrap_err(), Refusal::ConsentOver(Code::ConsentReplaced));
        assert_eq!(moved.read_at(ends).claim.state.as_str(), "consent_expired");
    }
}

#[test]
fn e7_the_clocks_of_the_partner_start_with_the_consent() {
    let scene = Scene::engaged().asked().after(DAY * 3).agreed();
    assert_eq!(scene.claim.state, State::ConsentReceived);
    let after = |days| build::CATALOGUE.calendar.after_days(scene.now, days);
    assert_eq!((scene.clock("first_submit"), scene.clock("review")), (after(120), after(150)));
    let known = Guard::Known { org: scene.claim.org.clone(), claim: scene.claim.id.clone() };
    assert!(scene.decisions.last().unwrap().take.contains(&known), "V-50: the customer is known now");
    // The same answer once more, and the other one.
    let mut again = scene.clone();
    let repeated = again.ask(&Actor::Customer, commands::answer(1, Choice::Accept));
    assert!(matches!(repeated, Ok(Outcome::Unchanged(_))));
    let other = again.ask(&Actor::Customer, commands::answer(1, Choice::Decline));
    assert_eq!(other.unwrap_err(), Refusal::ConsentAlreadyDecided);
    let object = again.ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert!(object.is_err(), "C1: an objection belongs to a notice");
}

#[test]
fn e8_a_decline_is_the_end_and_frees_everything() {
    for asked in [Scene::engaged().asked(), Scene::engaged().asked().deliver()] {
        let declined = asked.answered(Choice::Decline);
        assert_eq!(declined.claim.state, State::Closed { end: Closing::ConsentDeclined });
        assert_eq!(state_of(&declined), ConsentState::Declined);
        assert!(held_by(&declined.claim).is_empty());
        assert_eq!(next_due(&declined.claim), None);
        let repeated = declined.clone().ask(&Actor::Customer, commands::answer(1, Choice::Decline));
        assert!(matches!(repeated, Ok(Outcome::Unchanged(_))));
        let accepted = declined.clone().ask(&Actor::Customer, commands::answer(1, Choice::Accept));
        assert_eq!(accepted.unwrap_err(), Refusal::ConsentAlreadyDecided);
    }
}

#[test]
fn e9_i_10_k7_silence_is_no_consent() {
    let bounced = {
        let scene = Scene::engaged().asked();
        let fate = MailFate::Undeliverable { reason: "bounce".into() };
        let report = commands::mail(&scene.claim, fate);
        scene.step(&Actor::System, report)
    };
    for scene in [Scene::engaged(), Scene::engaged().asked(), Scene::engaged().asked().deliver(), bounced] {
        let ends = scene.clock("consent");
        assert_eq!(ends, at("2026-12-23T23:00:00Z"));
        assert_eq!(scene.read_at(ends - SECOND).claim, scene.claim);
        let over = scene.read_at(ends).claim;
        assert_eq!(over.state, State::Closed { end: Closing::ConsentExpired });
        assert!(held_by(&over).is_empty());
        let entry = over.history.entries.iter().find(|entry| entry.action == Action::Expired).unwrap();
        assert_eq!((entry.at, entry.to.as_deref()), (ends, Some("consent_expired")));
        let round = over.consent.map(|consent| consent.state);
        assert!(round.is_none_or(|state| state == ConsentState::Expired));
    }
}

#[test]
fn e9_scenario_11_an_answer_of_the_last_second_survives_a_late_job() {
    let asked = Scene::engaged().asked().deliver();
    let ends = asked.clock("consent");
    let agreed = asked.clone().at(ends - SECOND).agreed();
    assert_eq!(agreed.read_at(ends + DAY * 9).claim.state, State::ConsentReceived);
    // No sweep has run, and yet it is too late.
    for late in [SignedDuration::ZERO, SECOND] {
        let answer = commands::answer(1, Choice::Accept);
        let refused = asked.clone().at(ends + late).ask(&Actor::Customer, answer);
        assert_eq!(refused.unwrap_err(), Refusal::ConsentOver(Code::ConsentExpired));
    }
    let mut never = Scene::engaged().at(ends);
    let partner = never.partner();
    let send = never.ask(&partner, Command::SendConsent(build::consent_input()));
    assert!(matches!(send, Err(Refusal::State { code: Code::DeadlinePassed, .. })));
}

#[test]
fn e10_k8_v_59_canceled_before_the_first_submission_only() {
    let canceled = Scene::engaged().asked().deliver().by_partner(Act::Cancel);
    assert_eq!((canceled.claim.state.as_str(), state_of(&canceled)), ("canceled", ConsentState::Voided));
    let mut entries = canceled.claim.history.entries.iter();
    let voided = entries.find(|entry| entry.action == Action::ConsentVoided).unwrap();
    assert_eq!(voided.reason.as_deref(), Some("mailed"), "the customer is told");
    let mut link = canceled.clone();
    let answer = link.ask(&Actor::Customer, commands::answer(1, Choice::Accept));
    assert_eq!(answer.unwrap_err(), Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
    for (name, mut scene) in Scene::every_engagement() {
        let partner = scene.partner();
        let early = ["consent_not_requested", "awaiting_consent", "consent_received"]
            .contains(&scene.claim.state.as_str());
        match scene.ask(&partner, Command::Cancel { reason: None }) {
            Ok(_) => assert!(early, "{name}"),
            Err(Refusal::State { code: Code::AlreadySubmitted, .. }) => {
                assert!(scene.claim.submissions > 0 && !early, "{name}");
            }
            Err(_) => assert!(scene.claim.submissions == 0 && scene.claim.is_terminal(), "{name}"),
        }
    }
}
