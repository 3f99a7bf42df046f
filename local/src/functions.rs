//! The functions of the product, each under its folder name.

use std::{collections::BTreeMap, sync::Arc};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use runtime::{Clients, Config, ConfigError, Environment, Variable};

use crate::{
    Functions, StartError, Wiring,
    aws::SECRET_KEY,
    function::{event, http},
};

/// Builds every function of the template with what [`Wiring`] gives.
///
/// # Errors
/// A function cannot be built from its environment.
pub async fn all(wiring: Wiring) -> Result<Functions, StartError> {
    let variables = wiring.endpoints.variables();
    let sdk =
        runtime::aws::sdk(|name| variables.get(name).cloned()).map_err(|fault| broken("local", fault))?;
    build(&wiring, |folder| clients(&sdk, folder))
}

/// The same with clients of one's own, whatever the endpoints are.
///
/// # Errors
/// A function cannot be built from its environment.
pub fn with(clients: &Clients, wiring: &Wiring) -> Result<Functions, StartError> {
    build(wiring, |_| clients.clone())
}

fn build(wiring: &Wiring, clients: impl Fn(&str) -> Clients) -> Result<Functions, StartError> {
    let of = |folder: &str, needs: &[Variable]| environment(wiring, clients(folder), folder, needs);
    let mut functions = Functions::new();
    macro_rules! function {
        ($kind:ident, $folder:literal, $krate:ident::$name:ident) => {
            let function = Arc::new(
                $krate::$name::new(&of($folder, $krate::NEEDS)?).map_err(|fault| broken($folder, fault))?,
            );
            let handler = move |event| {
                let function = Arc::clone(&function);
                async move { function.handle(event).await }
            };
            functions.insert($folder.into(), $kind(handler));
        };
    }
    function!(http, "create-claim", create_claim::CreateClaim);
    function!(http, "change-claim", change_claim::ChangeClaim);
    function!(http, "read-claims", read_claims::ReadClaims);
    function!(http, "upload-proof", upload_proof::UploadProof);
    function!(http, "review-claim", review_claim::ReviewClaim);
    function!(http, "manage-programme", manage_programme::ManageProgramme);
    function!(http, "answer-consent", answer_consent::AnswerConsent);
    function!(http, "console", console::Console);
    function!(event, "record-proof", record_proof::RecordProof);
    function!(event, "send-mail", send_mail::SendMail);
    function!(event, "track-mail", track_mail::TrackMail);
    function!(event, "sweep-deadlines", sweep_deadlines::SweepDeadlines);
    function!(event, "publish-events", publish_events::PublishEvents);
    Ok(functions)
}

/// The same clients the Lambdas use, with the access key of one function; connections are shared by all.
fn clients(sdk: &SdkConfig, folder: &str) -> Clients {
    let key = Credentials::new(folder, SECRET_KEY, None, None, "local");
    let sdk = sdk.to_builder().credentials_provider(SharedCredentialsProvider::new(key));
    Clients::new(sdk.build())
}

fn environment(
    wiring: &Wiring,
    clients: Clients,
    folder: &str,
    needs: &[Variable],
) -> Result<Environment, StartError> {
    let none = BTreeMap::new();
    let variables = wiring.environments.get(folder).unwrap_or(&none);
    let config =
        Config::load(|name| variables.get(name).cloned(), needs).map_err(|fault| broken(folder, fault))?;
    let (clock, entropy) = (Arc::clone(&wiring.clock), Arc::clone(&wiring.entropy));
    Ok(Environment::new(config, clients, clock, entropy))
}

fn broken(folder: &str, fault: ConfigError) -> StartError {
    StartError::Function { function: folder.into(), problem: fault.to_string() }
}
