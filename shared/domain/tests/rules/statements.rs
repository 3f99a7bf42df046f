//! T13: what the sides of a contest may say, how often, and whom a review meets.

use domain::{
    Caller, Claim, ClaimId, Code, Contest, ItemKey, Refusal, State,
    allowed::Act,
    command::Key,
    contest::{self, STATEMENTS_MAX, SeatRole},
};
use testkit::{Scene, build, opening, persona};

/// The contest of [`Scene::challenger`] with a claim of partner B.
fn contest(challenger: &Claim) -> Contest {
    let input = build::of_partner_b(build::claim_input());
    let incumbent = Scene::begin("rival", &input, persona::partner_b_admin()).claim;
    Contest::open(&opening(challenger, 0), &incumbent, challenger, build::monday())
}

#[test]
fn each_side_of_a_contest_says_ten_things() {
    let mut contest = contest(&Scene::challenger().claim);
    let mut say = |caller: &Caller, words: &str| contest.say(caller, None, Some(words), build::monday());
    let full = vec![("/text".to_owned(), Code::TooManyStatements)];
    // The one partner, the other one, and all of the vendor's staff together, one after the other.
    let (reviewer, lead) = (persona::reviewer(), persona::review_lead());
    for [caller, colleague] in [
        [persona::partner_a_admin(), persona::partner_a_admin()],
        [persona::partner_b_admin(), persona::partner_b_admin()],
        [reviewer, lead],
    ] {
        for number in 1..=10 {
            assert_eq!(say(&caller, &format!("{number}")), Ok(true), "{} {number}", caller.sub);
        }
        for late in [&caller, &colleague] {
            assert_eq!(build::faults(say(late, "One more")), full, "{}", late.sub);
        }
    }
    match say(&persona::partner_a_admin(), "One more") {
        Err(Refusal::Invalid(faults)) => assert_eq!(faults[0].params, [("max", "10".to_owned())]),
        other => panic!("{other:?}"),
    }
    assert_eq!((contest.statements.len(), STATEMENTS_MAX), (30, 10));
}

#[test]
fn what_one_lead_has_decided_another_one_decides_for_no_second_time() {
    let challenger = Scene::challenger().claim;
    let mut contest = contest(&challenger);
    let lead = persona::review_lead();
    let other = Caller { sub: "another-lead".into(), ..persona::review_lead() };
    let mut decide = |caller: &Caller, challenger: &Claim| {
        contest.decide(caller, challenger, None, Some("incumbent"), Some("Older proof"), build::monday())
    };
    assert_eq!(decide(&lead, &challenger), Ok(true));
    // Its own decision is told once more whatever became of the claim and of the right to decide about it;
    // somebody else must still have that right.
    let lost = Scene::delivered().challenging(1).by_vendor(other.clone(), Act::Release);
    let taken = lost.by_vendor(other.clone(), Act::StartReview).claim;
    assert_eq!(decide(&lead, &taken), Ok(false));
    assert_eq!(decide(&other, &taken), Err(Refusal::Forbidden));
    assert_eq!(contest.verdict.map(|verdict| verdict.winner), Some(SeatRole::Incumbent));
}

#[test]
fn t13_whom_a_claim_has_met_for_one_item_it_still_meets_for_another() {
    // Won of a rival that goes on waiting for both workloads.
    let scene = Scene::challenger().concluded(0, true, false);
    let rival: ClaimId = scene.claim.seats[0].rival.clone();
    let mut customer = build::customer();
    for workload in ["teams", "exchange_online"] {
        let guard = format!("open/partner-b/{}/workload:{workload}", build::TENANT);
        customer.holders.insert(guard, rival.clone());
    }
    let exchange = ItemKey::Workload("exchange_online".into());
    assert_eq!(contest::rivals(&scene.claim, &customer), [(exchange, vec![rival])]);
}

#[test]
fn t13_of_two_claims_handed_in_at_the_same_instant_none_is_the_incumbent() {
    let input = build::of_partner_b(build::claim_input());
    let other = Scene::begin("b", &input, persona::partner_b_admin()).proven().submit().claim;
    let challenger = Scene::submitted().claim;
    assert_eq!(other.submitted_at(), challenger.submitted_at());
    let teams = ItemKey::Workload("teams".into());
    assert_eq!(contest::incumbent(&challenger, &teams, &[other]), None);
}

#[test]
fn t13_a_claim_that_has_lost_all_of_its_items_is_rejected_and_no_other() {
    let claim = |workloads: &[&str]| {
        let input = build::claim_input_of(workloads);
        Scene::begin("lost", &input, persona::partner_a_admin()).proven().submit().deliver()
    };
    let only = claim(&["teams"]).challenging(1).concluded(0, false, false);
    assert!(matches!(only.claim.state, State::Rejected { .. }));
    let two_of_three = claim(&["teams", "intune", "exchange_online"]).challenging(2);
    let two_of_three = two_of_three.concluded(0, false, false).concluded(1, false, false);
    assert!(matches!(two_of_three.claim.state, State::UnderReview { paused: None, .. }));
}

#[test]
fn v_10_the_key_of_a_decision_is_good_for_no_other_one() {
    let challenger = Scene::challenger().claim;
    let mut contest = contest(&challenger);
    let mut decide = |key: Option<Key>, winner: &str| {
        let (lead, now) = (persona::review_lead(), build::monday());
        contest.decide(&lead, &challenger, key, Some(winner), Some("Newer proof"), now)
    };
    let key = |key: &str, body: &str| Some(build::key(key, body));
    assert_eq!(decide(key("k", "b"), "challenger"), Ok(true));
    assert_eq!(decide(key("k", "b"), "challenger"), Ok(false), "a repeat");
    assert_eq!(decide(key("k", "c"), "challenger"), Err(Refusal::IdempotencyMismatch));
    assert_eq!(decide(key("x", "c"), "challenger"), Ok(false), "the same decision once more");
    assert_eq!(decide(key("x", "c"), "incumbent"), Err(Refusal::ContestDecided));
}
