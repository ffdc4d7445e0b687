//! Bodies as they are received.

/// A body up to a limit, and whether that is all of it: it was neither cut nor
/// lost on the way.
pub(crate) async fn body_up_to(
    limit_bytes: usize,
    response: &mut reqwest::Response,
) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit_bytes - body.len();
                body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    return (body, false);
                }
            }
            Ok(None) => return (body, true),
            Err(_) => return (body, false),
        }
    }
}
