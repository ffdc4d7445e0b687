//! The wire layer: compares what travels between callers and the service.
//!
//! Walks both documents together, operation by operation, and follows each `$ref`. So
//! every change is found in the operations that it affects and in the direction in which
//! the value travels. A difference that no rule covers becomes `unclassified`.
//!
//! - [`operations`]: paths, operations, and their own fields;
//! - [`parameters`], [`bodies`]: the parts of a request and a response;
//! - [`schemas`], [`constraints`], [`objects`], [`composition`],
//!   [`discriminators`]: values;
//! - [`security`]: credentials and servers; [`lifecycle`]: deprecation, sunset and
//!   stability;
//! - [`components`]: the targets of references;
//! - [`evidence`]: the evidence that a change of values matters;
//! - [`walk`], [`context`], [`whole`]: shared by the modules above.

mod bodies;
mod components;
mod composition;
mod constraints;
mod context;
mod discriminators;
mod evidence;
mod lifecycle;
mod objects;
mod operations;
mod parameters;
mod schemas;
mod security;
mod walk;
mod whole;

use std::collections::BTreeSet;

use super::finding::{Evidence, Finding, Findings};
use super::level::Direction;
use super::rule::Rule;
use super::side::At;
use crate::source::Source;
use context::Context;
use walk::Walk;

/// Finds all differences between two documents, the most severe first.
pub(super) fn compare(old: Option<&Source>, new: Option<&Source>) -> Vec<Finding> {
    let (Some(old), Some(new)) = (old, new) else {
        return appearance(old, new);
    };
    // Schemas and the values of the search nest deeply, so this needs a large stack.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let compared = thread.spawn_scoped(scope, || both(old, new));
        let compared = compared.ok().and_then(|thread| thread.join().ok());
        compared.unwrap_or_else(|| both(old, new))
    })
}

const STACK_BYTES: usize = 64 << 20;

fn both(old: &Source, new: &Source) -> Vec<Finding> {
    let mut walk = Walk::new(old, new);
    walk.document();
    if walk.findings.is_empty() && old.root() != new.root() {
        let sides = (&At::root(old.root()), &At::root(new.root()));
        let message = || "the documents are written differently and mean the same".to_owned();
        let sides = (Some(sides.0), Some(sides.1));
        walk.report(Rule::SpellingChanged, &Context::document(), sides, message);
    }
    let Walk {
        findings, unstable, ..
    } = walk;
    findings.sorted(&unstable)
}

/// The finding for a document that was added or removed.
fn appearance(old: Option<&Source>, new: Option<&Source>) -> Vec<Finding> {
    let [old, new] = [old, new].map(|source| source.map(|source| At::root(source.root())));
    let mut findings = Findings::default();
    let (rule, message) = match (&old, &new) {
        (Some(_), _) => (Rule::DocumentRemoved, "the document was removed"),
        (None, Some(_)) => (Rule::DocumentAdded, "the document was added"),
        (None, None) => return Vec::new(),
    };
    findings.add(
        (rule, rule.level(), Evidence::None),
        Direction::None,
        None,
        (old.as_ref(), new.as_ref()),
        || message.to_owned(),
    );
    findings.sorted(&BTreeSet::new())
}
