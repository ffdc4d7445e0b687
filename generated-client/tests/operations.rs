//! What holds for the client of any document: the embedded server takes each operation
//! with the document's examples, and asks for a token as the service does.

use intune_recover_passcode::fake::{Request, Server, call_example};
use intune_recover_passcode::reqwest;
use intune_recover_passcode::{Client, Cloud, Error, OPERATIONS, Operation, Token};

fn needs_token(operation: &Operation) -> bool {
    let mut alternatives = operation.security.iter();
    !operation.security.is_empty()
        && alternatives.all(|asked| asked.iter().any(|requirement| requirement.takes_token))
}

/// The same request by hand, without its token.
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
        let status = call_example(&client, operation)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", operation.id))
            .as_u16();
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

#[test]
fn a_client_needs_a_token_and_a_place_where_it_may_go() {
    let error = Client::builder().build().expect_err("no token");
    assert!(matches!(error, Error::Configuration { .. }), "{error}");
    for cloud in Cloud::ALL {
        let builder = || {
            let token = Token::new("a-token").expect("a token");
            Client::builder().token(token).cloud(*cloud)
        };
        let client = builder().build().expect("a client");
        assert_eq!(client.service_root(), cloud.service_root());
        let elsewhere = builder().service_root("https://elsewhere.example").build();
        assert!(elsewhere.is_err());
    }
}
