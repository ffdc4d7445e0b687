//! The client: what every call shares.

use std::fmt;
use std::sync::Arc;

use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::credential::Tokens;
use crate::generated::wire;
use crate::retry::Sleeper;
use crate::{Error, Operation, Retries};

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

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// Without a slash at its end.
    pub(crate) service_root: String,
    pub(crate) tokens: Tokens,
    pub(crate) retries: Retries,
    pub(crate) sleeper: Sleeper,
}

impl Client {
    /// Starts a client: a [`Credential`](crate::Credential), such as a
    /// [`Token`](crate::Token), is all it must be given.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

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

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service_root", &self.shared.service_root)
            .finish_non_exhaustive()
    }
}
