//! Building a client, and where a token may be sent and shown.

use std::sync::Mutex;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{AccessToken, Client, Cloud, Error, OPERATIONS, Token};
use tests::{TOKEN, arguments, call, client_of};

fn token() -> Token {
    Token::new(TOKEN).expect("a well-formed token")
}

fn refusal(service_root: &str, cloud: Cloud) -> String {
    let built = Client::builder()
        .token(token())
        .cloud(cloud)
        .service_root(service_root)
        .build();
    let error = built.expect_err("a token must not go there");
    assert!(matches!(error, Error::Configuration { .. }));
    error.to_string()
}

#[test]
fn a_client_needs_a_token() {
    let error = Client::builder().build().expect_err("no token");
    assert_eq!(
        error.to_string(),
        "the client cannot be built: there is no token: give the builder a `token` or a `credential`"
    );
}

#[test]
fn a_client_calls_the_cloud_it_is_given() {
    for cloud in Cloud::ALL {
        let client = Client::builder()
            .token(token())
            .cloud(*cloud)
            .build()
            .expect("a client");
        assert_eq!(client.service_root(), cloud.service_root());
        assert!(cloud.service_root().starts_with("https://"));
        assert!(cloud.service_root().ends_with("/v1.0"));
    }
    assert_eq!(
        Cloud::default().service_root(),
        "https://graph.microsoft.com/v1.0"
    );
}

#[test]
fn a_token_goes_to_its_cloud_over_https_or_to_loopback() {
    for permitted in [
        "https://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com/beta/",
        "http://127.0.0.1:8080/v1.0",
        "http://127.9.9.9",
        "http://[::1]:8080/v1.0",
        "http://localhost:8080/v1.0",
        "https://localhost/v1.0",
    ] {
        let client = Client::builder()
            .token(token())
            .service_root(permitted)
            .build();
        let client = client.expect("a permitted service root");
        assert_eq!(client.service_root(), permitted.trim_end_matches('/'));
    }
}

#[test]
fn a_token_goes_nowhere_else() {
    for forbidden in [
        "http://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com:8443/v1.0",
        "https://graph.microsoft.com.evil.example/v1.0",
        "https://graph.microsoft.us/v1.0",
        "https://evil.example/v1.0",
        "http://127.0.0.1.evil.example/v1.0",
        "http://localhost.evil.example/v1.0",
        "http://0.0.0.0/v1.0",
        "ftp://127.0.0.1/v1.0",
        "file:///v1.0",
    ] {
        let message = refusal(forbidden, Cloud::Global);
        assert!(
            message.contains(forbidden) && message.contains("goes nowhere else"),
            "{message}"
        );
    }
    assert!(refusal("graph.microsoft.com", Cloud::Global).contains("is not a URL"));
    assert!(refusal("http://127.0.0.1/v1.0?x", Cloud::Global).contains("query"));
    assert!(refusal("https://graph.microsoft.com/v1.0", Cloud::China).contains("chinacloudapi"));
    let message = refusal(
        "https://user:hunter2@graph.microsoft.com/v1.0",
        Cloud::Global,
    );
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn what_is_no_token_is_refused_without_repeating_it() {
    for text in [
        "",
        "=",
        "Bearer abc",
        "abc\n",
        " abc",
        "abc def",
        "\"abc\"",
        "äbc",
        "a=b",
    ] {
        let error = Token::new(text).expect_err("no token");
        let message = error.to_string();
        assert!(text.len() < 3 || !message.contains(text), "{message}");
    }
    for text in ["abc", "eyJ0.eyJh.x_y-z", "YWJj+/~=="] {
        Token::new(text).expect("a token");
    }
}

#[tokio::test]
async fn settings_of_the_callers_hold_but_for_redirects_retries_and_decompression() {
    let elsewhere = Server::start().expect("loopback");
    let graph = Server::start().expect("loopback");
    let settings = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::limited(5))
        .retry(reqwest::retry::for_host("127.0.0.1").classify_fn(|attempt| attempt.retryable()))
        .user_agent("someone else")
        .connection_verbose(true);
    let client = Client::builder()
        .token(token())
        .service_root(graph.service_root())
        .http(settings)
        .build()
        .expect("a client");
    graph.answer_next(Answer::status(302).header("location", elsewhere.service_root()));
    let error = call(&client, &OPERATIONS[0], &arguments(&OPERATIONS[0]))
        .await
        .expect_err("302");
    assert_eq!(
        error.service().map(|service| service.status().as_u16()),
        Some(302)
    );
    assert_eq!((graph.requests().len(), elsewhere.requests().len()), (1, 0));
    assert_eq!(graph.requests()[0].header("accept-encoding"), None);
    let agent = graph.requests()[0].header("user-agent").map(str::to_owned);
    assert!(agent.is_some_and(|agent| agent.starts_with("intune-recover-passcode/")));
}

/// Everything that is logged in this process.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().expect("no panic");
        logged.push_str(&format!("{record:?} {}\n", record.args()));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn the_token_is_in_no_log() {
    log::set_logger(&Logger).expect("the only logger");
    log::set_max_level(log::LevelFilter::Trace);
    let graph = Server::start().expect("loopback");
    let client = Client::builder()
        .token(token())
        .service_root(graph.service_root())
        .http(reqwest::Client::builder().connection_verbose(true))
        .build()
        .expect("a client");
    let operation = &OPERATIONS[0];
    call(&client, operation, &arguments(operation))
        .await
        .expect("success");
    let logged = LOGGED.lock().expect("no panic");
    assert!(logged.contains("reqwest"), "reqwest logs: {logged}");
    assert!(!logged.contains(TOKEN), "{logged}");
}

#[tokio::test]
async fn the_token_is_in_nothing_that_can_be_printed() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    let operation = &OPERATIONS[0];
    let response = client
        .recover_managed_device_passcode(&tests::GUID.parse().expect("an id"))
        .await
        .expect("success");
    graph.answer_next(Answer::error(401, "InvalidAuthenticationToken", "expired"));
    let service = call(&client, operation, &arguments(operation))
        .await
        .expect_err("401");
    let builder = Client::builder().token(token());
    let requests = graph.requests();
    let address = graph.service_root();
    let mut printed = vec![
        format!("{:?} {client:?} {builder:?} {response:?}", token()),
        format!("{:?}", AccessToken::lasting(token())),
        format!("{service} {service:?} {:?}", service.service()),
        format!("{requests:?} {graph:?}"),
        requests.iter().map(ToString::to_string).collect(),
    ];
    drop(graph);
    let transport = call(
        &tests::client_at(&address),
        operation,
        &arguments(operation),
    )
    .await;
    let transport = transport.expect_err("nobody is there");
    printed.push(format!("{transport} {transport:?}"));
    for text in printed {
        assert!(!text.contains(TOKEN), "{text}");
    }
}
