//! What a clone of a client changes for its calls, and what a service may ask for beyond
//! a token.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::http::{HeaderName, HeaderValue};
use intune_recover_passcode::{
    AccessToken, Client, Cloud, Credential, Error, GettingToken, OPERATIONS, Outcome, Retries,
    Token, TokenRequest,
};
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call, client_of};

async fn request(client: &Client) -> Result<StatusCode, Error> {
    let operation = &OPERATIONS[0];
    call(client, operation, &arguments(operation)).await
}

#[tokio::test]
async fn all_attempts_of_a_call_have_the_id_of_the_caller() {
    let server = Server::start().expect("loopback");
    server.answer_next(Answer::status(429).header("retry-after", "0"));
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let client = client(&server, &Arc::default(), Retries::default());
    let own = client.with_client_request_id(id).expect("an id");
    request(&own).await.expect("success");
    request(&client).await.expect("success");
    let requests = server.requests();
    let ids: Vec<_> = requests
        .iter()
        .map(|request| request.header("client-request-id"))
        .collect();
    assert_eq!(ids[..2], [Some(id), Some(id)]);
    assert_ne!(ids[2], Some(id), "the client itself has none");
}

#[test]
fn an_id_that_no_log_could_show_is_refused() {
    let client = Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .build()
        .expect("a client");
    let long = "x".repeat(129);
    for id in ["", " ", "a b", "a\nb", "é", long.as_str()] {
        let error = client.with_client_request_id(id).expect_err("no id");
        assert!(matches!(error, Error::InvalidArgument { .. }), "{id:?}");
    }
}

#[tokio::test]
async fn a_header_of_the_callers_is_sent_with_each_call_of_the_clone() {
    let server = Server::start().expect("loopback");
    let client = client_of(&server);
    let own = client
        .with_header("Prefer", "return=minimal")
        .and_then(|client| client.with_header("x-team", "blue"))
        .and_then(|client| {
            client.with_header(
                HeaderName::from_static("x-team"),
                HeaderValue::from_static("red"),
            )
        })
        .expect("headers");
    request(&own).await.expect("success");
    request(&client).await.expect("success");
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            let header = |name| request.header(name).map(str::to_owned);
            (header("prefer"), header("x-team"))
        })
        .collect();
    let expected = (Some("return=minimal".to_owned()), Some("red".to_owned()));
    assert_eq!(sent, [expected, (None, None)]);
}

#[test]
fn a_header_that_the_client_or_the_connection_sets_is_refused() {
    let client = Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .build()
        .expect("a client");
    for name in [
        "Accept",
        "authorization",
        "CONTENT-LENGTH",
        "content-type",
        "user-agent",
        "host",
        "client-request-id",
        "transfer-encoding",
        "connection",
        "accept-encoding",
        "x-http-method-override",
    ] {
        let error = client.with_header(name, "x").expect_err("its own header");
        let message = error.to_string();
        assert!(message.contains("is set by the client itself"), "{message}");
    }
    for (name, value) in [("a b", "x"), ("", "x"), ("x-a", "a\nb")] {
        client.with_header(name, value).expect_err("no header");
    }
}

/// Gives another token for each request, or always the same.
#[derive(Default)]
struct Asked {
    claims: Mutex<Vec<Option<String>>>,
    is_fixed: bool,
}

impl Credential for Asked {
    fn token(&self, request: TokenRequest) -> GettingToken<'_> {
        Box::pin(async move {
            let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
            claims.push(request.claims().map(str::to_owned));
            let number = match self.is_fixed {
                true => 0,
                false => claims.len(),
            };
            Ok(AccessToken::lasting(Token::new(format!("token-{number}"))?))
        })
    }
}

fn challenge() -> Answer {
    let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==";
    Answer::error(401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in claims challenge.")
        .header("www-authenticate", format!("Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{claims}\""))
}

fn client(server: &Server, credential: &Arc<Asked>, retries: Retries) -> Client {
    Client::builder()
        .credential(Around(Arc::clone(credential)))
        .service_root(server.service_root())
        .retries(retries)
        .build()
        .expect("a client")
}

/// A credential around another one.
struct Around(Arc<Asked>);

impl Credential for Around {
    fn token(&self, request: TokenRequest) -> GettingToken<'_> {
        self.0.token(request)
    }
}

#[tokio::test]
async fn a_claims_challenge_reaches_the_credential_and_the_call_goes_on() {
    let server = Server::start().expect("loopback");
    let credential = Arc::<Asked>::default();
    let client = client(&server, &credential, Retries::default());
    server.answer_next(challenge());
    request(&client).await.expect("success");
    request(&client).await.expect("success");
    let asked = r#"{"access_token":{"nbf":{"essential":true}}}"#.to_owned();
    assert_eq!(
        *credential.claims.lock().expect("no panic"),
        [None, Some(asked)]
    );
    let sent: Vec<_> = server
        .requests()
        .iter()
        .filter_map(|request| request.header("authorization").map(str::to_owned))
        .collect();
    assert_eq!(sent, ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
}

/// Two calls are refused one after the other, and the second refusal comes when a token
/// with the claims is known already.
#[tokio::test]
async fn a_challenge_that_is_met_already_is_not_put_to_the_credential_again() {
    let server = Server::start().expect("loopback");
    let credential = Arc::<Asked>::default();
    let client = client(&server, &credential, Retries::default());
    request(&client).await.expect("success");
    (0..2).for_each(|_| server.answer_next(challenge()));
    let (first, second) = tokio::join!(request(&client), request(&client));
    first.expect("success");
    second.expect("success");
    server.answer_next(Answer::error(401, "InvalidAuthenticationToken", "expired"));
    request(&client).await.expect_err("401");
    request(&client).await.expect("success");
    let claims = credential.claims.lock().expect("no panic");
    let asked: Vec<_> = claims.iter().map(Option::is_some).collect();
    assert_eq!(asked, [false, true, false]);
}

#[tokio::test]
async fn a_service_that_asks_again_and_again_is_asked_twice() {
    let server = Server::start().expect("loopback");
    let credential = Arc::<Asked>::default();
    let client = client(&server, &credential, Retries::default());
    (0..5).for_each(|_| server.answer_next(challenge()));
    let error = request(&client).await.expect_err("401");
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn one_attempt_stays_one_and_the_next_call_has_the_claims() {
    let server = Server::start().expect("loopback");
    let credential = Arc::<Asked>::default();
    let client = client(&server, &credential, Retries::none());
    server.answer_next(challenge());
    request(&client).await.expect_err("401");
    assert_eq!(server.requests().len(), 1);
    request(&client).await.expect("success");
    assert!(credential.claims.lock().expect("no panic")[1].is_some());
}

#[tokio::test]
async fn a_credential_that_cannot_use_claims_says_so_and_the_call_was_refused() {
    let server = Server::start().expect("loopback");
    let credential = Arc::new(Asked {
        is_fixed: true,
        ..Asked::default()
    });
    let client = client(&server, &credential, Retries::default());
    server.answer_next(challenge());
    let error = request(&client).await.expect_err("the same token");
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(server.requests().len(), 1);
    assert_eq!(
        error.to_string(),
        "no token: the service asks for a token with the claims \"{\"access_token\":{\"nbf\":{\"essential\":true}}}\", but the credential returned the refused token again: it cannot pass claims on; sign in again with these claims; tried 2 times"
    );
    // The next call asks the credential as usual.
    request(&client).await.expect("success");
}

#[tokio::test]
async fn a_token_can_be_read_by_a_credential_around_another() {
    let inner: Box<dyn Credential> = Box::new(Token::new(TOKEN).expect("a token"));
    let given = inner.token(TokenRequest::default()).await.expect("a token");
    assert_eq!(given.expires_at(), None);
    let again = AccessToken::expiring(given.token().clone(), std::time::SystemTime::UNIX_EPOCH);
    assert!(again.expires_at().is_some());
}

#[test]
fn a_cloud_is_written_and_read_by_its_name() {
    for cloud in Cloud::ALL {
        assert_eq!(cloud.to_string().parse::<Cloud>().expect("a cloud"), *cloud);
        let lower = cloud.to_string().to_lowercase();
        assert_eq!(lower.parse::<Cloud>().expect("a cloud"), *cloud);
    }
    let error = "Moon".parse::<Cloud>().expect_err("no cloud");
    assert_eq!(
        error.to_string(),
        "\"Moon\" is none of Global, UsGovernmentL4, UsGovernmentL5, China"
    );
}

#[test]
fn clients_errors_and_calls_go_to_other_threads() {
    fn is_sent<T: Send + Sync + 'static>() {}
    fn is_send<T: Send + 'static>(_: T) {}
    is_sent::<Client>();
    is_sent::<Error>();
    is_sent::<intune_recover_passcode::ClientBuilder>();
    is_sent::<intune_recover_passcode::Response<()>>();
    is_sent::<intune_recover_passcode::ServiceError>();
    is_sent::<intune_recover_passcode::TransportError>();
    let client = Client::builder()
        .token(Token::new(TOKEN).expect("a token"))
        .build()
        .expect("a client")
        .with_deadline(Duration::from_secs(1));
    let device = tests::GUID.parse().expect("an id");
    is_send(async move { client.recover_managed_device_passcode(&device).await });
}

#[test]
fn what_describes_operations_can_be_compared() {
    assert_eq!(OPERATIONS[0], OPERATIONS[0].clone());
    assert_ne!(OPERATIONS[0], OPERATIONS[1]);
    assert_eq!(OPERATIONS[0].security[0][0], OPERATIONS[1].security[0][0]);
    assert_eq!(Retries::none(), Retries::default().max_retries(0));
}
