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
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use progenitor_client::{ClientHooks, OperationInfo, ResponseValue};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
    USER_AGENT,
};
use reqwest::{Method, Request, StatusCode};
use tracing::Instrument;

use crate::generated::wire;
use crate::response::header;
use crate::shared::Shared;
use crate::{Error, Operation, Response, ServiceError, Token};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
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
    /// A declared success, whose headers stay here and whose body progenitor has
    /// yet to decode.
    Success {
        status: StatusCode,
        headers: HeaderMap,
        client_request_id: String,
    },
}

impl Call {
    pub(crate) fn new(operation: &'static Operation, shared: Arc<Shared>) -> Self {
        Self {
            operation,
            shared,
            has_no_body: false,
            kept: Mutex::default(),
        }
    }

    /// Sends no body: the operation has one that may be left out.
    #[allow(dead_code, reason = "not every document has such an operation")]
    pub(crate) fn leave_out_body(&mut self) {
        self.has_no_body = true;
    }

    /// Sends the request that progenitor built, until it is answered or not
    /// worth another attempt.
    async fn send(&self, http: &reqwest::Client, mut request: Request) -> reqwest::Response {
        if self.has_no_body {
            *request.body_mut() = None;
            request.headers_mut().remove(CONTENT_TYPE);
        }
        let mut waits = self.shared.retries.start();
        let mut next = Some(request);
        let mut number = 0_usize;
        while let Some(request) = next {
            number += 1;
            // A body that streams cannot be sent twice; none of ours does.
            next = request.try_clone();
            let attempt = pin!(self.attempt(http, request));
            let span = tracing::debug_span!("attempt", number);
            let mut failure = match attempt.instrument(span).await {
                Ok(response) => return response,
                Err(failure) => failure,
            };
            let wait = next.as_ref().and_then(|_| waits.after(&mut failure));
            let Some(wait) = wait else {
                tracing::warn!(outcome = ?failure.outcome(), "failed");
                self.keep(Answer::Failure(failure));
                break;
            };
            tracing::info!(wait_ms = wait.as_millis(), "trying again");
            self.shared.sleeper.sleep(wait).await;
        }
        let mut nothing = http::Response::new("");
        *nothing.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        nothing.into()
    }

    async fn attempt(
        &self,
        http: &reqwest::Client,
        mut request: Request,
    ) -> Result<reqwest::Response, Error> {
        let token = self.shared.tokens.get().await.map_err(Error::Credential)?;
        let id = new_id();
        complete(&mut request, self.operation, &token, &id);
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
            request_id = header(response.headers(), "request-id"),
            elapsed_ms,
            "answered"
        );
        if self.operation.is_success(status) {
            // Progenitor would copy the headers; it needs the body only.
            let headers = std::mem::take(response.headers_mut());
            self.keep(Answer::Success {
                status,
                headers,
                client_request_id: id,
            });
            return Ok(response);
        }
        if status == StatusCode::UNAUTHORIZED {
            self.shared.tokens.forget(&token);
        }
        Err(Error::Service(Box::new(
            ServiceError::read(response, id).await,
        )))
    }

    fn keep(&self, answer: Answer) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// What the caller gets: the success that progenitor decoded, or what this
    /// call knows about the failure.
    pub(crate) fn finish<T, E>(
        self,
        result: Result<ResponseValue<T>, progenitor_client::Error<E>>,
    ) -> Result<Response<T>, Error> {
        use progenitor_client::Error as Wire;

        let kept = self.kept.into_inner();
        let (status, headers, client_request_id) =
            match kept.unwrap_or_else(PoisonError::into_inner) {
                Some(Answer::Success {
                    status,
                    headers,
                    client_request_id,
                }) => (status, headers, client_request_id),
                Some(Answer::Failure(failure)) => return Err(failure),
                None => return Err(unsent(result.err())),
            };
        Err(match result {
            Ok(value) => {
                return Ok(Response {
                    value: value.into_inner(),
                    status,
                    headers,
                    client_request_id,
                });
            }
            Err(
                Wire::CommunicationError(source)
                | Wire::ResponseBodyError(source)
                | Wire::InvalidUpgrade(source),
            ) => Error::transport(source, client_request_id),
            Err(wire) => {
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
        })
    }
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
    let mut random = fastrand::u128(..);
    let mut id = String::with_capacity(36);
    for digits in 0..32 {
        if matches!(digits, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        let digit = (random & 0xf) as u32;
        random >>= 4;
        let digit = match digits {
            // The version.
            12 => 4,
            // The variant: 10 in binary, then two random bits.
            16 => 8 | (digit & 3),
            _ => digit,
        };
        id.extend(char::from_digit(digit, 16));
    }
    id
}

/// The headers Graph asks for, and no others.
fn complete(request: &mut Request, operation: &Operation, token: &Token, client_request_id: &str) {
    let has_body = request.body().is_some();
    let takes_body = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    let headers = request.headers_mut();
    if let Some(media_type) = operation.accept {
        headers.insert(ACCEPT, HeaderValue::from_static(media_type));
    }
    headers.insert(AUTHORIZATION, token.header());
    headers.insert(USER_AGENT, THIS_CLIENT);
    if let Ok(id) = HeaderValue::try_from(client_request_id) {
        headers.insert(CLIENT_REQUEST_ID, id);
    }
    if takes_body && !has_body {
        // Some front ends of Microsoft's answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

impl ClientHooks<Call> for wire::Client {
    async fn exec(
        &self,
        request: Request,
        _: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let span = tracing::info_span!("graph_call", operation = self.inner.operation.id);
        let sending = pin!(self.inner.send(&self.client, request));
        Ok(sending.instrument(span).await)
    }
}
