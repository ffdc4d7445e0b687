//! What the service answered when it was not a success. The error around it,
//! and the outcome's meaning, are [`Error`](crate::Error)'s.

use std::fmt;
use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::attempts::Attempts;
use crate::deadline::Timer;
use crate::partial;
use crate::received::{body_up_to, header};
use crate::service::{self, Explanation};
use crate::text::one_line;
use crate::{ErrorBody, Outcome};

/// How long the body of an error may take to arrive, when the headers have: status and
/// headers are worth more than a body that stalls.
const BODY_LIMIT: Duration = Duration::from_secs(10);

/// An answer that is not a success the document declares: `3xx`, `4xx`, `5xx`,
/// a success of another kind such as `202`, or a success whose body is not what
/// the document says.
#[derive(Debug)]
pub struct ServiceError {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    body_is_complete: bool,
    error_body: Option<ErrorBody>,
    pub(crate) explanation: Explanation,
    client_request_id: String,
    undecodable: Option<String>,
    pub(crate) not_retried: Option<String>,
    pub(crate) attempts: Attempts,
}

impl ServiceError {
    /// How much of an error's body is kept, in bytes.
    pub const BODY_LIMIT_BYTES: usize = 64 * 1024;
    /// How much is kept of the body of a success that cannot be decoded: 4 MiB.
    pub const UNDECODED_LIMIT_BYTES: usize = 4 << 20;

    /// Reads an answer up to the limits of bytes and of time. What is lost on the way
    /// costs the rest of the body, never status and headers.
    pub(crate) async fn read(
        mut response: reqwest::Response,
        client_request_id: String,
        attempt: &Timer,
    ) -> Self {
        let status = response.status();
        let mut timer = attempt.within(BODY_LIMIT);
        let body = body_up_to(Self::BODY_LIMIT_BYTES, &mut response, &mut timer);
        let (body, body_is_complete) = body.await;
        let json = partial::read(&body);
        let whole = json.as_ref().filter(|json| json.is_whole);
        Self {
            status,
            headers: std::mem::take(response.headers_mut()),
            error_body: whole.and_then(|json| ErrorBody::deserialize(&json.value).ok()),
            explanation: json
                .as_ref()
                .map(|json| Explanation::of(status, &json.value))
                .unwrap_or_default(),
            body,
            body_is_complete,
            client_request_id,
            undecodable: None,
            not_retried: None,
            attempts: Attempts::default(),
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
        let body_is_complete = body.len() <= Self::UNDECODED_LIMIT_BYTES;
        body.truncate(Self::UNDECODED_LIMIT_BYTES);
        Self {
            status,
            headers,
            body,
            body_is_complete,
            error_body: None,
            explanation: Explanation::default(),
            client_request_id,
            undecodable: Some(cause),
            not_retried: None,
            attempts: Attempts::default(),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The status as its three digits.
    pub(crate) fn status_text(&self) -> &str {
        self.status.as_str()
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came: JSON, HTML from a gateway, or nothing. At most
    /// [`BODY_LIMIT_BYTES`](Self::BODY_LIMIT_BYTES), of a success
    /// [`UNDECODED_LIMIT_BYTES`](Self::UNDECODED_LIMIT_BYTES).
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether [`body`](Self::body) is all that was sent: it was neither cut at
    /// the limit nor lost on the way.
    pub fn body_is_complete(&self) -> bool {
        self.body_is_complete
    }

    /// The body as the document describes that of an error, if it is one.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.error_body.as_ref()
    }

    /// The innermost code that says something. Programs branch on this, or on the
    /// [`status`](Self::status).
    pub fn code(&self) -> Option<&str> {
        self.explanation.code.as_deref()
    }

    /// The innermost explanation for people. [`body`](Self::body) has all of it as it
    /// came. Programs should not branch on it.
    pub fn message(&self) -> Option<&str> {
        self.explanation.message.as_deref()
    }

    /// When the service answered: the header `Date` (RFC 9110, section 6.6.1),
    /// else the date in the body, often without an offset from UTC.
    pub fn date(&self) -> Option<&str> {
        header(&self.headers, "date").or(self.explanation.date.as_deref())
    }

    /// The service's own id of the request: what its header says, else what the body
    /// says. Quote it to the service's support.
    pub fn request_id(&self) -> Option<&str> {
        header(&self.headers, service::REQUEST_ID).or(self.explanation.request_id.as_deref())
    }

    /// The id this crate gave the request, a GUID. It stands in the log too.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// Where a `3xx` points to, as it came (`Location`, RFC 9110, section 10.2.2).
    /// Nothing was sent there.
    pub fn location(&self) -> Option<&str> {
        let location = header(&self.headers, LOCATION.as_str());
        location.filter(|_| self.status.is_redirection())
    }

    /// Why a call that may be tried again was not: the wait that the service asks
    /// for is longer than what is left of [`Retries::max_wait`](crate::Retries::max_wait).
    pub fn why_not_retried(&self) -> Option<&str> {
        self.not_retried.as_deref()
    }

    /// The answer in a few words, without what it says of itself.
    pub(crate) fn headline(&self) -> String {
        let status = self.status;
        match (&self.undecodable, status.as_u16()) {
            (Some(cause), _) => {
                let cause = one_line(cause);
                format!("the service answered {status} with a body that cannot be decoded: {cause}")
            }
            (None, 407) => format!(
                "a proxy answered {status}: give it a user in `HTTP_PROXY` \
                 (`http://USER:PASSWORD@HOST:PORT`), or in the HTTP settings (`proxy`)"
            ),
            (None, 400..=599) => format!("the service answered {status}"),
            (None, _) => {
                format!("the service answered {status}, which is not a success of this operation")
            }
        }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self.status.as_u16() {
            // See elsewhere what came of it; the wait for the request was too long;
            // a proxy's client went away.
            303 | 408 | 499 => Outcome::Unknown,
            300..=499 => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

/// One line; [`Error::report`](crate::Error::report) has all of it.
impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        for said in [self.code(), self.message()].into_iter().flatten() {
            write!(f, ": {}", one_line(said))?;
        }
        if let Some(reason) = self.why_not_retried() {
            write!(f, "; not tried again: {reason}")?;
        }
        write!(f, "{}", self.attempts)?;
        let own = &self.client_request_id;
        match (self.request_id().map(one_line), service::CLIENT_REQUEST_ID) {
            (id, Some(name)) => {
                let id = id.as_deref().unwrap_or("none");
                write!(f, " ({} {id}, {name} {own})", service::REQUEST_ID)
            }
            (Some(id), None) => write!(f, " ({} {id})", service::REQUEST_ID),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for ServiceError {}
