//! T1 … T23: one example per transition of domain 6.1.

use domain::{
    Action, Actor, Claim, Code, Command, Guard, ItemKey, Outcome, Refusal, Role, State,
    allowed::Act,
    claim::{AssociationStatus, ItemDecision, Reason},
    command::{ItemVerdict, MailFate, ReasonAnswer, Submission},
    consent::{Choice, ConsentState},
    decide::{Check, Decision},
    input::{ContactPatch, ContentPatch, ItemInput},
    state::Part,
};
use testkit::{Scene, build, build::at, commands, persona};

fn reviewer() -> Actor {
    Actor::Staff(persona::reviewer())
}

fn last(scene: &Scene) -> &Decision {
    scene.decisions.last().unwrap()
}

/// What the last decision added to the history.
fn added(scene: &Scene) -> Vec<Action> {
    let before = match scene.decisions.len() {
        0 | 1 => &scene.created.claim,
        n => &scene.decisions[n - 2].claim,
    };
    scene.claim.history.after(before.history.last_seq()).map(|(_, entry)| entry.action).collect()
}

fn not_in_state<T: std::fmt::Debug>(result: Result<T, Refusal>) -> &'static str {
    match result {
        Err(Refusal::State { status, .. }) => status,
        other => panic!("not refused for its state: {other:?}"),
    }
}

fn open(claim: &Claim, workload: &str) -> Guard {
    let key = format!("{}/workload:{workload}", build::TENANT);
    Guard::Open { org: claim.org.clone(), key }
}

fn held(workload: &str) -> Guard {
    Guard::Holder { key: format!("{}/workload:{workload}", build::TENANT) }
}

fn sorted(mut guards: Vec<Guard>) -> Vec<Guard> {
    guards.sort();
    guards
}

#[test]
fn t1_create_makes_a_draft() {
    let claim = Scene::draft().claim;
    assert!(claim.state.is_draft());
    assert_eq!((claim.version, claim.revision, claim.submissions), (1, 1, 0));
    assert_eq!(claim.org_name, "partner-a GmbH");
    assert_eq!(claim.customer.name, "Fabrikam GmbH");
    assert_eq!(claim.rule_version, 1);
    assert_eq!(claim.consent, None);
    assert!(claim.id.number().starts_with("CLM-"));
    let entry = &claim.history.entries[0];
    assert_eq!((entry.action, entry.to.as_deref()), (Action::Created, Some("draft")));
    assert_eq!(entry.by.sub.as_deref(), Some("a-admin"));
    assert_eq!(entry.by.role, Some(Role::IncentivesAdmin));
}

#[test]
fn t1_only_an_incentives_admin_creates() {
    let input = build::claim_input();
    for (name, caller) in persona::all() {
        let context = domain::Context {
            now: build::monday(),
            catalogue: &build::CATALOGUE,
            fresh: [0; 16],
            found: &[],
        };
        let made = domain::create(&input, &caller, build::claim_id("x"), None, build::facts(&input), context);
        match name {
            "partner-a-admin" => assert!(made.is_ok()),
            // Somebody else's location looks like one that does not exist (V-02).
            "partner-b-admin" => assert_eq!(made.unwrap_err(), Refusal::LocationOutOfScope),
            _ => assert_eq!(made.unwrap_err(), Refusal::Forbidden, "{name}"),
        }
    }
}

#[test]
fn t1_an_unknown_tenant_becomes_a_customer_named_by_it() {
    let input = build::claim_input();
    let facts = domain::decide::Facts { customer: None, ..build::facts(&input) };
    let context =
        domain::Context { now: build::monday(), catalogue: &build::CATALOGUE, fresh: [0; 16], found: &[] };
    let caller = persona::partner_a_admin();
    let made = domain::create(&input, &caller, build::claim_id("x"), None, facts, context).unwrap();
    let customer = made.new_customer.unwrap();
    assert_eq!(
        (customer.name.as_str(), &customer.tenants[..]),
        (build::TENANT, &[build::TENANT.to_owned()][..])
    );
    assert_eq!(made.claim.customer.id, customer.id);
    assert_eq!(customer.id, domain::CustomerId::derived(&["tenant", build::TENANT]));
}

#[test]
fn t2_edit_changes_a_draft() {
    let mut scene = Scene::draft();
    let partner = scene.partner();
    let patch = ContentPatch {
        name: Some(Some("  New name ".into())),
        opt_out_of_incentives: Some(Some(true)),
        items: Some(Some(vec![ItemInput { workload: Some("intune".into()), ..ItemInput::default() }])),
        customer_contact: Some(Some(ContactPatch {
            title: Some(Some("CIO".into())),
            ..ContactPatch::default()
        })),
        ..ContentPatch::default()
    };
    scene = scene.step(&partner, Command::Edit(patch));
    let content = &scene.claim.content;
    assert_eq!((content.name.as_str(), content.opt_out, content.items.len()), ("New name", true, 1));
    assert_eq!(content.customer_contact.title.as_deref(), Some("CIO"));
    assert_eq!(content.customer_contact.name, "Sue Smith");
    assert_eq!((scene.claim.version, scene.claim.revision), (2, 2));
    assert_eq!(added(&scene), [Action::Edited]);
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!(entry.items, ["/name", "/items", "/optOutOfIncentives", "/customerContact"]);
    assert!(last(&scene).take.is_empty() && last(&scene).free.is_empty());

    // The same once more changes nothing and is not recorded.
    let same = ContentPatch { name: Some(Some("New name".into())), ..ContentPatch::default() };
    assert_eq!(scene.ask(&partner, Command::Edit(same)), Ok(Outcome::Unchanged(scene.claim.clone())));
    let nothing = Command::Edit(ContentPatch::default());
    assert!(matches!(scene.ask(&partner, nothing), Ok(Outcome::Unchanged(_))));
}

#[test]
fn t2_an_edit_is_checked_like_a_create() {
    let mut scene = Scene::draft();
    let partner = scene.partner();
    let patch = ContentPatch {
        name: Some(None),
        items: Some(Some(Vec::new())),
        partner_contact: Some(Some(ContactPatch {
            email: Some(Some("sue@fabrikam.example".into())),
            ..ContactPatch::default()
        })),
        ..ContentPatch::default()
    };
    assert_eq!(
        build::faults(scene.ask(&partner, Command::Edit(patch))),
        [
            ("/customerContact/email".into(), Code::ContactIsPartner),
            ("/items".into(), Code::ItemsRequired),
            ("/name".into(), Code::NameRequired),
        ]
    );
    // The new location is looked at when it is written.
    let moved = |to: &str| {
        Command::Edit(ContentPatch { location_id: Some(Some(to.into())), ..ContentPatch::default() })
    };
    scene = scene.step(&partner, moved(build::OTHER_LOCATION));
    let check = Check::Location { id: scene.claim.content.location.clone(), org: scene.claim.org.clone() };
    assert_eq!(last(&scene).checks, [check]);
    // V-02: out of the caller's own scope.
    let mut scoped = scene.partner.clone();
    scoped.scope = domain::Scope::Only(vec![scene.claim.content.location.clone()]);
    let refused = scene.ask(&Actor::Staff(scoped), moved(build::LOCATION));
    assert_eq!(refused.unwrap_err(), Refusal::LocationOutOfScope);
}

#[test]
fn t3_submit_freezes_the_version_and_asks_the_customer() {
    let scene = Scene::submitted();
    let claim = &scene.claim;
    assert_eq!(claim.state, State::Submitted { start_by: at("2026-11-30T23:00:00Z"), decide_by: None });
    assert_eq!((claim.submissions, last(&scene).freeze), (1, Some(1)));
    assert_eq!(added(&scene), [Action::Submitted, Action::ConsentRequested]);
    let consent = claim.consent.as_ref().unwrap();
    assert_eq!((consent.round, consent.contact.email.as_str()), (1, "sue@fabrikam.example"));
    assert!(matches!(consent.state, ConsentState::Created { .. }));
    let expected = sorted(vec![open(claim, "exchange_online"), open(claim, "teams")]);
    assert_eq!((sorted(last(&scene).take.clone()), &last(&scene).free[..]), (expected, &[][..]));
}

#[test]
fn t3_a_submission_checks_its_subscriptions_again() {
    let input = build::subscriptions_input(3);
    let scene = Scene::begin("t3", &input, persona::partner_a_admin()).proven().submit();
    let checks = &last(&scene).checks;
    assert_eq!(checks.len(), 3);
    assert!(checks.iter().enumerate().all(|(index, check)| matches!(check,
        Check::Subscription { id, pointer, tenant, product, channels }
            if *id == build::subscription_id(index)
            && *pointer == format!("/items/subscription:{id}")
            && tenant == build::TENANT && product == "sales" && channels.len() == 2)));
}

#[test]
fn t4_cancel_gives_a_draft_up() {
    let mut scene = Scene::draft();
    let partner = scene.partner();
    let long = Some("x".repeat(2_001));
    let refused = scene.ask(&partner, Command::Cancel { reason: long });
    assert_eq!(build::faults(refused), [("/reason".into(), Code::TextInvalid)]);
    let scene = scene.step(&partner, Command::Cancel { reason: Some("Not ours".into()) });
    assert_eq!(scene.claim.state, State::Canceled { code: None });
    assert_eq!(scene.claim.history.entries.last().unwrap().reason.as_deref(), Some("Not ours"));
    assert!(Scene::canceled().claim.state.is_terminal());
    assert_eq!(not_in_state(Scene::submitted().ask(&partner, Command::Cancel { reason: None })), "submitted");
}

#[test]
fn t6_recall_takes_the_first_submission_back() {
    for (scene, told) in [(Scene::submitted(), "never_mailed"), (Scene::delivered(), "mailed")] {
        let mut scene = scene;
        let partner = scene.partner();
        let refused = scene.ask(&partner, Command::Recall { reason: None });
        assert_eq!(build::faults(refused), [("/reason".into(), Code::ReasonRequired)]);
        let scene = scene.step(&partner, Command::Recall { reason: Some("Too early".into()) });
        assert!(scene.claim.state.is_draft());
        assert_eq!(scene.claim.consent.as_ref().unwrap().state, ConsentState::Voided);
        assert_eq!(added(&scene), [Action::Recalled, Action::ConsentVoided]);
        assert_eq!(scene.claim.history.entries.last().unwrap().reason.as_deref(), Some(told));
        assert_eq!(last(&scene).free.len(), 2);
        // Handed in again it is another version and another round.
        let again = scene.submit();
        assert_eq!((again.claim.submissions, last(&again).freeze), (2, Some(2)));
        assert_eq!(again.claim.consent.as_ref().unwrap().round, 2);
    }
}

#[test]
fn t6_not_after_the_review_has_begun_nor_after_a_return() {
    let recall = || Command::Recall { reason: Some("Too late".into()) };
    let mut scene = Scene::under_review();
    let partner = scene.partner();
    assert_eq!(not_in_state(scene.ask(&partner, recall())), "under_review");
    let resubmitted = Scene::every().into_iter().find(|(name, _)| *name == "resubmitted").unwrap().1;
    let released = Scene::under_review().by_vendor(persona::reviewer(), Act::Release);
    for scene in [resubmitted, released] {
        assert_eq!(not_in_state(scene.clone().ask(&partner, recall())), "submitted");
    }
}

#[test]
fn t7_start_review_runs_the_decision_clock() {
    let scene = Scene::under_review();
    let State::UnderReview { reviewer: by, start_by, decide_by, paused: None } = &scene.claim.state else {
        panic!("{:?}", scene.claim.state)
    };
    assert_eq!((by.sub.as_str(), by.name.as_str()), ("reviewer", "Vera Vogt"));
    assert_eq!(*start_by, at("2026-11-30T23:00:00Z"));
    // Monday 23 November and 14 business days: Friday 11 December, its end in Berlin.
    assert_eq!(*decide_by, at("2026-12-11T23:00:00Z"));
    // Nobody reviews a claim of an organisation he or she belongs to.
    let mut partial = persona::reviewer();
    partial.org = scene.claim.org.clone();
    let refused =
        Scene::delivered().ask(&Actor::Staff(partial), Command::StartReview { contests: Vec::new() });
    assert_eq!(refused.unwrap_err(), Refusal::Forbidden);
    assert_eq!(
        not_in_state(Scene::under_review().ask(&reviewer(), Command::StartReview { contests: Vec::new() })),
        "under_review"
    );
}

#[test]
fn t7b_a_released_review_keeps_its_clocks() {
    let mut scene = Scene::under_review();
    let State::UnderReview { start_by: start, decide_by: decide, .. } = scene.claim.state else {
        panic!("{:?}", scene.claim.state)
    };
    scene.wait(jiff::SignedDuration::from_hours(72));
    let scene = scene.step(&Actor::Staff(persona::review_lead()), Command::Release);
    assert_eq!(scene.claim.state, State::Submitted { start_by: start, decide_by: Some(decide) });
    let scene = scene.review();
    assert!(matches!(scene.claim.state, State::UnderReview { start_by, decide_by, .. }
        if start_by == start && decide_by == decide));
}

#[test]
fn t8_return_opens_the_named_parts() {
    for (pointer, part) in [
        ("/items/workload:teams", Some(Part::Items)),
        ("/items", Some(Part::Items)),
        ("/locationId", Some(Part::Location)),
        ("/customerContact/email", Some(Part::CustomerContact)),
        ("/partnerContact", Some(Part::PartnerContact)),
        ("/proof/elements/identity", None),
        ("/documents", None),
    ] {
        let scene = Scene::returned(commands::reasons(pointer));
        let State::ActionRequired { answer_by, parts, changed } = &scene.claim.state else {
            panic!("{:?}", scene.claim.state)
        };
        let mut expected: Vec<Part> = part.into_iter().chain([Part::Documents]).collect();
        expected.sort_unstable();
        assert_eq!(*parts, expected, "{pointer}");
        assert_eq!((*answer_by, *changed), (at("2026-12-11T23:00:00Z"), false));
        let review = scene.claim.review.as_ref().unwrap();
        assert_eq!(review.reasons[0].pointer, pointer);
        assert!(last(&scene).free.is_empty(), "it is still claimed");
    }
}

#[test]
fn t8_t11_every_fault_of_the_reasons_is_told() {
    let mut scene = Scene::under_review();
    let bad = Reason {
        code: "because".into(),
        pointer: "/items/workload:intune".into(),
        document_id: Some("doc_nobody".into()),
        text: " ".into(),
    };
    for command in [Command::Return(vec![bad.clone()]), Command::Reject(vec![bad])] {
        assert_eq!(
            build::faults(scene.ask(&reviewer(), command)),
            [
                ("/reasons/0/code".into(), Code::ReasonCodeUnknown),
                ("/reasons/0/documentId".into(), Code::PointerUnknown),
                ("/reasons/0/pointer".into(), Code::PointerUnknown),
                ("/reasons/0/text".into(), Code::ReasonRequired),
            ]
        );
    }
    for command in [Command::Return(Vec::new()), Command::Reject(Vec::new())] {
        assert_eq!(
            build::faults(scene.ask(&reviewer(), command)),
            [("/reasons".into(), Code::ReasonRequired)]
        );
    }
}

fn resubmit(scene: &Scene, answers: &[(usize, &str)]) -> Command {
    let answers = answers.iter().map(|(reason, text)| ReasonAnswer { reason: *reason, text: (*text).into() });
    Command::Resubmit(Submission { answers: answers.collect(), ..build::submission(&scene.claim) })
}

#[test]
fn t9_resubmit_needs_a_change_or_an_answer() {
    let mut scene = Scene::action_required();
    let partner = scene.partner();
    let refused = scene.ask(&partner, resubmit(&scene.clone(), &[]));
    assert_eq!(build::faults(refused), [(String::new(), Code::NothingChanged)]);
    let refused = scene.ask(&partner, resubmit(&scene.clone(), &[(1, "no such reason"), (0, "")]));
    assert_eq!(
        build::faults(refused),
        [
            ("/answers/0/reason".into(), Code::PointerUnknown),
            ("/answers/1/text".into(), Code::ReasonRequired),
        ]
    );
    let answer = resubmit(&scene, &[(0, " Here it is. ")]);
    let scene = scene.step(&partner, answer);
    assert!(matches!(scene.claim.state, State::Submitted { decide_by: None, .. }));
    assert_eq!((scene.claim.submissions, scene.claim.resubmissions, last(&scene).freeze), (2, 1, Some(2)));
    assert_eq!(last(&scene).notes.len(), 1);
    assert_eq!(
        (last(&scene).notes[0].text.as_str(), last(&scene).notes[0].answers),
        ("Here it is.", Some(0))
    );
    // The notice said the same: no new round.
    assert_eq!(added(&scene), [Action::Resubmitted]);
    assert_eq!(scene.claim.consent.as_ref().unwrap().round, 1);
}

#[test]
fn t9_another_document_is_a_change_but_no_reason_for_a_new_notice() {
    let mut scene = Scene::action_required();
    let partner = scene.partner();
    let mut document = build::document_input(&scene.claim);
    document.sha256 = Some(build::sha256(2));
    scene = scene.step(&partner, Command::AddDocument(document)).clean();
    let again = resubmit(&scene, &[]);
    let scene = scene.step(&partner, again);
    assert_eq!(added(&scene), [Action::Resubmitted]);
}

#[test]
fn t9_what_the_notice_said_has_changed_and_a_new_one_goes_out() {
    let item = |id: &str| ItemInput { workload: Some(id.into()), ..ItemInput::default() };
    let contact =
        ContactPatch { email: Some(Some("tom@fabrikam.example".into())), ..ContactPatch::default() };
    for (pointer, patch) in [
        ("/items", ContentPatch { items: Some(Some(vec![item("teams")])), ..ContentPatch::default() }),
        (
            "/customerContact",
            ContentPatch { customer_contact: Some(Some(contact)), ..ContentPatch::default() },
        ),
        (
            "/locationId",
            ContentPatch { location_id: Some(Some(build::OTHER_LOCATION.into())), ..ContentPatch::default() },
        ),
    ] {
        let scene = Scene::returned(commands::reasons(pointer));
        let partner = scene.partner();
        let scene = scene.step(&partner, Command::Edit(patch));
        let again = resubmit(&scene, &[]);
        let scene = scene.step(&partner, again);
        assert_eq!(
            added(&scene),
            [Action::Resubmitted, Action::ConsentVoided, Action::ConsentRequested],
            "{pointer}"
        );
        let consent = scene.claim.consent.as_ref().unwrap();
        assert_eq!((consent.round, consent.window_ends), (2, None));
        assert_eq!(consent.contact, scene.claim.content.customer_contact);
    }
}

#[test]
fn t9_an_item_that_is_given_up_is_free_for_others() {
    let scene = Scene::returned(commands::reasons("/items"));
    let partner = scene.partner();
    let items = Some(Some(vec![ItemInput { workload: Some("teams".into()), ..ItemInput::default() }]));
    let scene = scene.step(&partner, Command::Edit(ContentPatch { items, ..ContentPatch::default() }));
    assert_eq!(last(&scene).free, [open(&scene.claim, "exchange_online")]);
    let covers = &scene.claim.documents[0].covers.items;
    assert_eq!(covers[..], [ItemKey::Workload("teams".into())]);
}

#[test]
fn t10_no_answer_in_time_is_a_rejection() {
    let mut scene = Scene::action_required();
    let answer_by = at("2026-12-11T23:00:00Z");
    scene.now = answer_by;
    let scene = scene.step(&Actor::System, Command::Settle);
    let dispute_until = at("2027-01-11T23:00:00Z");
    assert_eq!(
        scene.claim.state,
        State::Rejected { code: "no_partner_response".into(), dispute_until, changed: false }
    );
    let entry = scene.claim.history.entries.last().unwrap();
    assert_eq!((entry.action, entry.at), (Action::PartnerAnswerMissed, answer_by));
    assert!(last(&scene).free.iter().all(|guard| matches!(guard, Guard::Open { .. })));
    assert_eq!(last(&scene).free.len(), 2);
}

#[test]
fn t11_reject_frees_what_was_claimed() {
    let scene = Scene::rejected();
    assert_eq!(
        scene.claim.state,
        State::Rejected {
            code: "poe_unreadable".into(),
            dispute_until: at("2026-12-23T23:00:00Z"),
            changed: false
        }
    );
    assert_eq!(added(&scene), [Action::Rejected]);
    assert_eq!(last(&scene).free.len(), 2);
    assert!(scene.claim.content.items.iter().all(|item| item.association.is_none()));
}

fn verdict(key: &str, decision: &str, reason: Option<&str>) -> ItemVerdict {
    ItemVerdict { key: key.into(), decision: decision.into(), reason: reason.map(Into::into) }
}

#[test]
fn t12_approve_decides_every_item_and_takes_the_accepted_ones() {
    let scene = Scene::under_review().step(
        &reviewer(),
        Command::Approve(vec![
            verdict("workload:exchange_online", "refused", Some(" Not proven. ")),
            verdict("workload:teams", "accepted", None),
        ]),
    );
    let claim = &scene.claim;
    assert_eq!(claim.state, State::Approved);
    let [teams, exchange] = &claim.content.items[..] else { panic!("two items") };
    assert_eq!(teams.association.as_ref().unwrap().status, AssociationStatus::Pending);
    assert_eq!(teams.decision, ItemDecision::Accepted);
    assert_eq!(exchange.association, None);
    assert_eq!(exchange.decision, ItemDecision::Refused { reason: "Not proven.".into() });
    assert_eq!(claim.history.entries.last().unwrap().items, ["workload:teams"]);
    assert_eq!(last(&scene).take, [held("teams")]);
    assert_eq!(last(&scene).free, [open(claim, "exchange_online")]);
}

#[test]
fn t12_every_fault_of_an_approval_is_told() {
    let mut scene = Scene::under_review();
    let mut ask =
        |verdicts: Vec<ItemVerdict>| build::faults(scene.ask(&reviewer(), Command::Approve(verdicts)));
    assert_eq!(
        ask(vec![verdict("workload:intune", "accepted", None), verdict("workload:teams", "refused", None)]),
        [
            ("/items".into(), Code::ItemDecisionRequired),
            ("/items/0/key".into(), Code::ItemUnknown),
            ("/items/1/reason".into(), Code::ReasonRequired),
        ]
    );
    assert_eq!(
        ask(vec![
            verdict("workload:teams", "accepted", None),
            verdict("workload:teams", "accepted", None),
            verdict("workload:exchange_online", "maybe", None),
        ]),
        [("/items/1".into(), Code::ItemDuplicate), ("/items/2/decision".into(), Code::ItemDecisionRequired)]
    );
    let refused =
        ["workload:teams", "workload:exchange_online"].map(|key| verdict(key, "refused", Some("No")));
    assert_eq!(ask(refused.into()), [("/items".into(), Code::NoItemAccepted)]);
    assert_eq!(
        ask(Vec::new()),
        [("/items".into(), Code::ItemDecisionRequired), ("/items".into(), Code::ItemDecisionRequired)]
    );
}

#[test]
fn t14_an_objection_is_final_wherever_the_claim_stands() {
    for (name, scene) in [
        ("submitted", Scene::submitted()),
        ("delivered", Scene::delivered()),
        ("under_review", Scene::under_review()),
        ("action_required", Scene::action_required()),
        ("rejected", Scene::rejected()),
        ("approved_pending", Scene::approved_pending()),
        ("active", Scene::active()),
    ] {
        let held = domain::guard::held_by(&scene.claim).len();
        let scene = scene.answered(Choice::Object);
        assert_eq!(scene.claim.state, State::RejectedFinal { code: "customer_declined".into() }, "{name}");
        assert_eq!(last(&scene).free.len(), held, "{name}");
        assert!(scene.claim.content.items.iter().all(|item| !item.is_held()), "{name}");
        assert!(domain::guard::held_by(&scene.claim).is_empty());
    }
}

#[test]
fn t19_a_rejection_that_is_not_disputed_is_final() {
    let mut scene = Scene::rejected();
    scene.now = at("2026-12-23T23:00:00Z");
    // The customer was told of the claim and never answered: the request is withdrawn with it.
    let report = commands::mail(&scene.claim, MailFate::Undeliverable { reason: "complaint".into() });
    let before = scene.clone().at(build::monday()).step(&Actor::System, report);
    let scene = before.at(scene.now).step(&Actor::System, Command::Settle);
    assert_eq!(scene.claim.state, State::RejectedFinal { code: "dispute_window_closed".into() });
    assert_eq!(added(&scene), [Action::ConsentVoided, Action::DisputeWindowClosed]);
    assert_eq!(scene.claim.history.entries.last().unwrap().at, at("2026-12-23T23:00:00Z"));
}

#[test]
fn t23_change_contact_asks_another_person_and_leaves_the_claim_as_it_is() {
    let mut scene = Scene::delivered();
    let partner = scene.partner();
    let before = scene.claim.content.clone();
    let wrong = domain::input::ContactInput {
        email: Some("tom@PARTNER-A.example".into()),
        title: None,
        ..build::other_contact()
    };
    assert_eq!(
        build::faults(scene.ask(&partner, Command::ChangeContact(wrong))),
        [("/title".into(), Code::ContactIncomplete)]
    );
    let same = Command::ChangeContact(build::customer_contact());
    assert!(matches!(scene.ask(&partner, same), Ok(Outcome::Unchanged(_))));
    let version = scene.claim.version;
    let scene = scene.step(&partner, Command::ChangeContact(build::other_contact()));
    assert_eq!(scene.claim.content, before);
    assert_eq!(scene.claim.version, version + 1);
    assert_eq!(added(&scene), [Action::ConsentVoided, Action::ConsentRequested]);
    let consent = scene.claim.consent.as_ref().unwrap();
    assert_eq!((consent.round, consent.contact.email.as_str()), (2, "tom@fabrikam.example"));
    assert_eq!((consent.delivered_at, consent.window_ends), (None, None));
}

#[test]
fn t23_only_while_the_round_waits_for_the_customer() {
    for (name, scene) in Scene::every() {
        let mut scene = scene;
        let partner = scene.partner();
        let waits = matches!(
            name,
            "submitted"
                | "delivered"
                | "bounced"
                | "delegated"
                | "reported"
                | "under_review"
                | "released"
                | "challenger"
                | "contest_won"
                | "action_required"
                | "returned_in_dispute"
                | "resubmitted"
                | "approved_pending"
                | "approved_bounced"
        );
        let command = commands::right(Act::ChangeContact, &scene.claim).unwrap();
        assert_eq!(scene.ask(&partner, command).is_ok(), waits, "{name}");
    }
}
