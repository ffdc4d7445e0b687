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
    headers.insert(USER_AGENT, THIS_CLIENT);
    service::send_id(client_request_id, headers);
    if takes_body && !has_body {
        // Without it, some front ends send 411.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// A new id for a request: a random GUID (RFC 9562, section 5.4). It is unique, and not a
/// secret. Its digits are written one by one, because `format!` costs one per cent of a call.
pub(crate) fn new_id() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // The version is 4. The digit `v` is the variant, binary 10, and two random bits.
    let mut id = *b"........-....-4...-v...-............";
    let mut random = fastrand::u128(..);
    for digit in &mut id {
        let value = (random & 0xf) as usize;
        *digit = match *digit {
            b'.' => DIGITS[value],
            b'v' => DIGITS[8 | value & 3],
            _ => continue,
        };
        random >>= 4;
    }
    String::from_utf8_lossy(&id).into_owned()
}
