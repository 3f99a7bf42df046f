//! Domain 6.5 and I-16: what an approved claim earns, why not, and what is held but not lost.

use domain::{
    Action, Actor, Claim, Command, Location, LocationId, OrgId,
    allowed::{self, Act, next_due},
    claim::{Earning, EarningState},
    command::KnownFacts,
    consent::Choice,
    customer::{Enrolment, PayeeProfile},
    decide::Check,
    input::ClaimInput,
};
use jiff::SignedDuration;
use testkit::{Scene, build, commands, persona};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn earning(claim: &Claim) -> &Earning {
    claim.earning.as_ref().unwrap()
}

fn count(claim: &Claim, action: Action) -> usize {
    claim.history.entries.iter().filter(|entry| entry.action == action).count()
}

fn under_review(input: &ClaimInput) -> Scene {
    let draft = Scene::begin("earns", input, persona::partner_a_admin());
    draft.proven().submit().deliver().review()
}

fn location(spoil: impl FnOnce(&mut Location)) -> Location {
    let [mut location, ..] = build::locations();
    spoil(&mut location);
    location
}

fn looked_up(location: Option<Location>) -> Command {
    Command::RecordFacts(KnownFacts { location, subscriptions: Vec::new() })
}

#[test]
fn domain_6_5_it_accrues_when_the_association_becomes_official() {
    assert_eq!(Scene::under_review().claim.earning, None);
    let scene = Scene::approved_pending();
    assert_eq!(earning(&scene.claim).state, EarningState::Expected);
    assert_eq!(earning(&scene.claim).state.as_str(), None, "not shown before");
    // Assumed at the decision, held at the write.
    let check = Check::Payee { id: LocationId::new(build::LOCATION), org: OrgId::new("partner-a") };
    assert_eq!(scene.decisions.last().unwrap().checks, [check]);
    let ends = scene.window_ends();
    assert_eq!(earning(&scene.read_at(ends - SECOND).claim).state, EarningState::Expected);
    let active = scene.swept_at(ends);
    assert_eq!((earning(&active.claim).state, earning(&active.claim).at), (EarningState::Accrued, ends));
    let actions: Vec<Action> = active.claim.history.entries.iter().map(|entry| entry.action).collect();
    let place = |action| actions.iter().position(|known| *known == action).unwrap();
    assert!(place(Action::AssociationActivated) < place(Action::EarningAccrued));
    // Approved after the customer has agreed it begins, and accrues, with the approval.
    let agreed = Scene::under_review().answered(Choice::Accept).approve();
    assert_eq!(earning(&agreed.claim).state, EarningState::Accrued);
    assert_eq!(count(&agreed.claim, Action::EarningAccrued), 1);
}

#[test]
fn i_16_nothing_is_earned_by_a_role_without_incentives_nor_by_whoever_wants_none() {
    let opted_out = ClaimInput { opt_out_of_incentives: Some(true), ..build::claim_input() };
    for (input, reason) in [(build::revenue_input(), "role_not_incentivised"), (opted_out, "opted_out")] {
        let scene = under_review(&input).approve();
        assert_eq!(earning(&scene.claim).state.as_str(), Some("none"));
        assert_eq!(earning(&scene.claim).reason.as_deref(), Some(reason));
        let entry = scene.claim.history.entries.last().unwrap();
        assert_eq!((entry.action, entry.reason.as_deref()), (Action::EarningRefused, Some(reason)));
        // Nobody asks whether it could be paid, and nothing changes when it is official.
        assert!(scene.decisions.last().unwrap().checks.is_empty());
        let active = scene.answered(Choice::Accept);
        assert_eq!(earning(&active.claim).state, EarningState::None);
        assert_eq!(count(&active.claim, Action::EarningAccrued), 0);
    }
    // A role that earns, with subscriptions.
    let scene = under_review(&build::subscriptions_input(1)).approve().answered(Choice::Accept);
    assert_eq!(earning(&scene.claim).state, EarningState::Accrued);
}

#[test]
fn domain_6_5_a_location_that_left_the_programme_earns_nothing_for_good() {
    for spoil in [
        |location: &mut Location| location.enrolment = Enrolment::Ended,
        |location: &mut Location| location.enrolment = Enrolment::ActionRequired,
        |location: &mut Location| location.org = OrgId::new("partner-b"),
    ] {
        let scene = Scene::under_review().approved_at(location(spoil));
        assert_eq!(earning(&scene.claim).reason.as_deref(), Some("location_not_enrolled"));
        assert_eq!(earning(&scene.claim).look_again_at, None);
        let active = scene.answered(Choice::Accept);
        assert_eq!(earning(&active.claim).state, EarningState::None);
        assert_eq!(next_due(&active.claim), None);
    }
}

#[test]
fn domain_6_5_an_incomplete_payee_profile_is_looked_at_every_day_until_it_is_complete() {
    let mut scene = Scene::unpayable();
    let held = earning(&scene.claim).clone();
    assert_eq!((held.state, held.reason.as_deref()), (EarningState::None, Some("payee_profile_incomplete")));
    assert_eq!(allowed::warnings(&scene.claim), ["payee_profile_incomplete"]);
    let incomplete =
        || looked_up(Some(location(|location| location.payee_profile = PayeeProfile::Incomplete)));
    let complete = || looked_up(Some(location(|_| {})));
    for _ in 0..3 {
        let due = scene.now + DAY;
        assert_eq!(next_due(&scene.claim), Some(due));
        assert!(!allowed::wants_facts(&scene.claim, due - SECOND));
        assert!(allowed::wants_facts(&scene.claim, due));
        let (version, entries) = (scene.claim.version, scene.claim.history.last_seq());
        scene = scene.at(due).step(&Actor::System, incomplete());
        assert_eq!(earning(&scene.claim).state, EarningState::None);
        assert_eq!(
            (scene.claim.version, scene.claim.history.last_seq()),
            (version, entries),
            "nothing is said"
        );
    }
    // Before its time nothing is looked at, even when it is known.
    let early = scene.clone().ask(&Actor::System, complete());
    assert!(matches!(early, Ok(domain::Outcome::Unchanged(_))));
    let scene = scene.after(DAY).step(&Actor::System, complete());
    assert_eq!((earning(&scene.claim).state, earning(&scene.claim).at), (EarningState::Accrued, scene.now));
    assert_eq!(scene.claim.history.entries.last().unwrap().action, Action::EarningAccrued);
    assert_eq!((next_due(&scene.claim), allowed::warnings(&scene.claim).len()), (None, 0));
}

#[test]
fn domain_6_5_a_profile_that_is_complete_before_the_association_begins_accrues_with_it() {
    let incomplete = location(|location| location.payee_profile = PayeeProfile::Incomplete);
    let scene = Scene::under_review().approved_at(incomplete).after(DAY);
    let scene = scene.step(&Actor::System, looked_up(Some(location(|_| {}))));
    assert_eq!(earning(&scene.claim).state, EarningState::Expected);
    let ends = scene.window_ends();
    assert_eq!(earning(&scene.read_at(ends).claim).state, EarningState::Accrued);
}

#[test]
fn domain_6_5_what_is_held_is_not_lost_with_the_association_unless_it_never_began() {
    let complete = || looked_up(Some(location(|_| {})));
    // S3: past earnings stay.
    for scene in
        [Scene::unpayable().answered(Choice::Object), Scene::unpayable().by_partner(Act::Disassociate)]
    {
        let scene = scene.after(DAY).step(&Actor::System, complete());
        assert_eq!(earning(&scene.claim).state, EarningState::Accrued);
    }
    let incomplete = location(|location| location.payee_profile = PayeeProfile::Incomplete);
    let scene = Scene::under_review().approved_at(incomplete).answered(Choice::Object);
    let scene = scene.after(DAY).step(&Actor::System, complete());
    assert_eq!((earning(&scene.claim).state, next_due(&scene.claim)), (EarningState::None, None));
    // What was earned stays earned when the association ends.
    for scene in [Scene::disassociated(), Scene::stopped(), Scene::expired(), Scene::superseded()] {
        assert_eq!(earning(&scene.claim).state, EarningState::Accrued);
        assert_eq!(count(&scene.claim, Action::EarningAccrued), 1);
    }
}

#[test]
fn the_sweep_that_looks_at_a_profile_warns_as_well() {
    let scene = Scene::unpayable().challenged();
    let warning = next_due(&Scene::incumbent().claim).unwrap();
    let scene = scene.at(warning);
    let command = commands::sweep(&scene.claim, scene.now);
    assert!(matches!(command, Command::RecordFacts(_)));
    let scene = scene.step(&Actor::System, command);
    let last: Vec<Action> =
        scene.claim.history.entries.iter().rev().take(2).map(|entry| entry.action).collect();
    assert_eq!(last, [Action::DeadlineNear, Action::EarningAccrued]);
}
