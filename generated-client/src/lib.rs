#![doc = include_str!("../README.md")]
//!
//! # From a credential to an answer
//!
//! ```text
//! Credential ─┐
//! Cloud ──────┴► Client::builder() ──► Client ──► a method per operation ──► Response | Error
//! ```
//!
//! - [`Client`]: the calls; [`ClientBuilder`]: HTTP settings, deployments of the service
//!   ([`Cloud`]), loopback;
//! - [`Credential`]: where tokens come from: a [`Token`], an [`EnvironmentVariable`], or
//!   one of yours;
//! - [`types`]: what is sent and received; [`Response`], [`Error`];
//! - [`Retries`]: what is tried again, and for how long;
//! - [`OPERATIONS`]: the operations as data;
//! - `fake` (feature `fake`): an embedded server, for your tests too.
//!
//! # When it fails
//!
//! Every failure is one [`Error`], and [`Error::outcome`] answers the question
//! that matters: may the request have taken effect? [`Error::report`] says all of it to
//! a person: the innermost cause, and the ids that the service's support asks for. Only a
//! success that the document declares is `Ok`; a redirect or another status is an error,
//! and keeps status, headers and body.
//!
//! # Logging
//!
//! Through [`tracing`](https://docs.rs/tracing): a span for each call (`call`, with the
//! operation) and each attempt, with status, ids and durations; never a token. Nothing is
//! written unless you subscribe.

#![cfg_attr(docsrs, feature(doc_cfg))]

// A file uses the modules in the rows above its own, and those in its own row
// without circles. A test reads this table (`tests/layers.rs`).
//
// | layer | modules | what they own |
// |---|---|---|
// | 0 | `text`, `template`, `style`, `deadline`, `received`, `partial`, `problem`, `body`, `service`, `response`, `retry_after` | texts of others, the braces of paths, values as texts, limits of time, what is received, JSON that was cut, errors as gateways write them, bodies that are handed over, what is particular to the service, successes, how long to wait |
// | 1 | `outcome`, `attempts`, `credential_error`, `transport_error`, `service_error` | what can be said of a failure |
// | 2 | `error`, `report` | one error for everything, and all of it in lines |
// | 3 | `token`, `operation`, `request`, `per_call`, `transport`, `sleeper`, `retry` | what a call is made of |
// | 4 | `credential`, `shared` | where tokens come from; what all calls share |
// | 5 | `call` | one call |
// | 6 | `client`, `builder` | where each call begins; the only door |
// | 7 | `pages`, `fake` | answers in pages; an embedded server |
// | 8 | `graph` | what only the client of Microsoft Graph offers |
mod attempts;
mod body;
mod builder;
mod call;
mod client;
mod credential;
mod credential_error;
mod deadline;
mod error;
#[cfg(feature = "fake")]
pub mod fake;
mod graph;
mod operation;
mod outcome;
mod pages;
mod partial;
mod per_call;
mod problem;
mod received;
mod report;
mod request;
mod response;
mod retry;
mod retry_after;
mod service;
mod service_error;
mod shared;
mod sleeper;
mod style;
mod template;
mod text;
mod token;
mod transport;
mod transport_error;

/// What `codegen` makes of the document.
#[allow(
    clippy::all,
    dead_code,
    missing_docs,
    nonstandard_style,
    unreachable_pub,
    unused_comparisons,
    unused_imports,
    reason = "generated code is held to the generator's rules"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

pub use attempts::{Attempt, Attempts};
pub use body::{Body, BodyError};
pub use builder::ClientBuilder;
pub use client::Client;
pub use credential::{AccessToken, Credential, EnvironmentVariable, GettingToken, TokenRequest};
pub use credential_error::CredentialError;
pub use deadline::SigningIn;
pub use error::Error;
pub use generated::{Cloud, ErrorBody, OPERATIONS, types};
pub use graph::AzureCli;
#[cfg(feature = "azure-core")]
pub use graph::AzureCredential;
#[cfg(feature = "device-code")]
pub use graph::{DeviceCode, SignIn};
/// The types of HTTP: statuses, headers, methods.
pub use http;
pub use operation::{Operation, SecurityRequirement, SuccessBody};
pub use outcome::Outcome;
pub use pages::Pages;
pub use report::Report;
/// The HTTP client that this crate is built on, for [`ClientBuilder::http`].
#[cfg(feature = "reqwest-0_13")]
pub use reqwest;
pub use response::{Response, ResponseParts};
pub use retry::Retries;
pub use service_error::ServiceError;
pub use token::Token;
pub use transport_error::TransportError;

/// The generated source, to the letter as it was compiled. For snapshots.
#[doc(hidden)]
pub const GENERATED_SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/client.rs"));
