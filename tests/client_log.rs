//! The events that subscribers get. This is a separate binary, because the set of enabled
//! events is cached for the whole process.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{Client, Cloud, DeviceCode, OPERATIONS};
use tests::{TOKEN, arguments, call};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_has_every_attempt_and_no_token() {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
    let graph = Server::start().expect("loopback");
    let entra = Server::start().expect("loopback");
    let json = |body: &str| {
        Answer::status(200)
            .header("content-type", "application/json")
            .body(body)
    };
    entra.answer_next(json(
        r#"{"user_code":"GTHK","device_code":"secret-device-code","expires_in":900,
            "verification_uri":"https://microsoft.com/devicelogin"}"#,
    ));
    entra.answer_next(json(&format!(
        r#"{{"token_type":"Bearer","access_token":"{TOKEN}","refresh_token":"secret-refresh"}}"#
    )));
    let credential = DeviceCode::new(Cloud::Global, "contoso.com", "app", |_| {})
        .and_then(|credential| credential.authority(&entra.service_root()))
        .expect("a loopback authority");
    let client = Client::builder()
        .credential(credential)
        .service_root(graph.service_root())
        .sleep_with(|_| std::future::ready(()))
        .build()
        .expect("a loopback service root");
    graph.answer_next(Answer::status(429).header("retry-after", "3"));
    let operation = &OPERATIONS[0];
    let arguments = arguments(operation);
    call(&client, operation, &arguments).await.expect("success");
    graph.answer_next(Answer::lost());
    call(&client, operation, &arguments)
        .await
        .expect_err("lost");

    let log = String::from_utf8(
        written
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone(),
    )
    .expect("UTF-8");
    for expected in [
        "call{operation=\"recoverUserManagedDevicePasscode\"}:attempt{otel.kind=\"client\" otel.name=\"POST /users/{usersId}/managedDevices/{managedDeviceId}/recoverPasscode\" http.request.method=\"POST\" url.template=\"/users/{usersId}/managedDevices/{managedDeviceId}/recoverPasscode\" url.scheme=\"http\" server.address=\"127.0.0.1\" server.port=",
        " http.request.resend_count=1 http.response.status_code=204}: ",
        " http.response.status_code=429}: ",
        "answered http.response.header.request-id=\"00000000-0000-4000-8000-000000000001\" http.client.request.duration=",
        "sending http.request.header.client-request-id=",
        "trying again wait_ms=3000",
        "no answer http.client.request.duration=",
        " error.type=\"connection_lost\"}",
        "failed outcome=Unknown",
    ] {
        assert!(log.contains(expected), "{expected} is not in\n{log}");
    }
    for secret in [TOKEN, "secret-device-code", "secret-refresh"] {
        assert!(!log.contains(secret), "{log}");
    }
    // Who and what is called about is in the URL, which is not written.
    for argument in arguments {
        assert!(!log.contains(argument), "{log}");
    }
}
