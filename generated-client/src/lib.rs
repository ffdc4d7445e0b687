#![doc = include_str!("../README.md")]
//!
//! # From a credential to a response
//!
//! ```text
//! Credential ─┐
//! Cloud ──────┴► Client::builder() ──► Client ──► a method per operation ──► Response | Error
//! ```
//!
//! - [`Client`]: the calls. [`ClientBuilder`]: HTTP settings, deployments of the service
//!   ([`Cloud`]), loopback.
//! - [`Credential`]: where tokens come from: a [`Token`], an [`EnvironmentVariable`], or
//!   your own type.
//! - [`types`]: what the client sends and receives. [`Response`], [`Error`]: the results.
//! - [`Retries`]: which requests the client sends again, and for how long.
//! - [`OPERATIONS`]: the operations as data.
//! - `fake` (feature `fake`): an embedded server, also for your own tests.
//!
//! # When it fails
//!
//! Every failure is one type, [`Error`]. [`Error::outcome`] says whether the request may
//! have taken effect. [`Error::report`] is a full report for a person, with the innermost
//! cause and the ids that the service's support asks for. Only a success that the document
//! declares is `Ok`. A redirect or any other status is an error that keeps the status, the
//! headers and the body.
//!
//! # Logging
//!
//! The crate logs through [`tracing`](https://docs.rs/tracing): a span for each call
//! (`call`, with the operation) and for each attempt, with status, ids and durations, but
//! never with a token. Fields have the names from OpenTelemetry's semantic conventions for
//! HTTP clients (`http.response.status_code`, …). The URL with its arguments (`url.full`) is
//! not logged, because it can identify people; `url.template` is. Nothing is logged unless
//! your program has a subscriber.

#![cfg_attr(docsrs, feature(doc_cfg))]

// A file may use the modules in the rows above its own row, and in its own row without
// cycles. A test reads this table (`tests/layers.rs`).
//
// | layer | modules | what they own |
// |---|---|---|
// | 0 | `text`, `template`, `style`, `deadline`, `received`, `partial`, `problem`, `runtime`, `body`, `service`, `response`, `retry_after` | texts that others wrote, path templates, values as texts, time limits, received headers and bodies, JSON that was cut, errors as gateways write them, what progenitor's code calls, bodies as streams, what is specific to the service, successes, `Retry-After` |
// | 1 | `outcome`, `attempts`, `credential_error`, `transport_error`, `service_error` | the parts of a failure |
// | 2 | `error`, `report` | one error type for every failure, and its report |
// | 3 | `token`, `operation`, `request`, `per_call`, `telemetry`, `transport`, `sleeper`, `retry` | the parts of a call |
// | 4 | `credential`, `shared` | where tokens come from; what all calls share |
// | 5 | `call` | one call |
// | 6 | `client`, `builder` | where each call begins; how a client is built |
// | 7 | `pages`, `fake` | responses in pages; an embedded server |
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
mod runtime;
mod service;
mod service_error;
mod shared;
mod sleeper;
mod style;
mod telemetry;
mod template;
mod text;
mod token;
mod transport;
mod transport_error;

/// The code that `codegen` generates from the document.
#[allow(
    clippy::all,
    dead_code,
    missing_docs,
    nonstandard_style,
    unreachable_pub,
    unused_comparisons,
    unused_imports,
    reason = "generated code follows the rules of the generator"
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
/// The HTTP types: statuses, headers, methods.
pub use http;
pub use operation::{Operation, SecurityRequirement, SuccessBody};
pub use outcome::Outcome;
pub use pages::Pages;
pub use report::Report;
/// The HTTP client that this crate uses, for [`ClientBuilder::http`].
#[cfg(feature = "reqwest-0_13")]
pub use reqwest;
pub use response::{Response, ResponseParts};
pub use retry::Retries;
pub use service_error::ServiceError;
pub use token::Token;
pub use transport_error::TransportError;

/// The generated source exactly as it was compiled, for snapshots.
#[doc(hidden)]
pub const GENERATED_SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/client.rs"));
