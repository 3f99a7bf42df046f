//! `GET /v1/engagements/{id}/proof-template?claim=`: a document to fill in, in the caller's language (P02).

use domain::{Actor, ClaimId, Refusal};
use runtime::documents::TEMPLATE_TYPE;
use web::{Call, Problem, Reply, respond};

use crate::UploadProof;

impl UploadProof {
    pub(crate) async fn template(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        let mut query = call.query();
        let claim = query.text("claim");
        query.finish()?;
        let catalogue = &self.documents.app.catalogue();
        let now = self.documents.app.now();
        let engagement = catalogue.current(call.path("id"), now).ok_or(Refusal::NotFound)?;
        let claim = match claim {
            None => None,
            Some(id) => {
                let id = ClaimId::parse(&id).ok_or(Refusal::NotFound)?;
                Some(self.documents.open(&Actor::Staff(caller), &id).await?)
            }
        };
        let (name, bytes) = self.documents.template(engagement, claim.as_ref(), call.locale())?;
        let attachment = files::attachment(&name, TEMPLATE_TYPE);
        Ok(respond::bytes(call, 200, TEMPLATE_TYPE.mime(), bytes).header("content-disposition", &attachment))
    }
}
