//! Received headers and bodies.

use std::pin::pin;

use http::HeaderMap;

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
