//! Wires the function to the Lambda runtime.

use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(manage_programme::NEEDS).await?;
    let function = manage_programme::ManageProgramme::new(&environment)?;
    web::serve(|request| function.handle(request)).await
}
