//! Tests for the client of any document: the embedded server accepts each operation with the
//! document's examples, and requires a token if the document does.

use intune_recover_passcode::fake::{Request, Server, call_example};
use intune_recover_passcode::reqwest;
use intune_recover_passcode::{Client, Cloud, Error, OPERATIONS, Operation, Token};

fn needs_token(operation: &Operation) -> bool {
    let mut alternatives = operation.security.iter();
    !operation.security.is_empty()
        && alternatives.all(|asked| asked.iter().any(|requirement| requirement.takes_token))
}

/// Sends the same request with reqwest, without the token.
async fn without_token(server: &Server, request: &Request) -> u16 {
    let root = server.service_root();
    let root = reqwest::Url::parse(&root).expect("a URL");
    let origin = root.origin().ascii_serialization();
    let mut again = reqwest::Client::new()
        .request(
            request.method.parse().expect("a method"),
            format!("{origin}{}", request.path),
        )
        .body(request.body.clone());
    for (name, value) in &request.headers {
        if !["authorization", "host"].contains(&&*name.to_ascii_lowercase()) {
            again = again.header(name, value);
        }
    }
    again.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn the_embedded_server_takes_each_operation_with_a_token_only() {
    let server = Server::start().expect("loopback");
    let client = Client::builder()
        .token(Token::new("a-token").expect("a token"))
        .service_root(server.service_root())
        .build()
        .expect("a client");
    for operation in OPERATIONS {
        let status = match call_example(&client, operation).await {
            Ok(status) => status.as_u16(),
            Err(error) if has_no_example(&*error) => continue,
            Err(error) => panic!("{}: {error}", operation.id),
        };
        let mut declared = operation.success.iter();
        assert!(
            declared.any(|range| range.contains(&status)),
            "{}: {status}",
            operation.id
        );
        let requests = server.requests();
        let request = requests.last().expect("a request");
        assert!(request.is_of(operation.id), "{request}");
        let status = without_token(&server, request).await;
        assert_eq!(status == 401, needs_token(operation), "{}", operation.id);
    }
}

/// Whether no example could be made of the arguments of an operation, or of its response
/// (`501`).
fn has_no_example(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    match error.downcast_ref::<Error>() {
        Some(error) => error
            .service()
            .is_some_and(|error| error.status() == reqwest::StatusCode::NOT_IMPLEMENTED),
        None => error.to_string().starts_with("no example of"),
    }
}

#[test]
fn a_client_needs_a_token_if_an_operation_does() {
    let built = Client::builder().service_root("http://127.0.0.1:1").build();
    match OPERATIONS.iter().any(needs_token) {
        true => {
            let error = built.expect_err("no token");
            assert!(matches!(error, Error::Configuration { .. }), "{error}");
        }
        false => drop(built.expect("a client")),
    }
}

#[test]
fn a_token_goes_to_the_hosts_of_the_document_and_nowhere_else() {
    for cloud in Cloud::ALL {
        let builder = || {
            let token = Token::new("a-token").expect("a token");
            Client::builder().token(token).cloud(*cloud)
        };
        let root = cloud.service_root();
        match builder().build() {
            Ok(client) => {
                // As a URL: without the usual port, and so on.
                let root = reqwest::Url::parse(root).expect("a URL");
                let root = root.as_str().trim_end_matches('/');
                assert_eq!(client.service_root(), root);
            }
            Err(error) => assert!(!root.starts_with("https://"), "{error}"),
        }
        let elsewhere = builder().service_root("https://elsewhere.example").build();
        // A document without a host does not say where a token may go.
        assert_eq!(elsewhere.is_err(), root.contains("://"), "{root}");
    }
}
