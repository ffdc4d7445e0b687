//! Signing in with a code over a bad network, with cancelled calls, and with numbers that
//! are not valid times.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{AzureCredential, Cloud, DeviceCode};
use proptest::prelude::*;
use tokio::sync::Notify;

use crate::client_sign_in::{CLIENT_ID, Set, Written, client, codes, json, order, refused, token};
use crate::raw_server::{head, start};

fn html(status: u16) -> Answer {
    Answer::status(status)
        .header("content-type", "text/html")
        .body("<h1>secret</h1>")
}

fn pending() -> Answer {
    refused("authorization_pending", "AADSTS70016: Pending.")
}

#[tokio::test]
async fn a_hiccup_of_the_network_does_not_throw_a_sign_in_away() {
    for (name, hiccup) in [
        ("502 with HTML", html(502)),
        ("200 with HTML", html(200)),
        ("403 with HTML", html(403)),
        ("302", Answer::status(302).header("location", "/")),
        ("500 without a body", Answer::status(500)),
        (
            "504 in JSON",
            json(504, r#"{"message":"Endpoint request timed out"}"#),
        ),
        (
            "503 of the service",
            json(
                503,
                r#"{"error":"temporarily_unavailable","error_description":"Busy."}"#,
            ),
        ),
        (
            "400 of a busy service",
            json(400, r#"{"error":"temporarily_unavailable"}"#),
        ),
        ("429", json(429, r#"{"error":"too_many_requests"}"#)),
        ("200 without a token", json(200, "{}")),
        ("a lost connection", Answer::lost()),
        ("a reset connection", Answer::reset()),
        (
            "half an answer",
            json(200, r#"{"token_type":"Bearer","access_token":"#).truncated(),
        ),
    ] {
        let set = Set::up([codes(), pending(), hiccup, pending(), token(3600)]);
        let ordered = set.order().await;
        assert!(ordered.is_ok(), "{name}: {ordered:?}");
        assert_eq!(set.told.lines().len(), 1, "{name}");
        assert_eq!(set.waits.lines(), ["5", "10", "5"], "{name}");
    }
}

#[tokio::test]
async fn half_an_answer_is_called_half_an_answer() {
    let set = Set::up([json(200, r#"{"user_code":"#).truncated()]);
    let message = set.refusal().await;
    assert_eq!(
        message,
        "no token: the answer of the sign-in service did not arrive completely; check the network"
    );
}

/// The deadline of the call does not run meanwhile, so each request has a limit of its own.
#[tokio::test]
async fn a_request_that_is_not_answered_while_a_person_signs_in_is_sent_again() {
    let received = Arc::new(Notify::new());
    let (numbers, notified) = (AtomicUsize::new(0), Arc::clone(&received));
    let answer = |body: &str| {
        let length = body.len();
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
    };
    let codes = r#"{"user_code":"A","device_code":"B","verification_uri":"https://example.com","expires_in":900,"interval":5}"#;
    let answers = [
        answer(codes),
        // The head, and no more.
        answer("{}").replace("{}", ""),
        answer(r#"{"access_token":"C","expires_in":3600}"#),
    ];
    let address = start(move |mut stream| {
        head(&mut stream);
        let number = numbers.fetch_add(1, Ordering::SeqCst);
        let sent = stream.write_all(answers[number].as_bytes());
        sent.expect("the client reads");
        match number {
            1 => notified.notify_one(),
            _ => stream.shutdown(Shutdown::Write).expect("the client reads"),
        }
        // Until the client closes the connection.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, |_| {})
        .and_then(|credential| credential.authority(&format!("http://{address}")))
        .expect("a loopback authority")
        .sleep_with(|_| std::future::ready(()));
    let graph = Server::start().expect("loopback");
    let client = client(&graph, credential);
    let late = async {
        received.notified().await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(100)).await;
        tokio::time::resume();
    };
    let (called, ()) = tokio::join!(order(&client), late);
    called.expect("a token from the third request");
}

#[tokio::test]
async fn the_waits_grow_while_the_service_cannot_be_asked() {
    let lost = (0..6).map(|_| Answer::lost());
    let set = Set::up(std::iter::once(codes()).chain(lost).chain([token(3600)]));
    set.order().await.expect("success");
    assert_eq!(set.waits.lines(), ["5", "10", "20", "40", "60", "60"]);
}

#[tokio::test]
async fn a_service_that_cannot_be_asked_until_the_code_expires_is_told() {
    // The response after the codes is not an OAuth response.
    let set = Set::up([codes()]);
    let message = set.refusal().await;
    assert_eq!(
        message,
        "no token: nobody signed in in time, and the last request failed: the sign-in service answered something else than OAuth 2.0 (status 400); check for a proxy in between"
    );
    let waits = set.waits.lines();
    let sum: u64 = waits.iter().flat_map(|wait| wait.parse::<u64>()).sum();
    assert_eq!(sum, 900, "{waits:?}");
}

/// The person is asked again after the code has expired, and not earlier.
#[tokio::test]
async fn a_code_that_expired_is_replaced_by_the_next_call() {
    let set = Set::up([with_times("5", "0"), codes(), token(3600)]);
    let message = set.refusal().await;
    assert_eq!(
        message,
        "no token: nobody signed in in time; call again to ask again"
    );
    set.order().await.expect("success");
    assert_eq!(set.told.lines().len(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_does_not_ask_the_person_again() {
    let graph = Server::start().expect("loopback");
    let entra = Server::start().expect("loopback");
    for answer in [codes(), pending(), token(3600)] {
        entra.answer_next(answer);
    }
    let told = Written::default();
    let telling = told.clone();
    let waiting = Arc::new(Notify::new());
    let (waits, is_first) = (Arc::clone(&waiting), AtomicBool::new(true));
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, move |sign_in| {
        telling.write(sign_in);
    })
    .and_then(|credential| credential.authority(&entra.service_root()))
    .expect("a loopback authority")
    .sleep_with(move |_| {
        waits.notify_one();
        let is_first = is_first.swap(false, Ordering::SeqCst);
        async move {
            if is_first {
                std::future::pending().await
            }
        }
    });
    let client = client(&graph, credential);
    tokio::select! {
        _ = order(&client) => panic!("the wait has no end"),
        () = waiting.notified() => {}
    }
    order(&client).await.expect("success");
    assert_eq!(told.lines().len(), 1);
    assert_eq!(entra.requests().len(), 3);
}

#[tokio::test]
async fn two_clients_of_one_sign_in_ask_the_person_once() {
    let graph = Server::start().expect("loopback");
    let entra = Server::start().expect("loopback");
    for answer in [codes(), pending(), token(3600), token(3600)] {
        entra.answer_next(answer);
    }
    let told = Written::default();
    let telling = told.clone();
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, move |sign_in| {
        telling.write(sign_in);
    })
    .and_then(|credential| credential.authority(&entra.service_root()))
    .expect("a loopback authority")
    .sleep_with(|_| tokio::task::yield_now());
    let credential = Arc::new(credential);
    let (one, other) = (
        client(&graph, Arc::clone(&credential)),
        client(&graph, credential),
    );
    let (one, other) = tokio::join!(order(&one), order(&other));
    one.and(other).expect("success");
    assert_eq!(told.lines().len(), 1);
}

#[tokio::test]
async fn a_renewal_that_a_busy_service_refuses_keeps_the_sign_in() {
    for busy in [
        json(
            503,
            r#"{"error":"server_error","error_description":"AADSTS90033"}"#,
        ),
        json(400, r#"{"error":"temporarily_unavailable"}"#),
        html(502),
    ] {
        let set = Set::up([codes(), token(60), busy, token(3600)]);
        set.order().await.expect("success");
        set.order().await.expect_err("no token");
        set.order().await.expect("success");
        assert_eq!(set.told.lines().len(), 1);
    }
}

/// Settings that mark each request, and a proxy that nobody may use on loopback.
fn settings() -> reqwest::ClientBuilder {
    let mark = (
        "x-mark".parse().expect("a name"),
        "1".parse().expect("a value"),
    );
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let proxy = reqwest::Proxy::all(format!("http://{nobody}")).expect("a proxy");
    reqwest::Client::builder()
        .default_headers([mark].into_iter().collect())
        .proxy(proxy)
}

#[tokio::test]
async fn http_settings_and_authority_come_in_any_order() {
    for http_first in [true, false] {
        let graph = Server::start().expect("loopback");
        let entra = Server::start().expect("loopback");
        entra.answer_next(codes());
        entra.answer_next(token(3600));
        let new = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, |_| {});
        let root = entra.service_root();
        let credential = new.and_then(|credential| match http_first {
            true => credential.http(settings())?.authority(&root),
            false => credential.authority(&root)?.http(settings()),
        });
        let client = client(&graph, credential.expect("settings"));
        order(&client).await.expect("success");
        for request in entra.requests() {
            assert_eq!(request.header("x-mark"), Some("1"), "{http_first}");
        }
    }
}

#[tokio::test]
async fn http_settings_that_reqwest_refuses_are_told_each_time() {
    let graph = Server::start().expect("loopback");
    let bad = reqwest::Client::builder().user_agent("a\nb");
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, |_| {})
        .and_then(|credential| credential.http(bad));
    // Here, or when a token is requested.
    let Ok(credential) = credential else { return };
    let client = client(&graph, credential);
    for _ in 0..2 {
        let error = order(&client).await.expect_err("no token");
        assert_eq!(
            error.to_string(),
            "no token: reqwest refuses the HTTP settings; change those of `DeviceCode::http`"
        );
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_do() {
    let mut messages = Vec::new();
    for (error, description) in [
        ("access_denied", ""),
        ("authorization_declined", ""),
        ("bad_verification_code", ""),
        ("expired_token", ""),
        ("invalid_client", ""),
        ("invalid_grant", ""),
        ("invalid_scope", ""),
        ("unauthorized_client", ""),
        ("unheard_of", ""),
        ("invalid_grant", "AADSTS50020: User account."),
        ("invalid_grant", "AADSTS50034: Not found."),
        ("invalid_grant", "AADSTS50055: Password expired."),
        ("invalid_grant", "AADSTS50057: Disabled."),
        ("invalid_grant", "AADSTS500571: Another number."),
        ("interaction_required", "AADSTS50058: No session."),
        ("interaction_required", "AADSTS50076: MFA."),
        ("interaction_required", "AADSTS50079: Enrol."),
        ("invalid_grant", "AADSTS50105: Not assigned."),
        ("access_denied", "AADSTS53003: Blocked."),
        ("invalid_grant", "AADSTS65001: No consent."),
        ("unauthorized_client", "AADSTS700016: Unknown app."),
        ("invalid_client", "AADSTS7000218: No secret."),
        ("invalid_request", "AADSTS90002: No tenant."),
        ("invalid_grant", "AADSTS90072: External account."),
    ] {
        // The number comes from the text: the helper's list has another one.
        let body = serde_json::json!({"error": error, "error_description": description});
        let set = Set::up([codes(), json(400, &body.to_string())]);
        messages.push(set.refusal().await);
        assert_eq!(set.entra.requests().len(), 2);
    }
    let by_list = r#"{"error":"invalid_grant","error_codes":[50057]}"#;
    messages.push(Set::up([codes(), json(400, by_list)]).refusal().await);
    insta::assert_snapshot!(messages.join("\n"));
}

fn with_times(interval: &str, expires_in: &str) -> Answer {
    let body = format!(
        r#"{{"user_code":"GTHK-QPMN","device_code":"secret-device-code","interval":{interval},
            "verification_uri":"https://microsoft.com/devicelogin","expires_in":{expires_in}}}"#
    );
    json(200, &body)
}

fn token_for(expires_in: &str) -> Answer {
    let body = format!(
        r#"{{"token_type":"Bearer","access_token":"a","expires_in":{expires_in},"refresh_token":"b"}}"#
    );
    json(200, &body)
}

/// A sign-in with these numbers, and its waits in seconds.
async fn sign_in_with(interval: &str, expires_in: &str, lifetime: &str) -> Vec<u64> {
    let slower = refused("slow_down", "Slower.");
    let answers = [
        with_times(interval, expires_in),
        pending(),
        slower,
        Answer::lost(),
        token_for(lifetime),
        token_for(lifetime),
    ];
    let set = Set::up(answers);
    let ordered = set.order().await;
    // Only a code that expires at once gets no token.
    if let Err(error) = ordered {
        assert!(error.to_string().contains("nobody signed in"), "{error}");
    } else {
        set.order().await.expect("success");
    }
    let waits = set.waits.lines();
    waits.iter().flat_map(|wait| wait.parse()).collect()
}

#[tokio::test]
async fn no_number_of_the_service_overflows() {
    const NUMBERS: [&str; 14] = [
        "18446744073709551615",
        "18446744073709551616",
        "9223372036854775807",
        "1e300",
        "\"18446744073709551615\"",
        "\"soon\"",
        "-1",
        "-9223372036854775808",
        "-1e300",
        "0.5",
        "0",
        "null",
        "[]",
        "{}",
    ];
    for number in NUMBERS {
        for (interval, expires_in, lifetime) in [
            (number, "900", "3600"),
            ("5", number, "3600"),
            ("5", "900", number),
            (number, number, number),
        ] {
            let (interval, expires_in, lifetime) = (
                interval.to_owned(),
                expires_in.to_owned(),
                lifetime.to_owned(),
            );
            let name = format!("{interval}, {expires_in}, {lifetime}");
            let waits =
                tokio::spawn(async move { sign_in_with(&interval, &expires_in, &lifetime).await });
            let waits = waits.await.unwrap_or_else(|_| panic!("{name}: a panic"));
            assert!(waits.iter().all(|wait| *wait <= 300), "{name}: {waits:?}");
        }
    }
}

/// Represents a credential of Azure's crates whose token expires at this time.
#[derive(Debug)]
struct Azure(OffsetDateTime);

#[async_trait::async_trait]
impl TokenCredential for Azure {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new(Secret::new("a"), self.0))
    }
}

#[tokio::test]
async fn a_token_of_azures_crates_may_expire_at_any_time() {
    // From the year -9999 to the year 9999.
    for seconds in [-377_705_116_800, -12_000_000_000, -1, 0, 253_402_300_799] {
        let graph = Server::start().expect("loopback");
        let expiry = OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
        let credential = AzureCredential::new(Cloud::Global, Arc::new(Azure(expiry)));
        order(&client(&graph, credential)).await.expect("success");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_number_of_any_service_overflows(
        interval in any::<f64>(), expires_in in any::<u64>(), lifetime in any::<i64>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let interval = serde_json::json!(interval).to_string();
        let (expires_in, lifetime) = (expires_in.to_string(), lifetime.to_string());
        let waits = runtime.block_on(sign_in_with(&interval, &expires_in, &lifetime));
        assert!(waits.iter().all(|wait| *wait <= 300), "{waits:?}");
    }
}
