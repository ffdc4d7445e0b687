//! What the embedded server makes of requests: of bodies and parameters that are none,
//! of fixed paths beside templates, of answers for one argument. What it prints is a
//! snapshot.

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::reqwest::{self, Method};
use intune_recover_passcode::{Client, Token};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("# The embedded server\n");
    requests_are_read().await;
    answers_reach_whom_they_are_for().await;
}

/// A request by hand, and what is said against it.
async fn ask(server: &Server, method: Method, path: &str, body: Option<(&str, &str)>) {
    let request = reqwest::Client::new()
        .request(method.clone(), format!("{}{path}", server.service_root()))
        .bearer_auth("example");
    let request = match body {
        Some((content_type, body)) => request
            .header("content-type", content_type)
            .body(body.to_owned()),
        None => request.header("content-length", "0"),
    };
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    let allow = answer.headers().get("allow").cloned();
    let said = answer.text().await.expect("a body");
    println!("{method} {path} {}", body.map_or("", |(_, body)| body));
    println!("  {status} {said}");
    if let Some(allow) = allow {
        println!("  allow: {}", allow.to_str().expect("a text"));
    }
}

async fn requests_are_read() {
    let server = Server::start().expect("loopback");
    let json = |body| Some(("application/json", body));
    let lamps = "/rooms/r/lamps";
    ask(
        &server,
        Method::POST,
        lamps,
        json(r#"{"name":"desk","state":"on"}"#),
    )
    .await;
    ask(
        &server,
        Method::POST,
        lamps,
        json(r#"{"name":7,"state":"on"}"#),
    )
    .await;
    ask(&server, Method::POST, lamps, json(r#"{"state":"on"}"#)).await;
    ask(&server, Method::POST, lamps, json("{")).await;
    ask(&server, Method::POST, lamps, Some(("text/plain", "desk"))).await;
    ask(&server, Method::POST, lamps, None).await;
    ask(&server, Method::PUT, lamps, None).await;
    ask(&server, Method::GET, lamps, None).await;
    ask(
        &server,
        Method::GET,
        "/rooms/r/lamps?zone=n&limit=many",
        None,
    )
    .await;
    ask(&server, Method::GET, "/rooms?$top=two", None).await;
    ask(&server, Method::GET, "/rooms?$top=2", None).await;
    ask(&server, Method::DELETE, "/rooms", None).await;
    ask(&server, Method::GET, "/nowhere", None).await;
    let form = "application/x-www-form-urlencoded";
    ask(&server, Method::PATCH, "/notes", Some((form, "a=1&b=2"))).await;
    ask(&server, Method::PATCH, "/notes", Some((form, "a=1&b=two"))).await;
    let request = server.requests().pop().expect("a request");
    println!("{:?} {:?}", request.query, request.json());
    println!();
}

async fn answers_reach_whom_they_are_for() {
    let server = Server::start().expect("loopback");
    let client = Client::builder()
        .token(Token::new("example").expect("a token"))
        .service_root(server.service_root())
        .build()
        .expect("a client");
    for room in ["kitchen", "hall"] {
        server.answer_where(
            move |request| request.is_of("removeLamp") && request.argument("room") == Some(room),
            Answer::error(404, "NotFound", room),
        );
    }
    client.remove_lamp("cellar").await.expect("success");
    for room in ["hall", "kitchen"] {
        let error = client.remove_lamp(room).await.expect_err("no lamp");
        println!("{room}: {}", error.service().expect("an answer").status());
        let said = String::from_utf8_lossy(error.service().expect("an answer").body()).into_owned();
        assert!(said.contains(room), "{said}");
    }
    client
        .remove_lamp("hall")
        .await
        .expect("each is given once");
}
