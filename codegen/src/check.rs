//! What of a document the generator cannot carry, would carry in a surprising
//! way, or carries rewritten; said before it is generated.
//!
//! The grammar of OpenAPI 3.0.3 is [`crate::grammar`]'s; the rules here are those
//! of progenitor 0.15, which meets such documents with a panic or an error
//! without a place, and those of the client around the generated code. Each rule
//! is one function over the tree, grouped as the document is: [`operations`],
//! [`parameters`], [`bodies`], [`schemas`], [`values`], [`components`],
//! [`servers`], and the [`names`] that things get in Rust; what they share is in [`context`]. What shows only when a client is
//! made is [`crate::carry`]'s concern.

mod bodies;
mod components;
mod context;
mod endless;
mod names;
mod operations;
mod parameters;
mod schemas;
mod servers;
mod values;

use std::collections::HashSet;

use context::Check;

use crate::diagnostic::Diagnostic;
use crate::grammar;
use crate::names::Names;
use crate::operation;
use crate::source::Source;
use crate::tree::{Node, NodeId, Spot};

/// What the rules say of a document.
pub(crate) struct Checked {
    pub(crate) errors: Vec<Diagnostic>,
    /// What would surprise, and what is rewritten.
    pub(crate) comments: Vec<Diagnostic>,
    /// The patterns that the client cannot check.
    pub(crate) unchecked_patterns: HashSet<NodeId>,
    pub(crate) names: Names,
}

/// Runs the rules over a document, of which its reader has `found` this.
pub(crate) fn check(source: &Source, mut found: Vec<Diagnostic>) -> Checked {
    let grammar = grammar::check(source.root());
    let (carriage, unchecked_patterns, names) = match grammar.applies {
        true => run(source, grammar.schemas),
        false => Default::default(),
    };
    // What one layer says of a value is enough.
    for layer in [grammar.found, carriage] {
        let errors = found.iter().filter(|one| one.is_error());
        let said: HashSet<Spot> = errors.map(Diagnostic::spot).collect();
        found.extend(layer.into_iter().filter(|one| !said.contains(&one.spot())));
    }
    let (errors, comments) = found.into_iter().partition(Diagnostic::is_error);
    Checked {
        errors,
        comments,
        unchecked_patterns,
        names,
    }
}

fn run(source: &Source, schemas: Vec<&Node>) -> (Vec<Diagnostic>, HashSet<NodeId>, Names) {
    let root = source.root();
    let mut check = Check::of(source);
    for (path, item) in operation::paths(root) {
        check.path_item(path, item);
    }
    for operation in operation::operations(root) {
        check.operation_id(&operation);
        check.parameters(&operation);
        check.request_body(&operation);
        check.responses(&operation);
    }
    check.servers();
    check.schemas(schemas);
    check.components();
    check.names();
    (check.found, check.unchecked_patterns, check.names)
}
