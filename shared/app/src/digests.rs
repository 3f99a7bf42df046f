//! Status mails as their partner wants them: at once, together once a day, or not at all (domain 9).
//!
//! ```text
//!  held ─joins a digest─▶ bundled                     (another mail's row leads, and knows its fate)
//!     └─leads one, and its time has come─▶ sending …  (as every mail; the digest is closed first)
//! ```
//! Who joins first leads. Only that row is due, and only under it the digest leaves: what a repeat, a crash or a
//! second worker does is settled by this one row.

use domain::{
    Caller, Claim, Refusal,
    mails::{self, DIGEST_HOUR, DIGEST_MAX, StatusMails},
};

use crate::{
    effects::Owed,
    execute::{App, Failure},
    mailing::{ROW_ATTEMPTS, is_free},
    planted,
    ports::{Claims, Digest, DigestKey, Digests, MailKey, MailRow, MailState, Mails, StoreError},
};

/// A mail that a worker has taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its row
    pub row: MailRow,
    /// The mails that are told in one with it, itself among them; none when it goes alone
    pub together: Vec<MailKey>,
}

impl From<MailRow> for Taken {
    fn from(row: MailRow) -> Self {
        Self { row, together: Vec::new() }
    }
}

impl<S: Digests> App<S> {
    /// How the caller's organisation wants its status mails.
    pub async fn status_mails(&self, caller: &Caller) -> Result<StatusMails, Failure> {
        if !mails::reads_choice(caller) {
            return Err(Refusal::Forbidden.into());
        }
        Ok(self.store.status_mails(&caller.org).await?)
    }

    /// Chooses for the caller's organisation; who may not hears that, whatever was sent. What is held already
    /// goes when it was to go.
    pub async fn choose_status_mails<E: From<Failure>>(
        &self,
        caller: &Caller,
        sent: Result<StatusMails, E>,
    ) -> Result<StatusMails, E> {
        if !mails::makes_choice(caller) {
            return Err(Failure::from(Refusal::Forbidden).into());
        }
        let choice = sent?;
        self.store.put_status_mails(&caller.org, choice).await.map_err(Failure::from)?;
        Ok(choice)
    }
}

impl<S: Claims + Mails + Digests> App<S> {
    /// Takes an owed mail on, as [`App::take_on`] does; a status mail as its partner wants it.
    pub async fn take_on_as_wanted(
        &self,
        claim: &Claim,
        owed: &Owed,
        to: &str,
    ) -> Result<Option<Taken>, StoreError> {
        if !owed.kind.is_status(claim) || planted::UNMARKED_MAIL {
            return Ok(self.take_on(&claim.id, owed, to).await?.map(Into::into));
        }
        let fresh = self.fresh(&claim.id, owed, to);
        let seen = match self.store.status_mails(&claim.org).await? {
            StatusMails::AtOnce => match self.store.begin(&fresh).await? {
                None => return Ok(Some(fresh.into())),
                seen => seen,
            },
            StatusMails::Daily => {
                let held = self.held(&fresh);
                Some(self.store.begin(&held).await?.unwrap_or(held))
            }
            StatusMails::Never => self.store.mail(&fresh.key).await?,
        };
        let Some(seen) = seen else { return Ok(None) };
        let digests = DigestKey { org: claim.org.clone(), to: seen.to.clone(), at: seen.first_at };
        if seen.state == MailState::Held && !is_free(&seen, self.now()) {
            self.join(&digests, &seen).await?;
            return Ok(None);
        }
        if !seen.state.is_open() {
            return Ok(None);
        }
        let digest = self.digest_of(&digests, &seen.key).await?;
        if let Some(digest) = &digest
            && digest.mails.first() != Some(&seen.key)
        {
            return self.bundle(&seen).await.map(|()| None);
        }
        let Some(row) = self.resume(fresh, &seen).await? else { return Ok(None) };
        let together = match digest {
            Some(_) => self.close(&digests, &row.key).await?,
            None => Vec::new(),
        };
        Ok(Some(Taken { row, together }))
    }

    fn held(&self, fresh: &MailRow) -> MailRow {
        let at = self.catalogue().calendar.next_hour(fresh.at, DIGEST_HOUR);
        MailRow { state: MailState::Held, attempt: 0, first_at: at, due: Some(at), ..fresh.clone() }
    }

    /// Joins the newest digest of the key, or begins one. Repeats find what the first has done.
    async fn join(&self, key: &DigestKey, row: &MailRow) -> Result<(), StoreError> {
        for _ in 0..ROW_ATTEMPTS {
            let digests = self.store.digests(key).await?;
            if let Some(digest) = digests.iter().find(|digest| digest.mails.contains(&row.key)) {
                let leads = digest.mails.first() == Some(&row.key);
                return if leads { Ok(()) } else { self.bundle(row).await };
            }
            match digests.last() {
                Some(open) if !open.closed && open.mails.len() < DIGEST_MAX => {
                    let mails = open.mails.iter().chain([&row.key]).cloned().collect();
                    self.store.replace_digest(key, open, &Digest { mails, ..open.clone() }).await?;
                }
                last => {
                    let part = last.map_or(0, |last| last.part + 1);
                    let digest = Digest { part, mails: vec![row.key.clone()], closed: false };
                    self.store.begin_digest(key, &digest).await?;
                }
            }
        }
        Err(StoreError::Unavailable("too many writers on one digest".into()))
    }

    /// Somebody else's row knows the fate of this mail from now on.
    async fn bundle(&self, seen: &MailRow) -> Result<(), StoreError> {
        let next =
            MailRow { state: MailState::Bundled, due: None, chased: false, at: self.now(), ..seen.clone() };
        self.store.replace(seen, &next).await.map(|_| ())
    }

    /// Closes the digest that this mail leads: every attempt tells the same.
    async fn close(&self, key: &DigestKey, lead: &MailKey) -> Result<Vec<MailKey>, StoreError> {
        for _ in 0..ROW_ATTEMPTS {
            let Some(seen) = self.digest_of(key, lead).await? else { return Ok(Vec::new()) };
            let next = Digest { closed: true, ..seen.clone() };
            if seen.closed || self.store.replace_digest(key, &seen, &next).await? {
                return Ok(next.mails);
            }
        }
        Err(StoreError::Unavailable("too many writers on one digest".into()))
    }

    async fn digest_of(&self, key: &DigestKey, mail: &MailKey) -> Result<Option<Digest>, StoreError> {
        Ok(self.store.digests(key).await?.into_iter().find(|digest| digest.mails.contains(mail)))
    }
}
