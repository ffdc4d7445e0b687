//! Generates the client of a document. Leaves out operations that have errors
//! ([`left_out`]), and finds the parts on which the generator fails ([`search`]), which
//! only show when a client is generated.

mod left_out;
mod search;

use std::collections::HashSet;
use std::path::Path;

use crate::check::{self, Checked};
use crate::client::{Failure, Generated, failure};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::error::Error;
use crate::source::{self, Reading, Source};

/// All diagnostics of a document, in document order.
///
/// `file` is only used in the diagnostics.
#[must_use]
pub fn check(file: &Path, bytes: &[u8]) -> Vec<Diagnostic> {
    let Reading { source, found, .. } = Reading::of(file, bytes);
    let Some(source) = source else {
        return source::shown_in(bytes, found);
    };
    let Checked {
        mut errors,
        comments,
        unchecked_patterns,
        names,
        ..
    } = check::check(&source, found);
    if errors.is_empty() {
        errors = defects(Document::of(source, unchecked_patterns, names), None);
    }
    errors.extend(comments);
    source::shown_in(bytes, errors)
}

/// Generates the client of a document, as formatted Rust source.
///
/// The same document gives the same bytes.
///
/// # Errors
/// [`Error::Refused`] with the places where the generator fails, although the document
/// passed every check.
pub fn client(document: &Document) -> Result<String, Error> {
    crate::client::source(document).map_err(|failure| refused(document, failure))
}

/// Generates the client of a document, the data of the embedded server, and example
/// calls.
///
/// # Errors
/// Those of [`client()`].
pub fn generated(document: &Document) -> Result<Generated, Error> {
    crate::client::generated(document).map_err(|failure| refused(document, failure))
}

/// Generates the client of a document, and passes its syntax to a function.
///
/// # Errors
/// Those of [`client()`].
#[cfg(feature = "review")]
pub(crate) fn syntax<T: Send>(
    document: &Document,
    make: impl FnOnce(syn::File) -> T + Send,
) -> Result<T, Error> {
    crate::client::syntax(document, make).map_err(|failure| refused(document, failure))
}

fn refused(document: &Document, failure: Failure) -> Error {
    document.refused(defects(document.clone(), Some(failure)))
}

/// Leaves out each operation that has an error or leads to one. Returns the document with
/// the other operations, and the diagnostics for those that are left out.
///
/// # Errors
/// [`Error::Refused`] if an error is outside of paths and components.
pub fn keep_going(source: Source) -> Result<(Document, Vec<Diagnostic>), Error> {
    // The passes over progenitor's code fail only when the client is generated.
    kept(source, |document| {
        failure(document.openapi(), document.names()).map(Failure::Progenitor)
    })
}

/// Leaves out the operations that have errors, without those on which the generator
/// fails.
///
/// # Errors
/// Those of [`keep_going`].
#[cfg(feature = "review")]
pub(crate) fn without_errors(source: Source) -> Result<Document, Error> {
    kept(source, |_| None).map(|(document, _)| document)
}

fn kept(
    source: Source,
    attempt: impl Fn(&Document) -> Option<Failure>,
) -> Result<(Document, Vec<Diagnostic>), Error> {
    let Checked {
        mut errors,
        comments,
        unchecked_patterns,
        names,
        ..
    } = check::check(&source, Vec::new());
    let mut document = Document::of(source, unchecked_patterns, names);
    let notes = settle(&mut document, &mut errors, None, attempt);
    let notes = notes.map_err(|fatal| document.refused(fatal))?;
    // The notes come after the errors that are the reason for them.
    let mut said = document.shown(errors);
    said.extend(document.shown(notes));
    said.sort_by_key(|one| one.place);
    Ok((document.with_comments(comments), said))
}

/// All failures of the generator on a document without errors. `failure` is the first
/// one, if it is already known.
fn defects(mut document: Document, failure: Option<Failure>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let attempt = |document: &Document| crate::client::syntax(document, drop).err();
    match settle(&mut document, &mut errors, failure, attempt) {
        Ok(_) => errors,
        Err(fatal) => fatal,
    }
}

/// Leaves out the operations with errors, and adds the failures of the generator to the
/// errors, until the generator succeeds. Returns a note for each operation that is left
/// out.
fn settle(
    document: &mut Document,
    errors: &mut Vec<Diagnostic>,
    mut failure: Option<Failure>,
    attempt: impl Fn(&Document) -> Option<Failure>,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    loop {
        if let Some(failure) = failure {
            add(errors, search::defect(document, failure))?;
        }
        let notes = leave_out(document, errors)?;
        failure = attempt(document);
        if failure.is_none() {
            return Ok(notes);
        }
    }
}

/// Leaves out the operations that have errors.
fn leave_out(
    document: &mut Document,
    errors: &mut Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    loop {
        let left_out = left_out::operations(document, errors)?;
        let (ids, notes): (HashSet<_>, Vec<_>) = left_out.into_iter().unzip();
        match document.leave_out(ids) {
            Ok(()) => return Ok(notes),
            Err(unreadable) => add(errors, unreadable)?,
        }
    }
}

/// Adds an error. It fails for an error in a part that should have been left out before.
fn add(errors: &mut Vec<Diagnostic>, error: Diagnostic) -> Result<(), Vec<Diagnostic>> {
    let is_known = errors.iter().any(|known| known.node == error.node);
    errors.push(error);
    match is_known {
        true => Err(std::mem::take(errors)),
        false => Ok(()),
    }
}
