//! T13, S6: contests over a store that loses answers, conflicts and is slow; the switch is one write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;

use app::Failure;
use desk::{
    Desk, HOUR, Rivals, another_lead, partner_c, refusal, reviewer, rivals, rivals_for, status, unavailable,
};
use domain::{
    Actor, ClaimId, Code, Command, ContestId, Envelope, Precondition, Refusal, State, allowed::Act,
    claim::AssociationStatus, command::ItemVerdict, consent::Choice, contest::SeatRole,
};
use testkit::{Trouble, build, commands, persona, ready};

#[test]
fn t13_a_review_opens_a_contest_with_whoever_holds_the_key() {
    let Rivals { desk, incumbent, challenger, contest } = rivals_for(&["teams", "intune"]);
    let contest = desk.contest(&contest);
    assert_eq!((&contest.incumbent.claim, &contest.challenger.claim), (&incumbent, &challenger));
    assert_eq!((contest.key.to_string().as_str(), contest.revision), ("workload:teams", 1));
    assert_eq!(contest.due_at, build::at("2026-12-11T23:00:00Z"));
    let (old, new) = (desk.claim(&incumbent), desk.claim(&challenger));
    assert_eq!((old.seats.len(), new.seats.len()), (1, 1));
    assert_eq!((&old.seats[0].rival, &new.seats[0].rival), (&challenger, &incumbent));
    // The incumbent stays official until the decision.
    assert_eq!(status(&old, 0), Some(AssociationStatus::Active));
    assert_eq!(desk.holder("teams"), Some(incumbent));
    assert!(matches!(new.state, State::UnderReview { paused: Some(14), .. }));
    desk.is_consistent();
}

#[test]
fn t13_an_earlier_claim_that_waits_is_met_and_a_later_one_is_not() {
    let desk = Desk::open();
    let first = desk.claims(&persona::partner_b_admin(), &["teams"]);
    desk.wait(HOUR);
    let second = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.wait(HOUR);
    let third = desk.claims(&partner_c(), &["teams"]);
    // Whoever was first meets nobody, whatever order the reviews begin in.
    desk.review(&second);
    desk.review(&first);
    let contests = desk.contests();
    assert_eq!(contests.len(), 1);
    assert_eq!((&contests[0].incumbent.claim, &contests[0].challenger.claim), (&first, &second));
    // The third one meets the first of both.
    desk.review(&third);
    assert_eq!(desk.contests()[0].incumbent.claim, first);
    assert_eq!(desk.claim(&first).seats.len(), 2);
    desk.is_consistent();
}

#[test]
fn t13_an_own_claim_is_no_rival_and_no_rival_is_met_twice() {
    let Rivals { desk, challenger, .. } = rivals();
    for _ in 0..2 {
        desk.act(&challenger, reviewer(), Command::Release);
        desk.review(&challenger);
    }
    assert_eq!(desk.contests().len(), 1);
    // Two claims of one partner for other workloads of the same customer.
    let own = desk.claims(&persona::partner_a_admin(), &["intune"]);
    desk.review(&own);
    assert_eq!(desk.contests().len(), 1);
    desk.is_consistent();
}

#[test]
fn t13_two_contests_at_once_with_two_incumbents() {
    let desk = Desk::open();
    let teams = desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    let intune = desk.official(&partner_c(), build::claim_input_of(&["intune"]));
    let writes = desk.store.writes();
    let challenger = desk.claims(&persona::partner_a_admin(), &["teams", "intune", "audit"]);
    let before = desk.store.writes();
    desk.review(&challenger);
    assert_eq!(desk.store.writes(), before + 1, "three claims and two contests in one write");
    assert!(before > writes);
    let contests = desk.contests();
    let incumbents: Vec<&ClaimId> = contests.iter().map(|contest| &contest.incumbent.claim).collect();
    assert!(incumbents.contains(&&teams) && incumbents.contains(&&intune));
    let of = |incumbent: &ClaimId| {
        contests.iter().find(|contest| contest.incumbent.claim == *incumbent).unwrap().id.clone()
    };
    assert!(matches!(refusal(desk.approve(&challenger)), Refusal::State { code: Code::ContestOpen, .. }));
    desk.decide(&of(&teams), &persona::review_lead(), "challenger").unwrap();
    assert!(matches!(refusal(desk.approve(&challenger)), Refusal::State { code: Code::ContestOpen, .. }));
    desk.decide(&of(&intune), &persona::review_lead(), "incumbent").unwrap();
    desk.is_consistent();
    let claim = desk.claim(&challenger);
    assert_eq!(status(&claim, 0), Some(AssociationStatus::Pending));
    assert!(matches!(claim.state, State::UnderReview { paused: None, .. }));
    assert_eq!((desk.holder("teams"), desk.holder("intune")), (Some(challenger), Some(intune)));
}

#[test]
fn t13_both_items_of_one_incumbent_are_two_contests_and_one_claim_in_the_write() {
    let desk = Desk::open();
    let both = ["teams", "intune"];
    let incumbent = desk.official(&persona::partner_b_admin(), build::claim_input_of(&both));
    let challenger = desk.claims(&persona::partner_a_admin(), &both);
    desk.review(&challenger);
    assert_eq!(desk.contests().len(), 2);
    assert_eq!(desk.claim(&incumbent).seats.len(), 2);
    for contest in desk.contests() {
        desk.decide(&contest.id, &persona::review_lead(), "challenger").unwrap();
        desk.is_consistent();
    }
    assert!(!desk.claim(&incumbent).is_held());
    desk.approve(&challenger).unwrap();
    desk.is_consistent();
}

#[test]
fn t13_what_does_not_fit_into_one_write_is_met_when_the_review_is_started_again() {
    let desk = Desk::open();
    let count = 40;
    desk.official(&persona::partner_b_admin(), build::subscriptions_input(count));
    let challenger = desk.submitted(&persona::partner_a_admin(), build::subscriptions_input(count));
    desk.review(&challenger);
    assert_eq!(desk.contests().len(), 32);
    desk.act(&challenger, reviewer(), Command::Release);
    desk.review(&challenger);
    assert_eq!(desk.contests().len(), count);
    desk.is_consistent();
}

#[test]
fn s6_for_the_challenger_the_key_passes_from_hand_to_hand() {
    let Rivals { desk, incumbent, challenger, contest } = rivals();
    let writes = desk.store.writes();
    let (decided, replayed) = desk.decide(&contest, &persona::review_lead(), "challenger").unwrap();
    assert_eq!((desk.store.writes(), replayed), (writes + 1, false));
    assert_eq!(decided.verdict.unwrap().winner, SeatRole::Challenger);
    let (old, new) = (desk.claim(&incumbent), desk.claim(&challenger));
    assert_eq!(
        (status(&old, 0), status(&new, 0)),
        (Some(AssociationStatus::Ended), Some(AssociationStatus::Pending))
    );
    assert_eq!(old.state, State::Approved);
    assert_eq!(desk.holder("teams").as_ref(), Some(&challenger));
    desk.is_consistent();
    desk.approve(&challenger).unwrap();
    assert_eq!(status(&desk.answer(&challenger, Choice::Accept), 0), Some(AssociationStatus::Active));
    desk.is_consistent();
}

#[test]
fn s6_for_the_incumbent_nothing_moves_and_the_challenger_is_rejected() {
    let Rivals { desk, incumbent, challenger, contest } = rivals();
    desk.decide(&contest, &persona::review_lead(), "incumbent").unwrap();
    assert_eq!(status(&desk.claim(&incumbent), 0), Some(AssociationStatus::Active));
    assert_eq!(desk.claim(&challenger).state.failure(), Some("contest_lost"));
    assert_eq!(desk.holder("teams"), Some(incumbent));
    desk.is_consistent();
}

#[test]
fn s6_of_two_that_wait_the_winner_takes_the_key_with_its_approval() {
    let desk = Desk::open();
    let first = desk.claims(&persona::partner_b_admin(), &["teams", "intune"]);
    desk.wait(HOUR);
    let second = desk.claims(&persona::partner_a_admin(), &["teams"]);
    desk.review(&second);
    let contest = desk.contests()[0].id.clone();
    desk.decide(&contest, &persona::review_lead(), "challenger").unwrap();
    assert_eq!(desk.holder("teams"), None);
    desk.review(&first);
    let taken = refusal(desk.approve(&first));
    assert_eq!(taken, Refusal::AssociationTaken { items: vec!["/items/workload:teams".into()] });
    desk.approve(&second).unwrap();
    assert_eq!(desk.holder("teams"), Some(second));
    desk.is_consistent();
}

/// Who does what in which order, each of them twice.
const STEPS: [&str; 7] =
    ["start", "incumbent says", "challenger says", "lead says", "decide", "approve", "accept"];

/// The second item accepted, and the first one if it was won.
fn verdicts(won: bool) -> Command {
    let verdict = |key: &str, accepted: bool| ItemVerdict {
        key: key.into(),
        decision: if accepted { "accepted" } else { "refused" }.into(),
        reason: (!accepted).then(|| "Lost.".into()),
    };
    Command::Approve(vec![verdict("workload:teams", won), verdict("workload:intune", true)])
}

/// A whole contest with this trouble at this write; whoever is told nothing sends the same again.
fn contested(winner: &str, trouble: Trouble, at: usize) -> (Rivals, u32) {
    let desk = Desk::open();
    let incumbent = desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    desk.wait(HOUR);
    let challenger = desk.claims(&persona::partner_a_admin(), &["teams", "intune"]);
    let mut troubles = vec![Trouble::None; at];
    troubles.push(trouble);
    desk.store.trouble(&troubles);
    let mut untold = 0;
    for step in STEPS {
        let key = || Some(build::key(step, "body"));
        let contest = || desk.contests()[0].id.clone();
        let say = |caller| desk.say(&contest(), &caller, key(), "Our words.").map(drop);
        let act = || -> Result<(), Failure> {
            match step {
                "start" => desk.start_with(&challenger, key()).map(drop),
                "incumbent says" => say(persona::partner_b_admin()),
                "challenger says" => say(persona::partner_a_admin()),
                "lead says" => say(persona::review_lead()),
                "decide" => desk.decide(&contest(), &persona::review_lead(), winner).map(drop),
                "approve" => {
                    let precondition = Precondition::Any;
                    let command = verdicts(winner == "challenger");
                    let envelope = Envelope { actor: reviewer(), key: key(), precondition, command };
                    ready(desk.app.execute(&challenger, envelope)).map(drop)
                }
                "accept" => {
                    let answer = commands::answer_now(&desk.claim(&challenger), Choice::Accept);
                    desk.try_act(&challenger, Actor::Customer, answer).map(drop)
                }
                other => panic!("{other}"),
            }
        };
        let mut done = act();
        if unavailable(&done) {
            untold += 1;
            done = act();
        }
        done.unwrap_or_else(|fault| panic!("{trouble:?} at {at}, {step}: {fault:?}"));
        // Every step twice: the second time it has taken effect before.
        act().unwrap_or_else(|fault| panic!("{trouble:?} at {at}, {step} again: {fault:?}"));
        desk.is_consistent();
    }
    let contest = desk.contests()[0].id.clone();
    (Rivals { desk, incumbent, challenger, contest }, untold)
}

#[test]
fn f2_f3_trouble_at_any_write_of_a_contest_has_one_effect() {
    for winner in ["challenger", "incumbent"] {
        let (smooth, untold) = contested(winner, Trouble::None, 0);
        assert_eq!(untold, 0);
        let writes = smooth.desk.store.writes();
        let said = smooth.desk.contest(&smooth.contest).statements.len();
        assert_eq!(said, 3);
        let actions = |rivals: &Rivals, id: &ClaimId| -> Vec<String> {
            let entries = rivals.desk.claim(id).history.entries;
            entries.iter().map(|entry| entry.action.as_str().to_owned()).collect()
        };
        let expected = [&smooth.incumbent, &smooth.challenger].map(|id| actions(&smooth, id));
        for trouble in [Trouble::AnswerLost, Trouble::Silence, Trouble::Conflict, Trouble::Unavailable] {
            for at in 0..STEPS.len() {
                let (rough, untold) = contested(winner, trouble, at);
                let told = matches!(trouble, Trouble::Silence | Trouble::Unavailable);
                assert_eq!(untold, u32::from(told), "{trouble:?} at {at}");
                assert_eq!(rough.desk.store.writes(), writes, "{trouble:?} at {at}");
                assert_eq!(rough.desk.contest(&rough.contest).statements.len(), said, "{trouble:?} at {at}");
                let found = [&rough.incumbent, &rough.challenger].map(|id| actions(&rough, id));
                assert_eq!(found, expected, "{trouble:?} at {at}");
            }
        }
    }
}

#[test]
fn f3_words_without_a_key_whose_answer_was_lost_are_said_once() {
    let Rivals { desk, contest, .. } = rivals();
    desk.store.trouble(&[Trouble::AnswerLost]);
    let (contest, replayed) = desk.say(&contest, &persona::partner_a_admin(), None, "Ours.").unwrap();
    assert_eq!((contest.statements.len(), replayed), (1, false));
    assert_eq!(desk.contest(&contest.id).statements.len(), 1);
}

#[test]
fn f2_tries_are_bounded() {
    let Rivals { desk, contest, challenger, .. } = rivals();
    desk.store.trouble(&[Trouble::Conflict; 60]);
    assert!(unavailable(&desk.decide(&contest, &persona::review_lead(), "incumbent")));
    assert!(unavailable(&desk.say(&contest, &persona::partner_a_admin(), None, "Ours.")));
    let other = desk.claim(&challenger);
    assert!(other.seats[0].is_open());
}

#[test]
fn a_decision_is_told_again_and_another_one_comes_too_late() {
    let lead = persona::review_lead();
    for winner in [SeatRole::Incumbent, SeatRole::Challenger] {
        let Rivals { desk, contest, .. } = rivals();
        desk.decide(&contest, &lead, winner.as_str()).unwrap();
        let writes = desk.store.writes();
        assert!(desk.decide(&contest, &lead, winner.as_str()).unwrap().1, "{winner:?}");
        assert!(desk.decide(&contest, &another_lead(), winner.as_str()).unwrap().1, "{winner:?}");
        let other = winner.other().as_str();
        assert_eq!(refusal(desk.decide(&contest, &another_lead(), other)), Refusal::ContestDecided);
        assert_eq!(desk.store.writes(), writes);
    }
    let Rivals { desk, contest, .. } = rivals();
    let nobody = ContestId::derived(&["nobody"]);
    assert_eq!(refusal(desk.decide(&nobody, &lead, "incumbent")), Refusal::NotFound);
    assert_eq!(refusal(desk.decide(&contest, &persona::reviewer(), "incumbent")), Refusal::Forbidden);
    assert_eq!(refusal(desk.decide(&contest, &persona::field_seller(), "incumbent")), Refusal::NotFound);
}

#[test]
fn i_18_a_partner_reads_neither_the_words_nor_the_claim_of_the_other() {
    let Rivals { desk, incumbent, challenger, contest } = rivals();
    let (a, b) = (persona::partner_a_admin(), persona::partner_b_admin());
    for (caller, words) in [(&a, "A says"), (&b, "B says"), (&persona::review_lead(), "Both hear")] {
        desk.say(&contest, caller, None, words).unwrap();
    }
    for (caller, own, words) in [(&a, &challenger, "A says"), (&b, &incumbent, "B says")] {
        let (seen, claims) = ready(desk.app.contest(&contest, caller)).unwrap();
        let ids: Vec<&ClaimId> = claims.iter().map(|claim| &claim.id).collect();
        assert_eq!(ids, [own]);
        let read: Vec<&str> = seen.statements_for(caller).map(|said| said.text.as_str()).collect();
        assert_eq!(read, [words, "Both hear"]);
    }
    let (_, claims) = ready(desk.app.contest(&contest, &persona::auditor())).unwrap();
    assert_eq!(claims.len(), 2);
    // Of another location, or of a third partner: it does not exist.
    let mut scoped = persona::partner_a_user();
    scoped.scope = domain::Scope::Only(vec![domain::LocationId::new(build::OTHER_LOCATION)]);
    for caller in [scoped, partner_c(), persona::partner_a_referrals()] {
        assert_eq!(refusal(ready(desk.app.contest(&contest, &caller))), Refusal::NotFound);
        assert_eq!(refusal(desk.say(&contest, &caller, None, "Hello")), Refusal::NotFound);
    }
}

#[test]
fn i_19_a_key_says_the_same_words_once() {
    let Rivals { desk, contest, .. } = rivals();
    let a = persona::partner_a_admin();
    let say = |key: &str, body: &str| desk.say(&contest, &a, Some(build::key(key, body)), "Ours.");
    assert!(!say("k", "b").unwrap().1);
    for _ in 0..2 {
        assert!(say("k", "b").unwrap().1);
    }
    assert_eq!(refusal(say("k", "c")), Refusal::IdempotencyMismatch);
    assert!(!say("l", "b").unwrap().1);
    assert_eq!(desk.contest(&contest).statements.len(), 2);
}

#[test]
fn t15_a_lost_contest_is_turned_round_in_the_dispute() {
    let Rivals { desk, incumbent, challenger, contest } = rivals();
    desk.decide(&contest, &persona::review_lead(), "incumbent").unwrap();
    desk.by_partner(&challenger, Act::Dispute);
    let all = commands::accept_all(&desk.claim(&challenger));
    let approve = |caller| desk.try_act(&challenger, Actor::Staff(caller), all.clone());
    assert_eq!(refusal(approve(persona::review_lead())), Refusal::Forbidden, "I-15");
    assert!(matches!(refusal(approve(another_lead())), Refusal::AssociationTaken { .. }));
    assert_eq!(refusal(desk.decide(&contest, &persona::review_lead(), "challenger")), Refusal::Forbidden);
    desk.decide(&contest, &another_lead(), "challenger").unwrap();
    desk.is_consistent();
    assert_eq!(desk.holder("teams").as_ref(), Some(&challenger));
    assert_eq!(status(&desk.claim(&incumbent), 0), Some(AssociationStatus::Ended));
    approve(another_lead()).unwrap();
    assert_eq!(status(&desk.answer(&challenger, Choice::Accept), 0), Some(AssociationStatus::Active));
    desk.is_consistent();
}

#[test]
fn i_19_a_review_is_started_once_by_a_key() {
    let desk = Desk::open();
    desk.official(&persona::partner_b_admin(), build::claim_input_of(&["teams"]));
    let challenger = desk.claims(&persona::partner_a_admin(), &["teams"]);
    let start = |body: &str| desk.start_with(&challenger, Some(build::key("k", body)));
    assert!(!start("b").unwrap().replayed);
    let writes = desk.store.writes();
    assert!(start("b").unwrap().replayed);
    assert_eq!(refusal(start("c")), Refusal::IdempotencyMismatch);
    assert!(matches!(refusal(desk.start(&challenger)), Refusal::State { .. }));
    assert_eq!((desk.store.writes(), desk.contests().len()), (writes, 1));
}
