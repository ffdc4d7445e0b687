//! Headers and bodies as they are received.

use std::pin::pin;

use http::HeaderMap;

use crate::deadline::Timer;

/// A header's value, if it is text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A body up to a limit, and whether that is all of it: it was neither cut nor lost on
/// the way, and came in time.
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
