//! An OpenAPI document with the place of every value.
//!
//! This is the only reader: YAML and JSON pass through the same parser
//! ([`parse`]) into a tree of [`Node`]s, which is held against the tables of
//! OpenAPI 3.0.3 ([`crate::grammar`]) and then becomes [`openapiv3::OpenAPI`].
//! What the generator makes of a valid document is [`crate::check`]'s concern.

mod deserialize;
mod node;
mod parse;
mod surrogates;

use std::fs;
use std::path::{Path, PathBuf};

use openapiv3::OpenAPI;

pub use node::{Member, Node, Place, Value};
pub use parse::MAX_DEPTH;

use crate::error::{Diagnostic, Error};
use crate::grammar;

/// An OpenAPI 3.0 document, read and found to follow the grammar.
#[derive(Debug, Clone)]
pub struct Document {
    file: PathBuf,
    root: Node,
    openapi: OpenAPI,
}

impl Document {
    /// Reads a YAML or JSON file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if the file cannot be read, else those of
    /// [`Document::parse`].
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
    /// [`Error::Refused`] with every problem found, in document order.
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        let file = file.into();
        let read = || -> Result<_, Vec<Diagnostic>> {
            let root = parse::parse(bytes).map_err(|problem| vec![problem])?;
            grammar::check(&root)?;
            let openapi = deserialize::from_node(&root).map_err(|problem| vec![problem])?;
            Ok((root, openapi))
        };
        match read() {
            Ok((root, openapi)) => Ok(Self {
                file,
                root,
                openapi,
            }),
            Err(diagnostics) => Err(Error::Refused { file, diagnostics }),
        }
    }

    /// The file the document was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The document as written, with the place of every value.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The document as typed by OpenAPI 3.0.
    pub fn openapi(&self) -> &OpenAPI {
        &self.openapi
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
