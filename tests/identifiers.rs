//! An identifier is rejected before anything is sent, or it arrives as exactly one path
//! segment that decodes to the same string.

use intune_recover_passcode::fake::Server;
use intune_recover_passcode::{Client, OPERATIONS, Operation, Outcome};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tests::{GUID, arguments, call, client_of, identifier_types};

const AWKWARD: [&str; 22] = [
    "",
    ".",
    "..",
    "...",
    r"..\..\me",
    r"a\b",
    "a/b",
    "/",
    "%2e%2e",
    "%2E",
    "%",
    "a?b",
    "a#b",
    "a b",
    "\t",
    "a\n",
    "\0",
    "é",
    "🦀",
    "@odata",
    "..;x",
    "me",
];

/// Makes a call with `text` as one argument, and checks this promise.
async fn check(
    graph: &Server,
    client: &Client,
    operation: &'static Operation,
    place: usize,
    text: &str,
) {
    let mut arguments = arguments(operation);
    arguments[place] = text;
    let before = graph.requests().len();
    let result = call(client, operation, &arguments).await;
    let requests = graph.requests();
    match result {
        Ok(_) => {
            let request = requests.last().expect("a request");
            assert_eq!(requests.len(), before + 1);
            assert_eq!(request.operation.map(|found| found.id), Some(operation.id));
            assert_eq!(request.arguments, arguments, "{text:?} in {}", request.path);
        }
        Err(error) => {
            assert_eq!(requests.len(), before, "{text:?} was sent");
            assert_eq!(error.outcome(), Outcome::NotSent);
            let ty = identifier_types(operation).swap_remove(place);
            let expected = format!("not a valid {}: ", ty.expect("a type of the document"));
            let message = error.to_string();
            assert!(
                message.starts_with(&expected) && message.len() > expected.len(),
                "{message}"
            );
            let expects = [
                " is longer than ",
                " doesn't match pattern ",
                " is shorter than ",
            ];
            assert!(
                expects.iter().any(|rule| message.contains(rule))
                    && message.contains("; expected: "),
                "{message}"
            );
            assert!(!message.contains(char::is_control), "{message}");
            let begin: String = text.chars().take(64).collect();
            if begin.chars().all(|c| c.is_ascii_graphic()) {
                assert!(message.contains(&format!("\"{begin}")), "{message}");
            }
        }
    }
}

/// Every identifier of every operation: the path parameters whose type comes from the
/// document.
fn places() -> impl Iterator<Item = (&'static Operation, usize)> {
    OPERATIONS.iter().flat_map(|operation| {
        let types = identifier_types(operation).into_iter().enumerate();
        let named = types.filter(|(_, ty)| ty.is_some());
        named.map(move |(place, _)| (operation, place))
    })
}

#[tokio::test]
async fn awkward_identifiers_are_refused_or_arrive_whole() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    let long = "x".repeat(10_000);
    for (operation, place) in places() {
        for text in AWKWARD.into_iter().chain([long.as_str()]) {
            check(&graph, &client, operation, place, text).await;
        }
    }
}

#[tokio::test]
async fn ordinary_identifiers_arrive() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    for (operation, place) in places() {
        let example = arguments(operation)[place];
        check(&graph, &client, operation, place, example).await;
    }
    assert_eq!(graph.requests().len(), places().count());
    for text in [GUID, "705C034C-034C-705C-4C03-5C704C035C70"] {
        for (operation, place) in places() {
            check(&graph, &client, operation, place, text).await;
        }
    }
}

#[tokio::test]
async fn user_principal_names_arrive() {
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    for name in [
        "adele.vance@contoso.com",
        "o'neil!x^y~z_a-b@c-d.example",
        "g_x.com#EXT#@contoso.onmicrosoft.com",
    ] {
        let user = name.parse().expect("a user principal name");
        let device = GUID.parse().expect("an id");
        client
            .recover_user_managed_device_passcode(&user, &device)
            .await
            .expect("success");
        assert_eq!(
            graph
                .requests()
                .last()
                .map(|request| request.arguments.clone()),
            Some(vec![name.to_owned(), GUID.to_owned()])
        );
        assert_eq!(user.to_string(), name);
    }
}

#[test]
fn arbitrary_identifiers_are_refused_or_arrive_whole() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let graph = Server::start().expect("loopback");
    let client = client_of(&graph);
    // Random text, text that could change a path, and text that is similar to real ids.
    let text = prop_oneof![
        any::<String>(),
        r"[./\\%2eE?#;: \t\n@a-c]{0,8}",
        r"[A-Za-z0-9_.'!#^~@-]{1,12}",
        r"[a-z']{1,5}@[a-z.-]{1,8}",
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{11,13}\n?",
    ];
    for (operation, place) in places() {
        TestRunner::default()
            .run(&text, |text| {
                runtime.block_on(check(&graph, &client, operation, place, &text));
                Ok(())
            })
            .expect("the promise holds");
    }
}
