//! Which schemas differ by the way that values travel: those with properties that are
//! `readOnly` or `writeOnly` (OpenAPI 3.0.3, "Schema Object"), and those that lead to
//! such.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::schema;
use crate::source::Source;
use crate::tree::{Node, NodeId};

/// The schemas that differ.
#[derive(Default)]
pub(super) struct Sides {
    differing: HashSet<NodeId>,
}

impl Sides {
    pub(super) fn of(source: &Source) -> Self {
        let mut sides = Self {
            differing: HashSet::new(),
        };
        if !["readOnly", "writeOnly"].iter().any(|key| source.says(key)) {
            return sides;
        }
        // Who leads to whom: from within, and by references.
        let mut leads: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        let mut next = Vec::new();
        let mut open: Vec<(&Node, Option<NodeId>)> = vec![(source.root(), None)];
        while let Some((node, outer)) = open.pop() {
            if let Some(outer) = outer {
                leads.entry(node.id).or_default().push(outer);
            }
            let target = node.reference().and_then(|_| source.resolve(node));
            if let Some(target) = target {
                leads.entry(target.id).or_default().push(node.id);
            }
            let properties = node.members_of("properties");
            if properties.into_iter().any(|(_, member)| {
                let target = source.resolve(&member.value);
                [Some(&member.value), target]
                    .into_iter()
                    .flatten()
                    .any(schema::is_one_way)
            }) {
                next.push(node.id);
            }
            let inner = node.members().map(|(_, member)| &member.value);
            open.extend(
                inner
                    .chain(node.items())
                    .map(|inner| (inner, Some(node.id))),
            );
        }
        while let Some(id) = next.pop() {
            if sides.differing.insert(id) {
                next.extend(leads.get(&id).into_iter().flatten());
            }
        }
        sides
    }

    /// Whether a schema differs.
    pub(super) fn differ(&self, schema: &Node) -> bool {
        self.differing.contains(&schema.id)
    }
}
