//! What of a document the generator cannot carry, would carry in a surprising
//! way, or carries rewritten; said before it is generated.
//!
//! The grammar of OpenAPI 3.0.3 is [`crate::grammar`]'s; the rules here are those
//! of progenitor 0.15, which meets such documents with a panic or an error
//! without a place, and those of the client around the generated code. Each rule
//! is one function over the tree, grouped as the document is: [`operations`],
//! [`parameters`], [`bodies`], [`schemas`], [`values`], [`components`],
//! [`mistakes`], [`servers`], [`security`], and the [`names`] that things get in Rust; what they share is
//! in [`context`]. What shows only when a client is made is [`crate::carry`]'s concern.

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

/// What the rules say of a document.
#[derive(Default)]
pub(crate) struct Checked<'a> {
    pub(crate) errors: Vec<Diagnostic>,
    /// What would surprise, and what is rewritten.
    pub(crate) comments: Vec<Diagnostic>,
    /// The patterns that the client cannot check.
    pub(crate) unchecked_patterns: HashSet<NodeId>,
    pub(crate) names: Names,
    /// What was read for that.
    pub(crate) inventory: Inventory<'a>,
    pub(crate) reach: Reach<'a>,
}

/// Runs the rules over a document, of which its reader has `found` this.
pub(crate) fn check(source: &Source, mut found: Vec<Diagnostic>) -> Checked<'_> {
    let grammar = grammar::check(source.root());
    let mut checked = match grammar.applies {
        true => run(source, grammar.schemas),
        false => Checked::default(),
    };
    // What one layer says of a value is enough.
    for layer in [grammar.found, std::mem::take(&mut checked.errors)] {
        let errors = found.iter().filter(|one| one.is_error());
        let said: HashSet<Spot> = errors.map(Diagnostic::spot).collect();
        found.extend(layer.into_iter().filter(|one| !said.contains(&one.spot())));
    }
    let (errors, comments) = found.into_iter().partition(Diagnostic::is_error);
    (checked.errors, checked.comments) = (errors, summarised(comments));
    checked
}

/// How often a rule speaks before it is heard once, with a count.
const MANY: usize = 20;

/// What a rule says very often, said once: where it comes first.
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

/// All that is found is among the errors yet.
fn run<'a>(source: &'a Source, schemas: Vec<&'a Node>) -> Checked<'a> {
    let root = source.root();
    let mut check = Check::of(source);
    for (path, item) in operation::paths(root) {
        check.path_item(path, item);
    }
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
