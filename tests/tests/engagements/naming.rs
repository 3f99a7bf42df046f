//! How a customer is named, and for what it may be claimed (V-40 … V-53, scenarios 8 and 13).

use crate::still::{self, MONDAY};
use serde_json::{Value, json};
use tests::{
    Product,
    claims::fresh_tenant,
    deals::{claims_of, deal_on, request},
};

async fn import(product: &Product, kind: &str, row: &Value) {
    let answer = product.programme_manager().imports(kind, std::slice::from_ref(row)).await;
    assert_eq!(answer.json()["accepted"], 1, "{}", answer.text());
}

/// A customer of these domains and tenants.
fn customer(domain: &str, tenants: &[&str]) -> Value {
    json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": [domain], "tenants": tenants, "managed": true })
}

fn named(kind: &str, value: &str, engagements: &[&str]) -> Value {
    let mut body = deal_on("", engagements);
    body["identifier"] = json!({ "type": kind, "value": value });
    body
}

/// Scenario 13: a domain leads to a tenant, to none, or to several; another domain of the contact needs a reason.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_13_a_domain_leads_to_one_tenant_or_is_asked_for() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let (one, two, three) = (fresh_tenant(), fresh_tenant(), fresh_tenant());
    import(&product, "customers", &customer("fabrikam.example", &[&one])).await;
    import(&product, "customers", &customer("litware.example", &[&two, &three])).await;
    let claim = partner.engages(&named("domain", "Fabrikam.EXAMPLE.", &["workshop"])).await.remove(0);
    assert_eq!(claim.view["customer"]["tenantId"], json!(one));
    assert_eq!(
        claim.view["customer"]["identifier"],
        json!({ "type": "domain", "value": "fabrikam.example" })
    );
    let create = async |body: Value| partner.post("/v1/claims", &body).await;
    let none =
        create(named("domain", "nobody.example", &["workshop"])).await.refused(422, "tenant_not_derivable");
    assert!(none.faults().contains("/identifier/value tenant_not_derivable"), "{}", none.text());
    create(named("domain", "litware.example", &["workshop"])).await.refused(422, "tenant_ambiguous");
    // With the tenant it works; the contact is of another domain than the customer.
    let body = named("tenant", &two, &["workshop"]);
    create(body.clone()).await.refused(422, "mismatch_reason_required");
    let mut reasoned = body;
    reasoned["mismatchReason"] = json!("Fabrikam runs the IT of Litware.");
    let claim = claims_of(&create(reasoned).await.is(201)).remove(0);
    assert_eq!(claim.view["customer"]["mismatchReason"], "Fabrikam runs the IT of Litware.");
}

/// Scenario 8: variable pay is claimed alone, by an opportunity, with hours that never change.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_8_variable_pay() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let tenant = fresh_tenant();
    import(&product, "customers", &customer("fabrikam.example", &[&tenant])).await;
    let opportunity = json!({ "opportunityId": "7-3K9QX2", "tenantId": tenant,
        "value": { "amount": "250000.00", "currency": "USD" }, "closesOn": "2027-03-31" });
    import(&product, "opportunities", &opportunity).await;
    let body = |engagements: &[&str], hours: Value| {
        let mut body = named("opportunity", "7-3K9QX2", engagements);
        body["hours"] = hours;
        body
    };
    let refused = async |body: Value, code: &str| {
        let answer = partner.post("/v1/claims", &body).await.is(422);
        assert!(answer.faults().iter().any(|fault| fault.ends_with(code)), "{code}: {}", answer.text());
    };
    refused(body(&["variable-project", "workshop"], json!(40)), "single_engagement_only").await;
    refused(body(&["variable-project"], Value::Null), "hours_required").await;
    refused(body(&["variable-project"], json!(40.1)), "hours_out_of_range").await;
    refused(body(&["variable-project"], json!(4000)), "hours_out_of_range").await;
    refused(body(&["workshop"], json!(40)), "id_type_not_allowed").await;
    refused(named("tenant", &tenant, &["variable-project"]), "id_type_not_allowed").await;
    // What it would pay is told before anything is made, and is the same every time.
    let right = body(&["variable-project"], json!(40.25));
    let dry = async || partner.post("/v1/claims?validateOnly=true", &right).await.is(200).json();
    let (first, second) = (dry().await, dry().await);
    assert_eq!(first, second);
    let estimate = &first["claims"][0]["payoutEstimate"];
    assert_eq!((&estimate["amount"], &estimate["currency"]), (&json!("6038.00"), &json!("USD")));
    assert_eq!(estimate["lines"].as_array().unwrap().len(), 3);
    assert!(first["claims"][0].get("id").is_none(), "nothing was made");
    let claim = partner.engages(&right).await.remove(0);
    assert_eq!(claim.view["hours"], 40.25);
    let seen = partner.looks_at(&claim).await;
    let patch = partner.patch(&seen.path(""), &json!({ "hours": 41 })).if_match(&seen.etag).await;
    patch.refused(409, "field_frozen");
}

/// V-46, V-48: what the vendor says about one identifier is not inherited by another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_46_eligibility_is_of_the_identifier() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let tenant = fresh_tenant();
    import(&product, "customers", &customer("fabrikam.example", &[&tenant])).await;
    let row = json!({ "engagementId": "workshop", "identifier": { "type": "domain", "value": "fabrikam.example" },
        "eligible": false, "reasons": ["criteria_not_met"] });
    import(&product, "eligibility", &row).await;
    let lookup = async |kind: &str, value: &str| {
        let body = json!({ "identifier": { "type": kind, "value": value }, "engagementIds": ["workshop", "assessment"] });
        partner.post("/v1/customer-lookups", &body).await.is(200).json()
    };
    let by_domain = lookup("domain", "fabrikam.example").await;
    assert_eq!(by_domain["customer"]["tenantId"], json!(tenant));
    assert_eq!(by_domain["engagements"][0]["eligible"], false);
    assert_eq!(by_domain["engagements"][0]["reasons"][0]["code"], "criteria_not_met");
    assert_eq!(by_domain["engagements"][1]["eligible"], true);
    assert_eq!(lookup("tenant", &tenant).await["engagements"][0]["eligible"], true);
    let answer = partner.post("/v1/claims", &named("domain", "fabrikam.example", &["workshop"])).await;
    answer.refused(422, "customer_ineligible");
    partner.engages(&named("tenant", &tenant, &["workshop"])).await;
}

/// V-53: the deal size, and the disclaimer in its current version.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_53_the_request_is_complete_or_not_sent() {
    let product = still::at(MONDAY).await;
    let partner = product.partner();
    let claim = partner.engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    let seen = partner.looks_at(&claim).await;
    let send = |amount: &str, currency: &str, disclaimer: &str| {
        let body =
            json!({ "dealSize": { "amount": amount, "currency": currency }, "disclaimer": disclaimer });
        partner.acts(&seen, "consent", &body)
    };
    for (amount, currency) in [("48500.50", "USD"), ("-1", "USD"), ("48500", "EUR"), ("1000000000001", "USD")]
    {
        send(amount, currency, "deal-disclaimer@1").await.refused(422, "deal_size_invalid");
    }
    send("48500", "USD", "deal-disclaimer@0").await.refused(422, "disclaimer_required");
    let nothing = partner.acts(&seen, "consent", &json!({})).await.is(422).faults();
    assert!(
        nothing.contains("/dealSize deal_size_required")
            && nothing.contains("/disclaimer disclaimer_required")
    );
    assert_eq!(
        tests::Claim::of(&partner.acts(&seen, "consent", &request()).await.is(200)).status(),
        "awaiting_consent"
    );
}

/// V-52: the partner itself is no customer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_52_nobody_is_the_own_customer() {
    let product = still::at(MONDAY).await;
    let tenant = fresh_tenant();
    import(&product, "customers", &customer("contoso.example", &[&tenant])).await;
    let mut body = named("tenant", &tenant, &["workshop"]);
    body["mismatchReason"] = json!("They outsource.");
    product.partner().post("/v1/claims", &body).await.refused(422, "customer_not_bona_fide");
}

/// Domain 9: whoever asks for JSON learns what the page shows, and the receipt repeats it. No amounts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_the_customer_is_told_how_it_was_named_and_how_much_work_it_is() {
    let product = still::at(MONDAY).await;
    let tenant = fresh_tenant();
    import(&product, "customers", &customer("fabrikam.example", &[&tenant])).await;
    let opportunity = json!({ "opportunityId": "7-3K9QX2", "tenantId": tenant,
        "value": { "amount": "250000.00", "currency": "USD" } });
    import(&product, "opportunities", &opportunity).await;
    let mut body = named("opportunity", "7-3K9QX2", &["variable-project"]);
    body["hours"] = json!(40.25);
    let claim = product.with_asked_claims(&body).await.remove(0);
    let customer = product.customer();
    let link = product.link_of(&customer, &claim).await;
    let page = customer.opens(&link).await;
    let shown = &page.json["claim"];
    assert_eq!(shown["identifier"], json!({ "type": "opportunity", "value": "7-3K9QX2" }));
    assert_eq!((&shown["hours"], &shown["tenantId"]), (&json!(40.25), &json!(tenant)));
    assert_eq!(shown["purposes"], json!(["engagement", "partner_incentives"]));
    let data = json!({ "seen": ["answer"], "notSeen": ["usage", "content", "other_people"] });
    assert_eq!(shown["dataCategories"], data);
    assert_eq!(page.json["privacyContact"], "privacy@northwind.example");
    assert_eq!(page.json["timeZone"], claim.view["deadlines"][0]["timeZone"]);
    product.customer_decides(&customer, &claim, "accept").await;
    let receipt = product.http.get(&format!("{link}/receipt")).header("accept", "application/json").await;
    let receipt = receipt.is(200).json();
    assert_eq!(receipt["claims"]["customer"]["identifier"], shown["identifier"]);
    assert_eq!((&receipt["claims"]["hours"], &receipt["claims"]["dataCategories"]), (&shown["hours"], &data));
    let words = customer.browses(&format!("{link}/receipt")).await.is(200).text();
    assert!(words.contains("40.25") && words.contains("7-3K9QX2"), "{words}");
    for text in [page.json.to_string(), receipt.to_string(), words] {
        assert!(!text.contains("48500") && !text.contains("6038"), "{text}");
    }
}
