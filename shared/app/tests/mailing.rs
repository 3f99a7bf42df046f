//! The fate of a mail: once per entry, again only after silence (architecture 4; quality 3: F11-F13, F17-F19).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use app::{
    App,
    effects::{self, MailKind, Owed},
    mailing::{Attempt, CHASED_SECONDS, EVENT_SECONDS, Report, WORKER_SECONDS},
    ports::{Claims, MailKey, MailRow, MailState, Mails},
};
use domain::{Action, Claim, ClaimId, Command, consent::ConsentState};
use jiff::SignedDuration;
use testkit::{FixedClock, MemoryStore, Scene, SeededEntropy, build, ready};

const TO: &str = "maria@fabrikam.example";

/// A submitted claim whose notice is owed.
struct Post {
    app: App<MemoryStore>,
    clock: Arc<FixedClock>,
    id: ClaimId,
    owed: Owed,
}

impl Post {
    fn new() -> Self {
        let (store, scene) = (MemoryStore::with_programme(), Scene::submitted());
        ready(testkit::conformance::replay(&store, &scene));
        let clock = Arc::new(FixedClock::at(scene.claim.updated_at));
        let app = App::new(
            store,
            Arc::new(build::CATALOGUE.clone()),
            clock.clone(),
            Arc::new(SeededEntropy::new(7)),
        );
        let notices = scene.claim.history.after(0).flat_map(|(seq, _)| effects::mails(&scene.claim, seq));
        let owed = notices.into_iter().find(|owed| owed.kind == MailKind::Notice).unwrap();
        Self { app, clock, id: scene.claim.id, owed }
    }

    fn take_on(&self) -> Option<MailRow> {
        ready(self.app.take_on(&self.id, &self.owed, TO)).unwrap()
    }

    fn attempted(&self, row: &MailRow, attempt: Attempt) {
        ready(self.app.attempted(row, attempt)).unwrap();
    }

    fn report(&self, report: Report) {
        ready(self.app.reported(&self.key(), report)).unwrap();
    }

    fn chase(&self) {
        ready(self.app.chase(&self.key())).unwrap();
    }

    fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    fn key(&self) -> MailKey {
        MailKey { claim: self.id.clone(), seq: self.owed.seq, kind: self.owed.kind.as_str().into() }
    }

    fn row(&self) -> MailRow {
        ready(self.app.store.mail(&self.key())).unwrap().unwrap()
    }

    fn claim(&self) -> Claim {
        ready(self.app.store.load(&self.id)).unwrap().unwrap()
    }

    fn consent(&self) -> ConsentState {
        self.claim().consent.unwrap().state
    }

    fn chased(&self) -> usize {
        self.claim().history.entries.iter().filter(|entry| entry.action == Action::MailChased).count()
    }
}

fn accepted() -> Attempt {
    Attempt::Accepted { message_id: "ses-1".into() }
}

#[test]
fn k1_a_mail_leaves_once_however_often_its_record_comes() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    assert_eq!(post.take_on(), None, "another worker, or the same record once more");
    post.attempted(&row, accepted());
    assert_eq!((post.row().state, post.row().message_id.as_deref()), (MailState::Sent, Some("ses-1")));
    assert_eq!(post.consent(), ConsentState::Sending);
    post.wait(WORKER_SECONDS + EVENT_SECONDS + 1);
    assert_eq!(post.take_on(), None, "what was sent is never sent again");
}

#[test]
fn k2_delivery_opens_the_window_and_repeats_change_nothing() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    post.attempted(&row, accepted());
    post.report(Report::Delivered);
    let claim = post.claim();
    assert_eq!(post.consent(), ConsentState::Delivered);
    post.report(Report::Delivered);
    post.report(Report::Sent);
    assert_eq!(post.claim(), claim);
}

#[test]
fn f12_an_event_that_overtakes_the_worker_is_not_undone_by_it() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    post.report(Report::Delivered);
    post.attempted(&row, accepted());
    assert_eq!(post.row().state, MailState::Delivered);
    assert_eq!(post.consent(), ConsentState::Delivered);
}

#[test]
fn f13_a_lost_answer_is_settled_by_the_event() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    post.attempted(&row, Attempt::Unknown);
    assert_eq!((post.row().state, post.consent()), (MailState::Unknown, ConsentState::Unknown));
    post.wait(EVENT_SECONDS - 1);
    post.chase();
    assert_eq!(post.chased(), 0, "the events still have time");
    post.report(Report::Sent);
    post.wait(2);
    post.chase();
    assert_eq!(post.chased(), 0);
    assert_eq!(post.take_on(), None);
}

#[test]
fn f13_f19_after_silence_the_identical_mail_goes_once_more() {
    let post = Post::new();
    let first = post.take_on().unwrap();
    post.attempted(&first, Attempt::Unknown);
    post.wait(EVENT_SECONDS);
    assert_eq!(post.chased(), 0);
    post.chase();
    assert_eq!(post.chased(), 1);
    let claim = post.claim();
    let owed = effects::mails(&claim, claim.history.last_seq());
    assert_eq!(owed, vec![post.owed.clone()], "the chased entry owes the same mail");
    let again = post.take_on().unwrap();
    assert_eq!((again.attempt, again.first_at, &again.to), (2, first.first_at, &first.to));
    assert_eq!(post.take_on(), None, "one worker only");
    post.attempted(&again, accepted());
    assert_eq!(post.consent(), ConsentState::Sending);
}

#[test]
fn a_worker_that_died_is_found_by_the_clock() {
    let post = Post::new();
    let first = post.take_on().unwrap();
    post.wait(WORKER_SECONDS + EVENT_SECONDS - 1);
    post.chase();
    assert_eq!((post.chased(), post.take_on()), (0, None), "it may still live");
    post.wait(1);
    post.chase();
    post.chase();
    assert_eq!(post.chased(), 1, "chased once, then left alone for a while");
    post.wait(CHASED_SECONDS);
    post.chase();
    assert_eq!(post.chased(), 2, "and again when nobody came");
    let again = post.take_on().unwrap();
    assert_eq!(again.attempt, first.attempt + 1);
}

#[test]
fn k8_a_mail_that_is_not_owed_any_more_is_not_chased() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    post.attempted(&row, Attempt::Unknown);
    let recall = Command::Recall { reason: Some("Too early".into()) };
    let envelope = domain::Envelope {
        actor: domain::Actor::Staff(testkit::persona::partner_a_admin()),
        key: None,
        precondition: domain::Precondition::Any,
        command: recall,
    };
    ready(post.app.execute(&post.id, envelope)).unwrap();
    post.wait(EVENT_SECONDS);
    post.chase();
    assert_eq!((post.chased(), post.row().due), (0, None));
}

#[test]
fn f17_what_the_service_puts_off_may_be_taken_on_again_at_once() {
    let post = Post::new();
    let row = post.take_on().unwrap();
    post.attempted(&row, Attempt::NotNow);
    assert!(matches!(post.consent(), ConsentState::Created { .. }), "nothing has gone");
    assert_eq!(post.take_on().unwrap().attempt, 2);
}

#[test]
fn k3_f18_a_bounce_a_complaint_and_a_refusal_reach_the_partner() {
    for (act, expected, reason) in [
        (Some(Report::Bounced), MailState::Bounced, "bounce"),
        (Some(Report::Complained), MailState::Complained, "complaint"),
        (None, MailState::Refused, "refused"),
    ] {
        let post = Post::new();
        let row = post.take_on().unwrap();
        match act {
            Some(report) => {
                post.attempted(&row, accepted());
                post.report(report);
            }
            None => post.attempted(&row, Attempt::Refused),
        }
        assert_eq!(post.row().state, expected);
        assert_eq!(post.consent(), ConsentState::Undeliverable { reason: reason.into() });
        let claim = post.claim();
        let kinds: Vec<_> =
            effects::mails(&claim, claim.history.last_seq()).into_iter().map(|owed| owed.kind).collect();
        assert_eq!(kinds, vec![MailKind::ContactUndeliverable]);
    }
}

#[test]
fn f20_a_report_of_a_mail_nobody_knows_changes_nothing() {
    let post = Post::new();
    let before = post.claim();
    post.report(Report::Delivered);
    post.chase();
    assert_eq!(post.claim(), before);
}

fn during<T>(request: &str, work: impl FnOnce() -> T) -> T {
    ready(app::trace::serving(Some(request.into()), async { work() })).0
}

/// What a mail leads to is told under the request that it follows from, however often it is looked after and
/// whoever reports of it.
#[test]
fn a_mail_keeps_the_request_that_it_follows_from() {
    let post = Post::new();
    let row = during("the submission", || post.take_on()).unwrap();
    post.attempted(&row, Attempt::Unknown);
    post.wait(WORKER_SECONDS + EVENT_SECONDS + 1);
    during("a tick", || post.chase());
    assert_eq!(post.claim().request.as_deref(), Some("the submission"));
    let again = during("the stream", || post.take_on()).unwrap();
    assert_eq!((again.attempt, again.request.as_deref()), (2, Some("the submission")));
    post.attempted(&again, accepted());
    during("an event", || post.report(Report::Delivered));
    assert_eq!(post.claim().request.as_deref(), Some("the submission"));
    assert_eq!(post.consent(), ConsentState::Delivered);
}
