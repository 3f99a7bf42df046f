//! New rule versions, as a programme manager puts them (I-20, F23).

use serde_json::{Value, json};
use tests::{
    Claim, Person, Product,
    claims::fresh_tenant,
    deals::{claims_of, deal_on},
};

use crate::still::{self, MONDAY};

/// The newest rules of an engagement.
async fn rules(manager: &Person, id: &str) -> Value {
    manager.get(&format!("/v1/engagements/{id}/rules")).await.is(200).json()
}

/// The next version of them.
fn next(rules: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut next = rules.clone();
    next["ruleVersion"] = json!(rules["ruleVersion"].as_u64().unwrap() + 1);
    next.as_object_mut().unwrap().remove("inForceFrom");
    change(&mut next);
    next
}

async fn engaged(product: &Product) -> Claim {
    product.partner().engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_20_a_new_version_is_for_new_claims_and_shortens_no_running_deadline() {
    let product = still::at(MONDAY).await;
    let (manager, partner) = (product.programme_manager(), product.partner());
    let running = engaged(&product).await;
    let shorter = next(&rules(&manager, "workshop").await, |rules| {
        rules["deadlines"]["consentDays"] = json!(10);
        rules["deadlines"]["submitDays"] = json!(20);
        rules["name"] = json!({ "en": "Short workshop", "de": "Kurzworkshop" });
    });
    let put = manager.put("/v1/engagements/workshop", &shorter).await.is(200);
    assert_eq!(put.header("etag"), "\"2\"");
    let from = put.json()["inForceFrom"].clone();
    let seen = partner.get("/v1/engagements/workshop").await.is(200).json();
    assert_eq!(
        (&seen["ruleVersion"], &seen["next"]),
        (&json!(1), &json!({ "ruleVersion": 2, "inForceFrom": from }))
    );

    // Until they hold, claims come under the rules before, whichever function makes them.
    product.wait_until(still::just_before(still::instant(from.as_str().unwrap()))).await;
    let last = engaged(&product).await;
    product.wait("PT1S").await;
    let first = engaged(&product).await;
    assert_eq!((&last.view["ruleVersion"], &first.view["ruleVersion"]), (&json!(1), &json!(2)));
    let days =
        |claim: &Claim| claim.deadline("consent").duration_since(still::instant(MONDAY)).as_hours() / 24;
    assert_eq!((days(&last), days(&first)), (30, 10));

    // Every clock of the running claim stays as it was, also those that start later.
    assert_eq!(partner.looks_at(&running).await.deadline("consent"), running.deadline("consent"));
    partner.asks(&running).await;
    product.settles().await;
    let agreed = product.customer_decides(&product.customer(), &running, "accept").await;
    let submit = agreed.deadline("first_submit").duration_since(product.now().await).as_hours() / 24;
    assert_eq!(submit, 90);
    let kept = partner.get("/v1/engagements/workshop?ruleVersion=1").await.is(200).json();
    assert_eq!((&kept["name"], &kept["deadlines"]["submitDays"]), (&json!("Workshop"), &json!(90)));
    let now = partner.get("/v1/engagements/workshop").await.is(200).json();
    assert_eq!((&now["name"], &now["next"]), (&json!("Short workshop"), &Value::Null));
    partner.get("/v1/engagements/workshop?ruleVersion=3").await.is(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_19_a_version_is_put_once_and_every_fault_is_named() {
    let product = still::at(MONDAY).await;
    let manager = product.programme_manager();
    let before = rules(&manager, "workshop").await;
    let wrong = next(&before, |rules| {
        rules["kind"] = json!("association");
        rules["proof"]["maxFiles"] = json!(99);
        rules["disclaimer"]["text"]["en"] = json!("Other words.");
    });
    let problem = manager.put("/v1/engagements/workshop", &wrong).await.is(422).json();
    let found: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()))
        .collect();
    for fault in [
        ("/kind", "rule_fixed"),
        ("/proof/maxFiles", "rule_invalid"),
        ("/disclaimer/version", "text_version_unchanged"),
    ] {
        assert!(found.contains(&fault), "{found:?}");
    }
    let strange = next(&before, |rules| rules["deadlines"]["lunchDays"] = json!(1));
    let problem = manager.put("/v1/engagements/workshop", &strange).await.is(400).json();
    assert_eq!(problem["errors"][0]["pointer"], "/deadlines/lunchDays");
    manager.put("/v1/engagements/assessment", &next(&before, |_| {})).await.is(422);

    let good = next(&before, |rules| rules["caps"]["totalPerCustomer"] = json!(3));
    let put = manager.put("/v1/engagements/workshop", &good).await.is(200).json();
    product.wait("PT1H").await;
    let again = manager.put("/v1/engagements/workshop", &good).await.is(200).json();
    assert_eq!(again, put, "a repeat has no effect");
    let other = next(&before, |rules| rules["caps"]["totalPerCustomer"] = json!(4));
    assert_eq!(
        manager.put("/v1/engagements/workshop", &other).await.is(412).json()["code"],
        "version_conflict"
    );
    let (one, two) = (
        next(&put, |rules| rules["caps"]["totalPerCustomer"] = json!(5)),
        next(&put, |rules| {
            rules["caps"]["totalPerCustomer"] = json!(6);
        }),
    );
    let race = tokio::join!(async { manager.put("/v1/engagements/workshop", &one).await.status }, async {
        manager.put("/v1/engagements/workshop", &two).await.status
    });
    assert!(matches!(race, (200, 412) | (412, 200)), "{race:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_engagement_is_upcoming_first() {
    let product = still::at(MONDAY).await;
    let manager = product.programme_manager();
    let mut rules = rules(&manager, "workshop").await;
    rules["id"] = json!("security-day");
    rules["inForceFrom"] = json!("2027-01-04T08:00:00Z");
    manager.put("/v1/engagements/security-day", &rules).await.is(200);
    product.wait("PT2M").await;
    let partner = product.partner();
    let upcoming = partner.get("/v1/engagements?status=upcoming").await.is(200).json();
    assert_eq!(upcoming["items"][0]["id"], "security-day");
    let wanted = deal_on(&fresh_tenant(), &["security-day"]);
    let refused = partner.post("/v1/claims", &wanted).await.is(422).json();
    assert_eq!(refused["code"], "engagement_unknown");
    product.wait_until(still::instant("2027-01-04T08:00:00Z")).await;
    assert_eq!(claims_of(&partner.post("/v1/claims", &wanted).await.is(201)).len(), 1);
}
