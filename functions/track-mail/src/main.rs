//! Wires the function to the Lambda runtime.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(track_mail::NEEDS).await?;
    let function = track_mail::TrackMail::new(&environment)?;
    run(service_fn(|event| function.handle(event))).await
}
