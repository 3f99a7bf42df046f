//! Forms of a claim: each sends one command of the API.

use domain::{
    Caller, Code, Command, Envelope, Precondition,
    command::{ReasonAnswer, Submission},
    input::ConsentInput,
    money::MoneyInput,
};
use web::{Call, Problem, Reply, respond, views::FaultView};

use crate::{Console, claim::Told, forms::Fields, session::actor};

/// Acts that have a form, in the order in which they are offered.
pub(crate) const FORMS: [&str; 9] = [
    "send_consent",
    "submit",
    "resubmit",
    "resend",
    "dispute",
    "recall",
    "cancel",
    "withdraw",
    "disassociate",
];

impl Fields {
    /// Answers to the reasons of a return, by their place.
    fn answers(&self) -> Vec<ReasonAnswer> {
        let answers = self.all().iter().filter_map(|(name, text)| {
            let reason = name.strip_prefix("answer-")?.parse().ok()?;
            (!text.trim().is_empty()).then(|| ReasonAnswer { reason, text: text.clone() })
        });
        answers.collect()
    }
}

impl Console {
    /// `POST /console/claims/{id}/{action}`: done, and back to the page; or the page with what was refused.
    pub(crate) async fn act(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let action = FORMS.into_iter().find(|form| *form == call.path("action")).ok_or(Code::NotFound)?;
        let claim = self.found(call, caller).await?;
        let seen = fields.text("version").and_then(|version| version.parse().ok());
        let envelope = Envelope {
            actor: actor(caller),
            key: None,
            precondition: seen.map_or(Precondition::Missing, Precondition::Version),
            command: command(action, &fields).ok_or(Code::NotFound)?,
        };
        let problem = match self.app.execute(&claim.id, envelope).await {
            Ok(done) => {
                let done = self.app.followed_up(done).await;
                let page = format!("/console/claims/{}?done={action}", done.claim.id);
                return Ok(respond::see_other(call, &page));
            }
            Err(failure) => Problem::from(failure),
        };
        if problem.status().is_server_error() {
            return Err(problem);
        }
        problem.log(call);
        let (title, detail) = problem.words(caller.locale);
        let faults = problem.errors().iter().map(|fault| FaultView::of(fault, caller.locale)).collect();
        let claim = self.found(call, caller).await?;
        let status = problem.status().as_u16();
        self.claim_page(call, caller, &claim, status, Told::Refused(title, detail, faults))
    }
}

/// The command that a form stands for.
fn command(action: &str, fields: &Fields) -> Option<Command> {
    let submission = || Submission {
        acknowledgements: fields.every("accepted"),
        comment: fields.text("comment"),
        answers: fields.answers(),
    };
    let reason = || fields.text("reason");
    Some(match action {
        "submit" => Command::Submit(submission()),
        "resubmit" => Command::Resubmit(submission()),
        "send_consent" => Command::SendConsent(ConsentInput {
            deal_size: Some(MoneyInput { amount: fields.text("dealSize"), currency: Some("USD".into()) }),
            disclaimer: fields.text("accepted"),
            ..ConsentInput::default()
        }),
        "resend" => Command::Resend,
        "dispute" => Command::Dispute { justification: reason() },
        "recall" => Command::Recall { reason: reason() },
        "cancel" => Command::Cancel { reason: reason() },
        "withdraw" => Command::Withdraw { reason: reason() },
        "disassociate" => Command::Disassociate { reason: reason() },
        _ => return None,
    })
}
