//! Claims that leave their contests: the other one has won, whoever is slow, dies or is faster (T13).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use app::ports::Claims;
use desk::{Desk, HOUR, Rivals, partner_c, refusal, reviewer, rivals, rivals_for, status};
use domain::{
    Actor, ClaimId, Command, Envelope, Precondition, Refusal, Subscription,
    allowed::Act,
    claim::AssociationStatus,
    consent::Choice,
    contest::SeatRole,
    input::{ClaimInput, ContentPatch, ItemInput},
};
use testkit::{Trouble, build, commands, persona, ready};

/// The customer objects right before the next write.
fn objects_meanwhile(desk: &Desk, id: &ClaimId) {
    let (app, id) = (desk.app.clone(), id.clone());
    desk.store.meanwhile(move |store| {
        let claim = ready(store.load(&id)).unwrap().unwrap();
        ready(app.execute(
            &id,
            Envelope {
                actor: Actor::Customer,
                key: None,
                precondition: Precondition::Any,
                command: commands::answer_now(&claim, Choice::Object),
            },
        ))
        .unwrap();
    });
}

/// The ways in which a claim leaves a contest, and who has won then.
fn leave(desk: &Desk, rivals: (&ClaimId, &ClaimId), how: &str) -> SeatRole {
    let (incumbent, challenger) = rivals;
    match how {
        "the customer objects" => {
            desk.answer(incumbent, Choice::Object);
            SeatRole::Challenger
        }
        "stopped" => {
            let stop = commands::right(Act::Stop, &desk.claim(incumbent)).unwrap();
            desk.act(incumbent, Actor::Staff(persona::programme_manager()), stop);
            SeatRole::Challenger
        }
        "rejected" => {
            desk.act(challenger, reviewer(), Command::Reject(commands::reasons("/documents")));
            SeatRole::Incumbent
        }
        "without the item" => {
            desk.act(challenger, reviewer(), Command::Return(commands::reasons("/items")));
            let item = ItemInput { workload: Some("intune".into()), ..Default::default() };
            let patch = ContentPatch { items: Some(Some(vec![item])), ..Default::default() };
            let partner = Actor::Staff(persona::partner_a_admin());
            desk.act(challenger, partner, Command::Edit(patch));
            SeatRole::Incumbent
        }
        "unanswered" => {
            desk.act(challenger, reviewer(), Command::Return(commands::reasons("/items")));
            desk.wait(HOUR * 24 * 30);
            SeatRole::Incumbent
        }
        other => panic!("{other}"),
    }
}

const LEAVINGS: [&str; 5] = ["the customer objects", "stopped", "rejected", "without the item", "unanswered"];

#[test]
fn t13_a_claim_that_leaves_ends_its_contest_even_when_the_process_died_in_between() {
    for how in LEAVINGS {
        let Rivals { desk, incumbent, challenger, contest } = rivals_for(&["teams", "intune"]);
        let winner = leave(&desk, (&incumbent, &challenger), how);
        // Nobody has followed up: the contest still stands, and the sweep finds it.
        assert!(desk.contest(&contest).verdict.is_none(), "{how}");
        desk.sweep_all();
        let verdict = desk.contest(&contest).verdict.unwrap();
        assert_eq!(
            (verdict.winner, verdict.reason.as_str(), verdict.by),
            (winner, "claim_ended", None),
            "{how}"
        );
        for id in [&incumbent, &challenger] {
            let claim = desk.claim(id);
            assert!(claim.owes.is_empty() && claim.seats.iter().all(|seat| !seat.is_open()), "{how}");
        }
        desk.is_consistent();
        // The winner goes on; where nobody holds the key any more it is taken with the approval.
        if winner == SeatRole::Challenger {
            assert_eq!(desk.holder("teams"), None, "{how}");
            desk.approve(&challenger).unwrap();
            assert_eq!(desk.holder("teams"), Some(challenger), "{how}");
        }
    }
}

#[test]
fn f2_f3_trouble_while_a_contest_is_left_is_made_good_by_the_sweep() {
    for trouble in [Trouble::AnswerLost, Trouble::Silence, Trouble::Conflict, Trouble::Unavailable] {
        let Rivals { desk, incumbent, challenger, contest } = rivals();
        let stopped = leave(&desk, (&incumbent, &challenger), "stopped");
        desk.store.trouble(&[trouble]);
        let done = ready(desk.app.follow_up(&desk.claim(&incumbent)));
        let told = matches!(trouble, Trouble::Silence | Trouble::Unavailable);
        assert_eq!(done.is_err(), told, "{trouble:?}");
        if told {
            desk.sweep_all();
        }
        let decided = desk.contest(&contest);
        assert_eq!((decided.verdict.unwrap().winner, decided.revision), (stopped, 2), "{trouble:?}");
        assert!(desk.claim(&incumbent).owes.is_empty());
        desk.is_consistent();
        // Every step twice.
        let writes = desk.store.writes();
        ready(desk.app.follow_up(&desk.claim(&incumbent))).unwrap();
        assert_eq!(desk.store.writes(), writes);
    }
}

#[test]
fn what_follows_is_done_with_the_request_itself() {
    let Rivals { desk, incumbent, contest, .. } = rivals();
    let after = desk.by_partner(&incumbent, Act::Disassociate);
    assert_eq!(desk.contest(&contest).verdict.unwrap().winner, SeatRole::Challenger);
    // What fails there does not fail the request.
    let Rivals { desk, incumbent, contest, .. } = rivals();
    desk.store.trouble(&[Trouble::None, Trouble::Unavailable]);
    let failed = desk.by_partner(&incumbent, Act::Disassociate);
    assert_eq!(failed.state, after.state);
    assert!(desk.contest(&contest).verdict.is_none());
    desk.sweep_all();
    assert!(desk.contest(&contest).verdict.is_some());
}

#[test]
fn a_party_that_has_left_cannot_win_however_fast_the_lead_is() {
    for how in LEAVINGS {
        let Rivals { desk, incumbent, challenger, contest } = rivals_for(&["teams", "intune"]);
        let winner = leave(&desk, (&incumbent, &challenger), how);
        let lost = winner.other().as_str();
        assert_eq!(
            refusal(desk.decide(&contest, &persona::review_lead(), lost)),
            Refusal::ContestDecided,
            "{how}"
        );
        assert_eq!(desk.contest(&contest).verdict.unwrap().reason, "claim_ended", "{how}");
        desk.sweep_all();
        desk.is_consistent();
        assert!(desk.decide(&contest, &persona::review_lead(), winner.as_str()).unwrap().1, "{how}");
    }
    // Between the lead's read and write.
    let Rivals { desk, incumbent, challenger, contest } = rivals();
    objects_meanwhile(&desk, &incumbent);
    assert_eq!(refusal(desk.decide(&contest, &persona::review_lead(), "incumbent")), Refusal::ContestDecided);
    desk.sweep_all();
    desk.is_consistent();
    desk.approve(&challenger).unwrap();
}

#[test]
fn a_third_partner_that_is_faster_than_the_winner_is_met_next() {
    // B holds, A contests it; C was under review before B was official and knows of neither.
    let desk = Desk::open();
    let third = desk.claims(&partner_c(), &["teams"]);
    desk.review(&third);
    let incumbent = desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    let contests = desk.contests().len();
    desk.wait(HOUR);
    let challenger = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.review(&challenger);
    let contest = desk.contests()[0].clone();
    assert_eq!((desk.contests().len(), &contest.incumbent.claim), (contests + 1, &incumbent));
    // B leaves; before anybody has followed up C is approved.
    for open in desk.contests().iter().filter(|open| open.id != contest.id) {
        desk.decide(&open.id, &persona::review_lead(), "incumbent").unwrap();
    }
    desk.answer(&incumbent, Choice::Object);
    desk.approve(&third).unwrap();
    desk.sweep_all();
    desk.is_consistent();
    assert_eq!(desk.contest(&contest.id).verdict.unwrap().winner, SeatRole::Challenger);
    // The challenger has won against B and meets C when its review is started again.
    assert!(matches!(refusal(desk.approve(&challenger)), Refusal::AssociationTaken { .. }));
    desk.act(&challenger, reviewer(), Command::Release);
    desk.review(&challenger);
    assert_eq!(desk.contests()[0].incumbent.claim, third);
    desk.is_consistent();
}

#[test]
fn what_time_has_done_to_the_incumbent_is_written_with_the_contest() {
    // B holds two subscriptions; one of them has ended, and nobody has looked since.
    let desk = Desk::open();
    let incumbent = desk.official(&persona::partner_b_admin(), build::subscriptions_input(2));
    let row = Subscription { ends_at: Some(build::subscription_ends()), ..build::subscription(0) };
    desk.act(&incumbent, Actor::System, Command::RecordSubscription(row));
    desk.wait_until(build::at("2027-04-15T10:00:00Z"));
    let input = build::subscriptions_input(2);
    let input = ClaimInput { items: input.items.map(|items| items[1..].to_vec()), ..input };
    let challenger = desk.submitted(&persona::partner_a_admin(), input);
    desk.review(&challenger);
    assert_eq!(desk.contests().len(), 1);
    let claim = desk.claim(&incumbent);
    assert_eq!(status(&claim, 0), Some(AssociationStatus::Ended));
    assert_eq!(claim.owes.len(), 1, "the renewal");
    // What had ended is free for everybody.
    desk.is_consistent();
}

#[test]
fn the_incumbent_that_moves_while_a_review_begins_is_read_again() {
    let desk = Desk::open();
    let incumbent = desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    let challenger = desk.claims(&persona::partner_a_admin(), &["teams"]);
    objects_meanwhile(&desk, &incumbent);
    let claim = desk.review(&challenger);
    assert!(claim.seats.is_empty() && desk.contests().is_empty(), "nobody holds the key any more");
    desk.is_consistent();
}
