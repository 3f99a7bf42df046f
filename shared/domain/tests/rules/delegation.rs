//! K10 and reports: what the customer's contact says besides yes and no.

use domain::{
    Action, Actor, Claim, Code, Command, Outcome, Refusal,
    allowed::{Act, allowed_actions, warnings},
    command::{Delegation, Report},
    consent::{Choice, Consent, ConsentState},
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands};

fn consent(scene: &Scene) -> &Consent {
    scene.claim.consent.as_ref().unwrap()
}

fn delegate(claim: &Claim, spoil: impl FnOnce(&mut Delegation)) -> Command {
    let Command::Delegate(mut delegation) = commands::delegate(claim, "ann@fabrikam.example") else {
        panic!("no delegation")
    };
    spoil(&mut delegation);
    Command::Delegate(delegation)
}

fn ask(scene: &Scene, command: Command) -> Result<Outcome, Refusal> {
    scene.clone().ask(&Actor::Customer, command)
}

#[test]
fn k10_the_contact_names_a_colleague_and_the_partner_is_asked_to_confirm() {
    let before = Scene::delivered();
    let scene = Scene::delegated();
    let delegate = consent(&scene).delegate.as_ref().unwrap();
    assert_eq!((delegate.name.as_str(), delegate.email.as_str()), ("Ann Other", "ann@fabrikam.example"));
    assert_eq!(consent(&scene).delegations, 1);
    assert_eq!(warnings(&scene.claim), ["other_contact_named"]);
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!(
        (entry.action, entry.round, entry.by.side.as_str()),
        (Action::ConsentDelegated, Some(1), "customer")
    );
    assert!(!serde_json::to_string(entry).unwrap().contains("ann@"), "no address in the history");
    // Until then nothing else changes: the round is open, its deadline is the one it had.
    assert_eq!(consent(&scene).state, ConsentState::Delivered);
    assert_eq!(consent(&scene).window_ends, consent(&before).window_ends);
    assert!(ask(&scene, commands::answer(1, Choice::Object)).is_ok());
    // The same once more is the same.
    assert!(matches!(
        ask(&scene, commands::delegate(&scene.claim, "ann@fabrikam.example")),
        Ok(Outcome::Unchanged(_))
    ));
    // Confirmed it is a new round to the colleague; the old link is dead (K8).
    let partner = scene.partner();
    let confirmed = scene.step(&partner, Command::ChangeContact(build::other_contact()));
    assert_eq!((consent(&confirmed).round, consent(&confirmed).delegate.as_ref()), (2, None));
    let old = ask(&confirmed, commands::answer(1, Choice::Accept));
    assert_eq!(old.unwrap_err(), Refusal::ConsentOver(Code::ConsentReplaced));
    assert_eq!(warnings(&confirmed.claim), [""; 0]);
}

#[test]
fn k10_somebody_else_is_named_at_most_twice_in_a_claim() {
    let scene = Scene::delegated();
    let second = commands::delegate(&scene.claim, "ben@fabrikam.example");
    let twice = scene.clone().step(&Actor::Customer, second);
    assert_eq!(consent(&twice).delegate.as_ref().unwrap().email, "ben@fabrikam.example");
    let third = commands::delegate(&twice.claim, "cal@fabrikam.example");
    assert_eq!(ask(&twice, third).unwrap_err(), Refusal::DelegationLimitReached);
    // A new round does not make it two more.
    let partner = twice.partner();
    let next = twice.step(&partner, Command::ChangeContact(build::other_contact())).deliver();
    let third = commands::delegate(&next.claim, "cal@fabrikam.example");
    assert_eq!(ask(&next, third).unwrap_err(), Refusal::DelegationLimitReached);
}

#[test]
fn k10_the_colleague_is_of_a_domain_of_the_customer() {
    let scene = Scene::delivered();
    let named = |email: &str, domains: &[&str]| {
        let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        let command = delegate(&scene.claim, |delegation| {
            delegation.email = Some(email.into());
            delegation.domains = domains;
        });
        ask(&scene, command).map(drop)
    };
    let unknown = vec![("/email".to_owned(), Code::DelegateDomainUnknown)];
    assert!(named("ann@Fabrikam.Example", &["fabrikam.example"]).is_ok());
    assert!(named("ann@fabrikam.at", &["fabrikam.example", "fabrikam.at"]).is_ok());
    for email in ["ann@sub.fabrikam.example", "ann@fabrikam.example.evil.example", "ann@evil.example"] {
        assert_eq!(build::faults(named(email, &["fabrikam.example"])), unknown, "{email}");
    }
    // Of a customer of whom no domain is known: the one where it was reached.
    assert!(named("ann@fabrikam.example", &[]).is_ok());
    assert_eq!(build::faults(named("ann@evil.example", &[])), unknown);
    // Known domains count, not the one of a contact who was never verified.
    assert_eq!(build::faults(named("ann@fabrikam.example", &["fabrikam.at"])), unknown);
    // V-07: never somebody of the partner.
    let partner = build::faults(named("bob@partner-a.example", &["partner-a.example"]));
    assert_eq!(partner, [("/email".into(), Code::ContactIsPartner)]);
}

#[test]
fn k10_every_fault_is_told_and_nothing_is_done() {
    let scene = Scene::delivered();
    let empty = delegate(&scene.claim, |delegation| {
        (delegation.name, delegation.email, delegation.nonce_valid) = (None, Some("nobody".into()), false);
    });
    assert_eq!(
        build::faults(ask(&scene, empty)),
        [
            ("/email".into(), Code::ContactEmailInvalid),
            ("/name".into(), Code::ContactIncomplete),
            ("/nonce".into(), Code::NonceInvalid),
        ]
    );
    // Only on the link that is open.
    let of_round = |claim: &Claim, round| delegate(claim, |delegation| delegation.round = round);
    for round in [0, 2] {
        assert_eq!(ask(&scene, of_round(&scene.claim, round)).unwrap_err(), Refusal::ConsentNotFound);
    }
    for scene in [Scene::accepted_active(), Scene::active(), Scene::rejected_final()] {
        assert_eq!(ask(&scene, of_round(&scene.claim, 1)).unwrap_err(), Refusal::ConsentAlreadyDecided);
    }
    let withdrawn = Scene::withdrawn();
    let over = ask(&withdrawn, of_round(&withdrawn.claim, 1));
    assert_eq!(over.unwrap_err(), Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
}

#[test]
fn a_report_is_kept_and_nothing_is_sent_again() {
    let scene = Scene::reported();
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.reason.as_deref()), (Action::ConsentReported, Some("Who is this?")));
    assert_eq!(entry.by.name.as_deref(), Some("Sue Smith"));
    assert_eq!(consent(&scene).reported_at, Some(scene.now));
    assert_eq!(warnings(&scene.claim), ["reported_by_customer"]);
    // The state is what it was: silence is silence, and the customer may still say no.
    assert_eq!(consent(&scene).state, ConsentState::Delivered);
    assert_eq!(consent(&scene.read_at(scene.window_ends())).state, ConsentState::Lapsed);
    assert!(ask(&scene, commands::answer(1, Choice::Object)).is_ok());
    // Reminders stop; another contact may be asked, in a round that nobody has reported.
    let mut scene = scene.after(SignedDuration::from_hours(48));
    let partner = scene.partner();
    assert!(!allowed_actions(&scene.claim, &partner).contains(&Act::Resend.as_str()));
    let refused = scene.ask(&partner, Command::Resend);
    assert!(matches!(refused, Err(Refusal::State { code: Code::InvalidStateTransition, .. })));
    let next = scene.step(&partner, Command::ChangeContact(build::other_contact()));
    assert_eq!(consent(&next).reported_at, None);
}

#[test]
fn a_report_takes_the_human_step_and_counts_once() {
    let scene = Scene::delivered();
    let report = |name: Option<&str>, confirmed, nonce_valid, reason: &str| {
        let (name, reason) = (name.map(Into::into), Some(reason.into()));
        Command::Report(Report { round: 1, name, confirmed, nonce_valid, reason })
    };
    assert_eq!(
        build::faults(ask(&scene, report(Some("S"), false, false, &"x".repeat(2_001)))),
        [
            ("/confirmed".into(), Code::DecisionIncomplete),
            ("/name".into(), Code::DecisionIncomplete),
            ("/nonce".into(), Code::NonceInvalid),
            ("/reason".into(), Code::TextInvalid),
        ]
    );
    let reported = scene.step(&Actor::Customer, report(Some("Sue Smith"), true, true, " "));
    assert_eq!(reported.claim.history.entries.last().unwrap().reason, None);
    let again = ask(&reported, report(Some("Tom Thorn"), true, true, "Spam"));
    assert!(matches!(again, Ok(Outcome::Unchanged(_))));
}
