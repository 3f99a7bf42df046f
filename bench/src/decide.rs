//! What a decision takes without store and network, in instructions.

use std::{hint::black_box, process::Command as Process};

use domain::{
    Actor, Command, Context, Envelope, Precondition, allowed::Act, command::MailFate, consent::Choice,
};
use testkit::{Scene, build, commands, persona};

use crate::{
    lambda::{counted, counts, instructions},
    sheet::{Sheet, grouped},
    startup::needs,
};

/// Instructions that are promised.
const PROMISED: u64 = 5_000;
/// Decisions of the longer of two runs, whose difference is what they take.
const TIMES: usize = 200;

/// A claim, who acts, and what is to be decided.
type Question = (Scene, Actor, Command);

/// A question and its name.
type Named = (&'static str, fn() -> Question);

/// What is decided.
const QUESTIONS: [Named; 14] = [
    ("edit", || by_partner(Scene::draft(), Act::Edit)),
    ("add a document", || by_partner(Scene::draft(), Act::Upload)),
    ("submit", || by_partner(Scene::ready(), Act::Submit)),
    ("recall", || by_partner(Scene::submitted(), Act::Recall)),
    ("cancel", || by_partner(Scene::draft(), Act::Cancel)),
    ("resubmit", || by_partner(Scene::action_required(), Act::Resubmit)),
    ("dispute", || by_partner(Scene::rejected(), Act::Dispute)),
    ("withdraw", || by_partner(Scene::under_review(), Act::Withdraw)),
    ("mail sent", || with_mail(Scene::submitted(), MailFate::Sent)),
    ("the customer agrees", || {
        let scene = Scene::delivered();
        let answer = commands::answer_now(&scene.claim, Choice::Accept);
        (scene, Actor::Customer, answer)
    }),
    ("start a review", || by_reviewer(Scene::delivered(), |_| Command::StartReview { contests: Vec::new() })),
    ("return", || {
        by_reviewer(Scene::under_review(), |_| Command::Return(commands::reasons("/items/workload:teams")))
    }),
    ("approve", || by_reviewer(Scene::under_review(), |scene| commands::accept_all(&scene.claim))),
    ("settle", || {
        let scene = Scene::approved_pending();
        let ends = scene.window_ends();
        (scene.at(ends), Actor::System, Command::Settle)
    }),
];

fn by_partner(scene: Scene, act: Act) -> Question {
    let command = commands::right(act, &scene.claim).expect("a command");
    let partner = scene.partner();
    (scene, partner, command)
}

fn with_mail(scene: Scene, fate: MailFate) -> Question {
    let command = commands::mail(&scene.claim, fate);
    (scene, Actor::System, command)
}

fn by_reviewer(scene: Scene, command: impl Fn(&Scene) -> Command) -> Question {
    let command = command(&scene);
    (scene, Actor::Staff(persona::reviewer()), command)
}

/// Decides, in a process that is counted: `question,times`.
///
/// # Panics
/// There is no such question, or it is refused.
pub fn decide(asked: &str) {
    let (question, times) = asked.split_once(',').expect("a question, and how often");
    let (question, times): (usize, usize) =
        (question.parse().expect("a number"), times.parse().expect("a number"));
    let (scene, actor, command) = QUESTIONS[question].1();
    let envelope = Envelope { actor, key: None, precondition: Precondition::Any, command };
    let envelopes = vec![envelope; TIMES + 1];
    for envelope in envelopes.into_iter().take(times) {
        let context = Context { now: scene.now, catalogue: &build::CATALOGUE, fresh: [7; 16], found: &[] };
        let decided = domain::decide(black_box(&scene.claim), envelope, context);
        assert!(black_box(&decided).is_ok(), "{decided:?}");
    }
}

/// The table.
///
/// # Errors
/// Something is missing on this machine.
///
/// # Panics
/// This program cannot be started again.
pub fn table() -> Result<Sheet, String> {
    needs("valgrind")?;
    let title =
        "Instructions of a decision on a claim of two workloads, with the copy of the claim that it is.";
    let mut sheet = Sheet::new(title, &["command", "instructions"].map(String::from));
    let mut most = 0;
    for (index, (name, _)) in QUESTIONS.iter().enumerate() {
        let each = (count(index, TIMES + 1) - count(index, 1)) / TIMES as u64;
        most = most.max(each);
        sheet.row(vec![(*name).into(), grouped(each)]);
    }
    sheet.promise(
        "instructions of a decision, fewer than",
        grouped(most),
        grouped(PROMISED),
        most < PROMISED,
    );
    Ok(sheet)
}

fn count(question: usize, times: usize) -> u64 {
    let counts = counts();
    let program = std::env::current_exe().expect("this program");
    let mut command: Process = counted(&program, &counts);
    let asked = format!("{question},{times}");
    let status = command.args(["--decide", &asked]).status().expect("valgrind");
    assert!(status.success(), "question {question} is refused");
    instructions(&counts)
}
