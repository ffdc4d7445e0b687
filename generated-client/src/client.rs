//! The client: where each call begins.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use progenitor_client::ResponseValue;
use reqwest::{Method, Request, Url};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::generated::wire;
use crate::per_call::PerCall;
use crate::shared::Shared;
use crate::text::quoted;
use crate::{Error, Operation, Response};

/// A client of one cloud with one credential. Cheap to clone, and meant to be
/// shared: clones use the same connections.
///
/// [`Client::builder`] is the only way to one. Its calls are generated from the
/// document, a method per operation; each resolves to a [`Response`] or an
/// [`Error`]. Dropping the future of a call stops it; the request may have left
/// by then. Calls need a runtime of tokio whose I/O and time are enabled.
///
/// The methods `with_…` give a client whose calls differ in one thing, for one call or for
/// many; it costs no more than a clone.
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

    /// With another deadline for a call: for everything together, from the token to the
    /// body of the answer. See [`ClientBuilder::deadline`].
    ///
    /// [`ClientBuilder::deadline`]: crate::ClientBuilder::deadline
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut client = self.clone();
        client.own.deadline = Some(deadline);
        client
    }

    /// With an id of the caller's for the requests, instead of a new one for each. All
    /// attempts of a call have it, and all calls of this client; the log numbers the
    /// attempts (`http.request.resend_count`).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it has other than 1 to 128 visible ASCII characters.
    pub fn with_client_request_id(&self, id: impl AsRef<str>) -> Result<Self, Error> {
        let mut client = self.clone();
        client.own.identify(id.as_ref())?;
        Ok(client)
    }

    /// With one more header, or another value of it. A value that is a secret is to be
    /// marked as sensitive.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it is no header, or one that the client or the
    /// connection sets itself. If it is an argument of an operation, the call fails.
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
            .map_err(|_| refused("no name of a header"))?;
        let value = value.try_into().map_err(|_| {
            let name = quoted(name.as_str());
            refused(&format!("no value of a header, for {name}"))
        })?;
        let mut client = self.clone();
        client.own.add_header(name, value)?;
        Ok(client)
    }

    /// Begins one call: progenitor's client around a state of its own. The
    /// generated methods start here.
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
    /// Asks for what an answer of an operation leads to, at a URL.
    #[allow(dead_code, reason = "not every document has answers in pages")]
    pub(crate) async fn follow<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<Response<T>, Error> {
        let mut call = Call::new(operation, Arc::clone(&self.shared), self.own.clone());
        call.leave_out_body();
        let request = Request::new(Method::GET, url);
        let response = call.answer(&self.shared.http, request).await;
        let result = ResponseValue::<T>::from_response::<()>(response).await;
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
