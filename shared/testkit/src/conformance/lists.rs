//! Lists, queues, and what is due.

use app::ports::{Claims, DUE_SHARDS, Due, ListQuery, Lists, Order, Programme, Shelf};
use domain::{Actor, Claim, ClaimId, Command, OrgId};
use jiff::{SignedDuration, Timestamp};

use super::{replay, seed};
use crate::{Scene, build, persona};

const CLAIMS: usize = 7;
const WORKLOADS: [&str; CLAIMS] =
    ["teams", "intune", "audit", "ediscovery", "power_apps", "viva_engage", "windows_365"];

/// The suite of [`Lists`].
pub async fn lists<S: Claims + Lists + Programme>(store: &S) {
    seed(store).await;
    // One claim an hour; the later ones get less far. The first two are changed last.
    let mut scenes: Vec<Scene> = (0..CLAIMS).map(made).collect();
    for scene in &scenes {
        replay(store, scene).await;
    }
    for (index, scene) in scenes.iter_mut().enumerate().take(2) {
        scene.now = hours(100 + index as i64);
        *scene = scene.clone().step(&Actor::Staff(persona::reviewer()), Command::Release);
        store.commit(scene.decisions.last().unwrap(), &[]).await.unwrap();
    }
    lists_of_an_org(store, &scenes).await;
    lists_of_the_programme(store, &scenes).await;
    queues(store, &scenes).await;
    numbers(store, &scenes).await;
    what_is_due(store).await;
}

fn hours(hours: i64) -> Timestamp {
    build::monday().saturating_add(SignedDuration::from_hours(hours)).unwrap()
}

/// 0, 1, 2 are under review, 3 and 4 submitted, 5 and 6 drafts; the last belongs to partner B.
fn made(index: usize) -> Scene {
    let input = build::claim_input_of(&WORKLOADS[index..=index]);
    let (input, caller) = match index {
        6 => (build::of_partner_b(input), persona::partner_b_admin()),
        _ => (input, persona::partner_a_admin()),
    };
    let id = build::claim_id(&format!("list {index}"));
    let draft = Scene::begin_at(id, &input, caller, hours(index as i64));
    match index {
        0..=2 => draft.proven().submit().review(),
        3..=4 => draft.proven().submit(),
        _ => draft,
    }
}

fn query(shelf: Shelf, order: Order) -> ListQuery {
    ListQuery { shelf, order, since: None, limit: 100, after: None }
}

fn of_a(order: Order) -> ListQuery {
    query(Shelf::Org(OrgId::new("partner-a")), order)
}

/// All pages of this size, each but the last full; the whole claims are compared with one big page.
async fn pages<S: Lists>(store: &S, query: &ListQuery, limit: u32) -> Vec<ClaimId> {
    let mut all: Vec<Claim> = Vec::new();
    let mut after = None;
    loop {
        let page = store.list(&ListQuery { limit, after, ..query.clone() }).await.unwrap();
        assert!(page.next.is_none() || page.claims.len() == limit as usize);
        all.extend(page.claims);
        after = page.next;
        if after.is_none() {
            let whole = store.list(query).await.unwrap();
            assert_eq!((&whole.claims, &whole.next), (&all, &None));
            return all.into_iter().map(|claim| claim.id).collect();
        }
    }
}

fn ids(scenes: &[Scene], order: &[usize]) -> Vec<ClaimId> {
    order.iter().map(|index| scenes[*index].claim.id.clone()).collect()
}

async fn lists_of_an_org<S: Lists>(store: &S, scenes: &[Scene]) {
    for limit in [1, 2, 3, 6, 7, 100] {
        let changed = pages(store, &of_a(Order::Updated), limit).await;
        assert_eq!(changed, ids(scenes, &[1, 0, 5, 4, 3, 2]), "{limit}");
        let created = pages(store, &of_a(Order::Created), limit).await;
        assert_eq!(created, ids(scenes, &[5, 4, 3, 2, 1, 0]), "{limit}");
    }
    let of_b = query(Shelf::Org(OrgId::new("partner-b")), Order::Updated);
    assert_eq!(pages(store, &of_b, 2).await, ids(scenes, &[6]));
    assert_eq!(pages(store, &query(Shelf::Org(OrgId::new("nobody")), Order::Updated), 2).await, []);
    // At or after the instant, and not a thousandth before.
    let millisecond = SignedDuration::from_millis(1);
    let microsecond = SignedDuration::from_micros(1);
    for (since, expected) in [
        (hours(4), vec![1, 0, 5, 4]),
        (hours(4) - millisecond, vec![1, 0, 5, 4]),
        (hours(4) + microsecond, vec![1, 0, 5]),
        (hours(4) + millisecond, vec![1, 0, 5]),
        (hours(101), vec![1]),
        (hours(102), vec![]),
    ] {
        let asked = ListQuery { since: Some(since), ..of_a(Order::Updated) };
        assert_eq!(pages(store, &asked, 3).await, ids(scenes, &expected), "{since}");
    }
}

async fn lists_of_the_programme<S: Lists>(store: &S, scenes: &[Scene]) {
    // Drafts are nobody's business.
    let changed = pages(store, &query(Shelf::Programme, Order::Updated), 2).await;
    assert_eq!(changed, ids(scenes, &[1, 0, 4, 3, 2]));
    let created = pages(store, &query(Shelf::Programme, Order::Created), 2).await;
    assert_eq!(created, ids(scenes, &[4, 3, 2, 1, 0]));
}

async fn queues<S: Lists>(store: &S, scenes: &[Scene]) {
    // The clock that runs out first comes first; a released review keeps its clocks (T7b).
    let submitted = query(Shelf::Queue("submitted"), Order::Updated);
    let found = store.list(&submitted).await.unwrap().claims;
    let due: Vec<Timestamp> = found.iter().map(first_clock).collect();
    assert!(due.is_sorted(), "{due:?}");
    let mut names: Vec<ClaimId> = pages(store, &submitted, 3).await;
    names.sort_unstable();
    let mut expected = ids(scenes, &[0, 1, 3, 4]);
    expected.sort_unstable();
    assert_eq!(names, expected);
    let under_review = query(Shelf::Queue("under_review"), Order::Updated);
    assert_eq!(pages(store, &under_review, 1).await, ids(scenes, &[2]));
    // Late are those whose clock runs out at that instant or before.
    let (first, last) = (due[0], due[due.len() - 1]);
    for (now, late) in [(first - SignedDuration::from_millis(1), vec![]), (last, found)] {
        let shelf = query(Shelf::Late("submitted", now), Order::Updated);
        assert_eq!(store.list(&shelf).await.unwrap().claims, late, "{now}");
    }
    assert_eq!(pages(store, &query(Shelf::Late("disputed", last), Order::Updated), 2).await, []);
}

async fn numbers<S: Lists>(store: &S, scenes: &[Scene]) {
    for scene in scenes {
        let found = store.numbered(&scene.claim.id.number()).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&scene.claim));
    }
    assert_eq!(store.numbered(&build::claim_id("nobody's").number()).await.unwrap(), []);
}

fn first_clock(claim: &Claim) -> Timestamp {
    domain::allowed::deadlines(claim).iter().map(|running| running.at).min().unwrap()
}

async fn what_is_due<S: Claims + Lists>(store: &S) {
    let mut expected = Vec::new();
    for index in 0..12 {
        let id = build::claim_id(&format!("due {index}"));
        let input = build::claim_input_of(&["sharepoint_online"]);
        let mut scene = Scene::begin_at(id.clone(), &input, persona::partner_a_admin(), hours(index));
        scene = scene.proven();
        let before = scene.claim.clone();
        scene = scene.submit();
        // Only the index matters here: the guards of the same workload would be taken.
        scene.decisions.last_mut().unwrap().take.clear();
        replay(store, &scene).await;
        assert!(domain::allowed::next_due(&before) > domain::allowed::next_due(&scene.claim));
        expected.push((domain::allowed::next_due(&scene.claim).unwrap(), id));
    }
    let millisecond = SignedDuration::from_millis(1);
    for (at, id) in &expected {
        let due = all_due(store, *at).await;
        assert!(due.contains(&(*at, Due::Claim(id.clone()))));
        assert!(!all_due(store, *at - millisecond).await.contains(&(*at, Due::Claim(id.clone()))));
    }
    // Oldest first in each part, and no more than asked for.
    let last = expected.last().unwrap().0;
    for shard in 0..DUE_SHARDS {
        let all = store.due(shard, last, 100).await.unwrap();
        let first = store.due(shard, last, 1).await.unwrap();
        assert_eq!(first[..], all[..all.len().min(1)]);
        assert!(all.is_sorted_by_key(|(at, _)| *at));
    }
}

async fn all_due<S: Lists>(store: &S, now: Timestamp) -> Vec<(Timestamp, Due)> {
    let mut all = Vec::new();
    for shard in 0..DUE_SHARDS {
        all.extend(store.due(shard, now, 100).await.unwrap());
    }
    all
}
