//! The mail service of tests: keeps what it takes and fails when it is told to.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::deliver::{Accepted, Postman, RowTag, SendFault};

/// A mail that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The address.
    pub to: String,
    /// The MIME message.
    pub raw: Vec<u8>,
    /// The row it belongs to.
    pub row: RowTag,
}

/// How the next attempt goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Refused because of the mail.
    Refuse,
    /// Refused because of the rate.
    Throttle,
    /// Not taken, and the answer is lost.
    LoseBefore,
    /// Taken, but the answer is lost.
    LoseAfter,
}

/// An in-memory [`Postman`].
#[derive(Debug, Default)]
pub struct Outbox {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    posted: Vec<Posted>,
    trouble: VecDeque<Trouble>,
}

impl Outbox {
    /// An empty one that takes everything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One attempt after those already told to fail goes wrong.
    pub fn fail_next(&self, trouble: Trouble) {
        self.inner().trouble.push_back(trouble);
    }

    /// Every mail that was taken, also where the answer was lost.
    #[must_use]
    pub fn posted(&self) -> Vec<Posted> {
        self.inner().posted.clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Postman for Outbox {
    async fn send(&self, raw: Vec<u8>, to: &str, row: &RowTag) -> Result<Accepted, SendFault> {
        let mut inner = self.inner();
        let trouble = inner.trouble.pop_front();
        match trouble {
            Some(Trouble::Refuse) => return Err(SendFault::Refused { code: "MessageRejected".to_owned() }),
            Some(Trouble::Throttle) => return Err(SendFault::Throttled { code: "Throttling".to_owned() }),
            Some(Trouble::LoseBefore) => return Err(SendFault::Unknown),
            Some(Trouble::LoseAfter) | None => {}
        }
        inner.posted.push(Posted { to: to.to_owned(), raw, row: row.clone() });
        match trouble {
            Some(_) => Err(SendFault::Unknown),
            None => Ok(Accepted { message_id: format!("outbox-{}", inner.posted.len()) }),
        }
    }
}
