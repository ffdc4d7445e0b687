//! Everything ends: a call by its deadline, an attempt by its own limit, whatever hangs.
//! Limits are short here; that nothing waits for longer is what would not end.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{
    AccessToken, Client, ClientBuilder, Credential, Error, GettingToken, OPERATIONS, Outcome,
    Retries, Token, TokenRequest,
};
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call};
use tokio::sync::Notify;

use crate::raw_server::{NO_CONTENT, head, start};

const SHORT: Duration = Duration::from_millis(50);

fn token() -> Token {
    Token::new(TOKEN).expect("a token")
}

async fn request(client: &Client) -> Result<StatusCode, Error> {
    let operation = &OPERATIONS[0];
    call(client, operation, &arguments(operation)).await
}

fn built(builder: ClientBuilder, server: &Server) -> Client {
    let builder = builder.service_root(server.service_root());
    builder.build().expect("a loopback service root")
}

/// Never answers.
#[derive(Clone, Default)]
struct Hanging(Arc<AtomicUsize>);

impl Credential for Hanging {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_credential_that_never_answers_ends_with_the_deadline_for_all_who_wait() {
    let server = Server::start().expect("loopback");
    let client = built(
        Client::builder()
            .credential(Hanging::default())
            .deadline(SHORT),
        &server,
    );
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { request(&client).await })
        })
        .collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no token");
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(error.is_timeout());
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(
            error.report().to_string(),
            "no token: the credential did not return a token in time\n  cause: the deadline of the call (50ms) has passed\n  outcome: nothing was sent"
        );
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn an_attempt_ends_by_our_own_limit_whatever_http_settings_the_caller_brings() {
    for (builder, cause) in [
        (
            Client::builder().attempt_timeout(SHORT),
            "the time limit of an attempt (50ms) has passed",
        ),
        (
            Client::builder().deadline(SHORT),
            "the deadline of the call (50ms) has passed",
        ),
    ] {
        let server = Server::start().expect("loopback");
        server.answer_next(Answer::stalled());
        // These switch off what reqwest would do by itself.
        let client = built(
            builder.token(token()).http(reqwest::Client::builder()),
            &server,
        );
        let error = request(&client).await.expect_err("nothing comes");
        assert!(error.is_timeout() && !error.is_connect());
        assert_eq!(error.outcome(), Outcome::Unknown);
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some(cause));
    }
}

#[tokio::test]
async fn a_shorter_timeout_of_the_caller_holds() {
    let server = Server::start().expect("loopback");
    server.answer_next(Answer::stalled());
    let settings = reqwest::Client::builder().timeout(SHORT);
    let client = built(Client::builder().token(token()).http(settings), &server);
    let error = request(&client).await.expect_err("nothing comes");
    assert!(error.is_timeout());
}

#[tokio::test]
async fn an_error_whose_body_stalls_keeps_its_status_and_headers() {
    let server = Server::start().expect("loopback");
    let error = Answer::error(429, "TooManyRequests", "Slow down.").header("retry-after", "86400");
    server.answer_next(error.endless());
    let address = start(|mut stream| {
        head(&mut stream);
        let answer = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Length: 100\r\n\r\n{\"error\":{\"code\":\"TooMany\",\"message\":\"Slow";
        std::io::Write::write_all(&mut stream, answer.as_bytes()).expect("the client reads");
        // Holds the connection open until the client closes it.
        head(&mut stream);
    });
    let client = Client::builder()
        .token(token())
        .service_root(format!("http://{address}"))
        .attempt_timeout(SHORT);
    let error = request(&client.build().expect("a client")).await;
    let error = error.expect_err("429");
    let service = error.service().expect("an answer");
    assert_eq!(service.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(service.code(), Some("TooMany"));
    assert_eq!(service.message(), Some("Slow…"));
    assert!(!service.body_is_complete());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    assert_eq!(error.outcome(), Outcome::Refused);
}

#[tokio::test]
async fn a_wait_that_would_end_after_the_deadline_is_not_begun() {
    let server = Server::start().expect("loopback");
    server.answer_next(Answer::status(429).header("retry-after", "50"));
    let builder = Client::builder().token(token()).sleep_with(|_| pending());
    let client = built(builder.deadline(Duration::from_secs(40)), &server);
    let error = request(&client).await.expect_err("429");
    assert!(
        error.to_string().contains(
            "not tried again: the wait would be 50 seconds, and 39 are left of the deadline"
        ),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_sleeper_that_never_wakes_ends_with_the_deadline() {
    let server = Server::start().expect("loopback");
    server.answer_next(Answer::status(429).header("retry-after", "0"));
    let builder = Client::builder().token(token()).sleep_with(|_| pending());
    let client = built(builder.deadline(SHORT), &server);
    let error = request(&client).await.expect_err("429");
    assert!(
        error
            .to_string()
            .contains("the deadline of the call (50ms) has passed"),
        "{error}"
    );
}

#[tokio::test]
async fn a_deadline_as_long_as_numbers_go_is_none() {
    let server = Server::start().expect("loopback");
    let builder = Client::builder().token(token());
    let client = built(
        builder
            .deadline(Duration::MAX)
            .attempt_timeout(Duration::MAX),
        &server,
    );
    request(&client).await.expect("success");
    let client = client.with_deadline(Duration::ZERO);
    let error = request(&client).await.expect_err("no time at all");
    assert!(error.is_timeout());
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(server.requests().len(), 1);
}

/// Waits for a person, who says when.
struct Interactive {
    begun: Arc<Notify>,
    signed_in: Arc<Notify>,
}

impl Credential for Interactive {
    fn token(&self, request: TokenRequest) -> GettingToken<'_> {
        Box::pin(async move {
            let _paused = request.person_signs_in();
            self.begun.notify_one();
            self.signed_in.notified().await;
            Ok(AccessToken::lasting(token()))
        })
    }
}

#[tokio::test]
async fn the_deadline_does_not_run_while_a_person_signs_in() {
    let server = Server::start().expect("loopback");
    let credential = Arc::new(Interactive {
        begun: Arc::default(),
        signed_in: Arc::default(),
    });
    let builder = Client::builder().credential(Arc::clone(&credential));
    let deadline = Duration::from_secs(2);
    let client = built(builder.deadline(deadline), &server);
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { request(&client).await })
        })
        .collect();
    credential.begun.notified().await;
    // The person takes longer than the deadline.
    tokio::time::sleep(deadline + SHORT).await;
    credential.signed_in.notify_one();
    for call in calls {
        call.await.expect("no panic").expect("success");
    }
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_time_sent_nothing() {
    /// Never finds a host.
    struct Nowhere;

    impl reqwest::dns::Resolve for Nowhere {
        fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
            Box::pin(pending())
        }
    }

    let settings = reqwest::Client::builder().dns_resolver(Nowhere);
    let client = Client::builder()
        .token(token())
        .http(settings)
        .connect_timeout(SHORT)
        .retries(Retries::none())
        .build()
        .expect("a client");
    let error = request(&client).await.expect_err("no connection");
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn limits_as_long_as_numbers_go_are_none() {
    let server = Server::start().expect("loopback");
    let builder = Client::builder().token(token());
    let client = built(
        builder
            .idle_timeout(Duration::MAX)
            .connect_timeout(Duration::MAX),
        &server,
    );
    for _ in 0..3 {
        request(&client).await.expect("success");
        tokio::task::yield_now().await;
    }
}

#[test]
fn connections_are_given_up_before_the_server_gives_them_up() {
    // As a server does: a connection that is idle for this long is closed.
    let closes_after = Duration::from_millis(100);
    let address = start(move |mut stream| {
        stream
            .set_read_timeout(Some(closes_after))
            .expect("a timeout");
        while head(&mut stream).is_some() {
            std::io::Write::write_all(&mut stream, NO_CONTENT.as_bytes()).expect("it reads");
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let client = Client::builder()
        .token(token())
        .service_root(format!("http://{address}"))
        .idle_timeout(SHORT)
        .build()
        .expect("a client");
    for number in 0..20 {
        let answered = runtime.block_on(request(&client));
        answered.unwrap_or_else(|error| panic!("call {number}: {error}"));
        // What the program does between its calls: the runtime does not run meanwhile.
        std::thread::sleep(2 * closes_after);
    }
}
