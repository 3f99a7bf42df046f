use crate::{FilesError, MediaType, ProofKey, Sha256, disposition};
use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use aws_smithy_runtime::client::{
    orchestrator::operation::Operation,
    retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier},
};
use aws_smithy_runtime_api::client::{
    orchestrator::{HttpRequest, OrchestratorError},
    result::SdkError,
};
use aws_smithy_types::{body::SdkBody, retry::RetryConfig, timeout::TimeoutConfig};
use aws_types::SdkConfig;
use form_urlencoded::Serializer;
use jiff::{SignedDuration, Timestamp};
use std::{convert::Infallible, time::Duration};

/// S3 signs nothing for longer.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long an upload of our own may take to begin.
const AT_ONCE: Duration = Duration::from_secs(60);

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

/// Addresses with which a browser writes or reads one file straight in S3, and nothing else.
///
/// Signing needs nothing of S3's client, which is larger than all the rest of a function that reads no file.
#[derive(Debug, Clone)]
pub struct Presigner {
    sdk: SdkConfig,
    endpoint: Option<String>,
    incoming: String,
    proof: String,
}

impl Presigner {
    /// Takes the address of an S3 that is not AWS's own in the region, and the names of the two buckets.
    #[must_use]
    pub fn new(
        sdk: SdkConfig,
        endpoint: Option<String>,
        incoming_bucket: impl Into<String>,
        proof_bucket: impl Into<String>,
    ) -> Self {
        Self { sdk, endpoint, incoming: incoming_bucket.into(), proof: proof_bucket.into() }
    }

    /// Where browsers are sent to: scheme and host.
    ///
    /// # Errors
    /// No region is set.
    pub fn origin(&self) -> Result<String, FilesError> {
        let endpoint = self.endpoint()?;
        let end = endpoint.match_indices('/').nth(2).map_or(endpoint.len(), |(at, _)| at);
        Ok(endpoint[..end].to_owned())
    }

    /// Lets somebody else upload exactly the announced file, once: a different length, type or content and
    /// a second upload are refused by S3 itself (architecture 6). Nothing is stored by the call.
    ///
    /// # Errors
    /// There are no credentials to sign with.
    pub async fn ticket(
        &self,
        key: &ProofKey,
        announced: &Announced,
        expires: Duration,
    ) -> Result<Ticket, FilesError> {
        let headers = [
            ("content-type", announced.media_type.mime().to_owned()),
            ("if-none-match", "*".to_owned()),
            ("x-amz-checksum-sha256", announced.sha256.to_base64()),
        ];
        let length = announced.size.to_string();
        // S3 checks only what is signed.
        let signed = headers.iter().map(|(name, value)| (*name, value.as_str()));
        let signed: Vec<_> = signed.chain([("content-length", length.as_str())]).collect();
        let url = format!("{}/{}/{}", self.endpoint()?, self.incoming, key.incoming());
        let (url, expires_at) = self.signed("PUT", url, &signed, expires).await?;
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
        Ok(Ticket { method: "PUT", url, headers, expires_at })
    }

    /// A link to the published file, to be saved and not shown (I-23). The name is cleaned for the header.
    /// Does not look whether the file is there.
    ///
    /// # Errors
    /// There are no credentials to sign with.
    pub async fn download(
        &self,
        key: &ProofKey,
        file_name: &str,
        media_type: MediaType,
        expires: Duration,
    ) -> Result<Link, FilesError> {
        let query = Serializer::new(String::new())
            .append_pair("response-content-disposition", &disposition::attachment(file_name, media_type))
            .append_pair("response-content-type", media_type.mime())
            .finish()
            // A blank, to S3 as to its signatures.
            .replace('+', "%20");
        let url = format!("{}/{}/{}?{query}", self.endpoint()?, self.proof, key.proof());
        let (url, expires_at) = self.signed("GET", url, &[], expires).await?;
        Ok(Link { url, expires_at })
    }

    /// Uploads the announced file itself, once, as a ticket lets a browser.
    ///
    /// # Errors
    /// S3 does not take it.
    pub async fn put(&self, key: &ProofKey, announced: &Announced, bytes: Vec<u8>) -> Result<(), FilesError> {
        let ticket = self.ticket(key, announced, AT_ONCE).await?;
        let http = self.sdk.http_client().ok_or_else(|| FilesError::unavailable("no HTTP client is set"))?;
        let upload = Operation::builder()
            .service_name("S3")
            .operation_name("PutObject")
            .http_client(http)
            .endpoint_url(&self.origin()?)
            .no_auth()
            .standard_retry(&self.sdk.retry_config().cloned().unwrap_or_else(RetryConfig::disabled))
            .timeout_config(self.sdk.timeout_config().cloned().unwrap_or_else(TimeoutConfig::disabled))
            .retry_classifier(HttpStatusCodeClassifier::default())
            .retry_classifier(TransientErrorClassifier::<Infallible>::new())
            .with_connection_poisoning()
            .serializer(move |bytes: Vec<u8>| {
                let mut request = HttpRequest::new(SdkBody::from(bytes));
                request.set_method(ticket.method)?;
                request.set_uri(ticket.url.as_str())?;
                for (name, value) in &ticket.headers {
                    request.headers_mut().try_insert(name.clone(), value.clone())?;
                }
                Ok(request)
            })
            .deserializer(|response| match response.status().as_u16() {
                // 412: it is there already.
                200 | 412 => Ok(()),
                status => Err(OrchestratorError::<Infallible>::other(format!("S3 says {status}"))),
            })
            .build();
        upload.invoke(bytes).await.map_err(|fault: SdkError<_, _>| FilesError::unavailable(fault))
    }

    /// The address, signed, and when it ends by the clock that it was signed by.
    async fn signed(
        &self,
        method: &str,
        url: String,
        headers: &[(&str, &str)],
        expires: Duration,
    ) -> Result<(String, Timestamp), FilesError> {
        let expires = expires.min(LONGEST);
        let now = self.sdk.time_source().unwrap_or_default().now();
        let credentials = self.sdk.credentials_provider();
        let credentials = credentials.ok_or_else(|| FilesError::unavailable("no credentials are set"))?;
        let identity = credentials.provide_credentials().await.map_err(FilesError::unavailable)?.into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(expires);
        // As S3, unlike other services, reads an address.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = SigningParams::builder()
            .identity(&identity)
            .region(self.region()?)
            .name("s3")
            .time(now)
            .settings(settings)
            .build()
            .map_err(FilesError::unavailable)?
            .into();
        let body = SignableBody::UnsignedPayload;
        let request = SignableRequest::new(method, &url, headers.iter().copied(), body);
        let signed = sign(request.map_err(FilesError::unavailable)?, &params);
        let (_, query) = signed.map_err(FilesError::unavailable)?.into_parts().0.into_parts();
        let query = Serializer::new(String::new()).extend_pairs(query).finish();
        let joint = if url.contains('?') { '&' } else { '?' };
        let now = Timestamp::try_from(now).map_err(FilesError::unavailable)?;
        let seconds = i64::try_from(expires.as_secs()).map_err(FilesError::unavailable)?;
        // A signature counts whole seconds.
        let begun = Timestamp::from_second(now.as_second()).map_err(FilesError::unavailable)?;
        let ends = begun.checked_add(SignedDuration::from_secs(seconds)).map_err(FilesError::unavailable)?;
        Ok((format!("{url}{joint}{query}"), ends))
    }

    fn region(&self) -> Result<&str, FilesError> {
        let region = self.sdk.region().ok_or_else(|| FilesError::unavailable("no region is set"))?;
        Ok(region.as_ref())
    }

    fn endpoint(&self) -> Result<String, FilesError> {
        if let Some(endpoint) = &self.endpoint {
            return Ok(endpoint.trim_end_matches('/').to_owned());
        }
        let region = self.region()?;
        let country = if region.starts_with("cn-") { ".cn" } else { "" };
        Ok(format!("https://s3.{region}.amazonaws.com{country}"))
    }
}
