//! The wire layer: two documents compared as what travels between callers and
//! the service.
//!
//! Both trees are walked together, operation by operation and along `$ref`, so
//! that every change is met where it matters and in the direction in which the
//! value travels. What differs and meets no rule becomes `unclassified`.
//!
//! - [`operations`]: paths, operations, and what they have directly;
//! - [`parameters`], [`bodies`]: what a request and a response are made of;
//! - [`schemas`], [`constraints`], [`objects`], [`composition`],
//!   [`discriminators`]: values;
//! - [`security`]: credentials and servers; [`lifecycle`]: what is to go;
//! - [`components`], which references lead to;
//! - [`evidence`]: what shows that a change of values matters;
//! - [`walk`], [`context`], [`whole`]: what all of these share.

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

/// Everything that differs between two documents, the weightiest first.
pub(super) fn compare(old: Option<&Source>, new: Option<&Source>) -> Vec<Finding> {
    let (Some(old), Some(new)) = (old, new) else {
        return appearance(old, new);
    };
    // Schemas nest, and so do the values that are looked for.
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

/// A document that came, or went.
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
