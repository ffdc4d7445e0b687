//! Answers in pages: what is asked for, and what comes of links. What it prints is a
//! snapshot.

use intune_recover_passcode::fake::{Answer, Server};
use intune_recover_passcode::types::{ListRoomsOptions, Rooms};
use intune_recover_passcode::{Client, Pages, Token};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("# Pages\n");
    three_of_which_one_is_empty_and_one_fails_once().await;
    a_link_within_the_service_may_be_relative().await;
    links_that_are_not_followed().await;
    a_page_that_fails_is_asked_for_again().await;
}

fn client(graph: &Server) -> Client {
    let client = Client::builder()
        .token(Token::new("example").expect("a token"))
        .service_root(graph.service_root());
    client
        .sleep_with(|_| std::future::ready(()))
        .build()
        .expect("a client")
}

fn page(rooms: &[&str], next: Option<&str>) -> Answer {
    let page = serde_json::json!({ "value": rooms, "@odata.nextLink": next });
    Answer::status(200).body(page.to_string())
}

/// The pages that begin with the first answer that was prepared.
async fn pages(client: &Client) -> Pages<Rooms> {
    let first = client.list_rooms().await.expect("a page");
    client.list_rooms_pages(first)
}

fn show(graph: &Server) {
    for request in graph.requests() {
        let token = request.header("authorization").unwrap_or("no token");
        println!("{} {}, {token}", request.method, request.path);
    }
    println!();
}

/// Ports differ from run to run.
fn without_ports(text: &str, graphs: [&Server; 2]) -> String {
    let mut text = text.to_owned();
    for (graph, name) in graphs.into_iter().zip(["here", "elsewhere"]) {
        let root = graph.service_root();
        let (_, port) = root
            .trim_end_matches("/v1")
            .rsplit_once(':')
            .expect("a port");
        text = text.replace(port, name);
    }
    text
}

async fn three_of_which_one_is_empty_and_one_fails_once() {
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let link = |skip: &str| format!("{}/rooms?$top=2&$skiptoken={skip}", graph.service_root());
    graph.answer_next(page(&["a", "b"], Some(&link("x%2Fy"))));
    graph.answer_next(page(&[], Some(&link("z"))));
    graph.answer_next(Answer::error(503, "Busy", "Later."));
    graph.answer_next(page(&["c"], None));
    let options = ListRoomsOptions::default().with_top(2);
    let first = client.list_rooms_with(options).await.expect("a page");
    let mut pages = client.list_rooms_pages(first);
    while let Some(page) = pages.next().await.expect("a page") {
        println!("{:?}", page.inner().value);
    }
    assert!(pages.next().await.expect("no page").is_none());
    show(&graph);
}

async fn a_link_within_the_service_may_be_relative() {
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    graph.answer_next(page(&["a"], Some("/v1/rooms?page=2")));
    graph.answer_next(page(&["b"], Some("")));
    let mut pages = pages(&client).await;
    while let Some(page) = pages.next().await.expect("a page") {
        println!("{:?}", page.inner().value);
    }
    show(&graph);
}

async fn links_that_are_not_followed() {
    let elsewhere = Server::start().expect("loopback");
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    let with_a_name = graph.service_root().replace("http://", "http://someone@");
    for link in [
        elsewhere.service_root().as_str(),
        "https://lamps.example/v1/rooms",
        "//lamps.example/rooms",
        "file:///etc/passwd",
        "http://",
        &with_a_name,
    ] {
        graph.answer_next(page(&["a"], Some(link)));
        let mut pages = pages(&client).await;
        pages.next().await.expect("the first page");
        let error = pages.next().await.expect_err("no page");
        let error = error.to_string();
        println!("{}", without_ports(&error, [&graph, &elsewhere]));
    }
    assert_eq!(elsewhere.requests().len(), 0);
    graph.answer_next(page(&["a"], Some("/v1/rooms?again")));
    graph.answer_next(page(&["a"], Some("/v1/rooms?again")));
    let mut pages = pages(&client).await;
    pages.next().await.expect("the first page");
    pages.next().await.expect("the second page");
    let error = pages.next().await.expect_err("a page that links to itself");
    println!("{error}; {:?}", error.outcome());
    show(&graph);
}

async fn a_page_that_fails_is_asked_for_again() {
    let graph = Server::start().expect("loopback");
    let client = client(&graph);
    graph.answer_next(page(&["a"], Some("/v1/rooms?page=2")));
    graph.answer_next(Answer::error(403, "Forbidden", "Not now."));
    graph.answer_next(page(&["b"], None));
    let mut pages = pages(&client).await;
    pages.next().await.expect("the first page");
    let error = pages.next().await.expect_err("a refusal");
    println!("{}", error.service().expect("an answer").status());
    let again = pages.next().await.expect("a page");
    println!("{:?}", again.map(|page| page.into_inner().value));
    show(&graph);
}
