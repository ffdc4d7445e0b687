//! A document that becomes a client: it has no errors ([`crate::check`]) and is rewritten
//! for the generator ([`crate::lower`]). [`crate::carry`] leaves out the operations that
//! have errors.

use std::collections::HashSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use openapiv3::OpenAPI;

use crate::check::{self, Checked};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::lower::Lower;
use crate::names::Names;
use crate::operation::{Operation, operations};
use crate::source::{self, Reading, Source};
use crate::template;
use crate::tree::{Node, NodeId};

/// An OpenAPI 3.0 document that becomes a client.
#[derive(Debug, Clone)]
pub struct Document {
    source: Source,
    /// The document for the generator.
    openapi: OpenAPI,
    /// The operations that are left out.
    left_out: HashSet<NodeId>,
    comments: Vec<Diagnostic>,
    /// The comments with their excerpts, which are made on demand.
    shown: OnceLock<Vec<Diagnostic>>,
    /// The patterns that the client cannot check.
    unchecked_patterns: HashSet<NodeId>,
    names: Arc<Names>,
}

impl Document {
    /// Reads a YAML or JSON file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if the file cannot be read, else those of
    /// [`Document::new`].
    pub fn read(file: impl AsRef<Path>) -> Result<Self, Error> {
        let file = file.as_ref();
        Self::parse(file, &source::read(file)?)
    }

    /// Reads YAML or JSON from memory; `file` is named in messages only.
    ///
    /// # Errors
    /// [`Error::Refused`] with all errors of the document.
    pub fn parse(file: impl Into<PathBuf>, bytes: &[u8]) -> Result<Self, Error> {
        let Reading {
            files,
            source,
            found,
        } = Reading::of(file, bytes);
        let errors = match source {
            Some(source) => return Self::whole(source, found),
            None => found,
        };
        Err(source::refused(files, bytes, errors))
    }

    /// Checks and lowers a document.
    ///
    /// # Errors
    /// [`Error::Refused`] with all errors of the document, in document order.
    pub fn new(source: Source) -> Result<Self, Error> {
        Self::whole(source, Vec::new())
    }

    /// Takes all operations of a document. `found` are the diagnostics of its reader.
    fn whole(source: Source, found: Vec<Diagnostic>) -> Result<Self, Error> {
        let Checked {
            errors,
            comments,
            unchecked_patterns,
            names,
            inventory,
            reach,
        } = check::check(&source, found);
        if !errors.is_empty() {
            return Err(source.refused(errors));
        }
        let lower = Lower::with(&source, &names, &unchecked_patterns, inventory, reach);
        let openapi = lower.part(|_| true, []);
        let openapi = openapi.map_err(|error| source.refused(vec![error]))?;
        drop(lower);
        Ok(Self {
            openapi,
            comments,
            ..Self::of(source, unchecked_patterns, names)
        })
    }

    /// A document without any operations yet.
    pub(crate) fn of(source: Source, unchecked_patterns: HashSet<NodeId>, names: Names) -> Self {
        Self {
            source,
            openapi: OpenAPI::default(),
            left_out: HashSet::new(),
            comments: Vec::new(),
            shown: OnceLock::new(),
            unchecked_patterns,
            names: Arc::new(names),
        }
    }

    pub(crate) fn with_comments(self, comments: Vec<Diagnostic>) -> Self {
        Self { comments, ..self }
    }

    /// Takes all operations but these.
    pub(crate) fn leave_out(&mut self, left_out: HashSet<NodeId>) -> Result<(), Diagnostic> {
        let is_carried = |operation: &Operation<'_>| !left_out.contains(&operation.node_id());
        self.openapi = self.lower().part(is_carried, [])?;
        self.left_out = left_out;
        Ok(())
    }

    /// The lowering of parts of the document.
    pub(crate) fn lower(&self) -> Lower<'_> {
        Lower::of(&self.source, &self.names, &self.unchecked_patterns)
    }

    /// Whether the client checks this pattern.
    pub(crate) fn checks_pattern(&self, pattern: &Node) -> bool {
        !self.unchecked_patterns.contains(&pattern.id)
    }

    /// The warnings and notes, in document order.
    pub fn comments(&self) -> &[Diagnostic] {
        self.shown
            .get_or_init(|| self.source.shown(self.comments.clone()))
    }

    /// All Rust names of the document.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// Everything that has a name in Rust, and the place of its description: methods as
    /// `Client::list_pets`, arguments as `Client::list_pets(limit)`, types as
    /// `types::Pet`, fields and variants as `types::Pet::name`.
    ///
    /// This includes everything that operations lead to, even operations that are left
    /// out.
    pub fn rust_names(&self) -> impl Iterator<Item = (String, crate::Place)> {
        let items = self.names.items().into_iter();
        items.map(|item| (item.path, item.at.place))
    }

    /// The method of each operation in the client: its `operationId`, the method's name,
    /// and how many arguments are in the path.
    pub fn methods(&self) -> impl Iterator<Item = (String, &str, usize)> {
        self.operations().filter_map(|operation| {
            let method = self.names.method(operation.node_id())?;
            let in_path = template::parameters(operation.path).count();
            Some((operation.id(), method.name.as_str(), in_path))
        })
    }

    /// The document for the generator.
    pub fn openapi(&self) -> &OpenAPI {
        &self.openapi
    }

    /// Whether an operation is part of the client.
    pub(crate) fn carries(&self, operation: &Operation<'_>) -> bool {
        !self.left_out.contains(&operation.node_id())
    }

    /// The operations in the client.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        operations(self.root()).filter(|operation| self.carries(operation))
    }
}

/// Gives access to the file, the tree and the references of the source.
impl Deref for Document {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}
