//! Domain 5.1 as a table; what is offered agrees with what is decided; the order of refusals (api 1).

use domain::{
    Actor, Code, Command, Envelope, Outcome, Precondition, Refusal, State,
    actor::{permits, sees},
    allowed::{Act, allowed_actions, editable_fields},
    input::{ContactPatch, ContentPatch, ItemInput},
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands, persona};

/// Acts in the order of the columns below.
const ACTS: [Act; 25] = [
    Act::Edit,
    Act::Submit,
    Act::Recall,
    Act::Cancel,
    Act::Resubmit,
    Act::Dispute,
    Act::Disassociate,
    Act::Withdraw,
    Act::Clone,
    Act::Upload,
    Act::RemoveDocument,
    Act::SendConsent,
    Act::Resend,
    Act::ChangeContact,
    Act::Comment,
    Act::StartReview,
    Act::Release,
    Act::Return,
    Act::Approve,
    Act::Reject,
    Act::DecideContest,
    Act::ExtendDeadline,
    Act::Stop,
    Act::Answer,
    Act::System,
];

/// `x` = permitted on a claim of partner A that a reviewer has taken.
const TABLE: [(&str, &str); 11] = [
    ("partner-a-admin", "xxxxxxxxxxxxxxx.........."),
    ("partner-a-user", "........................."),
    ("partner-a-referrals", "........................."),
    // The role would do; partner B does not even see the claim.
    ("partner-b-admin", "xxxxxxxxxxxxxx..........."),
    ("reviewer", "..............xxxxxx....."),
    ("review-lead", "..............xxxxxxx...."),
    ("programme-manager", "..............x......xx.."),
    ("field-seller", "........................."),
    ("auditor", "........................."),
    ("customer", ".......................x."),
    ("system", "........................x"),
];

#[test]
fn domain_5_1_who_may_do_what() {
    let (association, engagement) = (Scene::under_review().claim, Scene::reviewed().claim);
    for ((name, actor), (row, marks)) in persona::actors().into_iter().zip(TABLE) {
        assert_eq!(name, row);
        for (act, mark) in ACTS.into_iter().zip(marks.chars()) {
            assert_eq!(permits(&actor, &association, act), mark == 'x', "{name} {act:?}");
            // C5: an engagement is the users' as well.
            let as_admin = name == "partner-a-user" && TABLE[0].1.chars().nth(place(act)) == Some('x');
            assert_eq!(permits(&actor, &engagement, act), mark == 'x' || as_admin, "{name} {act:?}");
        }
    }
}

fn place(act: Act) -> usize {
    ACTS.into_iter().position(|known| known == act).unwrap()
}

/// One of every state of both kinds of claims.
fn every() -> Vec<(&'static str, Scene)> {
    Scene::every().into_iter().chain(Scene::every_engagement()).collect()
}

#[test]
fn domain_5_1_roles_count_only_on_their_own_side() {
    let claim = Scene::under_review().claim;
    // A vendor's token with a partner's role, and the reverse.
    let mut wrong = persona::reviewer();
    wrong.roles = vec![domain::Role::IncentivesAdmin];
    assert!(!permits(&Actor::Staff(wrong), &claim, Act::Edit));
    let mut wrong = persona::partner_a_admin();
    wrong.roles = vec![domain::Role::Reviewer, domain::Role::ReviewLead];
    for act in [Act::StartReview, Act::Approve, Act::Return, Act::Reject, Act::Release] {
        assert!(!permits(&Actor::Staff(wrong.clone()), &claim, act));
    }
    let mut nobody = persona::partner_a_admin();
    nobody.roles = Vec::new();
    assert!(!sees(&Actor::Staff(nobody), &claim));
}

#[test]
fn domain_5_1_i_18_who_sees_what() {
    let (draft, submitted) = (Scene::draft().claim, Scene::submitted().claim);
    let recalled = Scene::every().into_iter().find(|(name, _)| *name == "recalled").unwrap().1.claim;
    for (name, actor) in persona::actors() {
        let expected = match name {
            "partner-b-admin" | "field-seller" => [false, false, false],
            // Reviewers see what was handed in.
            "reviewer" => [false, true, true],
            _ => [true, true, true],
        };
        let seen = [&draft, &submitted, &recalled].map(|claim| sees(&actor, claim));
        assert_eq!(seen, expected, "{name}");
    }
    // Field sellers see what they sell together with the partner, as long as the customer agrees.
    let seller = Actor::Staff(persona::field_seller());
    for (state, scene) in Scene::every_engagement() {
        let asked = ["asked", "asked_delivered", "asked_bounced", "asked_another"].contains(&state);
        let over = ["variable", "engaged", "canceled"].contains(&state)
            || state.starts_with("never")
            || state.starts_with("consent")
            || state.starts_with("stopped");
        assert_eq!(sees(&seller, &scene.claim), !asked && !over, "{state}");
    }
    let mut scoped = persona::partner_a_user();
    scoped.scope = domain::Scope::Only(vec![domain::LocationId::new(build::OTHER_LOCATION)]);
    assert!(!sees(&Actor::Staff(scoped), &draft), "scenario 19");
}

/// Whether a command was refused because of who or where, not because of what it says.
fn refused_as_act(outcome: &Result<Outcome, Refusal>) -> bool {
    match outcome {
        // An approval is offered while there is a contest: of the other items.
        Err(Refusal::State { code, .. }) => *code != Code::ContestOpen,
        Err(Refusal::NotFound | Refusal::Forbidden) => true,
        Ok(_) | Err(_) => false,
    }
}

#[test]
fn what_is_offered_is_what_is_decided_for_every_state_act_and_role() {
    for (state, scene) in every() {
        for (name, actor) in persona::actors() {
            let offered = allowed_actions(&scene.claim, &actor);
            for act in Act::OFFERED {
                let Some(command) = commands::right(act, &scene.claim) else { continue };
                let outcome = scene.clone().ask(&actor, command);
                let is_offered = offered.contains(&act.as_str());
                assert_eq!(!refused_as_act(&outcome), is_offered, "{state} {name} {act:?} {outcome:?}");
            }
        }
    }
}

#[test]
fn a_refusal_of_the_state_names_what_may_be_done_instead() {
    for (state, scene) in every() {
        for (name, actor) in persona::actors() {
            for act in Act::OFFERED {
                let Some(command) = commands::right(act, &scene.claim) else { continue };
                if let Err(Refusal::State { code, status, allowed }) = scene.clone().ask(&actor, command) {
                    assert_eq!(status, scene.claim.state.as_str(), "{state} {name} {code:?}");
                    assert_eq!(allowed, allowed_actions(&scene.claim, &actor), "{state} {name}");
                }
            }
        }
    }
}

#[test]
fn comments_are_open_until_the_claim_is_over() {
    for (state, scene) in every() {
        for (name, actor) in persona::actors() {
            let may = match name {
                "partner-a-admin" | "reviewer" | "review-lead" | "programme-manager" => true,
                "partner-a-user" => scene.claim.deal.is_some(),
                _ => false,
            };
            let seen = sees(&actor, &scene.claim);
            let offered = allowed_actions(&scene.claim, &actor).contains(&"comment");
            assert_eq!(offered, may && seen && !scene.claim.is_terminal(), "{state} {name}");
        }
    }
}

fn patch(pointer: &str, round: u64) -> ContentPatch {
    let mut patch = ContentPatch::default();
    let contact = || {
        let title = Some(Some(format!("Title {round}")));
        Some(Some(ContactPatch { title, ..ContactPatch::default() }))
    };
    match pointer {
        "/name" => patch.name = Some(Some(format!("Name {round}"))),
        "/locationId" => patch.location_id = Some(Some(build::OTHER_LOCATION.into())),
        "/items" => {
            let item = ItemInput { workload: Some("audit".into()), ..ItemInput::default() };
            patch.items = Some(Some(vec![item]));
        }
        "/optOutOfIncentives" => patch.opt_out_of_incentives = Some(Some(true)),
        "/customerContact" => patch.customer_contact = contact(),
        "/partnerContact" => patch.partner_contact = contact(),
        _ => patch.revenue = Some(None),
    }
    patch
}

#[test]
fn c4_editable_fields_are_the_ones_that_can_be_edited() {
    let pointers = [
        "/name",
        "/locationId",
        "/items",
        "/optOutOfIncentives",
        "/customerContact",
        "/partnerContact",
        "/revenue",
    ];
    let mut scenes: Vec<Scene> = every().into_iter().map(|(_, scene)| scene).collect();
    for pointer in ["/locationId", "/customerContact", "/partnerContact/email", "/documents"] {
        scenes.push(Scene::returned(commands::reasons(pointer)));
    }
    for mut scene in scenes {
        let partner = scene.partner();
        let fields = editable_fields(&scene.claim, &partner);
        for pointer in pointers {
            let outcome = scene.ask(&partner, Command::Edit(patch(pointer, scene.claim.revision)));
            let open = match &outcome {
                Ok(_) => true,
                Err(Refusal::FieldFrozen(faults)) => {
                    assert_eq!((faults[0].pointer.as_str(), faults[0].code), (pointer, Code::FieldFrozen));
                    false
                }
                Err(Refusal::State { .. }) => false,
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(open, fields.contains(&pointer), "{} {pointer}", scene.claim.state.as_str());
        }
        for (name, actor) in persona::actors() {
            let claims = name == "partner-a-user" && scene.claim.deal.is_some();
            if !claims && name != "partner-a-admin" && name != "partner-b-admin" {
                assert_eq!(editable_fields(&scene.claim, &actor), [""; 0], "{name}");
            }
        }
    }
    // Every frozen field is named.
    let mut scene = Scene::action_required();
    let partner = scene.partner();
    let both = ContentPatch { name: patch("/name", 1).name, ..patch("/revenue", 1) };
    assert_eq!(
        build::faults(scene.ask(&partner, Command::Edit(both))),
        [("/name".into(), Code::FieldFrozen), ("/revenue".into(), Code::FieldFrozen)]
    );
}

#[test]
fn api_1_the_order_of_refusals() {
    let key = || Some(build::key("k", "b"));
    let other = || Some(build::key("k", "another"));
    let mut scene = Scene::ready();
    let partner = scene.partner();
    let submit = Command::Submit(build::submission(&scene.claim));
    scene.act_as(&partner, key(), Precondition::Version(2), submit.clone()).unwrap();
    let stranger = Actor::Staff(persona::partner_b_admin());
    let user = Actor::Staff(persona::partner_a_user());
    let mut ask = |actor: &Actor, key, precondition| {
        let wrong = Command::Recall { reason: None };
        scene.ask_as(actor, key, precondition, wrong)
    };
    // 404 comes first, so that nobody learns what is there; then the replay.
    assert_eq!(ask(&stranger, key(), Precondition::Missing).unwrap_err(), Refusal::NotFound);
    assert!(matches!(ask(&user, key(), Precondition::Missing), Ok(Outcome::Replayed(_))));
    assert_eq!(ask(&user, other(), Precondition::Missing).unwrap_err(), Refusal::IdempotencyMismatch);
    // 403, then 428 and 412, then the state, then the fields.
    assert_eq!(ask(&user, None, Precondition::Missing).unwrap_err(), Refusal::Forbidden);
    assert_eq!(ask(&partner, None, Precondition::Missing).unwrap_err(), Refusal::PreconditionRequired);
    for stale in [Precondition::Version(2), Precondition::Stale] {
        assert_eq!(ask(&partner, None, stale).unwrap_err(), Refusal::VersionConflict { current: 3 });
    }
    assert_eq!(
        build::faults(ask(&partner, None, Precondition::Version(3))),
        [("/reason".into(), Code::ReasonRequired)]
    );
    let again = scene.ask_as(&partner, None, Precondition::Version(3), submit.clone());
    assert!(matches!(again, Err(Refusal::State { status: "submitted", .. })));
    let stale = scene.ask_as(&partner, None, Precondition::Version(2), submit);
    assert_eq!(stale.unwrap_err(), Refusal::VersionConflict { current: 3 });
}

#[test]
fn v_11_the_version_is_the_one_a_deadline_has_made() {
    // What was read before the answer deadline is stale after it, although nothing was written.
    let mut scene = Scene::action_required();
    let partner = scene.partner();
    let before = scene.claim.version;
    scene.now = build::at("2026-12-11T23:00:00Z");
    let command = commands::right(Act::Upload, &scene.claim).unwrap();
    let stale = scene.ask_as(&partner, None, Precondition::Version(before), command.clone());
    // The objection window has closed before.
    assert_eq!(stale.unwrap_err(), Refusal::VersionConflict { current: before + 2 });
    assert!(scene.ask_as(&partner, None, Precondition::Version(before + 2), command).is_ok());
}

#[test]
fn v_10_i_19_a_key_is_good_for_one_effect_and_24_hours() {
    let mut scene = Scene::draft();
    let partner = scene.partner();
    let edit =
        |name: &str| Command::Edit(ContentPatch { name: Some(Some(name.into())), ..ContentPatch::default() });
    let ask =
        |scene: &mut Scene, key, name: &str| scene.act_as(&partner, Some(key), Precondition::Any, edit(name));
    assert!(matches!(ask(&mut scene, build::key("k", "b"), "One"), Ok(Outcome::Changed(_))));
    for _ in 0..2 {
        match ask(&mut scene, build::key("k", "b"), "One") {
            Ok(Outcome::Replayed(claim)) => assert_eq!(claim, scene.claim),
            other => panic!("{other:?}"),
        }
    }
    let mismatch = ask(&mut scene, build::key("k", "c"), "Two");
    assert_eq!(mismatch.unwrap_err(), Refusal::IdempotencyMismatch);
    // A refused request is not kept: the same key may be sent again, corrected.
    assert!(ask(&mut scene, build::key("r", "b"), "").is_err());
    assert!(matches!(ask(&mut scene, build::key("r", "c"), "Right"), Ok(Outcome::Changed(_))));
    // Kept for 24 hours: another write drops it no earlier.
    scene.wait(SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    assert!(matches!(ask(&mut scene, build::key("x", "x"), "Three"), Ok(Outcome::Changed(_))));
    assert!(matches!(ask(&mut scene, build::key("k", "b"), "One"), Ok(Outcome::Replayed(_))));
    scene.wait(SignedDuration::from_secs(1));
    assert!(matches!(ask(&mut scene, build::key("y", "y"), "Four"), Ok(Outcome::Changed(_))));
    assert!(matches!(ask(&mut scene, build::key("k", "b"), "One"), Ok(Outcome::Changed(_))));
    assert_eq!(scene.claim.history.last_seq(), 6);
}

#[test]
fn i_20_a_claim_keeps_the_rules_it_was_created_under() {
    let mut catalogue = build::CATALOGUE.clone();
    let mut next = catalogue.newest("modern-work-usage").unwrap().clone();
    next.rule_version = 2;
    next.acknowledgements[0].version = 7;
    next.deadlines.vendor_start_business_days = 1;
    catalogue.engagements.push(next);
    assert_eq!(catalogue.newest("modern-work-usage").unwrap().rule_version, 2);
    let scene = Scene::ready();
    let context = domain::Context { now: scene.now, catalogue: &catalogue, fresh: [0; 16], found: &[] };
    let submit = Envelope {
        actor: scene.partner(),
        key: None,
        precondition: Precondition::Any,
        command: Command::Submit(build::submission(&scene.claim)),
    };
    match domain::decide(&scene.claim, submit.clone(), context) {
        Ok(Outcome::Changed(decision)) => {
            assert!(matches!(decision.claim.state, State::Submitted { start_by, .. }
                if start_by == build::at("2026-11-30T23:00:00Z")));
        }
        other => panic!("{other:?}"),
    }
    // A catalogue that has lost the rules of a claim cannot decide on it.
    catalogue.engagements.retain(|known| known.rule_version == 2);
    let context = domain::Context { now: scene.now, catalogue: &catalogue, fresh: [0; 16], found: &[] };
    assert_eq!(domain::decide(&scene.claim, submit, context).unwrap_err(), Refusal::NotFound);
}

#[test]
fn domain_5_1_who_may_export() {
    for (name, actor) in persona::actors() {
        let may = !matches!(name, "reviewer" | "field-seller" | "customer" | "system");
        assert_eq!(domain::actor::exports(&actor), may, "{name}");
    }
    let mut wrong = persona::partner_a_admin();
    wrong.roles = vec![domain::Role::Auditor];
    assert!(!domain::actor::exports(&Actor::Staff(wrong)), "a role of the other side");
}
