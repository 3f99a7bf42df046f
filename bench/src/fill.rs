//! Fills a table with claims, and with what the store keeps beside them.

use crate::{
    bulk::Bulk,
    desk::Desk,
    stories::{self, DUE, PERIOD, PLOTS, Plot, Story},
};
use app::ports::{Claims as _, Contests as _, Programme as _};
use domain::{Created, Decision, Guard};
use jiff::SignedDuration;

/// So many claims of every kind and phase, none of which is due.
///
/// # Panics
/// The number is no multiple of the period in which they repeat.
pub(crate) async fn fill(desk: &Desk, claims: u64) {
    assert!(claims.is_multiple_of(PERIOD), "{claims} claims are not whole periods of {PERIOD}");
    assert_eq!(PLOTS.iter().copied().map(Plot::claims).sum::<u64>(), PERIOD);
    let bulk = Bulk::into(desk);
    let mut number = 0;
    for plot in PLOTS.iter().cycle() {
        if number == claims {
            break;
        }
        write(&bulk, plot.told(number, stories::made_at(number))).await;
        number += plot.claims();
    }
    bulk.ends();
}

/// So many claims whose time has come; others have the numbers before.
pub(crate) async fn fill_due(desk: &Desk, claims: u64, before: u64) {
    let bulk = Bulk::into(desk);
    for (number, (days, plot)) in (before..before + claims).zip(DUE.iter().cycle()) {
        let at = stories::made_at(number) - SignedDuration::from_hours(24 * days);
        write(&bulk, plot.told(number, at)).await;
    }
    bulk.ends();
}

async fn write(bulk: &Bulk<'_>, story: Story) {
    let Story { customer, scenes, contests, ineligible } = story;
    let mut customer = Some(customer);
    for scene in scenes {
        let created = Created { claim: scene.claim.clone(), new_customer: customer.take() };
        bulk.store.create(&created).await.expect("a claim is kept");
        for decision in &scene.decisions {
            let known = |guards: &[Guard]| -> Vec<Guard> {
                guards.iter().filter(|guard| matches!(guard, Guard::Known { .. })).cloned().collect()
            };
            let (take, free) = (known(&decision.take), known(&decision.free));
            if !take.is_empty() || !free.is_empty() {
                // That the customer knows the partner is a row of its own.
                let (checks, freeze) = (Vec::new(), None);
                let known =
                    Decision { claim: scene.claim.clone(), take, free, checks, freeze, ..decision.clone() };
                bulk.store.commit(&known, &[]).await.expect("a known customer is kept");
            }
        }
    }
    if let Some(row) = ineligible {
        bulk.store.put_eligibility(&row).await.expect("what the vendor says is kept");
    }
    bulk.store.commit_contests(&contests, &[]).await.expect("a contest is kept");
    bulk.goes_on();
}
