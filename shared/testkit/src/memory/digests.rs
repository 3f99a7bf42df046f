//! How partners want their status mails, and the mails that go together, in memory.

use app::ports::{Digest, DigestKey, Digests, StoreError};
use domain::{OrgId, mails::StatusMails};

use super::MemoryStore;

impl Digests for MemoryStore {
    async fn status_mails(&self, org: &OrgId) -> Result<StatusMails, StoreError> {
        Ok(self.0.lock().unwrap().status_mails.get(org).copied().unwrap_or_default())
    }

    async fn put_status_mails(&self, org: &OrgId, choice: StatusMails) -> Result<(), StoreError> {
        self.0.lock().unwrap().status_mails.insert(org.clone(), choice);
        Ok(())
    }

    async fn digests(&self, key: &DigestKey) -> Result<Vec<Digest>, StoreError> {
        let rows = self.0.lock().unwrap();
        let parts = rows.digests.range((key.clone(), 0)..=(key.clone(), u32::MAX));
        Ok(parts.map(|(_, digest)| digest.clone()).collect())
    }

    async fn begin_digest(&self, key: &DigestKey, digest: &Digest) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let place = (key.clone(), digest.part);
        let new = !rows.digests.contains_key(&place);
        rows.digests.entry(place).or_insert_with(|| digest.clone());
        Ok(new)
    }

    async fn replace_digest(
        &self,
        key: &DigestKey,
        seen: &Digest,
        next: &Digest,
    ) -> Result<bool, StoreError> {
        let mut rows = self.0.lock().unwrap();
        let place = (key.clone(), next.part);
        if rows.digests.get(&place) != Some(seen) {
            return Ok(false);
        }
        rows.digests.insert(place, next.clone());
        Ok(true)
    }
}
