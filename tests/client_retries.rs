//! Which failures are retried, when, and that nothing that may have run is sent twice. No
//! test waits: the client's sleeper only records the waits.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{Client, Error, OPERATIONS, Retries, Token};
use proptest::prelude::*;
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call};

#[derive(Clone, Default)]
struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Waits {
    fn seconds(&self) -> Vec<f64> {
        let waits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waits.iter().map(Duration::as_secs_f64).collect()
    }
}

fn client(service_root: &str, retries: Retries) -> (Client, Waits) {
    let waits = Waits::default();
    let written = waits.clone();
    let client = Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .service_root(service_root)
        .retries(retries)
        // Waits do not last here, so they are not bounded by time either.
        .deadline(Duration::MAX)
        .sleep_with(move |wait| {
            written
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(wait);
            std::future::ready(())
        })
        .build()
        .expect("a loopback service root");
    (client, waits)
}

struct Seen {
    result: Result<StatusCode, Error>,
    waits: Vec<f64>,
    ids: Vec<String>,
}

/// One call to a Graph that gives these responses first.
async fn order(answers: impl IntoIterator<Item = Answer>, retries: Retries) -> Seen {
    let graph = Server::start().expect("loopback");
    answers
        .into_iter()
        .for_each(|answer| graph.answer_next(answer));
    let (client, waits) = client(&graph.service_root(), retries);
    let operation = &OPERATIONS[0];
    let result = call(&client, operation, &arguments(operation)).await;
    let requests = graph.requests();
    let ids = requests
        .iter()
        .filter_map(|request| request.header("client-request-id").map(str::to_owned));
    Seen {
        result,
        waits: waits.seconds(),
        ids: ids.collect(),
    }
}

fn throttled() -> Answer {
    Answer::error(429, "TooManyRequests", "Too many requests.")
}

#[tokio::test]
async fn a_429_is_tried_again_after_the_seconds_it_names() {
    let seen = order([throttled().header("retry-after", "7")], Retries::default()).await;
    assert_eq!(seen.result.expect("success"), StatusCode::NO_CONTENT);
    assert_eq!(seen.waits, [7.0]);
    assert_eq!(seen.ids.len(), 2);
    assert_ne!(
        seen.ids[0], seen.ids[1],
        "each attempt has an id of its own"
    );
}

#[tokio::test]
async fn a_429_is_tried_again_at_the_date_it_names_by_the_services_clock() {
    // The clock of the embedded server says 14:14:57.
    let answer = throttled().header("retry-after", "Mon, 12 Jun 2023 14:15:07 GMT");
    let seen = order([answer], Retries::default()).await;
    assert_eq!(seen.result.expect("success"), StatusCode::NO_CONTENT);
    assert_eq!(seen.waits, [10.0]);
}

#[tokio::test]
async fn a_429_that_names_no_time_is_tried_again_after_growing_random_ones() {
    let seen = order([throttled(), throttled(), throttled()], Retries::default()).await;
    assert_eq!(seen.result.expect("success"), StatusCode::NO_CONTENT);
    let bounds = [0.5..=1.0, 1.0..=2.0, 2.0..=4.0];
    assert_eq!(seen.waits.len(), bounds.len());
    for (wait, bound) in seen.waits.iter().zip(bounds) {
        assert!(bound.contains(wait), "{wait} is not in {bound:?}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_bound_is_returned_at_once_and_named() {
    let seen = order(
        [throttled().header("retry-after", "999999")],
        Retries::default(),
    )
    .await;
    let error = seen.result.expect_err("throttled");
    assert_eq!(seen.waits, [0.0; 0]);
    assert_eq!(seen.ids.len(), 1);
    let reason = "the wait would be 999999 seconds, and 60 are left for waiting";
    assert_eq!(
        error
            .service()
            .and_then(|service| service.why_not_retried()),
        Some(reason)
    );
    assert!(error.to_string().contains(reason), "{error}");
    assert!(error.report().to_string().contains(reason));
}

#[tokio::test]
async fn a_wait_longer_than_any_clock_is_not_begun() {
    let answer = throttled().header("retry-after", "99999999999999999999999");
    let seen = order([answer], Retries::default()).await;
    assert!(seen.result.is_err());
    assert_eq!((seen.ids.len(), seen.waits.len()), (1, 0));
}

/// Callers add it to the current time, so the sum must be a valid time.
#[tokio::test]
async fn a_retry_after_that_is_told_can_be_added_to_any_clock() {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    for (value, expected) in [
        ("18446744073709551615", YEAR),
        ("99999999999999999999999", YEAR),
        ("Fri, 31 Dec 9999 23:59:59 GMT", YEAR),
        ("7", Duration::from_secs(7)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Duration::ZERO),
    ] {
        let seen = order([throttled().header("retry-after", value)], Retries::none()).await;
        let error = seen.result.expect_err("throttled");
        let wait = error.retry_after().expect("a wait");
        assert_eq!(wait, expected, "{value}");
        assert!(Instant::now().checked_add(wait).is_some(), "{value}");
        assert!(SystemTime::now().checked_add(wait).is_some(), "{value}");
    }
    // Without a bound, the wait is this long.
    let endless = Retries::default().max_wait(Duration::MAX);
    let answer = throttled().header("retry-after", "18446744073709551615");
    let seen = order([answer], endless).await;
    assert_eq!(seen.waits, [YEAR.as_secs_f64()]);
}

#[tokio::test]
async fn attempts_are_bounded() {
    let throttles = || (0..9).map(|_| throttled().header("retry-after", "1"));
    for (retries, attempts) in [
        (Retries::none(), 1),
        (Retries::default(), 4),
        (Retries::default().max_retries(6), 7),
        (
            Retries::default()
                .max_retries(6)
                .max_wait(Duration::from_secs(2)),
            3,
        ),
    ] {
        let seen = order(throttles(), retries).await;
        let error = seen.result.expect_err("throttled");
        assert_eq!(
            error.service().map(|service| service.status()),
            Some(StatusCode::TOO_MANY_REQUESTS)
        );
        assert_eq!(seen.ids.len(), attempts);
    }
}

#[tokio::test]
async fn what_may_have_run_or_was_refused_is_sent_once() {
    for answer in [
        Answer::lost(),
        Answer::status(500),
        Answer::status(503).header("retry-after", "1"),
        Answer::status(200),
        Answer::status(302).header("location", "/"),
        Answer::status(400),
        Answer::status(401),
        Answer::status(409),
    ] {
        let seen = order([answer], Retries::default()).await;
        assert!(seen.result.is_err());
        assert_eq!((seen.ids.len(), seen.waits.len()), (1, 0));
    }
}

/// The service accepted the request, or refuses it for good.
#[tokio::test]
async fn what_was_accepted_is_sent_once_even_when_asked_for() {
    for answer in [
        Answer::status(200),
        Answer::status(202),
        Answer::status(303).header("location", "/"),
        Answer::status(501),
        Answer::status(505),
    ] {
        let seen = order([answer], Retries::default().also_when_unknown()).await;
        assert!(seen.result.is_err());
        assert_eq!((seen.ids.len(), seen.waits.len()), (1, 0));
    }
}

#[tokio::test]
async fn what_may_have_run_is_sent_again_when_asked_for() {
    let answers = [
        Answer::lost(),
        Answer::status(503).header("retry-after", "9"),
        Answer::status(500),
    ];
    let seen = order(answers, Retries::default().also_when_unknown()).await;
    assert_eq!(seen.result.expect("success"), StatusCode::NO_CONTENT);
    assert_eq!(seen.ids.len(), 4);
    assert_eq!(seen.waits[1], 9.0);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again() {
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let (client, waits) = client(&format!("http://{free}/v1.0"), Retries::default());
    let operation = &OPERATIONS[0];
    let error = call(&client, operation, &arguments(operation))
        .await
        .expect_err("nobody listens");
    assert!(matches!(error, Error::Transport(_)));
    assert_eq!(waits.seconds().len(), 3);
}

#[tokio::test]
async fn a_connection_whose_next_wait_is_too_long_is_given_up_at_once() {
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let retries = Retries::default().max_wait(Duration::from_millis(1));
    let (client, waits) = client(&format!("http://{free}/v1.0"), retries);
    let operation = &OPERATIONS[0];
    let error = call(&client, operation, &arguments(operation))
        .await
        .expect_err("nobody listens");
    assert_eq!(waits.seconds(), [0.0; 0]);
    let message = error.to_string();
    let reason = "; not tried again: the wait would be 1 seconds, and 0 are left for waiting";
    assert!(message.ends_with(reason), "{message}");
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_is_not_tried_again() {
    let graph = Server::start().expect("loopback");
    graph.answer_next(throttled().header("retry-after", "1"));
    let waiting = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&waiting);
    let client = Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .service_root(graph.service_root())
        .sleep_with(move |_| {
            told.notify_one();
            std::future::pending()
        })
        .build()
        .expect("a loopback service root");
    let operation = &OPERATIONS[0];
    let arguments = arguments(operation);
    tokio::select! {
        _ = call(&client, operation, &arguments) => panic!("the wait has no end"),
        () = waiting.notified() => {}
    }
    // The next request on the connection is the next call.
    call(&client, operation, &arguments).await.expect("success");
    assert_eq!(graph.requests().len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The bounds apply for every value of the header.
    #[test]
    fn no_retry_after_breaks_the_bounds(values in proptest::collection::vec("[ -~]{0,30}|[0-9]{1,25}", 1..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let answers = values.iter().map(|value| throttled().header("retry-after", value.clone()));
            let seen = order(answers, Retries::default()).await;
            assert!(seen.ids.len() <= 4);
            assert!(seen.waits.iter().sum::<f64>() <= 60.0, "{:?}", seen.waits);
        });
    }
}
