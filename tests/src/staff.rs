//! What the vendor's people do.

use crate::{claims::Claim, people::Person, product::Product};
use serde_json::{Value, json};

/// A coded reason of a reviewer.
#[must_use]
pub fn reason(code: &str, pointer: &str) -> Value {
    json!({ "code": code, "pointer": pointer, "text": "Please have another look at this." })
}

/// The body of an approval of everything.
#[must_use]
pub fn approval_of(claim: &Claim) -> Value {
    let items: Vec<Value> =
        claim.keys().iter().map(|key| json!({ "key": key, "decision": "accepted" })).collect();
    json!({ "items": items })
}

impl Person {
    /// Takes a submitted claim.
    pub async fn starts_the_review(&self, claim: &Claim) -> Claim {
        let seen = self.looks_at(claim).await;
        Claim::of(&self.acts(&seen, "review/start", &json!({})).await.is(200))
    }

    /// Accepts every item.
    pub async fn approves(&self, claim: &Claim) -> Claim {
        Claim::of(&self.acts(claim, "review/approve", &approval_of(claim)).await.is(200))
    }

    /// Takes a claim and accepts every item.
    pub async fn starts_and_approves(&self, claim: &Claim) -> Claim {
        let started = self.starts_the_review(claim).await;
        self.approves(&started).await
    }

    /// Sends a claim back for these reasons.
    pub async fn returns(&self, claim: &Claim, reasons: &[Value]) -> Claim {
        Claim::of(&self.acts(claim, "review/return", &json!({ "reasons": reasons })).await.is(200))
    }

    /// Rejects a claim for this reason.
    pub async fn rejects(&self, claim: &Claim, code: &str, pointer: &str) -> Claim {
        let body = json!({ "reasons": [reason(code, pointer)] });
        Claim::of(&self.acts(claim, "review/reject", &body).await.is(200))
    }
}

impl Product {
    /// The lead of the reviewers.
    #[must_use]
    pub fn lead(&self) -> Person {
        self.person("review-lead")
    }

    /// A second one, who has looked at nothing yet.
    #[must_use]
    pub fn another_lead(&self) -> Person {
        self.bearer_of(&json!({
            "sub": "another-lead", "name": "Lin Okafor", "org": "vendor", "side": "vendor",
            "roles": ["review_lead"], "locations": ["*"], "locale": "en", "iss": "urn:assent:local",
            "aud": "assent", "iat": 1, "exp": 4_000_000_000_u64,
        }))
    }
}
