//! Wires the function to the Lambda runtime.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(publish_events::NEEDS).await?;
    let function = publish_events::PublishEvents::new(&environment)?;
    run(service_fn(|event| function.handle(event))).await
}
