//! How a partner wants its mails.

use domain::mails::MailSettings;
use web::{Call, Problem, Reply, respond};

use crate::ManageProgramme;

impl ManageProgramme {
    /// `GET /v1/mail-settings`: those of the caller's organisation.
    pub(crate) async fn read_mail_settings(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let status_mails = self.app.status_mails(&caller).await?;
        Ok(respond::json(call, 200, &MailSettings { status_mails }))
    }

    /// `PUT /v1/mail-settings`: they hold from the next mail on.
    pub(crate) async fn put_mail_settings(&self, call: &Call) -> Result<Reply, Problem> {
        let caller = call.caller()?;
        call.query().finish()?;
        let sent = call.body_json().map(|settings: MailSettings| settings.status_mails);
        let status_mails = self.app.choose_status_mails(&caller, sent).await?;
        Ok(respond::json(call, 200, &MailSettings { status_mails }))
    }
}
