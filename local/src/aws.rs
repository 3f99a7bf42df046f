//! What stands in for AWS: each on a loopback listener of its own, spoken to by the real SDK clients.

pub mod dynamodb;
pub mod eventbridge;
pub mod policy;
pub mod s3;
pub mod ses;

use std::collections::BTreeMap;

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

impl Endpoints {
    /// The variables that lead an SDK here, with region and the credentials that may do
    /// everything.
    #[must_use]
    pub fn variables(&self) -> BTreeMap<String, String> {
        [
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_REGION", REGION),
            ("AWS_ENDPOINT_URL_DYNAMODB", &self.dynamodb),
            ("AWS_ENDPOINT_URL_S3", &self.s3),
            ("AWS_ENDPOINT_URL_SES", &self.ses),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", &self.eventbridge),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// The same, with all that functions of these environments find in theirs.
    #[must_use]
    pub fn variables_of<'a>(
        &self,
        environments: impl IntoIterator<Item = &'a BTreeMap<String, String>>,
    ) -> BTreeMap<String, String> {
        let mut variables = self.variables();
        for environment in environments {
            variables.extend(environment.clone());
        }
        variables
    }
}

/// The access key that may do everything. Each function has one of its own, named as its folder, that may do
/// what its policies say.
pub const ACCESS_KEY: &str = "local";
/// The secret of every key; only S3 checks signatures.
pub const SECRET_KEY: &str = "local-secret";
/// The region of every client.
pub const REGION: &str = "us-east-1";
