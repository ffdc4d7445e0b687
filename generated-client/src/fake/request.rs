//! A request as the embedded Graph receives it.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, Read};

use percent_encoding::percent_decode_str;

use crate::{OPERATIONS, Operation, template};

/// Below what the operations' paths begin, as on Graph's hosts.
pub(super) const VERSION_SEGMENT: &str = "/v1.0";

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
pub(super) fn route(method: &str, path: &str) -> (Option<&'static Operation>, Vec<String>) {
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

/// What a path has in the place of the template's parameters, decoded.
fn arguments(template: &str, path: &str) -> Option<Vec<String>> {
    let decoded = |argument| percent_decode_str(argument).decode_utf8().ok();
    let arguments = template::arguments(template, path)?.into_iter();
    arguments
        .map(|argument| decoded(argument).map(Cow::into_owned))
        .collect()
}
