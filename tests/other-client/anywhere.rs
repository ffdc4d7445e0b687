//! A client whose document names no host and needs no token.

use anywhere::fake::Server;
use anywhere::{Client, ClientBuilder, Cloud, Token};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!(
        "\n# A document without a host: {:?}\n",
        Cloud::default().service_root()
    );
    let token = || Client::builder().token(Token::new("example").expect("a token"));
    print("no service root", Client::builder());
    for root in [
        "https://any.example/lamps/v1",
        "http://any.example/lamps/v1",
        "ftp://any.example",
    ] {
        print(&format!("{root} with a token"), token().service_root(root));
        print(
            &format!("{root} without"),
            Client::builder().service_root(root),
        );
    }
    let graph = Server::start().expect("loopback");
    for builder in [token(), Client::builder()] {
        let client = builder
            .service_root(graph.service_root())
            .build()
            .expect("a client");
        client.list_lamps().await.expect("success");
    }
    for request in graph.requests() {
        println!(
            "a token arrives: {}",
            request.header("authorization").is_some()
        );
    }
}

fn print(what: &str, builder: ClientBuilder) {
    let built = builder.build();
    println!(
        "{what}: {}",
        built.map_or_else(|error| error.to_string(), |_| "a client".to_owned())
    );
}
