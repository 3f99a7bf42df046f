//! `GET /c/{token}/receipt`, `POST /c/verify` and the public keys: what is recorded, signed, and whether it
//! still holds (domain 9 "Receipt"). Nothing is written.

use app::ports::Claims as _;
use domain::{ClaimId, Refusal};
use serde::Deserialize;
use web::{
    Call, Problem, Reply, respond,
    views::{ReceiptCheckView, ReceiptView},
};

use crate::{
    AnswerConsent,
    page::{self, ReceiptPage, Status, Subject},
    recorded::{self, recorded},
    show::language,
    unlisted,
};

/// How long the public keys may be kept: a new key signs nothing that is older than itself.
const KEYS_CACHED: &str = "public, max-age=3600";

/// A receipt that somebody wants to know about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    receipt: Option<String>,
}

/// What a receipt must say to be looked up; every version of the claims says it.
#[derive(Deserialize)]
struct Signed {
    claim: SignedClaim,
}

#[derive(Deserialize)]
struct SignedClaim {
    id: ClaimId,
    round: u32,
}

impl AnswerConsent {
    pub(crate) async fn receipt(&self, call: &Call) -> Result<Reply, Problem> {
        let as_file = call.query().text("format").as_deref() == Some("json");
        let as_json = as_file || call.wants_json();
        let visit = match self.visit(call).await {
            Ok(visit) => visit,
            Err(failure) if as_json => return Err(failure.into()),
            Err(failure) => return self.dead_end(call, &failure),
        };
        let Some(recorded) = recorded(&visit) else {
            return if as_json {
                Err(Refusal::ConsentNotFound.into())
            } else {
                self.dead_end(call, &Refusal::ConsentNotFound.into())
            };
        };
        let origin = self.origin(call);
        let link = format!("{origin}/c/{}", self.keys.token(&visit.claim.id, visit.round));
        let claims = recorded.claims(&self.app.catalogue(), &origin, link);
        let receipt = self.receipt_keys.sign(&claims);
        if as_json {
            let file = format!("attachment; filename=\"{}.json\"", recorded.id);
            let reply = unlisted(respond::json(call, 200, &ReceiptView { receipt, claims }));
            return Ok(if as_file { reply.header("content-disposition", &file) } else { reply });
        }
        let consent = visit.claim.consent.as_ref();
        let spoken = language(call, consent);
        let request = self.request(&visit.claim, spoken);
        let page = ReceiptPage {
            locale: spoken.into(),
            path: format!("/c/{}/receipt", call.path("token")),
            privacy_contact: self.app.catalogue().programme.privacy_contact.clone(),
            status: recorded::status(&visit.claim, visit.round),
            decided_at: self.moment(recorded.at),
            about: match request.subject {
                Subject::Association { items, .. } => items,
                Subject::Engagement { .. } => vec![request.engagement],
            },
            claims,
            receipt,
        };
        Ok(respond::html(call, 200, page::render_receipt(&page).map_err(Problem::internal)?))
    }

    /// Whether a receipt is ours, and where its claim stands. Who has none learns nothing of any claim.
    pub(crate) async fn check(&self, call: &Call) -> Result<Reply, Problem> {
        let asked: Asked = call.body_json()?;
        let signed = asked.receipt.and_then(|receipt| self.receipt_keys.verify::<Signed>(&receipt));
        let status = match &signed {
            Some(Signed { claim: SignedClaim { id, round } }) => {
                let claim = self.app.store.load(id).await?.map(|claim| self.app.settled(claim));
                Some(claim.map_or(Status::Ended, |claim| recorded::status(&claim, *round)))
            }
            None => None,
        };
        let view = ReceiptCheckView { valid: signed.is_some(), status: status.map(Status::as_str) };
        Ok(unlisted(respond::json(call, 200, &view)))
    }

    pub(crate) fn published_keys(&self, call: &Call) -> Reply {
        respond::json(call, 200, &self.receipt_keys.jwks()).header("cache-control", KEYS_CACHED)
    }

    /// The origin that is configured, else the address of the API itself.
    fn origin(&self, call: &Call) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("https://{}", call.domain()))
    }
}
