//! The wrapper around `s3s-fs`.
//!
//! An object is there once its `.internal.json` beside the buckets is, which `s3s-fs` writes last; before
//! that it counts as not written, so a PUT that a kill cut off can be sent again.

use super::{Arrivals, BucketError};
use crate::{aws::policy::Guard, function::Bell};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::{Bytes, BytesMut};
use s3s::{
    Body, S3, S3Request, S3Response, S3Result,
    checksum::ChecksumHasher,
    crypto::{Checksum as _, Md5},
    dto::*,
    s3_error,
};
use s3s_fs::FileSystem;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as KeyLock, OwnedMutexGuard};

/// Larger objects are refused; the product allows far less.
const LIMIT: usize = 128 * 1024 * 1024;

/// An object that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its bucket.
    pub bucket: String,
    /// Its key.
    pub key: String,
    /// Its size, bytes.
    pub size: u64,
    /// Its ETag without quotes.
    pub etag: String,
}

pub(super) struct Objects {
    inner: FileSystem,
    root: PathBuf,
    locks: Mutex<BTreeMap<String, Weak<KeyLock<()>>>>,
    arrivals: Arrivals,
    bell: Bell,
}

impl Objects {
    pub(super) fn open(root: &Path, bell: Bell) -> Result<Self, BucketError> {
        let inner = FileSystem::new(root).map_err(|e| BucketError::Folder(format!("{e:?}")))?;
        let root = root.canonicalize()?;
        Ok(Self { inner, root, locks: Mutex::default(), arrivals: Arrivals::default(), bell })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn arrivals(&self) -> Arrivals {
        self.arrivals.clone()
    }

    async fn lock(&self, bucket: &str, key: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| lock.strong_count() > 0);
            let name = format!("{bucket}/{key}");
            locks.get(&name).and_then(Weak::upgrade).unwrap_or_else(|| {
                let lock = Arc::new(KeyLock::new(()));
                locks.insert(name, Arc::downgrade(&lock));
                lock
            })
        };
        lock.lock_owned().await
    }

    fn beside(&self, bucket: &str, key: &str, what: &str) -> PathBuf {
        let (bucket, key) = (URL_SAFE_NO_PAD.encode(bucket), URL_SAFE_NO_PAD.encode(key));
        self.root.join(format!(".bucket-{bucket}.object-{key}.{what}.json"))
    }

    fn is_there(&self, bucket: &str, key: &str) -> bool {
        self.root.join(bucket).join(key).is_file() && self.beside(bucket, key, "internal").is_file()
    }

    fn forget(&self, bucket: &str, key: &str) {
        drop(fs::remove_file(self.beside(bucket, key, "internal")));
        drop(fs::remove_file(self.beside(bucket, key, "metadata")));
    }

    /// Every `(key, size)` of a bucket.
    fn keys(&self, bucket: &str) -> io::Result<Vec<(String, u64)>> {
        let top = self.root.join(bucket);
        let (mut folders, mut keys) = (vec![top.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                match entry.file_type()?.is_dir() {
                    true => folders.push(entry.path()),
                    false => {
                        if let Some(key) = entry.path().strip_prefix(&top).ok().and_then(Path::to_str) {
                            keys.push((key.to_owned(), entry.metadata()?.len()));
                        }
                    }
                }
            }
        }
        keys.sort();
        Ok(keys)
    }

    pub(super) fn remove_unfinished(&self, buckets: &[String]) -> io::Result<()> {
        for bucket in buckets {
            for (key, _) in self.keys(bucket)? {
                if !self.is_there(bucket, &key) {
                    fs::remove_file(self.root.join(bucket).join(&key))?;
                    self.forget(bucket, &key);
                }
            }
        }
        Ok(())
    }

    pub(super) fn tell_again(&self, bucket: &str) -> io::Result<()> {
        for (key, size) in self.keys(bucket)? {
            let etag = crate::data::read::<serde_json::Value>(&self.beside(bucket, &key, "internal"))?
                .and_then(|info| info["e_tag"].as_str().map(str::to_owned))
                .unwrap_or_default();
            self.arrivals.add(Arrival { bucket: bucket.to_owned(), key, size, etag });
        }
        self.bell.ring();
        Ok(())
    }

    pub(super) fn clear(&self, buckets: &[String]) -> io::Result<()> {
        for bucket in buckets {
            for (key, _) in self.keys(bucket)? {
                self.forget(bucket, &key);
                fs::remove_file(self.root.join(bucket).join(&key))?;
            }
        }
        Ok(())
    }

    fn arrived(&self, bucket: &str, key: &str, size: u64, etag: Option<&ETag>) {
        let etag = etag.map(|etag| etag.value().to_owned()).unwrap_or_default();
        self.arrivals.add(Arrival { bucket: bucket.to_owned(), key: key.to_owned(), size, etag });
        self.bell.ring();
    }
}

/// Reads a whole body before anything is written.
async fn whole(body: Option<StreamingBlob>) -> S3Result<Bytes> {
    let body = body.ok_or_else(|| s3_error!(IncompleteBody))?;
    let mut body = std::pin::pin!(Body::from(body));
    let mut bytes = BytesMut::new();
    while let Some(frame) = http_body_util::BodyExt::frame(&mut body).await {
        let frame = frame.map_err(|_| s3_error!(IncompleteBody))?;
        if let Some(data) = frame.data_ref() {
            bytes.extend_from_slice(data);
        }
        if bytes.len() > LIMIT {
            return Err(s3_error!(EntityTooLarge));
        }
    }
    Ok(bytes.freeze())
}

/// Whether the bytes are those the caller says they are.
fn verify(input: &PutObjectInput, bytes: &[u8]) -> S3Result<()> {
    if input.content_length.is_some_and(|length| usize::try_from(length) != Ok(bytes.len())) {
        return Err(s3_error!(IncompleteBody));
    }
    let mut hasher = ChecksumHasher {
        crc32: input.checksum_crc32.as_ref().map(|_| Default::default()),
        crc32c: input.checksum_crc32c.as_ref().map(|_| Default::default()),
        sha1: input.checksum_sha1.as_ref().map(|_| Default::default()),
        sha256: input.checksum_sha256.as_ref().map(|_| Default::default()),
        crc64nvme: input.checksum_crc64nvme.as_ref().map(|_| Default::default()),
    };
    hasher.update(bytes);
    let found = hasher.finalize();
    let good = found.checksum_crc32 == input.checksum_crc32
        && found.checksum_crc32c == input.checksum_crc32c
        && found.checksum_sha1 == input.checksum_sha1
        && found.checksum_sha256 == input.checksum_sha256
        && found.checksum_crc64nvme == input.checksum_crc64nvme;
    let md5 = input.content_md5.as_ref().is_none_or(|wanted| {
        let mut hasher = Md5::new();
        hasher.update(bytes);
        base64::engine::general_purpose::STANDARD.encode(hasher.finalize()) == *wanted
    });
    if good && md5 { Ok(()) } else { Err(s3_error!(BadDigest)) }
}

/// Checksums that came behind the body.
fn trailers(request: &mut S3Request<PutObjectInput>) {
    let Some(headers) = request.trailing_headers.take().and_then(|trailers| trailers.take()) else { return };
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let input = &mut request.input;
    for (slot, name) in [
        (&mut input.checksum_crc32, "x-amz-checksum-crc32"),
        (&mut input.checksum_crc32c, "x-amz-checksum-crc32c"),
        (&mut input.checksum_sha1, "x-amz-checksum-sha1"),
        (&mut input.checksum_sha256, "x-amz-checksum-sha256"),
        (&mut input.checksum_crc64nvme, "x-amz-checksum-crc64nvme"),
    ] {
        if let Some(value) = text(name) {
            *slot = Some(value);
        }
    }
}

pub(super) struct Shared {
    pub(super) objects: Arc<Objects>,
    pub(super) guard: Guard,
}

#[async_trait::async_trait]
impl S3 for Shared {
    async fn put_object(
        &self,
        mut request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let objects = &self.objects;
        let bytes = whole(request.input.body.take()).await?;
        trailers(&mut request);
        verify(&request.input, &bytes)?;
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        if !objects.root.join(&bucket).is_dir() {
            return Err(s3_error!(NoSuchBucket));
        }
        let _alone = objects.lock(&bucket, &key).await;
        if request.input.if_none_match.take().is_some_and(|condition| condition.is_any())
            && objects.is_there(&bucket, &key)
        {
            return Err(s3_error!(PreconditionFailed, "the object exists"));
        }
        drop(fs::remove_file(objects.beside(&bucket, &key, "internal")));
        let size = bytes.len() as u64;
        request.input.body = Some(StreamingBlob::from(Body::from(bytes)));
        let answer = objects.inner.put_object(request).await?;
        objects.arrived(&bucket, &key, size, answer.output.e_tag.as_ref());
        Ok(answer)
    }

    async fn copy_object(
        &self,
        request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        let objects = &self.objects;
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let _alone = objects.lock(&bucket, &key).await;
        let (source, credentials) = (request.input.copy_source.clone(), request.credentials.clone());
        let answer = objects.inner.copy_object(request).await;
        let answer = match &source {
            CopySource::Bucket { bucket, .. } => self.guard.told(answer, credentials.as_ref(), bucket),
            CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => answer,
        }?;
        let size = fs::metadata(objects.root.join(&bucket).join(&key)).map_or(0, |found| found.len());
        let result = answer.output.copy_object_result.as_ref();
        objects.arrived(&bucket, &key, size, result.and_then(|result| result.e_tag.as_ref()));
        Ok(answer)
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let (wanted, credentials) = (request.input.clone(), request.credentials.clone());
        let answer = self.objects.inner.get_object(request).await;
        let mut answer = self.guard.told(answer, credentials.as_ref(), &wanted.bucket)?;
        let output = &mut answer.output;
        for (asked, slot) in [
            (wanted.response_cache_control, &mut output.cache_control),
            (wanted.response_content_disposition, &mut output.content_disposition),
            (wanted.response_content_encoding, &mut output.content_encoding),
            (wanted.response_content_language, &mut output.content_language),
        ] {
            if asked.is_some() {
                *slot = asked;
            }
        }
        if wanted.response_content_type.is_some() {
            output.content_type = wanted.response_content_type;
        }
        Ok(answer)
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let _alone = self.objects.lock(&bucket, &key).await;
        let answer = self.objects.inner.delete_object(request).await?;
        self.objects.forget(&bucket, &key);
        Ok(answer)
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let (bucket, credentials) = (request.input.bucket.clone(), request.credentials.clone());
        self.guard.told(self.objects.inner.head_object(request).await, credentials.as_ref(), &bucket)
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.objects.inner.list_objects_v2(request).await
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.objects.inner.head_bucket(request).await
    }

    async fn list_buckets(
        &self,
        request: S3Request<ListBucketsInput>,
    ) -> S3Result<S3Response<ListBucketsOutput>> {
        self.objects.inner.list_buckets(request).await
    }
}
