//! Every mail owed, once per event: reads the stream of the table, hands mails to SES.

mod compose;

use std::{collections::BTreeSet, time::Duration};

use app::{
    App, Failure,
    digests::Taken,
    effects::{self, Owed},
    mailing::Attempt,
    ports::{Claims, MailKey, MailRow},
};
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::{Claim, ClaimId};
use lambda_runtime::{Error, LambdaEvent};
use mail::{Identity, Locale, Mail, Postman, RowTag, SendFault, Ses};
use runtime::{
    ConfigError, Environment, Variable,
    batch::{self, BatchAnswer},
};
use store::Table;
use web::LinkKeys;

/// What the function must be configured with.
pub const NEEDS: &[Variable] = &[
    Variable::Table,
    Variable::BaseUrl,
    Variable::MailFrom,
    Variable::MailConfigurationSet,
    Variable::LinkKeys,
];

/// After this long without an answer of SES a mail's fate is unknown.
const PATIENCE: Duration = Duration::from_secs(10);

/// The function.
pub struct SendMail {
    app: App<Table>,
    postman: Ses,
    identity: Identity,
    links: LinkKeys,
}

/// Why a record is to come again.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Store(#[from] app::ports::StoreError),
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error("the mail cannot be written: {0}")]
    Write(String),
    #[error("the mail service takes no mail now")]
    NotNow,
}

impl SendMail {
    /// Built once per process.
    pub fn new(environment: &Environment) -> Result<Self, ConfigError> {
        let config = &environment.config;
        let configuration_set = config.get(Variable::MailConfigurationSet)?;
        Ok(Self {
            app: environment.app()?,
            postman: Ses::new(environment.clients.ses(), configuration_set, PATIENCE),
            identity: Identity {
                from: config.get(Variable::MailFrom)?.into(),
                base: config.get(Variable::BaseUrl)?.into(),
            },
            links: environment.link_keys()?,
        })
    }

    /// A batch of stream records.
    pub async fn handle(&self, event: LambdaEvent<Event>) -> Result<BatchAnswer, Error> {
        self.app.learn_rules().await?;
        Ok(batch::in_order(event.payload.records, |record| self.record(record)).await)
    }

    async fn record(&self, record: EventRecord) -> Result<(), Fault> {
        let Some((old, claim)) = store::stream::claims(&record)? else { return Ok(()) };
        let before = old.map_or(0, |old| old.history.last_seq());
        for (seq, _) in claim.history.after(before) {
            for owed in effects::mails(&claim, seq) {
                // Boxed: the compiler cannot see through the whole chain of futures at once.
                Box::pin(self.deliver(&claim, &owed)).await?;
            }
        }
        Ok(())
    }

    async fn deliver(&self, claim: &Claim, owed: &Owed) -> Result<(), Fault> {
        let catalogue = self.app.catalogue();
        let Some(to) = compose::recipient(claim, owed, &catalogue) else { return Ok(()) };
        let taken = self.app.take_on_as_wanted(claim, owed, to.email).await?;
        let Some(Taken { row, together }) = taken else { return Ok(()) };
        let mail = self.written(claim, owed, &together).await?;
        let attempt = self.hand_over(claim, owed, &row, mail).await?;
        let not_now = attempt == Attempt::NotNow;
        tracing::info!(claim = %claim.id, mail.seq = owed.seq, mail.kind = row.key.kind, mail.attempt = row.attempt,
            outcome = outcome(&attempt), "mail");
        self.app.attempted(&row, attempt).await?;
        if not_now { Err(Fault::NotNow) } else { Ok(()) }
    }

    /// The mail, or the digest that it leads.
    async fn written(
        &self,
        claim: &Claim,
        owed: &Owed,
        together: &[MailKey],
    ) -> Result<Option<(Mail, Locale)>, Fault> {
        let (catalogue, base) = (self.app.catalogue(), &self.identity.base);
        if together.len() < 2 {
            return Ok(compose::mail(claim, owed, &catalogue, base, &self.links));
        }
        let ids: BTreeSet<ClaimId> = together.iter().map(|key| key.claim.clone()).collect();
        let claims = self.app.store.load_all(&ids.into_iter().collect::<Vec<_>>()).await?;
        Ok(compose::digest((claim, owed), &claims, together, &catalogue, base, &self.links))
    }

    async fn hand_over(
        &self,
        claim: &Claim,
        owed: &Owed,
        row: &MailRow,
        mail: Option<(Mail, Locale)>,
    ) -> Result<Attempt, Fault> {
        let Some((mail, locale)) = mail else {
            // The claim has moved on: what the mail would tell is not true any more.
            return Ok(Attempt::Refused);
        };
        let message =
            mail::render(&mail, locale, &self.identity).map_err(|fault| Fault::Write(fault.to_string()))?;
        let tag = RowTag::new(claim.id.as_str(), u64::from(owed.seq), &row.key.kind)
            .map_err(|fault| Fault::Write(fault.to_string()))?;
        let message_id = format!("<{tag}@{}>", compose::sender_domain(&self.identity.from));
        let raw = match mail::mime(&message, &row.to, &message_id, &tag, row.first_at) {
            Ok(raw) => raw,
            // An address that no mail can be written to will not become better by another try.
            Err(fault) => {
                tracing::error!(claim = %claim.id, mail.seq = owed.seq, error = %fault, "mail cannot be addressed");
                return Ok(Attempt::Refused);
            }
        };
        Ok(match self.postman.send(raw, &row.to, &tag).await {
            Ok(accepted) => Attempt::Accepted { message_id: accepted.message_id },
            Err(SendFault::Refused { .. }) => Attempt::Refused,
            Err(SendFault::Throttled { .. }) => Attempt::NotNow,
            Err(SendFault::Unknown) => Attempt::Unknown,
        })
    }
}

fn outcome(attempt: &Attempt) -> &'static str {
    match attempt {
        Attempt::Accepted { .. } => "accepted",
        Attempt::Refused => "refused",
        Attempt::NotNow => "not_now",
        Attempt::Unknown => "unknown",
    }
}
