//! What stands in for AWS: each on a loopback listener of its own, spoken to by the real SDK clients.

pub mod dynamodb;
pub mod eventbridge;
pub mod policy;
pub mod s3;
pub mod ses;

/// Where the clients find the services, `http://127.0.0.1:<port>` each.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    /// `AWS_ENDPOINT_URL_DYNAMODB`.
    pub dynamodb: String,
    /// `AWS_ENDPOINT_URL_S3`; path-style addresses.
    pub s3: String,
    /// `AWS_ENDPOINT_URL_SES`; the classic query protocol.
    pub ses: String,
    /// `AWS_ENDPOINT_URL_EVENTBRIDGE`.
    pub eventbridge: String,
}

/// The access key that may do everything. Each function has one of its own, named as its folder, that may do
/// what its policies say.
pub const ACCESS_KEY: &str = "local";
/// The secret of every key; only S3 checks signatures.
pub const SECRET_KEY: &str = "local-secret";
/// The region of every client.
pub const REGION: &str = "us-east-1";
