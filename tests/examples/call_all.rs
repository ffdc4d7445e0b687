//! Calls each operation of the document at a service root on this machine, with the
//! document's examples: for servers that nobody here wrote.

use std::process::ExitCode;

use intune_recover_passcode::fake::call_example;
use intune_recover_passcode::{Client, Error, OPERATIONS, Retries, Token};

/// Prism validates the request first. Then it writes texts only as `text/plain`, and fails on
/// a number.
fn is_accepted_by_prism(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = error.downcast_ref::<Error>();
    let service = error.and_then(Error::service);
    let code = service.and_then(|service| service.code());
    code.is_some_and(|code| code.ends_with("prism/errors#NO_COMPLEX_OBJECT_TEXT"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let service_root = std::env::args().nth(1).ok_or("name the service root")?;
    let client = Client::builder()
        .token(Token::new("example")?)
        .service_root(&service_root)
        .retries(Retries::none())
        .build()?;
    let mut failed = 0;
    for operation in OPERATIONS {
        match call_example(&client, operation).await {
            Ok(status) => println!("{}: {status}", operation.id),
            Err(error) if is_accepted_by_prism(&*error) => {
                println!(
                    "{}: accepted; prism cannot write the response",
                    operation.id
                );
            }
            Err(error) => {
                failed += 1;
                println!("{}: {error}", operation.id);
            }
        }
    }
    println!("{failed} of {} calls failed", OPERATIONS.len());
    Ok(match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}
