//! Bytes → trees, for YAML and JSON, and the targets of references.
//!
//! This is the only reader. Both formats become the same [`events`], and the events
//! become a tree ([`parse`]); [`excerpts`] adds lines of the text to diagnostics.

mod events;
mod excerpts;
mod json;
mod limits;
mod parse;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

pub use limits::MAX_DEPTH;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::tree::{Files, Node, unescape};

/// A YAML or JSON file, with the place of every value.
#[derive(Debug, Clone)]
pub struct Source {
    files: Files,
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
        let read = Reading::of(file, bytes);
        match read.source {
            Some(source) if read.found.is_empty() => Ok(source),
            _ => Err(refused(read.files, bytes, read.found)),
        }
    }

    /// The file it was read from.
    pub fn file(&self) -> &Path {
        self.files.first()
    }

    /// The files it was read from, for the places of its values.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The length of the text in bytes.
    pub fn size_bytes(&self) -> usize {
        self.text.len()
    }

    /// The outermost value.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The value that `node` stands for: the node itself, or the target of its `$ref`.
    ///
    /// `None` if the references lead nowhere or form a cycle.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        // Most chains have one reference, so the components need not be counted.
        const FEW: usize = 4;
        let mut node = node;
        let mut followed = 0;
        let mut most: Option<usize> = None;
        while let Some(reference) = node.reference() {
            if followed >= FEW {
                // A chain with more references than components is a cycle.
                let sections = || self.root.members_of("components");
                let components = || sections().map(|(_, section)| section.value.len()).sum();
                if followed >= *most.get_or_insert_with(components) + FEW {
                    return None;
                }
            }
            followed += 1;
            node = self.root.pointer(reference.strip_prefix('#')?)?;
        }
        Some(node)
    }

    /// The name of the component at the end of a chain of references, if `node` is a
    /// reference that leads to one.
    pub(crate) fn component_of<'a>(&'a self, node: &'a Node) -> Option<&'a str> {
        node.reference()?;
        let target = self.resolve(node)?;
        let mut name = None;
        let mut node = node;
        while node.id != target.id {
            let (parent, key) = node.reference()?.strip_prefix('#')?.rsplit_once('/')?;
            let (key, member) = self.root.pointer(parent)?.entry(&unescape(key))?;
            (name, node) = (Some(key), &member.value);
        }
        name
    }

    /// Prepares diagnostics of this document for display: in document order, without
    /// duplicates, each with its line.
    pub(crate) fn shown(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        shown(&self.text, diagnostics)
    }

    /// Whether the document contains a text anywhere.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// The error for this document with these diagnostics.
    pub(crate) fn refused(&self, diagnostics: Vec<Diagnostic>) -> Error {
        Error::Refused {
            files: self.files.clone(),
            diagnostics: self.shown(diagnostics),
        }
    }
}

/// The tree of a text, as far as it can be read, and its diagnostics.
pub(crate) struct Reading {
    pub(crate) files: Files,
    /// None if the text does not become a tree.
    pub(crate) source: Option<Source>,
    pub(crate) found: Vec<Diagnostic>,
}

impl Reading {
    pub(crate) fn of(file: impl Into<PathBuf>, bytes: &[u8]) -> Self {
        let files = Files::one(file);
        let (source, found) = match text::decode(Files::FIRST, bytes) {
            Err(diagnostic) => (None, vec![diagnostic]),
            Ok(text) => {
                let parsed = parse::parse(Files::FIRST, text);
                let source = parsed.root.map(|root| Source {
                    files: files.clone(),
                    text: text.to_owned(),
                    root,
                });
                (source, parsed.found)
            }
        };
        Self {
            files,
            source,
            found,
        }
    }
}

/// The error for a document of these bytes with these diagnostics.
pub(crate) fn refused(files: Files, bytes: &[u8], diagnostics: Vec<Diagnostic>) -> Error {
    Error::Refused {
        files,
        diagnostics: shown_in(bytes, diagnostics),
    }
}

/// Prepares diagnostics of these bytes for display, as far as the bytes are text.
pub(crate) fn shown_in(bytes: &[u8], diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    shown(&text::lossy(bytes), diagnostics)
}

fn shown(text: &str, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| (a.place, &a.message).cmp(&(b.place, &b.message)));
    // A component that several operations share is reported once, and so is a value that
    // several aliases repeat.
    diagnostics.dedup_by(|a, b| (a.place, a.rule, &a.message) == (b.place, b.rule, &b.message));
    excerpts::add(Files::FIRST, text, &mut diagnostics);
    diagnostics
}

pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(|cause| Error::Unreadable {
        file: file.to_owned(),
        cause,
    })
}
