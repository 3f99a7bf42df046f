//! The console: signing in, and what its pages let somebody see and do.

use http::Method;
use tests::{
    Browser, Claim, Product,
    claims::{claim_on, fresh_tenant},
    deals::deal_on,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_asks_who_is_there() {
    let product = Product::start().await;
    let claim = product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let page = format!("/console/claims/{}", claim.id);
    let inside = crate::all_routes().into_iter().filter(|route| {
        let open = ["sign-in", "signed-in", "sign-out", "language", "assets"];
        route.contains(" /console") && !open.iter().any(|part| route.contains(part))
    });
    let mut asked = 0;
    for route in inside {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace("{id}", &claim.id).replace("{action}", "cancel");
        let call = product.http.call(method.parse().unwrap(), &path);
        let answer = call.header("sec-fetch-site", "same-origin").await.is(303);
        assert!(answer.header("location").starts_with("/console/sign-in?to="), "{route}");
        asked += 1;
    }
    assert!(asked >= 4, "{asked}");
    let forged = product.http.call(Method::GET, &page).header("cookie", "assent-session=BWxvY2FseyJ9");
    forged.await.is(303);
    let mut browser = Browser::new(&product);
    let shown = browser.signs_in("partner-a-admin", &page).await.is(200);
    assert!(shown.text().contains(&claim.view["number"].as_str().unwrap().to_owned()));
    // The session ends with the sign-out, and a claim of somebody else is nowhere.
    browser.sends("/console/sign-out", &[]).await.is(303);
    browser.get(&page).await.is(303);
    let mut rival = product.browses_as("partner-b-admin").await;
    rival.get(&page).await.is(404);
    assert!(!rival.get("/console/claims").await.is(200).text().contains(&claim.id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_browser_that_began_a_sign_in_ends_it() {
    let product = Product::start().await;
    let mut victim = Browser::new(&product);
    let provider = Browser::new(&product).begins("/console/claims").await;
    let chosen = product.http.call(Method::GET, &format!("{provider}&persona=partner-b-admin")).await.is(303);
    victim.get(chosen.header("location")).await.is(403);
    assert!(!victim.cookies.contains_key("assent-session"));
    // A code is good for the one who has the verifier, and only as it was given.
    let mut browser = Browser::new(&product);
    let provider = browser.begins("/console/claims").await;
    let chosen = product.http.call(Method::GET, &format!("{provider}&persona=partner-a-admin")).await.is(303);
    let back = chosen.header("location").replace("code=", "code=x");
    browser.get(&back).await.is(403);
    assert!(!browser.cookies.contains_key("assent-session"));
    // Nobody is led to a page elsewhere.
    for elsewhere in ["//evil.example/", "https://evil.example/", "/console/../v1", "/console/\\evil.example"]
    {
        let to: String = elsewhere.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let mut browser = Browser::new(&product);
        let begun = browser.get(&format!("/console/sign-in?to={to}")).await.is(303);
        let chosen = format!("{}&persona=partner-a-admin", begun.header("location"));
        let back = product.http.call(Method::GET, &chosen).await.is(303);
        let there = browser.get(back.header("location")).await.is(303);
        assert!(there.header("location").starts_with("/console"), "{}", there.header("location"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_another_site_does_nothing() {
    let product = Product::start().await;
    let claim = product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let mut browser = product.browses_as("partner-a-admin").await;
    let path = format!("/console/claims/{}/cancel", claim.id);
    let fields = [("version", "1"), ("reason", "Not mine.")];
    for from in [Some(("sec-fetch-site", "cross-site")), Some(("origin", "https://evil.example")), None] {
        let call = product.http.call(Method::POST, &path).form(&fields);
        let call = match from {
            Some((name, value)) => call.header(name, value),
            None => call,
        };
        browser.sent(call).await.is(403);
    }
    assert_eq!(product.partner().looks_at(&claim).await.status(), "draft");
    browser.sends(&path, &fields).await.is(303);
    assert_eq!(product.partner().looks_at(&claim).await.status(), "canceled");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_form_sends_is_decided_by_the_rules_of_the_api() {
    let product = Product::start().await;
    let claim = product.partner().engages(&deal_on(&fresh_tenant(), &["workshop"])).await.remove(0);
    let claim = product.partner().asks(&claim).await;
    let mut browser = product.browses_as("partner-a-admin").await;
    let page = format!("/console/claims/{}", claim.id);
    let shown = browser.get(&page).await.is(200).text();
    assert!(shown.contains("lang=\"de\"") && shown.contains("Anspruch abbrechen"));
    let change = format!("{page}/change_contact");
    let version = |claim: &Claim| claim.view["version"].to_string();
    // Every fault is told on the page, in its language, and nothing has happened.
    let seen = version(&claim);
    let fields = [("version", &*seen), ("customerContact/email", "nowhere")];
    let refused = browser.sends(&change, &fields).await.is(422);
    assert!(refused.text().contains("role=\"alert\""));
    // Another tab was faster.
    let fields = [
        ("version", "1"),
        ("customerContact/name", "Kim Meier"),
        ("customerContact/title", "CIO"),
        ("customerContact/email", "kim@fabrikam.example"),
        ("customerContact/locale", "de"),
    ];
    browser.sends(&change, &fields).await.is(412);
    let seen = version(&product.partner().looks_at(&claim).await);
    let mut fields = fields;
    fields[0] = ("version", &seen);
    let done = browser.sends(&change, &fields).await.is(303);
    let shown = browser.get(done.header("location")).await.is(200);
    assert!(shown.text().contains("Die Ansprechperson ist geändert."));
    let changed = product.partner().looks_at(&claim).await;
    assert_eq!(changed.view["consent"]["round"], 2);
    browser.sends(&format!("{page}/approve"), &fields).await.is(404);
    browser.sends(&format!("{page}/dance"), &fields).await.is(404);
}

/// No page shows the name of a text where the text should be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_state_of_the_demo_has_its_words() {
    let options = local::Options { seed: local::Seed::Demo, ..local::Options::default() };
    let product = Product::start_as(options).await;
    let (mut pages, mut statuses) = (0, std::collections::BTreeSet::new());
    for persona in ["partner-a-admin", "partner-b-admin", "review-lead"] {
        let mut browser = product.browses_as(persona).await;
        let mut next = Some("/console/claims".to_owned());
        while let Some(page) = next {
            let list = browser.get(&page).await.is(200).text().to_owned();
            for id in list.split("/console/claims/clm_").skip(1).map(|rest| &rest[..26]) {
                let page = browser.get(&format!("/console/claims/clm_{id}")).await.is(200);
                let page = page.text();
                let words = tests::browser::words(&page);
                for raw in tests::browser::RAW {
                    assert!(!words.contains(raw), "{persona} {id}: {raw} in {words}");
                }
                let tag = page.split("<span class=\"tag ").nth(1).unwrap();
                statuses.insert(tag.split('"').next().unwrap().to_owned());
                pages += 1;
            }
            next = list
                .split("<a href=\"/console/claims?")
                .nth(1)
                .map(|rest| format!("/console/claims?{}", rest.split('"').next().unwrap()));
        }
    }
    assert_eq!(statuses.len(), domain::State::STATUSES.len(), "{statuses:?}");
    assert!(pages > 30, "{pages}");
}
