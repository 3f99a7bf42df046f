//! What the contact can say besides yes and no: ask somebody else, or: I do not know this partner (K10, domain 9).

use serde_json::{Value, json};
use tests::{
    Answer, Claim, Customer, Page, Product,
    claims::{claim_on, fresh_tenant},
    customer::link_in,
};

const PARTNER: &str = "anna@contoso.example";
const MANAGER: &str = "programme@northwind.example";

/// A submitted claim on a customer with two known domains, and the page of its contact.
async fn asked(product: &Product) -> (Claim, Page) {
    let tenant = fresh_tenant();
    let row = json!({ "name": "Fabrikam GmbH", "country": "DE", "domains": ["fabrikam.example", "fabrikam.test"],
        "tenants": [tenant] });
    product.programme_manager().imports("customers", &[row]).await.is(201);
    let claim = product.partner().hands_in(&claim_on(&tenant, &["teams"])).await;
    product.settles().await;
    let customer = product.customer();
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    (product.partner().looks_at(&claim).await, page)
}

async fn names(customer: &Customer, page: &Page, name: &str, email: &str) -> Answer {
    let body = json!({ "name": name, "email": email, "nonce": page.nonce() });
    customer.sends(page, "delegate", &body).await
}

/// The partner asks whom the contact has named.
async fn confirms(product: &Product, claim: &Claim) -> Claim {
    let seen = product.partner().looks_at(claim).await;
    let named = &seen.view["consent"]["delegate"];
    let contact =
        json!({ "name": named["name"], "title": "Head of IT", "email": named["email"], "locale": "en" });
    let put = product.partner().put(&claim.path("/consent/contact"), &contact).if_match(&seen.etag).await;
    product.settles().await;
    Claim::of(&put.is(200))
}

async fn shown(customer: &Customer, link: &str) -> String {
    customer.browses(&format!("{link}?lang=en")).await.is(200).text()
}

/// What an old link must not show to whoever has it.
async fn tells_nothing(customer: &Customer, link: &str, claim: &Claim) {
    let page = customer.opens(link).await;
    assert_eq!((page.state(), page.reason(), page.nonce()), ("voided", "replaced", ""));
    assert!(page.decisions().is_empty() && page.json["claim"].is_null(), "{}", page.json);
    let html = shown(customer, link).await;
    assert!(html.contains("There is a newer request") && !html.contains("<form"), "{html}");
    let view = &claim.view;
    for word in [
        &view["number"],
        &view["partnerContact"]["name"],
        &view["customer"]["tenantId"],
        &json!("partner-a"),
        &json!("Teams"),
    ] {
        let word = word.as_str().unwrap();
        assert!(!html.contains(word) && !page.json.to_string().contains(word), "{word}");
    }
}

/// K10: a colleague is named, the partner confirms, the colleague is asked; at most twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_10_a_colleague_is_asked_instead() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let (claim, page) = asked(&product).await;
    assert!(shown(&customer, &page.path).await.contains("/delegate"));
    names(&customer, &page, "Max Muster", "max@fabrikam.example").await.is(200);
    product.settles().await;
    let seen = partner.looks_at(&claim).await;
    let named = &seen.view["consent"]["delegate"];
    assert_eq!((&named["name"], &named["email"]), (&json!("Max Muster"), &json!("max@fabrikam.example")));
    assert_eq!(seen.view["warnings"], json!(["other_contact_named"]));
    for unchanged in ["status", "deadlines", "customerContact"] {
        assert_eq!(seen.view[unchanged], claim.view[unchanged], "{unchanged}");
    }
    assert_eq!(
        (&seen.view["consent"]["state"], &seen.view["consent"]["round"]),
        (&json!("delivered"), &json!(1))
    );
    assert_eq!(product.mails_about(PARTNER, "The contact named somebody else").await, 1);
    assert!(
        product.mails_to("max@fabrikam.example").await.is_empty(),
        "nobody is asked before the partner says so"
    );
    // The same once more is the same.
    names(&customer, &page, "Max Muster", "max@fabrikam.example").await.is(200);
    product.settles().await;
    assert_eq!(partner.looks_at(&claim).await.etag, seen.etag);
    assert_eq!(product.mails_about(PARTNER, "The contact named somebody else").await, 1);

    let second = confirms(&product, &claim).await;
    assert_eq!(
        (&second.view["consent"]["round"], &second.view["consent"]["delegate"]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(second.view["warnings"], json!([]));
    tells_nothing(&customer, &page.path, &claim).await;
    names(&customer, &page, "Eva Muster", "eva@fabrikam.example").await.refused(410, "consent_replaced");
    let max = product.customer_at("max@fabrikam.example");
    let page = product.reads_the_page(&max, &product.newest_link_to(&max).await).await;

    // Another verified domain of the customer is as good; then it is enough.
    names(&max, &page, "Eva Muster", "eva@fabrikam.test").await.is(200);
    let third = confirms(&product, &second).await;
    assert_eq!(third.view["consent"]["round"], 3);
    tells_nothing(&max, &page.path, &claim).await;
    let eva = product.customer_at("eva@fabrikam.test");
    let page = product.reads_the_page(&eva, &product.newest_link_to(&eva).await).await;
    assert!(!shown(&eva, &page.path).await.contains("/delegate"), "it is not offered a third time");
    names(&eva, &page, "Uwe Muster", "uwe@fabrikam.example").await.refused(409, "delegation_limit_reached");
    eva.decides(&page, "accept").await.is(200);
    assert_eq!(partner.looks_at(&claim).await.view["consent"]["state"], "accepted");
    names(&eva, &page, "Uwe Muster", "uwe@fabrikam.example").await.refused(409, "consent_already_decided");
}

/// K10: only a domain of the same customer; everything that is wrong is told at once, to programmes and people.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_10_a_stranger_cannot_be_named() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let (claim, page) = asked(&product).await;
    for foreign in [
        "max@tailspin.example",
        "max@sub.fabrikam.example",
        "max@fabrikam.example.tailspin.example",
        "anna@contoso.example",
    ] {
        let refused = names(&customer, &page, "Max Muster", foreign).await.is(422);
        assert!(
            refused.faults().iter().all(|fault| fault.starts_with("/email ")),
            "{foreign}: {}",
            refused.text()
        );
    }
    names(&customer, &page, "Max Muster", "max@tailspin.example")
        .await
        .refused(422, "delegate_domain_unknown");
    let nothing = customer.sends(&page, "delegate", &json!({})).await.is(422).faults();
    for pointer in ["/name ", "/email ", "/nonce "] {
        assert!(nothing.iter().any(|fault| fault.starts_with(pointer)), "{nothing:?}");
    }
    let too_young = customer.opens(&page.path).await;
    let refused = names(&customer, &too_young, "Max Muster", "max@fabrikam.example").await;
    assert_eq!(refused.is(422).faults(), ["/nonce nonce_invalid".to_owned()].into());
    let form = [("name", "Max Muster"), ("email", "max@tailspin.example"), ("nonce", page.nonce())];
    let html = customer.sends_the_form(&page, "delegate", &form).await.is(422).text();
    assert!(
        html.contains("role=\"alert\"") && html.contains("max@tailspin.example"),
        "what was typed is kept"
    );
    assert_eq!(partner.looks_at(&claim).await.view, claim.view, "nothing of it has an effect");
    product.http.get(&format!("{}/delegate", page.path)).await.refused(405, "method_not_allowed");

    let form = [("name", "Max Muster"), ("email", "MAX@FABRIKAM.EXAMPLE"), ("nonce", page.nonce())];
    let html = customer.sends_the_form(&page, "delegate", &form).await.is(200).text();
    assert!(html.contains("role=\"status\"") || html.contains("Danke") || html.contains("Thank"), "{html}");
    product.settles().await;
    assert_eq!(product.mails_about(PARTNER, "The contact named somebody else").await, 1);
    // Of a customer of whom nothing is known, the domain where it was reached counts.
    let unknown = partner.hands_in(&claim_on(&fresh_tenant(), &["teams"])).await;
    product.settles().await;
    let mail = product.mails_to(customer.address()).await.pop().unwrap();
    let page = product.reads_the_page(&customer, &link_in(&mail)).await;
    names(&customer, &page, "Max Muster", "max@fabrikam.test").await.refused(422, "delegate_domain_unknown");
    names(&customer, &page, "Max Muster", "max@fabrikam.example").await.is(200);
    assert!(!partner.looks_at(&unknown).await.view["consent"]["delegate"].is_null());
}

/// Domain 9: "I do not know this partner": kept and told, no reminder any more, and nothing else changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_nobody_knows_is_reported() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let (claim, page) = asked(&product).await;
    assert!(claim.allows("resend"));
    let nothing = customer.sends(&page, "report", &json!({ "nonce": page.nonce() })).await;
    let expected = ["/name decision_incomplete", "/confirmed decision_incomplete"];
    assert_eq!(nothing.refused(422, "decision_incomplete").faults(), expected.map(Into::into).into());
    customer
        .sends(&page, "report", &json!({ "name": "Erika Muster", "confirmed": true }))
        .await
        .refused(422, "nonce_invalid");
    assert_eq!(partner.looks_at(&claim).await.view, claim.view);

    let body =
        json!({ "name": "Erika Muster", "confirmed": true, "nonce": page.nonce(), "reason": "Who is this?" });
    for _ in 0..2 {
        assert_eq!(customer.sends(&page, "report", &body).await.is(200).json()["state"], "delivered");
        product.settles().await;
    }
    let seen = partner.looks_at(&claim).await;
    assert!(seen.view["consent"]["reportedAt"].is_string());
    assert_eq!(seen.view["warnings"], json!(["reported_by_customer"]));
    for unchanged in ["status", "deadlines", "waitingFor"] {
        assert_eq!(seen.view[unchanged], claim.view[unchanged], "{unchanged}");
    }
    for (address, subject) in [(PARTNER, "does not know the request"), (MANAGER, "does not know the request")]
    {
        assert_eq!(product.mails_about(address, subject).await, 1, "{address}");
    }
    product.wait("P2D").await;
    assert!(!partner.looks_at(&claim).await.allows("resend"));
    let reminders = claim.path("/consent/reminders");
    partner.post(&reminders, &json!({})).await.refused(409, "invalid_state_transition");
    let html = shown(&customer, &page.path).await;
    assert!(html.contains("/decision") && !html.contains("/report"), "once is enough");
    // They may still decide; a new contact is a new request.
    let other =
        json!({ "name": "Max Muster", "title": "CIO", "email": "max@fabrikam.example", "locale": "en" });
    let seen = partner.looks_at(&claim).await;
    let again =
        Claim::of(&partner.put(&claim.path("/consent/contact"), &other).if_match(&seen.etag).await.is(200));
    assert_eq!((&again.view["consent"]["reportedAt"], &again.view["warnings"]), (&Value::Null, &json!([])));
    product.settles().await;
    product.wait("P2D").await;
    partner.post(&reminders, &json!({})).await.is(202);
    let max = product.customer_at("max@fabrikam.example");
    let page = product.reads_the_page(&max, &product.newest_link_to(&max).await).await;
    let form = [
        ("name", "Max Muster"),
        ("confirmed", "true"),
        ("nonce", page.nonce()),
        ("reasonText", "Never heard."),
    ];
    max.sends_the_form(&page, "report", &form).await.is(200);
    max.decides(&page, "object").await.is(200);
    assert_eq!(partner.looks_at(&claim).await.status(), "rejected_final");
}

/// What is over, foreign or unknown takes neither.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_61_links_that_lead_nowhere_take_nothing() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let (claim, page) = asked(&product).await;
    let known = json!({ "name": "Erika Muster", "confirmed": true, "nonce": page.nonce() });
    let colleague = json!({ "name": "Max Muster", "email": "max@fabrikam.example", "nonce": page.nonce() });
    let nowhere = Page { path: format!("{}x", page.path), ..page.clone() };
    for (action, body) in [("report", &known), ("delegate", &colleague)] {
        customer.sends(&nowhere, action, body).await.refused(404, "consent_not_found");
        let html = customer.sends_the_form(&nowhere, action, &[("name", "x")]).await.is(404);
        assert!(html.header("content-type").starts_with("text/html"), "a browser never gets a bare error");
    }
    partner.does(&claim, "recall", &json!({ "reason": "Wrong customer." })).await;
    for (action, body) in [("report", &known), ("delegate", &colleague)] {
        customer.sends(&page, action, body).await.refused(410, "consent_withdrawn_by_sender");
        let html = customer.sends_the_form(&page, action, &[("nonce", page.nonce())]).await.is(410);
        assert!(html.header("content-type").starts_with("text/html"));
    }
}

/// K3: mails to the second contact may come back as well; a complaint about a reminder counts like one about
/// the notice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_3_whatever_comes_back_stops_the_window() {
    let product = Product::start().await;
    let partner = product.partner();
    let (claim, page) = asked(&product).await;
    names(&product.customer(), &page, "Max Muster", "bounce.max@fabrikam.example").await.is(200);
    let second = confirms(&product, &claim).await;
    let seen = partner.looks_at(&second).await;
    assert_eq!(
        (&seen.view["consent"]["state"], &seen.view["warnings"]),
        (&json!("undeliverable"), &json!(["contact_unreachable"]))
    );
    assert_eq!(product.mails_about(PARTNER, "The customer cannot be reached").await, 1, "at once");

    let other =
        json!({ "name": "Eva Muster", "title": "CIO", "email": "eva@fabrikam.example", "locale": "en" });
    let third =
        Claim::of(&partner.put(&claim.path("/consent/contact"), &other).if_match(&seen.etag).await.is(200));
    product.settles().await;
    let window = partner.looks_at(&third).await.deadline("objection");
    product.wait("P2D").await;
    partner.post(&claim.path("/consent/reminders"), &json!({})).await.is(202);
    product.settles().await;
    let mails = product.mails_to("eva@fabrikam.example").await;
    assert_eq!(mails.len(), 2);
    product.reports(&mails[1], "complain").await;
    product.settles().await;
    assert_eq!(partner.looks_at(&third).await.view["consent"]["state"], "undeliverable");
    assert_eq!(product.mails_about(PARTNER, "The customer cannot be reached").await, 2);
    product.reviewer().starts_and_approves(&third).await;
    product.wait_until(window).await;
    product.wait("P30D").await;
    assert_eq!(partner.looks_at(&third).await.associations(), ["pending"], "nobody was told");
}
