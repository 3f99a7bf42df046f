//! What the vendor knows: customers, subscriptions, locations; and what follows for claims (V-15 … V-18).

mod claims;

use serde_json::{Value, json};
use tests::{
    Person, Product,
    claims::{claim_on, fresh_tenant},
};

async fn imported(manager: &Person, path: &str, media_type: &str, body: &str) -> Value {
    manager.call(http::Method::POST, path).body(media_type, body.to_owned()).await.is(201).json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn good_rows_are_kept_and_bad_rows_say_why() {
    let product = Product::start().await;
    let manager = product.programme_manager();
    let (tenant, other) = (fresh_tenant(), fresh_tenant());
    let rows = [
        json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example"], "tenants": [tenant],
            "publicSector": false, "managed": true }),
        json!({ "name": "", "country": "Germany", "tenants": ["not-a-uuid"] }),
        json!({ "name": "Tailspin", "country": "US", "tenants": [other], "colour": "red" }),
    ];
    let dry = manager.imports("customers&dryRun=true", &rows).await.is(201).json();
    assert_eq!((&dry["dryRun"], &dry["accepted"], &dry["refused"]), (&json!(true), &json!(1), &json!(2)));
    let partner = product.partner();
    let named = |view: &Value| view["customer"]["name"].as_str().unwrap().to_owned();
    let before = partner.creates_a_claim(&claim_on(&tenant, &["teams"])).await;
    assert_eq!(named(&before.view), tenant, "a dry run keeps nothing: the customer is named by its tenant");

    let answer = manager.imports("customers", &rows).await.is(201);
    let location = answer.header("location").to_owned();
    let outcome = answer.json();
    assert_eq!(
        (&outcome["kind"], &outcome["accepted"], &outcome["refused"]),
        (&json!("customers"), &json!(1), &json!(2))
    );
    let row = &outcome["rows"][1];
    assert_eq!((&row["row"], &row["ok"]), (&json!(2), &json!(false)));
    assert_eq!(
        tests::http::faults(&row["errors"]),
        ["/name row_invalid", "/country row_invalid", "/tenants/0 identifier_malformed"]
            .map(Into::into)
            .into()
    );
    assert_eq!(
        tests::http::faults(&outcome["rows"][2]["errors"]),
        ["/colour unknown_field".to_owned()].into()
    );
    assert_eq!(manager.get(&location).await.is(200).json(), outcome, "it can be read again");
    manager.get("/v1/imports/imp_nothing").await.refused(404, "not_found");

    let after = partner.creates_a_claim(&claim_on(&tenant, &["intune"])).await;
    assert_eq!(named(&after.view), "Fabrikam GmbH");
    // The same row again is the same customer; a tenant has one customer only.
    assert_eq!(manager.imports("customers", &rows[..1]).await.is(201).json()["accepted"], 1);
    let again = partner.creates_a_claim(&claim_on(&tenant, &["onedrive"])).await;
    assert_eq!(again.view["customer"]["id"], after.view["customer"]["id"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn csv_has_the_same_names() {
    let product = Product::start().await;
    let manager = product.programme_manager();
    let (one, two) = (fresh_tenant(), fresh_tenant());
    let csv = format!(
        "name,country,domains,tenants,publicSector,managed\r\n\
         \"Wingtip, Inc.\",US,wingtip.example;wingtip.test,{one};{two},true,false\r\nToo,few\r\n"
    );
    let outcome = imported(&manager, "/v1/imports?kind=customers", "text/csv", &csv).await;
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(1), &json!(1)), "{outcome}");
    let partner = product.partner();
    for tenant in [&one, &two] {
        let claim = partner.creates_a_claim(&claim_on(tenant, &["teams"])).await;
        assert_eq!(claim.view["customer"]["name"], "Wingtip, Inc.");
    }
    // V-21: a public-sector customer asks for one element more.
    let claim = partner.creates_a_claim(&claim_on(&one, &["intune"])).await;
    let missing = partner.post(&claim.path("/precheck"), &json!({})).await.is(200).json();
    let faults = tests::http::faults(&missing["errors"]);
    assert!(
        faults.contains("/proof/elements/public_sector_disclosure poe_public_disclosure_missing"),
        "{faults:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_refused_as_a_whole_only_when_it_is_none() {
    let product = Product::start().await;
    let manager = product.programme_manager();
    manager.imports("poems", &[]).await.refused(400, "parameter_invalid");
    manager
        .call(http::Method::POST, "/v1/imports")
        .body("text/csv", "name\nx\n")
        .await
        .refused(400, "parameter_invalid");
    manager.imports("customers&dryRun=maybe", &[]).await.refused(400, "parameter_invalid");
    let xml =
        manager.call(http::Method::POST, "/v1/imports?kind=customers").body("application/xml", "<x/>").await;
    xml.refused(415, "unsupported_media_type");
    let row = json!({ "locationId": "1", "org": "partner-a", "name": "X", "country": "DE", "enrolment": "enrolled" });
    let rows: Vec<Value> = (0..1_001).map(|_| row.clone()).collect();
    manager.imports("locations&dryRun=true", &rows).await.refused(422, "too_many_rows");
    let thousand = manager.imports("locations&dryRun=true", &rows[..1_000]).await.is(201).json();
    assert_eq!(thousand["accepted"], 1_000);
    let lines = "{\"name\":\"A\",\"name\":\"B\"}\n[1]\n{\nnull\n";
    let outcome = imported(&manager, "/v1/imports?kind=customers", "application/x-ndjson", lines).await;
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(0), &json!(4)), "{outcome}");
}

/// V-03, V-04: a location must be enrolled, and for this engagement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_03_only_an_enrolled_location_can_claim() {
    let product = Product::start().await;
    let manager = product.programme_manager();
    let location = |id: &str, enrolment: &str, engagements: Value| {
        json!({ "locationId": id, "org": "partner-a", "name": "Köln", "country": "DE", "enrolment": enrolment,
            "engagements": engagements, "payeeProfile": "complete" })
    };
    let rows = [
        location("1", "invited", json!(["*"])),
        location("2", "enrolled", json!(["presales-advisor"])),
        location("3", "enrolled", json!(["modern-work-usage"])),
        location("4", "sleeping", json!(["*"])),
        location("5", "enrolled", json!(["no-such-thing"])),
    ];
    let outcome = manager.imports("locations", &rows).await.is(201).json();
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(3), &json!(2)), "{outcome}");
    let partner = product.partner();
    let at = |id: &str| {
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        body["locationId"] = json!(id);
        partner.post("/v1/claims", &body)
    };
    at("1").await.refused(422, "location_not_enrolled");
    at("2").await.refused(422, "location_not_eligible");
    at("3").await.is(201);
    at("7700001").await.refused(403, "location_out_of_scope");
    at("999").await.refused(403, "location_out_of_scope");
}

fn on_subscription(tenant: &str, engagement: &str, role: &str, product: &str, subscription: &str) -> Value {
    let mut body = claim_on(tenant, &[]);
    body["engagementId"] = json!(engagement);
    body["partnerRole"] = json!(role);
    body["items"] = json!([{ "product": product, "subscriptionId": subscription }]);
    body
}

/// V-15, V-16, V-17, V-18 through the front door.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_16_a_subscription_must_fit_the_claim() {
    let product = Product::start().await;
    let (manager, partner) = (product.programme_manager(), product.partner());
    let (tenant, stranger) = (fresh_tenant(), fresh_tenant());
    let row = |id: &str, tenant: &str, product: &str, channel: &str, state: &str| {
        json!({ "subscriptionId": id, "tenantId": tenant, "product": product, "channel": channel, "state": state,
            "startsAt": "2026-01-01", "endsAt": "2027-12-31T23:59:59Z" })
    };
    let ids: Vec<String> = (0..8).map(|_| fresh_tenant()).collect();
    let rows = [
        row(&ids[0], &tenant, "sales", "volume_licensing", "active"),
        row(&ids[1], &tenant, "sales", "csp", "active"),
        row(&ids[2], &tenant, "sales", "web_direct", "expired"),
        row(&ids[3], &tenant, "sales", "web_direct", "not_provisioned"),
        row(&ids[4], &tenant, "finance", "web_direct", "active"),
        row(&ids[5], &stranger, "sales", "web_direct", "active"),
        row(&ids[6], &tenant, "sales", "web_direct", "grace"),
        row(&ids[7], &tenant, "sales", "fax", "active"),
    ];
    let outcome = manager.imports("subscriptions", &rows).await.is(201).json();
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(7), &json!(1)), "{outcome}");
    let presales =
        |id: &str| on_subscription(&tenant, "presales-advisor", "build_intent_advisor", "sales", id);
    for (id, code) in [
        (ids[1].as_str(), "subscription_channel_excluded"),
        (&ids[2], "subscription_inactive"),
        (&ids[3], "subscription_not_provisioned"),
        (&ids[4], "subscription_wrong_product"),
        (&ids[5], "subscription_not_on_tenant"),
        (&ids[7], "subscription_not_on_tenant"),
        ("4711", "identifier_malformed"),
    ] {
        let refused = partner.post("/v1/claims", &presales(id)).await.refused(422, code);
        assert_eq!(refused.faults(), [format!("/items/0/subscriptionId {code}")].into());
    }
    let mut without = presales(&ids[0]);
    without["items"] = json!([{ "product": "sales" }]);
    partner.post("/v1/claims", &without).await.refused(422, "subscription_required");
    let mut on_workload = claim_on(&tenant, &["teams"]);
    on_workload["items"][0]["subscriptionId"] = json!(ids[0]);
    partner.post("/v1/claims", &on_workload).await.refused(422, "subscription_not_allowed");
    let mut opted_out = presales(&ids[0]);
    opted_out["optOutOfIncentives"] = json!(true);
    partner.post("/v1/claims", &opted_out).await.refused(422, "opt_out_not_allowed");
    on_workload["items"][0] = json!({ "workload": "teams" });
    on_workload["optOutOfIncentives"] = json!(true);
    assert_eq!(partner.creates_a_claim(&on_workload).await.view["optOutOfIncentives"], true);

    let revenue = on_subscription(&tenant, "application-revenue", "influenced_revenue", "sales", &ids[6]);
    let refused = partner.post("/v1/claims", &revenue).await.refused(422, "revenue_info_required");
    assert!(refused.faults().iter().all(|fault| fault.starts_with("/revenue")), "{}", refused.text());
    let mut whole = revenue.clone();
    whole["revenue"] =
        json!({ "solutionSellerName": "Contoso", "customerName": "Fabrikam", "isvSolution": "Suite" });
    let claim = partner.creates_a_claim(&whole).await;
    assert_eq!(claim.keys(), [format!("subscription:{}", ids[6])]);
    let one_missing = json!({ "solutionSellerName": "Contoso", "customerName": "Fabrikam" });
    whole["revenue"] = one_missing;
    partner.post("/v1/claims", &whole).await.refused(422, "revenue_info_required");
    let mut wrong_role = presales(&ids[0]);
    wrong_role["partnerRole"] = json!("use_or_consume");
    partner.post("/v1/claims", &wrong_role).await.refused(422, "role_not_in_area");
}

/// V-16 at the moment of the submission: what has ended meanwhile cannot be claimed any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_16_a_subscription_is_checked_again_at_submission() {
    let product = Product::start().await;
    let (manager, partner) = (product.programme_manager(), product.partner());
    let (tenant, id) = (fresh_tenant(), fresh_tenant());
    let row = |state: &str| json!({ "subscriptionId": id, "tenantId": tenant, "product": "sales", "channel": "web_direct", "state": state });
    assert_eq!(manager.imports("subscriptions", &[row("active")]).await.is(201).json()["accepted"], 1);
    let body = on_subscription(&tenant, "presales-advisor", "build_intent_advisor", "sales", &id);
    let proven = partner.proves(&partner.creates_a_claim(&body).await).await;
    manager.imports("subscriptions", &[row("expired")]).await.is(201);
    let refused = partner.acts(&proven, "submit", &tests::claims::submission()).await;
    let refused = refused.refused(422, "subscription_inactive");
    assert_eq!(refused.faults(), [format!("/items/subscription:{id} subscription_inactive")].into());
    assert_eq!(partner.looks_at(&proven).await.etag, proven.etag);
    manager.imports("subscriptions", &[row("grace")]).await.is(201);
    let submitted = partner.submits(&proven).await;
    let approved = product.reviewer().starts_and_approves(&submitted).await;
    assert_eq!(approved.associations(), ["pending"]);
}
