//! What a command costs: calls and units repeat exactly (quality 1).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use app::ports::{Claims, DUE_SHARDS, Engagements, ListQuery, Lists, Order, Shelf, Wanted};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::{Created, Customer, CustomerId, Decision, Guard, LocationId, OrgId};
use support::{Call, rig};
use testkit::{Scene, build, conformance, persona};

fn names(calls: &[Call]) -> Vec<&str> {
    calls.iter().map(|call| call.operation.as_str()).collect()
}

fn units(calls: &[Call]) -> f64 {
    calls.iter().map(|call| call.units).sum()
}

/// Writes the scene step by step; the calls of each.
async fn steps(rig: &support::Rig, scene: &Scene) -> Vec<Vec<Call>> {
    let mut steps = Vec::new();
    rig.wire.calls();
    rig.table.create(&scene.created).await.unwrap();
    steps.push(rig.wire.calls());
    for decision in &scene.decisions {
        rig.table.commit(decision, &[]).await.unwrap();
        steps.push(rig.wire.calls());
    }
    steps
}

#[tokio::test]
async fn a_command_is_one_read_and_one_write_whatever_it_is() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let scene = Scene::active();
    for step in steps(&rig, &scene).await {
        assert_eq!(step.len(), 1, "{:?}", names(&step));
        assert!(["PutItem", "TransactWriteItems"].contains(&step[0].operation.as_str()));
    }
    rig.table.load(&scene.claim.id).await.unwrap();
    let load = rig.wire.calls();
    assert_eq!(names(&load), ["GetItem"]);
    assert_eq!(load[0].body["ConsistentRead"], true);
}

#[tokio::test]
async fn a_create_is_two_reads_and_one_write_for_one_and_for_a_hundred_items() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    for count in [1, 3, 10, 20, 97, 98, 100] {
        let input = build::subscriptions_input(count);
        let scene = Scene::begin(&format!("create {count}"), &input, persona::partner_a_admin());
        rig.wire.calls();
        let wanted = Wanted {
            claim: Some(scene.claim.id.clone()),
            location: Some((OrgId::new("partner-a"), LocationId::new(build::LOCATION))),
            tenant: Some(build::TENANT.into()),
            subscriptions: (0..count).map(build::subscription_id).collect(),
            ..Wanted::default()
        };
        rig.table.look_up(&wanted).await.unwrap();
        rig.table.create(&scene.created).await.unwrap();
        assert_eq!(names(&rig.wire.calls()), ["BatchGetItem", "BatchGetItem", "PutItem"], "{count}");
        let all = scene.proven().submit().review().approve();
        for decision in &all.decisions {
            rig.table.commit(decision, &[]).await.unwrap();
            assert_eq!(rig.wire.calls().len(), 1, "{count}");
        }
        let over = all.answered(domain::consent::Choice::Object);
        rig.table.commit(over.decisions.last().unwrap(), &[]).await.unwrap();
        assert_eq!(names(&rig.wire.calls()), ["TransactWriteItems"], "{count}");
    }
}

#[tokio::test]
async fn a_page_is_one_query_and_one_batched_read() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let mut seen = Vec::new();
    for index in 0..60 {
        let scene = Scene::begin(&format!("page {index}"), &build::claim_input(), persona::partner_a_admin());
        rig.table.create(&scene.created).await.unwrap();
        if ![29, 59].contains(&index) {
            continue;
        }
        rig.wire.calls();
        let shelf = Shelf::Org(OrgId::new("partner-a"));
        let query = ListQuery { shelf, order: Order::Updated, since: None, limit: 25, after: None };
        let page = rig.table.list(&query).await.unwrap();
        assert_eq!(page.claims.len(), 25);
        let calls = rig.wire.calls();
        assert_eq!(names(&calls), ["Query", "BatchGetItem"]);
        seen.push(units(&calls));
    }
    assert_eq!(seen[0], seen[1], "the same with twice as many claims");
    println!("page of 25: {} RCU", seen[0]);
    for shard in 0..DUE_SHARDS {
        rig.table.due(shard, build::monday(), 100).await.unwrap();
    }
    assert_eq!(names(&rig.wire.calls()), ["Query"; DUE_SHARDS as usize]);
}

/// A customer of partner A that has agreed and, if it is said, taken it back.
async fn known(rig: &support::Rig, number: u32, gone: bool) {
    let mut claim = Scene::engaged().claim;
    claim.id = build::claim_id(&format!("known {number}"));
    claim.customer.id = CustomerId::derived(&["known", &number.to_string()]);
    let customer = Customer { id: claim.customer.id.clone(), tenants: Vec::new(), ..build::customer() };
    let created = Created { claim: claim.clone(), new_customer: Some(customer) };
    rig.table.create(&created).await.unwrap();
    let guard = || vec![Guard::Known { org: claim.org.clone(), claim: claim.id.clone() }];
    for (take, free) in [(guard(), vec![]), (vec![], guard())].into_iter().take(1 + usize::from(gone)) {
        claim.revision += 1;
        let (checks, notes) = (Vec::new(), Vec::new());
        let decision =
            Decision { claim: claim.clone(), effect: true, take, free, checks, freeze: None, notes };
        rig.table.commit(&decision, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_page_of_known_customers_is_one_query_however_many_are_gone() {
    let rig = rig().await;
    for number in 0..40 {
        known(&rig, number, number % 8 > 0).await;
    }
    let (org, mut after, mut found) = (OrgId::new("partner-a"), None, 0);
    loop {
        rig.wire.calls();
        let page = rig.table.known_customers(&org, after.as_ref(), 10).await.unwrap();
        let calls = rig.wire.calls();
        let expected = ["Query", "BatchGetItem"];
        assert_eq!(names(&calls), expected[..1 + usize::from(!page.customers.is_empty())]);
        found += page.customers.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, 5);
}

#[tokio::test]
async fn a_claim_is_small_and_cheap_over_its_whole_life() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let scene = Scene::life();
    let steps = steps(&rig, &scene).await;
    let decided = scene.decisions.iter().map(|decision| decision.claim.history.entries.last());
    let names = std::iter::once("created").chain(decided.flatten().map(|entry| entry.action.as_str()));
    let mut sum = 0.0;
    for (name, step) in names.zip(&steps) {
        println!("{name:24} {:>4} WCU", units(step));
        sum += units(step);
    }
    let key = [("PK", format!("CLAIM#{}", scene.claim.id)), ("SK", "CLAIM".to_owned())];
    let key = key.into_iter().map(|(name, value)| (name.to_owned(), AttributeValue::S(value))).collect();
    let read = rig.client.get_item().table_name("assent").set_key(Some(key)).send().await.unwrap();
    let item = read.item.unwrap();
    let bytes: usize = item.iter().map(|(name, value)| name.len() + size(value)).sum();
    println!("claim: {sum} WCU with its indexes; {bytes} bytes at the end");
    assert!(bytes <= 2_048, "{bytes}");
    assert!(sum <= 64.0, "{sum}");
}

/// Bytes of an attribute as they are billed.
fn size(value: &AttributeValue) -> usize {
    match (value.as_s(), value.as_n(), value.as_b()) {
        (Ok(text), ..) => text.len(),
        (_, Ok(number), _) => number.len().div_ceil(2) + 1,
        (.., Ok(bytes)) => bytes.as_ref().len(),
        _ => panic!("a claim has texts, numbers and its packed self"),
    }
}
