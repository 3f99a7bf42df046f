//! Receipts (domain 9): of a word and of silence, checked with the public keys alone, and what becomes of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{fs, path::Path, process::Command};
use tests::{
    Customer, Page, Product,
    claims::{claim_on, fresh_tenant, submission},
    product::instant,
    staff::reason,
};

/// The receipt as anybody with the link gets it.
struct Receipt {
    jws: String,
    claims: Value,
}

impl Receipt {
    async fn of(product: &Product, link: &str) -> Self {
        let answer = product.http.get(&format!("{link}/receipt")).header("accept", "application/json").await;
        let answer = answer.is(200).json();
        let jws = answer["receipt"].as_str().unwrap().to_owned();
        assert_eq!(payload(&jws), answer["claims"], "what is shown is what is signed");
        Self { jws, claims: answer["claims"].clone() }
    }

    fn says(&self, name: &str) -> &str {
        self.claims[name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.claims))
    }
}

fn payload(jws: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jws.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

async fn keys(product: &Product) -> Value {
    product.http.get("/.well-known/receipt-keys.json").await.is(200).json()
}

/// Valid or not, and what the claim's state says of it.
async fn checked(product: &Product, jws: &str) -> (bool, Option<String>) {
    let answer = product.http.post("/c/verify", &json!({ "receipt": jws })).await.is(200).json();
    assert_eq!(answer.as_object().unwrap().len(), 2, "nothing else: {answer}");
    (answer["valid"].as_bool().unwrap(), answer["status"].as_str().map(String::from))
}

fn valid(status: &str) -> (bool, Option<String>) {
    (true, Some(status.into()))
}

/// The check of docs/RECEIPTS.md in other words: nothing of ours has a part in it.
fn holds_by_itself(jws: &str, keys: &Value) -> bool {
    let Some((signed, signature)) = jws.rsplit_once('.') else { return false };
    let header = signed.split('.').next().and_then(|header| URL_SAFE_NO_PAD.decode(header).ok());
    let header: Value = serde_json::from_slice(&header.unwrap_or_default()).unwrap_or_default();
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]);
    let (Some(key), Ok(signature)) = (key, URL_SAFE_NO_PAD.decode(signature)) else { return false };
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
    let public = URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap();
    UnparsedPublicKey::new(&ED25519, public).verify(signed.as_bytes(), &signature).is_ok()
}

/// The same receipt with one part changed.
fn tampered(jws: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = jws.split('.').collect();
    let mut claims = payload(jws);
    claims["decision"] = json!("accept");
    claims["typedName"] = json!("Somebody Else");
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let header = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let mut signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    signature[7] ^= 1;
    let signature = URL_SAFE_NO_PAD.encode(signature);
    let other_kid = header(r#"{"alg":"EdDSA","kid":"other","typ":"JWT"}"#);
    vec![
        ("payload", format!("{}.{claims}.{}", parts[0], parts[2])),
        ("signature", format!("{}.{}.{signature}", parts[0], parts[1])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("kid", format!("{other_kid}.{}.{}", parts[1], parts[2])),
        ("alg", format!("{}.{}.", header(r#"{"alg":"none","kid":"local","typ":"JWT"}"#), parts[1])),
    ]
}

/// A claim whose customer has decided; the page, the link and its receipt.
async fn decided(product: &Product, customer: &Customer, decision: &str) -> (Page, Receipt) {
    let page = product.reads_the_page(customer, &product.newest_link_to(customer).await).await;
    let answer = customer.decides(&page, decision).await.is(200).json();
    let receipt = Receipt::of(product, &page.path).await;
    assert_eq!(receipt.claims["jti"], answer["receiptId"]);
    (page, receipt)
}

/// K5: a yes has a receipt that says who, what, when, how and what for; it is the same at every reading.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_5_a_decision_has_a_receipt() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let (page, receipt) = decided(&product, &customer, "accept").await;
    let link = format!("{}{}", product.http.base(), page.path);
    let wording = fs::read(root().join("functions/answer-consent/i18n/page.en.ftl")).unwrap();
    let wording: String = Sha256::digest(wording).iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = json!({
        "schemaVersion": 1, "jti": receipt.claims["jti"], "iss": product.http.base(),
        "claim": { "id": claim.id, "number": claim.view["number"], "round": 1 },
        "programme": "Partner incentives",
        "controller": { "name": "Northwind Cloud", "privacyContact": "privacy@northwind.example" },
        "partner": { "name": "partner-a", "location": "Berlin (4821907)" },
        "customer": {
            "name": claim.view["customer"]["name"], "tenantId": claim.view["customer"]["tenantId"],
            "identifier": { "type": "tenant", "value": claim.view["customer"]["tenantId"] },
        },
        "items": ["workload:teams", "workload:intune"], "hours": null,
        "person": { "name": "Erika Muster", "email": customer.address() },
        "mode": "notice", "basis": "explicit",
        "purposes": ["partner_of_record", "usage_insight", "partner_incentives"],
        "dataCategories": {
            "seen": ["usage_counts", "sold_seats"], "notSeen": ["content", "people", "other_products"],
        },
        "recipients": ["partner-a"],
        "decision": "accept", "decidedAt": receipt.claims["decidedAt"], "method": "link_and_typed_name",
        "typedName": "Erika Muster", "language": "en", "textHash": wording, "validUntil": null,
        "withdrawLink": link, "previousReceiptId": null,
    });
    assert_eq!(receipt.claims, expected);
    assert!(product.now().await >= instant(&receipt.claims["decidedAt"]));
    assert!(holds_by_itself(&receipt.jws, &keys(&product).await));
    assert_eq!(checked(&product, &receipt.jws).await, valid("active"));

    product.wait("P1D").await;
    product.reviewer().starts_and_approves(&claim).await;
    assert_eq!(Receipt::of(&product, &page.path).await.jws, receipt.jws, "byte for byte");
}

/// Api 4: the page is for people and printers, the file for keeping; asking changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_4_reading_a_receipt_changes_nothing() {
    let product = Product::start().await;
    let (partner, customer) = (product.partner(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams"]).await;
    let (page, receipt) = decided(&product, &customer, "accept").await;
    product.settles().await;
    let before = (partner.looks_at(&claim).await, partner.reads_the_history(&claim).await);
    let path = format!("{}/receipt", page.path);
    let shown = customer.browses(&page.path).await.is(200).text();
    assert!(shown.contains(&format!("href=\"{path}?lang=en\"")), "the page leads to the receipt");
    for (language, words) in [("en", "You agreed"), ("de", "zugestimmt")] {
        let shown = customer.browses(&format!("{path}?lang={language}")).await.is(200);
        let text = shown.text();
        assert!(text.contains(words) && text.contains(&format!("lang=\"{language}\"")), "{language}");
        assert!(text.contains(&receipt.jws) && text.contains(receipt.says("jti")));
        assert!(!text.contains("<script"), "no script");
        for (header, value) in [
            ("referrer-policy", "no-referrer"),
            ("x-robots-tag", "noindex"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(shown.header(header), value, "{header}");
        }
        assert!(shown.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let file = customer.browses(&format!("{path}?format=json")).await.is(200);
    assert_eq!(file.json()["receipt"], receipt.jws.as_str());
    let name = format!("attachment; filename=\"{}.json\"", receipt.says("jti"));
    assert_eq!((file.header("content-disposition"), file.header("x-robots-tag")), (name.as_str(), "noindex"));
    assert!(customer.heads(&path).await.is(200).body.is_empty());
    for method in ["POST", "PUT", "DELETE"] {
        let call = product.http.call(method.parse().unwrap(), &path);
        call.await.refused(405, "method_not_allowed");
    }
    let published = product.http.get("/.well-known/receipt-keys.json").await.is(200);
    assert!(published.header("cache-control").starts_with("public, max-age="));
    assert!(!published.text().contains("\"d\""), "no private part");
    let after = (partner.looks_at(&claim).await, partner.reads_the_history(&claim).await);
    assert_eq!((before.0.view, before.1), (after.0.view, after.1));
}

/// K12: who objects after a yes gets a receipt that takes the place of the first; both tell it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_12_an_objection_replaces_the_receipt() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_an_approved_claim(&["teams"]).await;
    let (page, first) = decided(&product, &customer, "accept").await;
    assert_eq!(checked(&product, &first.jws).await, valid("active"));
    product.wait("P40D").await;
    let (again, second) = decided(&product, &customer, "object").await;
    assert_eq!(again.path, page.path);
    assert_eq!((second.says("decision"), second.says("basis")), ("object", "explicit"));
    assert_eq!(second.says("previousReceiptId"), first.says("jti"));
    for jws in [&first.jws, &second.jws] {
        assert_eq!(checked(&product, jws).await, valid("withdrawn"));
    }
    let shown = customer.browses(&format!("{}/receipt", page.path)).await.is(200).text();
    assert!(shown.contains("Withdrawn") && shown.contains(first.says("jti")));
}

/// K11: the same for a yes that is taken back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_11_a_withdrawal_replaces_the_receipt() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let (page, first) = decided(&product, &customer, "accept").await;
    let page = product.reads_the_page(&customer, &page.path).await;
    customer.withdraws(&page).await.is(200);
    let second = Receipt::of(&product, &page.path).await;
    assert_eq!((second.says("decision"), second.says("previousReceiptId")), ("withdraw", first.says("jti")));
    assert_eq!(checked(&product, &first.jws).await, valid("withdrawn"));
}

/// K7, D14: silence leaves "no objection" behind, never consent; an objection after it replaces that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k_7_silence_has_a_receipt_of_no_objection() {
    let product = Product::start().await;
    let customer = product.customer();
    let claim = product.with_an_approved_claim(&["teams"]).await;
    let link = product.newest_link_to(&customer).await;
    product.wait_until(claim.deadline("objection")).await;
    let silent = Receipt::of(&product, &link).await;
    let said = ["decision", "basis", "method", "language"].map(|name| silent.says(name));
    assert_eq!(said, ["no_objection", "notice_no_objection", "delivered_notice", "en"]);
    assert_eq!(instant(&silent.claims["decidedAt"]), claim.deadline("objection"));
    assert_eq!((&silent.claims["typedName"], &silent.claims["textHash"]), (&Value::Null, &Value::Null));
    assert!(!silent.claims.to_string().contains("consent"), "{}", silent.claims);
    assert!(silent.says("jti").starts_with("rcp_") && holds_by_itself(&silent.jws, &keys(&product).await));
    let page = customer.browses(&link).await.is(200).text();
    assert!(page.contains(&format!("{link}/receipt")), "the page leads to it");
    let shown = customer.browses(&format!("{link}/receipt")).await.is(200).text();
    assert!(shown.contains("No objection to the request of") && !shown.to_lowercase().contains("consent"));
    assert_eq!(checked(&product, &silent.jws).await, valid("active"));
    product.wait("P90D").await;
    assert_eq!(Receipt::of(&product, &link).await.jws, silent.jws, "byte for byte");

    let (_, objected) = decided(&product, &customer, "object").await;
    assert_eq!(objected.says("previousReceiptId"), silent.says("jti"));
    assert_eq!(checked(&product, &silent.jws).await, valid("withdrawn"));
}

/// The receipt is in the language of the page that was answered, whatever language it is read in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_german_answer_has_a_german_receipt() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let page = product.reads_the_page(&customer, &product.newest_link_to(&customer).await).await;
    let german = Page { path: page.path.clone(), json: page.json.clone() };
    let fields =
        [("decision", "object"), ("name", "Erika Muster"), ("confirmed", "true"), ("nonce", german.nonce())];
    customer.sends_the_form(&german, "decision?lang=de", &fields).await.is(200);
    let receipt = Receipt::of(&product, &page.path).await;
    let wording = fs::read(root().join("functions/answer-consent/i18n/page.de.ftl")).unwrap();
    let wording: String = Sha256::digest(wording).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((receipt.says("language"), receipt.says("textHash")), ("de", wording.as_str()));
    assert_eq!(receipt.says("programme"), "Partneranreize");
}

/// V-61: where nothing is decided there is no receipt, and nothing tells why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v_61_without_a_decision_there_is_no_receipt() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let open = product.newest_link_to(&customer).await;
    let mut forged = open.clone();
    forged.replace_range(open.len() - 1.., if open.ends_with('A') { "E" } else { "A" });
    for link in [open.as_str(), &forged, "/c/x", "/c/%F0%9F%92%A9"] {
        let path = format!("{link}/receipt");
        let json = product.http.get(&path).header("accept", "application/json").await;
        json.refused(404, "consent_not_found");
        product.http.get(&format!("{path}?format=json")).await.refused(404, "consent_not_found");
        let page = customer.browses(&path).await.is(404);
        assert!(page.header("content-type").starts_with("text/html"), "a browser never gets a bare error");
        customer.heads(&path).await.is(404);
    }
    let shown = customer.browses(&open).await.is(200).text();
    assert!(!shown.contains("/receipt"), "and nothing leads to one");
}

/// A receipt is over when a newer request took its place, or when the claim is over without the customer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_ends_with_its_request() {
    let product = Product::start().await;
    let (partner, reviewer, customer) = (product.partner(), product.reviewer(), product.customer());
    let claim = product.with_a_submitted_claim(&["teams", "intune"]).await;
    let (old, receipt) = decided(&product, &customer, "accept").await;
    let started = reviewer.starts_the_review(&partner.looks_at(&claim).await).await;
    let returned =
        reviewer.returns(&started, &[reason("poe_item_not_covered", "/items/workload:intune")]).await;
    let edited = partner.edits(&returned, &json!({ "items": [{ "workload": "teams" }] })).await;
    let mut again = submission();
    again["answers"] = json!([{ "reason": 0, "text": "We left it out." }]);
    partner.acts(&edited, "resubmit", &again).await.is(200);
    product.settles().await;
    assert_ne!(product.newest_link_to(&customer).await, old.path);
    assert_eq!(checked(&product, &receipt.jws).await, valid("ended"));
    product.http.get(&format!("{}/receipt?format=json", old.path)).await.refused(404, "consent_not_found");

    let other = product.customer_at("other@fabrikam.example");
    let mut body = claim_on(&fresh_tenant(), &["teams"]);
    body["customerContact"]["email"] = json!(other.address());
    let claim = partner.hands_in(&body).await;
    product.settles().await;
    let (page, receipt) = decided(&product, &other, "accept").await;
    let started = reviewer.starts_the_review(&partner.looks_at(&claim).await).await;
    reviewer.rejects(&started, "poe_item_not_covered", "/items/workload:teams").await;
    assert_eq!(checked(&product, &receipt.jws).await, valid("active"), "it can still be disputed");
    product.wait("P31D").await;
    assert_eq!(checked(&product, &receipt.jws).await, valid("ended"));
    assert_eq!(Receipt::of(&product, &page.path).await.jws, receipt.jws, "what was said was said");
}

/// Promise 14: the public check says whether and what state, to anybody, and nothing about anybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p_14_the_check_tells_no_more_than_it_must() {
    let product = Product::start().await;
    let customer = product.customer();
    product.with_a_submitted_claim(&["teams"]).await;
    let (page, receipt) = decided(&product, &customer, "object").await;
    let nothing = (false, None);
    for (what, jws) in tampered(&receipt.jws) {
        assert_eq!(checked(&product, &jws).await, nothing, "{what}");
        assert!(!holds_by_itself(&jws, &keys(&product).await), "{what}");
    }
    let token = page.path.trim_start_matches("/c/");
    let persona = product.partner().token;
    let long = "A".repeat(60_000);
    for jws in ["", ".", "..", "x", "ä", token, &persona, &long, &format!("{}x", receipt.jws)] {
        assert_eq!(checked(&product, jws).await, nothing, "{jws}");
    }
    let unsaid = product.http.post("/c/verify", &json!({})).await.is(200).json();
    assert_eq!(unsaid, json!({ "valid": false, "status": null }));
    product.http.post("/c/verify", &json!({ "receipt": 5 })).await.refused(400, "malformed_json");
    product.http.post("/c/verify", &json!({ "token": "x" })).await.refused(400, "unknown_field");
    let form = product.http.call(http::Method::POST, "/c/verify").form(&[("receipt", "x")]);
    form.await.refused(415, "unsupported_media_type");
    assert_eq!(checked(&product, &receipt.jws).await, valid("withdrawn"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The commands of docs/RECEIPTS.md that need no network, as they stand there.
fn documented_commands() -> String {
    let text = fs::read_to_string(root().join("docs/RECEIPTS.md")).unwrap();
    let mut blocks = text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.find(|block| block.contains("openssl pkeyutl")).unwrap().to_owned()
}

fn openssl_is_there() -> bool {
    let version = Command::new("openssl").arg("version").output();
    version.is_ok_and(|said| said.stdout.starts_with(b"OpenSSL 3"))
}

/// Docs/RECEIPTS.md: the very commands tell a receipt from what was made of it. Needs OpenSSL 3.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documented_commands_check_a_receipt() {
    if !openssl_is_there() {
        return;
    }
    let product = Product::start().await;
    product.with_a_submitted_claim(&["teams"]).await;
    let (_, receipt) = decided(&product, &product.customer(), "object").await;
    let folder = std::env::temp_dir().join(format!("assent-receipt-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("keys.json"), keys(&product).await.to_string()).unwrap();
    let run = |jws: &str| {
        fs::write(folder.join("receipt.json"), json!({ "receipt": jws }).to_string()).unwrap();
        Command::new("sh").arg("-c").arg(documented_commands()).current_dir(&folder).output().unwrap()
    };
    let good = run(&receipt.jws);
    let said = String::from_utf8(good.stdout).unwrap();
    assert!(good.status.success(), "{said} {}", String::from_utf8_lossy(&good.stderr));
    let (verdict, signed) = said.split_once('\n').unwrap();
    assert_eq!(verdict, "Signature Verified Successfully");
    assert_eq!(serde_json::from_str::<Value>(signed).unwrap(), receipt.claims);
    for (what, jws) in tampered(&receipt.jws) {
        let bad = run(&jws);
        assert!(!bad.status.success(), "{what}");
        assert!(!String::from_utf8_lossy(&bad.stdout).contains("decision"), "{what}: nothing is shown");
    }
    fs::remove_dir_all(folder).unwrap();
}
