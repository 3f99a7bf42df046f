//! How a partner wants its mails.

use app::ports::Digests;
use domain::{
    Refusal,
    mails::{self, MailSettings},
};
use web::{Call, Problem, Reply, respond};

use crate::ManageProgramme;

impl ManageProgramme {
    /// `GET /v1/mail-settings`: those of the caller's organisation.
    pub(crate) async fn read_mail_settings(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        if !mails::reads_choice(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        let status_mails = self.app.store.status_mails(&caller.org).await?;
        Ok(respond::json(call, 200, &MailSettings { status_mails }))
    }

    /// `PUT /v1/mail-settings`: from the next mail on; what is held already goes when it was to go.
    pub(crate) async fn put_mail_settings(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        if !mails::makes_choice(&caller) {
            return Err(Refusal::Forbidden.into());
        }
        let settings: MailSettings = call.body_json()?;
        self.app.store.put_status_mails(&caller.org, settings.status_mails).await?;
        Ok(respond::json(call, 200, &settings))
    }
}
