//! Which references lead to something else than before.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::Node;

/// The references whose targets differ between two documents, themselves or in
/// something they refer to.
pub(super) struct Changed<'a>(BTreeSet<&'a str>);

impl<'a> Changed<'a> {
    pub(super) fn between(old: &'a Node, new: &'a Node) -> Self {
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
            old.pointer(pointer) != new.pointer(pointer)
        };
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = targets.iter().copied().filter(|one| differs(one)).collect();
        while let Some(reference) = next.pop() {
            if changed.insert(reference) {
                let owners = referrers.get(reference).into_iter().flatten();
                next.extend(owners);
            }
        }
        Self(changed)
    }

    /// Whether anything below `node` refers to a changed component.
    pub(super) fn touched_by(&self, node: &Node) -> bool {
        !self.0.is_empty() && references(node).any(|one| self.0.contains(one))
    }
}

/// The targets of all references below `node`.
fn references(node: &Node) -> impl Iterator<Item = &str> {
    node.walk().filter_map(Node::reference)
}
