//! What people read of a claim: how much of it, its place in the vendor's queue, its labels.

use domain::{
    Actor, Caller, Code, Command, Locale, Role,
    actor::{self, HeldBack, held_back, opens},
    allowed::{Act, allowed_actions, vendor_due},
    contest,
    input::ContentPatch,
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands, persona};

#[test]
fn domain_5_1_a_referrals_administrator_opens_no_claim() {
    for (name, actor) in persona::actors() {
        assert_eq!(opens(&actor), name != "partner-a-referrals", "{name}");
    }
    let mut both = persona::partner_a_referrals();
    both.roles.push(Role::IncentivesUser);
    assert!(opens(&Actor::Staff(both)));
    let mut wrong = persona::partner_a_referrals();
    wrong.roles = vec![Role::Auditor];
    assert!(!opens(&Actor::Staff(wrong)), "a role of the other side");
}

#[test]
fn domain_5_1_queues_and_contests_are_for_those_whose_roles_say_so() {
    let only = |is_for: &dyn Fn(&Caller) -> bool| -> Vec<&str> {
        let all = persona::all().into_iter().filter(|(_, caller)| is_for(caller));
        all.map(|(name, _)| name).collect()
    };
    assert_eq!(only(&actor::works_queues), ["reviewer", "review-lead", "programme-manager"]);
    assert_eq!(only(&actor::oversees_queues), ["review-lead", "programme-manager"]);
    let parties = ["partner-a-admin", "partner-a-user", "partner-b-admin"];
    let vendor = ["reviewer", "review-lead", "programme-manager", "auditor"];
    assert_eq!(only(&contest::follows), [parties.as_slice(), &vendor].concat());
    let speak = ["partner-a-admin", "partner-b-admin", "reviewer", "review-lead"];
    assert_eq!(only(&|caller| contest::follows(caller) && contest::speaks(caller)), speak);
    // A role of the other side is none.
    let mut wrong = persona::partner_a_admin();
    wrong.roles = vec![Role::ReviewLead, Role::ProgrammeManager, Role::Auditor];
    assert!(!actor::works_queues(&wrong) && !actor::oversees_queues(&wrong) && !contest::follows(&wrong));
}

#[test]
fn i_15_whoever_may_not_decide_is_told_why() {
    let why = |scene: &Scene, caller: &Caller, act| held_back(caller, &scene.claim, act);
    let (lead, reviewer) = (persona::review_lead(), persona::reviewer());
    let (disputed, reviewed) = (Scene::disputed(), Scene::under_review());
    let first = disputed.claim.dispute.as_ref().unwrap().first_reviewer.clone().unwrap();
    assert_eq!(why(&disputed, &Caller { sub: first, ..lead.clone() }, Act::Reject), Some(HeldBack::TookPart));
    assert_eq!(why(&disputed, &persona::programme_manager(), Act::Approve), Some(HeldBack::NoLead));
    assert_eq!(why(&reviewed, &persona::programme_manager(), Act::Return), Some(HeldBack::NoReviewer));
    assert_eq!(why(&reviewed, &reviewer, Act::Reject), None, "it is permitted");
    assert_eq!(why(&Scene::rejected(), &reviewer, Act::Reject), None, "there is nothing to decide");
    let contested = Scene::challenger();
    assert_eq!(why(&contested, &reviewer, Act::DecideContest), Some(HeldBack::TookPart));
    let other = Caller { sub: "another".into(), ..reviewer };
    assert_eq!(why(&contested, &other, Act::DecideContest), Some(HeldBack::NoLead));
    assert_eq!(why(&contested, &Caller { sub: "another".into(), ..lead }, Act::DecideContest), None);
}

#[test]
fn the_queue_of_the_vendor_is_in_the_order_of_its_own_clocks_and_of_contests() {
    let released = || Scene::under_review().by_vendor(persona::reviewer(), Act::Release);
    for (scene, clock) in [
        (Scene::submitted(), "vendor_start"),
        // The customer's window ends before, and is not the vendor's.
        (Scene::under_review(), "vendor_decision"),
        // Of two clocks the one that runs out first.
        (released(), "vendor_start"),
        // While a contest holds the clock of the review, what is waited for is the incumbent's answer.
        (Scene::challenger(), "contest_answer"),
        (Scene::disputed(), "dispute_answer"),
        (Scene::reviewed(), "vendor_decision"),
    ] {
        assert_eq!(vendor_due(&scene.claim), Some(scene.clock(clock)), "{clock}");
    }
    // Nothing is the vendor's turn while it is the partner's or the customer's, or nobody's.
    for scene in [
        Scene::draft(),
        Scene::engaged(),
        Scene::action_required(),
        Scene::approved_pending(),
        Scene::incumbent(),
        Scene::rejected(),
        Scene::canceled(),
    ] {
        assert_eq!(vendor_due(&scene.claim), None, "{}", scene.claim.state.as_str());
    }
}

#[test]
fn c4_an_edit_is_offered_where_there_is_something_to_edit() {
    let offered = |scene: &Scene| allowed_actions(&scene.claim, &scene.partner()).contains(&"edit");
    for (name, scene) in Scene::every().into_iter().chain(Scene::every_engagement()) {
        let open = ["draft", "consent_not_requested", "action_required"];
        // Sent back for the proof alone.
        let closed = ["sent_back", "sent_back_in_dispute"].contains(&name);
        assert_eq!(offered(&scene), open.contains(&scene.claim.state.as_str()) && !closed, "{name}");
    }
    for (pointer, expected) in
        [("/documents", false), ("/proof", false), ("/locationId", true), ("/partnerContact/name", true)]
    {
        let mut scene = Scene::returned(commands::reasons(pointer));
        assert_eq!(offered(&scene), expected, "{pointer}");
        // What is not open is named, whether anything is or not.
        let name = Some(Some("Another name".into()));
        let partner = scene.partner();
        let frozen = scene.ask(&partner, Command::Edit(ContentPatch { name, ..ContentPatch::default() }));
        assert_eq!(build::faults(frozen), [("/name".into(), Code::FieldFrozen)], "{pointer}");
    }
}

#[test]
fn a_claim_is_submitted_when_it_was_handed_in_since_it_was_a_draft() {
    let hour = SignedDuration::from_hours(1);
    let ready = Scene::ready();
    assert_eq!(ready.claim.submitted_at(), None);
    let first = ready.after(hour).submit();
    assert_eq!(first.claim.submitted_at(), Some(first.now));
    // The answer to a return is no other submission, a submission after a recall is.
    let again = Scene::action_required().after(hour).by_partner(Act::Resubmit);
    assert_eq!(again.claim.submitted_at(), Some(build::monday()));
    let second = first.after(hour).by_partner(Act::Recall).after(hour).submit();
    assert_eq!(second.claim.submitted_at(), Some(build::monday() + hour * 3));
}

#[test]
fn a_location_is_read_with_its_name_as_long_as_it_is_known() {
    let scene = Scene::draft();
    assert_eq!(scene.claim.location_label(), "Berlin (4821907)");
    let location_id = Some(Some(build::OTHER_LOCATION.into()));
    let partner = scene.partner();
    let moved = Command::Edit(ContentPatch { location_id, ..ContentPatch::default() });
    assert_eq!(scene.step(&partner, moved).claim.location_label(), "4821908");
}

#[test]
fn an_item_is_read_by_the_name_of_its_workload_or_product() {
    let workload = Scene::draft();
    let label = |scene: &Scene, locale| scene.rules().item_label(&scene.claim.content.items[0], locale);
    assert_eq!(label(&workload, Locale::De), "Teams");
    let mut subscription = Scene::begin("label", &build::subscriptions_input(1), persona::partner_a_admin());
    let id = build::subscription_id(0);
    assert_eq!(label(&subscription, Locale::En), format!("Sales ({id})"));
    assert_eq!(label(&subscription, Locale::De), format!("Vertrieb ({id})"));
    // Without a product, or with one the catalogue has lost, by what is known of it.
    subscription.claim.content.items[0].product = Some("fax".into());
    assert_eq!(label(&subscription, Locale::De), format!("fax ({id})"));
    subscription.claim.content.items[0].product = None;
    assert_eq!(label(&subscription, Locale::De), id);
}
