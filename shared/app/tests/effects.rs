//! What a history entry owes: mails and events, per action (domain 9, 11).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use app::effects::{Audience, MailKind, event, event_type, mails};
use domain::{
    Action, Actor, Claim, Command, allowed::Act, command::MailFate, consent::Choice, document::DocumentState,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{Scene, build, commands, persona};

/// The mails of the last entry of this action.
fn owed(claim: &Claim, action: Action) -> Vec<MailKind> {
    let found = claim.history.after(0).filter(|(_, entry)| entry.action == action).last();
    let (seq, _) = found.unwrap_or_else(|| panic!("no {action:?}"));
    mails(claim, seq).into_iter().map(|owed| owed.kind).collect()
}

fn report(scene: Scene, fate: MailFate) -> Scene {
    let command = commands::mail(&scene.claim, fate);
    scene.step(&Actor::System, command)
}

fn by_partner(scene: Scene, command: Command) -> Scene {
    let partner = scene.partner();
    scene.step(&partner, command)
}

fn verdict(verdict: DocumentState) -> Claim {
    let scene = Scene::draft();
    let input = build::document_input(&scene.claim);
    let scene = by_partner(scene, Command::AddDocument(input));
    let document = scene.claim.documents[0].id.clone();
    scene.step(&Actor::System, Command::RecordProof { document, verdict }).claim
}

fn days_before(ends: Timestamp, days: u16) -> Timestamp {
    build::CATALOGUE.calendar.days_before(ends, days)
}

/// Swept so many days before this clock runs out.
fn swept_at(scene: &Scene, clock: &str, days: u16) -> Claim {
    let ends = scene.clock(clock);
    scene.clone().swept_at(days_before(ends, days)).claim
}

/// How many actions there are.
const ACTIONS: usize = 47;

#[test]
fn every_action_owes_the_mails_of_the_table() {
    use MailKind as M;
    let recall = || Command::Recall { reason: Some("Too early".into()) };
    let bounced = report(Scene::submitted(), MailFate::Undeliverable { reason: "bounce".into() });
    let resent = by_partner(Scene::delivered().after(SignedDuration::from_hours(24)), Command::Resend);
    let redirected = by_partner(Scene::delivered(), Command::ChangeContact(build::other_contact()));
    let edited = by_partner(Scene::draft(), commands::edit(&Scene::draft().claim));
    let removed = {
        let scene = Scene::ready();
        let document = scene.claim.documents[0].id.clone();
        by_partner(scene, Command::RemoveDocument(document))
    };
    let every: BTreeMap<&str, Claim> =
        Scene::every().into_iter().map(|(name, scene)| (name, scene.claim)).collect();
    let of = |name: &str| every[name].clone();
    let missed = Scene::action_required().read_at(build::at("2026-12-11T23:00:00Z")).claim;
    let closed = Scene::rejected().read_at(build::at("2027-02-01T00:00:00Z")).claim;
    let chased = {
        let scene = Scene::submitted().after(SignedDuration::from_mins(15));
        scene.step(&Actor::System, Command::Settle).claim
    };
    let by_act = |scene: Scene, act| scene.by_partner(act).claim;
    let manager = Actor::Staff(persona::programme_manager());
    let by_manager = |scene: Scene, act| {
        let command = commands::right(act, &scene.claim).unwrap();
        scene.step(&manager, command).claim
    };
    let stopped = |scene| by_manager(scene, Act::Stop);
    let extended = by_manager(Scene::rejected(), Act::ExtendDeadline);
    let expiring = Scene::subscribed().swept_at(days_before(build::subscription_ends(), 60)).claim;
    let not_renewed = {
        let scene = Scene::subscribed().swept_at(build::at("2027-03-31T22:00:00Z"));
        let entry = scene.claim.history.last_seq();
        scene.step(&Actor::System, Command::RecordRenewal { entry, draft: None }).claim
    };
    let nothing: &[MailKind] = &[];
    let table: &[(Claim, Action, &[MailKind])] = &[
        (of("draft"), Action::Created, nothing),
        (edited.claim, Action::Edited, nothing),
        (of("ready"), Action::DocumentAdded, nothing),
        (removed.claim, Action::DocumentRemoved, nothing),
        (of("ready"), Action::DocumentChecked, nothing),
        (verdict(DocumentState::Infected), Action::DocumentChecked, &[M::DocumentRefused]),
        (
            verdict(DocumentState::Refused { problem: "file_encrypted".into() }),
            Action::DocumentChecked,
            &[M::DocumentRefused],
        ),
        (of("canceled"), Action::Canceled, nothing),
        (of("submitted"), Action::Submitted, &[M::ClaimSubmitted]),
        (of("submitted"), Action::ConsentRequested, &[M::Notice]),
        (report(Scene::submitted(), MailFate::Sent).claim, Action::ConsentSent, nothing),
        (report(Scene::submitted(), MailFate::Unknown).claim, Action::ConsentUnknown, nothing),
        (of("delivered"), Action::ConsentDelivered, nothing),
        (bounced.claim.clone(), Action::ConsentUndeliverable, &[M::ContactUndeliverable]),
        (resent.claim, Action::ConsentResent, &[M::NoticeReminder]),
        (redirected.claim.clone(), Action::ConsentRequested, &[M::Notice]),
        (redirected.claim, Action::ConsentVoided, &[M::ConsentVoided]),
        (by_partner(Scene::delivered(), recall()).claim, Action::ConsentVoided, &[M::ConsentVoided]),
        // Nobody hears of the end of a request that nobody has seen.
        (by_partner(Scene::submitted(), recall()).claim, Action::ConsentVoided, nothing),
        (by_partner(bounced, recall()).claim, Action::ConsentVoided, nothing),
        (by_partner(Scene::delivered(), recall()).claim, Action::Recalled, nothing),
        (of("under_review"), Action::ReviewStarted, &[M::ReviewStarted]),
        (of("released"), Action::Released, nothing),
        (of("action_required"), Action::Returned, &[M::ActionRequired]),
        (of("resubmitted"), Action::Resubmitted, &[M::ClaimSubmitted]),
        (missed, Action::PartnerAnswerMissed, &[M::ClaimExpired]),
        (of("rejected"), Action::Rejected, &[M::Rejected]),
        (closed, Action::DisputeWindowClosed, &[M::ClaimExpired]),
        (of("approved_pending"), Action::Approved, &[M::Approved]),
        (of("active"), Action::ConsentLapsed, nothing),
        (of("accepted_active"), Action::ConsentAccepted, &[M::Receipt, M::CustomerAccepted]),
        (of("rejected_final"), Action::ConsentObjected, &[M::Receipt]),
        (of("rejected_final"), Action::CustomerObjected, &[M::CustomerObjected]),
        (Scene::active().answered(Choice::Object).claim, Action::AssociationEnded, nothing),
        (Scene::accepted_active().answered(Choice::Withdraw).claim, Action::ConsentWithdrawn, &[M::Receipt]),
        (chased, Action::MailChased, &[M::Notice]),
        (of("stale"), Action::DraftStale, &[M::ClaimExpired]),
        (of("disputed"), Action::Disputed, &[M::DisputeOpened]),
        (of("returned_in_dispute"), Action::Returned, &[M::ActionRequired]),
        (of("rejected_in_dispute"), Action::Rejected, &[M::Rejected]),
        (of("rejected_in_dispute"), Action::ConsentVoided, &[M::ConsentVoided]),
        (of("withdrawn"), Action::PartnerWithdrew, nothing),
        (of("withdrawn"), Action::ConsentVoided, &[M::ConsentVoided]),
        // Whoever did not end it is told; who is only asked hears that nobody asks any more.
        (of("disassociated"), Action::Disassociated, nothing),
        (of("disassociated"), Action::AssociationEnded, &[M::AssociationOver]),
        (by_act(Scene::approved_pending(), Act::Disassociate), Action::AssociationEnded, nothing),
        (by_act(Scene::approved_pending(), Act::Disassociate), Action::ConsentVoided, &[M::ConsentVoided]),
        (of("stopped"), Action::Stopped, nothing),
        (of("stopped"), Action::AssociationEnded, &[M::AssociationEnded, M::AssociationOver]),
        (stopped(Scene::approved_pending()), Action::AssociationEnded, &[M::AssociationEnded]),
        (of("superseded"), Action::AssociationEnded, &[M::AssociationEnded]),
        (of("expired"), Action::AssociationEnded, &[M::AssociationEnded]),
        (of("expired"), Action::RenewalDrafted, &[M::RenewalReady]),
        (not_renewed, Action::RenewalDrafted, nothing),
        (of("challenger"), Action::ContestOpened, &[M::ContestOpened]),
        (of("incumbent"), Action::ContestOpened, &[M::ContestOpened]),
        (of("contest_won"), Action::ContestDecided, &[M::ContestDecided]),
        (of("contest_lost"), Action::ContestDecided, &[M::ContestDecided]),
        (of("contest_lost"), Action::Rejected, &[M::Rejected]),
        (of("active"), Action::EarningAccrued, nothing),
        (of("unpayable"), Action::EarningRefused, nothing),
        (of("active"), Action::AssociationActivated, &[M::AssociationActive, M::NoObjection]),
        (of("delegated"), Action::ConsentDelegated, &[M::ContactDelegated]),
        (of("reported"), Action::ConsentReported, &[M::RequestReported, M::RequestReportedManager]),
        (swept_at(&Scene::ready(), "idle_draft", 7), Action::DeadlineNear, &[M::DeadlineNear]),
        (swept_at(&Scene::rejected(), "dispute", 1), Action::DeadlineNear, &[M::DeadlineNear]),
        (swept_at(&Scene::incumbent(), "contest_answer", 3), Action::DeadlineNear, &[M::DeadlineNear]),
        (expiring, Action::AssociationExpiring, &[M::AssociationExpiring]),
        (
            swept_at(&Scene::delivered(), "vendor_start", 0),
            Action::SlaOverdue,
            &[M::SlaOverdue, M::SlaOverdueManager],
        ),
        (extended, Action::DeadlineExtended, nothing),
    ];
    let tested: BTreeSet<&str> = table.iter().map(|(_, action, _)| action.as_str()).collect();
    assert_eq!(tested.len(), ACTIONS, "every action is in the table");
    for (claim, action, expected) in table {
        assert_eq!(owed(claim, *action), *expected, "{action:?}");
    }
}

#[test]
fn s1_both_sides_hear_that_the_association_is_official() {
    for claim in [Scene::active().claim, Scene::accepted_active().claim] {
        let kinds = owed(&claim, Action::AssociationActivated);
        assert!(kinds.contains(&MailKind::AssociationActive), "{kinds:?}");
        let customer: Vec<_> = kinds.iter().filter(|kind| kind.audience() == Audience::Customer).collect();
        assert!(customer.len() <= 1, "{kinds:?}");
    }
    let silent = owed(&Scene::active().claim, Action::AssociationActivated);
    assert!(silent.contains(&MailKind::NoObjection));
}

#[test]
fn a_request_that_is_over_is_not_sent_any_more() {
    // The stream comes late: the round was replaced, recalled or decided before the mail left.
    let replaced = by_partner(Scene::submitted(), Command::ChangeContact(build::other_contact())).claim;
    let first =
        replaced.history.after(0).find(|(_, entry)| entry.action == Action::ConsentRequested).unwrap().0;
    assert_eq!(mails(&replaced, first), []);
    for claim in [
        by_partner(Scene::submitted(), Command::Recall { reason: Some("Too early".into()) }).claim,
        Scene::submitted().answered(Choice::Accept).claim,
        Scene::submitted().answered(Choice::Object).claim,
    ] {
        assert_eq!(owed(&claim, Action::ConsentRequested), []);
    }
}

#[test]
fn what_is_chased_owes_again_what_it_owed_and_no_more() {
    let scene = Scene::submitted();
    let submitted =
        scene.claim.history.after(0).find(|(_, entry)| entry.action == Action::Submitted).unwrap().0;
    let scene = scene.step(&Actor::System, Command::ChaseMail { of: submitted });
    let chased = mails(&scene.claim, scene.claim.history.last_seq());
    assert_eq!(
        chased,
        mails(&scene.claim, submitted),
        "the same mail: number and kind are those of the entry"
    );
    // Chasing a chase, a future entry or nothing owes nothing twice.
    let scene = scene.step(&Actor::System, Command::ChaseMail { of: submitted + 2 });
    assert_eq!(mails(&scene.claim, scene.claim.history.last_seq()), chased);
    assert_eq!(mails(&scene.claim, 0), []);
    assert_eq!(mails(&scene.claim, 999), []);
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    for kind in MailKind::ALL.iter().copied() {
        assert_eq!(MailKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(MailKind::parse("newsletter"), None);
    let requests: Vec<MailKind> = MailKind::ALL.iter().copied().filter(|kind| kind.is_request()).collect();
    let asked = [MailKind::ConsentRequest, MailKind::ConsentReminder];
    assert_eq!(requests, [[MailKind::Notice, MailKind::NoticeReminder], asked].concat());
}

#[test]
fn domain_9_only_what_demands_nothing_and_ends_nothing_may_wait() {
    let status = |claim: &Claim| -> Vec<&str> {
        let waiting = MailKind::ALL.iter().filter(|kind| kind.is_status(claim));
        waiting.map(|kind| kind.as_str()).collect()
    };
    let both = ["association_active", "claim_submitted", "review_started", "approved", "dispute_opened"];
    assert_eq!(status(&Scene::engaged().claim), both, "after a yes to an engagement its proof is due");
    assert_eq!(status(&Scene::submitted().claim), [&both[..], &["customer_accepted"]].concat());
}

#[test]
fn every_kind_has_its_audience() {
    let audience = |kind: &MailKind| match kind.as_str() {
        "notice" | "notice_reminder" | "consent_request" | "consent_reminder" | "consent_voided"
        | "receipt" | "no_objection" | "association_over" | "claim_over" => Audience::Customer,
        "sla_overdue" => Audience::ReviewLead,
        "sla_overdue_manager" | "request_reported_manager" => Audience::ProgrammeManager,
        _ => Audience::Partner,
    };
    for kind in MailKind::ALL {
        assert_eq!(kind.audience(), audience(kind), "{kind:?}");
    }
    // Nobody hears of one thing twice.
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()) {
        for (seq, _) in scene.claim.history.after(0) {
            let owed = mails(&scene.claim, seq);
            let mut audiences: Vec<String> =
                owed.iter().map(|owed| format!("{:?}", owed.kind.audience())).collect();
            audiences.sort_unstable();
            audiences.dedup();
            assert_eq!(audiences.len(), owed.len(), "{name}: {owed:?}");
        }
    }
}

#[test]
fn every_action_is_an_event_of_domain_11() {
    let listed = [
        "claim.created",
        "claim.updated",
        "claim.submitted",
        "claim.recalled",
        "claim.review_started",
        "claim.action_required",
        "claim.resubmitted",
        "claim.approved",
        "claim.rejected",
        "claim.disputed",
        "claim.rejected_final",
        "claim.canceled",
        "claim.expired",
        "claim.deadline_approaching",
        "consent.declined",
        "consent.expired",
        "consent.requested",
        "consent.delivered",
        "consent.undeliverable",
        "consent.accepted",
        "consent.objected",
        "consent.lapsed",
        "consent.voided",
        "consent.withdrawn",
        "consent.delegated",
        "association.activated",
        "association.ended",
        "association.expiring",
        "contest.opened",
        "contest.decided",
        "poe.uploaded",
        "poe.scanned",
        "earning.accrued",
        "earning.refused",
        "referral.created",
        "referral.upgraded",
        "referral.closed",
        "sla.overdue",
    ];
    // Additions of ours: what happened to a mail, and a report.
    let ours = ["consent.sent", "consent.reported", "mail.chased"];
    let mut seen = BTreeSet::new();
    let taken_back = ("taken_back", Scene::accepted_active().answered(Choice::Withdraw));
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()).chain([taken_back]) {
        let warned = match domain::allowed::next_due(&scene.claim) {
            Some(due) => {
                let sweep = commands::sweep(&scene.claim, due);
                scene.clone().at(due).step(&Actor::System, sweep)
            }
            None => scene,
        };
        for entry in &warned.claim.history.entries {
            let event = event_type(entry);
            assert!(listed.contains(&event) || ours.contains(&event), "{name}: {event}");
            seen.insert(event);
        }
    }
    let unseen: Vec<&&str> = listed.iter().filter(|event| !seen.contains(**event)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn a_rejection_is_final_or_not_as_it_says() {
    let last = |scene: Scene, action| {
        let entries = scene.claim.history.entries;
        event_type(entries.iter().rfind(|entry| entry.action == action).unwrap())
    };
    assert_eq!(last(Scene::rejected(), Action::Rejected), "claim.rejected");
    assert_eq!(last(Scene::contest_lost(), Action::Rejected), "claim.rejected");
    assert_eq!(last(Scene::rejected_in_dispute(), Action::Rejected), "claim.rejected_final");
    for (scene, event) in
        [(Scene::action_required(), "claim.rejected"), (Scene::returned_in_dispute(), "claim.rejected_final")]
    {
        let ends = scene.clock("partner_answer");
        assert_eq!(last(scene.swept_at(ends), Action::PartnerAnswerMissed), event);
    }
}

#[test]
fn i_14_every_entry_is_one_event_without_personal_data() {
    for (name, scene) in Scene::every() {
        let claim = &scene.claim;
        let hashes = claim.history.hashes(&claim.id);
        for ((seq, entry), hash) in claim.history.after(0).zip(&hashes) {
            let event = event(claim, seq, entry, hash);
            assert_eq!(event["type"], event_type(entry));
            assert_eq!(event["id"], format!("{}-{seq}", claim.id));
            let text = event.to_string();
            for secret in ["Sue", "Alice", "Vera", "@", "Fabrikam", "a-admin", "reviewer\""] {
                assert!(!text.contains(secret), "{name}: {text}");
            }
        }
    }
}
