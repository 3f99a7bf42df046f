//! Who did what to which claim, and when: `demo/story.ndjson`, claim after claim, a deed a line.
//!
//! `does` is `METHOD path`, or only a path for a POST; a path that begins with `/` may name `{claim}` and `{contest}`,
//! any other stands under the claim. `with` is the body as the API has it, only that a `customerId` is the name of a
//! claim whose customer is meant. A few deeds are more than one request: `create` remembers the new claim, `prove` announces a file and uploads it. What `customer` does goes where the
//! newest link leads that was mailed, what `mail` reports is about that mail.

use super::visitor::{Visitor, failed};
use crate::{StartError, system::Core};
use http::Method;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Who answers by the links of mails.
const CUSTOMER: &str = "customer";

/// A deed: a file is announced and uploaded.
const PROVE: &str = "prove";

/// How long a customer reads before pressing anything.
const READING: Duration = Duration::from_secs(75);

/// Somebody does something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    /// When
    at: Timestamp,
    /// A persona, `customer`, or `mail` for the mail service
    who: String,
    /// The claim, by its name in the story
    claim: String,
    /// What
    does: String,
    /// The body
    #[serde(default)]
    with: Map<String, Value>,
}

/// The deeds of a story by their time; those of one moment are about different claims. The file tells claim after claim.
pub(super) fn moments(story: &str) -> Result<BTreeMap<Timestamp, Vec<Deed>>, StartError> {
    let mut moments: BTreeMap<Timestamp, Vec<Deed>> = BTreeMap::new();
    for line in story.lines() {
        let deed: Deed = serde_json::from_str(line).map_err(|error| failed(format!("{error}: {line}")))?;
        moments.entry(deed.at).or_default().push(deed);
    }
    Ok(moments)
}

/// What the story must remember of a claim.
#[derive(Debug, Clone, Default)]
struct Claim {
    id: String,
    contact: String,
    customer: String,
}

/// A page that a mailed link leads to.
#[derive(Debug, Clone, Default)]
struct Page {
    link: String,
    nonce: Value,
}

/// The story so far.
pub(super) struct Story {
    teller: Arc<Teller>,
    claims: BTreeMap<String, Claim>,
}

/// Tells a deed by doing it.
struct Teller {
    core: Arc<Core>,
    visitor: Arc<Visitor>,
}

impl Story {
    pub(super) fn new(core: Arc<Core>, visitor: Arc<Visitor>) -> Self {
        Self { teller: Arc::new(Teller { core, visitor }), claims: BTreeMap::new() }
    }

    /// What happens in one moment, all at once.
    pub(super) async fn go_on(&mut self, deeds: Vec<Deed>) -> Result<(), StartError> {
        let pages = self.read(&deeds).await?;
        let mut doing = JoinSet::new();
        let proof = deeds.iter().any(|deed| deed.does == PROVE);
        for mut deed in deeds {
            if let Some(Value::String(named)) = deed.with.get_mut("customerId") {
                *named = self.claims.get(named).map(|claim| claim.customer.clone()).unwrap_or_default();
            }
            let claim = self.claims.remove(&deed.claim).unwrap_or_default();
            let (teller, page) = (self.teller.clone(), pages.get(&deed.claim).cloned());
            doing.spawn(async move {
                let told = teller.tell(&deed, claim, page).await;
                let claim = told.map_err(|error| failed(format!("{} {}: {error}", deed.claim, deed.does)))?;
                Ok::<_, StartError>((deed.claim, claim))
            });
        }
        while let Some(done) = doing.join_next().await {
            self.claims.extend([done.map_err(failed)??]);
        }
        // Nobody hands in a file before it is checked.
        if proof {
            self.teller.core.drain().await;
        }
        Ok(())
    }

    /// The pages that customers are about to answer, by claim; they all read them for a while.
    async fn read(&self, deeds: &[Deed]) -> Result<BTreeMap<String, Page>, StartError> {
        let mut pages = BTreeMap::new();
        for deed in deeds.iter().filter(|deed| deed.who == CUSTOMER) {
            let contact = self.claims.get(&deed.claim).map_or("", |claim| &claim.contact);
            let page = self.teller.page(contact).await;
            let page = page.map_err(|error| failed(format!("{} {}: {error}", deed.claim, deed.does)))?;
            pages.insert(deed.claim.clone(), page);
        }
        if !pages.is_empty() {
            self.teller.core.clock.skip(READING)?;
        }
        Ok(pages)
    }
}

impl Teller {
    async fn tell(&self, deed: &Deed, claim: Claim, page: Option<Page>) -> Result<Claim, StartError> {
        match (deed.who.as_str(), deed.does.as_str()) {
            (CUSTOMER, does) => self.answer(deed, does, page.unwrap_or_default()).await?,
            ("mail", fate) => self.report(fate, &claim.contact).await?,
            (_, "create") => return self.create(deed).await,
            (_, PROVE) => self.prove(deed, &claim).await?,
            (_, _) => self.request(deed, &claim).await?,
        }
        Ok(claim)
    }

    async fn create(&self, deed: &Deed) -> Result<Claim, StartError> {
        let answer = self.post(deed, "/v1/claims", &deed.with).await?;
        let claim = &answer["claims"][0];
        Ok(Claim {
            id: text(&claim["id"])?.to_owned(),
            contact: text(&claim["customerContact"]["email"])?.to_owned(),
            customer: text(&claim["customer"]["id"])?.to_owned(),
        })
    }

    async fn prove(&self, deed: &Deed, claim: &Claim) -> Result<(), StartError> {
        let mut announced = deed.with.clone();
        let content = announced.remove("content").unwrap_or_default();
        let content = text(&content)?;
        let sha256 = digest(&SHA256, content.as_bytes());
        let sha256: String = sha256.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        announced.extend([("size".into(), content.len().into()), ("sha256".into(), sha256.into())]);
        let ticket = self.post(deed, &format!("/v1/claims/{}/documents", claim.id), &announced).await?;
        let upload = &ticket["upload"];
        let mut put = self.visitor.call(Method::PUT, text(&upload["url"])?);
        for (name, value) in upload["headers"].as_object().into_iter().flatten() {
            put = put.header(name, text(value)?);
        }
        self.visitor.send(put, content.to_owned()).await.map(drop)
    }

    async fn request(&self, deed: &Deed, claim: &Claim) -> Result<(), StartError> {
        let (method, path) = deed.does.split_once(' ').unwrap_or(("POST", &deed.does));
        let mut path = match path.starts_with('/') {
            true => path.replace("{claim}", &claim.id),
            false => format!("/v1/claims/{}/{path}", claim.id),
        };
        if path.contains("{contest}") {
            let seen = self.visitor.call_as(&deed.who, Method::GET, &format!("/v1/claims/{}", claim.id))?;
            let seen = self.visitor.send(seen, String::new()).await?;
            path = path.replace("{contest}", text(&seen["contestId"])?);
        }
        let call = self.visitor.call_as(&deed.who, method.parse().map_err(failed)?, &path)?;
        match method {
            "GET" => self.visitor.send(call, String::new()).await.map(drop),
            _ => self.visitor.send_json(call, &deed.with.clone().into()).await.map(drop),
        }
    }

    /// The page behind the newest link.
    async fn page(&self, contact: &str) -> Result<Page, StartError> {
        let mail = self.newest_request(contact).await?;
        let link = links(&mail).next().unwrap_or_default().to_owned();
        let mut page = self.visitor.send(self.visitor.call(Method::GET, &link), String::new()).await?;
        Ok(Page { link, nonce: page["nonce"].take() })
    }

    async fn answer(&self, deed: &Deed, does: &str, page: Page) -> Result<(), StartError> {
        let mut answer = deed.with.clone();
        answer.insert("nonce".into(), page.nonce);
        let call = self.visitor.call(Method::POST, &format!("{}/{does}", page.link));
        self.visitor.send_json(call, &answer.into()).await.map(drop)
    }

    async fn report(&self, fate: &str, contact: &str) -> Result<(), StartError> {
        let mail = self.newest_request(contact).await?;
        let path = format!("/dev/mail/{}/{fate}", text(&mail["id"])?);
        self.visitor.send(self.visitor.call(Method::POST, &path), String::new()).await.map(drop)
    }

    /// The newest mail to the customer with a link to answer by.
    async fn newest_request(&self, contact: &str) -> Result<Value, StartError> {
        let call = self.visitor.call(Method::GET, &format!("/dev/mail.json?to={contact}"));
        let mut mails = self.visitor.send(call, String::new()).await?;
        let mails = mails["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let mail = mails.into_iter().find(|mail| links(mail).next().is_some());
        mail.ok_or_else(|| failed(format!("no link was mailed to {contact}")))
    }

    async fn post(&self, deed: &Deed, path: &str, body: &Map<String, Value>) -> Result<Value, StartError> {
        let call = self.visitor.call_as(&deed.who, Method::POST, path)?;
        self.visitor.send_json(call, &body.clone().into()).await
    }
}

/// Links of a mail that lead to a page to answer on.
fn links(mail: &Value) -> impl Iterator<Item = &str> {
    let links = mail["links"].as_array().into_iter().flatten();
    links.filter_map(Value::as_str).filter(|link| link.contains("/c/"))
}

fn text(value: &Value) -> Result<&str, StartError> {
    value.as_str().ok_or_else(|| failed(format!("not a text: {value}")))
}
