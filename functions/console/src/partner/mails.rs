//! How a partner wants its mails.

use askama::Template;
use domain::{
    Caller, Code,
    mails::{self, StatusMails},
};
use web::{Call, Problem, Reply, respond};

use crate::{
    Console,
    pages::{Page, show},
};

#[derive(Template)]
#[template(path = "partner/mails.html")]
struct Mails {
    page: Page,
    choice: &'static str,
    /// What can be chosen, by whoever chooses
    choices: Vec<&'static str>,
    done: bool,
}

impl Console {
    /// `GET /console/mails`
    pub(crate) async fn mails(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let mut query = call.query();
        let done = query.one_of("done", &["chosen"]).is_some();
        query.finish()?;
        let choice = self.app.status_mails(caller).await?.as_str();
        let page = Page::new(call, Some(caller)).in_part("mails");
        let choices = StatusMails::ALL.map(StatusMails::as_str).to_vec();
        let choices = if mails::makes_choice(caller) { choices } else { Vec::new() };
        show(call, 200, &Mails { page, choice, choices, done })
    }

    /// `POST /console/mails`
    pub(crate) async fn choose_mails(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let said = fields.said("status-mails");
        let sent = StatusMails::ALL.into_iter().find(|choice| choice.as_str() == said);
        let sent = sent.ok_or_else(|| Problem::from(Code::ParameterInvalid));
        self.app.choose_status_mails(caller, sent).await?;
        Ok(respond::see_other(call, "/console/mails?done=chosen"))
    }
}
