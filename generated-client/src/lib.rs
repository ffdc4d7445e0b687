//! Recover the passcode of a device that Microsoft Intune manages, through
//! Microsoft Graph: three typed calls, and errors that say what happened.
//!
//! ```text
//! Credential ─┐
//! Cloud ──────┴► Client::builder() ──► Client ──► a method per route ──► Response | Error
//! ```
//!
//! ```
//! # #[cfg(feature = "fake")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use intune_recover_passcode::{Client, Token, fake::Graph, types::ManagedDeviceId};
//!
//! // An embedded Graph on loopback; leave `service_root` out to reach the real one.
//! let graph = Graph::start()?;
//! let client = Client::builder()
//!     .token(Token::new("eyJ0eXAiOiJKV1Qi.example")?)
//!     .service_root(graph.service_root())
//!     .build()?;
//!
//! let device: ManagedDeviceId = "705c034c-034c-705c-4c03-5c704c035c70".parse()?;
//! let response = client.recover_managed_device_passcode(&device).await?;
//! assert_eq!(response.status(), 204);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "fake"))]
//! # fn main() {}
//! ```
//!
//! # What the action does
//!
//! Each call orders Intune's device action *recover passcode*: the device gets a
//! new PIN and the previous one stops working. `204` says that the order was
//! taken, no more: no passcode comes back, and the device acts when it next
//! checks in. The outcome appears in `deviceActionResults` of the managed
//! device. Repeating a call sets yet another PIN, so this crate repeats only
//! what cannot have run ([`Retries`]).
//!
//! # What it takes
//!
//! - A tenant with an Intune licence.
//! - An access token for Microsoft Graph with the permission
//!   `DeviceManagementManagedDevices.PrivilegedOperations.All`, delegated (work
//!   or school account) or application; an administrator has to consent. A
//!   [`Credential`] gives it: a [`Token`], an [`EnvironmentVariable`], the
//!   [`AzureCli`], a person's `DeviceCode`, an `AzureCredential`, or yours.
//! - The id of the device: the `id` of a `managedDevice` in Graph.
//!
//! # When it fails
//!
//! Every failure is one [`Error`], and [`Error::outcome`] answers the question
//! that matters: may the action have run? [`Error::report`] says all of it to a
//! person: the innermost cause, the permission that is missing, the ids that
//! Microsoft's support asks for. Only the success that Graph documents
//! (`204`) is `Ok`; a redirect, a `200` or a `202` is an error, and keeps
//! status, headers and body.
//!
//! # Logging
//!
//! Through [`tracing`](https://docs.rs/tracing): a span for each call
//! (`graph_call`, with the operation) and each attempt, with status, ids and
//! durations; never a token. Nothing is written unless you subscribe.
//!
//! # Where to look next
//!
//! - [`Client`]: the calls; [`ClientBuilder`]: HTTP settings, clouds, loopback;
//! - [`types`]: the identifiers and the error body; [`Response`], [`Error`];
//! - [`OPERATIONS`]: the routes as data;
//! - `fake` (feature `fake`): the embedded Graph, for your tests too.
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `rustls` | yes | TLS by rustls, with the system's certificates |
//! | `native-tls` | | TLS by the system's library |
//! | `device-code` | | `DeviceCode`: a person signs in, with a code |
//! | `azure-core` | | `AzureCredential`: the credentials of Azure's own crates |
//! | `fake` | | an embedded Graph on loopback |

#![cfg_attr(docsrs, feature(doc_cfg))]

// A file uses the modules in the rows above its own, and those in its own row
// without circles. A test reads this table (`tests/layers.rs`).
//
// | layer | modules | what they own |
// |---|---|---|
// | 0 | `text`, `template`, `style`, `received`, `body`, `response`, `retry_after`, `explanation` | texts of others, the braces of paths, values as texts, bodies, those that are handed over, successes, how long to wait, what an error's body says |
// | 1 | `outcome`, `attempts`, `credential_error`, `service_error` | what can be said of a failure |
// | 2 | `error`, `report` | one error for everything, and all of it in lines |
// | 3 | `token`, `operation`, `transport`, `sleeper`, `retry` | what a call is made of |
// | 4 | `credential`, `shared` | where tokens come from; what all calls share |
// | 5 | `call` | one call |
// | 6 | `client`, `builder` | where each call begins; the only door |
// | 7 | `pages`, `fake` | answers in pages; an embedded Graph |
mod attempts;
mod body;
mod builder;
mod call;
mod client;
mod credential;
mod credential_error;
mod error;
mod explanation;
#[cfg(feature = "fake")]
pub mod fake;
mod operation;
mod outcome;
mod pages;
mod received;
mod report;
mod response;
mod retry;
mod retry_after;
mod service_error;
mod shared;
mod sleeper;
mod style;
mod template;
mod text;
mod token;
mod transport;

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
pub use body::Body;
pub use builder::ClientBuilder;
pub use client::Client;
#[cfg(feature = "azure-core")]
pub use credential::AzureCredential;
pub use credential::{AccessToken, AzureCli, Credential, EnvironmentVariable, GettingToken};
#[cfg(feature = "device-code")]
pub use credential::{DeviceCode, SignIn};
pub use credential_error::CredentialError;
pub use error::Error;
pub use generated::{Cloud, ErrorBody, OPERATIONS, types};
pub use operation::{Operation, SecurityRequirement, SuccessBody};
pub use outcome::Outcome;
pub use pages::Pages;
pub use report::Report;
/// The HTTP client this crate is built on: settings go in, status and headers come out.
pub use reqwest;
pub use response::{Response, ResponseParts};
pub use retry::Retries;
pub use service_error::ServiceError;
pub use token::Token;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The generated source, to the letter as it was compiled. For snapshots.
#[doc(hidden)]
pub const GENERATED_SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/client.rs"));
