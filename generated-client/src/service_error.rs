//! A response that is not a success. The error that contains it, and the outcome of the
//! call, are in [`Error`](crate::Error).

use std::fmt;
use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;

use crate::attempts::Attempts;
use crate::deadline::Timer;
use crate::partial;
use crate::received::{body_up_to, header, remove_credential};
use crate::service::{self, Explanation};
use crate::text::one_line;
use crate::{ErrorBody, Outcome};

/// How long the body of an error may take after its headers have arrived. Then the error is
/// returned without the rest: status and headers matter more than a body that stalls.
const BODY_LIMIT: Duration = Duration::from_secs(10);

/// A response that is not a success that the document declares: `3xx`, `4xx`, `5xx`, a
/// success with another status, such as `202`, or a success with a body that the document
/// does not describe.
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
    /// How much of the body of an error is kept, in bytes.
    pub const BODY_LIMIT_BYTES: usize = 64 * 1024;
    /// How much of the body of a success is kept if it cannot be decoded: 4 MiB.
    pub const UNDECODED_LIMIT_BYTES: usize = 4 << 20;

    /// Reads a response up to the limits of bytes and of time. If the connection fails, the
    /// rest of the body is lost, but never the status and the headers.
    pub(crate) async fn read(
        mut response: reqwest::Response,
        client_request_id: String,
        authorization: Option<&HeaderValue>,
        attempt: &Timer,
    ) -> Self {
        let status = response.status();
        let mut timer = attempt.within(BODY_LIMIT);
        let body = body_up_to(Self::BODY_LIMIT_BYTES, &mut response, &mut timer);
        let (mut body, body_is_complete) = body.await;
        if let Some(authorization) = authorization {
            remove_credential(authorization, &mut body);
        }
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

    /// A declared success with a body that the document does not describe.
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

    /// The body as it arrived: JSON, HTML from a gateway, or nothing. It has at most
    /// [`BODY_LIMIT_BYTES`](Self::BODY_LIMIT_BYTES), or at most
    /// [`UNDECODED_LIMIT_BYTES`](Self::UNDECODED_LIMIT_BYTES) if it is the body of a success.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Whether [`body`](Self::body) is the whole body: it was not cut at the limit, and no
    /// part was lost.
    pub fn body_is_complete(&self) -> bool {
        self.body_is_complete
    }

    /// The body, if it is an error body as the document describes it.
    pub fn error_body(&self) -> Option<&ErrorBody> {
        self.error_body.as_ref()
    }

    /// The innermost code that is not empty. Programs should branch on this, or on the
    /// [`status`](Self::status).
    pub fn code(&self) -> Option<&str> {
        self.explanation.code.as_deref()
    }

    /// The innermost explanation for people. Programs should not branch on it.
    /// [`body`](Self::body) has the whole text as it arrived.
    pub fn message(&self) -> Option<&str> {
        self.explanation.message.as_deref()
    }

    /// The date of the response: the header `Date` (RFC 9110, section 6.6.1), or else the
    /// date in the body, which often has no offset from UTC.
    pub fn date(&self) -> Option<&str> {
        header(&self.headers, "date").or(self.explanation.date.as_deref())
    }

    /// The service's own id of the request, from the header or else from the body. Quote it
    /// to the service's support.
    pub fn request_id(&self) -> Option<&str> {
        header(&self.headers, service::REQUEST_ID).or(self.explanation.request_id.as_deref())
    }

    /// The id that the client gave the request: a GUID, or the id that you set with
    /// [`Client::with_client_request_id`](crate::Client::with_client_request_id). It
    /// is in the log too.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// The target of a `3xx`, as it arrived (`Location`, RFC 9110, section 10.2.2). The
    /// client sent nothing there.
    pub fn location(&self) -> Option<&str> {
        let location = header(&self.headers, LOCATION.as_str());
        location.filter(|_| self.status.is_redirection())
    }

    /// Why the client did not send the request again although that was allowed: the next
    /// wait is longer than what is left of [`Retries::max_wait`](crate::Retries::max_wait)
    /// or of the deadline.
    pub fn why_not_retried(&self) -> Option<&str> {
        self.not_retried.as_deref()
    }

    /// The response in a few words, without what its body says.
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
            // 303: the result is at another URL. 408: the server waited too long for the
            // request. 499: the client of a proxy closed the connection.
            303 | 408 | 499 => Outcome::Unknown,
            300..=499 => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }
}

/// One line. [`Error::report`](crate::Error::report) writes everything.
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
