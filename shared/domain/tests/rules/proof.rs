//! V-20 … V-27: proof of execution.

use domain::{
    Actor, Code, Command, ItemKey, Outcome, Refusal,
    command::Submission,
    document::{Covers, DocumentState, FILE_MAX, FILES_MAX, FILES_TOTAL_MAX, MEDIA_TYPES},
    input::DocumentInput,
};
use jiff::{ToSpan, civil::date};
use testkit::{Scene, build};

fn fault(pointer: &str, code: Code) -> Vec<(String, Code)> {
    vec![(pointer.into(), code)]
}

/// A draft with one clean document made from the usual one.
fn with_document(spoil: impl FnOnce(&mut DocumentInput)) -> Scene {
    let mut scene = Scene::draft();
    let mut input = build::document_input(&scene.claim);
    spoil(&mut input);
    let partner = scene.partner();
    scene.act(&partner, Command::AddDocument(input)).unwrap();
    scene.clean()
}

fn submit(scene: &mut Scene) -> Result<Outcome, Refusal> {
    let (partner, submission) = (scene.partner(), build::submission(&scene.claim));
    scene.ask(&partner, Command::Submit(submission))
}

fn add(scene: &mut Scene, input: DocumentInput) -> Result<Outcome, Refusal> {
    let partner = scene.partner();
    scene.act(&partner, Command::AddDocument(input))
}

fn id_of(scene: &Scene) -> String {
    scene.claim.documents[0].id.to_string()
}

#[test]
fn v_20_a_submission_needs_proof_of_every_element() {
    let missing = build::faults(submit(&mut Scene::draft()));
    assert_eq!(
        missing,
        [
            ("/documents".into(), Code::PoeMissing),
            ("/items/workload:exchange_online".into(), Code::PoeItemNotCovered),
            ("/items/workload:teams".into(), Code::PoeItemNotCovered),
            ("/proof/elements/customer_acknowledgement".into(), Code::PoeElementMissing),
            ("/proof/elements/identity".into(), Code::PoeElementMissing),
            ("/proof/elements/service_description".into(), Code::PoeElementMissing),
        ]
    );
    let mut scene = with_document(|input| {
        input.covers.as_mut().unwrap().elements.retain(|element| element != "identity");
    });
    assert_eq!(build::faults(submit(&mut scene)), fault("/proof/elements/identity", Code::PoeElementMissing));
    assert!(submit(&mut Scene::ready()).is_ok());
}

#[test]
fn v_21_every_item_is_covered() {
    let mut scene = with_document(|input| {
        input.covers.as_mut().unwrap().items = vec![ItemKey::Workload("teams".into())];
    });
    let expected = fault("/items/workload:exchange_online", Code::PoeItemNotCovered);
    assert_eq!(build::faults(submit(&mut scene)), expected);
}

#[test]
fn v_21_work_is_dated_and_at_most_twelve_months_old() {
    let mut scene = with_document(|input| input.activity_date = None);
    let pointer = format!("/documents/{}/activityDate", id_of(&scene));
    assert_eq!(build::faults(submit(&mut scene)), fault(&pointer, Code::PoeDateMissing));
    // Submitted on 23 November 2026.
    for (day, ok) in [(date(2025, 11, 22), false), (date(2025, 11, 23), true), (date(2025, 11, 24), true)] {
        let mut scene = with_document(|input| input.activity_date = Some(day));
        let pointer = format!("/documents/{}/activityDate", id_of(&scene));
        match ok {
            true => assert!(submit(&mut scene).is_ok(), "{day}"),
            false => assert_eq!(build::faults(submit(&mut scene)), fault(&pointer, Code::PoeDateTooOld)),
        }
    }
    // The date counts at the submission, in the programme's zone: 23:30 UTC is the next day in Berlin.
    let mut scene = with_document(|input| input.activity_date = Some(date(2025, 11, 23)));
    scene.now = build::at("2026-11-23T22:59:59Z");
    assert!(submit(&mut scene).is_ok());
    scene.now = build::at("2026-11-23T23:00:00Z");
    assert_eq!(build::faults(submit(&mut scene))[0].1, Code::PoeDateTooOld);
    // Nothing is proven by what has not happened yet.
    let today = date(2026, 11, 23);
    for (day, ok) in [(today, true), (today.saturating_add(1.day()), false)] {
        let mut scene = Scene::draft();
        let input = DocumentInput { activity_date: Some(day), ..build::document_input(&scene.claim) };
        let added = add(&mut scene, input);
        match ok {
            true => assert!(added.is_ok()),
            false => assert_eq!(build::faults(added), fault("/activityDate", Code::ActivityDateInvalid)),
        }
    }
}

#[test]
fn v_21_the_public_sector_is_told_the_fee() {
    let input = build::claim_input();
    let mut facts = build::facts(&input);
    facts.customer.as_mut().unwrap().public_sector = true;
    let context =
        domain::Context { now: build::monday(), catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
    let caller = testkit::persona::partner_a_admin();
    let created = domain::create(&input, &caller, build::claim_id("public"), None, facts, context).unwrap();
    let mut scene = Scene::draft();
    scene.claim = created.claim;
    let mut without = build::document_input(&scene.claim);
    without.covers.as_mut().unwrap().elements.retain(|element| element != "public_sector_disclosure");
    add(&mut scene, without).unwrap();
    let mut scene = scene.clean();
    let expected = fault("/proof/elements/public_sector_disclosure", Code::PoePublicDisclosureMissing);
    assert_eq!(build::faults(submit(&mut scene)), expected);
}

#[test]
fn v_22_every_text_is_accepted_in_its_current_version() {
    let mut scene = Scene::ready();
    let partner = scene.partner();
    let mut ask = |acknowledgements: &[&str]| {
        let acknowledgements = acknowledgements.iter().map(|text| (*text).to_owned()).collect();
        scene.ask(&partner, Command::Submit(Submission { acknowledgements, ..Submission::default() }))
    };
    let one = ("/acknowledgements".to_owned(), Code::AcknowledgementRequired);
    assert_eq!(build::faults(ask(&[])), [one.clone(), one.clone()]);
    assert_eq!(build::faults(ask(&["accuracy@1", "customer-notice@2"])), std::slice::from_ref(&one));
    assert_eq!(build::faults(ask(&["accuracy", "customer-notice@1"])), [one]);
    assert!(ask(&["accuracy@1", "customer-notice@1", "another@7"]).is_ok());
}

#[test]
fn a_comment_of_a_submission_is_kept_beside_the_claim() {
    let mut scene = Scene::ready();
    let partner = scene.partner();
    let mut ask = |comment: &str| {
        let submission = Submission { comment: Some(comment.into()), ..build::submission(&scene.claim) };
        scene.ask(&partner, Command::Submit(submission))
    };
    for (comment, notes) in [(" ", 0), ("Please be quick.\nThank you.", 1)] {
        match ask(comment) {
            Ok(Outcome::Changed(decision)) => assert_eq!(decision.notes.len(), notes),
            other => panic!("{other:?}"),
        }
    }
    assert!(ask(&"x".repeat(2_000)).is_ok());
    assert_eq!(build::faults(ask(&"x".repeat(2_001))), fault("/comment", Code::TextInvalid));
}

#[test]
fn v_23_types_of_files() {
    for media_type in MEDIA_TYPES {
        let scene = with_document(|input| input.media_type = Some(media_type.to_ascii_uppercase()));
        assert_eq!(scene.claim.documents[0].media_type, media_type);
    }
    for media_type in ["image/svg+xml", "application/zip", "text/html", "application/vnd.ms-excel", ""] {
        let mut scene = Scene::draft();
        let input =
            DocumentInput { media_type: Some(media_type.into()), ..build::document_input(&scene.claim) };
        assert_eq!(build::faults(add(&mut scene, input)), fault("/mediaType", Code::FileTypeNotAllowed));
    }
}

#[test]
fn v_24_sizes_and_counts_of_files() {
    for (size, code) in [
        (0, Some(Code::FileEmpty)),
        (1, None),
        (FILE_MAX - 1, None),
        (FILE_MAX, None),
        (FILE_MAX + 1, Some(Code::FileTooLarge)),
        (u64::MAX, Some(Code::FileTooLarge)),
    ] {
        let mut scene = Scene::draft();
        let input = DocumentInput { size: Some(size), ..build::document_input(&scene.claim) };
        match code {
            None => assert!(add(&mut scene, input).is_ok(), "{size}"),
            Some(code) => assert_eq!(build::faults(add(&mut scene, input)), fault("/size", code)),
        }
    }
    let mut scene = Scene::draft();
    let document = |scene: &Scene, number: usize, size: u64| DocumentInput {
        sha256: Some(build::sha256(number as u32)),
        size: Some(size),
        ..build::document_input(&scene.claim)
    };
    for number in 0..FILES_MAX {
        let input = document(&scene, number, 1);
        assert!(add(&mut scene, input).is_ok(), "{number}");
    }
    let input = document(&scene, FILES_MAX, 1);
    assert_eq!(build::faults(add(&mut scene, input)), fault("", Code::TooManyFiles));

    let mut scene = Scene::draft();
    let whole = FILES_TOTAL_MAX / FILE_MAX;
    for number in 0..whole - 1 {
        let input = document(&scene, number as usize, FILE_MAX);
        add(&mut scene, input).unwrap();
    }
    let input = document(&scene, 100, FILE_MAX - 1);
    add(&mut scene, input).unwrap();
    let input = document(&scene, 101, 2);
    assert_eq!(build::faults(add(&mut scene, input)), fault("/size", Code::TooManyFiles));
    let input = document(&scene, 101, 1);
    add(&mut scene, input).unwrap();
    let total: u64 = scene.claim.documents.iter().map(|document| document.size).sum();
    assert_eq!(total, FILES_TOTAL_MAX);
}

#[test]
fn v_25_the_same_bytes_are_the_same_document() {
    let mut scene = Scene::ready();
    let again = build::document_input(&scene.claim);
    assert!(matches!(add(&mut scene, again), Ok(Outcome::Unchanged(_))));
    for sha256 in [None, Some("ab".into()), Some(build::sha256(0xabc).to_uppercase()), Some("g".repeat(64))] {
        let input = DocumentInput { sha256, ..build::document_input(&scene.claim) };
        assert_eq!(build::faults(add(&mut scene, input)), fault("/sha256", Code::ChecksumMalformed));
    }
}

#[test]
fn v_26_only_clean_documents_are_handed_in_and_a_verdict_counts_once() {
    for verdict in [
        None,
        Some(DocumentState::Infected),
        Some(DocumentState::Refused { problem: "file_encrypted".into() }),
    ] {
        let mut scene = Scene::draft();
        let input = build::document_input(&scene.claim);
        add(&mut scene, input).unwrap();
        let document = scene.claim.documents[0].id.clone();
        if let Some(verdict) = verdict {
            let version = scene.claim.version;
            scene = scene.step(&Actor::System, Command::RecordProof { document: document.clone(), verdict });
            assert_eq!(scene.claim.version, version, "the ETag stays");
            // F11, F20: a late, repeated or forged verdict changes nothing.
            let verdict = DocumentState::Clean;
            let late =
                scene.ask(&Actor::System, Command::RecordProof { document: document.clone(), verdict });
            assert!(matches!(late, Ok(Outcome::Unchanged(_))));
        }
        let faults = build::faults(submit(&mut scene));
        assert!(faults.contains(&(format!("/documents/{document}"), Code::FileNotClean)), "{faults:?}");
        assert!(faults.contains(&("/items/workload:teams".into(), Code::PoeItemNotCovered)), "{faults:?}");
    }
    let nobody = domain::DocumentId::derived(&["nobody"]);
    let forged = Command::RecordProof { document: nobody, verdict: DocumentState::Clean };
    assert!(matches!(Scene::ready().ask(&Actor::System, forged), Ok(Outcome::Unchanged(_))));
}

#[test]
fn v_27_documents_change_only_where_proof_is_open() {
    for (name, scene) in Scene::every() {
        let mut scene = scene;
        let removable = matches!(
            name,
            "draft"
                | "ready"
                | "recalled"
                | "action_required"
                | "returned_in_dispute"
                | "rejected"
                | "contest_lost"
        );
        let open = removable || scene.claim.state == domain::State::Approved || name == "disputed";
        let partner = scene.partner();
        let input = DocumentInput { sha256: Some(build::sha256(99)), ..build::document_input(&scene.claim) };
        let status = scene.claim.state.as_str();
        let added = scene.ask(&partner, Command::AddDocument(input));
        match open {
            true => assert!(added.is_ok(), "{name}"),
            false => assert!(
                matches!(
                    added.unwrap_err(),
                    Refusal::State { code: Code::ClaimNotEditable, status: found, .. } if found == status
                ),
                "{name}"
            ),
        }
        let Some(document) = scene.claim.documents.first().map(|document| document.id.clone()) else {
            continue;
        };
        let removed = scene.ask(&partner, Command::RemoveDocument(document));
        assert_eq!(removed.is_ok(), removable, "{name}");
    }
    let mut scene = Scene::ready();
    let partner = scene.partner();
    let nobody = Command::RemoveDocument(domain::DocumentId::derived(&["nobody"]));
    assert_eq!(scene.ask(&partner, nobody).unwrap_err(), Refusal::NotFound);
    let document = scene.claim.documents[0].id.clone();
    assert!(scene.step(&partner, Command::RemoveDocument(document)).claim.documents.is_empty());
}

#[test]
fn every_fault_of_a_document_is_told_at_once() {
    let mut scene = Scene::draft();
    let input = DocumentInput {
        file_name: Some("../x.pdf".into()),
        media_type: None,
        size: None,
        sha256: None,
        kind: Some("holiday_photo".into()),
        covers: Some(Covers {
            items: vec![ItemKey::Workload("teams".into()), ItemKey::Workload("intune".into())],
            elements: vec!["everything".into()],
        }),
        activity_date: Some(date(2027, 1, 1)),
    };
    assert_eq!(
        build::faults(add(&mut scene, input)),
        [
            ("/activityDate".into(), Code::ActivityDateInvalid),
            ("/covers/elements/0".into(), Code::CoversUnknown),
            ("/covers/items/1".into(), Code::CoversUnknown),
            ("/fileName".into(), Code::TextInvalid),
            ("/kind".into(), Code::DocumentKindUnknown),
            ("/mediaType".into(), Code::FileTypeNotAllowed),
            ("/sha256".into(), Code::ChecksumMalformed),
            ("/size".into(), Code::FileEmpty),
        ]
    );
    for (name, code) in [(String::new(), Code::NameRequired), ("x".repeat(121), Code::NameTooLong)] {
        let input = DocumentInput { file_name: Some(name), ..build::document_input(&scene.claim) };
        assert_eq!(build::faults(add(&mut scene, input)), fault("/fileName", code));
    }
}

#[test]
fn every_fault_of_a_submission_is_told_at_once() {
    let mut scene = with_document(|input| {
        input.activity_date = Some(date(2024, 1, 1));
        input.covers = Some(Covers { items: Vec::new(), elements: vec!["identity".into()] });
    });
    let partner = scene.partner();
    let submission = Submission { comment: Some("\u{202e}".into()), ..Submission::default() };
    let faults = build::faults(scene.ask(&partner, Command::Submit(submission)));
    let codes: Vec<Code> = faults.into_iter().map(|(_, code)| code).collect();
    for (code, times) in [
        (Code::PoeDateTooOld, 1),
        (Code::PoeElementMissing, 2),
        (Code::PoeItemNotCovered, 2),
        (Code::AcknowledgementRequired, 2),
        (Code::TextInvalid, 1),
    ] {
        assert_eq!(codes.iter().filter(|known| **known == code).count(), times, "{code:?}");
    }
    assert_eq!(codes.len(), 8);
}
