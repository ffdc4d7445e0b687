//! What can go wrong, as values with a place and a remedy.

use std::io;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::tree::Files;

/// Why a client could not be generated, or a review could not be made.
///
/// [`Display`](std::fmt::Display) is for people: each diagnostic starts with
/// `file:line:column:`, which editors can jump to, shows the line, and ends with `help:`.
/// The text includes the cause, so there is no [`source`](std::error::Error::source) that
/// would be printed a second time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("{}: cannot read the document: {cause}\n  help: check the path and its permissions", file.display())]
    Unreadable {
        /// The requested file.
        file: PathBuf,
        /// The error of the operating system.
        cause: io::Error,
    },
    /// The document has errors, or it describes something that the client cannot
    /// represent.
    #[error("{}", lines(files, diagnostics))]
    Refused {
        /// The files the document was read from.
        files: Files,
        /// Every error, in document order. Never empty.
        diagnostics: Vec<Diagnostic>,
    },
    /// A file could not be written.
    #[error("{}: cannot write it: {cause}", file.display())]
    Unwritable {
        /// The file, or its folder.
        file: PathBuf,
        /// The error of the operating system.
        cause: io::Error,
    },
    /// A crate cannot be made from this package.
    #[error("{}: cannot make a crate from it: {message}", file.display())]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// What is missing or wrong.
        message: String,
    },
    /// No rule has this id.
    #[error(
        "there is no rule `{id}`\n  help: {}; `codegen explain` lists all rules",
        quoted(nearest)
    )]
    UnknownRule {
        /// The requested id.
        id: String,
        /// The most similar ids, the best match first.
        nearest: Vec<&'static str>,
    },
    /// The name cannot be the name of a package.
    #[error(
        "`{name}` cannot be the name of a package: a name starts with a letter, consists of letters, digits, `-` and `_`, and is not a Rust keyword"
    )]
    PackageName {
        /// The name.
        name: String,
    },
    /// Git could not give the earlier version of the document.
    #[error("{message}\n  help: {help}")]
    History {
        /// What is missing.
        message: String,
        /// What to do about it, in one line.
        help: String,
    },
}

fn lines(files: &Files, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.display(files).to_string())
        .collect();
    lines.join("\n")
}

fn quoted(ids: &[&str]) -> String {
    let quoted: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
    format!("the most similar rules are {}", quoted.join(", "))
}
