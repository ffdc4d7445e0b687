//! Errors as gateways and other services write them: a problem (RFC 9457), an error of
//! OAuth 2.0 (RFC 6749, section 5.2), or an object with a `message`, which may be inside
//! `error`. The errors of the service itself are read in [`service`](crate::service).

use serde_json::{Map, Value};

/// The code and the message of an error. A `title` stands in for the one that is missing.
pub(crate) fn said(body: &Map<String, Value>) -> (Option<String>, Option<String>) {
    let inner = body.get("error").and_then(Value::as_object);
    let inner = inner.unwrap_or(body);
    let title = text(body, &["title"]);
    // It adds nothing to the status (RFC 9457, section 4.2.1).
    let kind = text(body, &["type"]).filter(|kind| kind != "about:blank");
    let code = text(inner, &CODE).or_else(|| text(body, &["error"]));
    let message = text(body, &["detail", "error_description"]).or_else(|| text(inner, &MESSAGE));
    match (code.or(kind), message) {
        (None, message @ Some(_)) => (title, message),
        (code, None) => (code, title),
        both => both,
    }
}

/// The names that services use for the code.
pub(crate) const CODE: [&str; 2] = ["code", "ErrorCode"];
/// The names that services use for the message.
pub(crate) const MESSAGE: [&str; 2] = ["message", "Message"];

/// The first of these members that is not empty: a text, or a number as a text.
pub(crate) fn text(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let mut texts = names.iter().filter_map(|name| match object.get(*name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    texts.find(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_is_explained_however_it_is_written() {
        for (body, code, message) in [
            (
                json!({"type": "https://example.com/no-credit", "title": "No credit", "detail": "30 are left."}),
                Some("https://example.com/no-credit"),
                Some("30 are left."),
            ),
            (
                json!({"type": "about:blank", "title": "Not Found", "detail": "No such pet."}),
                Some("Not Found"),
                Some("No such pet."),
            ),
            (json!({"title": "Not Found"}), None, Some("Not Found")),
            (
                json!({"error": "invalid_scope", "error_description": "No such scope."}),
                Some("invalid_scope"),
                Some("No such scope."),
            ),
            (
                json!({"error": {"code": 7, "message": "Seven."}}),
                Some("7"),
                Some("Seven."),
            ),
            (
                json!({"code": "NoSuchPet", "Message": "No such pet."}),
                Some("NoSuchPet"),
                Some("No such pet."),
            ),
            (json!({"message": " ", "error": true}), None, None),
        ] {
            let body = body.as_object().expect("an object");
            let (said_code, said_message) = said(body);
            assert_eq!(said_code.as_deref(), code, "{body:?}");
            assert_eq!(said_message.as_deref(), message, "{body:?}");
        }
    }
}
