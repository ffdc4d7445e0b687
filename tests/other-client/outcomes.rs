//! Sequences of answers and credentials, and what comes of a call of a client that is not
//! of our own document. What it prints is a snapshot.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::types::{Lamp, State};
use intune_recover_passcode::{
    AccessToken, Client, Credential, CredentialError, Error, GettingToken, Retries, Token,
    TokenRequest,
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    outcomes().await;
}

fn lamp() -> Lamp {
    Lamp::new("desk", State::On)
}

/// A server and a credential that follow a script.
#[derive(Clone, Default)]
struct Script {
    graph: Arc<Mutex<Option<Server>>>,
    tokens: Arc<Mutex<VecDeque<bool>>>,
    left: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Credential for Script {
    fn token(&self, _: TokenRequest) -> GettingToken<'_> {
        let is_there = self
            .tokens
            .lock()
            .expect("a lock")
            .pop_front()
            .unwrap_or(true);
        Box::pin(async move {
            match is_there {
                // One for each attempt.
                true => Ok(AccessToken::expiring(
                    Token::new("example")?,
                    SystemTime::UNIX_EPOCH,
                )),
                false => Err(CredentialError::new("signed out")),
            }
        })
    }
}

impl Script {
    /// Closes the server if the next attempt is to find nobody.
    fn prepare(&self) {
        let next = self.left.lock().expect("a lock").pop_front();
        if next == Some("gone") {
            drop(self.graph.lock().expect("a lock").take());
        }
    }
}

/// Sequences of answers, and what comes of the call.
async fn outcomes() {
    println!("\n# Outcomes\n");
    let settings: [(&str, fn() -> Retries); 3] = [
        ("default", Retries::default),
        ("none", Retries::none),
        ("when unknown", || Retries::default().also_when_unknown()),
    ];
    let sequences: [&[&str]; 18] = [
        &["403"],
        &["503"],
        &["503", "403"],
        &["503", "no-token"],
        &["503", "503", "503", "503"],
        &["lost", "gone"],
        &["reset", "done"],
        &["429", "503"],
        &["429", "429", "429", "429"],
        &["429", "403"],
        &["no-token"],
        &["gone"],
        &["302"],
        &["303"],
        &["307"],
        &["408", "done"],
        &["499", "403"],
        &["truncated", "done"],
    ];
    for (setting, retries) in settings {
        for sequence in sequences {
            for method in ["GET", "PUT", "DELETE", "POST", "PATCH"] {
                // One row of each kind is enough.
                if setting != "default" && method != "GET" && method != "POST" {
                    continue;
                }
                println!("{}", row(method, setting, retries(), sequence).await);
            }
        }
    }
    println!("\n# Reports\n");
    let script = Script::default();
    for (method, sequence) in [
        ("GET", &["503", "403"][..]),
        ("POST", &["503", "no-token"]),
        ("NOTE", &["lost"]),
    ] {
        let retries = match method {
            "NOTE" => Retries::default(),
            _ => Retries::default().also_when_unknown(),
        };
        let (result, _) = call(&script, method, retries, sequence).await;
        let error = result.expect_err("a failure");
        println!("{error}\n{}\n", error.report());
    }
}

async fn row(method: &str, setting: &str, retries: Retries, sequence: &[&'static str]) -> String {
    let (result, requests) = call(&Script::default(), method, retries, sequence).await;
    let said = sequence.join(", ");
    match result {
        Ok(()) => format!("{method} {setting} | {said} | success | {requests} requests"),
        Err(error) => {
            let attempts: Vec<_> = error
                .attempts()
                .iter()
                .map(|one| format!("{:?}", one.outcome))
                .collect();
            let numbers: Vec<_> = error.attempts().iter().map(|one| one.number).collect();
            assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
            format!(
                "{method} {setting} | {said} | {:?} | attempts: {} | {requests} requests",
                error.outcome(),
                attempts.join(", "),
            )
        }
    }
}

async fn call(
    script: &Script,
    method: &str,
    retries: Retries,
    sequence: &[&'static str],
) -> (Result<(), Error>, usize) {
    let graph = Server::start().expect("loopback");
    let service_root = graph.service_root();
    let list = r#"{"value":[]}"#;
    for answer in sequence {
        match *answer {
            "lost" => graph.answer_next(Answer::lost()),
            "reset" => graph.answer_next(Answer::reset()),
            "truncated" => graph.answer_next(Answer::status(200).body(list).truncated()),
            "done" if method == "GET" => graph.answer_next(Answer::status(200).body(list)),
            "done" => graph.answer_next(Answer::status(204)),
            "gone" | "no-token" => {}
            status => graph.answer_next(Answer::status(status.parse().expect("a status"))),
        }
    }
    let requests = Arc::new(Mutex::new(0));
    *script.tokens.lock().expect("a lock") =
        sequence.iter().map(|one| *one != "no-token").collect();
    *script.left.lock().expect("a lock") = sequence.iter().copied().collect();
    *script.graph.lock().expect("a lock") = Some(graph);
    let waiting = script.clone();
    let counted = Arc::clone(&requests);
    let count = move |script: &Script| {
        if let Some(graph) = script.graph.lock().expect("a lock").as_ref() {
            *counted.lock().expect("a lock") = graph.requests().len();
        }
    };
    let before = count.clone();
    let client = Client::builder()
        .credential(script.clone())
        .service_root(service_root)
        .retries(retries)
        .sleep_with(move |_| {
            before(&waiting);
            waiting.prepare();
            std::future::ready(())
        })
        .build()
        .expect("a client");
    script.prepare();
    let result = match method {
        "GET" => client.list_lamps("r", 1, "n").await.map(drop),
        "PUT" => client.replace_lamp("r").await.map(drop),
        "DELETE" => client.remove_lamp("r").await.map(drop),
        "POST" => client.create_lamp("r", &lamp()).await.map(drop),
        "NOTE" => client.send_note().await.map(drop),
        _ => client.change_lamp("r").await.map(drop),
    };
    count(script);
    let requests = *requests.lock().expect("a lock");
    (result, requests)
}
