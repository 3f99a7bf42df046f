//! What the vendor brings.

use app::ports::{Claims, CustomerError, ImportRecord, Programme};
use domain::{Customer, CustomerId, ImportId, OrgId};

use super::{customer, replay};
use crate::{Scene, build, persona};

/// The suite of [`Programme`].
pub async fn programme<S: Claims + Programme>(store: &S) {
    locations(store).await;
    customers(store).await;
    an_unknown_tenant_is_named_later(store).await;
    imports(store).await;
}

async fn locations<S: Programme>(store: &S) {
    let a = OrgId::new("partner-a");
    assert_eq!(store.locations(&a).await.unwrap(), []);
    for row in build::locations() {
        store.put_location(&row).await.unwrap();
    }
    let [first, second, _] = build::locations();
    assert_eq!(store.locations(&a).await.unwrap(), [first.clone(), second.clone()]);
    let mut moved = first;
    moved.name = "Hamburg".into();
    moved.org_name = None;
    store.put_location(&moved).await.unwrap();
    assert_eq!(store.locations(&a).await.unwrap(), [moved, second]);
}

async fn customers<S: Claims + Programme>(store: &S) {
    let fabrikam = build::customer();
    assert_eq!(store.customer(&fabrikam.id).await.unwrap(), None);
    assert_eq!(store.customer_of_tenant(build::TENANT).await.unwrap(), None);
    store.put_customer(&fabrikam).await.unwrap();
    assert_eq!(store.customer(&fabrikam.id).await.unwrap().as_ref(), Some(&fabrikam));
    assert_eq!(customer(store).await, fabrikam);

    // Facts are replaced, also taken away; holders are the claims' own.
    let scene = Scene::begin("holds", &build::claim_input(), persona::partner_a_admin()).proven().submit();
    replay(store, &scene).await;
    let holders = customer(store).await.holders;
    assert_eq!(holders.len(), 2);
    let second = "3f2c0a6e-0000-4000-8000-00000000000b";
    let next = Customer {
        name: "Fabrikam AG".into(),
        country: None,
        parent_account: None,
        public_sector: true,
        tenants: vec![build::TENANT.into(), second.into()],
        ..fabrikam.clone()
    };
    for _ in 0..2 {
        store.put_customer(&next).await.unwrap();
        let known = customer(store).await;
        assert_eq!(known, Customer { holders: holders.clone(), ..next.clone() });
        assert_eq!(store.customer_of_tenant(second).await.unwrap(), Some(known));
    }
    store.put_customer(&fabrikam).await.unwrap();
    assert_eq!(customer(store).await.country, fabrikam.country);

    // A tenant belongs to one customer; nothing of the row is kept.
    let third = "3f2c0a6e-0000-4000-8000-00000000000c";
    let thief = Customer {
        id: CustomerId::derived(&["thief"]),
        tenants: vec![third.into(), build::TENANT.into()],
        ..build::customer()
    };
    match store.put_customer(&thief).await {
        Err(CustomerError::IdentifierTaken { tenants }) => assert_eq!(tenants, [build::TENANT]),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.customer(&thief.id).await.unwrap(), None);
    assert_eq!(store.customer_of_tenant(third).await.unwrap(), None);
    // Many tenants, too.
    let tenants = (0..150).map(|number| format!("3f2c0a6e-0000-4000-8000-2{number:011}")).collect();
    let large = Customer { id: CustomerId::derived(&["large"]), tenants, ..build::customer() };
    store.put_customer(&large).await.unwrap();
    for tenant in [&large.tenants[0], &large.tenants[149]] {
        assert_eq!(store.customer_of_tenant(tenant).await.unwrap().as_ref(), Some(&large));
    }
}

async fn an_unknown_tenant_is_named_later<S: Claims + Programme>(store: &S) {
    let tenant = "3f2c0a6e-0000-4000-8000-000000000b0b";
    let unknown = CustomerId::derived(&["tenant", tenant]);
    let mut scene = Scene::begin("unnamed", &build::claim_input(), persona::partner_a_admin());
    scene.created.claim.customer.id = unknown.clone();
    scene.created.new_customer = Some(Customer {
        id: unknown.clone(),
        name: tenant.into(),
        tenants: vec![tenant.into()],
        ..build::customer()
    });
    store.create(&scene.created).await.unwrap();
    // Same tenant = update: the id that claims know stays.
    let row = Customer {
        id: CustomerId::derived(&["import"]),
        name: "Tailspin".into(),
        tenants: vec![tenant.into(), "3f2c0a6e-0000-4000-8000-000000000b0c".into()],
        ..build::customer()
    };
    for _ in 0..2 {
        store.put_customer(&row).await.unwrap();
        for tenant in &row.tenants {
            let known = store.customer_of_tenant(tenant).await.unwrap().unwrap();
            assert_eq!((known.id, known.name), (unknown.clone(), row.name.clone()));
        }
        assert_eq!(store.customer(&row.id).await.unwrap(), None);
    }
}

async fn imports<S: Programme>(store: &S) {
    let record = ImportRecord {
        id: ImportId::derived(&["import"]),
        body: "digest".into(),
        answer: "{\"accepted\":1}".into(),
        at: build::monday(),
    };
    assert_eq!(store.import(&record.id).await.unwrap(), None);
    assert_eq!(store.keep_import(&record).await.unwrap(), None);
    let other = ImportRecord { answer: "{}".into(), ..record.clone() };
    assert_eq!(store.keep_import(&other).await.unwrap().as_ref(), Some(&record));
    assert_eq!(store.keep_import(&record).await.unwrap().as_ref(), Some(&record));
    assert_eq!(store.import(&record.id).await.unwrap(), Some(record));
}
