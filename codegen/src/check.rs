//! The rules of the check. They report what the client cannot represent, what may
//! surprise, and what is rewritten, before the client is generated.
//!
//! [`crate::grammar`] checks the grammar of OpenAPI 3.0.3. The rules here are those of
//! progenitor 0.15, which panics on such documents or returns an error without a place,
//! and those of the client around the generated code. One or more functions over the
//! tree report a rule. The modules follow the structure of a document: [`operations`], [`parameters`],
//! [`bodies`], [`schemas`], [`values`], [`components`], [`mistakes`], [`servers`],
//! [`security`], and the [`names`] in Rust. They share [`context`]. [`crate::carry`]
//! finds what only shows when a client is generated.

mod bodies;
mod components;
mod context;
mod endless;
mod mistakes;
mod names;
mod operations;
mod parameters;
mod schemas;
mod security;
mod servers;
mod values;

use std::collections::{BTreeMap, HashSet};

use context::Check;

use crate::diagnostic::{Diagnostic, Rule};
use crate::grammar;
use crate::names::Names;
use crate::operation;
use crate::reach::Reach;
use crate::shape::Inventory;
use crate::source::Source;
use crate::tree::{Node, NodeId, Spot};

/// The result of the rules for a document.
#[derive(Default)]
pub(crate) struct Checked<'a> {
    pub(crate) errors: Vec<Diagnostic>,
    /// The warnings and notes.
    pub(crate) comments: Vec<Diagnostic>,
    /// The patterns that the client cannot check.
    pub(crate) unchecked_patterns: HashSet<NodeId>,
    pub(crate) names: Names,
    /// What the rules read from the document; later steps use it too.
    pub(crate) inventory: Inventory<'a>,
    pub(crate) reach: Reach<'a>,
}

/// Runs the rules over a document. `found` are the diagnostics of its reader.
pub(crate) fn check(source: &Source, mut found: Vec<Diagnostic>) -> Checked<'_> {
    let grammar = grammar::check(source.root());
    let mut checked = match grammar.applies {
        true => run(source, grammar.schemas),
        false => Checked::default(),
    };
    // A value gets the errors of one layer only.
    for layer in [grammar.found, std::mem::take(&mut checked.errors)] {
        let errors = found.iter().filter(|one| one.is_error());
        let said: HashSet<Spot> = errors.map(Diagnostic::spot).collect();
        found.extend(layer.into_iter().filter(|one| !said.contains(&one.spot())));
    }
    let (errors, comments) = found.into_iter().partition(Diagnostic::is_error);
    (checked.errors, checked.comments) = (errors, summarised(comments));
    checked
}

/// A rule that has more diagnostics than this is reported once, with a count.
const MANY: usize = 20;

/// Keeps only the first diagnostic of a rule that has very many.
fn summarised(mut comments: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for comment in &comments {
        *counts.entry(comment.rule).or_default() += 1;
    }
    comments.sort_by_key(|comment| comment.place);
    let mut said: HashSet<Rule> = HashSet::new();
    comments.retain_mut(|comment| {
        let count = counts.get(&comment.rule).copied().unwrap_or_default();
        if count <= MANY {
            return true;
        }
        let others = format!(" (and {} more like it)", count - 1);
        comment.message.push_str(&others);
        said.insert(comment.rule)
    });
    comments
}

/// Runs all rules. At this point, `errors` holds diagnostics of every severity.
fn run<'a>(source: &'a Source, schemas: Vec<&'a Node>) -> Checked<'a> {
    let root = source.root();
    let mut check = Check::of(source);
    for (path, item) in operation::paths(root) {
        check.path_item(path, item);
    }
    check.same_paths();
    for operation in operation::operations(root) {
        check.operation_id(&operation);
        check.when_unknown(&operation);
        check.pageable(&operation);
        check.parameters(&operation);
        check.request_body(&operation);
        check.responses(&operation);
    }
    check.servers();
    check.security();
    check.schemas(schemas);
    check.mistakes();
    check.components();
    check.names();
    Checked {
        errors: check.found,
        comments: Vec::new(),
        unchecked_patterns: check.unchecked_patterns,
        names: check.names,
        inventory: check.inventory,
        reach: check.reach,
    }
}
