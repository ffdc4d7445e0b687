//! What is particular to the service in requests and answers: the names of its headers,
//! how it writes errors, and how the embedded server writes them ([`embedded`]). This is
//! the form for a service of which nothing is known but its document.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::{Map, Value};

/// The header that holds the service's own id of a request, if it has one.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// The header in which this crate sends the id that it gave a request: none, since the
/// service does not ask for it. The id stands in the log.
pub(crate) const CLIENT_REQUEST_ID: Option<&str> = None;

/// Adds to a request the id that this crate gave it, if the service asks for it.
pub(crate) fn send_id(_: &str, _: &mut HeaderMap) {}

/// What could be understood of an error's body: a problem (RFC 9457), an error of OAuth
/// 2.0 (RFC 6749, section 5.2), or an object with a `message`, perhaps within `error`.
/// Nothing here can fail: what is not understood stays in the body.
#[derive(Debug, Default)]
pub(crate) struct Explanation {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Explanation {
    pub(crate) fn of(_: StatusCode, body: &Value) -> Self {
        let Value::Object(body) = body else {
            return Self::default();
        };
        let inner = body.get("error").and_then(Value::as_object);
        let inner = inner.unwrap_or(body);
        let title = text(body, "title");
        // RFC 9457, section 4.2.1: no more than the status says.
        let kind = text(body, "type").filter(|kind| kind != "about:blank");
        let code = text(inner, "code").or_else(|| text(body, "error"));
        let code = code.or(kind);
        let message = text(body, "detail")
            .or_else(|| text(body, "error_description"))
            .or_else(|| text(inner, "message"));
        let (code, message) = match (code, message) {
            (None, message @ Some(_)) => (title, message),
            (code, None) => (code, title),
            both => both,
        };
        Self {
            code,
            message,
            ..Self::default()
        }
    }

    /// What the caller lacks, for a report: the service does not say.
    pub(crate) fn lacking(&self) -> Option<(&'static str, String)> {
        None
    }

    /// What support asks for beside the ids of the request, for a report: nothing.
    pub(crate) fn for_support<'a>(&'a self, _: &'a HeaderMap) -> Vec<(&'static str, &'a str)> {
        Vec::new()
    }
}

/// A text or a number that says something, as a text.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = match object.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// What the embedded server says in the place of the service.
#[cfg(feature = "fake")]
pub(crate) mod embedded {
    use serde_json::json;

    /// A refusal: the status, the type of problem, and what is wrong.
    pub(crate) type Refusal = (u16, &'static str, &'static str);

    /// No operation has this path.
    pub(crate) const NO_SUCH_PATH: Refusal = (404, "not-found", "No operation has this path.");
    /// An operation has this path, and another method (RFC 9110, section 15.5.6).
    pub(crate) const NO_SUCH_METHOD: Refusal = (
        405,
        "method-not-allowed",
        "The operations at this path have other methods.",
    );
    /// The operation needs a token.
    pub(crate) const NO_TOKEN: Refusal = (401, "no-token", "The request has no access token.");
    /// The type of problem of a request that is not what its operation takes.
    pub(crate) const BAD_REQUEST: &str = "bad-request";

    /// A problem (RFC 9457): its media type and its text.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> (&'static str, String) {
        let body = json!({ "type": code, "status": status, "detail": message });
        ("application/problem+json", body.to_string())
    }

    /// The headers of every answer, for the request of this number.
    pub(crate) fn headers(number: usize, _: Option<&str>) -> Vec<(&'static str, String)> {
        let id = format!("00000000-0000-4000-8000-{number:012x}");
        vec![(super::REQUEST_ID, id)]
    }
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
            (
                json!({"title": "Not Found"}),
                None,
                Some("Not Found"),
            ),
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
                json!({"code": "NoSuchPet", "message": "No such pet."}),
                Some("NoSuchPet"),
                Some("No such pet."),
            ),
            (json!({"message": " ", "error": true}), None, None),
            (json!(["message"]), None, None),
        ] {
            let said = Explanation::of(StatusCode::BAD_REQUEST, &body);
            assert_eq!(said.code.as_deref(), code, "{body}");
            assert_eq!(said.message.as_deref(), message, "{body}");
        }
    }
}
