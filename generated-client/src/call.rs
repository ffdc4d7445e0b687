//! The state of one call: what the hook sends, and what it leaves for the
//! generated method to return.
//!
//! Progenitor's `exec` can hand back a response or an error of reqwest, and its
//! own error loses what it cannot decode. So the hook decides by the document's
//! table whether an answer is a success; if not, it reads the answer, keeps it
//! here, and gives progenitor an empty one to be done with.

use std::sync::{Arc, Mutex, PoisonError};

use progenitor_client::{ClientHooks, OperationInfo, ResponseValue};
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use reqwest::{Method, Request, StatusCode};
use uuid::Uuid;

use crate::generated::wire;
use crate::{Error, Operation, Response, ServiceError, Token};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const API_VERSION: HeaderName = HeaderName::from_static("api-version");
const THIS_CLIENT: HeaderValue = HeaderValue::from_static(concat!(
    env!("CARGO_PKG_NAME"),
    "/",
    env!("CARGO_PKG_VERSION")
));

/// One call of one operation.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    operation: &'static Operation,
    token: Token,
    client_request_id: String,
    answer: Arc<Mutex<Option<Answer>>>,
}

/// What the hook keeps of an answer that the caller may have to explain.
#[derive(Debug)]
enum Answer {
    /// Not a declared success; read to the end or to the limit.
    Failure(Box<ServiceError>),
    /// A declared success, whose body progenitor has yet to decode.
    Success(StatusCode, HeaderMap),
}

impl Call {
    pub(crate) fn new(operation: &'static Operation, token: Token) -> Self {
        Self {
            operation,
            token,
            client_request_id: Uuid::new_v4().to_string(),
            answer: Arc::default(),
        }
    }

    /// Sends the request that progenitor built.
    async fn send(
        &self,
        http: &reqwest::Client,
        mut request: Request,
    ) -> reqwest::Result<reqwest::Response> {
        self.complete(&mut request);
        let response = http.execute(request).await?;
        let status = response.status();
        if self.operation.is_success(status) {
            self.keep(Answer::Success(status, response.headers().clone()));
            return Ok(response);
        }
        let failure = ServiceError::read(response, self.client_request_id.clone()).await;
        self.keep(Answer::Failure(Box::new(failure)));
        let mut nothing = http::Response::new("");
        *nothing.status_mut() = status;
        Ok(nothing.into())
    }

    /// The headers Graph asks for, and no others.
    fn complete(&self, request: &mut Request) {
        let has_body = request.body().is_some();
        let takes_body = matches!(
            *request.method(),
            Method::POST | Method::PUT | Method::PATCH
        );
        let headers = request.headers_mut();
        // Progenitor sends the document's version; Graph does not ask for it.
        headers.remove(API_VERSION);
        headers.insert(AUTHORIZATION, self.token.header());
        headers.insert(USER_AGENT, THIS_CLIENT);
        if let Ok(id) = HeaderValue::try_from(&self.client_request_id) {
            headers.insert(CLIENT_REQUEST_ID, id);
        }
        if takes_body && !has_body {
            // Some front ends of Microsoft's answer 411 without it.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }

    fn keep(&self, answer: Answer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// What the caller gets: the success that progenitor decoded, or what this
    /// call knows about the failure.
    pub(crate) fn finish<T, E>(
        self,
        result: Result<ResponseValue<T>, progenitor_client::Error<E>>,
    ) -> Result<Response<T>, Error> {
        use progenitor_client::Error as Wire;

        let answer = self
            .answer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let client_request_id = self.client_request_id;
        Err(match (result, answer) {
            (_, Some(Answer::Failure(failure))) => Error::Service(failure),
            (Ok(value), _) => return Ok(Response::new(value, client_request_id)),
            (
                Err(
                    Wire::CommunicationError(source)
                    | Wire::ResponseBodyError(source)
                    | Wire::InvalidUpgrade(source),
                ),
                _,
            ) => Error::Transport {
                source,
                client_request_id,
            },
            (Err(wire), Some(Answer::Success(status, headers))) => {
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
            (Err(wire), None) => Error::InvalidArgument {
                message: match wire {
                    Wire::InvalidRequest(message) | Wire::Custom(message) => message,
                    _ => "the request could not be made".to_owned(),
                },
            },
        })
    }
}

impl ClientHooks<Call> for wire::Client {
    async fn exec(
        &self,
        request: Request,
        _: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner.send(&self.client, request).await
    }
}
