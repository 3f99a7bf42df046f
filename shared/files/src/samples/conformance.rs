use super::key;
use crate::{Announced, FilesError, Link, MediaType, Place, ProofStore, Published, Sha256, Ticket};
use std::{future::Future, time::Duration};

const EXPIRES: Duration = Duration::from_secs(300);

/// The browser's side of a store: it uploads with a ticket and downloads from a link.
pub trait Client {
    /// Sends the body with the ticket's method and headers; answers with the HTTP status.
    fn put(&self, ticket: &Ticket, body: Vec<u8>) -> impl Future<Output = Result<u16, FilesError>> + Send;
    /// Follows the link.
    fn get(&self, link: &Link) -> impl Future<Output = Result<Received, FilesError>> + Send;
}

/// The answer to a download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The file.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of the first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What every [`ProofStore`] must hold, seen from both sides. The store must be empty.
///
/// # Errors
/// Whatever the store or the client could not do.
///
/// # Panics
/// When the store does not hold what it must.
pub async fn conformance(store: &impl ProofStore, client: &impl Client) -> Result<(), FilesError> {
    a_file_goes_all_the_way(store, client).await?;
    nothing_but_the_announced_file_gets_in(store, client).await?;
    every_step_may_be_repeated(store, client).await?;
    what_we_put_is_what_a_ticket_would_have_brought(store).await?;
    what_is_not_there_is_none(store, client).await
}

async fn what_we_put_is_what_a_ticket_would_have_brought(store: &impl ProofStore) -> Result<(), FilesError> {
    let (key, bytes) = (key(7), super::pdf("put"));
    let announced = announce(&bytes, MediaType::Pdf);
    store.put(&key, &announced, bytes.clone()).await?;
    // The first one stays.
    store.put(&key, &announced, bytes.clone()).await?;
    let arrived = store.fetch(&key, 1_000_000).await?.ok_or_else(|| FilesError::unavailable("missing"))?;
    assert_eq!((arrived.bytes, arrived.size), (bytes, announced.size));
    assert_eq!(arrived.content_type.as_deref(), Some(MediaType::Pdf.mime()));
    store.discard(&key, Place::Incoming).await
}

fn announce(bytes: &[u8], media_type: MediaType) -> Announced {
    Announced { size: bytes.len() as u64, sha256: Sha256::of(bytes), media_type }
}

async fn a_file_goes_all_the_way(store: &impl ProofStore, client: &impl Client) -> Result<(), FilesError> {
    let (key, bytes) = (key(1), super::pdf("proof"));
    let announced = announce(&bytes, MediaType::Pdf);
    let ticket = store.ticket(&key, &announced, EXPIRES).await?;
    assert_eq!(ticket.method, "PUT");
    for (name, _) in &ticket.headers {
        assert!(!["host", "content-length"].contains(&name.as_str()), "{name} is not the client's to set");
    }
    assert_eq!(client.put(&ticket, bytes.clone()).await?, 200);

    let arrived = store.fetch(&key, announced.size).await?;
    let arrived = arrived.as_ref();
    assert_eq!(arrived.map(|file| &file.bytes), Some(&bytes));
    assert_eq!(arrived.map(|file| file.size), Some(announced.size));
    assert_eq!(arrived.and_then(|file| file.content_type.as_deref()), Some("application/pdf"));
    assert_eq!(arrived.and_then(|file| file.checksum), Some(announced.sha256));
    let too_long = store.fetch(&key, announced.size - 1).await?;
    assert_eq!(too_long.map(|file| (file.bytes, file.size)), Some((Vec::new(), announced.size)));

    let link = store.download(&key, "Prüfung\r\n.pdf", MediaType::Pdf, EXPIRES).await?;
    assert_eq!(client.get(&link).await?.status, 404, "nothing is downloadable before it is published (I-23)");
    assert_eq!(store.publish(&key).await?, Published::Done);
    let received = client.get(&link).await?;
    assert_eq!((received.status, &received.body), (200, &bytes));
    assert_eq!(received.header("content-type"), Some("application/pdf"));
    let disposition = "attachment; filename=\"Pr_fung.pdf\"; filename*=UTF-8''Pr%C3%BCfung.pdf";
    assert_eq!(received.header("content-disposition"), Some(disposition));
    Ok(())
}

async fn nothing_but_the_announced_file_gets_in(
    store: &impl ProofStore,
    client: &impl Client,
) -> Result<(), FilesError> {
    let bytes = super::csv("one");
    let announced = announce(&bytes, MediaType::Csv);
    let ticket = store.ticket(&key(2), &announced, EXPIRES).await?;

    let longer = [&bytes[..], b"x"].concat();
    assert_eq!(client.put(&ticket, longer).await?, 403, "another length");
    for index in 0..ticket.headers.len() {
        let mut forged = ticket.clone();
        forged.headers[index].1 = "application/x-other".into();
        assert_eq!(client.put(&forged, bytes.clone()).await?, 403, "another {}", ticket.headers[index].0);
        forged.headers.remove(index);
        assert_eq!(client.put(&forged, bytes.clone()).await?, 403, "no {}", ticket.headers[index].0);
    }
    let elsewhere = store.ticket(&key(3), &announced, EXPIRES).await?;
    let forged = Ticket { url: ticket.url.replace(key(2).document(), key(3).document()), ..elsewhere };
    assert_eq!(client.put(&forged, bytes.clone()).await?, 403, "another key");
    assert_eq!(store.fetch(&key(2), 1_000).await?, None);
    assert_eq!(store.fetch(&key(3), 1_000).await?, None);

    let other = super::csv("two");
    assert_eq!(other.len(), bytes.len());
    assert_eq!(client.put(&ticket, other).await?, 400, "other bytes");
    Ok(())
}

async fn every_step_may_be_repeated(store: &impl ProofStore, client: &impl Client) -> Result<(), FilesError> {
    let (key, bytes) = (key(4), super::csv("again"));
    let announced = announce(&bytes, MediaType::Csv);
    let ticket = store.ticket(&key, &announced, EXPIRES).await?;
    assert_eq!(client.put(&ticket, bytes.clone()).await?, 200);
    assert_eq!(client.put(&ticket, bytes.clone()).await?, 412, "a ticket is good for one file");
    let link = store.download(&key, "again.csv", MediaType::Csv, EXPIRES).await?;
    for _time in 0..2 {
        assert_eq!(store.publish(&key).await?, Published::Done);
        assert_eq!(store.fetch(&key, 1_000).await?, None, "it has left the incoming bucket");
        assert_eq!(client.get(&link).await?.body, bytes);
    }
    // As after a crash between the copy and the removal: the file lies in both buckets.
    assert_eq!(client.put(&ticket, bytes.clone()).await?, 200);
    assert_eq!(store.publish(&key).await?, Published::Done);
    assert_eq!(store.fetch(&key, 1_000).await?, None);
    for _time in 0..2 {
        store.discard(&key, Place::Proof).await?;
        assert_eq!(client.get(&link).await?.status, 404);
    }
    assert_eq!(client.put(&ticket, bytes).await?, 200);
    for _time in 0..2 {
        store.discard(&key, Place::Incoming).await?;
        assert_eq!(store.fetch(&key, 1_000).await?, None);
    }
    Ok(())
}

async fn what_is_not_there_is_none(store: &impl ProofStore, client: &impl Client) -> Result<(), FilesError> {
    let key = key(5);
    assert_eq!(store.fetch(&key, 1_000).await?, None);
    assert_eq!(store.publish(&key).await?, Published::Missing);
    store.discard(&key, Place::Incoming).await?;
    store.discard(&key, Place::Proof).await?;
    let link = store.download(&key, "none.csv", MediaType::Csv, EXPIRES).await?;
    assert_eq!(client.get(&link).await?.status, 404);
    Ok(())
}
