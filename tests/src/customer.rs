//! What the customer does: reads mail, follows the link, decides.

use crate::{
    http::{Answer, Call, Http},
    product::Product,
};
use http::Method;
use serde_json::{Value, json};

/// The customer's contact, known by an address only.
#[derive(Clone)]
pub struct Customer {
    http: Http,
    address: String,
}

/// A consent page as it was shown, for people and for programmes.
#[derive(Debug, Clone)]
pub struct Page {
    /// `/c/<token>`
    pub path: String,
    /// The JSON form.
    pub json: Value,
}

impl Page {
    /// State of the request.
    #[must_use]
    pub fn state(&self) -> &str {
        self.json["state"].as_str().unwrap_or_default()
    }

    /// The nonce of the form.
    #[must_use]
    pub fn nonce(&self) -> &str {
        self.json["nonce"].as_str().unwrap_or_default()
    }

    /// Why a voided request is over.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.json["reason"].as_str().unwrap_or_default()
    }

    /// What can be pressed.
    #[must_use]
    pub fn decisions(&self) -> Vec<&str> {
        let decisions = self.json["decisions"].as_array();
        decisions.map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
    }
}

/// The path of the consent link in a mail.
#[must_use]
#[track_caller]
pub fn link_in(mail: &Value) -> String {
    let links = mail["links"].as_array().expect("links");
    let link = links.iter().filter_map(Value::as_str).find(|link| link.contains("/c/"));
    let link = link.unwrap_or_else(|| panic!("no consent link: {mail}"));
    let path = &link[link.find("/c/").unwrap_or_default()..];
    path.split('?').next().unwrap_or_default().to_owned()
}

impl Product {
    /// Erika of Fabrikam.
    #[must_use]
    pub fn customer(&self) -> Customer {
        self.customer_at("erika@fabrikam.example")
    }

    /// The person with this address.
    #[must_use]
    pub fn customer_at(&self, address: &str) -> Customer {
        Customer { http: self.http.clone(), address: address.to_owned() }
    }

    /// The consent link in the newest mail to the customer that has one.
    pub async fn newest_link_to(&self, customer: &Customer) -> String {
        let mails = self.mails_to(&customer.address).await;
        let with_link = |mail: &&Value| {
            mail["links"].as_array().unwrap().iter().any(|l| l.as_str().unwrap().contains("/c/"))
        };
        let newest = mails.iter().rfind(with_link);
        link_in(
            newest.unwrap_or_else(|| panic!("no consent link was mailed to {}: {mails:?}", customer.address)),
        )
    }

    /// The customer opens the link and reads for a while before pressing anything.
    pub async fn reads_the_page(&self, customer: &Customer, link: &str) -> Page {
        let page = customer.opens(link).await;
        self.wait("PT3S").await;
        page
    }
}

impl Customer {
    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Opens the link as a programme would.
    pub async fn opens(&self, link: &str) -> Page {
        let answer = self.http.get(link).header("accept", "application/json").await.is(200);
        Page { path: link.to_owned(), json: answer.json() }
    }

    /// Opens the link in a browser.
    pub fn browses(&self, link: &str) -> Call {
        self.http.get(link).header("accept", "text/html,application/xhtml+xml")
    }

    /// Presses a button of the page, having typed and ticked everything.
    pub fn decides(&self, page: &Page, decision: &str) -> Call {
        self.sends(page, "decision", &complete(page, decision))
    }

    /// Takes an agreement back.
    pub fn withdraws(&self, page: &Page) -> Call {
        let body = json!({ "name": "Erika Muster", "confirmed": true, "nonce": page.nonce() });
        self.sends(page, "withdraw", &body)
    }

    /// Sends a body of one's own to the page.
    pub fn sends(&self, page: &Page, action: &str, body: &Value) -> Call {
        let path = format!("{}/{action}", page.path);
        self.http.call(Method::POST, &path).header("accept", "application/json").json(body)
    }

    /// Sends a form, as a browser does without any script.
    pub fn sends_the_form(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Call {
        let path = format!("{}/{action}", page.path);
        self.http.call(Method::POST, &path).header("accept", "text/html").form(fields)
    }

    /// Asks only for the headers.
    pub async fn heads(&self, link: &str) -> Answer {
        self.http.call(Method::HEAD, link).await
    }
}

/// Everything the human step asks for.
#[must_use]
pub fn complete(page: &Page, decision: &str) -> Value {
    json!({ "decision": decision, "name": "Erika Muster", "confirmed": true, "nonce": page.nonce() })
}
