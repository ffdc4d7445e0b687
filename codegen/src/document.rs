//! An OpenAPI document with the place of every value.
//!
//! This is the only reader: YAML and JSON become the same [`events`], and those
//! a tree of [`Node`]s, the [`Source`]. Found to be without errors
//! ([`crate::check`]) and rewritten for the generator ([`crate::lower`]), it becomes
//! a [`Document`].

mod deserialize;
mod events;
mod extents;
mod json;
mod left_out;
mod node;
mod parse;
mod text;

use std::collections::HashSet;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use openapiv3::OpenAPI;

pub use events::MAX_DEPTH;
pub(crate) use extents::extents;
pub(crate) use node::unescape;
pub use node::{Member, Members, Node, Place, Value};
pub(crate) use text::lossy;

use crate::diagnostic::{Diagnostic, add_excerpts};
use crate::error::Error;
use crate::operation::{Operation, operations};
use crate::{check, client, lower};

/// A YAML or JSON file as it was written, with the place of every value.
#[derive(Debug, Clone)]
pub struct Source {
    file: PathBuf,
    text: String,
    root: Node,
}

impl Source {
    /// Reads a YAML or JSON file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if the file cannot be read, else those of
    /// [`Source::parse`].
    pub fn read(file: impl AsRef<Path>) -> Result<Self, Error> {
        let file = file.as_ref();
        Self::parse(file, &read(file)?)
    }

    /// Reads YAML or JSON from memory; `file` is named in messages only.
    ///
    /// # Errors
    /// [`Error::Refused`] if the text is not well-formed.
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        let file = file.into();
        let (source, problems) = Self::parse_all(&file, bytes);
        match source {
            Some(source) if problems.is_empty() => Ok(source),
            _ => Err(Error::refused(&file, &lossy(bytes), problems)),
        }
    }

    /// What can be read, and everything that is wrong with the text.
    pub(crate) fn parse_all(file: &Path, bytes: &[u8]) -> (Option<Self>, Vec<Diagnostic>) {
        let text = match text::decode(bytes) {
            Ok(text) => text,
            Err(problem) => return (None, vec![problem]),
        };
        let parsed = parse::parse(text);
        let source = parsed.root.map(|root| Self {
            file: file.to_owned(),
            text: text.to_owned(),
            root,
        });
        (source, parsed.problems)
    }

    /// The file it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// How long the text was, in bytes.
    pub fn size_bytes(&self) -> usize {
        self.text.len()
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The outermost value.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The value that `node` stands for: itself, or what its `$ref` leads to.
    ///
    /// `None` if the references lead nowhere or run in a circle.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        let mut node = node;
        // A chain longer than this is a circle: no component is named twice.
        let components = self.root.get("components").map_or(0, |sections| {
            sections
                .members()
                .map(|(_, section)| section.value.len())
                .sum()
        });
        for _ in 0..=components {
            match node.reference() {
                None => return Some(node),
                Some(reference) => node = self.root.pointer(reference.strip_prefix('#')?)?,
            }
        }
        None
    }
}

/// An OpenAPI 3.0 document that becomes a client.
#[derive(Debug, Clone)]
pub struct Document {
    source: Source,
    /// What the generator is given.
    openapi: OpenAPI,
    /// Where the operations stand that are not carried.
    left_out: HashSet<Place>,
    comments: Vec<Diagnostic>,
}

impl Document {
    /// Reads a YAML or JSON file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if the file cannot be read, else those of
    /// [`Document::new`].
    pub fn read(file: impl AsRef<Path>) -> Result<Self, Error> {
        let file = file.as_ref();
        Self::parse(file, &read(file)?)
    }

    /// Reads YAML or JSON from memory; `file` is named in messages only.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that keeps it from becoming a client.
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        let file = file.into();
        let (source, mut problems) = Source::parse_all(&file, bytes);
        match source {
            Some(source) if problems.is_empty() => Self::new(source),
            source => {
                if let Some(source) = source {
                    problems = check::problems(&source, problems);
                }
                problems.retain(Diagnostic::is_error);
                Err(Error::refused(&file, &lossy(bytes), problems))
            }
        }
    }

    /// Takes a text for an OpenAPI document.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that keeps it from becoming a client,
    /// in document order.
    pub fn new(source: Source) -> Result<Self, Error> {
        let problems = check::problems(&source, Vec::new()).into_iter();
        let (errors, mut comments): (Vec<_>, Vec<_>) = problems.partition(Diagnostic::is_error);
        let refused = |errors| Error::refused(&source.file, &source.text, errors);
        if !errors.is_empty() {
            return Err(refused(errors));
        }
        let openapi =
            lowered(&source, &comments, |_| true).map_err(|problem| refused(vec![problem]))?;
        add_excerpts(&source.text, &mut comments);
        Ok(Self {
            source,
            openapi,
            left_out: HashSet::new(),
            comments,
        })
    }

    /// Takes of a text what can be carried, and says what could not: each
    /// operation that has an error, or leads to one, is left out.
    ///
    /// # Errors
    /// [`Error::Refused`] if an error stands outside of paths and components.
    pub fn keep_going(source: Source) -> Result<(Self, Vec<Diagnostic>), Error> {
        let problems = check::problems(&source, Vec::new()).into_iter();
        let (mut errors, mut comments): (Vec<_>, Vec<_>) = problems.partition(Diagnostic::is_error);
        add_excerpts(&source.text, &mut comments);
        let mut document = Self {
            source,
            openapi: OpenAPI::default(),
            left_out: HashSet::new(),
            comments,
        };
        loop {
            let Self { source, .. } = &document;
            let refused = |errors| Error::refused(&source.file, &source.text, errors);
            let left_out = left_out::operations(source, &errors).map_err(refused)?;
            let (places, notes): (HashSet<Place>, Vec<Diagnostic>) = left_out.into_iter().unzip();
            let is_carried = |operation: &Operation<'_>| !places.contains(&operation.place());
            let more = match lowered(source, &document.comments, is_carried) {
                Err(problem) => vec![problem],
                Ok(openapi) => {
                    document.openapi = openapi;
                    document.left_out = places;
                    let Err(defects) = client::defects(&document) else {
                        errors.extend(notes);
                        errors.sort_by_key(|problem| problem.place);
                        add_excerpts(&document.source.text, &mut errors);
                        return Ok((document, errors));
                    };
                    defects
                }
            };
            let is_known = |one: &Diagnostic| errors.iter().any(|known| known.place == one.place);
            if more.iter().all(is_known) {
                return Err(Error::refused(&document.file, &document.text, more));
            }
            errors.extend(more);
        }
    }

    /// What would surprise, and what is rewritten for the generator, in document
    /// order.
    pub fn comments(&self) -> &[Diagnostic] {
        &self.comments
    }

    /// The document as the generator is given it.
    pub fn openapi(&self) -> &OpenAPI {
        &self.openapi
    }

    /// What the generator would be given if only these operations were carried.
    pub(crate) fn only(&self, is_wanted: impl Fn(&Operation<'_>) -> bool) -> Option<OpenAPI> {
        lowered(&self.source, &self.comments, |operation| {
            self.carries(operation) && is_wanted(operation)
        })
        .ok()
    }

    /// Whether an operation is carried.
    pub(crate) fn carries(&self, operation: &Operation<'_>) -> bool {
        !self.left_out.contains(&operation.place())
    }

    /// The operations that are carried.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        operations(self.root()).filter(|operation| self.carries(operation))
    }
}

/// A document is a text with a meaning: file, tree and references are the
/// text's.
impl Deref for Document {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}

/// What the generator is given of some operations.
fn lowered<'a>(
    source: &'a Source,
    comments: &[Diagnostic],
    is_carried: impl Fn(&Operation<'a>) -> bool,
) -> Result<OpenAPI, Diagnostic> {
    let unchecked = comments
        .iter()
        .filter(|comment| comment.rule.id == "unchecked-pattern")
        .map(|comment| comment.place)
        .collect();
    deserialize::from_lowered(lower::lower(source, unchecked, is_carried))
}

fn read(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(|source| Error::Unreadable {
        file: file.to_owned(),
        source,
    })
}
