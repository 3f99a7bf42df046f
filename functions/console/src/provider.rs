//! The OIDC provider: code flow with PKCE. Whoever comes back with a code is who the provider says.

use std::{sync::OnceLock, time::Duration};

use aws_smithy_http_client::{
    Connector,
    tls::{Provider as Tls, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use form_urlencoded::Serializer;
use ring::digest;
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::OnceCell;
use web::TokenClaims;

use crate::session::SignIn;

/// How long the provider may take for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of an answer.
const BODY_MAX: usize = 64 * 1024;

/// Why nobody was signed in. Says nothing about them.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderFault {
    #[error("the provider gives no answer: {0}")]
    Unavailable(String),
    #[error("the provider's answer is refused: {0}")]
    Refused(&'static str),
}

/// Where the provider wants to be asked.
#[derive(Debug, Deserialize)]
struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// What an id token says beside who it is about.
#[derive(Deserialize)]
struct IdToken {
    iss: String,
    aud: Audience,
    exp: i64,
    nonce: Option<String>,
    #[serde(flatten)]
    claims: TokenClaims,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Somebody who has signed in.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) claims: TokenClaims,
    /// Until when the provider vouches for them, seconds since 1970.
    pub(crate) until: i64,
}

/// The provider of a deployment.
pub(crate) struct Provider {
    issuer: String,
    client: String,
    connector: OnceLock<Connector>,
    endpoints: OnceCell<Endpoints>,
}

impl Provider {
    pub(crate) fn new(issuer: &str, client: &str) -> Self {
        Self {
            issuer: issuer.trim_end_matches('/').into(),
            client: client.into(),
            connector: OnceLock::new(),
            endpoints: OnceCell::new(),
        }
    }

    /// Where a browser goes to sign in.
    pub(crate) async fn sign_in_address(
        &self,
        origin: &str,
        begun: &SignIn,
    ) -> Result<String, ProviderFault> {
        let challenge =
            URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, begun.verifier.as_bytes()).as_ref());
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", &redirect_uri(origin))
            .append_pair("scope", "openid profile")
            .append_pair("state", &begun.state)
            .append_pair("nonce", &begun.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let endpoint = &self.endpoints().await?.authorization_endpoint;
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{endpoint}{joint}{query}"))
    }

    /// Who has come back with this code. The token comes from the provider itself over a connection that we
    /// opened, so its signature adds nothing (OIDC core 3.1.3.7).
    pub(crate) async fn who(
        &self,
        origin: &str,
        code: &str,
        begun: &SignIn,
        now: i64,
    ) -> Result<SignedIn, ProviderFault> {
        let endpoints = self.endpoints().await?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &redirect_uri(origin))
            .append_pair("client_id", &self.client)
            .append_pair("code_verifier", &begun.verifier)
            .finish();
        let tokens: Tokens = self.ask(&endpoints.token_endpoint, Some(form)).await?;
        let token = id_token(&tokens.id_token).ok_or(ProviderFault::Refused("the token cannot be read"))?;
        let for_us = match &token.aud {
            Audience::One(audience) => *audience == self.client,
            Audience::Several(audiences) => audiences.contains(&self.client),
        };
        if token.iss != endpoints.issuer
            || !for_us
            || token.exp <= now
            || token.nonce.as_deref() != Some(&begun.nonce)
        {
            return Err(ProviderFault::Refused("the token is not meant for this sign-in"));
        }
        Ok(SignedIn { claims: token.claims, until: token.exp })
    }

    async fn endpoints(&self) -> Result<&Endpoints, ProviderFault> {
        let discover = async || {
            let url = format!("{}/.well-known/openid-configuration", self.issuer);
            let found: Endpoints = self.ask(&url, None).await?;
            if found.issuer.trim_end_matches('/') != self.issuer {
                return Err(ProviderFault::Refused("it is another issuer"));
            }
            Ok(found)
        };
        self.endpoints.get_or_try_init(discover).await
    }

    async fn ask<T: DeserializeOwned>(&self, url: &str, form: Option<String>) -> Result<T, ProviderFault> {
        let body = tokio::time::timeout(PATIENCE, self.exchange(url, form)).await;
        let body = body.map_err(|_| ProviderFault::Unavailable("no answer in time".into()))??;
        serde_json::from_slice(&body).map_err(|_| ProviderFault::Refused("it is not what was asked for"))
    }

    async fn exchange(&self, url: &str, form: Option<String>) -> Result<Vec<u8>, ProviderFault> {
        let unusable = |_| ProviderFault::Refused("an address is none");
        let mut request = HttpRequest::new(form.map_or_else(SdkBody::empty, SdkBody::from));
        let posts = request.body().bytes().is_some_and(|body| !body.is_empty());
        request.set_uri(url.to_owned()).map_err(unusable)?;
        request.headers_mut().insert("accept", "application/json");
        if posts {
            request.headers_mut().insert("content-type", "application/x-www-form-urlencoded");
            request.set_method("POST").map_err(|_| ProviderFault::Refused("the method is none"))?;
        }
        let mut response = self
            .connector()
            .call(request)
            .await
            .map_err(|fault| ProviderFault::Unavailable(fault.to_string()))?;
        if response.status().as_u16() != 200 {
            return Err(ProviderFault::Refused("it says no"));
        }
        let mut stream = ByteStream::new(response.take_body());
        let mut bytes = Vec::new();
        let lost = |_| ProviderFault::Unavailable("the answer breaks off".into());
        while let Some(chunk) = stream.try_next().await.map_err(lost)? {
            if bytes.len() + chunk.len() > BODY_MAX {
                return Err(ProviderFault::Refused("it is too large"));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Made when it is first needed: reading the system's authorities takes longer than most requests.
    fn connector(&self) -> &Connector {
        self.connector
            .get_or_init(|| Connector::builder().tls_provider(Tls::Rustls(CryptoMode::Ring)).build())
    }
}

/// Where the provider sends a browser back to.
fn redirect_uri(origin: &str) -> String {
    format!("{origin}/console/signed-in")
}

fn id_token(token: &str) -> Option<IdToken> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
