//! The functions of the product, each under its folder name.

use std::{collections::BTreeMap, sync::Arc};

use runtime::{Clients, Config, ConfigError, Environment, Variable};

use crate::{
    Functions, StartError, Wiring,
    aws::Endpoints,
    function::{event, http},
};

/// Builds every function of the template with what [`Wiring`] gives.
///
/// # Errors
/// A function cannot be built from its environment.
pub async fn all(wiring: Wiring) -> Result<Functions, StartError> {
    build(&wiring, |folder| clients(&wiring.endpoints, folder))
}

/// The same with clients of one's own, whatever the endpoints are.
///
/// # Errors
/// A function cannot be built from its environment.
pub fn with(clients: &Clients, wiring: &Wiring) -> Result<Functions, StartError> {
    build(wiring, |_| Ok(clients.clone()))
}

fn build(
    wiring: &Wiring,
    clients: impl Fn(&str) -> Result<Clients, StartError>,
) -> Result<Functions, StartError> {
    let of = |folder: &str, needs: &[Variable]| environment(wiring, clients(folder)?, folder, needs);
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

/// The same clients the Lambdas use, told where the services are, with the access key of one function.
fn clients(endpoints: &Endpoints, folder: &str) -> Result<Clients, StartError> {
    let mut variables = endpoints.variables();
    variables.insert("AWS_ACCESS_KEY_ID".into(), folder.into());
    let sdk = runtime::aws::sdk(|name| variables.get(name).cloned());
    Ok(Clients::new(sdk.map_err(|fault| broken(folder, fault))?))
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
