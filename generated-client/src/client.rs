//! The client: where each call begins.

use std::fmt;
use std::sync::Arc;

use crate::call::Call;
use crate::generated::wire;
use crate::shared::Shared;
use crate::{Error, Operation};

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

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service_root", &self.shared.service_root)
            .finish_non_exhaustive()
    }
}
