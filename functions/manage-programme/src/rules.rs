//! The rules of engagements as the programme manager keeps them, in every language and with every text.

use domain::{Code, Engagement, Fault, Refusal, catalogue};
use web::{Call, Problem, Reply, respond};

use crate::ManageProgramme;

impl ManageProgramme {
    /// `GET /v1/engagements/{id}/rules`: the newest version, which need not be in force yet.
    pub(crate) async fn read_rules(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        if !catalogue::reads_rules(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        let catalogue = self.app.catalogue();
        let rules = catalogue.newest(call.path("id")).ok_or(Refusal::NotFound)?;
        Ok(respond::json(call, 200, rules).etag(u64::from(rules.rule_version)))
    }

    /// `PUT /v1/engagements/{id}`: the next version, as the document itself says.
    pub(crate) async fn put_rules(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let rules: Engagement = call.body_json()?;
        if !catalogue::keeps_rules(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        if rules.id.as_str() != call.path("id") {
            return Err(Fault::new("/id", Code::RuleInvalid).with("problem", "contradiction").into());
        }
        let put = self.app.put_rules(rules).await?;
        Ok(respond::json(call, 200, &put).etag(u64::from(put.rule_version)))
    }
}
