use super::{Client, Received};
use crate::{
    Announced, Arrived, FilesError, Link, MediaType, Place, ProofKey, ProofStore, Published, Sha256, Ticket,
    disposition,
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A store in memory that also plays the browser: it accepts what its own tickets and links allow.
/// Tickets never run out.
#[derive(Debug)]
pub struct MemoryProofs {
    now: Timestamp,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    unavailable: bool,
    tickets: HashMap<String, (ProofKey, Announced)>,
    links: HashMap<String, (ProofKey, Vec<(String, String)>)>,
    incoming: HashMap<ProofKey, Stored>,
    proof: HashMap<ProofKey, Stored>,
}

#[derive(Debug, Clone)]
struct Stored {
    bytes: Vec<u8>,
    content_type: String,
}

impl MemoryProofs {
    /// Empty; `now` is the time that tickets and links count from.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { now, state: Mutex::default() }
    }

    /// Makes every further call fail, or work again.
    pub fn set_unavailable(&self, unavailable: bool) {
        self.lock().unavailable = unavailable;
    }

    /// Puts a file into a bucket without a ticket, as a test's starting point.
    pub fn store_file(&self, key: &ProofKey, place: Place, bytes: Vec<u8>, media_type: MediaType) {
        let stored = Stored { bytes, content_type: media_type.mime().into() };
        match place {
            Place::Incoming => self.lock().incoming.insert(key.clone(), stored),
            Place::Proof => self.lock().proof.insert(key.clone(), stored),
        };
    }

    /// What lies in a bucket.
    #[must_use]
    pub fn file(&self, key: &ProofKey, place: Place) -> Option<Vec<u8>> {
        let state = self.lock();
        let bucket = match place {
            Place::Incoming => &state.incoming,
            Place::Proof => &state.proof,
        };
        bucket.get(key).map(|stored| stored.bytes.clone())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reach(&self) -> Result<MutexGuard<'_, State>, FilesError> {
        let state = self.lock();
        if state.unavailable { Err(FilesError::unavailable("the test says so")) } else { Ok(state) }
    }

    fn expiry(&self, expires: Duration) -> Result<Timestamp, FilesError> {
        let expires = SignedDuration::try_from(expires).map_err(FilesError::unavailable)?;
        self.now.checked_add(expires).map_err(FilesError::unavailable)
    }
}

fn expected_headers(announced: &Announced) -> Vec<(String, String)> {
    vec![
        ("content-type".into(), announced.media_type.mime().into()),
        ("if-none-match".into(), "*".into()),
        ("x-amz-checksum-sha256".into(), announced.sha256.to_base64()),
    ]
}

impl ProofStore for MemoryProofs {
    async fn ticket(
        &self,
        key: &ProofKey,
        announced: &Announced,
        expires: Duration,
    ) -> Result<Ticket, FilesError> {
        let mut state = self.reach()?;
        let url = format!("https://incoming.example/{}?ticket={}", key.incoming(), state.tickets.len());
        state.tickets.insert(url.clone(), (key.clone(), *announced));
        Ok(Ticket {
            method: "PUT",
            url,
            headers: expected_headers(announced),
            expires_at: self.expiry(expires)?,
        })
    }

    async fn put(&self, key: &ProofKey, announced: &Announced, bytes: Vec<u8>) -> Result<(), FilesError> {
        let content_type = announced.media_type.mime().into();
        self.reach()?.incoming.entry(key.clone()).or_insert(Stored { bytes, content_type });
        Ok(())
    }

    async fn download(
        &self,
        key: &ProofKey,
        file_name: &str,
        media_type: MediaType,
        expires: Duration,
    ) -> Result<Link, FilesError> {
        let mut state = self.reach()?;
        let url = format!("https://proof.example/{}?link={}", key.proof(), state.links.len());
        let headers = vec![
            ("content-disposition".into(), disposition::attachment(file_name, media_type)),
            ("content-type".into(), media_type.mime().into()),
        ];
        state.links.insert(url.clone(), (key.clone(), headers));
        Ok(Link { url, expires_at: self.expiry(expires)? })
    }

    async fn fetch(&self, key: &ProofKey, max_bytes: u64) -> Result<Option<Arrived>, FilesError> {
        Ok(self.reach()?.incoming.get(key).map(|stored| {
            let size = stored.bytes.len() as u64;
            Arrived {
                bytes: if size <= max_bytes { stored.bytes.clone() } else { Vec::new() },
                size,
                content_type: Some(stored.content_type.clone()),
                checksum: Some(Sha256::of(&stored.bytes)),
            }
        }))
    }

    async fn publish(&self, key: &ProofKey) -> Result<Published, FilesError> {
        let mut state = self.reach()?;
        if let Some(stored) = state.incoming.remove(key) {
            state.proof.insert(key.clone(), stored);
        }
        Ok(if state.proof.contains_key(key) { Published::Done } else { Published::Missing })
    }

    async fn discard(&self, key: &ProofKey, place: Place) -> Result<(), FilesError> {
        let mut state = self.reach()?;
        match place {
            Place::Incoming => state.incoming.remove(key),
            Place::Proof => state.proof.remove(key),
        };
        Ok(())
    }
}

impl Client for MemoryProofs {
    async fn put(&self, ticket: &Ticket, body: Vec<u8>) -> Result<u16, FilesError> {
        let mut state = self.reach()?;
        let Some((key, announced)) = state.tickets.get(&ticket.url).cloned() else { return Ok(403) };
        if ticket.headers != expected_headers(&announced) || body.len() as u64 != announced.size {
            return Ok(403);
        }
        if state.incoming.contains_key(&key) {
            return Ok(412);
        }
        if Sha256::of(&body) != announced.sha256 {
            return Ok(400);
        }
        let content_type = announced.media_type.mime().into();
        state.incoming.insert(key, Stored { bytes: body, content_type });
        Ok(200)
    }

    async fn get(&self, link: &Link) -> Result<Received, FilesError> {
        let state = self.reach()?;
        let found =
            state.links.get(&link.url).and_then(|(key, headers)| Some((state.proof.get(key)?, headers)));
        Ok(match found {
            Some((stored, headers)) => {
                Received { status: 200, headers: headers.clone(), body: stored.bytes.clone() }
            }
            None => Received { status: 404, headers: Vec::new(), body: Vec::new() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryProofs;
    use crate::{FilesError, MediaType, Place, ProofStore, samples};

    #[tokio::test]
    async fn k10_the_store_in_memory_conforms() {
        let store = MemoryProofs::new(jiff::Timestamp::UNIX_EPOCH);
        samples::conformance(&store, &store).await.unwrap();
    }

    #[tokio::test]
    async fn f2_an_unavailable_store_says_so_and_works_again() {
        let store = MemoryProofs::new(jiff::Timestamp::UNIX_EPOCH);
        let key = samples::key(1);
        store.store_file(&key, Place::Incoming, vec![1], MediaType::Csv);
        store.set_unavailable(true);
        assert!(matches!(store.publish(&key).await, Err(FilesError::Unavailable(_))));
        assert_eq!(store.file(&key, Place::Incoming), Some(vec![1]));
        store.set_unavailable(false);
        assert!(store.publish(&key).await.is_ok());
        assert_eq!(store.file(&key, Place::Proof), Some(vec![1]));
    }
}
