//! What is specific to the service: the names of its headers, how it writes errors, and how
//! the embedded server writes them ([`embedded`]). This file is for a service about which
//! only its document is known.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::problem;

/// The header with the service's own id of a request, if the service sends one.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// The header in which this crate sends the id of a request. It is `None`, because the service
/// does not ask for the id. The id is in the log.
pub(crate) const CLIENT_REQUEST_ID: Option<&str> = None;

/// Adds the id to a request. Does nothing, because the service does not ask for it.
pub(crate) fn send_id(_: &str, _: &mut HeaderMap) {}

/// The claims that a response requires. Always `None`, because no such challenge of the service
/// is known.
pub(crate) fn claims(_: &HeaderMap) -> Option<String> {
    None
}

/// What could be read from the body of an error. Reading cannot fail: what is not understood
/// is only in the body.
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

    /// Further rows of a report, after the cause: none.
    pub(crate) fn more(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Rows of a report that support asks for beside the ids of the request: none.
    pub(crate) fn for_support<'a>(&'a self, _: &'a HeaderMap) -> Vec<(&'static str, &'a str)> {
        Vec::new()
    }
}

/// The answers that the embedded server gives in place of the service.
#[cfg(feature = "fake")]
pub(crate) mod embedded {
    use serde_json::json;

    /// A refusal: the status, the type of problem, and what is wrong.
    pub(crate) type Refusal = (u16, &'static str, &'static str);

    /// No operation has this path.
    pub(crate) const NO_SUCH_PATH: Refusal = (404, "not-found", "No operation has this path.");
    /// The operations with this path have other methods (RFC 9110, section 15.5.6).
    pub(crate) const NO_SUCH_METHOD: Refusal = (
        405,
        "method-not-allowed",
        "The operations at this path have other methods.",
    );
    /// The operation needs a token.
    pub(crate) const NO_TOKEN: Refusal = (401, "no-token", "The request has no access token.");
    /// The type of problem for a request that does not fit its operation.
    pub(crate) const BAD_REQUEST: &str = "bad-request";

    /// A problem (RFC 9457): its media type and its body.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> (&'static str, String) {
        let body = json!({ "type": code, "status": status, "detail": message });
        ("application/problem+json", body.to_string())
    }

    /// The headers of every response, for the request with this number.
    pub(crate) fn headers(number: usize, _: Option<&str>) -> Vec<(&'static str, String)> {
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        vec![(super::REQUEST_ID, id)]
    }
}
