//! Faults of networks, gateways and throttling, on real sockets. For each fault: what the
//! caller gets, whether the action may have run, and how many requests the server saw.

use std::net::TcpListener;
use std::time::Duration;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{Client, Error, OPERATIONS, ServiceError, Token};
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call, client_at};

type Result = std::result::Result<StatusCode, Error>;

async fn order(client: &Client) -> Result {
    let operation = &OPERATIONS[0];
    call(client, operation, &arguments(operation)).await
}

/// A client that retries without waiting, and whose responses must come within a time
/// limit.
fn client(service_root: &str, answered_within: Duration) -> Client {
    Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .service_root(service_root)
        .http(reqwest::Client::builder().timeout(answered_within))
        .sleep_with(|_| std::future::ready(()))
        .build()
        .expect("a loopback service root")
}

/// The result in a line.
fn line(result: &Result) -> String {
    match result {
        Ok(status) => format!("success {status}"),
        Err(error) => {
            let what = match error {
                Error::Service(service) => format!(
                    "{}, {} bytes of body{}",
                    service.status(),
                    service.body().len(),
                    if service.body_is_complete() {
                        ""
                    } else {
                        ", incomplete"
                    },
                ),
                error if error.is_connect() => "cannot connect".to_owned(),
                error if error.is_timeout() => "no answer in time".to_owned(),
                Error::Transport(_) => "connection lost".to_owned(),
                other => other.to_string(),
            };
            format!("{what}; {:?}", error.outcome())
        }
    }
}

const STALLED: &str = "headers that never end";

#[tokio::test]
async fn every_fault_has_a_result_and_an_outcome() {
    let elsewhere = Server::start().expect("loopback");
    let json = |answer: Answer| answer.header("content-type", "application/json");
    let nested = r#"{"ErrorCode":"Forbidden","Message":"{\"Message\":\"No.\"}"}"#;
    let naive =
        r#"{"error":{"code":"a","message":"b","innerError":{"date":"2023-06-12T14:14:57"}}}"#;
    let lower = r#"{"error":{"code":"a","message":"b","innererror":{"request-id":"c"}}}"#;
    let faults = [
        (
            "connection closed before the response",
            vec![Answer::lost()],
        ),
        (
            "connection reset before the response",
            vec![Answer::reset()],
        ),
        (STALLED, vec![Answer::stalled()]),
        (
            "truncated body",
            vec![Answer::error(400, "BadRequest", "No.").truncated()],
        ),
        (
            "endless error body",
            vec![Answer::status(500).body("no, ".repeat(1000)).endless()],
        ),
        (
            "HTML 502",
            vec![
                Answer::status(502)
                    .header("content-type", "text/html")
                    .body("<h1>Bad gateway</h1>"),
            ],
        ),
        ("empty 401", vec![Answer::status(401)]),
        (
            "403 with a two-level nested error",
            vec![Answer::error(403, "UnknownError", nested)],
        ),
        ("naive date", vec![json(Answer::status(400)).body(naive)]),
        (
            "lower-case innererror",
            vec![json(Answer::status(400)).body(lower)],
        ),
        ("200 with JSON", vec![json(Answer::status(200)).body("{}")]),
        (
            "302 to another origin",
            vec![Answer::status(302).header("location", elsewhere.service_root())],
        ),
        (
            "invalid UTF-8",
            vec![Answer::status(500).body(&b"\xff\xfe"[..])],
        ),
        (
            "204 with a body",
            vec![Answer::status(204).body("HTTP/1.1 500 Surprise\r\n\r\n")],
        ),
        (
            "429 with seconds",
            vec![Answer::status(429).header("retry-after", "7")],
        ),
        (
            "429 with a date",
            vec![Answer::status(429).header("retry-after", "Mon, 12 Jun 2023 14:15:07 GMT")],
        ),
        ("429 with none", vec![Answer::status(429)]),
        (
            "429 with 999999",
            vec![Answer::status(429).header("retry-after", "999999")],
        ),
        ("503 then 204", vec![Answer::status(503)]),
    ];
    let mut table = String::new();
    for (name, answers) in faults {
        let graph = Server::start().expect("loopback");
        answers
            .into_iter()
            .for_each(|answer| graph.answer_next(answer));
        let patience = match name {
            STALLED => Duration::from_millis(300),
            _ => Duration::from_secs(60),
        };
        let result = order(&client(&graph.service_root(), patience)).await;
        let requests = graph.requests().len();
        table.push_str(&format!("{name}: {}; {requests} requests\n", line(&result)));
    }
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let nobody = client(&format!("http://{free}/v1.0"), Duration::from_secs(60));
    let result = order(&nobody).await;
    table.push_str(&format!(
        "connection refused: {}; nobody to count\n",
        line(&result)
    ));
    assert_eq!(elsewhere.requests().len(), 0, "the other origin");
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn what_is_kept_of_an_endless_body_is_bounded() {
    let graph = Server::start().expect("loopback");
    graph.answer_next(Answer::status(500).body("no, ".repeat(1000)).endless());
    let error = order(&client_at(&graph.service_root()))
        .await
        .expect_err("a failure");
    let service = error.service().expect("an answer");
    assert_eq!(service.body().len(), ServiceError::BODY_LIMIT_BYTES);
    assert!(!service.body_is_complete());
}

#[tokio::test]
async fn a_204_with_a_body_spoils_neither_its_call_nor_the_next() {
    let graph = Server::start().expect("loopback");
    let client = client_at(&graph.service_root());
    graph.answer_next(Answer::status(204).body("HTTP/1.1 500 Surprise\r\n\r\n"));
    for _ in 0..2 {
        assert_eq!(
            order(&client).await.expect("success"),
            StatusCode::NO_CONTENT
        );
    }
    assert_eq!(graph.requests().len(), 2);
}
