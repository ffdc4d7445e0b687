//! Generates a Rust client from an OpenAPI document, checks documents, and reviews what a
//! change between two documents does to callers.
//!
//! ```text
//! file ──Source::read──► text with places ──check──► diagnostics
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
//! An error is a value with a place and a help:
//!
//! ```
//! let error = codegen::Document::parse("pets.yaml", b"openapi: 3.1.0").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "pets.yaml:1:10: error[unsupported-version]: OpenAPI 3.1.0 is not supported, only OpenAPI 3.0
//!   1 | openapi: 3.1.0
//!     |          ^^^^^
//!   help: write `openapi: 3.0.3` and describe the API in terms of OpenAPI 3.0.3",
//! );
//! ```
//!
//! Where to look next:
//!
//! - [`Source`]: a YAML or JSON text with the place of every value;
//! - [`check`]: the diagnostics of a document: what the client cannot represent, what may
//!   surprise, and what is rewritten; [`Rule`] lists all kinds;
//! - [`Document`]: a document without errors; [`keep_going`]: a document without the
//!   operations that have errors;
//! - [`client()`]: document → formatted Rust source; [`generated()`]: also the data of
//!   the embedded server, and example calls;
//! - `report` (feature `report`): diagnostics as text, as JSON, or as annotations of a
//!   GitHub workflow;
//! - `emit` (feature `emit`): the client as a complete crate;
//! - `review` (feature `review`): what a change breaks on the wire and in Rust, and which
//!   version the client needs;
//! - `explain` (feature `explain`): what a rule means, with an example;
//! - [`Error`]: all errors, as values with a place and a help.
//!
//! # Layers
//!
//! A file may use the modules in the rows above its own row. Within a row, modules may
//! use each other, but without cycles. A test reads this table (`tests/layers.rs`).
//!
//! | layer | modules | what they own |
//! |---|---|---|
//! | 0 | `tree`, `pattern`, `template`, `media_type`, `markdown` | values and their places; regular expressions of OpenAPI and of the client; path templates; media types; descriptions as documentation |
//! | 1 | `diagnostic`, `workflow_commands`, `report` | the diagnostics of a document; the syntax of GitHub's annotations; output formats |
//! | 2 | `error` | all errors, as values |
//! | 3 | `source` | bytes → trees, references, the excerpts in diagnostics |
//! | 4 | `schema`, `shape`, `server`, `operation`, `body`, `paging`, `example`, `security`, `reach` | views of a document: schemas and their Rust types, servers, operations, bodies, responses in pages, example values, security requirements, references between parts |
//! | 5 | `names`, `grammar` | every name in Rust; the grammar of OpenAPI |
//! | 6 | `check`, `lower` | the rules; the document for the generator |
//! | 7 | `document` | a document that is checked and lowered |
//! | 8 | `client` | document → formatted source; every setting of progenitor |
//! | 9 | `carry` | leaving out operations with errors; errors that only show when the client is generated |
//! | 10 | `emit`, `surface`, `review` | a complete crate; public items; the effects of a change |
//! | 11 | `explain` | what a rule means, with an example and its report |

mod body;
mod carry;
mod check;
mod client;
mod diagnostic;
mod document;
#[cfg(feature = "emit")]
mod emit;
mod error;
mod example;
#[cfg(feature = "explain")]
mod explain;
mod grammar;
mod lower;
mod markdown;
mod media_type;
mod names;
mod operation;
mod paging;
mod pattern;
mod reach;
#[cfg(feature = "report")]
mod report;
#[cfg(feature = "review")]
pub mod review;
mod schema;
mod security;
mod server;
mod shape;
mod source;
#[cfg(feature = "review")]
mod surface;
mod template;
mod tree;
#[cfg(feature = "report")]
mod workflow_commands;

pub use carry::{check, client, generated, keep_going};
pub use client::{ExampleArgument, ExampleCall, GENERATOR_THREAD, Generated};
pub use diagnostic::{Diagnostic, Excerpt, Rule, Severity};
pub use document::Document;
#[cfg(feature = "emit")]
pub use emit::emit;
pub use error::Error;
#[cfg(feature = "explain")]
pub use explain::{explain, rules};
#[doc(hidden)]
pub use grammar::fields as grammar_fields;
#[cfg(feature = "report")]
pub use report::{Format, report};
pub use source::{MAX_DEPTH, Source};
#[cfg(feature = "review")]
pub use surface::{ItemKind, PublicItem, Surface};
pub use tree::{FileId, Files, Member, Members, Node, Place, Value};
