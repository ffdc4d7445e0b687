//! What the rules share: the document, the references between its parts, and the
//! diagnostics so far.

use std::collections::HashSet;

use crate::body;
use crate::diagnostic::{Diagnostic, Rule};
use crate::names::Names;
use crate::operation::paths;
use crate::reach::{Component, Reach};
use crate::schema::Reader;
use crate::shape::Inventory;
use crate::source::Source;
use crate::tree::{NodeId, Spot};

pub(super) struct Check<'a> {
    pub(super) source: &'a Source,
    pub(super) reach: Reach<'a>,
    pub(super) reader: Reader<'a>,
    /// The components that operations lead to.
    pub(super) reached: foldhash::HashSet<Component<'a>>,
    /// The schema that the bodies of errors follow.
    pub(super) error_body: Option<&'a str>,
    pub(super) inventory: Inventory<'a>,
    pub(super) names: Names,
    pub(super) found: Vec<Diagnostic>,
    /// The patterns that the client cannot check.
    pub(super) unchecked_patterns: HashSet<NodeId>,
}

impl<'a> Check<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let reach = Reach::of(source);
        let used = paths(source.root()).flat_map(|(_, item)| reach.direct(&item.value));
        let used: Vec<_> = used.collect();
        let inventory = Inventory::of(source, &reach);
        Self {
            source,
            reached: reach.closure(used),
            names: Names::of(source, &inventory),
            inventory,
            reach,
            reader: Reader::of(source.root()),
            error_body: body::error_body(source, |_| true),
            found: Vec::new(),
            unchecked_patterns: HashSet::new(),
        }
    }

    pub(super) fn report(
        &mut self,
        rule: Rule,
        at: impl Into<Spot>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic::new(rule, at, message, help));
    }

    /// Whether operations lead to a component schema.
    pub(super) fn reaches_schema(&self, name: &str) -> bool {
        self.reached.contains(&("schemas", name))
    }
}
