//! The state of one call: what `exec` sends, and what it keeps for the generated method to
//! return.
//!
//! Progenitor's methods know one response only, and call `exec` for it. So `exec` does the
//! whole call. It gets the token, sends the request as often as [`Retries`](crate::Retries)
//! allows, and looks in the document's table whether a response is a success. If it is not,
//! `exec` keeps the failure here, and returns an empty response that ends progenitor's
//! part.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use http::{HeaderMap, StatusCode};
use reqwest::Request;
use tracing::{Instrument, Span};

use crate::attempts::Attempts;
use crate::body::Handed;
use crate::deadline::{CALL_LIMIT, Deadline, Timer};
use crate::generated::wire;
use crate::per_call::PerCall;
use crate::received::header;
use crate::request::{again, complete, new_id, remove_body, write_body};
use crate::response::ResponseParts;
use crate::runtime::{self, ResponseValue};
use crate::shared::Shared;
use crate::telemetry::{attempt_span, call_span, error_type};
use crate::{
    Error, Operation, Outcome, Response, ServiceError, SuccessBody, Token, TransportError, service,
};

/// One call of one operation.
pub(crate) struct Call {
    operation: &'static Operation,
    shared: Arc<Shared>,
    own: PerCall,
    /// Whether the caller left the body out. Progenitor has written one anyway.
    has_no_body: bool,
    kept: Mutex<Option<Answer>>,
    /// The attempts that failed.
    attempts: Mutex<Attempts>,
}

/// The same call before its first attempt. Progenitor's client needs `Clone`.
impl Clone for Call {
    fn clone(&self) -> Self {
        Self {
            has_no_body: self.has_no_body,
            ..Self::new(self.operation, Arc::clone(&self.shared), self.own.clone())
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

/// The result of the call that `exec` keeps for the caller.
#[derive(Debug)]
enum Answer {
    /// Not a declared success, or no response.
    Failure(Error),
    /// A declared success. Progenitor will decode its body.
    Success(ResponseParts),
}

/// An attempt that failed.
struct Failed {
    error: Error,
    /// Whether the service requires a token with more claims.
    asks: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, asks: false }
    }
}

impl Call {
    pub(crate) fn new(operation: &'static Operation, shared: Arc<Shared>, own: PerCall) -> Self {
        Self {
            operation,
            shared,
            own,
            has_no_body: false,
            kept: Mutex::default(),
            attempts: Mutex::new(Attempts::of(operation.effect())),
        }
    }

    /// Sends no body, although the operation can have one.
    #[allow(dead_code, reason = "not every document has such an operation")]
    pub(crate) fn leave_out_body(&mut self) {
        self.has_no_body = true;
    }

    /// The final response to a request. If it is not a success, or if there is none, the
    /// failure is kept for [`finish`](Self::finish).
    pub(crate) async fn answer(
        &self,
        http: &reqwest::Client,
        request: Request,
    ) -> reqwest::Response {
        let span = call_span(self.operation);
        let sending = pin!(self.send(http, request));
        sending.instrument(span).await
    }

    /// Sends the request that progenitor built, until it succeeds or must not be sent again.
    async fn send(&self, http: &reqwest::Client, mut request: Request) -> reqwest::Response {
        match self.operation.content_type {
            Some(content_type) if !self.has_no_body => {
                write_body(&mut request, self.operation, content_type);
            }
            _ => remove_body(&mut request),
        }
        if let Err(refused) = self.own.complete(request.headers_mut()) {
            return self.failed(refused);
        }
        let limit = self.own.deadline.or(self.shared.deadline);
        let mut deadline = Deadline::after(limit.unwrap_or(CALL_LIMIT));
        let mut waits = self.shared.retries.start(self.operation);
        let mut resent = 0_u32;
        let mut was_challenged = false;
        let mut next = Some(request);
        while let Some(request) = next {
            next = again(&request);
            let span = attempt_span(self.operation, &request, resent);
            let attempted = {
                let attempt = pin!(self.attempt(http, request, &mut deadline, &span));
                attempt.instrument(span.clone()).await
            };
            let Failed { mut error, asks } = match attempted {
                Ok(response) => return response,
                Err(failed) => failed,
            };
            self.attempts()
                .add(error.last_outcome(), error.client_request_id());
            let wait = next.as_ref().and_then(|_| match asks && !was_challenged {
                true => waits.at_once(),
                false => waits.after(&mut error, &deadline),
            });
            was_challenged |= asks;
            let Some(wait) = wait else {
                return self.failed(error);
            };
            tracing::info!(wait_ms = wait.as_millis(), "trying again");
            let slept = self.shared.sleeper.sleep(wait);
            if deadline.timer().bound(pin!(slept)).await.is_none() {
                error.not_retried(deadline.passed().to_string());
                return self.failed(error);
            }
            resent += 1;
        }
        with_status(StatusCode::INTERNAL_SERVER_ERROR, "")
    }

    /// Keeps a failure, and returns an empty response that ends progenitor's part.
    fn failed(&self, error: Error) -> reqwest::Response {
        let error = error.after(std::mem::take(&mut self.attempts()));
        tracing::warn!(outcome = ?error.outcome(), "failed");
        Span::current().record("error.type", error_type(&error));
        self.keep(Answer::Failure(error));
        with_status(StatusCode::INTERNAL_SERVER_ERROR, "")
    }

    async fn attempt(
        &self,
        http: &reqwest::Client,
        mut request: Request,
        deadline: &mut Deadline,
        span: &Span,
    ) -> Result<reqwest::Response, Failed> {
        let token = match self.tokens() {
            Some(tokens) => Some(tokens.get(deadline).await.map_err(Error::Credential)?),
            None => None,
        };
        let id = self.own.client_request_id.as_deref();
        let id = id.map_or_else(new_id, str::to_owned);
        let (mut timer, limit) = match deadline.attempt(self.shared.attempt_limit) {
            Ok(begun) => begun,
            Err(passed) => return Err(Error::unsent(passed, id).into()),
        };
        complete(&mut request, self.operation, token.as_ref(), &id);
        tracing::debug!("http.request.header.client-request-id" = id, "sending");
        // Clocks cost more than the rest of this function.
        let start = tracing::enabled!(tracing::Level::DEBUG).then(Instant::now);
        let duration_s = || start.map(|start| start.elapsed().as_secs_f64());
        let executed = pin!(http.execute(request));
        let answered = match timer.bound(executed).await {
            Some(answered) => answered.map_err(|source| Error::transport(source, id.clone())),
            None => Err(Error::late(limit, id.clone())),
        };
        let mut response = answered.inspect_err(|error| {
            span.record("error.type", error_type(error));
            tracing::debug!(http.client.request.duration = duration_s(), "no answer");
        })?;
        let status = response.status();
        span.record("http.response.status_code", status.as_u16());
        tracing::debug!(
            "http.response.header.request-id" = header(response.headers(), service::REQUEST_ID),
            http.client.request.duration = duration_s(),
            "answered"
        );
        if self.operation.is_success(status) {
            // Progenitor would copy the headers, but needs only the body.
            let headers = std::mem::take(response.headers_mut());
            let arrived = match self.arrived(response, &mut timer).await {
                Some(arrived) => {
                    arrived.map_err(|source| TransportError::of_http(source, id.clone()))
                }
                None => Err(TransportError::late(limit, id.clone())),
            };
            let response = match arrived {
                Ok(response) => response,
                Err(error) => {
                    let error = error.after(status, headers);
                    return Err(Error::Transport(Box::new(error)).into());
                }
            };
            self.keep(Answer::Success(ResponseParts {
                status,
                headers,
                client_request_id: id,
            }));
            return Ok(response);
        }
        let asks = self.is_challenged(status, response.headers(), token.as_ref());
        let authorization = token.as_ref().map(Token::header);
        let error = ServiceError::read(response, id, authorization.as_ref(), &timer).await;
        span.record("error.type", status.as_str());
        Err(Failed {
            error: Error::Service(Box::new(error)),
            asks,
        })
    }

    /// Where the token comes from, if this operation takes one.
    fn tokens(&self) -> Option<&crate::credential::Tokens> {
        let tokens = self.shared.tokens.as_ref();
        tokens.filter(|_| self.operation.takes_token())
    }

    /// Whether the service refused the token and requires claims that the token lacks. A
    /// refused token is not used again in either case.
    fn is_challenged(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        token: Option<&Token>,
    ) -> bool {
        let refused = token.filter(|_| status == StatusCode::UNAUTHORIZED);
        let Some((tokens, refused)) = self.tokens().zip(refused) else {
            return false;
        };
        tokens.forget(refused);
        let claims = service::claims(headers);
        if let Some(claims) = &claims {
            tokens.challenged(refused, claims);
        }
        claims.is_some()
    }

    /// A success in the form that progenitor expects: with a status `2xx`, and with the
    /// whole body if the body is decoded. If the body does not arrive, the request may be
    /// sent again. `None` if the body did not arrive in time.
    async fn arrived(
        &self,
        response: reqwest::Response,
        timer: &mut Timer,
    ) -> Option<reqwest::Result<reqwest::Response>> {
        let status = response.status();
        let body = match self.operation.success_body {
            SuccessBody::AsItComes if status.is_redirection() => {
                return Some(Ok(with_status(self.operation.first_success(), "")));
            }
            SuccessBody::AsItComes => return Some(Ok(response)),
            // In a box, so that the futures of other calls do not become larger.
            SuccessBody::Json | SuccessBody::Text => {
                let mut bytes = Box::pin(response.bytes());
                timer.bound(bytes.as_mut()).await?
            }
        };
        Some(body.map(|body| match self.operation.success_body {
            // Progenitor decodes JSON.
            SuccessBody::Text => {
                let text = serde_json::Value::String(String::from_utf8_lossy(&body).into_owned());
                with_status(status, text.to_string())
            }
            // A byte order mark is ignored (RFC 8259, section 8.1).
            _ if body.starts_with("\u{feff}".as_bytes()) => with_status(status, body.slice(3..)),
            _ => with_status(status, body),
        }))
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, answer: Answer) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// The result for the caller: the success that progenitor decoded, or the failure that
    /// this call kept.
    pub(crate) fn finish<T, U: Handed<T>>(
        self,
        result: Result<ResponseValue<T>, runtime::Error>,
    ) -> Result<Response<U>, Error> {
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
                    value: U::handed(value.0, self.shared.attempt_limit),
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
            runtime::Error::Http(source) => Error::transport(source, client_request_id),
            wire => {
                let (body, cause) = match wire {
                    runtime::Error::Undecodable(body, cause) => (body.to_vec(), cause.to_string()),
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

fn with_status(status: StatusCode, body: impl Into<reqwest::Body>) -> reqwest::Response {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status;
    response.into()
}

/// Why progenitor failed before it sent the request.
fn unsent(wire: Option<runtime::Error>) -> Error {
    Error::InvalidArgument {
        message: match wire {
            Some(runtime::Error::InvalidRequest(message)) => message,
            Some(runtime::Error::Http(source)) => {
                format!("the request cannot be made: {source}")
            }
            _ => "the request cannot be made".to_owned(),
        },
    }
}

impl wire::Client {
    /// Progenitor's methods send their requests with this.
    pub(crate) async fn exec(&self, request: Request) -> reqwest::Result<reqwest::Response> {
        Ok(self.inner.answer(&self.client, request).await)
    }
}
