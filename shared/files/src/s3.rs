use crate::{FilesError, ProofKey, Sha256};
use aws_sdk_s3::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    types::{ChecksumAlgorithm, ChecksumMode, TaggingDirective},
};

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

/// How [`Proofs::publish`] ended.
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

/// The files of claims in S3. Every call may be repeated.
///
/// `Err` means that we could not look or change, never that there is nothing.
///
/// Asking for a key that is not there needs `s3:ListBucket` on both buckets, otherwise S3 answers 403
/// instead of 404 and we cannot tell a missing file from a missing right.
#[derive(Debug, Clone)]
pub struct Proofs {
    client: Client,
    incoming: String,
    proof: String,
}

impl Proofs {
    /// Takes the names of the two buckets.
    #[must_use]
    pub fn new(client: Client, incoming_bucket: impl Into<String>, proof_bucket: impl Into<String>) -> Self {
        Self { client, incoming: incoming_bucket.into(), proof: proof_bucket.into() }
    }

    /// The file in the incoming bucket. `None`: not there (not yet, or no longer).
    ///
    /// # Errors
    /// S3 does not answer.
    pub async fn fetch(&self, key: &ProofKey, max_bytes: u64) -> Result<Option<Arrived>, FilesError> {
        let request = self.client.get_object().bucket(&self.incoming).key(key.incoming());
        let mut object = match request.checksum_mode(ChecksumMode::Enabled).send().await {
            Ok(object) => object,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(FilesError::unavailable(error)),
        };
        let size =
            u64::try_from(object.content_length().unwrap_or_default()).map_err(FilesError::unavailable)?;
        let mut bytes = Vec::new();
        if size <= max_bytes {
            bytes.reserve_exact(usize::try_from(size).map_err(FilesError::unavailable)?);
            while let Some(chunk) = object.body.try_next().await.map_err(FilesError::unavailable)? {
                bytes.extend_from_slice(&chunk);
            }
        }
        let checksum = object.checksum_sha256().and_then(Sha256::from_base64);
        Ok(Some(Arrived { bytes, size, content_type: object.content_type().map(Into::into), checksum }))
    }

    /// Moves a file found clean to the proof bucket. Safe to repeat after a crash at any point.
    ///
    /// ```text
    /// copy ──▶ delete incoming ──▶ done
    ///   ▲ killed: copied again, same bytes
    ///            ▲ killed: the next call finds nothing to copy, but the proof
    /// ```
    ///
    /// # Errors
    /// S3 does not answer.
    pub async fn publish(&self, key: &ProofKey) -> Result<Published, FilesError> {
        let copied = self
            .client
            .copy_object()
            .copy_source(format!("{}/{}", self.incoming, key.incoming()))
            .bucket(&self.proof)
            .key(key.proof())
            .checksum_algorithm(ChecksumAlgorithm::Sha256)
            // The scanner tags what it has read; copying tags would need rights that nothing else needs.
            .tagging_directive(TaggingDirective::Replace)
            .send()
            .await;
        match copied {
            Ok(_) => self.discard(key, Place::Incoming).await.map(|()| Published::Done),
            Err(error) if is_missing(&error) => {
                Ok(if self.is_published(key).await? { Published::Done } else { Published::Missing })
            }
            Err(error) => Err(FilesError::unavailable(error)),
        }
    }

    /// Removes the file from one bucket; nothing happens when it is not there.
    ///
    /// # Errors
    /// S3 does not answer.
    pub async fn discard(&self, key: &ProofKey, place: Place) -> Result<(), FilesError> {
        let request = match place {
            Place::Incoming => self.client.delete_object().bucket(&self.incoming).key(key.incoming()),
            Place::Proof => self.client.delete_object().bucket(&self.proof).key(key.proof()),
        };
        request.send().await.map(drop).map_err(FilesError::unavailable)
    }

    async fn is_published(&self, key: &ProofKey) -> Result<bool, FilesError> {
        match self.client.head_object().bucket(&self.proof).key(key.proof()).send().await {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(FilesError::unavailable(error)),
        }
    }
}

fn is_missing<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    // A HEAD has no body and thus no code.
    let code = error.code();
    let status = error.raw_response().map(|response| response.status().as_u16());
    code == Some("NoSuchKey") || (status == Some(404) && matches!(code, None | Some("NotFound")))
}

#[cfg(test)]
mod tests;
