//! Forms of a claim: each sends one command of the API.

use domain::{
    Caller, Code, Command, Envelope, Refusal,
    command::{Extension, ReasonAnswer, Submission},
    input::ContactInput,
};
use jiff::{civil::Date, tz::TimeZone};
use web::{Call, Problem, Reply, respond};

use crate::{Console, forms::Fields, session::actor};

/// Acts that are offered as the next thing to do, in this order.
pub(crate) const FORMS: [&str; 8] =
    ["submit", "resubmit", "dispute", "recall", "cancel", "withdraw", "disassociate", "stop"];

/// Acts whose forms stand where they belong on the page.
const ELSEWHERE: [&str; 5] = ["resend", "change_contact", "comment", "clone", "extend_deadline"];

/// Done on pages of their own, and told on the claim's.
const DONE_ELSEWHERE: [&str; 3] = ["send_consent", "upload", "edit"];

/// A form of a claim's page as it was sent, to be shown again.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) action: &'static str,
    pub(crate) fields: Fields,
}

impl Sent {
    /// Whether this is the form.
    pub(crate) fn was(&self, action: &str) -> bool {
        self.action == action
    }

    /// What a field of this form said.
    pub(crate) fn said(&self, action: &str, name: &str) -> &str {
        if self.was(action) { self.fields.said(name) } else { "" }
    }

    /// Whether a text was accepted in this form.
    pub(crate) fn accepted(&self, action: &str, reference: &str) -> bool {
        let all = self.fields.all();
        self.was(action) && all.iter().any(|(name, value)| name == "accepted" && value == reference)
    }
}

/// What a page tells that it was done.
pub(crate) fn done() -> Vec<&'static str> {
    FORMS.into_iter().chain(ELSEWHERE).chain(DONE_ELSEWHERE).collect()
}

impl Fields {
    /// Answers to the reasons of a return, by their place.
    fn answers(&self) -> Vec<ReasonAnswer> {
        let answers = self.all().iter().filter_map(|(name, text)| {
            let reason = name.strip_prefix("answer-")?.parse().ok()?;
            (!text.trim().is_empty()).then(|| ReasonAnswer { reason, text: text.clone() })
        });
        answers.collect()
    }

    fn submission(&self) -> Submission {
        Submission {
            acknowledgements: self.every("accepted"),
            comment: self.text("comment"),
            answers: self.answers(),
        }
    }

    fn contact(&self) -> ContactInput {
        let part = |name: &str| self.text(&format!("customerContact/{name}"));
        ContactInput {
            name: part("name"),
            title: part("title"),
            email: part("email"),
            locale: part("locale"),
        }
    }
}

impl Console {
    /// `POST /console/claims/{id}/{action}`: done, and back to the page; or the page with what was refused.
    pub(crate) async fn act(&self, call: &Call, caller: &Caller) -> Result<Reply, Problem> {
        let fields = self.form(call)?;
        let mut acts = FORMS.into_iter().chain(ELSEWHERE);
        let action = acts.find(|form| *form == call.path("action")).ok_or(Code::NotFound)?;
        match self.acted(call, caller, action, &fields).await {
            Ok(claim) => Ok(respond::see_other(call, &format!("/console/claims/{claim}?done={action}"))),
            Err(problem) if problem.code() == Code::Forbidden => Err(problem),
            Err(problem) => self.claim_refused(call, caller, problem, Sent { action, fields }).await,
        }
    }

    /// Does it; the claim that is to be looked at then.
    async fn acted(
        &self,
        call: &Call,
        caller: &Caller,
        action: &str,
        fields: &Fields,
    ) -> Result<String, Problem> {
        let id = web::claim_id(call)?;
        let command = match action {
            "comment" => {
                self.app.comment(&id, caller, None, fields.text("text").as_deref(), None).await?;
                return Ok(id.to_string());
            }
            "clone" => return Ok(self.app.clone_claim(&id, caller, None).await?.claim.id.to_string()),
            _ => command(action, fields, &self.app.catalogue().calendar.zone).ok_or(Refusal::NotFound)?,
        };
        let envelope = Envelope { actor: actor(caller), key: None, precondition: fields.seen(), command };
        let done = self.app.execute(&id, envelope).await?;
        Ok(self.app.followed_up(done).await.claim.id.to_string())
    }
}

/// The command that a form stands for.
fn command(action: &str, fields: &Fields, zone: &TimeZone) -> Option<Command> {
    let reason = || fields.text("reason");
    Some(match action {
        "submit" => Command::Submit(fields.submission()),
        "resubmit" => Command::Resubmit(fields.submission()),
        "resend" => Command::Resend,
        "change_contact" => Command::ChangeContact(fields.contact()),
        "dispute" => Command::Dispute { justification: reason() },
        "recall" => Command::Recall { reason: reason() },
        "cancel" => Command::Cancel { reason: reason() },
        "withdraw" => Command::Withdraw { reason: reason() },
        "disassociate" => Command::Disassociate { reason: reason() },
        "stop" => Command::Stop { reason: reason() },
        "extend_deadline" => Command::ExtendDeadline(Extension {
            clock: fields.text("clock").unwrap_or_default(),
            until: fields
                .text("until")
                .and_then(|day| day.parse::<Date>().ok())
                .and_then(|day| day.to_zoned(zone.clone()).ok().map(|midnight| midnight.timestamp())),
            reason: reason(),
        }),
        _ => return None,
    })
}
