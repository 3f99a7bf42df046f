//! What a partner does, in a partner's words.

use crate::{
    http::{Answer, Call},
    people::Person,
    product::{Product, eventually},
};
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU32, Ordering};

/// Five workloads of `modern-work-usage`.
pub const FIVE: [&str; 5] = ["teams", "exchange_online", "sharepoint_online", "intune", "entra_id"];

/// The texts a partner accepts when submitting.
pub const ACKNOWLEDGEMENTS: [&str; 2] = ["accuracy@1", "customer-notice@1"];

/// The elements of proof a reviewer checks.
pub const ELEMENTS: [&str; 3] = ["identity", "customer_acknowledgement", "service_description"];

/// A tenant nobody has named yet.
#[must_use]
pub fn fresh_tenant() -> String {
    static TENANTS: AtomicU32 = AtomicU32::new(1);
    format!("3f2c0000-0000-4000-8000-{:012x}", TENANTS.fetch_add(1, Ordering::Relaxed))
}

/// The body of a new claim on these workloads.
#[must_use]
pub fn claim_on(tenant: &str, workloads: &[&str]) -> Value {
    let items: Vec<Value> = workloads.iter().map(|workload| json!({ "workload": workload })).collect();
    json!({
        "kind": "association", "name": "Fabrikam Teams", "engagementId": "modern-work-usage",
        "partnerRole": "use_or_consume", "locationId": "4821907", "tenantId": tenant, "items": items,
        "optOutOfIncentives": false,
        "customerContact": {
            "name": "Erika Muster", "title": "Head of IT", "email": "erika@fabrikam.example", "locale": "en",
        },
        "partnerContact": { "name": "Anna Keller", "email": "anna@contoso.example" },
        "revenue": null,
    })
}

/// The same of partner B, to another person of the customer.
#[must_use]
pub fn rival_claim_on(tenant: &str, workloads: &[&str]) -> Value {
    let mut body = claim_on(tenant, workloads);
    body["locationId"] = json!("7700001");
    body["partnerContact"] = json!({ "name": "Ben Carter", "email": "ben@adatum.example" });
    body
}

/// A claim as somebody last saw it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// The entity tag last seen.
    pub etag: String,
    /// Its view as last seen.
    pub view: Value,
}

impl Claim {
    /// The claim of an answer that shows it.
    #[must_use]
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        let mut view = answer.json();
        if view["claims"].is_array() {
            view = view["claims"][0].take();
        }
        Self { id: view["id"].as_str().expect("a claim").to_owned(), etag: answer.etag(), view }
    }

    /// The path of the claim, or of something under it.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/claims/{}{rest}", self.id)
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> &str {
        self.view["status"].as_str().unwrap_or_default()
    }

    /// Keys of its items.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let items = self.view["items"].as_array().expect("items");
        items.iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
    }

    /// Status of every association.
    #[must_use]
    pub fn associations(&self) -> Vec<String> {
        let items = self.view["items"].as_array().expect("items");
        let status = |item: &Value| item["association"]["status"].as_str().unwrap_or("none").to_owned();
        items.iter().map(status).collect()
    }

    /// When a clock runs out.
    #[must_use]
    #[track_caller]
    pub fn deadline(&self, clock: &str) -> jiff::Timestamp {
        let deadlines = self.view["deadlines"].as_array().expect("deadlines");
        let found = deadlines.iter().find(|deadline| deadline["clock"] == clock);
        crate::product::instant(&found.unwrap_or_else(|| panic!("no clock {clock}: {deadlines:?}"))["at"])
    }

    /// When it was last changed.
    #[must_use]
    pub fn updated(&self) -> jiff::Timestamp {
        crate::product::instant(&self.view["updatedAt"])
    }

    /// What the viewer may do.
    #[must_use]
    pub fn allows(&self, action: &str) -> bool {
        self.view["allowedActions"].as_array().is_some_and(|all| all.iter().any(|name| name == action))
    }
}

/// A file to be uploaded.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Bytes,
}

impl File {
    /// A small table of what was done.
    #[must_use]
    pub fn csv(words: &str) -> Self {
        let bytes = format!("date,activity\r\n2026-11-02,{words}\r\n").into();
        Self { name: "activities.csv".into(), media_type: "text/csv", bytes }
    }

    /// The file every scanner must find.
    #[must_use]
    pub fn infected() -> Self {
        // Written in two parts, so that no scanner finds it in this source.
        let start = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR";
        let bytes = [start, "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into();
        Self { name: "harmless.csv".into(), media_type: "text/csv", bytes }
    }

    /// Its SHA-256 in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A file with what it is said to prove.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The file.
    pub file: File,
    /// Item keys it covers.
    pub items: Vec<String>,
    /// Elements it covers.
    pub elements: Vec<String>,
    /// When the work was done.
    pub activity_date: Option<String>,
    /// What kind of document it is.
    pub kind: &'static str,
}

impl Proof {
    /// A file that proves everything a claim needs; work done in the last days.
    #[must_use]
    pub fn of_everything(claim: &Claim, file: File, today: jiff::Timestamp) -> Self {
        let date = today.to_zoned(jiff::tz::TimeZone::UTC).date().yesterday().unwrap();
        Self {
            file,
            items: claim.keys(),
            elements: ELEMENTS.map(Into::into).into(),
            activity_date: Some(date.to_string()),
            kind: "statement_of_work",
        }
    }

    /// The body of the announcement.
    #[must_use]
    pub fn announcement(&self) -> Value {
        json!({
            "fileName": self.file.name, "mediaType": self.file.media_type, "size": self.file.bytes.len(),
            "sha256": self.file.sha256(), "kind": self.kind,
            "covers": { "items": self.items, "elements": self.elements },
            "activityDate": self.activity_date,
        })
    }
}

/// The body of a submission with everything accepted.
#[must_use]
pub fn submission() -> Value {
    json!({ "acknowledgements": ACKNOWLEDGEMENTS })
}

impl Person {
    /// The claim as it is now.
    pub async fn looks_at(&self, claim: &Claim) -> Claim {
        Claim::of(&self.get(&claim.path("")).await.is(200))
    }

    /// A new claim.
    pub async fn creates_a_claim(&self, body: &Value) -> Claim {
        Claim::of(&self.post("/v1/claims", body).await.is(201))
    }

    /// An action on a claim as last seen, not sent yet.
    pub fn acts(&self, claim: &Claim, action: &str, body: &Value) -> Call {
        self.post(&claim.path(&format!("/{action}")), body).if_match(&claim.etag)
    }

    /// Does something to a claim as it is now.
    pub async fn does(&self, claim: &Claim, action: &str, body: &Value) -> Claim {
        let seen = self.looks_at(claim).await;
        Claim::of(&self.acts(&seen, action, body).await.is(200))
    }

    /// Edits a claim as last seen.
    pub async fn edits(&self, claim: &Claim, patch: &Value) -> Claim {
        Claim::of(&self.patch(&claim.path(""), patch).if_match(&claim.etag).await.is(200))
    }

    /// Announces a document.
    pub fn announces(&self, claim: &Claim, proof: &Proof) -> Call {
        self.post(&claim.path("/documents"), &proof.announcement())
    }

    /// Sends the bytes where a ticket says.
    pub async fn uploads(&self, ticket: &Value, bytes: &Bytes) -> Answer {
        let upload = &ticket["upload"];
        let method: Method = upload["method"].as_str().expect("a method").parse().unwrap();
        let mut call = self.http().call(method, upload["url"].as_str().expect("an address"));
        for (name, value) in upload["headers"].as_object().expect("headers") {
            // The client counts the bytes itself.
            if name != "content-length" && name != "content-type" {
                call = call.header(name, value.as_str().unwrap());
            }
        }
        let media_type = upload["headers"]["content-type"].as_str().expect("a media type").to_owned();
        call.body(&media_type, bytes.clone()).await
    }

    /// Announces a document, sends its bytes and waits for the verdict, which is its state.
    pub async fn proves_with(&self, claim: &Claim, proof: &Proof) -> (Claim, Value) {
        let ticket = self.announces(claim, proof).await.is(201).json();
        self.uploads(&ticket, &proof.file.bytes).await.is(200);
        let sha256 = proof.file.sha256();
        let answer = eventually("the verdict on a file", || async {
            let answer = self.get(&claim.path("")).await.is(200);
            let view = answer.json();
            let checked = document_of(&view, &sha256).is_some_and(|document| document["state"] != "pending");
            (checked, answer)
        })
        .await;
        let claim = Claim::of(&answer);
        let document = document_of(&claim.view, &sha256).expect("the document").clone();
        (claim, document)
    }

    /// Proves everything with one clean file.
    pub async fn proves(&self, claim: &Claim) -> Claim {
        let file = File::csv(&format!("proof of {}", claim.id));
        let proof = Proof::of_everything(claim, file, crate::product::instant(&claim.view["createdAt"]));
        let (claim, document) = self.proves_with(claim, &proof).await;
        assert_eq!(document["state"], "clean", "{document}");
        claim
    }

    /// Submits.
    pub async fn submits(&self, claim: &Claim) -> Claim {
        Claim::of(&self.acts(claim, "submit", &submission()).await.is(200))
    }

    /// Creates, proves and submits.
    pub async fn hands_in(&self, body: &Value) -> Claim {
        let draft = self.creates_a_claim(body).await;
        let proven = self.proves(&draft).await;
        self.submits(&proven).await
    }

    /// Every row of a list, page by page.
    pub async fn reads_all(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut path) = (Vec::new(), path.to_owned());
        loop {
            let page = self.get(&path).await.is(200).json();
            rows.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next"].as_str() {
                Some(next) => path = next.to_owned(),
                None => return rows,
            }
            assert!(rows.len() < 10_000, "a list without an end");
        }
    }

    /// Entries of the claim's history.
    pub async fn reads_the_history(&self, claim: &Claim) -> Vec<Value> {
        self.reads_all(&claim.path("/history?limit=100")).await
    }

    /// Texts of the claim's comments.
    pub async fn reads_the_comments(&self, claim: &Claim) -> Vec<String> {
        let comments = self.reads_all(&claim.path("/comments")).await;
        comments.iter().map(|comment| comment["text"].as_str().unwrap().to_owned()).collect()
    }

    /// Ids of every claim in a list.
    pub async fn lists_claims(&self, filter: &str) -> Vec<String> {
        let rows = self.reads_all(&format!("/v1/claims?{filter}")).await;
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }
}

fn document_of<'a>(view: &'a Value, sha256: &str) -> Option<&'a Value> {
    view["documents"].as_array()?.iter().find(|document| document["sha256"] == sha256)
}

impl Product {
    /// A submitted claim of partner A whose notice has arrived.
    pub async fn with_a_submitted_claim(&self, workloads: &[&str]) -> Claim {
        let claim = self.partner().hands_in(&claim_on(&fresh_tenant(), workloads)).await;
        self.settles().await;
        self.partner().looks_at(&claim).await
    }

    /// An approved claim of partner A, its window still open.
    pub async fn with_an_approved_claim(&self, workloads: &[&str]) -> Claim {
        let claim = self.with_a_submitted_claim(workloads).await;
        let approved = self.reviewer().starts_and_approves(&claim).await;
        self.partner().looks_at(&approved).await
    }

    /// An official claim of partner A: the customer let the window pass.
    pub async fn with_an_official_claim(&self, body: &Value) -> Claim {
        let claim = self.partner().hands_in(body).await;
        self.settles().await;
        let approved = self.reviewer().starts_and_approves(&claim).await;
        self.wait_until(self.partner().looks_at(&approved).await.deadline("objection")).await;
        let official = self.partner().looks_at(&approved).await;
        assert!(official.associations().iter().all(|status| status == "active"), "{}", official.view);
        official
    }
}
