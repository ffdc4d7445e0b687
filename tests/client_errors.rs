//! What a caller learns from a response that is not a success: in one line, in full, and
//! as values.

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::{Error, OPERATIONS, Outcome, ServiceError};
use proptest::prelude::*;
use tests::{arguments, call, client_of};

use crate::raw_server::start;

async fn refused(answer: Answer) -> Error {
    let graph = Server::start().expect("loopback");
    graph.answer_next(answer);
    let operation = &OPERATIONS[0];
    let result = call(&client_of(&graph), operation, &arguments(operation)).await;
    result.expect_err("the answer is no success")
}

fn service(error: &Error) -> &ServiceError {
    error.service().expect("the service answered")
}

/// An error from Intune, whose message is JSON, nested `levels` deep.
fn hidden(levels: usize, message: &str) -> String {
    (0..levels).fold(message.to_owned(), |message, _| {
        serde_json::json!({
            "_version": 3,
            "Message": message,
            "CustomApiErrorPhrase": "",
            "RetryAfter": null,
            "ErrorSourceService": "",
            "HttpHeaders": "{}",
        })
        .to_string()
    })
}

const FORBIDDEN: &str = "Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementManagedDevices.PrivilegedOperations.All, DeviceManagementManagedDevices.ReadWrite.All - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: 6676f0a0-3a0c-4f5e-8a51-1c6ee4a1d7c5 - Url: https://fef.example.manage.microsoft.com/DeviceFE/StatelessDeviceFEService";

/// Bodies that real services send, and worse ones.
fn answers() -> Vec<(&'static str, Answer)> {
    let json = |status: u16, body: &str| {
        Answer::status(status)
            .header("content-type", "application/json")
            .body(body)
    };
    let inner = r#"{"error":{"code":"BadRequest","message":"No such device.","innererror":{"date":"2023-06-12T14:14:57","request-id":"6676f0a0-3a0c-4f5e-8a51-1c6ee4a1d7c5"}}}"#;
    let nested = r#"{"error":{"code":"InternalServerError","message":"Try later.","innerError":{"date":"2023-06-12T14:14:57","innerError":{"date":"2023-06-12T14:14:58"}}}}"#;
    let unknown = serde_json::json!({"error": {"code": "UnknownError", "message": serde_json::json!({
        "ErrorCode": "Forbidden",
        "Message": hidden(1, FORBIDDEN),
    }).to_string()}});
    vec![
        (
            "a plain error",
            Answer::error(404, "ResourceNotFound", "The device does not exist."),
        ),
        (
            "one level of JSON in the message",
            Answer::error(
                400,
                "BadRequest",
                &hidden(
                    1,
                    "An error has occurred - Operation ID (for customer support): 0 - Activity ID: 6676f0a0-3a0c-4f5e-8a51-1c6ee4a1d7c5 - Url: https://fef.example",
                ),
            ),
        ),
        (
            "two levels, and the scopes that are missing",
            json(403, &unknown.to_string()),
        ),
        ("innererror in lower case, a naive date", json(400, inner)),
        ("innerError in innerError", json(500, nested)),
        (
            "an empty code",
            Answer::error(401, "", "Access token has expired."),
        ),
        (
            "no error object",
            json(400, r#"{"code":"Oops","Message":"From a gateway."}"#),
        ),
        ("JSON of another shape", json(400, r#"["what", 1]"#)),
        (
            "values of other types",
            json(
                400,
                r#"{"error":{"code":42,"message":["a"],"innerError":"x"}}"#,
            ),
        ),
        (
            "HTML",
            Answer::status(502)
                .header("content-type", "text/html")
                .body("<html>\r\n<h1>502 Bad Gateway</h1>\u{7}</html>"),
        ),
        ("nothing", Answer::status(401)),
        ("truncated JSON", json(503, r#"{"error":{"code":"Serv"#)),
        (
            "invalid UTF-8",
            Answer::status(500).body(&b"\xff\xfe oh \xc3"[..]),
        ),
        (
            "a redirect",
            Answer::status(302).header("location", "https://elsewhere.example/"),
        ),
        ("a success of another kind", json(200, r#"{"value":1}"#)),
        (
            "a code in innerError",
            json(
                403,
                r#"{"error":{"code":"Forbidden","message":"No.","innerError":{"code":"UnknownError","innerError":{"code":"accessRestrictedByConditionalAccess"}}}}"#,
            ),
        ),
        (
            "details",
            json(
                400,
                r#"{"error":{"code":"BadRequest","message":"Several errors.","details":[{"code":"PinTooShort","message":"Six digits."},{"code":"PinTooPlain"},{"target":"x"}]}}"#,
            ),
        ),
        (
            "a byte order mark",
            json(400, "\u{feff}{\"error\":{\"code\":\"a\",\"message\":\"b\"}}"),
        ),
        (
            "longer than the limit",
            json(
                500,
                &format!(
                    r#"{{"error":{{"code":"TooMuch","message":"All of this","details":[{}"#,
                    r#"{"code":"x","message":"y"},"#.repeat(4000)
                ),
            ),
        ),
        (
            "a problem (RFC 9457)",
            Answer::status(403)
                .header("content-type", "application/problem+json")
                .body(r#"{"type":"https://gateway.example/quota","title":"Over quota","detail":"None is left."}"#),
        ),
        (
            "an error of OAuth",
            json(
                401,
                r#"{"error":"invalid_token","error_description":"It has expired."}"#,
            ),
        ),
        (
            "JSON in the message, and all of it cut",
            json(
                400,
                &unknown.to_string()[..unknown.to_string().find("Application must").expect("a text")],
            ),
        ),
        (
            "a gateway that returns the request",
            Answer::status(400).body(format!("authorization: Bearer {}", tests::TOKEN)),
        ),
        (
            "a proxy that asks who calls",
            Answer::status(407).header("proxy-authenticate", "Basic"),
        ),
    ]
}

/// Nothing that moves the cursor, ends the line or turns its direction.
fn is_printable(line: &str) -> bool {
    let turns = |c| matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    !line.contains(|c: char| c.is_control() || turns(c))
}

#[tokio::test]
async fn every_failure_is_explained_in_one_line_and_in_full() {
    let mut shown = String::new();
    for (name, answer) in answers() {
        let error = refused(answer).await;
        let line = error.to_string();
        assert!(is_printable(&line), "{line}");
        let printed = format!("{line} {} {error:?}", error.report());
        assert!(!printed.contains(tests::TOKEN), "{printed}");
        for line in error.report().to_string().lines() {
            assert!(is_printable(line), "{line}");
        }
        shown.push_str(&format!("──── {name}\n{line}\n\n{}\n\n", error.report()));
    }
    let guid = "client-request-id:? [0-9a-f-]{36}";
    insta::with_settings!({ filters => vec![(guid, "client-request-id …")] }, {
        insta::assert_snapshot!(shown);
    });
}

#[tokio::test]
async fn what_support_asks_for_is_there_as_values() {
    let answers = answers();
    let (_, answer) = answers.into_iter().nth(2).expect("the third");
    let error = refused(answer).await;
    let service = service(&error);
    assert_eq!(service.code(), Some("Forbidden"));
    assert_eq!(service.message(), Some(FORBIDDEN));
    assert_eq!(
        service.activity_id(),
        Some("6676f0a0-3a0c-4f5e-8a51-1c6ee4a1d7c5")
    );
    assert_eq!(
        service.needed_scopes(),
        [
            "DeviceManagementManagedDevices.PrivilegedOperations.All",
            "DeviceManagementManagedDevices.ReadWrite.All",
        ],
    );
    assert_eq!(service.date(), Some("Mon, 12 Jun 2023 14:14:57 GMT"));
    assert!(service.request_id().is_some());
    assert!(service.diagnostic().is_some());
    assert_eq!(error.outcome(), Outcome::Refused);
    let odata = service.error_body().expect("an OData error");
    assert_eq!(odata.error.code, "UnknownError");
}

/// A service that writes what moves the cursor or turns the line, ids included.
#[tokio::test]
async fn an_error_is_one_printable_line_whatever_the_service_wrote() {
    let body = serde_json::json!({"error": {
        "code": "a\u{1b}[2J\u{202e}b",
        "message": "c\r\nd\u{2028}e\u{2066}f\u{200f}g\u{85}h",
        "innerError": {"request-id": "i\u{1b}]0;j\u{7}\n", "date": "k\u{202d}l"},
    }});
    let body = body.to_string();
    let length = body.len();
    let answer = format!("HTTP/1.1 400 Bad Request\r\nContent-Length: {length}\r\n\r\n{body}");
    let address = start(move |stream| crate::raw_server::answer(stream, &answer));
    let operation = &OPERATIONS[0];
    let client = tests::client_at(&format!("http://{address}"));
    let error = call(&client, operation, &arguments(operation)).await;
    let error = error.expect_err("400");
    let line = error.to_string();
    assert!(
        line.starts_with("the service answered 400 Bad Request: a [2J b: c  d e f g h (request-id i ]0;j  , client-request-id "),
        "{line}"
    );
    assert!(is_printable(&line), "{line}");
    for line in error.report().to_string().lines() {
        assert!(is_printable(line), "{line}");
    }
}

/// What an error says itself and what its sources say are not the same.
#[tokio::test]
async fn no_error_says_what_its_source_says() {
    let graph = Server::start().expect("loopback");
    let address = graph.service_root();
    let mut errors = vec![
        refused(Answer::status(500)).await,
        refused(Answer::lost()).await,
    ];
    drop(graph);
    let operation = &OPERATIONS[0];
    let nobody = call(
        &tests::client_at(&address),
        operation,
        &arguments(operation),
    )
    .await;
    errors.push(nobody.expect_err("nobody is there"));
    for error in errors {
        let mut said = vec![error.to_string()];
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            let text = cause.to_string();
            assert!(
                said.iter().all(|one| !one.contains(&text)),
                "{said:?} {text}"
            );
            said.push(text);
            source = cause.source();
        }
    }
    fn is_an_error<E: std::error::Error>() {}
    is_an_error::<ServiceError>();
}

#[tokio::test]
async fn only_a_403_names_scopes() {
    let error = refused(Answer::error(400, "BadRequest", FORBIDDEN)).await;
    assert_eq!(service(&error).needed_scopes(), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_body_makes_an_explanation_fail(body in proptest::collection::vec(any::<u8>(), 0..200), levels in 0..12_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let message = hidden(levels, &String::from_utf8_lossy(&body));
            for answer in [Answer::status(500).body(body.clone()), Answer::error(403, "Forbidden", &message)] {
                let error = refused(answer).await;
                assert!(is_printable(&error.to_string()));
                assert!(!error.report().to_string().is_empty());
            }
        });
    }
}
