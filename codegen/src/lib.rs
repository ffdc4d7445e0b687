//! Reads a hand-written OpenAPI document and writes the Rust client of its
//! operations; reads two, and says what the change does to callers.
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
//! A failure is a value that says where and what to do:
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
//! - [`check`]: what the generator cannot carry, would carry in a surprising way,
//!   or is given rewritten; [`Rule`] lists it all;
//! - [`Document`]: what becomes a client; [`keep_going`]: as much of another one as
//!   can be carried;
//! - [`client()`]: document → formatted Rust source; [`generated()`]: with what an embedded
//!   server knows, and example calls;
//! - `report` (feature `report`): many diagnostics for people, programs, workflows;
//! - `emit` (feature `emit`): the client as a finished crate;
//! - `review` (feature `review`): what breaks on the wire, what breaks in Rust,
//!   which version the client needs;
//! - `explain` (feature `explain`): what a rule means, with an example;
//! - [`Error`]: what can go wrong, as values with a place and a remedy.
//!
//! # Layers
//!
//! A file uses the modules in the rows above its own, and those in its own row
//! without circles. A test reads this table (`tests/layers.rs`).
//!
//! | layer | modules | what they own |
//! |---|---|---|
//! | 0 | `tree`, `pattern`, `template`, `media_type`, `markdown` | values and their places; regular expressions, dialect to dialect; the braces of paths; media types; descriptions as documentation |
//! | 1 | `diagnostic`, `workflow_commands`, `report` | what is to be said of a document; how GitHub wants it; for whom |
//! | 2 | `error` | what can go wrong, as values |
//! | 3 | `source` | bytes → trees, references, the lines on which diagnostics stand |
//! | 4 | `schema`, `shape`, `server`, `operation`, `body`, `paging`, `example`, `security`, `reach` | views of a document: schemas and what they become, servers, operations, bodies, answers in pages, examples of what travels, what callers must show, what reaches what |
//! | 5 | `names`, `grammar` | every name in Rust; what the OpenAPI text allows |
//! | 6 | `check`, `lower` | the rules; the document that the generator is given |
//! | 7 | `document` | checked and lowered |
//! | 8 | `client` | document → formatted source; every setting of progenitor |
//! | 9 | `carry` | as much of a document as can be carried; what shows only when a client is made |
//! | 10 | `emit`, `surface`, `review` | a finished crate; public items; what a change does |
//! | 11 | `explain` | what a rule means, with an example and what is said of it |

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
