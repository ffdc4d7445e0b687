//! The little HTTP/1.1 that the embedded Graph speaks.

use std::fmt;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpStream;

use percent_encoding::percent_decode_str;

use super::VERSION_SEGMENT;
use crate::{OPERATIONS, Operation};

/// How long the head of a request may be, in bytes.
const HEAD_LIMIT_BYTES: usize = 64 * 1024;
/// How many headers a request may have.
const HEADER_LIMIT: usize = 100;

/// A request as it arrived. `Debug` and `Display` leave the token out;
/// [`headers`](Self::headers) has it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// The request target as it stood in the request line, still encoded.
    pub path: String,
    /// All headers, in the order and spelling in which they came.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there was none.
    pub body: Vec<u8>,
    /// The operation that the method and the path ask for.
    pub operation: Option<&'static Operation>,
    /// The decoded arguments in the path, in its order.
    pub arguments: Vec<String>,
}

impl Request {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Reads the next request of a connection; `None` at its end.
    pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let read = reader
                .by_ref()
                .take(HEAD_LIMIT_BYTES as u64)
                .read_until(b'\n', &mut head)?;
            if read == 0 {
                return Ok(None);
            }
            if head.len() >= HEAD_LIMIT_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        let mut headers = [httparse::EMPTY_HEADER; HEADER_LIMIT];
        let mut parsed = httparse::Request::new(&mut headers);
        parsed
            .parse(&head)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;

        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let method = parsed.method.unwrap_or_default().to_owned();
        let path = parsed.path.unwrap_or_default().to_owned();
        let (operation, arguments) = route(&method, &path);
        let mut request = Self {
            headers: parsed
                .headers
                .iter()
                .map(|header| (header.name.to_owned(), text(header.value)))
                .collect(),
            method,
            path,
            body: Vec::new(),
            operation,
            arguments,
        };
        let length = request
            .header("content-length")
            .and_then(|value| value.parse().ok());
        reader
            .by_ref()
            .take(length.unwrap_or(0))
            .read_to_end(&mut request.body)?;
        Ok(Some(request))
    }
}

impl fmt::Display for Request {
    /// The request line and the headers, a line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (name, value) in &self.headers {
            let value = match name.eq_ignore_ascii_case("authorization") {
                true => "Bearer [redacted]",
                false => value,
            };
            write!(f, "\n{name}: {value}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("head", &self.to_string())
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish_non_exhaustive()
    }
}

/// The operation for a method and a raw path, and the arguments in the path.
fn route(method: &str, path: &str) -> (Option<&'static Operation>, Vec<String>) {
    let below = path
        .split('?')
        .next()
        .and_then(|path| path.strip_prefix(VERSION_SEGMENT));
    let found = below.and_then(|below| {
        OPERATIONS
            .iter()
            .filter(|operation| operation.method == method)
            .find_map(|operation| Some((operation, arguments(operation.path, below)?)))
    });
    match found {
        Some((operation, arguments)) => (Some(operation), arguments),
        None => (None, Vec::new()),
    }
}

fn arguments(template: &str, path: &str) -> Option<Vec<String>> {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (template.next(), path.next()) {
            (None, None) => return Some(arguments),
            (Some(name), Some(segment)) if name.starts_with('{') && !segment.is_empty() => {
                arguments.push(percent_decode_str(segment).decode_utf8().ok()?.into_owned());
            }
            (Some(name), Some(segment)) if name == segment => {}
            _ => return None,
        }
    }
}

/// What the embedded Graph answers to one request.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Manner {
    Whole,
    /// The connection closes before the first byte.
    Lost,
    /// The status line begins, and nothing follows.
    Stalled,
    /// The connection closes before the last byte of the body.
    Truncated,
    /// The body goes on for as long as someone reads it.
    Endless,
}

impl Answer {
    /// A bare status.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            manner: Manner::Whole,
        }
    }

    /// No answer: the connection closes when the request is read.
    pub fn lost() -> Self {
        Self::status(500).given(Manner::Lost)
    }

    /// No answer in time: the headers begin and never end.
    pub fn stalled() -> Self {
        Self::status(500).given(Manner::Stalled)
    }

    /// With a body that ends before its announced end.
    #[must_use]
    pub fn truncated(self) -> Self {
        self.given(Manner::Truncated)
    }

    /// With a body that is repeated for as long as someone reads it.
    #[must_use]
    pub fn endless(self) -> Self {
        self.given(Manner::Endless)
    }

    fn given(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }

    /// An OData error, as Graph writes it.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({ "error": { "code": code, "message": message } });
        Self::status(status)
            .header("content-type", "application/json")
            .body(body.to_string())
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With this body, and nothing said of its type.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// What Graph answers by itself.
    pub(super) fn to(request: &Request) -> Self {
        let Some(operation) = request.operation else {
            let elsewhere = OPERATIONS
                .iter()
                .any(|operation| route(operation.method.as_str(), &request.path).0.is_some());
            return match elsewhere {
                true => Self::error(
                    405,
                    "Request_BadRequest",
                    "Specified HTTP method is not allowed for the request target.",
                ),
                false => Self::error(400, "BadRequest", "Resource not found for the segment."),
            };
        };
        let has_token = request
            .header("authorization")
            .is_some_and(|value| value.len() > "Bearer ".len() && value.starts_with("Bearer "));
        if !has_token {
            return Self::error(401, "InvalidAuthenticationToken", "Access token is empty.");
        }
        if request.header("content-length").is_none() && request.method != "GET" {
            return Self::status(411);
        }
        Self::status(
            operation
                .success
                .first()
                .map_or(204, |range| *range.start()),
        )
    }

    /// Writes it, with the headers that Graph gives every answer. Says whether
    /// the connection can take another request.
    pub(super) fn write(
        &self,
        mut stream: &TcpStream,
        request: &Request,
        number: usize,
    ) -> io::Result<bool> {
        match self.manner {
            Manner::Lost => return Ok(false),
            Manner::Stalled => {
                stream.write_all(b"HTTP/1.1 200")?;
                // Until the client gives up.
                io::copy(&mut stream, &mut io::sink())?;
                return Ok(false);
            }
            Manner::Whole | Manner::Truncated | Manner::Endless => {}
        }
        stream.write_all(self.head(request, number).as_bytes())?;
        match self.manner {
            Manner::Endless => loop {
                write!(stream, "{:x}\r\n", self.body.len())?;
                stream.write_all(&self.body)?;
                stream.write_all(b"\r\n")?;
            },
            manner => {
                stream.write_all(&self.body)?;
                stream.flush()?;
                Ok(manner == Manner::Whole)
            }
        }
    }

    fn head(&self, request: &Request, number: usize) -> String {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        let mut add = |name: &str, value: &str| {
            head.push_str(&format!("{name}: {value}\r\n"));
        };
        match self.manner {
            Manner::Endless => add("transfer-encoding", "chunked"),
            Manner::Truncated => add("content-length", &(self.body.len() + 1).to_string()),
            _ if self.status == 204 || self.status == 304 => {}
            _ => add("content-length", &self.body.len().to_string()),
        }
        add(
            "request-id",
            &format!("00000000-0000-4000-8000-{number:012x}"),
        );
        if let Some(id) = request.header("client-request-id") {
            add("client-request-id", id);
        }
        add("date", "Mon, 12 Jun 2023 14:14:57 GMT");
        add(
            "x-ms-ags-diagnostic",
            r#"{"ServerInfo":{"DataCenter":"Loopback"}}"#,
        );
        for (name, value) in &self.headers {
            add(name, value);
        }
        head + "\r\n"
    }
}
