//! A success, with what support asks for.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::received::header;
use crate::service;

/// What the service answered to a call that succeeded.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) value: T,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) client_request_id: String,
}

impl<T> Response<T> {
    /// The status; one that the document declares as success.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's own id of the request, if it names one in its header. Quote it to
    /// the service's support.
    pub fn request_id(&self) -> Option<&str> {
        header(self.headers(), service::REQUEST_ID)
    }

    /// The id this crate gave the request, a GUID. It stands in the log too.
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
    }

    /// The decoded body; `()` where the answer has none.
    pub fn inner(&self) -> &T {
        &self.value
    }

    /// The decoded body; `()` where the answer has none.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The decoded body, and what came with it.
    pub fn into_parts(self) -> (T, ResponseParts) {
        let parts = ResponseParts {
            status: self.status,
            headers: self.headers,
            client_request_id: self.client_request_id,
        };
        (self.value, parts)
    }
}

/// What came with the body of a [`Response`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ResponseParts {
    /// The status; one that the document declares as success.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The id this crate gave the request, a GUID.
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
