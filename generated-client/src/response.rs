//! A success, with the ids that support asks for.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::received::header;
use crate::service;

/// The response of the service to a call that succeeded.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) value: T,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) client_request_id: String,
}

impl<T> Response<T> {
    /// The status. The document declares it as a success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's own id of the request, if the response has the header. Quote it to the
    /// service's support.
    pub fn request_id(&self) -> Option<&str> {
        header(self.headers(), service::REQUEST_ID)
    }

    /// The id that the client gave the request: a GUID, or the id that you set with
    /// [`Client::with_client_request_id`](crate::Client::with_client_request_id). It
    /// is in the log too.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// The decoded body, or `()` if the response has no body.
    pub fn inner(&self) -> &T {
        &self.value
    }

    /// The decoded body, or `()` if the response has no body.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The decoded body, and the other parts of the response.
    pub fn into_parts(self) -> (T, ResponseParts) {
        let parts = ResponseParts {
            status: self.status,
            headers: self.headers,
            client_request_id: self.client_request_id,
        };
        (self.value, parts)
    }
}

/// The parts of a [`Response`] beside the body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseParts {
    /// The status. The document declares it as a success.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The id that the client gave the request: a GUID, or the id that you set with
    /// [`Client::with_client_request_id`](crate::Client::with_client_request_id).
    pub client_request_id: String,
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("headers", self.headers())
            .field("client_request_id", &self.client_request_id)
            .field("value", &self.value)
            .finish()
    }
}
