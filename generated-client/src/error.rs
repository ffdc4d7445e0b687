//! One error for everything that can go wrong, and its answer to the question
//! that follows: may the action have run?

use std::error::Error as _;
use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::response::request_id;
use crate::types::ODataError;
use crate::types::error::ConversionError;

/// Why a call, or the making of a client, failed.
///
/// The variants tell apart who can do something about it: the program
/// ([`InvalidArgument`](Self::InvalidArgument),
/// [`Configuration`](Self::Configuration)), the network
/// ([`Transport`](Self::Transport)), or whoever runs the tenant and the service
/// ([`Service`](Self::Service)). [`outcome`](Self::outcome) says for each of
/// them whether the action may have run. `Display` is one line; the token is
/// in none of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument cannot travel; nothing was sent.
    #[error("{message}")]
    InvalidArgument {
        /// Which argument, and why.
        message: String,
    },
    /// The client cannot be built.
    #[error("the client cannot be built: {message}")]
    Configuration {
        /// What is missing or refused.
        message: String,
        /// What reqwest said, if it was reqwest.
        source: Option<reqwest::Error>,
    },
    /// No complete answer arrived.
    #[error("{}", transport(source, client_request_id))]
    Transport {
        /// What reqwest said.
        source: reqwest::Error,
        /// The id this crate gave the request, a GUID.
        client_request_id: String,
    },
    /// The service answered, but not with the success that the document
    /// declares.
    #[error("{0}")]
    Service(Box<ServiceError>),
}

/// Whether the action may have run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No request left this machine: it did not run.
    NotSent,
    /// The service refused: it did not run.
    Refused,
    /// It may have run. Look at `deviceActionResults` of the managed device
    /// before ordering it again.
    Unknown,
}

impl Error {
    /// Whether the action may have run.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::InvalidArgument { .. } | Self::Configuration { .. } => Outcome::NotSent,
            Self::Transport { source, .. } if source.is_connect() || source.is_builder() => {
                Outcome::NotSent
            }
            Self::Transport { .. } => Outcome::Unknown,
            Self::Service(error) => error.outcome(),
        }
    }

    /// What the service answered, if it did.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::Configuration {
            message: message.into(),
            source: None,
        }
    }
}

/// An identifier that was refused; so that `?` serves for parsing and calling.
impl From<ConversionError> for Error {
    fn from(error: ConversionError) -> Self {
        Self::InvalidArgument {
            message: error.to_string(),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent, so the action did not run",
            Self::Refused => "the service refused, so the action did not run",
            Self::Unknown => {
                "the action may have run; read the device's deviceActionResults before ordering it again"
            }
        })
    }
}

fn transport(source: &reqwest::Error, client_request_id: &str) -> String {
    let what = match source {
        source if source.is_connect() => "cannot connect",
        source if source.is_timeout() => "no answer in time",
        _ => "the connection failed",
    };
    let mut text = format!("{what} (client-request-id {client_request_id})");
    let mut cause = source.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&one_line(&error.to_string()));
        cause = error.source();
    }
    text
}

/// An answer that is not a success the document declares: `3xx`, `4xx`, `5xx`,
/// a success of another kind such as `202`, or a success whose body is not what
/// the document says.
#[derive(Debug)]
pub struct ServiceError {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    body_is_complete: bool,
    odata: Option<ODataError>,
    client_request_id: String,
    undecodable: Option<String>,
}

impl ServiceError {
    /// How much of an error's body is kept, in bytes.
    pub const BODY_LIMIT_BYTES: usize = 64 * 1024;

    /// Reads an answer up to the limit. What is lost on the way costs the rest
    /// of the body, never status and headers.
    pub(crate) async fn read(mut response: reqwest::Response, client_request_id: String) -> Self {
        let mut body = Vec::new();
        let body_is_complete = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = Self::BODY_LIMIT_BYTES - body.len();
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    if chunk.len() > room {
                        break false;
                    }
                }
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            odata: serde_json::from_slice(&body).ok(),
            body,
            body_is_complete,
            client_request_id,
            undecodable: None,
        }
    }

    /// A declared success whose body is not what the document says.
    pub(crate) fn undecodable(
        status: StatusCode,
        headers: HeaderMap,
        mut body: Vec<u8>,
        client_request_id: String,
        cause: String,
    ) -> Self {
        let body_is_complete = body.len() <= Self::BODY_LIMIT_BYTES;
        body.truncate(Self::BODY_LIMIT_BYTES);
        Self {
            status,
            headers,
            body,
            body_is_complete,
            odata: None,
            client_request_id,
            undecodable: Some(cause),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came: JSON, HTML from a gateway, or nothing. At most
    /// [`BODY_LIMIT_BYTES`](Self::BODY_LIMIT_BYTES).
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether [`body`](Self::body) is all that was sent: it was neither cut at
    /// the limit nor lost on the way.
    pub fn body_is_complete(&self) -> bool {
        self.body_is_complete
    }

    /// The decoded error, if the body is one.
    pub fn odata(&self) -> Option<&ODataError> {
        self.odata.as_ref()
    }

    /// Graph's own id of the request (`request-id`). Quote it to Microsoft's
    /// support.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The id this crate gave the request, a GUID.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    fn outcome(&self) -> Outcome {
        match self.status.as_u16() {
            300..=499 => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        if let Some(cause) = &self.undecodable {
            write!(
                f,
                " with a body that cannot be decoded: {}",
                one_line(cause)
            )?;
        } else if let Some(ODataError { error }) = &self.odata {
            write!(
                f,
                ": {}: {}",
                one_line(&error.code),
                one_line(&error.message)
            )?;
        } else if self.status.is_success() || self.status.is_redirection() {
            f.write_str(", which is not a success of this operation")?;
        }
        write!(f, " (request-id {}", self.request_id().unwrap_or("none"))?;
        write!(f, ", client-request-id {})", self.client_request_id)
    }
}

/// What a server says, fit for one line of a log.
fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 500;
    text.chars()
        .take(MAX_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
