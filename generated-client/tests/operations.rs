//! What holds for the client of any document: the embedded server knows each
//! operation, and asks for a token as the service does.

use intune_recover_passcode::fake::Graph;
use intune_recover_passcode::reqwest::{self, Response};
use intune_recover_passcode::{Client, Cloud, Error, OPERATIONS, Operation, Token};

/// The operation by hand, with a well-formed id for each parameter.
async fn request(graph: &Graph, operation: &Operation, token: Option<&str>) -> Response {
    let path = operation
        .path_parameters()
        .fold(operation.path.to_owned(), |path, name| {
            path.replace(&format!("{{{name}}}"), "705c034c")
        });
    let url = format!("{}{path}", graph.service_root());
    let mut request = reqwest::Client::new()
        .request(operation.method.clone(), url)
        .header("content-length", "0");
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn the_embedded_server_takes_each_operation_with_a_token_only() {
    let graph = Graph::start().expect("loopback");
    for operation in OPERATIONS {
        let answer = request(&graph, operation, Some("a-token")).await;
        let status = answer.status().as_u16();
        assert!(
            operation
                .success
                .iter()
                .any(|range| range.contains(&status)),
            "{}: {status}",
            operation.id
        );
        let answer = request(&graph, operation, None).await;
        assert_eq!(answer.status().as_u16(), 401, "{}", operation.id);
        let known = graph
            .requests()
            .last()
            .and_then(|request| request.operation);
        assert_eq!(known.map(|known| known.id), Some(operation.id));
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
