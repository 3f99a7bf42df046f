//! Wires the function to the Lambda runtime.

use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = runtime::Environment::from_process(upload_proof::NEEDS).await?;
    let function = upload_proof::UploadProof::new(&environment)?;
    web::serve(|request| function.handle(request)).await
}
