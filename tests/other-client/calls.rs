//! Calls of a client that is not of our own document, against the embedded server:
//! what travels, and what comes of answers. What it prints is a snapshot.

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::reqwest;
use intune_recover_passcode::types::{
    AskByOptions, ChangeLampOptions, Colours, Lamp, ListFormBody, ListLampsOptions,
    MixColoursOptions, ReplaceLampOptions, Rgb, SendBytesOptions, SendFormBody, SendFormOptions,
    SendNoteOptions, State,
};
use intune_recover_passcode::{Client, Cloud, Error, Token};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    requests().await;
    styles().await;
    kinds().await;
    tokens().await;
    servers();
    redirections().await;
    bodies().await;
    disturbed_bodies().await;
}

fn client(graph: &Server) -> Client {
    let token = Token::new("example").expect("a token");
    let client = Client::builder()
        .token(token)
        .service_root(graph.service_root());
    client
        .sleep_with(|_| std::future::ready(()))
        .build()
        .expect("a client")
}

fn lamp() -> Lamp {
    Lamp::new("desk", State::On)
}

/// Each way to call, and the request that arrives.
async fn requests() {
    println!("# What travels\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let empty = || Answer::status(200).body(r#"{"value":[]}"#);
    graph.answer_next(empty());
    client.list_lamps("a/b", 7, "north").await.expect("a list");
    let options = ListLampsOptions::default()
        .with_limit(5)
        .with_after("x y")
        .with_state(State::from("dim"))
        .with_tags(vec!["a".to_owned(), "b".to_owned()])
        .with_if_match("*");
    graph.answer_next(empty());
    client
        .list_lamps_with("r", 7, "north", options)
        .await
        .expect("a list");
    client.create_lamp("r", &lamp()).await.expect("success");
    client.replace_lamp("r").await.expect("success");
    let null = lamp()
        .with_room(None)
        .with_tags(Vec::new())
        .with_serial(i64::MAX);
    let options = ReplaceLampOptions::default().with_body(null);
    client
        .replace_lamp_with("r", options)
        .await
        .expect("success");
    client.change_lamp("r").await.expect("success");
    let some = lamp().with_room(Some("hall".to_owned()));
    let options = ChangeLampOptions::default().with_body(some);
    client
        .change_lamp_with("r", options)
        .await
        .expect("success");
    client.remove_lamp("r").await.expect("success");
    client.send_note().await.expect("success");
    let options = SendNoteOptions::default().with_body("hello");
    client.send_note_with(options).await.expect("success");
    client.send_bytes().await.expect("success");
    let options = SendBytesOptions::default().with_body(vec![1, 2, 3]);
    client.send_bytes_with(options).await.expect("success");
    client.send_form().await.expect("success");
    let form = SendFormBody::new("x & y").with_b(3);
    let options = SendFormOptions::default().with_body(form);
    client.send_form_with(options).await.expect("success");
    for request in graph.requests() {
        println!("{} {}", request.method, request.path);
        let known = [
            "accept",
            "account",
            "content-type",
            "content-length",
            "if-match",
        ];
        for name in known {
            if let Some(value) = request.header(name) {
                println!("  {name}: {value}");
            }
        }
        if !request.body.is_empty() {
            println!("  {}", String::from_utf8_lossy(&request.body));
        }
    }
}

/// Lists and objects, as OpenAPI's own examples show them ("Style Examples").
async fn styles() {
    println!("\n# Styles\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let colours = Colours::from(["blue", "black", "brown"].map(str::to_owned).to_vec());
    let rgb = Rgb::new(150, 200, 100);
    let options = MixColoursOptions::default()
        .with_space(colours.clone())
        .with_pipe(colours.clone())
        .with_again(colours.clone())
        .with_deep(rgb.clone())
        .with_form(rgb.clone())
        .with_flat(rgb.clone())
        .with_json(rgb.clone())
        .with_x_rgb(rgb.clone());
    let none = MixColoursOptions::default();
    for options in [options, none] {
        let sent = client.mix_colours_with(
            &colours, &rgb, &colours, &rgb, "blue", &colours, &colours, &colours, options,
        );
        sent.await.expect("success");
    }
    let hostile = Colours::from(["a,b/c", "é%", ".."].map(str::to_owned).to_vec());
    let sent = client.mix_colours(
        &hostile, &rgb, &hostile, &rgb, "a;b", &hostile, &hostile, &colours,
    );
    sent.await.expect("success");
    let empty = Colours::from(vec!["..".to_owned()]);
    let sent = client.mix_colours(&empty, &rgb, &empty, &rgb, "a", &empty, &empty, &empty);
    println!("{}", sent.await.expect_err("another route"));
    for request in graph.requests() {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        println!("{path}");
        for pair in query.split('&') {
            println!("  {pair}");
        }
        for name in ["x-colours", "x-rgb"] {
            println!("  {name}: {:?}", request.header(name));
        }
    }
}

/// Bodies of all kinds, in both directions.
async fn kinds() {
    println!("\n# Kinds of bodies\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let rgb = Rgb::new(1, 2, 3);
    let answer = |body: &str| graph.answer_next(Answer::status(200).body(body));
    let json = r#"{"B":1,"G":2,"R":3}"#;
    answer(json);
    println!(
        "{:?}",
        client.patch_kind(&rgb).await.expect("JSON").into_inner()
    );
    answer(json);
    println!(
        "{:?}",
        client.any_kind(&rgb).await.expect("JSON").into_inner()
    );
    answer(json);
    println!(
        "{:?}",
        client.suffix_kind(&rgb).await.expect("JSON").into_inner()
    );
    for text in ["on", "\"quoted\"\n"] {
        answer(text);
        println!(
            "{:?}",
            client
                .state_text(&State::Off)
                .await
                .expect("a text")
                .into_inner()
        );
    }
    answer("-7");
    println!(
        "{:?}",
        client.number_text(3).await.expect("a number").into_inner()
    );
    answer("seven");
    println!("{}", client.number_text(3).await.expect_err("no number"));
    answer("a,b\n1,2\n");
    println!(
        "{:?}",
        client
            .csv_text("x,y\n".to_owned())
            .await
            .expect("a text")
            .into_inner()
    );
    answer(&"x".repeat(10));
    let mut body = client
        .png_bytes(vec![137, 80])
        .await
        .expect("bytes")
        .into_inner();
    println!("{:?}", body.bytes_up_to(4).await.expect("bytes"));
    println!("{:?}", body.chunk().await.expect("the rest"));
    println!("{:?}", body.chunk().await.expect("the end"));
    client.plain_bytes(vec![1]).await.expect("success");
    let form = ListFormBody::new("client & co")
        .with_scopes(vec!["a".to_owned(), "b c".to_owned()])
        .with_deep(vec![rgb.clone()])
        .with_objects(vec![rgb.clone()])
        .with_joined(vec!["a|b".to_owned(), "c".to_owned()])
        .with_json(vec!["a".to_owned(), "b".to_owned()])
        .with_nested(rgb.clone())
        .with_state(State::On);
    client.list_form(&form).await.expect("success");
    client.find_kind("O'Neil's/é", 3).await.expect("success");
    let texts = client.find_texts("it's", "it's", "");
    texts.await.expect("success");
    let options = AskByOptions::default()
        .with_flat(rgb.clone())
        .with_none(Colours::from(Vec::new()));
    let asked_by = client.ask_by_with("a&b=c #", "lamp/1", options);
    asked_by.await.expect("success");
    answer(json);
    client.find_odd("").await.expect("JSON");
    client.look_odd("x").await.expect("no content");
    graph.answer_next(Answer::status(204));
    let asked = ["a", "b c"].map(str::to_owned).to_vec();
    let sent = client.fixed_query("x", &asked);
    sent.await.expect("success");
    for request in graph.requests() {
        println!("{} {}", request.method, request.path);
        for name in ["accept", "content-type", "content-length"] {
            println!("  {name}: {}", request.header(name).unwrap_or("-"));
        }
        let agent = request.header("user-agent").unwrap_or_default();
        if !agent.starts_with("lamps/") {
            println!("  user-agent: {agent}");
        }
        println!("  {}", String::from_utf8_lossy(&request.body));
    }
}

/// A token travels with the operations that take one.
async fn tokens() {
    println!("\n# Tokens\n");
    let graph = Server::start().expect("loopback");
    let mut keys = reqwest::header::HeaderMap::new();
    keys.insert("x-key", "hunter2".parse().expect("a value"));
    let http = reqwest::Client::builder().default_headers(keys);
    let client = Client::builder()
        .token(Token::new("example").expect("a token"))
        .http(http)
        .service_root(graph.service_root())
        .build()
        .expect("a client");
    client.remove_lamp("r").await.expect("success");
    client.open_door().await.expect("success");
    client.knock_or_enter().await.expect("success");
    client.turn_key().await.expect("success");
    client.use_any_key().await.expect("success");
    for request in graph.requests() {
        let sent = ["authorization", "x-key"].map(|name| request.header(name).is_some());
        println!("{} {}: {sent:?}", request.method, request.path);
    }
    let refused = Client::builder().build().expect_err("no credential");
    println!("{refused}");
}

/// Where a token may go.
fn servers() {
    println!("\n# Servers\n");
    for cloud in Cloud::ALL {
        println!("{cloud:?}: {}", cloud.service_root());
    }
    let acme = Cloud::tenant_with("acme", "v2");
    let evil = Cloud::tenant_with("evil.example/", "v2");
    for root in [
        acme.as_str(),
        evil.as_str(),
        "https://a.b.lamps.example",
        "https://lamps.example/v1",
        "https://.lamps.example/v1",
        "https://x.lamps.example.evil.example/v1",
        "https://x.lamps.example:8443/v1",
        "http://x.lamps.example/v1",
    ] {
        let builder = Client::builder().cloud(Cloud::Tenant).service_root(root);
        let built = builder
            .token(Token::new("example").expect("a token"))
            .build();
        println!(
            "{root}: {}",
            built.map_or_else(|error| error.to_string(), |_| "a client".to_owned())
        );
    }
}

/// A declared redirection is a success where nothing else has a body.
async fn redirections() {
    println!("\n# Redirections\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let moved = |status| Answer::status(status).header("location", "https://elsewhere.example/x");
    graph.answer_next(moved(307));
    let found = client.find_picture().await.expect("a success");
    println!(
        "HEAD 204, 307: {}, {:?}",
        found.status(),
        found.headers().get("location")
    );
    graph.answer_next(moved(302));
    let (made, parts) = client.make_picture().await.expect("a success").into_parts();
    println!(
        "POST 302: {}, {made:?}, {:?}",
        parts.status,
        parts.headers.get("location")
    );
    graph.answer_next(moved(302));
    let Err(error) = client.get_picture().await else {
        panic!("a success");
    };
    let service = error.service().expect("an answer");
    println!(
        "GET 200 with a body, 302: {}, {:?}",
        service.status(),
        service.location()
    );
}

/// What is read, and what is kept of what cannot be.
async fn bodies() {
    println!("\n# Bodies\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let answers = [
        r#"{"value":[{"name":"a","state":"on"},{"name":"b","state":"strobing","room":null,"tags":[]},{"name":"c","state":"off","room":"hall","serial":9223372036854775807,"hue":"red"}]}"#,
        r#"{"value":[{"state":"on"}]}"#,
    ];
    for answer in answers {
        graph.answer_next(Answer::status(200).body(answer));
        match client.list_lamps("r", 1, "n").await {
            Ok(lamps) => {
                for lamp in &lamps.inner().value {
                    println!("{lamp:?}");
                }
                println!("{}", serde_json::to_string(lamps.inner()).expect("JSON"));
            }
            Err(error) => {
                let body = error.service().map(|service| service.body().len());
                println!(
                    "{body:?} bytes kept of {}; {:?}",
                    answer.len(),
                    error.outcome()
                );
            }
        }
    }
    let long = format!(r#"{{"value":"{}"}}"#, "x".repeat(5 << 20));
    graph.answer_next(Answer::status(200).body(long));
    let error = client.list_lamps("r", 1, "n").await.expect_err("no list");
    let service = error.service().expect("an answer");
    println!(
        "{} bytes kept, all: {}",
        service.body().len(),
        service.body_is_complete()
    );
}

/// Bodies that begin with a byte order mark, that are lost, and that come late.
async fn disturbed_bodies() {
    println!("\n# Disturbed bodies\n");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let rgb = Rgb::new(1, 2, 3);
    let json = r#"{"R":1,"G":2,"B":3}"#;
    graph.answer_next(Answer::status(200).body(format!("\u{feff}{json}")));
    let answer = client.suffix_kind(&rgb).await.expect("no part of JSON");
    println!("after a byte order mark: {:?}", answer.into_inner());
    let lost = Answer::status(200).header("etag", "one").body(json);
    graph.answer_next(lost.truncated());
    let error = client.suffix_kind(&rgb).await.expect_err("half a body");
    let Error::Transport(lost) = &error else {
        panic!("{error:?}")
    };
    let headers = lost.headers().expect("the head of an answer");
    println!(
        "lost: {error}; {:?}, etag {:?}; {:?}",
        lost.status(),
        headers.get("etag"),
        error.outcome(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _ = stream.read(&mut [0; 4096]).expect("a request");
        let head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nfirst";
        stream.write_all(head.as_bytes()).expect("the client reads");
        // Ends when the client gives the connection up.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let client = Client::builder()
        .token(Token::new("example").expect("a token"))
        .service_root(format!("http://{address}"))
        .attempt_timeout(Duration::from_millis(50));
    let client = client.build().expect("a client");
    let mut picture = client.get_picture().await.expect("success").into_inner();
    println!("in time: {:?}", picture.chunk().await.expect("a chunk"));
    let error = picture.chunk().await.expect_err("nothing more comes");
    let cause = error.source().map(ToString::to_string);
    println!("late: {error}: {cause:?}, {}", error.is_timeout());
}
