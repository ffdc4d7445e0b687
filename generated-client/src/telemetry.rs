//! What is written to `tracing`, with the names from OpenTelemetry's semantic conventions for
//! HTTP clients.

use reqwest::Request;
use tracing::Span;
use tracing::field::Empty;

use crate::{Error, Operation};

/// The span of a call.
pub(crate) fn call_span(operation: &Operation) -> Span {
    tracing::info_span!("call", operation = operation.id, "error.type" = Empty)
}

/// The span of an attempt. It does not have the whole URL (`url.full`), because the arguments
/// in it can identify people and devices.
pub(crate) fn attempt_span(operation: &Operation, request: &Request, resent: u32) -> Span {
    let url = request.url();
    tracing::debug_span!(
        "attempt",
        otel.kind = "client",
        otel.name = format!("{} {}", operation.method, operation.path),
        http.request.method = operation.method.as_str(),
        url.template = operation.path,
        url.scheme = url.scheme(),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.request.resend_count = (resent > 0).then_some(resent),
        http.response.status_code = Empty,
        "error.type" = Empty,
    )
}

/// The kind of a failure, as one of a few words (OpenTelemetry's `error.type`).
pub(crate) fn error_type(error: &Error) -> &str {
    match error {
        Error::InvalidArgument { .. } => "invalid_argument",
        Error::Configuration { .. } => "configuration",
        Error::Credential(_) => "credential",
        error if error.is_timeout() => "timeout",
        error if error.is_connect() => "connect",
        Error::Transport(_) => "connection_lost",
        Error::Service(error) => error.status_text(),
    }
}
