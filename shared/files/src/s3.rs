use crate::{
    Announced, Arrived, FilesError, Link, MediaType, Place, ProofKey, ProofStore, Published, Sha256, Ticket,
    disposition,
};
use aws_sdk_s3::{
    Client,
    error::{ProvideErrorMetadata, SdkError},
    operation::put_object::builders::PutObjectFluentBuilder,
    presigning::{PresignedRequest, PresigningConfig},
    types::{ChecksumAlgorithm, ChecksumMode, TaggingDirective},
};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use std::time::Duration;

/// S3 signs nothing for longer.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The files of claims in S3.
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

    /// S3 checks only what is signed, and the signer signs only what is given here.
    fn upload(&self, key: &ProofKey, announced: &Announced) -> Result<PutObjectFluentBuilder, FilesError> {
        let length = i64::try_from(announced.size).map_err(FilesError::unavailable)?;
        let upload = self.client.put_object().bucket(&self.incoming).key(key.incoming());
        Ok(upload
            .content_length(length)
            .content_type(announced.media_type.mime())
            .checksum_sha256(announced.sha256.to_base64())
            .if_none_match("*"))
    }

    async fn is_published(&self, key: &ProofKey) -> Result<bool, FilesError> {
        match self.client.head_object().bucket(&self.proof).key(key.proof()).send().await {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(FilesError::unavailable(error)),
        }
    }
}

impl ProofStore for Proofs {
    async fn ticket(
        &self,
        key: &ProofKey,
        announced: &Announced,
        expires: Duration,
    ) -> Result<Ticket, FilesError> {
        let upload = self.upload(key, announced)?;
        let request = upload.presigned(signed_for(expires)?).await.map_err(FilesError::unavailable)?;
        let headers = request
            .headers()
            .filter(|(name, _)| !matches!(name.to_ascii_lowercase().as_str(), "host" | "content-length"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Ok(Ticket { method: "PUT", url: request.uri().to_owned(), headers, expires_at: expiry(&request)? })
    }

    async fn put(&self, key: &ProofKey, announced: &Announced, bytes: Vec<u8>) -> Result<(), FilesError> {
        let upload = self.upload(key, announced)?.body(bytes.into());
        match upload.send().await {
            Ok(_) => Ok(()),
            // It is there already.
            Err(error) if error.code() == Some("PreconditionFailed") => Ok(()),
            Err(error) => Err(FilesError::unavailable(error)),
        }
    }

    async fn download(
        &self,
        key: &ProofKey,
        file_name: &str,
        media_type: MediaType,
        expires: Duration,
    ) -> Result<Link, FilesError> {
        let request = self
            .client
            .get_object()
            .bucket(&self.proof)
            .key(key.proof())
            .response_content_disposition(disposition::attachment(file_name, media_type))
            .response_content_type(media_type.mime())
            .presigned(signed_for(expires)?)
            .await
            .map_err(FilesError::unavailable)?;
        Ok(Link { url: request.uri().to_owned(), expires_at: expiry(&request)? })
    }

    async fn fetch(&self, key: &ProofKey, max_bytes: u64) -> Result<Option<Arrived>, FilesError> {
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

    /// ```text
    /// copy ──▶ delete incoming ──▶ done
    ///   ▲ killed: copied again, same bytes
    ///            ▲ killed: the next call finds nothing to copy, but the proof
    /// ```
    async fn publish(&self, key: &ProofKey) -> Result<Published, FilesError> {
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

    async fn discard(&self, key: &ProofKey, place: Place) -> Result<(), FilesError> {
        let request = match place {
            Place::Incoming => self.client.delete_object().bucket(&self.incoming).key(key.incoming()),
            Place::Proof => self.client.delete_object().bucket(&self.proof).key(key.proof()),
        };
        request.send().await.map(drop).map_err(FilesError::unavailable)
    }
}

fn signed_for(expires: Duration) -> Result<PresigningConfig, FilesError> {
    PresigningConfig::expires_in(expires.min(LONGEST)).map_err(FilesError::unavailable)
}

/// Reads the expiry from the link itself: the signer used the machine's clock, not the domain's.
fn expiry(request: &PresignedRequest) -> Result<Timestamp, FilesError> {
    let parameter = |name: &str| {
        let query = request.uri().split_once('?').map_or("", |(_, query)| query);
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
    };
    let signed =
        DateTime::strptime("%Y%m%dT%H%M%SZ", parameter("X-Amz-Date")).map_err(FilesError::unavailable)?;
    let signed = signed.to_zoned(TimeZone::UTC).map_err(FilesError::unavailable)?.timestamp();
    let seconds: i64 = parameter("X-Amz-Expires").parse().map_err(FilesError::unavailable)?;
    signed.checked_add(SignedDuration::from_secs(seconds)).map_err(FilesError::unavailable)
}

fn is_missing<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    // A HEAD has no body and thus no code.
    let code = error.code();
    let status = error.raw_response().map(|response| response.status().as_u16());
    code == Some("NoSuchKey") || (status == Some(404) && matches!(code, None | Some("NotFound")))
}

#[cfg(test)]
mod tests;
