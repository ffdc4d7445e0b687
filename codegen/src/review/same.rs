//! Which parts of two documents mean the same, with their references resolved.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::schema::{Dialect, mapping_of};
use crate::tree::{Node, NodeId, Value};

/// Knows which parts of two documents mean the same.
pub(super) struct Sameness<'a> {
    roots: [&'a Node; 2],
    /// The references whose targets changed, directly or in something they refer to.
    changed: BTreeSet<Cow<'a, str>>,
    /// The documents use different versions of OpenAPI, in which some keywords have
    /// different meanings.
    is_translated: bool,
    known: RefCell<HashMap<(NodeId, NodeId), bool>>,
}

/// Keywords of schemas that have different meanings in OpenAPI 3.0 and 3.1.
const DIALECT: [&str; 4] = ["nullable", "exclusiveMinimum", "exclusiveMaximum", "const"];

impl<'a> Sameness<'a> {
    pub(super) fn between(old: &'a Node, new: &'a Node) -> Self {
        let is_translated = Dialect::of(old) != Dialect::of(new);
        let roots = [old, new];
        let targets: BTreeSet<Cow<'a, str>> = roots.into_iter().flat_map(references).collect();
        let mut referrers: BTreeMap<Cow<'a, str>, Vec<&Cow<'a, str>>> = BTreeMap::new();
        for (root, target) in roots
            .into_iter()
            .flat_map(|root| targets.iter().map(move |one| (root, one)))
        {
            for reference in root.fragment(target).into_iter().flat_map(references) {
                referrers.entry(reference).or_default().push(target);
            }
        }
        let differs = |reference: &str| {
            let (old, new) = (old.fragment(reference), new.fragment(reference));
            old != new || is_translated && old.is_some_and(depends_on_dialect)
        };
        let mut changed: BTreeSet<Cow<'a, str>> = BTreeSet::new();
        let mut next: Vec<&Cow<'a, str>> = targets.iter().filter(|one| differs(one)).collect();
        while let Some(reference) = next.pop() {
            if changed.insert(reference.clone()) {
                let owners = referrers.get(reference).into_iter().flatten();
                next.extend(owners);
            }
        }
        Self {
            roots,
            changed,
            is_translated,
            known: RefCell::default(),
        }
    }

    /// Whether a value of the old document means the same as one of the new document.
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

    /// Whether two values mean the same, even if one has in its place what the other refers
    /// to. Slower than [`holds`](Self::holds).
    pub(super) fn holds_in_place(&self, old: &Node, new: &Node) -> bool {
        if self.is_translated || self.holds(old, new) {
            return self.holds(old, new);
        }
        let mut pairs = vec![(old, new)];
        // A cycle means the same if nothing in it differs.
        let mut met = HashSet::new();
        while let Some((old, new)) = pairs.pop() {
            let [old, new] =
                [(old, self.roots[0]), (new, self.roots[1])].map(|(node, root)| target(node, root));
            if !met.insert((old.id, new.id)) {
                continue;
            }
            match (&old.value, &new.value) {
                (Value::Map(_), Value::Map(_)) if old.len() == new.len() => {
                    for (key, member) in old.members() {
                        let Some(new) = new.get(key) else {
                            return false;
                        };
                        pairs.push((&member.value, new));
                    }
                }
                (Value::List(old), Value::List(new)) if old.len() == new.len() => {
                    pairs.extend(old.iter().zip(new));
                }
                _ if old == new => {}
                _ => return false,
            }
        }
        true
    }

    /// Whether a value contains a reference to something that changed.
    fn is_touched(&self, node: &Node) -> bool {
        !self.changed.is_empty() && references(node).any(|one| self.changed.contains(&*one))
    }
}

/// What a node that is only a reference leads to.
fn target<'n>(mut node: &'n Node, root: &'n Node) -> &'n Node {
    let mut met = HashSet::new();
    while node.len() == 1
        && met.insert(node.id)
        && let Some(next) = node.reference().and_then(|to| root.fragment(to))
    {
        node = next;
    }
    node
}

/// The targets of all references in a value, including those of discriminators.
fn references(node: &Node) -> impl Iterator<Item = Cow<'_, str>> {
    node.walk().flat_map(|node| {
        let reference = node.reference().map(Cow::Borrowed);
        let mapped = node.get("mapping").map(mapping_of);
        let mapped = mapped.into_iter().flat_map(BTreeMap::into_values);
        reference.into_iter().chain(mapped.map(Cow::Owned))
    })
}

fn depends_on_dialect(node: &Node) -> bool {
    let mut nodes = node.walk();
    nodes.any(|node| {
        DIALECT.iter().any(|word| node.get(word).is_some())
            || node.reference().is_some() && node.len() > 1
    })
}
