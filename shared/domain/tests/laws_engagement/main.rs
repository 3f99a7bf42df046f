//! Laws over histories of engagement claims: two partners, one customer, any acts of anybody in any order, with
//! waits drawn around every deadline (domain 10).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod clocks;
mod laws;
mod origins;
mod world;

use std::collections::BTreeSet;

use domain::{Action, State, claim::Place, customer::Ineligible, eligibility::known_reasons};
use jiff::SignedDuration;
use proptest::{collection::vec, prelude::*};
use testkit::{Scene, build};

use laws::deal;
use world::{World, run, steps};

/// What must not depend on the size of a deal.
type Unsized = (State, Place, Option<domain::claim::Earning>, Option<domain::claim::Estimate>);

fn without_size(world: &World) -> Vec<Unsized> {
    let of = |scene: &Scene| {
        let (claim, deal) = (&scene.claim, deal(&scene.claim));
        (claim.state.clone(), deal.place, claim.earning.clone(), deal.estimate.clone())
    };
    world.scenes.iter().map(of).collect()
}

/// Why the customer cannot be claimed for each engagement.
fn reasons(world: &World) -> Vec<Vec<Ineligible>> {
    let catalogue = &*build::CATALOGUE;
    let customer = world.customer();
    let of = |engagement| known_reasons(&customer, None, &[], engagement, &catalogue.programme);
    catalogue.engagements.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i_3_i_5_i_6_i_8_i_9_i_10_i_12_i_14_i_15_i_17_i_20_hold_in_every_history(steps in steps()) {
        run(&steps, 48_500)?;
    }

    #[test]
    fn i_17_it_does_not_matter_when_and_how_often_a_job_runs(steps in steps(), looks in vec(0_i64..9_000, 0..4)) {
        let world = run(&steps, 48_500)?;
        for scene in &world.scenes {
            let end = world.now + SignedDuration::from_hours(9_000);
            let once = scene.read_at(end).claim;
            let looks: BTreeSet<i64> = looks.iter().copied().collect();
            let often = looks.into_iter().fold(scene.clone(), |scene, hours| {
                scene.read_at(world.now + SignedDuration::from_hours(hours))
            });
            prop_assert_eq!(often.read_at(end).claim, once);
        }
    }

    #[test]
    fn i_7_v_55_the_deal_size_decides_neither_eligibility_nor_payout(
        steps in steps(),
        one in 0_u64..=1_000_000_000_000,
        // A referral is made of the one and not of the other.
        other in 0_u64..25_000,
    ) {
        let (one, other) = (run(&steps, one)?, run(&steps, other)?);
        prop_assert_eq!(without_size(&one), without_size(&other));
        prop_assert_eq!(reasons(&one), reasons(&other));
    }
}

#[test]
fn histories_get_everywhere() {
    // The laws would hold easily over histories in which nothing happens.
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..250 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        for scene in run(&steps, 48_500).unwrap().scenes {
            seen.extend(scene.claim.history.entries.iter().map(|entry| entry.action.as_str()));
            seen.insert(scene.claim.state.as_str());
        }
    }
    let never = ["draft", "consent_not_requested"];
    for status in State::STATUSES.iter().filter(|status| !never.contains(status)) {
        assert!(seen.contains(status), "no history ends {status}");
    }
    for action in [
        Action::ConsentReminded,
        Action::ConsentResent,
        Action::ConsentVoided,
        Action::ConsentUndeliverable,
        Action::ConsentDelegated,
        Action::Recalled,
        Action::Released,
        Action::Resubmitted,
        Action::Disputed,
        Action::DeadlineExtended,
        Action::DeadlineNear,
        Action::SlaOverdue,
        Action::EarningAccrued,
        Action::ReferralUpgraded,
        Action::ReferralClosed,
        Action::Stopped,
    ] {
        assert!(seen.contains(action.as_str()), "no history with {}", action.as_str());
    }
}
