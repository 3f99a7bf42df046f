//! Load, look up, create, commit.

use app::ports::{Claims, Comment, Comments, CommitError, Programme, Visibility, Wanted};
use domain::{
    Claim, Command, CommentId, CustomerId, LocationId, OrgId, Outcome, Side,
    customer::{Enrolment, PayeeProfile, SubscriptionState},
    decide::{Check, Found},
    input::ContentPatch,
};

use super::{current, replay, seed};
use crate::{Scene, build, persona};

/// The suite of [`Claims`].
pub async fn claims<S: Claims + Comments + Programme>(store: &S) {
    seed(store).await;
    nothing_is_there(store).await;
    every_state_is_kept(store).await;
    a_claim_is_created_once(store).await;
    an_unknown_tenant_makes_one_customer(store).await;
    everything_is_looked_up_at_once(store).await;
    the_slower_writer_is_told_what_is_there(store).await;
    all_or_nothing(store).await;
    facts_are_checked_with_the_write(store).await;
}

async fn nothing_is_there<S: Claims>(store: &S) {
    let id = build::claim_id("nobody");
    assert_eq!(store.load(&id).await.unwrap(), None);
    assert_eq!(store.submitted(&id, 1).await.unwrap(), None);
    let wanted = Wanted {
        claim: Some(id),
        location: Some((OrgId::new("nobody"), LocationId::new("1"))),
        tenant: Some("3f2c0a6e-0000-4000-8000-0000000000ff".into()),
        subscriptions: vec!["5a4c0c55-0000-4000-8000-ffffffffffff".into()],
        ..Wanted::default()
    };
    assert_eq!(store.look_up(&wanted).await.unwrap(), Default::default());
    assert_eq!(store.look_up(&Wanted::default()).await.unwrap(), Default::default());
}

async fn every_state_is_kept<S: Claims>(store: &S) {
    // All scenes are about the same claim on the same workloads: another tenant for each of them.
    for (index, (name, scene)) in Scene::every().into_iter().enumerate() {
        replay(store, &elsewhere(scene, name, index)).await;
    }
}

/// The scene with an id and a tenant of its own.
fn elsewhere(mut scene: Scene, name: &str, index: usize) -> Scene {
    let id = build::claim_id(name);
    let tenant = format!("3f2c0a6e-0000-4000-8000-1000000000{index:02}");
    let customer = domain::CustomerId::derived(&["tenant", &tenant]);
    let moved = |claim: &mut Claim| {
        claim.id = id.clone();
        claim.customer.tenant = tenant.clone();
        claim.customer.id = customer.clone();
    };
    moved(&mut scene.created.claim);
    let mut new = build::customer();
    new.id = customer.clone();
    new.tenants = vec![tenant.clone()];
    scene.created.new_customer = Some(new);
    moved(&mut scene.claim);
    for decision in &mut scene.decisions {
        moved(&mut decision.claim);
        for guard in decision.take.iter_mut().chain(&mut decision.free) {
            if let domain::Guard::Open { key, .. } | domain::Guard::Holder { key } = guard {
                *key = key.replace(build::TENANT, &tenant);
            }
        }
    }
    scene
}

async fn a_claim_is_created_once<S: Claims>(store: &S) {
    let first = Scene::begin("once", &build::claim_input(), persona::partner_a_admin());
    store.create(&first.created).await.unwrap();
    let mut second = first.created.clone();
    second.claim.content.name = "Another".into();
    assert_eq!(current(store.create(&second).await), Some(first.claim.clone()));
    assert_eq!(store.load(&first.claim.id).await.unwrap(), Some(first.claim));
}

async fn an_unknown_tenant_makes_one_customer<S: Claims + Programme>(store: &S) {
    let tenant = "3f2c0a6e-0000-4000-8000-000000000b0b";
    let make = |name: &str| {
        let mut input = build::claim_input();
        input.tenant_id = Some(tenant.into());
        let mut facts = build::facts(&input);
        facts.customer = None;
        let context = domain::Context {
            now: build::monday(),
            catalogue: &build::CATALOGUE,
            fresh: [0; 16],
            found: &[],
        };
        let caller = persona::partner_a_admin();
        domain::create(&input, &caller, build::claim_id(name), None, facts, context).unwrap()
    };
    let (one, two) = (make("unknown one"), make("unknown two"));
    store.create(&one).await.unwrap();
    assert!(matches!(store.create(&two).await, Err(CommitError::CustomerExists)));
    assert_eq!(store.load(&two.claim.id).await.unwrap(), None);
    // The claim itself comes first: a repeat of the same create learns of its claim.
    assert_eq!(current(store.create(&one).await), Some(one.claim.clone()));
    let known = store.look_up(&Wanted { tenant: Some(tenant.into()), ..Wanted::default() }).await.unwrap();
    assert_eq!(known.facts.customer, one.new_customer);
    assert_eq!(store.customer_of_tenant(tenant).await.unwrap(), one.new_customer);
}

async fn everything_is_looked_up_at_once<S: Claims>(store: &S) {
    let scene = Scene::begin("look up", &build::claim_input(), persona::partner_a_admin());
    store.create(&scene.created).await.unwrap();
    for count in [0, 1, 97, 98, 100] {
        let wanted = Wanted {
            claim: Some(scene.claim.id.clone()),
            location: Some((OrgId::new("partner-a"), LocationId::new(build::LOCATION))),
            tenant: Some(build::TENANT.into()),
            subscriptions: (0..count).map(build::subscription_id).collect(),
            ..Wanted::default()
        };
        let known = store.look_up(&wanted).await.unwrap();
        assert_eq!(known.claim.as_ref(), Some(&scene.claim));
        assert_eq!(known.facts.location, Some(build::locations()[0].clone()));
        assert_eq!(known.facts.customer, Some(build::customer()));
        assert_eq!(known.facts.subscriptions, (0..count).map(build::subscription).collect::<Vec<_>>());
    }
    // A customer that is known already is found without its tenant, one that is none is not.
    for (customer, expected) in
        [(build::customer().id, Some(build::customer())), (CustomerId::derived(&["nobody"]), None)]
    {
        for count in [0, 99, 100] {
            let wanted = Wanted {
                customer: Some(customer.clone()),
                subscriptions: (0..count).map(build::subscription_id).collect(),
                ..Wanted::default()
            };
            let known = store.look_up(&wanted).await.unwrap();
            assert_eq!(
                (known.facts.customer.as_ref(), known.facts.subscriptions.len()),
                (expected.as_ref(), count)
            );
        }
    }
    // Somebody else's location is not found under one's own organisation.
    let foreign = Some((OrgId::new("partner-b"), LocationId::new(build::LOCATION)));
    let known = store.look_up(&Wanted { location: foreign, ..Wanted::default() }).await.unwrap();
    assert_eq!(known.facts.location, None);
}

async fn the_slower_writer_is_told_what_is_there<S: Claims>(store: &S) {
    let scene = Scene::begin("slower", &build::claim_input(), persona::partner_a_admin());
    let partner = scene.partner();
    let edit = |name: &str| {
        let patch = ContentPatch { name: Some(Some(name.into())), ..ContentPatch::default() };
        match scene.clone().act(&partner, Command::Edit(patch)) {
            Ok(Outcome::Changed(decision)) => decision,
            other => panic!("{other:?}"),
        }
    };
    let (fast, slow) = (edit("Fast"), edit("Slow"));
    assert_eq!(current(store.commit(&fast, &[]).await), None);
    store.create(&scene.created).await.unwrap();
    store.commit(&fast, &[]).await.unwrap();
    for _ in 0..2 {
        assert_eq!(current(store.commit(&slow, &[]).await), Some(fast.claim.clone()));
    }
    // The same in a write of several rows.
    let note = note(&scene.claim, 0);
    assert_eq!(current(store.commit(&slow, &[note]).await), Some(fast.claim.clone()));
    assert_eq!(store.load(&scene.claim.id).await.unwrap(), Some(fast.claim));
}

fn note(claim: &Claim, number: u8) -> Comment {
    Comment {
        id: CommentId::fresh(build::monday(), [number; 16]),
        claim: claim.id.clone(),
        at: build::monday(),
        by: "Alice Adams".into(),
        side: Side::Partner,
        visibility: Visibility::Shared,
        text: "Please look at page two.".into(),
        answers: Some(0),
        body: None,
    }
}

async fn all_or_nothing<S: Claims + Comments>(store: &S) {
    let scene =
        Scene::begin("notes", &build::claim_input_of(&["audit"]), persona::partner_a_admin()).proven();
    replay(store, &scene).await;
    let submitted = scene.submit();
    let (id, decision) = (&submitted.claim.id, submitted.decisions.last().unwrap());
    let notes: Vec<Comment> = (0..3).map(|number| note(&submitted.claim, number)).collect();
    let mut stale = decision.clone();
    stale.claim.revision += 1;
    current(store.commit(&stale, &notes).await).unwrap();
    assert_eq!(store.comments(id, None, 10).await.unwrap(), []);
    store.commit(decision, &notes).await.unwrap();
    assert_eq!(store.comments(id, None, 10).await.unwrap(), notes);
    assert_eq!(store.load(id).await.unwrap().as_ref(), Some(&submitted.claim));
}

async fn facts_are_checked_with_the_write<S: Claims + Programme>(store: &S) {
    let input = build::subscriptions_input(3);
    let scene = Scene::begin("checks", &input, persona::partner_a_admin()).proven();
    replay(store, &scene).await;
    let decision = scene.clone().submit().decisions.last().unwrap().clone();
    assert_eq!(decision.checks.len(), 3);
    let spoil: [fn(&mut domain::Subscription); 4] = [
        |row| row.state = SubscriptionState::Expired,
        |row| row.tenant_id = "3f2c0a6e-0000-4000-8000-0000000000aa".into(),
        |row| row.product = "finance".into(),
        |row| row.channel = domain::customer::Channel::Csp,
    ];
    for spoil in spoil {
        let mut row = build::subscription(1);
        spoil(&mut row);
        store.put_subscription(&row).await.unwrap();
        match store.commit(&decision, &[]).await {
            Err(CommitError::Failed(facts)) => {
                assert_eq!(facts, [(decision.checks[1].clone(), Found::Subscription(row))]);
            }
            other => panic!("{other:?}"),
        }
    }
    let mut missing = decision.clone();
    for check in &mut missing.checks {
        if let Check::Subscription { id, .. } = check {
            *id = id.replace("5a4c0c55", "00000000");
        }
    }
    match store.commit(&missing, &[]).await {
        Err(CommitError::Failed(facts)) => {
            assert_eq!(facts.len(), 3);
            assert!(facts.iter().all(|(_, found)| *found == Found::Nothing));
        }
        other => panic!("{other:?}"),
    }
    let mut grace = build::subscription(1);
    grace.state = SubscriptionState::Grace;
    store.put_subscription(&grace).await.unwrap();
    store.commit(&decision, &[]).await.unwrap();
    store.put_subscription(&build::subscription(1)).await.unwrap();
    the_location_is_checked(store).await;
    the_payee_is_checked(store).await;
}

async fn the_payee_is_checked<S: Claims + Programme>(store: &S) {
    let input = build::claim_input_of(&["ediscovery"]);
    let scene = Scene::begin("paid", &input, persona::partner_a_admin()).proven().submit().review();
    replay(store, &scene).await;
    let approved = scene.approve();
    let decision = approved.decisions.last().unwrap();
    let good = build::locations()[0].clone();
    let mut unpaid = good.clone();
    unpaid.payee_profile = PayeeProfile::Incomplete;
    let mut ended = good.clone();
    ended.enrolment = Enrolment::Ended;
    for row in [unpaid, ended] {
        store.put_location(&row).await.unwrap();
        match store.commit(decision, &[]).await {
            Err(CommitError::Failed(facts)) => {
                assert_eq!(facts, [(decision.checks[0].clone(), Found::Location(row))]);
                assert!(facts[0].0.is_asked());
            }
            other => panic!("{other:?}"),
        }
    }
    store.put_location(&good).await.unwrap();
    let mut nowhere = decision.clone();
    if let Check::Payee { id, .. } = &mut nowhere.checks[0] {
        *id = LocationId::new("nowhere");
    }
    match store.commit(&nowhere, &[]).await {
        Err(CommitError::Failed(facts)) => assert_eq!(facts[0].1, Found::Nothing),
        other => panic!("{other:?}"),
    }
    store.commit(decision, &[]).await.unwrap();
}

async fn the_location_is_checked<S: Claims + Programme>(store: &S) {
    let mut scene = Scene::begin("moves", &build::claim_input(), persona::partner_a_admin());
    replay(store, &scene).await;
    let partner = scene.partner();
    let location = Some(Some(build::OTHER_LOCATION.into()));
    let patch = ContentPatch { location_id: location, ..ContentPatch::default() };
    scene.act(&partner, Command::Edit(patch)).unwrap();
    let decision = scene.decisions.last().unwrap();
    let good = build::locations()[1].clone();
    let mut invited = good.clone();
    invited.enrolment = Enrolment::Invited;
    let mut elsewhere = good.clone();
    elsewhere.engagements = vec!["presales-advisor".into()];
    for row in [invited, elsewhere] {
        store.put_location(&row).await.unwrap();
        match store.commit(decision, &[]).await {
            Err(CommitError::Failed(facts)) => {
                assert_eq!(facts, [(decision.checks[0].clone(), Found::Location(row))]);
            }
            other => panic!("{other:?}"),
        }
    }
    let mut listed = good.clone();
    listed.engagements = vec!["presales-advisor".into(), "modern-work-usage".into()];
    store.put_location(&listed).await.unwrap();
    store.commit(decision, &[]).await.unwrap();
    store.put_location(&good).await.unwrap();
}
