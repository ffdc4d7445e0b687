//! The names of Graph's headers.

use http::{HeaderMap, HeaderName, HeaderValue};

/// The header with the service's own id of a request.
pub(crate) const REQUEST_ID: &str = "request-id";

/// The header in which this crate sends the id of a request.
pub(crate) const CLIENT_REQUEST_ID: Option<&str> = Some("client-request-id");

/// The header that says which of the servers sent the response, as JSON.
pub(crate) const DIAGNOSTIC: &str = "x-ms-ags-diagnostic";

/// Adds the id to a request.
pub(crate) fn send_id(id: &str, headers: &mut HeaderMap) {
    const NAME: HeaderName = HeaderName::from_static("client-request-id");
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(NAME, id);
    }
}
