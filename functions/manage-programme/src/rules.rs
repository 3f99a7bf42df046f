//! The rules of engagements as the programme manager keeps them, in every language and with every text.

use domain::Engagement;
use web::{Call, Problem, Reply, respond};

use crate::ManageProgramme;

impl ManageProgramme {
    /// `GET /v1/engagements/{id}/rules`: the newest version, which need not be in force yet.
    pub(crate) async fn read_rules(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let rules = self.app.newest_rules(&caller, call.path("id"))?;
        Ok(respond::json(call, 200, &rules).etag(u64::from(rules.rule_version)))
    }

    /// `PUT /v1/engagements/{id}`: the next version, as the document itself says.
    pub(crate) async fn put_rules(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let rules: Engagement = call.body_json()?;
        let put = self.app.keep_rules(&caller, call.path("id"), rules).await?;
        Ok(respond::json(call, 200, &put).etag(u64::from(put.rule_version)))
    }
}
