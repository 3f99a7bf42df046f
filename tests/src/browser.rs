//! Somebody's browser, as far as the pages need one: a jar of cookies that follows where it is sent.

use std::collections::BTreeMap;

use http::Method;

use crate::{
    http::{Answer, Call},
    product::Product,
};

/// Beginnings of names of texts, and words of the API that are none of ours.
pub const RAW: [&str; 26] = [
    "status-",
    "waiting-",
    "clock-",
    "consent-",
    "document-",
    "result-",
    "act-",
    "about-",
    "done-",
    "away-",
    "queue-",
    "warning-",
    "identifier-",
    "field-",
    "proof-kind-",
    "side-",
    "own-seat-",
    "holds-",
    "canned-",
    "engagement-",
    "stands-",
    "import-",
    "phase-",
    "under_review",
    "opt_in",
    "statement_of_work",
];

/// Somebody's browser.
pub struct Browser<'a> {
    product: &'a Product,
    /// Its cookies by name.
    pub cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    /// One that has been nowhere yet.
    #[must_use]
    pub fn new(product: &'a Product) -> Self {
        Self { product, cookies: BTreeMap::new() }
    }

    /// Sends a request with the cookies, and keeps those of the answer.
    pub async fn sent(&mut self, call: Call) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = call.header("cookie", &cookies.join("; ")).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        answer
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.sent(self.product.http.call(Method::GET, path)).await
    }

    /// Sends a form of one of our own pages.
    pub async fn sends(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let call = self.product.http.call(Method::POST, path).header("sec-fetch-site", "same-origin");
        self.sent(call.form(fields)).await
    }

    /// Sends a form and opens the page it leads to.
    pub async fn does(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let done = self.sends(path, fields).await.is(303);
        self.get(done.header("location")).await.is(200)
    }

    /// From now on the pages are in this language.
    pub async fn speaks(&mut self, language: &str) {
        self.sends("/console/language", &[("language", language), ("to", "/console")]).await.is(303);
    }

    /// As far as the provider, by the address it is sent to.
    pub async fn begins(&mut self, page: &str) -> String {
        let first = self.get(page).await.is(303);
        let provider = self.get(first.header("location")).await.is(303);
        provider.header("location").to_owned()
    }

    /// Signs in on the way to a page and is on it.
    pub async fn signs_in(&mut self, persona: &str, page: &str) -> Answer {
        let provider = self.begins(page).await;
        let chosen = self.product.http.call(Method::GET, &format!("{provider}&persona={persona}"));
        let back = chosen.await.is(303);
        let there = self.get(back.header("location")).await.is(303);
        assert_eq!(there.header("location"), page);
        self.get(page).await
    }
}

impl Product {
    /// The browser of somebody who has signed in.
    pub async fn browses_as(&self, persona: &str) -> Browser<'_> {
        let mut browser = Browser::new(self);
        browser.signs_in(persona, "/console").await.is(303);
        browser
    }
}

/// What a page says: its text without the markup.
#[must_use]
pub fn words(page: &str) -> String {
    page.split('>').filter_map(|part| part.split('<').next()).collect()
}
