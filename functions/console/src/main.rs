//! Wires the function to the Lambda runtime.

use lambda_http::{Error, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(console::NEEDS).await?;
    let function = console::Console::new(&environment)?;
    web::serve(service_fn(async |request| Ok::<_, Error>(function.handle(request).await))).await
}
