//! What a call sends, and what it returns for every response.

use std::collections::BTreeMap;

use intune_recover_passcode::fake::{Answer, Request, Server, call_example};
use intune_recover_passcode::{Error, OPERATIONS, Operation, Outcome, ServiceError};
use reqwest::StatusCode;
use serde_json::Value;
use tests::{TOKEN, arguments, call, client_at, client_of, examples, text_of};

fn is_guid(text: &str) -> bool {
    regex::Regex::new("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        .expect("a regex")
        .is_match(text)
}

/// The headers of a request by name. Values that differ between runs are replaced by
/// names.
fn headers(request: &Request) -> BTreeMap<String, String> {
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| match name.as_str() {
        "client-request-id" if is_guid(value) => (name.clone(), "a GUID".to_owned()),
        _ => (name.to_ascii_lowercase(), value.clone()),
    });
    headers.collect()
}

/// The headers that an operation declares, and those that every request has.
fn expected_headers(
    graph: &Server,
    operation: &Operation,
    request: &Request,
) -> BTreeMap<String, String> {
    let host = graph.service_root();
    let host = host.trim_start_matches("http://").trim_end_matches("/v1.0");
    let manifest = tests::workspace().join("generated-client/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).expect("the client's manifest");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = "))
        .expect("a version")
        .trim_matches('"');
    let mut expected = BTreeMap::from(
        [
            ("client-request-id", "a GUID"),
            ("host", host),
            ("user-agent", &format!("intune-recover-passcode/{version}")),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    let mut add = |name: &str, value: String| expected.insert(name.to_ascii_lowercase(), value);
    if !operation.security.is_empty() {
        add("authorization", format!("Bearer {TOKEN}"));
    }
    if let Some(accept) = operation.accept {
        add("accept", accept.to_owned());
    }
    let has_body = !request.body.is_empty();
    if has_body || ["POST", "PUT", "PATCH"].contains(&operation.method.as_str()) {
        add("content-length", request.body.len().to_string());
    }
    if let Some(content_type) = operation.content_type.filter(|_| has_body) {
        add("content-type", content_type.to_owned());
    }
    for example in examples(operation) {
        if example.location == "header" {
            add(&example.name, text_of(&example.value));
        }
    }
    expected
}

/// The names and values in the query; lists have one entry for each item.
fn expected_query(operation: &Operation) -> Vec<(String, String)> {
    let examples = examples(operation).into_iter();
    let of_query = examples.filter(|example| example.location == "query");
    let mut expected: Vec<_> = of_query
        .flat_map(|example| {
            let items = match example.value {
                Value::Array(items) => items,
                value => vec![value],
            };
            items
                .into_iter()
                .map(move |item| (example.name.clone(), text_of(&item)))
        })
        .collect();
    expected.sort();
    expected
}

#[tokio::test]
async fn every_operation_sends_exactly_what_it_declares() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    for operation in OPERATIONS {
        let status = call_example(&client, operation).await;
        let status = status.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        let mut declared = operation.success.iter();
        assert!(declared.any(|range| range.contains(&status.as_u16())));

        let requests = graph.requests();
        let request = requests.last().expect("a request");
        assert_eq!(request.method, operation.method.as_str());
        assert!(request.is_of(operation.id), "{request}");
        assert_eq!(request.arguments, arguments(operation));
        let mut query: Vec<_> = request
            .query
            .iter()
            // A list that is not exploded.
            .flat_map(|(name, value)| match name.as_str() {
                "$select" | "$expand" | "$orderby" => value
                    .split(',')
                    .map(|item| (name.clone(), item.to_owned()))
                    .collect(),
                _ => vec![(name.clone(), value.clone())],
            })
            .collect();
        query.sort();
        assert_eq!(query, expected_query(operation), "{}", operation.id);
        assert_eq!(
            headers(request),
            expected_headers(&graph, operation, request),
            "{}",
            operation.id
        );
        let examples = examples(operation);
        let body = examples.iter().find(|example| example.location == "body");
        match (body, request.json()) {
            (None, _) => assert_eq!(request.body, b"", "{}", operation.id),
            (Some(body), Some(sent)) => {
                let is_form = operation.content_type == Some("application/x-www-form-urlencoded");
                let expected = match (&body.value, is_form) {
                    (Value::Object(members), true) => members
                        .iter()
                        .map(|(name, value)| (name.clone(), Value::from(text_of(value))))
                        .collect(),
                    (value, _) => value.clone(),
                };
                assert_eq!(sent, expected, "{}", operation.id);
            }
            // Bytes.
            (Some(body), None) => assert_eq!(request.body, text_of(&body.value).as_bytes()),
        }
    }
    assert_eq!(graph.requests().len(), OPERATIONS.len());
}

#[tokio::test]
async fn every_call_has_an_id_of_its_own() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    for _ in 0..3 {
        call(&client, &OPERATIONS[0], &arguments(&OPERATIONS[0]))
            .await
            .expect("success");
    }
    let ids: std::collections::HashSet<_> = graph
        .requests()
        .iter()
        .filter_map(|request| request.header("client-request-id").map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 3);
}

/// The error of one call to a Graph that gives this response.
async fn refused(answer: Answer) -> Error {
    let graph = Server::start().expect("loopback");
    graph.answer_next(answer);
    let operation = &OPERATIONS[0];
    let result = call(&client_of(&graph), operation, &arguments(operation)).await;
    assert_eq!(graph.requests().len(), 1, "one call is one request");
    result.expect_err("not a success")
}

fn service(error: &Error) -> &ServiceError {
    error.service().expect("the service answered")
}

#[tokio::test]
async fn only_a_declared_success_is_success() {
    let elsewhere = Server::start().expect("loopback");
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    for operation in OPERATIONS {
        let declared = |status| {
            operation
                .success
                .iter()
                .any(|range| range.contains(&status))
        };
        for status in (200..=599).filter(|status| !declared(*status)) {
            // These responses have no body (RFC 9110, section 6.4.1).
            let body = match status {
                204 | 304 => "",
                _ => "the body",
            };
            graph.answer_next(
                Answer::status(status)
                    .header("location", elsewhere.service_root())
                    .header("x-kept", "yes")
                    .body(body),
            );
            let error = call(&client, operation, &arguments(operation))
                .await
                .expect_err("not a success");
            let service = service(&error);
            assert_eq!(service.status(), status);
            assert_eq!(service.headers()["x-kept"], "yes");
            assert_eq!(service.body(), body.as_bytes());
            assert!(service.body_is_complete());
            let outcome = match status {
                303 | 408 | 499 => Outcome::Unknown,
                300..=499 => Outcome::Refused,
                _ => Outcome::Unknown,
            };
            assert_eq!(error.outcome(), outcome, "{status}");
        }
    }
    assert_eq!(elsewhere.requests().len(), 0, "no redirect is followed");
}

#[tokio::test]
async fn a_json_error_is_typed() {
    let error = refused(
        Answer::status(403)
            .header("content-type", "application/json")
            .body(r#"{"error":{"code":"Forbidden","message":"no\nscope","details":null,"innererror":{"date":"2023-06-12T14:14:57","request-id":"6676f0a0"},"more":1}}"#),
    )
    .await;
    let odata = service(&error).error_body().expect("an OData error");
    assert_eq!(odata.error.code, "Forbidden");
    let inner = odata.error.innererror.as_ref().expect("an inner error");
    assert_eq!(
        inner.date.clone().flatten().as_deref(),
        Some("2023-06-12T14:14:57")
    );

    let text = error.to_string();
    assert!(text.starts_with("the service answered 403 Forbidden: Forbidden: no scope (request-id 00000000-0000-4000-8000-000000000001, client-request-id "), "{text}");
    assert_eq!(text.lines().count(), 1);
}

#[tokio::test]
async fn html_empty_and_broken_bodies_are_kept_as_they_came() {
    let bodies: [&[u8]; 5] = [
        b"<html><h1>502 Bad Gateway</h1></html>",
        b"",
        b"{\"error\":{\"code\":\"Trunc",
        b"\xff\xfe not UTF-8",
        b"[\"JSON of another shape\"]",
    ];
    for body in bodies {
        let error = refused(Answer::status(502).body(body)).await;
        assert_eq!(service(&error).status(), StatusCode::BAD_GATEWAY);
        assert_eq!(service(&error).body(), body);
        assert!(service(&error).error_body().is_none());
        assert!(service(&error).request_id().is_some());
    }
}

#[tokio::test]
async fn a_long_error_body_is_kept_up_to_the_limit() {
    let limit = ServiceError::BODY_LIMIT_BYTES;
    for (length, complete) in [(limit, true), (limit + 1, false), (20 * limit, false)] {
        let error = refused(Answer::status(500).body(vec![b'x'; length])).await;
        assert_eq!(service(&error).body().len(), limit);
        assert_eq!(service(&error).body_is_complete(), complete);
    }
}

#[tokio::test]
async fn where_nothing_listens_nothing_was_sent() {
    let graph = Server::start().expect("loopback");
    let address = graph.service_root();
    drop(graph);
    let operation = &OPERATIONS[0];
    let error = call(&client_at(&address), operation, &arguments(operation))
        .await
        .expect_err("nobody is there");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.to_string().starts_with("cannot connect"), "{error}");
}

#[tokio::test]
async fn a_connection_lost_after_sending_leaves_the_outcome_unknown() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("an address");
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _ = std::io::Read::read(&mut stream, &mut [0; 1024]);
    });
    let operation = &OPERATIONS[0];
    let error = call(
        &client_at(&format!("http://{address}")),
        operation,
        &arguments(operation),
    )
    .await
    .expect_err("no answer");
    server.join().expect("the server");
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.to_string().contains("client-request-id"), "{error}");
}

#[tokio::test]
async fn calls_run_side_by_side_on_one_client() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    let calls: Vec<_> = (0..32)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(
                async move { call(&client, &OPERATIONS[0], &arguments(&OPERATIONS[0])).await },
            )
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("success");
    }
    assert_eq!(graph.requests().len(), 32);
}
