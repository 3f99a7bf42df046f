//! What became of an import: begun before its first row, answered after its last one.

use domain::{Caller, ImportId, Refusal, import};

use crate::{
    execute::{App, Failure},
    ports::{ImportRecord, Programme, StoreError},
};

impl<S: Programme> App<S> {
    /// Begins an import whose key may have come before. What was answered then is answered again; one that was
    /// cut short goes on, and its rows meet what they have made.
    pub async fn begin_import(
        &self,
        record: &ImportRecord,
        caller: &Caller,
    ) -> Result<Option<String>, Failure> {
        let Some(earlier) = self.store.begin_import(record).await? else { return Ok(None) };
        if earlier.body != record.body || !import::reads(caller, &earlier.org, &earlier.by) {
            return Err(Refusal::IdempotencyMismatch.into());
        }
        Ok(earlier.answer)
    }

    /// Keeps the answer, unless a concurrent import with the same key was faster; then that one's is the answer.
    pub async fn finish_import(&self, record: &ImportRecord) -> Result<Option<String>, StoreError> {
        Ok(self.store.finish_import(record).await?.and_then(|first| first.answer))
    }

    /// The answer to an import that the caller may know of.
    pub async fn import_read(&self, id: &str, caller: &Caller) -> Result<String, Failure> {
        if !import::brings_data(caller) && !import::brings_claims(caller) {
            return Err(Refusal::Forbidden.into());
        }
        let id = ImportId::parse(id).ok_or(Refusal::NotFound)?;
        let record = self.store.import(&id).await?;
        let known = record.filter(|record| import::reads(caller, &record.org, &record.by));
        Ok(known.and_then(|record| record.answer).ok_or(Refusal::NotFound)?)
    }
}
