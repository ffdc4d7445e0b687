//! The client: where each call begins.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::generated::wire;
use crate::per_call::PerCall;
use crate::runtime::ResponseValue;
use crate::shared::Shared;
use crate::text::quoted;
use crate::{Error, Operation, Response};

/// A client for one cloud with one credential. A clone is cheap and uses the same
/// connections, so share the client by cloning it.
///
/// [`Client::builder`] is the only way to create a client. The calls are generated from
/// the document, one method per operation. Each call returns a [`Response`] or an
/// [`Error`]. If you drop the future of a call, the call stops, but its request may already
/// have been sent. Calls need a tokio runtime with I/O and time enabled.
///
/// The methods `with_…` return a client with one setting changed, for one call or for
/// many. They cost no more than a clone.
///
/// [`Response`]: crate::Response
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) own: PerCall,
}

impl Client {
    /// The URL below which this client sends its requests.
    pub fn service_root(&self) -> &str {
        &self.shared.service_root
    }

    /// Returns a client with another deadline for each call. The deadline covers the whole
    /// call, from getting the token to reading the body of the response. See
    /// [`ClientBuilder::deadline`].
    ///
    /// [`ClientBuilder::deadline`]: crate::ClientBuilder::deadline
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut client = self.clone();
        client.own.deadline = Some(deadline);
        client
    }

    /// Returns a client that uses your id for its requests, instead of a new id for each
    /// request. All calls of that client use the id, in all their attempts. The log numbers
    /// the attempts (`http.request.resend_count`).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the id does not have 1 to 128 visible ASCII characters.
    pub fn with_client_request_id(&self, id: impl AsRef<str>) -> Result<Self, Error> {
        let mut client = self.clone();
        client.own.identify(id.as_ref())?;
        Ok(client)
    }

    /// Returns a client that sends one more header, or a header with another value. Mark a
    /// secret value as sensitive.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the name or the value is not valid, or if the client or
    /// the connection sets this header itself. If the header is an argument of an operation,
    /// calls of that operation fail.
    pub fn with_header(
        &self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Result<Self, Error> {
        let refused = |what: &str| Error::InvalidArgument {
            message: what.to_owned(),
        };
        let name = name
            .try_into()
            .map_err(|_| refused("not a valid name of a header"))?;
        let value = value.try_into().map_err(|_| {
            let name = quoted(name.as_str());
            refused(&format!("not a valid value of the header {name}"))
        })?;
        let mut client = self.clone();
        client.own.add_header(name, value)?;
        Ok(client)
    }

    /// Begins one call: progenitor's client with the state of this call. The generated
    /// methods start here.
    pub(crate) fn wire(
        &self,
        operation: &'static Operation,
        path_arguments: &[String],
    ) -> Result<wire::Client, Error> {
        operation.keep_inside(path_arguments)?;
        Ok(wire::Client::new_with_client(
            &self.shared.service_root,
            self.shared.http.clone(),
            Call::new(operation, Arc::clone(&self.shared), self.own.clone()),
        ))
    }
}

impl Client {
    /// Requests the URL that a response of an operation links to.
    #[allow(dead_code, reason = "not every document has responses in pages")]
    pub(crate) async fn follow<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<Response<T>, Error> {
        let mut call = Call::new(operation, Arc::clone(&self.shared), self.own.clone());
        call.leave_out_body();
        let request = Request::new(Method::GET, url);
        let response = call.answer(&self.shared.http, request).await;
        let result = ResponseValue::<T>::from_response(response).await;
        call.finish(result)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service_root", &self.shared.service_root)
            .finish_non_exhaustive()
    }
}
