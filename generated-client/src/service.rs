//! What is particular to Microsoft Graph in requests and answers: the names of its
//! [`headers`], what it asks of a token (`claims`), how it writes errors
//! ([`explanation`]), and how the embedded server writes them (`embedded`). The rest of
//! the shell speaks of "the service". What only a client of Graph offers to its callers
//! stands in `graph`.
//!
//! `codegen emit` puts `neutral/service.rs` in the place of this for a service that is
//! not Graph: both have the same items.

mod claims;
#[cfg(feature = "fake")]
pub(crate) mod embedded;
mod explanation;
mod headers;

pub(crate) use claims::claims;
pub(crate) use explanation::Explanation;
pub(crate) use headers::{CLIENT_REQUEST_ID, DIAGNOSTIC, REQUEST_ID, send_id};
