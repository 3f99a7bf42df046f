//! Demo data. They go through the functions as a programme manager's imports would.

use crate::{StartError, dev::personas::Persona, gateway::jwt::Tokens};

/// What the demo data are brought in with.
#[derive(Debug)]
pub struct Seeding<'a> {
    /// Where the API is, `http://127.0.0.1:<port>`.
    pub base_url: &'a str,
    /// Signs tokens of the personas.
    pub tokens: &'a Tokens,
}

impl Seeding<'_> {
    /// A token of a persona.
    ///
    /// # Errors
    /// The key fails.
    pub fn token(&self, persona: Persona) -> Result<String, StartError> {
        persona.token(self.tokens).map_err(|error| StartError::Seed(error.to_string()))
    }

    /// Sends a body as a persona, and gives status and answer.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn post(
        &self,
        persona: Persona,
        path: &str,
        content_type: &str,
        body: String,
    ) -> Result<(u16, String), StartError> {
        let failed = |error: &dyn std::fmt::Display| StartError::Seed(error.to_string());
        let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
            .build_http::<String>();
        let request = http::Request::post(format!("{}{path}", self.base_url))
            .header(http::header::AUTHORIZATION, format!("Bearer {}", self.token(persona)?))
            .header(http::header::CONTENT_TYPE, content_type)
            .body(body)
            .map_err(|error| failed(&error))?;
        let answer = client.request(request).await.map_err(|error| failed(&error))?;
        let status = answer.status().as_u16();
        let body = http_body_util::BodyExt::collect(answer.into_body()).await;
        let body = body.map_err(|error| failed(&error))?.to_bytes();
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// Two partners with their locations, a dozen customers, some of their subscriptions, a year of usage of a few.
const IMPORTS: [(&str, &str); 4] = [
    ("locations", include_str!("../demo/locations.ndjson")),
    ("customers", include_str!("../demo/customers.ndjson")),
    ("subscriptions", include_str!("../demo/subscriptions.ndjson")),
    ("usage", include_str!("../demo/usage.ndjson")),
];

/// Brings in the demo data, once, into an empty system that already serves.
///
/// # Errors
/// The system refuses them.
pub async fn demo(seeding: Seeding<'_>) -> Result<(), StartError> {
    for (kind, rows) in IMPORTS {
        let path = format!("/v1/imports?kind={kind}");
        let (status, answer) =
            seeding.post(Persona::ProgrammeManager, &path, "application/x-ndjson", rows.into()).await?;
        if status != 201 || !answer.contains("\"refused\":0") {
            return Err(StartError::Seed(format!("{kind}: {status} {answer}")));
        }
    }
    Ok(())
}
