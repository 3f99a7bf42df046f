//! The programme's rules as they are known here: what the build brings and the versions that were put since.

use std::sync::{Arc, PoisonError, RwLock};

use domain::{
    Caller, Catalogue, Code, Engagement, Fault, Refusal,
    catalogue::{self, KNOWN_FOR, Put},
};
use jiff::Timestamp;

use crate::{
    execute::{App, Failure},
    ports::{Programme, StoreError},
};

/// What is known, and since when.
#[derive(Debug)]
pub(crate) struct Rules {
    built_in: Arc<Catalogue>,
    known: RwLock<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    catalogue: Arc<Catalogue>,
    read_at: Option<Timestamp>,
}

impl Rules {
    pub(crate) fn new(built_in: Arc<Catalogue>) -> Self {
        let known = Known { catalogue: Arc::clone(&built_in), read_at: None };
        Self { built_in, known: RwLock::new(known) }
    }

    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was read is good for a while; a clock that was set back makes it worthless.
    fn is_good(&self, now: Timestamp) -> bool {
        self.known().read_at.is_some_and(|at| at <= now && now.duration_since(at) < KNOWN_FOR)
    }

    fn learn(&self, put: Vec<Engagement>, now: Timestamp) -> Arc<Catalogue> {
        let catalogue =
            if put.is_empty() { Arc::clone(&self.built_in) } else { Arc::new(self.built_in.with_rules(put)) };
        let known = Known { catalogue: Arc::clone(&catalogue), read_at: Some(now) };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        catalogue
    }
}

impl<S> App<S> {
    /// The rules, as they were learnt last.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.rules.known().catalogue
    }
}

impl<S: Programme> App<S> {
    /// Reads the versions that were put, unless that was done within [`KNOWN_FOR`]. Every function begins with
    /// it: a version holds only after all of them know it.
    pub async fn learn_rules(&self) -> Result<(), StoreError> {
        let now = self.now();
        if !self.rules.is_good(now) {
            // Boxed: it is rare, and every function's future would hold it.
            self.rules.learn(Box::pin(self.store.rules()).await?, now);
        }
        Ok(())
    }

    /// The newest version of an engagement's rules, which need not be in force yet.
    pub fn newest_rules(&self, caller: &Caller, id: &str) -> Result<Engagement, Refusal> {
        if !catalogue::reads_rules(caller) {
            return Err(Refusal::Forbidden);
        }
        self.catalogue().newest(id).cloned().ok_or(Refusal::NotFound)
    }

    /// Puts the next version of the rules of this engagement, as the document itself says.
    pub async fn keep_rules(
        &self,
        caller: &Caller,
        id: &str,
        rules: Engagement,
    ) -> Result<Engagement, Failure> {
        if !catalogue::keeps_rules(caller) {
            return Err(Refusal::Forbidden.into());
        }
        if rules.id.as_str() != id {
            let fault = Fault::new("/id", Code::RuleInvalid).with("problem", "contradiction");
            return Err(Refusal::Invalid(vec![fault]).into());
        }
        self.put_rules(rules).await
    }

    /// Puts the next version of an engagement's rules; the same document once more changes nothing.
    pub async fn put_rules(&self, rules: Engagement) -> Result<Engagement, Failure> {
        let now = self.now();
        let catalogue = self.rules.learn(self.store.rules().await?, now);
        let newest = catalogue.newest(rules.id.as_str());
        match rules.clone().put_after(newest, now)? {
            Put::Unchanged => Ok(newest.cloned().unwrap_or(rules)),
            Put::New(next) => {
                if !self.store.put_rules(&next).await? {
                    return Err(Refusal::VersionConflict { current: u64::from(next.rule_version) }.into());
                }
                self.rules.learn(self.store.rules().await?, now);
                Ok(*next)
            }
        }
    }
}
