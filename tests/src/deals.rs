//! Engagement claims, in a partner's words.

use crate::{
    claims::{Claim, File, Proof},
    customer::Customer,
    http::Answer,
    people::Person,
    product::Product,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// The texts a partner accepts when submitting an engagement claim.
pub const DELIVERED: [&str; 2] = ["accuracy@1", "delivery@1"];

/// The body of new claims for a tenant, one for each engagement.
#[must_use]
pub fn deal_on(tenant: &str, engagements: &[&str]) -> Value {
    json!({
        "kind": "engagement", "origin": "added", "name": "Fabrikam work", "locationId": "4821907",
        "identifier": { "type": "tenant", "value": tenant }, "engagementIds": engagements,
        "customerContact": {
            "name": "Erika Muster", "title": "Head of IT", "email": "erika@fabrikam.example", "locale": "en",
        },
        "partnerContact": { "name": "Anna Keller", "email": "anna@contoso.example" },
    })
}

/// The same of partner B.
#[must_use]
pub fn rival_deal_on(tenant: &str, engagements: &[&str]) -> Value {
    let mut body = deal_on(tenant, engagements);
    body["locationId"] = json!("7700001");
    body["partnerContact"] = json!({ "name": "Ben Carter", "email": "ben@adatum.example" });
    body
}

/// A claim of a customer that is known.
#[must_use]
pub fn claim_of(customer: &str, engagements: &[&str]) -> Value {
    let mut body = deal_on("", engagements);
    body["origin"] = json!("claimed");
    body["customerId"] = json!(customer);
    body.as_object_mut().unwrap().remove("identifier");
    body
}

/// A right request to the customer.
#[must_use]
pub fn request() -> Value {
    json!({ "dealSize": { "amount": "48500.00", "currency": "USD" }, "disclaimer": "deal-disclaimer@1" })
}

/// What is said when an engagement claim is handed in.
#[must_use]
pub fn delivery() -> Value {
    json!({ "acknowledgements": DELIVERED })
}

impl Person {
    /// New claims, one for each engagement.
    pub async fn engages(&self, body: &Value) -> Vec<Claim> {
        claims_of(&self.post("/v1/claims", body).await.is(201))
    }

    /// Asks the customer.
    pub async fn asks(&self, claim: &Claim) -> Claim {
        self.does(claim, "consent", &request()).await
    }

    /// Proves an engagement claim, with an invoice among its documents.
    pub async fn delivers(&self, claim: &Claim) -> Claim {
        let today = crate::product::instant(&claim.view["createdAt"]);
        let report = Proof::of_everything(claim, File::csv(&format!("report of {}", claim.id)), today);
        let (claim, _) = self.proves_with(claim, &report).await;
        let mut invoice = Proof::of_everything(&claim, File::csv(&format!("invoice of {}", claim.id)), today);
        invoice.kind = "invoice";
        self.proves_with(&claim, &invoice).await.0
    }

    /// Delivers and submits.
    pub async fn completes(&self, claim: &Claim) -> Claim {
        let seen = self.looks_at(claim).await;
        let proven = self.delivers(&seen).await;
        self.does(&proven, "submit", &delivery()).await
    }
}

/// The claims of an answer.
#[must_use]
#[track_caller]
pub fn claims_of(answer: &Answer) -> Vec<Claim> {
    let claims = answer.json()["claims"].as_array().expect("claims").clone();
    let id = |view: &Value| view["id"].as_str().expect("an id").to_owned();
    claims.into_iter().map(|view| Claim { id: id(&view), etag: String::new(), view }).collect()
}

impl Product {
    /// Claims whose customer has been asked; the mails have arrived.
    pub async fn with_asked_claims(&self, body: &Value) -> Vec<Claim> {
        let mut asked = Vec::new();
        for claim in self.partner().engages(body).await {
            asked.push(self.partner().asks(&claim).await);
        }
        self.settles().await;
        asked
    }

    /// The customer's decision on this claim.
    pub async fn customer_decides(&self, customer: &Customer, claim: &Claim, decision: &str) -> Claim {
        let link = self.link_of(customer, claim).await;
        let page = self.reads_the_page(customer, &link).await;
        customer.decides(&page, decision).await.is(200);
        self.settles().await;
        self.partner().looks_at(claim).await
    }

    /// The consent link of this claim in the newest mail to the customer about it.
    pub async fn link_of(&self, customer: &Customer, claim: &Claim) -> String {
        let mails = self.mails_to(customer.address()).await;
        let mut links = mails.iter().rev().filter_map(|mail| {
            let links = mail["links"].as_array()?.iter().filter_map(Value::as_str);
            links.filter(|link| link.contains("/c/")).find(|link| is_about(link, claim)).map(|_| mail)
        });
        crate::customer::link_in(links.next().expect("a mail about the claim"))
    }

    /// An engagement claim whose customer has agreed.
    pub async fn with_an_agreed_claim(&self, body: &Value) -> Claim {
        let claim = self.with_asked_claims(body).await.remove(0);
        self.customer_decides(&self.customer(), &claim, "accept").await
    }
}

/// A link carries the claim it is about.
fn is_about(link: &str, claim: &Claim) -> bool {
    let token = link.split("/c/").nth(1).unwrap_or_default();
    let token = token.split(['?', '/']).next().unwrap_or_default();
    let content = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    content.windows(claim.id.len()).any(|part| part == claim.id.as_bytes())
}
