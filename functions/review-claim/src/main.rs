//! Wires the function to the Lambda runtime.

use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(review_claim::NEEDS).await?;
    let function = review_claim::ReviewClaim::new(&environment)?;
    web::serve(|request| function.handle(request)).await
}
