//! What is specific to Microsoft Graph in requests and responses: the names of its
//! [`headers`], the claims that it requires in a token (`claims`), how it writes errors
//! ([`explanation`]), and how the embedded server writes them (`embedded`). The other files
//! of the shell call Graph "the service". What only a client of Graph offers to its callers
//! is in `graph`.
//!
//! For a service that is not Graph, `codegen emit` replaces this file with
//! `neutral/service.rs`, which has the same items.

mod claims;
#[cfg(feature = "fake")]
pub(crate) mod embedded;
mod explanation;
mod headers;

pub(crate) use claims::claims;
pub(crate) use explanation::Explanation;
pub(crate) use headers::{CLIENT_REQUEST_ID, DIAGNOSTIC, REQUEST_ID, send_id};
