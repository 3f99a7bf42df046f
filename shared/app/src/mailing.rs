//! The fate of a mail (architecture 4). The mail service knows no idempotency key; what holds is a row put
//! before the mail leaves, an event that settles it, and one more try only after both kept silent.
//!
//! ```text
//!  sending ──answer──▶ sent ──event──▶ delivered | bounced | complained
//!     │ └─answer lost─▶ unknown ──event──▶ …
//!     └───── due passed in silence ─ chased ─▶ sending (the identical mail, attempt + 1)
//! ```

use domain::{Actor, Claim, ClaimId, Command, Envelope, Precondition, command::MailFate};
use jiff::{SignedDuration, Timestamp};

use crate::{
    effects::{self, MailKind, Owed},
    execute::{App, Failure},
    planted,
    ports::{Claims, MailKey, MailRow, MailState, Mails, StoreError},
    trace,
};

/// A worker answers within this time or is dead.
pub const WORKER_SECONDS: i64 = 60;
/// Events of the mail service arrive within this time.
pub const EVENT_SECONDS: i64 = 120;
/// A chased mail is left alone for this time.
pub const CHASED_SECONDS: i64 = 300;
/// Times a row is read again when somebody else was faster.
pub(crate) const ROW_ATTEMPTS: usize = 5;

/// What the mail service reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Taken
    Sent,
    /// Taken by the receiver's server
    Delivered,
    /// Came back, or was dropped
    Bounced,
    /// The receiver complained
    Complained,
}

/// How an attempt to hand a mail over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The mail service took it
    Accepted {
        /// Its id there
        message_id: String,
    },
    /// It will never take it
    Refused,
    /// Not now; nothing has gone
    NotNow,
    /// Nobody knows
    Unknown,
}

impl<S: Claims + Mails> App<S> {
    /// Takes an owed mail on, unless it has left, is on its way or is being looked after.
    pub async fn take_on(
        &self,
        claim: &ClaimId,
        owed: &Owed,
        to: &str,
    ) -> Result<Option<MailRow>, StoreError> {
        let row = self.fresh(claim, owed, to);
        if planted::UNMARKED_MAIL {
            return Ok(Some(row));
        }
        match self.store.begin(&row).await? {
            Some(seen) => self.resume(row, &seen).await,
            None => Ok(Some(row)),
        }
    }

    /// The row of a first attempt.
    pub(crate) fn fresh(&self, claim: &ClaimId, owed: &Owed, to: &str) -> MailRow {
        let now = self.now();
        MailRow {
            key: MailKey { claim: claim.clone(), seq: owed.seq, kind: owed.kind.as_str().into() },
            round: owed.round,
            to: to.into(),
            state: MailState::Sending,
            attempt: 1,
            first_at: now,
            at: now,
            due: later(now, WORKER_SECONDS + EVENT_SECONDS),
            chased: false,
            message_id: None,
            request: trace::request(),
        }
    }

    /// Takes a mail on that has a row already, if it is open and nobody looks after it.
    pub(crate) async fn resume(&self, fresh: MailRow, seen: &MailRow) -> Result<Option<MailRow>, StoreError> {
        if !seen.state.is_open() || !is_free(seen, fresh.at) {
            return Ok(None);
        }
        // What it is made of stays that of the first attempt: the mail must be the identical one.
        let again = MailRow {
            attempt: seen.attempt + 1,
            to: seen.to.clone(),
            first_at: seen.first_at,
            request: seen.request.clone(),
            ..fresh
        };
        Ok(self.store.replace(seen, &again).await?.then_some(again))
    }

    /// Writes down how an attempt ended; the claim hears of it when the mail was the customer's request.
    pub async fn attempted(&self, row: &MailRow, attempt: Attempt) -> Result<(), Failure> {
        let now = self.now();
        let (state, due, fate) = match &attempt {
            Attempt::Accepted { .. } => (MailState::Sent, None, Some(MailFate::Sent)),
            Attempt::Refused => {
                (MailState::Refused, None, Some(MailFate::Undeliverable { reason: "refused".into() }))
            }
            Attempt::NotNow => (MailState::Sending, Some(now), None),
            Attempt::Unknown => (MailState::Unknown, later(now, EVENT_SECONDS), Some(MailFate::Unknown)),
        };
        let message_id = match attempt {
            Attempt::Accepted { message_id } => Some(message_id),
            Attempt::Refused | Attempt::NotNow | Attempt::Unknown => None,
        };
        let next = MailRow { state, due, at: now, message_id, ..row.clone() };
        // An event may have settled the row already; it knows better.
        self.store.replace(row, &next).await?;
        if let Some(fate) = fate {
            self.tell_claim(&row.key, row.round, fate).await?;
        }
        Ok(())
    }

    /// What the mail service reported of a mail, and the row if it learned something. Late, repeated and unknown
    /// reports change nothing.
    pub async fn reported(&self, key: &MailKey, report: Report) -> Result<Option<MailRow>, Failure> {
        let (state, fate) = match report {
            Report::Sent => (MailState::Sent, MailFate::Sent),
            Report::Delivered => (MailState::Delivered, MailFate::Delivered),
            Report::Bounced => (MailState::Bounced, MailFate::Undeliverable { reason: "bounce".into() }),
            Report::Complained => {
                (MailState::Complained, MailFate::Undeliverable { reason: "complaint".into() })
            }
        };
        // The worker writes the same row at the same time: it says `sent` while the first reports come in.
        for _ in 0..ROW_ATTEMPTS {
            let Some(seen) = self.store.mail(key).await? else { return Ok(None) };
            if rank(state) <= rank(seen.state) {
                return Ok(None);
            }
            let told = self.tell_claim(key, seen.round, fate.clone());
            trace::serving(seen.request.clone(), told).await.0?;
            let next = MailRow { state, due: None, chased: false, at: self.now(), ..seen.clone() };
            if self.store.replace(&seen, &next).await? {
                return Ok(Some(next));
            }
        }
        Err(StoreError::Unavailable("too many writers on one mail row".into()).into())
    }

    /// A mail whose time has passed in silence: its entry is made to come again, if it still owes the mail.
    pub async fn chase(&self, key: &MailKey) -> Result<(), Failure> {
        let now = self.now();
        let Some(seen) = self.store.mail(key).await? else { return Ok(()) };
        if !seen.state.is_open() || seen.due.is_none_or(|due| due > now) {
            return Ok(());
        }
        let owes =
            |claim: &Claim| effects::mails(claim, key.seq).iter().any(|owed| owed.kind.as_str() == key.kind);
        let claim = self.store.load(&key.claim).await?.filter(owes);
        let due = if claim.is_some() { later(now, CHASED_SECONDS) } else { None };
        let next = MailRow { due, chased: claim.is_some(), ..seen.clone() };
        match claim {
            Some(claim) if self.store.replace(&seen, &next).await? => {
                let again = self.as_system_on(claim, Command::ChaseMail { of: key.seq });
                trace::serving(seen.request, again).await.0.map(|_| ())
            }
            Some(_) => Ok(()),
            None => self.store.replace(&seen, &next).await.map(|_| ()).map_err(Into::into),
        }
    }

    async fn tell_claim(&self, key: &MailKey, round: Option<u32>, fate: MailFate) -> Result<(), Failure> {
        let asks = MailKind::parse(&key.kind).is_some_and(MailKind::is_request);
        match round {
            Some(round) if asks => {
                self.as_system(&key.claim, Command::RecordMail { round, fate }).await.map(|_| ())
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl<S: Claims> App<S> {
    /// A command of the system itself, and the claim after it; one that is gone or will not have it is
    /// nobody's fault.
    pub async fn as_system(&self, claim: &ClaimId, command: Command) -> Result<Option<Claim>, Failure> {
        match self.store.load(claim).await? {
            Some(seen) => self.as_system_on(seen, command).await,
            None => Ok(None),
        }
    }

    /// The same on a claim that has been read already.
    pub async fn as_system_on(&self, seen: Claim, command: Command) -> Result<Option<Claim>, Failure> {
        let envelope =
            Envelope { actor: Actor::System, key: None, precondition: Precondition::NotNeeded, command };
        match self.execute_on(seen, envelope).await {
            Ok(done) => Ok(Some(done.claim)),
            Err(Failure::Refused(_)) => Ok(None),
            Err(Failure::Store(fault)) => Err(fault.into()),
        }
    }
}

/// Whether a worker may take it over.
pub(crate) fn is_free(seen: &MailRow, now: Timestamp) -> bool {
    seen.chased || seen.due.is_some_and(|due| due <= now)
}

fn later(now: Timestamp, seconds: i64) -> Option<Timestamp> {
    now.saturating_add(SignedDuration::from_secs(seconds)).ok()
}

/// Reports come out of order; a mail only moves forward.
fn rank(state: MailState) -> u8 {
    match state {
        MailState::Held | MailState::Bundled | MailState::Sending | MailState::Unknown => 0,
        MailState::Sent => 1,
        MailState::Delivered => 2,
        MailState::Refused | MailState::Bounced => 3,
        MailState::Complained => 4,
    }
}
