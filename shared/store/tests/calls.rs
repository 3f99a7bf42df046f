//! What a command costs: calls and units repeat exactly (quality 1).

mod support;

use app::ports::{Claims, DUE_SHARDS, ListQuery, Lists, Order, Shelf, Wanted};
use domain::{LocationId, OrgId};
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

#[tokio::test]
async fn a_claim_is_small_and_cheap_over_its_whole_life() {
    let rig = rig().await;
    conformance::seed(&rig.table).await;
    let five = ["teams", "exchange_online", "intune", "sharepoint_online", "onedrive"];
    let mut scene = Scene::begin("life", &build::claim_input_of(&five), persona::partner_a_admin()).proven();
    let mut second = build::document_input(&scene.claim);
    second.sha256 = Some(build::sha256(2));
    let partner = scene.partner();
    scene = scene.step(&partner, domain::Command::AddDocument(second)).clean();
    scene = scene.submit().deliver().review().approve();
    let mut settled = scene.clone();
    settled.now = scene.window_ends();
    settled = settled.step(&domain::Actor::System, domain::Command::Settle);
    let steps = steps(&rig, &settled).await;
    let each: Vec<f64> = steps.iter().map(|step| units(step)).collect();
    let bytes = serde_json::to_string(&settled.claim).unwrap().len();
    let reads = steps.len() as f64 * (bytes as f64 / 4096.0).ceil();
    println!(
        "claim {bytes} bytes of JSON; writes {each:?} = {} WCU; reads at most {reads} RCU",
        each.iter().sum::<f64>()
    );
    let commands: Vec<String> = std::iter::once("created".into())
        .chain(
            settled
                .decisions
                .iter()
                .map(|decision| decision.claim.history.entries.last().unwrap().action.as_str().into()),
        )
        .collect();
    println!("{commands:?}");
    let item = rig
        .client
        .get_item()
        .table_name("assent")
        .key("PK", aws_sdk_dynamodb::types::AttributeValue::S(format!("CLAIM#{}", settled.claim.id)))
        .key("SK", aws_sdk_dynamodb::types::AttributeValue::S("CLAIM".into()))
        .send()
        .await
        .unwrap()
        .item
        .unwrap();
    println!("item {} bytes", size_map(&item));
    let mut parts: Vec<(usize, &String)> = item.iter().map(|(k, v)| (k.len() + size(v), k)).collect();
    parts.sort();
    println!("{parts:?}");
}

fn size_map(item: &std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>) -> usize {
    item.iter().map(|(k, v)| k.len() + size(v)).sum()
}

fn size(value: &aws_sdk_dynamodb::types::AttributeValue) -> usize {
    use aws_sdk_dynamodb::types::AttributeValue as V;
    match value {
        V::S(s) => s.len(),
        V::N(n) => n.len() / 2 + 2,
        V::Bool(_) | V::Null(_) => 1,
        V::L(l) => 3 + l.iter().map(|v| 1 + size(v)).sum::<usize>(),
        V::M(m) => 3 + m.len() + size_map(m),
        _ => 0,
    }
}
