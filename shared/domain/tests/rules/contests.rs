//! T13 and S6: two partners want the same; what it means for each of the two claims.

use domain::{
    Action, Actor, Claim, Code, Command, Guard, Refusal, Side, State,
    allowed::{self, Act},
    claim::{AssociationStatus, FollowUp, ItemDecision},
    command::ItemVerdict,
    consent::{Choice, ConsentState},
    decide::Decision,
    input::{ContactPatch, ContentPatch, ItemInput},
};
use jiff::SignedDuration;
use testkit::{Scene, build, build::at, commands, contest_id, opening, persona};

fn reviewer() -> Actor {
    Actor::Staff(persona::reviewer())
}

fn last(scene: &Scene) -> &Decision {
    scene.decisions.last().unwrap()
}

/// What the last decision added to the history.
fn added(scene: &Scene) -> Vec<Action> {
    let before = &scene.decisions[scene.decisions.len() - 2].claim;
    scene.claim.history.after(before.history.last_seq()).map(|(_, entry)| entry.action).collect()
}

fn held(workload: &str) -> Guard {
    Guard::Holder { key: format!("{}/workload:{workload}", build::TENANT) }
}

fn status(scene: &Scene, item: usize) -> Option<AssociationStatus> {
    scene.claim.content.items[item].association.as_ref().map(|association| association.status)
}

/// Business days left on the clock of a review that waits.
fn paused(claim: &Claim) -> Option<u16> {
    let State::UnderReview { paused, .. } = claim.state else { panic!("{:?}", claim.state) };
    paused
}

fn verdicts(teams: &str, exchange: &str) -> Command {
    let verdict = |key: &str, decision: &str| ItemVerdict {
        key: key.into(),
        decision: decision.into(),
        reason: (decision == "refused").then(|| "Not proven.".into()),
    };
    Command::Approve(vec![verdict("workload:teams", teams), verdict("workload:exchange_online", exchange)])
}

#[test]
fn t13_both_claims_learn_of_the_contest_and_neither_of_the_other_partner() {
    for (scene, role) in [(Scene::challenger(), "challenger"), (Scene::incumbent(), "incumbent")] {
        let entry = scene.claim.history.entries.last().unwrap();
        assert_eq!((entry.action, entry.reason.as_deref()), (Action::ContestOpened, Some(role)));
        assert_eq!(entry.items, ["workload:teams"]);
        // Monday 23 November and 14 business days.
        assert_eq!(
            (entry.clock.as_deref(), entry.until),
            (Some("contest_answer"), Some(at("2026-12-11T23:00:00Z")))
        );
        assert_eq!((entry.by.side, entry.contest.clone()), (Side::System, Some(contest_id())));
        assert_eq!(scene.clock("contest_answer"), at("2026-12-11T23:00:00Z"));
        assert_eq!(allowed::warnings(&scene.claim), ["contested"]);
        // I-18: nothing of the history, nor the events made from it, leads to the other claim.
        let json = serde_json::to_string(&scene.claim.history).unwrap();
        assert!(!json.contains(build::claim_id("rival").as_str()));
    }
    assert_eq!(added(&Scene::challenger()), [Action::ReviewStarted, Action::ContestOpened]);
    // The incumbent stays what it is until the decision.
    assert_eq!(status(&Scene::incumbent(), 0), Some(AssociationStatus::Active));
    assert_eq!(allowed::waiting_for(&Scene::incumbent().claim), "partner");
    assert_eq!(allowed::waiting_for(&Scene::challenger().claim), "vendor");
}

#[test]
fn t13_the_clock_of_the_decision_waits_and_goes_on_with_the_same_business_days_left() {
    // 14 business days from Monday, 23 November, over Christmas: nothing of the pause counts.
    let scene = Scene::challenger();
    assert_eq!(paused(&scene.claim), Some(14));
    assert!(allowed::deadlines(&scene.claim).iter().all(|running| running.clock != "vendor_decision"));
    assert_eq!(allowed::overdue(&scene.claim, at("2027-06-01T00:00:00Z")), [""; 0]);
    // Decided on Wednesday, 23 December: 24, 28 … 31, 4 January … : the 14th is Thursday, 14 January.
    let scene = scene.at(at("2026-12-23T10:00:00Z")).decided(true);
    assert_eq!(paused(&scene.claim), None);
    assert_eq!(scene.clock("vendor_decision"), at("2027-01-14T23:00:00Z"));
    // Decided on the day it was opened nothing has changed.
    let quick = Scene::challenger().decided(true);
    assert_eq!(quick.clock("vendor_decision"), Scene::under_review().clock("vendor_decision"));
    // Opened in the middle of a review that runs: released on Thursday, taken again on Friday.
    let mut scene = Scene::under_review().after(SignedDuration::from_hours(72));
    scene = scene.step(&reviewer(), Command::Release).after(SignedDuration::from_hours(24)).challenging(1);
    let left = paused(&scene.claim);
    assert_eq!(left, Some(10), "Friday, 27 November, to Friday, 11 December");
    let scene = scene.after(SignedDuration::from_hours(24 * 7)).decided(true);
    assert_eq!(scene.clock("vendor_decision"), at("2026-12-18T23:00:00Z"));
    // A contest that is decided when the clock had run out already leaves the rest of the day.
    let late = Scene::under_review().step(&reviewer(), Command::Release).at(at("2026-12-14T10:00:00Z"));
    let late = late.challenging(1);
    assert_eq!(paused(&late.claim), Some(0));
    let late = late.at(at("2026-12-16T10:00:00Z")).decided(true);
    assert_eq!(late.clock("vendor_decision"), at("2026-12-16T23:00:00Z"));
}

#[test]
fn t13_two_contests_hold_the_clock_until_both_are_decided() {
    let scene = Scene::delivered().challenging(2);
    assert_eq!(scene.claim.seats.len(), 2);
    let one = scene.after(SignedDuration::from_hours(24)).concluded(0, true, true);
    assert_eq!(paused(&one.claim), Some(14));
    let both = one.after(SignedDuration::from_hours(24)).concluded(1, false, false);
    assert_eq!(paused(&both.claim), None);
    // Wednesday, 25 November, and 14 business days.
    assert_eq!(both.clock("vendor_decision"), at("2026-12-15T23:00:00Z"));
}

#[test]
fn t7b_a_contested_review_is_released_without_losing_the_days_of_the_contest() {
    let scene = Scene::challenger().after(SignedDuration::from_hours(24 * 28));
    let scene = scene.step(&reviewer(), Command::Release);
    // Monday, 21 December, and 14 business days: 22 … 24, 28 … 31, 4 … 8, 11 and 12 January.
    assert_eq!(scene.clock("vendor_decision"), at("2027-01-12T23:00:00Z"));
    let again = scene.review();
    assert_eq!(paused(&again.claim), Some(14), "the contest is still open");
    assert_eq!(again.claim.seats.len(), 1);
}

#[test]
fn t12_a_contested_item_cannot_be_accepted_before_the_decision() {
    let scene = Scene::challenger();
    match scene.clone().ask(&reviewer(), verdicts("accepted", "accepted")) {
        Err(Refusal::State { code: Code::ContestOpen, status: "under_review", allowed }) => {
            assert!(allowed.contains(&"approve"), "of the other items");
        }
        other => panic!("{other:?}"),
    }
    // 409 comes before 422.
    let incomplete = Command::Approve(vec![ItemVerdict {
        key: "workload:teams".into(),
        decision: "accepted".into(),
        reason: None,
    }]);
    let refused = scene.clone().ask(&reviewer(), incomplete);
    assert!(matches!(refused, Err(Refusal::State { code: Code::ContestOpen, .. })));
    // Refused it leaves its contest, of which the contest still has to learn.
    let without = scene.step(&reviewer(), verdicts("refused", "accepted"));
    assert_eq!(without.claim.state, State::Approved);
    assert_eq!(without.claim.owes, [FollowUp::Contest(contest_id())]);
    assert_eq!(allowed::next_due(&without.claim), Some(without.claim.updated_at), "the sweep finds it");
}

#[test]
fn t13_return_and_reject_do_not_wait_for_the_contest() {
    let returned =
        Scene::challenger().step(&reviewer(), Command::Return(commands::reasons("/items/workload:teams")));
    assert!(returned.claim.owes.is_empty() && returned.claim.seats[0].is_open());
    // Handed in and taken again: the same contest holds the new clock.
    let again = returned.by_partner(Act::Resubmit).review();
    assert_eq!((again.claim.seats.len(), paused(&again.claim)), (1, Some(14)));
    let rejected = Scene::challenger().step(&reviewer(), Command::Reject(commands::reasons("/documents")));
    assert_eq!(rejected.claim.owes, [FollowUp::Contest(contest_id())]);
}

#[test]
fn s6_the_challenger_takes_the_key_from_its_holder_in_the_same_write() {
    let winner = Scene::contest_won();
    assert_eq!(last(&winner).take, [held("teams")]);
    assert!(last(&winner).free.is_empty());
    assert_eq!(status(&winner, 0), Some(AssociationStatus::Pending));
    assert_eq!(added(&winner), [Action::ContestDecided]);
    assert_eq!(winner.claim.history.entries.last().unwrap().reason.as_deref(), Some("won"));

    let loser = Scene::incumbent().decided(false);
    assert_eq!(loser.claim.state, State::Approved, "the claim stays approved");
    let ended = loser.claim.content.items[0].association.as_ref().unwrap();
    assert_eq!((ended.status, ended.ended_reason.as_deref()), (AssociationStatus::Ended, Some("superseded")));
    assert_eq!(status(&loser, 1), Some(AssociationStatus::Active), "what was not contested stays");
    assert_eq!(last(&loser).free.len(), 2);
    assert!(last(&loser).free.contains(&held("teams")) && last(&loser).take.is_empty());
    assert_eq!(added(&loser), [Action::ContestDecided, Action::AssociationEnded]);
    let entry = loser.claim.history.entries.last().unwrap();
    assert_eq!((entry.from.as_deref(), entry.reason.as_deref()), (Some("active"), Some("superseded")));
    assert_eq!(entry.items, ["workload:teams"]);

    // The association of the winner starts with the approval, like any other.
    let approved = winner.approve();
    assert_eq!(last(&approved).take, [held("exchange_online")]);
    let active = approved.read_at(approved.window_ends());
    assert!(active.claim.content.items.iter().all(|item| item.active().is_some()));
}

#[test]
fn s6_the_incumbent_that_wins_keeps_everything() {
    let scene = Scene::incumbent().decided(true);
    assert_eq!(status(&scene, 0), Some(AssociationStatus::Active));
    assert!(last(&scene).free.is_empty() && last(&scene).take.is_empty());
    assert_eq!(added(&scene), [Action::ContestDecided]);
    assert_eq!(allowed::warnings(&scene.claim), [""; 0]);
}

#[test]
fn s6_nothing_is_taken_where_nobody_held_the_key() {
    let scene = Scene::challenger().concluded(0, true, false);
    assert_eq!(status(&scene, 0), None);
    assert!(last(&scene).take.is_empty());
    let approved = scene.approve();
    assert_eq!(last(&approved).take.len(), 2, "taken with the approval");
}

#[test]
fn s6_a_superseded_request_is_withdrawn_with_its_last_association() {
    let scene = Scene::approved_pending();
    let openings = (0..2).map(|item| opening(&scene.claim, item)).collect();
    let scene = scene.step(&Actor::System, Command::JoinContest(openings)).concluded(0, false, false);
    assert_eq!(scene.claim.consent.as_ref().unwrap().state, ConsentState::Delivered);
    let scene = scene.concluded(1, false, false);
    assert_eq!(scene.claim.consent.as_ref().unwrap().state, ConsentState::Voided);
    assert_eq!(added(&scene), [Action::ContestDecided, Action::AssociationEnded, Action::ConsentVoided]);
    assert_eq!(allowed::waiting_for(&scene.claim), "none");
    // What was official is free to be claimed again, under a new claim.
    assert!(domain::guard::held_by(&scene.claim).is_empty());
    assert!(allowed::listed(&scene.claim, Act::Clone));
}

#[test]
fn t13_a_challenger_that_loses_everything_is_rejected_and_may_dispute_it_once() {
    let scene = Scene::contest_lost();
    assert_eq!(
        scene.claim.state,
        State::Rejected {
            code: "contest_lost".into(),
            dispute_until: at("2026-12-23T23:00:00Z"),
            changed: false
        }
    );
    assert_eq!(added(&scene), [Action::ContestDecided, Action::Rejected]);
    assert_eq!(last(&scene).free.len(), 2);
    let review = scene.claim.review.as_ref().unwrap();
    let codes: Vec<&str> = review.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!((codes, review.by.as_deref()), (vec!["contest_lost"; 2], Some("review-lead")));
    let disputed = scene.by_partner(Act::Dispute);
    assert_eq!(disputed.claim.dispute.as_ref().unwrap().first_reviewer.as_deref(), Some("review-lead"));
}

#[test]
fn t13_what_is_lost_of_several_items_is_refused_and_the_rest_goes_on() {
    let scene = Scene::challenger().decided(false);
    assert!(matches!(scene.claim.state, State::UnderReview { paused: None, .. }));
    let refused = ItemDecision::Refused { reason: "contest_lost".into() };
    assert_eq!(scene.claim.content.items[0].decision, refused);
    match scene.clone().ask(&reviewer(), verdicts("accepted", "accepted")) {
        Err(Refusal::AssociationTaken { items }) => assert_eq!(items, ["/items/workload:teams"]),
        other => panic!("{other:?}"),
    }
    let scene = scene.step(&reviewer(), verdicts("refused", "accepted"));
    assert_eq!(last(&scene).take, [held("exchange_online")]);
}

#[test]
fn t13_of_two_claims_that_wait_the_loser_is_treated_alike() {
    // Submitted first, not reviewed yet; both items are contested and lost.
    for scene in [Scene::delivered(), Scene::under_review(), Scene::action_required()] {
        let openings = (0..2).map(|item| opening(&scene.claim, item)).collect();
        let scene = scene.step(&Actor::System, Command::JoinContest(openings)).concluded(0, false, false);
        assert!(scene.claim.state.is_in_review());
        let scene = scene.concluded(1, false, false);
        assert_eq!(scene.claim.state.failure(), Some("contest_lost"));
        assert_eq!(last(&scene).free.len(), 2);
    }
    // The winner goes on as if nothing had been.
    let scene = Scene::under_review().challenged().concluded(0, true, false);
    assert!(matches!(scene.claim.state, State::UnderReview { paused: None, .. }));
    assert_eq!(last(&scene.approve()).take.len(), 2);
}

#[test]
fn what_was_won_stays_with_the_claim_until_it_is_given_up() {
    let won = Scene::contest_won();
    // Sent back and corrected elsewhere, it is still the claim's.
    let scene = won.clone().step(&reviewer(), Command::Return(commands::reasons("/customerContact")));
    let contact = ContactPatch { title: Some(Some("Director".into())), ..ContactPatch::default() };
    let patch = ContentPatch { customer_contact: Some(Some(contact)), ..ContentPatch::default() };
    let partner = scene.partner();
    let scene = scene.step(&partner, Command::Edit(patch));
    assert!(last(&scene).free.is_empty());
    assert_eq!(status(&scene, 0), Some(AssociationStatus::Pending));
    assert_eq!(status(&scene.by_partner(Act::Resubmit), 0), Some(AssociationStatus::Pending));
    // Without the item, withdrawn, rejected, unanswered or objected to it is free again.
    let items = won.clone().step(&reviewer(), Command::Return(commands::reasons("/items")));
    let ends = items.clock("partner_answer");
    let item = ItemInput { workload: Some("exchange_online".into()), ..ItemInput::default() };
    let without = ContentPatch { items: Some(Some(vec![item])), ..ContentPatch::default() };
    for scene in [
        items.clone().step(&partner, Command::Edit(without)),
        items.clone().swept_at(ends),
        won.clone().by_partner(Act::Withdraw),
        won.clone().step(&reviewer(), Command::Reject(commands::reasons("/documents"))),
        won.clone().answered(Choice::Object),
        won.clone().step(&reviewer(), verdicts("refused", "accepted")),
    ] {
        assert!(last(&scene).free.contains(&held("teams")), "{}", scene.claim.state.as_str());
        assert!(!domain::guard::held_by(&scene.claim).contains(&held("teams")));
    }
}

#[test]
fn t13_whoever_does_not_hold_or_claim_the_key_any_more_has_left() {
    let left = |scene: Scene| {
        let owes = scene.claim.owes.contains(&FollowUp::Contest(contest_id()));
        // One follow-up, however often the claim is written.
        assert!(scene.claim.owes.len() <= 1);
        assert!(!owes || allowed::next_due(&scene.claim).is_some_and(|due| due <= scene.now));
        owes
    };
    assert!(left(Scene::incumbent().answered(Choice::Object)));
    assert!(left(Scene::incumbent().by_partner(Act::Disassociate)));
    let stop = commands::right(Act::Stop, &Scene::incumbent().claim).unwrap();
    assert!(left(Scene::incumbent().step(&Actor::Staff(persona::programme_manager()), stop)));
    assert!(left(Scene::challenger().by_partner(Act::Withdraw)));
    assert!(left(Scene::challenger().answered(Choice::Object)));
    assert!(!left(Scene::challenger().step(&reviewer(), Command::Release)));
    assert!(!left(Scene::incumbent().by_partner(Act::Upload)));
    // A subscription that ends in the middle of a contest takes its claim out of it.
    let subscribed = Scene::subscribed().challenged();
    let ends = subscribed.claim.content.items[0].association.as_ref().unwrap().end.as_ref().unwrap().at;
    let expired = subscribed.swept_at(ends);
    let owed = [FollowUp::Renewal(expired.claim.history.last_seq()), FollowUp::Contest(contest_id())];
    assert_eq!(expired.claim.owes, owed);
}
