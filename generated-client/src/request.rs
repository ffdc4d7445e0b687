//! What the client sends: the body as the document describes it, and the headers that the
//! service requires.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};
use reqwest::{Method, Request};

use crate::{Operation, Token, service, style};

const THIS_CLIENT: HeaderValue = HeaderValue::from_static(concat!(
    env!("CARGO_PKG_NAME"),
    "/",
    env!("CARGO_PKG_VERSION")
));

/// Converts the JSON that progenitor wrote into the body to send, and sets its media type.
pub(crate) fn write_body(request: &mut Request, operation: &Operation, content_type: &'static str) {
    let handed = request.headers().get(CONTENT_TYPE);
    let is_json = handed.is_some_and(|handed| handed == "application/json");
    let essence = content_type.split(';').next().unwrap_or_default();
    let json = request.body().and_then(reqwest::Body::as_bytes);
    let written = json.filter(|_| is_json).and_then(|json| match essence {
        "application/x-www-form-urlencoded" => Some(style::form(json, operation.form)),
        text if text.starts_with("text/") && !text.ends_with("json") => Some(style::plain(json)),
        _ => None,
    });
    if let Some(written) = written {
        *request.body_mut() = Some(written.into());
        request.headers_mut().remove(CONTENT_LENGTH);
    }
    // The document may have a media type that is not a valid header value.
    if let Ok(value) = HeaderValue::from_str(content_type) {
        request.headers_mut().insert(CONTENT_TYPE, value);
    }
}

/// Removes the body that progenitor wrote.
pub(crate) fn remove_body(request: &mut Request) {
    *request.body_mut() = None;
    request.headers_mut().remove(CONTENT_TYPE);
}

/// Adds the headers that the service requires, and no others.
pub(crate) fn complete(
    request: &mut Request,
    operation: &Operation,
    token: Option<&Token>,
    client_request_id: &str,
) {
    let has_body = request.body().is_some();
    let takes_body = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    let headers = request.headers_mut();
    if let Some(Ok(accept)) = operation.accept.map(HeaderValue::from_str) {
        headers.insert(ACCEPT, accept);
    }
    if let Some(token) = token {
        headers.insert(AUTHORIZATION, token.header());
    }
    // The document may have a parameter for it.
    headers.entry(USER_AGENT).or_insert(THIS_CLIENT);
    service::send_id(client_request_id, headers);
    if takes_body && !has_body {
        // Without it, some front ends send 411.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// A copy of a request. `None` if its body is a stream; no request has one.
pub(crate) fn again(request: &Request) -> Option<Request> {
    if request.body().is_some() {
        return request.try_clone();
    }
    // Reqwest's clone makes room for a timeout, which costs a per cent of a call.
    let mut again = Request::new(request.method().clone(), request.url().clone());
    again.headers_mut().clone_from(request.headers());
    Some(again)
}

/// A new id for a request: a random GUID (RFC 9562, section 5.4). It is unique, and not a
/// secret. Its digits are written one by one, because `format!` costs one per cent of a call.
pub(crate) fn new_id() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    /// Where the two digits of each byte are.
    const AT: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    let mut random = fastrand::u128(..).to_be_bytes();
    // The version is 4; the variant begins with the bits 10.
    random[6] = random[6] & 0x0f | 0x40;
    random[8] = random[8] & 0x3f | 0x80;
    let mut id = [b'-'; 36];
    for (at, byte) in AT.into_iter().zip(random) {
        id[at] = DIGITS[usize::from(byte >> 4)];
        id[at + 1] = DIGITS[usize::from(byte & 0x0f)];
    }
    // It is ASCII.
    String::from_utf8(id.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_guid_of_version_4() {
        for _ in 0..100 {
            let id = new_id();
            let groups: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
            let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
            assert!(id.chars().all(|c| c == '-' || is_hex(c)), "{id}");
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
    }
}
