//! What can go wrong, as values with a place and a remedy.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, add_excerpts};

/// Why no client, or no review, came out of a document.
///
/// [`Display`](std::fmt::Display) is meant for people: each problem starts with
/// `file:line:column:`, which editors can jump to, shows the line, and ends with
/// `help:`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("{}: cannot read the document: {source}\n  help: check the path and its permissions", file.display())]
    Unreadable {
        /// The file that was asked for.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The document is broken, or says something the generator cannot carry.
    #[error("{}", lines(file, diagnostics))]
    Refused {
        /// The file the document was read from.
        file: PathBuf,
        /// Every problem, in document order. Never empty.
        diagnostics: Vec<Diagnostic>,
    },
    /// A file could not be written.
    #[error("{}: cannot write it: {source}", file.display())]
    Unwritable {
        /// The file, or the folder that should take it.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A package is not what an emitted crate can be made of.
    #[error("{}: cannot make a crate of it: {message}", file.display())]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// What is missing or wrong.
        message: String,
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

impl Error {
    /// A document with problems, shown in its text.
    pub(crate) fn refused(file: &Path, text: &str, mut diagnostics: Vec<Diagnostic>) -> Self {
        add_excerpts(text, &mut diagnostics);
        Self::Refused {
            file: file.to_owned(),
            diagnostics,
        }
    }
}

fn lines(file: &Path, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.display(file).to_string())
        .collect();
    lines.join("\n")
}
