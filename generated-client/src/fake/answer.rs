//! The answers of the embedded server, and the ways in which it fails.

use std::io::{self, Write};
use std::net::TcpStream;
use std::time::Duration;

use socket2::SockRef;

use super::against::{Mismatch, against, known};
use super::request::{Request, at};
use crate::service::{self, embedded};

/// An answer of the embedded server to one request.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    manner: Manner,
}

/// How an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Manner {
    Whole,
    /// The connection closes before the first byte.
    Lost,
    /// The connection is reset before the first byte.
    Reset,
    /// The status line begins, and nothing more is sent.
    Stalled,
    /// The connection closes before the last byte of the body.
    Truncated,
    /// The body is repeated for as long as the client reads it.
    Endless,
}

impl Answer {
    /// A status without headers and without a body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            manner: Manner::Whole,
        }
    }

    /// No response: the server closes the connection after it has read the request.
    pub fn lost() -> Self {
        Self::status(500).given(Manner::Lost)
    }

    /// No response: the server resets the connection (TCP `RST`) after it has read the request.
    pub fn reset() -> Self {
        Self::status(500).given(Manner::Reset)
    }

    /// A response that never completes: the server sends the start of the status line, then
    /// nothing more.
    pub fn stalled() -> Self {
        Self::status(500).given(Manner::Stalled)
    }

    /// Makes the body end before the end that `Content-Length` announces.
    #[must_use]
    pub fn truncated(self) -> Self {
        self.given(Manner::Truncated)
    }

    /// Makes the server repeat the body for as long as the client reads it.
    #[must_use]
    pub fn endless(self) -> Self {
        self.given(Manner::Endless)
    }

    fn given(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }

    /// An error in the form that the service uses.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let (media_type, body) = embedded::error(status, code, message);
        Self::status(status)
            .header("content-type", media_type)
            .body(body)
    }

    fn refusal((status, code, message): embedded::Refusal) -> Self {
        Self::error(status, code, message)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body. This does not set a `Content-Type`.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The answer of the server if none is prepared.
    pub(super) fn to(request: &Request) -> Self {
        let Some(operation) = request.operation else {
            let mut allowed: Vec<_> = at(&request.path)
                .map(|(operation, _)| operation.method.as_str())
                .collect();
            allowed.sort_unstable();
            allowed.dedup();
            return match allowed.is_empty() {
                // RFC 9110, section 15.5.6.
                false => {
                    Self::refusal(embedded::NO_SUCH_METHOD).header("allow", allowed.join(", "))
                }
                true => Self::refusal(embedded::NO_SUCH_PATH),
            };
        };
        let has_token = request
            .header("authorization")
            .is_some_and(|value| value.len() > "Bearer ".len() && value.starts_with("Bearer "));
        if operation.needs_token() && !has_token {
            return Self::refusal(embedded::NO_TOKEN);
        }
        let takes_body = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
        let has_length = request.header("content-length").is_some()
            || request.header("transfer-encoding").is_some();
        if takes_body && !has_length {
            return Self::status(411);
        }
        let Some(known) = known(operation) else {
            return Self::status(operation.first_success().as_u16());
        };
        if let Err(Mismatch { status, message }) = against(known, operation, request) {
            return Self::error(status, embedded::BAD_REQUEST, &message);
        }
        match &known.success {
            Some(success) => {
                let answer = Self::status(success.status);
                match success.body {
                    Some((media_type, body)) => {
                        answer.header("content-type", media_type).body(body)
                    }
                    None => answer,
                }
            }
            None => Self::error(
                501,
                "NotImplemented",
                "The document shows no example of this answer, and none could be made; prepare one with `Server::answer_where`.",
            ),
        }
    }

    /// Sends the answer, with the headers that the service adds to every response. Returns
    /// whether the connection can take another request.
    pub(super) fn write(
        &self,
        mut stream: &TcpStream,
        request: &Request,
        number: usize,
    ) -> io::Result<bool> {
        match self.manner {
            Manner::Lost => return Ok(false),
            Manner::Reset => {
                // With this option, closing the socket without a shutdown sends `RST`.
                SockRef::from(stream).set_linger(Some(Duration::ZERO))?;
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Manner::Stalled => {
                stream.write_all(b"HTTP/1.1 200")?;
                // Waits until the client closes the connection.
                io::copy(&mut stream, &mut io::sink())?;
                return Ok(false);
            }
            Manner::Whole | Manner::Truncated | Manner::Endless => {}
        }
        let mut bytes = self.head(request, number).into_bytes();
        if self.manner == Manner::Endless {
            stream.write_all(&bytes)?;
            loop {
                write!(stream, "{:x}\r\n", self.body.len())?;
                stream.write_all(&self.body)?;
                stream.write_all(b"\r\n")?;
            }
        }
        // In one write: a body that must not be there then arrives together with the head.
        bytes.extend_from_slice(&self.body);
        stream.write_all(&bytes)?;
        stream.flush()?;
        Ok(self.manner == Manner::Whole)
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
        add("date", "Mon, 12 Jun 2023 14:14:57 GMT");
        let sent_id = service::CLIENT_REQUEST_ID.and_then(|name| request.header(name));
        for (name, value) in embedded::headers(number, sent_id) {
            add(name, &value);
        }
        for (name, value) in &self.headers {
            add(name, value);
        }
        head + "\r\n"
    }
}
