//! Every mail owed, once per event: reads the stream of the table, hands mails to SES.

mod compose;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use app::{
    App, Failure,
    digests::Taken,
    effects::{self, Owed},
    mailing::Attempt,
    ports::{Claims, MailKey, MailRow},
    trace,
};
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::{Claim, ClaimId};
use lambda_runtime::{Error, LambdaEvent};
use mail::{Identity, Locale, Mail, Postman, RowTag, SendFault, Ses};
use runtime::{
    ConfigError, Environment, Variable,
    batch::{self, BatchAnswer},
    metrics::{Fate, Measure},
    telemetry::ms,
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
        let invocation = event.context.request_id.as_str();
        Ok(batch::in_order(event.payload.records, |record| self.record(record, invocation)).await)
    }

    async fn record(&self, record: EventRecord, invocation: &str) -> Result<(), Fault> {
        let Some((old, claim)) = store::stream::claims(&record)? else { return Ok(()) };
        trace::serving(claim.request.clone(), self.owed(old, &claim, invocation)).await.0
    }

    async fn owed(&self, old: Option<Claim>, claim: &Claim, invocation: &str) -> Result<(), Fault> {
        let before = old.map_or(0, |old| old.history.last_seq());
        for (seq, _) in claim.history.after(before) {
            for owed in effects::mails(claim, seq) {
                // Boxed: the compiler cannot see through the whole chain of futures at once.
                Box::pin(self.deliver(claim, &owed, invocation)).await?;
            }
        }
        Ok(())
    }

    async fn deliver(&self, claim: &Claim, owed: &Owed, invocation: &str) -> Result<(), Fault> {
        let started = Instant::now();
        let catalogue = self.app.catalogue();
        let Some(to) = compose::recipient(claim, owed, &catalogue) else { return Ok(()) };
        let taken = self.app.take_on_as_wanted(claim, owed, to.email).await?;
        let Some(Taken { row, together }) = taken else { return Ok(()) };
        let mail = self.written(claim, owed, &together).await?;
        let (attempt, (outcome, fate)) = match mail {
            Some((mail, locale)) => {
                let attempt = self.hand_over(claim, owed, &row, mail, locale).await?;
                let told = outcome(&attempt);
                (attempt, told)
            }
            // The claim has moved on: what the mail would tell is not true any more.
            None => (Attempt::Refused, ("obsolete", None)),
        };
        tracing::info!(event = "mail", request = row.request.as_deref(), claim = %claim.id, mail = row.key.kind,
            seq = owed.seq, attempt = row.attempt, outcome, ms = ms(started), invocation);
        if let Some(fate) = fate {
            Measure::Mail(fate).note(self.app.clock.now());
        }
        self.app.attempted(&row, attempt).await?;
        if outcome == NOT_NOW { Err(Fault::NotNow) } else { Ok(()) }
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
        mail: Mail,
        locale: Locale,
    ) -> Result<Attempt, Fault> {
        let message =
            mail::render(&mail, locale, &self.identity).map_err(|fault| Fault::Write(fault.to_string()))?;
        let tag = RowTag::new(claim.id.as_str(), u64::from(owed.seq), &row.key.kind)
            .map_err(|fault| Fault::Write(fault.to_string()))?;
        let message_id = format!("<{tag}@{}>", compose::sender_domain(&self.identity.from));
        let raw = match mail::mime(&message, &row.to, &message_id, &tag, row.request.as_deref(), row.first_at)
        {
            Ok(raw) => raw,
            // An address that no mail can be written to will not become better by another try.
            Err(fault) => {
                tracing::error!(event = "mail", claim = %claim.id, seq = owed.seq, error = %fault, "cannot be addressed");
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

/// The mail service asks for patience; nothing has gone.
const NOT_NOW: &str = "not_now";

/// The attempt in the log, and what it tells of the mail's fate.
fn outcome(attempt: &Attempt) -> (&'static str, Option<Fate>) {
    match attempt {
        Attempt::Accepted { .. } => ("accepted", Some(Fate::Sent)),
        Attempt::Refused => ("refused", Some(Fate::Undeliverable)),
        Attempt::NotNow => (NOT_NOW, None),
        Attempt::Unknown => ("unknown", None),
    }
}
