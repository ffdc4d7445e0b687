//! An OpenAPI document with the place of every value.
//!
//! This is the only reader: YAML and JSON pass through the same parser
//! ([`parse`]) into a tree of [`Node`]s, the [`Source`]. Held against the tables
//! of OpenAPI 3.0.3 ([`crate::grammar`]), and read as [`openapiv3::OpenAPI`], it
//! becomes a [`Document`].
//! What the generator makes of a valid document is [`crate::check`]'s concern.

mod deserialize;
mod node;
mod parse;
mod surrogates;

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use openapiv3::OpenAPI;

#[cfg(feature = "review")]
pub(crate) use node::unescape;
pub use node::{Member, Node, Place, Value};
pub use parse::MAX_DEPTH;

use crate::error::Error;
use crate::grammar;

/// A YAML or JSON file as it was written, with the place of every value.
#[derive(Debug, Clone)]
pub struct Source {
    file: PathBuf,
    size_bytes: usize,
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
        let bytes = fs::read(file).map_err(|source| Error::Unreadable {
            file: file.to_owned(),
            source,
        })?;
        Self::parse(file, &bytes)
    }

    /// Reads YAML or JSON from memory; `file` is named in messages only.
    ///
    /// # Errors
    /// [`Error::Refused`] at the first place where the text is not well-formed.
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        let file = file.into();
        match parse::parse(bytes) {
            Ok(root) => Ok(Self {
                file,
                size_bytes: bytes.len(),
                root,
            }),
            Err(diagnostic) => Err(Error::Refused {
                file,
                diagnostics: vec![diagnostic],
            }),
        }
    }

    /// The file it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// How long the text was, in bytes.
    pub fn size_bytes(&self) -> usize {
        self.size_bytes
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

/// An OpenAPI 3.0 document, read and found to follow the grammar.
#[derive(Debug, Clone)]
pub struct Document {
    source: Source,
    openapi: OpenAPI,
}

impl Document {
    /// Reads a YAML or JSON file.
    ///
    /// # Errors
    /// Those of [`Source::read`] and [`Document::new`].
    pub fn read(file: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(Source::read(file)?)
    }

    /// Reads YAML or JSON from memory; `file` is named in messages only.
    ///
    /// # Errors
    /// Those of [`Source::parse`] and [`Document::new`].
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        Self::new(Source::parse(file, bytes)?)
    }

    /// Takes a text for an OpenAPI document.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything in it that OpenAPI 3.0.3 does not
    /// allow, in document order.
    pub fn new(source: Source) -> Result<Self, Error> {
        let read = || {
            grammar::check(&source.root)?;
            deserialize::from_node(&source.root).map_err(|diagnostic| vec![diagnostic])
        };
        match read() {
            Ok(openapi) => Ok(Self { source, openapi }),
            Err(diagnostics) => Err(Error::Refused {
                file: source.file,
                diagnostics,
            }),
        }
    }

    /// The document as typed by OpenAPI 3.0.
    pub fn openapi(&self) -> &OpenAPI {
        &self.openapi
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
