//! OIDC discovery: an issuer that belongs to a domain says in its own name which tenant it is.
//!
//! The domain comes from outside, so the request gives nothing away and takes little in: HTTPS to a host that
//! the operator has named, at a public address; no redirect is followed; time and size are bounded.

use std::{
    error::Error,
    sync::{Arc, OnceLock},
    time::Duration,
};

use app::{
    Clock,
    ports::{Directory, DirectoryFault, Tenants},
};
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use domain::text;
use serde::Deserialize;

use crate::{
    address::{NotPublic, Resolver},
    cache::Cache,
    template::Template,
};

/// Most bytes of an answer.
const BODY_MAX: usize = 64 * 1024;

/// How an identity provider is asked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long it may take from the look-up of the name to the last byte
    pub timeout: Duration,
    /// Whether hosts inside our network may be asked; for tests
    pub private_addresses: bool,
    /// The only authority to trust, PEM, in place of the system's; for tests
    pub authority: Option<Vec<u8>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(2), private_addresses: false, authority: None }
    }
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// The template of issuers
    #[error("the template of issuers: {0}")]
    Template(String),
    /// The authority to trust
    #[error("the authority: {0}")]
    Authority(String),
}

/// Tenants by OIDC discovery.
pub struct Discovery {
    template: Template,
    clock: Arc<dyn Clock>,
    timeout: Duration,
    resolver: Resolver,
    tls: TlsContext,
    connector: OnceLock<Connector>,
    cache: Cache,
}

/// The part of an issuer's configuration that is read.
#[derive(Deserialize)]
struct Configuration {
    issuer: String,
}

impl Discovery {
    /// Asks the issuers of a template such as `https://login.example/{domain}/v2.0`.
    ///
    /// # Errors
    /// The template or the authority is none.
    pub fn new(issuer: &str, clock: Arc<dyn Clock>, settings: Settings) -> Result<Self, SettingsFault> {
        let trusted = match settings.authority {
            Some(authority) => TrustStore::empty().with_pem_certificate(authority),
            None => TrustStore::default(),
        };
        let tls = TlsContext::builder().with_trust_store(trusted).build();
        Ok(Self {
            template: Template::parse(issuer)?,
            clock,
            timeout: settings.timeout,
            resolver: Resolver { private_addresses: settings.private_addresses },
            tls: tls.map_err(|fault| SettingsFault::Authority(fault.to_string()))?,
            connector: OnceLock::new(),
            cache: Cache::default(),
        })
    }

    /// Made when it is first needed: reading the system's authorities takes longer than most requests. Nothing
    /// is pooled, since the next unknown domain may be hours away.
    fn connector(&self) -> &Connector {
        self.connector.get_or_init(|| {
            Connector::builder()
                .pool_max_idle_per_host(0)
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .tls_context(self.tls.clone())
                .build_with_resolver(self.resolver.clone())
        })
    }

    async fn ask(&self, domain: &str) -> Result<Option<String>, DirectoryFault> {
        let url = self.template.configuration_of(domain);
        let mut request =
            HttpRequest::get(url).map_err(|fault| DirectoryFault::Refused(fault.to_string()))?;
        request.headers_mut().insert("accept", "application/json");
        let mut response = self.connector().call(request).await.map_err(|fault| unreachable(&fault))?;
        match response.status().as_u16() {
            200 => tenant(&read(response.take_body()).await?).map(Some),
            // Nobody has a directory by this name.
            400 | 404 => Ok(None),
            300..=399 => Err(DirectoryFault::Refused("it leads elsewhere".into())),
            status => Err(DirectoryFault::Unavailable(format!("status {status}"))),
        }
    }
}

impl Directory for Discovery {
    fn tenants_of<'a>(&'a self, domain: &'a str) -> Tenants<'a> {
        Box::pin(self.find(domain))
    }
}

impl Discovery {
    async fn find(&self, domain: &str) -> Result<Vec<String>, DirectoryFault> {
        let Some(domain) = text::domain(domain) else { return Ok(Vec::new()) };
        let now = self.clock.now();
        if let Some(tenant) = self.cache.get(&domain, now) {
            return Ok(tenant.into_iter().collect());
        }
        let tenant = tokio::time::timeout(self.timeout, self.ask(&domain))
            .await
            .map_err(|_| DirectoryFault::Unavailable("no answer in time".into()))??;
        self.cache.put(domain, tenant.clone(), now);
        Ok(tenant.into_iter().collect())
    }
}

async fn read(body: SdkBody) -> Result<Vec<u8>, DirectoryFault> {
    let mut stream = ByteStream::new(body);
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.try_next().await.map_err(|fault| unreachable(&fault))? {
        if bytes.len() + chunk.len() > BODY_MAX {
            return Err(DirectoryFault::Refused("it is too large".into()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The tenant that an issuer is: the UUID among the segments of its address.
fn tenant(body: &[u8]) -> Result<String, DirectoryFault> {
    let refused = |why: &str| DirectoryFault::Refused(why.to_owned());
    let Configuration { issuer } =
        serde_json::from_slice(body).map_err(|_| refused("it is no configuration of an issuer"))?;
    let path = issuer.strip_prefix("https://").ok_or_else(|| refused("the issuer is no address"))?;
    let mut segments = path.split('/').skip(1).filter_map(text::uuid);
    segments.next().ok_or_else(|| refused("the issuer names no tenant"))
}

/// What the layers below say, down to the cause; they name no domain.
fn unreachable(fault: &(dyn Error + 'static)) -> DirectoryFault {
    let chain = || std::iter::successors(Some(fault), |&fault| fault.source());
    if chain().any(|fault| fault.is::<NotPublic>()) {
        return DirectoryFault::Refused(NotPublic.to_string());
    }
    let words: Vec<String> = chain().map(ToString::to_string).collect();
    DirectoryFault::Unavailable(words.join(": "))
}
