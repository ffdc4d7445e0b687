//! The state of one call: what the hook sends, and what it leaves for the
//! generated method to return.
//!
//! Progenitor's `exec` can hand back a response or an error of reqwest, and its
//! own error loses what it cannot decode. So the hook gets the token, sends the
//! request as often as [`Retries`](crate::Retries) allows, and decides by the
//! document's table whether an answer is a success; if not, it keeps the failure
//! here, and gives progenitor an empty answer to be done with.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use progenitor_client::{ClientHooks, OperationInfo, ResponseValue};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT,
};
use reqwest::{Method, Request, StatusCode};
use tracing::Instrument;

use crate::attempts::Attempts;
use crate::body::Handed;
use crate::generated::wire;
use crate::received::header;
use crate::response::ResponseParts;
use crate::shared::Shared;
use crate::{
    Error, Operation, Outcome, Response, ServiceError, SuccessBody, Token, service, style,
};

const THIS_CLIENT: HeaderValue = HeaderValue::from_static(concat!(
    env!("CARGO_PKG_NAME"),
    "/",
    env!("CARGO_PKG_VERSION")
));

/// One call of one operation.
pub(crate) struct Call {
    operation: &'static Operation,
    shared: Arc<Shared>,
    /// Whether the body that progenitor made stands for one that the caller left out.
    has_no_body: bool,
    kept: Mutex<Option<Answer>>,
    /// Those that failed.
    attempts: Mutex<Attempts>,
}

/// The same call, not yet made. Progenitor's client asks for it.
impl Clone for Call {
    fn clone(&self) -> Self {
        Self {
            has_no_body: self.has_no_body,
            ..Self::new(self.operation, Arc::clone(&self.shared))
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// What the hook leaves of the last attempt, for the caller.
#[derive(Debug)]
enum Answer {
    /// Not a declared success, or no answer.
    Failure(Error),
    /// A declared success, whose body progenitor has yet to decode.
    Success(ResponseParts),
}

impl Call {
    pub(crate) fn new(operation: &'static Operation, shared: Arc<Shared>) -> Self {
        Self {
            operation,
            shared,
            has_no_body: false,
            kept: Mutex::default(),
            attempts: Mutex::new(Attempts::of(operation.effect())),
        }
    }

    /// Sends no body: the operation has one that may be left out.
    #[allow(dead_code, reason = "not every document has such an operation")]
    pub(crate) fn leave_out_body(&mut self) {
        self.has_no_body = true;
    }

    /// What a request is answered in the end; what is no success, or did not come, is
    /// kept for [`finish`](Self::finish).
    pub(crate) async fn answer(
        &self,
        http: &reqwest::Client,
        request: Request,
    ) -> reqwest::Response {
        let span = tracing::info_span!("call", operation = self.operation.id);
        let sending = pin!(self.send(http, request));
        sending.instrument(span).await
    }

    /// Sends the request that progenitor built, until it is answered or not
    /// worth another attempt.
    async fn send(&self, http: &reqwest::Client, mut request: Request) -> reqwest::Response {
        match self.operation.content_type {
            Some(content_type) if !self.has_no_body => {
                said(&mut request, self.operation, content_type)
            }
            _ => {
                *request.body_mut() = None;
                request.headers_mut().remove(CONTENT_TYPE);
            }
        }
        let mut waits = self.shared.retries.start(self.operation);
        let mut number = 0_usize;
        let mut next = Some(request);
        while let Some(request) = next {
            number += 1;
            // A body that streams cannot be sent twice; none does.
            next = request.try_clone();
            let attempt = pin!(self.attempt(http, request));
            let span = tracing::debug_span!("attempt", number);
            let mut failure = match attempt.instrument(span).await {
                Ok(response) => return response,
                Err(failure) => failure,
            };
            self.attempts()
                .add(failure.last_outcome(), failure.client_request_id());
            let wait = next.as_ref().and_then(|_| waits.after(&mut failure));
            let Some(wait) = wait else {
                let failure = failure.after(std::mem::take(&mut self.attempts()));
                tracing::warn!(outcome = ?failure.outcome(), "failed");
                self.keep(Answer::Failure(failure));
                break;
            };
            tracing::info!(wait_ms = wait.as_millis(), "trying again");
            self.shared.sleeper.sleep(wait).await;
        }
        with_status(StatusCode::INTERNAL_SERVER_ERROR, "")
    }

    async fn attempt(
        &self,
        http: &reqwest::Client,
        mut request: Request,
    ) -> Result<reqwest::Response, Error> {
        let tokens = self.shared.tokens.as_ref();
        let token = match tokens.filter(|_| self.operation.takes_token()) {
            Some(tokens) => Some((tokens, tokens.get().await.map_err(Error::Credential)?)),
            None => None,
        };
        let id = new_id();
        let sent = token.as_ref().map(|(_, token)| token);
        complete(&mut request, self.operation, sent, &id);
        tracing::debug!(client_request_id = id, "sending");
        let start = Instant::now();
        let answered = http.execute(request).await;
        let elapsed_ms = start.elapsed().as_millis();
        let mut response = match answered {
            Ok(response) => response,
            Err(source) => {
                tracing::debug!(elapsed_ms, "no answer");
                return Err(Error::transport(source, id));
            }
        };
        let status = response.status();
        tracing::debug!(
            status = status.as_u16(),
            request_id = header(response.headers(), service::REQUEST_ID),
            elapsed_ms,
            "answered"
        );
        if self.operation.is_success(status) {
            // Progenitor would copy the headers; it needs the body only.
            let headers = std::mem::take(response.headers_mut());
            let response = self.arrived(response, &id).await?;
            self.keep(Answer::Success(ResponseParts {
                status,
                headers,
                client_request_id: id,
            }));
            return Ok(response);
        }
        if let Some((tokens, token)) = token.filter(|_| status == StatusCode::UNAUTHORIZED) {
            tokens.forget(&token);
        }
        Err(Error::Service(Box::new(
            ServiceError::read(response, id).await,
        )))
    }

    /// A success as progenitor takes it: `2xx`, with a body that has arrived where
    /// it is decoded, so that one that does not can be asked for again.
    async fn arrived(
        &self,
        response: reqwest::Response,
        client_request_id: &str,
    ) -> Result<reqwest::Response, Error> {
        let status = response.status();
        let body = match self.operation.success_body {
            SuccessBody::AsItComes if status.is_redirection() => {
                return Ok(with_status(self.operation.first_success(), ""));
            }
            SuccessBody::AsItComes => return Ok(response),
            // Apart, or calls whose body is not decoded would carry the place for it.
            SuccessBody::Json | SuccessBody::Text => Box::pin(response.bytes()).await,
        };
        let body = body.map_err(|source| Error::transport(source, client_request_id.to_owned()))?;
        Ok(match self.operation.success_body {
            // Progenitor decodes JSON.
            SuccessBody::Text => {
                let text = serde_json::Value::String(String::from_utf8_lossy(&body).into_owned());
                with_status(status, text.to_string())
            }
            _ => with_status(status, body),
        })
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, answer: Answer) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// What the caller gets: the success that progenitor decoded, or what this
    /// call knows about the failure.
    pub(crate) fn finish<T, U: Handed<T>, E>(
        self,
        result: Result<ResponseValue<T>, progenitor_client::Error<E>>,
    ) -> Result<Response<U>, Error> {
        use progenitor_client::Error as Wire;

        let kept = self.kept.into_inner();
        let ResponseParts {
            status,
            headers,
            client_request_id,
        } = match kept.unwrap_or_else(PoisonError::into_inner) {
            Some(Answer::Success(received)) => received,
            Some(Answer::Failure(failure)) => return Err(failure),
            None => return Err(unsent(result.err())),
        };
        let wire = match result {
            Ok(value) => {
                return Ok(Response {
                    value: U::handed(value.into_inner()),
                    status,
                    headers,
                    client_request_id,
                });
            }
            Err(wire) => wire,
        };
        let attempts = self.attempts.into_inner();
        let mut attempts = attempts.unwrap_or_else(PoisonError::into_inner);
        attempts.add(Outcome::Unknown, Some(&client_request_id));
        let error = match wire {
            Wire::CommunicationError(source)
            | Wire::ResponseBodyError(source)
            | Wire::InvalidUpgrade(source) => Error::transport(source, client_request_id),
            wire => {
                let (body, cause) = match wire {
                    Wire::InvalidResponsePayload(body, cause) => (body.to_vec(), cause.to_string()),
                    _ => (Vec::new(), "progenitor refused it".to_owned()),
                };
                Error::Service(Box::new(ServiceError::undecodable(
                    status,
                    headers,
                    body,
                    client_request_id,
                    cause,
                )))
            }
        };
        Err(error.after(attempts))
    }
}

/// Makes of the JSON that progenitor was handed what is sent, and says what that is.
fn said(request: &mut Request, operation: &Operation, content_type: &'static str) {
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
    // A document may name what no header can hold.
    if let Ok(value) = HeaderValue::from_str(content_type) {
        request.headers_mut().insert(CONTENT_TYPE, value);
    }
}

fn with_status(status: StatusCode, body: impl Into<reqwest::Body>) -> reqwest::Response {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status;
    response.into()
}

/// Why progenitor did not come as far as sending.
fn unsent<E>(wire: Option<progenitor_client::Error<E>>) -> Error {
    use progenitor_client::Error as Wire;

    Error::InvalidArgument {
        message: match wire {
            Some(Wire::InvalidRequest(message) | Wire::Custom(message)) => message,
            Some(Wire::CommunicationError(source)) => {
                format!("the request cannot be made: {source}")
            }
            _ => "the request cannot be made".to_owned(),
        },
    }
}

/// An id for a request: a GUID that is unique, and no secret (RFC 9562, section
/// 5.4). Digit by digit: `format!` costs a per cent of a call.
fn new_id() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // The version is 4; the variant 10 in binary, then two random bits.
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

/// The headers that the service asks for, and no others.
fn complete(
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
        // Some front ends answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

impl ClientHooks<Call> for wire::Client {
    async fn exec(
        &self,
        request: Request,
        _: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        Ok(self.inner.answer(&self.client, request).await)
    }
}
