use crate::{FilesError, MediaType, ProofKey, Sha256};
use jiff::Timestamp;
use std::{future::Future, time::Duration};

/// What the uploader announced before the upload; nothing else is let in (V-23, V-24, V-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// In bytes.
    pub size: u64,
    /// Of the whole file.
    pub sha256: Sha256,
    /// What the file is said to be; its content must prove it.
    pub media_type: MediaType,
}

/// Leave to write one file, once, straight to S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Always `PUT`.
    pub method: &'static str,
    /// Holds a signature: never to be logged.
    pub url: String,
    /// What the client must send, exactly, besides `Content-Length`: that one is signed too, but browsers set
    /// it from the body and forbid scripts to, and every other HTTP client does the same.
    pub headers: Vec<(String, String)>,
    /// By the clock of S3, not of the domain.
    pub expires_at: Timestamp,
}

/// A short-lived link to one published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Holds a signature: never to be logged.
    pub url: String,
    /// By the clock of S3, not of the domain.
    pub expires_at: Timestamp,
}

/// A file as it lies in the incoming bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Empty when the file is longer than the caller wanted to read.
    pub bytes: Vec<u8>,
    /// In bytes, as stored.
    pub size: u64,
    /// As sent by the uploader.
    pub content_type: Option<String>,
    /// As S3 computed it on arrival.
    pub checksum: Option<Sha256>,
}

/// How [`ProofStore::publish`] ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// The file lies in the proof bucket, since now or since an earlier call.
    Done,
    /// There is no such file in either bucket.
    Missing,
}

/// One of the two buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Files that nobody has judged yet.
    Incoming,
    /// Files found clean.
    Proof,
}

/// The files of claims. Every call may be repeated.
///
/// `Err` means that we could not look or change, never that there is nothing.
pub trait ProofStore: Send + Sync {
    /// Lets somebody else upload exactly the announced file, once: a different length, type or content and
    /// a second upload are refused by S3 itself (architecture 6). Nothing is stored by the call.
    fn ticket(
        &self,
        key: &ProofKey,
        announced: &Announced,
        expires: Duration,
    ) -> impl Future<Output = Result<Ticket, FilesError>> + Send;

    /// Uploads the announced file itself, once, as a ticket would let it.
    fn put(
        &self,
        key: &ProofKey,
        announced: &Announced,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<(), FilesError>> + Send;

    /// A link to the published file, to be saved and not shown (I-23). The name is cleaned for the header.
    /// Does not look whether the file is there.
    fn download(
        &self,
        key: &ProofKey,
        file_name: &str,
        media_type: MediaType,
        expires: Duration,
    ) -> impl Future<Output = Result<Link, FilesError>> + Send;

    /// The file in the incoming bucket. `None`: not there (not yet, or no longer).
    fn fetch(
        &self,
        key: &ProofKey,
        max_bytes: u64,
    ) -> impl Future<Output = Result<Option<Arrived>, FilesError>> + Send;

    /// Moves a file found clean to the proof bucket. Safe to repeat after a crash at any point.
    fn publish(&self, key: &ProofKey) -> impl Future<Output = Result<Published, FilesError>> + Send;

    /// Removes the file from one bucket; nothing happens when it is not there.
    fn discard(&self, key: &ProofKey, place: Place) -> impl Future<Output = Result<(), FilesError>> + Send;
}
