//! The data that all searches share: the schemas of both documents, which of them mean
//! the same, and the automata of their patterns.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::super::same::Sameness;
use super::automata::Automaton;
use crate::schema::{Keyword, Reader, Schema};
use crate::tree::{Node, NodeId};

/// One of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in super::super) enum Side {
    Old,
    New,
}

/// A schema, and whether the value must meet it.
#[derive(Clone)]
pub(super) struct Claim<'a> {
    pub(super) side: Side,
    pub(super) schema: Rc<Schema<'a>>,
    pub(super) holds: bool,
}

/// Identifies a claim.
pub(super) type ClaimKey<'a> = (Side, NodeId, Option<Keyword<'a>>, bool);

impl<'a> Claim<'a> {
    pub(super) fn new(side: Side, schema: Rc<Schema<'a>>, holds: bool) -> Self {
        Self {
            side,
            schema,
            holds,
        }
    }

    pub(super) fn key(&self) -> ClaimKey<'a> {
        let schema = &self.schema;
        (self.side, schema.node.id, schema.keyword, self.holds)
    }
}

/// The schemas of both documents.
pub(super) struct Ground<'a> {
    readers: [Reader<'a>; 2],
    same: Rc<Sameness<'a>>,
    automata: RefCell<HashMap<&'a str, Option<Rc<Automaton>>>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(roots: [&'a Node; 2], same: Rc<Sameness<'a>>) -> Self {
        let [old, new] = roots.map(Reader::of);
        let [of_old, of_new] = [old.unsent_names(), new.unsent_names()];
        Self {
            readers: [old.excusing(of_new), new.excusing(of_old)],
            same,
            automata: RefCell::default(),
        }
    }

    pub(super) fn reader(&self, side: Side) -> &Reader<'a> {
        let [old, new] = &self.readers;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    pub(super) fn claim(&self, side: Side, node: &'a Node, holds: bool) -> Claim<'a> {
        Claim::new(side, self.reader(side).schema(node), holds)
    }

    /// The schema that a reference leads to.
    pub(super) fn target(&self, claim: &Claim<'a>) -> Option<Rc<Schema<'a>>> {
        let reader = self.reader(claim.side);
        Some(reader.schema(reader.target(claim.schema.reference?)?))
    }

    /// Whether every value that meets one schema meets the other, because both mean the
    /// same.
    pub(super) fn are_same(&self, one: &Claim<'a>, other: &Claim<'a>) -> bool {
        let (a, b) = (one.schema.node, other.schema.node);
        // A claim with one keyword says nothing about the rest of its schema.
        (one.schema.keyword.is_none() || one.schema.keyword == other.schema.keyword)
            && match (one.side, other.side) {
                (Side::Old, Side::Old) | (Side::New, Side::New) => a.id == b.id,
                (Side::Old, Side::New) => self.same.holds(a, b),
                (Side::New, Side::Old) => self.same.holds(b, a),
            }
    }

    /// The automaton of a pattern, if it has one.
    pub(super) fn automaton(&self, pattern: &'a str) -> Option<Rc<Automaton>> {
        let mut automata = self.automata.borrow_mut();
        let automaton = automata.entry(pattern);
        automaton
            .or_insert_with(|| Automaton::of(pattern).map(Rc::new))
            .clone()
    }
}
