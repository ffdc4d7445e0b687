//! Fetching tokens: one fetch for many calls, and no request without a token.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{
    AccessToken, Client, Credential, CredentialError, EnvironmentVariable, Error, GettingToken,
    OPERATIONS, Outcome, Token, TokenRequest,
};
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call};

fn client(graph: &Server, credential: impl Credential + 'static) -> Client {
    Client::builder()
        .credential(credential)
        .service_root(graph.service_root())
        .build()
        .expect("a loopback service root")
}

async fn order(client: &Client) -> Result<StatusCode, Error> {
    let operation = &OPERATIONS[0];
    call(client, operation, &arguments(operation)).await
}

/// Numbers its tokens; the first one has expired.
#[derive(Clone, Default)]
struct Numbered(Arc<AtomicUsize>);

impl Credential for Numbered {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            // Lets the other calls start while this one is running.
            tokio::task::yield_now().await;
            let token = Token::new(format!("token-{number}"))?;
            let hour = Duration::from_secs(3600);
            Ok(match number {
                0 => AccessToken::expiring(token, SystemTime::now() - hour),
                _ => AccessToken::expiring(token, SystemTime::now() + hour),
            })
        })
    }
}

#[tokio::test]
async fn a_hundred_calls_with_an_expired_token_fetch_one_new_one() {
    let graph = Server::start().expect("loopback");
    let credential = Numbered::default();
    let client = client(&graph, credential.clone());
    order(&client).await.expect("success");
    assert_eq!(credential.0.load(Ordering::SeqCst), 1);

    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { order(&client).await })
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("success");
    }
    assert_eq!(credential.0.load(Ordering::SeqCst), 2);
    let requests = graph.requests();
    let sent = |number: usize| requests[number].header("authorization").map(str::to_owned);
    assert_eq!(sent(0).as_deref(), Some("Bearer token-0"));
    assert!((1..=100).all(|number| sent(number).as_deref() == Some("Bearer token-1")));
}

#[tokio::test]
async fn a_token_that_lasts_is_fetched_once() {
    let graph = Server::start().expect("loopback");
    let client = client(&graph, Token::new(TOKEN).expect("a token"));
    for _ in 0..3 {
        order(&client).await.expect("success");
    }
    assert_eq!(graph.requests().len(), 3);
}

struct Failing;

impl Credential for Failing {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async { Err(CredentialError::new("the vault is closed; open it")) })
    }
}

#[tokio::test]
async fn a_credential_that_fails_sends_nothing() {
    let graph = Server::start().expect("loopback");
    let error = order(&client(&graph, Failing)).await.expect_err("no token");
    assert!(matches!(error, Error::Credential(_)));
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.to_string(), "no token: the vault is closed; open it");
    assert_eq!(graph.requests().len(), 0);
}

/// Fails, after the other calls have started.
#[derive(Clone, Default)]
struct FailingSlowly(Arc<AtomicUsize>);

impl Credential for FailingSlowly {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        Box::pin(async {
            self.0.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            let cause = std::io::Error::other("no route to the vault");
            Err(CredentialError::new("the vault is away").with_source(cause))
        })
    }
}

#[tokio::test]
async fn a_hundred_calls_share_one_failure_and_the_next_one_asks_again() {
    let graph = Server::start().expect("loopback");
    let credential = FailingSlowly::default();
    let client = client(&graph, credential.clone());
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { order(&client).await })
        })
        .collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no token");
        let source = error.source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("no route to the vault"));
    }
    assert_eq!(credential.0.load(Ordering::SeqCst), 1);
    order(&client).await.expect_err("no token");
    assert_eq!(credential.0.load(Ordering::SeqCst), 2);
    assert_eq!(graph.requests().len(), 0);
}

#[tokio::test]
async fn a_fetch_that_its_call_gave_up_is_begun_by_another() {
    let graph = Server::start().expect("loopback");
    let credential = Numbered(Arc::new(AtomicUsize::new(1)));
    let client = client(&graph, credential.clone());
    let given_up = order(&client);
    // After one poll, the fetch is running.
    tokio::select! {
        biased;
        _ = given_up => panic!("the credential yields once"),
        () = std::future::ready(()) => {}
    }
    order(&client).await.expect("success");
    assert_eq!(credential.0.load(Ordering::SeqCst), 3);
    assert_eq!(graph.requests().len(), 1);
}

#[tokio::test]
async fn a_token_that_graph_refuses_is_not_used_again() {
    let graph = Server::start().expect("loopback");
    let credential = Numbered(Arc::new(AtomicUsize::new(1)));
    let client = client(&graph, credential);
    graph.answer_next(Answer::error(
        401,
        "InvalidAuthenticationToken",
        "Lifetime validation failed, the token is expired.",
    ));
    let error = order(&client).await.expect_err("401");
    assert_eq!(error.outcome(), Outcome::Refused);
    for _ in 0..2 {
        order(&client).await.expect("success");
    }
    let requests = graph.requests();
    let sent: Vec<_> = requests
        .iter()
        .filter_map(|request| request.header("authorization"))
        .collect();
    assert_eq!(sent, ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
}

#[tokio::test]
async fn an_environment_variable_that_is_not_there_is_named() {
    let graph = Server::start().expect("loopback");
    let credential = EnvironmentVariable::new("NO_SUCH_VARIABLE_OF_OURS");
    let error = order(&client(&graph, credential))
        .await
        .expect_err("no token");
    assert!(
        error.to_string().contains("NO_SUCH_VARIABLE_OF_OURS"),
        "{error}"
    );
    assert_eq!(graph.requests().len(), 0);
}
