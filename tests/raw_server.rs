//! A server on loopback that does with its connections what a test says: what the
//! embedded server cannot.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Where a server listens that hands each connection to `serve`, in a thread of its own.
pub(crate) fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("an address");
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// Reads the head of a request, of which none here has a body; none at the end.
pub(crate) fn head(stream: &mut impl Read) -> Option<String> {
    let mut head = String::new();
    let mut reader = BufReader::with_capacity(1, stream);
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}

/// Answers each request of a connection with this text.
pub(crate) fn answer(mut stream: impl Read + Write, text: &str) {
    while head(&mut stream).is_some() {
        if stream.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

pub(crate) const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";
