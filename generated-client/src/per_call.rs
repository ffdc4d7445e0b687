//! Settings for some calls only. A clone of the client has them.

use std::sync::Arc;
use std::time::Duration;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, EXPECT, HOST, PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::text::quoted;
use crate::{Error, service};

/// The longest id that is accepted. A GUID has 36 characters.
const MAX_ID_CHARS: usize = 128;

/// Headers that this crate sets, that the connection sets, or that would change how the
/// response must be read.
const OWN: [HeaderName; 18] = [
    ACCEPT,
    ACCEPT_ENCODING,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    EXPECT,
    HOST,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
    // Some services treat the request as one of this method.
    HeaderName::from_static("x-http-method"),
    HeaderName::from_static("x-http-method-override"),
    HeaderName::from_static("x-method-override"),
];

/// Settings for some calls only.
#[derive(Clone, Default)]
pub(crate) struct PerCall {
    pub(crate) deadline: Option<Duration>,
    pub(crate) client_request_id: Option<Arc<str>>,
    headers: Option<Arc<HeaderMap>>,
}

impl PerCall {
    pub(crate) fn identify(&mut self, id: &str) -> Result<(), Error> {
        let is_visible = id.bytes().all(|byte| (b'!'..=b'~').contains(&byte));
        if id.is_empty() || id.len() > MAX_ID_CHARS || !is_visible {
            return Err(Error::InvalidArgument {
                message: format!(
                    "{} is not a valid id of a request: it must have 1 to {MAX_ID_CHARS} visible ASCII characters, such as a GUID",
                    quoted(id)
                ),
            });
        }
        self.client_request_id = Some(id.into());
        Ok(())
    }

    pub(crate) fn add_header(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        let is_id = service::CLIENT_REQUEST_ID.is_some_and(|id| name == id);
        if is_id || OWN.contains(&name) {
            return Err(Error::InvalidArgument {
                message: format!("the header `{name}` is set by the client itself"),
            });
        }
        let mut headers = self.headers.as_deref().cloned().unwrap_or_default();
        headers.insert(name, value);
        self.headers = Some(Arc::new(headers));
        Ok(())
    }

    /// Adds the headers to a request. Fails if the operation has set one of them.
    pub(crate) fn complete(&self, request: &mut HeaderMap) -> Result<(), Error> {
        for (name, value) in self.headers.iter().flat_map(|headers| headers.iter()) {
            if request.contains_key(name) {
                return Err(Error::InvalidArgument {
                    message: format!("the header `{name}` is an argument of the operation"),
                });
            }
            request.insert(name, value.clone());
        }
        Ok(())
    }
}
