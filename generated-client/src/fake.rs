//! An embedded server: a small, real HTTP server on loopback that knows the
//! document's operations and records what it receives.
//!
//! It answers an operation with the document's example, and refuses what the service
//! refuses: a path that is no operation, another method (`405`), a missing token (`401`),
//! a missing `Content-Length` of a `POST`, `PUT` or `PATCH` (`411`), and what the
//! operation does not take. [`Server::answer_next`] makes it say anything else, and fail
//! in every way that networks and gateways fail: [`Answer::lost`], [`Answer::reset`],
//! [`Answer::stalled`], [`Answer::truncated`], [`Answer::endless`].
//!
//! ```no_run
#![doc = concat!(
    " use ",
    env!("CARGO_CRATE_NAME"),
    "::{Client, OPERATIONS, Token, fake::{Answer, Server, call_example}};"
)]
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let server = Server::start()?;
//! let client = Client::builder()
//!     .token(Token::new("example")?)
//!     .service_root(server.service_root())
//!     .build()?;
//!
//! // The first operation, with the document's examples; call the client's methods alike.
//! let operation = &OPERATIONS[0];
//! call_example(&client, operation).await?;
//!
//! server.answer_next(Answer::error(403, "Forbidden", "You may not do this."));
//! let refused = call_example(&client, operation).await;
//! assert!(refused.is_err());
//!
//! let requests = server.requests();
//! assert_eq!(requests.len(), 2);
//! assert!(requests[0].is_of(operation.id));
//! # Ok(())
//! # }
//! ```
//!
//! [`ClientBuilder::sleep_with`](crate::ClientBuilder::sleep_with) spares a test
//! the waits between attempts; a second embedded server can stand for a sign-in
//! service. It is plain threads and blocking sockets, so it serves any async runtime.

mod against;
mod answer;
mod given;
mod known;
mod request;
mod written;

/// What `codegen` says of the operations of the document.
mod table {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use reqwest::StatusCode;

use crate::{Client, Operation};
pub use answer::Answer;
pub use request::Request;
use request::base_path;

/// A running embedded server. Dropping it closes its port and its connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct State {
    requests: Mutex<Vec<Request>>,
    answers: Mutex<Vec<Prepared>>,
    connections: Mutex<Connections>,
}

/// An answer for the first request that meets a condition.
struct Prepared {
    is_for: Box<dyn Fn(&Request) -> bool + Send + Sync>,
    answer: Answer,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.fmt(f)
    }
}

#[derive(Debug, Default)]
struct Connections {
    closed: bool,
    next: usize,
    open: HashMap<usize, TcpStream>,
}

impl Server {
    /// Starts it on a free port of `127.0.0.1`.
    ///
    /// # Errors
    /// If no port can be opened, or no thread started.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let accepting = thread::Builder::new()
            .name("embedded-server".to_owned())
            .spawn(move || accept(&listener, &shared))?;
        Ok(Self {
            address,
            state,
            accepting: Some(accepting),
        })
    }

    /// The service root, for [`ClientBuilder::service_root`](crate::ClientBuilder::service_root).
    pub fn service_root(&self) -> String {
        format!("http://{}{}", self.address, base_path())
    }

    /// What it has received so far, in order. A request is here before its
    /// answer is sent.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state.requests).clone()
    }

    /// Gives the next request this answer, whatever it asks for. Several wait
    /// in line, one for each request.
    pub fn answer_next(&self, answer: Answer) {
        self.answer_where(|_| true, answer);
    }

    /// Gives the next request that meets a condition this answer. Of several that
    /// wait for the same request, the first is given.
    ///
    /// ```no_run
    #[doc = concat!(" # use ", env!("CARGO_CRATE_NAME"), "::fake::{Answer, Server};")]
    /// # fn example(server: &Server) {
    /// server.answer_where(
    ///     |request| request.is_of("getThing") && request.argument("id") == Some("7"),
    ///     Answer::error(404, "NotFound", "There is no such thing."),
    /// );
    /// # }
    /// ```
    pub fn answer_where(
        &self,
        is_for: impl Fn(&Request) -> bool + Send + Sync + 'static,
        answer: Answer,
    ) {
        let is_for = Box::new(is_for);
        lock(&self.state.answers).push(Prepared { is_for, answer });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut connections = lock(&self.state.connections);
        connections.closed = true;
        for connection in connections.open.values() {
            let _ = connection.shutdown(Shutdown::Both);
        }
        drop(connections);
        // Wakes `accept`, which then finds that this is over and closes the port.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(accepting)) = (woken, self.accepting.take()) {
            let _ = accepting.join();
        }
    }
}

/// Calls an operation with the examples that the document shows of its arguments, or
/// that were made by their schemas; the status of the success.
///
/// # Errors
/// That of the call; that the document shows no example and none could be made.
pub async fn call_example(
    client: &Client,
    operation: &Operation,
) -> Result<StatusCode, Box<dyn std::error::Error + Send + Sync>> {
    let known = against::known(operation).and_then(|known| known.example);
    match known {
        Some(call) => call(client).await,
        None => Err(format!("no example of what `{}` takes", operation.id).into()),
    }
}

fn accept(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming().flatten() {
        let mut connections = lock(&state.connections);
        if connections.closed {
            return;
        }
        let Ok(handle) = stream.try_clone() else {
            continue;
        };
        let id = connections.next;
        connections.next += 1;
        connections.open.insert(id, handle);
        drop(connections);

        let state = Arc::clone(state);
        let serve = move || {
            // A client that goes away is not this server's failure.
            let _ = serve(&stream, &state);
            lock(&state.connections).open.remove(&id);
        };
        let _ = thread::Builder::new()
            .name("embedded-server-connection".to_owned())
            .spawn(serve);
    }
}

fn serve(stream: &TcpStream, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = io::BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        let answer = {
            let mut answers = lock(&state.answers);
            let mut prepared = answers.iter();
            let first = prepared.position(|prepared| (prepared.is_for)(&request));
            first.map(|first| answers.remove(first).answer)
        };
        let number = {
            let mut requests = lock(&state.requests);
            requests.push(request.clone());
            requests.len()
        };
        let answer = answer.unwrap_or_else(|| Answer::to(&request));
        if !answer.write(stream, &request, number)? {
            break;
        }
    }
    stream.shutdown(Shutdown::Both)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
