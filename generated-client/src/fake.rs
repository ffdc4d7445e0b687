//! An embedded server for tests: a small, real HTTP server on loopback. It knows the
//! operations of the document and records the requests that it receives.
//!
//! It answers an operation with the document's example. It refuses what the service refuses:
//! a path without an operation, a wrong method (`405`), a missing token (`401`), a missing
//! `Content-Length` in a `POST`, `PUT` or `PATCH` (`411`), and parameters or a body that do
//! not fit the operation. With [`Server::answer_next`], it gives any other answer, or fails
//! in the ways in which networks and gateways fail: [`Answer::lost`], [`Answer::reset`],
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
//! // Calls the first operation with the document's examples. Your tests call the client's
//! // methods in the same way.
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
//! With [`ClientBuilder::sleep_with`](crate::ClientBuilder::sleep_with), a test does not have
//! to wait between attempts. A second embedded server can stand in for a sign-in service. The
//! server uses plain threads and blocking sockets, so it works with any async runtime.

mod against;
mod answer;
mod given;
mod known;
mod request;
mod written;

/// The table of the document's operations, written by `codegen`.
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
    /// Starts a server on a free port of `127.0.0.1`.
    ///
    /// # Errors
    /// If no port can be opened, or no thread can be started.
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

    /// The requests that the server has received so far, in order. A request is recorded
    /// before its answer is sent.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state.requests).clone()
    }

    /// Prepares an answer for the next request, whatever the request is. If you prepare
    /// several answers, the server gives them in this order, one for each request.
    pub fn answer_next(&self, answer: Answer) {
        self.answer_where(|_| true, answer);
    }

    /// Prepares an answer for the next request that meets a condition. If several prepared
    /// answers fit a request, the server gives the first of them.
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
        // Wakes `accept`, which then sees `closed` and closes the port.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(accepting)) = (woken, self.accepting.take()) {
            let _ = accepting.join();
        }
    }
}

/// Calls an operation and returns the status of the success. The arguments are the examples in
/// the document, or else examples made from the schemas.
///
/// # Errors
/// The error of the call, or an error if the document has no example and none could be made.
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
            // It is not an error if a client closes the connection.
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
