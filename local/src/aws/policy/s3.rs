//! What S3 is asked for, checked where its signatures are.

use super::{Access, Policies, Refusal, arn};
use s3s::{
    S3ErrorCode, S3Result,
    access::{S3Access, S3AccessContext},
    auth::{Credentials, S3Auth, SecretKey, SimpleAuth},
    dto::CopySource,
    path::S3Path,
    s3_error,
};
use std::sync::Arc;

/// Keeper of the buckets.
#[derive(Clone)]
pub(in crate::aws) struct Guard(pub(in crate::aws) Arc<Policies>);

impl Guard {
    /// The keys that requests are signed with; all have one secret.
    pub(in crate::aws) fn auth(&self) -> impl S3Auth {
        let mut auth = SimpleAuth::new();
        for key in self.0.keys() {
            auth.register(key.to_owned(), SecretKey::from(crate::aws::SECRET_KEY));
        }
        auth
    }

    /// An answer about an object: that it is missing is told only to those who may list its bucket.
    pub(in crate::aws) fn told<T>(
        &self,
        answer: S3Result<T>,
        asks: Option<&Credentials>,
        bucket: &str,
    ) -> S3Result<T> {
        let list = Access::new("s3:ListBucket", bucket_arn(bucket));
        let may_list = || asks.is_some_and(|asks| self.0.may(&asks.access_key, &list));
        answer.map_err(|error| match *error.code() == S3ErrorCode::NoSuchKey && !may_list() {
            true => s3_error!(AccessDenied),
            false => error,
        })
    }
}

#[async_trait::async_trait]
impl S3Access for Guard {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = cx.credentials() else {
            return Err(s3_error!(AccessDenied, "Signature is required"));
        };
        match self.0.check(&credentials.access_key, &accesses(cx)?) {
            Ok(()) => Ok(()),
            Err(Refusal::Denied(message)) => Err(s3_error!(AccessDenied, "{message}")),
            Err(Refusal::UnknownKey) => Err(s3_error!(InvalidAccessKeyId)),
        }
    }
}

fn accesses(cx: &S3AccessContext<'_>) -> S3Result<Vec<Access>> {
    let on_path = |action: &str| {
        let resource = match cx.s3_path() {
            S3Path::Root => "*".to_owned(),
            S3Path::Bucket { bucket } => bucket_arn(bucket),
            S3Path::Object { bucket, key } => object_arn(bucket, key),
        };
        Access::new(format!("s3:{action}"), resource)
    };
    Ok(match cx.s3_op().name() {
        "HeadObject" => vec![on_path("GetObject")],
        "HeadBucket" | "ListObjects" | "ListObjectsV2" => vec![on_path("ListBucket")],
        "ListBuckets" => vec![on_path("ListAllMyBuckets")],
        "CopyObject" => {
            let header = |name: &str| cx.headers().get(name).and_then(|value| value.to_str().ok());
            let source = CopySource::parse(header("x-amz-copy-source").unwrap_or_default())
                .map_err(|_| s3_error!(InvalidArgument))?;
            let CopySource::Bucket { bucket, key, version_id: None } = source else {
                return Err(s3_error!(NotImplemented));
            };
            let source = object_arn(&bucket, &key);
            let mut accesses = vec![Access::new("s3:GetObject", &source), on_path("PutObject")];
            // What the scanner has read is tagged, and tags go along unless they are replaced.
            if header("x-amz-tagging-directive") != Some("REPLACE") {
                accesses.push(Access::new("s3:GetObjectTagging", source));
                accesses.push(on_path("PutObjectTagging"));
            }
            accesses
        }
        operation => vec![on_path(operation)],
    })
}

fn bucket_arn(bucket: &str) -> String {
    arn("s3", "", bucket)
}

fn object_arn(bucket: &str, key: &str) -> String {
    arn("s3", "", &format!("{bucket}/{key}"))
}
