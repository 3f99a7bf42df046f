//! Lists, pages of lists and filters; who am I, the catalogue, the description of the API.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Product,
    claims::{claim_on, fresh_tenant},
    http::escaped,
};

/// Five drafts, two of them in Hamburg, one canceled.
async fn with_drafts(product: &Product) -> Vec<String> {
    let partner = product.partner();
    let mut ids = Vec::new();
    for number in 0..5 {
        let mut body = claim_on(&fresh_tenant(), &["teams"]);
        body["name"] = json!(format!("{} project {number}", if number < 3 { "Alpha" } else { "Beta" }));
        body["locationId"] = json!(if number % 2 == 0 { "4821907" } else { "4821908" });
        let claim = partner.creates_a_claim(&body).await;
        product.settles().await;
        if number == 4 {
            partner.acts(&claim, "cancel", &json!({ "reason": "Not needed." })).await.is(200);
        }
        ids.push(claim.id);
    }
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_read_page_by_page() {
    let product = Product::start().await;
    let partner = product.partner();
    let created = with_drafts(&product).await;
    let newest_first: Vec<String> = created.iter().rev().cloned().collect();
    for limit in [1, 2, 3, 5, 100] {
        assert_eq!(partner.lists_claims(&format!("limit={limit}")).await, newest_first, "limit {limit}");
        assert_eq!(partner.lists_claims(&format!("limit={limit}&sort=-createdAt")).await, newest_first);
    }
    let all = |filter: &'static str| {
        let partner = partner.clone();
        async move { partner.lists_claims(filter).await.into_iter().collect::<BTreeSet<_>>() }
    };
    let of = |numbers: &[usize]| numbers.iter().map(|n| created[*n].clone()).collect::<BTreeSet<_>>();
    assert_eq!(all("status=canceled").await, of(&[4]));
    assert_eq!(all("status=draft&limit=1").await, of(&[0, 1, 2, 3]));
    assert_eq!(all("locationId=4821908").await, of(&[1, 3]));
    assert_eq!(all("q=alpha&limit=2").await, of(&[0, 1, 2]));
    assert_eq!(all("q=project").await, of(&[]), "a prefix, not a part");
    assert_eq!(all("kind=engagement").await, of(&[]));
    assert_eq!(all("engagementId=modern-work-usage").await.len(), 5);
    assert_eq!(all("engagementId=presales-advisor").await.len(), 0);
    let first = partner.get(&format!("/v1/claims/{}", created[0])).await.json();
    let number = first["number"].as_str().unwrap();
    assert_eq!(partner.lists_claims(&format!("q={}", number.to_lowercase())).await, [created[0].clone()]);
    assert_eq!(partner.lists_claims(&format!("q={number}&status=canceled")).await, [""; 0]);
    assert_eq!(product.other_partner().lists_claims(&format!("q={number}")).await, [""; 0]);
    let newest = partner.get(&format!("/v1/claims/{}", created[4])).await.json();
    let since = escaped(newest["updatedAt"].as_str().unwrap());
    assert_eq!(partner.lists_claims(&format!("updatedSince={since}")).await, [created[4].clone()]);
}

/// Api 1: a cursor is good for the same list of the same caller with the same filter, and for nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_is_bound_to_caller_and_filter() {
    let product = Product::start().await;
    let partner = product.partner();
    with_drafts(&product).await;
    let page = partner.get("/v1/claims?limit=2&status=draft").await.is(200).json();
    let next = page["next"].as_str().expect("more pages");
    assert!(
        next.starts_with("/v1/claims?") && next.contains("status=draft") && next.contains("limit=2"),
        "{next}"
    );
    partner.get(next).await.is(200);
    let cursor = next.split(['?', '&']).find_map(|pair| pair.strip_prefix("cursor=")).unwrap();
    let mut tampered = cursor.to_owned();
    tampered.replace_range(10..11, if &tampered[10..11] == "A" { "B" } else { "A" });
    for (who, path) in [
        (partner.clone(), format!("/v1/claims?limit=2&status=draft&cursor={tampered}")),
        (partner.clone(), format!("/v1/claims?limit=2&status=draft&cursor={}", &cursor[..cursor.len() - 3])),
        (partner.clone(), "/v1/claims?cursor=nonsense".into()),
        (partner.clone(), format!("/v1/claims?limit=2&status=canceled&cursor={cursor}")),
        (partner.clone(), format!("/v1/claims?limit=2&cursor={cursor}")),
        (partner.clone(), format!("/v1/associations?limit=2&cursor={cursor}")),
        (product.other_partner(), format!("/v1/claims?limit=2&status=draft&cursor={cursor}")),
        (product.person("partner-a-user"), format!("/v1/claims?limit=2&status=draft&cursor={cursor}")),
        (product.reviewer(), format!("/v1/claims?limit=2&status=draft&cursor={cursor}")),
        (product.reviewer(), format!("/v1/reviews?cursor={cursor}")),
    ] {
        who.get(&path).await.refused(400, "cursor_invalid");
    }
    // The limit of a page is not part of the question.
    partner.get(&format!("/v1/claims?limit=1&status=draft&cursor={cursor}")).await.is(200);
}

/// A client may write its question as it likes; the answer writes it in one way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_leads_on_however_the_question_is_written() {
    let product = Product::start().await;
    let partner = product.partner();
    with_drafts(&product).await;
    for question in ["q=Alpha%20project", "q=alpha+Project", "&updatedSince=2020-01-01T00:00:00Z"] {
        let page = partner.get(&format!("/v1/claims?{question}&limit=3")).await.is(200).json();
        let next = page["next"].as_str().expect("more pages");
        partner.get(next).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parameters_that_are_not_understood_are_refused_all_at_once() {
    let product = Product::start().await;
    let partner = product.partner();
    for (query, faults) in [
        ("limit=0", vec!["/limit parameter_invalid"]),
        ("limit=101", vec!["/limit parameter_invalid"]),
        ("limit=-1", vec!["/limit parameter_invalid"]),
        ("limit=ten&sort=name", vec!["/limit parameter_invalid", "/sort parameter_invalid"]),
        ("status=happy&kind=x", vec!["/kind parameter_invalid", "/status parameter_invalid"]),
        ("updatedSince=yesterday", vec!["/updatedSince parameter_invalid"]),
        ("colour=red", vec!["/colour parameter_invalid"]),
        ("status=draft&status=draft", vec!["/status parameter_invalid"]),
    ] {
        let refused = partner.get(&format!("/v1/claims?{query}")).await.refused(400, "parameter_invalid");
        assert_eq!(refused.faults(), faults.into_iter().map(Into::into).collect(), "{query}");
    }
    partner.get("/v1/claims?limit=1").await.is(200);
    partner.get("/v1/claims?limit=100").await.is(200);
    for path in
        ["/v1/associations?status=happy", "/v1/engagements?kind=happy", "/v1/me?x=1", "/v1/locations?x=1"]
    {
        partner.get(path).await.refused(400, "parameter_invalid");
    }
    product.reviewer().get("/v1/reviews?queue=yours").await.refused(400, "parameter_invalid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_learns_who_they_are_and_what_there_is() {
    let product = Product::start().await;
    let user = product.person("partner-a-user");
    let me = user.get("/v1/me").await.is(200).json();
    assert_eq!(me["org"], "partner-a");
    assert_eq!(me["side"], "partner");
    assert_eq!((&me["roles"], &me["locations"]), (&json!(["incentives_user"]), &json!(["4821907"])));
    let names = |page: Value| -> BTreeSet<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|row| row["locationId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(user.get("/v1/locations").await.is(200).json()), ["4821907".to_owned()].into());
    let all = names(product.partner().get("/v1/locations").await.is(200).json());
    assert_eq!(all, ["4821907".to_owned(), "4821908".to_owned()].into());

    let partner = product.partner();
    let engagements = partner.get("/v1/engagements?kind=association").await.is(200).json();
    let ids: BTreeSet<&str> =
        engagements["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    for id in ["presales-advisor", "usage-recognition", "application-revenue", "modern-work-usage"] {
        assert!(ids.contains(id), "{id}: {ids:?}");
        let one = partner.get(&format!("/v1/engagements/{id}")).language("de").await.is(200).json();
        assert_eq!((&one["consentMode"], &one["kind"]), (&json!("notice"), &json!("association")));
        assert_eq!(one["deadlines"]["objectionBusinessDays"], 5);
        assert_eq!(one["acknowledgements"].as_array().unwrap().len(), 2);
        assert!(one["acknowledgements"][0]["text"].as_str().unwrap().contains("Nachweis"), "German");
    }
    partner.get("/v1/engagements/none").await.refused(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_describes_itself() {
    let product = Product::start().await;
    assert_eq!(product.http.get("/healthz").await.is(200).json(), json!({ "status": "ok" }));
    let document = product.http.get("/openapi.json").await.is(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |m| format!("{} {path}", m.to_uppercase()))
        })
        .filter(|operation| !operation.starts_with("PARAMETERS"))
        .collect();
    let routes: BTreeSet<String> = crate::routes().into_iter().filter(|route| route != "$default").collect();
    assert_eq!(described, routes, "what is described is what is answered");
    // Every reference leads somewhere.
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').expect("a local reference");
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_problem_has_a_page() {
    let product = Product::start().await;
    for code in domain::Code::ALL {
        let path = format!("/problems/{}", code.as_str());
        let mut texts = BTreeSet::new();
        for language in ["en", "de"] {
            let page = product.http.get(&path).language(language).await.is(200);
            assert!(page.header("content-type").starts_with("text/html"), "{path}");
            assert_eq!(page.header("content-language"), language);
            assert!(page.text().contains(code.as_str()), "{path}");
            texts.insert(page.text());
        }
        assert_eq!(texts.len(), 2, "{path} is translated");
    }
    product.http.get("/problems/no_such_code").await.refused(404, "not_found");
}
