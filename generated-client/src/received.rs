//! Received headers and bodies.

use std::pin::pin;

use http::{HeaderMap, HeaderValue};

use crate::deadline::Timer;

/// The value of a header, if it is text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Reads a body up to a limit. Also says whether the body is complete: it was not cut, no
/// part was lost, and it arrived in time.
pub(crate) async fn body_up_to(
    limit_bytes: usize,
    response: &mut reqwest::Response,
    timer: &mut Timer,
) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        match timer.bound(pin!(response.chunk())).await {
            Some(Ok(Some(chunk))) => {
                let room = limit_bytes - body.len();
                body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    return (body, false);
                }
            }
            Some(Ok(None)) => return (body, true),
            Some(Err(_)) | None => return (body, false),
        }
    }
}

/// Replaces the credential of an `Authorization` header in the bytes of a response: some
/// gateways return the request that they refuse.
pub(crate) fn remove_credential(authorization: &HeaderValue, bytes: &mut Vec<u8>) {
    const REMOVED: &[u8] = b"[redacted]";
    let credential = authorization.as_bytes();
    let credential = credential.strip_prefix(b"Bearer ").unwrap_or(credential);
    let mut from = 0;
    while let Some(at) = (from..bytes.len()).find(|at| bytes[*at..].starts_with(credential)) {
        bytes.splice(at..at + credential.len(), REMOVED.iter().copied());
        from = at + REMOVED.len();
    }
}
