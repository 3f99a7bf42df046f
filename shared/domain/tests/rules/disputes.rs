//! T15 … T22 with V-27 … V-29 and I-15: a rejection is disputed once, what was approved is given up or defended.

use domain::{
    Action, Actor, Caller, Code, Command, Guard, Refusal, State,
    allowed::{Act, allowed_actions},
    claim::{AssociationStatus, ReviewResult, Stage},
    consent::{Choice, ConsentState},
    decide::Decision,
    document::DocumentState,
};
use jiff::SignedDuration;
use testkit::{Scene, build, build::at, commands, persona};

fn lead() -> Actor {
    Actor::Staff(persona::review_lead())
}

fn another_lead() -> Actor {
    Actor::Staff(Caller { sub: "another-lead".into(), ..persona::review_lead() })
}

fn last(scene: &Scene) -> &Decision {
    scene.decisions.last().unwrap()
}

/// What the last decision added to the history.
fn added(scene: &Scene) -> Vec<Action> {
    let before = &scene.decisions[scene.decisions.len() - 2].claim;
    scene.claim.history.after(before.history.last_seq()).map(|(_, entry)| entry.action).collect()
}

fn dispute(words: Option<&str>) -> Command {
    Command::Dispute { justification: words.map(Into::into) }
}

fn upload(scene: &Scene) -> Command {
    commands::right(Act::Upload, &scene.claim).unwrap()
}

fn code_of<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Code {
    match result {
        Err(Refusal::State { code, .. }) => code,
        other => panic!("not refused for its state: {other:?}"),
    }
}

/// Rejected by a review lead.
fn rejected_by_lead() -> Scene {
    Scene::under_review().step(&lead(), Command::Reject(commands::reasons("/documents")))
}

#[test]
fn t15_a_rejection_is_disputed_with_words() {
    let scene = Scene::disputed();
    // Monday and five business days: Monday, its end in Berlin.
    assert_eq!(scene.claim.state, State::Disputed { answer_by: at("2026-11-30T23:00:00Z"), changed: false });
    let dispute = scene.claim.dispute.as_ref().unwrap();
    assert_eq!(dispute.justification, "The signature is on page 3.");
    assert_eq!(dispute.first_reviewer.as_deref(), Some("reviewer"));
    assert_eq!(added(&scene), [Action::Disputed]);
    // It is open again against the partner's other claims, and the words are for the reviewer to read.
    assert_eq!(last(&scene).take.len(), 2);
    assert!(last(&scene).take.iter().all(|guard| matches!(guard, Guard::Open { .. })));
    assert_eq!((last(&scene).notes.len(), last(&scene).freeze), (1, None));
}

#[test]
fn t15_v_28_new_proof_speaks_for_itself_and_is_frozen() {
    let scene = Scene::rejected();
    let (partner, document) = (scene.partner(), upload(&scene));
    let mut scene = scene.step(&partner, document);
    // V-26: not before it is checked.
    let pending = scene.ask(&partner, dispute(None));
    let document = format!("/documents/{}", scene.claim.documents.last().unwrap().id);
    assert_eq!(build::faults(pending), [(document, Code::FileNotClean)], "and it is new proof all the same");
    let scene = scene.clean().step(&partner, dispute(None));
    assert_eq!(scene.claim.dispute.as_ref().unwrap().justification, "");
    assert_eq!((scene.claim.submissions, last(&scene).freeze), (2, Some(2)));
    assert!(last(&scene).notes.is_empty());
}

#[test]
fn v_28_an_empty_dispute_says_nothing_new() {
    let mut scene = Scene::rejected();
    let partner = scene.partner();
    let empty = vec![("/justification".to_owned(), Code::DisputeEmpty)];
    for words in [None, Some(""), Some(" \n")] {
        assert_eq!(build::faults(scene.ask(&partner, dispute(words))), empty);
    }
    let long = "x".repeat(2_001);
    let expected = vec![("/justification".to_owned(), Code::TextInvalid)];
    assert_eq!(build::faults(scene.ask(&partner, dispute(Some(&long)))), expected);
    assert!(scene.ask(&partner, dispute(Some(&long[1..]))).is_ok());
    // Taking proof away is no new proof, nor is what was taken away again.
    let document = scene.claim.documents[0].id.clone();
    let mut removed = scene.clone().step(&partner, Command::RemoveDocument(document));
    assert_eq!(build::faults(removed.ask(&partner, dispute(None))), empty);
    let mut again = scene.clone().step(&partner, upload(&scene)).clean();
    let document = again.claim.documents[1].id.clone();
    again = again.step(&partner, Command::RemoveDocument(document));
    assert_eq!(build::faults(again.ask(&partner, dispute(None))), empty);
    // With words it is a dispute, on the proof that is left.
    let scene = removed.step(&partner, dispute(Some("The rest will do.")));
    assert_eq!(last(&scene).freeze, Some(2));
}

#[test]
fn v_28_i_15_a_claim_is_disputed_once_and_in_time() {
    for scene in [Scene::disputed(), Scene::returned_in_dispute(), Scene::rejected_in_dispute()] {
        let partner = scene.partner();
        let again = scene.clone().ask(&partner, dispute(Some("Once more")));
        assert_eq!(code_of(again), Code::DisputeAlreadyUsed, "{}", scene.claim.state.as_str());
    }
    let scene = Scene::rejected();
    let (partner, ends) = (scene.partner(), scene.clock("dispute"));
    assert_eq!(ends, at("2026-12-23T23:00:00Z"));
    let second = SignedDuration::from_secs(1);
    assert!(scene.clone().at(ends - second).ask(&partner, dispute(Some("In time"))).is_ok());
    for late in [ends, ends + second] {
        let refused = scene.clone().at(late).ask(&partner, dispute(Some("Too late")));
        assert_eq!(code_of(refused), Code::DisputeWindowClosed);
    }
    // D3: an objection of the customer is not disputable, nor is a claim that was given up.
    for scene in [Scene::rejected_final(), Scene::withdrawn(), Scene::disassociated(), Scene::active()] {
        let partner = scene.partner();
        let refused = scene.clone().ask(&partner, dispute(Some("Please")));
        assert_eq!(code_of(refused), Code::InvalidStateTransition);
    }
}

#[test]
fn i_15_another_lead_decides_the_dispute() {
    let scene = rejected_by_lead().by_partner(Act::Dispute);
    let acts = [Act::Return, Act::Approve, Act::Reject];
    for act in acts {
        let command = commands::right(act, &scene.claim).unwrap();
        for (actor, may) in
            [(lead(), false), (another_lead(), true), (Actor::Staff(persona::reviewer()), false)]
        {
            let asked = scene.clone().ask(&actor, command.clone());
            assert_eq!(asked.is_ok(), may, "{act:?} {actor:?}");
            if !may {
                assert_eq!(asked.unwrap_err(), Refusal::Forbidden);
            }
            let offered = allowed_actions(&scene.claim, &actor).contains(&act.as_str());
            assert_eq!(offered, may);
        }
    }
    // Also after it was sent back and handed in again, whoever sent it back.
    let scene = scene.step(&another_lead(), Command::Return(commands::reasons("/items")));
    let scene = scene.by_partner(Act::Resubmit);
    let all = commands::accept_all(&scene.claim);
    assert_eq!(scene.clone().ask(&lead(), all.clone()).unwrap_err(), Refusal::Forbidden);
    assert!(scene.clone().ask(&another_lead(), all).is_ok());
}

#[test]
fn i_15_whoever_sent_an_unanswered_claim_back_does_not_decide_its_dispute() {
    let scene = Scene::under_review().step(&lead(), Command::Return(commands::reasons("/items")));
    let ends = scene.clock("partner_answer");
    let scene = scene.swept_at(ends).by_partner(Act::Dispute);
    let all = commands::accept_all(&scene.claim);
    assert_eq!(scene.clone().ask(&lead(), all.clone()).unwrap_err(), Refusal::Forbidden);
    assert!(scene.clone().ask(&another_lead(), all).is_ok());
}

#[test]
fn t16_t9_a_dispute_is_sent_back_and_comes_back_as_a_dispute() {
    let mut scene = Scene::returned_in_dispute();
    let answer_by = at("2026-12-11T23:00:00Z");
    assert!(matches!(&scene.claim.state, State::ActionRequired { answer_by: ends, changed: false, .. }
        if *ends == answer_by));
    let review = scene.claim.review.as_ref().unwrap();
    assert_eq!((review.stage, review.result), (Stage::Dispute, ReviewResult::Return));
    // Not extendable (T16), by nobody.
    let manager = Actor::Staff(persona::programme_manager());
    let extension = domain::command::Extension {
        clock: "partner_answer".into(),
        until: Some(answer_by + SignedDuration::from_hours(100)),
        reason: Some("Holidays".into()),
    };
    let refused = scene.ask(&manager, Command::ExtendDeadline(extension));
    assert!(build::faults(refused).contains(&("/clock".into(), Code::ClockNotExtendable)));
    scene.wait(SignedDuration::from_hours(72));
    let scene = scene.by_partner(Act::Resubmit);
    // Thursday and five business days: Thursday, 3 December.
    assert_eq!(scene.claim.state, State::Disputed { answer_by: at("2026-12-03T23:00:00Z"), changed: false });
    assert_eq!((scene.claim.submissions, scene.claim.resubmissions, last(&scene).freeze), (2, 1, Some(2)));
    assert_eq!(added(&scene), [Action::Resubmitted]);
}

#[test]
fn t10_no_answer_in_a_dispute_is_final() {
    let scene = Scene::returned_in_dispute();
    let ends = scene.clock("partner_answer");
    let before = scene.read_at(ends - SignedDuration::from_secs(1));
    assert_eq!(before.claim.state, scene.claim.state);
    let scene = scene.swept_at(ends);
    assert_eq!(scene.claim.state, State::RejectedFinal { code: "no_partner_response".into() });
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.at), (Action::PartnerAnswerMissed, ends));
    assert!(domain::guard::held_by(&scene.claim).is_empty());
}

#[test]
fn t17_a_dispute_is_approved_like_a_first_review() {
    let scene = Scene::disputed();
    let scene = scene.clone().step(&lead(), commands::accept_all(&scene.claim));
    assert_eq!(scene.claim.state, State::Approved);
    let review = scene.claim.review.as_ref().unwrap();
    assert_eq!((review.stage, review.result), (Stage::Dispute, ReviewResult::Approve));
    assert_eq!(last(&scene).take.len(), 2);
    assert_eq!(last(&scene).freeze, None);
    // I-10: silence counts as it does after a first approval.
    let ends = scene.window_ends();
    let active = scene.read_at(ends).claim;
    assert!(active.content.items.iter().all(|item| item.active().is_some()));
}

#[test]
fn t17_i_2_proof_that_came_with_the_dispute_belongs_to_the_decided_version() {
    let scene = Scene::disputed();
    let scene = scene.clone().step(&scene.partner(), upload(&scene));
    assert!(matches!(scene.claim.state, State::Disputed { changed: true, .. }));
    let approved = scene.clone().clean().step(&lead(), commands::accept_all(&scene.claim));
    assert_eq!((approved.claim.submissions, last(&approved).freeze), (2, Some(2)));
    // I-2: only clean proof counts, whenever it came.
    let mut unproven = scene;
    for document in &mut unproven.claim.documents {
        document.state = DocumentState::Pending;
    }
    let refused = build::faults(unproven.clone().ask(&lead(), commands::accept_all(&unproven.claim)));
    let unproven = [Code::PoeItemNotCovered, Code::PoeElementMissing];
    assert!(unproven.iter().all(|code| refused.iter().any(|(_, told)| told == code)), "{refused:?}");
}

#[test]
fn t18_a_dispute_that_is_rejected_is_over() {
    let scene = Scene::rejected_in_dispute();
    assert_eq!(scene.claim.state, State::RejectedFinal { code: "poe_unreadable".into() });
    assert_eq!(added(&scene), [Action::ConsentVoided, Action::Rejected]);
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!(entry.to.as_deref(), Some("rejected_final"));
    assert_eq!(last(&scene).free.len(), 2);
    let none = Scene::disputed().ask(&lead(), Command::Reject(Vec::new()));
    assert_eq!(build::faults(none), [("/reasons".into(), Code::ReasonRequired)]);
}

#[test]
fn t14_the_customer_objects_in_a_dispute_too() {
    for scene in [Scene::disputed(), Scene::returned_in_dispute()] {
        let scene = scene.answered(Choice::Object);
        assert_eq!(scene.claim.state, State::RejectedFinal { code: "customer_declined".into() });
        assert!(domain::guard::held_by(&scene.claim).is_empty());
    }
}

#[test]
fn t20_v_29_an_association_is_given_up_with_a_reason() {
    let mut scene = Scene::active();
    let partner = scene.partner();
    let give_up = |reason: Option<String>| Command::Disassociate { reason };
    let required = [("/reason".to_owned(), Code::ReasonRequired)];
    for (reason, ok) in [
        (None, false),
        (Some("         \n".into()), false),
        (Some("é".repeat(9)), false),
        (Some("é".repeat(10)), true),
        (Some("é".repeat(1_000)), true),
        (Some("é".repeat(1_001)), false),
    ] {
        let asked = scene.ask(&partner, give_up(reason.clone()));
        match ok {
            true => assert!(asked.is_ok(), "{reason:?}"),
            false => assert_eq!(build::faults(asked), required, "{reason:?}"),
        }
    }
    let scene = scene.step(&partner, give_up(Some("We have stopped working there.".into())));
    assert_eq!(scene.claim.state, State::RejectedFinal { code: "partner_disassociated".into() });
    assert_eq!(added(&scene), [Action::AssociationEnded, Action::Disassociated]);
    for item in &scene.claim.content.items {
        let association = item.association.as_ref().unwrap();
        assert_eq!(association.status, AssociationStatus::Ended);
        assert_eq!(association.ended_reason.as_deref(), Some("partner"));
        assert!(domain::usage::readable(&scene.claim, &item.key).is_err(), "I-21");
    }
    assert_eq!(last(&scene).free.len(), 4);
    assert_eq!(last(&scene).notes[0].text, "We have stopped working there.");
}

#[test]
fn t20_a_pending_association_is_given_up_with_its_request() {
    let scene = Scene::approved_pending().by_partner(Act::Disassociate);
    assert_eq!(added(&scene), [Action::AssociationEnded, Action::Disassociated, Action::ConsentVoided]);
    assert_eq!(scene.claim.consent.as_ref().unwrap().state, ConsentState::Voided);
    let over = scene.clone().ask(&Actor::Customer, commands::answer(1, Choice::Object));
    assert_eq!(over.unwrap_err(), Refusal::ConsentOver(Code::ConsentWithdrawnBySender));
}

#[test]
fn t21_v_27_proof_is_added_to_an_approved_claim_and_never_taken_away() {
    for scene in [Scene::approved_pending(), Scene::active(), Scene::incumbent()] {
        let partner = scene.partner();
        let before = scene.claim.clone();
        let scene = scene.clone().step(&partner, upload(&scene)).clean();
        assert_eq!(scene.claim.state, State::Approved);
        assert_eq!((scene.claim.submissions, scene.claim.documents.len()), (before.submissions, 2));
        assert_eq!(scene.claim.content, before.content);
        assert!(scene.decisions.iter().rev().take(2).all(|decision| decision.freeze.is_none()));
        for document in &scene.claim.documents {
            let remove = Command::RemoveDocument(document.id.clone());
            assert_eq!(code_of(scene.clone().ask(&partner, remove)), Code::ClaimNotEditable);
        }
    }
}

#[test]
fn t22_a_claim_in_review_is_withdrawn_with_a_reason() {
    for scene in [Scene::submitted(), Scene::delivered(), Scene::under_review(), Scene::action_required()] {
        let mut scene = scene;
        let partner = scene.partner();
        let refused = scene.ask(&partner, Command::Withdraw { reason: None });
        assert_eq!(build::faults(refused), [("/reason".into(), Code::ReasonRequired)]);
        let scene = scene.by_partner(Act::Withdraw);
        assert_eq!(scene.claim.state, State::RejectedFinal { code: "partner_request".into() });
        assert_eq!(added(&scene), [Action::PartnerWithdrew, Action::ConsentVoided]);
        assert_eq!(last(&scene).free.len(), 2);
        assert_eq!(last(&scene).notes.len(), 1);
    }
    for scene in [Scene::ready(), Scene::rejected(), Scene::disputed(), Scene::active(), Scene::canceled()] {
        let partner = scene.partner();
        let withdraw = commands::right(Act::Withdraw, &scene.claim).unwrap();
        assert_eq!(code_of(scene.clone().ask(&partner, withdraw)), Code::InvalidStateTransition);
    }
}
