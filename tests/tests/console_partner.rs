//! The partner's side of the console: the way to a claim, proof, and what came of it. Everything is done with
//! forms; the API tells what came of it.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use tests::{
    Answer, Browser, Claim, Product,
    browser::words,
    claims::{File, claim_on, fresh_tenant},
    deals::{claim_of, deal_on},
};

/// A way to a claim, from the page that the last form led to.
struct Way<'a> {
    browser: Browser<'a>,
    at: String,
}

impl<'a> Way<'a> {
    /// Begins it, with the answers of its first step.
    async fn begins(product: &'a Product, address: &str, fields: &[(&str, &str)]) -> Way<'a> {
        let mut browser = product.browses_as("partner-a-admin").await;
        browser.speaks("en").await;
        browser.get(address).await.is(200);
        let path = address.split('?').next().unwrap();
        let done = browser.sends(path, fields).await.is(303);
        let at = done.header("location").to_owned();
        Way { browser, at }
    }

    /// Answers this step, and is at the next.
    async fn answers(&mut self, fields: &[(&str, &str)]) -> &str {
        let done = self.browser.sends(&self.at, fields).await.is(303);
        done.header("location").clone_into(&mut self.at);
        &self.at
    }

    async fn reads(&mut self) -> String {
        self.browser.get(&self.at).await.is(200).text()
    }
}

pub(crate) const CONTACTS: [(&str, &str); 6] = [
    ("customerContact/name", "Erika Muster"),
    ("customerContact/title", "Head of IT"),
    ("customerContact/email", "erika@fabrikam.example"),
    ("customerContact/locale", "de"),
    ("partnerContact/name", "Anna Keller"),
    ("partnerContact/email", "anna@contoso.example"),
];

/// The ids of claims a page links to.
fn claims_on(page: &str) -> Vec<String> {
    let mut ids: Vec<String> = page
        .split("href=\"/console/claims/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#', '?']).next())
        .filter(|id| id.starts_with("clm_"))
        .map(String::from)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

async fn read(product: &Product, id: &str) -> Value {
    product.partner().get(&format!("/v1/claims/{id}")).await.is(200).json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_42_to_a_86_an_association_is_made_one_step_at_a_time() {
    let product = Product::start().await;
    let tenant = fresh_tenant();
    let address = "/console/steps/association?area=modern_work_security";
    let role = [("area", "modern_work_security"), ("role", "modern-work-usage/use_or_consume")];
    let mut way = Way::begins(&product, address, &role).await;
    assert!(way.at.ends_with("/details"), "{}", way.at);
    // Every fault of this step is told, none of a later one, and what was answered is kept.
    let refused = way.browser.sends(&way.at.clone(), &[("name", "Teams for all")]).await.is(422).text();
    assert!(words(&refused).contains("There is a problem") && refused.contains("value=\"Teams for all\""));
    assert!(refused.contains("id=\"tenantId-fault\"") && refused.contains("id=\"locationId-fault\""));
    assert!(!words(&refused).contains("workload"), "{}", words(&refused));
    way.answers(&[("name", "Teams for all"), ("locationId", "4821907"), ("tenantId", &tenant)]).await;
    way.answers(&[("items", "teams"), ("items", "exchange_online")]).await;
    way.answers(&CONTACTS).await;
    // everything once more; nothing has been made.
    let check = words(&way.reads().await);
    for told in ["Use or consume", "Teams for all", "Exchange Online", "Head of IT", "Berlin", &tenant] {
        assert!(check.contains(told), "{told}: {check}");
    }
    assert!(product.partner().lists_claims("").await.is_empty());
    // Back, another answer, and forth again: the others are still there.
    let items = way.at.replace("/check", "/products");
    let shown = way.browser.get(&items).await.is(200).text();
    assert_eq!(shown.matches(" checked").count(), 2);
    way.browser.sends(&items, &[("items", "teams"), ("items", "intune")]).await.is(303);
    // twice pressed, once made.
    let address = way.at.clone();
    way.answers(&[]).await;
    let again = way.browser.sends(&address, &[]).await.is(303);
    assert_eq!(again.header("location"), way.at);
    let made = claims_on(&way.reads().await);
    assert_eq!(product.partner().lists_claims("").await, made);
    let claim = read(&product, &made[0]).await;
    assert_eq!(claim["status"], "draft");
    assert_eq!(claim["customer"]["tenantId"], tenant.as_str());
    let items: Vec<&str> =
        claim["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect();
    assert_eq!(items, ["workload:teams", "workload:intune"]);
    assert_eq!(claim["customerContact"]["locale"], "de");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b_27_to_b_120_a_customer_is_added_and_asked() {
    let product = Product::start().await;
    let tenant = fresh_tenant();
    let details =
        [("engagementIds", "workshop"), ("name", "Workshop for Fabrikam"), ("locationId", "4821907")];
    let address = "/console/steps/customer?engagement=workshop";
    let mut way = Way::begins(&product, address, &details).await;
    // B-39: a value of another kind is refused where it stands.
    let wrong = [("identifier/type", "tenant"), ("identifier/value", "fabrikam")];
    let refused = way.browser.sends(&way.at.clone(), &wrong).await.is(422).text();
    assert!(refused.contains("id=\"identifier/value-fault\""));
    way.answers(&[("identifier/type", "tenant"), ("identifier/value", &tenant)]).await;
    // B-58: what is not possible stands with its reasons.
    let engagements = words(&way.reads().await);
    assert!(engagements.contains("1 engagement is not eligible") && engagements.contains("Project by hours"));
    way.answers(&[("engagementIds", "workshop"), ("engagementIds", "assessment")]).await;
    way.answers(&CONTACTS).await;
    let check = words(&way.reads().await);
    assert!(check.contains("Estimated payout") && check.contains("5,000.00 EUR"), "{check}");
    way.answers(&[]).await;
    let done = way.reads().await;
    let made = claims_on(&done);
    assert_eq!(made.len(), 2);
    assert!(words(&done).contains("Send the consent email"));
    // B-104 … B-120
    let claim = &made[0];
    let page = way.browser.get(&format!("/console/steps/consent?claim={claim}")).await.is(200).text();
    assert!(page.contains("value=\"erika@fabrikam.example\""));
    let mut fields = CONTACTS.to_vec();
    fields.push(("claim", claim));
    let begun = way.browser.sends("/console/steps/consent", &fields).await.is(303);
    begun.header("location").clone_into(&mut way.at);
    let refused = way.browser.sends(&way.at.clone(), &[("dealSize", "10.50")]).await.is(422).text();
    assert!(refused.contains("id=\"dealSize-fault\""));
    way.answers(&[("dealSize", "48500")]).await;
    assert!(words(&way.reads().await).contains("Cannot be changed later"));
    let refused = way.browser.sends(&way.at.clone(), &[]).await.is(422).text();
    assert!(refused.contains("id=\"disclaimer-fault\""));
    assert_eq!(read(&product, claim).await["status"], "consent_not_requested");
    way.answers(&[("disclaimer", "deal-disclaimer@1")]).await;
    assert!(words(&way.reads().await).contains("The customer has been asked."));
    let asked = read(&product, claim).await;
    assert_eq!(asked["status"], "awaiting_consent");
    assert_eq!(asked["dealSize"], json!({ "amount": "48500.00", "currency": "USD" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b_74_a_known_customer_is_claimed_from_the_customers_page() {
    let product = Product::start().await;
    let first = product.with_an_agreed_claim(&deal_on(&fresh_tenant(), &["workshop"])).await;
    let customer = first.view["customer"]["id"].as_str().unwrap();
    let mut browser = product.browses_as("partner-a-admin").await;
    browser.speaks("en").await;
    let page = browser.get("/console/engagements/assessment/customers").await.is(200).text();
    let address = format!("/console/steps/known-customer?customer={customer}&engagement=assessment");
    assert!(page.contains(&address.replace('&', "&amp;")), "{page}");
    let details = [
        ("customerId", customer),
        ("engagementIds", "assessment"),
        ("name", "Again"),
        ("locationId", "4821907"),
    ];
    let mut way = Way::begins(&product, &address, &details).await;
    way.answers(&[("engagementIds", "assessment")]).await;
    way.answers(&CONTACTS).await;
    way.answers(&[]).await;
    let made = claims_on(&way.reads().await);
    let claim = read(&product, &made[0]).await;
    assert_eq!((&claim["origin"], &claim["engagementId"]), (&json!("claimed"), &json!("assessment")));
    assert_eq!(claim["customer"]["id"], customer);
    // A stranger is nobody's known customer.
    let stranger = address.replace(customer, "cus_00000000000000000000000000");
    let mut way = Way::begins(
        &product,
        &stranger,
        &[
            ("customerId", "cus_00000000000000000000000000"),
            ("engagementIds", "assessment"),
            ("name", "Again"),
            ("locationId", "4821907"),
        ],
    )
    .await;
    way.browser.get(&way.at.clone()).await.is(404);
    let body = claim_of("cus_00000000000000000000000000", &["assessment"]);
    product.partner().post("/v1/claims", &body).await.refused(422, "identifier_unknown");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_their_writers_alone() {
    let product = Product::start().await;
    let role = [("role", "modern-work-usage/use_or_consume")];
    let mut way = Way::begins(&product, "/console/steps/association", &role).await;
    way.reads().await;
    for (persona, status) in
        [("partner-b-admin", 404), ("partner-a-user", 403), ("reviewer", 403), ("programme-manager", 403)]
    {
        let mut other = product.browses_as(persona).await;
        other.get(&way.at).await.is(status);
        other.sends(&way.at, &[("name", "Mine")]).await.is(status);
    }
    let details = way.reads().await;
    assert!(!details.contains("value=\"Mine\""));
    // A week later nobody reads them any more.
    product.wait("P8D").await;
    way.browser.get(&way.at.clone()).await.is(404);
    for nowhere in ["/console/steps/dance", "/console/steps/association/ans_1/role"] {
        way.browser.get(nowhere).await.is(404);
    }
    way.browser.get(&way.at.replace("/details", "/deal-size")).await.is(404);
}

/// A form with a file, as a browser without script sends it.
pub(crate) fn with_file(
    fields: &[(&str, &str)],
    name: &str,
    media_type: &str,
    bytes: &[u8],
) -> (String, Bytes) {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(
            format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let file = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: {media_type}\r\n\r\n"
    );
    body.extend(file.bytes());
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    ("multipart/form-data; boundary=edge".into(), body.into())
}

pub(crate) async fn brings(
    browser: &mut Browser<'_>,
    product: &Product,
    claim: &Claim,
    form: (String, Bytes),
) -> Answer {
    let call = product.http.call(Method::POST, &format!("/console/claims/{}/documents", claim.id));
    browser.sent(call.header("sec-fetch-site", "same-origin").body(&form.0, form.1)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_92_proof_is_brought_without_a_script() {
    let product = Product::start().await;
    let claim = product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let mut browser = product.browses_as("partner-a-admin").await;
    browser.speaks("en").await;
    let page = format!("/console/claims/{}", claim.id);
    let missing = words(&browser.get(&page).await.is(200).text());
    assert!(missing.contains("Missing: Teams") && missing.contains("Missing: At least one document"));
    let today = product.now().await.to_string()[..10].to_owned();
    let fields = [
        ("kind", "report"),
        ("activityDate", &*today),
        ("items", "workload:teams"),
        ("elements", "identity"),
        ("elements", "customer_acknowledgement"),
        ("elements", "service_description"),
    ];
    // What is no proof is refused on the page, and nothing is kept of it.
    let refused =
        brings(&mut browser, &product, &claim, with_file(&fields, "a.exe", "application/x-dosexec", b"MZ"));
    assert!(words(&refused.await.is(415).text()).contains("Allowed are PDF, Word"));
    let file = File::csv("product,users\nteams,120\n");
    let sent = with_file(&fields, "activities.csv", "text/csv", &file.bytes);
    let done = brings(&mut browser, &product, &claim, sent).await.is(303);
    assert!(done.header("location").contains("done=upload"));
    let documents = tests::product::eventually("the verdict", async || {
        let answer = product.partner().get(&claim.path("/documents")).await;
        (answer.json()["items"][0]["state"] == "clean", answer)
    })
    .await
    .json();
    let document = &documents["items"][0];
    assert_eq!(document["covers"]["items"], json!(["workload:teams"]));
    assert_eq!(document["sha256"], file.sha256().as_str());
    let there = words(&browser.get(&page).await.is(200).text());
    assert!(there.contains("activities.csv") && there.contains("There: Teams"), "{there}");
    // I-23: the file comes from the storage, to be saved; a script asks for the verdict alone.
    let address = format!("{page}/documents/{}", document["id"].as_str().unwrap());
    let link = browser.get(&address).await.is(303);
    assert!(link.header("location").contains("X-Amz-Signature"));
    let call = product.http.call(Method::GET, &address).header("accept", "application/json");
    assert_eq!(browser.sent(call).await.is(200).json(), json!({ "state": "clean", "problem": null }));
    product.browses_as("partner-b-admin").await.get(&address).await.is(404);
    let removed = browser.sends(&format!("{address}/remove"), &[]).await.is(303);
    assert!(removed.header("location").ends_with("#proof"));
    assert_eq!(product.partner().looks_at(&claim).await.view["documents"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_open_can_be_changed_and_nothing_else() {
    let product = Product::start().await;
    let claim = product.partner().creates_a_claim(&claim_on(&fresh_tenant(), &["teams"])).await;
    let mut browser = product.browses_as("partner-a-admin").await;
    let page = format!("/console/claims/{}/edit", claim.id);
    let shown = browser.get(&page).await.is(200).text();
    assert!(shown.contains("value=\"erika@fabrikam.example\"") && !shown.contains("name=\"tenantId\""));
    let mut fields = CONTACTS.to_vec();
    fields.extend([
        ("version", "1"),
        ("name", "Another name"),
        ("locationId", "4821907"),
        ("items", "teams"),
        ("items", "intune"),
        ("tenantId", "ignored"),
    ]);
    let mut wrong = fields.clone();
    wrong[2] = ("customerContact/email", "nowhere");
    let refused = browser.sends(&page, &wrong).await.is(422).text();
    assert!(refused.contains("id=\"customerContact/email-fault\"") && refused.contains("Another name"));
    browser.sends(&page, &fields).await.is(303);
    let changed = product.partner().looks_at(&claim).await;
    assert_eq!(changed.view["name"], "Another name");
    assert_eq!(changed.keys(), ["workload:teams", "workload:intune"]);
    assert_eq!(changed.view["customer"]["tenantId"], claim.view["customer"]["tenantId"]);
    // Somebody who has not seen that is told.
    browser.sends(&page, &fields).await.is(412);
    let submitted = product.with_a_submitted_claim(&["teams"]).await;
    browser.get(&format!("/console/claims/{}/edit", submitted.id)).await.is(403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_of_claims_is_told_and_who_looks_at_usage_is_recorded() {
    let product = Product::start().await;
    let tenant = fresh_tenant();
    let claim = product.with_an_official_claim(&claim_on(&tenant, &["teams"])).await;
    let usage = json!({ "tenantId": tenant, "product": "teams", "month": "2026-10", "activeUsers": 120, "soldSeats": 200 });
    product.programme_manager().imports("usage", &[usage]).await.is(201);
    let mut browser = product.browses_as("partner-a-admin").await;
    browser.speaks("en").await;
    let list = browser.get("/console/associations").await.is(200).text();
    let address = format!("/console/associations/{}/workload:teams", claim.id);
    assert!(list.contains(&address));
    let page = browser.get(&address).await.is(200).text();
    assert!(page.contains("<svg class=\"chart\"") && words(&page).contains("October 2026"));
    assert!(page.contains("height=\"108\""), "120 of 200, on 180");
    let accesses = product.partner().get(&claim.path("/accesses")).await.is(200).json();
    assert_eq!(accesses["items"].as_array().unwrap().len(), 1);
    let earned = words(&browser.get("/console/earnings").await.is(200).text());
    assert!(earned.contains(claim.view["number"].as_str().unwrap()), "{earned}");
    let found = browser.get("/console/claims?q=fabrikam&status=approved&kind=association").await.is(200);
    assert_eq!(claims_on(&found.text()), std::slice::from_ref(&claim.id));
    let none = browser.get("/console/claims?status=draft").await.is(200);
    assert!(words(&none.text()).contains("No claim is like that"));
    product.browses_as("partner-b-admin").await.get(&address).await.is(404);
    // Referrals are for those who may open them.
    browser.get("/console/referrals").await.is(403);
    product.browses_as("partner-a-referrals").await.get("/console/referrals").await.is(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn domain_9_an_administrator_chooses_when_status_mails_go_and_others_see_it() {
    let product = Product::start().await;
    let mut admin = product.browses_as("partner-a-admin").await;
    admin.speaks("en").await;
    let page = admin.get("/console/mails").await.is(200).text();
    assert!(page.contains("value=\"at_once\" checked"), "{page}");
    admin.does("/console/mails", &[("status-mails", "daily")]).await;
    assert!(admin.get("/console/mails").await.is(200).text().contains("value=\"daily\" checked"));
    admin.sends("/console/mails", &[("status-mails", "weekly")]).await.is(400);
    let mut user = product.browses_as("partner-a-user").await;
    user.speaks("en").await;
    let seen = words(&user.get("/console/mails").await.is(200).text());
    assert!(seen.contains("Once a day") && seen.contains("An incentives administrator"), "{seen}");
    user.sends("/console/mails", &[("status-mails", "never")]).await.is(403);
    product.browses_as("reviewer").await.get("/console/mails").await.is(403);
    let kept = product.partner().get("/v1/mail-settings").await.is(200).json();
    assert_eq!(kept, json!({ "statusMails": "daily" }));
}
