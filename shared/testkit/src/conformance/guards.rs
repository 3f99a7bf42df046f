//! I-1 and V-19: what is held is held by one claim, whoever races.

use app::ports::{Claims, CommitError, Programme};
use domain::{ClaimId, Decision, Guard};

use super::{current, customer, replay, seed};
use crate::{Scene, build, persona};

/// The suite of guards: two partners, one customer.
pub async fn guards<S: Claims + Programme>(store: &S) {
    seed(store).await;
    i_1_one_partner_gets_the_workload(store).await;
    v_19_own_claims_do_not_overlap(store).await;
    what_is_not_ours_is_not_freed(store).await;
    a_hundred_items_are_one_write(store).await;
}

/// Writes all but the last decision of a scene.
async fn up_to_the_last<S: Claims>(store: &S, scene: &Scene) -> Decision {
    let mut before = scene.clone();
    let last = before.decisions.pop().unwrap();
    replay(store, &before).await;
    last
}

fn taken(result: Result<(), CommitError>) -> Vec<(Guard, ClaimId)> {
    match result {
        Err(CommitError::Taken(holders)) => holders,
        other => panic!("not taken: {other:?}"),
    }
}

async fn i_1_one_partner_gets_the_workload<S: Claims + Programme>(store: &S) {
    let both = ["teams", "exchange_online"];
    let a = Scene::begin("i1 a", &build::claim_input_of(&both), persona::partner_a_admin());
    let b_input = build::of_partner_b(build::claim_input_of(&["exchange_online", "intune"]));
    let b = Scene::begin("i1 b", &b_input, persona::partner_b_admin());
    let (a, b) = (a.proven().submit().review().approve(), b.proven().submit().review().approve());
    let (approve_a, approve_b) = (up_to_the_last(store, &a).await, up_to_the_last(store, &b).await);
    store.commit(&approve_a, &[]).await.unwrap();
    let before = (store.load(&b.claim.id).await.unwrap(), customer(store).await);

    let holders = taken(store.commit(&approve_b, &[]).await);
    let key = format!("{}/workload:exchange_online", build::TENANT);
    assert_eq!(holders, [(Guard::Holder { key }, a.claim.id.clone())]);
    assert_eq!((store.load(&b.claim.id).await.unwrap(), customer(store).await), before);

    // A stale claim is told so, even when its holders are taken as well: its own write may be the reason.
    let mut stale = approve_b.clone();
    stale.claim.revision += 1;
    assert_eq!(current(store.commit(&stale, &[]).await), before.0);

    // The customer objects: the workload is free again, in the same write.
    let mut ended = a;
    ended = ended.answered(domain::consent::Choice::Object);
    store.commit(ended.decisions.last().unwrap(), &[]).await.unwrap();
    store.commit(&approve_b, &[]).await.unwrap();
    let held: Vec<(String, ClaimId)> = customer(store).await.holders.into_iter().collect();
    assert!(held.iter().all(|(_, claim)| *claim == b.claim.id), "{held:?}");
    assert_eq!(held.len(), 4);
    let over = b.answered(domain::consent::Choice::Object);
    store.commit(over.decisions.last().unwrap(), &[]).await.unwrap();
    assert!(customer(store).await.holders.is_empty());
}

async fn v_19_own_claims_do_not_overlap<S: Claims + Programme>(store: &S) {
    let scene = |name| {
        Scene::begin(name, &build::claim_input_of(&["audit"]), persona::partner_a_admin()).proven().submit()
    };
    let (one, two) = (scene("v19 one"), scene("v19 two"));
    let (first, second) = (up_to_the_last(store, &one).await, up_to_the_last(store, &two).await);
    store.commit(&first, &[]).await.unwrap();
    let holders = taken(store.commit(&second, &[]).await);
    let key = format!("{}/workload:audit", build::TENANT);
    assert_eq!(holders, [(Guard::Open { org: one.claim.org.clone(), key }, one.claim.id.clone())]);
    // Another partner's open claim on the same workload is no obstacle.
    let input = build::of_partner_b(build::claim_input_of(&["audit"]));
    let other = Scene::begin("v19 b", &input, persona::partner_b_admin()).proven().submit();
    replay(store, &other).await;
    for scene in [one, other] {
        let over = scene.answered(domain::consent::Choice::Object);
        store.commit(over.decisions.last().unwrap(), &[]).await.unwrap();
    }
    assert!(customer(store).await.holders.is_empty());
}

async fn what_is_not_ours_is_not_freed<S: Claims + Programme>(store: &S) {
    let input = build::of_partner_b(build::claim_input_of(&["audit", "intune"]));
    let owner = Scene::begin("owner", &input, persona::partner_b_admin()).proven().submit();
    replay(store, &owner).await;
    let before = customer(store).await.holders;
    let thief = Scene::begin("thief", &build::claim_input_of(&["teams"]), persona::partner_a_admin());
    let thief = thief.proven().submit();
    let mut decision = up_to_the_last(store, &thief).await;
    decision.free = owner.decisions.last().unwrap().take.clone();
    decision.free.push(Guard::Holder { key: "nobody's".into() });
    store.commit(&decision, &[]).await.unwrap();
    let after = customer(store).await.holders;
    assert!(before.iter().all(|(name, claim)| after.get(name) == Some(claim)), "{after:?}");
    assert_eq!(after.len(), before.len() + 1);
    // A guard that is missing although the claim should have it does not hold the claim up.
    let mut over = thief.answered(domain::consent::Choice::Object).decisions.last().unwrap().clone();
    over.free.push(Guard::Holder { key: "nobody's".into() });
    store.commit(&over, &[]).await.unwrap();
    let over = owner.answered(domain::consent::Choice::Object);
    store.commit(over.decisions.last().unwrap(), &[]).await.unwrap();
    assert!(customer(store).await.holders.is_empty());
}

async fn a_hundred_items_are_one_write<S: Claims + Programme>(store: &S) {
    let scene = Scene::begin("hundred", &build::subscriptions_input(100), persona::partner_a_admin());
    let approved = scene.proven().submit().review().approve();
    replay(store, &approved).await;
    assert_eq!(customer(store).await.holders.len(), 200);
    let over = approved.answered(domain::consent::Choice::Object);
    store.commit(over.decisions.last().unwrap(), &[]).await.unwrap();
    assert!(customer(store).await.holders.is_empty());
}
