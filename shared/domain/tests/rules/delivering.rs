//! E11 … E27: proof, review, dispute and the ends of an engagement claim.

use domain::{
    Action, Actor, Code, Command, Outcome, Refusal, State,
    allowed::{Act, editable_fields},
    claim::{Reason, ReviewResult, Stage},
    command::{ReasonAnswer, Submission},
    consent::{Choice, ConsentState},
    document::DocumentState,
    guard::held_by,
    state::Closing,
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands, persona};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn right(scene: &Scene, act: Act) -> Command {
    commands::right(act, &scene.claim).unwrap()
}

fn by_partner(scene: &Scene, act: Act) -> Result<Outcome, Refusal> {
    scene.clone().ask(&scene.partner(), right(scene, act))
}

fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> Code {
    match refused {
        Err(Refusal::State { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

fn disputed() -> Scene {
    Scene::reviewed().refused().by_partner(Act::Dispute)
}

#[test]
fn e11_v_27_proof_is_gathered_once_the_customer_has_agreed() {
    for (name, scene) in Scene::every_engagement() {
        let open = ["consent_received", "action_required", "rejected", "disputed"];
        match by_partner(&scene, Act::Upload) {
            Ok(_) => assert!(open.contains(&scene.claim.state.as_str()), "{name}"),
            refused => {
                assert_eq!(code(refused), Code::ClaimNotEditable, "{name}");
                assert!(!open.contains(&scene.claim.state.as_str()), "{name}");
            }
        }
    }
}

#[test]
fn e12_v_56_i_9_nothing_is_handed_in_without_the_consent() {
    let ends = |end| State::Closed { end };
    for (name, scene) in Scene::every_engagement() {
        let without = [
            State::ConsentNotRequested,
            State::AwaitingConsent,
            ends(Closing::ConsentDeclined),
            ends(Closing::ConsentExpired),
            ends(Closing::ConsentWithdrawn),
        ];
        let missing = without.contains(&scene.claim.state);
        let submitted = by_partner(&scene, Act::Submit);
        let told = matches!(submitted, Err(Refusal::State { code: Code::ConsentMissing, .. }));
        assert_eq!(told, missing, "{name} {submitted:?}");
    }
}

#[test]
fn e12_v_57_v_20_every_element_and_the_invoice_are_asked_for() {
    let bare = Scene::engaged().asked().agreed();
    let faults = build::faults(by_partner(&bare, Act::Submit));
    let missing = [
        ("/documents", Code::InvoiceMissing),
        ("/documents", Code::PoeMissing),
        ("/proof/elements/customer_acknowledgement", Code::PoeElementMissing),
        ("/proof/elements/identity", Code::PoeElementMissing),
        ("/proof/elements/service_description", Code::PoeElementMissing),
    ];
    for (pointer, code) in missing {
        assert!(faults.contains(&(pointer.into(), code)), "{pointer} {faults:?}");
    }
    // Everything but the invoice.
    let document = build::document_input(&bare.claim);
    let without = bare.clone().step(&bare.partner(), Command::AddDocument(document)).clean();
    assert_eq!(
        build::faults(by_partner(&without, Act::Submit)),
        [("/documents".into(), Code::InvoiceMissing)]
    );
    let unclean = without.clone().step(&without.partner(), Command::AddDocument(build::invoice_input()));
    let faults = build::faults(by_partner(&unclean, Act::Submit));
    assert!(matches!(faults.as_slice(), [(_, Code::FileNotClean)]), "{faults:?}");
    assert!(by_partner(&unclean.clean(), Act::Submit).is_ok());
    // A workshop has none.
    let workshop = Scene::engage(&build::engagement_input(&["workshop"])).asked().agreed().proven();
    assert_eq!(workshop.claim.documents.len(), 1);
    assert!(by_partner(&workshop, Act::Submit).is_ok());
}

#[test]
fn e12_i_4_what_is_handed_in_is_frozen_and_the_customer_is_not_asked_again() {
    let scene = Scene::evidenced().submit();
    assert_eq!(scene.decisions.last().unwrap().freeze, Some(1));
    assert_eq!(scene.claim.consent.as_ref().unwrap().round, 1);
    let last = scene.claim.history.entries.last().unwrap();
    assert_eq!((last.action, last.to.as_deref()), (Action::Submitted, Some("submitted")));
}

#[test]
fn e16_v_58_a_return_opens_the_proof_and_what_it_names_but_not_who_has_agreed() {
    let reviewer = Actor::Staff(persona::reviewer());
    let returned = |pointer| Scene::reviewed().step(&reviewer, Command::Return(commands::reasons(pointer)));
    for (pointer, open) in [
        ("/documents", &[][..]),
        ("/customerContact/email", &[]),
        ("/locationId", &["/locationId"]),
        ("/partnerContact", &["/partnerContact"]),
    ] {
        let scene = returned(pointer);
        assert_eq!(editable_fields(&scene.claim, &scene.partner()), open, "{pointer}");
        assert!(by_partner(&scene, Act::Upload).is_ok());
    }
    // There are no items.
    for pointer in ["/items", "/items/workload:teams", "/dealSize"] {
        let refused = Scene::reviewed().ask(&reviewer, Command::Return(commands::reasons(pointer)));
        assert_eq!(build::faults(refused), [("/reasons/0/pointer".into(), Code::PointerUnknown)]);
    }
}

#[test]
fn e17_every_reason_is_answered() {
    let two: Vec<Reason> = ["/documents", "/proof"].into_iter().flat_map(commands::reasons).collect();
    let returned = Scene::reviewed().step(&Actor::Staff(persona::reviewer()), Command::Return(two));
    let resubmit = |answered: &[usize]| {
        let answer = |reason: &usize| ReasonAnswer { reason: *reason, text: "Here it is.".into() };
        let answers = answered.iter().map(answer).collect();
        Command::Resubmit(Submission { answers, ..build::submission(&returned.claim) })
    };
    let ask = |command| returned.clone().ask(&returned.partner(), command);
    for (answered, missing) in [(&[][..], 2), (&[0], 1), (&[1], 1)] {
        let faults = build::faults(ask(resubmit(answered)));
        let required = faults.iter().filter(|(_, code)| *code == Code::AnswerRequired).count();
        assert_eq!(required, missing, "{faults:?}");
    }
    let again = returned.clone().step(&returned.partner(), resubmit(&[1, 0]));
    assert_eq!((again.claim.state.as_str(), again.claim.submissions), ("submitted", 2));
    let notes = &again.decisions.last().unwrap().notes;
    assert_eq!(notes.iter().map(|note| note.answers).collect::<Vec<_>>(), [Some(1), Some(0)]);
}

#[test]
fn e19_i_2_approved_only_with_clean_proof_and_the_invoice() {
    let reviewer = Actor::Staff(persona::reviewer());
    let scene = Scene::reviewed();
    for (kind, code) in [("invoice", Code::InvoiceMissing), ("statement_of_work", Code::PoeElementMissing)] {
        let mut spoilt = scene.clone();
        let documents = spoilt.claim.documents.iter_mut().filter(|document| document.kind == kind);
        documents.for_each(|document| document.state = DocumentState::Infected);
        let refused = build::faults(spoilt.ask(&reviewer, Command::Approve(Vec::new())));
        assert!(refused.iter().all(|(_, known)| *known == code), "{refused:?}");
    }
    let mut empty = scene.clone();
    empty.claim.documents.clear();
    let refused = build::faults(empty.ask(&reviewer, Command::Approve(Vec::new())));
    assert!(refused.contains(&("/documents".into(), Code::PoeMissing)));
    let approved = scene.approve();
    assert_eq!(approved.claim.state, State::Approved);
    assert!(approved.claim.is_terminal() && approved.claim.content.items.is_empty());
    let review = approved.claim.review.as_ref().unwrap();
    assert_eq!((review.stage, review.result), (Stage::First, ReviewResult::Approve));
}

#[test]
fn e21_v_28_a_rejection_is_disputed_once_with_words_or_new_proof() {
    let rejected = Scene::reviewed().refused();
    let dispute = |words: Option<&str>| Command::Dispute { justification: words.map(Into::into) };
    let ask = |scene: &Scene, words| scene.clone().ask(&scene.partner(), dispute(words));
    assert_eq!(build::faults(ask(&rejected, None)), [("/justification".into(), Code::DisputeEmpty)]);
    assert!(ask(&rejected, Some("It is on page 3.")).is_ok());
    let proven = rejected.by_partner(Act::Upload).clean();
    let disputed = proven.clone().step(&proven.partner(), dispute(None));
    assert_eq!((disputed.claim.state.as_str(), disputed.claim.submissions), ("disputed", 2));
    assert_eq!(code(ask(&disputed, Some("Again"))), Code::DisputeAlreadyUsed);
}

#[test]
fn e25_i_15_another_one_decides_the_dispute_for_good() {
    let reviewer = Actor::Staff(persona::reviewer());
    for (act, status) in
        [(Act::Approve, "approved"), (Act::Reject, "rejected_final"), (Act::Return, "action_required")]
    {
        let scene = disputed();
        assert_eq!(scene.clone().ask(&reviewer, right(&scene, act)).unwrap_err(), Refusal::Forbidden);
        let decided = scene.by_vendor(persona::review_lead(), act);
        assert_eq!(decided.claim.state.as_str(), status);
    }
    let over = disputed().by_vendor(persona::review_lead(), Act::Reject);
    assert_eq!(code(by_partner(&over, Act::Dispute)), Code::DisputeAlreadyUsed);
    assert!(held_by(&over.claim).iter().all(|guard| guard.name().starts_with("known/")));
    // A lead who rejected it does not decide on the dispute.
    let lead = persona::review_lead();
    let own =
        Scene::evidenced().submit().step(&Actor::Staff(lead.clone()), right(&disputed(), Act::StartReview));
    let own = own.by_vendor(lead.clone(), Act::Reject).by_partner(Act::Dispute);
    let refused = own.clone().ask(&Actor::Staff(lead), right(&own, Act::Approve));
    assert_eq!(refused.unwrap_err(), Refusal::Forbidden);
}

#[test]
fn e26_k11_d8_the_consent_is_withdrawn_until_the_approval() {
    for (name, scene) in Scene::every_engagement() {
        let consent = scene.claim.consent.as_ref().map(|consent| consent.state.clone());
        let withdraw = commands::answer_now(&scene.claim, Choice::Withdraw);
        let asked = scene.clone().ask(&Actor::Customer, withdraw);
        match (consent, scene.claim.is_terminal()) {
            (Some(ConsentState::Accepted), false) => {
                let withdrawn = scene.answered(Choice::Withdraw);
                let over = State::Closed { end: Closing::ConsentWithdrawn };
                assert_eq!(withdrawn.claim.state, over, "{name}");
                assert!(held_by(&withdrawn.claim).is_empty(), "{name}: nor is the customer known by it");
                assert_eq!(code(by_partner(&withdrawn, Act::Submit)), Code::ConsentMissing);
                let again = commands::answer(1, Choice::Withdraw);
                let again = withdrawn.clone().ask(&Actor::Customer, again);
                assert!(matches!(again, Ok(Outcome::Unchanged(_))));
            }
            (Some(ConsentState::Accepted), true) => {
                assert_eq!(code(asked), Code::InvalidStateTransition, "{name}");
            }
            _ => assert!(!matches!(asked, Ok(Outcome::Changed(_))), "{name}"),
        }
    }
}

#[test]
fn k5_the_link_of_an_approved_claim_shows_what_was_decided() {
    let approved = Scene::reviewed().approve();
    let ask = |choice| approved.clone().ask(&Actor::Customer, commands::answer(1, choice));
    assert!(matches!(ask(Choice::Accept), Ok(Outcome::Unchanged(_))));
    assert_eq!(ask(Choice::Decline).unwrap_err(), Refusal::ConsentAlreadyDecided);
    // The link of an earlier round says so, whatever is pressed.
    let moved = Scene::engaged().asked().by_partner(Act::ChangeContact).agreed().proven();
    let moved = moved.submit().review().approve();
    let old = moved.clone().ask(&Actor::Customer, commands::answer(1, Choice::Withdraw));
    assert_eq!(old.unwrap_err(), Refusal::ConsentOver(Code::ConsentReplaced));
}

#[test]
fn e27_the_vendor_stops_whatever_is_not_over() {
    let manager = Actor::Staff(persona::programme_manager());
    for (name, mut scene) in Scene::every_engagement() {
        let reasonless = scene.ask(&manager, Command::Stop { reason: None });
        if scene.claim.is_terminal() {
            assert_eq!(code(reasonless), Code::InvalidStateTransition, "{name}");
            continue;
        }
        assert_eq!(build::faults(reasonless), [("/reason".into(), Code::ReasonRequired)], "{name}");
        let stopped = scene.after(DAY).by_vendor(persona::programme_manager(), Act::Stop);
        assert_eq!(stopped.claim.state, State::Canceled { code: Some("by_vendor".into()) });
        assert!(held_by(&stopped.claim).iter().all(|guard| guard.name().starts_with("known/")), "{name}");
        let open = stopped.claim.consent.as_ref().is_some_and(|consent| consent.state.is_open());
        assert!(!open, "{name}");
    }
}
