//! The client: where each call begins.

use std::fmt;
use std::sync::Arc;

use progenitor_client::ResponseValue;
use reqwest::{Method, Request, Url};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::generated::wire;
use crate::shared::Shared;
use crate::{Error, Operation, Response};

/// A client of one cloud with one credential. Cheap to clone, and meant to be
/// shared: clones use the same connections.
///
/// [`Client::builder`] is the only way to one. Its calls are generated from the
/// document, a method per operation; each resolves to a [`Response`] or an
/// [`Error`]. Dropping the future of a call stops it; the request may have left
/// by then.
///
/// [`Response`]: crate::Response
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

impl Client {
    /// The URL below which this client sends its requests.
    pub fn service_root(&self) -> &str {
        &self.shared.service_root
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
            Call::new(operation, Arc::clone(&self.shared)),
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
        let mut call = Call::new(operation, Arc::clone(&self.shared));
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
