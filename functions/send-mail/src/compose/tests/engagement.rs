//! Engagement claims: the customer must agree.

use domain::{Identifier, IdentifierType};
use mail::{About, Decision, EndedBy};

use super::*;

fn asked() -> Scene {
    Scene::engaged().asked().deliver()
}

fn agreed() -> Scene {
    asked().agreed()
}

fn returned_in_dispute() -> Scene {
    by(Scene::reviewed().refused().by_partner(Act::Dispute), &lead(), Act::Return)
}

fn named_a_colleague() -> Scene {
    let scene = asked();
    let delegation = commands::delegate(&scene.claim, "ann@fabrikam.example");
    scene.step(&Actor::Customer, delegation)
}

fn not_known() -> Scene {
    asked().step(
        &Actor::Customer,
        Command::Report(Report {
            round: 1,
            name: Some("Sue Smith".into()),
            confirmed: true,
            nonce_valid: true,
            reason: None,
        }),
    )
}

/// Everything that may happen to an engagement claim, each as it came about.
pub(super) fn every() -> Vec<(&'static str, Scene)> {
    let mut every = Scene::every_engagement();
    every.extend([
        ("request_near", nearly_late(Scene::engaged())),
        ("consent_near", nearly_late(asked())),
        ("asked_again", asked().after(HOUR * 24).by_partner(Act::Resend)),
        ("asked_canceled", asked().by_partner(Act::Cancel)),
        ("asked_stopped", by(asked(), &manager(), Act::Stop)),
        ("agreed_stopped", by(agreed(), &manager(), Act::Stop)),
        ("unasked_stopped", by(Scene::engaged(), &manager(), Act::Stop)),
        ("named_a_colleague", named_a_colleague()),
        ("not_known", not_known()),
        ("proof_near", nearly_late(agreed())),
        ("return_near", nearly_late(Scene::reviewed().sent_back())),
        ("undisputed_near", nearly_late(Scene::reviewed().refused())),
        ("last_return_near", nearly_late(returned_in_dispute())),
    ]);
    every
}

#[test]
fn e4_a_request_says_until_when_there_must_be_a_yes() {
    let scene = asked();
    let Some(Mail::ConsentRequest { request, due, link }) = told(&scene, Action::ConsentRequested) else {
        panic!("no request")
    };
    assert_eq!(due.at, scene.claim.deal.as_ref().unwrap().consent_by);
    let identifier = Identifier { kind: IdentifierType::Tenant, value: build::TENANT.into() };
    assert!(matches!(request.about, About::Engagement { identifier: named } if named == identifier));
    let token = link.strip_prefix("https://assent.example/c/").unwrap();
    assert_eq!(keys().open(token), Some((scene.claim.id.clone(), 1)));
    // A reminder is the same once more, and never after an answer.
    let reminded = nearly_late(asked());
    match told(&reminded, Action::ConsentReminded) {
        Some(Mail::ConsentReminder { due: again, link: same, .. }) => assert_eq!((again, same), (due, link)),
        other => panic!("{other:?}"),
    }
    assert!(mail_of(&reminded.agreed(), MailKind::ConsentReminder).is_none());
}

/// The last mail of this kind that is owed.
fn mail_of(scene: &Scene, kind: MailKind) -> Option<Mail> {
    let owed = |(seq, _)| app::effects::mails(&scene.claim, seq);
    let owed: Vec<Owed> = scene.claim.history.after(0).flat_map(owed).collect();
    written(&scene.claim, owed.iter().rfind(|owed| owed.kind == kind)?)
}

#[test]
fn p21_an_engagement_tells_what_runs_out() {
    let clock = |scene: Scene| match told(&scene, Action::DeadlineNear) {
        Some(Mail::DeadlineNear { clock, due, .. }) => {
            assert_eq!(due.at, deadlines(&scene.claim)[0].at);
            clock
        }
        other => panic!("{other:?}"),
    };
    assert!(matches!(clock(nearly_late(Scene::engaged())), PartnerClock::Request));
    assert!(matches!(clock(nearly_late(asked())), PartnerClock::Consent));
    assert!(matches!(clock(nearly_late(agreed())), PartnerClock::Proof));
    let returned = nearly_late(Scene::reviewed().sent_back());
    assert!(matches!(clock(returned.clone()), PartnerClock::Answer { last: false }));
    assert!(matches!(clock(nearly_late(returned_in_dispute())), PartnerClock::Answer { last: true }));
    assert!(matches!(clock(nearly_late(Scene::reviewed().refused())), PartnerClock::Dispute));
    // The clock of the review runs on while the vendor looks, but it is nothing to warn of any more.
    assert!(told(&returned.by_partner(Act::Resubmit), Action::DeadlineNear).is_none());
}

#[test]
fn e9_e13_e18_e22_e24_what_was_missed() {
    let missed = |scene: Scene| match told(&scene, Action::Expired) {
        Some(Mail::ClaimExpired { missed, .. }) => missed,
        other => panic!("{other:?}"),
    };
    assert!(matches!(missed(Scene::engaged().run_out("consent")), Lapse::Request));
    assert!(matches!(missed(asked().run_out("consent")), Lapse::Consent));
    assert!(matches!(missed(agreed().run_out("first_submit")), Lapse::Proof));
    let returned = Scene::reviewed().sent_back().run_out("review");
    assert!(matches!(missed(returned), Lapse::Return { disputed: false }));
    assert!(matches!(missed(Scene::reviewed().refused().run_out("dispute")), Lapse::Dispute));
    let last = returned_in_dispute().run_out("dispute_phase");
    assert!(matches!(missed(last), Lapse::Return { disputed: true }));
}

#[test]
fn e7_e8_e26_what_the_customer_said() {
    match mail_of(&agreed(), MailKind::CustomerAccepted) {
        Some(Mail::CustomerAccepted { submit_due: Some(due), .. }) => {
            assert_eq!(due.at, agreed().clock("first_submit"));
        }
        other => panic!("{other:?}"),
    }
    assert!(mail_of(&Scene::reviewed(), MailKind::CustomerAccepted).is_none());
    for (scene, kind, decision) in [
        (agreed(), MailKind::CustomerAccepted, Decision::Accepted),
        (asked().answered(Choice::Decline), MailKind::CustomerDeclined, Decision::Declined),
        (Scene::reviewed().answered(Choice::Withdraw), MailKind::CustomerWithdrew, Decision::Withdrawn),
    ] {
        assert!(mail_of(&scene, kind).is_some(), "{kind:?}");
        let Some(Mail::Receipt { decision: told, request, .. }) = mail_of(&scene, MailKind::Receipt) else {
            panic!("no receipt")
        };
        assert_eq!(told, decision);
        assert!(matches!(request.about, About::Engagement { .. }));
    }
}

#[test]
fn e10_e27_who_ended_it() {
    let over = |scene: Scene| match mail_of(&scene, MailKind::ClaimOver) {
        Some(Mail::ClaimOver { by, .. }) => by,
        other => panic!("{other:?}"),
    };
    assert_eq!(over(agreed().by_partner(Act::Cancel)), EndedBy::Partner);
    assert_eq!(over(by(Scene::reviewed(), &manager(), Act::Stop)), EndedBy::Programme);
    let voided = |scene: Scene| match mail_of(&scene, MailKind::ConsentVoided) {
        Some(Mail::ConsentVoided { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(voided(asked().by_partner(Act::Cancel)), VoidReason::Recalled);
    assert_eq!(voided(by(asked(), &manager(), Act::Stop)), VoidReason::Over);
    assert_eq!(voided(asked().by_partner(Act::ChangeContact)), VoidReason::Replaced);
    // Who was never asked hears nothing.
    let unasked = by(Scene::engaged(), &manager(), Act::Stop);
    assert!(mail_of(&unasked, MailKind::ClaimOver).is_none());
    match mail_of(&unasked, MailKind::ClaimStopped) {
        Some(Mail::ClaimStopped { words, .. }) => assert_eq!(words.as_deref(), Some("No longer needed")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn k3_k10_the_deadline_of_the_customer_runs_on() {
    let consent_by = |scene: &Scene| scene.claim.deal.as_ref().unwrap().consent_by;
    let scene = report(asked(), MailFate::Undeliverable { reason: "complaint".into() });
    match told(&scene, Action::ConsentUndeliverable) {
        Some(Mail::ContactUndeliverable { consent_due: Some(due), .. }) => {
            assert_eq!(due.at, consent_by(&scene));
        }
        other => panic!("{other:?}"),
    }
    let scene = named_a_colleague();
    match told(&scene, Action::ConsentDelegated) {
        Some(Mail::ContactDelegated { consent_due: Some(due), .. }) => assert_eq!(due.at, consent_by(&scene)),
        other => panic!("{other:?}"),
    }
    let scene = bounced();
    match told(&scene, Action::ConsentUndeliverable) {
        Some(Mail::ContactUndeliverable { consent_due: None, .. }) => {}
        other => panic!("{other:?}"),
    }
}
