//! Usage by month, and who looked at it.

use app::ports::{AccessRow, Claims, UsageInsight};
use domain::{Caller, ItemKey, usage::Usage};
use jiff::SignedDuration;

use super::replay;
use crate::{Scene, build, persona};

/// The suite of [`UsageInsight`].
pub async fn usage<S: Claims + UsageInsight>(store: &S) {
    months(store).await;
    accesses(store).await;
}

fn month(tenant: &str, product: &str, month: &str, active_users: u32) -> Usage {
    Usage {
        tenant_id: tenant.into(),
        product: product.into(),
        month: month.into(),
        active_users,
        sold_seats: 200,
    }
}

async fn months<S: UsageInsight>(store: &S) {
    let other = "3f2c0a6e-0000-4000-8000-00000000000b";
    assert_eq!(store.usage(build::TENANT, "teams").await.unwrap(), []);
    let year: Vec<Usage> = ["2025-12", "2026-01", "2026-02", "2026-10"]
        .map(|name| month(build::TENANT, "teams", name, 120))
        .into();
    for row in year.iter().rev() {
        store.put_usage(row).await.unwrap();
    }
    // Neither another product, whose name may begin alike, nor another tenant.
    for row in [
        month(build::TENANT, "teams_phone", "2026-01", 7),
        month(build::TENANT, "team", "2026-01", 8),
        month(other, "teams", "2026-01", 9),
    ] {
        store.put_usage(&row).await.unwrap();
    }
    assert_eq!(store.usage(build::TENANT, "teams").await.unwrap(), year);
    assert_eq!(store.usage(other, "teams").await.unwrap(), [month(other, "teams", "2026-01", 9)]);
    assert_eq!(store.usage(other, "intune").await.unwrap(), []);
    // Same tenant, product and month = update.
    let again = Usage { sold_seats: 0, ..month(build::TENANT, "teams", "2026-01", 0) };
    for _ in 0..2 {
        store.put_usage(&again).await.unwrap();
        let found = store.usage(build::TENANT, "teams").await.unwrap();
        assert_eq!(found, [year[0].clone(), again.clone(), year[2].clone(), year[3].clone()]);
    }
}

async fn accesses<S: Claims + UsageInsight>(store: &S) {
    let scene = Scene::draft();
    replay(store, &scene).await;
    let id = &scene.claim.id;
    let access = |number: u8, caller: &Caller| {
        let at = build::monday().saturating_add(SignedDuration::from_secs(number.into())).unwrap();
        AccessRow::new(id, &ItemKey::Workload("teams".into()), caller, at, [number; 16])
    };
    let admin = persona::partner_a_admin();
    let mut all: Vec<AccessRow> = (0..4).map(|number| access(number, &admin)).collect();
    // Of the same instant, too.
    all.push(AccessRow::new(id, &all[3].item, &persona::auditor(), all[3].at, [9; 16]));
    assert_eq!(store.accesses(id, None, 10).await.unwrap(), []);
    for row in all.iter().rev().chain([&all[1]]) {
        store.record_access(row).await.unwrap();
    }
    assert_eq!(store.accesses(id, None, 10).await.unwrap(), all);
    assert_eq!(store.accesses(id, None, 2).await.unwrap(), all[..2]);
    assert_eq!(store.accesses(id, Some(&all[1].id), 2).await.unwrap(), all[2..4]);
    assert_eq!(store.accesses(id, Some(&all[3].id), 2).await.unwrap(), all[4..]);
    assert_eq!(store.accesses(id, Some(&all[4].id), 2).await.unwrap(), []);
    assert_eq!(store.accesses(&build::claim_id("without"), None, 10).await.unwrap(), []);
    // The claim does not know of it.
    assert_eq!(store.load(id).await.unwrap().as_ref(), Some(&scene.claim));
}
