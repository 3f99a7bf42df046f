//! The mails SES took, in one file each, so that neither a mail nor what became of it is lost in a kill.

use super::{Fate, FateEvent, Reading, bare};
use crate::{data, function::Bell, template::Destination};
use app::{Clock, Entropy};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Why a mail cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// Its file.
    #[error("the outbox: {0}")]
    Io(#[from] io::Error),
}

/// A mail SES took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mail {
    /// SES's message id.
    pub id: String,
    /// Its place in the outbox, from 1.
    pub number: u64,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The MIME message, base64.
    raw: String,
    /// Tags of the call.
    pub tags: Vec<(String, String)>,
    /// The configuration set; without one there are no events.
    pub configuration_set: Option<String>,
    /// When, by the domain's clock.
    pub sent_at: Timestamp,
    /// What became of it, oldest first.
    pub events: Vec<FateEvent>,
}

impl Mail {
    /// The MIME message.
    #[must_use]
    pub fn raw(&self) -> Vec<u8> {
        STANDARD.decode(&self.raw).unwrap_or_default()
    }

    /// The mail as its reader sees it.
    #[must_use]
    pub fn reading(&self) -> Reading {
        Reading::of(&self.raw()).unwrap_or_default()
    }
}

/// All mails, oldest first.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

struct Shared {
    folder: PathBuf,
    mails: Mutex<Vec<Mail>>,
    destinations: Vec<Destination>,
    sets: Vec<String>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    bell: Bell,
}

/// An event nobody was told of yet.
#[derive(Debug)]
pub struct Untold {
    /// The mail's id.
    pub mail: String,
    /// Which of its events.
    pub index: usize,
    /// The topic, by name.
    pub topic: String,
    /// The Lambda event of that topic.
    pub event: Value,
}

impl Outbox {
    /// Opens the folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(
        folder: &Path,
        destinations: &[Destination],
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        bell: Bell,
    ) -> Result<Self, OutboxError> {
        fs::create_dir_all(folder)?;
        let mut mails: Vec<Mail> = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "json") {
                mails.extend(data::read::<Mail>(&path)?);
            }
        }
        mails.sort_by_key(|mail| mail.number);
        let sets = destinations.iter().map(|d| d.configuration_set.clone()).collect();
        Ok(Self(Arc::new(Shared {
            folder: folder.to_owned(),
            mails: Mutex::new(mails),
            destinations: destinations.to_vec(),
            sets,
            clock,
            entropy,
            bell,
        })))
    }

    fn mails(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.0.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A fresh id of SES's form.
    pub(super) fn id(&self) -> String {
        let bytes = self.0.entropy.bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("0100{}-{}-000000", &hex[..12], &hex[12..])
    }

    pub(super) fn knows_set(&self, name: &str) -> bool {
        self.0.sets.iter().any(|set| set == name)
    }

    pub(super) fn accept(
        &self,
        to: Vec<String>,
        raw: Vec<u8>,
        tags: Vec<(String, String)>,
        configuration_set: Option<String>,
    ) -> Result<String, OutboxError> {
        let now = self.0.clock.now();
        let bounces = to.iter().any(|address| bare(address).starts_with("bounce"));
        let next = if bounces { Fate::Bounce } else { Fate::Delivery };
        let events = [Fate::Send, next].map(|fate| FateEvent { fate, at: now, told: false }).to_vec();
        let id = self.id();
        let mut mails = self.mails();
        let number = mails.last().map_or(1, |mail| mail.number + 1);
        let raw = STANDARD.encode(raw);
        let mail = Mail { id: id.clone(), number, to, raw, tags, configuration_set, sent_at: now, events };
        self.keep(&mail)?;
        mails.push(mail);
        drop(mails);
        self.0.bell.ring();
        Ok(id)
    }

    fn keep(&self, mail: &Mail) -> io::Result<()> {
        data::write(&self.0.folder.join(format!("{:08}.json", mail.number)), mail)
    }

    /// All mails, oldest first; only those to one address if one is given.
    #[must_use]
    pub fn list(&self, to: Option<&str>) -> Vec<Mail> {
        let for_one = |mail: &&Mail| {
            to.is_none_or(|to| mail.to.iter().any(|address| bare(address).eq_ignore_ascii_case(to)))
        };
        self.mails().iter().filter(for_one).cloned().collect()
    }

    /// Adds an event to a mail. `false` if there is no such mail.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn report(&self, id: &str, fate: Fate) -> Result<bool, OutboxError> {
        let at = self.0.clock.now();
        let mut mails = self.mails();
        let Some(mail) = mails.iter_mut().find(|mail| mail.id == id) else { return Ok(false) };
        mail.events.push(FateEvent { fate, at, told: false });
        self.keep(mail)?;
        drop(mails);
        self.0.bell.ring();
        Ok(true)
    }

    /// Of every mail the oldest event that nobody was told of, with the topic it goes to.
    #[must_use]
    pub fn untold(&self) -> Vec<Untold> {
        self.mails().iter().filter_map(|mail| self.untold_of(mail)).collect()
    }

    fn untold_of(&self, mail: &Mail) -> Option<Untold> {
        let mut untold = mail.events.iter().enumerate().filter(|(_, event)| !event.told);
        untold.find_map(|(index, event)| {
            let way = self.0.destinations.iter().find(|destination| {
                mail.configuration_set.as_ref() == Some(&destination.configuration_set)
                    && destination.kinds.iter().any(|kind| kind.eq_ignore_ascii_case(event.fate.kind()))
            })?;
            let topic = way.topic.clone();
            let event = super::events::sns_event(mail, event, &topic, "000000000000");
            Some(Untold { mail: mail.id.clone(), index, topic, event })
        })
    }

    /// Marks an event as told.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn told(&self, untold: &Untold) -> Result<(), OutboxError> {
        let mut mails = self.mails();
        if let Some(mail) = mails.iter_mut().find(|mail| mail.id == untold.mail) {
            if let Some(event) = mail.events.get_mut(untold.index) {
                event.told = true;
            }
            self.keep(mail)?;
        }
        Ok(())
    }

    /// Throws all mails away.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn clear(&self) -> Result<(), OutboxError> {
        let mut mails = self.mails();
        mails.clear();
        for entry in fs::read_dir(&self.0.folder)? {
            fs::remove_file(entry?.path())?;
        }
        Ok(())
    }
}
