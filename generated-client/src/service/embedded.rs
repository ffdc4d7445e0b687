//! The answers that the embedded server gives in place of Graph.

use serde_json::json;

use super::headers::{CLIENT_REQUEST_ID, DIAGNOSTIC, REQUEST_ID};

/// A refusal: the status, the code, and the message.
pub(crate) type Refusal = (u16, &'static str, &'static str);

/// No operation has this path.
pub(crate) const NO_SUCH_PATH: Refusal = (400, "BadRequest", "Resource not found for the segment.");
/// The operations with this path have other methods (RFC 9110, section 15.5.6).
pub(crate) const NO_SUCH_METHOD: Refusal = (
    405,
    "Request_BadRequest",
    "Specified HTTP method is not allowed for the request target.",
);
/// The operation needs a token.
pub(crate) const NO_TOKEN: Refusal = (401, "InvalidAuthenticationToken", "Access token is empty.");
/// The code for a request that does not fit its operation.
pub(crate) const BAD_REQUEST: &str = "BadRequest";

/// An OData error: its media type and its body.
pub(crate) fn error(_: u16, code: &str, message: &str) -> (&'static str, String) {
    let body = json!({ "error": { "code": code, "message": message } });
    ("application/json", body.to_string())
}

/// The headers of every response, for the request with this number and with this id from the
/// client.
pub(crate) fn headers(
    number: usize,
    client_request_id: Option<&str>,
) -> Vec<(&'static str, String)> {
    let mut headers = vec![(REQUEST_ID, format!("00000000-0000-4000-8000-{number:012x}"))];
    let sent = CLIENT_REQUEST_ID.zip(client_request_id);
    headers.extend(sent.map(|(name, id)| (name, id.to_owned())));
    let diagnostic = r#"{"ServerInfo":{"DataCenter":"Loopback"}}"#;
    headers.push((DIAGNOSTIC, diagnostic.to_owned()));
    headers
}
