//! What can go wrong, as values with a place and a remedy.

use std::io;
use std::path::PathBuf;

use crate::document::Place;

/// Why no client, or no review, came out of a document.
///
/// [`Display`](std::fmt::Display) is meant for people: each problem takes one line
/// that starts with `file:line:column:`, which editors can jump to, and one
/// that starts with `help:`.
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
    /// Git could not tell what the document was like.
    #[error("{message}\n  help: {help}")]
    History {
        /// What is missing.
        message: String,
        /// What to do about it, in one line.
        help: String,
    },
    /// A dependency failed on a document that passed every check of ours.
    #[error(
        "{}:{place}: the generator fails here: {}\n  help: this is a defect of codegen; please report it with the document, and write this part more plainly until then",
        file.display(),
        one_line(message)
    )]
    Defect {
        /// The file the document was read from.
        file: PathBuf,
        /// The smallest part of the document that makes the dependency fail.
        place: Place,
        /// What the dependency said.
        message: String,
    },
}

/// One problem of a document, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where the offending value (or the key of it) starts.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
}

impl Diagnostic {
    pub(crate) fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            place,
            message: one_line(&message.into()),
            help: one_line(&help.into()),
        }
    }
}

/// A message quotes what the document says, which may hold line breaks and
/// control characters, and may be very long.
fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 400;
    let mut line: String = text
        .chars()
        .take(MAX_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        line.push('…');
    }
    line
}

fn lines(file: &std::path::Path, diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(
            |Diagnostic {
                 place,
                 message,
                 help,
             }| { format!("{}:{place}: {message}\n  help: {help}", file.display()) },
        )
        .collect::<Vec<_>>()
        .join("\n")
}
