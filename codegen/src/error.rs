//! What can go wrong, as values with a place and a remedy.

use std::io;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::tree::Files;

/// Why no client, or no review, came out of a document.
///
/// [`Display`](std::fmt::Display) is meant for people: each diagnostic starts with
/// `file:line:column:`, which editors can jump to, shows the line, and ends with
/// `help:`. It says the cause too, so there is no
/// [`source`](std::error::Error::source) to be printed a second time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("{}: cannot read the document: {cause}\n  help: check the path and its permissions", file.display())]
    Unreadable {
        /// The file that was asked for.
        file: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// The document is broken, or says something the generator cannot carry.
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
        /// The file, or the folder that should take it.
        file: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// A package is not what an emitted crate can be made of.
    #[error("{}: cannot make a crate of it: {message}", file.display())]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// What is missing or wrong.
        message: String,
    },
    /// No rule has this id.
    #[error(
        "no rule is called `{id}`\n  help: {}; `codegen explain` lists all",
        quoted(nearest)
    )]
    UnknownRule {
        /// The id that was asked for.
        id: String,
        /// The ids that are most like it, the nearest first.
        nearest: Vec<&'static str>,
    },
    /// No package can have this name.
    #[error(
        "no package can be called `{name}`: a name begins with a letter, consists of letters, digits, `-` and `_`, and is no word of Rust"
    )]
    PackageName {
        /// The name.
        name: String,
    },
    /// Git could not tell what the document was like.
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
    format!("the nearest are {}", quoted.join(", "))
}
