//! What is particular to the service in requests and answers: the names of its headers,
//! how it writes errors, and how the embedded server writes them ([`embedded`]). This is
//! the form for a service of which nothing is known but its document.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::problem;

/// The header that holds the service's own id of a request, if it has one.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// The header in which this crate sends the id that it gave a request: none, since the
/// service does not ask for it. The id stands in the log.
pub(crate) const CLIENT_REQUEST_ID: Option<&str> = None;

/// Adds to a request the id that this crate gave it, if the service asks for it.
pub(crate) fn send_id(_: &str, _: &mut HeaderMap) {}

/// No challenge of the service is known that a credential could meet.
pub(crate) fn claims(_: &HeaderMap) -> Option<String> {
    None
}

/// What could be understood of an error's body. Nothing here can fail: what is not
/// understood stays in the body.
#[derive(Debug, Default)]
pub(crate) struct Explanation {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Explanation {
    pub(crate) fn of(_: StatusCode, body: &Value) -> Self {
        let (code, message) = body.as_object().map(problem::said).unwrap_or_default();
        Self {
            code,
            message,
            ..Self::default()
        }
    }

    /// What a report adds to the cause: nothing.
    pub(crate) fn more(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// What support asks for beside the ids of the request, for a report: nothing.
    pub(crate) fn for_support<'a>(&'a self, _: &'a HeaderMap) -> Vec<(&'static str, &'a str)> {
        Vec::new()
    }
}

/// What the embedded server says in the place of the service.
#[cfg(feature = "fake")]
pub(crate) mod embedded {
    use serde_json::json;

    /// A refusal: the status, the type of problem, and what is wrong.
    pub(crate) type Refusal = (u16, &'static str, &'static str);

    /// No operation has this path.
    pub(crate) const NO_SUCH_PATH: Refusal = (404, "not-found", "No operation has this path.");
    /// An operation has this path, and another method (RFC 9110, section 15.5.6).
    pub(crate) const NO_SUCH_METHOD: Refusal = (
        405,
        "method-not-allowed",
        "The operations at this path have other methods.",
    );
    /// The operation needs a token.
    pub(crate) const NO_TOKEN: Refusal = (401, "no-token", "The request has no access token.");
    /// The type of problem of a request that is not what its operation takes.
    pub(crate) const BAD_REQUEST: &str = "bad-request";

    /// A problem (RFC 9457): its media type and its text.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> (&'static str, String) {
        let body = json!({ "type": code, "status": status, "detail": message });
        ("application/problem+json", body.to_string())
    }

    /// The headers of every answer, for the request of this number.
    pub(crate) fn headers(number: usize, _: Option<&str>) -> Vec<(&'static str, String)> {
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        vec![(super::REQUEST_ID, id)]
    }
}
