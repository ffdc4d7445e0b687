//! Reads a hand-written OpenAPI document and writes the Rust client of its
//! operations; reads two, and says what the change does to callers.
//!
//! ```text
//! file ──Source::read──► text with places ──check──► problems
//!                                         └─lower──► Document ──client──► source
//! two files ──Source::read──► two Sources ──Review::new──► findings, verdict, bump
//! ```
//!
//! ```no_run
//! # fn main() -> Result<(), codegen::Error> {
//! let document = codegen::Document::read("spec/recover-passcode.yaml")?;
//! let source = codegen::client(&document)?;
//! # Ok(())
//! # }
//! ```
//!
//! A failure is a value that says where and what to do:
//!
//! ```
//! let error = codegen::Document::parse("pets.yaml", b"openapi: 3.1.0").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "pets.yaml:1:10: error[unsupported-version]: OpenAPI 3.1.0 cannot be read, only OpenAPI 3.0
//!   1 | openapi: 3.1.0
//!     |          ^^^^^
//!   help: write `openapi: 3.0.3` and describe the API in terms of OpenAPI 3.0.3",
//! );
//! ```
//!
//! Where to look next:
//!
//! - [`Source`]: a YAML or JSON text with the place of every value;
//! - [`check`]: what the generator cannot carry, would carry in a surprising way,
//!   or is given rewritten; [`RULES`] lists it all;
//! - [`Document`]: what becomes a client, or as much of it as can be carried;
//! - [`client`]: document → formatted Rust source; every setting of progenitor;
//! - `emit` (feature `emit`): the client as a finished crate;
//! - `review` (feature `review`): what breaks on the wire, what breaks in Rust,
//!   which version the client needs;
//! - [`Error`]: what can go wrong, as values with a place and a remedy.

mod check;
mod client;
mod diagnostic;
mod document;
#[cfg(feature = "emit")]
mod emit;
mod error;
mod grammar;
mod lower;
mod operation;
mod pattern;
mod reach;
#[cfg(feature = "review")]
pub mod review;
#[cfg(feature = "review")]
mod surface;
#[cfg(feature = "review")]
mod workflow_commands;

pub use check::check;
pub use client::{GENERATOR_THREAD, client};
pub use diagnostic::{Diagnostic, Excerpt, RULES, Rule, Severity};
#[cfg(feature = "review")]
pub use diagnostic::{Format, report};
pub use document::{Document, MAX_DEPTH, Member, Members, Node, Place, Source, Value};
#[cfg(feature = "emit")]
pub use emit::emit;
pub use error::Error;
#[cfg(feature = "review")]
pub use surface::{ItemKind, PublicItem, Surface};
