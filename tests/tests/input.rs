//! Whatever comes in: every fault at once with its code, in the caller's language, and never a 5xx.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Product,
    claims::{claim_on, fresh_tenant},
};

fn set(faults: &[&str]) -> BTreeSet<String> {
    faults.iter().map(|fault| (*fault).to_owned()).collect()
}

/// Every fault of a create at once, each with its pointer, in English and in German.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_named_at_once() {
    let product = Product::start().await;
    let partner = product.partner();
    let body = json!({
        "kind": "association", "name": "x".repeat(121), "engagementId": "modern-work-usage",
        "partnerRole": "wizard", "locationId": "4821907", "tenantId": "not-a-uuid",
        "items": [{ "workload": "teams" }, { "workload": "teams" }, { "workload": "chess" }],
        "customerContact": { "name": "", "title": "\u{202e}CEO", "email": "nobody" },
        "partnerContact": { "name": "Anna Keller" },
    });
    let expected = set(&[
        "/name name_too_long",
        "/partnerRole role_not_in_area",
        "/tenantId identifier_malformed",
        "/items/1 item_duplicate",
        "/items/2/workload item_unknown",
        "/customerContact/name contact_incomplete",
        "/customerContact/title text_invalid",
        "/customerContact/email contact_email_invalid",
        "/partnerContact/email contact_incomplete",
    ]);
    let english = partner.post("/v1/claims", &body).language("en-GB").await.is(422);
    let german = partner.post("/v1/claims", &body).language("fr;q=0.9, de-AT").await.is(422);
    assert_eq!((english.faults(), german.faults()), (expected.clone(), expected));
    assert_eq!((english.header("content-language"), german.header("content-language")), ("en", "de"));
    let (english, german) = (english.json(), german.json());
    for (en, de) in english["errors"].as_array().unwrap().iter().zip(german["errors"].as_array().unwrap()) {
        assert_eq!((&en["pointer"], &en["params"]), (&de["pointer"], &de["params"]));
        assert_ne!(en["detail"], de["detail"], "{en}");
    }
    assert_ne!((&english["title"], &english["detail"]), (&german["title"], &german["detail"]));
    assert_eq!(
        english["errors"].as_array().unwrap().iter().find(|e| e["pointer"] == "/name").unwrap()["params"]["max"],
        "120"
    );
    let valid = partner.post("/v1/claims?validateOnly=true", &body).await.is(422);
    assert_eq!(valid.faults().len(), 9, "the same without effect");
    let empty = partner.post("/v1/claims", &json!({})).await.is(422);
    assert!(empty.faults().len() >= 2, "{}", empty.text());
}

/// One fault each, V-01 … V-18.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_rule_of_a_create_has_its_code() {
    let product = Product::start().await;
    let partner = product.partner();
    let many: Vec<Value> = (0..101).map(|_| json!({ "workload": "teams" })).collect();
    for (pointer, value, status, fault) in [
        ("/name", json!("  "), 422, "/name name_required"),
        ("/name", json!(null), 422, "/name name_required"),
        ("/name", json!("a\u{0}b"), 422, "/name text_invalid"),
        ("/name", json!("\u{2066}x"), 422, "/name text_invalid"),
        ("/kind", json!("something"), 422, "/kind engagement_kind_mismatch"),
        ("/engagementId", json!("co-op-funds"), 422, "/engagementId engagement_unknown"),
        ("/tenantId", json!(null), 422, "/tenantId tenant_required"),
        ("/tenantId", json!("3f2c0000"), 422, "/tenantId identifier_malformed"),
        ("/items", json!([]), 422, "/items items_required"),
        ("/items", json!(many), 422, "/items too_many_items"),
        ("/items/0/workload", json!("sorcery"), 422, "/items/0/workload item_unknown"),
        ("/customerContact", json!(null), 422, "/customerContact contact_incomplete"),
        ("/customerContact/title", json!(null), 422, "/customerContact/title contact_incomplete"),
        ("/customerContact/email", json!("a@b"), 422, "/customerContact/email contact_email_invalid"),
        (
            "/customerContact/email",
            json!("a@x.example\r\nBcc: b@y.example"),
            422,
            "/customerContact/email contact_email_invalid",
        ),
        (
            "/customerContact/email",
            json!(format!("{}@fabrikam.example", "e".repeat(65))),
            422,
            "/customerContact/email contact_email_invalid",
        ),
        (
            "/customerContact/email",
            json!("boss@contoso.example"),
            422,
            "/customerContact/email contact_is_partner",
        ),
        ("/locationId", json!("nowhere"), 403, "/locationId location_out_of_scope"),
    ] {
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        *body.pointer_mut(pointer).unwrap() = value;
        let refused = partner.post("/v1/claims", &body).await.is(status);
        assert_eq!(refused.faults(), set(&[fault]), "{pointer}");
    }
    // At the limits: 120 code points, not bytes; 22 workloads, not four; composed and decomposed are the same.
    let all: Vec<Value> = partner.get("/v1/engagements/modern-work-usage").await.json()["workloads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|workload| json!({ "workload": workload["id"] }))
        .collect();
    assert!(all.len() > 20);
    let mut body = claim_on(&fresh_tenant(), &[]);
    body["items"] = json!(all);
    body["name"] = json!("ü".repeat(120));
    assert_eq!(partner.creates_a_claim(&body).await.keys().len(), all.len());
    body["tenantId"] = json!(fresh_tenant());
    body["name"] = json!("u\u{308}");
    assert_eq!(partner.creates_a_claim(&body).await.view["name"], "ü", "NFC");
    let valid = partner
        .post("/v1/claims?validateOnly=true", &claim_on(&fresh_tenant(), &["teams"]))
        .await
        .is(200)
        .json();
    assert!(valid["claims"][0].get("id").is_none() && valid["claims"][0].get("number").is_none(), "{valid}");
}

/// Api 1, Limits: JSON as strict as it is promised.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_is_read_strictly() {
    let product = Product::start().await;
    let partner = product.partner();
    let create =
        |body: &str| partner.call(Method::POST, "/v1/claims").body("application/json", body.to_owned());
    let nested = |levels: usize| format!("{{\"name\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"kind\":}",
        "{\"kind\":\"association\"} x",
        "{'kind':1}",
        "\u{feff}{}",
        "{\"name\":1}",
        "{\"items\":{}}",
        "{\"items\":[1]}",
        "{\"optOutOfIncentives\":\"yes\"}",
        "{\"name\":\"\\ud800\"}",
        "NaN",
    ] {
        create(body).await.refused(400, "malformed_json");
    }
    create("{\"kind\":\"association\",\"kind\":\"association\"}").await.refused(400, "malformed_json");
    create("{\"customerContact\":{\"name\":\"a\",\"name\":\"b\"}}").await.refused(400, "malformed_json");
    let deep = create(&nested(17)).await.refused(400, "malformed_json");
    assert_eq!(deep.json()["errors"][0]["params"]["problem"], "too_deep");
    let shallow = create(&nested(16)).await.refused(400, "malformed_json");
    assert_eq!(shallow.json()["errors"][0]["params"]["problem"], "type", "sixteen levels are read");
    let unknown =
        create("{\"colour\":\"red\",\"customerContact\":{\"shoe\":43},\"items\":[{\"size\":1}]}").await;
    assert_eq!(
        unknown.refused(400, "unknown_field").faults(),
        set(&["/colour unknown_field", "/customerContact/shoe unknown_field", "/items/0/size unknown_field"])
    );
    let bytes =
        partner.call(Method::POST, "/v1/claims").body("application/json", vec![b'{', 0xff, 0xfe, b'}']);
    bytes.await.refused(400, "malformed_json");
    for media_type in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let answer = partner.call(Method::POST, "/v1/claims").body(media_type, "{}").await;
        answer.refused(415, "unsupported_media_type");
    }
    let with_charset = partner.call(Method::POST, "/v1/claims").body("application/json; charset=utf-8", "{}");
    with_charset.await.is(422);
    partner.call(Method::POST, "/v1/claims").await.is(415);
}

/// Api 1: 64 KiB, tested at n - 1, n and n + 1; and far above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_has_a_limit() {
    let product = Product::start().await;
    let partner = product.partner();
    let draft = partner.creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let limit = 64 * 1024;
    let padded = |size: usize| {
        let body = r#"{"text":"padded"}"#;
        format!("{body}{}", " ".repeat(size - body.len()))
    };
    for (size, status) in
        [(limit - 1, 201), (limit, 201), (limit + 1, 413), (300 * 1024, 413), (3 * 1024 * 1024, 413)]
    {
        let call =
            partner.call(Method::POST, &draft.path("/comments")).body("application/json", padded(size));
        let answer = call.await.is(status);
        assert!(status == 201 || answer.code() == "body_too_large");
    }
    for (length, status) in [(1_999, 201), (2_000, 201), (2_001, 422)] {
        let comment = json!({ "text": "ä".repeat(length) });
        partner.post(&draft.path("/comments"), &comment).await.is(status);
    }
    // An import may have four megabytes.
    let manager = product.programme_manager();
    let import = |size: usize| {
        let body = "\n".repeat(size);
        manager
            .call(Method::POST, "/v1/imports?kind=customers&dryRun=true")
            .body("application/x-ndjson", body)
    };
    import(4 * 1024 * 1024).await.is(201);
    import(4 * 1024 * 1024 + 1).await.refused(413, "body_too_large");
}

/// Unknown paths, wrong methods: 404, and 405 with `Allow`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_paths_and_wrong_methods() {
    let product = Product::start().await;
    let partner = product.partner();
    for path in [
        "/nowhere",
        "/v1",
        "/v1/",
        "/v1/claims/",
        "/v2/claims",
        "/v1/claims/clm_1/dance",
        "/v1/Claims",
        "//v1/claims",
        "/c/",
        "/v1/%2e%2e/claims",
    ] {
        partner.get(path).await.refused(404, "not_found");
        product.http.get(path).language("de").await.refused(404, "not_found");
    }
    for route in crate::routes() {
        let Some((_, path)) = route.split_once(' ') else { continue };
        let allowed: BTreeSet<String> = crate::routes()
            .iter()
            .filter_map(|known| {
                known.split_once(' ').filter(|(_, other)| leads_to(other, path)).map(|(m, _)| m.to_owned())
            })
            .collect();
        let concrete = path
            .replace("{id}", "clm_00000000000000000000000000")
            .replace("{docId}", "doc_1")
            .replace("{token}", "x")
            .replace("{code}", "x");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            if allowed.contains(method) {
                continue;
            }
            let answer = partner.call(method.parse().unwrap(), &concrete).await;
            let named: BTreeSet<String> = answer.header("allow").split(", ").map(Into::into).collect();
            answer.refused(405, "method_not_allowed");
            assert_eq!(named, allowed, "{method} {path}");
        }
    }
}

/// Whether a path of this shape is one of that route: a word can stand where the route has a parameter.
fn leads_to(route: &str, path: &str) -> bool {
    let (route, path) = (route.split('/'), path.split('/'));
    route.clone().count() == path.clone().count()
        && route
            .zip(path)
            .all(|(known, part)| known == part || known.starts_with('{') && !part.starts_with('{'))
}

/// Every way of not being signed in is 401; the token of somebody else's making as well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_signed_in_is_not_heard() {
    let product = Product::start().await;
    let good = product.partner().token;
    let mut parts = good.split('.');
    let (head, payload, signature) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let mut with = |name: &str, value: Value| {
        let before = claims[name].clone();
        claims[name] = value;
        let forged = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        claims[name] = before;
        forged
    };
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let hs256 = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let tokens = [
        format!("Bearer {}", with("org", json!("vendor"))),
        format!("Bearer {}", with("exp", json!(4_000_000_000_u64))),
        format!("Bearer {}", with("exp", json!(1))),
        format!("Bearer {none}.{payload}."),
        format!("Bearer {none}.{payload}.{signature}"),
        format!("Bearer {hs256}.{payload}.{signature}"),
        format!("Bearer {head}.{payload}"),
        format!("Bearer {head}.{payload}.{}", "A".repeat(signature.len())),
        format!("Bearer {good}x"),
        format!("Basic {good}"),
        good.clone(),
        "Bearer".into(),
        "Bearer ".into(),
        "Bearer null".into(),
        String::new(),
    ];
    for route in ["/v1/me", "/v1/claims", "/v1/claims/clm_1", "/v1/reviews"] {
        product.http.get(route).await.refused(401, "unauthenticated");
        for token in &tokens {
            product.http.get(route).header("authorization", token).await.refused(401, "unauthenticated");
        }
    }
    for route in crate::routes() {
        let Some((method, path)) = route.split_once(' ').filter(|(_, path)| path.starts_with("/v1")) else {
            continue;
        };
        let concrete = path.replace("{id}", "x").replace("{docId}", "x");
        let call = product.http.call(method.parse().unwrap(), &concrete).json(&json!({}));
        let refused = call.language("de").await.refused(401, "unauthenticated");
        assert_eq!(refused.header("content-language"), "de");
    }
    product.http.get("/v1/me").header("authorization", &format!("bearer {good}")).await.is(200);
}

/// What a malformed request may look like.
fn strange_body() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("\u{0}\u{202e}")),
        Just(json!("accept")),
    ];
    let name = prop_oneof![
        proptest::sample::select(vec![
            "kind",
            "name",
            "items",
            "reasons",
            "reason",
            "text",
            "acknowledgements",
            "answers",
            "customerContact",
            "covers",
            "decision",
            "confirmed",
            "nonce",
            "email",
            "title",
            "code",
            "pointer",
            "key",
            "size",
            "sha256",
            "activityDate",
        ])
        .prop_map(ToOwned::to_owned),
        "\\PC{0,6}",
    ];
    let value = leaf.prop_recursive(5, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    prop_oneof![
        6 => value.prop_map(|value| value.to_string().into_bytes()),
        2 => proptest::collection::vec(any::<u8>(), 0..200),
        1 => "[\\[\\]{}\",:0-9a-z]{0,60}".prop_map(String::into_bytes),
        1 => (0..400_usize).prop_map(|depth| "[".repeat(depth).into_bytes()),
    ]
}

#[derive(Debug, Clone)]
struct Strange {
    route: usize,
    id: String,
    query: String,
    headers: Vec<(&'static str, String)>,
    media_type: &'static str,
    body: Vec<u8>,
    persona: usize,
}

fn strange() -> impl Strategy<Value = Strange> {
    let id = prop_oneof![
        3 => Just("OWN".to_owned()),
        1 => Just("clm_00000000000000000000000000".to_owned()),
        1 => "[a-z0-9_%.~-]{1,30}".prop_map(|id| id.replace('%', "%25")),
        1 => Just("%00".to_owned()),
        1 => Just("%FF%FE".to_owned()),
    ];
    let query = prop_oneof![
        3 => Just(String::new()),
        1 => "[a-zA-Z]{1,8}=[a-z0-9%]{0,8}".prop_map(|query| format!("?{query}")),
        1 => Just("?limit=1&cursor=AAAA".to_owned()),
        1 => Just("?kind=customers&dryRun=true".to_owned()),
        1 => Just("?claim=%00".to_owned()),
    ];
    let header = prop_oneof![
        ("[ -~]{0,20}").prop_map(|value| ("if-match", value)),
        Just(("if-match", "*".to_owned())),
        ("[ -~]{0,300}").prop_map(|value| ("idempotency-key", value)),
        ("[ -~]{0,30}").prop_map(|value| ("accept-language", value)),
        Just(("accept", "text/html".to_owned())),
        Just(("accept", "application/json".to_owned())),
    ];
    let media_type = proptest::sample::select(vec![
        "application/json",
        "application/json",
        "application/json",
        "application/merge-patch+json",
        "text/csv",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "text/plain",
        "nonsense",
    ]);
    let headers = proptest::collection::vec(header, 0..3);
    (any::<prop::sample::Index>(), id, query, headers, media_type, strange_body(), 0..9_usize).prop_map(
        |(route, id, query, headers, media_type, body, persona)| {
            let mut seen = BTreeSet::new();
            let headers = headers.into_iter().filter(|(name, _)| seen.insert(*name)).collect();
            Strange { route: route.index(1_000), id, query, headers, media_type, body, persona }
        },
    )
}

/// Promise 12: malformed input of any kind gives 4xx with a code, on every route, for everybody.
#[test]
fn p_12_nothing_that_comes_in_breaks_anything() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (product, claims, link) = runtime.block_on(async {
        let product = Product::start().await;
        let draft = product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
        let submitted = product.with_a_submitted_claim(&["teams"]).await;
        let link = product.newest_link_to(&product.customer()).await;
        (product, [draft, submitted], link)
    });
    let token = link.trim_start_matches("/c/");
    let routes: Vec<String> = crate::routes().into_iter().filter(|route| route != "$default").collect();
    let config = ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let result = runner.run(&strange(), |strange| {
        let (method, path) = routes[strange.route % routes.len()].split_once(' ').unwrap();
        let claim = &claims[strange.route % 2];
        let own = |id: &str, ours: &str| if id == "OWN" { ours.to_owned() } else { id.to_owned() };
        let path = path
            .replace(
                "{id}",
                &own(&strange.id, if path.contains("claims") { &claim.id } else { "modern-work-usage" }),
            )
            .replace("{docId}", &own(&strange.id, "doc_1"))
            .replace("{token}", &own(&strange.id, token))
            .replace("{code}", &own(&strange.id, "not_found"));
        let person = product.person(tests::product::PERSONAS[strange.persona]);
        let mut call = person.call(method.parse().unwrap(), &format!("{path}{}", strange.query));
        for (name, value) in &strange.headers {
            call = call.header(name, value);
        }
        if method != "GET" && method != "HEAD" {
            call = call.body(strange.media_type, strange.body.clone());
        }
        let answer = runtime.block_on(call.into_future());
        prop_assert!(answer.status < 500, "{}", answer.text());
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}
