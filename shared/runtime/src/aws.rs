//! How AWS is reached: what all clients have in common, read from the environment.
//!
//! Only what a function has is looked at: variables, and the credentials of its container. No profiles, no
//! sign-on, no instance metadata; a process begins the sooner.

use std::{collections::BTreeMap, fs, time::Duration};

use aws_config::{
    BehaviorVersion, Region, SdkConfig, ecs::EcsCredentialsProvider, provider_config::ProviderConfig,
    retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider, SharedHttpClient};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::{
    client::{
        connector_metadata::ConnectorMetadata,
        http::{HttpClient, HttpConnectorSettings, SharedHttpConnector},
        runtime_components::RuntimeComponents,
    },
    shared::IntoShared as _,
};
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use files::Presigner;
use rustls_pki_types::{CertificateDer, pem::PemObject as _};

use crate::config::ConfigError;

/// Amazon Trust Services: who signs for every AWS endpoint. Reading the hundred and more authorities of an
/// operating system takes longer than everything else before the first answer.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");
/// The variable that names a PEM file of the authorities to trust in place of Amazon's, as in other SDKs.
pub const CA_BUNDLE: &str = "AWS_CA_BUNDLE";
/// The variable that names another endpoint; followed by `_DYNAMODB`, `_S3` and so on, that of one service.
pub const ENDPOINT_URL: &str = "AWS_ENDPOINT_URL";
/// The variable that says, as to other SDKs, that the clock is right: requests are signed by it, and not by what the
/// last answer said the time is. Where all clocks are moved at once, an answer may be from before.
pub const OWN_CLOCK: &str = "AWS_DISABLE_CLOCK_SKEW_CORRECTION";
/// The services with clients here, as the variables of their endpoints end.
const SERVICES: [&str; 4] = ["DYNAMODB", "S3", "SES", "EVENTBRIDGE"];

/// Clients of the AWS services. They share one HTTP client; each is made for who asks for it, so that a function
/// holds no code of services it does not use.
#[derive(Debug, Clone)]
pub struct Clients(SdkConfig);

impl Clients {
    /// Clients with these settings.
    #[must_use]
    pub fn new(sdk: SdkConfig) -> Self {
        Self(sdk)
    }

    /// The claims table
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.0)
    }

    /// Proof of execution. Path-style addresses suit every S3 there is.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.0).force_path_style(true);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// Addresses of proof of execution, for functions that do not look into it
    #[must_use]
    pub fn presigner(&self, incoming_bucket: &str, proof_bucket: &str) -> Presigner {
        let key = ServiceConfigKey::builder().service_id("S3").env(ENDPOINT_URL).profile("endpoint_url");
        let endpoint = key.build().ok().and_then(|key| self.0.service_config()?.load_config(key));
        let endpoint = endpoint.or_else(|| self.0.endpoint_url().map(String::from));
        Presigner::new(self.0.clone(), endpoint, incoming_bucket, proof_bucket)
    }

    /// Mails
    #[must_use]
    pub fn ses(&self) -> aws_sdk_ses::Client {
        aws_sdk_ses::Client::new(&self.0)
    }

    /// Domain events
    #[must_use]
    pub fn eventbridge(&self) -> aws_sdk_eventbridge::Client {
        aws_sdk_eventbridge::Client::new(&self.0)
    }
}

/// SDK configuration: one HTTP client on ring, three tries and time-outs below those of the functions.
///
/// # Errors
/// The authorities to trust cannot be read.
pub fn sdk(lookup: impl Fn(&str) -> Option<String>) -> Result<SdkConfig, ConfigError> {
    let given = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
    let http = http_client(given(CA_BUNDLE))?;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(8))
        .build();
    let region = given("AWS_REGION").or_else(|| given("AWS_DEFAULT_REGION")).map(Region::new);
    let mut sdk = SdkConfig::builder();
    sdk.set_region(region.clone())
        .set_credentials_provider(Some(credentials(given, region, &http)))
        .set_http_client(Some(http));
    let sdk = sdk
        .behavior_version(BehaviorVersion::latest())
        .disable_clock_skew_correction(given(OWN_CLOCK).is_some_and(|said| said.eq_ignore_ascii_case("true")))
        .service_config(EndpointUrls::of(given))
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts);
    Ok(sdk.build())
}

/// A client that trusts Amazon's authorities, or those of a bundle: of a private cloud, or of a proxy that looks
/// into connections. Endpoints without TLS need none.
fn http_client(bundle: Option<String>) -> Result<SharedHttpClient, ConfigError> {
    let pem = match bundle {
        None => AMAZON_ROOTS.to_vec(),
        Some(path) => {
            read_bundle(&path).map_err(|fault| ConfigError(vec![format!("{CA_BUNDLE}: {path}: {fault}")]))?
        }
    };
    let roots = TrustStore::empty().with_pem_certificate(pem);
    let tls = TlsContext::builder().with_trust_store(roots).build();
    let tls = tls.map_err(|fault| ConfigError(vec![format!("{CA_BUNDLE}: {fault}")]))?;
    let builder = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(tls);
    Ok(Unproved(builder.build_https()).into_shared())
}

/// A client that makes no connector for the sake of it: each client of a service would have one made and thrown
/// away, authorities and all, only to see that it can be made.
#[derive(Debug)]
struct Unproved(SharedHttpClient);

impl HttpClient for Unproved {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.0.http_connector(settings, components)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

/// The client panics at certificates that are none, so they are looked at before.
fn read_bundle(path: &str) -> Result<Vec<u8>, String> {
    let pem = fs::read(path).map_err(|fault| fault.to_string())?;
    let mut found = 0;
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|fault| fault.to_string())?;
        webpki::anchor_from_trusted_cert(&certificate).map_err(|fault| fault.to_string())?;
        found += 1;
    }
    if found == 0 { Err("no certificate in it".into()) } else { Ok(pem) }
}

/// Those of the variables, as every Lambda has them; without them those of the container.
fn credentials(
    given: impl Fn(&str) -> Option<String>,
    region: Option<Region>,
    http: &SharedHttpClient,
) -> SharedCredentialsProvider {
    match given("AWS_ACCESS_KEY_ID").zip(given("AWS_SECRET_ACCESS_KEY")) {
        Some((id, secret)) => {
            let token = given("AWS_SESSION_TOKEN");
            SharedCredentialsProvider::new(Credentials::new(id, secret, token, None, "Environment"))
        }
        None => {
            let provider =
                ProviderConfig::without_region().with_region(region).with_http_client(http.clone());
            SharedCredentialsProvider::new(EcsCredentialsProvider::builder().configure(&provider).build())
        }
    }
}

/// Endpoints by the variables that name them.
#[derive(Debug)]
struct EndpointUrls(BTreeMap<String, String>);

impl EndpointUrls {
    fn of(given: impl Fn(&str) -> Option<String>) -> Self {
        let names = SERVICES.iter().map(|service| format!("{ENDPOINT_URL}_{service}"));
        let names = names.chain([ENDPOINT_URL.to_owned()]);
        Self(names.filter_map(|name| given(&name).map(|url| (name, url))).collect())
    }
}

impl LoadServiceConfig for EndpointUrls {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let service = key.service_id().to_uppercase().replace(' ', "_");
        let of_service = self.0.get(&format!("{}_{service}", key.env()));
        of_service.or_else(|| self.0.get(key.env())).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    /// As <https://www.amazontrust.com/repository/> publishes them.
    const FINGERPRINTS: [&str; 5] = [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ];

    fn of(variables: &'static [(&str, &str)]) -> Result<SdkConfig, ConfigError> {
        let value = |name: &str| variables.iter().find(|(known, _)| *known == name);
        sdk(|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_authorities_are_those_of_amazon() {
        let certificates = CertificateDer::pem_slice_iter(AMAZON_ROOTS).map(Result::unwrap);
        let found: Vec<String> = certificates
            .map(|der| {
                webpki::anchor_from_trusted_cert(&der).unwrap();
                Sha256::digest(&der).iter().map(|byte| format!("{byte:02x}")).collect()
            })
            .collect();
        assert_eq!(found, FINGERPRINTS);
    }

    #[test]
    fn a_bundle_is_read_at_start_or_named_as_the_fault() {
        let fault = of(&[(CA_BUNDLE, "/nowhere/roots.pem")]).unwrap_err();
        assert!(fault.0[0].starts_with("AWS_CA_BUNDLE: /nowhere/roots.pem: "), "{fault}");
        for file in ["Cargo.toml", "src/lib.rs"] {
            assert!(read_bundle(file).is_err(), "{file} holds no certificate");
        }
        assert!(read_bundle("src/amazon-roots.pem").is_ok());
    }

    #[tokio::test]
    async fn credentials_are_those_of_the_variables() {
        use aws_sdk_dynamodb::config::ProvideCredentials as _;
        let sdk = of(&[
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_SESSION_TOKEN", "token"),
        ])
        .unwrap();
        let found = sdk.credentials_provider().unwrap().provide_credentials().await.unwrap();
        assert_eq!(
            (found.access_key_id(), found.secret_access_key(), found.session_token()),
            ("id", "secret", Some("token"))
        );
        assert_eq!(sdk.region().unwrap().as_ref(), "eu-central-1");
    }

    #[test]
    fn requests_are_signed_by_the_own_clock_where_that_is_said() {
        for (said, own) in [("true", true), ("TRUE", true), ("false", false), ("", false)] {
            let sdk = sdk(|name| (name == OWN_CLOCK).then(|| said.to_owned())).unwrap();
            let client = aws_sdk_dynamodb::Config::from(&sdk);
            assert_eq!(client.disable_clock_skew_correction(), Some(own), "{said:?}");
        }
    }

    #[test]
    fn an_endpoint_is_that_of_the_service_or_that_of_all() {
        let urls = EndpointUrls::of(|name| match name {
            "AWS_ENDPOINT_URL" => Some("http://all".into()),
            "AWS_ENDPOINT_URL_DYNAMODB" => Some("http://table".into()),
            _ => None,
        });
        let of = |service| {
            let key =
                ServiceConfigKey::builder().service_id(service).env(ENDPOINT_URL).profile("endpoint_url");
            urls.load_config(key.build().unwrap())
        };
        assert_eq!(of("DynamoDB").as_deref(), Some("http://table"));
        assert_eq!(of("EventBridge").as_deref(), Some("http://all"));
    }
}
