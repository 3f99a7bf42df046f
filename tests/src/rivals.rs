//! Two partners on one workload, and the contest between their claims.

use crate::{
    claims::{Claim, claim_on, fresh_tenant, rival_claim_on},
    http::Call,
    people::Person,
    product::Product,
};
use serde_json::{Value, json};

/// The claims of both, and their contest.
#[derive(Debug, Clone)]
pub struct Rivals {
    /// Of partner A, who is official.
    pub incumbent: Claim,
    /// Of partner B, under review, with newer proof.
    pub challenger: Claim,
    /// Id of the contest.
    pub contest: String,
}

impl Rivals {
    /// The path of the contest, or of something under it.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/contests/{}{rest}", self.contest)
    }
}

impl Product {
    /// Partner A has been official for a week; then the review of partner B's claim begins.
    pub async fn with_rivals(&self) -> Rivals {
        let tenant = fresh_tenant();
        let incumbent = self.with_an_official_claim(&claim_on(&tenant, &["teams"])).await;
        let challenger = self.with_a_challenger(&tenant).await;
        let contest = challenger.view["contestId"].as_str().expect("a contest").to_owned();
        Rivals { incumbent, challenger, contest }
    }

    /// A claim of partner B under review by the reviewer.
    pub async fn with_a_challenger(&self, tenant: &str) -> Claim {
        let claim = self.other_partner().hands_in(&rival_claim_on(tenant, &["teams"])).await;
        self.settles().await;
        let started = self.reviewer().starts_the_review(&claim).await;
        self.settles().await;
        started
    }
}

impl Person {
    /// The contest as this person may read it.
    pub async fn reads_the_contest(&self, rivals: &Rivals) -> Value {
        self.get(&rivals.path("")).await.is(200).json()
    }

    /// Says something in a contest.
    pub fn states(&self, rivals: &Rivals, text: &str) -> Call {
        self.post(&rivals.path("/statements"), &json!({ "text": text }))
    }

    /// Decides a contest.
    pub fn decides_for(&self, rivals: &Rivals, winner: &str) -> Call {
        let body = json!({ "winner": winner, "reason": "The more recent work counts." });
        self.post(&rivals.path("/decision"), &body)
    }
}
