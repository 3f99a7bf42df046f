//! One command, asked of the system.

use std::sync::Arc;

use app::{App, Failure, ports::Engagements as _};
use domain::{
    Actor, Claim, Command, DocumentId, Envelope, Precondition, Refusal,
    allowed::{self, Act},
    command::{Extension, MailFate, Report},
    consent::Choice,
    decide::Engaged,
    document::DocumentState,
    input::ContentPatch,
};
use jiff::{SignedDuration, Timestamp};
use testkit::{FixedClock, MemoryStore, Scene, SeededEntropy, build, commands, ready};

use super::states::colleague;
use crate::{people, view};

/// Who has been sent another link since.
pub(super) const OLD_LINK: &str = "customer-with-old-link";

/// Every command, with its name in `allowedActions`.
pub(super) const COLUMNS: &[(&str, Option<&str>)] = &[
    ("edit", Some("edit")),
    ("submit", Some("submit")),
    ("recall", Some("recall")),
    ("cancel", Some("cancel")),
    ("resubmit", Some("resubmit")),
    ("dispute", Some("dispute")),
    ("disassociate", Some("disassociate")),
    ("withdraw", Some("withdraw")),
    ("clone", Some("clone")),
    ("upload", Some("upload")),
    ("remove_document", Some("upload")),
    ("send_consent", Some("send_consent")),
    ("resend", Some("resend")),
    ("change_contact", Some("change_contact")),
    ("comment", Some("comment")),
    ("start_review", Some("start_review")),
    ("release", Some("release")),
    ("return", Some("return")),
    ("approve", Some("approve")),
    ("reject", Some("reject")),
    ("extend_deadline", Some("extend_deadline")),
    ("stop", Some("stop")),
    ("accept", None),
    ("decline", None),
    ("object", None),
    ("take_back", None),
    ("delegate", None),
    ("report", None),
    ("records", None),
];

/// Anybody.
pub(super) fn actor(who: &str) -> &'static Actor {
    people::actor(if who == OLD_LINK { "customer" } else { who })
}

/// What was answered: the words that fit.
#[derive(Debug)]
pub(super) struct Answered(Vec<String>);

impl Answered {
    pub(super) fn is(&self, expected: &str) -> bool {
        let noted = expected == "noted" && self.0.iter().all(|word| word == "done" || word == "repeated");
        noted || self.0.iter().any(|word| word == expected)
    }

    fn refused(refusal: &Refusal) -> Self {
        let refused = view::refused(refusal);
        Self(if refused.code == "invalid" {
            refused.faults.into_iter().map(|(_, code)| code).collect()
        } else {
            vec![refused.code]
        })
    }

    fn failed(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(&refusal),
            Failure::Store(fault) => panic!("{fault}"),
        }
    }

    fn word(word: &str) -> Self {
        Self(vec![word.to_owned()])
    }
}

/// A claim in a store of its own.
pub(super) struct Desk {
    pub(super) claim: Claim,
    /// When the row begins
    pub(super) start: Timestamp,
    app: App<MemoryStore>,
    clock: Arc<FixedClock>,
    swept: bool,
}

impl Desk {
    pub(super) fn new(scene: &Scene) -> Self {
        let clock = Arc::new(FixedClock::at(scene.now));
        let app = App::new(
            MemoryStore::with_programme(),
            Arc::new(build::CATALOGUE.clone()),
            clock.clone(),
            Arc::new(SeededEntropy::new(3)),
        );
        Self { claim: scene.claim.clone(), start: scene.now, app, clock, swept: false }
    }

    /// At this instant, as if nobody had asked anything.
    pub(super) fn set(&mut self, now: Timestamp, swept: bool) {
        self.clock.set(now);
        self.swept = swept;
        self.reset();
    }

    fn reset(&mut self) {
        self.app.store = MemoryStore::with_programme();
        let engaged = Engaged { claims: vec![self.claim.clone()], new_customer: None };
        ready(self.app.store.engage(&engaged)).unwrap();
        if self.swept {
            ready(self.app.execute(&self.claim.id, envelope(&Actor::System, Command::Settle))).unwrap();
        }
    }

    /// The claim as it stands.
    pub(super) fn shown(&self) -> Claim {
        ready(self.app.read(&self.claim.id, &Actor::System)).unwrap()
    }

    /// What is answered; the claim is as it was afterwards.
    pub(super) fn ask(&mut self, who: &str, column: &str) -> Answered {
        let shown = self.shown();
        let actor = actor(who);
        let answered = match (column, actor) {
            // The handler of comments asks the same.
            ("comment", _) => gate(&shown, actor, Act::Comment),
            ("clone", Actor::Staff(caller)) => {
                let made = ready(self.app.clone_claim(&shown.id, caller, None));
                made.map_or_else(Answered::failed, |_| Answered::word("made"))
            }
            // Nobody else has a way to ask for it.
            ("clone", Actor::Customer | Actor::System) => gate(&shown, actor, Act::Clone),
            ("records", _) => {
                let words = records(&shown).into_iter().flat_map(|command| {
                    let answered = self.execute(&shown, actor, command);
                    self.reset();
                    answered.0
                });
                Answered(words.collect())
            }
            _ => self.execute(&shown, actor, command(&shown, self.app.now(), column, who == OLD_LINK)),
        };
        if answered.0.iter().all(|word| may_be_written(word)) {
            self.reset();
        }
        answered
    }

    fn execute(&self, shown: &Claim, actor: &Actor, command: Command) -> Answered {
        let begins = matches!(command, Command::StartReview { .. });
        let envelope = envelope(actor, command);
        let done = if begins {
            ready(self.app.start_review(&shown.id, envelope))
        } else {
            ready(self.app.execute(&shown.id, envelope))
        };
        done.map_or_else(Answered::failed, |done| {
            // Neither counters nor alarms are to be seen.
            let before = Claim {
                revision: done.claim.revision,
                marks: done.claim.marks.clone(),
                alarms: done.claim.alarms.clone(),
                ..shown.clone()
            };
            let status = done.claim.state.as_str();
            Answered::word(match (status == before.state.as_str(), done.claim == before) {
                (false, _) => status,
                (true, true) => "repeated",
                (true, false) => "done",
            })
        })
    }
}

/// Whether it may have been written.
fn may_be_written(word: &str) -> bool {
    ["done", "made", "repeated"].contains(&word) || domain::State::STATUSES.contains(&word)
}

fn envelope(actor: &Actor, command: Command) -> Envelope {
    Envelope { actor: actor.clone(), key: None, precondition: Precondition::Any, command }
}

/// What is answered where nothing but the role and the state is asked.
fn gate(claim: &Claim, actor: &Actor, act: Act) -> Answered {
    Answered::word(if !domain::actor::sees(actor, claim) {
        "not_found"
    } else if !domain::actor::permits(actor, claim, act) {
        "forbidden"
    } else if allowed::listed(claim, act) {
        "done"
    } else {
        "invalid_state_transition"
    })
}

/// What the system records.
fn records(claim: &Claim) -> Vec<Command> {
    let document = DocumentId::derived(&["any"]);
    vec![
        Command::Settle,
        Command::RecordProof { document, verdict: DocumentState::Clean },
        commands::mail(claim, MailFate::Delivered),
        commands::mail(claim, MailFate::Undeliverable { reason: "bounce".into() }),
        Command::ChaseMail { of: 1 },
    ]
}

/// The right command of a column.
fn command(claim: &Claim, now: Timestamp, column: &str, by_old_link: bool) -> Command {
    let current = claim.consent.as_ref().map_or(1, |consent| consent.round);
    let round = if by_old_link { current - 1 } else { current };
    let right = |act| commands::right(act, claim);
    let answer = |choice| commands::answer(round, choice);
    match column {
        "edit" if allowed::editable(&claim.state).is_empty() => {
            let name = Some(Some("Another name".into()));
            Command::Edit(ContentPatch { name, ..ContentPatch::default() })
        }
        "remove_document" => right(Act::RemoveDocument)
            .unwrap_or_else(|| Command::RemoveDocument(DocumentId::derived(&["any"]))),
        "change_contact" => Command::ChangeContact(colleague()),
        "extend_deadline" => {
            let running = allowed::deadlines(claim).into_iter().next();
            let (clock, at) = running.map_or(("consent", now), |running| (running.clock, running.at));
            let until = at.max(now).checked_add(SignedDuration::from_hours(24)).ok();
            Command::ExtendDeadline(Extension { clock: clock.into(), until, reason: Some("Late".into()) })
        }
        "accept" => answer(Choice::Accept),
        "decline" => answer(Choice::Decline),
        "object" => answer(Choice::Object),
        "take_back" => answer(Choice::Withdraw),
        "delegate" => match commands::delegate(claim, "ann@fabrikam.example") {
            Command::Delegate(delegation) => {
                Command::Delegate(domain::command::Delegation { round, ..delegation })
            }
            other => panic!("{other:?}"),
        },
        "report" => Command::Report(Report {
            round,
            name: Some("Sue Smith".into()),
            confirmed: true,
            nonce_valid: true,
            reason: None,
        }),
        _ => Act::OFFERED.into_iter().find(|act| act.as_str() == column).and_then(right).unwrap(),
    }
}
