//! Status mails as their partner wants them (domain 9): nothing is lost and nothing is told twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::{
    App,
    digests::Taken,
    effects::{self, MailKind, Owed},
    mailing::{Attempt, EVENT_SECONDS, Report, WORKER_SECONDS},
    ports::{Digests, MailKey, MailRow, MailState, Mails},
};
use domain::{Action, Claim, mails::StatusMails};
use jiff::{SignedDuration, Timestamp};
use testkit::{FixedClock, MemoryStore, Scene, SeededEntropy, build, ready};

const TO: &str = "jana@contoso.example";

/// An approved claim: it is submitted, its review has begun, it is approved.
struct Desk {
    app: App<MemoryStore>,
    clock: Arc<FixedClock>,
    claim: Claim,
}

impl Desk {
    fn new(choice: StatusMails) -> Self {
        let (store, scene) = (MemoryStore::with_programme(), Scene::approved_pending());
        ready(testkit::conformance::replay(&store, &scene));
        ready(store.put_status_mails(&scene.claim.org, choice)).unwrap();
        let clock = Arc::new(FixedClock::at(scene.claim.updated_at));
        let entropy = Arc::new(SeededEntropy::new(7));
        let app = App::new(store, Arc::new(build::CATALOGUE.clone()), clock.clone(), entropy);
        Self { app, clock, claim: scene.claim }
    }

    fn owed(&self, kind: MailKind) -> Owed {
        let mut owed = self.claim.history.after(0).flat_map(|(seq, _)| effects::mails(&self.claim, seq));
        owed.find(|owed| owed.kind == kind).unwrap()
    }

    fn takes_on(&self, kind: MailKind) -> Option<Taken> {
        ready(self.app.take_on_as_wanted(&self.claim, &self.owed(kind), TO)).unwrap()
    }

    fn key(&self, kind: MailKind) -> MailKey {
        let owed = self.owed(kind);
        MailKey { claim: self.claim.id.clone(), seq: owed.seq, kind: kind.as_str().into() }
    }

    fn row(&self, kind: MailKind) -> Option<MailRow> {
        ready(self.app.store.mail(&self.key(kind))).unwrap()
    }

    fn state(&self, kind: MailKind) -> Option<MailState> {
        self.row(kind).map(|row| row.state)
    }

    fn chases(&self, kind: MailKind) {
        ready(self.app.chase(&self.key(kind))).unwrap();
    }

    fn chased(&self) -> usize {
        use app::ports::Claims;
        let claim = ready(self.app.store.load(&self.claim.id)).unwrap().unwrap();
        claim.history.entries.iter().filter(|entry| entry.action == Action::MailChased).count()
    }

    fn accepted(&self, taken: &Taken) {
        let accepted = Attempt::Accepted { message_id: "ses-1".into() };
        ready(self.app.attempted(&taken.row, accepted)).unwrap();
    }

    fn morning(&self) -> Timestamp {
        build::CATALOGUE.calendar.next_hour(self.app.now(), 8)
    }

    fn waits_until(&self, instant: Timestamp) {
        self.clock.advance(instant.duration_since(self.app.now()));
    }
}

#[test]
fn domain_9_status_mails_go_at_once_unless_the_partner_wants_it_otherwise() {
    let desk = Desk::new(StatusMails::AtOnce);
    let taken = desk.takes_on(MailKind::Approved).unwrap();
    assert!(taken.together.is_empty());
    assert_eq!(desk.takes_on(MailKind::Approved), None, "the same record once more");
    desk.accepted(&taken);
    assert_eq!(desk.state(MailKind::Approved), Some(MailState::Sent));
}

#[test]
fn domain_9_status_mails_that_nobody_wants_do_not_go_and_leave_nothing_behind() {
    let desk = Desk::new(StatusMails::Never);
    assert_eq!(desk.takes_on(MailKind::Approved), None);
    assert_eq!(desk.row(MailKind::Approved), None);
    assert!(desk.takes_on(MailKind::Notice).is_some(), "what demands something always goes");
}

#[test]
fn domain_9_held_mails_go_in_one_the_next_morning() {
    let desk = Desk::new(StatusMails::Daily);
    let morning = desk.morning();
    for kind in [MailKind::ClaimSubmitted, MailKind::ReviewStarted, MailKind::Approved] {
        assert_eq!(desk.takes_on(kind), None);
        assert_eq!(desk.takes_on(kind), None, "the same record once more");
    }
    assert!(desk.takes_on(MailKind::Notice).is_some_and(|taken| taken.together.is_empty()));
    let lead = desk.row(MailKind::ClaimSubmitted).unwrap();
    assert_eq!((lead.state, lead.due, lead.first_at), (MailState::Held, Some(morning), morning));
    for kind in [MailKind::ReviewStarted, MailKind::Approved] {
        let row = desk.row(kind).unwrap();
        assert_eq!((row.state, row.due), (MailState::Bundled, None), "only one row is due");
    }
    desk.chases(MailKind::ClaimSubmitted);
    assert_eq!(desk.chased(), 0, "not before its time");

    desk.waits_until(morning);
    desk.chases(MailKind::ClaimSubmitted);
    assert_eq!(desk.chased(), 1);
    let taken = desk.takes_on(MailKind::ClaimSubmitted).unwrap();
    let kinds = [MailKind::ClaimSubmitted, MailKind::ReviewStarted, MailKind::Approved];
    assert_eq!(taken.together, kinds.map(|kind| desk.key(kind)));
    assert_eq!(taken.row.first_at, morning, "its date");
    for kind in kinds {
        assert_eq!(desk.takes_on(kind), None, "a second worker");
    }
    desk.accepted(&taken);
    ready(desk.app.reported(&taken.row.key, Report::Delivered)).unwrap();
    desk.waits_until(desk.morning());
    for kind in kinds {
        desk.chases(kind);
        assert_eq!(desk.takes_on(kind), None, "told once");
    }
    assert_eq!(desk.chased(), 1);
    assert_eq!(desk.state(MailKind::ClaimSubmitted), Some(MailState::Delivered));
}

#[test]
fn f12_a_lead_that_died_is_followed_by_one_that_tells_the_same() {
    let desk = Desk::new(StatusMails::Daily);
    desk.takes_on(MailKind::ClaimSubmitted);
    desk.takes_on(MailKind::ReviewStarted);
    desk.waits_until(desk.morning());
    desk.chases(MailKind::ClaimSubmitted);
    let dead = desk.takes_on(MailKind::ClaimSubmitted).unwrap();
    // What comes now does not change what has gone, perhaps.
    assert_eq!(desk.takes_on(MailKind::Approved), None);
    assert_eq!(desk.state(MailKind::Approved), Some(MailState::Held));
    desk.clock.advance(SignedDuration::from_secs(WORKER_SECONDS + EVENT_SECONDS + 1));
    desk.chases(MailKind::ClaimSubmitted);
    let next = desk.takes_on(MailKind::ClaimSubmitted).unwrap();
    assert_eq!((next.together, next.row.first_at), (dead.together, dead.row.first_at));
    assert_eq!(next.row.attempt, dead.row.attempt + 1);
}

/// The worker died between the row and the digest.
#[test]
fn f12_a_mail_that_joined_no_digest_goes_by_itself() {
    let desk = Desk::new(StatusMails::Daily);
    desk.takes_on(MailKind::ClaimSubmitted);
    let morning = desk.morning();
    let orphan = MailRow { key: desk.key(MailKind::Approved), ..desk.row(MailKind::ClaimSubmitted).unwrap() };
    assert_eq!(ready(desk.app.store.begin(&orphan)).unwrap(), None);
    desk.waits_until(morning);
    desk.chases(MailKind::ClaimSubmitted);
    assert!(desk.takes_on(MailKind::ClaimSubmitted).is_some());
    desk.chases(MailKind::Approved);
    let taken = desk.takes_on(MailKind::Approved).unwrap();
    assert_eq!((taken.together, taken.row.key), (vec![], orphan.key));
}

/// The worker died between the digest and the row: the digest tells it, its own row must not.
#[test]
fn f12_a_mail_that_another_leads_is_not_told_by_itself() {
    let desk = Desk::new(StatusMails::Daily);
    desk.takes_on(MailKind::ClaimSubmitted);
    let morning = desk.morning();
    let held = desk.row(MailKind::ClaimSubmitted).unwrap();
    desk.takes_on(MailKind::Approved);
    let bundled = desk.row(MailKind::Approved).unwrap();
    let before = MailRow { state: MailState::Held, due: held.due, ..bundled.clone() };
    assert!(ready(desk.app.store.replace(&bundled, &before)).unwrap());
    desk.waits_until(morning);
    desk.chases(MailKind::Approved);
    assert_eq!(desk.takes_on(MailKind::Approved), None);
    assert_eq!(desk.state(MailKind::Approved), Some(MailState::Bundled));
    desk.chases(MailKind::ClaimSubmitted);
    assert_eq!(desk.takes_on(MailKind::ClaimSubmitted).unwrap().together.len(), 2);
}

/// What is held goes, whatever the partner chooses later.
#[test]
fn domain_9_a_new_choice_holds_for_new_mails() {
    for choice in [StatusMails::AtOnce, StatusMails::Never] {
        let desk = Desk::new(StatusMails::Daily);
        desk.takes_on(MailKind::ClaimSubmitted);
        ready(desk.app.store.put_status_mails(&desk.claim.org, choice)).unwrap();
        assert_eq!(desk.takes_on(MailKind::ClaimSubmitted), None);
        assert_eq!(desk.takes_on(MailKind::Approved).is_some(), choice == StatusMails::AtOnce);
        desk.waits_until(desk.morning());
        desk.chases(MailKind::ClaimSubmitted);
        assert!(desk.takes_on(MailKind::ClaimSubmitted).is_some(), "{choice:?}");
    }
}

#[test]
fn a_full_digest_is_followed_by_another() {
    let desk = Desk::new(StatusMails::Daily);
    desk.takes_on(MailKind::ClaimSubmitted);
    let row = desk.row(MailKind::ClaimSubmitted).unwrap();
    let key = app::ports::DigestKey { org: desk.claim.org.clone(), to: TO.into(), at: row.first_at };
    let seen = ready(desk.app.store.digests(&key)).unwrap().remove(0);
    let many = (0..domain::mails::DIGEST_MAX).map(|_| row.key.clone()).collect();
    let full = app::ports::Digest { mails: many, ..seen.clone() };
    assert!(ready(desk.app.store.replace_digest(&key, &seen, &full)).unwrap());
    desk.takes_on(MailKind::ReviewStarted);
    desk.takes_on(MailKind::Approved);
    let second = ready(desk.app.store.digests(&key)).unwrap().remove(1);
    assert_eq!(second.mails, [MailKind::ReviewStarted, MailKind::Approved].map(|kind| desk.key(kind)));
    assert_eq!(desk.state(MailKind::ReviewStarted), Some(MailState::Held), "it leads");
}
