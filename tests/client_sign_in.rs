//! Tokens from people who sign in with a code, and from Azure's own crates. The sign-in
//! service is an embedded server that returns what the test sets.

use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{
    AzureCredential, Client, Cloud, Credential, DeviceCode, Error, OPERATIONS, Outcome,
    TokenRequest,
};
use reqwest::StatusCode;
use tests::{TOKEN, arguments, call};

pub(crate) const CLIENT_ID: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";

/// What a test records: waits, or messages to a person.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<String>>>);

impl Written {
    pub(crate) fn write(&self, text: impl ToString) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(text.to_string());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clone()
    }
}

/// A Graph, a sign-in service, and a client that signs in at the service to call Graph.
pub(crate) struct Set {
    pub(crate) graph: Server,
    pub(crate) entra: Server,
    client: Client,
    pub(crate) told: Written,
    pub(crate) waits: Written,
}

impl Set {
    pub(crate) fn up(answers: impl IntoIterator<Item = Answer>) -> Self {
        let graph = Server::start().expect("loopback");
        let entra = Server::start().expect("loopback");
        for answer in answers {
            entra.answer_next(answer);
        }
        let told = Written::default();
        let waits = Written::default();
        let (telling, waiting) = (told.clone(), waits.clone());
        let credential = DeviceCode::new(
            Cloud::Global,
            "contoso.onmicrosoft.com",
            CLIENT_ID,
            move |sign_in| telling.write(sign_in),
        )
        .and_then(|credential| credential.authority(&entra.service_root()))
        .expect("a loopback authority")
        .sleep_with(move |wait| {
            waiting.write(wait.as_secs());
            std::future::ready(())
        });
        let client = client(&graph, credential);
        Self {
            graph,
            entra,
            client,
            told,
            waits,
        }
    }

    pub(crate) async fn order(&self) -> Result<StatusCode, Error> {
        order(&self.client).await
    }

    /// The failure of a call that must not reach Graph.
    pub(crate) async fn refusal(&self) -> String {
        let error = self.order().await.expect_err("no token");
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(self.graph.requests().len(), 0);
        error.to_string()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        let requests = self.entra.requests();
        let line = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        requests
            .iter()
            .map(|request| format!("{} {}", request.path, line(&request.body)))
            .collect()
    }
}

pub(crate) fn client(graph: &Server, credential: impl Credential + 'static) -> Client {
    Client::builder()
        .credential(credential)
        .service_root(graph.service_root())
        .build()
        .expect("a loopback service root")
}

pub(crate) async fn order(client: &Client) -> Result<StatusCode, Error> {
    let operation = &OPERATIONS[0];
    call(client, operation, &arguments(operation)).await
}

pub(crate) fn json(status: u16, body: &str) -> Answer {
    Answer::status(status)
        .header("content-type", "application/json; charset=utf-8")
        .body(body)
}

pub(crate) fn codes() -> Answer {
    json(
        200,
        r#"{"user_code":"GTHK-QPMN","device_code":"secret-device-code",
            "verification_uri":"https://microsoft.com/devicelogin",
            "expires_in":900,"interval":5,"message":"To sign in, use a browser."}"#,
    )
}

pub(crate) fn token(lifetime_seconds: u64) -> Answer {
    json(
        200,
        &format!(
            r#"{{"token_type":"Bearer","scope":"https://graph.microsoft.com/.default",
                "expires_in":{lifetime_seconds},"access_token":"{TOKEN}",
                "refresh_token":"secret-refresh-token"}}"#
        ),
    )
}

pub(crate) fn refused(code: &str, description: &str) -> Answer {
    json(
        400,
        &format!(
            r#"{{"error":"{code}","error_description":"{description}","error_codes":[70016],
                "timestamp":"2026-01-01 00:00:00Z","trace_id":"a","correlation_id":"b"}}"#
        ),
    )
}

#[tokio::test]
async fn a_person_signs_in_once_for_many_calls() {
    let set = Set::up([
        codes(),
        refused("authorization_pending", "AADSTS70016: Pending."),
        refused("slow_down", "Slower."),
        token(3600),
    ]);
    for _ in 0..3 {
        set.order().await.expect("success");
    }
    assert_eq!(
        set.told.lines(),
        [
            "To sign in, open https://microsoft.com/devicelogin and enter the code GTHK-QPMN within 15 minutes."
        ]
    );
    assert_eq!(set.waits.lines(), ["5", "10"]);
    insta::assert_snapshot!(set.asked().join("\n"));
    let sent = set.graph.requests()[2]
        .header("authorization")
        .map(str::to_owned);
    assert_eq!(sent, Some(format!("Bearer {TOKEN}")));
}

#[tokio::test]
async fn a_token_that_expires_is_renewed_without_the_person() {
    let set = Set::up([codes(), token(60), token(3600)]);
    for _ in 0..3 {
        set.order().await.expect("success");
    }
    assert_eq!(set.told.lines().len(), 1);
    insta::assert_snapshot!(set.asked()[2..].join("\n"));
}

#[tokio::test]
async fn a_renewal_that_is_refused_asks_the_person_again() {
    let expired = refused(
        "invalid_grant",
        "AADSTS700082: The refresh token has expired.",
    );
    let set = Set::up([codes(), token(60), expired, codes(), token(3600)]);
    for _ in 0..2 {
        set.order().await.expect("success");
    }
    assert_eq!(set.told.lines().len(), 2);
}

#[tokio::test]
async fn a_renewal_that_got_no_answer_is_tried_again_by_the_next_call() {
    let set = Set::up([codes(), token(60), Answer::lost(), token(3600)]);
    set.order().await.expect("success");
    let error = set.order().await.expect_err("no token");
    assert!(error.source().is_some(), "{error:?}");
    set.order().await.expect("success");
    assert_eq!(set.told.lines().len(), 1);
}

#[tokio::test]
async fn a_sign_in_that_fails_says_what_to_do() {
    let refusals = [
        refused("authorization_declined", "AADSTS70018: Declined."),
        refused("expired_token", "AADSTS70019: Expired."),
        refused(
            "invalid_client",
            "AADSTS7000218: The request body must contain: 'client_assertion' or 'client_secret'.",
        ),
        refused("invalid_grant", r"AADSTS65001: No consent.\r\nTrace ID: a"),
        json(
            200,
            r#"{"access_token":"not a token","token_type":"Bearer"}"#,
        ),
    ];
    let mut messages = Vec::new();
    for refusal in refusals {
        messages.push(Set::up([codes(), refusal]).refusal().await);
    }
    messages.push(
        Set::up([refused("unauthorized_client", "AADSTS700016: Unknown app.")])
            .refusal()
            .await,
    );
    messages.push(Set::up([Answer::lost()]).refusal().await);
    for status in [502, 200] {
        let html = Answer::status(status)
            .header("content-type", "text/html")
            .body("<h1>secret</h1>");
        messages.push(Set::up([html]).refusal().await);
    }
    insta::assert_snapshot!(messages.join("\n"));
}

#[tokio::test]
async fn a_sign_in_prints_no_secret() {
    let entra = Server::start().expect("loopback");
    entra.answer_next(codes());
    entra.answer_next(token(3600));
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", CLIENT_ID, |_| {})
        .and_then(|credential| credential.authority(&entra.service_root()))
        .expect("a loopback authority");
    let token = credential
        .token(TokenRequest::default())
        .await
        .expect("a token");
    let printed = format!("{credential:?} {token:?}");
    assert!(!printed.contains("secret"), "{printed}");
}

#[test]
fn a_sign_in_goes_to_its_clouds_authority_or_to_loopback() {
    let new = |tenant: &str| DeviceCode::new(Cloud::China, tenant, CLIENT_ID, |_| {});
    for tenant in ["", "..", "a/b", "a?b", "a b", "a%2Fb"] {
        let error = new(tenant).expect_err("no tenant");
        assert!(
            matches!(error, Error::InvalidArgument { .. }),
            "{tenant}: {error}"
        );
    }
    for permitted in ["https://login.chinacloudapi.cn/", "http://localhost:8080"] {
        new("organizations")
            .and_then(|credential| credential.authority(permitted))
            .expect(permitted);
    }
    for refused in [
        "https://login.microsoftonline.com",
        "http://login.chinacloudapi.cn",
    ] {
        let error = new("organizations")
            .and_then(|credential| credential.authority(refused))
            .expect_err(refused);
        assert!(matches!(error, Error::Configuration { .. }), "{error}");
    }
}

/// Represents any credential of Azure's crates.
#[derive(Debug)]
struct Azure {
    fails: bool,
    scopes: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl TokenCredential for Azure {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let asked = scopes.iter().map(ToString::to_string);
        self.scopes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(asked);
        if self.fails {
            let kind = azure_core::error::ErrorKind::Credential;
            return Err(azure_core::Error::with_message(
                kind,
                "the identity is not assigned",
            ));
        }
        let hour = Duration::from_secs(3600);
        Ok(AccessToken::new(
            Secret::new(TOKEN),
            (SystemTime::now() + hour).into(),
        ))
    }
}

#[tokio::test]
async fn a_credential_of_azures_is_asked_once_for_the_clouds_scope() {
    let graph = Server::start().expect("loopback");
    let azure = Arc::new(Azure {
        fails: false,
        scopes: Mutex::default(),
    });
    let client = client(
        &graph,
        AzureCredential::new(Cloud::UsGovernmentL5, azure.clone()),
    );
    for _ in 0..2 {
        order(&client).await.expect("success");
    }
    assert_eq!(
        *azure.scopes.lock().unwrap_or_else(PoisonError::into_inner),
        ["https://dod-graph.microsoft.us/.default"]
    );
    let sent = graph.requests()[1]
        .header("authorization")
        .map(str::to_owned);
    assert_eq!(sent, Some(format!("Bearer {TOKEN}")));
}

#[tokio::test]
async fn what_a_credential_of_azures_says_against_it_is_passed_on() {
    let graph = Server::start().expect("loopback");
    let azure = Arc::new(Azure {
        fails: true,
        scopes: Mutex::default(),
    });
    let client = client(&graph, AzureCredential::new(Cloud::Global, azure));
    let error = order(&client).await.expect_err("no token");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(
        error.to_string(),
        "no token: the Azure credential: the identity is not assigned"
    );
    assert_eq!(graph.requests().len(), 0);
}
