//! Usage insight: what an active association lets be seen, and the trace of whoever looked (domain 9, I-21).

use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Claim, Person, Product,
    claims::{claim_on, fresh_tenant, rival_claim_on},
    proxy::{Loses, proxied},
};

/// A row of the vendor's counts.
fn month(tenant: &str, product: &str, month: &str, active_users: u32) -> Value {
    json!({ "tenantId": tenant, "product": product, "month": month, "activeUsers": active_users, "soldSeats": 200 })
}

async fn brings_in(product: &Product, rows: &[Value]) {
    let outcome = product.programme_manager().imports("usage", rows).await.is(201).json();
    assert_eq!(outcome["accepted"], rows.len(), "{outcome}");
}

/// Where the usage of a workload is read.
fn usage_of(claim: &Claim, workload: &str) -> String {
    format!("/v1/associations/{}/workload%3A{workload}/usage", claim.id)
}

async fn reads(person: &Person, claim: &Claim, workload: &str) -> Vec<Value> {
    let answer = person.get(&usage_of(claim, workload)).await.is(200).json();
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["items"]);
    answer["items"].as_array().unwrap().clone()
}

/// Who looked, as somebody is shown it: `by side itemKey`.
async fn looked(person: &Person, claim: &Claim) -> Vec<String> {
    let rows = person.reads_all(&claim.path("/accesses?limit=2")).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.iter().map(|row| ["by", "side", "itemKey"].map(|name| text(&row[name])).join(" ")).collect()
}

/// An association of partner A in Berlin that has become official.
async fn active(product: &Product, tenant: &str, workloads: &[&str]) -> Claim {
    let submitted = product.partner().hands_in(&claim_on(tenant, workloads)).await;
    product.settles().await;
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    let window = product.partner().looks_at(&approved).await.deadline("objection");
    product.wait_until(window).await;
    let claim = product.partner().looks_at(&approved).await;
    assert!(claim.associations().iter().all(|status| status == "active"), "{:?}", claim.associations());
    claim
}

/// Scenario 3: while it is official its usage can be read; months later the customer objects, and from that
/// moment it cannot.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_21_s_3_a_customer_objects_months_later_and_usage_is_refused() {
    let product = Product::start().await;
    let (partner, customer, tenant) = (product.partner(), product.customer(), fresh_tenant());
    let rows = ["2026-10", "2025-12", "2026-02"].map(|name| month(&tenant, "teams", name, 120));
    brings_in(&product, &rows).await;
    let submitted = partner.hands_in(&claim_on(&tenant, &["teams", "intune"])).await;
    partner.get(&usage_of(&submitted, "teams")).await.refused(409, "association_not_active");
    product.settles().await;
    let link = product.newest_link_to(&customer).await;
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    let pending = partner.get(&usage_of(&approved, "teams")).await.refused(409, "association_not_active");
    assert_eq!(pending.faults(), ["/itemKey association_not_active".to_owned()].into());
    assert_eq!(pending.json()["errors"][0]["params"], json!({ "state": "pending" }));

    let window = partner.looks_at(&approved).await.deadline("objection");
    product.wait_until(window).await;
    let seen = reads(&partner, &approved, "teams").await;
    let view =
        |name: &str| json!({ "month": name, "product": "teams", "activeUsers": 120, "soldSeats": 200 });
    assert_eq!(seen, ["2025-12", "2026-02", "2026-10"].map(view), "months ascending");
    assert!(reads(&partner, &approved, "intune").await.is_empty(), "nothing was counted");

    product.wait("P60D").await;
    assert_eq!(reads(&partner, &approved, "teams").await, seen);
    let page = product.reads_the_page(&customer, &link).await;
    customer.decides(&page, "object").await.is(200);
    for person in [partner.clone(), product.programme_manager(), product.person("auditor")] {
        for workload in ["teams", "intune"] {
            let refused = person.get(&usage_of(&approved, workload)).language("de").await;
            let refused = refused.refused(409, "association_not_active");
            assert!(refused.json()["detail"].as_str().unwrap().contains("beendet"), "{}", refused.text());
        }
    }
    let own = "Anna Keller partner workload";
    let expected = ["teams", "intune", "teams"].map(|workload| format!("{own}:{workload}"));
    assert_eq!(looked(&partner, &approved).await, expected, "what was refused was not read");
}

/// Everybody who reads leaves a row, one for each time; it is no part of the claim.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_leaves_one_row_that_is_no_change_of_the_claim() {
    let product = Product::start().await;
    let (partner, auditor, tenant) = (product.partner(), product.person("auditor"), fresh_tenant());
    brings_in(&product, &[month(&tenant, "teams", "2026-10", 120)]).await;
    let claim = active(&product, &tenant, &["teams", "intune"]).await;
    product.settles().await;
    let before = (auditor.looks_at(&claim).await, auditor.reads_the_history(&claim).await);
    assert!(looked(&partner, &claim).await.is_empty());

    // Who they are among their own, and to a partner.
    let people = [
        ("partner-a-admin", "Anna Keller partner", "Anna Keller partner"),
        ("partner-a-user", "Jonas Brandt partner", "Jonas Brandt partner"),
        ("reviewer", "Rita Novak vendor", "reviewer vendor"),
        ("review-lead", "Leon Fischer vendor", "review_lead vendor"),
        ("programme-manager", "Priya Shah vendor", "programme_manager vendor"),
        ("auditor", "Olga Petrova vendor", "auditor vendor"),
    ];
    for (persona, ..) in people {
        assert_eq!(reads(&product.person(persona), &claim, "teams").await.len(), 1, "{persona}");
    }
    // The raw colon is the same item.
    partner.get(&format!("/v1/associations/{}/workload:intune/usage", claim.id)).await.is(200);

    let last = "Anna Keller partner workload:intune".to_owned();
    let rows = |words: [&str; 6]| {
        let of_teams = words.into_iter().map(|who| format!("{who} workload:teams"));
        of_teams.chain([last.clone()]).collect::<Vec<_>>()
    };
    let (to_vendor, to_partner) = (rows(people.map(|who| who.1)), rows(people.map(|who| who.2)));
    for persona in ["partner-a-admin", "partner-a-user"] {
        assert_eq!(looked(&product.person(persona), &claim).await, to_partner, "{persona}");
    }
    for persona in ["review-lead", "programme-manager", "auditor"] {
        assert_eq!(looked(&product.person(persona), &claim).await, to_vendor, "{persona}");
    }
    product.reviewer().get(&claim.path("/accesses")).await.refused(403, "forbidden");
    let page = partner.get(&claim.path("/accesses?limit=1")).await.is(200);
    let row = page.json()["items"][0].clone();
    assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), ["at", "by", "itemKey", "side"]);
    let next = page.json()["next"].as_str().expect("more rows").to_owned();
    auditor.get(&next).await.refused(400, "cursor_invalid");

    let after = (auditor.looks_at(&claim).await, auditor.reads_the_history(&claim).await);
    assert_eq!((after.0.etag, after.0.view, after.1), (before.0.etag, before.0.view, before.1));
}

/// I-18: of what is foreign, out of scope or not claimed nothing is said, and nobody is written down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_18_usage_of_others_does_not_exist() {
    let product = Product::start().await;
    let tenant = fresh_tenant();
    let rows = ["teams", "intune", "onedrive"].map(|name| month(&tenant, name, "2026-10", 120));
    brings_in(&product, &rows).await;
    let claim = active(&product, &tenant, &["teams"]).await;
    let other = product.other_partner();
    other.get(&usage_of(&claim, "teams")).await.refused(404, "not_found");
    other.get(&claim.path("/accesses")).await.refused(404, "not_found");
    // An own claim on the same tenant opens nothing of it.
    let rival = other.hands_in(&rival_claim_on(&tenant, &["intune"])).await;
    other.get(&usage_of(&rival, "intune")).await.refused(409, "association_not_active");
    other.get(&usage_of(&rival, "teams")).await.refused(404, "not_found");

    let partner = product.partner();
    for item in ["workload:intune", "workload:", "teams", "subscription:teams", "workload%253Ateams"] {
        let path = format!("/v1/associations/{}/{item}/usage", claim.id);
        partner.get(&path).await.refused(404, "not_found");
    }
    for id in ["clm_00000000000000000000000000", "nonsense"] {
        partner.get(&format!("/v1/associations/{id}/workload:teams/usage")).await.refused(404, "not_found");
    }
    partner
        .get(&format!("{}?month=2026-10", usage_of(&claim, "teams")))
        .await
        .refused(400, "parameter_invalid");
    let referrals = product.person("partner-a-referrals");
    referrals.get(&usage_of(&claim, "teams")).await.refused(403, "forbidden");
    product.person("field-seller").get(&usage_of(&claim, "teams")).await.refused(404, "not_found");
    let hamburg = json!({ "sub": "h", "name": "H", "org": "partner-a", "side": "partner",
        "roles": ["incentives_admin"], "locations": ["4821908"], "locale": "en", "iss": "urn:assent:local",
        "aud": "assent", "iat": 1, "exp": 4_000_000_000_u64 });
    product.bearer_of(&hamburg).get(&usage_of(&claim, "teams")).await.refused(404, "not_found");
    assert!(looked(&partner, &claim).await.is_empty());
}

/// Of a subscription the product's usage on this tenant is read, not that of the subscription.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i_21_a_subscription_opens_the_usage_of_its_product() {
    let product = Product::start().await;
    let (manager, tenant, id) = (product.programme_manager(), fresh_tenant(), fresh_tenant());
    let row = json!({ "subscriptionId": id, "tenantId": tenant, "product": "sales", "channel": "web_direct", "state": "active" });
    assert_eq!(manager.imports("subscriptions", &[row]).await.is(201).json()["accepted"], 1);
    let rows = ["sales", "finance"].map(|name| month(&tenant, name, "2026-10", 60));
    brings_in(&product, &rows).await;
    let mut body = claim_on(&tenant, &[]);
    body["engagementId"] = json!("presales-advisor");
    body["partnerRole"] = json!("build_intent_advisor");
    body["items"] = json!([{ "product": "sales", "subscriptionId": id }]);
    let submitted = product.partner().hands_in(&body).await;
    product.settles().await;
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    let customer = product.customer();
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    customer.decides(&page, "accept").await.is(200);
    let path = format!("/v1/associations/{}/subscription%3A{}/usage", approved.id, id.to_uppercase());
    let answer = product.partner().get(&path).await.is(200).json();
    let only = json!({ "month": "2026-10", "product": "sales", "activeUsers": 60, "soldSeats": 200 });
    assert_eq!(answer, json!({ "items": [only] }));
    assert_eq!(
        looked(&product.partner(), &approved).await,
        [format!("Anna Keller partner subscription:{id}")]
    );
}

/// Good rows are kept, bad ones name every fault; the same month again is an update, in either form.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_is_updated_by_importing_it_again() {
    let product = Product::start().await;
    let (manager, partner, tenant) = (product.programme_manager(), product.partner(), fresh_tenant());
    let claim = active(&product, &tenant, &["teams"]).await;
    let users = || async {
        let months = reads(&partner, &claim, "teams").await;
        let number =
            |month: &Value| (month["activeUsers"].as_u64().unwrap(), month["soldSeats"].as_u64().unwrap());
        months.iter().map(number).collect::<Vec<_>>()
    };
    let good = month(&tenant, "teams", "2026-10", 120);
    let dry = manager.imports("usage&dryRun=true", std::slice::from_ref(&good)).await.is(201).json();
    assert_eq!((&dry["kind"], &dry["accepted"]), (&json!("usage"), &json!(1)));
    assert!(users().await.is_empty(), "a dry run keeps nothing");

    let bad = json!({ "tenantId": "x", "product": "abacus", "month": "2026-13", "activeUsers": -1 });
    let mut unknown = good.clone();
    unknown["seats"] = json!(1);
    let outcome = manager.imports("usage", &[good.clone(), bad, unknown, good]).await.is(201).json();
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(2), &json!(2)), "{outcome}");
    let faults: BTreeSet<String> = [
        "/tenantId identifier_malformed",
        "/product item_unknown",
        "/month row_invalid",
        "/activeUsers row_invalid",
        "/soldSeats row_invalid",
    ]
    .map(Into::into)
    .into();
    assert_eq!(tests::http::faults(&outcome["rows"][1]["errors"]), faults);
    assert_eq!(
        tests::http::faults(&outcome["rows"][2]["errors"]),
        ["/seats unknown_field".to_owned()].into()
    );
    assert_eq!(users().await, [(120, 200)]);

    brings_in(&product, &[month(&tenant, "teams", "2026-10", 131), month(&tenant, "teams", "2026-11", 7)])
        .await;
    assert_eq!(users().await, [(131, 200), (7, 200)]);
    let csv = format!(
        "tenantId,product,month,activeUsers,soldSeats\r\n{tenant},teams,2026-10,140,210\r\n{tenant},teams,2026-11,many,210\r\n"
    );
    let outcome =
        manager.call(Method::POST, "/v1/imports?kind=usage").body("text/csv", csv).await.is(201).json();
    assert_eq!(
        tests::http::faults(&outcome["rows"][1]["errors"]),
        ["/activeUsers row_invalid".to_owned()].into()
    );
    assert_eq!(users().await, [(140, 210), (7, 200)]);
    partner.imports("usage", &[]).await.refused(403, "forbidden");
}

/// The reader is written down first: one read of the claim, one row, one query. Where the row cannot be
/// written nothing is told; where only the answer was lost there is one row all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_trace_nothing_is_told() {
    let (options, proxies) = proxied();
    let product = Product::start_as(options).await;
    let (partner, tenant) = (product.partner(), fresh_tenant());
    brings_in(&product, &[month(&tenant, "teams", "2026-10", 4711)]).await;
    let claim = active(&product, &tenant, &["teams"]).await;
    let proxy = proxies.lock().unwrap()["read-claims"].clone();
    drop(proxy.take());
    reads(&partner, &claim, "teams").await;
    let calls = proxy.take();
    assert_eq!(calls.reads, ["GetItem", "Query"]);
    assert_eq!(calls.writes, ["PutItem"]);

    proxy.loses(Loses::FirstAttempts);
    reads(&partner, &claim, "teams").await;
    proxy.loses(Loses::Nothing);
    assert_eq!(looked(&partner, &claim).await.len(), 2);

    drop(proxy.take());
    proxy.loses(Loses::Everything);
    let answer = partner.get(&usage_of(&claim, "teams")).may_be_unavailable().await;
    let answer = answer.refused(503, "unavailable");
    assert!(!answer.text().contains("4711"), "{}", answer.text());
    assert_eq!(proxy.take().reads, ["GetItem"], "the months were not even looked up");
}

/// Api 3: the shape of an official association.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_association_has_the_shape_of_the_contract() {
    let product = Product::start().await;
    let claim = active(&product, &fresh_tenant(), &["teams"]).await;
    let rows = product.partner().reads_all("/v1/associations?status=active").await;
    let row = rows.iter().find(|row| row["claimId"] == claim.id).expect("the association");
    let fields: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    let contract = ["claimId", "itemKey", "status", "since", "endsAt", "endedReason", "customer"];
    assert_eq!(fields, contract.into());
    assert_eq!((&row["itemKey"], &row["status"]), (&json!("workload:teams"), &json!("active")));
    assert_eq!(row["customer"], claim.view["customer"]);
    let path = format!("/v1/associations/{}/{}/usage", claim.id, row["itemKey"].as_str().unwrap());
    product.partner().get(&path).await.is(200);
}
