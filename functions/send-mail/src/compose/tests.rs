mod engagement;

use std::collections::BTreeSet;

use super::*;
use domain::{
    Action, Actor, ClaimId, Command, Subscription,
    allowed::deadlines,
    command::{Delegation, Extension, MailFate, Opening, Report},
    consent::Choice,
    document::DocumentState,
    history::By,
    ids::ContestId,
};
use jiff::{SignedDuration, Timestamp};
use mail::{ContestOutcome, EndReason, Identity, Lapse, Move, PartnerClock, VoidReason};
use testkit::{Act, Scene, build, commands, persona};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn keys() -> LinkKeys {
    LinkKeys::parse("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap()
}

fn written(claim: &Claim, owed: &Owed) -> Option<Mail> {
    mail(claim, owed, &build::CATALOGUE, "https://assent.example", &keys()).map(|(mail, _)| mail)
}

/// What the last entry of this action owes, as the claim stands now.
fn told(scene: &Scene, action: Action) -> Option<Mail> {
    let (seq, _) = scene.claim.history.after(0).filter(|(_, entry)| entry.action == action).last()?;
    written(&scene.claim, app::effects::mails(&scene.claim, seq).first()?)
}

fn by(scene: Scene, actor: &Actor, act: Act) -> Scene {
    let command = commands::right(act, &scene.claim).unwrap();
    scene.step(actor, command)
}

fn by_partner(scene: Scene, act: Act) -> Scene {
    let partner = scene.partner();
    by(scene, &partner, act)
}

fn lead() -> Actor {
    Actor::Staff(persona::review_lead())
}

fn manager() -> Actor {
    Actor::Staff(persona::programme_manager())
}

/// The sweep comes whenever there is something to do, until then.
fn swept(mut scene: Scene, until: Timestamp) -> Scene {
    while let Some(due) = domain::allowed::next_due(&scene.claim).filter(|due| *due <= until) {
        scene.now = due.max(scene.now);
        if !matches!(scene.act(&Actor::System, Command::Settle), Ok(domain::Outcome::Changed(_))) {
            break;
        }
    }
    scene.at(until)
}

fn in_days(scene: &Scene, days: i64) -> Timestamp {
    scene.now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap()
}

/// Just before the first clock of the claim runs out.
fn nearly_late(scene: Scene) -> Scene {
    let until = deadlines(&scene.claim)[0].at.saturating_sub(HOUR).unwrap();
    swept(scene, until)
}

fn late(scene: Scene) -> Scene {
    let until = deadlines(&scene.claim)[0].at;
    swept(scene, until)
}

fn contest() -> ContestId {
    ContestId::fresh(build::monday(), [7; 16])
}

fn opening(scene: &Scene) -> Opening {
    Opening {
        contest: contest(),
        key: scene.claim.content.items[0].key.clone(),
        rival: build::claim_id("rival"),
        answer_by: in_days(scene, 20),
    }
}

fn challenger(input: &domain::input::ClaimInput) -> Scene {
    let scene = Scene::begin("challenger", input, persona::partner_a_admin()).proven().submit().deliver();
    let contests = vec![opening(&scene)];
    scene.step(&Actor::Staff(persona::reviewer()), Command::StartReview { contests })
}

fn incumbent() -> Scene {
    let scene = Scene::active();
    let openings = vec![opening(&scene)];
    scene.step(&Actor::System, Command::JoinContest(openings))
}

fn decided(scene: Scene, won: bool, by: By) -> Scene {
    let takes = won && scene.claim.seats[0].role == domain::contest::SeatRole::Challenger;
    scene.step(&Actor::System, Command::LeaveContest { contest: contest(), won, takes, by })
}

fn by_lead() -> By {
    By::staff(&persona::review_lead())
}

fn report(scene: Scene, fate: MailFate) -> Scene {
    let command = commands::mail(&scene.claim, fate);
    scene.step(&Actor::System, command)
}

fn bounced() -> Scene {
    report(Scene::submitted(), MailFate::Undeliverable { reason: "bounce".into() })
}

fn delegated() -> Scene {
    Scene::delivered().step(
        &Actor::Customer,
        Command::Delegate(Delegation {
            round: 1,
            name: Some("Otto Normal".into()),
            email: Some("otto@fabrikam.example".into()),
            nonce_valid: true,
            domains: vec!["fabrikam.example".into()],
        }),
    )
}

fn reported() -> Scene {
    Scene::delivered().step(
        &Actor::Customer,
        Command::Report(Report {
            round: 1,
            name: Some("Sue Smith".into()),
            confirmed: true,
            nonce_valid: true,
            reason: Some("Never heard of them.".into()),
        }),
    )
}

fn redirected(scene: Scene) -> Scene {
    let partner = scene.partner();
    scene.step(&partner, Command::ChangeContact(build::other_contact()))
}

/// An active association of a subscription that ends in 100 days.
fn subscribed() -> Scene {
    let scene = Scene::begin("subscribed", &build::subscriptions_input(1), persona::partner_a_admin());
    let scene = scene.proven().submit().deliver().review().approve().answered(Choice::Accept);
    let ends_at = Some(in_days(&scene, 100));
    scene
        .step(&Actor::System, Command::RecordSubscription(Subscription { ends_at, ..build::subscription(0) }))
}

fn expiring() -> Scene {
    let scene = subscribed();
    let until = in_days(&scene, 41);
    swept(scene, until)
}

fn expired() -> Scene {
    let scene = subscribed();
    let until = in_days(&scene, 200);
    let scene = swept(scene, until);
    let entry = scene.claim.history.last_seq();
    let draft = Some(ClaimId::derived(&["renewal"]));
    scene.step(&Actor::System, Command::RecordRenewal { entry, draft })
}

fn stopped() -> Scene {
    by(Scene::active(), &manager(), Act::Stop)
}

/// Everything that may happen to a claim, each as it came about.
fn every() -> Vec<(&'static str, Scene)> {
    let teams = || build::claim_input_of(&["teams"]);
    let refused = {
        let scene = Scene::draft();
        let (partner, input) = (scene.partner(), build::document_input(&scene.claim));
        let scene = scene.step(&partner, Command::AddDocument(input));
        let document = scene.claim.documents[0].id.clone();
        scene.step(&Actor::System, Command::RecordProof { document, verdict: DocumentState::Infected })
    };
    let upheld = by(Scene::disputed(), &lead(), Act::Reject);
    let mut every = Scene::every();
    every.extend([
        ("refused", refused),
        ("resent", by_partner(Scene::delivered().after(HOUR * 24), Act::Resend)),
        ("redirected", redirected(Scene::delivered())),
        ("withdrawn", by_partner(Scene::delivered(), Act::Withdraw)),
        ("stale", late(Scene::draft())),
        ("answer_near", nearly_late(Scene::action_required())),
        ("answer_missed", late(Scene::action_required())),
        ("dispute_near", nearly_late(Scene::rejected())),
        ("undisputed", late(Scene::rejected())),
        ("last_answer_near", nearly_late(Scene::returned_in_dispute())),
        ("last_answer_missed", late(Scene::returned_in_dispute())),
        ("resubmitted_in_dispute", by_partner(Scene::returned_in_dispute(), Act::Resubmit)),
        ("upheld", upheld),
        ("start_overdue", late(Scene::delivered())),
        ("decision_overdue", late(Scene::under_review())),
        ("dispute_overdue", late(Scene::disputed())),
        ("challenger", challenger(&teams())),
        ("challenger_won", decided(challenger(&teams()), true, by_lead())),
        ("challenger_lost", decided(challenger(&teams()), false, by_lead())),
        ("challenger_lost_one", decided(challenger(&build::claim_input()), false, by_lead())),
        ("incumbent", nearly_late(incumbent())),
        ("incumbent_won", decided(incumbent(), true, by_lead())),
        ("incumbent_lost", decided(incumbent(), false, by_lead())),
        ("challenger_left", decided(by_partner(challenger(&teams()), Act::Withdraw), false, By::system())),
        ("delegated", delegated()),
        ("reported", reported()),
        ("expiring", expiring()),
        ("expired", expired()),
        ("stopped", stopped()),
        ("stopped_early", by(Scene::approved_pending(), &manager(), Act::Stop)),
    ]);
    every.extend(engagement::every());
    every
}

/// The stream shows every write; whatever the entries of a write owe can be written then.
#[test]
fn every_mail_owed_can_be_written() {
    let mut kinds = BTreeSet::new();
    let rival = build::claim_id("rival").number();
    let identity = Identity { from: "no-reply@assent.example".into(), base: "https://assent.example".into() };
    for (name, scene) in every() {
        let mut before = 0;
        for claim in [&scene.created.claim].into_iter().chain(scene.decisions.iter().map(|done| &done.claim))
        {
            for (seq, _) in claim.history.after(before) {
                for owed in app::effects::mails(claim, seq) {
                    let (mail, locale) =
                        mail(claim, &owed, &build::CATALOGUE, "https://assent.example", &keys())
                            .unwrap_or_else(|| panic!("{name}: {owed:?}"));
                    assert_eq!(mail.kind(), owed.kind.as_str(), "{name}");
                    assert!(mail.news().is_some() || !owed.kind.is_status(claim), "{name}: {owed:?}");
                    let message = mail::render(&mail, locale, &identity).unwrap();
                    for foreign in [rival.as_str(), "workload:", "subscription:", "48500", "48,500", "USD"] {
                        assert!(!message.text.contains(foreign), "{name}: {}", message.text);
                    }
                    kinds.insert(owed.kind);
                }
            }
            before = claim.history.last_seq();
        }
    }
    let missing: Vec<_> = MailKind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A mail that is chased finds the claim further on: it is written as itself or not at all.
#[test]
fn a_late_mail_is_of_its_kind_or_none() {
    for (name, scene) in every() {
        for (seq, _) in scene.claim.history.after(0) {
            for owed in app::effects::mails(&scene.claim, seq) {
                let kind = written(&scene.claim, &owed).map(|mail| mail.kind());
                assert!(kind.is_none_or(|kind| kind == owed.kind.as_str()), "{name}: {owed:?}");
            }
        }
    }
}

#[test]
fn what_is_not_true_any_more_is_not_told() {
    let extended = |scene: Scene| {
        let running = deadlines(&scene.claim)[0];
        let until = running.at.saturating_add(HOUR * 24 * 7).ok();
        let extension = Extension { clock: running.clock.into(), until, reason: Some("Holidays".into()) };
        scene.step(&manager(), Command::ExtendDeadline(extension))
    };
    let renewed = |scene: Scene| {
        let ends_at = Some(in_days(&scene, 400));
        let row = Subscription { ends_at, ..build::subscription(0) };
        scene.step(&Actor::System, Command::RecordSubscription(row))
    };
    let table = [
        (Action::Returned, Scene::action_required(), by_partner(Scene::action_required(), Act::Resubmit)),
        (
            Action::DeadlineNear,
            nearly_late(Scene::action_required()),
            by_partner(nearly_late(Scene::action_required()), Act::Resubmit),
        ),
        (
            Action::DeadlineNear,
            nearly_late(Scene::action_required()),
            extended(nearly_late(Scene::action_required())),
        ),
        (Action::Rejected, Scene::rejected(), Scene::disputed()),
        (Action::PartnerAnswerMissed, late(Scene::action_required()), late(late(Scene::action_required()))),
        (Action::SlaOverdue, late(Scene::delivered()), late(Scene::delivered()).review()),
        (Action::ContestOpened, incumbent(), decided(incumbent(), true, by_lead())),
        (
            Action::ContestDecided,
            decided(incumbent(), true, by_lead()),
            decided(decided(incumbent(), true, by_lead()), false, by_lead()),
        ),
        (Action::ConsentUndeliverable, bounced(), report(bounced(), MailFate::Delivered)),
        (Action::ConsentDelegated, delegated(), redirected(delegated())),
        (Action::ConsentReported, reported(), redirected(reported())),
        (Action::AssociationExpiring, expiring(), renewed(expiring())),
        (Action::AssociationActivated, Scene::active(), Scene::active().answered(Choice::Object)),
    ];
    for (action, before, after) in table {
        let (seq, _) =
            before.claim.history.after(0).filter(|(_, entry)| entry.action == action).last().unwrap();
        let owed = app::effects::mails(&before.claim, seq).remove(0);
        assert!(written(&before.claim, &owed).is_some(), "{action:?}");
        assert!(written(&after.claim, &owed).is_none(), "{action:?}");
    }
}

#[test]
fn p21_a_deadline_tells_what_is_lost_with_it() {
    let clock = |scene: &Scene| match told(scene, Action::DeadlineNear) {
        Some(Mail::DeadlineNear { clock, due, .. }) => {
            assert_eq!(due.at, deadlines(&scene.claim)[0].at);
            clock
        }
        other => panic!("{other:?}"),
    };
    assert!(matches!(clock(&nearly_late(Scene::draft())), PartnerClock::Draft));
    assert!(matches!(clock(&nearly_late(Scene::action_required())), PartnerClock::Answer { last: false }));
    assert!(matches!(clock(&nearly_late(Scene::returned_in_dispute())), PartnerClock::Answer { last: true }));
    assert!(matches!(clock(&nearly_late(Scene::rejected())), PartnerClock::Dispute));
    let contest = clock(&nearly_late(incumbent()));
    assert!(matches!(contest, PartnerClock::Contest { items } if items == ["Teams"]));
}

#[test]
fn t5_t10_t19_what_was_missed() {
    let missed = |scene: Scene, action| match told(&scene, action) {
        Some(Mail::ClaimExpired { missed, .. }) => missed,
        other => panic!("{other:?}"),
    };
    assert!(matches!(missed(late(Scene::draft()), Action::DraftStale), Lapse::Draft));
    let answer = |scene| missed(scene, Action::PartnerAnswerMissed);
    assert!(matches!(answer(late(Scene::action_required())), Lapse::Answer { dispute_due: Some(_) }));
    assert!(matches!(answer(late(Scene::returned_in_dispute())), Lapse::Answer { dispute_due: None }));
    assert!(matches!(missed(late(Scene::rejected()), Action::DisputeWindowClosed), Lapse::Dispute));
}

#[test]
fn t13_what_a_contest_means_for_each_side() {
    let teams = || build::claim_input_of(&["teams"]);
    let outcome = |scene: &Scene| match told(scene, Action::ContestDecided) {
        Some(Mail::ContestDecided { outcome, whose, due, .. }) => (outcome, whose, due.map(|due| due.at)),
        other => panic!("{other:?}"),
    };
    let first = |scene: &Scene| Some(deadlines(&scene.claim)[0].at);
    let scene = decided(incumbent(), true, by_lead());
    assert_eq!(outcome(&scene), (ContestOutcome::Kept, Move::Nobody, None));
    let scene = decided(incumbent(), false, by_lead());
    assert_eq!(outcome(&scene), (ContestOutcome::Ended, Move::Nobody, None));
    let scene = decided(challenger(&teams()), true, by_lead());
    assert_eq!(outcome(&scene), (ContestOutcome::Won, Move::Vendor, first(&scene)));
    let scene = decided(challenger(&build::claim_input()), false, by_lead());
    assert_eq!(outcome(&scene), (ContestOutcome::Lost, Move::Vendor, first(&scene)));
    let scene = decided(challenger(&teams()), false, by_lead());
    assert_eq!(outcome(&scene), (ContestOutcome::Rejected, Move::You, first(&scene)));
    let scene = decided(by_partner(challenger(&teams()), Act::Withdraw), false, By::system());
    assert_eq!(outcome(&scene), (ContestOutcome::Closed, Move::Nobody, None));
    // The clock of the decision waits, so no date is promised.
    let review = |scene: &Scene| match told(scene, Action::ReviewStarted) {
        Some(Mail::ReviewStarted { decision_due, .. }) => decision_due.is_some(),
        other => panic!("{other:?}"),
    };
    assert!(review(&Scene::under_review()));
    assert!(!review(&challenger(&teams())));
    // Only a claim that takes proof is told to add some.
    let takes_proof = |scene: &Scene| match told(scene, Action::ContestOpened) {
        Some(Mail::ContestOpened { takes_proof, .. }) => takes_proof,
        other => panic!("{other:?}"),
    };
    assert!(takes_proof(&incumbent()));
    assert!(!takes_proof(&challenger(&teams())));
}

#[test]
fn s4_s7_why_an_association_ended() {
    let ended = |scene: &Scene| match told(scene, Action::AssociationEnded) {
        Some(Mail::AssociationEnded { items, reason, words, .. }) => (items.len(), reason, words),
        other => panic!("{other:?}"),
    };
    assert_eq!(ended(&expired()), (1, EndReason::SubscriptionExpired, None));
    assert_eq!(ended(&stopped()), (2, EndReason::Programme, Some("No longer needed".into())));
    assert_eq!(ended(&decided(incumbent(), false, by_lead())), (1, EndReason::Superseded, None));
    match told(&expiring(), Action::AssociationExpiring) {
        Some(Mail::AssociationExpiring { items, due, grace, .. }) => {
            assert_eq!(items.len(), 1);
            assert!(grace.is_some_and(|grace| grace.at > due.at));
        }
        other => panic!("{other:?}"),
    }
    match told(&expired(), Action::RenewalDrafted) {
        Some(Mail::RenewalReady { draft, .. }) => assert_eq!(draft, ClaimId::derived(&["renewal"]).number()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn k8_why_a_request_is_void() {
    let voided = |scene: Scene| match told(&scene, Action::ConsentVoided) {
        Some(Mail::ConsentVoided { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(voided(by_partner(Scene::delivered(), Act::Recall)), VoidReason::Recalled);
    assert_eq!(voided(by_partner(Scene::delivered(), Act::Withdraw)), VoidReason::Recalled);
    assert_eq!(voided(by_partner(Scene::approved_pending(), Act::Disassociate)), VoidReason::Recalled);
    assert_eq!(voided(redirected(Scene::delivered())), VoidReason::Replaced);
    assert_eq!(voided(by(Scene::approved_pending(), &manager(), Act::Stop)), VoidReason::Over);
}

#[test]
fn everybody_is_written_to_at_the_right_address() {
    let to = |scene: &Scene, kind| {
        let owed = Owed { seq: 1, kind, round: None };
        recipient(&scene.claim, &owed, &build::CATALOGUE).unwrap().email.to_owned()
    };
    let scene = redirected(Scene::delivered());
    let staff = &build::CATALOGUE.programme.staff;
    for kind in MailKind::ALL.iter().copied() {
        let expected = match kind.audience() {
            Audience::Customer => build::other_contact().email.unwrap(),
            Audience::Partner => build::partner_contact().email.unwrap(),
            Audience::ReviewLead => staff.review_lead.clone(),
            Audience::ProgrammeManager => staff.programme_manager.clone(),
        };
        assert_eq!(to(&scene, kind), expected, "{kind:?}");
    }
}

#[test]
fn the_link_carries_the_round_of_its_mail() {
    let claim = Scene::submitted().claim;
    let owed = Owed { seq: 1, kind: MailKind::Notice, round: Some(1) };
    let Some(Mail::Notice { link, .. }) = written(&claim, &owed) else { panic!("no notice") };
    let token = link.strip_prefix("https://assent.example/c/").unwrap();
    assert_eq!(keys().open(token), Some((claim.id, 1)));
}

#[test]
fn the_domain_of_the_sender() {
    assert_eq!(sender_domain("Assent <no-reply@assent.example>"), "assent.example");
    assert_eq!(sender_domain("no-reply@assent.example"), "assent.example");
    assert_eq!(sender_domain("nobody"), "localhost");
}
