//! Which parts of two documents say the same, along their references.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::schema::Dialect;
use crate::tree::{Node, NodeId};

/// Which parts of two documents say the same.
pub(super) struct Sameness<'a> {
    /// The references whose targets differ, themselves or in something they refer to.
    changed: BTreeSet<&'a str>,
    /// Each document uses another vocabulary, in which some words mean other things.
    is_translated: bool,
    known: RefCell<HashMap<(NodeId, NodeId), bool>>,
}

/// Words of schemas that OpenAPI 3.0 and 3.1 read differently.
const DIALECT: [&str; 4] = ["nullable", "exclusiveMinimum", "exclusiveMaximum", "const"];

impl<'a> Sameness<'a> {
    pub(super) fn between(old: &'a Node, new: &'a Node) -> Self {
        let is_translated = Dialect::of(old) != Dialect::of(new);
        let roots = [old, new];
        let targets: BTreeSet<&str> = roots.into_iter().flat_map(references).collect();
        let mut referrers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (root, target) in roots
            .into_iter()
            .flat_map(|root| targets.iter().map(move |one| (root, *one)))
        {
            let node = target
                .strip_prefix('#')
                .and_then(|pointer| root.pointer(pointer));
            for reference in node.into_iter().flat_map(references) {
                referrers.entry(reference).or_default().push(target);
            }
        }
        let differs = |reference: &str| {
            let pointer = reference.strip_prefix('#').unwrap_or_default();
            let (old, new) = (old.pointer(pointer), new.pointer(pointer));
            old != new || is_translated && old.is_some_and(depends_on_dialect)
        };
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = targets.iter().copied().filter(|one| differs(one)).collect();
        while let Some(reference) = next.pop() {
            if changed.insert(reference) {
                let owners = referrers.get(reference).into_iter().flatten();
                next.extend(owners);
            }
        }
        Self {
            changed,
            is_translated,
            known: RefCell::default(),
        }
    }

    /// Whether a value of the old document says what one of the new does.
    pub(super) fn holds(&self, old: &Node, new: &Node) -> bool {
        let key = (old.id, new.id);
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let holds =
            old == new && !(self.is_translated && depends_on_dialect(old)) && !self.is_touched(old);
        self.known.borrow_mut().insert(key, holds);
        holds
    }

    /// Whether anything in a value refers to what changed.
    fn is_touched(&self, node: &Node) -> bool {
        !self.changed.is_empty() && references(node).any(|one| self.changed.contains(one))
    }
}

/// The targets of all references in a value.
fn references(node: &Node) -> impl Iterator<Item = &str> {
    node.walk().filter_map(Node::reference)
}

fn depends_on_dialect(node: &Node) -> bool {
    let mut nodes = node.walk();
    nodes.any(|node| {
        DIALECT.iter().any(|word| node.get(word).is_some())
            || node.reference().is_some() && node.len() > 1
    })
}
