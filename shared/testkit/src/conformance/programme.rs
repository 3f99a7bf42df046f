//! What the vendor brings.

use app::ports::{Claims, CustomerError, DealWanted, Engagements, ImportRecord, Programme};
use domain::{
    Customer, CustomerId, EngagementId, Identifier, IdentifierType, ImportId, OrgId,
    customer::{Eligibility, Ineligible},
};

use super::{customer, replay};
use crate::{Scene, build, persona};

/// The suite of [`Programme`].
pub async fn programme<S: Claims + Programme + Engagements>(store: &S) {
    locations(store).await;
    customers(store).await;
    an_unknown_tenant_is_named_later(store).await;
    domains_and_parent_accounts_lead_to_their_customer(store).await;
    deals(store).await;
    imports(store).await;
    rules(store).await;
}

/// I-20: a version is put once, and stays.
async fn rules<S: Programme>(store: &S) {
    assert_eq!(store.rules().await.unwrap(), []);
    let version = |number: u32| {
        let mut rules = build::CATALOGUE.newest("workshop").unwrap().clone();
        rules.rule_version = number;
        rules.in_force_from = Some(build::monday());
        rules
    };
    assert!(store.put_rules(&version(2)).await.unwrap());
    assert!(store.put_rules(&version(10)).await.unwrap());
    let mut other = version(2);
    other.deadlines.submit_days = 1;
    assert!(!store.put_rules(&other).await.unwrap());
    assert_eq!(store.rules().await.unwrap(), [version(2), version(10)]);
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
        ..stranger()
    };
    match store.put_customer(&thief).await {
        Err(CustomerError::IdentifierTaken { identifiers }) => {
            assert_eq!(identifiers, [named(IdentifierType::Tenant, build::TENANT)]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(store.customer(&thief.id).await.unwrap(), None);
    assert_eq!(store.customer_of_tenant(third).await.unwrap(), None);
    // Many tenants, too.
    let tenants = (0..150).map(|number| format!("3f2c0a6e-0000-4000-8000-2{number:011}")).collect();
    let large = Customer { id: CustomerId::derived(&["large"]), tenants, ..stranger() };
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
        ..stranger()
    });
    store.create(&scene.created).await.unwrap();
    // Same tenant = update: the id that claims know stays.
    let row = Customer {
        id: CustomerId::derived(&["import"]),
        name: "Tailspin".into(),
        tenants: vec![tenant.into(), "3f2c0a6e-0000-4000-8000-000000000b0c".into()],
        domains: vec!["tailspin.example".into()],
        ..stranger()
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

/// A customer by whose tenants alone it is found.
fn stranger() -> Customer {
    Customer { domains: Vec::new(), parent_account: None, ..build::customer() }
}

fn named(kind: IdentifierType, value: &str) -> Identifier {
    Identifier { kind, value: value.into() }
}

async fn led_to<S: Engagements>(store: &S, kind: IdentifierType, value: &str) -> Option<Customer> {
    let wanted = DealWanted { identifier: Some(named(kind, value)), ..DealWanted::default() };
    store.look_up_deal(&wanted).await.unwrap().facts.customer
}

async fn domains_and_parent_accounts_lead_to_their_customer<S: Programme + Engagements>(store: &S) {
    const DOMAIN: IdentifierType = IdentifierType::Domain;
    const PARENT: IdentifierType = IdentifierType::ParentAccount;
    let coho = Customer {
        id: CustomerId::derived(&["coho"]),
        domains: ["coho.example", "mail.coho.example", "coho.co.uk"].map(Into::into).into(),
        parent_account: Some("12".into()),
        tenants: Vec::new(),
        ..build::customer()
    };
    assert_eq!(led_to(store, DOMAIN, "coho.example").await, None);
    for _ in 0..2 {
        store.put_customer(&coho).await.unwrap();
        assert_eq!(store.customer(&coho.id).await.unwrap().as_ref(), Some(&coho));
        // V-08: by the registered domain, whichever host is named.
        for domain in ["coho.example", "mail.coho.example", "www.eu.coho.example", "coho.co.uk"] {
            assert_eq!(led_to(store, DOMAIN, domain).await.as_ref(), Some(&coho), "{domain}");
        }
        assert_eq!(led_to(store, PARENT, "12").await.as_ref(), Some(&coho));
        for (kind, value) in [(DOMAIN, "co.uk"), (DOMAIN, "other.co.uk"), (PARENT, "1")] {
            assert_eq!(led_to(store, kind, value).await, None, "{value}");
        }
    }
    // A group shares them: then only a tenant tells who is meant.
    let other = Customer {
        id: CustomerId::derived(&["other"]),
        domains: ["other.example", "shop.coho.example"].map(Into::into).into(),
        ..coho.clone()
    };
    store.put_customer(&other).await.unwrap();
    assert_eq!(led_to(store, DOMAIN, "coho.example").await, None);
    assert_eq!(led_to(store, PARENT, "12").await, None);
    assert_eq!(led_to(store, DOMAIN, "other.example").await.as_ref(), Some(&other));
    // What a customer no longer has leads to the other one alone.
    let smaller = Customer { domains: vec!["coho.co.uk".into()], parent_account: None, ..coho.clone() };
    for _ in 0..2 {
        store.put_customer(&smaller).await.unwrap();
        assert_eq!(led_to(store, DOMAIN, "coho.example").await.as_ref(), Some(&other));
        assert_eq!(led_to(store, PARENT, "12").await.as_ref(), Some(&other));
        assert_eq!(led_to(store, DOMAIN, "coho.co.uk").await.as_ref(), Some(&smaller));
    }
    // A tenant stays with the customer on which it is claimed.
    let tenant = "3f2c0a6e-0000-4000-8000-000000000c0c";
    let moved = Customer { tenants: vec![tenant.into()], ..other.clone() };
    store.put_customer(&moved).await.unwrap();
    store.put_customer(&other).await.unwrap();
    assert_eq!(store.customer_of_tenant(tenant).await.unwrap(), Some(other));
}

async fn deals<S: Programme + Engagements>(store: &S) {
    let id = "7-3K9QX2";
    let by_id =
        DealWanted { identifier: Some(named(IdentifierType::Opportunity, id)), ..DealWanted::default() };
    assert_eq!(store.look_up_deal(&by_id).await.unwrap().facts.opportunity, None);
    let mut opportunity = build::deal_facts(&build::variable_input(10.0)).opportunity.unwrap();
    opportunity.opportunity_id = id.into();
    for closes_on in [Some("2027-03-31".parse().unwrap()), None] {
        opportunity.closes_on = closes_on;
        store.put_opportunity(&opportunity).await.unwrap();
        let facts = store.look_up_deal(&by_id).await.unwrap().facts;
        assert_eq!(
            (facts.opportunity.as_ref(), facts.tenants),
            (Some(&opportunity), vec![build::TENANT.into()])
        );
        assert_eq!(facts.customer.map(|customer| customer.id), Some(build::customer().id));
    }
    // V-46: a row is about exactly this identifier, and this engagement.
    let row = |engagement: &str, domain: &str, reasons: &[Ineligible]| Eligibility {
        engagement_id: EngagementId::new(engagement),
        identifier: named(IdentifierType::Domain, domain),
        eligible: reasons.is_empty(),
        reasons: reasons.to_vec(),
    };
    let refused = row("workshop", "fabrikam.example", &[Ineligible::CriteriaNotMet]);
    let host = row("workshop", "mail.fabrikam.example", &[]);
    let elsewhere = row("assessment", "fabrikam.example", &[]);
    let key = |row: &Eligibility| (row.engagement_id.clone(), row.identifier.clone());
    let keys = [key(&refused), key(&host), key(&elsewhere)];
    assert_eq!(store.eligibility(&keys).await.unwrap(), []);
    store.put_eligibility(&row("workshop", "fabrikam.example", &[])).await.unwrap();
    store.put_eligibility(&refused).await.unwrap();
    assert_eq!(store.eligibility(&keys).await.unwrap().as_slice(), std::slice::from_ref(&refused));
    for row in [&host, &elsewhere] {
        store.put_eligibility(row).await.unwrap();
    }
    assert_eq!(store.eligibility(&keys).await.unwrap().len(), 3);
    let asked = DealWanted {
        identifier: Some(refused.identifier.clone()),
        engagements: vec![refused.engagement_id.clone()],
        ..DealWanted::default()
    };
    assert_eq!(store.look_up_deal(&asked).await.unwrap().facts.eligibility, [refused]);
}

async fn imports<S: Programme>(store: &S) {
    let begun = ImportRecord {
        id: ImportId::derived(&["import"]),
        org: OrgId::new("partner-a"),
        by: "somebody".into(),
        body: "digest".into(),
        at: build::monday(),
        answer: None,
    };
    assert_eq!(store.import(&begun.id).await.unwrap(), None);
    assert_eq!(store.begin_import(&begun).await.unwrap(), None);
    let other = ImportRecord { body: "another".into(), ..begun.clone() };
    assert_eq!(store.begin_import(&other).await.unwrap().as_ref(), Some(&begun));
    let finished = ImportRecord { answer: Some("{\"accepted\":1}".into()), ..begun.clone() };
    assert_eq!(store.finish_import(&finished).await.unwrap(), None);
    // Whoever comes later, again or for the first time, gets the first answer.
    let later = ImportRecord { answer: Some("{}".into()), ..begun.clone() };
    assert_eq!(store.finish_import(&later).await.unwrap().as_ref(), Some(&finished));
    assert_eq!(store.begin_import(&begun).await.unwrap().as_ref(), Some(&finished));
    assert_eq!(store.import(&begun.id).await.unwrap(), Some(finished));
    let never_begun = ImportRecord { id: ImportId::derived(&["without a key"]), ..later };
    assert_eq!(store.finish_import(&never_begun).await.unwrap(), None);
    assert_eq!(store.import(&never_begun.id).await.unwrap(), Some(never_begun));
}
