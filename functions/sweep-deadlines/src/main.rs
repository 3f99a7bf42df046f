//! Wires the function to the Lambda runtime.

use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(sweep_deadlines::NEEDS).await?;
    let function = sweep_deadlines::SweepDeadlines::new(&environment)?;
    run(service_fn(|event| function.handle(event))).await
}
