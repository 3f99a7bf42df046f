//! Wires the function to the Lambda runtime.

use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(read_claims::NEEDS).await?;
    let function = read_claims::ReadClaims::new(&environment)?;
    web::serve(|request| function.handle(request)).await
}
